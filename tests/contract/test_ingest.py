"""Loading files, on both engines: the same graph, whatever the order or number of runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.queries import library
from graph.sources import list_sources, remove_source
from graph.store import Store
from ingest.load import FileOutcome, find_files, ingest
from ingest.overlaps.refresh import refresh

PLAN = (
    "云岭省平台方案\n（云科〔2021〕7号）\n一、目标\n到2025年，新认定省重点实验室不少于30家，建设云南实验室23家。\n"
    "根据《云南省科技规划》，在新能源、海洋等领域布局省重点实验室。\n"
)
ROSTER = "序号,平台名称,依托单位,领域,年份\n1,云南省甲学重点实验室,甲大学,海洋,2021\n2,云南省乙学重点实验室,甲大学,海洋,2021\n"
LATER = "序号,平台名称,依托单位,领域,年份\n1,云南省甲学重点实验室,甲大学,海洋,2023\n2,云南省丙学重点实验室,丙大学,茶,2023\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files that speak of one another's things."""
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "roster2021.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "roster2023.csv").write_text(LATER, "utf-8")
    return tmp_path


def load(store: Store, *paths: Path) -> list[FileOutcome]:
    """Load files or folders."""
    return list(ingest(store, find_files(paths)))


def picture(store: Store) -> tuple[object, object]:
    """All nodes and relationships with all properties, but for times of loading and paths."""
    nodes = store.read(
        "MATCH (n) WHERE NOT n:GraphInfo RETURN labels(n)[0] AS label, properties(n) AS p"
    )
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, properties(r) AS p"
    )
    for row in nodes:
        row["p"].pop("loaded_at", None)
        row["p"].pop("paths", None)
    return (
        sorted((row["label"], sorted(row["p"].items(), key=str)) for row in nodes),
        sorted((row["a"], row["t"], row["b"], sorted(row["p"].items(), key=str)) for row in edges),
    )


def test_a_second_run_changes_nothing(store: Store, folder: Path) -> None:
    assert {one.outcome for one in load(store, folder)} == {"loaded"}
    before = picture(store)
    assert {one.outcome for one in load(store, folder)} == {"unchanged"}
    assert picture(store) == before


def test_the_order_of_files_does_not_matter(store: Store, folder: Path) -> None:
    files = sorted(folder.iterdir())
    load(store, *files)
    before = picture(store)
    for row in list_sources(store):
        remove_source(store, row["id"])
    assert store.read("MATCH (n:Platform) RETURN count(n) AS n") == [{"n": 0}]
    load(store, *reversed(files))
    assert picture(store) == before


def test_a_host_under_two_names_is_one_unit_in_any_order(store: Store, tmp_path: Path) -> None:
    head = "序号,平台名称,依托单位,领域,年份\n"
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(f"{head}1,云岭省甲学重点实验室,南京工学院,海洋,1987\n", "utf-8")
    rows = "1,云岭省乙学重点实验室,东南大学,茶,2021\n2,云岭省丙学重点实验室,东南大学附属中大医院,茶,2021\n"
    new.write_text(head + rows, "utf-8")
    load(store, old, new)
    before = picture(store)
    hosts = store.read("MATCH (h:HostUnit) RETURN h.name AS name, h.names AS names")
    found = {row["name"]: sorted(row["names"] or []) for row in hosts}
    assert found["东南大学"] == ["东南大学", "南京工学院"]
    assert store.read(
        "MATCH (a:HostUnit)-[r:PART_OF]->(b:HostUnit) RETURN b.name AS whole, r.source IS NOT NULL AS told"
    ) == [{"whole": "东南大学", "told": True}]
    assert {one.outcome for one in load(store, old, new)} == {"unchanged"}
    for row in list_sources(store):
        remove_source(store, row["id"])
    load(store, new, old)
    assert picture(store) == before


def test_removing_a_source_leaves_what_the_others_say(store: Store, folder: Path) -> None:
    load(store, folder / "plan.txt", folder / "roster2023.csv")
    before = picture(store)
    load(store, folder / "roster2021.csv")
    extra = next(row for row in list_sources(store) if row["name"] == "roster2021.csv")
    assert remove_source(store, extra["id"]) > 0
    refresh(store)  # as the command does: what was compared with the source is compared without it
    assert picture(store) == before


def test_a_file_that_changed_takes_the_place_of_the_old_one(store: Store, folder: Path) -> None:
    load(store, folder)
    path = folder / "roster2021.csv"
    path.write_text(ROSTER.replace("乙学", "丁学"), "utf-8")
    outcomes = {one.path.name: one.outcome for one in load(store, folder)}
    assert outcomes == {
        "plan.txt": "unchanged",
        "roster2021.csv": "loaded",
        "roster2023.csv": "unchanged",
    }
    names = {row["name"] for row in store.read("MATCH (p:Platform) RETURN p.name AS name")}
    assert names == {"云南省甲学重点实验室", "云南省丁学重点实验室", "云南省丙学重点实验室"}


def test_the_same_file_at_two_places_is_one_source(store: Store, folder: Path) -> None:
    load(store, folder)
    copy = folder / "copy.csv"
    copy.write_text(ROSTER, "utf-8")
    assert [one.outcome for one in load(store, copy)] == ["unchanged"]
    row = next(r for r in list_sources(store) if r["name"] == "roster2021.csv")
    assert row["paths"] == sorted([str(copy), str(folder / "roster2021.csv")])


def test_a_broken_file_is_named_and_the_others_load(store: Store, folder: Path) -> None:
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    (folder / "empty.txt").write_bytes(b"")
    outcomes = {o.path.name: o for o in load(store, folder, folder / "missing.txt")}
    failed = {name for name, one in outcomes.items() if one.outcome == "failed"}
    assert failed == {"picture.csv", "empty.txt", "missing.txt"}
    assert all(outcomes[name].reason and "\n" not in outcomes[name].reason for name in failed)
    assert library().run(store, "totals")[0]["platforms"] == 3


def test_a_file_that_broke_keeps_what_it_said(store: Store, folder: Path) -> None:
    load(store, folder)
    before = library().run(store, "counts_by_label")
    (folder / "roster2021.csv").write_bytes(b"\x00\x01\x02" * 99)
    assert [o.outcome for o in load(store, folder / "roster2021.csv")] == ["failed"]
    assert library().run(store, "counts_by_label") == before


def test_every_quote_is_the_text_at_its_place(store: Store, folder: Path) -> None:
    load(store, folder)
    texts = {
        row["id"]: row["text"]
        for row in store.read("MATCH (t:SourceText) RETURN t.id AS id, t.text AS text")
    }
    rows = store.read(
        "MATCH (a)-[r]->() WHERE r.source IS NOT NULL "
        "RETURN type(r) AS t, r.source AS source, r.start AS start, r.end AS end, properties(r) AS p"
    )
    assert rows
    for row in rows:
        words = texts[row["source"]][row["start"] : row["end"]]
        if row["t"] in ("HOSTED_BY", "IN_FIELD", "LISTED_IN", "NAMES_FIELD", "SETS"):
            assert words.strip()
        if row["t"] in ("LISTED_IN", "IN_FIELD", "NAMES_FIELD"):
            assert row["p"]["printed"] == words
    assert library().run(store, "statements_without_evidence") == []
    assert library().run(store, "nodes_without_source") == []


def test_a_doubtful_number_is_kept_as_printed(store: Store, folder: Path) -> None:
    load(store, folder)
    rows = store.read("MATCH (t:Target {value_as_printed: '23家'}) RETURN properties(t) AS p")
    assert len(rows) == 1
    assert (rows[0]["p"]["low"], rows[0]["p"]["high"]) == (23.0, 23.0)
    assert rows[0]["p"]["flags"] == ["suspect_lost_dash"]
    assert len(rows[0]["p"]["candidate_readings"]) == 2
    assert {row["flag"] for row in library().run(store, "flags")} == {"suspect_lost_dash"}
