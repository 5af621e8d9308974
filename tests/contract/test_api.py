"""The API over the sample graph: the same answers on both engines, and files that other programs read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import networkx
import openpyxl
import pytest
import rdflib
from flask.testing import FlaskClient

from api.app import create_app
from api.lists import LISTS
from api.tokens import TokenFile
from graph.sources import write_source
from graph.store import Store
from tests.contract.conftest import wipe
from tests.contract.ids import (
    CENTRE,
    CITED,
    LAB,
    LINGYUAN,
    PLAN,
    R2022,
    R2023,
    REGION,
    RESEARCH,
    SEA,
    SEA_LIFE,
    SPACE,
    TARGET,
    YUNDA,
    A,
    B,
    C,
    D,
)
from tests.contract.sample import FINDINGS, batches, compare

AB, AC, BC, CD, AD = (one.id for one in FINDINGS)
#: List, filters, the column of ids, and which ids in which order.
LISTED: list[tuple[str, dict[str, Any], str, list[str]]] = [
    ("platforms", {"host": LINGYUAN}, "platform_id", [D]),
    ("platforms", {"field": SEA, "type": LAB}, "platform_id", [D, B, A]),
    ("platforms", {"field": SEA_LIFE}, "platform_id", [D, C]),
    (
        "platforms",
        {"category": RESEARCH, "year": 2022, "sort": "-rosters"},
        "platform_id",
        [A, C, B],
    ),
    ("platforms", {"region": REGION, "status": "listed", "q": "工程"}, "platform_id", [C]),
    ("platforms", {"status": "withdrawn"}, "platform_id", []),
    ("platforms", {"year": 2023, "sort": "-year"}, "platform_id", [D]),
    ("platforms", {"type": [LAB, CENTRE], "year": "2022..2022"}, "platform_id", [C, B, A]),
    ("platforms", {"eval": ["优秀"]}, "platform_id", [A]),
    ("platforms", {"eval": ["none"], "sort": "-year"}, "platform_id", [D, C, B]),
    ("platforms", {"issue": "duplicate", "finding": "D3"}, "platform_id", [D, C]),
    ("platforms", {"year": "..2022", "level": "省级", "sort": "-name"}, "platform_id", [A, B, C]),
    ("hosts", {"type": CENTRE}, "host_id", [YUNDA]),
    ("hosts", {"field": SEA_LIFE, "sort": "name"}, "host_id", [YUNDA, LINGYUAN]),
    ("hosts", {"kind": "高校"}, "host_id", []),
    ("fields", {"above": SEA}, "field_id", [SEA_LIFE]),
    ("fields", {"mapped": "false"}, "field_id", []),
    ("fields", {"mapped": "true", "q": "深空"}, "field_id", [SPACE]),
    ("types", {"category": RESEARCH, "level": "省级"}, "type_id", [LAB, CENTRE]),
    ("types", {"level": "国家级"}, "type_id", []),
    ("types", {"rule": "stop_new"}, "type_id", [CENTRE]),
    ("fields", {"known_from": "documents_only"}, "field_id", [SPACE]),
    ("documents", {"issue": "flag"}, "document_id", [PLAN]),
    ("documents", {"read": "false"}, "document_id", [CITED]),
    ("documents", {"kind": "roster"}, "document_id", [R2023, R2022]),
    ("documents", {"year": 2022, "sort": "name"}, "document_id", [R2022, PLAN]),
    ("documents", {"q": "规划"}, "document_id", [CITED]),
    ("targets", {"type": LAB, "year": 2025, "q": "优化"}, "id", [TARGET]),
    ("targets", {"metric": "new"}, "id", []),
    ("findings", {}, "finding_id", [AB, AC, BC, CD]),
    ("findings", {"kind": "D2", "status": "accepted"}, "finding_id", [BC]),
    ("findings", {"host": LINGYUAN, "min_score": 0.4}, "finding_id", [CD]),
    ("flags", {"severity": "high", "label": "Target", "q": "连接号"}, "node_id", [TARGET]),
    ("flags", {"source": "source-roster2022"}, "node_id", []),
]


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "tokens.json"
    monkeypatch.setenv("PINGTAI_TOKENS", str(path))
    return TokenFile(path).create("review")[0]


def client_of(store: Store) -> FlaskClient:
    return create_app(store).test_client()


def got(client: FlaskClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", query_string=query)
    assert answer.status_code == 200, (path, query, answer.get_data(as_text=True))
    return answer.get_json()


def test_lists_are_filtered_sorted_and_counted(sample: Store) -> None:
    client = client_of(sample)
    for name, filters, column, ids in LISTED:
        page = got(client, name, **filters)
        assert [row[column] for row in page["items"]] == ids, (name, filters)
        assert (page["total"], page["next"]) == (len(ids), None), (name, filters)


def test_pages_follow_each_other_until_the_graph_changes(sample: Store) -> None:
    client = client_of(sample)
    whole = [row["platform_id"] for row in got(client, "platforms")["items"]]
    page = got(client, "platforms", limit=3)
    rest = got(client, "platforms", limit=3, cursor=page["next"])
    assert [row["platform_id"] for row in page["items"] + rest["items"]] == whole
    assert (page["total"], rest["total"], rest["next"]) == (4, 4, None)
    query = {"cursor": page["next"], "sort": "year"}
    assert client.get("/api/v1/platforms", query_string=query).status_code == 400
    write_source(sample, batches()[0])
    sample.write(lambda writer: writer.run("MATCH (g:GraphInfo) SET g.loads = g.loads + 1"))
    query = {"cursor": page["next"]}
    assert client.get("/api/v1/platforms", query_string=query).status_code == 409


def test_every_order_has_its_pages(sample: Store) -> None:
    client = client_of(sample)
    for name, column in (("findings", "finding_id"), ("flags", "node_id")):
        sorts = LISTS[name].asked.model_json_schema()["properties"]["sort"]["enum"]
        assert len(sorts) > 5
        for sort in sorts:
            whole = [row[column] for row in got(client, name, sort=sort)["items"]]
            pages, cursor = [], ""
            while cursor is not None:
                page = got(client, name, sort=sort, limit=1, cursor=cursor)
                pages += [row[column] for row in page["items"]]
                cursor = page["next"]
            assert pages == whole, (name, sort)
    first = got(client, "findings", sort="kind", limit=1)["next"]
    wrong = client.get("/api/v1/findings", query_string={"sort": "name", "cursor": first})
    assert wrong.status_code == 400


def test_neighbours_follow_each_other_by_relationship_and_direction(sample: Store) -> None:
    client = client_of(sample)

    def joined(page: dict[str, Any]) -> list[tuple[str, str, str]]:
        edges = page["edges"]
        return [
            (e["relationship"], e["start"], e["end"]) for e in edges if C in (e["start"], e["end"])
        ]

    address = f"nodes/{C}/neighbours"
    whole = got(client, address)
    assert (whole["total"], whole["next"]) == (sum(row["nodes"] for row in whole["counts"]), None)
    found, cursor, pages = [], "", 0
    while cursor is not None:
        page = got(client, address, limit=2, cursor=cursor)
        assert page["total"] == whole["total"]
        found += joined(page)
        cursor, pages = page["next"], pages + 1
    assert pages == -(-whole["total"] // 2)
    assert list(dict.fromkeys(found)) == list(dict.fromkeys(joined(whole))), "none lost, one order"

    out, into = (got(client, address, direction=one) for one in ("out", "in"))
    assert out["total"] + into["total"] == whole["total"]
    assert {end for _, end, _ in joined(out)} == {C} == {end for _, _, end in joined(into)}
    some = got(client, address, relationship=["HOSTED_BY", "OVERLAPS_WITH"], direction="out")
    assert some["total"] == sum(
        row["nodes"]
        for row in whole["counts"]
        if row["outward"] and row["relationship"] in ("HOSTED_BY", "OVERLAPS_WITH")
    )

    # A cursor is of one node, one choice and one version of the graph.
    first = got(client, address, limit=1)
    for other, more in (
        (f"nodes/{A}/neighbours", {}),
        (address, {"direction": "out"}),
        (address, {"relationship": "IN_FIELD"}),
        (address, {"asof": "2022"}),
    ):
        query = {"limit": 1, "cursor": first["next"], **more}
        assert client.get(f"/api/v1/{other}", query_string=query).status_code == 400, more
    sample.write(lambda writer: writer.run("MATCH (g:GraphInfo) SET g.loads = g.loads + 1"))
    query = {"limit": 1, "cursor": first["next"]}
    assert client.get(f"/api/v1/{address}", query_string=query).status_code == 409


def test_a_target_has_its_progress(sample: Store) -> None:
    (target,) = got(client_of(sample), "targets")["items"]
    assert target["not_counted"].startswith("数字存疑"), "its number is flagged"
    assert target["value_as_printed"] == "不少于23家"


def test_judging_over_the_api(sample: Store, secret: str) -> None:
    client = client_of(sample)
    headers = {"Authorization": f"Bearer {secret}"}
    address = f"/api/v1/findings/{AB}/judgement"
    given = {"verdict": "accepted", "action": "合并", "note": "同一团队", "reviewer": "李某"}
    answer = client.post(address, json=given, headers=headers)
    assert answer.status_code == 201, answer.get_json()
    assert {**answer.get_json(), **given} == answer.get_json()
    (kept,) = got(client, "judgements")["items"]
    assert (kept["about"], kept["reviewer"]) == (AB, "李某")
    assert got(client, "judgements", asof=kept["decided_on"][:10])["items"] == [kept]
    assert got(client, "judgements", asof="2022")["items"] == []
    assert client.delete(address, headers=headers).status_code == 204
    assert got(client, "judgements") == {"total": 0, "items": []}
    assert client.delete(address, headers=headers).status_code == 404
    for wrong in (
        {**given, "action": ""},
        {**given, "verdict": "perhaps"},
        {"verdict": "rejected"},
    ):
        assert client.post(address, json=wrong, headers=headers).status_code == 400


def test_cypher_of_token_holders(sample: Store, secret: str) -> None:
    client = client_of(sample)

    def ask(status: int, cypher: str, **more: Any) -> Any:
        answer = client.post(
            "/api/v1/cypher",
            json={"cypher": cypher, **more},
            headers={"Authorization": f"Bearer {secret}"},
        )
        assert answer.status_code == status, answer.get_json()
        return answer.get_json()

    found = ask(200, "MATCH (p:Platform) RETURN p.name AS name ORDER BY name", limit=2)
    assert found["more"] is True
    assert len(found["rows"]) == 2
    asked = "MATCH (p:Platform {id: $id}) RETURN p.name AS name"
    assert ask(200, asked, parameters={"id": A}) == {
        "rows": [{"name": "甲重点实验室"}],
        "more": False,
    }
    assert ask(400, "MATCH (p:Platform RETURN p")["type"] == "urn:pingtai:failed-cypher"
    assert ask(403, "MATCH (p:Platform) DETACH DELETE p")["type"] == "urn:pingtai:refused-cypher"
    ask(400, asked, parameters={"id": 10**30})
    assert got(client, "platforms")["total"] == 4


def test_tables_are_read_by_others(sample: Store) -> None:
    sample.write(
        lambda writer: writer.run(
            "MATCH (p:Platform {id: $id}) SET p.name = '=cmd|calc!A1'", {"id": A}
        )
    )
    client = client_of(sample)
    text = client.get("/api/v1/platforms.csv").get_data().decode("utf-8-sig")
    rows = {row["platform_id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows) == {A, B, C, D}
    assert rows[A]["platform"] == "'=cmd|calc!A1"
    assert (rows[B]["hosts"], rows[B]["year"]) == ("云大", "2022")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/platforms.xlsx").get_data()))
    head, *cells = book.worksheets[0].iter_rows(values_only=True)
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in cells}
    assert by_id[A]["platform"] == "'=cmd|calc!A1"
    assert by_id[B]["year"] == 2022
    shown = json.loads(client.get("/api/v1/platforms.json").get_data())
    assert shown == got(client, "platforms")["items"]
    for name in ("hosts", "fields", "types", "documents", "targets", "findings", "flags"):
        rows_of = json.loads(client.get(f"/api/v1/{name}.json").get_data())
        assert len(rows_of) == got(client, name)["total"], name
    text = client.get("/api/v1/queries/types_listed.csv").get_data().decode("utf-8-sig")
    assert text.splitlines() == [
        "type_id,type,platforms",
        f"{CENTRE},省工程中心,1",
        f"{LAB},省重点实验室,3",
    ]


#: What of the rows of each list is a node of the graph.
LIST_NODES = {
    "platforms": ("platform_id", "host_ids", "type_ids", "field_ids", "region_id"),
    "hosts": ("host_id", "type_ids", "region_id"),
    "fields": ("field_id", "above_id"),
    "types": ("type_id", "category_id"),
    "documents": ("document_id", "issuer_ids"),
    "targets": ("id", "document_id", "type_ids"),
    "findings": ("a_id", "b_id"),
    "flags": ("node_id",),
}


def ids_of(rows: Any, columns: tuple[str, ...]) -> set[str]:
    found = set()
    for row in rows:
        for column in columns:
            value = row[column]
            found |= set(value) if isinstance(value, list) else {value}
    return found - {None}


def read_graphml(text: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Labels by id, and relationships, as networkx reads them."""
    graph = networkx.parse_graphml(text, force_multigraph=True)
    labels = {node: data["label"] for node, data in graph.nodes(data=True)}
    return labels, sorted((a, data["type"], b) for a, b, data in graph.edges(data=True))


def read_jsonld(text: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Labels by id, and statements, as rdflib reads them."""
    triples = rdflib.Graph().parse(data=text, format="json-ld")
    model, node, rdf = "urn:pingtai:model:", "urn:pingtai:node:", rdflib.RDF

    def shown(value: Any) -> str:
        return unquote(str(value)).removeprefix(node).removeprefix(model)

    statements = sorted(
        (
            shown(triples.value(one, rdf.subject)),
            shown(triples.value(one, rdf.predicate)),
            shown(triples.value(one, rdf.object)),
        )
        for one in triples.subjects(rdf.type, rdf.Statement)
    )
    kinds = triples.subject_objects(rdf.type)
    return {shown(a): shown(b) for a, b in kinds if b != rdf.Statement}, statements


def read_book(data: bytes) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Labels by id, and relationships, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    head, *nodes = book["nodes"].iter_rows(values_only=True)
    first, *edges = book["relationships"].iter_rows(values_only=True)
    rows: list[dict[Any, Any]] = [dict(zip(head, row, strict=True)) for row in nodes]
    told: list[dict[Any, Any]] = [dict(zip(first, row, strict=True)) for row in edges]
    return (
        {row["id"]: row["label"] for row in rows},
        sorted((row["start_id"], row["type"], row["end_id"]) for row in told),
    )


# What rdflib's own reader of JSON-LD stands on.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_every_list_is_a_graph_that_others_read(sample: Store) -> None:
    client = client_of(sample)
    for name, columns in LIST_NODES.items():
        ids = ids_of(got(client, name)["items"], columns)
        whole = got(client, "subgraph.json", id=sorted(ids))
        labels = {node["id"]: node["label"] for node in whole["nodes"]}
        edges = sorted((o["start"], o["type"], o["end"]) for o in whole["relationships"])
        assert set(labels) == ids, name
        text = client.get(f"/api/v1/{name}.graphml").get_data(as_text=True)
        assert read_graphml(text) == (labels, edges), name
        text = client.get(f"/api/v1/{name}.jsonld").get_data(as_text=True)
        assert read_jsonld(text) == (labels, edges), name
        text = client.get(f"/api/v1/{name}.cypher").get_data(as_text=True)
        assert text.count("\nMATCH (a:") == len(edges), name
    text = client.get(f"/api/v1/platforms.graphml?host={LINGYUAN}").get_data(as_text=True)
    labels, edges = read_graphml(text)
    assert labels[LINGYUAN] == "HostUnit"
    assert (D, "HOSTED_BY", LINGYUAN) in edges
    assert A not in labels


def test_the_graph_of_a_query_and_of_none(sample: Store) -> None:
    client = client_of(sample)
    address = f"/api/v1/queries/platforms_of_host.graphml?host_id={LINGYUAN}"
    assert read_graphml(client.get(address).get_data(as_text=True))[0] == {D: "Platform"}
    nothing = client.get("/api/v1/hosts.graphml?q=nobody")
    assert read_graphml(nothing.get_data(as_text=True)) == ({}, [])
    refused = client.get("/api/v1/queries/totals.cypher")
    assert refused.status_code == 400
    assert "suffix" in refused.get_json()["errors"]


# What rdflib's own reader of JSON-LD stands on.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_subgraphs_are_read_by_others(sample: Store) -> None:
    client = client_of(sample)
    around = {"id": [YUNDA], "depth": 2}
    whole = got(client, "subgraph.json", **around)
    labels = {node["id"]: node["label"] for node in whole["nodes"]}
    assert {YUNDA, A, B, C, SEA, LAB, R2022} <= set(labels)
    hosted = [one for one in whole["relationships"] if one["type"] == "HOSTED_BY"]
    assert sorted((one["start"], one["end"]) for one in hosted if one["end"] == YUNDA) == sorted(
        [(A, YUNDA), (A, YUNDA), (B, YUNDA), (C, YUNDA)]
    ), "a statement each source"
    assert all(one["properties"]["source"] for one in hosted)

    text = client.get("/api/v1/subgraph.graphml", query_string=around).get_data(as_text=True)
    graph = networkx.parse_graphml(text, force_multigraph=True)
    assert {node: data["label"] for node, data in graph.nodes(data=True)} == labels
    edges = sorted((a, data["type"], b) for a, b, data in graph.edges(data=True))
    assert edges == sorted((o["start"], o["type"], o["end"]) for o in whole["relationships"])
    assert graph.nodes[A]["name"] == "甲重点实验室"

    data = client.get("/api/v1/subgraph.xlsx", query_string=around).get_data()
    assert read_book(data) == (labels, edges)
    given = {**around, "table": "nodes"}
    text = client.get("/api/v1/subgraph.csv", query_string=given).get_data().decode("utf-8-sig")
    assert {row["id"]: row["label"] for row in csv.DictReader(io.StringIO(text))} == labels
    text = client.get("/api/v1/subgraph.csv", query_string=around).get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert sorted((row["start_id"], row["type"], row["end_id"]) for row in lines) == edges
    sources = {row["source"] for row in lines if row["type"] == "HOSTED_BY"}
    assert sources == {
        one["properties"]["source"] for one in whole["relationships"] if one["type"] == "HOSTED_BY"
    }

    text = client.get("/api/v1/subgraph.jsonld", query_string=around).get_data(as_text=True)
    triples = rdflib.Graph().parse(data=text, format="json-ld")
    model, node = "urn:pingtai:model:", "urn:pingtai:node:"
    told = {(str(a), str(p), str(b)) for a, p, b in triples}
    assert {(node + a, model + r, node + b) for a, r, b in edges} <= told
    assert triples.value(rdflib.URIRef(node + A), rdflib.RDFS.label) == rdflib.Literal(
        "甲重点实验室"
    )
    statements = list(triples.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    assert len(statements) == len(edges)
    predicates = {str(triples.value(one, rdflib.RDF.predicate)) for one in statements}
    assert predicates == {model + r for _, r, _ in edges}


def test_a_subgraph_of_a_query(sample: Store) -> None:
    client = client_of(sample)
    given = {"query": "platforms_of_host", "param": f"host_id={LINGYUAN}"}
    assert [node["id"] for node in got(client, "subgraph.json", **given)["nodes"]] == [D]
    for wrong in ({}, {**given, "param": "x"}, {"id": A, "depth": 9}):
        assert client.get("/api/v1/subgraph.json", query_string=wrong).status_code == 400
    assert client.get("/api/v1/subgraph.json?id=nobody").status_code == 404


@pytest.mark.neo4j
def test_cypher_files_make_the_same_graph(embedded_store: Store, neo4j_store: Store) -> None:
    """Read from one engine, loaded into an empty Neo4j, and read from there: the same."""
    embedded_store.prepare()
    for batch in batches():
        write_source(embedded_store, batch)
    compare(embedded_store)
    odd = "';\n\\u0027 \u2028 \"}) DETACH DELETE n //"
    embedded_store.write(
        lambda writer: writer.run(
            "MATCH (p:Platform {id: $id}) SET p.level = $odd", {"id": A, "odd": odd}
        )
    )
    around = f"id={quote(YUNDA)}&depth=3"
    client = client_of(embedded_store)
    text = client.get(f"/api/v1/subgraph.cypher?{around}").get_data(as_text=True)
    wipe(neo4j_store)
    statements = [line.removesuffix(";") for line in text.split("\n") if line]
    for part in (
        [s for s in statements if "IF NOT EXISTS" in s],
        [s for s in statements if "IF NOT EXISTS" not in s],
    ):
        for statement in part:
            neo4j_store.write(lambda writer, statement=statement: writer.run(statement))  # type: ignore[misc]
    there = neo4j_store.read(
        "MATCH (n) WHERE n:Platform AND n.id = $id RETURN n.level AS level", {"id": A}
    )
    assert there == [{"level": odd}]
    ids = [node["id"] for node in got(client, "subgraph.json", id=YUNDA, depth=3)["nodes"]]
    again = got(client_of(neo4j_store), "subgraph.json", id=ids)
    assert again == got(client, "subgraph.json", id=ids)
