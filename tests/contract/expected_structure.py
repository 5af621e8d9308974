"""Rows of the queries about clusters, communities and bridges, over the sample graph.

云大 has 海洋 and one platform in 海洋生物, 岭院 only 海洋生物: two communities that 云大 joins. One of the five
findings was rejected, and the others still join all four platforms.
"""

from __future__ import annotations

from typing import Any

from tests.contract.ids import LINGYUAN, SEA, SEA_LIFE, YUNDA, A, B, C, D

_FIRST = min(A, B, C, D)
_OWN, _OTHER = min(YUNDA, SEA), min(LINGYUAN, SEA_LIFE)

STRUCTURE_QUERIES: dict[str, tuple[dict[str, Any], tuple[str, ...], list[tuple[Any, ...]]]] = {
    "overlapping_pairs": (
        {},
        ("a_id", "b_id", "kind", "status"),
        sorted(
            [
                (A, B, "D1", "open"),
                (A, C, "D2", "rejected"),
                (B, C, "D2", "accepted"),
                (C, D, "D3", "reopened"),
                (A, D, "design", "open"),
            ]
        ),
    ),
    "clusters": (
        {},
        ("cluster_id", "platforms", "platform_ids", "names"),
        [
            (
                _FIRST,
                4,
                [D, C, B, A],
                ["丁重点实验室", "丙工程中心", "乙重点实验室", "甲重点实验室"],
            )
        ],
    ),
    "structure_state": ({}, ("is_current",), [(True,)]),
    "communities": (
        {},
        ("community_id", "hosts", "fields", "platforms", "host_names", "field_names"),
        [(_OWN, 1, 1, 2, ["云大"], ["海洋"]), (_OTHER, 1, 1, 1, ["岭院"], ["海洋生物"])],
    ),
    "bridging_hosts": (
        {},
        ("host_id", "host", "community_id", "joins", "betweenness", "is_cut"),
        [(YUNDA, "云大", _OWN, [_OTHER], 0.666667, True)],
    ),
}
