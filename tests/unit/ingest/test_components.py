"""Platform types, categories, definitions, fields, rules and damage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.helpers import facts


def _types(text: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (str(f.data["platform_type"]), f.data.get("level"), f.data.get("category"))
        for f in facts(text, "platform_type")
    ]


def test_types_with_level_and_region_as_printed() -> None:
    text = "支持国家级众创空间、浙江省重点实验室、市级工程（技术）研究中心和新型研发机构建设。"
    assert _types(text) == [
        ("国家级众创空间", "国家级", "基础支撑与条件保障"),
        ("浙江省重点实验室", "省级", "科学与工程研究"),
        ("市级工程（技术）研究中心", "市级", "技术创新与成果转化"),
        ("新型研发机构", None, "技术创新与成果转化"),
    ]


def test_a_stretched_type_is_found_and_unstretched() -> None:
    assert _types("建设科技基础条\u3000件平台。")[0][0] == "科技基础条件平台"


def test_a_short_form_is_the_longer_type_of_the_text() -> None:
    names = [name for name, _, _ in _types("优化省重点实验室布局。重点实验室应当开放。")]
    assert names == ["省重点实验室"]


def test_what_is_no_platform_type() -> None:
    assert _types("建成具有全球影响力的科技创新中心，配备实验室和融资平台。") == []


def test_a_list_gives_its_members_the_category_of_the_heading() -> None:
    text = (
        "1. 科学与工程研究类平台\n定位是开展基础研究。主要包括云南实验室、重点实验室、应用数学中心等。\n"
        "2. 技术创新与成果转化类平台\n主要包括云南技术创新中心、中试基地等。\n"
    )
    lists = [(f.data["category"], f.data["platform_types"]) for f in facts(text, "category")]
    assert lists == [
        ("科学与工程研究", ["云南实验室", "重点实验室", "应用数学中心"]),
        ("技术创新与成果转化", ["云南技术创新中心", "中试基地"]),
    ]
    by_text = {
        f.data["platform_type"]
        for f in facts(text, "platform_type")
        if f.data["category_basis"] == "text"
    }
    assert by_text == {"云南实验室", "重点实验室", "应用数学中心", "云南技术创新中心", "中试基地"}


def test_definitions_open_with_their_type() -> None:
    text = "第三条 本办法所称省重点实验室，是指开展基础研究、培养人才的科研平台。该中心是全省领先的。\n"
    found = facts(text, "definition")
    assert [(f.data["platform_type"], f.data["definition"]) for f in found] == [
        ("省重点实验室", "开展基础研究、培养人才的科研平台")
    ]


def _fields(text: str) -> list[tuple[list[str], str | None]]:
    return [(f.data["fields"], f.data["platform_type"]) for f in facts(text, "fields")]


def test_fields_in_their_positions() -> None:
    assert _fields("在稀土新材料、海洋工程、中医药等领域择优组建省实验室。") == [
        (["稀土新材料", "海洋工程", "中医药"], "省实验室")
    ]
    assert _fields("围绕新能源、食品包装和建筑等产业，建设技术创新中心。") == [
        (["新能源", "食品包装", "建筑"], "技术创新中心")
    ]
    assert _fields("推动农业领域重点实验室建设。") == [(["农业"], "重点实验室")]


PROBES = [
    json.loads(line)
    for line in (Path(__file__).parent / "probes" / "fields.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("probe", PROBES, ids=[probe["text"][:20] for probe in PROBES])
def test_finds_exactly_these_fields(probe: dict[str, Any]) -> None:
    found = {one for names, _ in _fields(probe["text"]) for one in names}
    assert found == set(probe["fields"])


def test_generic_words_and_other_lists_are_no_fields() -> None:
    assert _fields("在科学前沿、新兴、交叉等领域建设省重点实验室。") == []
    assert _fields("在资金、人才、场所等方面支持建立产业研究院、重点实验室。") == []


def test_a_field_word_may_have_a_list_word_inside() -> None:
    assert _fields("在等离子体物理、高等教育技术等领域建设重点实验室。") == [
        (["等离子体物理", "高等教育技术"], "重点实验室")
    ]


def _rules(text: str) -> list[tuple[str, str | None]]:
    return [(f.data["rule"], f.data.get("platform_type")) for f in facts(text, "rule")]


def test_rules() -> None:
    assert _rules("不再新建省工程技术研究中心。") == [("stop_new", "省工程技术研究中心")]
    assert _rules("统筹布局，避免低水平、交叉和重复建设。") == [
        ("avoid_duplicate_construction", None)
    ]
    assert _rules("评估不合格的重点实验室，予以撤销。") == [("revoke_on_fail", "重点实验室")]
    assert _rules("省工程技术研究中心转建为省技术创新中心。") == [
        ("merge_convert", "省工程技术研究中心")
    ]


def test_inspections_and_projects_are_no_duplicate_construction() -> None:
    assert _rules("避免重复性检查和评估，防止重复立项。") == []


def _flags(text: str) -> list[str]:
    return [str(f.data["flag"]) for f in facts(text, "flag")]


def test_damage_is_flagged_and_left_as_it_is() -> None:
    assert _flags("省科技厅、工业和信息厅和财政厅印发。") == ["near_miss_agency"]
    assert _flags("省工业和信息化厅印发。") == []
    assert _flags("某省科技厅\n202275\n") == ["broken_date"]
    assert _flags("附件：平台建设计划.doc（点击下载）\n") == ["missing_attachment"]


def test_the_competent_agency_of_a_type_where_a_sentence_says_so() -> None:
    text = (
        "第一条 省重点实验室由省科技厅负责认定和管理。\n第二条 省工程研究中心由省发展改革委批复组建。\n"
        "第三条 省级企业技术中心（省工业和信息化厅牵头认定）每两年评价一次。\n"
        "第四条 省财政厅对省技术创新中心给予经费支持。\n第五条 省教育厅负责省协同创新中心的认定、评价。\n"
    )
    found = {f.data["platform_type"]: f.data["agency"] for f in facts(text, "platform_type")}
    assert found == {
        "省重点实验室": "省科技厅",
        "省工程研究中心": "省发展改革委",
        "省级企业技术中心": "省工业和信息化厅",
        "省技术创新中心": None,
        "省协同创新中心": "省教育厅",
    }
