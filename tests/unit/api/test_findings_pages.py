"""The list of findings, a finding's page, and the form by which people judge it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from graph.store import Store
from ingest.load import find_files, ingest
from ingest.overlaps.refresh import refresh
from tests import web_sample
from tests.unit.api.conftest import client_of

#: One laboratory under two names that differ in a sign, in two rosters.
TWICE = """序号,平台名称,平台类型,依托单位,领域,认定年份
1,广西桉树及红椎培育重点实验室,广西重点实验室,木棉林业大学,桉树及红椎培育,2018
"""
AGAIN = """序号,平台名称,平台类型,依托单位,领域,认定年份
1,广西桉树与红椎培育重点实验室,广西重点实验室,木棉林业大学,桉树与红椎培育,2022
"""
HERE = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of this module's own, because its tests decide."""
    folder = tmp_path_factory.mktemp("findings")
    with web_sample.fill(folder) as store:
        for name, text in (("twice.csv", TWICE), ("again.csv", AGAIN)):
            (folder / name).write_text(text, "utf-8")
            list(ingest(store, list(find_files([folder / name]))))
        refresh(store)
        yield store


@pytest.fixture
def judge(own_store: Store) -> FlaskClient:
    """Pages of a server that is bound to this machine."""
    return client_of(create_app(own_store, may_write=True))


def listed(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(client.get(f"/duplicates.json{query}").get_data())
    return rows


def of_kind(client: FlaskClient, kind: str) -> dict[str, Any]:
    return listed(client, f"?kind={kind}")[0]


def html_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def token_of(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', html)
    assert found
    return found[1]


def post(client: FlaskClient, finding: str, **form: str) -> TestResponse:
    """Send the form as a browser does from the finding's page."""
    token = token_of(html_of(client, f"/duplicates/{finding}"))
    return client.post(f"/duplicates/{finding}", data={"token": token, **form}, headers=HERE)


# List


def test_the_list_is_narrowed_by_its_address(judge: FlaskClient) -> None:
    rows = listed(judge)
    scores = [row["score"] for row in rows]
    assert len(rows) >= 2
    assert scores == sorted(scores, reverse=True)
    first = rows[0]
    for query in (
        f"kind={first['kind']}",
        f"suggestion={first['suggestion']}",
        "status=open",
        f"min_score={first['score']}",
    ):
        narrowed = listed(judge, f"?{query}")
        assert first in narrowed, query
        table = html_of(judge, f"/duplicates?as=table&{query}")
        assert table.count('class="kind"') == len(narrowed)
        queue = html_of(judge, f"/duplicates?{query}")
        assert queue.count('class="top-line"') == len(narrowed)
    assert listed(judge, "?status=rejected") == []
    for shape in ("", "&as=table"):
        assert "去掉全部条件" in html_of(judge, f"/duplicates?status=rejected{shape}")
    assert judge.get("/duplicates?min_score=x").status_code == 400
    assert judge.get("/duplicates?min_score=nan").status_code == 400
    assert listed(judge, "?kind=D9") == rows, "what is no kind is no filter"


def test_the_table_is_ordered_by_its_heads(judge: FlaskClient) -> None:
    usual = [row["score"] for row in listed(judge)]
    assert usual == sorted(usual, reverse=True)
    assert [row["score"] for row in listed(judge, "?sort=score")] == sorted(usual)
    kinds = [row["kind"] for row in listed(judge, "?sort=-kind")]
    assert kinds == sorted(kinds, reverse=True)
    html = html_of(judge, "/duplicates?as=table&sort=-kind")
    assert 'aria-sort="descending"><a href="/duplicates?as=table&amp;sort=kind"' in html
    assert "/duplicates.csv?sort=-kind" in html
    assert 'class="number" aria-sort="descending"' in html_of(judge, "/duplicates?as=table&sort=x")


def test_the_list_is_narrowed_by_what_either_side_is(judge: FlaskClient) -> None:
    hosts = json.loads(judge.get("/hosts.json").get_data())
    host = next(row["host_id"] for row in hosts if row["host"] == "木棉林业大学")
    assert [row["kind"] for row in listed(judge, f"?host={host}")] == ["D4"]
    assert "木棉林业大学" in html_of(judge, f"/duplicates?host={host}")
    assert listed(judge, "?host=host-unit-0") == []


def test_a_tables_cells_hold_reasons_as_words(judge: FlaskClient) -> None:
    text = judge.get("/duplicates.csv").get_data(as_text=True).removeprefix("\ufeff")
    table = list(csv.DictReader(io.StringIO(text)))
    assert len(table) == len(listed(judge))
    assert re.search(r"one host \(\+0\.\d\d\)", table[0]["reasons"])


# A finding


def test_a_finding_shows_both_sides_with_their_words(judge: FlaskClient) -> None:
    row = of_kind(judge, "D4")
    html = html_of(judge, f"/duplicates/{row['finding_id']}")
    assert "广西桉树<span" in html, "characters that differ are marked"
    for name in ("及", "与"):
        assert f'<span class="differs">{name}</span>' in html
    assert re.search(r'<mark class="t-host">木棉林业大学</mark>', html)
    for reason in row["reasons"]:
        assert f"{reason['weight']:+.2f}" in html
    places = re.findall(r'<p class="where"><a href="(/documents/[^"]+)"', html)
    assert len(places) >= 2
    for place in places:
        assert judge.get(place.replace("&amp;", "&")).status_code == 200


def test_what_is_no_finding_is_told(judge: FlaskClient) -> None:
    for address in ("nope", "overlap-0-1", "overlap-1-0"):
        assert judge.get(f"/duplicates/{address}").status_code == 404


# Judging


def test_a_decision_is_kept_and_taken_back(judge: FlaskClient) -> None:
    finding = of_kind(judge, "D1")["finding_id"]
    answer = post(judge, finding, verdict="rejected", reviewer="韦工", note="方向不同")
    assert answer.status_code == 303
    next_one, _, judged = answer.location.partition("?judged=")
    assert judged == finding != next_one.rpartition("/")[2]
    html = html_of(judge, answer.location)
    assert "已排除" in html[html.index('class="notice done"') :].partition("</div>")[0]
    html = html_of(judge, f"/duplicates/{finding}")
    for words in ("已排除", "韦工", "方向不同"):
        assert words in html
    assert 'value="韦工"' in html, "the reviewer need not be written again"
    assert [row["finding_id"] for row in listed(judge, "?status=rejected")] == [finding]
    assert post(judge, finding, verdict="undo").status_code == 303
    assert listed(judge, "?status=rejected") == []
    assert "撤回判定" not in html_of(judge, f"/duplicates/{finding}")


def test_two_records_are_made_one_and_parted_again(judge: FlaskClient) -> None:
    row = of_kind(judge, "D4")
    finding = row["finding_id"]
    answer = post(judge, finding, verdict="accepted", action="合并", reviewer="韦工")
    assert answer.status_code == 303
    assert listed(judge, "?kind=D4") == []
    html = html_of(judge, f"/duplicates/{finding}")
    assert "已并为一条记录" in html
    for name in (row["a"], row["b"]):
        assert name in re.sub(r"<[^>]+>", "", html)
        assert re.search(rf"<mark[^>]*>{name}</mark>", html), "each record keeps its own words"
    assert f"/duplicates/{finding}" in html_of(judge, "/duplicates?kind=D4")
    platform = html_of(judge, f"/platforms/{row['a_id']}")
    assert row["b"] in platform
    assert f"/duplicates/{finding}" in platform
    assert judge.get(f"/platforms/{row['b_id']}").location == f"/platforms/{row['a_id']}"
    assert post(judge, finding, verdict="undo").status_code == 303
    assert [one["finding_id"] for one in listed(judge, "?kind=D4")] == [finding]


def test_what_was_written_stays_where_something_is_missing(judge: FlaskClient) -> None:
    finding = of_kind(judge, "D1")["finding_id"]
    for form, said in (
        ({"verdict": "accepted", "action": "合并", "note": "写了一半"}, "判定人"),
        ({"verdict": "accepted", "action": "拆", "reviewer": "韦工", "note": "写了一半"}, "处置"),
        ({"verdict": "maybe", "reviewer": "韦工", "note": "写了一半"}, "判定应为"),
    ):
        answer = post(judge, finding, **form)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 400, form
        assert said in html
        assert "写了一半" in html
    assert listed(judge, "?status=accepted") == []


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({}, None),
        ({"Origin": "http://evil.example"}, None),
        ({"Origin": "null"}, None),
        ({"Origin": "http://localhost:81"}, None),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, None),
        ({"Sec-Fetch-Site": "same-site"}, None),
        ({"Origin": "http://evil.example"}, "http://evil.example"),
    ],
)
def test_other_sites_cannot_judge(
    judge: FlaskClient, headers: dict[str, str], base: str | None
) -> None:
    finding = of_kind(judge, "D1")["finding_id"]
    token = token_of(html_of(judge, f"/duplicates/{finding}"))
    form = {"token": token, "verdict": "rejected", "reviewer": "外人"}
    answer = judge.post(f"/duplicates/{finding}", data=form, headers=headers, base_url=base)
    # By another name the server is not this machine's own: then it wants a token of everybody.
    assert answer.status_code == (403 if base is None else 401)
    assert listed(judge, "?status=rejected") == []


def test_a_form_needs_the_token_of_its_own_page(judge: FlaskClient, own_store: Store) -> None:
    finding, other = of_kind(judge, "D1")["finding_id"], of_kind(judge, "D4")["finding_id"]
    elsewhere = client_of(create_app(own_store, may_write=True))
    html_of(judge, f"/duplicates/{finding}")
    for token in (
        "",
        "0" * 64,
        "错",
        token_of(html_of(judge, f"/duplicates/{other}")),
        token_of(html_of(elsewhere, f"/duplicates/{finding}")),
    ):
        form = {"token": token, "verdict": "rejected", "reviewer": "外人", "note": "写了一半"}
        answer = judge.post(f"/duplicates/{finding}", data=form, headers=HERE)
        assert answer.status_code == 403
        assert "写了一半" in answer.get_data(as_text=True)
    assert listed(judge, "?status=rejected") == []


def test_a_server_for_others_is_read_only(own_store: Store) -> None:
    public = client_of(create_app(own_store))
    finding = of_kind(public, "D1")["finding_id"]
    html = html_of(public, f"/duplicates/{finding}")
    assert 'method="post"' not in html
    assert "pingtai decide" in html
    form = {"verdict": "rejected", "reviewer": "外人"}
    assert public.post(f"/duplicates/{finding}", data=form, headers=HERE).status_code == 403
    assert listed(public, "?status=rejected") == []


def test_pages_with_a_token_are_not_kept(judge: FlaskClient) -> None:
    answer = judge.get(f"/duplicates/{of_kind(judge, 'D1')['finding_id']}")
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


# Queue


def test_the_queue_leads_from_pair_to_pair_within_its_filters(judge: FlaskClient) -> None:
    rows = listed(judge)
    at = "/duplicates?min_score=0.1"
    for number, row in enumerate(rows, 1):
        html = html_of(judge, at)
        assert f"第 {number} 对，共 {len(rows)} 对" in html
        card = html[html.index('class="panel card"') :]
        assert row["a_id"] in card
        found = re.search(r'rel="next" href="([^"]+)"', html)
        assert (found is None) == (number == len(rows))
        at = found[1].replace("&amp;", "&") if found else at
        assert not found or "min_score=0.1" in at
    assert f"pair={rows[1]['finding_id']}" not in at
    answer = judge.get(f"/duplicates?kind=D4&pair={rows[0]['finding_id']}")
    assert answer.location == f"/duplicates/{rows[0]['finding_id']}?kind=D4"


def test_after_a_decision_comes_the_next_that_waits_and_undo_leads_back(judge: FlaskClient) -> None:
    first, second = (row["finding_id"] for row in listed(judge)[:2])
    html = html_of(judge, f"/duplicates/{first}?status=open")
    form = {"token": token_of(html), "verdict": "deferred", "reviewer": "韦工"}
    answer = judge.post(f"/duplicates/{first}?status=open", data=form, headers=HERE)
    assert answer.location == f"/duplicates/{second}?status=open&judged={first}"
    html = html_of(judge, answer.location)
    banner = html[html.index('class="notice done"') :].partition("</form>")[0]
    found = re.search(r'action="([^"]+)".*value="([0-9a-f]{64})"', banner)
    assert found
    undo = {"token": found[2], "verdict": "undo"}
    answer = judge.post(found[1].replace("&amp;", "&"), data=undo, headers=HERE)
    assert answer.location == f"/duplicates/{first}?status=open"
    assert listed(judge, "?status=deferred") == []


def test_a_long_queue_is_read_page_by_page(
    judge: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.view_queue.LENGTH", 1)
    rows = listed(judge)
    html = html_of(judge, f"/duplicates/{rows[1]['finding_id']}?after=1")
    assert html.count('class="top-line"') == 1
    steps = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', html))
    assert steps["prev"] == f"/duplicates/{rows[0]['finding_id']}"
    if len(rows) > 2:
        assert steps["next"] == f"/duplicates/{rows[2]['finding_id']}?after=2"
    assert f"第 2 对，共 {len(rows)} 对" in html


# Overlap


@pytest.mark.parametrize("rows", ["host", "type"])
def test_a_cell_counts_the_platforms_that_it_opens(judge: FlaskClient, rows: str) -> None:
    cells = json.loads(judge.get(f"/overlap.json?rows={rows}").get_data())
    html = html_of(judge, f"/overlap?rows={rows}")
    links = re.findall(r'class="cell heat-\d[^"]*" href="([^"#]+)#cell">(\d+)<', html)
    assert len(links) == len(cells) > 1
    assert sorted(int(count) for _, count in links) == sorted(row["platforms"] for row in cells)
    for link, count in links:
        opened = html_of(judge, link.replace("&amp;", "&"))
        panel = opened[opened.index('id="cell"') :].partition("</section>")[0]
        assert panel.count('class="in-cell"') == int(count)


def test_a_cell_with_possible_duplicates_is_outlined(judge: FlaskClient) -> None:
    html = html_of(judge, "/overlap")
    assert re.search(r'class="cell heat-\d dup"[^>]*>2<span[^>]*> 北湾大学 × 海洋生物', html)


def test_fields_that_a_plan_names_alone_stand_with_its_words(judge: FlaskClient) -> None:
    rows = json.loads(judge.get("/queries/fields_without_platforms.json").get_data())
    html = html_of(judge, "/overlap")
    for row in rows:
        assert row["field"] in html
    assert html_of(judge, "/overlap?as=table").count("<tr>") >= 2


def test_no_page_names_a_folder_of_this_machine(judge: FlaskClient, tmp_path: Path) -> None:
    root = str(tmp_path).split("/")[1]
    for row in listed(judge):
        assert f"/{root}/" not in html_of(judge, f"/duplicates/{row['finding_id']}")
