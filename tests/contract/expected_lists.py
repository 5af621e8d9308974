"""What the queries behind the lists must give on the sample graph: items with what finds them, and rows."""

from __future__ import annotations

from tests.contract.ids import (
    AGENCY,
    CENTRE,
    CITED,
    LAB,
    LINGYUAN,
    PLAN,
    R2022,
    R2023,
    RESEARCH,
    SEA,
    SEA_LIFE,
    SPACE,
    YUNDA,
    A,
    B,
    C,
    D,
    Expected,
)

LIST_QUERIES: Expected = {
    "platform_items": (
        {},
        ("platform_id", "platform", "year", "rosters", "status"),
        sorted(
            [
                (A, "甲重点实验室", 2022, 2, "listed"),
                (B, "乙重点实验室", 2022, 1, "listed"),
                (C, "丙工程中心", 2022, 1, "listed"),
                (D, "丁重点实验室", 2023, 1, "listed"),
            ]
        ),
    ),
    # Nobody has judged anything here; test_decisions.py and test_judgements.py do.
    "judgements_of_node": ({"id": A}, ("judgement_id",), []),
    "platform_flags": ({}, ("platform_id", "flags"), []),
    # The finding of A and C was rejected, that of B and C accepted.
    "platform_findings": (
        {},
        ("platform_id", "kind", "is_waiting"),
        sorted(
            [
                (A, "D1", True),
                (A, "D2", False),
                (B, "D1", True),
                (B, "D2", False),
                (C, "D2", False),
                (C, "D3", True),
                (D, "D3", True),
            ]
        ),
    ),
    "host_items": ({}, ("host_id", "host"), sorted([(YUNDA, "云大"), (LINGYUAN, "岭院")])),
    "host_regions": ({}, ("host_id",), []),
    "field_items": (
        {},
        ("field_id", "field", "mapped", "documents"),
        sorted(
            [
                (SEA, "海洋", True, 0),
                (SEA_LIFE, "海洋生物", True, 0),
                (SPACE, "深空", True, 1),
            ]
        ),
    ),
    "fields_above": ({}, ("field_id", "above_id", "above"), [(SEA_LIFE, SEA, "海洋")]),
    "regions_above": ({}, ("region_id",), []),
    "type_items": (
        {},
        ("type_id", "type", "level", "documents", "targets"),
        sorted([(LAB, "省重点实验室", "省级", 3, 1), (CENTRE, "省工程中心", "省级", 2, 0)]),
    ),
    "type_categories": (
        {},
        ("type_id", "category_id", "category"),
        sorted([(LAB, RESEARCH, "科学与工程研究"), (CENTRE, RESEARCH, "科学与工程研究")]),
    ),
    "type_rules": ({}, ("type_id", "role"), [(CENTRE, "stop_new")]),
    "document_items": (
        {},
        ("document_id", "kind", "issued_on", "was_read", "platforms", "targets"),
        sorted(
            [
                (R2022, "roster", "2022-06-01", True, 3, 0),
                (R2023, "roster", "2023-06-01", True, 2, 0),
                (PLAN, "plan", "2022-03-01", True, 0, 1),
                (CITED, None, None, False, 0, 0),
            ]
        ),
    ),
    "document_issuers": (
        {},
        ("document_id", "issuer_id", "issuer"),
        [(PLAN, AGENCY, "省科技厅")],
    ),
    "document_flags": ({}, ("document_id", "flags"), [(PLAN, 1)]),
    "platforms_by_ids": (
        {"ids": [D, A]},
        ("platform_id", "hosts", "types", "fields", "region", "year", "result", "rosters"),
        [
            (D, ["岭院"], ["省重点实验室"], ["海洋生物"], "云岭", 2023, None, 1),
            (A, ["云大"], ["省重点实验室"], ["海洋"], "云岭", 2022, "优秀", 2),
        ],
    ),
    "hosts_by_ids": (
        {"ids": [YUNDA, LINGYUAN]},
        ("host_id", "host", "platforms", "types", "type_ids", "fields", "region"),
        [
            (YUNDA, "云大", 3, ["省工程中心", "省重点实验室"], [CENTRE, LAB], 2, None),
            (LINGYUAN, "岭院", 1, ["省重点实验室"], [LAB], 1, None),
        ],
    ),
    "fields_by_ids": (
        {"ids": [SPACE, SEA, SEA_LIFE]},
        ("field_id", "above_id", "platforms", "hosts", "documents", "mapped"),
        [
            (SPACE, None, 0, 0, 1, True),
            (SEA, None, 2, 1, 0, True),
            (SEA_LIFE, SEA, 2, 2, 0, True),
        ],
    ),
    "types_by_ids": (
        {"ids": [CENTRE, LAB]},
        ("type_id", "category_id", "level", "platforms", "targets", "documents"),
        [(CENTRE, RESEARCH, "省级", 1, 0, 2), (LAB, RESEARCH, "省级", 3, 1, 3)],
    ),
    "documents_by_ids": (
        {"ids": [CITED, PLAN]},
        ("document_id", "kind", "was_read", "issuers", "platforms", "targets", "flags"),
        [(CITED, None, False, [], 0, 0, 0), (PLAN, "plan", True, ["省科技厅"], 0, 1, 1)],
    ),
}
