"""Tables with filters: counts beside them, one address for one view, files, and parts for scripts."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.unit.api.conftest import Find
from tests.unit.api.test_pages import page, rows_of
from tests.web_sample import HOST, PARTNER, PLATFORM

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def bare(html: str) -> str:
    """The words without their tags."""
    return re.sub(r"<[^>]+>", "", html)


def choices(html: str, name: str) -> dict[str, tuple[int, bool]]:
    """The values of a filter: words, count, whether it is on."""
    found = re.findall(
        rf'type="checkbox" name="{name}" value="([^"]*)" id="[^"]*"( checked)?>.*?class="words">(.*?)</span>.*?'
        r'class="count">([\d,]+)<',
        html,
        re.S,
    )
    return {bare(words): (int(count), bool(on)) for _, on, words, count in found}


def names(html: str) -> list[str]:
    return [bare(one) for one in re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', html)]


def test_filters_have_counts_and_heed_each_other(client: FlaskClient) -> None:
    html = page(client, "/platforms")
    assert choices(html, "eval") == {"未参加": (3, False), "优秀": (1, False), "合格": (1, False)}
    html = page(client, f"/platforms?eval={quote('优秀')}")
    assert names(html) == [PLATFORM]
    assert choices(html, "eval")["合格"] == (1, False), "its own filter does not narrow its counts"
    html = page(client, f"/platforms?eval={quote('优秀')}&eval={quote('合格')}")
    assert len(names(html)) == 2
    assert "<b>2</b> 个符合条件，共 5 个" in html


def test_chosen_filters_are_chips_that_lead_away(client: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    html = page(client, f"/platforms?host={host}&year=2020..&sort=-year")
    assert names(html) == [PARTNER]
    chips = re.findall(r'<a class="condition" href="([^"]+)"', html)
    assert chips == [
        "/platforms?year=2020..&amp;sort=-year",
        f"/platforms?host={host}&amp;sort=-year",
    ]
    assert choices(html, "host") == {HOST: (1, True)}


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/platforms?q=&sort=name", "/platforms"),
        ("/platforms?sort=-year&q=x", "/platforms?q=x&sort=-year"),
        ("/platforms?from=2019&to=", "/platforms?year=2019.."),
        ("/platforms?from=2019&to=2019", "/platforms?year=2019"),
        ("/platforms?status=withdrawn&status=listed", "/platforms?status=listed&status=withdrawn"),
        ("/hosts?sort=-platforms&unknown=1", "/hosts"),
        ("/hosts?cols=host&cols=platforms", "/hosts?cols=host,platforms"),
        ("/hosts?cols=platforms,nonsense", "/hosts?cols=host,platforms"),
        ("/documents?sort=nonsense&after=0", "/documents"),
    ],
)
def test_one_view_has_one_address(client: FlaskClient, asked: str, canonical: str) -> None:
    assert client.get(asked).location == canonical
    assert client.get(canonical).status_code == 200


def test_scripts_are_answered_with_the_part_that_changes(client: FlaskClient) -> None:
    answer = client.get("/platforms?q=&status=listed", headers=PART)
    html = answer.get_data(as_text=True)
    assert "<html" not in html
    assert html.lstrip().startswith('<div class="page-head">')
    assert answer.headers["HX-Push-Url"] == "/platforms?status=listed"
    assert {"HX-Request", "HX-Request-Type"} <= set(answer.vary)
    whole = page(client, "/platforms?status=listed")
    assert html.strip() in whole


def test_columns_are_chosen_in_pages_and_files(client: FlaskClient) -> None:
    html = page(client, "/platforms?cols=platform,rosters")
    assert re.findall(r'<th scope="col".*?>(?:<a[^>]*>)?([^<]+)', html) == ["名称", "名单"]
    rows = rows_of(client, "/platforms.json?cols=platform,rosters")
    assert set(rows[0]) == {"platform_id", "platform", "rosters"}


@pytest.mark.parametrize("address", ["/platforms", "/hosts", "/queries/platform_items"])
def test_files_say_the_same_in_every_form(client: FlaskClient, address: str) -> None:
    rows = rows_of(client, f"{address}.json")
    text = client.get(f"{address}.csv").get_data().decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    book: Any = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").get_data()))
    sheet = [[cell.value for cell in row] for row in book.active.rows]
    assert table[0] == sheet[0] == list(rows[0])
    assert len(table) == len(sheet) == len(rows) + 1
    as_text = [["" if one is None else str(one) for one in row] for row in sheet]
    assert as_text == table
    assert not [one for row in table for one in row if one.startswith("=")], "formulas are defused"


def test_the_filter_of_a_page_is_that_of_its_files(client: FlaskClient) -> None:
    query = f"?eval={quote('优秀')}&sort=-year"
    assert [row["platform"] for row in rows_of(client, f"/platforms.json{query}")] == [PLATFORM]


def test_nothing_found_counts_each_way_out(client: FlaskClient) -> None:
    html = page(client, f"/platforms?eval={quote('优秀')}&status=withdrawn")
    assert "去掉 状态：已撤销，有 1 个" in bare(html)
    assert "全部清除" in html
    assert "回到第一页" in page(client, "/platforms?after=500")


def test_an_order_is_turned_round_by_its_heading(client: FlaskClient) -> None:
    html = page(client, "/platforms?sort=-year")
    assert 'aria-sort="descending"' in html
    assert 'href="/platforms?sort=year"' in html
    assert 'aria-sort="ascending"' in page(client, "/platforms?sort=year")


@pytest.mark.parametrize("query", ["year=x", "year=2016-2020", "from=abc", "after=x"])
def test_what_cannot_be_asked_is_told(client: FlaskClient, query: str) -> None:
    page(client, f"/platforms?{query}", 400)
