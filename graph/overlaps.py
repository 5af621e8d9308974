"""Findings of overlap as they are kept: OVERLAPS_WITH between two platforms.

In: `Finding`s from whoever compares platforms. Out: one relationship a pair, from the smaller id to the
larger, with the state of its judgement. A finding's id is made of its platforms' ids, so that the same
pair has the same id in every run, and an id leads to its platforms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from graph.pairs import ACCEPTED, OVERLAP, Decision, status_of

if TYPE_CHECKING:
    from graph.store import Rows, Store, Writer

_CHUNK = 1_000


@dataclass(frozen=True)
class Finding:
    """Two platforms that overlap. `a` < `b` are ids; `reasons` and `against` objects with name, weight and
    text; `facts` a digest of each side; `suggestion_for` the side that the suggestion is about, if one."""

    a: str
    b: str
    kind: str
    verdict: str
    score: float
    reasons: tuple[Mapping[str, Any], ...]
    against: tuple[Mapping[str, Any], ...]
    suggestion: str
    ground: str
    facts: tuple[str, str]
    rules: str
    suggestion_for: str | None = None
    suggestion_to: str | None = None

    @property
    def id(self) -> str:
        """The finding's id."""
        return OVERLAP.id(self.a, self.b)


def replace_findings(
    store: Store,
    findings: Iterable[Finding],
    compared_as: Mapping[str, str],
    decisions: Mapping[str, Decision],
) -> None:
    """Let the platforms of `compared_as` (id to digest) have these findings and no others. Chunk by chunk;
    a chunk that was written is marked with its digests in the same transaction, so that a run that is
    killed is taken up where it ended."""
    by_platform: dict[str, list[Finding]] = {platform: [] for platform in compared_as}
    for one in findings:
        for side in (one.a, one.b):
            if side in by_platform:
                by_platform[side].append(one)
    ids = sorted(by_platform)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        each = {one.id: _row(one, decisions.get(one.id)) for i in chunk for one in by_platform[i]}
        found = list(each.values())
        marks = [{"id": i, "compared_as": compared_as[i]} for i in chunk]

        def step(
            writer: Writer,
            chunk: list[str] = chunk,
            rows: Rows = found,
            marks: Rows = marks,
        ) -> None:
            writer.run(
                "UNWIND $ids AS id MATCH (p:Platform {id: id})-[o:OVERLAPS_WITH]-(:Platform) DELETE o",
                {"ids": chunk},
            )
            writer.run_for(
                rows,
                "UNWIND $rows AS row MATCH (a:Platform {id: row.a}) MATCH (b:Platform {id: row.b}) "
                "MERGE (a)-[o:OVERLAPS_WITH {id: row.id}]->(b) SET o = row.properties",
            )
            writer.run(
                "UNWIND $rows AS row MATCH (p:Platform {id: row.id}) SET p.compared_as = row.compared_as",
                {"rows": marks},
            )

        store.write(step)
    if ids:
        store.write(mark_changed)


def mark_changed(writer: Writer) -> None:
    """Tell whoever keeps answers that the graph has changed."""
    writer.run("MERGE (g:GraphInfo {id: 'graph-info'}) SET g.loads = coalesce(g.loads, 0) + 1")


def findings_stand(store: Store, stamp: str) -> bool:
    """Whether all findings were computed as `stamp` says and no platform has changed since."""
    rows = store.read("MATCH (g:GraphInfo) RETURN g.findings_by AS stamp")
    return bool(rows) and rows[0]["stamp"] == stamp


def begin_findings(store: Store) -> str:
    """Say that findings are being computed; returns what `end_findings` takes. Whatever changes a platform
    in between takes the word away, so that what was read before is never said to stand."""
    claim = f"computing {uuid4()}"
    _say_findings(store, "true", claim, claim)
    return claim


def end_findings(store: Store, claim: str, stamp: str) -> None:
    """Say that all findings stand, unless a platform has changed since `begin_findings`."""
    _say_findings(store, "g.findings_by = $claim", claim, stamp)


def _say_findings(store: Store, when: str, claim: str, word: str) -> None:
    store.write(
        lambda writer: writer.run(
            f"MATCH (g:GraphInfo {{id: 'graph-info'}}) WHERE {when} SET g.findings_by = $word",
            {"claim": claim, "word": word},
        )
    )


def platforms_changed(writer: Writer) -> None:
    """Take back that the findings stand."""
    writer.run("MATCH (g:GraphInfo {id: 'graph-info'}) REMOVE g.findings_by")


def _row(one: Finding, decision: Decision | None) -> dict[str, Any]:
    status = status_of(decision, one.facts)
    properties = {
        "id": one.id,
        "kind": one.kind,
        "verdict": one.verdict,
        "score": round(one.score, 4),
        "reasons": _objects(one.reasons),
        "against": _objects(one.against),
        "suggestion": one.suggestion,
        "suggestion_for": one.suggestion_for,
        "suggestion_to": one.suggestion_to,
        "ground": one.ground,
        "facts": list(one.facts),
        "rules": one.rules,
        "status": status,
        "action": decision.action if decision is not None and status == ACCEPTED else None,
    }
    given = {key: value for key, value in properties.items() if value is not None}
    return {"a": one.a, "b": one.b, "id": one.id, "properties": given}


def _objects(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [json.dumps(dict(row), ensure_ascii=False, sort_keys=True) for row in rows]
