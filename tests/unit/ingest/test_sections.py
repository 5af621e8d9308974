"""The section tree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.helpers import facts

#: Whole documents in many ways of numbering; a section is its number, its heading and the place of its
#: parent in the list.
_DOCUMENTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "probes" / "sections.jsonl")
    .read_text("utf-8")
    .splitlines()
]

PLAN = """某省平台方案
一、总体要求
（一）指导思想
坚持创新。
（二）基本原则
1. 统筹布局。围绕产业需求。
2.分类管理。
二、重点任务
（一）建设省级平台
1)高水平建设实验室。到2025年建成5家。
①完善机制；
"""


def _tree(text: str) -> list[tuple[int, str, str, str | None]]:
    found = facts(text, "section")
    heading = {fact.start: str(fact.data["heading"]) for fact in found}
    return [
        (
            int(fact.data["level"]),
            str(fact.data["number"]),
            str(fact.data["heading"]),
            heading[fact.spans["parent"][0][0]] if fact.spans.get("parent") else None,
        )
        for fact in found
    ]


def test_a_plan_nests_by_its_ways_of_numbering() -> None:
    assert _tree(PLAN) == [
        (1, "一", "总体要求", None),
        (2, "一", "指导思想", "总体要求"),
        (2, "二", "基本原则", "总体要求"),
        (3, "1", "统筹布局", "基本原则"),
        (3, "2", "分类管理", "基本原则"),
        (1, "二", "重点任务", None),
        (2, "一", "建设省级平台", "重点任务"),
        (3, "1", "高水平建设实验室", "建设省级平台"),
        (4, "①", "完善机制", "高水平建设实验室"),
    ]


def test_a_law_nests_articles_in_chapters() -> None:
    text = "第一章 总则\n第一条 为了促进创新，制定本条例。\n（一）支持企业；\n第二章 附则\n第二条之一 本条例施行。\n"
    assert _tree(text) == [
        (1, "第一章", "总则", None),
        (2, "第一条", "为了促进创新，制定本条例", "总则"),
        (3, "一", "支持企业", "为了促进创新，制定本条例"),
        (1, "第二章", "附则", None),
        (2, "第二条之一", "本条例施行", "附则"),
    ]


def test_a_part_that_runs_into_its_sentence_ends_at_the_comma() -> None:
    assert _tree("第一部分是总体要求，主要明确原则。\n") == [(1, "第一部分", "总体要求", None)]


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda document: str(document["id"]))
def test_a_whole_document(document: dict[str, Any]) -> None:
    found = facts(document["text"], "section")
    places = {fact.start: index for index, fact in enumerate(found)}
    assert [
        [
            fact.data["number"],
            "".join(str(fact.data["heading"]).split()),
            places[fact.spans["parent"][0][0]] if fact.spans.get("parent") else None,
        ]
        for fact in found
    ] == document["sections"]


def test_a_row_inside_a_line_counts_and_a_single_number_does_not() -> None:
    tree = _tree("条件：1.有场地；2.有人员。\n一是一，按第三条（一）项执行；二、三级平台除外。\n")
    assert [(number, heading) for _, number, heading, _ in tree] == [
        ("1", "有场地"),
        ("2", "有人员"),
    ]


def test_an_attachment_begins_anew() -> None:
    text = "二、程序\n（一）申报。\n2024年5月1日\n（一）甲类。\n附件2\n1.乙类。\n"
    assert [parent for *_, parent in _tree(text)] == [None, "程序", None, None]


def test_rows_of_a_list_are_no_sections() -> None:
    text = "一、撤销名单\n1.某省造纸重点实验室\n2.某省印染重点实验室\n二、要求\n1.及时整改\n"
    assert [heading for _, _, heading, _ in _tree(text)] == ["撤销名单", "要求", "及时整改"]


def test_numbers_inside_lines_are_no_sections() -> None:
    text = "全长1.5公里。\n2022.5.1发布\n共3家；第一，统筹。\n"
    assert facts(text, "section") == []


def test_a_lost_half_bracket_is_flagged() -> None:
    flags = [f.data["flag"] for f in facts("1)建设平台。\n(2)管理平台。\n", "flag")]
    assert flags == ["half_bracket"]
