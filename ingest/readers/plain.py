"""Plain text: the text is the file, each line a paragraph; lines that tabs part alike are a table's rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Block, Cell, Document, Table, TextBuilder
from ingest.readers.raw import RawFile, decoded

_FEWEST_ROWS = 3
_FEWEST_TABS = 2
_LONGEST_GROUP = 30

_Line = tuple[int, str]


def read(raw: RawFile) -> Document:
    """Read text as it stands; offsets are those of the decoded file without its byte-order mark."""
    found = decoded(raw)
    builder = TextBuilder()
    for line in found.text.split("\n"):
        builder.paragraph(line)
    document = raw.document(builder, found.encoding, *found.notes)
    # The last line has no line end of its own; the text must be the file's, to the character.
    document = replace(document, text=found.text)
    return _with_tables(document) if found.text.count("\t") >= _FEWEST_ROWS else document


def _with_tables(document: Document) -> Document:
    """The document with runs of lines that have the same number of tabs as tables, no longer as prose."""
    lines = [(block.start, document.text[block.start : block.end]) for block in document.blocks]
    tables: list[Table] = []
    inside: set[int] = set()
    for run in _runs(lines):
        tables.append(_table(f"表{len(tables) + 1}", run))
        inside |= {start for start, _ in run}
    blocks: tuple[Block, ...] = tuple(b for b in document.blocks if b.start not in inside)
    return replace(document, blocks=blocks, tables=tuple(tables))


def _runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    index = 0
    while index < len(lines):
        line = lines[index][1]
        tabs = line.count("\t") if "\t" in line.lstrip() else 0  # else they only indent it
        end = index + 1
        if tabs >= _FEWEST_TABS:
            end = _end(lines, index, tabs)
            rows = [one for one in lines[index:end] if one[1].count("\t") == tabs]
            if len(rows) >= _FEWEST_ROWS and any(row.split("\t")[0].strip() for _, row in rows):
                yield list(lines[index:end])
        index = end


def _end(lines: Sequence[_Line], start: int, tabs: int) -> int:
    """Where a run ends; a short line alone between two rows names a group of them."""
    index = start + 1
    while index < len(lines):
        line = lines[index][1]
        after = lines[index + 1][1] if index + 1 < len(lines) else ""
        is_group = "\t" not in line and 0 < len(line.strip()) <= _LONGEST_GROUP
        if line.count("\t") != tabs and not (is_group and after.count("\t") == tabs):
            break
        index += 1
    return index


def _table(name: str, lines: Sequence[_Line]) -> Table:
    rows = []
    for row, (start, line) in enumerate(lines):
        cells: list[Cell | None] = []
        place = start
        for column, value in enumerate(line.split("\t")):
            plain = value.strip()
            first = place + value.index(plain) if plain else place
            cell = Cell(row, column, first, first + len(plain), plain, (row, column))
            cells.append(cell if plain else None)
            place += len(value) + 1
        rows.append(tuple(cells))
    last_start, last = lines[-1]
    return Table(name, lines[0][0], last_start + len(last), tuple(rows))
