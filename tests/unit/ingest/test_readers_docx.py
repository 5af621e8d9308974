"""Word documents: what python-docx or Word writes, read as a person sees it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest import readers
from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.readers.numerals import numeral

W = nsdecls("w")


def _read(book: Any, tmp_path: Path) -> Document:
    path = tmp_path / "a.docx"
    book.save(path)
    return readers.read(path)


def _body(book: Any, xml: str) -> None:
    body = book.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def _paragraph(book: Any, inside: str) -> None:
    _body(book, f'<w:p {W} xmlns:m="urn:none">{inside}</w:p>')


def _numbered(book: Any, number: int, level: int, text: str) -> None:
    _paragraph(
        book,
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r>",
    )


def _list(book: Any, abstract: int, number: int, levels: list[tuple[str, str]]) -> None:
    root = book.part.numbering_part.element
    inside = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{abstract}">{inside}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>')
    )


OFFICIAL = [
    ("chineseCounting", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "(%4)"),
    ("decimalEnclosedCircle", "%5"),
]


def test_automatic_numbers_stand_in_the_text(tmp_path: Path) -> None:
    book = docx.Document()
    _list(book, 900, 90, OFFICIAL)
    for level in (0, 1, 2, 3, 4, 4, 2, 1, 2, 0, 1):
        _numbered(book, 90, level, "甲")
    assert _read(book, tmp_path).text.split("\n")[:-1] == [
        "一、甲", "（一）甲", "1. 甲", "(1)甲", "① 甲", "② 甲", "2. 甲", "（二）甲", "1. 甲", "二、甲", "（一）甲",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_until_one_overrides_its_start(tmp_path: Path) -> None:
    book = docx.Document()
    _list(book, 900, 90, [("japaneseCounting", "第%1条")])
    root = book.part.numbering_part.element
    for number, override in (
        (91, ""),
        (92, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
    ):
        root.append(
            parse_xml(
                f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="900"/>{override}</w:num>'
            )
        )
    for number in (90, 91, 92, 92, 0, 91):
        _numbered(book, number, 0, "甲")
    assert _read(book, tmp_path).text.split("\n")[:-1] == [
        "第一条 甲", "第二条 甲", "第五条 甲", "第六条 甲", "甲", "第七条 甲",
    ]  # fmt: skip


def test_numbers_come_through_styles_and_what_they_rest_on(tmp_path: Path) -> None:
    book = docx.Document()
    _list(book, 900, 90, [("chineseCounting", "第%1章"), ("decimal", "%1.%2")])
    level = book.part.numbering_part.element[0][1]
    level.insert(2, parse_xml(f'<w:pStyle {W} w:val="Clause"/>'))
    level.insert(3, parse_xml(f"<w:isLgl {W}/>"))
    for name, based, number in (("Chapter", "", 90), ("Own", "Chapter", None), ("Clause", "", 90)):
        numbered = f'<w:numPr><w:numId w:val="{number}"/></w:numPr>' if number else ""
        book.styles.element.append(
            parse_xml(
                f'<w:style {W} w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
                + (f'<w:basedOn w:val="{based}"/>' if based else "")
                + f"<w:pPr>{numbered}</w:pPr></w:style>"
            )
        )
    for style in ("Chapter", "Clause", "Own", "Clause", "Clause"):
        _paragraph(book, f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>甲</w:t></w:r>')
    assert _read(book, tmp_path).text.split("\n")[:-1] == [
        "第一章 甲", "1.1 甲", "第二章 甲", "2.1 甲", "2.2 甲",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (10, "chineseCounting", "十"), (21, "chineseCounting", "二十一"), (100, "chineseCounting", "一○○"),
        (12, "chineseCountingThousand", "十二"), (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"), (121, "japaneseCounting", "百二十一"),
        (3, "ideographTraditional", "丙"), (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"), (12, "decimalFullWidth", "１２"), (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"), (7, "decimalZero", "07"), (7, "none", ""), (7, "unheardOf", "7"),
        (2, "chineseLegalSimplified", "贰"), (13, "ideographZodiacTraditional", "丙子"),
    ],
)  # fmt: skip
def test_numerals(value: int, form: str, printed: str) -> None:
    assert numeral(value, form) == printed


def test_merged_cells_and_tables_in_their_place(tmp_path: Path) -> None:
    book = docx.Document()
    book.add_paragraph("前")
    table = book.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(1, 2).text = table.cell(2, 2).text = table.cell(0, 1).text = ""
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 2).text = "上\n下"
    table.cell(1, 0).text, table.cell(2, 0).text = "邕州", ""
    table.cell(1, 0).merge(table.cell(2, 0))
    book.add_paragraph("后")
    document = _read(book, tmp_path)
    assert document.text.startswith("前\n")
    assert document.text.endswith("\n后\n")
    (read,) = document.tables
    values = [[cell.value if cell else None for cell in row] for row in read.rows]
    assert values == [["00", "00", "上\n下"], ["邕州", "11", None], ["邕州", "21", None]]
    assert document.prose().split() == ["前", "后"]


def test_numbers_of_a_column_that_word_counts(tmp_path: Path) -> None:
    book = docx.Document()
    _list(book, 900, 90, [("decimal", "%1")])
    table = book.add_table(2, 2)
    for row in range(2):
        table.cell(row, 1).text = "甲重点实验室"
        properties = table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
        )
    (read,) = _read(book, tmp_path).tables
    assert [row[0].value.strip() for row in read.rows if row[0]] == ["1", "2"]


def test_changes_hidden_text_fields_and_breaks(tmp_path: Path) -> None:
    book = docx.Document()
    _paragraph(
        book,
        "<w:r><w:t>新建</w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>20</w:t></w:r></w:ins><w:r><w:t>家</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>见一</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>'
        "<w:smartTag><w:r><w:t>丙</w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtContent><w:r><w:t>丁</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:hyperlink><w:r><w:t>戊</w:t></w:r></w:hyperlink><w:r><w:br w:type="page"/></w:r>',
    )
    _paragraph(book, "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>本段与</w:t></w:r>")
    book.add_paragraph("下段相连")
    document = _read(book, tmp_path)
    assert document.text == "新建20家见一\t甲\n乙丙丁戊\n本段与下段相连\n"
    said = " ".join(document.notes)
    assert all(word in said for word in ("删除", "插入", "隐藏"))


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    book = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>云岭省科学技术厅文件</w:t></w:r></w:p></w:txbxContent>"
    _body(
        book,
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>",
    )
    assert _read(book, tmp_path).text == "正文\n云岭省科学技术厅文件\n"


def test_headers_and_contents_are_furniture_and_footnotes_follow(tmp_path: Path) -> None:
    book = docx.Document()
    book.sections[0].header.paragraphs[0].text = "内部资料"
    book.sections[0].footer.paragraphs[0].text = "印发页脚"
    _body(
        book,
        f'<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        "</w:sdtPr><w:sdtContent><w:p><w:r><w:t>一、总体要求 1</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    _paragraph(book, '<w:r><w:t>平台建设</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>')
    book.add_paragraph("末段")
    path = tmp_path / "a.docx"
    book.save(str(path))
    _add_footnotes(path)
    document = readers.read(path)
    lines = document.text.split("\n")
    assert lines == ["内部资料", "一、总体要求 1", "平台建设", "末段", "脚注之文", "印发页脚", ""]
    assert document.prose().split() == ["平台建设", "末段", "脚注之文"]
    assert any("脚注" in note for note in document.notes)


def _add_footnotes(path: Path) -> None:
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>脚注之文</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    ).encode()
    rels = parts["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rIdF" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", link).encode()
    _write(path, parts)


def _write(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_a_frame_of_one_cell_and_a_table_in_a_cell(tmp_path: Path) -> None:
    book = docx.Document()
    frame = book.add_table(1, 1).cell(0, 0)
    frame.text = "框中正文"
    frame.add_table(2, 2).cell(0, 0).text = "内"
    outer = book.add_table(2, 2)
    outer.cell(0, 0).text = "外"
    outer.cell(1, 1).add_table(1, 2).cell(0, 1).text = "深"
    document = _read(book, tmp_path)
    assert document.prose().split() == ["框中正文"]
    assert [table.rows[0][0].value for table in document.tables if table.rows[0][0]] == ["内", "外"]
    assert document.tables[1].rows[1][1] is not None
    assert document.tables[1].rows[1][1].value == "深"


def test_bombs_and_entities_are_refused(tmp_path: Path) -> None:
    book = docx.Document()
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "bad.docx"
    entity = (
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r>'
        "<w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    ).encode()
    deep = f"<w:document {W}><w:body>{'<w:tbl><w:tr><w:tc>' * 90}{'</w:tc></w:tr></w:tbl>' * 90}</w:body></w:document>"
    for main in (entity, deep.encode(), b"<w:document", b" " * (130 * 1024 * 1024)):
        _write(path, {**parts, "word/document.xml": main})
        with pytest.raises(UnreadableDocument) as caught:
            readers.read(path)
        assert "损坏" in caught.value.reason_zh
