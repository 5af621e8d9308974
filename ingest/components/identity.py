"""What the document is: title, kind, number, issuers, date, in force; one `document` fact.

A page often holds several: a university's post, the notice it forwards, and the plan that the notice
issues. The innermost is the document; the others only carry it. Its number, issuers and date are those of
the notice that issued it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.agencies import AgencyName, names_in_line, region_of
from ingest.components.reading import Number, Reading, reading_of
from ingest.components.references import numbers
from ingest.facts import Fact
from ingest.lexicons import Region
from ingest.text import name_key, number_value

_HEAD_LINES = 60
_LONGEST_TITLE = 100
_ISSUING = r"(?:印发|发布|公布|下发|转发|颁布)"
#: 关于印发《X》的通知, 现将《X》印发给你们, 关于印发X的通知.
_ISSUES = re.compile(
    rf"{_ISSUING}[^《]{{0,12}}《(?P<quoted>[^》]{{1,120}})》|现将《(?P<now>[^》]{{1,120}})》(?:予以)?{_ISSUING}"
    rf"|《(?P<agreed>[^》]{{1,120}})》[^。；《\n]{{0,30}}现(?:予以?)?{_ISSUING}"
    rf"|关于{_ISSUING}(?P<bare>[^《》]{{4,60}})的(?:通知|公告)"
)
_BRACKET_TAIL = re.compile(r"\s*[(（][^()（）]{1,40}[)）]\s*$")
#: A first line that a name may run over: it has 关于, or begins with a place.
_RUNS_ON = re.compile(rf"关于|^{lexicons.region_pattern()}")
#: Line end and indent between two lines of a title, in characters.
_ADJACENT = 12
_LONG_LINE_MARKS = re.compile(r"[。；;!?]|：|:$")
_CN = "[〇零○◯一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?P<y>(?:19|20)\d{{2}}|[二一]{_CN}{{3}})\s*[年\-./]\s*(?P<m>\d{{1,2}}|{_CN}{{1,2}})\s*[月\-./]\s*"
    rf"(?P<d>\d{{1,2}}|{_CN}{{1,3}})\s*日?"
)
_DATE_LINE = re.compile(r"\s*(?:\d{6,8}|[^\d]{0,2}" + _DATE.pattern + r"[^\d]{0,2})\s*$")
_BARE_DATE = re.compile(r"\s*(?P<digits>(?:19|20)\d{4,6})\s*$")
_PASSED = re.compile(
    rf"(?P<date>{_DATE.pattern})\s*(?P<body>[\u4e00-\u9fff\d]{{4,40}}?)"
    r"(?:审议|(?:令|公告)[\s(〔\[]*(?:\d{4}年)?[)〕\]]*第\s*\d+\s*号|第[一二三四五六七八九十]次)?\s*(?P<act>通过|修订|批准|修正|修改|发布|公布|颁布)"
)
_LAWGIVER = re.compile(r"会|国务院|政府|厅$|局$|委$|部$|省$|市$|区$")
_IN_FORCE = re.compile(rf"(?:自|从)\s*(?P<date>{_DATE.pattern})\s*起?(?:正式)?(?:施行|实施|执行)")
_META_DATE = re.compile(
    rf"(?:成文日期|发文日期|印发日期|发布日期|发布时间)\s*[:：]?\s*({_DATE.pattern})"
)
_META_ISSUER = re.compile(r"(?:发文机关|发布机构|发文单位|制发机关)\s*[:：]\s*(\S{3,60})")
_LINES_BETWEEN = 2
_LINES_ABOVE = 12
_LONGEST_DATE = 24


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Signature:
    """The names at the foot of a document and the date under them."""

    names: tuple[AgencyName, ...]
    date_start: int
    date_end: int
    date: str | None
    readings: tuple[str, ...]

    @property
    def start(self) -> int:
        return self.names[0].start


@Language.component("pingtai_identity")
def identity(doc: Doc) -> Doc:
    """Find the document's title and what belongs to it."""
    reading = reading_of(doc)
    lines = _lines(reading.text)
    title = _title(lines)
    if title is None:
        return doc
    # A title on two lines is one name.
    reading.title = re.sub(r"\s*\n\s*", "", reading.slice(title.start, title.end).strip())
    signatures = list(_signatures(lines))
    wrapper = _wrapper(lines, title)
    signature = _own_signature(signatures, wrapper, title)
    number = _own_number(reading, lines, title, wrapper)
    data: dict[str, Any] = {"title": reading.title, "kind": _kind(title.text)}
    spans: dict[str, list[tuple[int, int]]] = {}
    flags: list[str] = []
    if number is not None:
        data["doc_no"] = number.printed
        spans["doc_no"] = [(number.start, number.end)]
    _add_issuers_and_date(reading, signature, title, data, spans, flags)
    if found := _IN_FORCE.search(reading.text, title.end):
        data["in_force"] = _iso(found)
        spans["in_force"] = [found.span()]
    date = data.get("date")
    reading.year = int(date[:4]) if date else None
    reading.region = _region(title, data.get("issuers", []))
    reading.facts.append(
        Fact(
            kind="document",
            start=title.start,
            end=title.end,
            rule="document.title",
            data=data,
            flags=tuple(flags),
            spans=spans,
        )
    )
    return doc


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip(" \t#")
        if stripped:
            first = start + raw.index(stripped)
            lines.append(_Line(first, first + len(stripped), stripped))
        start += len(raw) + 1
    return lines


# Title and kind


@cache
def _title_end() -> re.Pattern[str]:
    endings = lexicons.alternatives(frozenset(lexicons.words("document_kinds", "kind")))
    return re.compile(rf"{endings}$")


def _title(lines: list[_Line]) -> _Line | None:
    """The title line of the innermost document, or the first line that can be a title."""
    head = lines[:_HEAD_LINES]
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


def _lines_of_name(lines: list[_Line], name: str) -> Iterator[_Line]:
    """The lines, or up to three in a row, that say a document's name and nothing else, with or without
    the bracket at its end."""
    whole, bare = name_key(name), name_key(_BRACKET_TAIL.sub("", name))
    for index, line in enumerate(lines):
        if not bare.startswith(name_key(_BRACKET_TAIL.sub("", line.text))):
            continue
        best = None
        for count in (1, 2, 3):
            joined = _joined(lines[index : index + count])
            if name_key(joined.text) == whole or (
                best is None and name_key(_BRACKET_TAIL.sub("", joined.text)) == bare
            ):
                best = joined
        if best is not None:
            yield best


def _joined(lines: list[_Line]) -> _Line:
    return _Line(lines[0].start, lines[-1].end, "".join(line.text for line in lines))


def _issued_title(match: re.Match[str]) -> str:
    return match["quoted"] or match["now"] or match["agreed"] or match["bare"]


def _is_title(words: str) -> bool:
    bare = _BRACKET_TAIL.sub("", words)
    return (
        6 <= len(bare) <= _LONGEST_TITLE
        and _title_end().search(bare) is not None
        and _LONG_LINE_MARKS.search(bare) is None
        and not re.match(r"(?:附件|附|第.{1,4}条|\(|[一二三四五六七八九十]+、|\d+[.、])", bare)
        and not re.search(r"(?:当前位置|首页|>)", bare)
    )


def _joined_title(head: list[_Line], index: int) -> _Line | None:
    """Lines that are one title: 《…方案》 and 起草说明 below it, or a long name that runs over its line."""
    line = head[index]
    below = head[index + 1] if index + 1 < len(head) else None
    if below is None or _is_title(line.text):
        return None
    quoted = line.text.startswith("《") and line.text.endswith("》")
    if quoted and len(below.text) <= 8 and _title_end().search(below.text):
        return _joined([line, below])
    if not _RUNS_ON.search(line.text) or names_in_line(line.text, 0):
        return None
    for count in (2, 3):
        rows = head[index : index + count]
        adjacent = all(b.start - a.end <= _ADJACENT for a, b in pairwise(rows))
        plain = not any(_LONG_LINE_MARKS.search(r.text) or len(r.text) > 45 for r in rows)
        joined = _joined(rows)
        if len(rows) == count and adjacent and plain and _is_title(joined.text):
            return joined
    return None


def _without_tail(line: _Line) -> _Line:
    """A title without the number that stands in brackets after it; a bracket like (试行) stays."""
    tail = _BRACKET_TAIL.search(line.text)
    if tail and re.search(r"\d\s*号", tail[0]):
        text = line.text[: tail.start()]
        return _Line(line.start, line.start + len(text), text)
    return line


def _kind(title: str) -> str | None:
    bare = _BRACKET_TAIL.sub("", title)
    table = lexicons.words("document_kinds", "kind")
    if "解读" in bare:
        return "interpretation"
    found = _title_end().search(bare)
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


# The notice around


def _wrapper(lines: list[_Line], title: _Line) -> _Line | None:
    """The nearest line above the title that issues it: 关于印发《…》的通知."""
    key = name_key(_BRACKET_TAIL.sub("", title.text))
    above = [line for line in lines if line.end <= title.start]
    for line in reversed(above):
        issued = _ISSUES.search(line.text)
        if issued is None or len(line.text) > 160:
            continue
        if name_key(_BRACKET_TAIL.sub("", _issued_title(issued))) == key:
            return line
    return None


def _own_signature(
    signatures: list[_Signature], wrapper: _Line | None, title: _Line
) -> _Signature | None:
    if wrapper is not None:
        between = [s for s in signatures if wrapper.end <= s.start < title.start]
        if between:
            return between[-1]
    after = [s for s in signatures if s.start >= title.end]
    return after[0] if after else (signatures[-1] if signatures else None)


def _own_number(
    reading: Reading, lines: list[_Line], title: _Line, wrapper: _Line | None
) -> Number | None:
    """A number that stands by itself in the lines around the title, or at the end of a title line;
    a whole one before a broken one."""
    starts = {line.start: index for index, line in enumerate(lines)}
    allowed: set[int] = set()
    for line in filter(None, (wrapper, title)):
        index = starts.get(line.start, 0)
        allowed |= set(range(max(0, index - 6), index + 4))
    if wrapper is not None:
        key = name_key(_BRACKET_TAIL.sub("", title.text))
        allowed |= {i for i, line in enumerate(lines) if key in name_key(line.text)}
    candidates: list[Number] = []
    for number in numbers(reading):
        index = _line_index(lines, number.start)
        if index in allowed and _is_own(lines[index], number):
            candidates.append(number)
    return min(candidates, key=lambda n: (n.broken, n.start), default=None)


def _line_index(lines: list[_Line], place: int) -> int:
    return next((i for i, line in enumerate(lines) if line.start <= place < line.end), -1)


def _is_own(line: _Line, number: Number) -> bool:
    outside = line.text.replace(line.text[number.start - line.start : number.end - line.start], "")
    bare = outside.strip(" ()（）")
    if len(bare) <= 8:  # 文号：… or nothing else
        return True
    at_end = line.end - number.end <= 2
    return at_end and _title_end().search(_BRACKET_TAIL.sub("", line.text)) is not None


# Signatures and dates


def _signatures(lines: list[_Line]) -> Iterator[_Signature]:
    """A line that is a date, and above it lines of nothing but agency names."""
    for index, line in enumerate(lines):
        if len(line.text) > _LONGEST_DATE or not _DATE_LINE.fullmatch(line.text):
            continue
        names: list[AgencyName] = []
        between = 0
        for above in reversed(lines[max(0, index - _LINES_ABOVE) : index]):
            found = names_in_line(above.text, above.start) if len(above.text) <= 160 else None
            if found:
                names = found + names
            elif names or (between := between + 1) >= _LINES_BETWEEN:
                break
        if names:
            iso, readings = read_date(line.text)
            yield _Signature(tuple(names), line.start, line.end, iso, readings)


def read_date(words: str) -> tuple[str | None, tuple[str, ...]]:
    """The ISO date of a date line; a date that lost its 年月日 (202275) has readings, and is a date only
    when there is one."""
    found = _DATE.search(words)
    if found:
        return _iso(found), ()
    bare = _BARE_DATE.fullmatch(words)
    if bare is None:
        return None, ()
    readings = tuple(_split_date(bare["digits"]))
    return (readings[0] if len(readings) == 1 else None), readings


def _split_date(digits: str) -> Iterator[str]:
    year, rest = int(digits[:4]), digits[4:]
    for cut in range(1, len(rest)):
        month, day = rest[:cut], rest[cut:]
        if (month[0] == "0") != (day[0] == "0") and len(rest) == 4:
            pass  # 0705: both have two digits, which the cut must respect
        if len(month) > 2 or len(day) > 2:
            continue
        try:
            yield date(year, int(month), int(day)).isoformat()
        except ValueError:
            continue


def _iso(match: re.Match[str]) -> str | None:
    values = [number_value(match[group]) for group in ("y", "m", "d")]
    if None in values:
        return None
    year, month, day = (int(value) for value in values if value is not None)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _add_issuers_and_date(
    reading: Reading,
    signature: _Signature | None,
    title: _Line,
    data: dict[str, Any],
    spans: dict[str, list[tuple[int, int]]],
    flags: list[str],
) -> None:
    if passed := _passed(reading, title):
        match, body = passed
        data["issuers"] = [body]
        data["date"] = _iso(match)
        spans["issuers"] = [match.span("body")]
        spans["date"] = [match.span("date")]
        return
    if signature is not None:
        data["issuers"] = [reading.printed(n.start, n.end) for n in signature.names]
        spans["issuers"] = [(n.start, n.end) for n in signature.names]
        data["date"] = signature.date
        spans["date"] = [(signature.date_start, signature.date_end)]
        if signature.readings:
            flags.append("broken_date")
        return
    _add_from_head(reading, title, data, spans)


def _passed(reading: Reading, title: _Line) -> tuple[re.Match[str], str] | None:
    """For laws: the meeting that passed the text. A full revision (修订) makes it anew; an amendment
    (修正, 修改) and an approval (批准) do not."""
    head_end = min(len(reading.text), title.end + 1200)
    found = [
        m
        for m in _PASSED.finditer(reading.text, title.start, head_end)
        if _LAWGIVER.search(m["body"])
    ]
    revised = [m for m in found if m["act"] == "修订"]
    made = [m for m in found if m["act"] in ("通过", "发布", "公布", "颁布")]
    chosen = revised[-1] if revised else (made[0] if made else None)
    return (chosen, reading.printed(*chosen.span("body"))) if chosen else None


def _add_from_head(
    reading: Reading,
    title: _Line,
    data: dict[str, Any],
    spans: dict[str, list[tuple[int, int]]],
) -> None:
    """From a page's own description of the document, else from the title's first words."""
    head = reading.text[: title.end + 600]
    if issuer := _META_ISSUER.search(head):
        names = names_in_line(issuer[1], issuer.start(1))
        if names:
            data["issuers"] = [reading.printed(n.start, n.end) for n in names]
            spans["issuers"] = [(n.start, n.end) for n in names]
    if "issuers" not in data and "关于" in title.text:
        before = title.text[: title.text.index("关于")]
        names = names_in_line(before, title.start) if before.strip() else None
        if names:
            data["issuers"] = [reading.printed(n.start, n.end) for n in names]
            spans["issuers"] = [(n.start, n.end) for n in names]
    if found := _META_DATE.search(head):
        data["date"] = _iso(found)
        spans["date"] = [found.span(1)]


def _region(title: _Line, issuers: list[str]) -> Region | None:
    """The region that the document is for: of its issuers, else of its title."""
    for name in issuers:
        if region := region_of(name):
            return region
    found = re.search(lexicons.region_pattern(), title.text)
    return lexicons.region_forms()[found[0]] if found else None
