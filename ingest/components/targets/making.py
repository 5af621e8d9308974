"""From a number and what it counts to the facts that it makes."""

from __future__ import annotations

import re

from ingest.components.reading import Reading, TypeMention
from ingest.components.targets import kinds, words
from ingest.components.targets.counted import Counted, Thread, counted
from ingest.components.targets.counts import Count
from ingest.components.targets.doubts import dash_readings
from ingest.components.targets.kinds import Types
from ingest.components.targets.rates import whole
from ingest.components.targets.words import CHANGED_TO, Metric
from ingest.components.types import printed
from ingest.facts import Fact

_EACH_HAS_IT = re.compile(r"(?:各|均)(?:自|为|达到|不少于|新增|新建|建设)?\s*$")
_STOPPED = re.compile(
    r"(?:不再|停止|暂停|原则上不再)(?:新建|认定|新认定|批准|受理|新增|组建|布局)(?:建设)?"
)
_CONVERTS = re.compile(r"[^,。;]{0,6}(?:转建|转为|转设|转型)")
#: The title of a part of a plan.
_PLANNED = re.compile(r"规划|方案|计划|目标|任务|工程|专栏|指标|要点|措施|意见")


def facts_of(
    reading: Reading,
    count: Count,
    thread: Thread,
    sentence: tuple[int, int],
    past_until: int | None,
) -> list[Fact]:
    """The targets of one number (several where X、Y各20家); the thread then has what carries over to the
    next.

    past_until: the last year that is past for the document, if that is known.
    """
    text = reading.text
    found = counted(reading, count, thread, sentence)
    if found is None:  # something else is counted
        thread.metric = words.metric_before(reading, count) or thread.metric
        thread.waiting, thread.strayed = (), count.end
        return []
    source = _source(reading, found, sentence[0], thread)
    if source is not None:
        thread.given_up = (source,)
    groups, thread.waiting = _shared_out(text, count, found.types, thread)
    thread.metric, thread.types, thread.strayed = found.metric, found.types or thread.types, 0
    thread.counted = (*thread.counted, *found.beside)
    thread.modality = words.modality(text[count.clause : count.start]) or thread.modality
    by_year = thread.by_year or words.inherited_year(reading, count.start)
    metric = found.metric
    if metric is None or not found.types or _is_past(reading, count, thread, by_year, past_until):
        return []
    default = thread.comparator if found.is_waiting else "eq"
    if found.following and thread.governed and metric.start < count.left:
        default = thread.governed
    place = (words.quote_start(text, count, found.leading, metric), found.end)
    context = _context(reading, count, found, source)
    context |= {"by_year": by_year, "modality": thread.modality}
    made = [_fact(reading, count, one, metric, place, default, context) for one in groups]
    thread.comparator = str(made[0].data["comparator"])
    thread.governed = words.governs(text, count) or (thread.governed if found.following else None)
    return made


def _is_past(
    reading: Reading, count: Count, thread: Thread, by_year: int | None, past_until: int | None
) -> bool:
    """Whether the number is one of the past: its year is; it stands on a page that is no office's document,
    which tells what has been reached in the same words; or it is only what is: the 120 of 由120家增加到200家."""
    if by_year is not None:
        is_over = past_until is not None and by_year <= past_until
    else:
        is_news = reading.title is not None and reading.kind is None and not thread.modality
        is_news = is_news and not _PLANNED.search(reading.title or "")
        is_over = is_news and thread.metric is not None and thread.metric.name == "retain"
    return is_over or CHANGED_TO.match(reading.text, count.end) is not None


def _context(
    reading: Reading, count: Count, found: Counted, source: TypeMention | None
) -> dict[str, str | int | None]:
    """What else is told of the target: for each of what it is meant, of which subtype, converted from what."""
    is_target_beside = found.beside and found.converted_from is None
    context: dict[str, str | int | None] = {
        "scope": words.scope(reading.text[count.left : count.start]),
        "subtype": kinds.subtype(reading, found.types[0], count)
        if is_target_beside
        else kinds.subtype_alone(reading, count),
    }
    if found.metric is not None and found.metric.name == "convert":
        context["convert_from"] = printed(reading, source) if source else None
    return context


def _shared_out(text: str, count: Count, types: Types, thread: Thread) -> tuple[list[Types], Types]:
    """How one number goes to several types: each has it (各), each has one of the numbers that follow
    (分别, or as many numbers as types), or they have it together. Also the types that still wait."""
    before = text[count.left : count.start]
    if len(types) > 1 and _EACH_HAS_IT.search(before):
        return [(one,) for one in types], ()
    if len(types) > 1 and ("分别" in before or count.run == len(types)):
        return [types[:1]], types[1:]
    return [types], thread.waiting[1:]


def _fact(
    reading: Reading,
    count: Count,
    types: Types,
    metric: Metric,
    place: tuple[int, int],
    default: str,
    context: dict[str, str | int | None],
) -> Fact:
    comparator, word_before, word_after = words.comparator(reading.text, count, default)
    low = None if comparator in ("le", "lt") else count.low
    high = None if comparator in ("ge", "gt") else count.high
    names = [printed(reading, mention) for mention in types]
    readings = dash_readings(count, comparator)
    value_start, value_end = count.start - len(word_before), count.end + len(word_after)
    return Fact(
        kind="target",
        start=place[0],
        end=place[1],
        rule=f"target.{metric.name}",
        data={
            "platform_type": "、".join(names),
            "metric": metric.name,
            "comparator": comparator,
            "low": whole(low),
            "high": whole(high),
            "unit": count.unit,
            "value_as_printed": reading.slice(value_start, value_end).strip(),
            "suspect_lost_dash": bool(readings),
            "joint_over": names if len(names) > 1 else None,
            **context,
        },
        flags=("suspect_lost_dash",) if readings else (),
        candidate_readings=tuple(readings),
        spans={
            "types": [(m.start, m.end) for m in types],
            "value": [(count.start, count.end)],
        },
    )


def _source(reading: Reading, found: Counted, sentence: int, thread: Thread) -> TypeMention | None:
    """The type that is converted: told with the number, named before 转建为 here, the one that the
    paragraph says is no longer built, or the one spoken of, where only the new one stands by the number."""
    if found.metric is None or found.metric.name != "convert" or not found.types:
        return None
    if found.converted_from is not None:
        return found.converted_from
    line = reading.text.rfind("\n", 0, sentence) + 1
    own = kinds.ids(found.types)
    for mention in reversed(reading.types_between(line, found.types[0].start)):
        before = reading.text[max(line, mention.start - 12) : mention.start]
        direct = _CONVERTS.match(reading.text, mention.end)
        if mention.entry.id not in own and (direct or _STOPPED.search(before)):
            return mention
    spoken_of = (thread.given_up or thread.types) if found.following else ()
    return spoken_of[0] if len(spoken_of) == 1 and kinds.ids(spoken_of) != own else None
