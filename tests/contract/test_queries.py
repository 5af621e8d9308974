"""Every named query gives the expected rows, the same on both engines.

`EXPECTED` holds for each query its parameters and the rows that it must give on the sample graph. A
query that is not in it fails `test_every_query_has_expected_rows`. An Ellipsis stands for a value that is
not looked at (a time of loading).
"""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import DRAWN, DRAWN_LABELS, STATED
from graph.queries import library
from graph.search import lucene_query
from graph.sources import write_source
from graph.store import Store
from tests.contract.sample import PLAN_TEXT, batches, ref

Rows = list[tuple[Any, ...]]

PLAN = ref("GoverningDocument", "云岭省平台优化方案")
CITED = ref("GoverningDocument", "云岭省科技规划")
R2022, R2023 = ref("GoverningDocument", "2022年名单"), ref("GoverningDocument", "2023年名单")
LAB, CENTRE = ref("PlatformType", "省重点实验室"), ref("PlatformType", "省工程中心")
A, B = ref("Platform", "甲重点实验室"), ref("Platform", "乙重点实验室")
C, D = ref("Platform", "丙工程中心"), ref("Platform", "丁重点实验室")
YUNDA, LINGYUAN = ref("HostUnit", "云大"), ref("HostUnit", "岭院")
SEA, SEA_LIFE = ref("Field", "海洋"), ref("Field", "海洋生物")
RESEARCH = ref("Category", "科学与工程研究")
TARGET = ref("Target", "不少于23家")
CLAUSE = ref("Provision", "不再新建")
AGENCY = ref("Agency", "省科技厅")
REGION = ref("Region", "云岭")


#: name -> (parameters, columns that are compared, rows in order)
EXPECTED: dict[str, tuple[dict[str, Any], tuple[str, ...], Rows]] = {
    "counts_by_label": (
        {},
        ("label", "nodes"),
        [
            ("Agency", 1),
            ("Category", 1),
            ("Field", 2),
            ("GoverningDocument", 4),
            ("HostUnit", 2),
            ("Platform", 4),
            ("PlatformType", 2),
            ("Provision", 1),
            ("Region", 1),
            ("Target", 1),
        ],
    ),
    "counts_by_relationship": (
        {},
        ("relationship", "relationships"),
        [
            ("CITES", 1),
            ("FLAGGED_IN", 1),
            ("FOR_TYPE", 1),
            ("GOVERNS", 1),
            ("HAS_PROVISION", 1),
            ("HOSTED_BY", 5),
            ("IN_CATEGORY", 5),
            ("IN_FIELD", 5),
            ("ISSUED_BY", 1),
            ("LISTED_IN", 5),
            ("LOCATED_IN", 5),
            ("MENTIONED_IN", 29),
            ("NARROWER_THAN", 2),
            ("OF_TYPE", 5),
            ("SETS", 1),
        ],
    ),
    "sources": (
        {},
        ("source_id", "name", "media", "state", "paths"),
        [
            ("source-plan", "plan.txt", "txt", "loaded", ["/plan.txt"]),
            ("source-roster2022", "roster2022.txt", "txt", "loaded", ["/roster2022.txt"]),
            ("source-roster2023", "roster2023.txt", "txt", "loaded", ["/roster2023.txt"]),
        ],
    ),
    "totals": (
        {},
        ("platforms", "hosts", "fields", "documents", "rosters", "types", "targets", "flags"),
        [(4, 2, 2, 4, 2, 2, 1, 1)],
    ),
    "categories_and_types": (
        {},
        ("category", "type_id", "type", "level", "platforms", "documents"),
        [
            ("科学与工程研究", LAB, "省重点实验室", "省级", 3, 3),
            ("科学与工程研究", CENTRE, "省工程中心", "省级", 1, 2),
        ],
    ),
    "latest_documents": (
        {"limit": 2},
        ("document_id", "name", "kind", "issued_on", "source_id"),
        [
            (R2023, "2023年名单", "roster", "2023-06-01", "source-roster2023"),
            (R2022, "2022年名单", "roster", "2022-06-01", "source-roster2022"),
        ],
    ),
    "node": (
        {"id": SEA},
        ("label", "id", "name", "sources"),
        [("Field", SEA, "海洋", ["source-roster2022", "source-roster2023"])],
    ),
    "statements_of_node": (
        {"id": TARGET},
        ("relationship", "outward", "other_label", "other_name", "source_id"),
        [
            ("FLAGGED_IN", True, "Source", "plan.txt", "source-plan"),
            ("FOR_TYPE", True, "PlatformType", "省重点实验室", "source-plan"),
            ("SETS", False, "GoverningDocument", "云岭省平台优化方案", "source-plan"),
        ],
    ),
    "mentions_of_node": (
        {"id": A},
        ("source_id", "source_name", "rule"),
        [
            ("source-roster2022", "roster2022.txt", "test"),
            ("source-roster2023", "roster2023.txt", "test"),
        ],
    ),
    "neighbour_counts": (
        {"id": YUNDA},
        ("relationship", "outward", "label", "nodes"),
        [("HOSTED_BY", False, "Platform", 3)],
    ),
    "neighbourhood": (
        {"id": A, "relationships": ["HOSTED_BY", "IN_FIELD"]},
        ("relationship", "outward", "label", "id", "name", "statements"),
        [
            ("HOSTED_BY", True, "HostUnit", YUNDA, "云大", 2),
            ("IN_FIELD", True, "Field", SEA, "海洋", 2),
        ],
    ),
    "edges_among": (
        {"ids": [A, YUNDA, SEA]},
        ("relationship", "start_id", "end_id", "statements"),
        [("HOSTED_BY", A, YUNDA, 2), ("IN_FIELD", A, SEA, 2)],
    ),
    "shortest_path": (
        {"from_id": YUNDA, "to_id": SEA_LIFE},
        ("ids", "labels", "names", "relationships"),
        [
            (
                [YUNDA, C, SEA_LIFE],
                ["HostUnit", "Platform", "Field"],
                ["云大", "丙工程中心", "海洋生物"],
                ["HOSTED_BY", "IN_FIELD"],
            )
        ],
    ),
    "platforms_of_host": (
        {"host_id": YUNDA},
        ("platform_id", "platform", "role", "type", "category", "fields", "year", "status"),
        [
            (C, "丙工程中心", "host", "省工程中心", "科学与工程研究", ["海洋生物"], 2022, "listed"),
            (B, "乙重点实验室", "host", "省重点实验室", "科学与工程研究", ["海洋"], 2022, "listed"),
            (A, "甲重点实验室", "host", "省重点实验室", "科学与工程研究", ["海洋"], 2022, "listed"),
        ],
    ),
    "hosts_of_field": (
        {"field_id": SEA},
        ("host_id", "host", "platforms"),
        [(YUNDA, "云大", 3), (LINGYUAN, "岭院", 1)],
    ),
    "rows_of_platform": (
        {"platform_id": A},
        ("document", "source_id", "printed", "number", "year", "status"),
        [
            ("2022年名单", "source-roster2022", "甲重点实验室", "1", 2022, "listed"),
            ("2023年名单", "source-roster2023", "甲重点实验室", "1", 2023, "listed"),
        ],
    ),
    "targets_of_document": (
        {"document_id": PLAN},
        ("target_id", "types", "metric", "comparator", "low", "high", "by_year", "flags"),
        [(TARGET, ["省重点实验室"], "retain", "ge", 23.0, None, 2025, ["suspect_lost_dash"])],
    ),
    "documents_cited": (
        {"document_id": PLAN},
        ("cited_id", "cited", "distance", "via"),
        [(CITED, "云岭省科技规划", 1, ["云岭省平台优化方案", "云岭省科技规划"])],
    ),
    "facts_of_source": (
        {"source_id": "source-roster2023"},
        ("relationship",),
        [],  # compared by test_facts_of_source
    ),
    "sources_of_document": (
        {"document_id": PLAN},
        ("source_id", "name", "state", "characters"),
        [("source-plan", "plan.txt", "loaded", len(PLAN_TEXT))],
    ),
    "overlap_by_host_and_field": (
        {},
        ("host", "field", "platforms", "platform_ids", "names"),
        [("云大", "海洋", 2, [B, A], ["乙重点实验室", "甲重点实验室"])],
    ),
    "duplicate_construction_d1": (
        {},
        ("host", "category", "a", "b", "a_field", "b_field", "likeness"),
        [],  # compared by test_duplicate_construction, where the order of a and b is by id
    ),
    "statements_without_evidence": ({}, ("relationship",), []),
    "nodes_without_source": ({}, ("label",), []),
    "flags": (
        {},
        ("flag", "severity", "reason", "label", "node_id", "source_id", "candidate_readings"),
        [
            (
                "suspect_lost_dash",
                "high",
                "可能丢了连接号",
                "Target",
                TARGET,
                "source-plan",
                ['{"low": 2}'],
            )
        ],
    ),
    "search": (
        {"query": lucene_query("重点实验"), "text": "重点实验"},
        ("label", "id"),
        [],  # compared by test_search
    ),
}


@pytest.fixture
def sample(store: Store) -> Store:
    """A store with the sample graph in it."""
    store.prepare()
    for batch in batches():
        write_source(store, batch)
    return store


def test_every_query_has_expected_rows() -> None:
    own = {query.name for query in library()}
    listed = set(EXPECTED) | LISTS
    assert own - listed == set(), "queries without expected rows"
    assert set(EXPECTED) - own == set(), "expected rows without a query"


#: Queries of the list pages have their own expected rows, in test_list_queries.
LISTS = {query.name for query in library() if query.name.startswith("list_")}


def test_queries_give_the_expected_rows(sample: Store) -> None:
    for name, (parameters, columns, rows) in EXPECTED.items():
        found = library().run(sample, name, **parameters)
        assert all(tuple(row) == library()[name].columns for row in found), name
        if rows or name in ("statements_without_evidence", "nodes_without_source"):
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
