"""At the real server: items that are asked for at the same time are read at once, and each gets its answer."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from types import SimpleNamespace
from typing import Any, cast

import pytest

from api.app import create_app
from api.connection import Channel
from api.listing.lists import items_of
from api.together import Together
from graph.errors import StoreUnavailable
from graph.queries import library
from graph.store import Rows, Store
from tests.unit.api.conftest import client_of, listening

_ITEMS = library()["platforms_with_statements"].text("embedded")
_MANY = 12


class Held:
    """The store's reading of items: counted, and held back until it is let go."""

    def __init__(self, store: Store, patch: pytest.MonkeyPatch) -> None:
        self.read: list[list[str]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.fails = False
        inner = store.read

        def read(cypher: str, parameters: Any = None, **more: Any) -> Rows:
            if cypher == _ITEMS:
                self.read.append(parameters["ids"])
                self.begun.set()
                assert self.go_on.wait(20)
                if self.fails:
                    raise StoreUnavailable("图库没有回应。", "The store does not answer.")
            return inner(cypher, parameters, **more)

        patch.setattr(store, "read", read)


@pytest.fixture
def held(filled_store: Store, monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(filled_store, monkeypatch)


@pytest.fixture
def port(filled_store: Store, held: Held) -> Iterator[int]:
    assert not held.read
    with listening(create_app(filled_store)) as port:
        yield port


@pytest.fixture(scope="module")
def ids(filled_store: Store) -> list[str]:
    return items_of(filled_store, "platforms").ids[:_MANY]


def asked(port: int, path: str) -> tuple[int, Any]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def test_those_that_wait_are_read_at_once(
    port: int, held: Held, ids: list[str], filled_store: Store
) -> None:
    paths = [f"/api/v1/nodes/{one}" for one in [*ids, "platform-0000000000000000", ids[0]]]
    with ThreadPoolExecutor(len(paths) + 1) as pool:
        first = pool.submit(asked, port, paths[0])
        assert held.begun.wait(20)
        answers = [pool.submit(asked, port, path) for path in paths[1:]]
        # Held back as they are, no more than two threads read; the rest is with them or waits.
        other = pool.submit(asked, port, "/api/v1/nodes/" + "x" * 9)
        assert other.result()[0] == 404, "who asks for something else is answered meanwhile"
        held.go_on.set()
        found = [first.result(), *(one.result() for one in answers)]
    alone = client_of(create_app(filled_store))
    for path, (status, body) in zip(paths, found, strict=True):
        expected = alone.get(path)
        assert status == expected.status_code
        if status == 200:
            assert body == expected.get_json()
    assert [status for status, _ in found].count(404) == 1
    assert len(held.read) < len(paths), "fewer readings than requests"
    assert held.read[0] == [ids[0]], "who asks alone does not wait for others"


def test_a_store_that_fails_is_told_to_each(port: int, held: Held, ids: list[str]) -> None:
    held.fails = True
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(asked, port, f"/api/v1/nodes/{one}") for one in ids[:4]]
        held.go_on.set()
        assert [one.result()[0] for one in answers] == [503] * 4
    held.fails = False
    assert asked(port, f"/api/v1/nodes/{ids[0]}")[0] == 200


def test_who_waits_behind_a_failure_is_answered() -> None:
    served = []

    class Connection:
        def __init__(self, fails: bool) -> None:
            item = SimpleNamespace(error=None, query="", path="/api/v1/nodes/platform-1")
            self.requests = [item]
            self._fails = fails

        def service(self) -> None:
            served.append(self)
            if self._fails:
                raise OSError("hung up")

    begun: list[Together] = []
    together = Together(begun.append)
    several = [Connection(number == 1) for number in range(3)]
    assert all(together.takes(cast(Channel, one)) for one in several)
    while begun:
        begun.pop().service()
    assert served == several
    assert together.takes(cast(Channel, several[0]))
    assert begun == [together], "its turns are free again"


def test_a_day_or_a_part_of_an_item_is_asked_for_alone(
    port: int, held: Held, ids: list[str]
) -> None:
    for path in (f"{ids[0]}?asof=2030", f"{ids[0]}/neighbours"):
        assert asked(port, f"/api/v1/nodes/{path}")[0] == 200
    assert held.read == []
