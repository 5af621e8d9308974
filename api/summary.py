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
    _print_duplicates(run(store, "duplicate_construction_d1", limit=_TOP))
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


def _print_duplicates(rows: Rows) -> None:
    _heading("疑似重复建设 D1，待人判定 Possible duplicate construction, for people to judge")
    for row in rows:
        fields = (
            row["a_field"] if row["likeness"] == "same" else f"{row['a_field']}／{row['b_field']}"
        )
        _line(f"  {row['a']} = {row['b']}")
        _line(f"     {row['host']}，{fields}", "dim")
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
