"""The graph page as an analyst uses it: expand, filter, find a path, pin, come back, take it along."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.bench.canvas import large
from tests.browser.conftest import Find, NewContext
from tests.web_sample import HOST, PARTNER, PLATFORM

pytestmark = pytest.mark.browser

_SVG = "{http://www.w3.org/2000/svg}"
_HARM = "<script>alert(1)</script>重点实验室"


def ready(page: Page) -> None:
    """Wait until everything on the canvas has its place."""
    page.locator("[data-graph][data-ready]").wait_for()


def names(page: Page) -> set[str]:
    """Names of the nodes on the canvas."""
    ready(page)
    found: list[str] = page.evaluate(
        "document.querySelector('.plane')._cyreg.cy.nodes().map((node) => node.data('full'))"
    )
    return set(found)


def place(page: Page, name: str) -> dict[str, Any]:
    """Where a node is: on the plane (x, y), in the window (left, top)."""
    ready(page)
    found: dict[str, Any] = page.evaluate(
        """(name) => {
          const plane = document.querySelector(".plane");
          const node = plane._cyreg.cy.nodes().filter((one) => one.data("full") === name);
          const box = plane.getBoundingClientRect();
          const at = node.renderedPosition();
          return { ...node.position(), left: box.x + at.x, top: box.y + at.y };
        }""",
        name,
    )
    return found


def ident(find: Find, path: str, name: str) -> str:
    """The id of a node."""
    return find(path, name).rpartition("/")[2]


def test_filter_path_pin_and_come_back(page: Page, find: Find) -> None:
    host, platform = ident(find, "hosts", HOST), ident(find, "platforms", PLATFORM)
    page.goto(f"/graph?seed={host}&sel={host}")
    assert {HOST, PLATFORM, PARTNER} <= names(page)

    # The legend is the filter, and keeps the focus.
    toggle = page.locator("[data-do='kind:Platform']")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.focus()
    page.keyboard.press("Space")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(toggle).to_be_focused()
    assert PLATFORM not in names(page)
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert PLATFORM in names(page)

    page.get_by_label("最早年份").fill("2020")
    page.get_by_label("最早年份").press("Enter")
    expect(page).to_have_url(re.compile(r"years=2020\.\."))
    assert PLATFORM not in names(page)
    assert PARTNER in names(page)
    page.get_by_role("button", name="不筛选").click()
    expect(page).not_to_have_url(re.compile("years="))
    assert PLATFORM in names(page)

    # A node that is dragged is pinned, and stands there again after a reload.
    at = place(page, PLATFORM)
    page.mouse.move(at["left"], at["top"])
    page.mouse.down()
    page.mouse.move(at["left"] + 40, at["top"] - 30, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"pin={platform}:-?[0-9]+:-?[0-9]+"))
    pinned = re.search(rf"pin={platform}:(-?\d+):(-?\d+)", page.url)
    assert pinned
    page.reload()
    again = place(page, PLATFORM)
    assert (again["x"], again["y"]) == (int(pinned[1]), int(pinned[2]))

    # A path between two nodes, chosen by keys alone.
    page.locator(".plane").focus()
    page.get_by_role("button", name="两点路径").click()
    page.locator("[data-path-form] select[name=from]").select_option(platform)
    page.locator("[data-path-form] select[name=to]").select_option(
        ident(find, "platforms", PARTNER)
    )
    page.get_by_role("button", name="找路径").click()
    expect(page).to_have_url(re.compile(f"path={platform},"))
    steps = page.locator(".path-steps li")
    expect(steps.first).to_contain_text(PLATFORM)
    expect(steps.last).to_contain_text(PARTNER)
    ready(page)
    assert page.evaluate("document.querySelector('.plane')._cyreg.cy.edges('.on-path').length"), (
        "the path is marked"
    )
    address = page.url
    before = names(page)
    page.reload()
    assert names(page) == before
    page.keyboard.press("t")
    expect(page.locator(".graph-table")).to_be_visible()
    expect(page.locator(".path-steps li").first).to_contain_text(PLATFORM)
    page.get_by_role("link", name="画成图").click()
    ready(page)
    assert page.url == address, "one view, one address"


def test_an_edge_shows_its_words(page: Page, find: Find) -> None:
    host, platform = ident(find, "hosts", HOST), ident(find, "platforms", PLATFORM)
    page.goto(f"/graph?seed={host}")
    ready(page)
    page.evaluate(
        "(id) => document.querySelector('.plane')._cyreg.cy.getElementById(id).emit('tap')",
        f"{platform}:HOSTED_BY:{host}",
    )
    panel = page.get_by_role("complementary", name="所选节点")
    expect(panel.locator("blockquote mark").first).to_have_text(HOST)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_what_is_saved_is_what_is_shown_and_text_stays_text(
    page: Page, find: Find, tmp_path: Path
) -> None:
    harm = ident(find, "platforms", _HARM)
    page.goto(f"/graph?seed={ident(find, 'hosts', HOST)}&seed={harm}")
    shown = names(page)
    assert _HARM in shown
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="SVG").click()
    file = tmp_path / "graph.svg"
    saved.value.save_as(file)
    root = ElementTree.fromstring(file.read_bytes())
    titles = {title.text for title in root.iter(f"{_SVG}title")}
    assert titles == shown
    assert not list(root.iter(f"{_SVG}script"))
    edges = page.evaluate("document.querySelector('.plane')._cyreg.cy.edges().length")
    assert len([one for one in root.iter(f"{_SVG}path") if one.get("data-rel")]) == edges
    assert any(text.text and "<script>" in text.text for text in root.iter(f"{_SVG}tspan"))

    if not page.locator("#export").is_visible():
        page.get_by_role("button", name="导出").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="PNG").click()
    file = tmp_path / "graph.png"
    saved.value.save_as(file)
    assert file.read_bytes().startswith(b"\x89PNG")


def test_five_thousand_elements_find_their_places(page: Page, find: Find) -> None:
    """The real page, made large on its way to the browser."""
    host = ident(find, "hosts", HOST)
    page.route("**/graph?*", large)
    page.goto(f"/graph?seed={host}")
    ready(page)
    counted = page.evaluate(
        "(({ length }) => length)(document.querySelector('.plane')._cyreg.cy.elements())"
    )
    assert counted == 5_000
    places = page.evaluate(
        """() => document.querySelector(".plane")._cyreg.cy.nodes().map((node) => {
          const { x, y } = node.position();
          return `${Math.round(x)}:${Math.round(y)}`;
        })"""
    )
    assert len(set(places)) > len(places) * 0.98, "each has a place of its own"


def test_on_a_phone_by_touch(new_context: NewContext, find: Find) -> None:
    page = new_context(390).new_page()
    page.goto(f"/graph?seed={ident(find, 'hosts', HOST)}")
    ready(page)
    at = place(page, PLATFORM)
    page.mouse.click(at["left"], at["top"])
    expect(page.locator("#chosen")).to_have_text(PLATFORM)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
