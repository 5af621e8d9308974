"""Readers: one file a format, chosen by what the file contains.

In: a path. Out: a `Document`, or `UnreadableDocument` with the reason and what to do. To add a format,
write a module with a `read(RawFile) -> Document` and give it a line in `_READERS` and a signature in
`sniff`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.readers import (
    delimited,
    doc,
    docx,
    html,
    markdown,
    mhtml,
    old_sheets,
    pdf,
    plain,
    sheets,
)
from ingest.readers.raw import RawFile
from ingest.readers.sniff import media_of

_READERS: dict[str, Callable[[RawFile], Document]] = {
    "txt": plain.read,
    "md": markdown.read,
    "html": html.read,
    "mhtml": mhtml.read,
    "csv": delimited.read,
    "xlsx": sheets.read,
    "xls": old_sheets.read,
    "docx": docx.read,
    "doc": doc.read,
    "pdf": pdf.read,
}

#: Suffixes under which a folder is searched; a file that is named directly may have any.
SUFFIXES = frozenset(
    [".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".xlsx", ".xls", ".docx", ".doc", ".pdf"]
)
_SUFFIX_MEDIA = {
    ".markdown": "md", ".htm": "html", ".shtml": "html", ".xhtml": "html", ".tsv": "csv",
    ".xlsm": "xlsx", ".et": "xls", ".docm": "docx", ".dotx": "docx", ".wps": "doc", ".dot": "doc",
}  # fmt: skip
#: What else is met, and what to do about it.
_ADVICE = {
    "encrypted": ("文件有密码；请去掉密码后另存再试", "the file has a password; save it without one"),
    "rtf": ("内容是 RTF；请另存为 .docx", "this is RTF; save it as .docx"),
    "wordml": ("内容是 Word 2003 XML；请另存为 .docx", "this is Word 2003 XML; save it as .docx"),
    "spreadsheetml": ("内容是 Excel 2003 XML；请另存为 .xlsx", "this is Excel 2003 XML; save it as .xlsx"),
    "ofd": ("内容是 OFD 版式文件；请转为 .pdf 或 .docx", "this is OFD; convert it to .pdf or .docx"),
    "odf": ("内容是 OpenDocument；请另存为 .docx 或 .xlsx",
            "this is OpenDocument; save it as .docx or .xlsx"),
}  # fmt: skip
#: Running text under the suffix of text with marks, and the other way round, is nothing to speak of.
_ALIKE = {("md", "txt"), ("txt", "md")}
_LARGEST_BYTES = 256 * 1024 * 1024


def read(path: Path) -> Document:
    """Read a file. Raises UnreadableDocument."""
    return read_raw(open_raw(path))


def read_raw(raw: RawFile) -> Document:
    """Read a file whose bytes are at hand. Raises UnreadableDocument."""
    try:
        media = media_of(raw)
        reader = _reader(raw.path, media)
        note = _suffix_note(raw.path, media)
        return reader(RawFile(raw.path, raw.data, raw.sha256, media, (note,) if note else ()))
    except UnreadableDocument:
        raise
    except Exception as error:
        # A fault of ours in one file must not keep the others from being read.
        name = type(error).__name__
        raise UnreadableDocument(
            raw.path,
            f"阅读器出错（{name}）；请报告，并另存为别的格式再试",
            f"the reader failed ({name}); please report it, and try another format",
        ) from error


def _reader(path: Path, media: str) -> Callable[[RawFile], Document]:
    reader = _READERS.get(media)
    if reader is not None:
        return reader
    readable = "、".join(sorted(_READERS))
    other = (
        f"内容是 {media}，不能作文档读；请另存为 {readable} 之一",
        f"this is {media}, no document; save it as one of {readable}",
    )
    raise UnreadableDocument(path, *_ADVICE.get(media, other))


def open_raw(path: Path) -> RawFile:
    """The bytes of a file and what they are known by. Raises UnreadableDocument."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableDocument(path, "这是文件夹，不是文件", "this is a folder, not a file")
        if size > _LARGEST_BYTES:
            raise UnreadableDocument(
                path,
                f"文件有 {size:,} 字节，超过上限 {_LARGEST_BYTES:,}；请拆分",
                f"the file has {size:,} bytes, more than {_LARGEST_BYTES:,}; split it",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument(
            path, "没有这个文件；请检查路径", "no such file; check the path"
        ) from None
    except OSError as error:
        raise UnreadableDocument(
            path, f"打不开（{error.strerror}）", f"cannot be opened ({error.strerror})"
        ) from None
    if not data.strip():
        raise UnreadableDocument(path, "文件是空的", "the file is empty")
    return RawFile(path, data, hashlib.sha256(data).hexdigest(), "", ())


def _suffix_note(path: Path, media: str) -> str | None:
    suffix = path.suffix.lower()
    claimed = _SUFFIX_MEDIA.get(suffix, suffix.removeprefix("."))
    if claimed == media or claimed not in _READERS or (claimed, media) in _ALIKE:
        return None
    return f"后缀是 {suffix}，内容是 {media}，按内容读 / suffix {suffix}, read as {media}"
