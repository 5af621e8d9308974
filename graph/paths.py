"""Shortest paths by what counts, step by step, for the engine that looks for paths before it asks what
counts.

The embedded engine finds the shortest paths of the whole graph and then drops those by sources that are not
counted; a longer one by sources that are is not found. Neo4j looks among those alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graph.lookup import narrowed
from graph.model import DRAWN_LABELS, STATED
from graph.store import Rows, Store

_MOST_STEPS = 8
_CHUNK = 2_000
_TYPES = re.compile(r"\[:([A-Z_|]+)\*\.\.")
_LABELS = "|".join(DRAWN_LABELS)

#: The way to a node: ids so far and relationships so far, as the queries order them.
_Way = tuple[tuple[str, ...], tuple[str, ...]]


def goes_by_steps(cypher: str) -> bool:
    """Whether the query looks for a shortest path."""
    return "allShortestPaths(" in cypher


def by_steps(store: Store, cypher: str, values: dict[str, Any], hidden: list[str]) -> Rows:
    """The row that a query of a shortest path would give: the first by its ids of the shortest paths
    between `from_id` and `to_id` that go by stated relationships of sources that count; none found, none."""
    found = _TYPES.search(cypher)
    assert found is not None, "a query of paths names the relationships it goes by"
    types = "|".join(one for one in found[1].split("|") if one in STATED)
    start, end = values["from_id"], values["to_id"]
    ways: dict[str, _Way] = {start: ((start,), ())}
    frontier = [start]
    for _step in range(_MOST_STEPS):
        reached: dict[str, _Way] = {}
        for one, relationship, other in _steps(store, types, frontier, hidden):
            if other in ways:
                continue
            ids, steps = ways[one]
            way = ((*ids, other), (*steps, relationship))
            if other not in reached or _order(way) < _order(reached[other]):
                reached[other] = way
        if end in reached:
            return [_row(store, *reached[end])]
        if not reached:
            return []
        ways |= reached
        frontier = list(reached)
    return []


def _order(way: _Way) -> tuple[str, str]:
    return " ".join((*way[0], "")), " ".join((*way[1], ""))


def _steps(
    store: Store, types: str, ids: list[str], hidden: list[str]
) -> Iterator[tuple[str, str, str]]:
    for first in range(0, len(ids), _CHUNK):
        values = {"ids": ids[first : first + _CHUNK], "hidden": hidden}
        cypher = (
            f"MATCH (n:{_LABELS}) WHERE n.id IN $ids WITH n MATCH (n)-[r:{types}]-(o) "
            "WHERE NOT r.source IN $hidden RETURN DISTINCT n.id AS one, type(r) AS how, o.id AS other"
        )
        rows = store.read(narrowed(cypher, values), values)
        for row in rows:
            yield row["one"], row["how"], row["other"]


def _row(store: Store, ids: tuple[str, ...], steps: tuple[str, ...]) -> dict[str, Any]:
    rows = store.read(
        f"MATCH (n:{_LABELS}) WHERE n.id IN $ids "
        "RETURN n.id AS id, labels(n)[0] AS label, n.name AS name",
        {"ids": list(ids)},
    )
    by_id = {row["id"]: row for row in rows}
    return {
        "ids": list(ids),
        "labels": [by_id[one]["label"] for one in ids],
        "names": [by_id[one]["name"] for one in ids],
        "relationships": list(steps),
    }
