"""The outline beside a document's text and the ruler at its edge.

In: a document's sections and facts. Out: `Section`s with the counts of what lies in them, `Tick`s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from api.view import here
from api.view_document_marks import Mark
from graph.store import Rows

_LONGEST_HEADING = 60
_MOST_SECTIONS = 160
_RULER_STEPS = 500
#: A roster has so many facts that their ticks would be one stripe; then only these are shown.
_MOST_TICKS = 600
_RARE = frozenset({"target", "flag", "rule"})


@dataclass(frozen=True)
class Section:
    """An entry of the outline; `name` is the heading as printed, with its number."""

    name: str
    depth: int
    start: int
    url: str
    facts: int
    flags: int


@dataclass(frozen=True)
class Tick:
    """A fact on the ruler: where, and of what kind."""

    at: int
    kind: str


def listed_around(sections: Rows, at: int) -> range:
    """The sections that an outline has room for: those around a place."""
    if len(sections) <= _MOST_SECTIONS:
        return range(len(sections))
    middle = bisect_left(sections, at, key=lambda row: row["start"])
    first = max(0, min(middle - _MOST_SECTIONS // 2, len(sections) - _MOST_SECTIONS))
    return range(first, first + _MOST_SECTIONS)


def outline_of(
    sections: Rows,
    listed: range,
    facts: Iterable[Mark],
    text: str,
    *,
    is_paged: bool,
) -> Iterator[Section]:
    """The listed sections; in a text of several pages each says on which page it lies."""
    starts = sorted(mark.start for mark in facts if mark.kind != "flag")
    flags = sorted(mark.start for mark in facts if mark.is_open)
    for i in listed:
        row = sections[i]
        depth = row["depth"] or 1
        end = next(
            (o["start"] for o in islice(sections, i + 1, None) if (o["depth"] or 1) <= depth),
            len(text),
        )
        url = here(fact=None, at=row["start"] if is_paged else None)
        yield Section(
            name=text[row["start"] : row["end"]].strip()[:_LONGEST_HEADING],
            depth=min(depth, 4),
            start=row["start"],
            url=f"{url}#c{row['start']}",
            facts=_between(starts, row["start"], end),
            flags=_between(flags, row["start"], end),
        )


def _between(places: list[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)


def ticks_of(marks: list[Mark], length: int) -> list[Tick]:
    """One tick for each kind and step of the ruler, however many facts there are."""
    ticks: dict[tuple[int, str], Tick] = {}
    waiting = [m for m in marks if m.kind != "flag" or m.is_open]
    for mark in waiting if len(waiting) <= _MOST_TICKS else (m for m in waiting if m.kind in _RARE):
        at = mark.start * _RULER_STEPS // max(1, length)
        ticks.setdefault((at, mark.kind), Tick(at, mark.kind))
    return list(ticks.values())
