"""Tables of a PDF page, found by their ruled lines.

In: a page's lines and characters. Out: tables as rows of texts with the rectangles that merged cells
cover, and the characters that stand outside. Two squares of the grid are one cell where no line parts
them. A table may be open at its sides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from ingest.document import Box
from ingest.readers.pdf_lines import Line, first_word, full_edge, joined, lines_of
from ingest.readers.pdf_pages import Char, Page

_SNAP = 3.5  # points: lines closer than that are one
_REACH = 4.0  # how far lines may miss one another and still cross
_SHORTEST = 4.0
_MOST_LINES = 2_000
_MOST_SQUARES = 100_000
_PADDING = 12.0  # what a cell keeps free at its two sides together
_ENDS_OF_NAMES = (
    "大学",
    "学院",
    "公司",
    "研究院",
    "研究所",
    "医院",
    "集团",
    "中心",
    "委员会",
    "学校",
    "厂",
)
#: A unit of its own: not 有限公司, 附属医院 or 东岭分公司, with which a broken name goes on.
_UNIT_NAME = re.compile(
    r"(?!附属|第|有限|股份|责任|集团|分)\w[\w（）()·]+(?<!分)(?:大学|公司|集团|(?<!附属)医院|研究院)"
)
#: What no cell's line consists of: the end of a name that was broken.
_TAIL = re.compile(
    r"(?:有?限)?(?:责任)?公?司|责任公司|(?:重?点)?实?验?室|中?心|研?究[院所]|[院所学厂]|大学|学院"
)
#: The room of a column whose lines end where they were meant to.
NEVER_FULL = 1e9


@dataclass
class PdfTable:
    """A table of one page, or of several once they are joined. `places` are the page and box of each
    cell that has a text. `slack` says for each of the columns' lines how far it may be moved, where no line
    is drawn and only room parts the columns. `lane` is that of a `Line`."""

    page: int
    box: Box
    columns: tuple[float, ...]
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]]
    places: dict[tuple[int, int], tuple[int, Box]] = field(default_factory=dict)
    slack: tuple[float, ...] = ()
    lane: int = 0


@dataclass(frozen=True)
class Ruled:
    """A straight line: at which height (or how far right) it lies, from where to where."""

    at: float
    start: float
    end: float


def split_page(page: Page) -> tuple[list[PdfTable], list[Char]]:
    """The tables of a page from top to bottom, and the characters outside them."""
    tables: list[PdfTable] = []
    rest = page.chars
    for grid in _grids(page.rules):
        inside = [char for char in rest if grid.holds(char)]
        if not inside:
            continue
        table = grid.filled(page.number, inside)
        if table is None:
            continue
        tables.append(table)
        taken = set(map(id, inside))
        rest = [char for char in rest if id(char) not in taken]
    return sorted(tables, key=lambda table: table.box[1]), rest


@dataclass
class Grid:
    """Where lines lie, and from where to where each is drawn. `rooms` are the widths of lines that fill
    their columns, where those are known better than by the grid."""

    xs: list[float]
    ys: list[float]
    horizontal: list[Ruled]
    vertical: list[Ruled]
    rooms: tuple[float, ...] = ()

    def holds(self, char: Char) -> bool:
        """Whether the middle of the character lies in the grid."""
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def filled(self, page: int, chars: list[Char]) -> PdfTable | None:
        """The table with its texts; None where the lines only frame one text."""
        if len(self.xs) < 3 or len(self.xs) * len(self.ys) > _MOST_SQUARES:
            return None
        cells = self._cells()
        if len(set(cells.values())) < 2:
            return None
        groups: dict[tuple[int, int], list[Char]] = defaultdict(list)
        for char in chars:
            column = bisect_right(self.xs, (char.x0 + char.x1) / 2) - 1
            row = bisect_right(self.ys, (char.top + char.bottom) / 2) - 1
            groups[cells[min(row, len(self.ys) - 2), min(column, len(self.xs) - 2)]].append(char)
        rows = [[""] * (len(self.xs) - 1) for _ in range(len(self.ys) - 1)]
        places: dict[tuple[int, int], tuple[int, Box]] = {}
        extents = _extents(cells)
        lines = {origin: lines_of(inside) for origin, inside in groups.items()}
        rooms = self._rooms(lines, extents)
        for origin, inside_lines in lines.items():
            rows[origin[0]][origin[1]] = _cell_text(inside_lines, rooms[origin], bool(self.rooms))
            places[origin] = page, self._box(extents[origin])
        merged = [(t, le, b, r) for t, le, b, r in extents.values() if b > t or r > le]
        box = (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        return PdfTable(page, box, tuple(self.xs), rows, merged, places)

    def _rooms(
        self,
        lines: dict[tuple[int, int], list[Line]],
        extents: dict[tuple[int, int], tuple[int, int, int, int]],
    ) -> dict[tuple[int, int], float]:
        """For each cell how wide a line is that fills it: by the width between its lines, or the widest line of
        its column, for nobody says how much a cell keeps free at its sides."""
        widths: dict[tuple[int, int], list[float]] = defaultdict(list)
        for origin, inside in lines.items():
            _, left, _, right = extents[origin]
            widths[left, right] += [line.x1 - line.x0 for line in inside]
        em = median(line.em for inside in lines.values() for line in inside) if lines else 0.0
        widest = {place: full_edge(sorted(found), em) for place, found in widths.items() if found}
        rooms = {}
        for origin in lines:
            _, left, _, right = extents[origin]
            if self.rooms and left == right:
                rooms[origin] = self.rooms[left]
            else:
                between = self.xs[right + 1] - self.xs[left]
                rooms[origin] = max(
                    between - _PADDING, min(widest.get((left, right), 0.0), between)
                )
        return rooms

    def _box(self, extent: tuple[int, int, int, int]) -> Box:
        top, left, bottom, right = extent
        return self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1]

    def _cells(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For every square of the grid the first square of its cell."""
        height, width = len(self.ys) - 1, len(self.xs) - 1
        first = {(r, c): (r, c) for r in range(height) for c in range(width)}

        def root(square: tuple[int, int]) -> tuple[int, int]:
            while first[square] != square:
                first[square] = first[first[square]]
                square = first[square]
            return square

        columns, rows = _by_place(self.vertical), _by_place(self.horizontal)
        for row, column in list(first):
            x, y = _middle(self.xs, column), _middle(self.ys, row)
            if column + 1 < width and not _covers(columns.get(self.xs[column + 1]), y):
                _unite(first, root((row, column)), root((row, column + 1)))
            if row + 1 < height and not _covers(rows.get(self.ys[row + 1]), x):
                _unite(first, root((row, column)), root((row + 1, column)))
        return {square: root(square) for square in first}


def _by_place(lines: list[Ruled]) -> dict[float, list[Ruled]]:
    found: dict[float, list[Ruled]] = defaultdict(list)
    for line in lines:
        found[line.at].append(line)
    return found


def _middle(places: list[float], index: int) -> float:
    return (places[index] + places[index + 1]) / 2


def _covers(lines: list[Ruled] | None, place: float) -> bool:
    return any(line.start <= place <= line.end for line in lines or ())


def _unite(
    first: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = sorted((one, other))
    first[high] = low


def _extents(
    cells: dict[tuple[int, int], tuple[int, int]],
) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """The rectangle (top, left, bottom, right) of every cell."""
    found: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for (row, column), origin in cells.items():
        top, left, bottom, right = found.get(origin, (row, column, row, column))
        found[origin] = min(top, row), min(left, column), max(bottom, row), max(right, column)
    return found


def _cell_text(lines: list[Line], room: float, is_guess: bool) -> str:
    """A line that fills its cell was broken by it and runs on; a shorter one ends where it was meant to. One
    that ends as names of units do is whole where the room is a guess, or another name follows."""
    text = ""
    frees = [room - (line.x1 - line.x0) for line in lines]
    fulls = [
        free < first_word(below.text) * line.em - 0.01
        for line, below, free in zip(lines, lines[1:], frees, strict=False)
    ]
    for index, line in enumerate(lines):
        is_full = index > 0 and fulls[index - 1]
        if is_full and text.endswith(_ENDS_OF_NAMES):
            # By its width alone nobody can tell a unit's line from a broken one.
            more = lines[index + 1].text if index < len(fulls) and fulls[index] else ""
            is_full = not is_guess and _UNIT_NAME.fullmatch(line.text + more) is None
        is_number = room < 2 * line.em and text.isdecimal() and line.text.isdecimal()
        if not text or is_number or _TAIL.fullmatch(line.text):
            text += line.text
        elif is_full or text.endswith(("、", "，", "（", "(")):
            text = joined(text, line.text)
        else:
            text += "\n" + line.text
    return text.replace("\t", " ")


# Lines into grids


def _grids(rules: Iterable[Box]) -> list[Grid]:
    horizontal: list[Ruled] = []
    vertical: list[Ruled] = []
    for x0, top, x1, bottom in rules:
        if x1 - x0 >= bottom - top:
            horizontal.append(Ruled((top + bottom) / 2, x0, x1))
        else:
            vertical.append(Ruled((x0 + x1) / 2, top, bottom))
    horizontal, vertical = _merged(horizontal), _merged(vertical)
    if len(horizontal) + len(vertical) > _MOST_LINES:
        return []  # a drawing
    grids = (_grid(h, v) for h, v in _connected(horizontal, vertical))
    return [grid for grid in grids if grid is not None]


def _merged(lines: list[Ruled]) -> list[Ruled]:
    """Lines at one place as one place, and pieces that touch as one line."""
    lines.sort(key=lambda line: line.at)
    snapped: list[list[Ruled]] = []
    for line in lines:
        if (
            snapped
            and line.at - snapped[-1][-1].at <= _SNAP / 2
            and (line.at - snapped[-1][0].at <= _SNAP)
        ):
            snapped[-1].append(line)
        else:
            snapped.append([line])
    found: list[Ruled] = []
    for group in snapped:
        at = sum(line.at for line in group) / len(group)
        pieces = sorted((line.start, line.end) for line in group)
        start, end = pieces[0]
        for one_start, one_end in pieces[1:]:
            if one_start <= end + _SNAP:
                end = max(end, one_end)
            else:
                found.append(Ruled(at, start, end))
                start, end = one_start, one_end
        found.append(Ruled(at, start, end))
    return [line for line in found if line.end - line.start >= _SHORTEST]


def _connected(
    horizontal: list[Ruled], vertical: list[Ruled]
) -> Iterable[tuple[list[Ruled], list[Ruled]]]:
    """Lines that cross one another, directly or through others."""
    waiting = set(range(len(vertical)))
    unseen = set(range(len(horizontal)))
    while unseen:
        rows, columns = {unseen.pop()}, set[int]()
        fresh_rows, fresh_columns = set(rows), set[int]()
        while fresh_rows or fresh_columns:
            fresh_columns = {
                c for c in waiting if any(_cross(horizontal[r], vertical[c]) for r in fresh_rows)
            }
            waiting -= fresh_columns
            columns |= fresh_columns
            fresh_rows = {
                r for r in unseen if any(_cross(horizontal[r], vertical[c]) for c in fresh_columns)
            }
            unseen -= fresh_rows
            rows |= fresh_rows
            fresh_columns = set()
        yield [horizontal[r] for r in sorted(rows)], [vertical[c] for c in sorted(columns)]


def _cross(row: Ruled, column: Ruled) -> bool:
    return (
        row.start - _REACH <= column.at <= row.end + _REACH
        and column.start - _REACH <= row.at <= column.end + _REACH
    )


def _grid(horizontal: list[Ruled], vertical: list[Ruled]) -> Grid | None:
    if len(horizontal) < 2 or not vertical:
        return None
    xs = sorted({line.at for line in vertical})
    ys = sorted({line.at for line in horizontal})
    left, right = min(h.start for h in horizontal), max(h.end for h in horizontal)
    # Open sides: rows end where their lines end, and so do columns that a page break has cut.
    horizontal = [*horizontal]
    for end in (_open_end([v.start for v in vertical]), _open_end([-v.end for v in vertical])):
        y = abs(end)
        if y < ys[0] - 2 * _REACH or y > ys[-1] + 2 * _REACH:
            horizontal.append(Ruled(y, left, right))
            ys = sorted([*ys, y])
    top, bottom = ys[0], ys[-1]
    if xs[0] - left > 2 * _REACH:
        xs.insert(0, left)
        vertical = [*vertical, Ruled(left, top, bottom)]
    if right - xs[-1] > 2 * _REACH:
        xs.append(right)
        vertical = [*vertical, Ruled(right, top, bottom)]
    return Grid(xs, ys, horizontal, vertical) if len(xs) >= 2 and len(ys) >= 2 else None


def _open_end(ends: list[float]) -> float:
    """The outermost place that two lines reach, or the only line."""
    return sorted(ends)[:2][-1]
