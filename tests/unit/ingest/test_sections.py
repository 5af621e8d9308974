"""The section tree."""

from __future__ import annotations

from tests.unit.ingest.helpers import facts

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


def test_numbers_inside_lines_are_no_sections() -> None:
    text = "全长1.5公里。\n2022.5.1发布\n共3家；第一，统筹。\n"
    assert facts(text, "section") == []


def test_a_lost_half_bracket_is_flagged() -> None:
    flags = [f.data["flag"] for f in facts("1)建设平台。\n(2)管理平台。\n", "flag")]
    assert flags == ["half_bracket"]
