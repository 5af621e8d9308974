"""The ways in which official documents number their units, and where a text has such numbers.

In: the folded text. Out: `Mark`s in order. A mark at the start of a line stands by itself; one inside a
line counts only in a row that begins with one (：一是…；二是… / 1.…；2.…), for a single number inside a
sentence is no unit: 第三条（一）项, 一、二级平台, 1.5亿元, 2022.5.1.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ingest.text import number_value

_CN = "[〇零一二三四五六七八九十百]+"
#: What follows 一、 in an enumeration of ordinals: 一、二级平台, 二、三产业.
_ORDINALS = r"(?![一二两三四五六七八九十]{1,2}[、级类等产季线期轮批])"
#: What follows an article that is only spoken of: a line that begins with 第三条第二款规定的.
_CITED = rf"(?!(?:规定|所列|所称|所述|的|、|中|[至到和与及或]?第{_CN}[条款项])|[ \t]+(?:规定的|第{_CN}[款项]))"
_NARRATED = r"(?=[ ]?(?:是|为(?!了)|主要|,|，))"


@dataclass(frozen=True)
class Style:
    """A way of numbering; `rank` orders the ways from the outside in; `inline` tells what may stand
    before a number inside a line (None: never inside one)."""

    name: str
    rank: int
    pattern: str
    inline: str | None = None


_AFTER_STOP = "。;:!?)”"
STYLES = (
    Style("narrated", 18, rf"第{_CN}(?:部分|章|编|篇){_NARRATED}", _AFTER_STOP),
    Style("part", 1, rf"第 ?(?:{_CN}|\d{{1,2}}) ?(?:部分|编|篇)"),
    Style("chapter", 2, rf"第 ?(?:{_CN}|\d{{1,3}}) ?章(?!规定|第|的)"),
    Style("division", 3, rf"第 ?(?:{_CN}|\d{{1,3}}) ?节(?!规定|第|的)"),
    Style("article", 4, rf"第 ?(?:{_CN}|\d{{1,4}}) ?条(?:之{_CN})?{_CITED}"),
    Style(
        "chinese",
        5,
        rf"[〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]+(?= ?[、.]{_ORDINALS})",
        _AFTER_STOP,
    ),
    Style(
        "chinese_bracket",
        6,
        rf"\( ?(?P<cb>{_CN}) ?\)|(?P<ch>{_CN})\)|\((?P<cl>{_CN})(?=[\u4e00-\u9fff])(?!级|类|期)|[㈠-㈩]",
        _AFTER_STOP + ",、 ",
    ),
    Style("arabic", 7, r"\d{1,2}(?= ?[.、](?!\d))|[⒈-⒛]", _AFTER_STOP + " "),
    Style("bare", 7, r"\d{1,2}(?=[ \t]+[\u4e00-\u9fff])"),
    Style("decimal", 8, r"\d{1,2}\.\d{1,2}(?=\.?[ \t]*[\u4e00-\u9fff])"),
    Style("decimal_below", 9, r"\d{1,2}(?:\.\d{1,2}){2}(?=\.?[ \t]*[\u4e00-\u9fff])(?!日)"),
    Style("decimal_lowest", 10, r"\d{1,2}(?:\.\d{1,2}){3}(?=\.?[ \t]*[\u4e00-\u9fff])"),
    Style(
        "arabic_bracket",
        11,
        r"\( ?(?P<ab>\d{1,2}) ?\)|(?P<ah>\d{1,2})\)|\((?P<al>\d{1,2})(?=[\u4e00-\u9fff])|[⑴-⒇]",
        _AFTER_STOP + ",、 ",
    ),
    Style("circled", 12, r"[①-⑳]", _AFTER_STOP + ",、 "),
    Style("spoken", 13, r"[一二三四五六七八九十]{1,2}是(?!否|非|一|的)", _AFTER_STOP + ",、"),
)
BY_NAME = {style.name: style for style in STYLES}
#: Groups that hold the number without its brackets, by style, and those that have lost one.
_NUMBER_GROUPS = {"chinese_bracket": ("cb", "ch", "cl"), "arabic_bracket": ("ab", "ah", "al")}
_UNCLOSED = ("cl", "al")
_TAIL = r"[.、:：]*\s*"
_AT_LINE = re.compile(
    r"^[ \t#>*]*(?:" + "|".join(f"(?P<{s.name}>{s.pattern})" for s in STYLES) + ")" + _TAIL,
    re.MULTILINE,
)
_INLINE = re.compile(
    r"[。;:!?,、)” ] *(?:"
    + "|".join(f"(?P<{s.name}>{s.pattern})" for s in STYLES if s.inline)
    + ")[.、]* *"
)
#: Names of attachments: the first beside or below 附件:, the others on lines of their own.
_ATTACHMENTS = re.compile(
    r"^[ \t]*附(?:件[ \t]*:?|[ \t]*:|件[ \t]*:[ \t]*\n|[ \t]*:[ \t]*\n)[ \t]*1[.、][^\n]*"
    r"(?:\n[ \t]*\d{1,2}[.、][^\n。;]*(?=\n|$))*",
    re.MULTILINE,
)
_CONTENTS_HEAD = re.compile(r"^[ \t]*目[ \t]*[录錄次][ \t]*$", re.MULTILINE)
_CONTENTS_TAIL = re.compile(r"[\s.…·—-]*\d{0,3}[\s.]*$")
_CONTENTS_LINE = re.compile(r"[.…·]{4,}\s*\d{1,3}\s*$")
_TABLE_ROW = re.compile(r"\S[ ]*\t[ ]*\S")
#: A company by itself, without a verb's stop: a row of a list, not a heading.
_BARE_NAME = re.compile(
    r"^[^,。;:、\s]{2,40}(?:有限责任公司|有限公司|股份公司|集团公司)[^,。;:、]{0,30}$"
)
_ITEM_STOP = re.compile("[。;:,]")
_LIST_HEAD = re.compile(r"名单(?:如下|公布如下)?[:。]?[ \t]*$")
_NEARBY = 60
#: How much of a line is looked at: some texts are all one line.
_LONGEST_LINE = 300


class Mark(NamedTuple):
    """A number of a unit: `start` and `end` with brackets, `number_start:number_end` without;
    `heading_start` behind the stop; `line_end` where its line ends; `inline` when text is before it."""

    style: Style
    start: int
    end: int
    number_start: int
    number_end: int
    heading_start: int
    line_end: int
    value: tuple[int, ...]
    inline: bool
    unclosed: bool


def marks(text: str) -> list[Mark]:
    """The numbers of units, in order, without contents pages, tables and names of attachments."""
    skipped = _skipped(text)
    candidates = sorted(
        (mark for mark in _candidates(text) if not _within(skipped, mark.start)),
        key=lambda mark: (mark.start, mark.inline),
    )
    return list(_in_rows(_without_lists(text, _decimals(candidates))))


def _candidates(text: str) -> Iterator[Mark]:
    seen = set()
    ends = [match.start() for match in re.finditer("\n", text)] + [len(text)]
    for match in _AT_LINE.finditer(text):
        mark = _mark(match, ends, inline=False)
        line = _line(text, mark)
        if line.strip() and not _CONTENTS_LINE.search(line) and not _TABLE_ROW.search(line):
            seen.add(mark.start)
            yield mark
    for match in _INLINE.finditer(text):
        mark = _mark(match, ends, inline=True)
        if mark.start in seen or _unfit_inline(text, match, mark):
            continue
        yield mark


def _unfit_inline(text: str, match: re.Match[str], mark: Mark) -> bool:
    before = text[match.start()]
    if mark.style.inline is None or before not in mark.style.inline:
        return True
    first = max(0, mark.start - _NEARBY)
    quoted = any(
        text.rfind(opening, first, mark.start) > text.rfind(closing, first, mark.start)
        for opening, closing in ("《》", "“”", "〔〕")
    )
    return quoted or not _line(text, mark).strip()


def _line(text: str, mark: Mark) -> str:
    """What stands behind a number in its line, as far as it is looked at."""
    return text[mark.heading_start : min(mark.line_end, mark.heading_start + _LONGEST_LINE)]


def _mark(match: re.Match[str], ends: list[int], *, inline: bool) -> Mark:
    style = BY_NAME[str(match.lastgroup)]  # of groups one in another, the outermost
    bracketed = next((g for g in _NUMBER_GROUPS.get(style.name, ()) if match[g]), None)
    return Mark(
        style=style,
        start=match.start(style.name),
        end=match.end(style.name),
        number_start=match.start(bracketed or style.name),
        number_end=match.end(bracketed or style.name),
        heading_start=match.end(),
        line_end=ends[bisect_left(ends, match.end())],
        value=_value(match[bracketed or style.name]),
        inline=inline,
        unclosed=bracketed in _UNCLOSED,
    )


def _value(number: str) -> tuple[int, ...]:
    """1.2 as (1, 2), 第十二条 and ⑫ as (12,)."""
    if len(number) == 1 and (code := ord(number)) > 0x2400 and not "一" <= number <= "龥":
        firsts = {"①": 0x2460, "⑴": 0x2474, "⒈": 0x2488, "㈠": 0x3220}
        base = max((first for first in firsts.values() if first <= code), default=code)
        return (code - base + 1,)
    digits = re.findall(rf"\d+|{_CN[:-2]}壹贰叁肆伍陆柒捌玖拾]+", number)
    return tuple(int(number_value(part) or 0) for part in digits)


def _skipped(text: str) -> list[tuple[int, int]]:
    """Pages of contents and names of attachments, in order."""
    spans = [match.span() for match in _ATTACHMENTS.finditer(text)]
    for head in _CONTENTS_HEAD.finditer(text):
        spans.append((head.start(), _end_of_contents(text, head.end())))
    return sorted(spans)


def _end_of_contents(text: str, start: int) -> int:
    """Where the first line below 目录 comes again: there the text itself begins."""
    first: str | None = None
    place = start
    while place < len(text):
        end = text.find("\n", place)
        end = end if end >= 0 else len(text)
        line = _CONTENTS_TAIL.sub("", text[place:end].replace(" ", "").replace("\t", ""))
        if first is None:
            first = line or None
        elif line == first:
            return place
        place = end + 1
    return start


def _within(spans: list[tuple[int, int]], place: int) -> bool:
    index = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return index >= 0 and place < spans[index][1]


def _decimals(candidates: list[Mark]) -> list[Mark]:
    """Without bare numbers and decimals that nothing continues: 3 人才队伍 30, 1.5亿元."""
    kept: list[Mark] = []
    last_bare = 0
    last: dict[str, tuple[int, ...]] = {}
    numbered = [mark for mark in candidates if mark.style.name in ("bare", "decimal")]
    following = {mark.start: after for mark, after in itertools.pairwise(numbered)}
    for mark in candidates:
        name, after = mark.style.name, following.get(mark.start)
        if name == "bare":
            opens = after is not None and after.value == (mark.value[0], 1)
            if mark.value[0] != last_bare + 1 or not (opens or last_bare):
                continue
            last_bare = mark.value[0]
        elif name == "decimal" and mark.heading_start == mark.end:
            before = last.get(name)
            continues = before == (mark.value[0], mark.value[1] - 1)
            opens = after is not None and after.value == (mark.value[0], 2)
            if not continues and not (mark.value[1] == 1 and opens):
                continue
        last[name] = mark.value
        kept.append(mark)
    return kept


def _without_lists(text: str, candidates: list[Mark]) -> Iterator[Mark]:
    """Without the rows of lists of companies, and of what stands below a line that says 名单."""
    listed = False
    for mark in candidates:
        line = _line(text, mark).strip()
        if mark.style.rank < BY_NAME["arabic"].rank:
            listed = not mark.inline and bool(_LIST_HEAD.search(line))
        else:
            if mark.value == (1,) and not mark.inline:
                listed = listed or bool(_LIST_HEAD.search(_line_before(text, mark.start)))
            item = _ITEM_STOP.split(line, maxsplit=1)[0]
            if _BARE_NAME.match(item) or (listed and line.rstrip("。;,") == item):
                continue
        yield mark


def _line_before(text: str, place: int) -> str:
    end = text.rfind("\n", 0, place)
    return text[text.rfind("\n", 0, end) + 1 : end] if end > 0 else ""


def _in_rows(candidates: Iterator[Mark]) -> Iterator[Mark]:
    """Without numbers inside lines, and numbers with an unclosed bracket, that are of no row."""
    lines: list[list[Mark]] = []
    for mark in candidates:
        if lines and lines[-1][0].line_end == mark.line_end:
            lines[-1].append(mark)
        else:
            lines.append([mark])
    last: dict[str, int] = {}
    for line in lines:
        if len(line) == 1 and not line[0].inline and not line[0].unclosed:
            last[line[0].style.name] = line[0].value[0] if line[0].value else 0
            yield line[0]
            continue
        following: dict[int, int] = {}
        ahead: dict[str, int] = {}
        for mark in reversed(line):
            following[mark.start] = ahead.get(mark.style.name, 0)
            ahead[mark.style.name] = mark.value[0] if mark.value else 0
        for mark in line:
            name = mark.style.name
            value = mark.value[0] if mark.value else 0
            continues = last.get(name) == value - 1 and value > 1
            opens = value == 1 and following[mark.start] == 2
            if (mark.inline or mark.unclosed) and not continues and not opens:
                continue
            last[name] = value
            yield mark
