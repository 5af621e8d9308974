"""What the graph page shows around the canvas: legend, tools, hits, the panel, and the table twin."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from flask import request
from markupsafe import Markup

from api import payload, view, view_graph
from api.view import t
from api.view_graph import GraphContent, GraphState
from api.view_words import KINDS
from graph.model import DRAWN
from graph.search import search as search_graph

_MOST_FOUND = 8
_MOST_WORDS = 200
_DOTTED = (
    "SETS",
    "LISTED_IN",
    "EVALUATED_IN",
    "HAS_PROVISION",
    "CITES",
    "ISSUED_BY",
    "NAMES_FIELD",
)


def graph_context() -> dict[str, Any]:
    """Everything that the template of the graph page needs, from the address."""
    state = view_graph.state_of(request.args)
    content = view_graph.content_of(state)
    has_bundle = view.bundle("graph.js") is not None
    as_table = request.args.get("as") == "table" or not has_bundle
    find = request.args.get("find", "").strip()[:_MOST_WORDS]
    nodes, edges = _visible(state, content)
    extra = {"as": "table"} if as_table else {}
    return {
        "state": state,
        "content": content,
        "details": view_graph.details_of(state, content),
        "shown_nodes": nodes,
        "shown_edges": edges,
        "degree": content.degree(),
        "as_table": as_table,
        "is_part": request.args.get("part") == "1",
        "why_table": _why_table(has_bundle=has_bundle),
        "find": find,
        "hits": search_graph(payload.current_store(), find, _MOST_FOUND) if find else [],
        "starts": _starts() if not content.nodes else [],
        "kinds": _kind_toggles(state, content, extra),
        "rels": _rel_toggles(state, content, extra),
        "dotted": _DOTTED,
        "state_pairs": _pairs_of(state),
        "with_chosen": lambda one: replace(state, chosen=one).url(**extra),
        "without": lambda one: _hidden(state, one).url(**extra),
        "expand_url": state.expanded(state.chosen).url(**extra),
        "hide_url": _hidden(state, state.chosen).url(**extra),
        "unhidden_url": replace(state, hide=()).url(**extra),
        "unchosen_url": replace(state, chosen="").url(**extra),
        "rest": content.rest.get(state.chosen, 0),
        "most_added": view_graph.MOST_ADDED,
        "graph_json": script_json(_drawing(state, content)),
        "relationship_words": view_graph.relationship_words,
    }


def _visible(
    state: GraphState, content: GraphContent
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    nodes = [node for node in content.nodes.values() if state.shows(node["label"])]
    order = list(KINDS)
    nodes.sort(key=lambda node: (order.index(node["label"]), node["name"], node["id"]))
    ids = {node["id"] for node in nodes}
    return nodes, [edge for edge in content.edges if edge["s"] in ids and edge["t"] in ids]


def _hidden(state: GraphState, node_id: str) -> GraphState:
    hide = state.hide if node_id in state.hide else (*state.hide, node_id)
    return replace(state, hide=hide, chosen="" if state.chosen == node_id else state.chosen)


def _pairs_of(state: GraphState) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in state.query().items():
        many = value if isinstance(value, (list, tuple)) else [value]
        found += [(key, str(one)) for one in many if one not in (None, "")]
    return found


def _why_table(*, has_bundle: bool) -> str:
    if has_bundle:
        return t(
            "这里是图的表格形式，内容相同；画图需要浏览器运行 JavaScript。",
            "The graph as a table, with the same content; drawing it needs JavaScript in the browser.",
        )
    return t(
        "这里没有画布：安装时没有 Node，网页脚本没有构建。下面的表格内容相同；装好 Node 后在 api/web 里运行 npm ci 和 npm run build。",
        "There is no canvas: Node was missing at install, so the scripts were not built. The table says "
        "the same; with Node, run npm ci and npm run build in api/web.",
    )


def _starts() -> list[tuple[str, str, str]]:
    """Where looking at the graph may begin: hosts and fields with many platforms."""
    hosts = payload.kept("list_hosts", q="", sort="platforms", skip=0, limit=4)
    fields = payload.kept("list_fields", q="", sort="platforms", skip=0, limit=4)
    return [("HostUnit", row["host_id"], row["host"]) for row in hosts] + [
        ("Field", row["field_id"], row["field"]) for row in fields
    ]


def _kind_toggles(
    state: GraphState, content: GraphContent, extra: dict[str, str]
) -> list[tuple[str, int, bool, str]]:
    counts = content.by_kind()
    return [
        (label, counts[label], state.shows(label), state.toggled_kind(label).url(**extra))
        for label in KINDS
        if counts[label] or not state.shows(label)
    ]


def _rel_toggles(
    state: GraphState, content: GraphContent, extra: dict[str, str]
) -> list[tuple[str, int, bool, str]]:
    """Relationships that are drawn here or could be: the others would only lengthen the list."""
    counts = content.by_rel()
    on = state.rels if state.rels is not None else view_graph.DEFAULT_RELS
    return [
        (rel, counts[rel], rel in on, state.toggled_rel(rel).url(**extra))
        for rel in DRAWN
        if counts[rel] or rel not in on
    ]


def _drawing(state: GraphState, content: GraphContent) -> dict[str, Any]:
    """What the canvas needs beyond the content: what is hidden, pinned and chosen."""
    return content.as_json() | {
        "kinds": list(KINDS) if state.kinds is None else list(state.kinds),
        "pins": list(state.pins),
        "chosen": state.chosen,
        "words": graph_words(),
    }


def graph_words() -> dict[str, str]:
    """Words that the canvas says itself."""
    return {
        "choosePath": t("再点一个节点，找两点之间的路径", "Choose a second node to find the path"),
        "nothingFound": t("没有找到", "Nothing found"),
        "pinned": t("已固定", "Pinned"),
        "unpinned": t("不再固定", "No longer pinned"),
        "failed": t("没有读到，请再试一次", "Not loaded; try again"),
        "nothingToUndo": t("没有可撤销的", "Nothing to undo"),
    }


def script_json(value: dict[str, Any]) -> Markup:
    """JSON for a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(  # noqa: S704 - escaped here, for JSON and not for HTML
        text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    )
