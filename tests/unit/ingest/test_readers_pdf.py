"""PDF files as programs print them: paragraphs and tables as they were before pages cut them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from ingest import readers
from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.readers.pdf_tables import PdfTable

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK"
)
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=22, leading=34, alignment=1)
RIGHT = ParagraphStyle("right", parent=BODY, alignment=2)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=10.5, leading=14, wordWrap="CJK")
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 10.5)]
LONG = (
    "到2025年，新建省重点实验室不少于20家，优化整合省工程技术研究中心10家左右，重点布局海洋、新能源汽车、"
    "人工智能等领域，避免低水平、交叉和重复建设，形成布局合理、运行高效的创新平台体系。"
)


def _head_and_foot(page: Any, template: Any) -> None:
    page.setFont(FONT, 10)
    page.drawString(90, 800, "云岭省科技创新平台文件汇编")
    page.drawCentredString(297, 30, f"— {template.page} —")


def _read(tmp_path: Path, story: Sequence[Any], furniture: bool = True) -> Document:
    path = tmp_path / "a.pdf"
    template = SimpleDocTemplate(str(path), pagesize=A4, leftMargin=85, rightMargin=75)
    if furniture:
        template.build(list(story), onFirstPage=_head_and_foot, onLaterPages=_head_and_foot)
    else:
        template.build(list(story))
    return readers.read(path)


def _rows(document: Document) -> list[list[str | None]]:
    (table,) = document.tables
    return [[cell.value if cell else None for cell in row] for row in table.rows]


def test_lines_are_paragraphs_again_across_pages_too(tmp_path: Path) -> None:
    story: list[Any] = [Paragraph("云岭省科技创新平台<br/>优化整合方案", TITLE), Spacer(1, 20)]
    expected = ["云岭省科技创新平台优化整合方案"]
    for number in "一二三四五六七八":
        for text in (f"{number}、总体要求", LONG, "（一）不再新建省工程研究中心。"):
            story.append(Paragraph(text, BODY))
            expected.append(text)
    for text in ("云岭省科学技术厅", "2022年7月5日"):
        story.append(Paragraph(text, RIGHT))
        expected.append(text)
    document = _read(tmp_path, story)
    assert [line.strip() for line in document.prose().split("\n") if line.strip()] == expected
    assert document.text.count("文件汇编") == 1
    first = next(block for block in document.blocks if block.kind == "paragraph")
    assert first.page == 1
    assert first.box is not None
    assert 60 < first.box[1] < first.box[3] < 160
    assert max(block.page or 0 for block in document.blocks) > 1


def test_a_table_across_pages_is_one(tmp_path: Path) -> None:
    header = ["序号", "平台名称", "依托单位"]
    names = [
        Paragraph(f"云岭省第{n}号海洋生物资源高值化利用与装备智能制造技术重点实验室", CELL)
        for n in range(1, 41)
    ]
    hosts = Paragraph("云岭大学<br/>云岭省海洋研究院", CELL)
    rows = [header, *([str(n), name, hosts] for n, name in enumerate(names, 1))]
    story = [
        Paragraph("附件 名单", TITLE),
        Table(rows, colWidths=[40, 200, 180], repeatRows=1, style=GRID),
        Paragraph("以上名单自发布之日起生效。", BODY),
    ]
    document = _read(tmp_path, story)
    read = _rows(document)
    assert [row[0] for row in read] == ["序号", *map(str, range(1, 41))]
    assert read[40][1] == "云岭省第40号海洋生物资源高值化利用与装备智能制造技术重点实验室"
    assert read[40][2] == "云岭大学\n云岭省海洋研究院"
    table = document.tables[0]
    last = table.rows[40][1]
    assert last is not None
    assert last.page is not None
    assert table.place(last) == f"第{last.page}页 表1!B41"
    assert last.page > 1
    assert document.prose().split() == ["附件", "名单", "以上名单自发布之日起生效。"]


def test_a_row_cut_by_the_page_and_a_merged_cell_go_on(tmp_path: Path) -> None:
    first = [["序号", "地区", "平台名称", "依托单位"]]
    first += [
        [str(n), "南溪市" if n == 1 else "", f"甲{n}重点实验室", "云岭大学"] for n in range(1, 6)
    ]
    first[-1][2] = "海洋生物资源高值"
    second = [["", "", "化利用重点实验室", ""]]
    second += [
        [str(n), "北桥市" if n == 8 else "", f"甲{n}重点实验室", "云岭大学"] for n in range(6, 10)
    ]
    widths = [40, 60, 160, 150]
    story = [
        Table(first, colWidths=widths, style=[*GRID, ("SPAN", (1, 1), (1, -1))]),
        PageBreak(),
        Table(
            second,
            colWidths=widths,
            style=[*GRID, ("SPAN", (1, 0), (1, 2)), ("SPAN", (1, 3), (1, 4))],
        ),
    ]
    read = _rows(_read(tmp_path, story))
    assert [row[0] for row in read[1:]] == list(map(str, range(1, 10)))
    assert [row[1] for row in read[1:]] == ["南溪市"] * 7 + ["北桥市"] * 2
    assert read[5][2] == "海洋生物资源高值化利用重点实验室"


def test_tables_with_open_sides_and_merged_headers(tmp_path: Path) -> None:
    rows = [["序号", "平台", ""], ["", "名称", "依托"], ["1", "甲重点实验室", "甲大学"]]
    style = [
        ("FONT", (0, 0), (-1, -1), FONT, 10.5), ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (1, 0), (-1, 0), 0.5, colors.black), ("LINEBELOW", (0, 1), (-1, 2), 0.5, colors.black),
        ("LINEAFTER", (0, 0), (0, -1), 0.5, colors.black), ("LINEAFTER", (1, 1), (1, -1), 0.5, colors.black),
        ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)),
    ]  # fmt: skip
    read = _rows(_read(tmp_path, [Table(rows, colWidths=[50, 150, 120], style=style)]))
    assert read == [
        ["序号", "平台", "平台"],
        ["序号", "名称", "依托"],
        ["1", "甲重点实验室", "甲大学"],
    ]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_pages_on_their_side(tmp_path: Path, angle: int) -> None:
    path = tmp_path / "a.pdf"
    page = canvas.Canvas(str(path), pagesize=A4)
    page.translate(300, 400)
    page.rotate(angle)
    page.setFont(FONT, 14)
    for index, text in enumerate(["一、总体要求。", "二、主要任务。"]):
        page.drawString(0, -24 * index, text)
    page.save()
    assert readers.read(path).text == "一、总体要求。\n二、主要任务。\n"


def _scan(page: Any) -> None:
    from reportlab.lib.utils import ImageReader

    # The smallest picture that is one: a grey pixel, blown up to the page.
    picture = io.BytesIO(b"P6 1 1 255\n\x80\x80\x80")
    page.drawImage(ImageReader(picture), 0, 0, *A4)


def test_scanned_pages_are_said(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    page = canvas.Canvas(str(path), pagesize=A4)
    for text in ("", "第二页有文字，可以读出来。", ""):
        if text:
            page.setFont(FONT, 14)
            page.drawString(80, 700, text)
        else:
            _scan(page)
        page.showPage()
    page.save()
    document = readers.read(path)
    assert document.text == "第二页有文字，可以读出来。\n"
    assert any("第 1、3 页是扫描图" in note for note in document.notes)
    page = canvas.Canvas(str(path), pagesize=A4)
    _scan(page)
    page.save()
    with pytest.raises(UnreadableDocument) as caught:
        readers.read(path)
    assert "文字识别" in caught.value.reason_zh


def test_a_password_is_said(tmp_path: Path) -> None:
    path = tmp_path / "secret.pdf"
    page = canvas.Canvas(str(path), pagesize=A4, encrypt="password")
    page.drawString(80, 700, "text")
    page.save()
    with pytest.raises(UnreadableDocument) as caught:
        readers.read(path)
    assert "密码" in caught.value.reason_zh


def test_a_water_mark_at_an_angle_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "mark.pdf"
    page = canvas.Canvas(str(path), pagesize=A4)
    page.setFont(FONT, 14)
    page.drawString(80, 700, "不再新建省工程研究中心。")
    page.translate(200, 300)
    page.rotate(45)
    page.setFont(FONT, 60)
    page.drawString(0, 0, "内部资料")
    page.save()
    document = readers.read(path)
    assert document.text == "不再新建省工程研究中心。\n"
    assert any("水印" in note for note in document.notes)


def test_a_page_turned_by_its_viewer_reads_the_same(tmp_path: Path) -> None:
    upright = _read(tmp_path, [Paragraph(LONG, BODY)], furniture=False).text
    with pypdfium2.PdfDocument(str(tmp_path / "a.pdf")) as turned:
        turned[0].set_rotation(90)
        turned.save(str(tmp_path / "b.pdf"))
    assert readers.read(tmp_path / "b.pdf").text == upright == LONG + "\n"


def test_a_header_left_alone_at_the_foot_and_other_columns() -> None:
    from ingest.readers.pdf_joins import continued

    def table(page: int, columns: tuple[float, ...], rows: list[list[str]]) -> PdfTable:
        return PdfTable(page, (0, 0, 100, 100), columns, rows, [])

    first = table(1, (0, 20, 100), [["序号", "名称"], ["1", "甲"], ["序号", "名称"]])
    second = table(2, (3, 23, 103), [["序号", "名称"], ["2", "乙"]])
    whole = continued(first, second)
    assert whole is not None
    assert whole.rows == [["序号", "名称"], ["1", "甲"], ["2", "乙"]]
    assert continued(first, table(2, (0, 60, 100), [["2", "乙"]])) is None


def test_an_opening_bracket_goes_down_with_its_word(tmp_path: Path) -> None:
    # 〔2008〕 is wider than the room left above it.
    begin = "根据上级有关科技创新平台建设与运行管理的各项规定，参照国科发基"
    text = f"{begin}〔2008〕539号文件的要求，制定本办法。"
    path = tmp_path / "a.pdf"
    page = canvas.Canvas(str(path), pagesize=A4)
    page.setFont(FONT, 14)
    for index, line in enumerate((LONG[:33], begin, text[len(begin) :])):
        page.drawString(70, 700 - 24 * index, line)
    page.save()
    assert text in readers.read(path).text.replace(LONG[:33], "").strip()


def test_a_head_near_the_text_of_one_page_is_a_head(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = canvas.Canvas(str(path), pagesize=A4)
    for number in (1, 2):
        page.setFont(FONT, 16)
        page.drawString(80, 790, "云岭省科学技术厅文件")
        if number == 1:
            for index, line in enumerate(("云科发〔2023〕4号", "各市科学技术局：", "现予公布。")):
                page.drawString(80, 755 - 35 * index, line)
        page.showPage()
    page.save()
    document = readers.read(path)
    heads = [b for b in document.blocks if "厅文件" in document.text[b.start : b.end]]
    assert [block.kind for block in heads] == ["furniture"]
