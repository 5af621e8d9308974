"""Pages set in two columns: which parts of a page are read one after another.

In: a page's characters outside ruled tables, as rows of pieces too, and those tables. Out: stretches in the order of reading. A page is set in two
columns where running text stands on both sides of a free strip in its middle; what lies across the strip (a
title, a wide table, the page's number) is a stretch of its own. A column's text is moved to where the first
column stands, so that both have the same edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.document import Box
from ingest.readers.pdf_pages import Char
from ingest.readers.pdf_pieces import Piece, PieceRow

_ZONE = (0.38, 0.62)  # of the text's width: where the strip between two columns lies
_LEAST_STRIP = 0.9  # of the type's size
_FEWEST_LINES = 6  # on each side
_FULL = 0.85
_LEAST_FULL = 0.3
_LEAST_WIDTH = 9.0  # of the type's size
_ALIKE = 0.7
_SAME_LAYOUT = 40.0


@dataclass(frozen=True)
class Stretch:
    """A part of a page: `lane` is its place in the order of reading, `shift` how far to the left it was moved,
    `is_column` whether it is one of two columns."""

    lane: int
    chars: list[Char]
    shift: float = 0.0
    is_column: bool = False
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Two columns: where the strip between them lies, and how far the second lies from the first."""

    strip: float
    shift: float


@dataclass(frozen=True)
class _Item:
    """A piece of text, or a table."""

    x0: float
    top: float
    x1: float
    piece: Piece | None
    box: Box | None = None


def stretches(
    chars: list[Char], rows: Sequence[PieceRow], tables: Sequence[Box], before: Layout | None
) -> tuple[list[Stretch], Layout | None]:
    """The page's parts in the order of reading, and its layout where that is in columns. `before` is that of
    the page before: a last page may have one column only."""
    whole = [Stretch(0, chars, boxes=tuple(tables))]
    if before is None and len(tables) < 2 and not any(len(row.pieces) > 1 for row in rows):
        return whole, None
    items = [_Item(p.x0, p.top, p.x1, p) for row in rows for p in row.pieces]
    items += [_Item(box[0], box[1], box[2], None, box) for box in tables]
    strip = _strip(items, max((row.size for row in rows), default=0.0))
    if strip is None and before is None:
        return whole, None
    items.sort(key=lambda item: (item.top, item.x0))
    runs = _runs(items, strip)
    if strip is not None and any(_is_text(run, strip) for across, run in runs if not across):
        layout = _layout(runs, strip, before)
    elif before is not None and _keeps_to(items, before.strip):
        layout = before
        runs = _runs(items, before.strip)
    else:
        return whole, None
    return list(_in_order(runs, layout)), layout


def _layout(
    runs: Sequence[tuple[bool, list[_Item]]], strip: float, before: Layout | None
) -> Layout:
    """The layout of a page; that of the page before where it is about the same, for its columns are known from
    more text."""
    beside = [item for across, run in runs if not across for item in run]
    left, right = (
        min(item.x0 for item in beside if (item.x0 >= strip) == is_right)
        for is_right in (False, True)
    )
    if before is not None and abs(before.shift - (right - left)) < _SAME_LAYOUT:
        return before
    return Layout(strip, right - left)


def _strip(items: Sequence[_Item], size: float) -> float | None:
    """Where in the middle of the page the fewest pieces lie."""
    tables = sum(item.piece is None for item in items)
    if len(items) < 2 * _FEWEST_LINES and tables < 2:
        return None
    left, right = min(item.x0 for item in items), max(item.x1 for item in items)
    low, high = (left + part * (right - left) for part in _ZONE)
    edges = sorted([(item.x0, 1) for item in items] + [(item.x1, -1) for item in items])
    cover, place = 0, low
    best: tuple[float, float, float] | None = None  # fewest pieces, then the widest strip
    for x, step in [*edges, (high, 0)]:
        start, end = max(place, low), min(x, high)
        if end - start >= _LEAST_STRIP * size * 0.5:
            best = min(best or (1e9, 0, 0), (cover, start - end, (start + end) / 2))
        cover += step
        place = x
    return best[2] if best is not None else None


def _runs(items: Sequence[_Item], middle: float | None) -> list[tuple[bool, list[_Item]]]:
    """The items from top to bottom in runs: across the strip, or beside it."""

    def is_across(item: _Item) -> bool:
        return middle is not None and item.x0 < middle < item.x1

    return [(across, list(run)) for across, run in groupby(items, is_across)]


def _is_text(run: Sequence[_Item], middle: float) -> bool:
    """Whether running text stands on both sides of the strip; a ruled table does as well, and a few lines do
    beside a column that is full."""
    sides = [i for i in run if i.x1 <= middle], [i for i in run if i.x0 >= middle]
    if not all(sides):
        return False
    widths = [max(i.x1 for i in side) - min(i.x0 for i in side) for side in sides]
    full = [any(i.piece is None for i in side) or _is_full(_pieces(side)) for side in sides]
    if all(full):
        return min(widths) >= _ALIKE * max(widths)
    for index in (0, 1):
        other = _pieces(sides[1 - index])
        if full[index] and len(_pieces(sides[index])) >= 2 * _FEWEST_LINES:
            # Several pieces at one height are the columns of a table.
            is_table = len({round(piece.top) for piece in other}) < len(other)
            wide = any(piece.x1 - piece.x0 >= _FULL * widths[index] for piece in other)
            return wide and not is_table
    return False


def _pieces(side: Sequence[_Item]) -> list[Piece]:
    return [item.piece for item in side if item.piece is not None]


def _is_full(pieces: Sequence[Piece]) -> bool:
    """Whether lines fill the width of their side as running text does."""
    if len(pieces) < _FEWEST_LINES:
        return False
    size = pieces[0].bottom - pieces[0].top
    width = max(piece.x1 for piece in pieces) - min(piece.x0 for piece in pieces)
    full = sum(piece.x1 - piece.x0 >= _FULL * width for piece in pieces)
    return width >= _LEAST_WIDTH * size and full >= _LEAST_FULL * len(pieces)


def _keeps_to(items: Sequence[_Item], middle: float) -> bool:
    """Whether a page's text stands beside the strip, but for a head and a foot."""
    across = sum(item.x0 < middle < item.x1 for item in items)
    return bool(items) and across <= 2 < len(items)


def _in_order(runs: Sequence[tuple[bool, list[_Item]]], layout: Layout) -> Iterator[Stretch]:
    lane, middle = 0, layout.strip
    for across, run in runs:
        parts = (
            [run]
            if across
            else [[i for i in run if i.x1 <= middle], [i for i in run if i.x0 >= middle]]
        )
        for part, moved in zip(parts, (0.0, layout.shift), strict=False):
            if not part:
                continue
            chars = [
                char._replace(x0=char.x0 - moved, x1=char.x1 - moved) if moved else char
                for item in part
                if item.piece is not None
                for char in item.piece.chars
            ]
            boxes = tuple(item.box for item in part if item.box is not None)
            yield Stretch(lane, chars, moved, not across, boxes)
            lane += 1
