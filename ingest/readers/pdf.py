"""PDF: text with its places; paragraphs and tables as they were before pages cut them.

Lines become paragraphs again: one that fills its width runs on in the next, without a space between
Chinese characters. What pages repeat at their head and foot is furniture. Pages without a text layer are
said; a file of nothing else cannot be read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Box, Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.pdf_aligned import Aligned, aligned_tables, hung
from ingest.readers.pdf_columns import Layout, Stretch, stretches
from ingest.readers.pdf_joins import continued
from ingest.readers.pdf_lines import Line, lines_of
from ingest.readers.pdf_pages import Page, each_page
from ingest.readers.pdf_paragraphs import Measures, Paragraph
from ingest.readers.pdf_pieces import piece_rows
from ingest.readers.pdf_tables import PdfTable, split_page
from ingest.readers.raw import RawFile

_ZONE = 0.14  # of a page's height: where heads and feet stand
_FEWEST_CHARACTERS = 8
_SCANNED_SHARE = 0.3
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–―－·•~～.]*(?:第?\s*[\d０-９]{1,4}\s*页?|第\s*[\d〇一二三四五六七八九十百]{1,5}\s*页)"
    r"(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[\s\-—–―－·•~～.]*$|^page\s+\d+(?:\s+of\s+\d+)?$",
    re.IGNORECASE,
)
_CONTINUED_MARK = re.compile(r"^[(（]?(?:续表|续上表|接上表|转下页|接上页|续)[)）]?\s*\d*$")
_CONTENTS_LINE = re.compile(r"[.…·．]{6,}\s*\d{1,4}\s*$")


@dataclass
class _Content:
    """What one page has: lines outside tables, and tables."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[PdfTable]
    characters: int
    unknown: int
    image_share: float
    slanted: str

    @property
    def is_scanned(self) -> bool:
        return self.characters < _FEWEST_CHARACTERS and self.image_share >= _SCANNED_SHARE


def read(raw: RawFile) -> Document:
    """Read a PDF. Raises UnreadableDocument for one that is broken, encrypted or only pictures."""
    pages = each_page(raw, _Contents().of)
    _refuse_without_text(raw, pages)
    furniture = _furniture(pages)
    builder = TextBuilder()
    writer = _Writer(builder, _measures(pages, furniture, False), _measures(pages, furniture, True))
    for page in pages:
        writer.page(page, furniture)
    writer.finish()
    return raw.document(builder, "utf-8", *_notes(pages, writer))


def _measures(pages: Sequence[_Content], furniture: set[int], columns: bool) -> Measures:
    """What is usual in the text that is set in columns, or in the one that is not."""
    return Measures.of(
        [
            [
                line
                for line in sorted(page.lines, key=lambda line: (line.lane, line.top))
                if id(line) not in furniture and line.is_column == columns
            ]
            for page in pages
        ]
    )


class _Contents:
    """Takes the pages in their order: a table may go on from one to the next."""

    def __init__(self) -> None:
        self._last: PdfTable | None = None
        self._layout: Layout | None = None
        self._hanging: tuple[_Content, Page, Aligned] | None = None

    def of(self, page: Page) -> _Content:
        """What a page has."""
        ruled, rest = split_page(page)
        rows = piece_rows(rest)
        boxes = [table.box for table in ruled]
        parts, self._layout = stretches(rest, rows, boxes, self._layout)
        tables: list[PdfTable] = []
        lines: list[Line] = []
        hanging: Aligned | None = None
        for part in parts:
            here = [_in_lane(table, part) for table in ruled if table.box in part.boxes]
            if len(parts) > 1:
                rows = piece_rows(part.chars)
            aligned = aligned_tables(_moved(page, part), part.chars, rows, self._last)
            if self._hanging is not None and aligned.tables and not tables:
                self._hang(*self._hanging, aligned.tables[0])
            here += [_in_lane(table, part, is_moved=True) for table in aligned.tables]
            tables += sorted(here, key=lambda table: table.box[1])
            self._last = tables[-1] if tables else None
            lines += [
                replace(line, lane=part.lane, shift=part.shift, is_column=part.is_column)
                for line in lines_of(aligned.rest)
            ]
            hanging = aligned if aligned.hanging and len(parts) == 1 else None
        inked = sum(1 for char in page.chars if char.text.strip())
        content = _Content(
            page.number, page.width, page.height, sorted(lines, key=lambda line: line.top), tables,
            inked, page.unknown, page.image_share, page.slanted,
        )  # fmt: skip
        self._hanging = (content, page, hanging) if hanging is not None else None
        return content

    def _hang(self, content: _Content, page: Page, found: Aligned, after: PdfTable) -> None:
        """Rows at the foot of a page that only the next page shows to be a table's."""
        table = hung(page, found.rest, found.hanging, after)
        if table is not None:
            content.tables += table.tables
            content.lines = lines_of(table.rest)


def _moved(page: Page, part: Stretch) -> Page:
    """The page with its ruled lines where a stretch of it has been moved to."""
    if not part.shift:
        return page
    return replace(
        page, rules=[(a - part.shift, b, c - part.shift, d) for a, b, c, d in page.rules]
    )


def _in_lane(table: PdfTable, part: Stretch, is_moved: bool = False) -> PdfTable:
    """A table of a stretch: its columns where the stretch was moved to, its boxes where it is."""
    if not part.shift:
        return replace(table, lane=part.lane)
    back = part.shift if is_moved else 0.0
    columns = table.columns if is_moved else tuple(x - part.shift for x in table.columns)
    places = {
        place: (page, (a + back, b, c + back, d))
        for place, (page, (a, b, c, d)) in table.places.items()
    }
    a, b, c, d = table.box
    box = (a + back, b, c + back, d)
    return replace(table, lane=part.lane, columns=columns, places=places, box=box)


def _refuse_without_text(raw: RawFile, pages: Sequence[_Content]) -> None:
    if any(page.characters for page in pages):
        return
    if any(page.unknown for page in pages):
        raise UnreadableDocument(
            raw.path,
            "PDF 的字体没有字符对照，文字读不出；请重新导出，或做文字识别（OCR）",
            "the fonts of the PDF do not say what their characters are; export it anew or run OCR",
        )
    scanned = sum(page.is_scanned for page in pages)
    raise UnreadableDocument(
        raw.path,
        f"PDF 没有文字层（共 {len(pages)} 页，扫描页 {scanned}）；请先做文字识别（OCR），或用原来的电子文档",
        f"the PDF has no text layer ({len(pages)} pages, {scanned} scanned); run OCR first, or take "
        "the file that it was printed from",
    )


def _notes(pages: Sequence[_Content], writer: _Writer) -> Iterator[str]:
    without = [page.number for page in pages if page.characters < _FEWEST_CHARACTERS]
    scanned = [page.number for page in pages if page.is_scanned]
    if scanned:
        yield (
            f"第 {_listed(scanned)} 页是扫描图，没有文字层，没有读入；请做文字识别（OCR） / "
            f"pages {_listed(scanned)} are scanned and were not read; run OCR"
        )
    recognised = [p.number for p in pages if p.image_share > 0.8 and p.number not in without]
    if recognised:
        yield (
            f"第 {_listed(recognised)} 页是图片上的识别文字，可能有错字 / "
            f"the text of pages {_listed(recognised)} comes from recognition and may have errors"
        )
    if unknown := sum(page.unknown for page in pages):
        yield f"有 {unknown} 个字符的字体没有对照，没有读入 / {unknown} characters of unknown fonts"
    if any(page.slanted for page in pages):
        yield "斜排的水印没有读入 / water marks at an angle were left out"
    if writer.dropped:
        yield (
            f"页眉、页脚、页码 {writer.dropped} 行，不作正文 / "
            f"{writer.dropped} lines of heads, feet and page numbers, kept out of the prose"
        )
    if writer.joined:
        yield f"接合了跨页的表 {writer.joined} 处 / {writer.joined} tables joined across pages"


def _listed(numbers: Sequence[int]) -> str:
    shown = "、".join(map(str, numbers[:12]))
    return shown + (" …" if len(numbers) > 12 else "")


# Furniture


def _furniture(pages: Sequence[_Content]) -> set[int]:
    """The ids of lines that are heads and feet: page numbers, and what several pages have at one height."""
    found: set[int] = set()
    repeated: dict[tuple[str, int], list[Line]] = defaultdict(list)
    near: dict[tuple[str, int], list[Line]] = defaultdict(list)
    usual = Measures.of([page.lines for page in pages])
    for page in pages:
        apart = list(_apart(page, usual))
        for line in apart:
            repeated[_key(line)].append(line)
        for line in (*page.lines[:1], *page.lines[-1:]):
            if _in_zone(line, page) and line not in apart:
                near[_key(line)].append(line)
        for line in page.lines:
            if _in_zone(line, page) and (
                _PAGE_NUMBER.match(line.text) or _CONTINUED_MARK.match(line.text)
            ):
                found.add(id(line))
    least = max(2, round(0.3 * len(pages)))
    for key, lines in repeated.items():
        # What stands apart from the text of one page may be near that of another.
        same = [*lines, *near[key]]
        if len(same) >= least:
            found |= set(map(id, same))
    return found


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"[\d\s]+", "#", line.text), round(line.top / 6)


def _in_zone(line: Line, page: _Content) -> bool:
    return line.bottom < _ZONE * page.height or line.top > (1 - _ZONE) * page.height


def _apart(page: _Content, usual: Measures) -> Iterator[Line]:
    """Lines at head and foot that do not run with the text: of another size, or with room between."""
    middle = page.height / 2
    yield from _outside(page, [line for line in page.lines if line.top < middle], usual)
    yield from _outside(page, [line for line in page.lines if line.top >= middle][::-1], usual)


def _outside(page: _Content, inwards: Sequence[Line], usual: Measures) -> Iterator[Line]:
    waiting: list[Line] = []
    for index, line in enumerate(inwards):
        if not _in_zone(line, page):
            return
        waiting.append(line)
        after = inwards[index + 1] if index + 1 < len(inwards) else None
        other_size = abs(line.size - usual.size) > 0.12 * usual.size
        if after is None or other_size or abs(after.top - line.top) > 1.3 * usual.pitch:
            yield from waiting
            waiting = []


# The text


class _Writer:
    """Puts pages together into one text."""

    def __init__(self, builder: TextBuilder, wide: Measures, narrow: Measures) -> None:
        self._builder = builder
        self._measures = {False: wide, True: narrow}
        self._paragraph: Paragraph | None = None
        self._table: PdfTable | None = None
        self._tables = 0
        self._waiting: list[tuple[str, int, Box]] = []
        self._seen: set[str] = set()
        self.dropped = 0
        self.joined = 0

    def page(self, page: _Content, furniture: set[int]) -> None:
        """Add a page."""
        items: list[tuple[int, float, Line | PdfTable]] = [
            (line.lane, line.top, line) for line in page.lines
        ]
        items += [(table.lane, table.box[1], table) for table in page.tables]
        for _, _, item in sorted(items, key=lambda item: item[:2]):
            if isinstance(item, PdfTable):
                self._add_table(item)
            elif id(item) in furniture:
                self._set_aside(page.number, item)
            else:
                self._add_line(page.number, item)

    def finish(self) -> None:
        """Write what is still open."""
        self._end_paragraph()
        self._end_table()

    def _set_aside(self, page: int, line: Line) -> None:
        """Furniture waits until the paragraph or table around it has ended, and is printed once."""
        self.dropped += 1
        key = re.sub(r"[\d\s]+", "#", line.text)
        if key not in self._seen:
            self._seen.add(key)
            self._waiting.append((line.text, page, line.box))
        if self._paragraph is None and self._table is None:
            self._write_waiting()

    def _add_line(self, page: int, line: Line) -> None:
        self._end_table()
        if self._paragraph is not None:
            last_page, last = self._paragraph.lines[-1]
            measures = self._measures[line.is_column]
            same_place = last_page == page and last.lane == line.lane
            if last.is_column == line.is_column and measures.runs_on(last, line, same_place):
                self._paragraph.lines.append((page, line))
                return
        self._end_paragraph()
        self._paragraph = Paragraph([(page, line)])

    def _add_table(self, table: PdfTable) -> None:
        self._end_paragraph()
        if self._table is not None:
            last = max((page for page, _ in self._table.places.values()), default=self._table.page)
            follows = table.page == last + 1 or (
                table.page == last and table.lane != self._table.lane
            )
            whole = continued(self._table, table) if follows else None
            if whole is not None:
                self.joined += 1
                self._table = whole
                return
        self._end_table()
        self._table = table

    def _end_paragraph(self) -> None:
        if self._paragraph is not None:
            text, (page, box) = self._paragraph.text, self._paragraph.place()
            contents = _CONTENTS_LINE.search(text) is not None
            self._builder.paragraph(text, "furniture" if contents else "paragraph", page, box)
            self._paragraph = None
            self._write_waiting()

    def _end_table(self) -> None:
        if self._table is not None:
            table, self._table = self._table, None
            self._tables += 1
            self._builder.table(f"表{self._tables}", table.rows, table.merged, places=table.places)
            self._write_waiting()

    def _write_waiting(self) -> None:
        for text, page, box in self._waiting:
            self._builder.paragraph(text, "furniture", page, box)
        self._waiting = []
