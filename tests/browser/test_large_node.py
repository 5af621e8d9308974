"""A node with more neighbours than are shown at once: expanded, filtered, asked for a path, taken along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from api.view_graph import MOST_ADDED
from graph.store import open_store
from ingest.load import find_files, ingest
from tests.browser.conftest import Find, served
from tests.browser.test_graph import ident, names

pytestmark = pytest.mark.browser

_SVG = "{http://www.w3.org/2000/svg}"
_LARGE, _SMALL = "云岭大学", "高原学院"
_COUNT = MOST_ADDED + 20
_OTHER = "云岭省高原生态重点实验室"
_DIGITS = "零一二三四五六七八九"


def _roster() -> str:
    """More platforms at one host than come at once, and one that only a field joins to them."""

    def spelt(number: int) -> str:
        return "".join(_DIGITS[int(digit)] for digit in str(number))

    lines = ["序号,平台名称,平台类型,依托单位,领域,认定年份"]
    lines += [
        f"{i + 1},云岭省课题{spelt(i)}号重点实验室,云岭省重点实验室,{_LARGE},"
        f"{'生态环境' if i == 0 else ''},{2016 + (i + 4) % 8}"
        for i in range(_COUNT)
    ]
    lines.append(f"{_COUNT + 1},{_OTHER},云岭省重点实验室,{_SMALL},生态环境,2020")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def address(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this module's own, over one long roster."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "roster.csv").write_text(_roster(), "utf-8")
    with open_store(f"embedded:{folder / 'data'}") as store:
        # Taking the first outcome alone leaves out the comparing: 300 names of one pattern are 50,000 pairs.
        assert next(ingest(store, find_files([folder / "roster.csv"]))).outcome == "loaded"
    with served(project, folder / "data") as where:
        yield where


def test_three_hundred_come_and_the_rest_is_counted(page: Page, find: Find, tmp_path: Path) -> None:
    large, small = ident(find, "hosts", _LARGE), ident(find, "hosts", _SMALL)
    # Expand: as many as come at once, and how many are left.
    page.goto(f"/graph?seed={large}&seed={small}&expand={small}&sel={large}")
    before = names(page)
    page.locator("[data-expand]").click()
    expect(page).to_have_url(re.compile(f"expand={small}&expand={large}"))
    status = page.locator("[data-part=status]")
    expect(status).to_contain_text(f"{len(before) + MOST_ADDED} 个节点")
    after = names(page)
    assert len(after - before) == MOST_ADDED
    rest = _COUNT - MOST_ADDED
    expect(status).to_contain_text(f"另有 {rest} 个邻居未显示")
    expect(page.locator("[data-part=side]")).to_contain_text(f"另有 {rest} 个未显示")

    # Filter by year.
    page.get_by_label("最早年份").fill("2020")
    page.get_by_label("最早年份").press("Enter")
    expect(page).to_have_url(re.compile(r"years=2020\.\."))
    filtered = names(page)
    assert _OTHER in filtered
    assert {_LARGE, _SMALL} <= filtered < after

    # A path between the two hosts runs over what they have in common.
    page.get_by_role("button", name="两点路径").click()
    page.locator("[data-path-form] select[name=from]").select_option(large)
    page.locator("[data-path-form] select[name=to]").select_option(small)
    page.get_by_role("button", name="找路径").click()
    expect(page).to_have_url(re.compile(f"path={large},{small}"))
    steps = page.locator(".path-steps li")
    expect(steps.first).to_contain_text(_LARGE)
    expect(steps.last).to_contain_text(_SMALL)
    way = steps.all_inner_texts()
    shown = names(page)

    # The address is the view.
    page.reload()
    assert names(page) == shown
    assert page.locator(".path-steps li").all_inner_texts() == way
    expect(page.get_by_label("最早年份")).to_have_value("2020")

    page.get_by_role("button", name="导出").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="SVG").click()
    file = tmp_path / "graph.svg"
    saved.value.save_as(file)
    root = ElementTree.fromstring(file.read_bytes())
    assert {title.text for title in root.iter(f"{_SVG}title")} == shown
