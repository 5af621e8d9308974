"""Excel workbooks, .xlsx and .xls: every sheet a table, under a line with the sheet's name."""

from __future__ import annotations

import datetime
import io

import python_calamine

from ingest.document import Document, TextBuilder
from ingest.errors import UnreadableDocument
from ingest.readers.package import Package
from ingest.readers.raw import RawFile
from ingest.readers.sheet_display import Display, displays, shown

_LARGEST_AREA = 30_000_000  # squares, for the library keeps every one of them


def read(raw: RawFile) -> Document:
    """Read all sheets with merged cells resolved. Raises UnreadableDocument for a broken workbook."""
    shows = displays(Package(raw)) if raw.media == "xlsx" else {}
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
    except python_calamine.PasswordError:
        raise UnreadableDocument(
            raw.path,
            "工作簿有密码；请去掉密码后另存再试",
            "the workbook has a password; save it without one",
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise _broken(raw, error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(raw, error) from None  # the library's own way of giving up on a damaged file
    if not builder.tables:
        raise UnreadableDocument(raw.path, "工作簿里没有表格", "the workbook has no table")
    notes = [f"含 {hidden} 个隐藏工作表，也已读入 / {hidden} hidden sheets read"] if hidden else []
    for what, en, count in (
        ("行", "rows", sum(one.hidden_rows for one in shows.values())),
        ("列", "columns", sum(one.hidden_columns for one in shows.values())),
    ):
        if count:
            notes.append(f"含 {count} 处隐藏{what}，也已读入 / {count} hidden {en} read")
    return raw.document(builder, "utf-8", *notes)


def _broken(raw: RawFile, error: BaseException) -> UnreadableDocument:
    reason = " ".join(str(error).split())[:120]
    return UnreadableDocument(
        raw.path,
        f"工作簿打不开（{reason}）；请用电子表格软件另存后再试",
        f"the workbook cannot be opened ({reason}); save it anew from a spreadsheet program",
    )


def _read_sheets(raw: RawFile, builder: TextBuilder, shows: dict[str, Display]) -> int:
    """Add every sheet; return how many of them are hidden."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw.data))
    hidden = 0
    for meta in workbook.sheets_metadata:
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
            hidden += meta.visible != python_calamine.SheetVisibleEnum.Visible
            sheet = workbook.get_sheet_by_name(meta.name)
            _read_sheet(sheet, builder, shows.get(meta.name, Display()))
    return hidden


def _read_sheet(
    sheet: python_calamine.CalamineSheet, builder: TextBuilder, display: Display
) -> None:
    rows = sheet.to_python(skip_empty_area=False)
    grid = [[_printed(value) for value in row] for row in rows]
    for (row, column), code in display.formats.items():
        if row < len(grid) and column < len(grid[row]):
            as_shown = shown(rows[row][column], code)
            grid[row][column] = grid[row][column] if as_shown is None else as_shown
    while grid and not any(value.strip() for value in grid[-1]):
        grid.pop()
    if not grid:
        return
    ranges = sheet.merged_cell_ranges or []
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]
    builder.paragraph(sheet.name, "furniture")
    builder.table(sheet.name, grid, merged)


def _printed(value: object) -> str:
    """A cell's value as text. Whole numbers lose the `.0` that the format gives them; others have the
    fifteen digits that a spreadsheet shows. Tabs part cells, so there are none inside one."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.15g}"
        case datetime.datetime():
            midnight = value.time() == datetime.time()
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case None:
            return ""
        case _:
            text = str(value)
            return (
                text.replace("\r\n", "\n").replace("\t", " ")
                if "\t" in text or "\r" in text
                else text
            )
