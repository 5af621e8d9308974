"""Findings over a whole graph, on both engines: the same whatever the order and number of runs, and what has
changed is computed anew and nothing else."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from graph.overlaps import begin_findings, end_findings, findings_stand
from graph.queries import library
from graph.sources import list_sources, remove_source
from graph.store import Store, Writer
from ingest.load import find_files, ingest
from ingest.overlaps.refresh import Refreshed, refresh
from ingest.overlaps.structure import keep_structure, read_structure
from ingest.resolve import overlap_rules
from tests.contract.conftest import wipe

ROSTERS = {
    "labs.csv": (
        "广西壮族自治区重点实验室名单,,,\n序号,平台名称,依托单位,所在地\n"
        "1,广西甘蔗遗传育种重点实验室,广西大学,南宁市\n"
        "2,广西甘蔗分子育种重点实验室,广西大学,南宁市\n"
        "3,广西铝合金材料重点实验室,桂林电子科技大学,桂林市\n"
    ),
    "centres.csv": (
        "广西工程技术研究中心名单,,,\n序号,平台名称,依托单位,所在地\n"
        "1,广西甘蔗育种工程技术研究中心,广西大学,南宁市\n"
        "2,广西铝合金工程技术研究中心,桂林理工大学,桂林市\n"
    ),
    "more.csv": (
        "广西重点实验室补充名单,,,\n序号,平台名称,依托单位,所在地\n"
        "1,广西铝合金加工重点实验室,广西科技大学,柳州市\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three rosters that touch each other."""
    for name, text in ROSTERS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def load(store: Store, folder: Path, *names: str) -> None:
    """Load these rosters, or all, without the comparison that follows the last."""
    for path in [folder / name for name in names] or find_files([folder]):
        assert next(ingest(store, [path])).outcome != "failed"


def found(store: Store) -> list[dict[str, Any]]:
    """All findings with all that is kept of them, and what each platform was compared as."""
    rows = store.read(
        "MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform) "
        "RETURN a.name AS a, b.name AS b, properties(o) AS properties ORDER BY a, b"
    )
    marks = store.read(
        "MATCH (p:Platform) RETURN p.name AS name, p.compared_as AS mark ORDER BY name"
    )
    return [*rows, *marks]


def platforms(store: Store) -> list[Any]:
    """All platforms."""
    return store.read("MATCH (p:Platform) RETURN p.id AS id")


def pairs(store: Store) -> set[tuple[str, ...]]:
    """The findings by the names of their sides, as words that tell them apart."""
    rows = store.read(
        "MATCH (a)-[o:OVERLAPS_WITH]->(b) RETURN a.name AS a, b.name AS b, o.kind AS kind"
    )
    return {(*sorted((row["a"], row["b"])), row["kind"]) for row in rows}


@pytest.mark.neo4j
def test_both_engines_have_the_same_findings(
    both_stores: tuple[Store, Store], folder: Path
) -> None:
    for store in both_stores:
        load(store, folder)
        refresh(store)
    embedded, neo4j = both_stores
    assert found(embedded) == found(neo4j)
    assert {kind for *_, kind in pairs(embedded)} >= {"D1", "D2", "D3"}


def test_order_of_sources_and_a_second_run_do_not_show(store: Store, folder: Path) -> None:
    seen = []
    for order in permutations(ROSTERS):
        wipe(store)
        store.prepare()
        load(store, folder, *order)
        refresh(store)
        seen.append(found(store))
    assert all(one == seen[0] for one in seen)
    load(store, folder)
    assert refresh(store).compared == 0
    assert found(store) == seen[0]


def test_nothing_is_read_where_nothing_has_changed(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, folder)
    refresh(store)
    asked: list[str] = []
    read = Store.read

    def listened(self: Store, cypher: str, *rest: Any, **more: Any) -> Any:
        asked.append(cypher)
        return read(self, cypher, *rest, **more)

    monkeypatch.setattr(Store, "read", listened)
    assert refresh(store) == Refreshed(0, 0, 0)
    assert len(asked) == 1


def test_what_changed_while_findings_were_computed_is_compared_the_next_time(
    store: Store, folder: Path
) -> None:
    load(store, folder, "labs.csv")
    claim = begin_findings(store)
    load(store, folder, "more.csv")
    end_findings(store, claim, "as computed")
    assert not findings_stand(store, "as computed")
    claim = begin_findings(store)
    end_findings(store, claim, "as computed")
    assert findings_stand(store, "as computed")


def test_what_came_later_is_found_as_if_it_had_been_there(store: Store, folder: Path) -> None:
    load(store, folder)
    refresh(store)
    whole = found(store)
    wipe(store)
    store.prepare()
    for name in ROSTERS:
        load(store, folder, name)
        last = refresh(store)
    assert found(store) == whole
    assert 0 < last.changed < len(platforms(store))


def test_a_source_takes_its_findings_with_it(store: Store, folder: Path) -> None:
    load(store, folder, "labs.csv", "centres.csv")
    refresh(store)
    before = found(store)
    load(store, folder, "more.csv")
    refresh(store)
    assert found(store) != before
    (added,) = [row["id"] for row in list_sources(store) if row["name"] == "more.csv"]
    remove_source(store, added)
    refresh(store)
    assert found(store) == before


def test_other_rules_compute_everything_again(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, folder)
    first = refresh(store)
    before = pairs(store)
    own = Path(overlap_rules.__file__).parents[1] / "lexicon" / "overlap_rules.toml"
    strict = folder / "rules.toml"
    text = own.read_text("utf-8")
    strict.write_text(text.replace("review_line = 0.50", "review_line = 0.80"), "utf-8")
    monkeypatch.setenv(overlap_rules.VARIABLE, str(strict))
    strict.write_text(
        strict.read_text("utf-8").replace('version = "', 'version = "strict-'), "utf-8"
    )
    again = refresh(store)
    assert again.changed == first.changed == len(platforms(store))
    assert pairs(store) < before


def test_a_run_that_is_killed_is_taken_up(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, folder)
    refresh(store)
    whole = found(store)
    wipe(store)
    store.prepare()
    load(store, folder)

    monkeypatch.setattr("graph.overlaps._CHUNK", 1)
    written = 0
    run = Writer.run

    def dies(self: Writer, cypher: str, *rest: Any) -> Any:
        nonlocal written
        if "p.compared_as =" in cypher:
            written += 1
            if written == 3:
                raise KeyboardInterrupt
        return run(self, cypher, *rest)

    monkeypatch.setattr(Writer, "run", dies)
    with pytest.raises(KeyboardInterrupt):
        refresh(store)
    monkeypatch.setattr(Writer, "run", run)
    assert found(store) != whole
    assert 0 < refresh(store).changed < len(platforms(store))
    assert found(store) == whole


def test_the_structure_follows_and_says_when_it_does_not(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> dict[str, Any]:
        (row,) = library().run(store, "structure_state")
        return row

    assert state() == {"computed_at": None, "is_current": False}
    load(store, folder, "labs.csv", "centres.csv")
    refresh(store)
    first = library().run(store, "clusters")
    assert first
    assert state()["computed_at"]
    assert state()["is_current"]
    monkeypatch.setattr("ingest.overlaps.structure._AT_ONCE", 0)
    load(store, folder, "more.csv")
    refresh(store)
    assert library().run(store, "clusters") == first
    assert state()["computed_at"]
    assert not state()["is_current"]
    keep_structure(store, read_structure(store))
    assert library().run(store, "clusters") != first
    assert state()["is_current"]
