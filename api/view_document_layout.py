"""A source's text as lines, rows of tables, and pages of a bearable length.

In: a text. Out: `Span`s in the order of the text, and where pages begin. Texts never change, so that
this is worked out once for each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from api import payload
from graph.store import Store

PAGE_CHARACTERS = 16_000
PAGE_ROWS = 200
_LONGEST_LINE = 8_000


@dataclass(frozen=True)
class Span:
    """A line or row before it is cut into pieces."""

    start: int
    end: int
    row: int = 0  # its number in the sheet; 0 is running text
    columns: int = 0


@lru_cache(maxsize=32)
def layout(_store: Store, source_id: str) -> tuple[tuple[Span, ...], list[int]]:
    """A text's lines and rows, and where its pages begin. Texts never change."""
    spans = tuple(spans_of(payload.source_text(source_id)))
    starts: list[int] = []
    characters = rows = 0
    for span in spans:
        characters += span.end - span.start
        rows += span.row > 0
        if not starts or characters > PAGE_CHARACTERS or rows > PAGE_ROWS:
            starts.append(span.start)
            characters, rows = span.end - span.start, int(span.row > 0)
    return spans, starts or [0]


def spans_of(text: str) -> Iterator[Span]:
    """A text's lines and rows; empty lines are left out."""
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        run = at
        while run < len(lines) and "\t" in text[lines[run][0] : lines[run][1]]:
            run += 1
        if run == at:
            yield from _long_line(text, *lines[at])
            at += 1
            continue
        last = _end_of_table(lines, at)
        yield from _table(text, lines[at:last])
        at = last


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        yield start, end
        start = end + 1


def _long_line(text: str, start: int, end: int) -> Iterator[Span]:
    """A line of running text, cut after a full stop where it is too long for a page."""
    while end - start > _LONGEST_LINE:
        cut = text.rfind("。", start, start + _LONGEST_LINE) + 1
        cut = cut if cut > start else start + _LONGEST_LINE
        yield Span(start, cut)
        start = cut
    if text[start:end].strip():
        yield Span(start, end)


def _end_of_table(lines: list[tuple[int, int]], first: int) -> int:
    """A table ends at an empty line: a line without a tab inside it belongs to a cell above."""
    last = first
    while last < len(lines) and lines[last][0] < lines[last][1]:
        last += 1
    return last


def _table(text: str, lines: list[tuple[int, int]]) -> Iterator[Span]:
    """Rows: a cell may hold line ends, so lines are joined until the row has all its tabs."""
    tabs = [text.count("\t", start, end) for start, end in lines]
    width = Counter(tabs).most_common(1)[0][0]
    at = number = 0
    while at < len(lines):
        number += 1
        last, have = at, tabs[at]
        while have < width and last + 1 < len(lines) and tabs[last + 1] < width:
            if have + tabs[last + 1] > width:
                break
            last += 1
            have += tabs[last]
        if have != width:
            last = at
        yield Span(lines[at][0], lines[last][1], number, max(tabs[at], have) + 1)
        at = last + 1


def spans_of_page(spans: tuple[Span, ...], starts: list[int], page: int) -> list[Span]:
    """The lines and rows of a page, by its number from 0."""
    first = starts[page]
    last = starts[page + 1] if page + 1 < len(starts) else None
    begin = bisect_left(spans, first, key=lambda span: span.start)
    end = len(spans) if last is None else bisect_left(spans, last, key=lambda span: span.start)
    return list(spans[begin:end])
