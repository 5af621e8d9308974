"""Tables of a PDF page that have no vertical lines, or no lines at all: words that stand in columns.

In: characters outside ruled tables, and the page's ruled lines. Out: the same tables as ruled ones make. What is a
table must be certain: three rows or more whose pieces leave the same room free between the columns; of two
columns only where lines or running numbers say so. Running text has one piece a line and is never one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_aligned_rows import separators
from ingest.readers.pdf_lines import full_edge
from ingest.readers.pdf_pages import Char, Page
from ingest.readers.pdf_pieces import Piece, PieceRow
from ingest.readers.pdf_tables import NEVER_FULL, Grid, PdfTable, Ruled

_WIDE_PIECE = 0.8  # of the text's width: running text
_FAR = 4.0  # of the type's size: rows further apart are not of one table
_FEWEST_ROWS = 3
_SPANNING = 12  # one row in so many may have a cell that lies across columns
_LEAST_GUTTER = 0.3  # of the type's size
_ALIGNED = 0.6
_EDGE_SLACK = 60.0
_MOST_ROWS = 5_000
_HEAD = 0.3  # of a page's height: where the rest of a table may stand
_ENDS_TABLE = re.compile(r"附\s*件|附\s*表|表\s*\d|注\s*[:：]|[一二三四五六七八九十]+、")
_LIST_MARK = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|[①-⑳•●·◆■□\-—]|第[一二三四五六七八九十百\d]+[章条]"
)


@dataclass(frozen=True)
class _Gutter:
    """Room between two columns."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def is_crossed_by(self, piece: Piece) -> bool:
        return piece.x0 < self.middle < piece.x1


@dataclass
class Aligned:
    """The tables that were found, and the characters outside them. `hanging` are rows at the foot of the
    page that are too few to be a table by themselves: the next page must say what they are."""

    tables: list[PdfTable]
    rest: list[Char]
    hanging: list[PieceRow]


def aligned_tables(
    page: Page, chars: list[Char], rows: Sequence[PieceRow], before: PdfTable | None
) -> Aligned:
    """The tables among the characters, which are also given as rows of pieces. `before` is the table at the foot of the page before: its last
    rows may stand alone at the head of this one."""
    found = Aligned([], chars, [])
    if not any(len(row.pieces) > 1 for row in rows) or len(rows) > _MOST_ROWS:
        return found
    taken: set[int] = set()
    for block in _blocks(rows):
        at_head = before if block[0].top < _HEAD * page.height and not found.tables else None
        gutters = _gutters(block, at_head)
        if gutters:
            whole = _trimmed(block, gutters, at_head is not None)
            table = _table(page, whole, gutters)
            found.hanging = []
            if table is not None:
                found.tables.append(table)
                taken |= _ids(whole)
        elif sum(len(row.pieces) > 2 for row in block):
            found.hanging = block
    found.rest = [char for char in chars if id(char) not in taken]
    return found


def hung(page: Page, rest: list[Char], hanging: list[PieceRow], after: PdfTable) -> Aligned | None:
    """The rows at the foot of a page as a table, where they keep to the columns of the table at the head of
    the next; None where they do not."""
    voters = [index for index, row in enumerate(hanging) if len(row.pieces) > 1]
    block = hanging[voters[0] : voters[-1] + 1]
    gutters = _carried(block, after)
    table = _table(page, block, gutters) if gutters else None
    if table is None:
        return None
    taken = _ids(block)
    return Aligned([table], [char for char in rest if id(char) not in taken], [])


def _ids(block: Sequence[PieceRow]) -> set[int]:
    return {id(char) for row in block for piece in row.pieces for char in piece.chars}


def _blocks(rows: Sequence[PieceRow]) -> Iterator[list[PieceRow]]:
    """Runs of rows that may be tables: of one size, not far apart, without running text."""
    width = max(row.pieces[-1].x1 for row in rows) - min(row.pieces[0].x0 for row in rows)
    block: list[PieceRow] = []
    for row in rows:
        ends = _ends(row, width)
        if block and (ends or not _goes_on(block, row)):
            yield block
            block = []
        if not ends:
            block.append(row)
    if block:
        yield block


def _goes_on(block: Sequence[PieceRow], row: PieceRow) -> bool:
    return row.is_like(block[0].size) and row.top - block[-1].bottom <= _FAR * row.size


def _ends(row: PieceRow, width: float) -> bool:
    """Whether a row is running text, or the heading of what follows a table."""
    if len(row.pieces) > 1:
        return False
    piece = row.pieces[0]
    return piece.x1 - piece.x0 > _WIDE_PIECE * width or _ENDS_TABLE.match(piece.text) is not None


def _trimmed(block: list[PieceRow], gutters: Sequence[_Gutter], goes_on: bool) -> list[PieceRow]:
    """Without what stands above the first row of several pieces and below the last one, unless it is a part
    of a row that the page has cut: in a column, and no further off than rows are."""
    voters = [index for index, row in enumerate(block) if len(row.pieces) > 1]
    first, last = voters[0], voters[-1]
    columns = _columns([block[index] for index in voters], gutters)
    gaps = [
        below.top - above.bottom
        for above, below in pairwise(block[first : last + 1])
        if below.top > above.bottom
    ]
    reach = 1.2 * median(gaps) if gaps else block[first].size

    def belongs(row: PieceRow, gap: float) -> bool:
        piece = row.pieces[0]
        column = columns[sum(gutter.middle < piece.middle for gutter in gutters)]
        return gap <= reach and any(
            min(abs(piece.x0 - other.x0), abs(piece.middle - other.middle)) < 2
            for _, other in column
        )

    start, end = first, last + 1
    while (
        goes_on and start and belongs(block[start - 1], block[start].top - block[start - 1].bottom)
    ):
        start -= 1
    while end < len(block) and belongs(block[end], block[end].top - block[end - 1].bottom):
        end += 1
    return block[start:end]


# Columns


def _gutters(block: Sequence[PieceRow], before: PdfTable | None) -> list[_Gutter]:
    """What lies between the columns, empty where the rows make no table."""
    voters = [row for row in block if len(row.pieces) > 1]
    if not voters:
        return []
    if before is not None and before.slack and (carried := _carried(block, before)):
        return carried
    if len(voters) < _FEWEST_ROWS:
        return []
    gutters = list(_free(voters))
    return gutters if gutters and _is_certain(voters, gutters) else []


def _carried(block: Sequence[PieceRow], before: PdfTable) -> list[_Gutter]:
    """The columns of the table on the page before, where all pieces keep to them."""
    inner = list(zip(before.columns, before.slack, strict=True))[1:-1]
    gutters = [_Gutter(x - slack, x + slack) for x, slack in inner]
    kept = []
    pieces = [
        piece
        for row in block
        for piece in row.pieces
        # A head of the page, or the heading of a group.
        if len(row.pieces) > 1 or not any(gutter.is_crossed_by(piece) for gutter in gutters)
    ]
    for gutter in gutters:
        left = max([p.x1 for p in pieces if p.middle < gutter.middle], default=gutter.left)
        right = min([p.x0 for p in pieces if p.middle >= gutter.middle], default=gutter.right)
        if left >= right:
            return []
        kept.append(_Gutter(max(left, gutter.left), min(right, gutter.right)))
    return kept if all(g.left < g.right for g in kept) else []


def _free(voters: Sequence[PieceRow]) -> Iterator[_Gutter]:
    """The room that no piece fills, but for a few that lie right across it."""
    pieces = sorted((p for row in voters for p in row.pieces), key=lambda piece: piece.x0)
    allowed = 0 if len(voters) < 4 else max(1, len(voters) // _SPANNING)
    least = max(3.0, _LEAST_GUTTER * voters[0].size)
    edges = sorted([(p.x0, 1) for p in pieces] + [(p.x1, -1) for p in pieces])
    cover, start = 0, None
    right = max(p.x1 for p in pieces)
    for x, step in edges:
        cover += step
        if cover <= allowed and start is None:
            start = x
        elif cover > allowed and start is not None:
            if start > pieces[0].x0:
                yield from _without(pieces, start, x, least)
            start = None
    if start is not None and start < right:
        yield from _without(pieces, start, right, least)


def _without(pieces: Sequence[Piece], left: float, right: float, least: float) -> Iterator[_Gutter]:
    """The parts of an interval that only pieces lie in which begin before it and end after it."""
    for piece in pieces:
        if piece.x1 <= left or piece.x0 >= right or (piece.x0 < left and piece.x1 > right):
            continue
        if piece.x0 - left >= least:
            yield _Gutter(left, piece.x0)
        left = max(left, piece.x1)
    if right - left >= least and any(piece.x0 >= right - 0.01 for piece in pieces):
        yield _Gutter(left, right)


def _columns(rows: Sequence[PieceRow], gutters: Sequence[_Gutter]) -> list[list[tuple[int, Piece]]]:
    """For each column its pieces, each with the number of its row; those across columns left out."""
    found: list[list[tuple[int, Piece]]] = [[] for _ in range(len(gutters) + 1)]
    for index, row in enumerate(rows):
        for piece in row.pieces:
            if not any(gutter.is_crossed_by(piece) for gutter in gutters):
                found[sum(gutter.middle < piece.middle for gutter in gutters)].append(
                    (index, piece)
                )
    return found


def _is_certain(voters: Sequence[PieceRow], gutters: Sequence[_Gutter]) -> bool:
    columns = _columns(voters, gutters)
    size = voters[0].size
    if not all(_is_aligned([piece for _, piece in column], size) for column in columns):
        return False
    first = [piece.text for _, piece in columns[0]]
    marks = sum(_LIST_MARK.fullmatch(text) is not None for text in first)
    if len(columns) == 2:
        numbers = sum(text.isdecimal() for text in first)
        return marks < _ALIGNED * len(first) and numbers >= max(2, _ALIGNED * len(first))
    several = sum(len(row.pieces) >= 3 for row in voters)
    return several >= _ALIGNED * len(voters) or several >= 2 * _FEWEST_ROWS


def _is_aligned(pieces: Sequence[Piece], size: float) -> bool:
    """Whether most pieces of a column begin, end or have their middle at one place."""
    if len(pieces) < _FEWEST_ROWS:
        return True
    for places in ([p.x0 for p in pieces], [p.x1 for p in pieces], [p.middle for p in pieces]):
        places.sort()
        reach = _most_within(places, 1.2 * size)
        if reach >= _ALIGNED * len(places):
            return True
    return False


def _most_within(places: Sequence[float], width: float) -> int:
    """How many of the sorted places lie within that width at most."""
    most, first = 0, 0
    for last, place in enumerate(places):
        while place - places[first] > width:
            first += 1
        most = max(most, last - first + 1)
    return most


# The table


def _table(page: Page, block: Sequence[PieceRow], gutters: Sequence[_Gutter]) -> PdfTable | None:
    left = min(row.pieces[0].x0 for row in block)
    right = max(row.pieces[-1].x1 for row in block)
    top, bottom = block[0].top, max(row.bottom for row in block)
    columns = _columns(block, gutters)
    rules = [
        rule
        for rule in page.rules
        if rule[3] - rule[1] <= rule[2] - rule[0]
        and top < rule[1] < bottom
        and min(rule[2], right) > max(rule[0], left)
    ]
    cuts = separators(block, columns, rules, right - left)
    xs = [left - 1, *(gutter.middle for gutter in gutters), right + 1]
    ys = [top - 1, *(cut.at for cut in cuts), bottom + 1]
    horizontal = [Ruled(y, xs[0], xs[-1]) for y in (ys[0], ys[-1])]
    for cut in cuts:
        horizontal += [Ruled(cut.at, start, end) for start, end in cut.spans or [(xs[0], xs[-1])]]
    vertical = [Ruled(x, ys[0], ys[-1]) for x in (xs[0], xs[-1])]
    spanning = [p for row in block for p in row.pieces if any(g.is_crossed_by(p) for g in gutters)]
    for gutter in gutters:
        crossed = [(p.top + p.bottom) / 2 for p in spanning if gutter.is_crossed_by(p)]
        for above, below in pairwise(ys):
            if not any(above < y < below for y in crossed):
                vertical.append(Ruled(gutter.middle, above, below))
    rooms = tuple(_room(column, gutters, index) for index, column in enumerate(columns))
    chars = [char for row in block for piece in row.pieces for char in piece.chars]
    table = Grid(xs, ys, horizontal, vertical, rooms).filled(page.number, chars)
    if table is not None:
        widths = [(gutter.right - gutter.left) / 2 for gutter in gutters]
        table.slack = (_EDGE_SLACK, *widths, _EDGE_SLACK)
    return table


def _room(column: Sequence[tuple[int, Piece]], gutters: Sequence[_Gutter], index: int) -> float:
    """How wide a line is that fills its column: the widest, where the column seems to have broken it; else
    more than any, for then lines end where they were meant to."""
    widths = sorted(piece.x1 - piece.x0 for _, piece in column)
    if not widths:
        return NEVER_FULL
    size = column[0][1].bottom - column[0][1].top
    is_close = index < len(gutters) and gutters[index].right - gutters[index].left < 2.2 * size
    is_repeated = len(widths) > 1 and widths[-1] - widths[-2] < 1.1 * size
    return full_edge(widths, size) if is_close or is_repeated else NEVER_FULL
