"""Connections to a Neo4j that are lost: the work is done all the same, or the error says that the server
is gone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

import graph.store
from graph.errors import StoreUnavailable
from graph.sources import write_source
from graph.store import Store, Writer, open_store
from tests.contract.graphs import dump, roster
from tests.contract.proxy import DroppingProxy

pytestmark = pytest.mark.neo4j


@pytest.fixture
def proxy(neo4j_store: Store) -> Iterator[DroppingProxy]:
    """A proxy before the Neo4j."""
    parts = urlsplit(neo4j_store.url)
    with DroppingProxy((parts.hostname or "127.0.0.1", parts.port or 7687)) as proxy:
        yield proxy


@pytest.fixture
def through(proxy: DroppingProxy, neo4j_auth: str) -> Iterator[Store]:
    """A store that speaks through the proxy."""
    with open_store(proxy.url, neo4j_auth) as store:
        yield store


def test_a_read_whose_connection_is_lost_is_repeated(proxy: DroppingProxy, through: Store) -> None:
    proxy.drop_after(1, 1)
    assert through.read("RETURN $text AS text", {"text": "平台" * 5_000}) == [
        {"text": "平台" * 5_000}
    ]
    assert proxy.dropped == 2


@pytest.mark.parametrize("counts", [(1,), (3_000,), (3_000, 3_000), (20_000, 9_000)])
def test_a_source_whose_connection_is_lost_lands_once(
    proxy: DroppingProxy, through: Store, neo4j_store: Store, counts: tuple[int, ...]
) -> None:
    proxy.drop_after(*counts)
    write_source(through, roster("a", 60))
    assert proxy.dropped == len(counts)
    found = dump(neo4j_store)
    write_source(neo4j_store, roster("a", 60))
    assert dump(neo4j_store) == found
    assert len(found[1]) == len(roster("a", 60).all_statements())


def test_a_large_source_whose_connection_is_lost(
    proxy: DroppingProxy, through: Store, neo4j_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.sources.WHOLE_LIMIT", 10)
    monkeypatch.setattr("graph.sources._CHUNK", 30)

    def tell(done: int, total: int) -> None:
        if proxy.dropped < 2:
            proxy.drop_after(2_000)

    write_source(through, roster("a", 60), tell)
    assert proxy.dropped == 2
    assert len(dump(neo4j_store)[1]) == len(roster("a", 60).all_statements())


def test_nothing_stays_of_an_attempt_that_was_lost(
    proxy: DroppingProxy, through: Store, neo4j_store: Store
) -> None:
    attempts: list[int] = []

    def work(writer: Writer) -> None:
        attempts.append(1)
        writer.run("CREATE (:Field {id: $id})", {"id": f"attempt-{len(attempts)}"})
        if len(attempts) == 1:
            proxy.drop_after(1)
        writer.run("CREATE (:Field {id: 'last'})")

    through.write(work)
    ids = {row["id"] for row in neo4j_store.read("MATCH (n:Field) RETURN n.id AS id")}
    assert ids == {"attempt-2", "last"}


def test_a_server_that_is_gone(
    proxy: DroppingProxy, neo4j_auth: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(graph.store._RETRY_SECONDS, "neo4j", 1.0)
    with open_store(proxy.url, neo4j_auth) as store:
        assert store.read("RETURN 1 AS one") == [{"one": 1}]
        url = proxy.url
        proxy.close()
        with pytest.raises(StoreUnavailable) as reading:
            store.read("RETURN 1 AS one")
        with pytest.raises(StoreUnavailable) as writing:
            write_source(store, roster("a", 2))
    for caught in (reading, writing):
        assert "\n" not in str(caught.value)
        assert url in str(caught.value)
        assert neo4j_auth.partition(":")[2] not in str(caught.value)
