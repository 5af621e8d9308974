"""Targets: how many platforms of which type are to be built, kept, merged or converted, and by when.

Every counted number in a sentence is an anchor; the words around it, up to the next stop or number, say
what is counted and how. A count becomes a target only when all of these words are understood: the type
next to the number, or nothing but function words and a type that was spoken of before. So
"新认定省重点实验室30家以上，保有量达到200家" gives two targets, and "培育高新技术企业3000家" none, because
高新技术企业 is neither a platform type nor a function word.

Nothing is repaired: a number that may have lost its dash (23家 for 2—3家) stays as printed, with a flag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.reading import Reading, TypeMention, reading_of
from ingest.components.targets import kinds, scope, tense, words
from ingest.components.targets.counts import Count, clause_start, counts
from ingest.components.targets.doubts import dash_readings
from ingest.components.targets.kinds import Types
from ingest.components.targets.rates import rates, whole
from ingest.components.targets.words import CHANGED_TO, Metric
from ingest.components.types import printed
from ingest.facts import Fact

#: Kinds of document that tell results.
_NO_PLANS = ("roster", "evaluation")
_EACH_HAS_IT = re.compile(r"(?:各|均)(?:自|为|达到|不少于|新增|新建|建设)?\s*$")
_STOPPED = re.compile(
    r"(?:不再|停止|暂停|原则上不再)(?:新建|认定|新认定|批准|受理|新增|组建|布局)(?:建设)?"
)
_CONVERTS = re.compile(r"[^。；]{0,6}(?:转建|转为|转设|转型)")
_CONVERTED_TO = re.compile(r"[^,，。;；\n]{0,6}?(?:转建|转为|转设|转型|转)(?:成|为)?")


@dataclass
class _Thread:
    """What carries over from one count of a sentence, or of the sentence before, to the next."""

    metric: Metric | None = None
    types: Types = ()
    #: What they were before the words beside this number.
    earlier: Types = ()
    #: Types of 分别 whose number is still to come.
    waiting: Types = ()
    #: How the number before was compared, for those that wait.
    comparator: str = "eq"
    by_year: int | None = None
    modality: str | None = None
    #: Whether something else was counted since.
    strayed: bool = False
    #: Whether numbers were told that are there already.
    told: bool = False
    #: Whether the paragraph sets conditions.
    rules: bool = False


@Language.component("pingtai_targets")
def targets(doc: Doc) -> Doc:
    """Find the targets, sentence by sentence; a paragraph's deadline and type carry over."""
    reading = reading_of(doc)
    thread = _Thread()
    if reading.kind in _NO_PLANS:
        return doc
    past_until = tense.past_until(reading)
    previous_end = 0
    for start, end in reading.sentences:
        if "\n" in reading.text[previous_end:start]:
            thread = _Thread()  # a new paragraph
        previous_end = end
        thread.rules = thread.rules or scope.sets_conditions(reading.text, start, end)
        if not thread.rules and not scope.holds_no_targets(reading, start, end):
            thread = _sentence(reading, start, end, thread, past_until)
    reading.facts = scope.without_announced(reading)
    return doc


def _sentence(
    reading: Reading, start: int, end: int, before: _Thread, past_until: int | None
) -> _Thread:
    text = reading.text
    thread = _Thread(types=before.types, by_year=before.by_year)
    goes_on = before.told and tense.goes_on(text, start, end)
    told = goes_on
    previous_end = start
    for count in counts(text, start, end, words.compared_after()):
        thread.by_year = words.deadline(text[previous_end : count.start]) or thread.by_year
        thread.earlier = thread.types
        thread.types = kinds.types_spoken_of(reading, previous_end, count.start) or thread.types
        if words.is_excluded(text, start, end, count):
            thread.metric = None
        elif _is_told(text, start, end, count):
            thread.metric, told = None, True
        else:
            found = _target(reading, count, thread, (start, end), past_until)
            if not (goes_on and thread.metric is not None and tense.is_done(thread.metric)):
                reading.facts.extend(found)
                told = False
        previous_end = count.end
    reading.facts.extend(
        rate
        for rate in rates(reading, start, end, thread.by_year)
        if not tense.is_told(text, start, end, rate.start, rate.start, words.REACH)
    )
    return _Thread(
        types=kinds.types_spoken_of(reading, previous_end, end) or thread.types,
        by_year=words.deadline(text[start:end]) or thread.by_year,
        told=told,
    )


def _is_told(text: str, start: int, end: int, count: Count) -> bool:
    place, clause = count.start, count.clause
    change = words.changed_from(text, start, count)
    if change is not None:
        place, clause = change, clause_start(text, start, change)
    return tense.is_told(text, start, end, place, clause, words.REACH)


def _target(
    reading: Reading,
    count: Count,
    thread: _Thread,
    sentence: tuple[int, int],
    past_until: int | None,
) -> list[Fact]:
    """The targets of one number (several where X、Y各20家); the thread then has what carries over to the
    next."""
    text = reading.text
    after = words.after_word(text, count)
    following = kinds.types_after(reading, count, after, sentence[1])
    carried = () if thread.strayed else thread.types
    leading = kinds.types_before(reading, count, carried) if following == () else ()
    if following is None or leading is None:  # something else is counted
        thread.metric = words.metric_before(reading, count) or thread.metric
        thread.waiting, thread.strayed = (), True
        return []
    if not following and not leading:
        following = kinds.types_shared(reading, count, sentence[1])
    beside = following or leading
    metric = _metric(reading, count, following, leading, sentence[0], thread.metric)
    if following and words.is_turned(text, count.end + len(after)):
        metric = Metric("convert", "", count.end)
    is_waiting = not beside and bool(thread.waiting)
    types = beside or thread.waiting[:1] or thread.types
    types = types or kinds.types_of_heading(reading, count.start)
    converted = _conversion(reading, following, sentence[1])
    if converted is not None:
        types, metric = (converted,), Metric("convert", "", count.start)
    elif _is_source(metric, leading, thread.earlier):
        types = thread.earlier
    groups, thread.waiting = _shared_out(text, count, types, thread)
    thread.metric, thread.types, thread.strayed = metric, types or thread.types, False
    thread.modality = words.modality(text[count.clause : count.start]) or thread.modality
    by_year = thread.by_year or words.inherited_year(reading, count.start)
    is_past = by_year is not None and past_until is not None and by_year <= past_until
    # On a page that is no office's document, what has been reached is told in the same words.
    is_news = reading.title is not None and reading.kind is None and not by_year
    is_told = is_news and metric is not None and metric.name == "retain" and not thread.modality
    changes_yet = CHANGED_TO.match(text, count.end)  # 由120家增加到200家: the first is what is
    if metric is None or not types or is_past or is_told or changes_yet:
        return []
    end = (converted or following[-1]).end if following else count.end + len(after)
    start = words.quote_start(text, count, leading, metric)
    context: dict[str, Any] = {
        "by_year": by_year,
        "modality": thread.modality,
        "scope": words.scope(text[count.left : count.start]),
        "subtype": kinds.subtype(reading, types[0], count)
        if beside and converted is None
        else kinds.subtype_alone(reading, count),
    }
    if converted is not None:
        context["convert_from"] = printed(reading, following[-1])
    elif metric.name == "convert":
        source = leading[0] if leading and leading[0] not in types else None
        context["convert_from"] = (
            printed(reading, source) if source else _converted_from(reading, sentence[0], types)
        )
    default = thread.comparator if is_waiting else "eq"
    found = [_fact(reading, count, one, metric, (start, end), default, context) for one in groups]
    thread.comparator = str(found[0].data["comparator"])
    return found


def _metric(
    reading: Reading,
    count: Count,
    following: Types,
    leading: Types,
    sentence: int,
    carried: Metric | None,
) -> Metric | None:
    """What is done: the verb before the number or behind its type, else that of the number before. With
    neither, a stock is meant where the number has a deadline or a bound: 到2025年，市级重点实验室60家;
    市级众创空间不超过50家."""
    text = reading.text
    metric = words.metric_before(reading, count)
    if following:
        metric = words.metric_behind(text, following[-1].end, metric)
    if metric is not None:
        return metric
    stock = Metric("retain", "", count.start)
    if not following and not leading and words.has_deadline(text[count.left : count.start]):
        return stock  # 遴选8家，到2026年不少于25家
    if carried is not None:
        return carried
    if metric := words.metric_led_up_to(reading, count, sentence):
        return metric
    dated = leading and words.has_deadline(text[sentence : leading[0].start])
    return stock if dated or (leading and words.is_bounded(text, count)) else None


def _is_source(metric: Metric | None, leading: Types, spoken_of: Types) -> bool:
    """Whether the type before the number is the one that is converted, to the one spoken of: 组建技术创新中心12家,
    其中现有工程技术研究中心转建8家."""
    if metric is None or metric.name != "convert" or len(leading) != 1 or not spoken_of:
        return False
    return leading[0].end <= metric.start and kinds.ids(leading) != kinds.ids(spoken_of)


def _shared_out(
    text: str, count: Count, types: Types, thread: _Thread
) -> tuple[list[Types], Types]:
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
    context: dict[str, Any],
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


def _conversion(reading: Reading, following: Types | None, end: int) -> TypeMention | None:
    """The type that the counted ones become: 10家省工程技术研究中心转建为省技术创新中心."""
    if not following:
        return None
    verb = _CONVERTED_TO.match(reading.text, following[-1].end, end)
    if verb is None:
        return None
    found = reading.types_between(verb.end(), min(end, verb.end() + 30))
    return found[0] if found and not reading.text[verb.end() : found[0].start].strip() else None


def _converted_from(reading: Reading, sentence: int, types: Types) -> str | None:
    """The type that is converted: named before 转建为 here, or the one that the paragraph says is no
    longer built."""
    line = reading.text.rfind("\n", 0, sentence) + 1
    own = kinds.ids(types)
    for mention in reversed(reading.types_between(line, types[0].start)):
        before = reading.text[max(line, mention.start - 12) : mention.start]
        direct = _CONVERTS.match(reading.text, mention.end)
        if mention.entry.id not in own and (direct or _STOPPED.search(before)):
            return printed(reading, mention)
    return None
