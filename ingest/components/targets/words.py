"""The words around a counted number: what is done (新建, 撤销), how it compares (不少于, 以上), by when
(到2025年), how firmly (力争), and which words say nothing of what is counted."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ingest import lexicons
from ingest.components.reading import Reading, TypeMention
from ingest.components.targets.counts import DASH, UNIT, Count, clause_start
from ingest.text import NUMBER, fold, number_value

_YEAR = re.compile(
    r"(?:(?:到|至|截至|在) ?)?((?:19|20)\d{2}|二[〇零○]..) ?年(?:底|末)?(?:前|以前|之前)?"
)
_ANY_YEAR = re.compile(r"(19\d{2}|20\d{2}|二[〇零○]..) ?年")
_ROW_OF_YEARS = re.compile(r"(?:20\d{2} ?年?(?:、|和|与|及)){1,5}20\d{2} ?年")
PLAN = re.compile(
    r"[“\"「]?(十[一二三四五六七八九])五[”\"」]?(?:规划)?(?:期间|期末|时期|末|规划期)?"
)
_PLAN_YEARS = {"十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
TITLE_YEARS = re.compile(rf"[(（]((?:19|20)\d{{2}}) ?年?{DASH}((?:19|20)\d{{2}}) ?年?[)）]")
_BY_THEN = re.compile(r"[到至] ?(?:(?:19|20)\d{2}|二[〇零○]..) ?年|末|年底前|(?:目标|指标)[:：]")
#: What a number is set against: 较2020年, 比“十三五”末, 在现有基础上.
_SET_AGAINST = (
    rf"(?:较|比)(?:{_YEAR.pattern}|{PLAN.pattern}|上年|现有|原有)"
    rf"|在(?:{_YEAR.pattern}|{PLAN.pattern}|现有|原有)的?基础上|的?基础上"
)
_COMPARED_WITH = re.compile(_SET_AGAINST)
#: When it begins is no deadline: 自2025年起, 由2020年的180家.
_SINCE = re.compile(r"(?:自|从|由) ?(?:19|20)\d{2} ?年[底末]?的?|(?:19|20)\d{2} ?年(?:起|以来)")
_MODALITY = re.compile(r"力争|争取|争创|努力|确保|原则上|预期|计划|拟|鼓励")
SCOPE = re.compile(
    r"(?:每个|各|每)(?:设区市|市州|地市|市|州|县\(市、区\)|县市区|县|区|重点产业链|产业链|高新区|园区)(?:至少)?"
    r"|每[个条所][\u4e00-\u9fff]{1,12}?(?=至少|力争|建设|建成|布局|建有|拥有|打造|创建|培育|组建|新增|新建)"
)
#: Where or in what it is done: 在重大疾病领域, 围绕未来产业.
_WHEREIN = (
    r"(?:在|围绕|聚焦|面向|针对)[\u4e00-\u9fffA-Za-z、“”\"]{1,24}?"
    r"(?:领域|方面|行业|产业链?|区域|方向|赛道)(?:内|中|上)?"
)
#: How far back in its sentence a number is looked for what is said of it, in characters.
REACH = 240
#: Quotation marks and the like between two words, in characters.
_NEAR = 8
_PUBLISHED = re.compile(r"公示|公布如下|名单如下|予以公布")
#: A rule for each host, not a plan for all: 每个依托单位不超过2个.
_PER_HOST = re.compile(
    r"(?:每个?|每家|同一|同个|单个|一个)(?:依托|牵头|建设|申报|推荐|共建)?(?:单位|企业|高校|法人|团队|学校|机构|主体)"
    r"|(?<!年)平均(?:达到|拥有|建有)"
)
#: What is put forward for a title is not what is to be built.
_PUT_FORWARD = re.compile(r"推荐|申报|入库|报送")
#: What money was spent on: 下达资金2亿元，支持省实验室4家.
_PAID_FOR = re.compile(r"[万亿]元,(?:用于|重点)?支持[^,，。;；]*$")
#: One more of them, whenever there is one: 每新增1家.
_PER_CASE = re.compile(r"每(?:新|再|成功|获批|认定|建成|培育|引进|增加|创建)[^,，。;；年]{0,4}$")
#: Those that have been recognised, not those to be: 2022年以前认定的187家.
_SUCH_AS_ARE = re.compile(
    r"(?:认定|备案|建成|获批|建设|组建|批准|批复|设立)的$|(?:列入|纳入|入选|进入|参评|到期|通过)[^,，。;；]{0,12}的$"
)
#: Those that are chosen to be paid: 每年遴选20家优秀企业技术中心，每家给予200万元.
_CHOSEN = re.compile(r"遴选|评选|选择|择优|评定|评价")
_PAID_EACH = re.compile(r",(?:对)?(?:每[家个]|各|分别|按)?[^,。;]{0,8}(?:给予|奖励|补助|资助)")
_AWARD = re.compile(r"奖励|补助|资助|给予|补贴|万元|亿元")
#: Words that make new ones only with 新, or without a stock word after them.
_TITLE_WORDS = frozenset({"认定", "备案", "获批", "设立", "组建", "创建", "争取"})
_PLACE_OF_TRIAL = re.compile(r"[县市区]|城市|地区|单位|企业|高校|工作")
_EACH_YEAR = re.compile(r"年均|每年")
#: Goes on to list what the clause before speaks of.
_LISTING = re.compile(r"即|包括|包含|具体|其中|分别")
_CLAUSE_STOP = re.compile(r"[,，。;；]")
_CARRIED_OUT = re.compile(r"(?:进行|予以|开展|实施)(?:重点|全面|集中)?")
#: Verbs that only choose those with which something is done: 遴选20家市级重点实验室予以培育.
_CHOOSING = frozenset({"遴选", "支持"})
_TURNED_INTO = re.compile(r"(?:转建|转为|转设|转型)")
_ENDS = re.compile(r"(?:任务|工作)?(?:[,，。;；、和与及]|$)", re.MULTILINE)
_TOTALS = frozenset({"总数", "总量", "保有量", "总保有量", "控制在", "稳定在", "保持在"})
#: 建设 in 建设期满, 建设单位 builds nothing; 重组后 tells of what comes after.
_NO_ACT_BEFORE = re.compile(r"后|期|单位|周期|方案|条件|内容|主体|任务|运行")
_CHANGE = r"(?:调整优化|整合优化|整合重组|增加|提高|提升|增长|发展|扩大|扩容|扩围|优化调整|优化整合|优化重组|优化|重组|调整|压减|精简|缩减|减少|整合|增|升|扩|降)"
#: 由120家增加到200家: right after the first number, or right before the second.
CHANGED_TO = re.compile(rf"{_CHANGE}(?:到|至|为)")
_STOCK_BEFORE = re.compile(rf"{CHANGED_TO.pattern}\s*$")
#: 比2025年增加2家: how far the goal is from what was, told beside the goal itself.
_RISE = re.compile(
    rf"(?:{_SET_AGAINST})[^,，。;；\d]{{0,6}}(?:增加|增长|提高|减少)[^,，。;；]{{0,8}}$"
)
_FROM_BEFORE = re.compile(rf"(?:由|从)[^,，;；]{{0,20}}{CHANGED_TO.pattern}\s*$")


class Metric(NamedTuple):
    """What is done to the platforms, and the word that says so."""

    name: str
    word: str
    start: int


@cache
def metric_pattern() -> re.Pattern[str]:
    """Any word of the lexicon that tells what is done."""
    return re.compile(lexicons.alternatives(frozenset(lexicons.words("metrics", "metric"))))


@cache
def _levels_with_verbs() -> re.Pattern[str]:
    """Levels that hold a verb which is none there: 国家备案, 省部共建."""
    return re.compile(
        lexicons.alternatives(frozenset(w for w in lexicons.levels() if metric_pattern().search(w)))
    )


def metric_before(reading: Reading, count: Count) -> Metric | None:
    """The metric that the words before a number speak of: a change to it (调整到) makes it a stock; else
    the last verb that tells what is done; else a stock is meant (保有量, 总数); else something is built.
    Verbs inside a type's name do not count, except 试点."""
    text, start, end = reading.text, count.left, count.start
    if change := _STOCK_BEFORE.search(text, start, end):
        return Metric("retain", change[0], change.start())
    table = lexicons.words("metrics", "metric")
    covered = [(m.start, m.end) for m in reading.types_between(start, end)]
    covered += [m.span() for m in _levels_with_verbs().finditer(text, start, end)]
    found: list[Metric] = []
    for match in metric_pattern().finditer(text, start, end):
        word, (first, last) = match[0], match.span()
        if word == "试点":
            acts_not = _PLACE_OF_TRIAL.match(text, last) is not None
        else:
            inside = any(a <= first and last <= b for a, b in covered)
            acts_not = inside or _NO_ACT_BEFORE.match(text, last) is not None
        if not acts_not:
            found.append(Metric(table[word], word, first))
    if not found:
        return None
    found = [one for one in found if not _is_bound(text, one)] or found
    stocks = [one for one in found if one.name == "retain"]
    if total := _total(text, found):
        return total
    if stocks and found[-1] is stocks[-1]:  # 备案的孵化器达到400家 are a stock; 新备案的 are new
        found = [one for one in found if one.word not in _TITLE_WORDS]
    acts = [one for one in found if one.name not in ("retain", "total_build")]
    pilots = [one for one in found if one.word == "试点"]
    return next((group[-1] for group in (pilots, acts, stocks, found) if group), None)


def _is_bound(text: str, metric: Metric) -> bool:
    """超过 in 不超过 says how the number compares; that a stock is meant, only where nothing else does."""
    return metric.word in ("超过", "突破") and text[metric.start - 1] == "不"


def _total(text: str, found: list[Metric]) -> Metric | None:
    """The word for a total that the last verb does not govern: 整合优化后总数不超过120家, not 新增总量30家."""
    place = next((i for i in reversed(range(len(found))) if found[i].word in _TOTALS), None)
    if place is None or _EACH_YEAR.search(text, found[0].start, found[place].start):
        return None
    if any(one.name != "retain" for one in found[place + 1 :]):
        return None
    total = found[place]
    before = found[place - 1] if place else None
    governed = before is not None and total.start - before.start - len(before.word) <= 1
    before_it = text[max(0, total.start - _NEAR) : total.start].rstrip("”\"'")
    return None if governed and before_it[-1:] != "后" else total


def metric_behind(text: str, place: int, chosen: Metric | None) -> Metric | None:
    """What is done, where the verb follows the type: 完成30家省重点实验室重组. `chosen` is the verb before
    the number, which counts unless it only chooses."""
    start = _CARRIED_OUT.match(text, place)
    if chosen is not None and not (start and chosen.word in _CHOOSING):
        return chosen
    first = metric_pattern().match(text, start.end() if start else place)
    last = first
    while last and (more := metric_pattern().match(text, last.end())):
        last = more
    if first is None or last is None or not _ENDS.match(text, last.end()):
        return None
    return Metric(lexicons.words("metrics", "metric")[first[0]], first[0], first.start())


def metric_of_rest(text: str, place: int, end: int) -> Metric | None:
    """What is done, where nothing but that stands behind the number: 其余200家予以撤销."""
    stop = _CLAUSE_STOP.search(text, place, min(end, place + REACH))
    rest = text[place : stop.start() if stop else min(end, place + REACH)]
    verbs = list(metric_pattern().finditer(rest))
    if not verbs or residue(rest):
        return None
    return Metric(lexicons.words("metrics", "metric")[verbs[-1][0]], verbs[-1][0], place)


def is_turned(text: str, place: int) -> bool:
    """Whether those counted become what follows: 200家转为省工程研究中心."""
    return _TURNED_INTO.match(text, place) is not None


def metric_led_up_to(reading: Reading, count: Count, sentence: int) -> Metric | None:
    """The metric of the clause before, where the number's own only goes on to list: 建设平台矩阵，即1个…"""
    own = reading.text[count.left : count.start].lstrip(",:、 ")
    if count.left <= sentence or not (
        _LISTING.match(own) or reading.text[count.left - 1] == ":" or not own
    ):
        return None
    stop = count.left - 1
    before = count._replace(start=stop, left=clause_start(reading.text, sentence, stop))
    return metric_before(reading, before)


def is_bounded(text: str, count: Count) -> bool:
    """Whether a word before or behind the number bounds it: 不超过50家, 100家以上."""
    return comparator(text, count, "eq")[0] not in ("eq", "range")


@cache
def _comparators(side: str) -> re.Pattern[str]:
    forms = [w for w, s in lexicons.words("comparators", "side").items() if s == side]
    pattern = lexicons.alternatives(tuple(forms))
    if side == "before":  # 不少于30家, and 至少建设1家 with the verb between
        return re.compile(f"({pattern})(?P<verb>[各均]?{metric_pattern().pattern})?$")
    return re.compile(rf"(?:\(含\))?({pattern})")


def compared_after() -> re.Pattern[str]:
    """The words behind a number that compare it: 以上, (含)以上, 左右."""
    return _comparators("after")


def after_word(text: str, count: Count) -> str:
    """The comparing word right behind a number, or nothing."""
    found = _comparators("after").match(text[count.end : count.end + 7])
    return found[0] if found else ""


def comparator(text: str, count: Count, default: str) -> tuple[str, str, str]:
    """The comparator, and the words before and after the number that make it. `default` is what a
    number has that follows another of its kind (分别达到15家、40家)."""
    table = lexicons.words("comparators", "comparator")
    after = _comparators("after").match(text[count.end : count.end + 7])
    behind = after[0] if after else ""
    if count.is_range or (after and after[1] == "左右"):
        return "range" if count.is_range else "approx", "", behind
    window = text[max(count.left, count.start - 8) : count.start]
    found = _comparators("before").search(window.rstrip(" 在"))
    before = window[found.start() :] if found else ""
    if after:
        name = table[after[1]]
    elif count.many:
        name = "gt"
    elif found:
        name = table[found[1]]
    else:
        name = "le" if "控制在" in text[count.left : count.start] else default
    return name, before, behind


def governs(text: str, count: Count) -> str | None:
    """The comparator that stands before the verb, and so for all that the verb lists: 至少建成2家省实验室、20家…"""
    window = text[max(count.left, count.start - 8) : count.start]
    found = _comparators("before").search(window)
    if found is None or not found["verb"]:
        return None
    return lexicons.words("comparators", "comparator")[found[1]]


def quote_start(text: str, count: Count, leading: tuple[TypeMention, ...], metric: Metric) -> int:
    """From the verb, the type or the comparing word on, whichever comes first within the count's own
    part."""
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


def modality(words: str) -> str | None:
    """How firmly it is meant: 力争, 确保 …"""
    found = _MODALITY.search(words)
    return found[0] if found else None


def scope(words: str) -> str | None:
    """For each of what it is meant: 每个设区市."""
    found = SCOPE.search(words) if "各" in words or "每" in words else None
    return found[0] if found else None


def is_excluded(text: str, start: int, end: int, count: Count) -> bool:
    """Whether the number tells what one host may have, what is paid, or how far the goal is from what was."""
    before = text[max(start, count.start - REACH) : count.start]
    if _PUBLISHED.search(text, max(start, count.start - REACH), min(end, count.end + REACH)):
        return True
    clause = text[count.clause : count.end]
    if (
        _PER_HOST.search(clause)
        or _PUT_FORWARD.search(clause)
        or _AWARD.search(text[count.end : count.right])
        or _PER_CASE.search(text, count.left, count.start)
        or _SUCH_AS_ARE.search(text, count.left, count.start)
        or _PAID_FOR.search(before)
        or (_CHOSEN.search(clause) and _PAID_EACH.match(text, count.right, end))
    ):
        return True
    return _may_compare(before) and _RISE.search(before) is not None


def changed_from(text: str, start: int, count: Count) -> int | None:
    """Where 由120家增加到200家 begins, if the number is the second of one."""
    found = _FROM_BEFORE.search(text, max(start, count.start - REACH), count.start)
    return found.start() if found else None


# When


def deadline(words: str) -> int | None:
    """The year by which: 到2025年, 2025年底前, “十四五”期间; not one that is compared with (较2020年)."""
    if "年" not in words and "五" not in words:
        return None
    if _may_compare(words):
        words = _COMPARED_WITH.sub("", words)
    words = _SINCE.sub("", words)
    years = [int(value) for m in _ANY_YEAR.findall(words) if (value := number_value(m)) is not None]
    if years:
        return years[-1]
    plans = [year for m in PLAN.finditer(words) if (year := plan_year(m[1]))]
    return plans[-1] if plans else None


def years_each(words: str) -> tuple[int, ...]:
    """The years of a row that has a number for each: 2024年、2025年、2026年分别新增5家、8家、10家."""
    row = _ROW_OF_YEARS.search(words) if "分别" in words else None
    return tuple(map(int, re.findall(r"\d{4}", row[0]))) if row else ()


def _may_compare(words: str) -> bool:
    """Whether one of the words is there without which nothing is set against anything."""
    return "较" in words or "比" in words or "基础上" in words


def plan_year(plan: str) -> int | None:
    """The last year of a five-year plan: 十四 is 2025."""
    return _PLAN_YEARS.get(plan)


def has_deadline(words: str) -> bool:
    """Whether a state is named that is to be reached by then: 到2025年 and the like."""
    return _BY_THEN.search(words) is not None


def inherited_year(reading: Reading, place: int) -> int | None:
    """The deadline of the headings above, or the last year of the title's span."""
    section = reading.section_at(place)
    for one in section.ancestors() if section else ():
        if year := deadline(one.heading):
            return year
    if reading.title:
        if span := TITLE_YEARS.search(fold(reading.title)):
            return int(span[2])
        return deadline(reading.title)
    return None


# What says nothing of what is counted


@cache
def _residue_pattern() -> re.Pattern[str]:
    known = {
        *lexicons.word_set("function_words"),
        *lexicons.words("metrics", "metric"),
        *lexicons.words("comparators", "comparator"),
        *lexicons.region_forms(),
    }
    return re.compile(
        rf"{_SET_AGAINST}|{_YEAR.pattern}|{PLAN.pattern}|{SCOPE.pattern}|{CHANGED_TO.pattern}|{_WHEREIN}"
        rf"|第[一二三四五六七八九十]+批|首批|[\s“”\"'()（）、]+|{lexicons.alternatives(frozenset(known))}"
        rf"|{NUMBER}\s*(?:年(?:内|左右)?|{UNIT})?"
    )


def residue(words: str) -> str:
    """What is left of some words when everything is taken away that says nothing of what is counted."""
    return _residue_pattern().sub("", words)
