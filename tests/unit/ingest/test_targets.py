"""Targets in the phrasing of many provinces; every sentence here is ours.

Each case lists what must be found, as (type, metric, comparator, low, high, by_year), and nothing more.
"""

from __future__ import annotations

from typing import Any

import pytest

from ingest.pipeline import read_text

Target = tuple[str, str, str, float | None, float | None, int | None]


def targets_in(text: str) -> list[Target]:
    """The targets of a text, in order."""
    _, facts = read_text(text)
    found: list[Target] = []
    for fact in facts:
        if fact.kind == "target":
            data: dict[str, Any] = dict(fact.data)
            found.append(
                (
                    data["platform_type"],
                    data["metric"],
                    data["comparator"],
                    data.get("low"),
                    data.get("high"),
                    data.get("by_year"),
                )
            )
            assert text[fact.start : fact.end].strip() == text[fact.start : fact.end]
    return found


CASES: list[tuple[str, list[Target]]] = [
    # number before or after the type, comparator on either side
    (
        "到2026年，新认定省重点实验室30家以上，总数达到220家。",
        [
            ("省重点实验室", "new", "ge", 30, None, 2026),
            ("省重点实验室", "retain", "ge", 220, None, 2026),
        ],
    ),
    (
        "力争到2027年，全省新增国家企业技术中心5家左右、省级企业技术中心120家左右。",
        [
            ("国家企业技术中心", "new", "approx", 5, 5, 2027),
            ("省级企业技术中心", "new", "approx", 120, 120, 2027),
        ],
    ),
    (
        "“十五五”末，省技术创新中心突破80家，新型研发机构超过300家。",
        [
            ("省技术创新中心", "retain", "gt", 80, None, 2030),
            ("新型研发机构", "retain", "gt", 300, None, 2030),
        ],
    ),
    (
        "到2025年底前，建成20个省级中试基地。",
        [("省级中试基地", "total_build", "eq", 20, 20, 2025)],
    ),
    # ranges
    ("三年内新建省实验室2—3家。", [("省实验室", "new", "range", 2, 3, None)]),
    (
        "到2028年，布局建设3至5个概念验证中心。",
        [("概念验证中心", "total_build", "range", 3, 5, 2028)],
    ),
    ("到2025年，争创国家技术创新中心两三家。", [("国家技术创新中心", "new", "range", 2, 3, 2025)]),
    (
        "“十四五”期间，组建省制造业创新中心5家至8家。",
        [("省制造业创新中心", "new", "range", 5, 8, 2025)],
    ),
    # numbers in characters
    (
        "到二〇二五年，省级众创空间达到一百二十家。",
        [("省级众创空间", "retain", "ge", 120, None, 2025)],
    ),
    ("到2025年，再建十家以上省工程研究中心。", [("省工程研究中心", "new", "ge", 10, None, 2025)]),
    # ceilings and stocks
    (
        "到2026年，省重点实验室总数控制在200家左右。",
        [("省重点实验室", "retain", "approx", 200, 200, 2026)],
    ),
    (
        "到2026年，省级工程技术研究中心保有量不超过150家。",
        [("省级工程技术研究中心", "retain", "le", None, 150, 2026)],
    ),
    (
        "全省科技企业孵化器稳定在260家以内。",
        [("科技企业孵化器", "retain", "le", None, 260, None)],
    ),
    # joint, each, respectively
    (
        "到2025年，省级重点实验室、工程研究中心总数达到300家以上。",
        [("省级重点实验室、工程研究中心", "retain", "ge", 300, None, 2025)],
    ),
    (
        "到2025年，新建省级科技企业孵化器、众创空间各20家。",
        [
            ("省级科技企业孵化器", "new", "eq", 20, 20, 2025),
            ("众创空间", "new", "eq", 20, 20, 2025),
        ],
    ),
    (
        "到2027年，国家级孵化器、众创空间分别达到15家、40家。",
        [
            ("国家级孵化器", "retain", "ge", 15, None, 2027),
            ("众创空间", "retain", "ge", 40, None, 2027),
        ],
    ),
    # carried over
    (
        "加强省临床医学研究中心建设。到2025年，新认定10家，保有量达到35家。",
        [
            ("省临床医学研究中心", "new", "eq", 10, 10, 2025),
            ("省临床医学研究中心", "retain", "ge", 35, None, 2025),
        ],
    ),
    (
        "二、优化省工程研究中心布局\n到2025年，新认定不少于15家，整合撤并8家。",
        [
            ("省工程研究中心", "new", "ge", 15, None, 2025),
            ("省工程研究中心", "optimize_or_eliminate", "eq", 8, 8, 2025),
        ],
    ),
    # from … to …
    (
        "到2025年，省级新型研发机构由120家增加到200家。",
        [("省级新型研发机构", "retain", "eq", 200, 200, 2025)],
    ),
    # rates
    (
        "到2025年，省级创新平台数量年均增长10%以上。",
        [("省级创新平台", "growth_rate", "ge", 10, None, 2025)],
    ),
    ("到2030年，国家级创新平台数量翻一番。", [("国家级创新平台", "multiple", "eq", 2, 2, 2030)]),
    # conversion
    (
        "推动省工程技术研究中心转建省技术创新中心60家。",
        [("省技术创新中心", "convert", "eq", 60, 60, None)],
    ),
    # several types after the number
    (
        "到2026年，建设50个以上院士工作站、博士后科研工作站等创新平台。",
        [("院士工作站、博士后科研工作站", "total_build", "ge", 50, None, 2026)],
    ),
    ("到2025年，建设国内一流的省实验室6家。", [("省实验室", "total_build", "eq", 6, 6, 2025)]),
    (
        "每个设区市至少建设1家省级科技企业孵化器。",
        [("省级科技企业孵化器", "total_build", "ge", 1, None, None)],
    ),
    # a later year in the clause wins over the one before
    (
        "2023年启动，到2025年，培育省级产业创新中心试点5家。",
        [("省级产业创新中心", "pilot", "eq", 5, 5, 2025)],
    ),
    (
        "到2025年，省级以上创新平台达到700家，市级及以上众创空间突破80家。",
        [
            ("省级以上创新平台", "retain", "ge", 700, None, 2025),
            ("市级及以上众创空间", "retain", "gt", 80, None, 2025),
        ],
    ),
    # traditional characters, full width
    (
        "到２０２５年，新認定省重點實驗室不少於３０家。",
        [("省重點實驗室", "new", "ge", 30, None, 2025)],
    ),
    ("到2025年,新建省重点实验室\u200b20\u200b家。", [("省重点实验室", "new", "eq", 20, 20, 2025)]),
]

NOT_TARGETS = [
    "到2025年，高新技术企业突破3000家，科技型中小企业达到1万家。",
    "截至2020年底，全省共有省重点实验室180家，国家重点实验室4家。",
    "目前，全省已建成省级工程研究中心120家、企业技术中心800家。",
    "对新认定的国家重点实验室给予500万元资助，对省重点实验室给予100万元。",
    "同一依托单位建设省重点实验室原则上不超过2家。",
    "每家企业只能申报1个省技术创新中心。",
    "引进培育高层次人才100名、创新团队20个。",
    "扶持创建5个创业型城市。",
    "本办法所称重点实验室，分为学科类和企业类两个类别。",
    "第三十条 省重点实验室每3年评估一次，评估结果分为4个等级。",
    "重点实验室固定人员不少于30人，科研用房3000平方米以上，设备原值2000万元。",
    "孵化器在孵企业不少于50家，孵化面积1万平方米。",
    "“十三五”以来，全省新增国家级众创空间40家。",
    "坚持四个面向，组建一个、运行一个、考核一个。",
    "培育国家级专精特新小巨人企业200家、单项冠军企业30家。",
    "由2个以上单位联合申报建设重点实验室的，应当签订协议。",
    "发表论文300篇，授权发明专利50项，制定标准20项。",
    "**家省级工程研究中心通过评估。",
    "一、发展成就与形势\n全市新增省级重点实验室20家，总数达到58家。\n",
    "（一）工作基础\n国家级孵化器8家，国家级众创空间15家。\n",
    "甲市创新规划\n“十三五”期间，新建省重点实验室12家。\n甲市人民政府\n2022年4月1日\n",
    "省级以上企业研发机构超过3000家。",
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:20] for case in CASES])
def test_finds_exactly_these_targets(text: str, expected: list[Target]) -> None:
    assert targets_in(text) == expected


@pytest.mark.parametrize("text", NOT_TARGETS, ids=[text[:20] for text in NOT_TARGETS])
def test_finds_no_target_in_what_is_none(text: str) -> None:
    assert targets_in(text) == []


@pytest.mark.parametrize(
    ("printed", "suspect"),
    [
        ("23家", True),
        ("46家", True),
        ("1215家", True),
        ("20家", False),
        ("50家", False),
        ("120家", False),
        ("32家", False),
        ("19家", False),
    ],
)
def test_doubts_only_numbers_that_may_have_lost_a_dash(printed: str, suspect: bool) -> None:
    _, facts = read_text(f"到2025年，新建省重点实验室{printed}。")
    target = next(fact for fact in facts if fact.kind == "target")
    assert target.data["suspect_lost_dash"] is suspect
    assert target.data["value_as_printed"] == printed


@pytest.mark.parametrize("printed", ["不少于23家", "23家以上", "23家左右", "2—3家"])
def test_a_comparator_speaks_for_one_number(printed: str) -> None:
    _, facts = read_text(f"到2025年，新建省重点实验室{printed}。")
    target = next(fact for fact in facts if fact.kind == "target")
    assert not target.flags
