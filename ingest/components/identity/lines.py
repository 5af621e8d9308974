"""Lines of a text: what titles, numbers and signatures stand on."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line without the space around it, and where it lies."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not empty."""
    lines, start = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip(" \t#")
        if stripped:
            first = start + raw.index(stripped)
            lines.append(Line(first, first + len(stripped), stripped))
        start += len(raw) + 1
    return lines


def joined(lines: list[Line]) -> Line:
    """Lines in a row as one."""
    return Line(lines[0].start, lines[-1].end, "".join(line.text for line in lines))
