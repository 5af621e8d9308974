"""Journeys that change the graph: a number is confirmed, a roster uploaded, a query saved."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Find, faults, served
from tests.web_sample import HOST, PARTNER, PLATFORM

pytestmark = pytest.mark.browser

_SVG = "{http://www.w3.org/2000/svg}"
_MARKUP = "<script>alert(2)</script>海洋药物重点实验室"
_ATTRIBUTE = '广西"><img src=x onerror=alert(3)>深海重点实验室'
_CYPHER = "广西'}) DETACH DELETE n //重点实验室"
#: Marks that turn the reading direction are no part of a name, though the text keeps them.
_MARK, _TURNED = "\u202e", "广西\u202e验实\u202c海藻重点实验室"
_STRAIGHT = "广西验实海藻重点实验室"
_HARM = (_MARKUP, _ATTRIBUTE, _CYPHER, _STRAIGHT)
_HARM_HOST = "javascript:alert(4)研究院"
_FILE = '"><img src=x onerror=alert(5)>2025.csv'


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _roster() -> str:
    """One more platform of a host that has two in this field, and names that mean harm."""
    rows = [
        ("广西海洋生物医药重点实验室", HOST),
        *((name, _HARM_HOST) for name in (*_HARM[:3], _TURNED)),
    ]
    return "序号,平台名称,平台类型,依托单位,领域,认定年份\n" + "".join(
        f"{number},{_quoted(name)},广西重点实验室,{_quoted(host)},海洋生物,2025\n"
        for number, (name, host) in enumerate(rows, 1)
    )


@pytest.fixture(scope="module")
def address(project: Path, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a copy of the sample store, because these tests change it."""
    folder = tmp_path_factory.mktemp("changes") / "data"
    shutil.copytree(sample, folder)
    with served(project, folder) as where:
        yield where


def test_a_damaged_number_is_confirmed_and_then_counts(page: Page, axe: str) -> None:
    page.goto("/progress?state=doubtful")
    damaged = page.locator("#main")
    expect(damaged).to_contain_text("核定前不比较")
    page.locator("a[href*='open=target']").first.click()
    page.get_by_role("link", name="核定这个数字").click()

    expect(page).to_have_url(re.compile(r"/documents/.*fact="))
    doubt = page.locator("form.review")
    readings = doubt.get_by_role("radio")
    expect(readings.first).not_to_be_checked()
    assert doubt.locator("input[type=radio]:checked").count() == 0, "nothing is chosen beforehand"
    doubt.get_by_role("radio", name="2—3家").check()
    doubt.get_by_label("核定人").fill("韦工")
    doubt.get_by_label("依据（可选）").fill("见印发稿")
    doubt.get_by_role("button", name="核定").click()

    seal = page.locator(".sheet .seal")
    expect(seal).to_contain_text("已核 2—3家")
    expect(page.locator(".sheet")).to_contain_text("建设广西实验室23家")  # the text stays
    expect(page.locator("form.review")).to_have_count(0)
    assert not faults(page, axe)

    page.goto("/progress")
    row = page.locator("tr, li, article").filter(has=page.locator(".seal")).first
    expect(row).to_contain_text("2—3家")
    expect(page.locator("#main")).not_to_contain_text("核定前不比较")
    page.goto("/progress?state=doubtful")
    expect(page.locator("#main")).not_to_contain_text("广西实验室")


def test_a_roster_is_uploaded_followed_and_found_fault_with(page: Page, axe: str) -> None:
    before = len(page.request.get("/platforms.json").json())
    page.goto("/upload")
    page.get_by_label("选择文件").set_input_files(
        {"name": _FILE, "mimeType": "text/csv", "buffer": _roster().encode()}
    )
    expect(page.locator("[data-chosen]")).to_contain_text(_FILE)
    page.get_by_role("button", name="上传并载入").click()
    expect(page).to_have_url(re.compile(r"/upload/[0-9a-z-]+$"))
    told = page.locator("#main").get_by_role("status")
    expect(told).to_contain_text("已完成", timeout=120_000)  # followed, not reloaded
    report = page.locator(".report li").first
    expect(report).to_contain_text(_FILE)
    expect(report).to_contain_text("已载入")
    expect(report).to_contain_text("平台 5")
    assert not faults(page, axe)
    assert len(page.request.get("/platforms.json").json()) == before + 5

    report.locator(".pair a").filter(has_text="广西海洋生物医药重点实验室").first.click()
    expect(page).to_have_url(re.compile(r"/duplicates/overlap-"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    # The same content sent again changes nothing.
    page.goto("/upload")
    page.get_by_label("选择文件").set_input_files(
        {"name": "again.csv", "mimeType": "text/csv", "buffer": _roster().encode()}
    )
    page.get_by_role("button", name="上传并载入").click()
    expect(page.locator("#main").get_by_role("status")).to_contain_text("已完成", timeout=120_000)
    expect(page.locator(".report li").first).to_contain_text("未变")
    assert len(page.request.get("/platforms.json").json()) == before + 5


def test_names_that_mean_harm_stay_text_everywhere(page: Page, find: Find, tmp_path: Path) -> None:
    """After the upload above; the page's watch hears a dialog, a broken policy or an error."""
    host = find("hosts", _HARM_HOST)
    host_id = host.rpartition("/")[2]
    rows = page.request.get("/platforms.json").json()
    assert set(_HARM) <= {row["platform"] for row in rows}, "JSON has them unchanged"
    document = next(
        row["document_id"]
        for row in page.request.get("/documents.json").json()
        if "img" in row["document"]
    )
    pages = [
        "/",
        "/upload",
        "/platforms",
        "/hosts",
        "/overlap",
        "/duplicates",
        host,
        f"/documents/{quote(document)}",
        f"/graph?seed={host_id}&sel={host_id}",
        f"/graph?seed={host_id}&as=table",
        f"/queries/platforms_of_host?host_id={host_id}",
    ]
    for name in _HARM:
        pages += [f"{find('platforms', name)}?open=all", f"/search?q={quote(name)}"]
    for one in pages:
        page.goto(one)
        strange = page.locator("img[src=x], [onerror], script:not([src]):not([type])")
        expect(strange).to_have_count(0)
        assert _MARK not in page.content(), one
        for link in page.locator("a[href]").evaluate_all("(all) => all.map((a) => a.protocol)"):
            assert link in ("http:", "https:"), one
    for name in _HARM:
        page.goto(find("platforms", name))
        expect(page.get_by_role("heading", level=1)).to_have_text(name)

    page.goto(f"/graph?seed={host_id}")
    page.locator("[data-graph][data-ready]").wait_for()
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="SVG").click()
    file = tmp_path / "graph.svg"
    saved.value.save_as(file)
    titles = {one.text for one in ElementTree.parse(file).iter(f"{_SVG}title")}
    assert {*_HARM, _HARM_HOST} <= titles

    graphml = page.locator("a[href*='graphml']").first.get_attribute("href")
    assert graphml is not None
    said = {one.text for one in ElementTree.fromstring(page.request.get(graphml).body()).iter()}
    assert {*_HARM, _HARM_HOST} <= said

    sheet = load_workbook(io.BytesIO(page.request.get("/api/v1/platforms.xlsx").body())).active
    assert sheet is not None
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {*_HARM, PLATFORM, PARTNER} <= cells


def test_a_query_is_saved_and_its_permalink_opened(page: Page) -> None:
    page.goto("/queries")
    page.locator("a[href*='/queries/platforms_of_host']").first.click()
    page.get_by_label("依托单位").fill(HOST)
    page.get_by_role("button", name="运行").click()
    expect(page).to_have_url(re.compile("host_id=host-unit-"))  # a name became its id
    rows = page.locator("main table tbody tr")
    expect(rows.filter(has_text=PLATFORM)).to_have_count(1)
    asked, shown = page.url, rows.all_inner_texts()

    name = "北湾大学 <b>平台</b>"
    page.get_by_label("保存为").fill(name)
    page.get_by_role("button", name="保存").click()
    expect(page).to_have_url(re.compile(r"/queries\?saved="))
    link = page.get_by_role("region", name="保存的查询").get_by_role("link", name=name)
    address = link.get_attribute("href")
    assert address is not None
    assert address.startswith("/saved/")

    page.goto(address)
    expect(page).to_have_url(asked)
    assert rows.all_inner_texts() == shown
