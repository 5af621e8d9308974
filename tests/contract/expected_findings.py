"""What the queries about overlap, findings and records must give on the sample graph."""

from __future__ import annotations

from tests.contract.ids import (
    CENTRE,
    LAB,
    LINGYUAN,
    PLAN,
    R2022,
    R2023,
    REGION,
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
from tests.contract.sample import FINDINGS, HOST_PAIR, PLAN_TEXT

AB, AC, BC, CD, _ = (one.id for one in FINDINGS)
_STOP = PLAN_TEXT.index("不再新建省工程中心")
_SPACE = PLAN_TEXT.index("深空探测")
_HOST = '{"name": "host_same", "text": "同一依托单位 one host", "weight": 0.5}'
_TYPE = '{"name": "type_other", "text": "类型不同 other types", "weight": -0.1}'
_PLATFORMS = {YUNDA: ("云大", 3), LINGYUAN: ("岭院", 1)}
_TWO_HOSTS = (
    *(HOST_PAIR.id, "unsure", 0.45, "open"),
    *(*_PLATFORMS[HOST_PAIR.a], *_PLATFORMS[HOST_PAIR.b], 1),
)
_R22, _R23, _PLAN = "source-roster2022", "source-roster2023", "source-plan"

FINDING_QUERIES: Expected = {
    "findings": (
        {},
        ("finding_id", "kind", "verdict", "score", "status", "action", "a_id", "b_id", "total"),
        [
            (AB, "D1", "duplicate_construction", 0.9, "open", None, A, B, 4),
            (AC, "D2", "duplicate_construction", 0.7, "rejected", None, A, C, 4),
            (BC, "D2", "duplicate_construction", 0.65, "accepted", "合并", B, C, 4),
            (CD, "D3", "overlap", 0.5, "reopened", None, C, D, 4),
        ],
    ),
    "findings_of_platform": (
        {"platform_id": C},
        ("finding_id", "kind", "status", "other_id", "other", "reasons", "against"),
        [
            (AC, "D2", "rejected", A, "甲重点实验室", [_HOST], [_TYPE]),
            (BC, "D2", "accepted", B, "乙重点实验室", [_HOST], [_TYPE]),
            (CD, "D3", "reopened", D, "丁重点实验室", [_HOST], []),
        ],
    ),
    "finding": (
        {"a_id": A, "b_id": C},
        ("finding_id", "a", "b", "suggestion", "suggestion_for", "suggestion_to", "rules"),
        [(AC, "甲重点实验室", "丙工程中心", "合并", C, "省重点实验室", "r1")],
    ),
    "host_pairs": (
        {"status": "waiting"},
        ("pair_id", "verdict", "score", "status", "a", "a_platforms", "b", "b_platforms", "total"),
        [_TWO_HOSTS],
    ),
    "evidence_of_finding": (
        {"a_id": A, "b_id": B},
        ("platform_id", "relationship", "node_id", "said", "source_id", "start", "end"),
        [
            (A, "EVALUATED_IN", R2023, "优秀", _R23, 38, 42),
            (A, "HOSTED_BY", YUNDA, "host", _R22, 9, 11),
            (A, "HOSTED_BY", YUNDA, "host", _R23, 9, 11),
            (A, "IN_FIELD", SEA, "海洋", _R22, 12, 14),
            (A, "IN_FIELD", SEA, "海洋", _R23, 12, 14),
            (A, "LISTED_IN", R2022, "甲重点实验室", _R22, 2, 8),
            (A, "LISTED_IN", R2023, "甲重点实验室", _R23, 2, 8),
            (A, "LOCATED_IN", REGION, None, _R22, 2, 8),
            (A, "LOCATED_IN", REGION, None, _R23, 2, 8),
            (A, "OF_TYPE", LAB, None, _R22, 2, 8),
            (A, "OF_TYPE", LAB, None, _R23, 2, 8),
            (B, "HOSTED_BY", YUNDA, "host", _R22, 24, 26),
            (B, "IN_FIELD", SEA, "海洋", _R22, 27, 29),
            (B, "LISTED_IN", R2022, "乙重点实验室", _R22, 17, 23),
            (B, "LOCATED_IN", REGION, None, _R22, 17, 23),
            (B, "OF_TYPE", LAB, None, _R22, 17, 23),
        ],
    ),
    "findings_by_kind": (
        {},
        ("kind", "status", "findings"),
        [
            ("D1", "open", 1),
            ("D2", "accepted", 1),
            ("D2", "rejected", 1),
            ("D3", "reopened", 1),
            ("design", "open", 1),
        ],
    ),
    "duplicates_by_host": (
        {},
        ("host_id", "host", "findings", "platforms", "platform_ids"),
        [(YUNDA, "云大", 2, 3, [A, B, C])],
    ),
    "matrix_host_field": (
        {},
        ("host_id", "host", "field_id", "field", "platforms"),
        [
            (YUNDA, "云大", SEA, "海洋", 2),
            (YUNDA, "云大", SEA_LIFE, "海洋生物", 1),
            (LINGYUAN, "岭院", SEA_LIFE, "海洋生物", 1),
        ],
    ),
    "matrix_type_field": (
        {},
        ("type_id", "type", "field_id", "field", "platforms"),
        [
            (LAB, "省重点实验室", SEA, "海洋", 2),
            (CENTRE, "省工程中心", SEA_LIFE, "海洋生物", 1),
            (LAB, "省重点实验室", SEA_LIFE, "海洋生物", 1),
        ],
    ),
    "platforms_of_cell": (
        {"field_id": SEA, "host_id": YUNDA, "type_id": LAB},
        ("platform_id", "platform", "hosts", "types", "year"),
        [
            (B, "乙重点实验室", ["云大"], ["省重点实验室"], 2022),
            (A, "甲重点实验室", ["云大"], ["省重点实验室"], 2022),
        ],
    ),
    "leading_hosts_by_field": (
        {},
        ("field_id", "host_id", "platforms", "rank"),
        [(SEA, YUNDA, 2, 1), (SEA_LIFE, YUNDA, 1, 1), (SEA_LIFE, LINGYUAN, 1, 2)],
    ),
    "fields_without_platforms": (
        {},
        ("field_id", "field", "document_id", "source_id", "start", "end"),
        [(SPACE, "深空", PLAN, _PLAN, _SPACE, _SPACE + 4)],
    ),
    "platforms_of_closed_types": (
        {},
        ("platform_id", "type_id", "rule", "to_id", "source_id", "start", "end"),
        [(C, CENTRE, "stop_new", None, _PLAN, _STOP, _STOP + 9)],
    ),
    "platform_names": (
        {},
        ("platform_id", "platform", "names", "compared_as"),
        [
            (A, "甲重点实验室", ["甲重点实验室"], "digest of 甲重点实验室"),
            (B, "乙重点实验室", ["乙重点实验室"], "digest of 乙重点实验室"),
            (C, "丙工程中心", ["丙工程中心"], "digest of 丙工程中心"),
            (D, "丁重点实验室", ["丁重点实验室"], "digest of 丁重点实验室"),
        ],
    ),
    "platform_hosts": (
        {},
        ("platform_id", "host_id", "host", "role"),
        [
            (A, YUNDA, "云大", "host"),
            (B, YUNDA, "云大", "host"),
            (C, YUNDA, "云大", "host"),
            (D, LINGYUAN, "岭院", "host"),
        ],
    ),
    "platform_types": (
        {},
        ("platform_id", "type_id", "category"),
        [
            (A, LAB, "科学与工程研究"),
            (B, LAB, "科学与工程研究"),
            (C, CENTRE, "科学与工程研究"),
            (D, LAB, "科学与工程研究"),
        ],
    ),
    "platform_fields": (
        {},
        ("platform_id", "field_id", "printed"),
        [
            (A, SEA, "海洋"),
            (B, SEA, "海洋"),
            (C, SEA_LIFE, "海洋生物"),
            (D, SEA_LIFE, "海洋生物"),
        ],
    ),
    "platform_regions": (
        {},
        ("platform_id", "region_id", "region"),
        [(one, REGION, "云岭") for one in (A, B, C, D)],
    ),
    "platform_rows": (
        {},
        ("platform_id", "source_id", "start", "end", "document_id", "printed", "number", "year"),
        [
            (A, _R22, 2, 8, R2022, "甲重点实验室", "1", 2022),
            (A, _R23, 2, 8, R2023, "甲重点实验室", "1", 2023),
            (B, _R22, 17, 23, R2022, "乙重点实验室", "2", 2022),
            (C, _R22, 32, 37, R2022, "丙工程中心", "3", 2022),
            (D, _R23, 17, 23, R2023, "丁重点实验室", "2", 2023),
        ],
    ),
    "platform_changes": (
        {},
        ("platform_id", "event", "stage", "to"),
        [(D, "withdrawn", "proposed", None)],
    ),
    "platform_grades": ({}, ("platform_id", "year", "result"), [(A, 2023, "优秀")]),
    "types_being_closed": (
        {},
        ("type_id", "rule", "to_id", "document_id", "source_id", "start", "end"),
        [(CENTRE, "stop_new", None, PLAN, _PLAN, _STOP, _STOP + 9)],
    ),
}
