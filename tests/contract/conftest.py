"""Both engines for contract tests: one server each for the session, an empty graph for every test."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.sources import write_source
from graph.store import Store, open_store
from tests.contract.sample import batches, compare

_CHUNK = 5_000
_ENGINES = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(scope="session")
def embedded_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The embedded store that all tests share; take `store` instead, which is empty."""
    with open_store(f"embedded:{tmp_path_factory.mktemp('embedded') / 'data'}") as store:
        store.prepare()
        yield store


@pytest.fixture(scope="session")
def neo4j_session(neo4j_url: str, neo4j_auth: str) -> Iterator[Store]:
    """The Neo4j store that all tests share; take `store` instead, which is empty."""
    with open_store(neo4j_url, neo4j_auth) as store:
        _refuse_foreign(store)
        store.prepare()
        yield store
        wipe(store)


@pytest.fixture(params=_ENGINES)
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store, once of each engine."""
    return _emptied(request.getfixturevalue(f"{request.param}_session"))


@pytest.fixture
def sample(store: Store) -> Store:
    """A store with the sample graph in it."""
    store.prepare()
    for batch in batches():
        write_source(store, batch)
    compare(store)
    return store


@pytest.fixture
def embedded_store(embedded_session: Store) -> Store:
    """An empty embedded store."""
    return _emptied(embedded_session)


@pytest.fixture
def neo4j_store(neo4j_session: Store) -> Store:
    """An empty Neo4j."""
    return _emptied(neo4j_session)


@pytest.fixture
def both_stores(embedded_store: Store, neo4j_store: Store) -> tuple[Store, Store]:
    """An empty store of each engine, to compare them."""
    return embedded_store, neo4j_store


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """A folder for an embedded store that a test starts and ends itself."""
    return tmp_path / "data"


def wipe(store: Store) -> None:
    """Delete everything, in transactions of a bearable size."""
    while store.write(
        lambda writer: writer.run(
            "MATCH (n) WITH n LIMIT $chunk DETACH DELETE n RETURN count(n) AS deleted",
            {"chunk": _CHUNK},
        )
    )[0]["deleted"]:
        pass


def _emptied(store: Store) -> Store:
    """Empty, but the schema stays and the store knows it. Another object for the same server: what is kept of
    a store by the version of its graph would else be that of the test before, for versions count anew."""
    wipe(store)
    store.write(
        lambda writer: writer.run(
            "MERGE (g:GraphInfo {id: 'graph-info'}) SET g.schema = $version",
            {"version": schema.version(store.engine)},
        )
    )
    return copy.copy(store)


def _refuse_foreign(store: Store) -> None:
    """A server named by NEO4J_URI may be somebody's real one: tests delete all that is in it."""
    if not os.environ.get("NEO4J_URI") or os.environ.get("PINGTAI_TESTS_MAY_WIPE") == "1":
        return
    nodes = store.read("MATCH (n) RETURN count(n) AS nodes")[0]["nodes"]
    if nodes:
        pytest.fail(
            f"NEO4J_URI 里有 {nodes} 个节点，测试会全部删除；确认后设 PINGTAI_TESTS_MAY_WIPE=1。 "
            f"NEO4J_URI holds {nodes} nodes and the tests delete everything; "
            "set PINGTAI_TESTS_MAY_WIPE=1 if that is meant."
        )
