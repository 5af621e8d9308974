"""Every named query gives the rows of `expected.EXPECTED`, the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph.model import DRAWN, DRAWN_LABELS, STATED
from graph.queries import library
from graph.search import lucene_query, search
from graph.sources import write_source
from graph.store import Store
from ingest.overlaps.structure import keep_structure, read_structure
from tests.contract.expected import EXPECTED
from tests.contract.ids import (
    CENTRE,
    LINGYUAN,
    REGION,
    RESEARCH,
    SEA,
    SEA_LIFE,
    SPACE,
    TARGET,
    A,
    B,
    C,
    D,
)
from tests.contract.sample import FINDINGS, Writer, source
from tests.contract.test_lists_held import GROUPED


@pytest.fixture
def sample(sample: Store) -> Store:
    """The sample graph with its structure."""
    keep_structure(sample, read_structure(sample))
    return sample


#: Queries whose rows need more than a comparison; each has a test of its own below.
OWN_TESTS = {
    "facts_of_source",
    "node_with_statements",
    "platforms_with_statements",
    "search",
    *GROUPED,
}


def test_every_query_has_expected_rows() -> None:
    own = {query.name for query in library()}
    listed = set(EXPECTED) | OWN_TESTS
    assert own - listed == set(), "queries without expected rows"
    assert listed - own == set(), "expected rows without a query"


@pytest.mark.timeout(600)  # every named query, each of which Neo4j plans
def test_queries_give_the_expected_rows(sample: Store) -> None:
    for name, (parameters, columns, rows) in EXPECTED.items():
        found = library().run(sample, name, **parameters)
        assert all(tuple(row) == library()[name].columns for row in found), name
        assert [tuple(row[c] for c in columns) for row in found] == rows, name


def test_a_node_with_its_statements_is_both_at_once(sample: Store) -> None:
    run = library().run
    for node_id in (A, SEA, TARGET, RESEARCH, "platform-0123456789"):
        together = run(sample, "node_with_statements", id=node_id)
        assert [{k: v for k, v in row.items() if k != "statements"} for row in together] == run(
            sample, "node", id=node_id
        )
        statements = [one for row in together for one in row["statements"]]
        alone = run(sample, "statements_of_node", id=node_id)
        same = ("relationship", "outward", "other_label", "other_id", "other_name", "properties")
        assert sorted(map(repr, ([one[key] for key in same] for one in statements))) == sorted(
            map(repr, ([row[key] for key in same] for row in alone))
        )
        assert bool(alone) == (node_id != "platform-0123456789")
    both = run(sample, "platforms_with_statements", ids=[B, A, "platform-0123456789"])
    assert [row["id"] for row in both] == sorted([A, B])
    for row in both:
        (own,) = run(sample, "node_with_statements", id=row["id"])
        assert sorted(map(repr, row.pop("statements"))) == sorted(map(repr, own.pop("statements")))
        assert row == own
    (first,) = run(sample, "node_with_statements", id=A, limit=1)
    assert len(first["statements"]) == 1


def test_facts_of_source(sample: Store) -> None:
    rows = library().run(sample, "facts_of_source", source_id="source-roster2023")
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row["relationship"]] = kinds.get(row["relationship"], 0) + 1
        assert row["properties"]["source"] == "source-roster2023"
    assert kinds == {
        "CHANGED_BY": 1,
        "EVALUATED_IN": 1,
        "HOSTED_BY": 2,
        "IN_CATEGORY": 1,
        "IN_FIELD": 2,
        "LISTED_IN": 2,
        "LOCATED_IN": 2,
        "MENTIONED_IN": 10,
        "NARROWER_THAN": 1,
        "OF_TYPE": 2,
    }


def test_findings_are_chosen_by_what_either_side_is(sample: Store) -> None:
    def found(**wanted: Any) -> list[str]:
        return [row["finding_id"] for row in library().run(sample, "findings", **wanted)]

    ab, ac, bc, cd, ad = (one.id for one in FINDINGS)
    assert found() == [ab, ac, bc, cd]
    assert found(kind="D2") == [ac, bc]
    assert found(kind="design") == [ad], "what the rules provide for is asked for by its kind"
    assert found(verdict="overlap") == [cd]
    assert found(status="reopened") == [cd]
    assert found(suggestion="合并", kind="D3") == [cd]
    assert found(suggestion="转建") == []
    assert found(min_score=0.7) == [ab, ac]
    assert found(host_id=LINGYUAN) == [cd]
    assert found(field_id=SEA) == [ab, ac, bc, cd], "narrower fields count"
    assert found(field_id=SEA_LIFE) == [ac, bc, cd]
    assert found(type_id=CENTRE) == [ac, bc, cd]
    assert found(region_id=REGION) == [ab, ac, bc, cd]
    assert found(category_id=RESEARCH, kind="D1") == [ab]
    assert found(skip=1, limit=2) == [ac, bc]
    assert found(host_id=LINGYUAN, field_id=SPACE) == []


def test_findings_come_in_the_order_that_is_asked_for(sample: Store) -> None:
    w = Writer(source("hosts", "丙工程中心由丁院共建"))
    centre, host = (
        w.node("Platform", "丙工程中心", "丙工程中心"),
        w.node("HostUnit", "丁院", "丁院"),
    )
    w.batch.state("HOSTED_BY", centre, host, w.at("丁院"), role="co_host")
    write_source(sample, w.batch)
    rows = library().run(sample, "findings")
    keys: dict[str, Callable[[dict[str, Any]], Any]] = {
        "score": lambda row: row["score"],
        "kind": lambda row: row["kind"],
        "status": lambda row: row["status"],
        "name": lambda row: row["a"],
        "host": lambda row: "丁院" if row["a_id"] == C else "云大",
        # 丁 is of the roster of 2023, and so is 甲 again.
        "date": lambda row: "2023" if {A, D} & {row["a_id"], row["b_id"]} else "2022",
    }
    best_first = sorted(rows, key=lambda row: (-row["score"], row["kind"], row["finding_id"]))
    for name, key in keys.items():
        for sort in (name, f"-{name}"):
            expected = sorted(best_first, key=key, reverse=sort.startswith("-"))
            found = library().run(sample, "findings", sort=sort)
            ids = [[one["finding_id"] for one in some] for some in (found, expected)]
            assert ids[0] == ids[1], sort
            pages = [
                library().run(sample, "findings", sort=sort, skip=at, limit=1)
                for at in range(len(rows))
            ]
            assert [row for (row,) in pages] == found, sort


def test_flags_come_in_the_order_that_is_asked_for(sample: Store) -> None:
    text = "省重点实验室 云大 岭院\n"
    for name, severity in (("later", "low"), ("last", "medium")):
        w = Writer(source(name, text))
        for key in ("云大", "岭院"):
            node = w.node("HostUnit", key, key)
            w.batch.flag(node, f"odd_{name}", severity, "奇怪", w.at(key), [])
        write_source(sample, w.batch)
    days = {"plan": "2026-01-01", "later": "2026-01-02", "last": "2026-01-03"}
    for name, day in days.items():
        sample.write(
            lambda writer, name=name, day=day: writer.run(  # type: ignore[misc]
                "MATCH (s:Source {id: $id}) SET s.loaded_at = $day",
                {"id": f"source-{name}", "day": f"{day}T00:00:00+00:00"},
            )
        )

    def found(sort: str, column: str) -> list[Any]:
        return [row[column] for row in library().run(sample, "list_flags", sort=sort)]

    assert found("severity", "severity") == ["high", "medium", "medium", "low", "low"]
    assert found("-severity", "severity") == ["low", "low", "medium", "medium", "high"]
    for sort, column in (("flag", "flag"), ("name", "name"), ("source", "source")):
        assert found(sort, column) == sorted(found(sort, column)), sort
        assert found(f"-{sort}", column) == sorted(found(sort, column), reverse=True), sort
    assert found("date", "source")[0] == "plan.txt"
    assert found("-date", "source") == ["last.txt"] * 2 + ["later.txt"] * 2 + ["plan.txt"]


def test_search(sample: Store) -> None:
    def found(text: str) -> set[str]:
        rows = library().run(sample, "search", query=lucene_query(text), text=text)
        return {row["name"] for row in rows}

    assert found("重点实验") == {"甲重点实验室", "乙重点实验室", "丁重点实验室", "省重点实验室"}
    assert found("jzdsys") == {"甲重点实验室"}
    assert found("云科〔2022〕1号") == {"云岭省平台优化方案"}
    assert found('"云大" OR *:*') == set()


def test_search_puts_what_is_the_same_first(sample: Store) -> None:
    for form in ("〔2022〕", "[2022]", "(2022)", "（2022）", "【2022】", " 〔 2022 〕 "):
        (row,) = search(sample, f"云科{form}1号")
        assert (row["name"], row["likeness"]) == ("云岭省平台优化方案", 0), form
    change = "MATCH (p:Platform {id: $id}) SET p.name = $name, p.search = $search, p.names = $names"
    for node, name in ((A, "省海洋中心"), (B, "海洋中心")):
        values = {"id": node, "name": name, "search": f"{name} 旧名海洋", "names": [name]}
        sample.write(lambda writer, values=values: writer.run(change, values))  # type: ignore[misc]
    likenesses = {row["name"]: row["likeness"] for row in search(sample, "海洋")}
    assert likenesses == {"海洋": 0, "海洋中心": 1, "海洋生物": 1, "省海洋中心": 2}
    assert list(likenesses) == ["海洋", "海洋中心", "海洋生物", "省海洋中心"]
    sample.write(lambda writer: writer.run(change, values | {"id": A, "names": ["海洋"]}))
    assert next(row["likeness"] for row in search(sample, "海洋") if row["id"] == A) == 0


def test_sources_that_are_loading_are_not_counted(sample: Store) -> None:
    sample.write(
        lambda writer: writer.run(
            "MATCH (s:Source {id: 'source-roster2022'}) SET s.state = 'loading'"
        )
    )
    totals = library().run(sample, "totals")[0]
    assert (totals["platforms"], totals["hosts"]) == (2, 2)
    assert library().run(sample, "overlap_by_host_and_field") == []


def test_quality_queries_find_what_is_wrong(sample: Store) -> None:
    sample.write(
        lambda writer: writer.run(
            "MATCH (p:Platform {name: '甲重点实验室'})-[r:HOSTED_BY]->() "
            "WHERE r.source = 'source-roster2022' REMOVE r.rule"
        )
    )
    rows = library().run(sample, "statements_without_evidence")
    assert [(row["relationship"], row["start_id"]) for row in rows] == [("HOSTED_BY", A)]


def test_queries_name_the_whole_model() -> None:
    """Labels and types cannot be parameters, so queries list them; the lists must be the model's."""
    labels = "|".join(DRAWN_LABELS)
    of_any = ("node", "statements_of_node", "node_with_statements", "neighbour_counts")
    for name in (*of_any, "neighbourhood", "edges_among"):
        assert f":{labels}" in library()[name].cypher, name
    assert f"[:{'|'.join(DRAWN)}*..8]" in library()["shortest_path"].cypher
    assert "OVERLAPS_WITH" not in STATED
