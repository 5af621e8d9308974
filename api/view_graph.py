"""The graph page: what an address shows of the graph.

In: a `GraphState`, which is nothing but the address. Out: the nodes and relationships it shows, the same
for the canvas, for the table and for a reload. The canvas draws this and invents nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from api import payload
from api.view import node_url, t, to, words_of
from api.view_facts import FactRow, Sources, fact_rows
from api.view_finding_words import DESIGN
from api.view_findings import Finding, of_platform
from api.view_text import plain_name
from api.view_words import FACT_WORDS, KINDS
from graph.model import DRAWN, RELATIONSHIP_BY_NAME
from graph.overlaps import REJECTED
from graph.store import Rows

MOST_ADDED = 300
_MOST_SHOWN = 1_000
_MOST_SEEDS = 50
_MOST_EXPANDED = 60
_MINI_EACH = 8
#: Regions, types, rosters and clauses are hubs that pull every cluster into one ball; off until asked for.
_HUBS = frozenset({"LOCATED_IN", "OF_TYPE", "LISTED_IN", "EVALUATED_IN", "HAS_PROVISION"})
DEFAULT_RELS = tuple(name for name in DRAWN if name not in _HUBS)


@dataclass(frozen=True)
class GraphState:
    """What the address says. `expand` holds pairs of a node and a relationship ("" for all that are
    on), and where the address names none, the seeds; `kinds` and `rels` are None where they are the
    default: all kinds, all but the hubs."""

    seeds: tuple[str, ...] = ()
    expand: tuple[tuple[str, str], ...] = ()
    hide: tuple[str, ...] = ()
    kinds: tuple[str, ...] | None = None
    rels: tuple[str, ...] | None = None
    pins: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    chosen: str = ""

    def query(self) -> dict[str, Any]:
        """The parameters of the address, in their fixed order, without defaults."""
        return {
            "seed": self.seeds,
            "expand": [f"{node}:{rel}" if rel else node for node, rel in self.expand]
            if self.expand != _all_of(self.seeds)
            else [],
            "hide": self.hide,
            "kinds": None if self.kinds is None else ",".join(self.kinds) or "none",
            "rels": None if self.rels is None else ",".join(self.rels) or "none",
            "pin": self.pins,
            "path": ",".join(self.path),
            "sel": self.chosen,
        }

    def url(self, path: str = "/graph", **more: Any) -> str:
        """The address of this state."""
        return to(path, **self.query(), **more)

    def with_seed(self, node_id: str) -> GraphState:
        """With one more node to start from, chosen."""
        seeds = self.seeds if node_id in self.seeds else (*self.seeds, node_id)
        hide = tuple(one for one in self.hide if one != node_id)
        return replace(self, seeds=seeds, hide=hide, chosen=node_id)

    def expanded(self, node_id: str, rel: str = "") -> GraphState:
        """With a node's neighbours; asking for a relationship that is off turns it on."""
        pair = (node_id, rel)
        expand = self.expand if pair in self.expand else (*self.expand, pair)
        rels = self.rels
        if rel and rel not in (rels if rels is not None else DEFAULT_RELS):
            rels = (*(rels if rels is not None else DEFAULT_RELS), rel)
        return replace(self, expand=expand, rels=rels)

    def toggled_rel(self, rel: str) -> GraphState:
        """With a relationship turned on or off."""
        shown = self.rels if self.rels is not None else DEFAULT_RELS
        wanted = set(shown) ^ {rel}
        rels = tuple(name for name in DRAWN if name in wanted)
        return replace(self, rels=None if rels == DEFAULT_RELS else rels)

    def toggled_kind(self, label: str) -> GraphState:
        """With a kind shown or hidden."""
        wanted = set(self.kinds if self.kinds is not None else KINDS) ^ {label}
        kinds = tuple(name for name in KINDS if name in wanted)
        return replace(self, kinds=None if len(kinds) == len(KINDS) else kinds)

    def shows(self, label: str) -> bool:
        """Whether nodes of a kind are shown."""
        return self.kinds is None or label in self.kinds


def state_of(args: MultiDict[str, str]) -> GraphState:
    """The state that an address describes; what it does not know is left out."""
    path = [one for one in args.get("path", "").split(",") if one]
    if args.get("from") and args.get("to"):
        path = [args["from"], args["to"]]
    seeds = tuple(dict.fromkeys(filter(None, args.getlist("seed"))))[:_MOST_SEEDS]
    expand = tuple(dict.fromkeys(map(_expansion, args.getlist("expand"))))[:_MOST_EXPANDED]
    return GraphState(
        seeds=seeds,
        expand=expand or _all_of(seeds),
        hide=tuple(dict.fromkeys(filter(None, args.getlist("hide")))),
        kinds=_chosen(args.get("kinds"), KINDS),
        rels=_chosen(args.get("rels"), DRAWN),
        pins=tuple(args.getlist("pin")),
        path=tuple(path[:2]) if len(path) >= 2 else (),
        chosen=args.get("sel", ""),
    )


def _all_of(seeds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((seed, "") for seed in seeds)


def _expansion(words: str) -> tuple[str, str]:
    node, _, rel = words.partition(":")
    return node, rel if rel in RELATIONSHIP_BY_NAME else ""


def _chosen(words: str | None, known: Iterable[str]) -> tuple[str, ...] | None:
    if words is None:
        return None
    wanted = set(words.split(","))
    return tuple(name for name in known if name in wanted)


@dataclass
class GraphContent:
    """The nodes and edges that a state shows, and what was too much to add."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: list[dict[str, Any]] = field(default_factory=list)
    #: Ids of nodes not all of whose neighbours were added, with how many are missing.
    rest: dict[str, int] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
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
    """What a state shows."""
    content = GraphContent()
    rels = state.rels if state.rels is not None else DEFAULT_RELS
    _add_seeds(content, state)
    for node_id, rel in state.expand:
        _expand(content, node_id, [rel] if rel else list(rels))
    for node_id in state.hide:
        content.nodes.pop(node_id, None)
        content.rest.pop(node_id, None)
    content.edges = _edges(list(content.nodes), rels)
    return content


def _add_seeds(content: GraphContent, state: GraphState) -> None:
    wanted = [*state.seeds, *(node_id for node_id, _ in state.expand)]
    if state.path:
        content.path = _path(*state.path)
        content.pathless = not content.path
        wanted += [*state.path, *content.path]
    ids = sorted(set(wanted))
    for row in payload.kept("nodes_by_ids", ids=ids) if ids else []:
        content.nodes[row["id"]] = drawn(row["label"], row["id"], row["name"], row["properties"])


def _path(start: str, end: str) -> list[str]:
    for query in ("closest_path", "shortest_path"):
        rows = payload.kept(query, from_id=start, to_id=end) if start != end else []
        if rows:
            return [str(one) for one in rows[0]["ids"]]
    return []


def _expand(content: GraphContent, node_id: str, rels: list[str]) -> None:
    """Add at most MOST_ADDED neighbours while there is room; what is left is counted, not shown."""
    if node_id not in content.nodes or not rels:
        return
    rows = payload.kept("neighbourhood", id=node_id, relationships=rels, limit=MOST_ADDED + 1)
    new = [row for row in rows if row["id"] not in content.nodes]
    room = max(0, min(MOST_ADDED, _MOST_SHOWN - len(content.nodes)))
    for row in new[:room]:
        content.nodes[row["id"]] = drawn(row["label"], row["id"], row["name"], row["properties"])
    if len(rows) > MOST_ADDED or len(new) > room:
        total = _total(payload.kept("neighbour_counts", id=node_id), rels)
        content.rest[node_id] = max(0, total - sum(row["id"] in content.nodes for row in rows))


def _total(counts: Rows, rels: Iterable[str]) -> int:
    wanted = set(rels)
    return sum(row["nodes"] for row in counts if row["relationship"] in wanted)


def _edges(ids: list[str], rels: Iterable[str]) -> list[dict[str, Any]]:
    wanted = set(rels)
    rows = payload.kept("edges_among", ids=sorted(ids)) if len(ids) > 1 else []
    return [
        _edge(row["relationship"], row["start_id"], row["end_id"], row["statements"])
        for row in rows
        if row["relationship"] in wanted
    ]


def _edge(rel: str, start: str, end: str, statements: int) -> dict[str, Any]:
    return {"id": f"{start}|{rel}|{end}", "rel": rel, "s": start, "t": end, "n": statements}


def drawn(label: str, node_id: str, name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A node as the canvas has it. `text` is its label there: short, never repaired."""
    text = plain_name(name)
    if label == "GoverningDocument" and properties.get("doc_number"):
        text = plain_name(properties["doc_number"])
    doubtful = label == "Target" and bool(properties.get("flags"))
    return {
        "id": node_id,
        "label": label,
        "name": plain_name(name),
        "text": f"{text}？" if doubtful else text,
        "url": node_url(label, node_id),
    }


# The panel beside the canvas


@dataclass(frozen=True)
class CountRow:
    """Neighbours over one relationship, counted before they are added."""

    words: str
    relationship: str
    label: str
    shown: int
    total: int
    url: str


@dataclass
class Details:
    """What the panel says of the chosen node."""

    node: dict[str, Any]
    counts: list[CountRow]
    more: int
    facts: list[FactRow]
    findings: list[Finding]


def details_of(state: GraphState, content: GraphContent) -> Details | None:
    """The panel of the chosen node; None where none is chosen."""
    chosen = content.nodes.get(state.chosen)
    if chosen is None:
        return None
    node_id = chosen["id"]
    rels = state.rels if state.rels is not None else DEFAULT_RELS
    around = {
        edge["t"] if edge["s"] == node_id else edge["s"]
        for edge in content.edges
        if node_id in (edge["s"], edge["t"])
    }
    ids = sorted(one for one in around if state.shows(content.nodes[one]["label"]))
    rows = payload.kept("statements_between", id=node_id, ids=ids, limit=400) if ids else []
    rows = [row for row in rows if row["relationship"] in rels]
    counts = _count_rows(state, content, node_id)
    more = sum(row.total - row.shown for row in counts if row.relationship in rels)
    is_platform = chosen["label"] == "Platform"
    return Details(
        node=chosen,
        counts=counts,
        more=more,
        facts=fact_rows(rows, Sources(row["source_id"] for row in rows)),
        findings=of_platform(node_id) if is_platform else [],
    )


def _count_rows(state: GraphState, content: GraphContent, node_id: str) -> list[CountRow]:
    here: Counter[tuple[str, bool, str]] = Counter()
    among = payload.kept("edges_among", ids=sorted(content.nodes)) if len(content.nodes) > 1 else []
    for row in among:
        outward = row["start_id"] == node_id
        if outward or row["end_id"] == node_id:
            other = content.nodes[row["end_id"] if outward else row["start_id"]]
            here[row["relationship"], outward, other["label"]] += 1
    return [
        CountRow(
            words=_count_words(row),
            relationship=row["relationship"],
            label=row["label"],
            shown=here[row["relationship"], row["outward"], row["label"]],
            total=row["nodes"],
            url=state.expanded(node_id, row["relationship"]).url(),
        )
        for row in payload.kept("neighbour_counts", id=node_id)
    ]


def _count_words(row: dict[str, Any]) -> str:
    words = FACT_WORDS.get((row["relationship"], row["outward"]))
    kind = KINDS[row["label"]].words
    if row["relationship"] in ("LOCATED_IN", "PART_OF") and words and words != kind:
        return f"{words_of(words)} {words_of(kind)}"
    return words_of(words) if words else row["relationship"]


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
    content.edges = _edges(list(content.nodes), DRAWN)
    return content
