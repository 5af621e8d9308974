"""Plain text and Markdown: the text is the file, each line a paragraph."""

from __future__ import annotations

from ingest.document import Document, TextBuilder
from ingest.readers.raw import RawFile, decoded


def read(raw: RawFile) -> Document:
    """Read text as it stands; offsets are those of the decoded file without its byte-order mark."""
    text, encoding = decoded(raw)
    builder = TextBuilder()
    for line in text.split("\n"):
        builder.paragraph(line)
    document = raw.document(builder, encoding)
    # The last line has no line end of its own; the text must be the file's, to the character.
    return Document(**{**document.__dict__, "text": text})
