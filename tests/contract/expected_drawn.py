"""What the named queries behind the drawn graph must give on the sample graph."""

from __future__ import annotations

from tests.contract.expected_findings import AB, BC
from tests.contract.ids import A, B, C, D, Expected

DRAWN_QUERIES: Expected = {
    "years_of_platforms": (
        {"ids": [A, B, C, D]},
        ("platform_id", "year"),
        sorted([(A, 2022), (B, 2022), (C, 2022), (D, 2023)]),
    ),
    # Neither what was rejected nor what the rules provide for, and nothing that leads elsewhere.
    "findings_among": (
        {"ids": [A, B, C]},
        ("finding_id", "a_id", "b_id", "kind", "score", "status"),
        sorted([(AB, A, B, "D1", 0.9, "open"), (BC, B, C, "D2", 0.65, "accepted")]),
    ),
}
