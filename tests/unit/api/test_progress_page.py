"""The page of targets: what its address filters, the bar, the sum behind a target, and the files."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from api.view_targets import bar_of, state_of
from graph.progress import Progress
from graph.targets import Asked


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def rows(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page(client, f"/progress.json{query}"))
    return found


def by_metric(client: FlaskClient, metric: str) -> dict[str, Any]:
    return next(row for row in rows(client) if row["metric"] == metric)


def held(comparator: str, low: float, high: float, counted: int) -> Progress:
    """A target held against so many platforms."""
    lines: list[dict[str, Any]] = [{}] * counted
    return Progress({"metric": "retain"}, Asked(comparator, low, high), lines)


@pytest.mark.parametrize(
    ("progress", "filled", "marks", "words"),
    [
        (held("ge", 140, 140, 118), 84.29, (100.0,), "差 22"),
        (held("ge", 95, 95, 97), 102.11, (100.0,), "已达成"),
        (held("ge", 10, 10, 90), 130.0, (100.0,), "已达成"),
        (held("range", 12, 15, 15), 125.0, (100.0, 125.0), "已达成"),
        (held("range", 2, 3, 1), 50.0, (100.0,), "差 1"),
        (held("le", 60, 60, 41), 68.33, (100.0,), "未超上限"),
        (held("le", 60, 60, 66), 110.0, (100.0,), "超 6"),
        (held("approx", 4, 4, 3), 75.0, (100.0,), "约差 1"),
        (held("approx", 4, 4, 5), 125.0, (100.0,), "约多 1"),
        (held("approx", 4, 4, 4), 100.0, (100.0,), "相当"),
    ],
)
def test_the_bar_and_the_words_of_a_state(
    progress: Progress, filled: float, marks: tuple[float, ...], words: str
) -> None:
    bar = bar_of(progress)
    assert bar is not None
    assert (bar.filled, bar.marks) == (filled, marks)
    assert bar.is_ceiling == (progress.asked is not None and progress.asked.comparator == "le")
    assert state_of(progress).words == words
    assert bar.is_met == (words == "已达成")


def test_a_doubted_number_has_words_and_no_bar(client: FlaskClient) -> None:
    doubted = next(row for row in rows(client) if row["flags"])
    assert (doubted["state"], doubted["of"], doubted["missing"]) == ("doubtful", None, None)
    html = page(client, "/progress?state=doubtful")
    assert "数字待核，核定前不比较" in html
    assert 'class="bar' not in re.sub(r'class="bar-(words|head|cell)', "", html)
    assert "%" not in re.sub(r"%[0-9A-F]{2}", "", html.partition("<main")[2])


def test_no_roster_is_not_nought(client: FlaskClient) -> None:
    unlisted = next(row for row in rows(client) if row["state"] == "no_roster")
    assert unlisted["in_rosters"] is None
    assert "未收到名单，不估算" in page(client, "/progress?state=no_roster")


def test_the_sum_behind_a_target_adds_up(client: FlaskClient) -> None:
    kept = by_metric(client, "retain")
    html = page(client, f"/progress?open={kept['target_id']}")
    body, foot = html.partition('<table class="sum">')[2].partition("<tfoot>")[::2]
    changes = [int(n.replace("−", "-")) for n in re.findall(r'class="number">([+−]\d+)<', body)]
    assert sum(changes) == kept["in_rosters"] == 5
    assert f'class="number">{kept["in_rosters"]}<' in foot
    for place in re.findall(r'<th scope="row"><a href="(/documents/[^"]+)"', body):
        assert client.get(place.replace("&amp;", "&").partition("#")[0]).status_code == 200
    assert "怎么数出来" in html
    assert "达到140家以上" in html


def test_open_findings_tell_what_they_would_change(client: FlaskClient) -> None:
    kept = by_metric(client, "retain")
    html = page(client, f"/progress?open={kept['target_id']}")
    assert "待核的疑似重复建设；若都合并，5 变为 4" in html


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?state=short",
        "?state=doubtful",
        "?by_year=2025",
        "?by_year=1999",
        "?sort=gap",
        "?doc=x",
    ],
)
def test_files_hold_the_rows_that_the_page_shows(client: FlaskClient, query: str) -> None:
    html = page(client, f"/progress{query}")
    shown = re.findall(r'id="(target-[0-9a-f]+)"', html)
    assert [row["target_id"] for row in rows(client, query)] == shown
    text = client.get(f"/progress.csv{query}").get_data(as_text=True).removeprefix("\ufeff")
    assert [row["target_id"] for row in csv.DictReader(io.StringIO(text))] == shown
    book = ZipFile(io.BytesIO(client.get(f"/progress.xlsx{query}").data))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(shown) + 1


def test_filters_count_what_the_other_filters_leave(client: FlaskClient) -> None:
    html = page(client, "/progress?by_year=1999")
    assert "没有符合条件的目标" in html
    every = page(client, "/progress")
    counts = re.findall(r'state=(\w+)"[^>]*>[^<]+<span class="small">(\d+)<', every)
    for state, count in counts:
        assert len(rows(client, f"?state={state}")) == int(count)
    assert sum(int(count) for _, count in counts) == len(rows(client))


def test_one_view_has_one_address(client: FlaskClient) -> None:
    asked = page(client, "/progress?sort=category&state=nonsense&by_year=0")
    main = asked.partition("<main")[2].partition("</main>")[0]
    assert "sort=category" not in main
    assert "nonsense" not in main
    assert main == page(client, "/progress").partition("<main")[2].partition("</main>")[0]
    assert client.get("/progress?by_year=x").status_code == 400
