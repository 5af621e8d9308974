"""A document's page: its text as lines and tables, with every fact marked where it stands.

In: a document's sources and what its address asks for. Out: a `DocumentPage`. A long text is shown a
page at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import Any

from api import payload
from api.view_document_layout import layout, spans_of_page
from api.view_document_marks import Mark, Place, beside, choose, kinds_shown, read_marks
from api.view_document_outline import Section, Tick, listed_around, outline_of, ticks_of
from api.view_document_pieces import Headings, Line, Pieces, TableBlock, blocks_of
from graph.store import Rows


@dataclass
class DocumentPage:
    """All that the template shows of a document's text."""

    source: dict[str, Any]
    sources: Rows
    blocks: list[Line | TableBlock]
    marks: list[Mark]
    counts: Counter[str]
    outline: list[Section]
    ticks: list[Tick]
    shown_kinds: frozenset[str]
    only_flags: bool
    chosen: list[Mark]
    previous: Mark | None
    next: Mark | None
    place: Place | None
    #: Start and end of what is shown, and the length of the whole.
    shown: tuple[int, int, int]
    page: int
    pages: list[int]
    unit: str
    #: Sections that the outline leaves out, because the text has too many.
    unlisted: int
    #: Statements whose evidence is exactly the chosen place: start, relationship, end.
    said: tuple[tuple[str, str, str], ...]

    @property
    def open_flags(self) -> int:
        """Flags that wait for somebody to read them."""
        return sum(mark.is_open for mark in self.marks)

    @property
    def reviewed(self) -> int:
        """Flags that somebody has read."""
        return sum(mark.review is not None for mark in self.marks)


def document_page(
    sources: Rows, *, source_id: str, fact: str, at: int, show: str, only_flags: bool
) -> DocumentPage:
    """The page of the source that is asked for, else the first."""
    source = next((row for row in sources if row["source_id"] == source_id), sources[0])
    store, source_id = payload.current_store(), source["source_id"]
    text = payload.source_text(source_id)
    read = read_marks(store, payload.graph_version(), source_id)
    facts = [mark for mark in read.marks if mark.kind != "section"]
    place, chosen = choose(fact, facts)
    spans, starts = layout(store, source_id)
    page = max(0, bisect_left(starts, (place[0] if place else at) + 1) - 1)
    here_spans = spans_of_page(spans, starts, page)
    shown_kinds = kinds_shown(show, only_flags)
    visible = [mark for mark in facts if mark.kind in shown_kinds or mark in chosen]
    provisions = payload.kept("provisions_of_source", source_id=source_id)
    sections = [row for row in provisions if not row["rule"] and row["start"] is not None]
    headings = _headings(sections)
    maker = Pieces(text, visible, headings, (place, chosen))
    start = here_spans[0].start if here_spans else 0
    end = here_spans[-1].end if here_spans else 0
    before, after = beside(visible, place)
    listed = listed_around(sections, place[0] if place else start)
    return DocumentPage(
        source=source,
        sources=sources,
        blocks=list(blocks_of(text, here_spans, maker, headings)),
        marks=facts,
        counts=Counter(mark.kind for mark in facts),
        outline=list(outline_of(sections, listed, facts, text, is_paged=len(starts) > 1)),
        ticks=ticks_of(visible, len(text)),
        shown_kinds=shown_kinds,
        only_flags=only_flags,
        chosen=chosen,
        previous=before,
        next=after,
        place=place,
        shown=(start, end, len(text)),
        page=page,
        pages=starts,
        unit="rows" if any(span.row for span in here_spans) else "text",
        unlisted=len(sections) - len(listed),
        said=read.said.get(place, ()) if place else (),
    )


def _headings(sections: Rows) -> Headings:
    """Where headings begin: (end, depth)."""
    return {row["start"]: (row["end"], row["depth"] or 1) for row in sections}
