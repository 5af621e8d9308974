"""What the graph page shows around the canvas: legend, filters, tools, hits, the panel, the table twin."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api import payload, view, view_graph
from api.asof import as_of
from api.listing.find import search as search_graph
from api.listing.items import Wanted
from api.listing.lists import items_of
from api.view import t, to
from api.view_graph import GraphContent
from api.view_graph_colour import Group, groups_of
from api.view_graph_details import details_of
from api.view_graph_kept import KeptViews, is_long, short_query, with_kept
from api.view_graph_state import COLOURS, GraphState, pairs_of, state_of
from api.view_words import KINDS
from graph.model import DRAWN

_MOST_FOUND = 8
_STARTS = 4
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
#: Parameters by which forms and steps say what an address then says in its own way.
_FORMS = ("do", "from", "to", "year_from", "year_to", "score_from")
#: The drawing of years in the legend, in its own units.
_BAR, _BARS_WIDTH, _BARS_HEIGHT = 6, 156, 28


@dataclass(frozen=True)
class Toggle:
    """A kind or relationship of the legend: what pressing it does, and whether it is on."""

    name: str
    count: int
    on: bool
    step: str
    url: str


@dataclass(frozen=True)
class Bar:
    """Platforms first listed in a year, as a bar of the drawing."""

    year: int
    count: int
    x: float
    width: float
    height: float
    on: bool


def views() -> KeptViews:
    """The kept views of the running application."""
    kept = current_app.extensions["pingtai.views"]
    assert isinstance(kept, KeptViews)
    return kept


@dataclass(frozen=True)
class Asked:
    """What the address of a request asks for: the state, its one address, and how it is shown."""

    state: GraphState
    query: dict[str, Any]
    is_lost: bool
    find: str

    @property
    def is_moved(self) -> bool:
        """Whether the request used another address than the view's own: one of a form, or one that has
        become too long."""
        is_short = "v" in self.query and "v" not in request.args
        return is_short or any(name in request.args for name in _FORMS)


def asked() -> Asked:
    """What the request asks for."""
    args, is_lost = with_kept(MultiDict(request.args.items(multi=True)), views())
    state = state_of(args)
    find = args.get("find", "").strip()[:_MOST_WORDS]
    return Asked(state, short_query(state, views()), is_lost, find)


def own_url(one: Asked, path: str = "/graph", **more: Any) -> str:
    """The address of what is asked for."""
    if request.args.get("as") == "table" and path == "/graph":
        more = {"as": "table"} | more
    return to(path, **one.query, **more)


def graph_context(one: Asked) -> dict[str, Any]:
    """Everything that the template of the graph page needs."""
    state = one.state
    content = view_graph.content_of(state)
    shown = view_graph.filtered(state, content)
    has_bundle = view.bundle("graph.js") is not None
    as_table = request.args.get("as") == "table" or not has_bundle
    extra = {"as": "table"} if as_table else {}

    def url_after(step: str) -> str:
        """The address that a step leads to; where that is too long, of the step itself."""
        query = state.after(step).query()
        if is_long(query):
            query = one.query | {"do": step}
        return to("/graph", **query, **extra)

    groups = groups_of(state, shown)
    details = details_of(state, content, shown, url_after)
    return {
        "state": state,
        "content": content,
        "shown": shown,
        "details": details,
        "is_edge": state.chosen_edge() is not None,
        "shown_nodes": _ordered(shown),
        "shown_edges": shown.edges,
        "path_steps": _path_steps(shown),
        "degree": shown.degree(),
        "as_table": as_table,
        "is_part": request.args.get("part") == "1",
        "why_table": _why_table(has_bundle=has_bundle),
        "is_lost": one.is_lost,
        "find": one.find,
        "hits": search_graph(payload.current_store(), one.find, _MOST_FOUND) if one.find else [],
        "starts": _starts() if not content.nodes else [],
        "kinds": _kind_toggles(state, content, url_after),
        "rels": _rel_toggles(state, content, url_after),
        "bars": _bars(state, content),
        "undated": _undated(content),
        "below": _below(state, content),
        "has_findings": any("score" in edge for edge in content.edges),
        "colours": [(name, url_after(f"color:{name}")) for name in COLOURS],
        "colour_words": _colour_words(),
        "groups": groups,
        "as_of_day": as_of() is not None,
        "is_unanalysed": state.colour != "kind" and not groups,
        "dotted": _DOTTED,
        "state_pairs": pairs_of(one.query),
        "is_pinned": any(pin.partition(":")[0] == state.chosen for pin in state.pins),
        "url_after": url_after,
        "table_url": to("/graph", **one.query, **{"as": "table"}),
        "canvas_url": to("/graph", **one.query),
        "json_url": to("/graph.json", **one.query),
        "graphml_url": to("/graph.graphml", **one.query),
        "rest": shown.rest.get(state.chosen, 0),
        "most_added": view_graph.MOST_ADDED,
        "graph_json": script_json(_drawing(one, shown, groups)),
        "relationship_words": view_graph.relationship_words,
    }


def _ordered(shown: GraphContent) -> list[dict[str, Any]]:
    order = list(KINDS)
    return sorted(
        shown.nodes.values(),
        key=lambda node: (order.index(node["label"]), node["name"], node["id"]),
    )


def _path_steps(shown: GraphContent) -> list[tuple[dict[str, Any], str]]:
    """The nodes of the path that are shown, each with the relationship that leads on."""
    words = [view_graph.relationship_words(rel) for rel in shown.steps]
    nodes = [shown.nodes.get(one) for one in shown.path]
    return [(node, word) for node, word in zip(nodes, [*words, ""], strict=False) if node]


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
    starts = []
    for label, name in (("HostUnit", "hosts"), ("Field", "fields")):
        items = items_of(payload.current_store(), name)
        most = items.found(Wanted(sort="-platforms"))[:_STARTS]
        starts += [(label, items.ids[at], items.names[at]) for at in most]
    return starts


# Legend and filters: counts are of what could be shown, so that a filter can be taken back


def _kind_toggles(
    state: GraphState, content: GraphContent, url_after: Callable[[str], str]
) -> list[Toggle]:
    counts = content.by_kind()
    return [
        Toggle(label, counts[label], state.shows(label), step, url_after(step))
        for label, step in ((label, f"kind:{label}") for label in KINDS)
        if counts[label] or not state.shows(label)
    ]


def _rel_toggles(
    state: GraphState, content: GraphContent, url_after: Callable[[str], str]
) -> list[Toggle]:
    """Relationships that are drawn here or could be: the others would only lengthen the list."""
    counts, on = content.by_rel(), state.shown_rels()
    return [
        Toggle(rel, counts[rel], rel in on, step, url_after(step))
        for rel, step in ((rel, f"rel:{rel}") for rel in DRAWN)
        if counts[rel] or rel not in on
    ]


def _bars(state: GraphState, content: GraphContent) -> list[Bar]:
    """How many platforms were first listed in each year, those of no year left out."""
    counts = Counter(node["year"] for node in content.nodes.values() if "year" in node)
    if len(counts) < 2:
        return []
    years = range(min(counts), max(counts) + 1)
    step = min(2 * _BAR, _BARS_WIDTH / len(years))
    most = max(counts.values())
    return [
        Bar(
            year=year,
            count=counts[year],
            x=round(index * step, 1),
            width=round(step * 0.8, 1),
            height=round(_BARS_HEIGHT * counts[year] / most, 1),
            on=state.within_years(year),
        )
        for index, year in enumerate(years)
    ]


def _undated(content: GraphContent) -> int:
    return sum(n["label"] == "Platform" and "year" not in n for n in content.nodes.values())


def _below(state: GraphState, content: GraphContent) -> int:
    return sum(edge.get("score", 1) < state.min_score for edge in content.edges)


def _colour_words() -> dict[str, str]:
    return {
        "kind": t("种类", "Kind"),
        "cluster": t("社群", "Community"),
        "bridge": t("桥梁", "Bridges"),
        "year": t("认定年", "Year"),
    }


# For the canvas


def _drawing(one: Asked, shown: GraphContent, groups: list[Group]) -> dict[str, Any]:
    """What the canvas needs beyond the content: address, pins, what is chosen, colours."""
    of = {node: group for group in groups for node in group.nodes}
    return shown.as_json() | {
        "address": own_url(one),
        "pins": list(one.state.pins),
        "chosen": one.state.chosen,
        "groups": {node: [group.number, group.colour] for node, group in of.items()},
        "colour": one.state.colour,
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
        "placing": t("正在布局", "Laying out"),
        "placed": t("布局", "laid out in"),
        "seconds": t("秒", "s"),
        "file": t("图谱", "graph"),
    }


def script_json(value: dict[str, Any]) -> Markup:
    """JSON for a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(  # noqa: S704 - escaped here, for JSON and not for HTML
        text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    )
