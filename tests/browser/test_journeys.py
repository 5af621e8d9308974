"""Three ways that analysts take through the web view, in a real browser over a real store."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Find, NewContext
from tests.web_sample import HOST, PARTNER, PLATFORM

pytestmark = pytest.mark.browser


def test_from_a_name_to_its_source_and_back(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("gxhyswzy")  # the initials that its name begins with
    page.keyboard.press("Enter")

    found = page.get_by_role("region", name="平台")
    found.get_by_role("link", name=PLATFORM, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PLATFORM)
    node = page.url

    fact = page.locator("#LISTED_IN .fact").first
    fact.locator("summary").click()
    quote = fact.locator(".quote").first
    expect(quote.locator("mark")).to_have_text(PLATFORM)
    quote.get_by_role("link").click()

    expect(page).to_have_url(re.compile(r"/documents/.*fact=\d+-\d+\.platform.*#c\d+$"))
    highlighted = page.locator(".sheet .sel")
    assert "".join(highlighted.all_text_contents()) == PLATFORM
    expect(highlighted.first).to_be_in_viewport()
    panel = page.get_by_role("complementary", name="所选事实")
    expect(panel.get_by_role("heading", level=2)).to_have_text(PLATFORM)
    expect(panel.locator("blockquote mark")).to_have_text(PLATFORM)

    panel.get_by_role("link", name="打开平台页").click()
    expect(page).to_have_url(node)
    expect(page.get_by_role("heading", level=1)).to_have_text(PLATFORM)


def drawn(page: Page) -> tuple[set[str], int]:
    """Names of the nodes on the canvas, and how many edges join them."""
    page.locator("[data-graph][data-ready]").wait_for()
    names, edges = page.evaluate(
        """() => {
          const cy = document.querySelector(".plane")._cyreg.cy;
          return [cy.nodes(":visible").map((node) => node.data("full")), cy.edges(":visible").length];
        }"""
    )
    return set(names), edges


def place_of(page: Page, name: str) -> tuple[float, float]:
    """Where a node is in the window."""
    place: dict[str, Any] = page.evaluate(
        """(name) => {
          const plane = document.querySelector(".plane");
          const node = plane._cyreg.cy.nodes().filter((one) => one.data("full") === name);
          const box = plane.getBoundingClientRect();
          const { x, y } = node.renderedPosition();
          return { x: box.x + x, y: box.y + y };
        }""",
        name,
    )
    return place["x"], place["y"]


def listed(page: Page) -> tuple[set[str], int]:
    """The same, as the table says it."""
    tables = page.locator(".graph-table table")
    return set(tables.nth(0).locator("tbody th").all_inner_texts()), tables.nth(1).locator(
        "tbody tr"
    ).count()


def test_from_a_node_through_the_graph(page: Page, find: Find) -> None:
    page.goto(find("hosts", HOST))
    page.get_by_role("link", name="在图谱中查看").click()
    first, _ = drawn(page)
    assert {HOST, PLATFORM, PARTNER} <= first, "a seed opens with its neighbours"
    panel = page.get_by_role("complementary", name="所选节点")
    title = panel.locator("#chosen")
    expect(title).to_have_text(HOST)

    # By pointing: a click chooses and shows the evidence, a second one expands.
    page.mouse.click(*place_of(page, PLATFORM))
    expect(title).to_have_text(PLATFORM)
    expect(panel.locator("blockquote mark").first).to_have_text(HOST)
    page.mouse.dblclick(*place_of(page, PLATFORM))
    expect(page).to_have_url(re.compile("expand="))
    expect(page.locator("[data-part=status]")).not_to_contain_text(f"{len(first)} 个节点")
    second, edges = drawn(page)
    assert first < second

    # By keys: an arrow goes to a neighbour, E expands it, Z takes it back.
    page.locator(".plane").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        if title.inner_text() not in (PLATFORM, HOST):  # those are expanded
            break
    assert title.inner_text() not in (PLATFORM, HOST)
    before = page.url
    page.locator(".plane").focus()
    page.keyboard.press("e")
    expect(page).not_to_have_url(before)
    page.keyboard.press("z")
    expect(page).to_have_url(before)
    expect(page.locator("[data-part=status]")).to_contain_text(f"{len(second)} 个节点")
    assert drawn(page) == (second, edges)

    # The address is the view.
    chosen = title.inner_text()
    page.reload()
    assert drawn(page) == (second, edges)
    expect(title).to_have_text(chosen)
    page.get_by_role("link", name="表格").click()
    expect(page.locator(".graph-table")).to_be_visible()
    assert listed(page) == (second, edges)
    page.get_by_role("link", name="画成图").click()
    assert drawn(page) == (second, edges)

    page.get_by_role("banner").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Legend")).to_be_visible()
    assert drawn(page) == (second, edges)
    page.get_by_role("banner").get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="图例")).to_be_visible()

    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = ground()
    page.locator("[data-theme-switch]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = ground()
    assert dark != light
    page.reload()
    assert drawn(page) == (second, edges)
    assert ground() == dark, "the choice is kept"


def test_hurried_steps_all_count(page: Page, find: Find) -> None:
    """A step builds on the one asked for before, also where that has not arrived yet."""
    host = find("hosts", HOST).rpartition("/")[2]
    page.goto(f"/graph?seed={host}&sel={host}")
    first, _ = drawn(page)
    page.locator("[data-do='rel:OF_TYPE']").click()
    page.mouse.dblclick(*place_of(page, PLATFORM))
    expect(page).to_have_url(
        re.compile(f"expand={host}&expand=platform-[0-9a-f]+&rels=.*OF_TYPE.*&sel=platform-")
    )
    second, _ = drawn(page)
    assert first < second
    page.get_by_role("banner").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Legend")).to_be_visible()
    expect(page).to_have_url(re.compile(f"seed={host}&expand={host}&expand=platform-"))
    assert drawn(page)[0] == second, "a switch comes back to what is shown, not to what was opened"


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_cell_to_a_judgement_and_back(new_context: NewContext, *, scripts: bool) -> None:
    page = new_context(scripts=scripts).new_page()
    page.goto("/overlap")
    page.get_by_role("link", name=f"2 {HOST} × 海洋生物资源").click()
    panel = page.get_by_role("region", name="相关发现")
    panel.get_by_role("link", name=PLATFORM).first.click()
    expect(page).to_have_url(re.compile(r"/duplicates/overlap-"))
    finding = page.url

    words = page.get_by_role("region", name="原文依据")
    expect(words.locator("mark.t-host").first).to_have_text(HOST)

    page.get_by_label("判定人").fill("韦工")
    page.get_by_label("说明（可选）").fill("方向不同")
    page.get_by_role("button", name="排除").click()
    expect(page).not_to_have_url(finding)
    expect(page.get_by_role("status")).to_contain_text("已排除")
    page.goto(finding)
    judged = page.get_by_role("region", name="判定")
    expect(judged).to_contain_text("已排除")
    expect(judged).to_contain_text("方向不同")
    page.goto("/duplicates?status=rejected&as=table")
    expect(page.locator(".findings tbody tr")).to_have_count(1)

    page.goto(finding)
    page.get_by_role("button", name="撤回判定").click()
    expect(page).to_have_url(finding)
    expect(page.get_by_role("region", name="判定")).not_to_contain_text("已排除")
