"""What one number counts and what is done to it: the words beside it, and what carries over from the numbers
before it in its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.components.reading import Reading, TypeMention
from ingest.components.targets import kinds, words
from ingest.components.targets.counts import Count
from ingest.components.targets.kinds import Types
from ingest.components.targets.words import Metric

_CONVERTED_TO = re.compile(r"[^,，。;；\n]{0,6}?(?:转建|转为|转设|转型|转)(?:成|为)?")


@dataclass
class Thread:
    """What carries over from one count of a sentence, or of the sentence before, to the next."""

    metric: Metric | None = None
    types: Types = ()
    #: What they were before the words beside this number.
    earlier: Types = ()
    #: Types of 分别 whose number is still to come.
    waiting: Types = ()
    #: The types that had numbers so far.
    counted: Types = ()
    #: What was converted: 转建为省技术创新中心20家，撤销10家 does away with 10 of those.
    given_up: Types = ()
    #: How a verb's whole list is compared: 至少建成2家、20家.
    governed: str | None = None
    #: How the number before was compared, for those that wait.
    comparator: str = "eq"
    by_year: int | None = None
    #: The years of numbers to come, where each has its own.
    years: tuple[int, ...] = ()
    modality: str | None = None
    #: Where something else was counted since, if it was.
    strayed: int = 0
    #: Whether numbers were told that are there already.
    told: bool = False
    #: Whether the paragraph sets conditions.
    rules: bool = False


@dataclass(frozen=True)
class Counted:
    """What a number counts. `following` and `leading` are the types beside it, `types` those that it is
    about; `end` is where its words end."""

    following: Types
    leading: Types
    types: Types
    metric: Metric | None
    end: int
    #: Whether it is the next of 分别, whose type was named before.
    is_waiting: bool = False
    #: The type that is given up for another one.
    converted_from: TypeMention | None = None

    @property
    def beside(self) -> Types:
        """The types that stand beside the number."""
        return self.following or self.leading


def counted(
    reading: Reading, count: Count, thread: Thread, sentence: tuple[int, int]
) -> Counted | None:
    """What a number counts; None where it counts something else than platforms."""
    after = words.after_word(reading.text, count)
    following = kinds.types_after(reading, count, after, sentence[1])
    carried = () if thread.strayed else thread.types
    leading = kinds.types_before(reading, count, carried) if following == () else ()
    if following is None or leading is None:
        return None
    if not following and not leading:
        following = kinds.types_shared(reading, count, sentence[1])
    beside = following or leading
    if not beside and thread.strayed and ";" not in reading.text[thread.strayed : count.start]:
        return None  # 高企净增150家，达到1300家
    metric = _metric(reading, count, following, leading, sentence, thread.metric)
    of_old = metric is not None and (
        metric.name == "optimize_or_eliminate" or metric.word == "保留"
    )
    spoken_of = (thread.given_up if of_old else ()) or thread.types
    types = beside or thread.waiting[:1] or _counted_last(count, thread) or spoken_of
    if not beside and kinds.is_of_others(reading, count, after, types):
        return None
    found = Counted(
        following=following,
        leading=leading,
        types=types or kinds.types_of_heading(reading, count.start),
        metric=metric,
        end=following[-1].end if following else count.end + len(after),
        is_waiting=not beside and bool(thread.waiting),
    )
    return _converted(reading, count, found, thread, (count.end + len(after), sentence[1]))


def _converted(
    reading: Reading, count: Count, found: Counted, thread: Thread, after: tuple[int, int]
) -> Counted:
    """The same, where the words say that one type becomes another: 10家省工程技术研究中心转建为省技术创新中心,
    200家转为省工程研究中心, 其中现有工程技术研究中心转建8家."""
    becoming = _conversion(reading, found.following, after[1])
    if becoming is not None:
        return replace(
            found,
            types=(becoming,),
            metric=Metric("convert", "", count.start),
            end=becoming.end,
            converted_from=found.following[-1],
        )
    if found.following and words.is_turned(reading.text, after[0]):
        return replace(found, metric=Metric("convert", "", count.end))
    if _is_source(found.metric, found.leading, thread.earlier):
        return replace(found, types=thread.earlier, converted_from=found.leading[0])
    return found


def _metric(
    reading: Reading,
    count: Count,
    following: Types,
    leading: Types,
    sentence: tuple[int, int],
    carried: Metric | None,
) -> Metric | None:
    """What is done: the verb before the number or behind its type, else that of the number before. With
    neither, a stock is meant where the number has a deadline or a bound: 到2025年，市级重点实验室60家;
    市级众创空间不超过50家."""
    text = reading.text
    metric = words.metric_before(reading, count)
    if following:
        metric = words.metric_behind(text, following[-1].end, metric)
    elif metric is None and not leading:
        metric = words.metric_of_rest(text, count.end, sentence[1])
    if metric is not None:
        return metric
    stock = Metric("retain", "", count.start)
    if not following and not leading and words.has_deadline(text[count.left : count.start]):
        return stock  # 遴选8家，到2026年不少于25家
    if carried is not None:
        return carried
    if metric := words.metric_led_up_to(reading, count, sentence[0]):
        return metric
    dated = leading and words.has_deadline(text[sentence[0] : leading[0].start])
    return stock if dated or (leading and words.is_bounded(text, count)) else None


def _counted_last(count: Count, thread: Thread) -> Types:
    """The types counted last, as many as the number and its neighbours: 新增A20家、B10家，分别达到80家和50家."""
    if count.run < 2 or count.run == len(thread.types) or len(thread.counted) < count.run:
        return ()
    return thread.counted[-count.run :]


def _is_source(metric: Metric | None, leading: Types, spoken_of: Types) -> bool:
    """Whether the type before the number is the one that is converted, to the one spoken of: 组建技术创新中心12家,
    其中现有工程技术研究中心转建8家."""
    if metric is None or metric.name != "convert" or len(leading) != 1 or not spoken_of:
        return False
    return leading[0].end <= metric.start and kinds.ids(leading) != kinds.ids(spoken_of)


def _conversion(reading: Reading, following: Types, end: int) -> TypeMention | None:
    """The type that the counted ones become: 10家省工程技术研究中心转建为省技术创新中心."""
    if not following:
        return None
    verb = _CONVERTED_TO.match(reading.text, following[-1].end, end)
    if verb is None:
        return None
    found = reading.types_between(verb.end(), min(end, verb.end() + 30))
    return found[0] if found and not reading.text[verb.end() : found[0].start].strip() else None
