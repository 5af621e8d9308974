"""The title of the innermost document of a text, its kind, and the notice that carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from ingest import lexicons
from ingest.components.agencies import names_in_line
from ingest.components.identity.lines import Line, joined
from ingest.text import key_of_folded

_HEAD_LINES = 60
_LONGEST_TITLE = 100
_LONGEST_ISSUING = 160
_ISSUING = r"(?:印发|发布|公布|下发|转发|颁布)"
#: 关于印发《X》的通知, 现将《X》印发给你们, 关于印发X的通知.
_ISSUES = re.compile(
    rf"{_ISSUING}[^《]{{0,12}}《(?P<quoted>[^》]{{1,120}})》|现将《(?P<now>[^》]{{1,120}})》(?:予以)?{_ISSUING}"
    rf"|《(?P<agreed>[^》]{{1,120}})》[^。；《\n]{{0,90}}现(?:予以?)?{_ISSUING}"
    rf"|关于{_ISSUING}(?P<bare>[^《》]{{4,60}})的(?:通知|公告)"
)
BRACKET_TAIL = re.compile(r"\s*[(（][^()（）]{1,40}[)）]\s*$")
#: A first line that a name may run over: it has 关于, or begins with a place.
_RUNS_ON = re.compile(rf"关于|^{lexicons.region_pattern()}")
#: So many characters tell that a line is not of a name.
_OPENING = 8
#: Line end and indent between two lines of a title, in characters.
_ADJACENT = 12
_LABEL = re.compile(r"(?:信息|文件|公文)?(?:标\s*题|名\s*称|题\s*名)\s*[:：]\s*(?=\S)")
#: 某省科学技术厅文件: what is printed above every document of an office.
_MASTHEAD = re.compile(r"(?:厅|局|委|部|会|府|室|处|院|中心)(?:\(\d{1,3}\)|文件|函件?|公告)$")
_LONG_LINE_MARKS = re.compile(r"[。；;!?]|：|:$")


@cache
def title_end() -> re.Pattern[str]:
    """Words such as 方案 and 通知 at the end of a title."""
    endings = lexicons.alternatives(frozenset(lexicons.words("document_kinds", "kind")))
    return re.compile(rf"{endings}$")


def find_title(lines: list[Line]) -> Line | None:
    """The title line of the innermost document, or the first line that can be a title."""
    head = [_without_label(line) for line in lines[:_HEAD_LINES]]
    for line in head:
        issued = _ISSUES.search(line.text)
        if issued is None:
            continue
        inner = list(_lines_of_name(lines, _issued_title(issued)))
        if inner:
            return inner[-1] if len(inner[-1].text) <= _LONGEST_TITLE else line
    for index, line in enumerate(head):
        joined = _joined_title(head, index)
        if joined is not None:
            return joined
        if _is_title(line.text):
            return _without_tail(line)
    first = next((line for line in head if not _LONG_LINE_MARKS.search(line.text[-1:])), None)
    return first if first and len(first.text) <= _LONGEST_TITLE else None


def _without_label(line: Line) -> Line:
    """A line of a page's own description without its label: 标题:关于印发…的通知."""
    label = _LABEL.match(line.text)
    if label is None:
        return line
    return Line(line.start + label.end(), line.end, line.text[label.end() :])


def _lines_of_name(lines: list[Line], name: str) -> Iterator[Line]:
    """The lines, or up to three in a row, that say a document's name and nothing else, with or without
    the bracket at its end."""
    whole, bare = key_of_folded(name), key_of_folded(BRACKET_TAIL.sub("", name))
    for index, line in enumerate(lines):
        opening = line.text[:_OPENING].partition("(")[0]
        if not bare.startswith(key_of_folded(opening)):
            continue  # most lines are not of it, and that is soon seen
        if not bare.startswith(key_of_folded(BRACKET_TAIL.sub("", line.text))):
            continue
        best = None
        for count in (1, 2, 3):
            row = joined(lines[index : index + count])
            if key_of_folded(row.text) == whole or (
                best is None and key_of_folded(BRACKET_TAIL.sub("", row.text)) == bare
            ):
                best = row
        if best is not None:
            yield best


def _issued_title(match: re.Match[str]) -> str:
    return match["quoted"] or match["now"] or match["agreed"] or match["bare"]


def _is_title(words: str) -> bool:
    bare = BRACKET_TAIL.sub("", words)
    return (
        6 <= len(bare) <= _LONGEST_TITLE
        and title_end().search(bare) is not None
        and _LONG_LINE_MARKS.search(bare) is None
        and not re.match(r"(?:附件|附|第.{1,4}条|\(|[一二三四五六七八九十]+、|\d+[.、])", bare)
        and not re.search(r"(?:当前位置|首页|>)", bare)
    )


def _joined_title(head: list[Line], index: int) -> Line | None:
    """Lines that are one title: 《…方案》 and 起草说明 below it, or a long name that runs over its line."""
    line = head[index]
    below = head[index + 1] if index + 1 < len(head) else None
    if below is None or _is_title(line.text):
        return None
    quoted = line.text.startswith("《") and line.text.endswith("》")
    if quoted and len(below.text) <= 8 and title_end().search(below.text):
        return joined([line, below])
    if not _RUNS_ON.search(line.text) or names_in_line(line.text, 0) or _MASTHEAD.search(line.text):
        return None
    for count in (2, 3):
        rows = head[index : index + count]
        adjacent = all(b.start - a.end <= _ADJACENT for a, b in pairwise(rows))
        plain = not any(_LONG_LINE_MARKS.search(r.text) or len(r.text) > 45 for r in rows)
        row = joined(rows)
        if len(rows) == count and adjacent and plain and _is_title(row.text):
            return row
    return None


def _without_tail(line: Line) -> Line:
    """A title without the number that stands in brackets after it; a bracket like (试行) stays."""
    tail = BRACKET_TAIL.search(line.text)
    if tail and re.search(r"\d\s*号", tail[0]):
        text = line.text[: tail.start()]
        return Line(line.start, line.start + len(text), text)
    return line


def kind_of(title: str) -> str | None:
    """The kind of document that a title is of: plan, notice, measure …"""
    bare = BRACKET_TAIL.sub("", title)
    table = lexicons.words("document_kinds", "kind")
    if "解读" in bare:
        return "interpretation"
    found = title_end().search(bare)
    if found is None:
        return None
    if found[0] == "法" and bare.endswith(("办法", "方法")):
        return "measure"
    if table[found[0]] == "notice" and re.search(r"(?:评估|考核|评价|考评)(?:结果|情况)", bare):
        return "evaluation"
    if table[found[0]] == "notice" and re.search(
        r"名单|认定.*(?:中心|实验室|基地|平台|孵化器|空间)", bare
    ):
        return "roster"
    return table[found[0]]


def wrapper_of(lines: list[Line], title: Line) -> Line | None:
    """The nearest line above the title that issues it: 关于印发《…》的通知."""
    key = key_of_folded(BRACKET_TAIL.sub("", title.text))
    above = [line for line in lines if line.end <= title.start]
    for line in reversed(above):
        issued = _ISSUES.search(line.text) if len(line.text) <= _LONGEST_ISSUING else None
        if issued is None:
            continue
        if key_of_folded(BRACKET_TAIL.sub("", _issued_title(issued))) == key:
            return line
    return None
