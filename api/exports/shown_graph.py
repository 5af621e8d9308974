"""What the graph page shows, as GraphML: its nodes, its merged edges, and nothing else.

The files of `graph_files` hold every statement with its evidence; this one is the picture: one edge for
all statements that say the same, with how many they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from api.exports.graph_files import xml_text

#: Gephi and yEd show what is called `label`.
_NODE_KEYS = {"label": "string", "kind": "string", "year": "long", "x": "double", "y": "double"}
_EDGE_KEYS = {
    "label": "string",
    "statements": "long",
    "score": "double",
    "finding": "string",
    "finding_kind": "string",
}

Rows = list[dict[str, Any]]


def nodes_and_edges(nodes: Rows, edges: Rows, pins: tuple[str, ...]) -> tuple[Rows, Rows]:
    """What is shown, in the words of the file; pinned nodes with their place on the canvas."""
    places = {pin.partition(":")[0]: pin.split(":")[1:] for pin in pins}
    shown = []
    for node in nodes:
        row = {"id": node["id"], "label": node["name"], "kind": node["label"]}
        if "year" in node:
            row["year"] = node["year"]
        if node["id"] in places:
            row["x"], row["y"] = (float(one) for one in places[node["id"]])
        shown.append(row)
    joined = []
    for edge in edges:
        row = {"source": edge["s"], "target": edge["t"], "label": edge["rel"]}
        row["statements"] = edge["n"]
        if "finding" in edge:
            row |= {k: edge[j] for k, j in (("finding", "finding"), ("finding_kind", "kind"))}
            row["score"] = edge["score"]
        joined.append(row)
    return shown, joined


def graphml(nodes: Rows, edges: Rows) -> Iterator[str]:
    """GraphML, piece by piece; names are text, whatever they hold."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for side, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            key = f'id="{side[0]}_{name}" for="{side}" attr.name="{name}" attr.type="{kind}"'
            yield f"<key {key}/>\n"
    yield '<graph edgedefault="directed">\n'
    for node in nodes:
        yield f"<node id={quoteattr(node['id'])}>{_data('n', node, _NODE_KEYS)}</node>\n"
    for number, edge in enumerate(edges):
        ends = f"source={quoteattr(edge['source'])} target={quoteattr(edge['target'])}"
        yield f'<edge id="e{number}" {ends}>{_data("e", edge, _EDGE_KEYS)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(side: str, row: dict[str, Any], keys: dict[str, str]) -> str:
    return "".join(
        f'<data key="{side}_{name}">{xml_text(row[name])}</data>' for name in keys if name in row
    )
