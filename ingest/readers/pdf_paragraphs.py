"""Lines of a PDF into paragraphs.

In: lines with places, and what is usual in the document. Out: whether a line goes on in the next. Chinese
paragraphs begin two characters in; a line that ends early ends its paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.readers.pdf_lines import Line, first_word, full_edge, joined

_STOPS = "。！？；：…”"
_MARK = re.compile(
    r"第[〇零一二三四五六七八九十百\d]+[章节条编部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳]"
)


@dataclass
class Paragraph:
    """Lines that are one paragraph, with the page of each."""

    lines: list[tuple[int, Line]]

    @property
    def text(self) -> str:
        """The lines as one text."""
        text = ""
        for _, line in self.lines:
            text = joined(text, line.text)
        return text

    def place(self) -> tuple[int, Box]:
        """The page on which it begins, and its box there."""
        page, first = self.lines[0]
        here = [
            line.box for number, line in self.lines if (number, line.lane) == (page, first.lane)
        ]
        lefts, tops, rights, bottoms = zip(*here, strict=True)
        return page, (min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True)
class Measures:
    """What is usual in this document: where lines begin and end, how far they are apart, their size."""

    left: float
    right: float
    pitch: float
    size: float

    @classmethod
    def of(cls, by_page: Sequence[Sequence[Line]]) -> Measures:
        """The measures of a document's body lines."""
        lines = [line for page in by_page for line in page]
        if not lines:
            return cls(0, 0, 0, 0)
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        size = sizes.most_common(1)[0][0]
        body = [line for line in lines if abs(line.size - size) < 0.12 * size]
        ends = sorted(line.x1 for line in body)
        em = median(line.em for line in body)
        right = full_edge(ends, em)
        starts = sorted(line.x0 for line in body if line.x1 > right - 2 * em) or [body[0].x0]
        enough = max(1, len(starts) // 10)
        left = next(x for x in starts if sum(abs(x - other) < em / 2 for other in starts) >= enough)
        steps = [
            below.top - above.top
            for page in by_page
            for above, below in pairwise(page)
            if 0 < below.top - above.top < 4 * size
        ]
        return cls(left, right, median(steps) if steps else 2 * size, size)

    def runs_on(self, above: Line, below: Line, same_page: bool) -> bool:
        """Whether the line below goes on with the paragraph of the line above."""
        far = same_page and below.top - above.top > 1.5 * max(self.pitch, above.size)
        if far or not 0.88 < below.size / above.size < 1.14:
            return False
        if self._is_title(above) and self._is_title(below):
            return same_page
        return self._is_full(above, below) and not self._begins(above, below)

    def _begins(self, above: Line, below: Line) -> bool:
        """Whether a line below a full one begins a paragraph: by its indent, or by its number."""
        indented = below.x0 > self.left + 1.2 * below.em
        numbered = _MARK.match(below.text) is not None
        if above.text[-1] in _STOPS:
            return indented or numbered
        return indented and (numbered or below.x0 < above.x0 - 0.5 * below.em)

    def _is_full(self, above: Line, below: Line) -> bool:
        """Whether the next line's first word would not have fitted."""
        if above.x0 > self.left + 6 * above.em:
            return False  # a signature at the right
        inset = self.left + 2.5 * above.em
        if min(above.x0, below.x0) > inset and abs(above.x0 - below.x0) > above.em / 2:
            return False  # the same in a narrow column: its lines end alike and do not begin alike
        width = first_word(below.text) * above.em
        return self.right - above.x1 < width + 0.6 * above.em

    def _is_title(self, line: Line) -> bool:
        """A centred line in larger type: titles are broken where it looks well."""
        room_left, room_right = line.x0 - self.left, self.right - line.x1
        centred = abs(room_left - room_right) < 2.5 * line.em
        return centred and line.size > 1.12 * self.size
