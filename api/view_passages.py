"""What sources say of something, line by line: each line of a source once, with every word in it that a
statement rests on marked in the colour of what it states.

In: rows with `relationship`, `source_id`, `start`, `end` and `cell`. Out: `Passage`s in the order of their
sources and places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from api import payload
from api.view_facts import Sources, around, place_words

Span = tuple[int, int, str]


@dataclass(frozen=True)
class Passage:
    """A line of a source in parts: words, and the kind of the mark on them ("": none)."""

    parts: tuple[tuple[str, str], ...]
    document: str
    place: str
    url: str


def passages(rows: Iterable[Mapping[str, Any]], sources: Sources) -> list[Passage]:
    """The lines that statements rest on. Of marks that cover each other the shorter one shows."""
    found = []
    by_line = sorted(rows, key=lambda row: (*_line(row), row["start"], row["end"]))
    for (source_id, *_), members in groupby(by_line, key=_line):
        held = sources.document(source_id)
        said = list(members)
        if held is None:
            continue
        first = said[0]
        spans = [
            (row["start"], row["end"], payload.MARK_KINDS.get(row["relationship"], ""))
            for row in said
        ]
        found.append(
            Passage(
                parts=_parts(payload.source_text(source_id), spans),
                document=held[1],
                place=place_words(first["start"], first["end"], first.get("cell")),
                url=sources.url(source_id, first["start"], first["end"], spans[0][2]),
            )
        )
    return found


def _line(row: Mapping[str, Any]) -> tuple[str, int]:
    """The source of a statement, and where the line of its words begins."""
    source_id = row["source_id"]
    return source_id, payload.source_text(source_id).rfind("\n", 0, row["start"])


def _parts(text: str, spans: list[Span]) -> tuple[tuple[str, str], ...]:
    """The words around the spans, whole from the first span to the last, parted where marks change."""
    start, end = min(one[0] for one in spans), max(one[1] for one in spans)
    before, _, after = around(text, start, end)
    bounds = sorted({start, end, *(at for one in spans for at in one[:2])})
    parts = [(before, "")]
    for left, right in pairwise(bounds):
        over = [one for one in spans if one[0] <= left and right <= one[1]]
        kind = min(over, key=lambda one: one[1] - one[0])[2] if over else ""
        parts.append((text[left:right], kind))
    parts.append((after, ""))
    return tuple((words, kind) for words, kind in parts if words)
