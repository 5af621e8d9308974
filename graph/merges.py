"""Two records of one platform made one, and parted again.

A person accepts that two records are one platform (a D4 finding): a Judgement with action 合并. All that
sources state of either is then kept at the record with the smaller id; every moved relationship says
under `recorded_as` which record it was read as. Nothing is lost, so taking the judgement back, or reading
the sources anew, gives each record its own again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.model import RELATIONSHIPS
from graph.store import Rows, Store, Writer

MERGE = "合并"
#: What sources state of a platform: relationships that begin at one.
_STATED = tuple(
    r.name
    for r in RELATIONSHIPS
    if r.origin == "stated" and any(start == "Platform" for start, _ in r.ends)
)
_MERGED = (
    "MATCH (j:Judgement) WHERE j.kind = 'D4' AND j.verdict = 'accepted' AND j.action = $merge "
    "RETURN j.members AS members"
)


def redirects(writer: Writer | Store) -> dict[str, str]:
    """Which record stands for which: id of every record that was merged into another, to that one's."""
    run = writer.run if isinstance(writer, Writer) else writer.read
    return _standing(run(_MERGED, {"merge": MERGE}))


def _standing(rows: Rows) -> dict[str, str]:
    """The smallest id of each set of records that judgements join."""
    up: dict[str, str] = {}

    def find(one: str) -> str:
        while up.get(one, one) != one:
            one = up[one]
        return one

    for row in rows:
        roots = sorted({find(member) for member in row["members"]})
        for root in roots[1:]:
            up[root] = roots[0]
    found = {member: find(member) for row in rows for member in row["members"]}
    return {one: other for one, other in found.items() if one != other}


def regroup(writer: Writer, ids: Iterable[str]) -> set[str]:
    """Put what sources state of these platforms where the judgements of now say it belongs. `ids` holds
    all records of the sets that have changed. Returns the ids of the nodes that are there afterwards or
    that have lost everything: whoever keeps names and search words must settle them."""
    standing = redirects(writer)
    touched = set(ids) | {standing[one] for one in ids if one in standing}
    moves = _moves(writer, sorted(touched), standing)
    targets = sorted({row["to"] for rows in moves.values() for row in rows})
    writer.run("UNWIND $ids AS id MERGE (p:Platform {id: id})", {"ids": targets})
    for name, rows in moves.items():
        writer.run(
            f"UNWIND $rows AS row MATCH (a:Platform {{id: row.at}})-[r:{name} {{key: row.key}}]->(x) "
            f"MATCH (b:Platform {{id: row.to}}) CREATE (b)-[n:{name}]->(x) "
            "SET n = properties(r) SET n.recorded_as = row.recorded_as DELETE r",
            {"rows": rows},
        )
    return touched | set(targets)


def _moves(writer: Writer, ids: list[str], standing: Mapping[str, str]) -> dict[str, Rows]:
    """The relationships that are not where they belong, by type."""
    rows = writer.run(
        "UNWIND $ids AS id MATCH (p:Platform {id: id})-[r]->() WHERE type(r) IN $names "
        "RETURN p.id AS at, type(r) AS name, r.key AS key, coalesce(r.recorded_as, p.id) AS original",
        {"ids": ids, "names": list(_STATED)},
    )
    moves: dict[str, Rows] = {}
    for row in rows:
        to = standing.get(row["original"], row["original"])
        if to != row["at"]:
            move: dict[str, Any] = {"at": row["at"], "key": row["key"], "to": to}
            move["recorded_as"] = row["original"] if row["original"] != to else None
            moves.setdefault(row["name"], []).append(move)
    return moves
