"""Rules that hold on every kind of page: accessible, quiet, within a phone's width, good without scripts."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Find, NewContext, faults
from tests.web_sample import HOST, PARTNER, PLATFORM

#: Some sixty pages in one test.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

PLAN = "云岭省科技创新平台优化提升实施方案"
#: Height of the header, and the width from which on its menu is folded, in pixels.
_HEADER, _FOLDED = 52, 1140
HARM = "<script>alert(1)</script>重点实验室"


@pytest.fixture
def addresses(page: Page, find: Find) -> list[str]:
    """One of every kind of page, and pages whose text means harm."""
    plan, host, platform = find("documents", PLAN), find("hosts", HOST), find("platforms", PLATFORM)
    targets = page.request.get("/queries/targets_by_type.json").json()
    doubtful = next(row["target_id"] for row in targets if row["flags"])
    kept = next(row["target_id"] for row in targets if row["metric"] == "retain")
    platform_id = platform.rpartition("/")[2]
    host_id, harm_id = host.rpartition("/")[2], find("platforms", HARM).rpartition("/")[2]
    page.goto(f"{platform}?open=all")
    fact = page.locator("#LISTED_IN .quote a").first.get_attribute("href")
    assert fact is not None
    finding = page.request.get("/duplicates.json").json()[0]["finding_id"]
    page.goto("/overlap")
    cell = page.locator(".matrix .cell.dup").first.get_attribute("href")
    assert cell is not None
    of_a_day = [
        "/",
        "/platforms",
        "/overlap",
        "/duplicates",
        "/progress",
        host,
        platform,
        plan,
        f"/graph?seed={host_id}",
        "/queries/totals",
    ]
    return [
        "/",
        "/platforms",
        "/platforms?q=zzzz",
        f"/platforms?host={host_id}&eval={quote('优秀')}&year=2019..2020&sort=-year",
        "/platforms?status=withdrawn&eval=none",
        "/platforms?cols=platform,level,rosters",
        "/hosts",
        "/fields",
        "/types",
        "/documents",
        "/overlap",
        cell,
        "/overlap?rows=type&level=1&order=count",
        "/overlap?cols=host",
        "/overlap?as=table",
        "/duplicates",
        "/duplicates?as=table",
        f"/duplicates?host={host_id}&status=open&min_score=0.1",
        "/duplicates?status=rejected",
        "/hosts/review",
        "/hosts/review?status=all",
        "/upload",
        "/signin",
        f"/duplicates/{finding}",
        f"{platform}?open=all",
        host,
        find("fields", "海洋生物资源"),
        find("types", "广西重点实验室"),
        f"/targets/{doubtful}",
        plan,
        f"{plan}?flags=1",
        fact,
        find("documents", "hostile"),
        "/progress",
        f"/progress?open={doubtful}",
        f"/progress?open={kept}",
        "/progress?state=doubtful&sort=gap",
        "/progress?by_year=1999",
        "/graph",
        f"/graph?seed={host_id}&sel={host_id}",
        f"/graph?seed={host_id}&sel={host_id}&as=table",
        f"/graph?seed={harm_id}&sel={harm_id}",
        f"/graph?seed={host_id}&years=2020..2024&min_score=0.5&color=community",
        f"/graph?seed={host_id}&sel={platform_id}&path={platform_id},{host_id}",
        f"/graph?find={quote('海洋')}",
        f"/search?q={quote('海洋')}",
        "/search?q=zzzz",
        f"/search?q={quote('<script>')}",
        "/queries",
        f"/queries/platforms_of_host?host_id={host_id}",
        "/queries/platforms_of_host",
        f"/queries/platforms_of_host?host_id={quote('大学')}",
        "/saved/nope",
        "/api",
        "/nope",
        *(f"{one}{'&' if '?' in one else '?'}asof=2023" for one in of_a_day),
    ]


def settled(page: Page, address: str) -> None:
    """Go there, and wait for the canvas where there is one."""
    page.goto(address)
    if page.locator("[data-canvas]").count():
        page.locator("[data-graph][data-ready]").wait_for()
    if page.locator("[data-mini]").count():
        page.locator("[data-mini][data-ready]").wait_for()


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [(1440, "light", "zh"), (1440, "dark", "en"), (390, "light", "en"), (390, "dark", "zh")],
)
def test_axe_finds_nothing_and_nothing_overflows(
    width: int,
    theme: str,
    language: str,
    axe: str,
    addresses: list[str],
    new_context: NewContext,
) -> None:
    page = new_context(width, theme=theme).new_page()
    page.goto(f"/language/{language}")
    found: list[str] = []
    for address in addresses:
        settled(page, address)
        found += [f"{address}: {fault}" for fault in faults(page, axe)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address}: {wide} px wide")
    assert not found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_header_keeps_to_one_row(language: str, page: Page) -> None:
    """Also between the widths that designs are drawn for: nothing wraps, nothing runs out of the window."""
    page.goto(f"/upload?lang={language}")
    for width in (1440, 1366, 1280, 1200, 1141, 1140, 961, 721, 390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        heights = page.locator("header.top").bounding_box()
        assert heights is not None
        assert heights["height"] == _HEADER, width
        for entry in page.locator(".nav a:visible").all() if width > _FOLDED else []:
            box = entry.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= _HEADER, width


def test_every_page_works_without_scripts(addresses: list[str], new_context: NewContext) -> None:
    page = new_context(scripts=False).new_page()
    for address in addresses:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("canvas")).to_have_count(0)
        if "seed=" in address:
            rows = page.locator(".graph-table").get_by_role("row")
            assert rows.count() > 2, address
    page.goto(next(one for one in addresses if "seed=" in one))
    table = page.locator(".graph-table")
    expect(table).to_contain_text("需要浏览器运行 JavaScript")
    expect(table.get_by_role("link", name=PARTNER).first).to_be_visible()
