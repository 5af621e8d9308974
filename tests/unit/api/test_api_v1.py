"""The API over a small real store: errors, description, caching, compression."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from api.app import create_app
from api.asked import Asked
from api.exports.graph_files import _literal
from api.listing.filters import FILTERS, HAS_YEARS, SORTS
from api.lists import LISTS
from graph.queries import library
from graph.store import Store
from tests.unit.api.conftest import Find, client_of
from tests.web_sample import HOST, PLATFORM

#: Address and status; every answer must be a problem.
BAD = (
    ("/api/v1/nope", 404),
    ("/api/v1/nodes/nope", 404),
    ("/api/v1/queries/nope", 404),
    ("/api/v1/queries/totals?x=1", 400),
    ("/api/v1/queries/neighbourhood?id=x&limit=-1", 400),
    ("/api/v1/queries/neighbourhood?id=x&limit=1000000000000000000000000", 400),
    ("/api/v1/queries/findings?min_score=nan", 400),
    ("/api/v1/platforms?limit=0", 400),
    ("/api/v1/platforms?limit=9999999999999999999999", 400),
    ("/api/v1/platforms?unknown=1", 400),
    ("/api/v1/platforms?limit=1&limit=2", 400),
    ("/api/v1/platforms?sort=DROP", 400),
    ("/api/v1/platforms?cursor=AAAA", 400),
    ("/api/v1/platforms?cursor=%00", 400),
    ("/api/v1/platforms?q=%00", 400),
    ("/api/v1/platforms?q=" + "x" * 201, 400),
    ("/api/v1/platforms?" + "&".join(f"p{n}=1" for n in range(10_000)), 400),
    ("/api/v1/platforms.xml", 404),
    ("/api/v1/platforms.csv?cursor=x", 400),
    ("/api/v1/findings?min_score=inf", 400),
    ("/api/v1/path?from=a&to=a", 400),
    ("/api/v1/path?from=a", 400),
    ("/api/v1/path?from=a&to=b", 404),
    ("/api/v1/subgraph.graphml", 400),
    ("/api/v1/../../etc/passwd", 404),
)


@pytest.mark.parametrize(("address", "status"), BAD)
def test_what_is_wrong_is_said_in_one_shape(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    problem: dict[str, Any] = json.loads(answer.get_data())
    assert problem["status"] == status
    assert problem["instance"].startswith("/")
    for key in ("type", "title", "title_en", "detail", "detail_en"):
        assert problem[key], key


def test_bad_parameters_are_named(client: FlaskClient) -> None:
    problem = client.get("/api/v1/platforms?limit=x&sort=y").get_json(force=True)
    assert set(problem["errors"]) == {"limit", "sort"}


def test_methods_and_bodies_that_do_not_fit(client: FlaskClient) -> None:
    answer = client.post("/api/v1/platforms")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


def test_the_description_is_valid_and_whole(client: FlaskClient) -> None:
    spec = json.loads(client.get("/openapi.json").get_data())
    validate(spec)
    assert spec["openapi"].startswith("3.1")
    for name in LISTS:
        page = spec["paths"][f"/api/v1/{name}"]["get"]
        assert {"limit", "cursor", "sort"} <= {one["name"] for one in page["parameters"]}
        assert {"200", "400", "401", "409", "429", "503"} <= set(page["responses"])
        assert f"/api/v1/{name}.{{suffix}}" in spec["paths"]


def test_the_description_has_a_page_of_our_own_files(client: FlaskClient) -> None:
    html = client.get("/api").get_data(as_text=True)
    assert "/api/v1/platforms" in html
    assert re.findall(r'(?:src|href|action)="(?:[a-z]+:)?//', html) == []


def test_filters_are_those_of_the_lists_and_queries() -> None:
    for name, spec in LISTS.items():
        assert issubclass(spec.asked, Asked)
        given = set(spec.asked.model_fields) - {"sort", "asof"}
        if name in FILTERS:
            years = {"year"} if name in HAS_YEARS else set()
            assert given == {"q", *FILTERS[name], *years}, name
            known = {
                sort.removeprefix("-")
                for sort in get_args(spec.asked.model_fields["sort"].annotation)
            }
            assert known == set(SORTS[name]), name
        elif f"list_{name}" in {query.name for query in library()}:
            queried = {one.name for one in library()[f"list_{name}"].parameters}
            assert given <= queried | {one.removesuffix("_id") for one in queried}, name


def test_known_answers_are_not_made_again(client: FlaskClient, filled_store: Store) -> None:
    first = client.get("/api/v1/platforms")
    tag = first.headers["ETag"]
    again = client.get("/api/v1/platforms")
    assert (again.get_data(), again.headers["ETag"]) == (first.get_data(), tag)
    assert again.content_type == first.content_type
    assert client.get("/api/v1/platforms?limit=1").headers["ETag"] != tag
    known = client.get("/api/v1/platforms", headers={"If-None-Match": tag})
    assert (known.status_code, known.get_data()) == (304, b"")
    filled_store.write(lambda writer: writer.run("MATCH (g:GraphInfo) SET g.loads = g.loads + 1"))
    assert client.get("/api/v1/platforms").headers["ETag"] != tag
    assert "ETag" not in client.get("/api/v1/health").headers


@pytest.mark.parametrize("address", ["/api/v1/platforms", "/api/v1/platforms.csv", "/"])
def test_answers_are_compressed_where_asked(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(gzip.decompress(packed.get_data())) == len(plain.get_data())


def test_neighbours_by_a_relationship_that_there_is(client: FlaskClient, find: Find) -> None:
    address = f"/api/v1/nodes/{find('hosts', HOST)}/neighbours"
    found = client.get(f"{address}?relationship=HOSTED_BY").get_json()
    assert {edge["relationship"] for edge in found["edges"]} >= {"HOSTED_BY"}
    refused = client.get(f"{address}?relationship=HOSTED")
    assert refused.status_code == 400
    assert "relationship" in next(iter(refused.get_json()["errors"]))


def test_a_path_between_nodes(client: FlaskClient, find: Find) -> None:
    ends = {"from": find("platforms", PLATFORM), "to": find("hosts", HOST)}
    path = client.get("/api/v1/path", query_string=ends).get_json()
    assert [node["id"] for node in path["nodes"]] == [ends["from"], ends["to"]]
    assert path["relationships"] == ["HOSTED_BY"]


def test_judging_from_a_page_of_this_machine(filled_store: Store) -> None:
    """A script of our own pages may judge; a program that names no origin needs a token."""
    judge = client_of(create_app(filled_store, may_write=True))
    finding = judge.get("/api/v1/findings").get_json()["items"][0]["finding_id"]
    address = f"/api/v1/findings/{finding}/judgement"
    given = {"verdict": "deferred", "reviewer": "李某"}
    assert judge.post(address, json=given).status_code == 401
    other = {"Origin": "http://other.example", "Sec-Fetch-Site": "cross-site"}
    assert judge.post(address, json=given, headers=other).status_code == 401
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert judge.post(address, data="{", headers=own).status_code == 415
    assert judge.post(address, json=["x"], headers=own).status_code == 400
    assert judge.post(address, json=given, headers=own).status_code == 201
    assert judge.delete(address, headers=own).status_code == 204


def test_a_body_that_is_too_large_is_refused(filled_store: Store) -> None:
    judge = client_of(create_app(filled_store, may_write=True))
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    given = {"verdict": "deferred", "reviewer": "李某", "note": "x" * 2_000_000}
    answer = judge.post("/api/v1/findings/x/judgement", json=given, headers=own)
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_no_text_ends_a_string_of_cypher() -> None:
    assert _literal("a'b\\") == "'a\\'b\\\\'"
    assert _literal("\\u0027") == "'\\\\' + 'u0027'"
    assert _literal(["x\ny", "z"]) == "['x\\ny', 'z']"
    assert _literal(True) == "true"
