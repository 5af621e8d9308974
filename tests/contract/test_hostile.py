"""Requests that mean harm, on both engines: one clear problem each, the server alive, the graph unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.limits import Buckets
from api.tokens import TokenFile
from graph.sources import write_source
from graph.store import Rows, Store
from tests.contract.ids import A
from tests.contract.sample import batches, compare
from tests.made_up import try_every_operation

#: Texts for every parameter of every address.
TEXTS = (
    "' OR 1=1 //",
    "'}) DETACH DELETE n //",
    "') RETURN 1 AS one UNION MATCH (n) DETACH DELETE n RETURN 1 AS one //",
    "` SET n.name = 'x' //",
    "\\u0027}) DETACH DELETE n //",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL dbms.shutdown()",
    "CALL apoc.cypher.runWrite('CREATE (:Evil)', {})",
    "CALL { CREATE (:Evil) RETURN 1 AS one } RETURN one",
    "UNWIND range(1, 1e9) AS n CREATE (:Evil {n: n})",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "$id",
    '"*~:[] AND OR NOT \\',
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}",
    "-1",
    "1e309",
    "\0",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH SPACE}平台",
    "x" * 5_000,
)
#: Statements for those who may send Cypher: none may write, read files, call what is not listed or go on.
STATEMENTS = (
    "CREATE (:Evil)",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) SET n.name = 'x'",
    "MATCH (n) REMOVE n.name",
    "MERGE (n:Evil {id: 1}) RETURN n",
    "CALL { CREATE (:Evil) RETURN 1 AS one } RETURN one",
    "MATCH (p:Platform) CALL { WITH p SET p.name = 'x' RETURN 1 AS one } RETURN one",
    "CALL { MATCH (n) DETACH DELETE n } IN TRANSACTIONS RETURN 1 AS one",
    "FOREACH (n IN range(1, 9) | CREATE (:Evil))",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:1/' AS line RETURN line",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL dbms.security.createUser('x', 'y')",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "CALL db.createLabel('Evil')",
    "UNWIND range(1, 1e9) AS n RETURN count(n) AS n",
    "UNWIND range(1, 1000000000) AS n RETURN count(n) AS n",
    "MATCH (a)-[*]-(b) RETURN count(*) AS n",
    "RETURN reduce(s = 'ab', x IN range(1, 40) | s + s) AS s",
    "DROP INDEX Platform_search",
    "SHOW USERS",
    "RETURN 1 AS one; MATCH (n) DETACH DELETE n",
    "MATCH (n) RETURN n /*",
    "\\u0043REATE (:Evil)",
    "RETURN",
    "",
)
PATHS = (
    "/api/v1/../../etc/passwd",
    "/api/v1/nodes/..%2f..%2fetc%2fpasswd",
    "/api/v1/documents/..%2f..%2f..%2fetc%2fpasswd/text",
    "/api/v1/queries/..%2f..%2fgraph%2fstore.py",
    "/api/v1/platforms.csv%00.html",
    "/api/v1/nodes/%27%20OR%201%3D1%20%2F%2F/neighbours",
    "/api/v1//platforms",
    "/api/v1/" + "a/" * 2_000,
    "/api/v1/nodes/" + "x" * 10_000,
    "/api/v1/platforms?" + "&".join(f"p{n}=1" for n in range(10_000)),
    "/api/v1/platforms?" + "q=x&" * 10_000,
    "/api/v1/platforms?q=" + "%27" * 50_000,
    "/api/v1/queries/totals?" + "x" * 100_000 + "=1",
)
_BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"\xff\xfe",
    b'{"cypher": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"cypher": "RETURN 1 AS one", "parameters": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001,
    b'{"cypher": "RETURN $n AS n", "parameters": {"n": ' + b"9" * 10_000 + b"}}",
    b'{"cypher": "RETURN 1 AS one", "limit": 1e999}',
    b'{"cypher": "RETURN 1 AS one", "extra": 1}',
    json.dumps({"cypher": "RETURN 1 AS one", "parameters": {f"p{n}": n for n in range(10_000)}}),
)


@pytest.fixture
def application(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> APIFlask:
    """The application over the sample graph, without the limits that would answer in its place."""
    store.prepare()
    for batch in batches():
        write_source(store, batch)
    compare(store)
    monkeypatch.setenv("PINGTAI_TOKENS", str(tmp_path / "tokens.json"))
    app = create_app(store)
    access = app.extensions["pingtai.access"]
    access.requests = access.heavy = access.failures = Buckets(per_second=1e6, burst=10**6)
    return app


@pytest.fixture
def secret(application: APIFlask) -> str:
    tokens = application.extensions["pingtai.access"].tokens
    assert isinstance(tokens, TokenFile)
    return tokens.create("review")[0]


@pytest.fixture
def client(application: APIFlask, store: Store) -> Iterator[FlaskClient]:
    """A client; afterwards the graph must be what it was and the server alive."""
    before = _counts(store)
    client = application.test_client()
    yield client
    assert client.get("/api/v1/health").status_code == 200
    assert client.get("/api/v1/platforms").get_json()["total"] == 4
    assert _counts(store) == before


def _counts(store: Store) -> tuple[Rows, Rows]:
    nodes = "MATCH (n) RETURN labels(n)[0] AS label, count(n) AS n ORDER BY label"
    relationships = "MATCH ()-[r]->() RETURN type(r) AS type, count(r) AS n ORDER BY type"
    return store.read(nodes), store.read(relationships)


def _check(answer: TestResponse, asked: object, least: int = 200) -> None:
    assert least <= answer.status_code < 500, (asked, answer.get_data(as_text=True)[:300])
    if answer.status_code < 400:
        return
    assert answer.content_type == "application/problem+json", asked
    problem = json.loads(answer.get_data())
    assert problem["status"] == answer.status_code, asked
    assert problem["detail"], asked
    assert problem["detail_en"], asked
    assert len(answer.get_data()) < 4_000, (asked, "an answer as long as the question")


@pytest.mark.timeout(600)  # hundreds of requests, each of which Neo4j plans
def test_every_parameter_takes_any_text(client: FlaskClient) -> None:
    texts = cycle(TEXTS)
    asked = 0
    spec = json.loads(client.get("/openapi.json").get_data())
    for path, methods in spec["paths"].items():
        if not path.startswith("/api/v1/"):
            continue
        for method, operation in methods.items():
            given = operation.get("parameters", ())
            for text in TEXTS:  # in every part of the path at once
                if any(one["in"] == "path" for one in given):
                    asked += 1
                    _check(_ask(client, method, _filled(path, text), {}), (method, path, text))
            for one in given:
                for text in (next(texts), next(texts)):
                    if one["in"] == "query":
                        asked += 1
                        answer = _ask(client, method, _filled(path, A), {one["name"]: text})
                        _check(answer, (method, path, one["name"], text))
    assert asked > 500


def _ask(client: FlaskClient, method: str, path: str, query: dict[str, str]) -> TestResponse:
    return client.open(path, method=method.upper(), query_string=query, json={}, buffered=True)


def _filled(path: str, text: str) -> str:
    """A path with that text in each of its parts; a file keeps the suffix that it can have."""
    parts = [
        quote("json" if part == "{suffix}" else text, safe="")
        if part.startswith("{") and part.endswith("}")
        else part.replace("{suffix}", "json").replace("{name}", quote(text, safe=""))
        for part in path.split("/")
    ]
    return "/".join(parts)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_odd_addresses(client: FlaskClient, path: str) -> None:
    _check(client.get(path, buffered=True), path[:80], least=400)


def test_cypher_only_reads(client: FlaskClient, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    for statement in STATEMENTS:
        answer = client.post("/api/v1/cypher", json={"cypher": statement}, headers=headers)
        _check(answer, statement, least=400)
        assert answer.status_code in (400, 403), statement


@pytest.mark.parametrize("body", _BODIES, ids=lambda body: str(body[:30]))
def test_odd_bodies(client: FlaskClient, secret: str, body: bytes | str) -> None:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    _check(client.post("/api/v1/cypher", data=body, headers=headers), body[:80], least=400)


def test_tokens_that_do_not_hold(client: FlaskClient, secret: str) -> None:
    for header in (
        "Bearer",
        "Bearer ",
        "Bearer pt_x",
        f"Bearer {secret[:-1]}",
        f"Bearer {secret}x",
        f"Basic {secret}",
        "Basic " + "A" * 10_000,
        "Bearer " + "x" * 100_000,
        "Bearer ' OR 1=1 //",
        "Digest x",
        "\xe5\xb9\xb3",
    ):
        answer = client.get("/api/v1/platforms", headers={"Authorization": header})
        _check(answer, header[:60], least=400)
        assert answer.status_code == 401, header[:60]


@pytest.mark.timeout(600)
@pytest.mark.neo4j
@pytest.mark.parametrize("store", ["neo4j"], indirect=True)
def test_made_up_requests(application: APIFlask, secret: str) -> None:
    """On the embedded engine more of them are sent in the tests of the API."""
    try_every_operation(application, secret, examples=10)
