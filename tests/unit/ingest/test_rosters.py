"""Tables as platform rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest import readers
from ingest.extract import facts_of
from tests.unit.ingest import roster_probes


def _rows(path: Path, kind: str = "platform") -> list[dict[str, Any]]:
    document = readers.read(path)
    facts = [fact for fact in facts_of(document) if fact.kind == kind]
    for fact in facts:
        assert fact.cell is not None
        for role, places in fact.spans.items():
            assert all(0 <= a <= b <= len(document.text) for a, b in places), role
    return [{**fact.data, "quote": document.text[fact.start : fact.end]} for fact in facts]


def _csv(tmp_path: Path, text: str, name: str = "名单.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_columns_by_their_many_names(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "序号,实验室名称,承建单位,共建单位,技术领域,所在市,批准时间\n"
        "1,云南省稀土材料重点实验室,甲大学、乙研究院,丙公司,稀土新材料,昆明市,2019年5月\n",
    )
    (row,) = _rows(path)
    assert row["platform"] == "云南省稀土材料重点实验室"
    assert row["hosts"] == ["甲大学", "乙研究院"]
    assert row["co_hosts"] == ["丙公司"]
    assert (row["field"], row["region"], row["year"]) == ("稀土新材料", "昆明市", 2019)
    assert row["platform_type"] == "云南重点实验室"
    assert row["no"] == 1


def test_gbk_without_field_column_takes_the_field_from_the_name(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "编号,平台名称,依托单位\n1,浙江省海洋装备工程研究中心,丁大学\n2,浙江省茶叶工程研究中心,戊学院\n",
        encoding="gb18030",
    )
    assert [(row["field"], row["year"]) for row in _rows(path)] == [
        ("海洋装备", None),
        ("茶叶", None),
    ]


def test_title_batch_and_region_rows(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "2023年度省级企业技术中心名单（第三十批）,,\n序号,企业名称,企业技术中心名称\n"
        "杭州市,,\n1,甲股份有限公司,甲股份有限公司技术中心\n宁波市,,\n2,乙有限公司,乙有限公司技术中心\n",
    )
    rows = _rows(path)
    assert [row["region"] for row in rows] == ["杭州市", "宁波市"]
    assert {row["batch"] for row in rows} == {"第三十批"}
    assert {row["year"] for row in rows} == {2023}
    assert {row["platform_type"] for row in rows} == {"省级企业技术中心"}
    assert [row["hosts"] for row in rows] == [["甲股份有限公司"], ["乙有限公司"]]


def test_evaluations_and_withdrawals(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "关于撤销部分省重点实验室的名单,,\n序号,实验室名称,评估结果\n1,云南省甲学重点实验室,不合格\n2,云南省乙学重点实验室,不合格\n",
    )
    assert [row["result"] for row in _rows(path, "evaluation")] == ["不合格", "不合格"]
    assert [row["event"] for row in _rows(path, "event")] == ["withdrawn", "withdrawn"]
    assert {row["status"] for row in _rows(path)} == {"withdrawn"}


def test_a_table_of_something_else_is_no_roster(tmp_path: Path) -> None:
    path = _csv(tmp_path, "所在市,产业园区,企业个数\n甲市,数字产业园,12\n乙市,软件园,8\n")
    assert _rows(path) == []


def test_a_header_that_returns_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "序号,平台名称,依托单位\n1,云南省甲学重点实验室,甲大学\n序号,平台名称,依托单位\n2,云南省乙学重点实验室,乙大学\n",
    )
    assert [row["no"] for row in _rows(path)] == [1, 2]


def test_html_tables_with_spans(tmp_path: Path) -> None:
    path = tmp_path / "名单.html"
    path.write_text(
        "<html><head><meta charset='utf-8'><title>x</title></head><body><h1>关于公布省级众创空间名单的通知</h1>"
        "<table><tr><th>地区</th><th>序号</th><th>众创空间名称</th><th>运营主体</th></tr>"
        "<tr><td rowspan=2>昆明</td><td>1</td><td>甲众创空间</td><td>甲公司<br>乙大学</td></tr>"
        "<tr><td>2</td><td>丙众创空间</td><td>丙公司</td></tr></table></body></html>",
        encoding="utf-8",
    )
    rows = _rows(path)
    assert [row["region"] for row in rows] == ["昆明", "昆明"]
    assert [row["hosts"] for row in rows] == [["甲公司", "乙大学"], ["丙公司"]]
    assert {row["platform_type"] for row in rows} == {"省级众创空间"}


@pytest.mark.parametrize("probe", roster_probes.probes(), ids=lambda probe: probe.id)
def test_probes(probe: roster_probes.Probe, tmp_path: Path) -> None:
    outcome = roster_probes.check(probe, tmp_path)
    assert (outcome.wrong, outcome.right) == ([], outcome.wanted)


def test_a_withdrawal_in_lines_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(
        "云南省科学技术厅关于撤销部分云南省重点实验室的通知\n各有关单位：\n决定撤销以下重点实验室：\n"
        "1.云南省烟叶烘烤重点实验室（依托单位：滇北烟草研究院）\n2.云南省高原花卉重点实验室（依托单位：斗南花卉有限公司）\n"
        "云南省科学技术厅\n2023年6月5日\n",
        "utf-8",
    )
    events = [fact for fact in facts_of(readers.read(path)) if fact.kind == "event"]
    assert [(event.data["event"], event.data["date"]) for event in events] == [
        ("withdrawn", "2023-06-05"),
        ("withdrawn", "2023-06-05"),
    ]
    assert {row["status"] for row in _rows_of_lines(path)} == {"withdrawn"}


def _rows_of_lines(path: Path) -> list[dict[str, Any]]:
    facts = facts_of(readers.read(path))
    return [dict(fact.data) for fact in facts if fact.kind == "platform"]


def test_a_column_of_old_hosts_tells_of_their_change(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "四川省重点实验室情况表,,\n实验室名称,原依托单位,调整后依托单位\n"
        "四川省页岩气重点实验室,川南石油学院,川南石油大学\n四川省竹纤维重点实验室,宜水学院,宜水学院\n",
    )
    (event,) = _rows(path, "event")
    assert (event["event"], event["from"], event["to"]) == (
        "host_changed",
        "川南石油学院",
        "川南石油大学",
    )


@pytest.mark.parametrize(
    "text",
    [
        "云岭省创新规划\n一、加强平台建设\n1.建设省重点实验室。\n2.布局一批省技术创新中心。\n3.支持新型研发机构发展。\n",
        "关于印发名单的通知\n（一）省重点实验室。由省科技厅牵头建设。\n（二）省技术创新中心。由省科技厅组织。\n",
        "名单\n一、省重点实验室\n二、省工程研究中心\n",
        "重点任务如下\n（一）优化科学与工程研究类平台\n（二）建设基础支撑类平台\n1.提升省工程技术研究中心\n",
    ],
)
def test_lines_that_name_no_platform_in_particular(tmp_path: Path, text: str) -> None:
    path = tmp_path / "正文.txt"
    path.write_text(text, "utf-8")
    assert _rows_of_lines(path) == []
