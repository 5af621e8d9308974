"""Names taken apart: platforms, and hosts in a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.host_cells import split_hosts
from ingest.names import parse_platform_name
from ingest.resolve.fields import map_fields
from ingest.resolve.keys import document_key, platform_key, type_key


@pytest.mark.parametrize(
    ("name", "head", "level", "region", "field"),
    [
        ("云南省高原湖泊生态重点实验室", "key_lab", None, "云南", "高原湖泊生态"),
        ("广西高校海洋生物技术重点实验室", "key_lab", "高校", "广西", "海洋生物技术"),
        ("微纳器件与系统全国重点实验室", "national_key_lab", None, None, "微纳器件与系统"),
        (
            "有机废弃物利用教育部工程研究中心",
            "engineering_research",
            "部级",
            None,
            "有机废弃物利用",
        ),
        ("甲乙重工股份有限公司技术中心", "enterprise_tech", None, None, ""),
        (
            "深圳市新能源汽车工程（技术）研究中心*",
            "engineering_tech_research",
            None,
            "深圳",
            "新能源汽车",
        ),
        ("省级重点实验室", "key_lab", "省级", None, ""),
        ("火星研学旅行", None, None, None, "火星研学旅行"),
    ],
)
def test_platform_names(
    name: str, head: str | None, level: str | None, region: str | None, field: str
) -> None:
    parsed = parse_platform_name(name)
    assert (parsed.entry.id if parsed.entry else None) == head
    assert parsed.level == level
    assert (parsed.region.short if parsed.region else None) == region
    assert parsed.field == field


@pytest.mark.parametrize(
    ("name", "level", "region", "field"),
    [
        ("高原湖泊生态云南省重点实验室（某某大学）", None, "云南", "高原湖泊生态"),
        ("混杂计算广西重点实验室", None, "广西", "混杂计算"),
        ("林产化学国家民委重点实验室", "部级", None, "林产化学"),
        ("自然资源部、贵州省喀斯特环境重点实验室", "部级", "贵州", "喀斯特环境"),
        ("国家甘薯工程技术研究中心", "国家级", None, "甘薯"),
        ("国家动力电池创新中心", "国家级", None, "动力电池"),
        ("国家级动力电池制造业创新中心", "国家级", None, "动力电池"),
        ("省部共建作物抗逆国家重点实验室", "国家级", None, "作物抗逆"),
        ("作物抗逆省部共建国家重点实验室", "国家级", None, "作物抗逆"),
        ("国家工程研究中心", "国家级", None, ""),
        # near misses: a field may begin with an industry, or with 国家 as part of a word
        ("天津市工业废水零排放重点实验室", None, "天津", "工业废水零排放"),
        ("国家公园生态重点实验室", None, None, "国家公园生态"),
    ],
)
def test_names_are_peeled_on_both_sides(
    name: str, level: str | None, region: str | None, field: str
) -> None:
    parsed = parse_platform_name(name)
    assert parsed.level == level
    assert (parsed.region.short if parsed.region else None) == region
    assert parsed.field == field


def test_a_host_may_stand_before_the_place() -> None:
    parsed = parse_platform_name("桂林某某大学广西可信软件重点实验室", ["桂林某某大学"])
    assert parsed.host == "桂林某某大学"
    assert (parsed.region.short if parsed.region else None) == "广西"
    assert parsed.field == "可信软件"


@pytest.mark.parametrize(
    ("name", "branch", "whole", "field"),
    [
        (
            "内蒙古某某材料重点实验室晶界扩散分室",
            "晶界扩散分室",
            "内蒙古某某材料重点实验室",
            "晶界扩散",
        ),
        (
            "国家肿瘤临床医学研究中心广西分中心",
            "广西分中心",
            "国家肿瘤临床医学研究中心",
            "肿瘤",
        ),
        ("甲乙重工股份有限公司技术中心（分中心）", "分中心", "", ""),
        ("云南省高原湖泊生态重点实验室", "", "", "高原湖泊生态"),
    ],
)
def test_branches_name_their_whole(name: str, branch: str, whole: str, field: str) -> None:
    parsed = parse_platform_name(name)
    assert parsed.entry is not None
    assert (parsed.branch, parsed.branch_of, parsed.field) == (branch, whole, field)


def test_channel_and_note_are_kept() -> None:
    parsed = parse_platform_name("广西高校海洋生物技术重点实验室（培育）")
    assert parsed.channel == "高校"
    assert parsed.note == "培育"


def test_a_known_host_is_peeled_from_the_name() -> None:
    parsed = parse_platform_name("红河谷大学智能矿山重点实验室", ["红河谷大学"])
    assert parsed.field == "智能矿山"


@pytest.mark.parametrize(
    ("cell", "hosts"),
    [
        ("甲大学、乙研究院；丙有限公司", ["甲大学", "乙研究院", "丙有限公司"]),
        ("公路、水运工程检测中心，甲大学", ["公路、水运工程检测中心", "甲大学"]),
        ("甲大学\n乙医院", ["甲大学", "乙医院"]),
        ("甲大学（牵头）、乙公司（共建）", ["甲大学", "乙公司"]),
        ("中国乙集团有限公司（云岭分公司）", ["中国乙集团有限公司（云岭分公司）"]),
        ("—", []),
        ("  ", []),
    ],
)
def test_hosts_of_a_cell(cell: str, hosts: list[str]) -> None:
    parts = split_hosts(cell)
    assert [part.name for part in parts] == hosts
    assert all(cell[part.start : part.end] == part.name for part in parts)


def test_roles_in_brackets() -> None:
    assert [part.is_co for part in split_hosts("甲大学（牵头）、乙公司（共建）")] == [False, True]


def test_types_are_one_in_all_their_forms() -> None:
    region = parse_platform_name("广西重点实验室").region
    assert type_key("广西重点实验室").key == type_key("自治区级重点实验室", region).key
    assert type_key("国家级众创空间").key == type_key("国家众创空间").key
    assert type_key("重点实验室").key != type_key("广西重点实验室").key
    assert type_key("广西高校重点实验室").key != type_key("广西重点实验室").key
    assert type_key("自治区级重点实验室").key != type_key("广西重点实验室").key  # nobody says where


def test_a_platform_named_like_its_type_is_told_apart_by_its_host() -> None:
    def key(name: str, host: str) -> tuple[str, ...]:
        return platform_key(name, parse_platform_name(name, [host]), [host])

    assert key("院士工作站", "甲公司") != key("院士工作站", "乙公司")
    assert key("甲公司技术中心", "甲公司") == key("甲公司技术中心", "甲公司（集团）")


def test_documents_are_one_with_and_without_their_number() -> None:
    own = document_key("云南省创新规划", "云政发〔2021〕8号")
    assert own == document_key("云南省创新规划", None)
    assert document_key("关于公布名单的通知", "甲〔2021〕1号") != document_key(
        "关于公布名单的通知", "乙〔2021〕1号"
    )


@pytest.mark.parametrize(
    ("phrase", "mapped"),
    [
        ("新能源汽车", [("新能源汽车", "exact")]),
        ("3D打印技术", [("增材制造", "exact")]),
        ("北部海域海洋生物资源利用", [("海洋生物资源", "contained")]),
        ("通用航空产业, 化工, 航天", [("航空航天", "exact"), ("化工", "exact")]),
        ("汽车、新能源汽车", [("汽车", "exact"), ("新能源汽车", "exact")]),
        ("新能源、光伏", [("太阳能", "exact")]),  # 太阳能 is narrower than 新能源
        ("海洋牧场与贝类养殖", [("海洋牧场", "contained"), ("水产养殖", "narrower")]),
        ("家畜遗传改良", [("畜牧", "narrower"), ("种业", "work")]),
        ("面向东盟的多语种信息处理", [("信息处理", "narrower"), ("面向东盟的合作", "contained")]),
        ("古筝演奏", [("古筝演奏", "printed")]),
    ],
)
def test_phrases_are_mapped_to_the_taxonomy(phrase: str, mapped: list[tuple[str, str]]) -> None:
    found = map_fields(phrase)
    assert [(field.name, field.how) for field in found] == mapped
    assert all(phrase[field.start : field.end] == field.printed for field in found)


PROBES = Path(__file__).parent / "probes" / "platform_names.txt"


def _probes(is_held: bool) -> list[list[str]]:
    lines = [line for line in PROBES.read_text("utf-8").splitlines() if line[0] != "#"]
    return [line.split("|") for i, line in enumerate(lines) if (i % 3 == 2) == is_held]


def _differences(probe: list[str]) -> list[str]:
    name, kind, level, region, channel, host, field, note = probe
    parsed = parse_platform_name(name)
    entry = parsed.entry
    kinds = {entry.name, *entry.forms} if entry else {parsed.type_printed}
    found = [
        ("level", level, parsed.level or (entry and entry.level) or ""),
        ("region", region, parsed.region.short if parsed.region else ""),
        ("channel", channel, parsed.channel),
        ("host", host, parsed.host),
        ("field", field, parsed.field),
        ("note", note, parsed.note),
    ]
    wrong = [f"{name}: {key} {want!r}, read {have!r}" for key, want, have in found if want != have]
    return wrong if kind in kinds else [*wrong, f"{name}: no {kind}"]


@pytest.mark.parametrize(("is_held", "least"), [(False, 0.9), (True, 0.8)])
def test_invented_names_of_all_kinds(is_held: bool, least: float) -> None:
    """Places of several provinces, counties and a few rare types are still unread: they stay visible in
    the field."""
    wrong = [found for probe in _probes(is_held) if (found := _differences(probe))]
    assert len(wrong) <= (1 - least) * len(_probes(is_held)), wrong
