"""Word documents, .docx: paragraphs and tables in their order, with the numbers that Word puts before them.

Read as a person sees the page: deleted and hidden text, field codes and the second copy of a text box
are left out; automatic numbers stand in the text; footnotes come at the end. Headers, footers and tables
of contents are furniture. What was left out or moved is said in the notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from ingest.document import BlockKind, Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.numbering import Numbering, Styles
from ingest.readers.package import Package
from ingest.readers.raw import RawFile
from ingest.readers.wordml import child, children, flag, local, value

Merged = list[tuple[int, int, int, int]]

#: Elements that only wrap others.
_WRAPPERS = frozenset(
    ["sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo",
     "rubyBase"]
)  # fmt: skip
_DELETED = frozenset(["del", "moveFrom"])
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CONTENTS_STYLE = re.compile(r"toc \d|目录 \d|table of figures")
_MOST_COLUMNS = 1000
_DEEPEST = 40  # tables and text boxes inside one another

_NOTES = {
    "furniture": (
        "页眉页脚 {} 行，不作正文",
        "{} lines of headers and footers, kept out of the prose",
    ),
    "deleted": ("修订中删除的文字没有读入（{} 处）", "{} tracked deletions were left out"),
    "inserted": ("修订中插入的文字已读入（{} 处）", "{} tracked insertions were read as text"),
    "hidden": ("隐藏文字没有读入（{} 处）", "{} pieces of hidden text were left out"),
    "boxes": ("含 {} 个文本框，接在所在段落之后", "{} text boxes, read after their paragraphs"),
    "footnotes": (
        "含 {} 条脚注或尾注，读在正文之后",
        "{} footnotes and endnotes, read after the text",
    ),
    "comments": ("含 {} 条批注，没有读入", "{} comments were not read"),
    "chunks": ("含 {} 个嵌入的其他文件，没有读入", "{} embedded files were not read"),
    "pictures": ("含 {} 幅图片，图中文字没有读入", "{} pictures, whose text was not read"),
}


def read(raw: RawFile) -> Document:
    """Read a Word document. Raises UnreadableDocument for a broken one and for one without text."""
    package = Package(raw)
    builder = TextBuilder()
    try:
        reader = _Reader(package, builder)
        reader.read()
    except RecursionError:
        raise UnreadableDocument(
            raw.path, "文件损坏：嵌套过深", "the file is damaged: it nests too deeply"
        ) from None
    if not builder.text.strip():
        raise UnreadableDocument(
            raw.path,
            "文件里没有文字（可能只有图片）；请先做文字识别（OCR）",
            "the document has no text (perhaps only pictures); run text recognition (OCR) first",
        )
    return raw.document(builder, "utf-8", *reader.notes())


class _Sink(Protocol):
    """Where paragraphs and tables go: the document, or the lines of a cell."""

    def paragraph(self, text: str, kind: BlockKind) -> None: ...

    def table(self, grid: list[list[str]], merged: Merged) -> None: ...


@dataclass
class _Page:
    """The document itself."""

    builder: TextBuilder
    tables: int = 0

    def paragraph(self, text: str, kind: BlockKind) -> None:
        if text.strip():
            self.builder.paragraph(text, kind)

    def table(self, grid: list[list[str]], merged: Merged) -> None:
        self.tables += 1
        self.builder.table(f"表{self.tables}", grid, merged)


@dataclass
class _Lines:
    """A cell: its paragraphs are its lines, and so are the rows of a table inside it."""

    lines: list[str] = field(default_factory=list)

    def paragraph(self, text: str, _kind: BlockKind) -> None:
        if text.strip():
            self.lines.append(text.replace("\t", " ").strip(" \n"))

    def table(self, grid: list[list[str]], _merged: Merged) -> None:
        self.lines += [" ".join(filter(None, row)) for row in grid if any(row)]


@dataclass
class _Field:
    """An open field: its code comes first, its printed result after the separator."""

    code: list[str] = field(default_factory=list)
    in_result: bool = False

    @property
    def is_contents(self) -> bool:
        return "".join(self.code).strip().upper().startswith("TOC")


class _Reader:
    def __init__(self, package: Package, builder: TextBuilder) -> None:
        self._package = package
        self._page = _Page(builder)
        main = next(
            (r.target for r in package.relationships() if r.kind == "officeDocument"),
            "word/document.xml",
        )
        self._main = main
        self._parts: dict[str, list[str]] = {}
        for one in package.relationships(main):
            if not one.external:
                self._parts.setdefault(one.kind, []).append(one.target)
        self._styles = Styles(package.optional(self._part("styles")))
        self._numbering = Numbering(package.optional(self._part("numbering")), self._styles)
        self._counts: Counter[str] = Counter()
        self._fields: list[_Field] = []
        self._boxes: list[etree._Element] = []
        self._cited: dict[tuple[str, str], None] = {}
        self._carried = ""  # text of a paragraph whose mark is deleted: it runs on in the next

    def _part(self, kind: str) -> str | None:
        return next(iter(self._parts.get(kind, [])), None)

    def read(self) -> None:
        """Headers, the body, footnotes and endnotes, footers."""
        body = child(self._package.xml(self._main), "body")
        self._furniture("header")
        if body is not None:
            self._story(body, self._page, "paragraph")
        self._footnotes()
        self._furniture("footer")
        comments = self._package.optional(self._part("comments"))
        self._counts["comments"] = len(comments) if comments is not None else 0

    def notes(self) -> Iterator[str]:
        """What reading has left out or moved."""
        for name, (zh, en) in _NOTES.items():
            if self._counts[name]:
                yield f"{zh} / {en}".replace("{}", str(self._counts[name]))

    def _furniture(self, kind: str) -> None:
        """Headers or footers, each text once however many sections and pages repeat it."""
        seen: set[str] = set()
        for name in dict.fromkeys(self._parts.get(kind, [])):
            root = self._package.optional(name)
            if root is None:
                continue
            lines = _Lines()
            self._story(root, lines, "furniture")
            for line in lines.lines:
                if line not in seen:
                    seen.add(line)
                    self._counts["furniture"] += 1
                    self._page.paragraph(line, "furniture")

    def _footnotes(self) -> None:
        notes: dict[tuple[str, str], etree._Element] = {}
        for kind in ("footnote", "endnote"):
            root = self._package.optional(self._part(f"{kind}s"))
            for one in children(root, kind):
                notes[kind, value(one, "id") or ""] = one
        for key in list(self._cited):
            if key in notes and value(notes[key], "type") in (None, "normal"):
                self._counts["footnotes"] += 1
                self._story(notes[key], self._page, "paragraph")

    # Blocks

    def _story(self, container: etree._Element, sink: _Sink, kind: BlockKind) -> None:
        """A text of its own: fields that are open around it are not open in it."""
        fields, boxes, carried = self._fields, self._boxes, self._carried
        self._fields, self._boxes, self._carried = [], [], ""
        self._blocks(container, sink, kind, 0)
        if self._carried:
            sink.paragraph(self._carried, kind)
        self._fields, self._boxes, self._carried = fields, boxes, carried

    def _blocks(
        self, container: Iterable[etree._Element], sink: _Sink, kind: BlockKind, depth: int
    ) -> None:
        if depth > _DEEPEST:
            raise RecursionError
        for one in container:
            name = local(one)
            if name == "p":
                self._paragraph(one, sink, kind, depth)
            elif name == "tbl":
                self._table(one, sink, kind, depth)
            elif name == "sdt":
                inner: BlockKind = "furniture" if _is_contents(one) else kind
                self._blocks(one, sink, inner, depth + 1)
            elif name in _WRAPPERS:
                self._blocks(one, sink, kind, depth + 1)
            elif name == "AlternateContent":
                self._blocks(_alternative(one), sink, kind, depth + 1)
            elif name in ("altChunk", "subDoc"):
                self._counts["chunks"] += 1

    def _paragraph(
        self, paragraph: etree._Element, sink: _Sink, kind: BlockKind, depth: int
    ) -> None:
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        in_contents = any(one.is_contents for one in self._fields)
        words: list[str] = []
        self._runs(paragraph, words, self._styles.hidden(style))
        in_contents = in_contents or any(one.is_contents for one in self._fields)
        if in_contents or _CONTENTS_STYLE.match(self._styles.name(style)):
            kind = "furniture"
        number = self._numbering.next(style, child(properties, "numPr"))
        text = number + self._carried + "".join(words)
        if child(child(properties, "rPr"), "del") is not None:
            self._carried = text
        else:
            self._carried = ""
            sink.paragraph(text, kind)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._counts["boxes"] += 1
            fields, self._fields = self._fields, []
            self._blocks(box, sink, kind, depth + 1)
            self._fields = fields

    # Runs

    def _runs(self, parent: Iterable[etree._Element], words: list[str], hidden: bool) -> None:
        for one in parent:
            name = local(one)
            if name == "r":
                self._run(one, words, hidden)
            elif name in _DELETED:
                self._counts["deleted"] += 1
            elif name == "sdt" or name in _WRAPPERS:
                self._counts["inserted"] += name in ("ins", "moveTo")
                self._runs(one, words, hidden)
            elif name == "AlternateContent":
                self._runs(_alternative(one), words, hidden)
            elif name in ("oMath", "oMathPara"):
                # The letters of a formula, whatever it is built of.
                words += [part.text or "" for part in one.iter() if local(part) == "t"]

    def _run(self, run: etree._Element, words: list[str], hidden: bool) -> None:
        properties = child(run, "rPr")
        own = flag(properties, "vanish")
        if own is None and (style := value(child(properties, "rStyle"))):
            own = self._styles.hidden(style) or None
        if hidden if own is None else own:
            self._counts["hidden"] += any(local(one) == "t" and one.text for one in run)
            # Its fields still open and close.
            self._content((one for one in run if local(one) in ("fldChar", "instrText")), [])
            return
        self._content(run, words)

    def _content(self, run: Iterable[etree._Element], words: list[str]) -> None:
        for one in run:
            name = local(one)
            if name == "fldChar":
                self._field(value(one, "fldCharType"))
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].code.append(one.text or "")
            elif name == "AlternateContent":
                self._content(_alternative(one), words)
            elif all(field.in_result for field in self._fields):
                self._piece(one, name, words)

    def _piece(self, one: etree._Element, name: str, words: list[str]) -> None:
        if name in ("drawing", "pict", "object"):
            self._drawing(one)
        elif name == "ruby":
            for base in children(one, "rubyBase"):
                self._runs(base, words, False)
        elif name in ("footnoteReference", "endnoteReference"):
            self._cited[name.removesuffix("Reference"), value(one, "id") or ""] = None
        else:
            words.append(_printed(one, name))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawing(self, drawing: etree._Element) -> None:
        boxes = list(_boxes(drawing))
        self._boxes += boxes
        if not boxes and any(local(one) in ("blip", "imagedata") for one in drawing.iter()):
            self._counts["pictures"] += 1

    # Tables

    def _table(self, table: etree._Element, sink: _Sink, kind: BlockKind, depth: int) -> None:
        rows = list(_rows(table))
        self._counts["deleted"] += sum(1 for row in rows if _is_deleted_row(row))
        rows = [row for row in rows if not _is_deleted_row(row)]
        cells = [list(_cells(row)) for row in rows]
        if _is_frame(cells):
            for row in cells:
                for cell in row:
                    self._blocks(cell, sink, kind, depth + 1)
            return
        grid, merged = self._grid(rows, cells, kind, depth)
        if kind == "furniture":
            for line in grid:
                sink.paragraph(" ".join(filter(None, line)), kind)
        elif any(text.strip() for line in grid for text in line):
            sink.table(grid, merged)

    def _grid(
        self,
        rows: list[etree._Element],
        cells: list[list[etree._Element]],
        kind: BlockKind,
        depth: int,
    ) -> tuple[list[list[str]], Merged]:
        """The cells as a rectangle of texts, and the rectangles that merged cells cover."""
        texts: list[dict[int, str]] = []
        open_merges: dict[int, list[int]] = {}  # by first column: top, left, bottom, right
        merged: list[list[int]] = []
        for index, row in enumerate(rows):
            column = _number(child(child(row, "trPr"), "gridBefore"), 0)
            line: dict[int, str] = {}
            still: dict[int, list[int]] = {}
            for cell in cells[index]:
                properties = child(cell, "tcPr")
                width = _number(child(properties, "gridSpan"), 1)
                merge = child(properties, "vMerge")
                goes_on = merge is not None and value(merge) != "restart"
                above = open_merges.get(column) if goes_on else None
                if _continues_left(properties) and merged and merged[-1][2] == index:
                    merged[-1][3] = column + width - 1
                elif above is not None:
                    above[2] = index
                    still[column] = above
                else:
                    line[column] = self._cell(cell, kind, depth)
                    rectangle = [index, column, index, column + width - 1]
                    merged.append(rectangle)
                    if merge is not None:
                        still[column] = rectangle
                column = min(column + width, _MOST_COLUMNS)
            open_merges = still
            texts.append(line)
        width = 1 + max((max(line) for line in texts if line), default=0)
        width = max([width, *(1 + right for _, _, _, right in merged)])
        grid = [[line.get(column, "") for column in range(width)] for line in texts]
        return grid, [(t, le, b, r) for t, le, b, r in merged if b > t or r > le]

    def _cell(self, cell: etree._Element, kind: BlockKind, depth: int) -> str:
        lines = _Lines()
        carried, self._carried = self._carried, ""
        self._blocks(cell, lines, kind, depth + 1)
        self._carried = carried
        return "\n".join(lines.lines)


def _printed(element: etree._Element, name: str) -> str:
    """What one piece of a run prints."""
    if name == "t":
        return re.sub(r"[\r\n]+", " ", element.text or "")
    if name == "br" and value(element, "type") in ("page", "column"):
        return ""
    if name == "sym":
        return _symbol(value(element, "char") or "")
    return _MARKS.get(name, "")


def _symbol(code: str) -> str:
    """A character by its number; those of symbol fonts have no meaning as text."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return character if character.isprintable() else ""


def _alternative(element: etree._Element) -> etree._Element | tuple[()]:
    """One of the forms of the same content, which would else be read twice."""
    choices = [*children(element, "Choice"), *children(element, "Fallback")]
    full = (one for one in choices if any(local(part) in ("t", "tbl") for part in one.iter()))
    return next(full, choices[0] if choices else ())


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing, each once, without those inside another."""
    for one in element:
        name = local(one)
        if name == "txbxContent":
            yield one
        elif name == "AlternateContent":
            alternative = _alternative(one)
            if not isinstance(alternative, tuple):
                yield from _boxes(alternative)
        else:
            yield from _boxes(one)


def _is_contents(block: etree._Element) -> bool:
    """Whether a block is a table of contents."""
    part = child(child(block, "sdtPr"), "docPartObj")
    return "table of contents" in (value(child(part, "docPartGallery")) or "").lower()


def _rows(parent: Iterable[etree._Element]) -> Iterator[etree._Element]:
    for one in parent:
        name = local(one)
        if name == "tr":
            yield one
        elif name == "sdt" or name in _WRAPPERS:
            yield from _rows(one)


def _cells(row: Iterable[etree._Element]) -> Iterator[etree._Element]:
    for one in row:
        name = local(one)
        if name == "tc":
            yield one
        elif name == "sdt" or name in _WRAPPERS:
            yield from _cells(one)


def _is_deleted_row(row: etree._Element) -> bool:
    return child(child(row, "trPr"), "del") is not None


def _is_frame(cells: list[list[etree._Element]]) -> bool:
    """A table that only holds a page together: one column, or cells that hold tables in one row."""
    if all(len(row) <= 1 for row in cells):
        return True
    holds_tables = any(local(one) == "tbl" for row in cells for cell in row for one in cell)
    return holds_tables and len(cells) == 1


def _continues_left(properties: etree._Element | None) -> bool:
    merge = child(properties, "hMerge")
    return merge is not None and value(merge) != "restart"


def _number(element: etree._Element | None, default: int) -> int:
    text = value(element) or ""
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and int(text) > 0 else default
