"""Excel workbooks of before 2007, .xls: every sheet a table, as from .xlsx.

Read by a library in Python: a damaged file of this kind can bring a native one down together with the
whole program.
"""

from __future__ import annotations

import io
from typing import Any

import xlrd

from ingest.document import Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.raw import RawFile
from ingest.readers.sheet_display import printed, shown, telling
from ingest.readers.sheets import add_sheet, broken, finished


def read(raw: RawFile) -> Document:
    """Read all sheets with merged cells resolved. Raises UnreadableDocument for a broken workbook."""
    try:
        book = xlrd.open_workbook(
            file_contents=raw.data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
        builder = TextBuilder()
        hidden = [0, 0, 0]
        for sheet in book.sheets():
            if sheet.visibility:
                hidden[0] += 1
                continue
            hidden[1] += sum(1 for row in sheet.rowinfo_map.values() if row.hidden)
            hidden[2] += sum(1 for column in sheet.colinfo_map.values() if column.hidden)
            grid = [_row(book, sheet, index) for index in range(sheet.nrows)]
            width = max(map(len, grid), default=0)
            merged = [(t, le, b - 1, r - 1) for t, b, le, r in sheet.merged_cells]
            add_sheet(
                builder, sheet.name, [row + [""] * (width - len(row)) for row in grid], merged
            )
    except Exception as error:  # a parser of an old format, on any bytes
        if "encrypt" in str(error).lower():
            raise UnreadableDocument(
                raw.path,
                "工作簿有密码；请去掉密码后另存再试",
                "the workbook has a password; save it without one",
            ) from None
        raise broken(raw, error) from None
    return finished(raw, builder, (hidden[0], hidden[1], hidden[2]))


def _row(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, index: int) -> list[str]:
    return [_shown(book, cell) for cell in sheet.row(index)]


def _shown(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> str:
    """What a cell shows."""
    value: Any = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value) or "")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return printed(bool(value))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) or cell.xf_index is None:
        return printed(value)
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            value = xlrd.xldate_as_datetime(value, book.datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            return printed(value)
    bare = telling(code)
    as_shown = shown(value, bare) if bare is not None else None
    return printed(value) if as_shown is None else as_shown
