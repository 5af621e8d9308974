"""Tables of indicators as targets; the tables are ours."""

from __future__ import annotations

from pathlib import Path

from ingest.extract import facts_of
from ingest.facts import Fact
from ingest.readers import read

PAGE = """<html><head><meta charset="utf-8"></head><body>
<h1>云岭省科技创新平台发展规划（2021—2025年）</h1>
<p>云岭省科学技术厅</p><p>2021年12月3日</p><p>一、发展目标</p><p>主要指标见下表。</p>
<table>{rows}</table></body></html>"""


def targets(tmp_path: Path, rows: list[list[str]]) -> list[Fact]:
    """The targets of a page with one table."""
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    path = tmp_path / "plan.html"
    path.write_text(PAGE.format(rows=cells), "utf-8")
    document = read(path)
    found = [fact for fact in facts_of(document) if fact.kind == "target"]
    for fact in found:
        assert fact.data["value_as_printed"] in document.text[fact.start : fact.end]
    return found


def short(facts: list[Fact]) -> list[tuple[object, ...]]:
    """What the tests compare."""
    keys = ("platform_type", "metric", "comparator", "low", "high", "unit", "by_year")
    return [tuple(fact.data[key] for key in keys) for fact in facts]


def test_each_type_has_its_value_of_the_last_year(tmp_path: Path) -> None:
    found = targets(
        tmp_path,
        [
            ["序号", "指标名称", "2020年", "2025年", "属性"],
            ["1", "国家级创新平台（家）", "45", "60", "预期性"],
            ["2", "省级以上重点实验室数量（个）", "150", "≥200", "预期性"],
            ["3", "新建省技术创新中心（个）", "—", "[10]", "约束性"],
            ["4", "重点实验室固定人员（人）", "3000", "5000", "预期性"],
        ],
    )
    assert short(found) == [
        ("国家级创新平台", "retain", "eq", 60, 60, "家", 2025),
        ("省级以上重点实验室", "retain", "ge", 200, None, "个", 2025),
        ("省技术创新中心", "new", "eq", 10, 10, "个", 2025),
    ]
    assert found[0].cell is not None
    assert (found[0].cell.row, found[0].cell.column) == (2, 4)


def test_columns_may_tell_what_is_done_and_the_title_by_when(tmp_path: Path) -> None:
    found = targets(
        tmp_path,
        [
            ["平台类型", "单位", "现有数", "新建数", "总数"],
            ["省重点实验室", "家", "120", "20左右", "140"],
            ["省工程研究中心", "家", "80", "5—8", ""],
        ],
    )
    assert short(found) == [
        ("省重点实验室", "new", "approx", 20, 20, "家", 2025),
        ("省重点实验室", "retain", "eq", 140, 140, "家", 2025),
        ("省工程研究中心", "new", "range", 5, 8, "家", 2025),
    ]


def test_a_roster_and_a_table_of_other_things_hold_no_targets(tmp_path: Path) -> None:
    roster = [
        ["序号", "平台名称", "依托单位", "认定年份"],
        ["1", "云岭省有色金属重点实验室", "云岭大学", "2021"],
    ]
    money = [["指标", "2025年"], ["研发经费投入（亿元）", "300"], ["孵化器在孵企业（家）", "5000"]]
    assert targets(tmp_path, roster) == []
    assert targets(tmp_path, money) == []


def test_cells_that_say_what_is_to_be_done(tmp_path: Path) -> None:
    found = targets(
        tmp_path,
        [
            ["序号", "重点任务", "完成时限", "责任单位", "进展情况"],
            ["1", "新建省重点实验室20家", "2024年12月底", "省科技厅", "已新建省重点实验室8家"],
            [
                "2",
                "省级企业技术中心达到300家以上；高新技术企业达到5000家",
                "2023年",
                "省工信厅",
                "",
            ],
            ["3", "到2025年，省实验室不超过6家", "持续推进", "省科技厅", ""],
        ],
    )
    assert [one[:4] + one[6:] for one in short(found)] == [
        ("省重点实验室", "new", "eq", 20, 2024),
        ("省级企业技术中心", "retain", "ge", 300, 2023),
        ("省实验室", "retain", "le", None, 2025),
    ]
