"""CSV and other delimited text: one table."""

from __future__ import annotations

import csv
import io

from ingest.document import Document, TextBuilder
from ingest.readers.raw import RawFile, decoded
from ingest.readers.sniff import delimiter_of

csv.field_size_limit(16 * 1024 * 1024)


def read(raw: RawFile) -> Document:
    """Read a delimited file; its text is the table with cells parted by tabs."""
    text, encoding = decoded(raw)
    delimiter = delimiter_of(text, lenient=True) or ","
    grid = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    builder = TextBuilder()
    builder.table(raw.path.stem, grid)
    return raw.document(builder, encoding)
