"""Readers: the same content in any format, told by content, with offsets into one text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ingest import readers
from ingest.errors import UnreadableDocument
from ingest.extract import facts_of

ROWS = [
    ["序号", "平台名称", "依托单位"],
    ["1", "云南省甲学重点实验室", "甲大学"],
    ["2", "云南省乙学重点实验室", "乙大学"],
]


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.save(path)


def _written(tmp_path: Path) -> dict[str, Path]:
    lines = "\n".join(",".join(row) for row in ROWS) + "\n"
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    paths = {
        name: tmp_path / f"{name}.{suffix}"
        for name, suffix in [
            ("utf8", "csv"), ("bom", "csv"), ("gbk", "csv"), ("utf16", "csv"), ("tabs", "tsv"),
            ("html", "html"), ("htmlgbk", "htm"), ("xlsx", "xlsx"), ("wrong", "txt"),
        ]
    }  # fmt: skip
    paths["utf8"].write_text(lines, "utf-8")
    paths["bom"].write_text(lines, "utf-8-sig")
    paths["gbk"].write_bytes(lines.replace("\n", "\r\n").encode("gbk"))
    paths["utf16"].write_text(lines, "utf-16")
    paths["tabs"].write_text(lines.replace(",", "\t"), "utf-8")
    paths["html"].write_text(f"<!doctype html><body><table>{cells}</table>", "utf-8")
    paths["htmlgbk"].write_bytes(
        f'<html><meta charset="gb2312"><body><table>{cells}</table></body></html>'.encode("gbk")
    )
    _xlsx(paths["xlsx"])
    _xlsx(paths["wrong"])
    return paths


def test_the_same_rows_from_every_format(tmp_path: Path) -> None:
    seen = {}
    for name, path in _written(tmp_path).items():
        document = readers.read(path)
        rows = [fact for fact in facts_of(document) if fact.kind == "platform"]
        for fact in rows:
            assert document.text[fact.start : fact.end] == fact.data["platform"]
            ((start, end),) = fact.spans["hosts"]
            assert [document.text[start:end]] == fact.data["hosts"]
        seen[name] = [(row.data["no"], row.data["platform"], row.data["hosts"]) for row in rows]
    expected = [(1, "云南省甲学重点实验室", ["甲大学"]), (2, "云南省乙学重点实验室", ["乙大学"])]
    assert seen == dict.fromkeys(seen, expected)


def test_a_wrong_suffix_is_said(tmp_path: Path) -> None:
    document = readers.read(_written(tmp_path)["wrong"])
    assert document.media == "xlsx"
    assert any(".txt" in note and "xlsx" in note for note in document.notes)


def test_plain_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "\n甲  乙\u3000丙\n\n末行无换行"
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    document = readers.read(path)
    assert document.text == text
    assert document.prose() == text


def test_commas_in_running_text_make_no_table(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "一、目标\n到2025年,新建5家,撤销2家,保有20家。\n各市,各部门,请执行。\n", "utf-8"
    )
    assert readers.read(path).media == "txt"


def test_page_furniture_stays_in_the_text_and_out_of_the_prose(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><nav>首页 通知</nav><script>alert('x')</script><div class='article'>"
        "<h1>云南省平台管理办法</h1><p>第一条&nbsp;不再新建<b>省工程</b>技术研究中心。</p></div>"
        "<div class='footer'>版权所有</div></body></html>",
        "utf-8",
    )
    document = readers.read(path)
    assert "alert" not in document.text
    assert "版权所有" in document.text
    assert "版权所有" not in document.prose()
    assert "首页" not in document.prose()
    assert len(document.prose()) == len(document.text)
    rules = [fact for fact in facts_of(document) if fact.kind == "rule"]
    assert document.text[rules[0].start : rules[0].end] == "不再新建省工程技术研究中心"


def test_merged_cells_hold_for_all_their_places(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    cells: list[list[str | None]] = [
        ["地区", "平台名称", "依托单位"],
        ["昆明", "云南省甲学重点实验室", "甲大学"],
        [None, "云南省乙学重点实验室", "乙大学"],
    ]
    for row in cells:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    path = tmp_path / "merged.xlsx"
    book.save(path)
    rows = [f for f in facts_of(readers.read(path)) if f.kind == "platform"]
    assert [row.data["region"] for row in rows] == ["昆明", "昆明"]
    assert rows[1].cell is not None
    assert rows[1].cell.label == "Sheet!B3"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "空"),
        ("blank.csv", b" \n\n ", "空"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "png"),
        ("noise.txt", b"\x00\x01\x02\xff" * 64, "二进制"),
        ("broken.xlsx", b"PK\x03\x04" + b"junk" * 20, "损坏"),
        ("latin.txt", "r\u00e9sum\u00e9 caf\u00e9 na\u00efve".encode("latin-1") + b"\xff", "编码"),
        ("broken.pdf", b"%PDF-1.7\n...", "损坏"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument) as caught:
        readers.read(path)
    assert name in str(caught.value)
    assert words in caught.value.reason_zh
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "no.txt", tmp_path):
        with pytest.raises(UnreadableDocument):
            readers.read(path)
