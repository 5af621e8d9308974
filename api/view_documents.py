"""A document's page: its text as lines and tables, with every fact marked where it stands.

In: a document's id and what its address asks for. Out: a `DocumentPage`. Facts nest and cross, and links
cannot: the text is cut at every boundary into flat pieces, each a link to its innermost fact with a class
for every fact that covers it. A long text is shown a page at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

from api import payload
from api.view import here
from api.view_words import MARKS
from graph.store import Rows, Store

PAGE_CHARACTERS = 16_000
PAGE_ROWS = 200
_LONGEST_LINE = 8_000
_LONGEST_HEADING = 60
_MOST_SECTIONS = 160
_RULER_STEPS = 500
#: A roster has so many facts that their ticks would be one stripe; then only these are shown.
_MOST_TICKS = 600
_RARE = frozenset({"target", "flag", "rule"})
_FACT = re.compile(r"(?P<start>\d+)-(?P<end>\d+)(?:\.(?P<kind>[a-z]+))?")
#: Of facts at one place, the one that a link means if it does not say.
_FIRST = {kind: place for place, kind in enumerate(MARKS)}


@dataclass(frozen=True)
class Mark:
    """A fact's place in the text."""

    kind: str
    start: int
    end: int
    role: str | None
    rule: str
    relationship: str
    node: tuple[str, str, str]
    properties: dict[str, Any] = field(compare=False, hash=False)

    @property
    def id(self) -> str:
        """How an address names it."""
        return f"{self.start}-{self.end}.{self.kind}"


@dataclass(frozen=True)
class Piece:
    """A run of text that the same facts cover; `url` leads to the innermost of them."""

    text: str
    classes: str
    url: str
    anchor: str
    #: Only the first piece of a fact is a tab stop.
    is_stop: bool
    #: Flags whose words end here.
    flags: tuple[Mark, ...]


@dataclass(frozen=True)
class Line:
    """A line of running text; `level` 2 to 6 where it is a heading."""

    pieces: list[Piece]
    start: int
    level: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a table, by its number in the sheet."""

    cells: list[list[Piece]]
    number: int
    start: int
    is_head: bool


@dataclass(frozen=True)
class TableBlock:
    """Rows of one table that follow each other."""

    rows: list[Row]
    columns: int


@dataclass(frozen=True)
class Section:
    """An entry of the outline; `name` is the heading as printed, with its number."""

    name: str
    depth: int
    start: int
    url: str
    facts: int
    flags: int
    is_current: bool


@dataclass(frozen=True)
class Tick:
    """A fact on the ruler: where, and of what kind."""

    at: int
    kind: str
    start: int


@dataclass
class DocumentPage:
    """All that the template shows of a document's text."""

    source: dict[str, Any]
    sources: Rows
    blocks: list[Line | TableBlock]
    marks: list[Mark]
    counts: Counter[str]
    outline: list[Section]
    ticks: list[Tick]
    shown_kinds: frozenset[str]
    only_flags: bool
    chosen: list[Mark]
    previous: Mark | None
    next: Mark | None
    place: tuple[int, int] | None
    #: Start and end of what is shown, and the length of the whole.
    shown: tuple[int, int, int]
    page: int
    pages: list[int]
    unit: str
    #: Sections that the outline leaves out, because the text has too many.
    unlisted: int
    #: Statements whose evidence is exactly the chosen place: start, relationship, end.
    said: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class _Span:
    """A line or row before it is cut into pieces."""

    start: int
    end: int
    row: int = 0  # its number in the sheet; 0 is running text
    columns: int = 0


def document_page(
    sources: Rows, *, source_id: str, fact: str, at: int, show: str, only_flags: bool
) -> DocumentPage:
    """The page of the source that is asked for, else the first."""
    source = next((row for row in sources if row["source_id"] == source_id), sources[0])
    store, source_id = payload.current_store(), source["source_id"]
    text = payload.source_text(source_id)
    read = _read(store, payload.graph_version(), source_id)
    facts = [mark for mark in read.marks if mark.kind != "section"]
    place, chosen = _choose(fact, facts)
    spans, starts = _layout(store, source_id)
    page = max(0, bisect_left(starts, (place[0] if place else at) + 1) - 1)
    here_spans = _spans_of_page(spans, starts, page)
    shown_kinds = _kinds(show, only_flags)
    visible = [mark for mark in facts if mark.kind in shown_kinds or mark in chosen]
    provisions = payload.kept("provisions_of_source", source_id=source_id)
    sections = [row for row in provisions if not row["rule"] and row["start"] is not None]
    headings = _headings(sections)
    maker = _Pieces(text, visible, headings, (place, chosen))
    start = here_spans[0].start if here_spans else 0
    end = here_spans[-1].end if here_spans else 0
    before, after = _beside(visible, place)
    listed = _listed(sections, place[0] if place else start)
    return DocumentPage(
        source=source,
        sources=sources,
        blocks=list(_blocks(text, here_spans, maker, headings)),
        marks=facts,
        counts=Counter(mark.kind for mark in facts),
        outline=list(_outline(sections, listed, facts, text, (starts, (start, end)))),
        ticks=_ticks(visible, len(text)),
        shown_kinds=shown_kinds,
        only_flags=only_flags,
        chosen=chosen,
        previous=before,
        next=after,
        place=place,
        shown=(start, end, len(text)),
        page=page,
        pages=starts,
        unit="rows" if any(span.row for span in here_spans) else "text",
        unlisted=len(sections) - len(listed),
        said=read.said.get(place, ()) if place else (),
    )


@dataclass(frozen=True)
class _Read:
    """What a source states: marks on its text, and every statement by its place."""

    marks: tuple[Mark, ...]
    said: dict[tuple[int, int], tuple[tuple[str, str, str], ...]]


@lru_cache(maxsize=16)
def _read(_store: Store, _version: tuple[int, str | None], source_id: str) -> _Read:
    rows = payload.run("facts_of_source", source_id=source_id)
    marks = tuple(
        Mark(
            one["kind"],
            one["start"],
            one["end"],
            one["role"],
            one["rule"],
            one["relationship"],
            (one["node"]["label"], one["node"]["id"], one["node"]["name"]),
            one["properties"],
        )
        for one in payload.marks_of(rows)
    )
    said: dict[tuple[int, int], tuple[tuple[str, str, str], ...]] = {}
    for row in rows:
        if row["relationship"] not in ("MENTIONED_IN", "FLAGGED_IN"):
            sentence = (row["start_name"], row["relationship"], row["end_name"])
            place = (row["start"], row["end"])
            said[place] = (*said.get(place, ()), sentence)
    return _Read(marks, said)


def _choose(fact: str, facts: list[Mark]) -> tuple[tuple[int, int] | None, list[Mark]]:
    """The place that an address names and the facts exactly there, the one it means first."""
    found = _FACT.fullmatch(fact)
    if found is None:
        return None, []
    place = (int(found["start"]), int(found["end"]))
    there = [mark for mark in facts if (mark.start, mark.end) == place]
    wanted = found["kind"]
    there.sort(key=lambda mark: (mark.kind != wanted, _FIRST.get(mark.kind, 99)))
    return place, there


def _beside(facts: list[Mark], place: tuple[int, int] | None) -> tuple[Mark | None, Mark | None]:
    """The facts before and after the chosen place."""
    if place is None:
        return None, facts[0] if facts else None
    order = (place[0], -place[1])
    before = [mark for mark in facts if (mark.start, -mark.end) < order]
    after = [mark for mark in facts if (mark.start, -mark.end) > order]
    return before[-1] if before else None, after[0] if after else None


def _kinds(show: str, only_flags: bool) -> frozenset[str]:
    if only_flags:
        return frozenset({"flag"})
    wanted = frozenset(show.split(",")) & frozenset(MARKS)
    return wanted or (frozenset() if show == "none" else frozenset(MARKS))


# Lines, rows and pages


@lru_cache(maxsize=32)
def _layout(_store: Store, source_id: str) -> tuple[tuple[_Span, ...], list[int]]:
    """A text's lines and rows, and where its pages begin. Texts never change."""
    spans = tuple(_spans(payload.source_text(source_id)))
    starts: list[int] = []
    characters = rows = 0
    for span in spans:
        characters += span.end - span.start
        rows += span.row > 0
        if not starts or characters > PAGE_CHARACTERS or rows > PAGE_ROWS:
            starts.append(span.start)
            characters, rows = span.end - span.start, int(span.row > 0)
    return spans, starts or [0]


def _spans(text: str) -> Iterator[_Span]:
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        run = at
        while run < len(lines) and "\t" in text[lines[run][0] : lines[run][1]]:
            run += 1
        if run == at:
            yield from _long_line(text, *lines[at])
            at += 1
            continue
        last = _end_of_table(lines, at)
        yield from _table(text, lines[at:last])
        at = last


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        yield start, end
        start = end + 1


def _long_line(text: str, start: int, end: int) -> Iterator[_Span]:
    """A line of running text, cut after a full stop where it is too long for a page."""
    while end - start > _LONGEST_LINE:
        cut = text.rfind("。", start, start + _LONGEST_LINE) + 1
        cut = cut if cut > start else start + _LONGEST_LINE
        yield _Span(start, cut)
        start = cut
    if text[start:end].strip():
        yield _Span(start, end)


def _end_of_table(lines: list[tuple[int, int]], first: int) -> int:
    """A table ends at an empty line: a line without a tab inside it belongs to a cell above."""
    last = first
    while last < len(lines) and lines[last][0] < lines[last][1]:
        last += 1
    return last


def _table(text: str, lines: list[tuple[int, int]]) -> Iterator[_Span]:
    """Rows: a cell may hold line ends, so lines are joined until the row has all its tabs."""
    tabs = [text.count("\t", start, end) for start, end in lines]
    width = Counter(tabs).most_common(1)[0][0]
    at = number = 0
    while at < len(lines):
        number += 1
        last, have = at, tabs[at]
        while have < width and last + 1 < len(lines) and tabs[last + 1] < width:
            if have + tabs[last + 1] > width:
                break
            last += 1
            have += tabs[last]
        if have != width:
            last = at
        yield _Span(lines[at][0], lines[last][1], number, max(tabs[at], have) + 1)
        at = last + 1


def _spans_of_page(spans: tuple[_Span, ...], starts: list[int], page: int) -> list[_Span]:
    first = starts[page]
    last = starts[page + 1] if page + 1 < len(starts) else None
    begin = bisect_left(spans, first, key=lambda span: span.start)
    end = len(spans) if last is None else bisect_left(spans, last, key=lambda span: span.start)
    return list(spans[begin:end])


def _headings(sections: Rows) -> dict[int, tuple[int, int]]:
    """Where headings begin: (end, depth)."""
    return {row["start"]: (row["end"], row["depth"] or 1) for row in sections}


def _blocks(
    text: str, spans: list[_Span], maker: _Pieces, headings: dict[int, tuple[int, int]]
) -> Iterator[Line | TableBlock]:
    rows: list[Row] = []
    level = 1
    for span in spans:
        if span.row:
            if rows and span.row <= rows[-1].number:
                yield _table_block(rows)
                rows = []
            rows.append(maker.row(span))
            continue
        if rows:
            yield _table_block(rows)
            rows = []
        heading = headings.get(_first_visible(text, span.start, span.end))
        if heading and not text[heading[0] : span.end].strip():
            level = min(level + 1, heading[1] + 1, 6)
            yield Line(maker.pieces(span.start, span.end), span.start, level)
        else:
            yield Line(maker.pieces(span.start, span.end), span.start)
    if rows:
        yield _table_block(rows)


def _first_visible(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return start + len(line) - len(line.lstrip())


def _table_block(rows: list[Row]) -> TableBlock:
    """A table whose head is the row before the first one with facts, if it is the sheet's own."""
    first = next((i for i, row in enumerate(rows) if _has_facts(row)), 0)
    if 0 < first <= 5:
        head = rows[first - 1]
        rows[first - 1] = Row(head.cells, head.number, head.start, is_head=True)
    return TableBlock(rows, max(len(row.cells) for row in rows))


def _has_facts(row: Row) -> bool:
    return any(piece.url for cell in row.cells for piece in cell)


# Pieces


class _Address:
    """Addresses of facts on this page: all that the address says, with another fact."""

    def __init__(self) -> None:
        base = here(fact=None, at=None)
        self._base = f"{base}{'&' if '?' in base else '?'}fact="

    def of(self, mark: Mark) -> str:
        """The address that chooses a fact and scrolls to it."""
        return f"{self._base}{mark.id}#c{mark.start}"


class _Pieces:
    """Cuts stretches of the text, asked for in order, at every boundary of a fact."""

    def __init__(
        self,
        text: str,
        marks: list[Mark],
        headings: dict[int, tuple[int, int]],
        choice: tuple[tuple[int, int] | None, list[Mark]],
    ) -> None:
        self._text = text
        self._marks = marks
        self._headings = headings
        self._address = _Address()
        self._place, chosen = choice
        self._chosen = chosen[0].kind if chosen else "place"
        self._next = 0
        self._open: list[Mark] = []
        self._stopped: set[str] = set()
        self._anchored: set[int] = set()

    def row(self, span: _Span) -> Row:
        """A row's cells."""
        cells = []
        start = span.start
        for part in self._text[span.start : span.end].split("\t"):
            cells.append(self.pieces(start, start + len(part)))
            start += len(part) + 1
        return Row(cells, span.row, span.start, is_head=False)

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The pieces of a stretch that lies after all stretches asked for before."""
        marks = self._over(start, end)
        cuts = {start, end}
        bold = [place for mark in marks if (place := self._value(mark))]
        bold += self._runs_in(start, end)
        places = [(mark.start, mark.end) for mark in marks]
        for place in (*places, *bold, *([self._place] if self._place else [])):
            cuts.update(at for at in place if start < at < end)
        return [
            self._piece(a, b, [m for m in marks if m.start <= a and b <= m.end], bold)
            for a, b in pairwise(sorted(cuts))
        ]

    def _runs_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """A heading that runs into its sentence is bold, like a number, and no block of its own."""
        first = _first_visible(self._text, start, end)
        heading = self._headings.get(first)
        return [(first, heading[0])] if heading and heading[0] < end else []

    def _over(self, start: int, end: int) -> list[Mark]:
        while self._next < len(self._marks) and self._marks[self._next].start < end:
            self._open.append(self._marks[self._next])
            self._next += 1
        self._open = [mark for mark in self._open if mark.end > start]
        return self._open

    def _value(self, mark: Mark) -> tuple[int, int] | None:
        """Where a target's number stands inside it."""
        if mark.kind != "target":
            return None
        value = mark.node[2]
        at = self._text.rfind(value, mark.start, mark.end) if value else -1
        return (at, at + len(value)) if at >= 0 else None

    def _piece(self, start: int, end: int, over: list[Mark], bold: list[tuple[int, int]]) -> Piece:
        classes = list(_classes(over, start))
        if any(a <= start and end <= b for a, b in bold):
            classes.append("num")
        place = self._place
        if place is not None and place[0] <= start and end <= place[1]:
            classes += ["sel", f"sel-{self._chosen}"]
            classes += ["sel-a"] * (start == place[0]) + ["sel-z"] * (end == place[1])
        innermost = _innermost(over)
        url, is_stop = "", False
        if innermost is not None:
            url = self._address.of(innermost)
            is_stop = url not in self._stopped
            self._stopped.add(url)
        return Piece(
            text=self._text[start:end],
            classes=" ".join(classes),
            url=url,
            anchor=self._anchor(start),
            is_stop=is_stop,
            flags=tuple(mark for mark in over if mark.kind == "flag" and mark.end == end),
        )

    def _anchor(self, start: int) -> str:
        if start in self._anchored:
            return ""
        self._anchored.add(start)
        return f"c{start}"


def _classes(over: list[Mark], start: int) -> Iterator[str]:
    """The outermost fact gives underline and tint, one inside it an overline, a flag the hatching."""
    facts = sorted((m for m in over if m.kind != "flag"), key=lambda m: m.start - m.end)
    if facts:
        yield "f"
        yield f"f-{facts[0].kind}"
        if facts[0].start == start:
            yield "first"
        for inner in dict.fromkeys(mark.kind for mark in facts[1:]):
            if inner != facts[0].kind:
                yield f"in in-{inner}"
    if len(facts) < len(over):
        yield "hatch"


def _innermost(over: list[Mark]) -> Mark | None:
    """The shortest fact; a doubt about a target's number leads to the target, which shows the doubt."""
    targets = {mark.node[1] for mark in over if mark.kind == "target"}
    facts = [m for m in over if not (m.kind == "flag" and m.node[1] in targets)]
    return min(
        facts,
        key=lambda m: (m.end - m.start, _FIRST.get(m.kind, 99)),
        default=over[0] if over else None,
    )


# Outline and ruler


def _listed(sections: Rows, at: int) -> range:
    """The sections that an outline has room for: those around a place."""
    if len(sections) <= _MOST_SECTIONS:
        return range(len(sections))
    middle = bisect_left(sections, at, key=lambda row: row["start"])
    first = max(0, min(middle - _MOST_SECTIONS // 2, len(sections) - _MOST_SECTIONS))
    return range(first, first + _MOST_SECTIONS)


def _outline(
    sections: Rows,
    listed: range,
    facts: Iterable[Mark],
    text: str,
    layout: tuple[list[int], tuple[int, int]],
) -> Iterator[Section]:
    pages, shown = layout
    starts = sorted(mark.start for mark in facts if mark.kind != "flag")
    flags = sorted(mark.start for mark in facts if mark.kind == "flag")
    for i in listed:
        row = sections[i]
        depth = row["depth"] or 1
        end = next(
            (o["start"] for o in islice(sections, i + 1, None) if (o["depth"] or 1) <= depth),
            len(text),
        )
        url = here(fact=None, at=row["start"] if len(pages) > 1 else None)
        yield Section(
            name=text[row["start"] : row["end"]].strip()[:_LONGEST_HEADING],
            depth=min(depth, 4),
            start=row["start"],
            url=f"{url}#c{row['start']}",
            facts=_between(starts, row["start"], end),
            flags=_between(flags, row["start"], end),
            is_current=shown[0] <= row["start"] < shown[1],
        )


def _between(places: list[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)


def _ticks(marks: list[Mark], length: int) -> list[Tick]:
    """One tick for each kind and step of the ruler, however many facts there are."""
    ticks: dict[tuple[int, str], Tick] = {}
    for mark in marks if len(marks) <= _MOST_TICKS else (m for m in marks if m.kind in _RARE):
        at = mark.start * _RULER_STEPS // max(1, length)
        ticks.setdefault((at, mark.kind), Tick(at, mark.kind, mark.start))
    return list(ticks.values())
