"""Plain text: the text is the file, each line a paragraph."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Document, TextBuilder
from ingest.readers.raw import RawFile, decoded


def read(raw: RawFile) -> Document:
    """Read text as it stands; offsets are those of the decoded file without its byte-order mark."""
    found = decoded(raw)
    builder = TextBuilder()
    for line in found.text.split("\n"):
        builder.paragraph(line)
    document = raw.document(builder, found.encoding, *found.notes)
    # The last line has no line end of its own; the text must be the file's, to the character.
    return replace(document, text=found.text)
