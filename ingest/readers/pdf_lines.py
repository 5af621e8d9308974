"""Characters with places into lines of text.

In: the characters of a page or of a table's cell. Out: its lines from top to bottom. Room between
characters becomes a space only where it is wider than what justifying a line puts there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Box
from ingest.readers.pdf_pages import Char
from ingest.text import unified

_SAME_LINE = 0.5  # of the smaller height: how far centres may lie apart
_LATIN_GAP = 0.2  # of the height, between letters and digits
_HAN_GAP = 0.75
_UNIT = re.compile(
    r"[（《「『“‘〈【〔(\[]*(?:[A-Za-z0-9.,%+\-/]+|.)[，。、；：！？）》」』”’〉】〕%]*"
)


@dataclass(frozen=True)
class Line:
    """A line of text and its box; `size` is the usual height of its characters, `em` the usual width of
    its Chinese ones. On a page in columns `lane` counts its parts as they are read, and the line of a
    right column is moved to the left by `shift`, to where the left one stands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    em: float
    lane: int = 0
    shift: float = 0.0
    is_column: bool = False

    @property
    def box(self) -> Box:
        """Where it stands on its page."""
        return self.x0 + self.shift, self.top, self.x1 + self.shift, self.bottom


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """The lines that the characters make, from top to bottom."""
    lines = (_line(row) for row in visual_lines(chars))
    return [line for line in lines if line is not None]


def visual_lines(chars: Sequence[Char]) -> list[list[Char]]:
    """The characters by height, from top to bottom, each line from left to right."""
    rows: list[list[Char]] = []
    centres: list[float] = []
    for char in sorted(chars, key=lambda c: ((c.top + c.bottom) / 2, c.x0)):
        centre, height = (char.top + char.bottom) / 2, char.bottom - char.top
        if rows and abs(centre - centres[-1]) <= _SAME_LINE * min(height, _height(rows[-1][-1])):
            rows[-1].append(char)
            # A raised figure does not move the line: the first character with height holds it.
            continue
        rows.append([char])
        centres.append(centre)
    return [sorted(row, key=lambda c: c.x0) for row in rows]


def _height(char: Char) -> float:
    return max(char.bottom - char.top, 1.0)


def _line(row: list[Char]) -> Line | None:
    inked = [char for char in row if not char.text.isspace()]
    if not inked:
        return None
    size = sorted(map(_height, inked))[len(inked) // 2]
    text = ""
    before: Char | None = None
    for char in row:
        if before is not None and _is_same(before, char, size):
            continue  # bold made by printing twice
        if before is not None and text[-1:].strip() and char.text.strip():
            text += " " if _parted(before, char, size) else ""
        text += char.text if char.text.strip() or char.text == "\u3000" else " "
        before = char
    wide = sorted(c.x1 - c.x0 for c in inked if not c.text.isascii())
    return Line(
        unified(text.strip()),
        min(c.x0 for c in inked),
        min(c.top for c in inked),
        max(c.x1 for c in inked),
        max(c.bottom for c in inked),
        size,
        wide[len(wide) // 2] if wide else size * 0.8,
    )


def _is_same(before: Char, char: Char, size: float) -> bool:
    return before.text == char.text and abs(before.x0 - char.x0) < 0.12 * size


def _parted(before: Char, char: Char, size: float) -> bool:
    gap = char.x0 - before.x1
    narrow = _is_latin(before.text) and _is_latin(char.text)
    return gap > (_LATIN_GAP if narrow else _HAN_GAP) * size


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def joined(first: str, second: str) -> str:
    """Two halves of one text, cut where a line ended: with a space only between Latin words."""
    if not first or not second:
        return first + second
    return first + (" " if _is_latin(first[-1]) and _is_latin(second[0]) else "") + second


def first_word(text: str) -> float:
    """How wide the first word is that a line cannot break, in widths of a Chinese character: one character with
    the marks that may not end or begin a line, or a whole number or Latin word."""
    word = _UNIT.match(text)
    return sum(0.5 if c.isascii() else 1.0 for c in (word[0] if word else text[:1]))


def full_edge(ends: Sequence[float], em: float) -> float:
    """Where full lines end, of the sorted ends of all: not where a mark hangs over the edge that the other
    lines keep."""
    furthest = ends[-1 - len(ends) // 50]
    for last, end in reversed(list(enumerate(ends))):
        if end < furthest - 1.5 * em:
            break
        if end <= furthest and last - bisect_left(ends, end - em / 2) >= max(1, len(ends) // 30):
            return end
    return furthest
