"""Events of platforms that a notice states: recognised, renamed, host_changed, withdrawn, merged, converted.

An event needs somebody whom it befalls: named platforms, or a group with its count ("撤销甲公司等309家…资格"
is one event with count 309). "对不合格的重点实验室予以撤销" is a rule and no event. Verbs are a lexicon
(`event_verbs.csv`); who is meant is for `groups` to say, and when in doubt nothing is stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.changes import converted, host_changed, merged, renamed
from ingest.components.event_facts import facts_of_group, once
from ingest.components.groups import Group
from ingest.components.listed import names_below
from ingest.components.notices import (
    GENERAL_KINDS,
    Notice,
    Verb,
    clause_start,
    groups_of,
    is_done,
    is_known,
    is_sure,
    left_groups,
    notice_of,
    passages,
    right_of,
    segment_of,
    type_of,
)
from ingest.components.passages import Passage, Place
from ingest.components.reading import TypeMention, reading_of
from ingest.components.recognitions import OTHER_OBJECT, recognised
from ingest.facts import Fact

_QUALITY = (
    r"(?:的)?(?:省级|市级|国家级?|区级|县级)?(?:资格|称号|备案|资质|认定|牌匾|牌子|命名|序列|建设|运行|身份|"
    r"标牌|荣誉|授牌|建站|立项|管理|支持)"
)
#: What may follow a verb whose object stands before it.
_EMPTY_OBJECT = re.compile(
    rf"\s*(?:其|该|上述|相应|原)?(?:{_QUALITY})*(?:和|及|、)?(?:{_QUALITY})?\s*(?:的?决定|处理|并.*|\(.*|”?的?通知|管理|"
    r"资格资格|[,;:。、].*)?$"
)
#: What must follow words that have other meanings too.
_NEEDED = {
    "退出": re.compile(r"[^,;]{0,14}(?:序列|行列|名单|管理|资格)"),
    "终止": re.compile(r".*(?:建设|运行|资格|备案|认定)"),
}


@Language.component("pingtai_events")
def events(doc: Doc) -> Doc:
    """State an `event` fact for each named platform, or each group, that something has befallen."""
    reading = reading_of(doc)
    notice = notice_of(reading)
    found: list[Fact] = []
    for passage in passages(reading, _telling()):
        told, listed = _in_sentence(notice, passage), _under_heading(notice, passage)
        if listed:  # a line that counts them, and then they are named one by one
            told = [f for f in told if f.data["event"] != "withdrawn" or f.data.get("platform")]
        found.extend(told + listed)
    reading.facts.extend(once(found, notice))
    return doc


@cache
def _lexicon() -> dict[str, tuple[str, bool]]:
    events_of = lexicons.words("event_verbs", "event")
    objects = lexicons.words("event_verbs", "object")
    return {word: (event, objects[word] == "after") for word, event in events_of.items()}


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(lexicons.alternatives(frozenset(_lexicon())))


#: A sentence with more of them is none: a page that lost its stops.
_MOST_VERBS = 40


def _in_sentence(notice: Notice, passage: Passage) -> list[Fact]:
    verbs = [
        Verb(m.start() + passage.start, m.end() + passage.start, m[0], *_lexicon()[m[0]])
        for m in islice(_telling().finditer(passage.words), _MOST_VERBS)
    ]
    found: list[Fact] = []
    for verb in verbs:
        found.extend(_HANDLERS[verb.event](notice, passage, verb, segment_of(passage, verb)))
    return found


#: A line that announces names: 撤销的省重点实验室名单, 决定撤销下列实验室:.
_HEADING = re.compile(
    r"(?:名单|如下|下列[^,;。]{2,20}|以下[^,;。]{2,20}|[家个]\)|[家个])[:：]?\s*(?:\(\d+[家个]\))?$"
)
#: 下列5家众创空间已停止运营,现予注销备案:
_LISTING = re.compile(r"(?:下列|以下)(?!情形|情况|行为|条件|原因)[^。;]{2,40}[:：]$")
_LONGEST_HEADING = 60


def _under_heading(notice: Notice, passage: Passage) -> list[Fact]:
    """The events of the names in the lines below a heading that tells of a withdrawal."""
    words = passage.words.strip()
    clause = words[-_LONGEST_HEADING:]
    told = next((w for w, (e, _) in _lexicon().items() if e == "withdrawn" and w in clause), None)
    is_heading = _HEADING.search(words) or _LISTING.search(words)
    if told is None or not is_heading or clause.split(told)[0].endswith(("不", "不予")):
        return []
    stage = "proposed" if notice.is_proposal or "拟" + told in clause else "decided"
    found = []
    for place, kind in names_below(notice.reading, passage.end):
        data = {
            "event": "withdrawn",
            "platform": notice.reading.printed(*place),
            "platform_type": notice.reading.printed(kind.start, kind.end),
            "stage": stage,
            "date": notice.date,
        }
        spans = {"platform": [place], "types": [(kind.start, kind.end)]}
        found.append(Fact("event", *place, "event.listed", data, spans=spans))
    return found


# Events by kind


def _withdrawn(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    if not is_done(passage, verb, segment):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    needed = _NEEDED.get(verb.word)
    if (needed and not needed.match(words)) or OTHER_OBJECT.search(words):
        return
    other: TypeMention | None = None
    groups = groups_of(passage, *right) if verb.is_after else []
    if not groups:
        other = next(iter(passage.types(*right)), None)
        if verb.is_after and not _is_open(words, other, right):
            return
        groups, other = _befallen_before(passage, verb, segment, other)
    if not groups:
        yield from _unnamed(notice, passage, verb, segment, other)
    end = _quality_end(passage, right)
    for group in groups:
        kind = type_of(notice, group, other)
        if is_known(notice, group, kind) and is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(notice, passage, verb, "withdrawn", group, kind, end)


def _is_open(words: str, other: TypeMention | None, right: Place) -> bool:
    """Whether a verb is not followed by an object of another kind; a bare type may stand there."""
    if other is not None:
        words = words[: other.start - right[0]] + words[other.end - right[0] :]
    return _EMPTY_OBJECT.match(words) is not None


def _befallen_before(
    passage: Passage, verb: Verb, segment: Place, other: TypeMention | None
) -> tuple[list[Group], TypeMention | None]:
    """Who stands before the verb, and the type that is named between: 3家企业…放弃省级企业技术中心，予以撤销."""
    if "其余" in passage.text(clause_start(passage, verb, segment), verb.start):
        return [], other
    groups = left_groups(passage, segment[0], verb.start)
    if groups and other is None:
        between = passage.types(groups[-1].end, verb.start)
        other = next((m for m in between if not m.entry.generic), None)
    return groups, other


def _unnamed(
    notice: Notice, passage: Passage, verb: Verb, segment: Place, other: TypeMention | None
) -> Iterator[Fact]:
    """A group that is told without a number: 对本次评价不合格的…，将撤销其资格(另行通知)."""
    if notice.kind in GENERAL_KINDS:
        return
    scope = re.compile(
        r"(?:对|将)?(?P<who>(?:本次|此次|本轮|其余|上述|以上|下列)[^,;:。]{2,60})[,]?"
    )
    for found in scope.finditer(
        passage.words, segment[0] - passage.start, verb.start - passage.start
    ):
        start, end = found.start("who") + passage.start, found.end("who") + passage.start
        named = [m for m in passage.types(start, end) if not m.entry.generic]
        kind = named[0] if named else other
        if kind is None or re.search(r"情形|行为|情况|规定|条件|材料", passage.text(start, end)):
            continue
        group = Group(start, end, (), False, None, False, kind, "", True)
        right = right_of(passage, verb, segment)
        yield from facts_of_group(
            notice, passage, verb, "withdrawn", group, kind, _quality_end(passage, right)
        )
        return


def _quality_end(passage: Passage, right: Place) -> int:
    """The end of the words that say what is taken away: …资格."""
    words = passage.text(*right)
    found = re.search(r"资格|称号|备案|资质|序列|牌匾|管理|建设|认定", words)
    return right[0] + found.end() if found else right[0]


_HANDLERS = {
    "withdrawn": _withdrawn,
    "recognised": recognised,
    "renamed": renamed,
    "host_changed": host_changed,
    "merged": merged,
    "converted": converted,
}
