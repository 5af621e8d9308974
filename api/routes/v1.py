"""The JSON API, /api/v1: what the graph knows, for programs and for the pages' own scripts."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import request

from api import payload
from graph.errors import BadParameter
from graph.queries import described, library
from graph.search import search as search_graph
from graph.store import shown_address

v1 = APIBlueprint("v1", __name__, url_prefix="/api/v1")

_MOST_NEIGHBOURS = 300
_MOST_HITS = 100


@v1.get("/health")
def health() -> dict[str, Any]:
    """Whether the store answers, and what is being loaded."""
    store = payload.current_store()
    loading = [row for row in payload.run("sources") if row["state"] != "loaded"]
    return {
        "status": "ok",
        "store": {
            "address": shown_address(store.url),
            "engine": store.engine,
            "server": store.server_version(),
        },
        "loading": [
            {"name": row["name"], "progress": row["progress"], "statements": row["statements"]}
            for row in loading
        ],
    }


@v1.get("/nodes/<node_id>")
def node(node_id: str) -> dict[str, Any]:
    """A node with all its facts, each with the words of its sources."""
    return payload.node_or_404(node_id) | {
        "facts": [group.as_json() for group in payload.statements_of(node_id)]
    }


@v1.get("/nodes/<node_id>/neighbours")
def neighbours(node_id: str) -> dict[str, Any]:
    """Neighbours of a node, of the given relationships or all, at most `limit`."""
    limit = _limit(_MOST_NEIGHBOURS)
    return payload.neighbours(node_id, request.args.getlist("relationship"), limit)


@v1.get("/search")
def search() -> dict[str, Any]:
    """Nodes by name, document number, pinyin or initials."""
    text = request.args.get("q", "")
    return {
        "q": text,
        "results": search_graph(payload.current_store(), text, _limit(20, _MOST_HITS)),
    }


@v1.get("/queries")
def queries() -> dict[str, Any]:
    """All named queries with their parameters and result columns."""
    return {"queries": [described(query) for query in library()]}


@v1.get("/queries/<name>")
def query(name: str) -> dict[str, Any]:
    """Run a named query; its parameters are the address's."""
    wanted = library()[name]
    kinds = {parameter.name: parameter.kind for parameter in wanted.parameters}
    values: dict[str, Any] = {
        key: request.args.getlist(key) if kinds.get(key) == "strings" else request.args[key]
        for key in request.args
    }
    return described(wanted) | {"rows": payload.run(name, **values)}


@v1.get("/documents/<document_id>/text")
def document_text(document_id: str) -> dict[str, Any]:
    """A document's text and the places of its facts."""
    return payload.document_text(document_id)


def _limit(default: int, most: int | None = None) -> int:
    words = request.args.get("limit", str(default))
    if not words.isdecimal() or int(words) < 1:
        raise BadParameter("limit 应为正整数。", "limit must be a positive whole number.")
    return min(int(words), most or default)
