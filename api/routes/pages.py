"""The pages of the web view. Each shows what its address says and works without JavaScript."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from api import payload, view, view_graph
from api.view import t, to, words_of
from api.view_details import details_of as fact_details
from api.view_documents import Mark, Piece, document_page
from api.view_facts import Sources
from api.view_graph import GraphContent, GraphState
from api.view_lists import LISTS, PAGE, as_file, cell, list_file, list_view, pairs, whole
from api.view_nodes import PAGE as FACTS_PAGE
from api.view_nodes import node_page, title_of
from api.view_start import start_page
from api.view_words import (
    KIND_BY_PATH,
    KINDS,
    MARKS,
    SUBJECTS,
)
from graph.errors import BadParameter, NotFound
from graph.model import DRAWN
from graph.queries import library
from graph.search import search as search_graph
from graph.store import Rows

pages = Blueprint("pages", __name__)

_YEAR_SECONDS = 365 * 24 * 3600
_MOST_HITS = 60
_MOST_FOUND = 8
_MOST_ROWS = 500
_MOST_CELLS = 5000
_SHORT_CELL = 8
_LISTED = "any(platforms,hosts,fields,types,documents)"
_NODES = "any(platforms,hosts,fields,types,agencies,regions,categories,targets,provisions)"
_FILES = "any(json,csv)"


def _page(template: str, section: str, **values: Any) -> str:
    updated = payload.graph_version()[1]
    return render_template(template, section=section, updated_at=updated, **values)


@pages.get("/")
def start() -> str:
    """The start page."""
    return _page("start.html", "", page=start_page())


# Tables


@pages.get(f"/<{_LISTED}:path>")
def table(path: str) -> str:
    """A table of platforms, hosts, fields, types or documents."""
    shown = list_view(LISTS[path], request.args)
    return _page("list.html", path, view=shown, page_size=PAGE, pairs=pairs)


@pages.get(f"/<{_LISTED}:path>.<{_FILES}:suffix>")
def table_file(path: str, suffix: str) -> Response:
    """All rows of a table as a file."""
    return list_file(LISTS[path], suffix, request.args)


@pages.get("/overlap")
def overlap() -> str:
    """Several platforms of one host in one field."""
    least = max(2, whole(request.args, "min") or 2)
    rows = payload.kept("overlap_by_host_and_field", min=least, limit=_MOST_CELLS)
    return _page("overlap.html", "overlap", least=least, pairs=pairs, **_turned(rows))


@pages.get(f"/overlap.<{_FILES}:suffix>")
def overlap_file(suffix: str) -> Response:
    """The same rows as a file."""
    least = max(2, whole(request.args, "min") or 2)
    rows = payload.run("overlap_by_host_and_field", min=least, limit=_MOST_CELLS)
    return as_file("overlap", suffix, library()["overlap_by_host_and_field"].columns, rows)


@pages.get("/duplicates")
def duplicates() -> str:
    """Pairs of platforms that may be duplicate construction."""
    rows = payload.kept("duplicate_construction_d1", limit=_MOST_CELLS)
    return _page("duplicates.html", "duplicates", **_turned(rows))


@pages.get(f"/duplicates.<{_FILES}:suffix>")
def duplicates_file(suffix: str) -> Response:
    """The same pairs as a file."""
    rows = payload.run("duplicate_construction_d1", limit=_MOST_CELLS)
    return as_file("duplicates", suffix, library()["duplicate_construction_d1"].columns, rows)


def _turned(rows: Rows) -> dict[str, Any]:
    """The page of a table that the address asks for."""
    after = whole(request.args, "after")
    shown = rows[after : after + PAGE]
    return {
        "rows": shown,
        "total": len(rows),
        "after": after,
        "page_size": PAGE,
        "view_first": after + 1 if shown else 0,
        "view_last": after + len(shown),
    }


# Nodes


@pages.get(f"/<{_NODES}:path>/<node_id>")
def node(path: str, node_id: str) -> str | AnyResponse:
    """A node's page."""
    found = payload.node_or_404(node_id)
    if KINDS[found["label"]] is not KIND_BY_PATH[path]:
        return redirect(view.node_url(found["label"], node_id))
    return _node(node_id, path if path in LISTS else "")


def _node(node_id: str, section: str) -> str:
    page = node_page(node_id, request.args.get("rel", ""), whole(request.args, "after"))
    return _page(
        "node.html",
        section,
        page=page,
        title=title_of(page),
        open_all=request.args.get("open") == "all",
        opened=request.args.get("open", "").upper(),
        page_size=FACTS_PAGE,
        graph_json=_json(page.graph.as_json() | {"center": node_id, "words": _graph_words()}),
        relationship_words=view_graph.relationship_words,
    )


@pages.get("/nodes/<node_id>")
def any_node(node_id: str) -> AnyResponse:
    """The right page of a node of any kind."""
    label = payload.node_or_404(node_id)["label"]
    return redirect(view.node_url(label, node_id))


# Documents


@pages.get("/documents/<document_id>")
def document(document_id: str) -> str | AnyResponse:
    """A document's text with its facts; its facts alone where the text was not read."""
    found = payload.node_or_404(document_id)
    if found["label"] != "GoverningDocument":
        return redirect(view.node_url(found["label"], document_id))
    sources = payload.kept("sources_of_document", document_id=document_id)
    if not sources:
        return _node(document_id, "documents")
    page = document_page(
        sources,
        source_id=request.args.get("source", ""),
        fact=request.args.get("fact", ""),
        at=whole(request.args, "at"),
        show=request.args.get("show", ""),
        only_flags=request.args.get("flags") == "1",
    )
    chosen = page.place[0] if page.place else page.shown[0]
    sections = [one.start for one in page.outline if one.start <= chosen]
    return _page(
        "document.html",
        "documents",
        document=found,
        page=page,
        details=fact_details(page),
        issuers=_issuers(document_id),
        related=_related(document_id),
        fact_count=sum(page.counts.values()) - page.counts["flag"],
        toggles=_toggles(page.counts, page.shown_kinds, only_flags=page.only_flags),
        current_section=sections[-1] if sections and page.place else None,
        fact_url=_fact_url,
        width_of=_width_of,
        mark_icons={kind.style: kind.icon for kind in KINDS.values()},
    )


def _fact_url(mark: Mark) -> str:
    return f"{view.here(fact=mark.id, at=None)}#c{mark.start}"


def _issuers(document_id: str) -> list[tuple[str, str]]:
    rows = payload.kept(
        "facts_of_node", id=document_id, relationship="ISSUED_BY", outward=True, skip=0, limit=20
    )
    in_order = sorted(rows, key=lambda row: (row["source_id"], row["start"]))
    return list({row["other_id"]: row["other_name"] for row in in_order}.items())


def _width_of(cell: list[Piece]) -> str:
    """How much room a cell needs, so that numbers and places are not broken and names not squeezed."""
    length = sum(len(piece.text) for piece in cell)
    return "short" if length <= _SHORT_CELL else "mid" if length <= 3 * _SHORT_CELL else "long"


def _related(document_id: str) -> list[tuple[str, str, str, int]]:
    """Documents that this one cites and that cite it."""
    found: dict[tuple[str, str], tuple[str, str, str, int]] = {}
    for outward in (True, False):
        rows = payload.kept(
            "facts_of_node", id=document_id, relationship="CITES", outward=outward, skip=0, limit=20
        )
        for row in rows:
            role = row["properties"].get("role") or t("引用", "cites")
            words = role if outward else t("被引", "cited by")
            key = (row["other_id"], words)
            found[key] = (words, row["other_id"], row["other_name"], row["total"])
    return list(found.values())


def _toggles(
    counts: dict[str, int], shown: frozenset[str], *, only_flags: bool
) -> list[tuple[str, str, int, str, bool]]:
    """The key above the text: each kind with its count, and the address that shows or hides it."""
    toggles = []
    for kind, words in MARKS.items():
        if not counts.get(kind):
            continue
        wanted = {kind} if only_flags else set(shown) ^ {kind}
        everything = wanted >= {one for one in MARKS if counts.get(one)}
        show = None if everything else ",".join(k for k in MARKS if k in wanted) or "none"
        url = view.here(show=show, flags=None)
        toggles.append((kind, words_of(words), counts[kind], url, kind in shown))
    return toggles


# Search and queries


@pages.get("/search")
def search() -> str:
    """What was typed, found in names, numbers and pinyin, by kind."""
    text = request.args.get("q", "").strip()[:200]
    rows = search_graph(payload.current_store(), text, _MOST_HITS)
    order = list(KINDS)
    rows_by_kind = sorted(rows, key=lambda row: order.index(row["label"]))
    groups = [(k, list(v)) for k, v in groupby(rows_by_kind, key=lambda row: str(row["label"]))]
    at_most = _MOST_HITS if len(rows) == _MOST_HITS else 0
    return _page("search.html", "search", q=text, groups=groups, at_most=at_most)


@pages.get("/queries")
def queries() -> str:
    """All named queries by subject."""
    subjects = [one for one in SUBJECTS if any(query.subject == one for query in library())]
    subjects += sorted({query.subject for query in library()} - set(subjects))
    members = [(one, [q for q in library() if q.subject == one]) for one in subjects]
    return _page("queries.html", "queries", subjects=members)


@pages.get("/queries/<name>")
def query(name: str) -> str | tuple[str, int]:
    """A form for a named query, and its rows."""
    wanted = library()[name]
    given = _given(name)
    rows, problem = None, None
    if all(p.name in given for p in wanted.parameters if p.required):
        try:
            rows = payload.run(name, **_values(name))
        except BadParameter as error:
            problem = error
    body = _page(
        "query.html",
        "queries",
        query=wanted,
        given=given,
        rows=rows,
        problem=problem,
        most=_MOST_ROWS,
        file=lambda suffix: to(f"/queries/{name}.{suffix}", **_given(name), lang=None),
        columns=[column for column in wanted.columns if not _named_by(column, wanted.columns)],
        links=_links(wanted.columns, (rows or [])[:_MOST_ROWS]),
        link_of=_link_of,
        cell=cell,
    )
    return (body, problem.status) if problem else body


@pages.get(f"/queries/<name>.<{_FILES}:suffix>")
def query_file(name: str, suffix: str) -> Response:
    """The rows of a named query as a file."""
    return as_file(name, suffix, library()[name].columns, payload.run(name, **_values(name)))


def _given(name: str) -> dict[str, list[str]]:
    """What the address gives for the query's parameters."""
    known = [parameter.name for parameter in library()[name].parameters]
    found = {key: [one for one in request.args.getlist(key) if one] for key in known}
    return {key: values for key, values in found.items() if values}


def _values(name: str) -> dict[str, Any]:
    kinds = {parameter.name: parameter.kind for parameter in library()[name].parameters}
    return {
        key: [word for one in values for word in one.split()]
        if kinds[key] == "strings"
        else values[0]
        for key, values in _given(name).items()
    }


def _named_by(column: str, columns: tuple[str, ...]) -> str:
    """The column that names what an id stands for, as `host` does for `host_id`."""
    for ending, name in (("node_id", "name"), ("_id", column.removesuffix("_id"))):
        if column.endswith(ending) and name in columns and name != column:
            return name
    return ""


def _links(columns: tuple[str, ...], rows: Rows) -> list[dict[str, str]]:
    """For each row the addresses of its names, and of the place that a source's row speaks of."""
    has_place = {"source_id", "start", "end"} <= set(columns)
    sources = Sources(row["source_id"] for row in rows) if has_place else None
    found = []
    for row in rows:
        links = {
            name: url
            for column in columns
            if (name := _named_by(column, columns))
            and isinstance(row[column], str)
            and (url := _link_of(row[column]))
        }
        if sources and sources.document(row["source_id"]) and row["start"] is not None:
            links["start"] = sources.url(row["source_id"], row["start"], row["end"])
        found.append(links)
    return found


def _link_of(value: str) -> str | None:
    """The address of a node whose id this is."""
    label = view.label_of(value)
    return view.node_url(label, value) if label else None


# Graph


@pages.get("/graph")
def graph() -> str:
    """The graph page: canvas, or the same as a table."""
    state = view_graph.state_of(request.args)
    content = view_graph.content_of(state)
    details = view_graph.details_of(state, content)
    has_bundle = view.bundle("graph.js") is not None
    as_table = request.args.get("as") == "table" or not has_bundle
    find = request.args.get("find", "").strip()[:200]
    hits = search_graph(payload.current_store(), find, _MOST_FOUND) if find else []
    nodes, edges = _visible(state, content)
    extra = {"as": "table"} if as_table else {}
    return _page(
        "graph.html",
        "graph",
        state=state,
        content=content,
        details=details,
        shown_nodes=nodes,
        shown_edges=edges,
        degree=content.degree(),
        as_table=as_table,
        is_part=request.args.get("part") == "1",
        why_table=_why_table(has_bundle=has_bundle),
        find=find,
        hits=hits,
        starts=_starts() if not content.nodes else [],
        kinds=_kind_toggles(state, content, extra),
        rels=_rel_toggles(state, content, extra),
        dotted=("SETS", "LISTED_IN", "EVALUATED_IN", "HAS_PROVISION", "CITES", "ISSUED_BY"),
        state_pairs=_pairs_of(state),
        with_chosen=lambda one: replace(state, chosen=one).url(**extra),
        without=lambda one: _hidden(state, one).url(**extra),
        expand_url=state.expanded(state.chosen).url(**extra),
        hide_url=_hidden(state, state.chosen).url(**extra),
        unhidden_url=replace(state, hide=()).url(**extra),
        unchosen_url=replace(state, chosen="").url(**extra),
        rest=content.rest.get(state.chosen, 0),
        most_added=view_graph.MOST_ADDED,
        graph_json=_json(_drawing(state, content)),
        relationship_words=view_graph.relationship_words,
    )


@pages.get("/graph.json")
def graph_file() -> Response:
    """The nodes and edges of the graph page, for programs."""
    content = view_graph.content_of(view_graph.state_of(request.args))
    body = json.dumps(content.as_json(), ensure_ascii=False)
    return Response(body, content_type="application/json; charset=utf-8")


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
        "words": _graph_words(),
    }


def _graph_words() -> dict[str, str]:
    """Words that the canvas says itself."""
    return {
        "choosePath": t("再点一个节点，找两点之间的路径", "Choose a second node to find the path"),
        "nothingFound": t("没有找到", "Nothing found"),
        "pinned": t("已固定", "Pinned"),
        "unpinned": t("不再固定", "No longer pinned"),
        "failed": t("没有读到，请再试一次", "Not loaded; try again"),
        "nothingToUndo": t("没有可撤销的", "Nothing to undo"),
    }


def _json(value: dict[str, Any]) -> Markup:
    """JSON for a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(  # noqa: S704 - escaped here, for JSON and not for HTML
        text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    )


# Files and choices


@pages.get("/assets/<path:file>")
def asset(file: str) -> Response:
    """A style sheet; an address with a version never changes its content."""
    if not file.endswith(".css"):
        raise NotFound(f"没有文件 {file}。", f"There is no file {file}.")
    age = _YEAR_SECONDS if request.args.get("v") else 0
    return send_from_directory(view.STYLES, file, max_age=age)


@pages.get("/favicon.svg")
def favicon() -> Response:
    """The logo."""
    response = Response(render_template("logo.svg"), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@pages.get(f"/<any(language,theme):what>/<any({','.join((*view.LANGUAGES, *view.THEMES))}):choice>")
def choose(what: str, choice: str) -> AnyResponse:
    """Keep a choice of language or theme, and go back to the page it was made on."""
    allowed = view.LANGUAGES if what == "language" else view.THEMES
    if choice not in allowed:
        raise NotFound(f"没有 {choice} 这个选择。", f"There is no choice {choice}.")
    response = make_response(redirect(_back(what, choice)))
    name = "lang" if what == "language" else "theme"
    response.set_cookie(name, choice, max_age=_YEAR_SECONDS, samesite="Lax")
    return response


def _back(what: str, choice: str) -> str:
    """The page to go back to: an address of our own, never one of another site."""
    target = request.args.get("next", "/")
    if not target.startswith("/") or target.startswith(("//", "/\\")) or "\n" in target:
        return "/"
    if what != "language":
        return target
    path, _, query = target.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("lang=")]
    parts = [*kept, *(["lang=en"] if choice == "en" else [])]
    return f"{path}?{'&'.join(parts)}" if parts else path
