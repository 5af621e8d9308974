"""Only so many slow requests at once; the next one is told when to try again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from flask import Response

from api.app import create_app
from api.errors import register_errors
from api.slow import _SLOW, Turns, most_at_once, register_turns
from graph.store import Store


def app() -> APIFlask:
    """One turn at once; `/api/file` is sent in parts, `/api/light` needs no turn."""
    made = APIFlask(__name__)
    register_errors(made)
    register_turns(made, Turns(1, patience=0.01))

    @made.get("/api/slow", endpoint="v1.query")
    def slow() -> str:
        return "rows"

    @made.get("/api/broken", endpoint="v1.cypher")
    def broken() -> str:
        raise ValueError

    @made.get("/api/file", endpoint="v1.query_file")
    def file() -> Response:
        def parts() -> Iterator[bytes]:
            yield b"a"
            yield b"b"

        return Response(parts())

    @made.get("/api/light")
    def light() -> str:
        return "light"

    return made


def test_a_turn_lasts_until_the_file_is_sent() -> None:
    client = app().test_client()
    sending = client.get("/api/file")
    told = client.get("/api/slow")
    assert (told.status_code, told.headers["Retry-After"]) == (503, "3")
    assert told.content_type == "application/problem+json"
    assert (told.get_json()["type"], told.get_json()["status"]) == ("urn:pingtai:busy", 503)
    assert client.get("/api/light").status_code == 200
    assert sending.get_data() == b"ab"
    sending.close()
    assert client.get("/api/slow").text == "rows"


@pytest.mark.parametrize("path", ["slow", "broken", "file"])
def test_a_turn_is_given_back(path: str) -> None:
    client = app().test_client()
    for _ in range(3):
        with client.get(f"/api/{path}") as answer:
            assert answer.status_code == (500 if path == "broken" else 200)


def test_slow_addresses_are_addresses_of_ours() -> None:
    class Nowhere(Store):
        def __init__(self) -> None:
            self.folder, self.url, self.engine = None, "neo4j://nowhere", "neo4j"

    known = {rule.endpoint for rule in create_app(Nowhere()).url_map.iter_rules()}
    assert known >= _SLOW


@pytest.mark.parametrize(("words", "most"), [("", 4), ("2", 2), ("0", 1), ("many", 4)])
def test_how_many_is_a_setting(words: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGTAI_SLOW_REQUESTS", words)
    assert most_at_once() == most
