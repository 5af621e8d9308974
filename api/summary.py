"""A short readable summary of what a store holds."""

from __future__ import annotations

from typing import Any

from api import console
from graph.queries import library
from graph.store import Store, shown_address

_TOP = 8


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
    overlaps = run(store, "overlap_by_host_and_field", limit=_TOP)
    console.print_table(
        "交叉：同单位同领域 Overlap: one host, one field",
        ("host", "field", "platforms", "names"),
        overlaps,
    )
    duplicates = run(store, "duplicate_construction_d1", limit=_TOP)
    console.print_table(
        "疑似重复建设 D1 Possible duplicate construction",
        ("host", "category", "a", "b", "a_field", "b_field", "likeness"),
        duplicates,
    )
    flags = run(store, "flags", flag="suspect_lost_dash", limit=_TOP)
    console.print_table("数字待核 Numbers to review", ("name", "reason", "source"), flags)
