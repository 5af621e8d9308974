"""The pages of the web view. Each shows what its address says and works without JavaScript."""

from __future__ import annotations

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
from werkzeug.wrappers import Response as AnyResponse

from api import payload, view, view_graph
from api.listing.filters import DEFAULT_SORTS
from api.listing.find import search as search_graph
from api.routes.documents import show_document
from api.view_graph_page import graph_words, script_json
from api.view_host_pairs import pairs_waiting
from api.view_list_specs import LISTS
from api.view_lists import PAGE, ListView, list_file, pairs, whole
from api.view_merged import standing_of
from api.view_nodes import PAGE as FACTS_PAGE
from api.view_nodes import node_page, title_of
from api.view_start import start_page
from api.view_words import (
    KIND_BY_PATH,
    KINDS,
)
from graph.errors import NotFound

pages = Blueprint("pages", __name__)

_YEAR_SECONDS = 365 * 24 * 3600
_MOST_HITS = 60
_MOST_FOUND = 8
_LISTED = "any(platforms,hosts,fields,types,documents)"
_NODES = "any(platforms,hosts,fields,types,agencies,regions,categories,targets,provisions)"
_FILES = "any(json,csv,xlsx)"


def _page(template: str, section: str, **values: Any) -> str:
    updated = payload.graph_version()[1]
    return render_template(template, section=section, updated_at=updated, **values)


@pages.get("/")
def start() -> str:
    """The start page."""
    return _page("start.html", "", page=start_page())


# Tables


@pages.get(f"/<{_LISTED}:path>")
def table(path: str) -> AnyResponse:
    """A table of platforms, hosts, fields, types or documents; what a script asks for again is the part
    of the page that changes."""
    shown = ListView(LISTS[path], request.args)
    is_part = request.headers.get("HX-Request-Type") == "partial"
    if not is_part and not shown.is_canonical(request.args):
        return redirect(shown.canonical())
    body = _page(
        "_list.html" if is_part else "list.html",
        path,
        view=shown,
        page_size=PAGE,
        pairs=pairs,
        hosts_waiting=pairs_waiting() if path == "hosts" else 0,
        default_sort=DEFAULT_SORTS[path],
    )
    response = make_response(body)
    response.vary.update(("HX-Request-Type", "HX-Request"))
    if is_part:
        response.headers["HX-Push-Url"] = shown.canonical()
    return response


@pages.get(f"/<{_LISTED}:path>.<{_FILES}:suffix>")
def table_file(path: str, suffix: str) -> Response:
    """All rows of a table as a file."""
    return list_file(LISTS[path], suffix, request.args)


# Nodes


@pages.get(f"/<{_NODES}:path>/<node_id>")
def node(path: str, node_id: str) -> str | AnyResponse:
    """A node's page; a record that was merged into another leads to that one."""
    try:
        found = payload.node_or_404(node_id)
    except NotFound:
        standing = standing_of(node_id)
        if standing is None:
            raise
        return redirect(view.node_url("Platform", standing))
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
        graph_json=script_json(page.graph.as_json() | {"center": node_id, "words": graph_words()}),
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
    return show_document(found, sources)


# Search


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
    target = view.own_address(request.args.get("next", "/"))
    if what != "language":
        return target
    path, _, query = target.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("lang=")]
    parts = [*kept, *(["lang=en"] if choice == "en" else [])]
    return f"{path}?{'&'.join(parts)}" if parts else path
