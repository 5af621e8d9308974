"""Excel workbooks, .xlsx: every sheet a table, under a line with the sheet's name."""

from __future__ import annotations

import io
from dataclasses import replace

import python_calamine

from ingest.document import Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.package import Package
from ingest.readers.raw import RawFile
from ingest.readers.sheet_display import Display, displays, printed, shown

_LARGEST_AREA = 30_000_000  # squares, for the library keeps every one of them


def read(raw: RawFile) -> Document:
    """Read all sheets with merged cells resolved. Raises UnreadableDocument for a broken workbook."""
    shows = displays(Package(raw))
    for name, display in shows.items():
        if display.area > _LARGEST_AREA:
            raise UnreadableDocument(
                raw.path,
                f"工作表“{name}”的单元格散布过广；请删去远处的空格式后另存",
                f"the cells of sheet {name} lie too far apart; delete what is far out and save anew",
            )
    builder = TextBuilder()
    try:
        hidden = _read_sheets(raw, builder, shows)
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise broken(raw, error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise broken(raw, error) from None  # the library's own way of giving up on a damaged file
    if unknown := sum(one.without_value for one in shows.values()):
        note = f"有 {unknown} 个公式没有存下算出的值，没有读入 / {unknown} formulas have no stored value"
        raw = replace(raw, notes=(*raw.notes, note))
    hidden_rows = sum(one.hidden_rows for one in shows.values())
    hidden_columns = sum(one.hidden_columns for one in shows.values())
    return finished(raw, builder, (hidden, hidden_rows, hidden_columns))


def finished(raw: RawFile, builder: TextBuilder, hidden: tuple[int, int, int]) -> Document:
    """The document of a workbook; `hidden` counts its hidden sheets, which were left out, rows and columns."""
    if not builder.tables:
        raise UnreadableDocument(raw.path, "工作簿里没有表格", "the workbook has no table")
    sheets, rows, columns = hidden
    notes = (
        [f"{sheets} 个隐藏工作表没有读入 / {sheets} hidden sheets were left out"] if sheets else []
    )
    notes += [
        f"含 {count} {zh}，也已读入 / {count} hidden {en} read"
        for count, zh, en in ((rows, "处隐藏行", "rows"), (columns, "处隐藏列", "columns"))
        if count
    ]
    return raw.document(builder, "utf-8", *notes)


def broken(raw: RawFile, error: BaseException) -> UnreadableDocument:
    """What to say of a workbook that its library cannot open."""
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return UnreadableDocument(
        raw.path,
        f"工作簿打不开（{reason}）；请用电子表格软件另存后再试",
        f"the workbook cannot be opened ({reason}); save it anew from a spreadsheet program",
    )


def _read_sheets(raw: RawFile, builder: TextBuilder, shows: dict[str, Display]) -> int:
    """Add every sheet that is shown; return how many are hidden."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw.data))
    hidden = 0
    for meta in workbook.sheets_metadata:
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                hidden += 1
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            _read_sheet(sheet, builder, shows.get(meta.name, Display()))
    return hidden


def _read_sheet(
    sheet: python_calamine.CalamineSheet, builder: TextBuilder, display: Display
) -> None:
    rows = sheet.to_python(skip_empty_area=False)
    grid = [[printed(value) for value in row] for row in rows]
    for (row, column), code in display.formats.items():
        if row < len(grid) and column < len(grid[row]):
            as_shown = shown(rows[row][column], code)
            grid[row][column] = grid[row][column] if as_shown is None else as_shown
    ranges = sheet.merged_cell_ranges or []
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]
    add_sheet(builder, sheet.name, grid, merged)


def add_sheet(
    builder: TextBuilder,
    name: str,
    grid: list[list[str]],
    merged: list[tuple[int, int, int, int]],
) -> None:
    """Add a sheet without the empty rows at its end; an empty one not at all."""
    while grid and not any(value.strip() for value in grid[-1]):
        grid.pop()
    if grid:
        builder.paragraph(name, "furniture")
        builder.table(name, grid, merged)
