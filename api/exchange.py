"""Platforms, findings and targets as objects of the exchange format, from a store.

Rows of rosters go with each platform as they are printed, with the file as it was given to `ingest`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from graph.decisions import merged_decisions
from graph.pairs import ACCEPTED
from graph.progress import REASONS, progress_of_targets
from graph.queries import library
from graph.store import Rows, Store

_EVERYTHING = 10_000_000


def platforms(store: Store) -> Iterator[dict[str, Any]]:
    """Every platform with hosts, types, fields, region and the rows that speak of it."""
    run = library().run
    hosts = _by_platform(run(store, "platform_hosts"))
    types = _by_platform(run(store, "platform_types"))
    fields = _by_platform(run(store, "platform_fields"))
    regions = _by_platform(run(store, "platform_regions"))
    rows = roster_rows(store)
    for row in run(store, "platform_names"):
        node = row["platform_id"]
        yield {
            "id": node,
            "name": row["platform"],
            "hosts": _names(hosts[node], "host", skip="former"),
            "types": _names(types[node], "type"),
            "fields": _names(fields[node], "field"),
            "region": next(iter(_names(regions[node], "region")), None),
            "rows": [shown for _, shown in rows[node]],
        }


def findings(store: Store, **wanted: Any) -> Iterator[dict[str, Any]]:
    """Findings that the query `findings` gives for these parameters, and with them the accepted ones whose
    two records are one platform now."""
    rows = roster_rows(store)
    values = {"limit": _EVERYTHING, **wanted}
    shown = library().run(store, "findings", **values)
    for row in shown:
        sides = ((row["a_id"], row["a"]), (row["b_id"], row["b"]))
        yield {
            **_finding(row, row["finding_id"], row["status"]),
            "members": [_member(node, name, _own(rows[node], node)) for node, name in sides],
        }
    if not set(wanted) - {"kind", "status", "limit"}:
        yield from _merged(store, rows, {row["finding_id"] for row in shown}, wanted)


def host_pairs(store: Store, status: str = "") -> Iterator[dict[str, Any]]:
    """Pairs of hosts that may be one unit; `status` waiting: those nobody has decided."""
    for row in library().run(store, "host_pairs", status=status, limit=_EVERYTHING):
        yield {
            "id": row["pair_id"],
            "verdict": row["verdict"],
            "score": row["score"],
            "status": row["status"],
            "reasons": [json.loads(one) for one in row["reasons"]],
            "members": [
                {"id": row[f"{side}_id"], "name": row[side], "platforms": row[f"{side}_platforms"]}
                for side in ("a", "b")
            ],
        }


def _finding(row: dict[str, Any], node: str, status: str) -> dict[str, Any]:
    return {
        "id": node,
        "kind": row["kind"],
        "verdict": row["verdict"],
        "score": row["score"],
        "status": status,
        "action": row.get("action"),
        "suggestion": row["suggestion"],
        "suggestion_for": row.get("suggestion_for"),
        "suggestion_to": row.get("suggestion_to"),
        "ground": row["ground"],
        "reasons": [json.loads(one) for one in row["reasons"]],
        "against": [json.loads(one) for one in row["against"]],
        "rules": row["rules"],
    }


def _merged(
    store: Store,
    rows: dict[str, list[tuple[str | None, dict[str, Any]]]],
    known: set[str],
    wanted: Any,
) -> Iterator[dict[str, Any]]:
    merged, standing = merged_decisions(store)
    for row in merged:
        if row["about"] in known or not row["finding"]:
            continue
        if wanted.get("kind") not in (None, "", row["kind"]):
            continue
        status = row["state"] or ACCEPTED
        if wanted.get("status") not in (None, "", status):
            continue
        sides = zip(row["members"], row["member_names"], strict=True)
        yield {
            **_finding(json.loads(row["finding"]), row["about"], status),
            "action": row["action"],
            "members": [
                _member(node, name, _own(rows[standing.get(node, node)], node))
                for node, name in sides
            ],
        }


def _member(node: str, name: str, rows: Rows) -> dict[str, Any]:
    return {"id": node, "name": name, "rows": rows}


def _own(rows: list[tuple[str | None, dict[str, Any]]], node: str) -> Rows:
    """Of the rows of a platform those that were read as this record: of a record that was merged those
    that say so, of the one it stands in those that say nothing."""
    return [shown for recorded_as, shown in rows if recorded_as == node] or [
        shown for recorded_as, shown in rows if recorded_as is None
    ]


def roster_rows(store: Store) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
    """Roster rows by platform, each with the record it was read as, where that was merged."""
    found: dict[str, list[tuple[str | None, dict[str, Any]]]] = defaultdict(list)
    for row in library().run(store, "platform_rows"):
        shown = {
            "file": row["file"],
            "no": _number(row["number"]),
            "platform": row["printed"],
            "status": row["status"],
        }
        given = {key: value for key, value in shown.items() if value is not None}
        found[row["platform_id"]].append((row["recorded_as"], given))
    return found


def _number(printed: str | None) -> int | str | None:
    return int(printed) if printed is not None and printed.isdecimal() else printed


def targets(store: Store, only: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    """Every target, or only those with these ids, with its progress, or in words why there is none."""
    for one in progress_of_targets(store, only):
        row = one.target
        given = ("metric", "comparator", "low", "high", "unit", "by_year", "modality", "subtype")
        progress = one.as_json()
        yield {
            "id": row["target_id"],
            "document": row["document"],
            "types": row["types"],
            **{key: row[key] for key in given if row[key] is not None},
            "value_as_printed": row["value_as_printed"],
            "flags": row["flags"] or [],
            "reviewed_value": row["reviewed_value"],
            **({"progress": progress} if progress is not None else {}),
            **({"not_counted": " ".join(REASONS[one.reason])} if one.reason else {}),
            "source": row["source_id"],
            "start": row["start"],
            "end": row["end"],
        }


def _by_platform(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row["platform_id"]].append(row)
    return found


def _names(rows: Rows, column: str, skip: str | None = None) -> list[str]:
    return list(
        dict.fromkeys(row[column] for row in rows if row.get("role") != skip or skip is None)
    )
