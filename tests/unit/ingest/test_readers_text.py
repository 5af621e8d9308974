"""Text in its encodings, Markdown, delimited tables and workbooks as they are found in offices."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from opencc import OpenCC

from ingest import readers
from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.readers.encodings import decode
from ingest.text import fold, unified

LINES = [
    "名单", "附件", "海洋", "云岭省重点实验室", "关于印发方案的通知", "到2025年，新建5家。", "依托单位：云岭大学", "桂林", "工程研究中心",
    "平台名称,依托单位\n甲学重点实验室,云岭大学\n", "一、总体要求", "（一）优化整合", "Hello 世界", "序号\t名称\n1\t甲\n", "撤销、合并、转建",
]  # fmt: skip
TO_TRADITIONAL = OpenCC("s2t")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5"]
)
@pytest.mark.parametrize("line", LINES)
def test_short_texts_in_every_encoding(line: str, encoding: str) -> None:
    if encoding in ("utf-16-le", "utf-16-be") and line == "海洋":
        pytest.skip("these four bytes are a word of ASCII, too")
    text = TO_TRADITIONAL.convert(line) if encoding == "big5" else line
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.text == text
    expected = {"utf-8-sig": "utf-8", "gbk": "gb18030"}.get(encoding, encoding.removesuffix("-le"))
    if not text.isascii():
        assert found.encoding == expected.removesuffix("-be")


def test_a_few_broken_bytes_are_said() -> None:
    data = "云岭省重点实验室建设管理办法。".encode() * 30
    found = decode(data + b"\xe4\xba")
    assert found is not None
    assert found.text.endswith("\ufffd")
    assert "1 处" in found.notes[0]
    assert decode("r\u00e9sum\u00e9 caf\u00e9".encode("latin-1") + b"\xff") is None
    other = decode("r\u00e9sum\u00e9".encode())
    assert other is not None
    assert other.encoding == "utf-8"


def test_characters_that_only_look_like_others() -> None:
    assert unified("⼯程⻓江⼀⼆金①Ａ") == "工程长江一二金①Ａ"
    assert fold("⼯程Ａ（１）條﹙一﹚︵二︶\u2003") == "工程A(1)条(一)(二) "


def _read(tmp_path: Path, name: str, text: str) -> Document:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return readers.read(path)


def _values(document: Document) -> list[list[str | None]]:
    (table,) = document.tables
    return [[cell.value if cell else None for cell in row] for row in table.rows]


def test_markdown_prints_its_text(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "plan.md",
        "---\ntitle: 甲\n---\n# 云岭省**平台**方案\n\n## 一、总体要求\n到2025年，新建5家。\n（一）统筹 [办法](x)\n\n"
        "1. 甲\n2. 乙\n\n| 序号 | 平台名称 |\n|:--:|---|\n| 1 | 甲\\|乙 |\n\n> 引文\n\n<!-- 注 -->\n",
    )
    assert document.media == "md"
    assert [line for line in document.prose().split("\n") if line.strip()] == [
        "云岭省平台方案", "一、总体要求", "到2025年，新建5家。", "（一）统筹 办法", "1. 甲", "2. 乙", "引文",
    ]  # fmt: skip
    assert _values(document) == [["序号", "平台名称"], ["1", "甲|乙"]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    rows = [["序号", "名称", "依托"], ["001", '"甲\n乙"', "丙"], ["2", "丁", "戊"]]
    document = _read(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in rows))
    assert _values(document) == [
        ["序号", "名称", "依托"],
        ["001", "甲\n乙", "丙"],
        ["2", "丁", "戊"],
    ]


def test_clauses_of_sentences_are_no_columns(tmp_path: Path) -> None:
    text = "坚持统筹布局，优化结构。\n坚持分类管理，有进有出。\n坚持开放共享，提高效益。\n"
    assert _read(tmp_path, "a.txt", text).media == "txt"


def test_a_workbook_as_it_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values: list[list[Any]] = [
        [None, None],
        [None, 7, 0.855, 2021.0],
        [None, datetime.date(2021, 7, 5), 0.1 + 0.2],
    ]
    values.append([None, "007", "甲\n乙", datetime.datetime(2021, 7, 5, 8, 30)])
    for row in values:
        sheet.append(row)
    for place, code in {"B2": "000", "C2": "0.0%", "B3": 'yyyy"年"m"月"'}.items():
        sheet[place].number_format = code
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    document = readers.read(path)
    assert _values(document) == [
        [None, None, None, None],
        [None, "007", "85.5%", "2021"],
        [None, "2021年7月", "0.3", None],
        [None, "007", "甲\n乙", "2021-07-05 08:30:00"],
    ]
    cell = document.tables[0].rows[1][1]
    assert cell is not None
    assert document.tables[0].place(cell) == "Sheet!B2"
    said = " ".join(document.notes)
    assert "1 处隐藏行" in said
    assert "1 个隐藏工作表没有读入" in said


def test_an_old_workbook_with_merged_cells(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    sheet.write_merge(0, 0, 0, 1, "云岭省名单")
    sheet.write_merge(1, 2, 0, 0, "南溪市")
    sheet.write(1, 1, "甲")
    sheet.write(2, 1, datetime.date(2021, 7, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    path = tmp_path / "a.xls"
    book.save(str(path))
    assert _values(readers.read(path)) == [
        ["云岭省名单", "云岭省名单"], ["南溪市", "甲"], ["南溪市", "2021-07-05"],
    ]  # fmt: skip


def test_a_cell_far_out_takes_no_room(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "甲", "乙"
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(UnreadableDocument) as caught:
        readers.read(path)
    assert "散布" in caught.value.reason_zh


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.doc", b"{\\rtf1\\ansi text}", "RTF"),
        ("b.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "MHTML"),
        ("c.doc", b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "Word 2003"),
        ("d.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
        ("e.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "ole"),
        ("f.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "密码"),
    ],
)  # fmt: skip
def test_what_hides_under_a_suffix(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument) as caught:
        readers.read(path)
    assert words in caught.value.reason_zh


def test_a_page_under_the_suffix_of_word(tmp_path: Path) -> None:
    document = _read(tmp_path, "a.doc", "<html><body><p>第一条 甲</p></body></html>")
    assert document.media == "html"
    assert document.text == "第一条 甲\n"
    assert any(".doc" in note for note in document.notes)


def test_markdown_with_tags_and_bold_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 名单\n\n**（一）**加快建设。控制在**家以内。\n\n| 名称 | 依托 |\n| --- | --- |\n| 甲 | 乙<br>丙 |\n",
        "utf-8",
    )
    document = readers.read(path)
    assert document.media == "md"
    assert "（一）加快建设。控制在**家以内。" in document.text
    cell = document.tables[0].rows[1][1]
    assert cell is not None
    assert cell.value == "乙\n丙"


def test_rows_that_tabs_part_inside_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = (
        "关于公布名单的通知\n\t各市科技局：\n\t现将名单公布。\n\t\t特此通知。\n附件\n序号\t名称\t依托单位\n"
        "1\t甲重点实验室\t甲大学\n南溪市\n2\t 乙重点实验室\t\n3\t丙重点实验室\t丙大学\n以上名单自发布之日起生效。"
    )
    path.write_text(text, "utf-8")
    document = readers.read(path)
    assert document.text == text
    (table,) = document.tables
    values = [[cell.value if cell else None for cell in row] for row in table.rows]
    assert values == [
        ["序号", "名称", "依托单位"], ["1", "甲重点实验室", "甲大学"], ["南溪市"],
        ["2", "乙重点实验室", None], ["3", "丙重点实验室", "丙大学"],
    ]  # fmt: skip
    for row in table.rows:
        assert all(text[cell.start : cell.end] == cell.value for cell in row if cell)
    assert "甲重点实验室" not in document.prose()
    assert "以上名单自发布之日起生效。" in document.prose()
    assert len(document.prose()) == len(text)


def test_hidden_sheets_and_formulas_without_values_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["序号", "平台名称"], ["=ROW()-1", "云岭省冻土环境重点实验室"]):
        sheet.append(row)
    old: Any = book.create_sheet("旧名单")
    old.append(["1", "云岭省废弃数据重点实验室"])
    old.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    document = readers.read(path)
    assert "废弃数据" not in document.text
    assert "有 1 个公式没有存下算出的值" in " ".join(document.notes)


def test_a_hidden_sheet_of_an_old_workbook_is_left_out(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("名单").write(0, 0, "云岭省名单")
    hidden = book.add_sheet("旧")
    hidden.write(0, 0, "云岭省废弃数据重点实验室")
    hidden.visibility = 1
    path = tmp_path / "a.xls"
    book.save(str(path))
    document = readers.read(path)
    assert _values(document) == [["云岭省名单"]]
    assert "1 个隐藏工作表没有读入" in " ".join(document.notes)


_ROWS = "序号{0}平台名称{0}依托单位\n1{0}云岭省冻土环境重点实验室{0}云岭大学\n2{0}云岭省盐碱地重点实验室{0}南溪学院\n"


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_a_table_in_text_may_have_a_title(tmp_path: Path, delimiter: str) -> None:
    text = "附件\n云岭省重点实验室名单\n" + _ROWS.format(delimiter)
    document = _read(tmp_path, "a.txt", text)
    (table,) = document.tables
    rows = [[cell.value if cell else None for cell in row] for row in table.rows]
    assert ["1", "云岭省冻土环境重点实验室", "云岭大学"] in rows
    assert ("云岭省重点实验室名单" in document.prose()) == (delimiter == "\t")


def test_lines_with_a_comma_each_are_no_table(tmp_path: Path) -> None:
    text = "云岭省平台建设方案\n加强领导，落实责任。\n强化保障，形成合力。\n开展评估，优胜劣汰。\n"
    assert _read(tmp_path, "a.txt", text).tables == ()
