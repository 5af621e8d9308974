"""What the queries about targets' sums and reviewed readings must give on the sample graph."""

from __future__ import annotations

from tests.contract.expected_findings import AB
from tests.contract.ids import LAB, R2022, R2023, A, B, C, Expected

PROGRESS_QUERIES: Expected = {
    "open_pairs_among": (
        {"platform_ids": [A, B, C]},
        ("finding_id", "kind", "a_id", "b_id"),
        [(AB, "D1", A, B)],
    ),
    "roster_rows_of_types": (
        {"type_ids": [LAB]},
        ("document_id", "year", "rows", "platforms"),
        [(R2023, 2023, 2, 2), (R2022, 2022, 2, 2)],
    ),
    # Nobody has read a doubtful place of the sample; test_judgements.py has rows of this.
    "readings_given": ({}, ("judgement_id",), []),
}
