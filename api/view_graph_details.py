"""The panel beside the canvas: what is chosen, a node or a relationship, with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from api import payload
from api.view import to, words_of
from api.view_facts import FactRow, Sources, fact_rows
from api.view_findings import Finding, of_platform
from api.view_graph import MOST_ADDED, OVERLAPS, GraphContent, relationship_words
from api.view_graph_state import GraphState
from api.view_words import FACT_WORDS, KINDS
from graph.store import Rows

_MOST_STATEMENTS = 400
UrlAfter = Callable[[str], str]
StepFor = Callable[[str, str], str]


@dataclass(frozen=True)
class CountRow:
    """Neighbours over one relationship, counted before they are added; `adds` is what one step adds."""

    words: str
    relationship: str
    label: str
    shown: int
    total: int
    step: str
    url: str

    @property
    def adds(self) -> int:
        """How many expanding would add at most."""
        return min(MOST_ADDED, max(0, self.total - self.shown))


@dataclass
class NodeDetails:
    """What the panel says of the chosen node; `more` neighbours are not here, and `step` adds some of them."""

    node: dict[str, Any]
    counts: list[CountRow]
    more: int
    step: str
    facts: list[FactRow]
    findings: list[Finding]


@dataclass
class EdgeDetails:
    """What the panel says of the chosen relationship: its ends and every quote that states it; for a
    finding its score and the address where its reasons stand."""

    edge: dict[str, Any]
    ends: tuple[dict[str, Any], dict[str, Any]]
    words: str
    facts: list[FactRow]
    finding_url: str


def details_of(
    state: GraphState, content: GraphContent, shown: GraphContent, url_after: UrlAfter
) -> NodeDetails | EdgeDetails | None:
    """The panel of what is chosen; None where nothing is, or where it is not shown. `url_after` makes
    the address that a step leads to."""
    if (edge := state.chosen_edge()) is not None:
        return _edge_details(shown, *edge)
    chosen = shown.nodes.get(state.chosen)
    if chosen is None:
        return None
    node_id, rels = chosen["id"], state.shown_rels()
    ends = [(edge["s"], edge["t"]) for edge in shown.edges if node_id in (edge["s"], edge["t"])]
    ids = sorted({end for pair in ends for end in pair if end != node_id})
    rows = [row for row in _between(node_id, ids) if row["relationship"] in rels]
    # Where nothing is left to add, the same step again must not make the address longer.
    step_for = (state if node_id in content.rest else GraphState()).step_for_more
    counts = _count_rows(content, node_id, step_for, url_after)
    return NodeDetails(
        node=chosen,
        counts=counts,
        more=sum(row.total - row.shown for row in counts if row.relationship in rels),
        step=step_for(node_id, ""),
        facts=_facts(rows),
        findings=of_platform(node_id) if chosen["label"] == "Platform" else [],
    )


def _edge_details(shown: GraphContent, start: str, rel: str, end: str) -> EdgeDetails | None:
    edge = shown.edge(start, rel, end)
    if edge is None:
        return None
    rows = [row for row in _between(start, [end]) if row["relationship"] == rel and row["outward"]]
    finding = edge.get("finding", "")
    return EdgeDetails(
        edge=edge,
        ends=(shown.nodes[start], shown.nodes[end]),
        words=relationship_words(rel),
        facts=_facts(rows) if rel != OVERLAPS else [],
        finding_url=to(f"/duplicates/{quote(finding, safe='')}") if finding else "",
    )


def _between(node_id: str, ids: list[str]) -> Rows:
    if not ids:
        return []
    return payload.kept("statements_between", id=node_id, ids=ids, limit=_MOST_STATEMENTS)


def _facts(rows: Rows) -> list[FactRow]:
    return fact_rows(rows, Sources(row["source_id"] for row in rows))


def _count_rows(
    content: GraphContent, node_id: str, step_for: StepFor, url_after: UrlAfter
) -> list[CountRow]:
    # Of all relationships, also those that are off: the count is of nodes that need not be added.
    here: Counter[tuple[str, bool, str]] = Counter()
    ids = sorted(content.nodes)
    for row in payload.kept("edges_among", ids=ids) if len(ids) > 1 else []:
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
            step=step,
            url=url_after(step),
        )
        for row in payload.kept("neighbour_counts", id=node_id)
        for step in [step_for(node_id, row["relationship"])]
    ]


def _count_words(row: dict[str, Any]) -> str:
    words = FACT_WORDS.get((row["relationship"], row["outward"]))
    kind = KINDS[row["label"]].words
    if row["relationship"] in ("LOCATED_IN", "PART_OF") and words and words != kind:
        return f"{words_of(words)} {words_of(kind)}"
    return words_of(words) if words else row["relationship"]
