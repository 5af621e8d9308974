"""What an address shows of the graph: its nodes and relationships.

In: a `GraphState`, which is nothing but the address. Out: the nodes and relationships it shows, the same
for the canvas, for the table, for files and for a reload. The canvas draws this and invents nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api import payload
from api.view import node_url, t
from api.view_finding_words import DESIGN
from api.view_findings import Finding
from api.view_graph_state import GraphState
from api.view_text import plain_name
from graph.model import DRAWN, RELATIONSHIP_BY_NAME
from graph.pairs import REJECTED
from graph.store import Rows

MOST_ADDED = 300
OVERLAPS = "OVERLAPS_WITH"
#: With the relationships among them these make the about 5,000 elements that a canvas moves smoothly.
_MOST_SHOWN = 2_000
_MINI_EACH = 8


@dataclass
class GraphContent:
    """Nodes and edges, and what was too much to add."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: list[dict[str, Any]] = field(default_factory=list)
    #: Ids of nodes not all of whose neighbours were added, with how many are missing.
    rest: dict[str, int] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    #: The relationships along the path, one fewer than its nodes.
    steps: list[str] = field(default_factory=list)
    #: Whether a path was asked for and there is none.
    pathless: bool = False

    def by_kind(self) -> Counter[str]:
        """How many nodes of each kind."""
        return Counter(node["label"] for node in self.nodes.values())

    def by_rel(self) -> Counter[str]:
        """How many edges of each relationship."""
        return Counter(edge["rel"] for edge in self.edges)

    def degree(self) -> Counter[str]:
        """How many edges each node has here."""
        return Counter(end for edge in self.edges for end in (edge["s"], edge["t"]))

    def edge(self, start: str, rel: str, end: str) -> dict[str, Any] | None:
        """That edge, if it is here."""
        wanted = edge_id(start, rel, end)
        return next((edge for edge in self.edges if edge["id"] == wanted), None)

    def as_json(self) -> dict[str, Any]:
        """For the canvas."""
        return {
            "nodes": list(self.nodes.values()),
            "edges": self.edges,
            "rest": self.rest,
            "path": self.path,
            "pathless": self.pathless,
        }


def content_of(state: GraphState) -> GraphContent:
    """What a state reaches: everything that its filters choose from."""
    content = GraphContent()
    rels = state.shown_rels()
    _add_seeds(content, state)
    for (node_id, rel), times in Counter(state.expand).items():
        _expand(content, node_id, [rel] if rel else list(rels), times)
    for node_id in state.hide:
        content.nodes.pop(node_id, None)
        content.rest.pop(node_id, None)
    content.edges = _edges(content, rels)
    _add_years(content)
    return content


def filtered(state: GraphState, content: GraphContent) -> GraphContent:
    """What is shown of it: kinds, years of listing and scores of findings that the address asks for."""
    named = {*state.seeds, *(one for one, _ in state.expand), *content.path, state.chosen}
    nodes = {
        node_id: node
        for node_id, node in content.nodes.items()
        if node_id in named or node["label"] != "Platform" or state.within_years(node.get("year"))
    }
    edges = [
        edge
        for edge in content.edges
        if edge["s"] in nodes and edge["t"] in nodes and edge.get("score", 1) >= state.min_score
    ]
    # What hung only on what the years and the score leave out says nothing without it.
    had = content.degree()
    has = Counter(end for edge in edges for end in (edge["s"], edge["t"]))
    nodes = {
        node_id: node
        for node_id, node in nodes.items()
        if (node_id in named or has[node_id] or not had[node_id]) and state.shows(node["label"])
    }
    edges = [edge for edge in edges if edge["s"] in nodes and edge["t"] in nodes]
    rest = {node_id: number for node_id, number in content.rest.items() if node_id in nodes}
    return GraphContent(nodes, edges, rest, content.path, content.steps, content.pathless)


def _add_seeds(content: GraphContent, state: GraphState) -> None:
    wanted = [*state.seeds, *(node_id for node_id, _ in state.expand)]
    if state.path:
        content.path, content.steps = _path(*state.path)
        content.pathless = not content.path
        wanted += [*state.path, *content.path]
    ids = sorted(set(wanted))
    for row in payload.kept("nodes_by_ids", ids=ids) if ids else []:
        content.nodes[row["id"]] = drawn(row["label"], row["id"], row["name"], row["properties"])


def _path(start: str, end: str) -> tuple[list[str], list[str]]:
    for query in ("closest_path", "shortest_path"):
        rows = payload.kept(query, from_id=start, to_id=end)
        if rows:
            return [str(one) for one in rows[0]["ids"]], [
                str(one) for one in rows[0]["relationships"]
            ]
    return [], []


def _expand(content: GraphContent, node_id: str, rels: list[str], times: int) -> None:
    """Add at most MOST_ADDED neighbours as often as was asked, while there is room; what is left is counted,
    not shown."""
    if node_id not in content.nodes or not rels:
        return
    most = min(MOST_ADDED * times, _MOST_SHOWN)
    rows = payload.kept("neighbourhood", id=node_id, relationships=rels, limit=most + 1)
    fresh = {row["id"]: row for row in rows if row["id"] not in content.nodes}
    room = max(0, min(most, _MOST_SHOWN - len(content.nodes)))
    for row in list(fresh.values())[:room]:
        content.nodes[row["id"]] = drawn(row["label"], row["id"], row["name"], row["properties"])
    if len(rows) > most or len(fresh) > room:
        total = _total(payload.kept("neighbour_counts", id=node_id), rels)
        content.rest[node_id] = max(0, total - sum(row["id"] in content.nodes for row in rows))


def _total(counts: Rows, rels: Iterable[str]) -> int:
    wanted = set(rels)
    return sum(row["nodes"] for row in counts if row["relationship"] in wanted)


def _edges(content: GraphContent, rels: Iterable[str]) -> list[dict[str, Any]]:
    wanted, ids = set(rels), sorted(content.nodes)
    rows = payload.kept("edges_among", ids=ids) if len(ids) > 1 else []
    # The steps of a path are drawn also where their relationship is off.
    steps = {
        (frozenset(ends), rel)
        for *ends, rel in zip(content.path, content.path[1:], content.steps, strict=False)
    }
    edges = [
        _edge(row["relationship"], row["start_id"], row["end_id"], row["statements"])
        for row in rows
        if row["relationship"] in wanted
        or (frozenset((row["start_id"], row["end_id"])), row["relationship"]) in steps
    ]
    _add_findings(edges)
    return edges


def _add_findings(edges: list[dict[str, Any]]) -> None:
    """Tell kind, score and id of the findings among edges."""
    findings = {edge["id"]: edge for edge in edges if edge["rel"] == OVERLAPS}
    ids = sorted({end for edge in findings.values() for end in (edge["s"], edge["t"])})
    for row in payload.kept("findings_among", ids=ids) if ids else []:
        edge = findings.get(edge_id(row["a_id"], OVERLAPS, row["b_id"]))
        if edge is not None:
            edge |= {"finding": row["finding_id"], "kind": row["kind"], "score": row["score"]}


def _add_years(content: GraphContent) -> None:
    ids = sorted(one for one, node in content.nodes.items() if node["label"] == "Platform")
    for row in payload.kept("years_of_platforms", ids=ids) if ids else []:
        if row["year"] is not None:
            content.nodes[row["platform_id"]]["year"] = row["year"]


def edge_id(start: str, rel: str, end: str) -> str:
    """What an edge is called in addresses."""
    return f"{start}:{rel}:{end}"


def _edge(rel: str, start: str, end: str, statements: int) -> dict[str, Any]:
    return {"id": edge_id(start, rel, end), "rel": rel, "s": start, "t": end, "n": statements}


def drawn(label: str, node_id: str, name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A node as the canvas has it. `text` is its label there: short, never repaired."""
    text = plain_name(name)
    if label == "GoverningDocument" and properties.get("doc_number"):
        text = plain_name(properties["doc_number"])
    doubtful = label == "Target" and bool(properties.get("flags"))
    node = {
        "id": node_id,
        "label": label,
        "name": plain_name(name),
        "text": f"{text}？" if doubtful else text,
        "url": node_url(label, node_id),
    }
    # What the analytics left on hosts and fields; see `api.view_graph_colour`.
    for key in ("community", "joins", "is_cut"):
        if properties.get(key):
            node[key] = properties[key]
    return node


def relationship_words(name: str) -> str:
    """A relationship's name in the page's language."""
    model = RELATIONSHIP_BY_NAME[name]
    return t(model.zh, model.en)


# The small graph of a node's page


def mini_graph(
    node: dict[str, Any], around: Iterable[tuple[str, Rows]], findings: Iterable[Finding]
) -> GraphContent:
    """A node and its nearest neighbours: a few over each relationship, and what it may overlap with."""
    content = GraphContent()
    content.nodes[node["id"]] = drawn(node["label"], node["id"], node["name"], node["properties"])
    for relationship, rows in around:
        added = 0
        for row in rows:
            other_id = row["other_id"]
            if other_id in content.nodes:
                continue
            if added == _MINI_EACH:
                content.rest[relationship] = row["total"] - _MINI_EACH
                break
            added += 1
            content.nodes[other_id] = drawn(
                row["other_label"], other_id, row["other_name"], row["other_properties"]
            )
    partners = [one.sides[0] for one in findings if one.status != REJECTED and one.kind != DESIGN]
    for other_id, name in partners[:_MINI_EACH]:
        if other_id not in content.nodes:
            content.nodes[other_id] = drawn("Platform", other_id, name, {})
    content.edges = _edges(content, DRAWN)
    return content
