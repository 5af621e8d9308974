"""Rows of the queries about what a source brought, over the sample graph.

The roster of 2023 names 甲 and 丁: findings about either come, whoever the other side is.
"""

from __future__ import annotations

from tests.contract.ids import R2023, Expected
from tests.contract.sample import FINDINGS

_AB, _AC, _BC, _CD, _AD = (one.id for one in FINDINGS)

SOURCE_QUERIES: Expected = {
    "nodes_of_source": (
        {"source_id": "source-roster2023"},
        ("label", "nodes"),
        [
            ("Category", 1),
            ("Field", 2),
            ("GoverningDocument", 1),
            ("HostUnit", 2),
            ("Platform", 2),
            ("PlatformType", 1),
            ("Region", 1),
        ],
    ),
    "documents_of_source": (
        {"source_id": "source-roster2023"},
        ("document_id", "name"),
        [(R2023, "2023年名单")],
    ),
    "findings_of_source": (
        {"source_id": "source-roster2023"},
        ("finding_id", "kind", "status", "score"),
        [
            (_AB, "D1", "open", 0.9),
            (_AC, "D2", "rejected", 0.7),
            (_CD, "D3", "reopened", 0.5),
            (_AD, "design", "open", 0.3),
        ],
    ),
}
