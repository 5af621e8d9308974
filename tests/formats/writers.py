"""Writes the plan and the roster in every format, each with a real tool of that format."""

from __future__ import annotations

import csv
import html
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlwt
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    LongTable,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
)

from tests.formats.content import HEADER, PLAN, ROSTER, TITLE, plan_text, regions

Writer = Callable[[Path], None]
_FONT = "STSong-Light"
_LEVELS = {"chapter": 0, "part": 1, "item": 2}
_W = nsdecls("w")


def text(encoding: str) -> Writer:
    """The plan as a text file."""

    def write(path: Path) -> None:
        path.write_text(plan_text(), encoding, newline="\r\n")

    return write


def markdown(path: Path) -> None:
    """The plan with headings and numbered items."""
    marks = {"title": "# ", "chapter": "## ", "part": "### "}
    lines = [f"{marks.get(line.style, '')}{line.number}{line.text}\n" for line in PLAN]
    path.write_text("\n".join(lines), "utf-8")


def page(encoding: str) -> Writer:
    """The plan as a web page within the furniture of an office's site."""

    def write(path: Path) -> None:
        inside = "".join(f"<p>　　{html.escape(line.number + line.text)}</p>" for line in PLAN[1:])
        path.write_bytes(_site(f"<h1>{PLAN[0].text}</h1>{inside}", encoding))

    return write


def _site(inside: str, encoding: str) -> bytes:
    return (
        f'<html><head><meta charset="{encoding}"></head><body><div class="nav"><a>首页</a><a>政策</a></div>'
        f'<div id="content">{inside}</div><p>【打印】【关闭窗口】</p><div id="footer">版权所有 省厅</div></body></html>'
    ).encode(encoding)


def word(path: Path) -> None:
    """The plan with numbers that Word counts, a header and page numbers."""
    book = docx.Document()
    levels = (
        ("chineseCounting", "%1、"),
        ("chineseCountingThousand", "（%2）"),
        ("decimal", "%3."),
    )
    inside = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{mark}"/></w:lvl>'
        for index, (form, mark) in enumerate(levels)
    )
    root: Any = book.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="900">{inside}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {_W} w:numId="900"><w:abstractNumId w:val="900"/></w:num>'))
    for line in PLAN:
        paragraph = book.add_paragraph(line.text)
        if line.style in _LEVELS:
            properties: Any = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(
                    f'<w:numPr {_W}><w:ilvl w:val="{_LEVELS[line.style]}"/><w:numId w:val="900"/></w:numPr>'
                )
            )
        elif line.style == "title":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line.style == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    book.sections[0].header.paragraphs[0].text = "内部资料"
    book.save(str(path))


def _styles() -> dict[str, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    body = ParagraphStyle(
        "body", fontName=_FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK"
    )
    return {
        "body": body,
        "title": ParagraphStyle("title", fontName=_FONT, fontSize=22, leading=34, alignment=1),
        "right": ParagraphStyle("right", parent=body, alignment=2),
        "cell": ParagraphStyle("cell", fontName=_FONT, fontSize=10.5, leading=14, wordWrap="CJK"),
    }


def _print(path: Path, story: list[Any]) -> None:
    def head_and_foot(canvas: Any, template: Any) -> None:
        canvas.setFont(_FONT, 10)
        canvas.drawString(90, 800, "云岭省科学技术厅公报")
        canvas.drawCentredString(297, 30, f"— {template.page} —")

    template = SimpleDocTemplate(str(path), leftMargin=80, rightMargin=75, pagesize=(595, 842))
    template.build(story, onFirstPage=head_and_foot, onLaterPages=head_and_foot)


def printed(path: Path) -> None:
    """The plan as a PDF of several pages."""
    styles = _styles()
    story = [
        Paragraph(html.escape(line.number + line.text), styles.get(line.style, styles["body"]))
        for line in PLAN
    ]
    _print(path, story)


# The roster


def delimited(encoding: str, delimiter: str) -> Writer:
    """The roster as text with delimiters, the region in every row."""

    def write(path: Path) -> None:
        with path.open("w", encoding=encoding, newline="") as file:
            rows = csv.writer(file, delimiter=delimiter)
            rows.writerow([TITLE, *[""] * (len(HEADER) - 1)])
            rows.writerows([HEADER, *ROSTER])

    return write


def pipes(path: Path) -> None:
    """The roster as a Markdown table; there a cell has one line, so hosts are parted by 、."""
    rows = [" | ".join(cell.replace("\n", "、") for cell in row) for row in (HEADER, *ROSTER)]
    lines = [f"| {row} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(HEADER))
    path.write_text(f"# {TITLE}\n\n" + "\n".join(lines) + "\n", "utf-8")


def workbook(path: Path) -> None:
    """The roster as a sheet with merged cells and numbers as numbers."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([TITLE])
    sheet.append(HEADER)
    for row in ROSTER:
        sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADER))
    for _, first, last in regions():
        for index in range(first + 1, last + 1):
            sheet.cell(index + 3, 2).value = None
        sheet.merge_cells(start_row=first + 3, end_row=last + 3, start_column=2, end_column=2)
    book.save(path)


def old_workbook(path: Path) -> None:
    """The same for the Excel of the nineties."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    sheet.write_merge(0, 0, 0, len(HEADER) - 1, TITLE)
    for column, words in enumerate(HEADER):
        sheet.write(1, column, words)
    for index, row in enumerate(ROSTER, 2):
        for column, cell in enumerate(row):
            if column != 1:
                sheet.write(index, column, int(cell) if cell.isdecimal() else cell)
    for region, first, last in regions():
        sheet.write_merge(first + 2, last + 2, 1, 1, region)
    book.save(str(path))


def table_page(encoding: str) -> Writer:
    """The roster as a web page's table with row spans."""

    def write(path: Path) -> None:
        spans = {first: (region, last - first + 1) for region, first, last in regions()}
        lines = ["<tr>" + "".join(f"<th>{words}</th>" for words in HEADER) + "</tr>"]
        for index, row in enumerate(ROSTER):
            cells = [cell.replace("\n", "<br>") for cell in row]
            region, height = spans.get(index, ("", 0))
            middle = f"<td rowspan='{height}'>{region}</td>" if height else ""
            rest = "".join(f"<td>{cell}</td>" for cell in cells[2:])
            lines.append(f"<tr><td>{cells[0]}</td>{middle}{rest}</tr>")
        path.write_bytes(_site(f"<h1>{TITLE}</h1><table>{''.join(lines)}</table>", encoding))

    return write


def word_table(path: Path) -> None:
    """The roster as a Word table with merged cells and several paragraphs in a cell."""
    book = docx.Document()
    book.add_paragraph(TITLE)
    table = book.add_table(1 + len(ROSTER), len(HEADER))
    for column, words in enumerate(HEADER):
        table.cell(0, column).text = words
    for index, row in enumerate(ROSTER, 1):
        for column, cell in enumerate(row):
            first, *more = cell.split("\n")
            place = table.cell(index, column)
            place.text = first
            for words in more:
                place.add_paragraph(words)
    for region, first_row, last_row in regions():
        for index in range(first_row, last_row + 1):
            table.cell(index + 1, 1).text = region if index == first_row else ""
        table.cell(first_row + 1, 1).merge(table.cell(last_row + 1, 1))
    for place in (cell for row in table.rows for cell in row.cells):
        for paragraph in place.paragraphs[1:]:
            if not paragraph.text:
                paragraph._p.getparent().remove(paragraph._p)
    book.save(str(path))


def printed_in_columns(path: Path) -> None:
    """The plan as a PDF in two columns, as gazettes are printed."""
    body = ParagraphStyle(
        "narrow", parent=_styles()["body"], fontSize=10.5, leading=16, firstLineIndent=21
    )
    right = ParagraphStyle("narrow right", parent=body, alignment=2)
    width, height, edge, between = 595, 420, 60, 24
    column = (width - 2 * edge - between) / 2
    frames = [
        Frame(edge + index * (column + between), 60, column, height - 120, 0, 0, 0, 0)
        for index in range(2)
    ]
    template = BaseDocTemplate(str(path), pagesize=(width, height))
    template.addPageTemplates(PageTemplate("columns", frames, onPage=_foot))
    template.build(
        [
            Paragraph(
                html.escape(line.number + line.text), right if line.style == "right" else body
            )
            for line in PLAN
        ]
    )


def _foot(canvas: Any, template: Any) -> None:
    canvas.setFont(_FONT, 10)
    canvas.drawCentredString(297, 30, f"- {template.page} -")


_BLACK = colors.black
#: The lines of a printed table by what they are called.
LINES: dict[str, list[tuple[Any, ...]]] = {
    "all": [("GRID", (0, 0), (-1, -1), 0.5, _BLACK)],
    "across": [
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, _BLACK), ("LINEBELOW", (0, 0), (-1, -1), 0.5, _BLACK),
    ],
    "three": [
        ("LINEABOVE", (0, 0), (-1, 0), 1, _BLACK), ("LINEBELOW", (0, 0), (-1, 0), 0.5, _BLACK),
        ("LINEBELOW", (0, -1), (-1, -1), 1, _BLACK),
    ],
    "none": [],
}  # fmt: skip


def printed_table(lines: str, rows: Sequence[Sequence[str]] = ROSTER) -> Writer:
    """A roster as a PDF table, long names broken over lines; the region's cell is merged where all lines
    are drawn, else in every row."""

    def write(path: Path) -> None:
        styles = _styles()
        cells: list[list[Any]] = [list(HEADER)]
        for row in rows:
            texts = [html.escape(cell).replace("\n", "<br/>") for cell in row]
            cells.append([Paragraph(text, styles["cell"]) for text in texts])
        merges = [("SPAN", (1, first + 1), (1, last + 1)) for _, first, last in regions()]
        style = [
            *LINES[lines], ("FONT", (0, 0), (-1, -1), _FONT, 10.5), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            *(merges if lines == "all" and rows is ROSTER else []),
        ]  # fmt: skip
        table = LongTable(cells, colWidths=[30, 50, 140, 110, 60, 50], style=style)
        _print(path, [Paragraph(TITLE, styles["title"]), table])

    return write


def browser() -> str | None:
    """The browser that prints pages, where there is one."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def printed_by_browser(path: Path) -> None:
    """The plan and the roster, whose table has no lines, as a browser prints them."""
    program = browser()
    assert program is not None
    paragraphs = "".join(f"<p>{html.escape(line.number + line.text)}</p>" for line in PLAN)
    cells = [
        "".join(f"<td>{cell}</td>" for cell in row).replace("\n", "<br>")
        for row in (HEADER, *ROSTER)
    ]
    rows = "".join(f"<tr>{row}</tr>" for row in cells)
    page = path.with_suffix(".html")
    page.write_text(
        "<meta charset=utf-8><style>@page{size:A4;margin:30mm 26mm}body{font-size:16pt;line-height:28pt}"
        "p{margin:0;text-indent:2em;text-align:justify}td{font-size:10.5pt;line-height:15pt;padding:3pt}</style>"
        f"{paragraphs}<p>附件</p><p>{TITLE}</p><table>{rows}</table>",
        "utf-8",
    )
    subprocess.run(
        [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={path.parent / 'profile'}", f"--print-to-pdf={path}", str(page),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


PLANS: dict[str, tuple[str, Writer]] = {
    "text, UTF-8": ("txt", text("utf-8")),
    "text, UTF-8 with mark": ("txt", text("utf-8-sig")),
    "text, GBK": ("txt", text("gbk")),
    "text, UTF-16": ("txt", text("utf-16")),
    "Markdown": ("md", markdown),
    "page, UTF-8": ("html", page("utf-8")),
    "page, GBK": ("html", page("gbk")),
    "Word": ("docx", word),
    "PDF": ("pdf", printed),
    "PDF in two columns": ("pdf", printed_in_columns),
}
ROSTERS: dict[str, tuple[str, Writer]] = {
    "commas, UTF-8": ("csv", delimited("utf-8", ",")),
    "semicolons, GBK": ("csv", delimited("gbk", ";")),
    "tabs, UTF-16": ("tsv", delimited("utf-16", "\t")),
    "Markdown": ("md", pipes),
    "workbook": ("xlsx", workbook),
    "old workbook": ("xls", old_workbook),
    "page, UTF-8": ("html", table_page("utf-8")),
    "page, GBK": ("html", table_page("gbk")),
    "Word": ("docx", word_table),
    "PDF": ("pdf", printed_table("all")),
    "PDF, lines across": ("pdf", printed_table("across")),
    "PDF, three lines": ("pdf", printed_table("three")),
    "PDF, no lines": ("pdf", printed_table("none")),
}
