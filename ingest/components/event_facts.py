"""Facts of events from what `events` has understood: who, what, since when, why, how far decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.components.groups import Group
from ingest.components.name_lists import is_host
from ingest.components.notices import Notice, Verb, segment_of
from ingest.components.passages import Passage, Place
from ingest.components.reading import TypeMention
from ingest.facts import Fact

_GROUND = re.compile(r"因(?!此)(?P<why>[^,;:。]{2,60}?)(?:等?原因)?(?=[,;:。]|$|,)")
_BEFORE_VERB = re.compile(r"[,，]?(?:而|被|已|已被|现|自愿|主动)?(?:予以|给予|申请|决定)?的?$")
_LONGEST_QUOTE = 260


def facts_of_group(
    notice: Notice,
    passage: Passage,
    verb: Verb,
    event: str,
    group: Group,
    kind: TypeMention | None,
    end: int,
    **named: Place,
) -> Iterator[Fact]:
    """One fact for each name where the names are all there are, else one for the group."""
    reading = notice.reading
    start = min(group.start, verb.start)
    end = max(group.end, verb.end, end)
    if end - start > _LONGEST_QUOTE:
        return
    data: dict[str, Any] = {
        "event": event,
        "platform_type": reading.printed(kind.start, kind.end) if kind else None,
        "stage": _stage(notice, passage, verb),
        "date": notice.date,
        "ground": _ground(passage, group, verb),
    }
    spans: dict[str, list[Place]] = {}
    if kind is not None:
        spans["types"] = [(kind.start, kind.end)]
    for name, place in named.items():
        data[name] = reading.printed(*place)
        spans[name] = [place]
    if group.is_whole:
        for place in group.names:
            name = reading.printed(*place)
            more = {"platform": name, "host": name if is_host(passage.text(*place)) else None}
            own = next(iter(passage.types(*place)[-1:]), kind)
            if own is not None and not named:
                more["platform_type"] = reading.printed(own.start, own.end)
                spans["types"] = [(own.start, own.end)]
            yield Fact(
                "event",
                start,
                end,
                f"event.{event}",
                {**data, **more},
                spans={**spans, "platform": [place]},
            )
        return
    examples = [reading.printed(*place) for place in group.names]
    hosts = [reading.printed(*p) for p in group.names if is_host(passage.text(*p))]
    scope_end = group.end if group.end > group.start else end
    data |= {
        "count": group.count,
        "scope": reading.slice(group.start, scope_end).strip(),
        "examples": examples,
        "host": hosts[0] if hosts else None,
        "parts": _parts(passage, group),
    }
    yield Fact("event", start, end, f"event.{event}.group", data, spans=spans)


def _stage(notice: Notice, passage: Passage, verb: Verb) -> str:
    clause = passage.text(max(passage.start, verb.start - 40), verb.start)
    if (
        notice.is_proposal
        or verb.word.startswith("拟")
        or re.search(r"拟(?![态合建])", clause)
        or "建议" in clause
    ):
        return "proposed"
    if re.search(r"(?:将|即将|将于[^,]{0,12}|将另行[^,]{0,6})$", clause) and (
        "另行" in passage.words or not re.search(r"将[^,;]{2,}$", clause)
    ):
        return "announced"
    return "decided"


def _ground(passage: Passage, group: Group, verb: Verb) -> str | None:
    """Why, as printed: 因运营主体注销, 评价结果为不合格的."""
    reading = passage.reading
    start, end = segment_of(passage, verb)
    for found in _GROUND.finditer(passage.words, start - passage.start, end - passage.start):
        place, last = (found.start("why") + passage.start, found.end("why") + passage.start)
        if place < verb.end + 60:
            if place < verb.start < last:  # 因停止运营被摘牌
                last = verb.start
            why = _BEFORE_VERB.sub("", reading.printed(place, last))
            if len(why) > 1:
                return why
    if group.modifier is not None:
        words = re.sub(r"的(?:共计?|合计)?$", "", reading.printed(*group.modifier))
        words = re.sub(r"^(?:对|将|企业)", "", words)
        if len(words) > 2 and re.search(r"[不未合格分停整改退逾期]", words):
            return words
    between = passage.text(min(group.end, verb.start), verb.start)
    reason = re.search(
        r"(?:结果)?(?:为)?(?P<why>[“”]?不合格|未通过[^,(]{0,6}|未[^,;(]{2,20}|逾期[^,;(]{2,20}|自愿[^,;]{2,8})",
        between,
    )
    return reason["why"].strip("“”") if reason else None


def _parts(passage: Passage, group: Group) -> list[int] | None:
    """The counts before a sum that points back to them: 5家… 16家… 上述21家."""
    if not group.points_back or group.count is None:
        return None
    text = passage.reading.text
    before = text[max(0, group.start - 400) : group.start]
    counts = [int(n) for n in re.findall(r"(?<![第\d])(\d{1,5})\s*[家个]", before)]
    for size in range(2, min(len(counts), 6) + 1):
        if sum(counts[-size:]) == group.count:
            return counts[-size:]
    return None


def once(found: Iterable[Fact], notice: Notice) -> Iterator[Fact]:
    """Each event once: the title and the body say the same thing, and so do two verbs of a sentence."""
    chosen: dict[tuple[Any, ...], Fact] = {}
    found = list(found)
    named = Counter(fact.data["event"] for fact in found if fact.data.get("platform"))
    told_below = [fact for fact in found if fact.start >= notice.title[1]]
    for fact in found:
        if fact.end <= notice.title[1] and fact.data.get("count") == named[fact.data["event"]]:
            continue  # the title counts those whom the text names
        if fact.end <= notice.title[1] and _is_told_fully(fact, told_below):
            continue
        data = fact.data
        who = data.get("platform") or (data.get("count"), data.get("platform_type"))
        if not data.get("platform") and data.get("count") is None:
            who = data.get("scope")
        key = (data["event"], who, data.get("to") if data["event"] != "withdrawn" else None)
        known = chosen.get(key)
        in_title = known is not None and known.start < notice.title[1]
        if known is None or (in_title and fact.start >= notice.title[1]):
            chosen[key] = fact
    yield from chosen.values()


def _is_told_fully(fact: Fact, below: list[Fact]) -> bool:
    """Whether the text has the whole name of whom the title calls by a part: “甲”国家重点实验室更名."""
    name = str(fact.data.get("platform") or "")
    return name != "" and any(
        other.data["event"] == fact.data["event"]
        and other.data.get("platform") != name
        and name in str(other.data.get("platform") or "")
        for other in below
    )
