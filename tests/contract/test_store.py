"""What `graph.store` promises, on both engines: values come back as they went in, a transaction is whole
or nothing, reading cannot write, and errors are of the right class in one line without secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import graph.store
from graph import schema
from graph.errors import BadAddress, PingtaiError, StoreFailed, StoreRefused, StoreUnavailable
from graph.model import NODES, node_properties
from graph.store import Store, Writer, open_store

VALUES: dict[str, Any] = {
    "chinese": "广西八桂实验室（培育）〔2022〕1号",
    "outside_bmp": "𠮷野家 𝔘 👩‍🔬",
    "quotes": 'it\'s "quoted" `back` \\ $x {y} \n\t end',
    "cypher": "' }) DETACH DELETE n //",
    "empty": "",
    "long": "平台" * 60_000,
    "integer": 2**53 + 1,
    "negative": -7,
    "float": 0.1 + 0.2,
    "whole_float": 23.0,
    "true": True,
    "false": False,
    "strings": ["甲", "乙's", "", "𠮷"],
    "integers": [3, 1, 2, -(2**40)],
}


@pytest.mark.parametrize("name", VALUES)
def test_values_come_back_as_they_went_in(store: Store, name: str) -> None:
    value = VALUES[name]
    _upsert(store, "Platform", "platform-1", value)
    found = store.read("MATCH (n:Platform {id: 'platform-1'}) RETURN n.name AS v")[0]["v"]
    assert found == value
    assert type(found) is type(value)
    again = store.read("MATCH (n:Platform) WHERE n.name = $v RETURN n.id AS id", {"v": value})
    assert again == [{"id": "platform-1"}]
    if not isinstance(value, list) or value:
        echoed = store.read("RETURN $v AS v", {"v": value})[0]["v"]
        assert echoed == value


def test_the_model_has_only_kinds_that_are_tested() -> None:
    kinds = {prop.kind for node in NODES for prop in node_properties(node.label)}
    assert kinds <= {"string", "integer", "float", "boolean", "strings", "integers"}


def test_relationships_keep_their_properties(store: Store) -> None:
    def work(writer: Writer) -> None:
        writer.run("CREATE (:Platform {id: 'p'}), (:HostUnit {id: 'h'})")
        row = {"start": "p", "end": "h", "key": "k", "properties": {"key": "k", **VALUES}}
        query = schema.upsert_relationships("HOSTED_BY", "Platform", "HostUnit")
        writer.run(query, {"rows": [row]})

    store.write(work)
    found = store.read("MATCH (:Platform)-[r:HOSTED_BY]->(:HostUnit) RETURN properties(r) AS p")
    assert found == [{"p": {"key": "k", **VALUES}}]


def test_a_property_given_as_null_is_removed(store: Store) -> None:
    for name in ("甲", None):
        _upsert(store, "Field", "f", name)
    assert store.read("MATCH (n:Field) RETURN properties(n) AS p") == [{"p": {"id": "f"}}]


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def work(writer: Writer) -> None:
        writer.run("CREATE (:Field {id: 'one'})")
        assert writer.run("MATCH (n:Field) RETURN count(n) AS n") == [{"n": 1}]
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        store.write(work)
    assert store.read("MATCH (n:Field) RETURN n.id AS id") == []


def test_a_transaction_with_a_failing_statement_leaves_nothing(store: Store) -> None:
    def work(writer: Writer) -> None:
        writer.run("CREATE (:Field {id: 'one'})")
        writer.run("THIS IS NO CYPHER")

    with pytest.raises(StoreFailed) as caught:
        store.write(work)
    assert "\n" not in str(caught.value)
    assert store.read("MATCH (n:Field) RETURN n.id AS id") == []


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:Field {id: 'x'}) RETURN n.id AS id",
        "MERGE (n:Field {id: 'x'}) RETURN n.id AS id",
        "MATCH (n:Field {id: 'kept'}) SET n.name = 'changed'",
        "MATCH (n:Field {id: 'kept'}) REMOVE n.id",
        "MATCH (n:Field {id: 'kept'}) DETACH DELETE n",
        "CREATE INDEX nothing IF NOT EXISTS FOR (n:Field) ON (n.nothing)",
        "DROP CONSTRAINT Field_id IF EXISTS",
    ],
)
def test_reading_cannot_write(store: Store, cypher: str) -> None:
    store.write(lambda writer: writer.run("CREATE (:Field {id: 'kept'})"))
    with pytest.raises(StoreRefused) as caught:
        store.read(cypher)
    assert "\n" not in str(caught.value)
    rows = store.read("MATCH (n:Field) RETURN properties(n) AS p")
    assert rows == [{"p": {"id": "kept"}}]


def test_reading_cannot_load_files(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("do-not-read-me\n")
    for place in (secret.as_uri(), "file:///etc/hostname", "file:///../../etc/hostname"):
        with pytest.raises((StoreRefused, StoreFailed)) as caught:
            store.read("LOAD CSV FROM $place AS line RETURN line", {"place": place})
        assert "do-not-read-me" not in str(caught.value)


def test_ids_are_unique_within_a_label(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.store, "_CONFLICT_ATTEMPTS", 2)
    store.write(lambda writer: writer.run("CREATE (:Field {id: 'x'}), (:Region {id: 'x'})"))
    with pytest.raises(StoreFailed):
        store.write(lambda writer: writer.run("CREATE (:Field {id: 'x'})"))
    assert store.read("MATCH (n {id: 'x'}) RETURN count(n) AS n") == [{"n": 2}]


def test_preparing_again_changes_nothing(store: Store) -> None:
    store.prepare()
    store.write(lambda writer: writer.run("MATCH (g:GraphInfo) SET g.schema = 'an older one'"))
    store.prepare()
    rows = store.read("MATCH (g:GraphInfo) RETURN g.schema AS schema")
    assert rows == [{"schema": schema.version(store.engine)}]


def test_the_server_tells_its_version(store: Store) -> None:
    assert "/" in store.server_version()


# Addresses and credentials


@pytest.mark.parametrize(
    "url",
    [
        "embedded:",
        "embedded:  ",
        "http://user:s3cret@localhost:7687",
        "neo4j://",
        "neo4j",
        "bolt:///s3cret",
        "neo4j://user:s3cret@localhost:7687",
        "neo4j://localhost:port",
        "neo4j://localhost:99999",
        "neo4j://localhost:0",
        "neo4j://[1:2",
        "bolt://localhost/s3cret",
        "bolt://localhost#s3cret",
        "bolt://localhost?password=s3cret",
    ],
)
def test_bad_addresses(url: str) -> None:
    with pytest.raises(BadAddress) as caught:
        open_store(url, "neo4j:s3cret-too")
    _is_one_safe_line(caught.value)


def test_credentials_of_the_wrong_form() -> None:
    with pytest.raises(BadAddress) as caught:
        open_store("bolt://127.0.0.1:9", "s3cret")
    _is_one_safe_line(caught.value)


@pytest.mark.parametrize(
    "url", ["bolt://127.0.0.1:9", "bolt://127.0.0.1:9/", "neo4j://127.0.0.1:9?region=s3cret"]
)
def test_nothing_listens_there(url: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store(url, "neo4j:s3cret")
    _is_one_safe_line(caught.value)


def test_the_name_of_the_host_is_unknown() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store("neo4j://no-such-host.invalid:7687", "neo4j:s3cret")
    _is_one_safe_line(caught.value)


@pytest.mark.neo4j
def test_wrong_password(neo4j_store: Store) -> None:
    with pytest.raises(StoreRefused, match="PINGTAI_STORE_AUTH") as caught:
        open_store(neo4j_store.url, "neo4j:s3cret-and-wrong")
    _is_one_safe_line(caught.value)


@pytest.mark.neo4j
def test_no_password(neo4j_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINGTAI_STORE_AUTH", raising=False)
    with pytest.raises(StoreRefused, match="PINGTAI_STORE_AUTH"):
        open_store(neo4j_store.url)


@pytest.mark.neo4j
def test_unknown_database(
    neo4j_store: Store, neo4j_auth: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINGTAI_STORE_DATABASE", "nosuchdatabase")
    with open_store(neo4j_store.url, neo4j_auth) as store, pytest.raises(PingtaiError) as caught:
        store.read("RETURN 1 AS one")
    assert "nosuchdatabase" in str(caught.value)
    _is_one_safe_line(caught.value)


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnavailable) as caught:
        open_store(f"embedded:{tmp_path / 'file'}")
    _is_one_safe_line(caught.value)


def _upsert(store: Store, label: str, node_id: str, name: Any) -> None:
    row = {"id": node_id, "properties": {"id": node_id, "name": name}}
    store.write(lambda writer: writer.run(schema.upsert_nodes(label), {"rows": [row]}))


def _is_one_safe_line(error: PingtaiError) -> None:
    for text in (str(error), error.zh, error.en, repr(error)):
        assert "\n" not in text
        assert "s3cret" not in text
    assert error.zh
    assert error.en
