"""Pages of a node's neighbours, over some relationships and in one direction or both.

In: a node's id and what is wanted. Out: the neighbours of a page with the relationships to them, how many
there are, and the cursor of the next page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from api import payload
from api.cursors import cursor_after, rows_before
from graph.store import Rows

Direction = Literal["", "out", "in"]
_LIST = "neighbours"


def neighbours(
    node_id: str, relationships: Sequence[str], direction: Direction, limit: int, cursor: str
) -> dict[str, Any]:
    """A page of at most `limit` neighbours; one that is joined in two ways is there twice. `counts` tells of
    all of the node's relationships, `total` of those that are wanted. `edges` are those to the page's
    neighbours, and those among them. Raises NotFound, BadRequest, GraphChanged."""
    payload.node_or_404(node_id)
    day = payload.current_store().as_of
    wanted = {
        "id": node_id,
        "relationships": sorted(set(relationships)),
        "direction": direction,
        "asof": day.text if day else "",
    }
    skip = rows_before(cursor, _LIST, wanted)
    given = {key: wanted[key] for key in ("id", "relationships", "direction")}
    rows = payload.run("neighbourhood", **given, skip=skip, limit=limit)
    counts = payload.run("neighbour_counts", id=node_id)
    total = _total(counts, relationships, direction)
    after = skip + len(rows)
    nodes = {row["id"]: _brief(row) for row in rows}
    among = payload.run("edges_among", ids=[*nodes]) if nodes else []
    return {
        "id": node_id,
        "counts": counts,
        "total": total,
        "next": cursor_after(after, _LIST, wanted) if rows and after < total else None,
        "nodes": [*nodes.values()],
        "edges": [
            *(_edge(row, *_ends(node_id, row)) for row in rows),
            *(_edge(row, row["start_id"], row["end_id"]) for row in among),
        ],
    }


def _total(counts: Rows, relationships: Sequence[str], direction: Direction) -> int:
    return sum(
        row["nodes"]
        for row in counts
        if (not relationships or row["relationship"] in relationships)
        and direction in ("", "out" if row["outward"] else "in")
    )


def _ends(node_id: str, row: dict[str, Any]) -> tuple[str, str]:
    return (node_id, row["id"]) if row["outward"] else (row["id"], node_id)


def _edge(row: dict[str, Any], start: str, end: str) -> dict[str, Any]:
    return {
        "relationship": row["relationship"],
        "start": start,
        "end": end,
        "statements": row["statements"],
    }


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    properties = row["properties"]
    brief = {"id": row["id"], "label": row["label"], "name": row["name"]}
    for key in ("kind", "doc_number", "metric", "by_year", "flags", "level"):
        if properties.get(key):
            brief[key] = properties[key]
    return brief
