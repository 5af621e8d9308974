"""No address of the site tells, as of a time before every document, of what the documents say; and those of the
API that know no day refuse one."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from graph.queries import library
from graph.store import Store
from tests.unit.api.conftest import Find, client_of
from tests.web_sample import FILES, HOST, PARTNER, PLATFORM

_API = "/api/v1/"
#: Of the API, what is not of the graph, or of the program and not of its documents.
_OF_NO_DAY = ("/api/v1/health", "/api/v1/jobs", "/api/v1/jobs/<job_id>", "/api/v1/queries")
#: Words of the sample that stand in no page of an empty graph.
_SAID = (HOST, PARTNER, PLATFORM, "岭铜研究院", "蓝贝海洋公司", "云科平〔2021〕27号", "有色金属")
_QUERIES = {
    "/api/v1/search": {"q": PLATFORM[:6]},
    "/search": {"q": PLATFORM[:6]},
    "/duplicates": {"as": "table"},
}


@pytest.fixture
def nodes(find: Find) -> dict[str, str]:
    """A node's id, by the parameter of an address that takes it."""
    platform, host = find("platforms", PLATFORM), find("hosts", HOST)
    return {"platforms": platform, "hosts": host}


def _addresses(app: APIFlask, store: Store, nodes: dict[str, str]) -> list[str]:
    """Every address that is read, its choices filled in; where it takes a node, one for each of some."""
    rows = library().run(store, "document_items")
    document = next(row["document_id"] for row in rows if row["was_read"])
    finding = library().run(store, "findings")[0]["finding_id"]
    target = library().run(store, "targets_to_hold")[0]["target_id"]
    filled = {
        "document_id": document,
        "finding_id": finding,
        "target_id": target,
        "name": "platform_names",
        "file": "app.js",
        "filename": "app.js",
        "job_id": "x",
        "slug": "x",
    }
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        for path, one in (*nodes.items(), ("targets", target)):
            choices = str(rule).replace("<node_id>", one)
            choices = re.sub(r"<any\([^)]*\):path>(?=/)", path, choices)
            for word, value in filled.items():
                choices = re.sub(rf"<(path:)?{word}>", value, choices)
            found += _chosen(choices)
    return sorted(set(found))


def _chosen(address: str) -> list[str]:
    any_of = re.search(r"<any\(([^)]*)\):\w+>", address)
    if any_of is None:
        return [address]
    return [
        one
        for choice in any_of[1].split(",")
        for one in _chosen(address.replace(any_of[0], choice.strip(), 1))
    ]


def test_before_every_document_nothing_is_told(filled_store: Store, nodes: dict[str, str]) -> None:
    app = create_app(filled_store, may_write=True)
    client, told = client_of(app), set()
    addresses = _addresses(app, filled_store, nodes)
    assert len(addresses) > 60
    for address in addresses:
        query = dict(_QUERIES.get(address, {}))
        if address in ("/graph", "/graph.json", "/graph.graphml"):
            query = {"seed": nodes["hosts"]}
        elif address.startswith("/api/v1/subgraph"):
            query = {"id": nodes["hosts"], "depth": "1"}
        elif address == "/api/v1/path":
            query = {"from": nodes["hosts"], "to": nodes["platforms"]}
        today = client.get(address, query_string=query)
        assert today.status_code < 500, address
        if any(word in _own(today, query) for word in _SAID):
            told.add(address)
            later = client.get(address, query_string={**query, "asof": "2030"})
            to_api = re.findall(
                r'href="(/api/v1/[^"]*)"', later.get_data().decode("utf-8", "replace")
            )
            assert all("asof=2030" in one for one in to_api), address
            then = client.get(address, query_string={**query, "asof": "1990"})
            assert then.status_code in (200, 404), (address, then.status_code)
            words = [word for word in _SAID if word in _own(then, query)]
            assert words == [], address
    assert len(told) > 40, "the sample is told of where no day is asked for"


def _own(answer: TestResponse, query: dict[str, str]) -> str:
    """What an answer says of its own, without what was typed and without the names of files."""
    data = answer.get_data()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"".join(map(book.read, book.namelist()))
    text = data.decode()
    for word in (*query.values(), *FILES):
        text = text.replace(word, "")
    return text


def test_what_is_of_no_day_refuses_one(app: APIFlask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not str(rule).startswith(_API):
            continue
        args = app.view_functions[rule.endpoint].__dict__.get("_spec", {}).get("args", [])
        takes = any("asof" in model.model_fields for model, _where in args)
        assert takes == (str(rule) not in _OF_NO_DAY), rule
        if not takes:
            answer = client.get(f"{rule}?asof=2021")
            assert answer.status_code == 400, rule
            assert "asof" in answer.get_json()["errors"]


def test_decisions_and_readings_are_those_of_then(client: FlaskClient) -> None:
    for name in ("judgements", "reviews"):
        assert client.get(f"/api/v1/{name}?asof=1990").get_json() == {"total": 0, "items": []}
        assert client.get(f"/api/v1/{name}?bogus=1").status_code == 400


def test_unknown_parameters_are_refused_by_name(app: APIFlask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        address = str(rule).replace("<name>", "totals")
        if "GET" in (rule.methods or ()) and address.startswith(_API):
            for one in _chosen(re.sub(r"<(?!any)\w+>", "x", address)):
                answer = client.get(f"{one}?bogus=1")
                assert answer.status_code in (400, 404), one
                if answer.status_code == 400:
                    assert "bogus" in answer.text, one
                assert "bogus" not in one
