"""What a file is, told by its content.

Binary formats by their signatures; text as HTML by its tags, as a table by delimiters that every line
has in the same number, and else as plain text.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter

import filetype

from ingest.errors import UnreadableDocument
from ingest.readers.raw import RawFile, decoded

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b", re.IGNORECASE)
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 200
_SAMPLE_BYTES = 4096


def media_of(raw: RawFile) -> str:
    """A short name of the format: xlsx, xls, docx, doc, pdf, html, csv, txt, or what else it is."""
    data = raw.data
    if data.startswith(b"PK\x03\x04"):
        return _zip_media(raw)
    if data.startswith(_OLE):
        return "xls" if "Workbook".encode("utf-16-le") in data else "doc"
    if data.startswith(b"%PDF"):
        return "pdf"
    kind = filetype.guess(data)
    if kind is not None:
        return str(kind.extension)
    if b"\x00" in data[:_SAMPLE_BYTES] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocument(
            raw.path, "是二进制数据，不是文本或表格", "this is binary data, not text or a table"
        )
    text, _ = decoded(raw)
    if _HTML.search(text[:_SAMPLE_BYTES]):
        return "html"
    lenient = raw.path.suffix.lower() in (".csv", ".tsv")
    return "csv" if delimiter_of(text, lenient=lenient) else "txt"


def _zip_media(raw: RawFile) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise UnreadableDocument(
            raw.path, "文件损坏：压缩包不完整", "the file is damaged: its archive is not whole"
        ) from None
    return next((media for name, media in _OFFICE.items() if name in names), "zip")


def delimiter_of(text: str, *, lenient: bool = False) -> str | None:
    """The delimiter of a table in text, or None for running text.

    Running text has commas too, but not the same number in nearly every line. `lenient` is for a file
    that says it is a table: two thirds of its lines suffice, instead of nine tenths.
    """
    sample = "\n".join(text.split("\n")[:_SAMPLE_LINES])
    best: tuple[float, int, str] | None = None
    for delimiter in _DELIMITERS:
        try:
            widths = [
                len(row)
                for row in csv.reader(io.StringIO(sample), delimiter=delimiter)
                if any(cell.strip() for cell in row)
            ]
        except csv.Error:
            continue
        if len(widths) < 2:
            continue
        width, count = Counter(widths).most_common(1)[0]
        if width >= 2:
            best = max(best or (0.0, 0, ""), (count / len(widths), width, delimiter))
    if best is None or best[0] < (0.66 if lenient else 0.9):
        return None
    return best[2]
