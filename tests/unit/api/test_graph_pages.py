"""The graph page over a small store: filters, colours, the panel, files, and what means harm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from api.view_graph import GraphContent, drawn, filtered
from api.view_graph_colour import groups_of
from api.view_graph_state import GraphState
from tests.unit.api.conftest import Find
from tests.web_sample import HOST, PARTNER, PLATFORM

_ML = "{http://graphml.graphdrawing.org/xmlns}"


def _json(client: FlaskClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/graph.json?{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


def _names(content: dict[str, Any]) -> set[str]:
    return {node["name"] for node in content["nodes"]}


def test_years_leave_out_platforms_and_what_hung_only_on_them(
    client: FlaskClient, find: Find
) -> None:
    query = f"seed={find('hosts', HOST)}&expand={find('hosts', HOST)}&expand={find('platforms', PARTNER)}"
    whole = _json(client, query)
    years = {node["name"]: node.get("year") for node in whole["nodes"]}
    assert (years[PLATFORM], years[PARTNER]) == (2019, 2021)
    assert "蓝贝海洋公司" in _names(whole)
    early = _json(client, f"seed={find('hosts', HOST)}&years=2018..2019")
    assert PLATFORM in _names(early)
    assert PARTNER not in _names(early)
    late = _json(client, f"seed={find('hosts', HOST)}&years=2020..")
    assert PARTNER in _names(late)
    assert PLATFORM not in _names(late)


def test_the_score_leaves_out_findings_below_it(client: FlaskClient, find: Find) -> None:
    query = f"seed={find('platforms', PLATFORM)}&expand={find('platforms', PLATFORM)}"
    scores = [edge["score"] for edge in _json(client, query)["edges"] if "score" in edge]
    assert scores
    above = _json(client, f"{query}&min_score=1")
    assert all(edge["rel"] != "OVERLAPS_WITH" or edge["score"] == 1 for edge in above["edges"])


def test_a_kind_that_is_off_is_in_no_form_of_the_page(client: FlaskClient, find: Find) -> None:
    query = f"seed={find('hosts', HOST)}&kinds=HostUnit"
    assert {node["label"] for node in _json(client, query)["nodes"]} == {"HostUnit"}
    html = client.get(f"/graph?{query}&as=table").text
    assert PLATFORM not in html
    assert 'aria-pressed="false"' in html


def test_forms_and_steps_lead_to_the_one_address(client: FlaskClient, find: Find) -> None:
    host, platform = find("hosts", HOST), find("platforms", PLATFORM)
    for asked, own in (
        (f"seed={host}&do=hide:{platform}", f"/graph?seed={host}&hide={platform}"),
        (f"seed={host}&from={host}&to={platform}", f"/graph?seed={host}&path={host},{platform}"),
        (f"seed={host}&year_from=2016&year_to=&score_from=0", f"/graph?seed={host}&years=2016.."),
        (
            f"seed={host}&as=table&do=sel:{platform}&lang=en",
            f"/graph?seed={host}&sel={platform}&as=table&lang=en",
        ),
    ):
        answer = client.get(f"/graph?{asked}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == own
    assert client.get(f"/graph?seed={host}&do=hide:{platform}&part=1").status_code == 200


def test_a_long_view_leads_to_its_key_and_back(client: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    pins = "&".join(f"pin=platform-{i:016x}:{i}:5" for i in range(80))
    answer = client.get(f"/graph?seed={host}&{pins}&sel={host}&as=table")
    assert answer.status_code == 302
    short = answer.headers["Location"]
    assert re.fullmatch(rf"/graph\?v=[0-9a-f]{{32}}&sel={host}&as=table", short)
    html = client.get(short).text
    assert PLATFORM in html
    key = re.search(r"v=([0-9a-f]{32})", short)
    assert key
    assert _names(_json(client, f"v={key[1]}")) == _names(_json(client, f"seed={host}"))
    lost = client.get(f"/graph?v={'0' * 32}")
    assert lost.status_code == 200
    assert "没有保存这个地址的视图" in lost.text


def test_a_path_shows_its_steps_also_over_relationships_that_are_off(
    client: FlaskClient, find: Find
) -> None:
    one, other = find("platforms", PLATFORM), find("documents", "2023")
    found = _json(client, f"seed={one}&rels=none&path={one},{other}")
    assert found["path"][0] == one
    assert found["path"][-1] == other
    pairs = {frozenset((edge["s"], edge["t"])) for edge in found["edges"]}
    steps = zip(found["path"], found["path"][1:], strict=False)
    assert all(frozenset(step) in pairs for step in steps)
    html = client.get(f"/graph?seed={one}&path={one},{other}&as=table").text
    assert 'class="path-steps"' in html


def test_the_panel_of_a_relationship_quotes_its_sources(client: FlaskClient, find: Find) -> None:
    host, platform = find("hosts", HOST), find("platforms", PLATFORM)
    html = client.get(f"/graph?seed={host}&sel={platform}:HOSTED_BY:{host}&as=table").text
    panel = html[html.index('id="chosen"') :]
    assert f'<mark class="t-host">{HOST}</mark>' in panel
    assert "/documents/" in panel
    finding = next(
        edge["id"]
        for edge in _json(client, f"seed={platform}")["edges"]
        if edge["rel"] == "OVERLAPS_WITH"
    )
    assert "看理由与判定" in client.get(f"/graph?seed={platform}&sel={quote(finding)}").text
    assert 'id="chosen"' not in client.get(f"/graph?seed={host}&sel={host}:HOSTED_BY:x").text


def test_graphml_is_exactly_what_is_shown(client: FlaskClient, find: Find) -> None:
    host = find("hosts", HOST)
    query = f"seed={host}&years=2020..&pin={host}:12:-7"
    shown = _json(client, query)
    root = ElementTree.fromstring(client.get(f"/graph.graphml?{query}").data)
    nodes = root.findall(f".//{_ML}node")
    assert [node.get("id") for node in nodes] == [node["id"] for node in shown["nodes"]]
    ends = [(edge.get("source"), edge.get("target")) for edge in root.findall(f".//{_ML}edge")]
    assert ends == [(edge["s"], edge["t"]) for edge in shown["edges"]]
    places = {data.get("key"): data.text for data in nodes[0]}
    assert (places["n_x"], places["n_y"]) == ("12.0", "-7.0")


def test_names_that_mean_harm_are_text_in_every_form(client: FlaskClient) -> None:
    rows = json.loads(client.get("/platforms.json").text)
    harm = next(row for row in rows if "script" in row["platform"])
    query = f"seed={harm['platform_id']}&sel={harm['platform_id']}"
    assert "<script>alert" not in client.get(f"/graph?{query}&as=table").text
    root = ElementTree.fromstring(client.get(f"/graph.graphml?{query}").data)
    labels = {data.text for data in root.iter(f"{_ML}data") if data.get("key") == "n_label"}
    assert harm["platform"] in labels
    for words in ("' OR 1=1 //", "x}) DETACH DELETE n //", "\u202e", "<script>"):
        asked = quote(words)
        for name in ("seed", "expand", "hide", "pin", "path", "sel", "do", "find", "v", "years"):
            answer = client.get(f"/graph?{name}={asked}")
            assert answer.status_code in (200, 302), name
            assert "<script>alert" not in answer.text


@pytest.fixture
def content(request_context: None) -> GraphContent:
    """Two hosts of two communities with three platforms, one of unknown year."""
    hosts = {
        "h1": drawn("HostUnit", "h1", "甲大学", {"community": "c1", "joins": ["c2"]}),
        "h2": drawn("HostUnit", "h2", "乙大学", {"community": "c2", "is_cut": True}),
    }
    platforms = {one: drawn("Platform", one, one, {}) for one in ("p1", "p2", "p3")}
    platforms["p1"]["year"], platforms["p2"]["year"] = 2018, 2022
    edges = [
        {"id": f"{p}:HOSTED_BY:{h}", "rel": "HOSTED_BY", "s": p, "t": h, "n": 1}
        for p, h in (("p1", "h1"), ("p2", "h1"), ("p3", "h2"))
    ]
    return GraphContent(nodes={**hosts, **platforms}, edges=edges)


@pytest.fixture
def request_context(client: FlaskClient) -> Iterator[None]:
    """Words and addresses are in the language of a request."""
    with client.application.test_request_context("/"):
        yield


def test_an_unknown_year_is_within_no_years(content: GraphContent) -> None:
    shown = filtered(GraphState(seeds=("h1",), years=(2018, 2020)), content)
    assert set(shown.nodes) == {"h1", "p1"}, "what hung only on what is left out goes with it"
    assert set(filtered(GraphState(seeds=("h1",)), content).nodes) == set(content.nodes)


def test_colours_say_communities_and_bridges(content: GraphContent) -> None:
    groups = groups_of(GraphState(colour="cluster"), content)
    assert [(group.words, set(group.nodes)) for group in groups] == [
        ("甲大学", {"h1", "p1", "p2"}),
        ("乙大学", {"h2", "p3"}),
    ]
    bridges = groups_of(GraphState(colour="bridge"), content)
    assert [group.nodes for group in bridges] == [("h2",), ("h1",)]
    assert groups_of(GraphState(), content) == []


def test_colours_say_years_in_spans(content: GraphContent) -> None:
    for name in list(content.nodes):
        content.nodes[name].pop("year", None)
    years = (2010, 2010, 2010, 2014, 2018, 2018, 2020, 2021)
    names = [f"y{number}" for number in range(len(years))]
    for name, year in zip(names, years, strict=True):
        content.nodes[name] = {"id": name, "label": "Platform", "name": name, "year": year}
    content.nodes["undated"] = {"id": "undated", "label": "Platform", "name": "undated"}
    groups = groups_of(GraphState(colour="year"), content)
    assert [(group.words, group.colour, group.nodes) for group in groups] == [
        ("2010", 8, ("y0", "y1", "y2")),
        ("2014", 9, ("y3",)),
        ("2018", 10, ("y4", "y5")),
        ("2020–2021", 11, ("y6", "y7")),
    ]
    assert [node for group in groups for node in group.nodes] == names, "each once, none undated"


def test_neighbours_come_in_batches_until_none_is_left(
    client: FlaskClient, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = find("hosts", HOST)
    whole = _json(client, f"seed={host}")
    count = len(whole["nodes"]) - 1
    assert count > 1
    monkeypatch.setattr("api.view_graph.MOST_ADDED", 1)
    address, seen = f"/graph?seed={host}&sel={host}", set[str]()
    for added in range(1, count + 1):
        shown = _json(client, address.partition("?")[2])
        assert (len(shown["nodes"]) - 1, shown["rest"].get(host, 0)) == (added, count - added)
        assert seen < _names(shown) <= _names(whole)
        seen = _names(shown)
        step = re.search(
            rf'data-do="((?:more|expand):{host})" data-expand', client.get(address).text
        )
        assert step is not None
        address = client.get(f"{address}&do={step[1]}").headers.get("Location", address)
    # Nothing is left: the same step leads nowhere further.
    assert address.count(host) == count + 2
