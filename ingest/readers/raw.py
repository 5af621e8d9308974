"""A file's bytes on the way to its reader, and the decoding of text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.document import Document, TextBuilder
from ingest.errors import UnreadableDocument


@dataclass(frozen=True)
class RawFile:
    """The bytes of a file, their SHA-256, and what they were found to be."""

    path: Path
    data: bytes
    sha256: str
    media: str
    notes: tuple[str, ...]

    def document(self, builder: TextBuilder, encoding: str, *notes: str) -> Document:
        """The document that a reader has built."""
        return Document(
            path=self.path,
            sha256=self.sha256,
            media=self.media,
            encoding=encoding,
            text=builder.text,
            blocks=tuple(builder.blocks),
            tables=tuple(builder.tables),
            notes=(*self.notes, *notes),
        )


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(raw: RawFile, declared: str | None = None) -> tuple[str, str]:
    """The text of a file with line ends as `\\n`, and the encoding that it was in.

    A byte-order mark decides, then what the file declares, then UTF-8, then GB18030 (which contains
    GBK and GB2312), each only if every byte fits. Raises UnreadableDocument.
    """
    marked = [name for mark, name in _MARKS if raw.data.startswith(mark)]
    candidates = marked or [*([declared] if declared else []), "utf-8", "gb18030"]
    for name in candidates:
        try:
            text = raw.data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n"), name.removesuffix("-sig")
    raise UnreadableDocument(
        raw.path,
        "不是 UTF-8、UTF-16 或 GB18030 编码的文本；请另存为 UTF-8",
        "this text is not UTF-8, UTF-16 or GB18030; save it as UTF-8",
    )
