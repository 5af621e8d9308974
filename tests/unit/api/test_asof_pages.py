"""`asof` on pages and in the API: what is shown, what says so, and where it goes."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests import web_sample


def test_a_list_shows_what_rosters_of_the_time_say(client: FlaskClient) -> None:
    early = client.get("/platforms?asof=2021").text
    assert web_sample.PLATFORM not in early
    assert "截至2021年" in early
    assert "1 份没有日期，未计入" in early
    assert "hostile" in early, "what is left out is named"
    late = client.get("/platforms?asof=2023").text
    assert web_sample.PLATFORM in late


def test_every_internal_link_carries_the_day(client: FlaskClient) -> None:
    page = client.get("/platforms?asof=2023&lang=en").text
    own = [one for one in re.findall(r'href="(/[^"]*)"', page) if not one.startswith(_CHOICES)]
    assert own
    assert [one for one in own if "asof=2023" not in one] == [_now("/platforms", page)]
    pages = [one for one in own if not re.match(r"/\w+\.(csv|json|xlsx)", one)]
    assert all("lang=en" in one for one in pages)
    assert '<input type="hidden" name="asof" value="2023">' in page
    assert '<option value="2023" selected>' in page


_CHOICES = ("/assets/", "/static/", "/favicon", "/language/", "/theme/")


def _now(path: str, page: str) -> str:
    found = re.search(rf'href="({path}\?lang=en)"', page)
    assert found is not None, "a link leads back to what is so now"
    return found[1]


def test_without_a_day_nothing_is_said(client: FlaskClient) -> None:
    page = client.get("/platforms").text
    assert "as-of-banner" not in page
    assert "asof=" not in page
    assert '<option value="2021">' in page
    assert page.index('<option value="2024">') < page.index('<option value="2021">')


@pytest.mark.parametrize("day", ["2020-13", "20", "2021-02-30", "now"])
def test_what_is_no_day_is_refused(client: FlaskClient, day: str) -> None:
    page = client.get(f"/platforms?asof={day}")
    assert page.status_code == 400
    assert "asof" in page.text
    for path in ("platforms", "queries/totals", "asof", "nodes/x", "findings.csv"):
        answer = client.get(f"/api/v1/{path}?asof={day}")
        assert answer.status_code == 400, path
        assert "asof" in answer.get_json()["detail_en"]
    assert client.get("/api/v1/platforms?asof=2020&asof=2021").status_code == 400


def test_the_api_says_what_counts(client: FlaskClient) -> None:
    found = client.get("/api/v1/asof?asof=2021").get_json()
    assert found["sources"] == 1
    assert found["later"] == 2
    assert [one["name"] for one in found["undated"]] == ["hostile.csv"]
    assert found["years"] == ["2024", "2023", "2021"]
    answer = client.get("/api/v1/platforms?asof=2023")
    assert answer.get_json()["total"] == 3
    assert answer.headers["Pingtai-As-Of"] == "2023"
    assert answer.headers["Pingtai-Undated"] == "1"
    assert "Pingtai-As-Of" not in client.get("/api/v1/platforms").headers


def test_tags_and_cursors_are_of_a_day(client: FlaskClient) -> None:
    one, other = (client.get(f"/api/v1/hosts?limit=1&asof={day}") for day in ("2023", "2024"))
    assert one.headers["ETag"] != other.headers["ETag"]
    cursor = one.get_json()["next"]
    assert client.get(f"/api/v1/hosts?limit=1&asof=2023&cursor={cursor}").status_code == 200
    assert client.get(f"/api/v1/hosts?limit=1&asof=2024&cursor={cursor}").status_code == 400
    assert client.get(f"/api/v1/hosts?limit=1&cursor={cursor}").status_code == 400


def test_files_and_queries_take_it(client: FlaskClient) -> None:
    assert web_sample.PLATFORM not in client.get("/platforms.csv?asof=2021").text
    assert web_sample.PLATFORM in client.get("/platforms.csv?asof=2023").text
    assert web_sample.PLATFORM not in client.get("/api/v1/platforms.csv?asof=2021").text
    rows = client.get("/api/v1/queries/totals?asof=2021").get_json()["rows"]
    assert rows[0]["platforms"] == 0
    assert client.get("/queries/totals?asof=2021").status_code == 200


def test_what_came_later_is_not_there_yet(client: FlaskClient) -> None:
    found = client.get("/api/v1/search", query_string={"q": web_sample.PLATFORM}).get_json()[
        "results"
    ]
    node_id = next(row["id"] for row in found if row["name"] == web_sample.PLATFORM)
    missing = client.get(f"/api/v1/nodes/{node_id}?asof=2021")
    assert missing.status_code == 404
    assert "截至2021年" in missing.get_json()["detail"]
    page = client.get(f"/platforms/{node_id}?asof=2021")
    assert page.status_code == 404
    assert "看现在的" in page.text
    assert client.get(f"/platforms/{node_id}?asof=2023").status_code == 200
    asked = {"q": web_sample.PLATFORM, "asof": "2021"}
    assert client.get("/api/v1/search", query_string=asked).get_json()["results"] == []


def test_the_description_names_it(client: FlaskClient) -> None:
    paths = client.get("/openapi.json").get_json()["paths"]
    for path in ("platforms", "findings", "nodes/{node_id}", "path", "queries/{name}", "search"):
        names = [one["name"] for one in paths[f"/api/v1/{path}"]["get"]["parameters"]]
        assert "asof" in names, path
