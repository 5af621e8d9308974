"""Reviewing the findings of the demo, by keys alone, and from the heat map to a spreadsheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from graph.store import open_store
from ingest.load import find_files, ingest
from ingest.overlaps.refresh import refresh
from tests.browser.conftest import NewContext, served

pytestmark = pytest.mark.browser

_KEYS = {"a": "accepted", "r": "rejected", "d": "deferred"}


@pytest.fixture(scope="module")
def address(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this module's own over the project's examples, because its tests decide."""
    folder = tmp_path_factory.mktemp("review")
    with open_store(f"embedded:{folder / 'data'}") as store:
        list(ingest(store, list(find_files([project / "examples"]))))
        refresh(store)
    with served(project, folder / "data") as where:
        yield where


def findings(page: Page, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = page.request.get(f"/duplicates.json{query}").json()
    return rows


def test_ten_findings_by_keyboard(page: Page) -> None:
    page.goto("/duplicates?kind=D2")
    page.keyboard.press("a")
    expect(page.get_by_label("判定人")).to_be_focused()  # a decision has an author
    page.keyboard.type("韦工")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/duplicates\?kind=D2$"))
    before = findings(page, "?kind=D2")
    assert {row["status"] for row in before} == {"open"}, "Enter in a field decides nothing"
    assert len(before) >= 10

    given = list(islice(cycle(_KEYS.items()), 10))
    for (key, status), row in zip(given, before, strict=False):
        expect(page).to_have_url(re.compile(rf"/duplicates(/{row['finding_id']})?\?kind=D2"))
        page.keyboard.press("n")
        note = page.get_by_placeholder("说明（可选）")
        expect(note).to_be_focused()
        page.keyboard.type(f"第{row['finding_id'][-4:]}号")
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        expect(page.get_by_role("status")).to_contain_text(row["a"])
        expect(page.locator("#card-title")).to_be_focused()
        assert {one["finding_id"]: one["status"] for one in findings(page)}[
            row["finding_id"]
        ] == status

    page.keyboard.press("z")
    last = before[9]["finding_id"]
    expect(page).to_have_url(re.compile(rf"/duplicates/{last}\?kind=D2$"))
    statuses = [row["status"] for row in findings(page, "?kind=D2")]
    assert statuses == [status for _, status in given[:9]] + ["open"] * (len(before) - 9)

    page.keyboard.press("k")
    expect(page).to_have_url(re.compile(before[8]["finding_id"]))
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(last))
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="原文依据")).to_be_focused()


def test_from_the_heat_map_to_a_spreadsheet(page: Page) -> None:
    page.goto("/overlap")
    page.locator(".matrix .cell.dup").first.click()
    expect(page).to_have_url(re.compile("cell=host-unit-"))
    chosen = set(page.locator(".cell-side .in-cell th a").all_inner_texts())
    assert len(chosen) > 1
    page.get_by_role("complementary").get_by_role("link", name="平台表").click()
    expect(page).to_have_url(re.compile(r"/platforms\?.*host=host-unit-.*"))
    rows = page.locator("main table tbody tr")
    expect(rows).to_have_count(len(chosen))
    shown = page.locator("main table tbody th").all_inner_texts()
    assert set(shown) == chosen, "the list is the cell"

    with page.expect_download() as saved:
        page.locator("#list").get_by_role("link", name="XLSX").click()
    sheet = load_workbook(io.BytesIO(saved.value.path().read_bytes())).active
    assert sheet is not None
    head, *lines = sheet.iter_rows(values_only=True)
    assert [line[head.index("platform")] for line in lines] == shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_lists_stay_within_a_phone(language: str, new_context: NewContext) -> None:
    page = new_context(390).new_page()
    page.goto(f"/language/{language}")
    for path in (
        "/",
        "/platforms",
        "/hosts",
        "/overlap",
        "/overlap?cols=host",
        "/duplicates",
        "/progress",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
