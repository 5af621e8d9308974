"""Files in every format to read, and the bare library that reads each."""

from __future__ import annotations

import csv
import html
import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import lxml.html
import openpyxl
import pypdfium2
import python_calamine
import xlrd
import xlwt
from doc2docx import convert
from markdown_it import MarkdownIt
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from tests.bench.samples import HEADER, policy, roster

_FONT = "STSong-Light"
_FIXTURES = Path(__file__).parent.parent / "formats"
_PRINTED_ROWS = 1_000  # a table that long is already forty pages


def files(folder: Path, count: int) -> list[Path]:
    """A roster of `count` rows, or a policy of like length, in every format that is read."""
    rows = [HEADER, *roster(count)]
    text = policy(1, count * 60)
    comma = io.StringIO()
    csv.writer(comma).writerows(rows)
    cells = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    texts = {
        "policy.txt": text,
        "policy.md": text.replace("\n", "\n\n"),
        "roster.csv": comma.getvalue(),
        "roster.html": f"<html><meta charset='utf-8'><body><table>{cells}</table></body></html>",
    }
    for name, content in texts.items():
        (folder / name).write_text(content, "utf-8")
    _workbooks(folder, rows)
    _word(folder / "policy.docx", text)
    _printed_policy(folder / "policy.pdf", text)
    _printed_roster(folder / "roster.pdf", rows[:_PRINTED_ROWS])
    shutil.copy(_FIXTURES / "roster.doc", folder / "roster.doc")
    return sorted(folder.iterdir(), key=lambda path: (path.suffix, path.name))


def _workbooks(folder: Path, rows: list[tuple[str, ...]]) -> None:
    new = openpyxl.Workbook()
    old = xlwt.Workbook(encoding="utf-8")
    sheet = old.add_sheet("名单")
    for index, row in enumerate(rows[:60_000]):
        new.worksheets[0].append(row)
        for column, cell in enumerate(row):
            sheet.write(index, column, cell)
    new.save(folder / "roster.xlsx")
    old.save(str(folder / "roster.xls"))


def _word(path: Path, text: str) -> None:
    book = docx.Document()
    for line in text.splitlines():
        book.add_paragraph(line)
    book.save(str(path))


def _style(size: float) -> ParagraphStyle:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    return ParagraphStyle("body", fontName=_FONT, fontSize=size, leading=1.7 * size, wordWrap="CJK")


def _printed_policy(path: Path, text: str) -> None:
    style = _style(16)
    SimpleDocTemplate(str(path)).build([Paragraph(line, style) for line in text.splitlines()])


def _printed_roster(path: Path, rows: list[tuple[str, ...]]) -> None:
    _style(10)
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), _FONT, 9)]
    SimpleDocTemplate(str(path)).build([LongTable(rows, repeatRows=1, style=style)])


def _pdf(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _docx(data: bytes) -> list[str]:
    book = docx.Document(io.BytesIO(data))
    return [paragraph.text for paragraph in book.paragraphs]


def _doc(data: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "a.doc", Path(folder) / "a.docx"
        source.write_bytes(data)
        convert(source, target)
        return _docx(target.read_bytes())


#: Reading with the library alone, by suffix.
BARE: dict[str, Callable[[bytes], object]] = {
    ".txt": lambda data: data.decode("utf-8"),
    ".md": lambda data: MarkdownIt("commonmark").enable("table").parse(data.decode("utf-8")),
    ".csv": lambda data: list(csv.reader(io.StringIO(data.decode("utf-8")))),
    ".html": lambda data: lxml.html.fromstring(data).text_content(),
    ".xlsx": lambda data: [
        sheet.to_python()
        for workbook in [python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))]
        for sheet in map(workbook.get_sheet_by_name, workbook.sheet_names)
    ],
    ".xls": lambda data: [
        sheet.row_values(index)
        for sheet in xlrd.open_workbook(file_contents=data).sheets()
        for index in range(sheet.nrows)
    ],
    ".docx": _docx,
    ".doc": _doc,
    ".pdf": _pdf,
}
