"""A text cut at every boundary of a fact into flat pieces, in lines and tables.

In: spans of the text, the marks to show, and the chosen place. Out: `Line`s and `TableBlock`s. Facts
nest and cross, and links cannot: each piece is a link to its innermost fact, with a class for every
fact that covers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from api.view import here
from api.view_document_layout import Span
from api.view_document_marks import FIRST, Mark

#: Where headings begin, with their end and depth.
Headings = dict[int, tuple[int, int]]


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
    level: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a table, by its number in the sheet."""

    cells: list[list[Piece]]
    number: int
    is_head: bool


@dataclass(frozen=True)
class TableBlock:
    """Rows of one table that follow each other."""

    rows: list[Row]
    columns: int


def blocks_of(
    text: str, spans: list[Span], maker: Pieces, headings: Headings
) -> Iterator[Line | TableBlock]:
    """Headings, lines and tables; rows that follow each other are one table."""
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
            yield Line(maker.pieces(span.start, span.end), level)
        else:
            yield Line(maker.pieces(span.start, span.end))
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
        rows[first - 1] = Row(head.cells, head.number, is_head=True)
    return TableBlock(rows, max(len(row.cells) for row in rows))


def _has_facts(row: Row) -> bool:
    return any(piece.url for cell in row.cells for piece in cell)


class _Address:
    """Addresses of facts on this page: all that the address says, with another fact."""

    def __init__(self) -> None:
        base = here(fact=None, at=None)
        self._base = f"{base}{'&' if '?' in base else '?'}fact="

    def of(self, mark: Mark) -> str:
        """The address that chooses a fact and scrolls to it."""
        return f"{self._base}{mark.id}#c{mark.start}"


class Pieces:
    """Cuts stretches of the text, asked for in order, at every boundary of a fact."""

    def __init__(
        self,
        text: str,
        marks: list[Mark],
        headings: Headings,
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

    def row(self, span: Span) -> Row:
        """A row's cells."""
        cells = []
        start = span.start
        for part in self._text[span.start : span.end].split("\t"):
            cells.append(self.pieces(start, start + len(part)))
            start += len(part) + 1
        return Row(cells, span.row, is_head=False)

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
    if any(mark.is_open for mark in over):
        yield "hatch"


def _innermost(over: list[Mark]) -> Mark | None:
    """The shortest fact; a doubt about a target's number leads to the target, which shows the doubt."""
    targets = {mark.node[1] for mark in over if mark.kind == "target"}
    facts = [m for m in over if not (m.kind == "flag" and m.node[1] in targets)]
    return min(
        facts,
        key=lambda m: (m.end - m.start, FIRST.get(m.kind, 99)),
        default=over[0] if over else None,
    )
