"""Targets: how many platforms of which type are to be built, kept, merged or converted, and by when.

Every counted number in a sentence is an anchor; the words around it, up to the next stop or number, say
what is counted and how. A count becomes a target only when all of these words are understood: the type
next to the number, or nothing but function words and a type carried over from before. So
"新认定省重点实验室30家以上，保有量达到200家" gives two targets, and "培育高新技术企业3000家" none, because
高新技术企业 is neither a platform type nor a function word.

Nothing is repaired: a number that may have lost its dash (23家 for 2—3家) stays as printed, with a flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.reading import Reading, Section, TypeMention, reading_of
from ingest.components.types import printed
from ingest.facts import Fact
from ingest.text import NUMBER, number_value

_DASH = r"(?:\s*(?:—{1,2}|–|-{1,2}|－|―|~|～|至|到)\s*)"
_UNIT = r"(?:家|个|所|处|座|支|项|种)"
_ANCHOR = re.compile(
    rf"(?P<low>{NUMBER})(?:{_DASH}(?P<high>{NUMBER}))?(?P<many>余|多)?\s*(?P<unit>{_UNIT})"
    rf"(?:{_DASH}(?P<high2>{NUMBER})\s*(?P<unit2>{_UNIT}))?"
)
_GROWTH = re.compile(
    rf"(?P<how>年均增长|平均每年增长|增长|提高|增加|递增)(?P<cmp>率?(?:达到|不低于|超过|约)?)"
    rf"\s*(?P<low>{NUMBER})\s*%(?P<after>以上|左右)?"
)
_MULTIPLE = re.compile(
    rf"(?:翻(?P<times>[一两二三四])番|(?:增长|增加|提高)(?:到)?(?P<n>{NUMBER})倍)"
)
_FROM_TO = re.compile(r"(?:增加|提高|增长|发展|扩大|调整)(?:到|至|为)")
_STOPS = "，,；;。:：！？\n"
_STOP = re.compile(f"[{_STOPS}]")
_AFTER_STOP = re.compile(f"[{_STOPS}、]")
_YEAR = re.compile(r"(?:到|至|截至|在)?((?:19|20)\d{2}|二[〇零○]..)年(?:底|末)?(?:前|以前|之前)?")
_PLAN = re.compile(
    r"[“\"「]?(十[一二三四五六七八九])五[”\"」]?(?:规划)?(?:期间|期末|时期|末|规划期)?"
)
_PLAN_YEARS = {"十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
_TITLE_YEARS = re.compile(rf"[(（]((?:19|20)\d{{2}}){_DASH}((?:19|20)\d{{2}})年?[)）]")
_MODALITY = re.compile(r"力争|争取|争创|努力|确保|原则上|预期|计划|拟|鼓励")
#: What is, not what is to be; unless the words turn to the future after it.
_EXISTING = re.compile(
    r"现有|已有|已建|现已|目前|截[至止]|已经|已达|以来|共有|共建成|建成了|达到了|拥有|"
    r"获批了|认定了|获得了|新增了|建设了|组建了|上年|去年|过去|五年来|同比|期间,?[^,，。]{0,12}了"
)
_FUTURE = re.compile(r"力争|争取|将|计划|未来|今后|下一步|到20\d\d年|至20\d\d年")
_PAST_HEADING = re.compile(
    r"^(?!.*目标).*(?:成就|成效|现状|回顾|形势|背景|(?:发展|工作|现有|创新|建设)基础|取得的?进展|主要进展)"
)
#: A rule for each host, not a plan for all: 每个依托单位不超过2个.
_PER_HOST = re.compile(
    r"(?:每个?|每家|同一|同个|单个|一个)(?:依托|牵头|建设|申报|推荐|共建)?(?:单位|企业|高校|法人|团队|学校|机构|主体)"
)
_AWARD = re.compile(r"奖励|补助|资助|给予|补贴|万元|亿元")
_SUBTYPE = re.compile(
    r"((?:[\u4e00-\u9fff]{2,10}[类型])(?:、[\u4e00-\u9fff]{2,10}[类型]|和[\u4e00-\u9fff]{2,10}[类型])*)(?:的)?$"
)
_OTHER_NOUNS = re.compile(r"单位|企业|公司|高校|院所|机构|部门|团队|人才|项目|城市|园区|地区|专家")
_JOINED = re.compile(r"(?:、|,|和|与|及|以及|或)")
_CATEGORY_WORDS = "等各类"
_SCOPE = re.compile(r"(?:每个|各)(?:设区市|市州|市|州|县|县区|县市区|区)(?:至少)?")
_EACH_HAS_IT = re.compile(r"(?:各|均)(?:自|为|达到|不少于|新增|新建|建设)?\s*$")
_STOPPED = re.compile(
    r"(?:不再|停止|暂停|原则上不再)(?:新建|认定|新认定|批准|受理|新增|组建|布局)(?:建设)?"
)


@dataclass(frozen=True)
class _Count:
    """A counted number and the words around it, all as offsets in the text."""

    start: int
    end: int
    left: int
    right: int
    low: float
    high: float
    unit: str
    is_range: bool
    many: bool
    words: str


@dataclass(frozen=True)
class _Metric:
    name: str
    word: str
    start: int


@dataclass
class _Thread:
    """What carries over from one count of a sentence, or of the sentence before, to the next."""

    metric: _Metric | None = None
    types: tuple[TypeMention, ...] = ()
    #: Types of 分别 whose number is still to come.
    waiting: tuple[TypeMention, ...] = ()
    #: How the number before was compared, for those that wait.
    comparator: str = "eq"
    by_year: int | None = None
    modality: str | None = None


@Language.component("pingtai_targets")
def targets(doc: Doc) -> Doc:
    """Find the targets, sentence by sentence; a paragraph's deadline and type carry over."""
    reading = reading_of(doc)
    thread = _Thread()
    previous_end = 0
    for start, end in reading.sentences:
        if _tells_the_past(reading, start):
            continue
        if "\n" in reading.text[previous_end:start]:
            thread = _Thread()  # a new paragraph
        thread = _sentence(reading, start, end, thread)
        previous_end = end
    return doc


def _tells_the_past(reading: Reading, place: int) -> bool:
    """Whether a heading above says that what follows has been done: 发展成就, 工作基础."""
    section = reading.section_at(place)
    return any(
        _PAST_HEADING.search(one.heading) for one in (section.ancestors() if section else ())
    )


def _sentence(reading: Reading, start: int, end: int, before: _Thread) -> _Thread:
    text = reading.text
    thread = _Thread(types=before.types, by_year=before.by_year)
    previous_end = start
    for count in _counts(text, start, end):
        clause = text[_clause_start(text, start, count.start) : count.end]
        thread.by_year = _deadline(text[previous_end : count.start]) or thread.by_year
        if _is_excluded(text[start : count.start], clause, text[count.end : count.right]):
            previous_end = count.end
            thread.metric = None
            continue
        found, thread = _target(reading, count, thread, start)
        reading.facts.extend(found)
        previous_end = count.end
    for fact in _rates(reading, start, end, thread):
        reading.facts.append(fact)
    mentioned = reading.types_between(start, end)
    named = tuple(mentioned[-1:]) if mentioned else before.types
    return _Thread(
        types=thread.types or named, by_year=_deadline(text[start:end]) or thread.by_year
    )


def _counts(text: str, start: int, end: int) -> Iterator[_Count]:
    """The counted numbers of a sentence, each with the part of it that it may speak for."""
    previous = start
    anchors = [m for m in _ANCHOR.finditer(text, start, end) if _is_count(text, m)]
    for index, match in enumerate(anchors):
        left = _clause_start(text, previous, match.start())
        limit = anchors[index + 1].start() if index + 1 < len(anchors) else end
        stop = _AFTER_STOP.search(text, match.end(), limit)
        right = stop.start() if stop else limit
        low = number_value(match["low"])
        printed_high = match["high"] or match["high2"]
        high = number_value(printed_high) if printed_high else low
        previous = match.end()
        if low is None or high is None:
            continue
        if match["high"] is None and (pair := _spoken_range(match["low"])):
            low, high, printed_high = *pair, match["low"]
        yield _Count(
            start=match.start(),
            end=match.end(),
            left=left,
            right=right,
            low=low,
            high=high,
            unit=match["unit"],
            is_range=printed_high is not None,
            many=match["many"] is not None,
            words=match[0],
        )


def _is_count(text: str, match: re.Match[str]) -> bool:
    """Not an ordinal (第3个), not a part of a longer number or word (四个面向 has no stop after it, but
    that is for the words around to say)."""
    before = text[match.start() - 1 : match.start()]
    return before not in ("第", ".", "-", "—", "*", "＊") and not before.isdigit()


def _spoken_range(number: str) -> tuple[float, float] | None:
    """两三 is 2 to 3; 十二 is 12."""
    if len(number) != 2:
        return None
    values = [number_value(character) for character in number]
    if number[0] in "十百千" or number[1] in "十百千" or number.isdigit():
        return None
    low, high = values
    return (low, high) if low is not None and high == low + 1 else None


def _clause_start(text: str, floor: int, place: int) -> int:
    """After the last stop before a place, but not before the floor. A 、 joins; it is no stop."""
    for index in range(place - 1, floor - 1, -1):
        if text[index] in _STOPS:
            return index + 1
    return floor


def _is_excluded(sentence: str, clause: str, after: str) -> bool:
    existing = [match.end() for match in _EXISTING.finditer(sentence)]
    turned = existing and _FUTURE.search(sentence, existing[-1])
    return bool((existing and not turned) or _PER_HOST.search(clause) or _AWARD.search(after))


# One target


def _target(
    reading: Reading, count: _Count, thread: _Thread, sentence: int
) -> tuple[list[Fact], _Thread]:
    """The targets of one number (several where X、Y各20家) and what carries over to the next."""
    text = reading.text
    after = _after_word(text, count)
    following = _types_after(reading, count, after)
    leading = _types_before(reading, count) if following == () else ()
    if following is None or leading is None:  # something else is counted
        return [], replace(thread, metric=None, waiting=())
    metric = _metric_in(text, count.left, count.start, reading) or thread.metric
    is_waiting = not (following or leading) and bool(thread.waiting)
    types = following or leading or thread.waiting[:1] or thread.types
    types = types or _types_of_heading(reading, count.start)
    groups, waiting = _shared_out(text, count, types, thread)
    modality = _modality(text[_clause_start(text, sentence, count.start) : count.start])
    thread = replace(
        thread,
        metric=metric,
        types=types or thread.types,
        waiting=waiting,
        modality=modality or thread.modality,
    )
    by_year = thread.by_year or _inherited_year(reading, count.start)
    is_past = by_year is not None and reading.year is not None and by_year < reading.year
    if metric is None or not types or is_past:
        return [], thread
    if _FROM_TO.match(text, count.end):  # 由120家增加到200家: the first number is what is
        return [], thread
    end = max(types[-1].end if following else 0, count.end + len(after))
    place = (_quote_start(text, count, leading, metric), end)
    context = {
        "by_year": by_year,
        "modality": thread.modality,
        "scope": _first(_SCOPE, text[count.left : count.start]),
    }
    if following or leading:
        context["subtype"] = _subtype(reading, types[0], count)
    if metric.name == "convert":
        context["convert_from"] = _converted_from(reading, sentence, types)
    default = thread.comparator if is_waiting else "eq"
    found = [_fact(reading, count, group, metric, place, default) for group in groups]
    thread = replace(thread, comparator=str(found[0].data["comparator"]))
    return [replace(fact, data={**fact.data, **context}) for fact in found], thread


def _shared_out(
    text: str, count: _Count, types: tuple[TypeMention, ...], thread: _Thread
) -> tuple[list[tuple[TypeMention, ...]], tuple[TypeMention, ...]]:
    """How one number goes to several types: each has it (各), each has one of the numbers that follow
    (分别), or they have it together. Also the types that still wait for theirs."""
    words = text[count.left : count.start]
    if len(types) > 1 and _EACH_HAS_IT.search(words):
        return [(one,) for one in types], ()
    if len(types) > 1 and "分别" in words:
        return [types[:1]], types[1:]
    return [types], thread.waiting[1:]


def _first(pattern: re.Pattern[str], words: str) -> str | None:
    found = pattern.search(words)
    return found[0] if found else None


def _fact(
    reading: Reading,
    count: _Count,
    types: tuple[TypeMention, ...],
    metric: _Metric,
    place: tuple[int, int],
    default: str,
) -> Fact:
    text = reading.text
    comparator, word_before, word_after = _comparator(text, count, default)
    low: float | None = count.low
    high: float | None = count.high
    if comparator in ("ge", "gt"):
        high = None
    elif comparator in ("le", "lt"):
        low = None
    names = [printed(reading, mention) for mention in types]
    readings = _dash_readings(count, comparator)
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
            "low": _plain(low),
            "high": _plain(high),
            "unit": count.unit,
            "value_as_printed": reading.slice(value_start, value_end).strip(),
            "suspect_lost_dash": bool(readings),
            "joint_over": names if len(names) > 1 else None,
        },
        flags=("suspect_lost_dash",) if readings else (),
        candidate_readings=tuple(readings),
        spans={
            "types": [(m.start, m.end) for m in types],
            "value": [(count.start, count.end)],
        },
    )


def _plain(value: float | None) -> int | float | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _dash_readings(count: _Count, comparator: str) -> list[dict[str, Any]]:
    """Whether an exact number may be a range that lost its dash: 46 as 4—6, 1215 as 12—15.

    Only where the parts rise a little (a < b ≤ max(2a, a+3)), the second has no leading zero, and no
    comparator speaks for one number.
    """
    if comparator != "eq" or count.is_range or not re.fullmatch(r"\d{2,4}", f"{count.low:.0f}"):
        return []
    digits = f"{count.low:.0f}"
    if not count.words.startswith(digits):
        return []
    found: list[dict[str, Any]] = []
    for cut in range(1, len(digits)):
        low, high = digits[:cut], digits[cut:]
        if high.startswith("0"):
            continue
        if int(low) < int(high) <= max(2 * int(low), int(low) + 3):
            found.append({"comparator": "range", "low": int(low), "high": int(high)})
    if not found:
        return []
    return [{"comparator": "eq", "low": int(digits), "high": int(digits)}, *found]


# Types


def _types_after(
    reading: Reading, count: _Count, after_words: str
) -> tuple[TypeMention, ...] | None:
    """The types that follow the number (12家全国重点实验室); () when nothing does, None when what
    follows is something else (3个创业型城市)."""
    start = count.end + len(after_words)
    rest = reading.text[start : count.right]
    if not rest.strip() or not _residue(rest):
        return ()
    listed = _list_from(reading, start, count)
    if listed:
        return listed
    return None


def _list_from(reading: Reading, start: int, count: _Count) -> tuple[TypeMention, ...]:
    """The types listed from a place on, after at most one modifier: 国内一流的广西实验室."""
    end = _sentence_stop(reading.text, start)
    mentions = reading.types_between(start, end)
    if not mentions or mentions[0].start >= count.right:
        return ()
    modifier = reading.text[start : mentions[0].start]
    if not _is_modifier(modifier):
        return ()
    listed = [mentions[0]]
    for mention in mentions[1:]:
        between = reading.text[listed[-1].end : mention.start]
        if mention.entry.generic and between.lstrip().startswith("等"):
            break  # …等创业创新平台 sums up what was listed
        if not _JOINED.fullmatch(between.strip()):
            break
        listed.append(mention)
    return tuple(listed)


def _is_modifier(words: str) -> bool:
    words = words.strip("“”\"' ")
    if _OTHER_NOUNS.search(words):
        return False
    return (
        not _residue(words)
        or (len(words) <= 16 and words.endswith(("的", "类", "型")))
        or (len(words) <= 8 and not re.search(r"[的在和与、]", words))
    )


def _types_before(reading: Reading, count: _Count) -> tuple[TypeMention, ...] | None:
    """The types right before the number; () when only function words stand there, None when other
    words do."""
    mentions = reading.types_between(count.left, count.start)
    if not mentions:
        words = _SUBTYPE_OPEN.sub("", reading.text[count.left : count.start])
        return None if _residue(words) else ()
    last = mentions[-1]
    if _residue(reading.text[last.end : count.start]):
        return None
    listed = [last]
    for mention in reversed(mentions[:-1]):
        between = reading.text[mention.end : listed[0].start].strip()
        if not _JOINED.fullmatch(between):
            break
        listed.insert(0, mention)
    if len(listed) > 1 and listed[-1].entry.generic:
        listed = [listed[-1]]
    return tuple(listed)


_SUBTYPE_OPEN = re.compile(r"[\u4e00-\u9fff]{2,8}类")


def _types_of_heading(reading: Reading, place: int) -> tuple[TypeMention, ...]:
    """The one type that the heading above is about."""
    section: Section | None = reading.section_at(place)
    for one in section.ancestors() if section else ():
        named = reading.types_between(one.start, one.heading_end)
        if named:
            return (named[-1],) if len(named) == 1 else ()
    return ()


@cache
def _residue_pattern() -> re.Pattern[str]:
    known = {
        *lexicons.word_set("function_words"),
        *lexicons.words("metrics", "metric"),
        *lexicons.words("comparators", "comparator"),
        *lexicons.region_forms(),
    }
    return re.compile(
        rf"{_YEAR.pattern}|{_PLAN.pattern}|{_SCOPE.pattern}|{NUMBER}\s*{_UNIT}?|[\s“”\"'()（）、]+|"
        + lexicons.alternatives(frozenset(known))
    )


def _residue(words: str) -> str:
    """What is left of some words when everything is taken away that says nothing of what is counted."""
    return _residue_pattern().sub("", words)


def _subtype(reading: Reading, mention: TypeMention, count: _Count) -> str | None:
    left = count.left if mention.start < count.start else count.end
    found = _SUBTYPE.search(reading.text[left : mention.start])
    if found is None:
        return None
    # The words before the subtype belong to the verb: 转建独立法人类 is 转建 + 独立法人类.
    verbs = list(_metric_pattern().finditer(found[1]))
    start = left + found.start(1) + (verbs[0].end() if verbs else 0)
    return reading.printed(start, left + found.end(1)) or None


def _converted_from(reading: Reading, sentence: int, types: tuple[TypeMention, ...]) -> str | None:
    """The type that is converted: named before 转建为 here, or the one that the paragraph says is no
    longer built."""
    line = reading.text.rfind("\n", 0, sentence) + 1
    ids = {mention.entry.id for mention in types}
    for mention in reversed(reading.types_between(line, types[0].start)):
        words = reading.text[max(line, mention.start - 12) : mention.start]
        direct = re.match(r"[^。；]{0,6}(?:转建|转为|转设|转型)", reading.text[mention.end :])
        if mention.entry.id not in ids and (direct or _STOPPED.search(words)):
            return printed(reading, mention)
    return None


# Words around


@cache
def _metric_pattern() -> re.Pattern[str]:
    return re.compile(lexicons.alternatives(frozenset(lexicons.words("metrics", "metric"))))


def _metric_in(text: str, start: int, end: int, reading: Reading) -> _Metric | None:
    """The metric that the words before a number speak of: the last verb that tells what is done; else
    that a stock is meant (保有量, 总数); else that something is built. Verbs inside a type's name do not
    count, except 试点."""
    table = lexicons.words("metrics", "metric")
    covered = [(m.start, m.end) for m in reading.types_between(start, end)]
    found: list[_Metric] = []
    for match in _metric_pattern().finditer(text, start, end):
        inside = any(a <= match.start() and match.end() <= b for a, b in covered)
        if not inside or match[0] == "试点":
            found.append(_Metric(table[match[0]], match[0], match.start()))
    acts = [one for one in found if one.name not in ("retain", "total_build")]
    pilots = [one for one in found if one.word == "试点"]
    stocks = [one for one in found if one.name == "retain"]
    return next((group[-1] for group in (pilots, acts, stocks, found) if group), None)


@cache
def _comparators(side: str) -> re.Pattern[str]:
    forms = [w for w, s in lexicons.words("comparators", "side").items() if s == side]
    pattern = lexicons.alternatives(tuple(forms))
    if side == "before":  # 不少于30家, and 至少建设1家 with the verb between
        return re.compile(f"({pattern})(?:{_metric_pattern().pattern})?$")
    return re.compile(pattern)


def _after_word(text: str, count: _Count) -> str:
    found = _comparators("after").match(text[count.end : count.end + 4])
    return found[0] if found else ""


def _comparator(text: str, count: _Count, default: str) -> tuple[str, str, str]:
    """The comparator, and the words before and after the number that make it. `default` is what a
    number has that follows another of its kind (分别达到15家、40家)."""
    table = lexicons.words("comparators", "comparator")
    after = _after_word(text, count)
    if count.is_range or after == "左右":
        return "range" if count.is_range else "approx", "", after
    window = text[max(count.left, count.start - 8) : count.start]
    found = _comparators("before").search(window.rstrip(" 在"))
    before = window[found.start() :] if found else ""
    if after:
        name = table[after]
    elif count.many:
        name = "gt"
    elif found:
        name = table[found[1]]
    else:
        name = "le" if "控制在" in text[count.left : count.start] else default
    return name, before, after


def _modality(words: str) -> str | None:
    found = _MODALITY.search(words)
    return found[0] if found else None


def _quote_start(
    text: str, count: _Count, leading: tuple[TypeMention, ...], metric: _Metric
) -> int:
    """From the verb, the type or the clause on, whichever comes first within the count's own part."""
    candidates = [count.start]
    if leading:
        candidates.append(leading[0].start)
    if count.left <= metric.start < count.start:
        candidates.append(metric.start)
    start = min(candidates)
    window = text[max(count.left, count.start - 8) : count.start]
    found = _comparators("before").search(window.rstrip(" 在"))
    if found and start == count.start:
        start = count.start - (len(window) - found.start())
    return start


# When


def _deadline(words: str) -> int | None:
    """The year by which: 到2025年, 2025年底前, “十四五”期间."""
    years = [int(m[1]) for m in _YEAR.finditer(words) if m[1].isdigit()]
    years += [
        int(value)
        for m in _YEAR.finditer(words)
        if not m[1].isdigit() and (value := number_value(m[1])) is not None
    ]
    if years:
        return years[-1]
    plans = [_PLAN_YEARS.get(m[1]) for m in _PLAN.finditer(words)]
    known = [year for year in plans if year]
    return known[-1] if known else None


def _inherited_year(reading: Reading, place: int) -> int | None:
    """The deadline of the headings above, or the last year of the title's span."""
    section = reading.section_at(place)
    for one in section.ancestors() if section else ():
        if year := _deadline(one.heading):
            return year
    if reading.title:
        if span := _TITLE_YEARS.search(reading.title):
            return int(span[2])
        return _deadline(reading.title)
    return None


# Rates


def _rates(reading: Reading, start: int, end: int, thread: _Thread) -> Iterator[Fact]:
    """年均增长10%, 翻一番: only of a number of platforms, named in the same clause."""
    text = reading.text
    for match in [*_GROWTH.finditer(text, start, end), *_MULTIPLE.finditer(text, start, end)]:
        left = _clause_start(text, start, match.start())
        mentions = reading.types_between(left, match.start())
        if not mentions or _residue(text[mentions[-1].end : match.start()]):
            continue
        groups = match.groupdict()
        if "how" in groups:
            low, unit, metric = number_value(match["low"]), "%", "growth_rate"
            comparator = {"以上": "ge", "左右": "approx"}.get(match["after"] or "", "eq")
            if "不低于" in match["cmp"]:
                comparator = "ge"
        else:
            times = match["times"]
            turns = number_value(times) if times else None
            low = 2.0**turns if turns else number_value(match["n"] or "")
            unit, metric, comparator = "倍", "multiple", "eq"
        yield Fact(
            kind="target",
            start=mentions[-1].start,
            end=match.end(),
            rule=f"target.{metric}",
            data={
                "platform_type": printed(reading, mentions[-1]),
                "metric": metric,
                "comparator": comparator,
                "low": _plain(low),
                "high": _plain(low) if comparator in ("eq", "approx") else None,
                "unit": unit,
                "by_year": _deadline(text[start : match.start()])
                or thread.by_year
                or _inherited_year(reading, start),
                "modality": _modality(text[left : match.start()]),
                "value_as_printed": reading.slice(*match.span()),
                "suspect_lost_dash": False,
            },
            spans={
                "types": [(mentions[-1].start, mentions[-1].end)],
                "value": [(match.start(), match.end())],
            },
        )


def _sentence_stop(text: str, start: int) -> int:
    found = re.compile(r"[。；;！？\n]").search(text, start)
    return found.start() if found else len(text)
