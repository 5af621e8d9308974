"""What a person decides about a finding outlives reading again; two records that are one platform become
one and part again; on both engines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api import exchange
from graph.decisions import (
    import_decisions,
    list_decisions,
    record_decision,
    withdraw_decision,
)
from graph.errors import BadParameter, NotFound
from graph.sources import list_sources, remove_source
from graph.store import Store
from ingest.load import find_files, ingest
from ingest.overlaps.refresh import refresh

FIRST = (
    "广西壮族自治区重点实验室名单,,,\n序号,平台名称,依托单位,所在地\n"
    "1,广西桑蚕遗传育种重点实验室,广西壮族自治区农业科学院,南宁市\n"
    "2,广西家蚕分子育种重点实验室,广西壮族自治区农业科学院,南宁市\n"
    "3,广西海洋牧场与贝类养殖重点实验室,北部湾大学,钦州市\n"
)
SECOND = (
    "广西重点实验室年报名单,,,\n序号,平台名称,依托单位,所在地\n"
    "1,广西海洋牧场和贝类养殖重点实验室,钦州学院,钦州市\n"
)
GRADES = (
    "2023年广西重点实验室评估结果,,,\n序号,实验室名称,依托单位,评估结果\n"
    "1,广西家蚕分子育种重点实验室,广西壮族自治区农业科学院,不合格\n"
)


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Path:
    """A folder with two rosters, loaded."""
    (tmp_path / "first.csv").write_text(FIRST, "utf-8")
    (tmp_path / "second.csv").write_text(SECOND, "utf-8")
    load(store, tmp_path)
    return tmp_path


def load(store: Store, folder: Path) -> None:
    """Load all files of the folder."""
    assert all(one.outcome != "failed" for one in ingest(store, find_files([folder])))


def the(store: Store, kind: str) -> dict[str, Any]:
    """The one finding of a kind."""
    (one,) = exchange.findings(store, kind=kind)
    return one


def names(store: Store) -> dict[str, list[str]]:
    """Platforms with the names of their rows."""
    return {
        one["name"]: sorted(row["platform"] for row in one["rows"])
        for one in exchange.platforms(store)
    }


def picture(store: Store) -> tuple[Any, ...]:
    """Everything that may not change by merging and parting: statements by what was read as what."""
    rows = store.read(
        "MATCH (p:Platform)-[r]->(x) WHERE r.source IS NOT NULL "
        "RETURN p.id AS id, p.name AS name, type(r) AS type, x.id AS other, r.key AS key ORDER BY key"
    )
    return tuple(tuple(row.values()) for row in rows)


def test_a_decision_outlives_reading_again(store: Store, folder: Path) -> None:
    one = the(store, "D1")
    assert one["status"] == "open"
    record_decision(store, one["id"], "rejected", "张三", None, "分工明确")
    assert the(store, "D1")["status"] == "rejected"

    for row in list_sources(store):
        remove_source(store, row["id"])
    refresh(store)
    assert list(exchange.findings(store)) == []
    load(store, folder)
    assert the(store, "D1")["status"] == "rejected"


def test_learning_more_opens_a_finding_again(store: Store, folder: Path) -> None:
    one = the(store, "D1")
    record_decision(store, one["id"], "accepted", "张三", "合并", None)
    (folder / "grades.csv").write_text(GRADES, "utf-8")
    load(store, folder)
    again = the(store, "D1")
    assert again["status"] == "reopened"
    assert again["suggestion"] == "撤销"
    assert "2023年不合格" in again["ground"]
    assert again["action"] is None
    record_decision(store, one["id"], "accepted", "李四", "撤销", None)
    again = the(store, "D1")
    assert (again["status"], again["action"]) == ("accepted", "撤销")
    # D1 is about two platforms: accepting it makes no record vanish.
    assert len(names(store)) == 4


def test_an_accepted_d4_makes_two_records_one_and_parts_them_again(
    store: Store, folder: Path
) -> None:
    before = picture(store)
    one = the(store, "D4")
    record_decision(store, one["id"], "accepted", "张三", "合并", None)
    refresh(store)
    merged = names(store)
    both = sorted(member["name"] for member in one["members"])
    assert [rows for rows in merged.values() if len(rows) == 2] == [both]
    assert len(merged) == 3

    shown = the(store, "D4")
    assert shown["status"] == "accepted"
    assert [member["rows"] for member in shown["members"]] == [
        member["rows"] for member in one["members"]
    ]

    withdraw_decision(store, one["id"])
    refresh(store)
    assert picture(store) == before
    assert the(store, "D4")["status"] == "open"


def test_learning_more_of_a_merged_record_opens_its_decision_again(
    store: Store, folder: Path
) -> None:
    one = the(store, "D4")
    record_decision(store, one["id"], "accepted", "张三", "合并", None)
    refresh(store)
    refresh(store)
    assert the(store, "D4")["status"] == "accepted"
    third = SECOND.replace("年报", "新版").replace("钦州学院,", "北部湾大学、广西大学,")
    (folder / "third.csv").write_text(third, "utf-8")
    load(store, folder)
    assert the(store, "D4")["status"] == "reopened"
    record_decision(store, one["id"], "accepted", "李四", "合并", None)
    refresh(store)
    assert the(store, "D4")["status"] == "accepted"


def test_reading_the_sources_again_keeps_a_merge(store: Store, folder: Path) -> None:
    before = picture(store)
    one = the(store, "D4")
    record_decision(store, one["id"], "accepted", "张三", "合并", None)
    merged = picture(store)
    sources = {row["name"]: row["id"] for row in list_sources(store)}
    for name in ("second.csv", "first.csv"):
        remove_source(store, sources[name])
        load(store, folder)
        assert picture(store) == merged
    for row in list_sources(store):
        remove_source(store, row["id"])
    assert picture(store) == ()
    load(store, folder)
    assert picture(store) == merged
    withdraw_decision(store, one["id"])
    assert picture(store) == before


def test_decisions_go_to_a_file_and_come_back(store: Store, folder: Path) -> None:
    one, other = the(store, "D1"), the(store, "D4")
    record_decision(store, one["id"], "deferred", "张三", None, "待补材料")
    record_decision(store, other["id"], "accepted", "张三", "合并", None)
    merged = picture(store)
    rows = [json.loads(json.dumps(row)) for row in list_decisions(store)]
    for row in rows:
        withdraw_decision(store, row["about"])
    assert list_decisions(store) == []

    assert import_decisions(store, rows) == (2, 0)
    assert list_decisions(store) == rows
    assert picture(store) == merged
    assert import_decisions(store, rows) == (0, 2)
    older = [{**rows[0], "decided_on": "2000-01-01T00:00:00+00:00", "verdict": "rejected"}]
    assert import_decisions(store, older) == (0, 1)
    assert list_decisions(store) == rows


def test_what_is_no_decision_is_refused(store: Store, folder: Path) -> None:
    one = the(store, "D1")
    for verdict, by, action in (
        ("perhaps", "张三", None),
        ("rejected", " ", None),
        ("accepted", "张三", None),
        ("accepted", "张三", "保留"),
    ):
        with pytest.raises(BadParameter):
            record_decision(store, one["id"], verdict, by, action, None)
    with pytest.raises(NotFound):
        record_decision(store, "overlap-1-2", "rejected", "张三", None, None)
    with pytest.raises(NotFound):
        withdraw_decision(store, one["id"])
    record_decision(store, one["id"], "rejected", "张三", None, None)
    (row,) = list_decisions(store)
    for wrong in ({"about": "x"}, {"members": ["a", "b"]}, {"verdict": "?"}, {"facts": None}):
        with pytest.raises(BadParameter):
            import_decisions(store, [row, {**row, **wrong}])
    assert list_decisions(store) == [row]
