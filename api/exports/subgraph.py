"""A part of the graph: some nodes, those around them, and every statement among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import NotFound, PingtaiError
from graph.queries import library
from graph.store import Rows, Store

MOST_NODES = 20_000
_PART = 500
#: Made for this store's own search and comparison; another program has no use for them.
_INTERNAL = frozenset({"search", "compared_as"})


class TooLarge(PingtaiError):
    """A part of the graph with more nodes than a file is made of."""

    status = 400
    kind = "subgraph-too-large"


@dataclass(frozen=True)
class Node:
    """A node with its properties; `id` among them."""

    label: str
    id: str
    properties: dict[str, Any]


@dataclass(frozen=True)
class Relationship:
    """A relationship with its properties: the evidence of one statement."""

    type: str
    start: tuple[str, str]  # label and id
    end: tuple[str, str]
    properties: dict[str, Any]


@dataclass(frozen=True)
class Subgraph:
    """A part of the graph by the ids of its nodes; nodes and relationships are read as they are used.
    Its files are read from any number of nodes: no query takes more than some hundred ids."""

    store: Store
    ids: tuple[str, ...]

    def nodes(self) -> Iterator[Node]:
        """Its nodes."""
        for rows in _parts(self.store, "nodes_by_ids", self.ids):
            for row in rows:
                yield Node(row["label"], row["id"], _given(row["properties"]))

    def relationships(self) -> Iterator[Relationship]:
        """Its relationships, each where it starts."""
        among = frozenset(self.ids)
        for rows in _parts(self.store, "relationships_from", self.ids):
            for row in rows:
                if row["end_id"] not in among:
                    continue
                start = (row["start_label"], row["start_id"])
                end = (row["end_label"], row["end_id"])
                yield Relationship(row["relationship"], start, end, _given(row["properties"]))


def subgraph(store: Store, ids: Iterable[str], depth: int) -> Subgraph:
    """The nodes with these ids and all within `depth` steps of them. Raises NotFound where the graph has
    none of them, TooLarge."""
    rows = library().run(store, "nodes_by_ids", ids=sorted(set(ids)))
    found = {row["id"] for row in rows}
    if not found:
        raise NotFound("图谱里没有这些节点。", "The graph has none of these nodes.")
    edge = found
    for _ in range(depth):
        near = library().run(store, "neighbour_ids", ids=sorted(edge), limit=MOST_NODES + 1)
        edge = {row["id"] for row in near} - found
        found |= edge
        if len(found) > MOST_NODES:
            raise TooLarge(
                f"这部分图谱超过 {MOST_NODES} 个节点；请减小 depth。",
                f"This part of the graph has more than {MOST_NODES} nodes; take a smaller depth.",
            )
        if not edge:
            break
    return Subgraph(store, tuple(sorted(found)))


def subgraph_of(store: Store, parts: Iterable[Rows]) -> Subgraph:
    """The nodes that rows speak of, as many as they are; none is a part of the graph too."""
    ids: set[str] = set()
    for rows in parts:
        ids |= ids_in(rows)
    # Not every id is one of a node: findings and sources have ids as well.
    known = (row["id"] for rows in _parts(store, "nodes_by_ids", sorted(ids)) for row in rows)
    return Subgraph(store, tuple(sorted(known)))


def speaks_of_nodes(columns: Iterable[str]) -> bool:
    """Whether rows with these columns can speak of nodes."""
    return any(_names_nodes(column) for column in columns)


def ids_in(rows: Rows) -> set[str]:
    """The ids of nodes that rows of a named query speak of."""
    found: set[str] = set()
    for row in rows:
        for column, value in row.items():
            if _names_nodes(column):
                each = value if isinstance(value, list) else [value]
                found |= {one for one in each if isinstance(one, str)}
    return found


def _names_nodes(column: str) -> bool:
    return column in ("id", "ids") or column.endswith(("_id", "_ids"))


def _parts(store: Store, query: str, ids: Sequence[str]) -> Iterator[Rows]:
    for at in range(0, len(ids), _PART):
        yield library().run(store, query, ids=list(ids[at : at + _PART]))


def _given(properties: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in properties.items() if v is not None and k not in _INTERNAL}
