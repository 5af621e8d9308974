"""Hosts that may be one unit, as they are kept: LIKELY_SAME_AS between two of them.

In: `HostPair`s from whoever compares hosts. Out: one relationship a pair, from the smaller id to the
larger, with the state of its judgement. What stands already is not written again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.overlaps import mark_changed
from graph.pairs import HOSTS, Decision, status_of
from graph.store import Store, Writer


@dataclass(frozen=True)
class HostPair:
    """Two hosts that may be one unit. `a` < `b` are ids; `verdict` is same (their names or codes say so) or
    unsure; `reasons` objects with name, weight and text; `facts` a digest of each side."""

    a: str
    b: str
    verdict: str
    score: float
    reasons: tuple[Mapping[str, Any], ...]
    facts: tuple[str, str]

    @property
    def id(self) -> str:
        """The pair's id."""
        return HOSTS.id(self.a, self.b)


def replace_host_pairs(
    store: Store, pairs: Iterable[HostPair], decisions: Mapping[str, Decision]
) -> None:
    """Let the graph have these pairs and no others."""
    wanted = {one.id: _row(one, decisions.get(one.id)) for one in pairs}
    standing = {
        row["id"]: row
        for row in store.read(
            "MATCH (a:HostUnit)-[o:LIKELY_SAME_AS]->(b:HostUnit) "
            "RETURN a.id AS a, b.id AS b, o.id AS id, properties(o) AS properties ORDER BY id"
        )
    }
    gone = [row for id_, row in standing.items() if id_ not in wanted]
    new = [row for id_, row in sorted(wanted.items()) if row != standing.get(id_)]
    if not gone and not new:
        return

    def work(writer: Writer) -> None:
        writer.run_for(
            [{"a": row["a"], "b": row["b"]} for row in gone],
            "UNWIND $rows AS row MATCH (a:HostUnit {id: row.a})-[o:LIKELY_SAME_AS]->"
            "(b:HostUnit {id: row.b}) DELETE o",
        )
        writer.run_for(
            new,
            "UNWIND $rows AS row MATCH (a:HostUnit {id: row.a}) MATCH (b:HostUnit {id: row.b}) "
            "MERGE (a)-[o:LIKELY_SAME_AS {id: row.id}]->(b) SET o = row.properties",
        )
        mark_changed(writer)

    store.write(work)


def _row(one: HostPair, decision: Decision | None) -> dict[str, Any]:
    properties = {
        "id": one.id,
        "verdict": one.verdict,
        "score": round(one.score, 4),
        "reasons": [
            json.dumps(dict(row), ensure_ascii=False, sort_keys=True) for row in one.reasons
        ],
        "facts": list(one.facts),
        "status": status_of(decision, one.facts),
    }
    return {"a": one.a, "b": one.b, "id": one.id, "properties": properties}
