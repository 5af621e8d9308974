"""Rules that hold on every kind of page: accessible, quiet, within a phone's width, good without scripts."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Find, NewContext
from tests.conftest import missing
from tests.web_sample import HOST, PARTNER, PLATFORM

pytestmark = pytest.mark.browser

PLAN = "云岭省科技创新平台优化提升实施方案"
HARM = "<script>alert(1)</script>重点实验室"


@pytest.fixture(scope="module")
def axe(project: Path) -> str:
    """The rules of axe, as a script."""
    file = project / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        missing("没有 axe-core：在 api/web 里 npm ci。 axe-core is missing: npm ci in api/web.")
    return file.read_text("utf-8")


@pytest.fixture
def addresses(page: Page, find: Find) -> list[str]:
    """One of every kind of page, and pages whose text means harm."""
    plan, host, platform = find("documents", PLAN), find("hosts", HOST), find("platforms", PLATFORM)
    targets = page.request.get("/queries/targets_by_type.json").json()
    doubtful = next(row["target_id"] for row in targets if row["flags"])
    kept = next(row["target_id"] for row in targets if row["metric"] == "retain")
    host_id, harm_id = host.rpartition("/")[2], find("platforms", HARM).rpartition("/")[2]
    page.goto(f"{platform}?open=all")
    fact = page.locator("#LISTED_IN .quote a").first.get_attribute("href")
    assert fact is not None
    finding = page.request.get("/duplicates.json").json()[0]["finding_id"]
    page.goto("/overlap")
    cell = page.locator(".matrix .cell.dup").first.get_attribute("href")
    assert cell is not None
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
        "/overlap?rows=type",
        "/overlap?as=table",
        "/duplicates",
        f"/duplicates?host={host_id}&status=open&min_score=0.1",
        "/duplicates?status=rejected",
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
        f"/search?q={quote('海洋')}",
        "/search?q=zzzz",
        f"/search?q={quote('<script>')}",
        "/queries",
        f"/queries/platforms_of_host?host_id={host_id}",
        "/queries/platforms_of_host",
        "/nope",
    ]


def settled(page: Page, address: str) -> None:
    """Go there, and wait for the canvas where there is one."""
    page.goto(address)
    if page.locator("[data-canvas]").count():
        page.locator("[data-graph][data-ready]").wait_for()
    if page.locator("[data-mini]").count():
        page.locator("[data-mini][data-ready]").wait_for()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(
    theme: str, width: int, axe: str, addresses: list[str], new_context: NewContext
) -> None:
    page = new_context(width, theme=theme).new_page()
    found: list[str] = []
    for address in addresses:
        settled(page, address)
        page.evaluate(axe)
        for rule in page.evaluate("axe.run().then((result) => result.violations)"):
            found += [f"{address}: {rule['id']} {node['target']}" for node in rule["nodes"]]
    assert not found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_scrolls_sideways_on_a_phone(
    language: str, addresses: list[str], new_context: NewContext
) -> None:
    page = new_context(390).new_page()
    page.goto(f"/language/{language}")
    for address in addresses:
        settled(page, address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, address


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
