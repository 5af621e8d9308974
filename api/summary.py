"""A short readable summary of what a store holds."""

from __future__ import annotations

import json
from typing import Any

from api import console
from graph.queries import library
from graph.store import Rows, Store, shown_address

_TOP = 5


def status(store: Store) -> dict[str, Any]:
    """Address, engine, server, when it was last loaded, nodes by label, and sources."""
    run = library().run
    totals = run(store, "totals")
    return {
        "address": shown_address(store.url),
        "engine": store.engine,
        "server": store.server_version(),
        "updated_at": totals[0]["updated_at"] if totals else None,
        "nodes": run(store, "counts_by_label"),
        "relationships": run(store, "counts_by_relationship"),
        "sources": run(store, "sources"),
    }


def print_summary(store: Store, *, invented: bool) -> None:
    """Documents, platforms, hosts, targets, flags, and the top overlaps and duplicates."""
    run = library().run
    totals = run(store, "totals")[0]
    out = console.out
    out.print()
    if invented:
        out.print(
            "示例中的单位、平台与名单都是虚构的。 Hosts, platforms and rosters of the examples are invented.",
            style="dim",
        )
    words = (
        ("政策文件 documents", "documents"),
        ("名单 rosters", "rosters"),
        ("平台 platforms", "platforms"),
        ("依托单位 hosts", "hosts"),
        ("领域 fields", "fields"),
        ("平台类型 types", "types"),
        ("建设目标 targets", "targets"),
        ("存疑 flags", "flags"),
    )
    out.print("   ".join(f"{label} [bold]{totals[key]}[/]" for label, key in words))
    out.print()
    _print_overlaps(run(store, "overlap_by_host_and_field", limit=_TOP))
    _print_findings(run(store, "findings", limit=_TOP), run(store, "findings_by_kind"))
    _print_numbers(run(store, "flags", flag="suspect_lost_dash", limit=_TOP))


def _heading(words: str) -> None:
    console.out.print(f"\n[bold]{words}[/]")


def _line(words: str, style: str | None = None) -> None:
    console.out.print(words, style=style, markup=False, soft_wrap=True)


def _print_overlaps(rows: Rows) -> None:
    _heading("交叉：同一单位、同一领域 Overlap: one host, one field")
    for row in rows:
        _line(f"  {row['platforms']}  {row['host']} × {row['field']}")
        _line(f"     {'、'.join(row['names'])}", "dim")
    if not rows:
        _line("  无 none")


def _print_findings(rows: Rows, counts: Rows) -> None:
    _heading("交叉与重复建设的发现，由人判定 Findings of overlap, for people to judge")
    by_kind: dict[str, int] = {}
    for row in counts:
        if row["kind"] != "design":
            by_kind[row["kind"]] = by_kind.get(row["kind"], 0) + row["findings"]
    if by_kind:
        _line("  " + "   ".join(f"{kind} {count}" for kind, count in by_kind.items()))
    for row in rows:
        _line(f"  {row['kind']} {row['score']:.2f}  {row['a']} | {row['b']}")
        _line(f"     建议 suggestion: {row['suggestion']}（{row['ground']}）", "dim")
    if not rows:
        _line("  无 none")


def _print_numbers(rows: Rows) -> None:
    if not rows:
        return
    _heading("数字待核 Numbers to review")
    for row in rows:
        readings = [json.loads(one) for one in row["candidate_readings"]]
        ranges = [f"{r['low']}—{r['high']}" for r in readings if r.get("comparator") == "range"]
        _line(
            f"  {row['name']}  疑似缺连接号 possible lost dash：{'、'.join(ranges)}？  {row['source']}"
        )
