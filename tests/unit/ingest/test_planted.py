"""Whole provinces' rosters, in all shapes, with planted pairs: every row is found, pairs are findings of their
kind, and what only looks alike is none; the whole way from the files through a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.queries import library
from graph.store import open_store
from ingest.load import ingest
from tests.unit.ingest.planted.build import Scenario, read

_RECALL = 0.95
#: Pairs that look alike and come out as findings all the same, on the border of what is judged: no more.
_FALSE = {
    "shandong_shaanxi": 2,
    "sichuan_liaoning": 0,
    "neimenggu_fujian": 0,
    "hubei_guangdong_jilin": 0,
    "henan_yunnan_heilongjiang": 4,
}


@pytest.mark.parametrize("name", _FALSE)
def test_rows_and_planted_pairs_are_found(name: str, tmp_path: Path) -> None:
    scenario = read(name)
    platforms: dict[tuple[str, str, str], str] = {}
    with open_store(f"embedded:{tmp_path}/store") as store:
        for outcome in ingest(store, scenario.write(tmp_path)):
            assert outcome.outcome == "loaded", outcome
        for row in library().run(store, "platform_rows"):
            key = (Path(row["file"]).name, str(row["number"]), row["printed"])
            platforms[key] = row["platform_id"]
        findings = store.read(
            "MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform) "
            "RETURN a.id AS a, b.id AS b, o.kind AS kind"
        )
    assert set(platforms) == set(scenario.platforms)
    kinds = {frozenset((f["a"], f["b"])): f["kind"] for f in findings if f["kind"] != "design"}
    missed = [
        pair for pair in scenario.pairs if _kind(scenario, platforms, kinds, *pair[1:]) != pair[0]
    ]
    assert len(missed) <= (1 - _RECALL) * len(scenario.pairs), missed
    false = [pair for pair in scenario.none if _kind(scenario, platforms, kinds, *pair)]
    assert len(false) <= _FALSE[name], false


def _kind(
    scenario: Scenario,
    platforms: dict[tuple[str, str, str], str],
    kinds: dict[frozenset[str], str],
    a: str,
    b: str,
) -> str | None:
    """The finding about two rows; two rows of one platform are what D4 asks for."""
    mine, theirs = platforms[scenario.tagged[a]], platforms[scenario.tagged[b]]
    return "D4" if mine == theirs else kinds.get(frozenset((mine, theirs)))
