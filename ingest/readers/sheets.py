"""Excel workbooks, .xlsx and .xls: every sheet a table, under a line with the sheet's name."""

from __future__ import annotations

import datetime
import io

import python_calamine

from ingest.document import Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.raw import RawFile


def read(raw: RawFile) -> Document:
    """Read all sheets with merged cells resolved. Raises UnreadableDocument for a broken workbook."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw.data))
        builder = TextBuilder()
        hidden = 0
        for meta in workbook.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            hidden += meta.visible != python_calamine.SheetVisibleEnum.Visible
            _read_sheet(workbook.get_sheet_by_name(meta.name), builder)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableDocument(
            raw.path,
            f"工作簿打不开（{error}）；请用电子表格软件另存后再试",
            f"the workbook cannot be opened ({error}); save it anew from a spreadsheet program",
        ) from None
    if not builder.tables:
        raise UnreadableDocument(raw.path, "工作簿里没有表格", "the workbook has no table")
    notes = (f"含 {hidden} 个隐藏工作表，也已读入 / {hidden} hidden sheets read",) if hidden else ()
    return raw.document(builder, "utf-8", *notes)


def _read_sheet(sheet: python_calamine.CalamineSheet, builder: TextBuilder) -> None:
    rows = sheet.to_python(skip_empty_area=False)
    grid = [[_printed(value) for value in row] for row in rows]
    while grid and not any(value.strip() for value in grid[-1]):
        grid.pop()
    if not grid:
        return
    ranges = sheet.merged_cell_ranges or []
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]
    builder.paragraph(sheet.name, "furniture")
    builder.table(sheet.name, grid, merged)


def _printed(value: object) -> str:
    """A cell's value as text. Whole numbers lose the `.0` that the format gives them."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime.datetime():
            midnight = value.time() == datetime.time()
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case None:
            return ""
        case _:
            return str(value)
