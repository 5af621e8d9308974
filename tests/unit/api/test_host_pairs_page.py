"""The page on which a person judges whether two host names are one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from graph.store import Store, open_store
from ingest.load import find_files, ingest
from ingest.overlaps.refresh import refresh
from tests.unit.api.conftest import client_of

ROSTER = """浙江省重点实验室名单,,,
序号,平台名称,依托单位,所在地
1,浙江省海藻育种重点实验室,浙江蓝湾海藻研究所,舟山市
2,浙江省海藻病害重点实验室,浙江蓝弯海藻研究所,舟山市
3,浙江省数字经济重点实验室,浙江财经大学,杭州市
4,浙江省绿色金融重点实验室,浙江财大,杭州市
"""
HERE = {"Origin": "http://localhost"}
PATH = "/hosts/review"


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own, because it decides."""
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    with open_store(f"embedded:{tmp_path / 'data'}") as store:
        store.prepare()
        list(ingest(store, find_files([tmp_path / "roster.csv"])))
        refresh(store)
        yield store


@pytest.fixture
def judge(own_store: Store) -> FlaskClient:
    """Pages of a server that is bound to this machine."""
    return client_of(create_app(own_store, may_write=True))


def html_of(client: FlaskClient, query: str = "") -> str:
    answer = client.get(PATH + query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def pair_of(html: str, name: str) -> str:
    """The id of the pair in whose row a name stands."""
    row = next(row for row in html.split("<tr id=") if name in row)
    found = re.search(r'value="(hosts-[0-9a-f]+-[0-9a-f]+):accepted"', row)
    assert found
    return found[1]


def post(client: FlaskClient, decision: str, **form: str) -> TestResponse:
    token = re.search(r'name="token" value="([0-9a-f]+)"', html_of(client, "?status=all"))
    assert token
    data = {"token": token[1], "decision": decision, **form}
    return client.post(PATH, data=data, headers=HERE)


def test_two_pairs_wait_and_one_is_decided_and_taken_back(judge: FlaskClient) -> None:
    assert "疑为同一单位" in judge.get("/hosts").get_data(as_text=True)
    html = html_of(judge)
    assert "1–2 / 2 对" in html
    pair = pair_of(html, "浙江财大")
    answer = post(judge, f"{pair}:accepted", reviewer="张三", note="简称")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}#{pair}")
    assert "浙江财大" not in html_of(judge)
    done = html_of(judge, "?status=accepted")
    assert "张三" in done
    assert "简称" in done
    assert post(judge, f"{pair}:undo").status_code == 303
    assert "浙江财大" in html_of(judge)


def test_the_page_of_a_host_names_what_it_may_be(judge: FlaskClient) -> None:
    rows = judge.get("/api/v1/host-pairs").get_json()["items"]
    row = next(row for row in rows if "浙江财大" in (row["a"], row["b"]))
    page = judge.get(f"/hosts/{row['a_id']}").get_data(as_text=True)
    assert row["b"] in page
    assert "唯一相合的简称" in page


def test_the_api_decides_and_takes_back(judge: FlaskClient) -> None:
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    listed = judge.get("/api/v1/host-pairs?status=waiting").get_json()
    assert listed["total"] == 2
    pair = listed["items"][0]["pair_id"]
    address = f"/api/v1/host-pairs/{pair}/judgement"
    given = {"verdict": "rejected", "reviewer": "李某"}
    answer = judge.post(address, json=given, headers=own)
    assert (answer.status_code, answer.get_json()["kind"]) == (201, "host")
    assert judge.get("/api/v1/host-pairs?status=waiting").get_json()["total"] == 1
    assert judge.delete(address, headers=own).status_code == 204
    assert judge.delete(address, headers=own).status_code == 404
    as_finding = f"/api/v1/findings/{pair}/judgement"
    assert judge.post(as_finding, json=given, headers=own).status_code == 404


def test_wrong_forms_change_nothing(judge: FlaskClient) -> None:
    pair = pair_of(html_of(judge), "浙江财大")
    assert post(judge, f"{pair}:accepted").status_code == 400  # nobody decides
    assert post(judge, "overlap-1-2:accepted", reviewer="张三").status_code == 400
    assert post(judge, f"{pair}:perhaps", reviewer="张三").status_code == 400
    stale = {"token": "0" * 64, "decision": f"{pair}:accepted", "reviewer": "张三"}
    assert judge.post(PATH, data=stale, headers=HERE).status_code >= 400
    other = {"Origin": "http://other.example"}
    assert judge.post(PATH, data=stale, headers=other).status_code == 403
    assert "1–2 / 2 对" in html_of(judge)
    assert judge.get(f"{PATH}?status=perhaps").status_code == 400


def test_who_may_not_write_sees_no_form(own_store: Store) -> None:
    client = client_of(create_app(own_store))
    assert '<button class="button small" name="decision"' not in html_of(client)
