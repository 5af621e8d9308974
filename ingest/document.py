"""The document: one immutable text, and where its blocks and table cells lie in it.

In: a reader's calls of `TextBuilder`. Out: a `Document`. Offsets count characters (code points) of
`text`, from 0; `text[start:end]` of anything is what the file prints there. Line ends are `\n`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

BlockKind = Literal["paragraph", "furniture"]
#: Left, top, right, bottom in points from a page's top left corner.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Block:
    """A piece of running text. `furniture` is what a page has around its document (menus, footers).
    In a format with pages: the page on which it begins, from 1, and its box there."""

    start: int
    end: int
    kind: BlockKind = "paragraph"
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Cell:
    """A table cell. A merged cell appears at each of its places with the same offsets and `origin`
    (row, column) of its first one. Rows and columns count from 0. Page and box as of a `Block`."""

    row: int
    column: int
    start: int
    end: int
    value: str
    origin: tuple[int, int]
    page: int | None = None
    box: Box | None = None

    @property
    def is_origin(self) -> bool:
        """Whether this is the cell's own place, not one that a merged cell covers."""
        return (self.row, self.column) == self.origin


@dataclass(frozen=True)
class Table:
    """A table: rows of cells, None where nothing is. `first_row` is the place of row 0 in its sheet."""

    name: str
    start: int
    end: int
    rows: tuple[tuple[Cell | None, ...], ...]
    first_row: int = 0

    def place(self, cell: Cell) -> str:
        """Where a person finds the cell: sheet, row and column counted from 1, such as `名单!B12`, and the
        page where there are pages: `第3页 表1!B12`."""
        page = f"第{cell.page}页 " if cell.page is not None else ""
        return f"{page}{self.name}!{column_letters(cell.column)}{self.first_row + cell.row + 1}"


@dataclass(frozen=True)
class Attachment:
    """A file that a page offers beside its text: the words of the link, and where it leads."""

    name: str
    target: str


@dataclass(frozen=True)
class Document:
    """A file as read. `notes` are what reading it had to say (a wrong suffix, an odd encoding)."""

    path: Path
    sha256: str
    media: str
    encoding: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def prose(self) -> str:
        """The text with everything that is not a paragraph blanked out; the same length."""
        if not self.tables and all(block.kind == "paragraph" for block in self.blocks):
            return self.text
        pieces: list[str] = []
        done = 0
        for block in self.blocks:
            if block.kind == "paragraph":
                pieces.append(_blank(self.text[done : block.start]))
                pieces.append(self.text[block.start : block.end])
                done = block.end
        pieces.append(_blank(self.text[done:]))
        return "".join(pieces)


def column_letters(column: int) -> str:
    """Column 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _blank(text: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in text)


@dataclass
class TextBuilder:
    """Grows a document's text piece by piece and remembers where each piece went."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.pieces)

    def append(self, text: str) -> tuple[int, int]:
        """Add text as it is; return where it lies."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return start, self.length

    def paragraph(
        self,
        text: str,
        kind: BlockKind = "paragraph",
        page: int | None = None,
        box: Box | None = None,
    ) -> None:
        """Add a paragraph and a line end."""
        start, end = self.append(text)
        self.blocks.append(Block(start, end, kind, page, box))
        self.append("\n")

    def table(
        self,
        name: str,
        grid: list[list[str]],
        merged: list[tuple[int, int, int, int]] | None = None,
        first_row: int = 0,
        places: Mapping[tuple[int, int], tuple[int, Box]] | None = None,
    ) -> None:
        """Add a table: its rows as lines, cells parted by tabs. `merged` are rectangles (top, left,
        bottom, right), inclusive, whose text stands in their first cell. `places` are pages and boxes."""
        table_start = self.length
        placed: list[list[Cell | None]] = []
        for row, values in enumerate(grid):
            cells: list[Cell | None] = []
            for column, value in enumerate(values):
                if column:
                    self.append("\t")
                start, end = self.append(value)
                page, box = (places or {}).get((row, column), (None, None))
                cell = Cell(row, column, start, end, value, (row, column), page, box)
                cells.append(cell if value.strip() else None)
            self.append("\n")
            placed.append(cells)
        for rectangle in merged or []:
            _spread(placed, rectangle)
        rows = tuple(tuple(cells) for cells in placed)
        self.tables.append(Table(name, table_start, self.length, rows, first_row))
        self.append("\n")


def _spread(placed: list[list[Cell | None]], rectangle: tuple[int, int, int, int]) -> None:
    top, left, bottom, right = rectangle
    if top >= len(placed) or left >= len(placed[top]):
        return
    first = placed[top][left]
    if first is None:
        return
    # A careless hand merges whole rows of a sheet: what no row reaches is not filled.
    right = min(right, max(map(len, placed)) - 1)
    for row, column in _places(top, left, min(bottom, len(placed) - 1), right):
        while len(placed[row]) <= column:
            placed[row].append(None)
        if placed[row][column] is None:
            placed[row][column] = replace(first, row=row, column=column)


def _places(top: int, left: int, bottom: int, right: int) -> Iterator[tuple[int, int]]:
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column
