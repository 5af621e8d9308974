"""Answers kept before the application: when they are given, and how much of them is kept."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.kept import Answer, Answers
from graph.store import Store
from tests.unit.api.conftest import client_of

ADDRESS = "/api/v1/platforms"


@pytest.fixture
def silent(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client whose application has answered once and can no more."""
    for encoding in ("gzip", "identity"):
        assert client.get(ADDRESS, headers={"Accept-Encoding": encoding}).status_code == 200
    monkeypatch.setattr(client.application, "full_dispatch_request", _fail)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    return client


def _fail(*_: object) -> object:
    raise RuntimeError("the application is asked")


def test_a_known_answer_needs_no_application(silent: FlaskClient) -> None:
    packed = silent.get(ADDRESS, headers={"Accept-Encoding": "gzip, br"})
    plain = silent.get(ADDRESS)
    assert (packed.headers["Content-Encoding"], packed.status_code) == ("gzip", 200)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert plain.content_type == "application/json"
    for name in ("ETag", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options"):
        assert plain.headers[name] == packed.headers[name], name
    assert int(plain.headers["Content-Length"]) == len(plain.get_data())


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"Authorization": "Bearer pt_x"}},
        {"headers": {"If-None-Match": '"x"'}},
        {"headers": {"Accept-Encoding": "gzip;q=0"}},
        {"base_url": "http://evil.example"},
        {"query_string": {"limit": "1"}},
        {"method": "POST"},
    ],
)
def test_what_needs_a_look_is_looked_at(silent: FlaskClient, asked: dict[str, Any]) -> None:
    assert silent.open(ADDRESS, **{"method": "GET", **asked}).status_code == 500


def test_a_request_with_a_cookie_is_looked_at(silent: FlaskClient) -> None:
    silent.set_cookie("lang", "en")
    assert silent.get(ADDRESS).status_code == 500


def test_a_change_of_the_graph_is_seen_at_once(silent: FlaskClient, filled_store: Store) -> None:
    assert silent.get(ADDRESS).status_code == 200
    filled_store.write(lambda writer: writer.run("MATCH (g:GraphInfo) SET g.loads = g.loads + 1"))
    assert silent.get(ADDRESS).status_code == 500


def test_a_closed_server_keeps_nothing_before_its_doors(filled_store: Store) -> None:
    closed = client_of(create_app(filled_store, is_open=False))
    assert [closed.get(ADDRESS).status_code for _ in range(2)] == [401, 401]


def _same(client: FlaskClient, path: str, **asked: Any) -> bool:
    """Whether a page is answered again from memory: the same, with nothing made anew."""
    first = client.get(path, **asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.routes.pages.render_template", _fail)
        again = client.get(path, **asked)
    assert again.status_code in (200, 500)
    if is_same := again.status_code == 200:
        assert (again.get_data(), dict(again.headers)) == (first.get_data(), dict(first.headers))
    return is_same


@pytest.mark.parametrize("path", ["/", "/platforms", "/hosts?sort=name"])
def test_a_page_of_everybody_is_made_once(client: FlaskClient, path: str) -> None:
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert _same(client, path)
    assert _same(client, path, headers={"Accept-Encoding": "gzip"})
    assert not _same(client, "/search?q=甲")


def test_a_kept_page_is_of_one_language_theme_host_and_day(client: FlaskClient) -> None:
    plain = client.get("/platforms").text
    client.set_cookie("lang", "en")
    english = client.get("/platforms").text
    client.set_cookie("theme", "dark")
    dark = client.get("/platforms").text
    part = client.get("/platforms", headers={"HX-Request-Type": "partial"}).text
    then = client.get("/platforms?asof=2000").text
    elsewhere = client.get("/platforms", base_url="http://127.0.0.1:8000").text
    assert len({plain, english, dark, part, then, elsewhere}) == 6
    assert 'lang="en"' in english
    assert 'data-theme="dark"' in dark
    assert "127.0.0.1:8000" in elsewhere


def test_what_is_kept_has_a_bound() -> None:
    answers = Answers(most_bytes=10_000)
    for number in range(10):
        answers.keep(str(number), Answer((), b"x" * 1000))
    assert [number for number in range(10) if answers.get(str(number))] == [7, 8, 9]
    assert answers.get("7") is not None
    answers.keep("10", Answer((), b"x" * 1000))
    assert [bool(answers.get(key)) for key in ("7", "8", "9", "10")] == [True, False, True, True]
    answers.keep("9", Answer((), b"y"))
    assert answers.get("9") == Answer((), b"y")
    answers.keep("large", Answer((), b"x" * 2**21))
    assert answers.get("large") is None
