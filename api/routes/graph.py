"""The graph page: canvas, or the same as a table; and what it shows as files."""

from __future__ import annotations

import json

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from api import payload, view_graph
from api.exports import shown_graph
from api.view_graph_page import asked, graph_context, own_url

graph = Blueprint("graph", __name__)


@graph.get("/graph")
def page() -> str | AnyResponse:
    """What the address shows. A form's address, a step and one that has become too long lead to the one
    address of the view."""
    one = asked()
    if one.is_moved and request.args.get("part") != "1":
        return redirect(own_url(one, find=one.find))
    updated = payload.graph_version()[1]
    return render_template("graph.html", section="graph", updated_at=updated, **graph_context(one))


@graph.get("/graph.<any(json,graphml):suffix>")
def file(suffix: str) -> Response:
    """Exactly the nodes and edges that the page shows, for programs."""
    state = asked().state
    shown = view_graph.filtered(state, view_graph.content_of(state))
    if suffix == "json":
        body = json.dumps(shown.as_json(), ensure_ascii=False)
        return Response(body, content_type="application/json; charset=utf-8")
    nodes, edges = shown_graph.nodes_and_edges(list(shown.nodes.values()), shown.edges, state.pins)
    text = "".join(shown_graph.graphml(nodes, edges))
    answer = Response(
        text.encode("utf-8", "replace"), content_type="application/xml; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="graph.graphml"'
    return answer
