"""Every page as the server makes it, over a small real store, with and without a built bundle."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from api import view_start
from tests.unit.api.conftest import Find
from tests.web_sample import HOST, PARTNER, PLATFORM

PLAN = "云岭省科技创新平台优化提升实施方案"
LISTS = ("platforms", "hosts", "fields", "types", "documents")
PLAIN = (
    "/",
    *(f"/{one}" for one in LISTS),
    "/overlap",
    "/overlap?as=table",
    "/overlap?rows=type",
    "/duplicates?kind=D1&status=open",
    "/duplicates",
    "/progress",
    "/graph",
    "/queries",
    "/search",
)


class _Page(HTMLParser):
    """Tags and text of a page; a stack shows that every element is closed."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def links(self) -> list[str]:
        return [str(attrs["href"]) for tag, attrs in self.tags if tag == "a" and attrs.get("href")]


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.get_data(as_text=True)


def rows_of(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(page(client, address))
    return rows


def addresses(find: Find) -> list[str]:
    """One of each page of the view."""
    plan = find("documents", PLAN)
    host, platform = find("hosts", HOST), find("platforms", PLATFORM)
    return [
        *PLAIN,
        "/platforms?q=zzzz",
        "/search?q=hy",
        "/search?q=zzzz",
        f"/platforms/{platform}?open=all",
        f"/hosts/{host}",
        f"/fields/{find('fields', '海洋生物资源')}",
        f"/types/{find('types', '广西重点实验室')}",
        f"/documents/{plan}",
        f"/documents/{plan}?flags=1",
        f"/documents/{find('documents', '2023')}",
        f"/graph?seed={host}&expand={host}&sel={host}",
        f"/graph?seed={host}&expand={host}&as=table",
        "/queries/flags",
        "/queries/platforms_of_host",
        f"/queries/platforms_of_host?host_id={host}",
        "/nope",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("made", ["client", "bundled"])
def test_every_page_keeps_the_rules(
    made: str, language: str, find: Find, request: pytest.FixtureRequest
) -> None:
    client: FlaskClient = request.getfixturevalue(made)
    for address in addresses(find):
        joiner = "&" if "?" in address else "?"
        answer = client.get(f"{address}{joiner}lang={language}")
        html = answer.get_data(as_text=True)
        assert answer.status_code == (404 if address == "/nope" else 200), address
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        shown = _Page(html)
        assert not shown.faults, (address, shown.faults)
        assert not shown.open, (address, shown.open)
        tags = [tag for tag, _ in shown.tags]
        assert tags.count("h1") == 1, address
        assert ("html", {"lang": "en" if language == "en" else "zh-CN"}) in shown.tags, address
        for tag, attrs in shown.tags:
            assert "style" not in attrs, (address, tag)
            assert not any(name.startswith("on") for name in attrs), (address, tag)
            if tag == "script":
                assert attrs.get("src") or attrs.get("type") == "application/json", address
            if attrs.get("id"):
                same = [one for _, one in shown.tags if one.get("id") == attrs["id"]]
                assert len(same) == 1, (address, attrs["id"])


def test_language_travels_on_every_internal_link(client: FlaskClient, find: Find) -> None:
    for address in addresses(find)[:-1]:
        joiner = "&" if "?" in address else "?"
        for link in _Page(page(client, f"{address}{joiner}lang=en")).links():
            inside = link.startswith("/") and not link.startswith(
                ("/api/", "/language/", "/theme/")
            )
            if inside and not re.match(r"/[a-z_/]+\.(json|csv|xlsx)", link):
                assert "lang=en" in link, (address, link)


def test_every_internal_link_leads_somewhere(client: FlaskClient, find: Find) -> None:
    links = {
        link.partition("#")[0]
        for address in addresses(find)[:-1]
        for link in _Page(page(client, address)).links()
        if link.startswith("/")
    }
    for link in sorted(links):
        assert client.get(link).status_code in (200, 302), link


def test_a_cookie_sets_the_first_language_and_the_address_wins(client: FlaskClient) -> None:
    answer = client.get("/language/en?next=/platforms")
    assert answer.location == "/platforms?lang=en"
    assert "Host units" in page(client, "/platforms")
    assert "依托单位" in page(client, "/platforms?lang=zh")
    assert 'href="/hosts?lang=zh"' in page(client, "/platforms?lang=zh")


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_choice_never_leads_to_another_site(client: FlaskClient, target: str) -> None:
    assert client.get(f"/theme/dark?next={quote(target)}").location == "/"


def test_the_theme_is_kept(client: FlaskClient) -> None:
    client.get("/theme/dark?next=/")
    assert 'data-theme="dark"' in page(client, "/")


# Start


def test_the_start_page_counts_and_shows_targets_as_printed(client: FlaskClient) -> None:
    html = page(client, "/")
    assert re.search(r'class="figure" href="/platforms">5<', html)
    assert "达到140家以上" in html
    assert re.search(r'class="printed hatch"[^>]*>23家<', html), "a doubtful number is hatched"
    assert "2—3家" in html
    assert PARTNER in html


def test_the_plan_is_the_start_page(client: FlaskClient) -> None:
    html = page(client, "/")
    table = html.partition('class="table stacks targets plan"')[2].partition("</table>")[0]
    lab = next(row for row in table.split("<tr>") if ">广西重点实验室<" in row)
    assert re.search(r"#OF_TYPE\">5<", lab), "the count links to its list"
    assert '<svg class="bar"' in lab
    assert "差 135" in lab
    damaged = next(row for row in table.split("<tr>") if ">广西实验室<" in row)
    assert '<svg class="bar' not in damaged
    assert "核定前不比较" in damaged
    shares = re.findall(r'state=(\w+)">.*?<strong>(\d+)<', html)
    rows = rows_of(client, "/progress.json")
    assert {k: int(n) for k, n in shares} == dict(Counter(row["state"] for row in rows))


def test_of_many_types_the_largest_stand_there(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = view_start._types
    more = {"category_id": "category-x", "category": "别的"}
    monkeypatch.setattr(
        view_start,
        "_types",
        lambda: [
            *rows(),
            *(
                {"type_id": f"t-{n}", "type": f"第{n}类", "platforms": n} | more
                for n in range(1, 51)
            ),
        ],
    )
    html = page(client, "/")
    shown = [int(n) for n in re.findall(r">第(\d+)类<", html)]
    assert shown == list(range(50, 10, -1)), "the largest first"
    assert re.search(r'href="/types\?category=category-x">其余 10 种类型<', html)
    assert "达到140家以上" in html, "what has a target stands there in any case"


def test_what_waits_stands_beside_the_plan(client: FlaskClient) -> None:
    html = page(client, "/")
    assert "待核的重复建设" in html
    assert re.search(r'class="printed hatch" href="(/documents/[^"]+\.target#c\d+)"', html)
    assert "交叉最多" not in html


def test_numbers_link_to_lists_of_that_length(client: FlaskClient) -> None:
    html = page(client, "/")
    for path in LISTS[:3]:
        found = re.search(rf'class="figure" href="/{path}">([\d,]+)<', html)
        assert found
        assert len(rows_of(client, f"/{path}.json")) == int(found[1].replace(",", ""))


def test_an_empty_store_says_how_to_begin(empty_client: FlaskClient) -> None:
    assert "pingtai ingest" in page(empty_client, "/")
    for address in PLAIN[1:]:
        page(empty_client, address)


# Tables


@pytest.mark.parametrize("path", LISTS)
def test_a_table_and_its_files_say_the_same(client: FlaskClient, path: str) -> None:
    rows = rows_of(client, f"/{path}.json")
    text = client.get(f"/{path}.csv").get_data(as_text=True)
    assert text.startswith("\ufeff")
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(table) == len(rows) > 0
    assert list(table[0]) == list(rows[0])
    assert page(client, f"/{path}").count("<tr>") == len(rows) + 1


def test_a_table_is_filtered_and_sorted(client: FlaskClient) -> None:
    html = page(client, "/platforms?q=hysw&sort=-year")  # pinyin initials of 海洋生物
    assert PLATFORM in html
    assert "有色金属" not in html
    assert html.index(PARTNER) < html.index(PLATFORM), "the newest comes first"
    assert 'aria-sort="descending"' in html


def test_pages_of_a_table(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.view_lists.PAGE", 2)
    monkeypatch.setattr("api.routes.pages.PAGE", 2)
    seen: list[str] = []
    address: str | None = "/platforms"
    while address:
        html = page(client, address)
        seen += re.findall(r'<th scope="row"><a href="(/platforms/[^"]+)"', html)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        address = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == 5


def test_nothing_found_says_what_to_drop(client: FlaskClient) -> None:
    assert "zzzz”，有 5 个" in re.sub(r"<[^>]+>", "", page(client, "/platforms?q=zzzz"))


@pytest.mark.parametrize("after", ["-1", "x", "１", "9" * 40])
def test_a_bad_page_number_is_told(client: FlaskClient, after: str) -> None:
    assert "after" in page(client, f"/platforms?after={quote(after)}", 400)


# Nodes


def test_a_platform_shows_facts_with_every_quote(client: FlaskClient, find: Find) -> None:
    html = page(client, f"/platforms/{find('platforms', PLATFORM)}?open=all")
    assert html.count("2 处") >= 2, "host and type are said by roster and evaluation"
    assert "2 份来源一致" in html
    assert re.search(rf'<mark class="t-host">{HOST}</mark>', html)
    assert "1 对待核重复" in html
    assert "认定" in html
    assert "评估 优秀" in html


def test_a_quote_leads_to_its_sentence_and_back(client: FlaskClient, find: Find) -> None:
    platform = find("platforms", PLATFORM)
    html = page(client, f"/platforms/{platform}?open=all")
    places = re.findall(r'href="(/documents/[^"]+fact=[^"]+)#(c\d+)"', html)
    assert places
    for address, anchor in places:
        document = page(client, address.replace("&amp;", "&"))
        assert f'id="{anchor}"' in document
        assert 'id="chosen"' in document
    assert any(f"/platforms/{platform}" in page(client, address) for address, _ in places)


def test_a_node_of_another_kind_is_sent_to_its_page(client: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    for address in (f"/nodes/{host}", f"/platforms/{host}", f"/documents/{host}"):
        assert client.get(address).location == f"/hosts/{host}"


def test_relationships_to_many_are_paged(
    client: FlaskClient, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.view_nodes.PAGE", 2)
    kind = find("types", "广西重点实验室")
    html = page(client, f"/types/{kind}")
    assert f'href="/types/{kind}?rel=OF_TYPE&amp;after=2#OF_TYPE"' in html
    assert "共 5 个" in page(client, f"/types/{kind}?rel=OF_TYPE&after=2")


def test_a_doubtful_target_does_not_look_certain(client: FlaskClient, find: Find) -> None:
    rows = rows_of(client, "/queries/targets_by_type.json")
    doubtful = next(row for row in rows if row["flags"])
    html = page(client, f"/targets/{doubtful['target_id']}")
    assert re.search(r'<h1>.*<span class="src hatch"[^>]*>23家</span>', html)
    assert "疑似缺连接号" in html


# Hostile text


def test_hostile_names_come_out_as_text(bundled: FlaskClient, find: Find) -> None:
    script = find("platforms", "<script>alert(1)</script>重点实验室")
    host = next(
        row["host_id"] for row in rows_of(bundled, "/hosts.json") if "onerror" in row["host"]
    )
    roster = find("documents", "hostile")
    for address in (
        "/platforms",
        "/hosts",
        "/overlap",
        f"/platforms/{script}?open=all",
        f"/hosts/{host}?open=all",
        f"/documents/{roster}",
        f"/graph?seed={host}&expand={host}&sel={script}",
        f"/graph?seed={host}&expand={host}&as=table",
        f"/search?q={quote('<script>')}",
        f"/platforms?q={quote('<script>alert(1)</script>')}",
        "/queries/platform_items",
    ):
        html = page(bundled, address)
        assert "<script>alert" not in html, address
        assert "<img src=x" not in html, address
        shown = _Page(html)
        assert not any(tag == "img" for tag, _ in shown.tags), address


def test_direction_marks_are_shown_and_isolated(client: FlaskClient, find: Find) -> None:
    html = page(client, f"/documents/{find('documents', 'hostile')}")
    assert "\u202e" not in html
    assert '<bdi>广西<span class="unseen">U+202E</span>' in html


def test_formulas_are_defused_in_csv(client: FlaskClient) -> None:
    text = client.get("/hosts.csv").get_data(as_text=True)
    assert "'=cmd|" in text
    assert not re.search(r"(^|,)\"?=", text)


# Search, queries, graph


def test_search_groups_by_kind(client: FlaskClient) -> None:
    html = page(client, f"/search?q={quote('海洋')}")
    assert html.index('id="g-Platform"') < html.index('id="g-Field"')


def test_a_query_has_a_form_a_table_and_files(client: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    html = page(client, f"/queries/platforms_of_host?host_id={host}")
    assert f'value="{host}"' in html
    assert PLATFORM in html
    rows = rows_of(client, f"/queries/platforms_of_host.json?host_id={host}")
    assert {row["platform"] for row in rows} == {PLATFORM, PARTNER}
    assert "limit" in page(client, f"/queries/platforms_of_host?host_id={host}&limit=x", 400)


def test_the_graph_is_a_table_where_scripts_are_missing(client: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    html = page(client, f"/graph?seed={host}&expand={host}&sel={host}")
    assert "安装时没有 Node" in html
    assert PLATFORM in html
    assert "data-canvas" not in html


def test_the_graph_page_embeds_what_the_table_says(bundled: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    address = f"/graph?seed={host}&expand={host}"
    html = page(bundled, address)
    found = re.search(r'<script type="application/json" id="graph-data">(.*?)</script>', html, re.S)
    assert found
    data = json.loads(found[1])
    same = json.loads(page(bundled, address.replace("/graph", "/graph.json")))
    assert data["nodes"] == same["nodes"]
    assert data["edges"] == same["edges"]
    assert "<noscript>" in html
    assert "<noscript>" not in page(bundled, f"{address}&part=1")


def test_a_seed_opens_with_its_neighbours(client: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    alone = json.loads(page(client, f"/graph.json?seed={host}"))
    assert {node["name"] for node in alone["nodes"]} >= {HOST, PLATFORM, PARTNER}
    assert alone == json.loads(page(client, f"/graph.json?seed={host}&expand={host}"))


def test_a_full_graph_takes_no_more_and_says_so(
    client: FlaskClient, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.view_graph._MOST_SHOWN", 2)
    host = find("hosts", HOST)
    full = json.loads(page(client, f"/graph.json?seed={host}"))
    assert len(full["nodes"]) == 2
    assert full["rest"][host] >= 1
    assert "个邻居未显示" in page(client, f"/graph?seed={host}")


def test_a_strange_place_in_a_text_is_no_fact(client: FlaskClient, find: Find) -> None:
    document = find("documents", PLAN)
    for place in ("9" * 5000 + "-1", "5-2", "0-999999999999", "٣-٤", "x"):
        assert 'id="chosen"' not in page(client, f"/documents/{document}?fact={quote(place)}")


def test_an_unknown_address_is_told_as_page_and_as_json(client: FlaskClient) -> None:
    html = page(client, "/platforms/platform-0000000000000000", 404)
    assert "回到总览" in html
    answer = client.get("/nope.json")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert client.get("/api/v1/nope").content_type == "application/problem+json"


def test_styles_are_served_and_nothing_else_of_the_package(client: FlaskClient) -> None:
    assert client.get("/assets/tokens.css").content_type.startswith("text/css")
    for address in ("/assets/../view.py", "/assets/%2e%2e/view.py", "/assets/nope.css"):
        assert client.get(address).status_code == 404, address
