"""Scores the findings of overlap against judged groups of platforms in real rosters.

Usage: python -m tests.gold.overlap CORPUS [--freeze]. CORPUS holds `roster/` and `gold/overlap.jsonl`. A group
that was judged an overlap must be joined by findings; one that was judged none must have none; one that
is by design must be kept as such. Pairs from other papers, which no roster has, are compared by name.
The share of groups that came out as judged may not fall below `baseline_overlap.json`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

from graph.queries import library
from graph.store import Store, open_store
from ingest.load import find_files, ingest
from ingest.resolve.compare_platforms import compare

Group = dict[str, Any]
Kinds = dict[frozenset[str], str]
BASELINE = Path(__file__).parent / "baseline_overlap.json"
_JOINED = {"overlap", "overlap_candidate", "group_cluster"}
_DESIGN = {"related_by_design", "duplicate_name_not_duplicate_platform"}


def main(arguments: list[str]) -> int:
    """Print every group with what came out; the exit code is 1 when fewer are right than were frozen."""
    corpus = Path(arguments[0])
    lines = (corpus / "gold" / "overlap.jsonl").read_text("utf-8").splitlines()
    groups = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder, open_store(f"embedded:{folder}/store") as store:
        for outcome in ingest(store, find_files([corpus / "roster"])):
            assert outcome.outcome != "failed", outcome
        right = [_is_right(group, *found) for found in [_read(store)] for group in groups]
    for group, is_right in zip(groups, right, strict=True):
        names = "、".join(_name(member) for member in group["members"])
        print(f"  {'对 right' if is_right else '错 WRONG'}  {group['verdict']}: {names[:90]}")
    share = round(sum(right) / len(right), 4)
    print(f"\n交叉组 judged groups: {sum(right)} / {len(right)}")
    if "--freeze" in arguments:
        BASELINE.write_text(json.dumps({"groups": share}) + "\n", "utf-8")
    frozen = json.loads(BASELINE.read_text("utf-8"))["groups"] if BASELINE.exists() else 0
    if share < frozen:
        print(f"  FALLEN groups: {frozen} -> {share}")
    return 1 if share < frozen else 0


def _read(store: Store) -> tuple[dict[tuple[str, str], set[str]], Kinds]:
    """Platforms by number and by name of their rows, and kinds of findings by their two platforms."""
    rows: dict[tuple[str, str], set[str]] = {}
    for row in library().run(store, "platform_rows"):
        roster = Path(row["file"]).stem
        for key in (row["number"], row["printed"]):
            rows.setdefault((roster, str(key)), set()).add(row["platform_id"])
    found = store.read(
        "MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform) RETURN a.id AS a, b.id AS b, o.kind AS kind"
    )
    return rows, {frozenset((row["a"], row["b"])): row["kind"] for row in found}


def _is_right(group: Group, rows: dict[tuple[str, str], set[str]], kinds: Kinds) -> bool:
    verdict, members = group["verdict"], group["members"]
    if group["roster"].startswith("cross"):
        return _is_right_by_name(group)
    ids = [rows[group["roster"], str(m if isinstance(m, str) else m["no"])] for m in members]
    platforms = sorted({one for some in ids for one in some})
    pairs = {pair: kinds.get(frozenset(pair)) for pair in combinations(platforms, 2)}
    if verdict in _JOINED:
        return _is_connected(platforms, {pair for pair, kind in pairs.items() if kind})
    if verdict in _DESIGN:
        return any(pairs.values()) and set(pairs.values()) <= {"design", None}
    if verdict == "not_overlap":
        return not any(pairs.values()) and len(platforms) == len(members)
    return len(platforms) == len(members)


def _is_connected(nodes: list[str], pairs: set[tuple[str, str]]) -> bool:
    reached = {nodes[0]}
    while more := {x for pair in pairs if reached & set(pair) for x in pair} - reached:
        reached |= more
    return reached == set(nodes)


def _is_right_by_name(group: Group) -> bool:
    records = [{"name": name, "hosts": group["hosts"] or ["同一单位"]} for name in group["members"]]
    found = {compare(a, b).verdict for a, b in combinations(records, 2)}
    wanted = {"duplicate_construction"} if group["verdict"] == "merged_by_authority" else None
    return found == wanted if wanted else not found & {"unrelated"}


def _name(member: str | Group) -> str:
    return member if isinstance(member, str) else str(member["platform"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
