"""Characters that only look otherwise, or do not show, change no fact; what is printed stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers
from ingest.extract import facts_of
from ingest.facts import Fact

_PLAN = (
    "云岭省平台建设方案（2023—2027年）\n根据《云岭省科学技术进步条例》《云岭省平台管理细则》，制定本方案。\n"
    "一、总体要求\n（一）目标。到2025年，新建省重点实验室20家以上。\n"
    "二、重点任务\n（一）优化技术创新与成果转化类平台\n1.布局省技术创新中心12家。\n"
    "云岭省科学技术厅\n二〇二三年四月八日\n"
)


def _facts(tmp_path: Path, text: str) -> list[Fact]:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    document = readers.read(path)
    facts = facts_of(document)
    for fact in facts:
        assert fact.as_json("a.txt", document.text)["quote"] == document.text[fact.start : fact.end]
    return facts


def _of(facts: list[Fact], kind: str, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(fact.data.get(key) for key in keys) for fact in facts if fact.kind == kind]


@pytest.mark.parametrize("zero", ["〇", "○", "O", "Ｏ", "0", "０"])
def test_the_zero_of_a_date_has_many_forms(tmp_path: Path, zero: str) -> None:
    facts = _facts(tmp_path, _PLAN.replace("〇", zero))
    assert _of(facts, "document", "date") == [("2023-04-08",)]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009"])
def test_room_beside_digits_hides_no_year(tmp_path: Path, space: str) -> None:
    text = _PLAN.replace("2025", f"{space}2025{space}").replace("20家", f"{space}20{space}家")
    assert ("省重点实验室", 20, 2025) in _of(
        _facts(tmp_path, text), "target", "platform_type", "low", "by_year"
    )


def test_full_width_digits_in_the_title_s_years(tmp_path: Path) -> None:
    text = _PLAN.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    keys = ("platform_type", "low", "by_year")
    assert _of(_facts(tmp_path, text), "target", *keys) == _of(
        _facts(tmp_path, _PLAN), "target", *keys
    )


def test_bullets_of_symbol_fonts_part_no_number_from_its_line(tmp_path: Path) -> None:
    text = _PLAN.replace("（一）", "\uf06c（一）").replace("1.", "\uf0b7 1.")
    plain = _of(_facts(tmp_path, _PLAN), "section", "number", "heading", "level")
    assert _of(_facts(tmp_path, text), "section", "number", "heading", "level") == plain


def test_a_repost_in_traditional_characters(tmp_path: Path) -> None:
    text = (
        "雲嶺省平台建設方案\n根據《雲嶺省科學技術進步條例》《雲嶺省平台管理細則》，制定本方案。\n"
        "一、重點任務\n（一）優化技術創新與成果轉化類平臺\n1.到2025年，佈局省技術創新中心12家。\n"
    )
    facts = _facts(tmp_path, text)
    assert _of(facts, "cites", "title") == [
        ("雲嶺省科學技術進步條例",), ("雲嶺省平台管理細則",),
    ]  # fmt: skip
    assert ("省技術創新中心", "技术创新与成果转化", "text") in _of(
        facts, "platform_type", "platform_type", "category", "category_basis"
    )


def test_marks_without_width_in_a_roster_s_header(tmp_path: Path) -> None:
    text = (
        "２０２３年度雲嶺省重點實驗室評估結果\n序\u2060號\t平台\u200b名稱\t依\u00ad託單位\t評估\ufeff結果\n"
        "1\t雲嶺省凍土環境重點實驗室\t雲嶺大學\t優秀\n2\t雲嶺省鹽鹼地重點實驗室\t南溪學院\t合格\n"
        "3\t雲嶺省藥用植物重點實驗室\t北橋學院\t良好\n"
    )
    facts = _facts(tmp_path, text)
    assert _of(facts, "evaluation", "platform", "year") == [
        ("雲嶺省凍土環境重點實驗室", 2023),
        ("雲嶺省鹽鹼地重點實驗室", 2023),
        ("雲嶺省藥用植物重點實驗室", 2023),
    ]
    hosts = [fact.data["hosts"] for fact in facts if fact.kind == "platform"]
    assert hosts == [["雲嶺大學"], ["南溪學院"], ["北橋學院"]]
