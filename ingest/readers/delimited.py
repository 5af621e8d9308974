"""CSV and other delimited text: one table."""

from __future__ import annotations

import csv
import io

from ingest.document import Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.raw import RawFile, decoded
from ingest.readers.sniff import delimiter_of

csv.field_size_limit(16 * 1024 * 1024)


def read(raw: RawFile) -> Document:
    """Read a delimited file; its text is the table with cells parted by tabs. Line breaks inside a cell
    stay; tabs do not."""
    found = decoded(raw)
    delimiter = delimiter_of(found.text, lenient=True) or ","
    try:
        grid = list(csv.reader(io.StringIO(found.text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableDocument(
            raw.path, f"表格有误（{error}）", f"the table is broken ({error})"
        ) from None
    builder = TextBuilder()
    builder.table(raw.path.stem, [[cell.replace("\t", " ") for cell in row] for row in grid])
    return raw.document(builder, found.encoding, *found.notes)
