"""Tables with filters in a real browser: answered in parts, one address, the way back."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.web_sample import PLATFORM

pytestmark = pytest.mark.browser


def test_a_tick_narrows_the_table_and_the_way_back_widens_it(page: Page) -> None:
    loads: list[str] = []
    page.on("request", lambda one: loads.append(one.url) if one.is_navigation_request() else None)
    page.goto("/platforms")
    best = page.get_by_role("checkbox", name="优秀")
    best.check()
    expect(page).to_have_url(re.compile(rf"/platforms\?eval={quote('优秀')}$"))
    expect(page.locator("tbody th")).to_have_text([PLATFORM])
    expect(best).to_be_focused()
    assert len(loads) == 1, "only the part that changes is asked for"

    page.locator(".condition").click()
    expect(page).to_have_url(re.compile(r"/platforms$"))
    expect(page.locator("tbody tr")).to_have_count(5)
    expect(best).not_to_be_checked()

    page.go_back()
    expect(page.locator("tbody th")).to_have_text([PLATFORM])
    expect(best).to_be_checked()


def test_words_are_found_once_and_an_order_is_turned(page: Page) -> None:
    asked: list[str] = []
    page.goto("/platforms")
    page.on("request", lambda one: asked.append(one.url) if one.resource_type == "fetch" else None)
    page.get_by_label("在结果中找").fill("hysw")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert len(asked) == 1
    page.locator("thead").get_by_role("link", name="认定").click()
    expect(page).to_have_url(re.compile(r"\?q=hysw&sort=-year$"))
    expect(page.locator('th[aria-sort="descending"]')).to_contain_text("认定")
