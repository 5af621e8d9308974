"""HTML pages: paragraphs and tables in document order, page furniture marked as such.

Nothing that a reader of the page would see is dropped: menus and footers stay in the text as furniture
blocks, which the extraction of facts passes over. Scripts, styles and hidden elements are not text. The
numbers of ordered lists, which stand nowhere in the source, are; files that the page offers are listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from ingest.document import Attachment, BlockKind, Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.html_furniture import ATTACHMENT, is_furniture, is_furniture_line
from ingest.readers.html_tables import grid_of, is_data_table
from ingest.readers.html_text import BLOCKS, SILENT, is_hidden, printed_space
from ingest.readers.numerals import numeral
from ingest.readers.raw import RawFile, decoded

_CHARSET = re.compile(
    rb"(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)",
    re.IGNORECASE,
)
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBERED = re.compile(
    r"\s*(?:[(（]?[\d一二三四五六七八九十]+[)）.．、]|[①-⑳]|第[\d一二三四五六七八九十百]+[条章])"
)
_LARGEST_NUMBER = 1_000_000


def read(raw: RawFile) -> Document:
    """Read a page. Raises UnreadableDocument for one without text."""
    declared = _CHARSET.search(raw.data[:4096])
    found = decoded(raw, declared[1].decode("ascii").lower() if declared else None)
    walker = _Walker()
    root = _parsed(found.text)
    if root is not None:
        walker.read(root)
    if not walker.builder.text.strip():
        zh = "；正文在内嵌页面（iframe）里，请另存那一页" if walker.frames else ""
        en = "; it is in an embedded page, save that one" if walker.frames else ""
        raise UnreadableDocument(raw.path, f"网页里没有文字{zh}", f"the page has no text{en}")
    notes = [*found.notes]
    if walker.frames:
        notes.append(
            f"含 {walker.frames} 个内嵌页面（iframe），没有读入 / {walker.frames} embedded pages not read"
        )
    attachments = tuple(dict.fromkeys(walker.attachments))
    if attachments:
        names = "、".join(one.name for one in attachments)
        notes.append(
            f"页面附有 {len(attachments)} 个文件，没有读入：{names} / {len(attachments)} attached files"
        )
    return replace(raw.document(walker.builder, found.encoding, *notes), attachments=attachments)


def _parsed(text: str) -> etree._Element | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        data = text.replace("\x00", "").encode("utf-8", "replace")
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


class _Walker:
    """Walks the tree in document order and feeds the builder."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.attachments: list[Attachment] = []
        self.frames = 0
        self._words: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._tables = 0
        self._length = 0
        self._mark = ""
        self._lists: list[_List] = []

    def read(self, root: etree._Element) -> None:
        """Read the whole page."""
        self._length = sum(len(str(part).strip()) for part in root.itertext())
        self._walk(root, "paragraph")
        self._end_paragraph()

    def _walk(self, element: etree._Element, kind: BlockKind) -> None:
        tag = element.tag
        if not isinstance(tag, str) or is_hidden(element):
            return
        if tag in SILENT:
            self._look_into(element, tag)
            return
        begins = kind == "paragraph" and is_furniture(element, self._length)
        kind = "furniture" if begins else kind
        if tag == "br":
            self._end_paragraph()
        elif tag == "table" and is_data_table(element):
            self._table(element, kind)
        elif begins or tag in BLOCKS:
            self._end_paragraph()
            self._block(element, kind)
            self._end_paragraph()
        else:
            if tag == "a":
                self._link(element)
            self._inside(element, kind)

    def _block(self, element: etree._Element, kind: BlockKind) -> None:
        if element.tag == "li" and self._lists:
            self._mark = self._lists[-1].mark(element)
        is_list = element.tag in ("ol", "ul")
        if is_list:
            self._lists.append(_List.of(element))
        self._inside(element, kind)
        if is_list:
            self._lists.pop()
        elif element.tag == "li":
            self._end_paragraph()
            self._mark = ""  # an item without text keeps its number to itself

    def _inside(self, element: etree._Element, kind: BlockKind) -> None:
        tag = str(element.tag)
        self._say(element.text, kind, tag)
        for child in element:
            self._walk(child, kind)
            self._say(child.tail, kind, tag)

    def _look_into(self, element: etree._Element, tag: str) -> None:
        """Frames are pages of their own, objects may be files."""
        source = element.get("src") or element.get("data") or ""
        if ATTACHMENT.search(source):
            self.attachments.append(Attachment(_file_name(source), source))
        elif tag in ("iframe", "frame") and source and not source.startswith("about:"):
            self.frames += 1

    def _link(self, element: etree._Element) -> None:
        target = element.get("href", "")
        if ATTACHMENT.search(target):
            words = printed_space("".join(str(part) for part in element.itertext())).strip()
            self.attachments.append(Attachment(words or _file_name(target), target))

    def _end_paragraph(self) -> None:
        text = printed_space("".join(self._words)).strip(" ")
        if text:
            kind = "furniture" if is_furniture_line(text) else self._kind
            mark = "" if _NUMBERED.match(text) else self._mark
            self.builder.paragraph(mark + text, kind)
            self._mark = ""
        self._words = []

    def _say(self, text: str | None, kind: BlockKind, tag: str) -> None:
        if not text:
            return
        for index, line in enumerate(text.split("\n") if tag == "pre" else [text]):
            if index:
                self._end_paragraph()
            if line.strip():
                self._kind = kind
            self._words.append(line)

    def _table(self, table: etree._Element, kind: BlockKind) -> None:
        self._end_paragraph()
        for link in table.iter("a"):
            self._link(link)
        grid, merged = grid_of(table)
        if kind == "furniture":
            for line in grid:
                self.builder.paragraph(" ".join(filter(None, line)).replace("\n", " "), kind)
            return
        self._tables += 1
        self.builder.table(f"表{self._tables}", grid, merged)


@dataclass
class _List:
    """An open list; `number` is that of its next item, None in a list without numbers."""

    number: int | None
    number_format: str
    after: str

    @classmethod
    def of(cls, element: etree._Element) -> _List:
        style = _list_style(element)
        if element.tag != "ol" or "none" in style:
            return cls(None, "", "")
        start = _integer(element.get("start"), 1)
        if "cjk-ideographic" in style:
            return cls(start, "chineseCounting", "、")
        return cls(start, _LIST_TYPES.get(element.get("type", ""), "decimal"), ". ")

    def mark(self, item: etree._Element) -> str:
        """The number that a page puts before an item."""
        if self.number is None:
            return ""
        number = _integer(item.get("value"), self.number)
        self.number = number + 1
        hidden = "none" in _list_style(item)
        return "" if hidden else numeral(number, self.number_format) + self.after


def _list_style(element: etree._Element) -> str:
    found = re.search(
        r"list-style(?:-type)?\s*:\s*([^;]+)", element.get("style", ""), re.IGNORECASE
    )
    return found[1].lower() if found else ""


def _integer(text: str | None, default: int) -> int:
    value = (text or "").strip()
    return min(int(value), _LARGEST_NUMBER) if value.isascii() and value.isdecimal() else default


def _file_name(target: str) -> str:
    return unquote(urlsplit(target).path.rsplit("/", 1)[-1]) or target
