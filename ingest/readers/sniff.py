"""What a file is, told by its content.

Binary formats by their signatures and by what their containers hold; text as HTML by its tags, as a
table by delimiters that every line has in the same number, and else as plain text.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter

import filetype

from ingest.errors import UnreadableDocument
from ingest.readers.ole import ole_media
from ingest.readers.package import BROKEN_ARCHIVE
from ingest.readers.raw import RawFile, decoded

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta|span|br)\b", re.IGNORECASE
)
_SIGNATURES = (
    (re.compile(rb"[\s\S]{0,1023}?%PDF-"), "pdf"),
    (re.compile(rb"\s*\{\\rtf"), "rtf"),
    (re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,9}?mime-version:", re.I), "mhtml"),
)
_XML_KINDS = (
    (b"schemas.microsoft.com/office/word/2003/wordml", "wordml"),
    (b"schemas.microsoft.com/office/2006/xmlPackage", "wordml"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "spreadsheetml"),
)
_ZIP_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
)
_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 200
#: Delimiters of tables that may have a title; tabs in running text are the reader of text's to see.
_TITLED = ",;|"
_MOST_TITLE_LINES = 4
_FEWEST_ROWS = 3
_SAMPLE_BYTES = 4096
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$", re.MULTILINE)


def media_of(raw: RawFile) -> str:
    """A short name of the format: xlsx, xls, docx, doc, pdf, html, csv, md, txt, or what else it is."""
    data = raw.data
    if data.startswith(b"PK\x03\x04"):
        return _zip_media(raw)
    if data.startswith(_OLE):
        return ole_media(data)
    head = data[:_SAMPLE_BYTES]
    for pattern, media in _SIGNATURES:
        if pattern.match(head):
            return media
    kind = filetype.guess(data)
    if kind is not None and not head.lstrip().startswith(b"<"):
        return str(kind.extension)
    return _text_media(raw, head)


def _text_media(raw: RawFile, head: bytes) -> str:
    named = next((media for words, media in _XML_KINDS if words in head), None)
    if named is not None:
        return named
    text = _text(raw)
    suffix = raw.path.suffix.lower()
    # Markdown has tags inside it, <br> above all.
    is_text = suffix == ".md" and not text.lstrip().startswith("<")
    if not is_text and _HTML.search(text[:_SAMPLE_BYTES].encode("utf-8")):
        return "html"
    if suffix == ".md" or _PIPE_RULE.search(text[: 16 * _SAMPLE_BYTES]):
        return "md"
    return "csv" if delimiter_of(text, lenient=suffix in (".csv", ".tsv")) else "txt"


def _text(raw: RawFile) -> str:
    try:
        return decoded(raw).text
    except UnreadableDocument:
        if b"\x00" in raw.data[:_SAMPLE_BYTES]:
            raise UnreadableDocument(
                raw.path, "是二进制数据，不是文本或表格", "this is binary data, not text or a table"
            ) from None
        raise


def _zip_media(raw: RawFile) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            names = set(archive.namelist())
            types = _content_types(archive) if "[Content_Types].xml" in names else b""
            if "mimetype" in names and "content.xml" in names:
                return "odf"
    except BROKEN_ARCHIVE:
        raise UnreadableDocument(
            raw.path, "文件损坏：压缩包不完整", "the file is damaged: its archive is not whole"
        ) from None
    by_part = (media for part, media in _ZIP_PARTS if part in names)
    by_type = (media for words, media in _MAIN_PARTS if words in types)
    return next(by_part, next(by_type, "zip"))


def _content_types(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open("[Content_Types].xml") as stream:
            return stream.read(1024 * 1024)
    except BROKEN_ARCHIVE:  # then the parts' names must do
        return b""


def delimiter_of(text: str, *, lenient: bool = False) -> str | None:
    """The delimiter of a table in text, or None for running text.

    Running text has commas too, but not the same number in nearly every line. `lenient` is for a file
    that says it is a table: two thirds of its lines suffice, instead of nine tenths.
    """
    sample = "\n".join(text.split("\n")[:_SAMPLE_LINES])
    best: tuple[float, int, str] | None = None
    for delimiter in _DELIMITERS:
        widths = _widths(sample, delimiter)
        if delimiter == "\t" and not lenient and widths[:1] == [1] and max(widths) > 2:
            continue  # text above a table: the reader of text keeps both apart
        if delimiter in _TITLED:
            widths = _below_title(widths)
        if len(widths) < 2:
            continue
        width, count = Counter(widths).most_common(1)[0]
        if width >= 2:
            best = max(best or (0.0, 0, ""), (count / len(widths), width, delimiter))
    if best is None or best[0] < (0.66 if lenient else 0.9):
        return None
    if best[2] == "，" and not lenient and any(mark in sample for mark in "。；！？"):
        return None  # sentences of a like number of clauses
    return best[2]


def _below_title(widths: list[int]) -> list[int]:
    """The widths of a table's rows without those of the lines above it, which nothing parts."""
    first = next((index for index, width in enumerate(widths) if width > 1), 0)
    rows = widths[first:]
    return rows if first <= _MOST_TITLE_LINES and len(rows) >= _FEWEST_ROWS else widths


def _widths(sample: str, delimiter: str) -> list[int]:
    try:
        rows = list(csv.reader(io.StringIO(sample), delimiter=delimiter))
    except csv.Error:
        return []
    return [len(row) for row in rows if any(cell.strip() for cell in row)]
