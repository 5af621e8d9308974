"""Reading a damaged number on the document's page and through the API: nothing is chosen beforehand, the
printed words stay, a seal stands after them, totals follow, and all of it can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from graph.queries import library
from graph.store import Store
from ingest.load import find_files, ingest
from tests import web_sample
from tests.unit.api.conftest import client_of

FROM_HERE = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
BASE = "http://127.0.0.1"
PRINTED = "23家"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """A store that these tests may change, and the folder that it was read from."""
    folder = tmp_path_factory.mktemp("review")
    with web_sample.fill(folder) as store:
        yield store, folder / "files"


@pytest.fixture
def client(own: tuple[Store, Path]) -> Iterator[FlaskClient]:
    """Pages that take changes; every reading is taken back afterwards."""
    client = client_of(create_app(own[0], may_write=True))
    yield client
    for one in client.get("/api/v1/reviews", base_url=BASE).get_json()["items"]:
        address = f"/api/v1/reviews/{one['judgement_id']}"
        client.delete(address, base_url=BASE, headers=FROM_HERE)


def targets(store: Store) -> dict[str, Any]:
    """The doubtful target."""
    rows = library().run(store, "targets_to_hold")
    return next(row for row in rows if row["flags"])


@pytest.fixture
def address(own: tuple[Store, Path]) -> str:
    """The doubtful number on its document's page."""
    row = targets(own[0])
    return f"/documents/{quote(row['document_id'])}?fact={row['start']}-{row['end']}.target"


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, base_url=BASE)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def send(client: FlaskClient, address: str, **given: str) -> TestResponse:
    """Fill in the form of the page and send it."""
    html = page(client, address)
    fields = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html)
    }
    return client.post(address, base_url=BASE, headers=FROM_HERE, data=fields | given)


def test_readings_are_offered_as_printed_first_and_nothing_is_chosen(
    client: FlaskClient, address: str
) -> None:
    html = page(client, address)
    form = html.partition('class="review"')[2].partition("</form>")[0]
    assert re.findall(r'name="reading" value="([^"]*)"', form) == [PRINTED, "2—3家", ""]
    assert "checked" not in form
    assert form.index("照原文") < form.index("补连接号")
    assert "名单" in form or "没有名单可对照" in html


def test_a_reading_is_kept_beside_the_printed_words(
    client: FlaskClient, own: tuple[Store, Path], address: str
) -> None:
    answer = send(client, address, reading="2—3家", reviewer="张三", note="见原件")
    assert answer.status_code == 303
    html = page(client, address)
    assert re.search(r"23家</a><a class=\"seal\"[^>]*>已核 2—3家</a>", html), (
        "printed, then the seal"
    )
    assert 'class="chip warn flag"' not in html
    assert "张三" in html
    assert "见原件" in html
    row = targets(own[0])
    assert (row["reviewed_value"], row["value_as_printed"]) == ("2—3家", PRINTED)
    shown = page(client, "/progress")
    assert re.search(r'class="seal">已核 <span lang="zh-CN">2—3家', shown)
    assert "核定前不比较" not in shown


def test_a_reading_outlives_reading_the_file_again(
    client: FlaskClient, own: tuple[Store, Path], address: str
) -> None:
    store, folder = own
    send(client, address, reading=PRINTED, reviewer="李四")
    store.write(lambda writer: writer.run("MATCH (s:Source) SET s.rules = 'older'"))
    assert {one.outcome for one in ingest(store, find_files([folder]))} == {"loaded"}
    assert "照原文" in page(client, address)
    assert targets(store)["reviewed_value"] == PRINTED


def test_a_reading_is_taken_back(
    client: FlaskClient, own: tuple[Store, Path], address: str
) -> None:
    send(client, address, reading="2—3家", reviewer="张三")
    assert send(client, address, verdict="undo").status_code == 303
    assert targets(own[0])["reviewed_value"] is None
    assert 'class="review"' in page(client, address)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reviewer": "张三"}, "请选择或填写读法"),
        ({"reading": "2—3家"}, "判定人"),
        ({"reading": "", "other": "看不清", "reviewer": "张三"}, "要有数字"),
        ({"reading": "2" * 81, "reviewer": "张三"}, "最多 80"),
    ],
)
def test_a_form_that_lacks_something_says_so_and_keeps_the_rest(
    client: FlaskClient, own: tuple[Store, Path], address: str, given: dict[str, str], words: str
) -> None:
    answer = send(client, address, note="写到一半", **given)
    assert answer.status_code == 400
    html = answer.get_data(as_text=True)
    assert words in html
    assert 'value="写到一半"' in html
    assert targets(own[0])["reviewed_value"] is None


def test_another_value_can_be_written(
    client: FlaskClient, own: tuple[Store, Path], address: str
) -> None:
    send(client, address, reading="", other="3家", reviewer="张三")
    assert targets(own[0])["reviewed_value"] == "3家"


def test_forms_of_elsewhere_change_nothing(
    client: FlaskClient, own: tuple[Store, Path], address: str
) -> None:
    row = targets(own[0])
    data = {"about": row["target_id"], "flag": "suspect_lost_dash", "printed": PRINTED}
    data |= {"reading": "2—3家", "reviewer": "张三"}
    headers = FROM_HERE | {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(address, base_url=BASE, headers=headers, data=data).status_code == 403
    assert client.post(address, base_url=BASE, headers=FROM_HERE, data=data).status_code == 403
    far = client_of(create_app(own[0]))
    assert 'class="review"' not in page(far, address)
    assert far.post(address, base_url=BASE, headers=FROM_HERE, data=data).status_code == 403
    assert targets(own[0])["reviewed_value"] is None


def test_a_place_that_is_not_doubted_cannot_be_read(client: FlaskClient, address: str) -> None:
    assert send(client, address, printed="24家", reading="2家", reviewer="张三").status_code == 404


def test_the_api_keeps_and_takes_back_readings(
    client: FlaskClient, own: tuple[Store, Path]
) -> None:
    row = targets(own[0])
    asked = {"about": row["target_id"], "flag": "suspect_lost_dash", "printed": PRINTED}
    body = asked | {"reading": "2—3家", "reviewer": "张三", "note": "见原件"}
    made = client.post("/api/v1/reviews", base_url=BASE, headers=FROM_HERE, json=body)
    assert made.status_code == 201
    assert made.json == {
        **asked,
        **body,
        **{k: made.get_json()[k] for k in ("judgement_id", "decided_on")},
    }
    assert client.get("/api/v1/reviews", base_url=BASE).json == {"total": 1, "items": [made.json]}
    wrong = client.post(
        "/api/v1/reviews", base_url=BASE, headers=FROM_HERE, json=body | {"printed": "24家"}
    )
    assert wrong.status_code == 404
    assert client.post("/api/v1/reviews", base_url=BASE, json=body).status_code == 401
    address = f"/api/v1/reviews/{made.get_json()['judgement_id']}"
    assert client.delete(address, base_url=BASE, headers=FROM_HERE).status_code == 204
    assert client.delete(address, base_url=BASE, headers=FROM_HERE).status_code == 404
    assert targets(own[0])["reviewed_value"] is None
