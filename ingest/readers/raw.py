"""A file's bytes on the way to its reader, and the decoding of text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.document import Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.encodings import Decoded, decode


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


def decoded(raw: RawFile, declared: str | None = None) -> Decoded:
    """The text of a file. Raises UnreadableDocument where it is in no encoding that is known here."""
    found = decode(raw.data, declared)
    if found is None:
        raise UnreadableDocument(
            raw.path,
            "不是 UTF-8、UTF-16、GB18030 或 Big5 编码的文本；请另存为 UTF-8",
            "this text is not UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8",
        )
    return found
