"""Hosts that may be one unit wait for a person; what is decided counts when their platforms are compared,
outlives reading again, and can be taken back; on both engines."""

from __future__ import annotations

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
from tests.contract.test_decisions import load

ROSTER = (
    "浙江省重点实验室名单,,,\n序号,平台名称,依托单位,所在地\n"
    "1,浙江省海藻育种重点实验室,浙江蓝湾海藻研究所,舟山市\n"
    "2,浙江省贝类病害防控重点实验室,浙江蓝湾贝类研究所,舟山市\n"
)
OTHER = (
    "浙江省重点实验室年报名单,,,\n序号,平台名称,依托单位,所在地\n"
    "1,浙江省海藻分子育种重点实验室,浙江蓝弯海藻研究所,舟山市\n"
)


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Path:
    """A folder with two rosters, loaded; one prints a host with a slip of the pen."""
    (tmp_path / "first.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "second.csv").write_text(OTHER, "utf-8")
    load(store, tmp_path)
    return tmp_path


def the_pair(store: Store) -> dict[str, Any]:
    """The one pair of hosts."""
    (one,) = exchange.host_pairs(store)
    return one


def kinds(store: Store) -> list[tuple[str, set[str]]]:
    """Findings by kind, with the names of their platforms."""
    return [
        (one["kind"], {member["name"] for member in one["members"]})
        for one in exchange.findings(store)
    ]


def test_a_slip_is_asked_about_and_the_answer_counts(store: Store, folder: Path) -> None:
    one = the_pair(store)
    assert {member["name"] for member in one["members"]} == {
        "浙江蓝湾海藻研究所",
        "浙江蓝弯海藻研究所",
    }
    assert (one["verdict"], one["status"]) == ("same", "open")
    assert "形近或音近" in one["reasons"][0]["text"]
    labs = {"浙江省海藻育种重点实验室", "浙江省海藻分子育种重点实验室"}
    assert kinds(store) == [("D1", labs)]

    record_decision(store, one["id"], "rejected", "张三", None, "两家")
    refresh(store)
    assert the_pair(store)["status"] == "rejected"
    assert kinds(store) == [("D3", labs)]  # two hosts of one region

    record_decision(store, one["id"], "accepted", "李四", None, None)
    refresh(store)
    assert kinds(store) == [("D1", labs)]
    (finding,) = exchange.findings(store)
    assert any(reason["name"] == "host_same" for reason in finding["reasons"])
    (judgement,) = list_decisions(store)
    assert (judgement["kind"], judgement["action"]) == ("host", None)

    withdraw_decision(store, one["id"])
    refresh(store)
    assert the_pair(store)["status"] == "open"


def test_a_decision_outlives_reading_again_and_goes_to_a_file(store: Store, folder: Path) -> None:
    one = the_pair(store)
    record_decision(store, one["id"], "rejected", "张三", None, None)
    exported = list_decisions(store)
    for row in list_sources(store):
        remove_source(store, row["id"])
    refresh(store)
    assert list(exchange.host_pairs(store)) == []
    load(store, folder)
    assert the_pair(store)["status"] == "rejected"

    withdraw_decision(store, one["id"])
    assert import_decisions(store, exported) == (1, 0)
    assert the_pair(store)["status"] == "rejected"
    with pytest.raises(BadParameter):
        import_decisions(store, [{**exported[0], "kind": "D1"}])


def test_order_of_reading_does_not_matter(store: Store, folder: Path, tmp_path: Path) -> None:
    before = the_pair(store)
    for row in list_sources(store):
        remove_source(store, row["id"])
    for name in ("second.csv", "first.csv"):
        assert all(one.outcome != "failed" for one in ingest(store, find_files([folder / name])))
    assert the_pair(store) == before


def test_what_is_no_pair_is_refused(store: Store, folder: Path) -> None:
    one = the_pair(store)
    with pytest.raises(NotFound):
        record_decision(store, "hosts-0-1", "accepted", "张三", None, None)
    with pytest.raises(BadParameter):
        record_decision(store, one["id"], "accepted", " ", None, None)
    assert the_pair(store)["status"] == "open"
