"""HTML pages: paragraphs and tables in document order, page furniture marked as such.

Nothing that a reader of the page would see is dropped: menus and footers stay in the text as furniture
blocks, which the extraction of facts passes over. Scripts, styles and hidden elements are not text.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from ingest.document import BlockKind, Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.raw import RawFile, decoded

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SILENT = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "object", "head", "title"]
)
_FURNITURE_TAGS = frozenset(
    ["nav", "header", "footer", "aside", "form", "select", "button", "option", "menu"]
)
_FURNITURE_NAMES = re.compile(
    r"nav|menu|foot|share|bread|crumb|sidebar|copyright|toolbar|login|banner|pager|print|close",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "option",
        "button",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_SPAN = 1000


def read(raw: RawFile) -> Document:
    """Read a page. Its character set is the one it declares, if every byte fits it."""
    declared = _CHARSET.search(raw.data[:4096])
    name = declared[1].decode("ascii").lower() if declared else None
    found = decoded(raw, name)
    text, encoding = found.text, found.encoding
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    walker = _Walker()
    walker.walk(root, "paragraph")
    walker.end_paragraph()
    if not walker.builder.text.strip():
        raise UnreadableDocument(raw.path, "网页里没有文字", "the page has no text")
    return raw.document(walker.builder, encoding, *found.notes)


class _Walker:
    """Walks the tree in document order and feeds the builder."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._words: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._tables = 0

    def walk(self, element: etree._Element, kind: BlockKind) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or _is_hidden(element):
            return
        kind = "furniture" if kind == "furniture" or _is_furniture(element) else "paragraph"
        if tag == "br":
            self.end_paragraph()
            return
        if tag == "table" and _is_data_table(element):
            self._table(element)
            return
        is_block = tag in _BLOCKS
        if is_block:
            self.end_paragraph()
        self._say(element.text, kind)
        for child in element:
            self.walk(child, kind)
            self._say(child.tail, kind)
        if is_block:
            self.end_paragraph()

    def end_paragraph(self) -> None:
        text = _SPACE.sub(" ", "".join(self._words)).strip(" ")
        if text:
            self.builder.paragraph(text, self._kind)
        self._words = []

    def _say(self, text: str | None, kind: BlockKind) -> None:
        if text:
            if text.strip():
                self._kind = kind
            self._words.append(text)

    def _table(self, table: etree._Element) -> None:
        self.end_paragraph()
        self._tables += 1
        grid, merged = _grid(table)
        self.builder.table(f"表{self._tables}", grid, merged)


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _is_furniture(element: etree._Element) -> bool:
    if element.tag in _FURNITURE_TAGS:
        # A header or aside inside an article belongs to it.
        return not any(above.tag in ("article", "main") for above in element.iterancestors())
    if element.tag in ("body", "html", "article", "main"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_FURNITURE_NAMES.search(names)) and len(_text(element)) < 600


def _is_data_table(table: etree._Element) -> bool:
    """Rows and columns of data, not a grid that lays out a page."""
    if table.find(".//table") is not None:
        return False
    widths = [len(row.findall("td")) + len(row.findall("th")) for row in table.iter("tr")]
    if len(widths) < 2 or max(widths) < 2:
        return False
    longest = max((len(_text(cell)) for cell in table.iter("td", "th")), default=0)
    return longest < 1500


def _grid(
    table: etree._Element,
) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The cells as a rectangle of texts, and the rectangles that spans cover."""
    taken: dict[tuple[int, int], str] = {}
    merged: list[tuple[int, int, int, int]] = []
    rows = list(table.iter("tr"))
    for row, element in enumerate(rows):
        column = 0
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            height = min(height, len(rows) - row)
            for down in range(height):
                for right in range(width):
                    taken[row + down, column + right] = ""
            taken[row, column] = _cell_text(cell)
            if height > 1 or width > 1:
                merged.append((row, column, row + height - 1, column + width - 1))
            column += width
    width = 1 + max((column for _, column in taken), default=0)
    return [[taken.get((row, c), "") for c in range(width)] for row in range(len(rows))], merged


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() else 1


def _cell_text(cell: etree._Element) -> str:
    """Lines of a cell stay lines: they part hosts."""
    lines: list[str] = []
    for part in _lines(cell):
        text = _SPACE.sub(" ", part).strip(" ")
        if text:
            lines.append(text)
    return "\n".join(lines)


def _lines(cell: etree._Element) -> list[str]:
    lines = [""]

    def say(element: etree._Element) -> None:
        if element.tag in _SILENT or _is_hidden(element):
            return
        if element.tag == "br" or (element is not cell and element.tag in _BLOCKS):
            lines.append("")
        lines[-1] += element.text or ""
        for child in element:
            say(child)
            if child.tag in _BLOCKS:
                lines.append("")
            lines[-1] += child.tail or ""

    say(cell)
    return lines


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()
