"""Numbers that lost something: the dash of a range, a unit, or all of themselves behind a mask.

Matches "23家" of a target (2—3家?), "20212025年", "48%70家", "**家", "新认定省重点实验室30，". Not "不少于23家", "20232027"
(a telephone), "**家庭" (bold print), "建设30家，".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.components.reading import Reading
from ingest.facts import Fact
from ingest.flags import Severity, flag

_YEAR = r"(?:19|20)\d{2}"
# These begin with what is rare, and look back then.
_GLUED_YEARS = re.compile(rf"((?:19|20)(?<!\d..)\d{{2}})({_YEAR})年")
_LONGEST_PERIOD = 30
_GLUED_SHARE = re.compile(r"(\d(?<![\d.].)\d{0,2}(?:\.\d+)?%)(\d{1,5}(?:家|个|所|项|亿元|万元))")
#: A dash that stands between two numbers shows that this text has not lost them.
_DASH_KEPT = re.compile(r"\d\s*[—–~～-]{1,2}\s*\d{1,4}\s*(?:家|个|所|项|年(?!\d))")
_HOUSEHOLD = "庭族长具乡电园居业禽畜财"
_MASKED = re.compile(
    rf"(?<![\d*×xX])(?:\*{{1,6}}\s*(?:家(?![{_HOUSEHOLD}])|个(?!人)|所|项(?!目)|名|年|月|日|万元|亿元|%)|\*{{2,6}}\s*号"
    r"|(?:×{1,4}|[xX]{2,4})\s*(?:家|所)(?![\u4e00-\u9fff]{0,2}[中心室站])"
    r"|[〔\[(]\*{2,4}[〕\])]\s*\**\d*\s*号)"
)
_NUMBER_GONE = re.compile(
    rf"(?:不少于|不低于|达到|超过|新增|建成|建设|认定|培育|组建|共有|有|约) +(?P<unit>家(?![{_HOUSEHOLD}])|个(?![别人体性]))(?! )"
)
_BARE_COUNT = re.compile(r"(\d(?<![\d.\u2014~-].)\d{0,3})(?=[,。;])")
_COUNTING = r"(?:总数|总量|数量|保有量|累计|达到|达|增加到|增至|不少于|不低于|不超过|至少|超过|新增|约|共|力争)"
_ONLY_COUNTING = re.compile(rf"{_COUNTING}*")
_BUILDS = re.compile(
    rf"{_COUNTING}|新?认定|新?建|创建|组建|布局|培育|打造|争创|备案|淘汰|撤销|转建"
)
_STOP = re.compile(r"[,。;:!?、\n]")
_CLAUSE = 60


def lost_dashes(reading: Reading) -> Iterator[Fact]:
    """Targets whose number may be a range. How much that weighs, the rest of the text tells: one that
    has lost other characters has probably lost this one, one that keeps its dashes has probably not."""
    doubtful = [
        fact
        for fact in reading.facts
        if fact.kind == "target" and "suspect_lost_dash" in fact.flags
    ]
    if not doubtful:
        return
    severity, zh, en = _weight(reading)
    for fact in doubtful:
        start, end = fact.spans["value"][0]
        reason = (
            f"两个相邻递增的数字，可能丢了连接号（{zh}）",
            f"two rising digits may have lost a dash ({en})",
        )
        yield flag(start, end, "suspect_lost_dash", severity, reason, fact.candidate_readings)


def _weight(reading: Reading) -> tuple[Severity, str, str]:
    lost = ("broken_doc_no", "broken_date")
    if any(fact.kind == "flag" and fact.data["flag"] in lost for fact in reading.facts):
        return "high", "文中另有丢字", "the text has lost other characters"
    if _DASH_KEPT.search(reading.text):
        return "low", "文中另有连接号完好", "other dashes of the text are whole"
    return "medium", "文中别无佐证", "nothing else in the text tells"


def glued_numbers(reading: Reading) -> Iterator[Fact]:
    """Two years, or a share and a count, without anything between them."""
    for match in _GLUED_YEARS.finditer(reading.text):
        first, last = int(match[1]), int(match[2])
        if first < last <= first + _LONGEST_PERIOD:
            reason = ("两个年份粘连，可能丢了连接号", "two years without a dash between them")
            readings = [f"{first}—{last}年"]
            yield flag(*match.span(), "suspect_lost_dash", "medium", reason, readings)
    if "%" in reading.text:
        for match in _GLUED_SHARE.finditer(reading.text):
            reason = ("比例与数量粘连，其间有字丢失", "a share and a count without what parts them")
            readings = [f"{match[1]}，{match[2]}"]
            yield flag(*match.span(), "suspect_lost_dash", "medium", reason, readings)


def masked_numbers(reading: Reading) -> Iterator[Fact]:
    """Numbers that somebody has blotted out: never a number, whatever stands around."""
    if not any(mask in reading.text for mask in ("*", "×", "xx", "XX")):
        return
    for match in _MASKED.finditer(reading.text):
        reason = ("数字被遮盖，不作数字读", "the number is masked and is not read as one")
        yield flag(*match.span(), "masked_number", "medium", reason)


def lost_numbers(reading: Reading) -> Iterator[Fact]:
    """Units before which only a space is left: 力争5年内有 家小镇获认定."""
    for match in _NUMBER_GONE.finditer(reading.text):
        reason = ("单位前的数字丢失", "the number before its unit is gone")
        yield flag(*match.span("unit"), "lost_number", "medium", reason)


def lost_units(reading: Reading) -> Iterator[Fact]:
    """Counts of platforms with nothing counted: 新认定省重点实验室30，保有量达到200家."""
    if not reading.types:
        return
    text = reading.text
    for match in _BARE_COUNT.finditer(text):
        place = match.start()
        if match[1].startswith("0") or 1900 <= int(match[1]) <= 2100:
            continue
        floor = max(0, place - _CLAUSE)
        stops = [stop.end() for stop in _STOP.finditer(text, floor, place)]
        left = stops[-1] if stops else floor
        named = reading.types_between(left, place)
        if not named:
            continue
        between = text[named[-1].end : place].strip()
        if _ONLY_COUNTING.fullmatch(between) and _BUILDS.search(
            text[left : named[-1].start] + between
        ):
            reason = ("数量之后没有单位", "a count without its unit")
            readings = [f"{match[1]}家", f"{match[1]}个"]
            yield flag(*match.span(1), "lost_unit", "medium", reason, readings)
