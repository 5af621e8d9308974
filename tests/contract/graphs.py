"""Whole graphs as values, to compare, and batches of any size."""

from __future__ import annotations

from typing import Any

from graph.statements import Batch, Evidence, Ref
from graph.store import Store
from tests.contract.sample import source

#: When and how often something was loaded; no part of what the graph says.
_PASSING = ("loaded_at", "loads")

Graph = tuple[dict[str, Any], list[Any]]


def dump(store: Store) -> Graph:
    """Nodes by label and id, and relationships in order, with all their properties."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    relationships = store.read(
        "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS name, b.id AS b, "
        "properties(r) AS properties"
    )
    return (
        {
            f"{row['labels'][0]} {row['properties']['id']}": {
                name: value for name, value in row["properties"].items() if name not in _PASSING
            }
            for row in nodes
        },
        sorted(
            (row["a"], row["name"], row["b"], sorted(row["properties"].items()))
            for row in relationships
        ),
    )


def roster(
    name: str, count: int, *, hosts: int = 7, first: int = 0, note: str = "", rank: int = 1
) -> Batch:
    """A roster of `count` platforms from number `first` on, at a few hosts; every statement has its
    place. `note` tells what is said of the same platforms apart, and `rank` how much it counts."""
    numbers = range(first, first + count)
    lines = [f"{n}\t平台{n}号{note}\t单位{n % hosts}\n" for n in numbers]
    batch = source(name, "".join(lines))
    whole = Evidence(0, len(batch.text), "roster")
    own = batch.mention("GoverningDocument", (name,), {"name": name, "kind": "roster"}, whole)
    at = 0
    for number, line in zip(numbers, lines, strict=True):
        place = Evidence(at, at + len(line), "roster")
        platform = batch.mention(
            "Platform",
            (f"平台{number}号",),
            {"name": f"平台{number}号{note}", "names": [f"平台{number}号{note}"]},
            place,
            rank,
        )
        host = batch.mention("HostUnit", (f"单位{number % hosts}",), {"name": "单位"}, place)
        batch.state("HOSTED_BY", platform, host, place, role="host")
        batch.state("LISTED_IN", platform, own, place, printed=line.strip(), number=str(number))
        at += len(line)
    return batch


def platform(number: int) -> Ref:
    """The platform of that number in `roster`."""
    return Ref.of("Platform", f"平台{number}号")
