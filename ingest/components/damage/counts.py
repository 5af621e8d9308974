"""Claims of how many there are, against what is listed.

Matches "包括六个部分：第一部分… 第四部分…", "以下三项工作：一是…；二是…", "分为科研、创新、支撑、合作三类", "四个环节：申报、评审、公示。"
Not a list that ends in 等, not "在新材料、海洋领域布局实验室、工程中心两类平台" (nobody can tell where the list begins),
and nothing in a text that says it was cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ingest.components.reading import Reading, Section
from ingest.facts import Fact
from ingest.flags import Severity, flag, undecided
from ingest.text import number_value

_CN = "一二两三四五六七八九十"
_NUMBER = rf"(?:[{_CN}]{{1,3}}|\d{{1,2}})"
#: The same where it is no part of a longer one. What stands before is looked at last: an expression
#: that begins with characters is tried at these alone.
_WHOLE_NUMBER = rf"[{_CN}\d](?<![第{_CN}\d.之—-].)(?:(?<=\d)\d?|(?<=[{_CN}])[{_CN}]{{0,2}})"
_NOUNS = (
    r"(?:个?(?:大|重点|主要|具体)?(?:部分|方面|环节|步骤|阶段|层次|类别|情形|原则|板块|维度)|大?类|种(?:情形|情况|类型|方式)|"
    r"[条项](?:重点|主要|具体)?(?:措施|工作|任务|意见|建议|举措|内容|要求|政策|原则|职责|行动)|大(?:工程|行动|任务|举措))"
)
#: A claim, and how it announces its list.
_CLAIM = re.compile(
    rf"(?P<number>{_WHOLE_NUMBER})(?P<noun>{_NOUNS})(?P<tail>[^,。;:、()\n]{{0,14}})(?P<end>[:。])"
)
_ANNOUNCED = re.compile(r"以下|下列|如下|包括|包含|分为|分成")
_CLAUSE_REACH = 30
_CN_NUMBERS = "一二三四五六七八九十"
_INLINE_STYLES = (
    ("是", re.compile(r"(?:^|[。;,:\n])\s*([一二三四五六七八九十]{1,2})是")),
    ("要", re.compile(r"(?:^|[。;,:\n])\s*([一二三四五六七八九十]{1,2})要")),
    ("第", re.compile(r"(?:^|[。;,:\n])\s*第([一二三四五六七八九十]{1,2})[,、]")),
    ("(一)", re.compile(r"[(]([一二三四五六七八九十]{1,2})[)]")),
    ("(1)", re.compile(r"(?:^|[。;,:\n])\s*[(]?(\d{1,2})[)]")),
    ("1.", re.compile(r"(?:^|[。;,:\n])\s*(\d{1,2})[.、](?!\d)")),
)
_LONGEST_INLINE = 6000
_LONGEST_PLAIN = 160
_MOST = 20
_LED = re.compile(
    rf"(?P<lead>分为|分成|划分为|包括|包含|按照?|即)(?P<list>[^,。;:()\n《》“”]{{3,80}}?)(?P<number>{_NUMBER})(?P<noun>大?类|种|个方面|个部分|个阶段|个环节)"
    rf"(?![别型似])"
)
_NOT_A_PLAIN_LIST = re.compile(r"等|的|在|领域|[…\d]|各")


def miscounted(reading: Reading) -> Iterator[Fact]:
    """Claims that do not count up."""
    seen: set[int] = set()
    for match in _CLAIM.finditer(reading.text):
        found = _judge(reading, match)
        if found is not None:
            seen.add(match.start())
            yield found
    for match in _LED.finditer(reading.text):
        if match.start("number") not in seen and (led := _judge_led(match)) is not None:
            yield led


def _judge(reading: Reading, match: re.Match[str]) -> Fact | None:
    claimed = _value(match["number"])
    if claimed is None or not 2 <= claimed <= _MOST:
        return None
    text = reading.text
    clause = text[max(0, match.start() - _CLAUSE_REACH) : match.start()]
    clause = re.split(r"[。;\n]", clause)[-1]
    announced = _ANNOUNCED.search(clause + match["tail"])
    if match["end"] == "。" and not re.search(r"以下|下列|如下", clause + match["tail"]):
        return None
    listed = _numbered(reading, match.end())
    if listed >= 2:
        if listed == claimed or _another_claim_fits(text, match, listed):
            return None
        return _fact(match, claimed, listed, "medium", sure=True)
    if match["end"] == "。":
        return None
    return _judge_plain(text, match, claimed, announced is not None)


def _another_claim_fits(text: str, match: re.Match[str], listed: int) -> bool:
    """Whether another number of the same sentence is the one that the list makes true: 围绕三个目标，开展
    五项任务：…"""
    before = re.split(r"[。\n]", text[max(0, match.start() - _LONGEST_PLAIN) : match.start()])[-1]
    others = re.findall(rf"({_NUMBER})[个大项条类种]", before)
    return any(_value(number) == listed for number in others)


def _numbered(reading: Reading, place: int) -> int:
    """How many numbered units come in a row from here on; 0 where what follows is not numbered."""
    text = reading.text
    start = re.compile(r"\s*").match(text, place)
    first = start.end() if start else place
    line_start = text.rfind("\n", 0, first) + 1
    if not text[line_start:first].strip():
        run = _sections_from(reading, first)
        if run:
            return run
    region = text[first : first + _LONGEST_INLINE]
    for _, style in _INLINE_STYLES:
        opening = style.match(region)
        if opening is not None and _value(opening[1]) == 1:
            return _run(style, region)
    return 0


def _sections_from(reading: Reading, place: int) -> int:
    """The sections of one kind and parent that begin at a place with number one."""
    sections = reading.sections
    index = bisect_left(sections, place, key=lambda section: section.start)
    if index >= len(sections) or sections[index].start != place:
        return 0
    first = sections[index]
    count = 0
    for section in sections[index:]:
        if first.parent is not None and section.start >= first.parent.end:
            break
        if _rank_above(section, first):
            break
        if section.kind == first.kind and _same_parent(section, first):
            if _ordinal(section.number) != count + 1:
                break
            count += 1
    return count


def _rank_above(section: Section, first: Section) -> bool:
    return section.depth < first.depth


def _same_parent(one: Section, other: Section) -> bool:
    parents = [s.parent.start if s.parent else None for s in (one, other)]
    return parents[0] == parents[1]


def _ordinal(number: str) -> int | None:
    digits = re.search(rf"[{_CN_NUMBERS}百〇零]+|\d+", number)
    return _value(digits[0]) if digits else None


def _run(style: re.Pattern[str], region: str) -> int:
    """How far numbers of one style count up, one by one, through text that no heading parts."""
    count = 0
    for match in style.finditer(region):
        value = _value(match[1])
        if value == count + 1:
            count += 1
        elif value == 1:
            break
    return count


def _judge_plain(text: str, match: re.Match[str], claimed: int, announced: bool) -> Fact | None:
    """A list in the same sentence: parted by ; or by 、."""
    window = text[match.end() : match.end() + _LONGEST_PLAIN + 2]
    words = re.split(r"[。\n]", window, maxsplit=1)[0].strip()
    if not words or len(words) > _LONGEST_PLAIN or "等" in words or "…" in words:
        return None
    if ";" in words:
        items = [one.strip() for one in words.split(";") if one.strip()]
        # 五大行动：甲行动；乙行动: items that all are called what is counted.
        alike = all(one.endswith(match["noun"][-2:]) for one in items)
        if len(items) in (claimed, 1) or not (announced or alike):
            return None
        return _fact(match, claimed, len(items), "medium", sure=len(items) < claimed)
    if "," in words or _NOT_A_PLAIN_LIST.search(words):
        return None
    return _compare_plain(match, claimed, words)


def _judge_led(match: re.Match[str]) -> Fact | None:
    """The list before its number: 分为甲、乙、丙三类."""
    claimed = _value(match["number"])
    words = match["list"]
    if claimed is None or not 2 <= claimed <= _MOST or _NOT_A_PLAIN_LIST.search(words):
        return None
    if words.endswith(("、", "和", "与", "及", "第")):
        return None
    return _compare_plain(match, claimed, words)


def _compare_plain(match: re.Match[str], claimed: int, words: str) -> Fact | None:
    least = words.count("、") + 1
    most = least + len(re.findall(r"以及|和|与|及", words))
    if least < 2 or least <= claimed <= most:
        return None
    if claimed > most:
        return _fact(match, claimed, most, "medium", sure=True)
    return _fact(match, claimed, least, "low", sure=False)


def _fact(
    match: re.Match[str], claimed: int, listed: int, severity: Severity, *, sure: bool
) -> Fact:
    printed = match["number"] + match["noun"]
    reason = (
        f"称“{printed}”，列出{listed}，相差{abs(claimed - listed)}",
        f"says {claimed}, lists {listed}, differs by {abs(claimed - listed)}",
    )
    if not sure:
        severity = "low"
        reason = undecided(*reason)
    readings = [{"claimed": claimed, "listed": listed}]
    return flag(
        match.start("number"), match.end("noun"), "count_mismatch", severity, reason, readings
    )


def _value(printed: str) -> int | None:
    value = number_value(printed)
    return int(value) if value is not None else None
