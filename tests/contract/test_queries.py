"""Every named query gives the rows of `expected.EXPECTED`, the same on both engines."""

from __future__ import annotations

import pytest

from graph.model import DRAWN, DRAWN_LABELS, STATED
from graph.queries import library
from graph.search import lucene_query
from graph.sources import write_source
from graph.store import Store
from tests.contract.expected import EXPECTED, A
from tests.contract.sample import batches


@pytest.fixture
def sample(store: Store) -> Store:
    """A store with the sample graph in it."""
    store.prepare()
    for batch in batches():
        write_source(store, batch)
    return store


#: Queries whose rows need more than a comparison; each has a test of its own below.
OWN_TESTS = {"facts_of_source", "duplicate_construction_d1", "search"}


def test_every_query_has_expected_rows() -> None:
    own = {query.name for query in library()}
    listed = set(EXPECTED) | OWN_TESTS
    assert own - listed == set(), "queries without expected rows"
    assert listed - own == set(), "expected rows without a query"


def test_queries_give_the_expected_rows(sample: Store) -> None:
    for name, (parameters, columns, rows) in EXPECTED.items():
        found = library().run(sample, name, **parameters)
        assert all(tuple(row) == library()[name].columns for row in found), name
        assert [tuple(row[c] for c in columns) for row in found] == rows, name


def test_facts_of_source(sample: Store) -> None:
    rows = library().run(sample, "facts_of_source", source_id="source-roster2023")
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row["relationship"]] = kinds.get(row["relationship"], 0) + 1
        assert row["properties"]["source"] == "source-roster2023"
    assert kinds == {
        "HOSTED_BY": 2,
        "IN_CATEGORY": 1,
        "IN_FIELD": 2,
        "LISTED_IN": 2,
        "LOCATED_IN": 2,
        "MENTIONED_IN": 10,
        "NARROWER_THAN": 1,
        "OF_TYPE": 2,
    }


def test_duplicate_construction(sample: Store) -> None:
    rows = library().run(sample, "duplicate_construction_d1")
    pairs = {(frozenset((row["a"], row["b"])), row["likeness"]) for row in rows}
    assert pairs == {
        (frozenset(("甲重点实验室", "乙重点实验室")), "same"),
        (frozenset(("甲重点实验室", "丙工程中心")), "near"),
        (frozenset(("乙重点实验室", "丙工程中心")), "near"),
    }
    assert all(row["a_id"] < row["b_id"] for row in rows)


def test_withdrawn_platforms_are_no_duplicates(sample: Store) -> None:
    sample.write(
        lambda writer: writer.run(
            "MATCH (:Platform {name: '乙重点实验室'})-[r:LISTED_IN]->() SET r.status = 'withdrawn'"
        )
    )
    rows = library().run(sample, "duplicate_construction_d1")
    assert [frozenset((row["a"], row["b"])) for row in rows] == [
        frozenset(("甲重点实验室", "丙工程中心"))
    ]


def test_search(sample: Store) -> None:
    def found(text: str) -> set[str]:
        rows = library().run(sample, "search", query=lucene_query(text), text=text)
        return {row["name"] for row in rows}

    assert found("重点实验") == {"甲重点实验室", "乙重点实验室", "丁重点实验室", "省重点实验室"}
    assert found("jzdsys") == {"甲重点实验室"}
    assert found("云科〔2022〕1号") == {"云岭省平台优化方案"}
    assert found('"云大" OR *:*') == set()


def test_sources_that_are_loading_are_not_counted(sample: Store) -> None:
    sample.write(
        lambda writer: writer.run(
            "MATCH (s:Source {id: 'source-roster2022'}) SET s.state = 'loading'"
        )
    )
    totals = library().run(sample, "totals")[0]
    assert (totals["platforms"], totals["hosts"]) == (2, 2)
    assert library().run(sample, "overlap_by_host_and_field") == []
    assert library().run(sample, "duplicate_construction_d1") == []


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
    for name in ("node", "statements_of_node", "neighbour_counts", "neighbourhood", "edges_among"):
        assert f":{labels}" in library()[name].cypher, name
    assert f"[:{'|'.join(DRAWN)}*..8]" in library()["shortest_path"].cypher
    assert "OVERLAPS_WITH" not in STATED
