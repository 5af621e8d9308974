"""Who issued a document and when: the names and date at its foot, the meeting that passed a law, or what the
page says of it; and its own number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.components.agencies import AgencyName, names_in_line
from ingest.components.identity.dates import DATE, iso, read_date
from ingest.components.identity.lines import Line
from ingest.components.identity.titles import BRACKET_TAIL, title_end
from ingest.components.reading import Number, Reading
from ingest.components.references import numbers
from ingest.text import key_of_folded

_DATE_LINE = re.compile(r"\s*(?:\d{6,8}|[^\d]{0,2}" + DATE.pattern + r"[^\d]{0,2})\s*$")
_PASSED = re.compile(
    rf"(?P<date>{DATE.pattern})\s*(?P<body>[\u4e00-\u9fff\d]{{4,40}}?)"
    r"(?:审议|(?:令|公告)[\s(〔\[]*(?:\d{4}年)?[)〕\]]*第\s*\d+\s*号|第[一二三四五六七八九十]次)?\s*(?P<act>通过|修订|批准|修正|修改|发布|公布|颁布)"
)
_LAWGIVER = re.compile(r"会|国务院|政府|厅$|局$|委$|部$|省$|市$|区$")
IN_FORCE = re.compile(rf"(?:自|从)\s*(?P<date>{DATE.pattern})\s*起?(?:正式)?(?:施行|实施|执行)")
_META_DATE = re.compile(
    rf"(?:成文日期|发文日期|印发日期|发布日期|发布时间)\s*[:：]?\s*(?P<date>{DATE.pattern})"
)
_DATE_IN_BRACKETS = re.compile(rf"\s*\(\s*(?P<date>{DATE.pattern})\s*\)")
_ONLY_DATE = re.compile(rf"^[ \t]*(?P<date>{DATE.pattern})[ \t]*$", re.MULTILINE)
_META_ISSUER = re.compile(r"(?:发文机关|发布机构|发文单位|制发机关)\s*[:：]\s*(\S{3,60})")
_LINES_BETWEEN = 2
_LINES_ABOVE = 12
_LONGEST_DATE = 24


@dataclass(frozen=True)
class Signature:
    """The names at the foot of a document and the date under them."""

    names: tuple[AgencyName, ...]
    date_start: int
    date_end: int
    date: str | None
    readings: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where the first name stands."""
        return self.names[0].start


def own_signature(lines: list[Line], wrapper: Line | None, title: Line) -> Signature | None:
    """The names and date of the notice that issued the document, else those that follow its title."""
    signatures = list(_signatures(lines))
    if wrapper is not None:
        between = [s for s in signatures if wrapper.end <= s.start < title.start]
        if between:
            return between[-1]
    after = [s for s in signatures if s.start >= title.end]
    return after[0] if after else (signatures[-1] if signatures else None)


def own_number(
    reading: Reading, lines: list[Line], title: Line, wrapper: Line | None
) -> Number | None:
    """A number that stands by itself in the lines around the title, or at the end of a title line;
    a whole one before a broken one."""
    starts = [line.start for line in lines]
    allowed: set[int] = set()
    for line in filter(None, (wrapper, title)):
        index = max(0, bisect_right(starts, line.start) - 1)
        allowed |= set(range(max(0, index - 6), index + 4))
    key = key_of_folded(BRACKET_TAIL.sub("", title.text))
    candidates: list[Number] = []
    for number in numbers(reading):
        index = bisect_right(starts, number.start) - 1
        if index < 0 or number.start >= lines[index].end:
            continue
        line = lines[index]
        names_it = wrapper is not None and key in key_of_folded(line.text)
        if (index in allowed or names_it) and _is_own(line, number):
            candidates.append(number)
    return min(candidates, key=lambda n: (n.broken, n.start), default=None)


def _is_own(line: Line, number: Number) -> bool:
    outside = line.text.replace(line.text[number.start - line.start : number.end - line.start], "")
    bare = outside.strip(" ()（）")
    if len(bare) <= 8:  # 文号：… or nothing else
        return True
    at_end = line.end - number.end <= 2
    return at_end and title_end().search(BRACKET_TAIL.sub("", line.text)) is not None


def _signatures(lines: list[Line]) -> Iterator[Signature]:
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
            yield Signature(tuple(names), line.start, line.end, iso, readings)


def add_issuers_and_date(
    reading: Reading,
    signature: Signature | None,
    title: Line,
    data: dict[str, Any],
    spans: dict[str, list[tuple[int, int]]],
    flags: list[str],
) -> None:
    """Add who issued the document and when to its data, with their places."""
    if passed := _passed(reading, title):
        match, body = passed
        data["issuers"] = [body]
        data["date"] = iso(match)
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


def _passed(reading: Reading, title: Line) -> tuple[re.Match[str], str] | None:
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
    title: Line,
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
    found = _META_DATE.search(head) or _DATE_IN_BRACKETS.match(reading.text, title.end)
    found = found or next(_dates_of_decree(reading, title), None)
    if found is not None:
        data["date"] = iso(found)
        spans["date"] = [found.span("date")]


def decreed_in_force(reading: Reading, title: Line) -> re.Match[str] | None:
    """From when a text holds, where the decree above it says so: 《X》已经…通过，现予公布，自…起施行."""
    name = f"《{title.text}》"
    place = reading.text.find(name, 0, title.start)
    if place < 0:
        return None
    return IN_FORCE.search(reading.text, place, title.start)


def _dates_of_decree(reading: Reading, title: Line) -> Iterator[re.Match[str]]:
    """The last date line between a decree and the text that it makes known, under a person's name."""
    place = reading.text.rfind(f"《{title.text}》", 0, title.start)
    if place >= 0:
        lines = list(_ONLY_DATE.finditer(reading.text, place, title.start))
        yield from reversed(lines)
