"""A page's characters as pieces: runs of one visual line that no wide room parts.

In: characters. Out: rows of pieces, from top to bottom, each row from left to right. A line of running text is
one piece; a row of a table has one in each column that has a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_lines import visual_lines
from ingest.readers.pdf_pages import Char

_WIDE = 0.6  # of the character's height: justifying puts less between characters
_SAME_SIZE = 0.15


@dataclass(frozen=True)
class Piece:
    """A run of characters and its box."""

    chars: tuple[Char, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def text(self) -> str:
        """Its characters without spaces."""
        return "".join(char.text for char in self.chars if not char.text.isspace())

    @property
    def middle(self) -> float:
        """How far right its middle lies."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class PieceRow:
    """The pieces at one height."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float
    size: float

    def is_like(self, size: float) -> bool:
        """Whether its type is of about that size."""
        return abs(self.size - size) <= _SAME_SIZE * size


def piece_rows(chars: Sequence[Char]) -> list[PieceRow]:
    """The characters as rows of pieces."""
    rows = (_row([c for c in line if not c.text.isspace()]) for line in visual_lines(chars))
    return [row for row in rows if row is not None]


def _row(line: list[Char]) -> PieceRow | None:
    if not line:
        return None
    heights = sorted([char.bottom - char.top for char in line])
    size = heights[len(heights) // 2]
    room = _WIDE * size
    starts = [0]
    end = line[0].x1
    for index, char in enumerate(line):
        if char.x0 - end > room:
            starts.append(index)
            end = char.x1
        elif char.x1 > end:
            end = char.x1
    ends = [*starts[1:], len(line)]
    pieces = tuple(_piece(line[a:b]) for a, b in zip(starts, ends, strict=True))
    return PieceRow(pieces, min(p.top for p in pieces), max(p.bottom for p in pieces), size)


def _piece(run: list[Char]) -> Piece:
    return Piece(
        tuple(run),
        run[0].x0,
        min([c.top for c in run]),
        max([c.x1 for c in run]),
        max([c.bottom for c in run]),
    )
