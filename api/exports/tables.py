"""Rows as CSV, XLSX and JSON."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from api.console import defused
from graph.store import Rows

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
#: Name or none, columns, rows in parts.
Sheet = tuple[str | None, Sequence[str], Iterable[Rows]]
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575
_CHUNK = 64 * 1024


def table(suffix: str, columns: Sequence[str], parts: Iterable[Rows]) -> Iterator[bytes]:
    """Rows as a file of that suffix; cells that a spreadsheet would run are defused."""
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[suffix](columns, parts)


def words(value: Any) -> str:
    """A value as the text of a cell: lists joined, objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "、".join(words(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv(columns: Sequence[str], parts: Iterable[Rows]) -> Iterator[bytes]:
    # Excel takes a file for UTF-8 only if it begins with a byte order mark.
    yield b"\xef\xbb\xbf"
    yield _lines([columns])
    for rows in parts:
        for at in range(0, len(rows), 1000):
            yield _lines([_cell(row[c]) for c in columns] for row in rows[at : at + 1000])


def _cell(value: Any) -> str:
    """Numbers stay numbers, minus sign and all; text that begins like a formula is defused."""
    text = words(value)
    return text if isinstance(value, (int, float)) else defused(text)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "replace")


def _json(columns: Sequence[str], parts: Iterable[Rows]) -> Iterator[bytes]:
    before = "[\n"
    for rows in parts:
        for row in rows:
            shown = {column: row[column] for column in columns}
            text = json.dumps(shown, ensure_ascii=False, default=str)
            yield f"{before}{text}".encode("utf-8", "replace")
            before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def book(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """Tables as the sheets of one XLSX file."""
    with tempfile.TemporaryFile() as file:
        _write_book(file, sheets)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _xlsx(columns: Sequence[str], parts: Iterable[Rows]) -> Iterator[bytes]:
    return book([(None, columns, parts)])


def _write_book(file: IO[bytes], sheets: Sequence[Sheet]) -> None:
    import xlsxwriter

    # Texts are written as texts, never taken for formulas, numbers or links; rows go to disk at once.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as made:
        for name, columns, parts in sheets:
            sheet = made.add_worksheet(name)
            for at, column in enumerate(columns):
                sheet.write_string(0, at, column)
            found = (row for rows in parts for row in rows)
            for number, row in enumerate(islice(found, _MOST_ROWS), 1):
                for at, column in enumerate(columns):
                    _write_cell(sheet, number, at, row[column])


def _write_cell(sheet: Any, number: int, at: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(number, at, value)
        return
    text = defused(words(value))
    # A sheet holds no more in a cell; CSV and JSON have the whole.
    sheet.write_string(number, at, text if len(text) <= _LONGEST_CELL else f"{text[:32_760]}…")
