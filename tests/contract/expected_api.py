"""What the named queries of the API's lists and exports must give on the sample graph."""

from __future__ import annotations

from tests.contract.ids import LINGYUAN, RESEARCH, SEA, SEA_LIFE, TARGET, C, D, Expected

API_QUERIES: Expected = {
    "list_flags": (
        {},
        ("total", "flag", "severity", "label", "node_id", "source_id", "candidate_readings"),
        [(1, "suspect_lost_dash", "high", "Target", TARGET, "source-plan", ['{"low": 2}'])],
    ),
    "places_and_categories": (
        {"name": "学"},
        ("label", "id", "name"),
        [("Category", RESEARCH, "科学与工程研究")],
    ),
    "neighbour_ids": (
        {"ids": [LINGYUAN, SEA_LIFE]},
        ("id",),
        [(one,) for one in sorted({C, D, SEA})],
    ),
    "relationships_from": (
        {"ids": [LINGYUAN, SEA_LIFE]},
        ("start_label", "start_id", "relationship", "end_label", "end_id"),
        [
            ("Field", SEA_LIFE, "NARROWER_THAN", "Field", SEA),
            ("Field", SEA_LIFE, "NARROWER_THAN", "Field", SEA),
        ],
    ),
}
