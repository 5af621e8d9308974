"""Where the rows of a table without full rules part.

In: the visual rows of a table, its columns, and the lines drawn across it. Out: heights at which one row of the table
ends and the next begins. Lines say it where there are any; then a column of running numbers, one in each
row; then the room between rows, which is more than between the lines of a cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.readers.pdf_pieces import Piece, PieceRow

_MOSTLY = 0.7
_LEAST_COVER = 0.5  # of the table's width: a line that parts rows
_FEW_BANDS = 4
_ABOUT = 0.8
_JUMP = 1.5


@dataclass(frozen=True)
class Cut:
    """A height at which rows part; `spans` are the lines drawn there, none where the cut is whole."""

    at: float
    spans: list[tuple[float, float]] = field(default_factory=list)


def separators(
    rows: Sequence[PieceRow],
    columns: Sequence[Sequence[tuple[int, Piece]]],
    rules: Sequence[Box],
    width: float,
) -> list[Cut]:
    """The cuts between rows from top to bottom."""
    gaps = _gaps(rows)
    ruled = _ruled(rows, rules, width)
    anchors = _anchors(columns)
    bands = _bands(len(rows), set(ruled))
    if len(bands) >= _FEW_BANDS and all(sum(i in anchors for i in b) < 2 for b in bands):
        cuts = set(ruled)
    else:
        cuts = set(ruled)
        for band in bands:
            inside = sorted(anchors & set(band))
            if len(inside) > 1:
                cuts |= _between_anchors(band, inside, gaps, rows, columns)
            elif not inside or len(bands) == 1:
                cuts |= _by_room(band, gaps)
    found = []
    for index in sorted(cuts):
        at = (max(r.bottom for r in rows[max(0, index - 3) : index + 1]) + rows[index + 1].top) / 2
        found.append(ruled.get(index) or Cut(at))
    return found


def _gaps(rows: Sequence[PieceRow]) -> list[float]:
    """The room below each row but the last; below nothing where two rows overlap."""
    gaps, bottom = [], 0.0
    for row, below in pairwise(rows):
        bottom = max(bottom, row.bottom)
        gaps.append(below.top - bottom)
    return gaps


def _ruled(rows: Sequence[PieceRow], rules: Sequence[Box], width: float) -> dict[int, Cut]:
    """The cuts that lines make, by the row above."""
    by_row: dict[int, list[Box]] = {}
    bottoms: list[float] = []
    for row in rows:
        bottoms.append(max(row.bottom, bottoms[-1] if bottoms else row.bottom))
    index = 0
    for rule in sorted(rules, key=lambda rule: rule[1]):
        while index + 1 < len(rows) and rows[index + 1].top + 2 < rule[1]:
            index += 1
        if index + 1 < len(rows) and bottoms[index] - 3 <= rule[1]:
            by_row.setdefault(index, []).append(rule)
    found = {}
    for row_index, drawn in by_row.items():
        if sum(r[2] - r[0] for r in drawn) >= _LEAST_COVER * width:
            at = sum(r[1] for r in drawn) / len(drawn)
            found[row_index] = Cut(at, [(r[0] - 3, r[2] + 3) for r in drawn])
    return found


def _anchors(columns: Sequence[Sequence[tuple[int, Piece]]]) -> set[int]:
    """The rows that have something in the column of running numbers."""
    for column in columns[:3]:
        numbers = sum(piece.text.isdecimal() for _, piece in column)
        if numbers >= 2 and numbers >= _MOSTLY * len(column):
            return {index for index, _ in column}
    return set()


def _bands(count: int, cuts: set[int]) -> list[range]:
    starts = [0, *(index + 1 for index in sorted(cuts))]
    return [range(a, b) for a, b in zip(starts, [*starts[1:], count], strict=True)]


def _between_anchors(
    band: range,
    anchors: Sequence[int],
    gaps: Sequence[float],
    rows: Sequence[PieceRow],
    columns: Sequence[Sequence[tuple[int, Piece]]],
) -> set[int]:
    """A cut at the widest room between two numbers, and around what stands alone between them."""
    cuts = set()
    for above, below in pairwise(anchors):
        cuts.add(max(range(above, below), key=lambda index: (round(gaps[index], 1), index)))
    usual = median(gaps[index] for index in cuts)
    for index in range(band.start + 1, band.stop - 1):
        alone = index not in anchors and len(rows[index].pieces) == 1
        apart = min(gaps[index - 1], gaps[index]) >= _ABOUT * usual
        if alone and apart and usual > 0 and not _runs_on(index, columns):
            cuts |= {index - 1, index}
    head = range(band.start, anchors[0])
    cuts |= {i for i in head if gaps[i] >= _ABOUT * usual and usual > 0}
    return cuts


def _runs_on(index: int, columns: Sequence[Sequence[tuple[int, Piece]]]) -> bool:
    """Whether the only piece of a row goes on with a line above it that fills its column."""
    for column in columns:
        above = [piece for row, piece in column if row == index - 1]
        here = [piece for row, piece in column if row == index]
        if above and here:
            widest = max(piece.x1 - piece.x0 for _, piece in column)
            height = here[0].bottom - here[0].top
            return widest - (above[-1].x1 - above[-1].x0) < 1.1 * height
    return False


def _by_room(band: range, gaps: Sequence[float]) -> set[int]:
    """Cuts at the wider of two kinds of room; everywhere where there is only one kind."""
    inside = [(gaps[index], index) for index in band[:-1]]
    sizes = sorted(gap for gap, _ in inside)
    if not sizes:
        return set()
    jumps = [(b - a, b) for a, b in pairwise(sizes) if b > _JUMP * max(a, 1.0)]
    least = max(jumps)[1] if jumps else sizes[0]
    return {index for gap, index in inside if gap >= least - 0.01}
