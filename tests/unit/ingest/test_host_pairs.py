"""Which hosts of the graph are asked about: one unit under two names, and not what is merely near."""

from __future__ import annotations

from ingest.overlaps.host_pairs import host_pairs
from ingest.overlaps.known import Known

CODE, OTHER_CODE = "91450000TEST000011", "91450000TEST000022"


def platforms(*hosts: tuple[str, str, str]) -> list[Known]:
    """A platform for each host: its name, its region, its code or none."""
    return [
        Known(
            f"platform-{number}",
            f"平台{number}",
            (),
            "",
            hosts=((f"host-unit-{number:02}", name),),
            host_codes=((code,) if code else (),),
            regions=(region,),
        )
        for number, (name, region, code) in enumerate(hosts)
    ]


def asked(*hosts: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """The pairs by name, with what is said of them."""
    known = platforms(*hosts)
    names = {i: name for one in known for i, name in one.hosts}
    return [(names[one.a], names[one.b], one.verdict) for one in host_pairs(known)]


def test_a_short_form_and_a_slip_are_asked_about() -> None:
    assert asked(
        ("广西财经学院", "广西", ""),
        ("广西财院", "广西", ""),
        ("柳州明岳机械有限公司", "广西", ""),
        ("柳州明越机械有限公司", "广西", ""),
    ) == [
        ("广西财经学院", "广西财院", "same"),
        ("柳州明岳机械有限公司", "柳州明越机械有限公司", "same"),
    ]


def test_names_that_are_merely_near_are_not() -> None:
    assert (
        asked(
            ("柳州明岳机械有限公司", "广西", ""),
            ("柳州明锐机械有限公司", "广西", ""),
            ("第五七一九工厂", "四川", ""),
            ("第五七二〇工厂", "四川", ""),
            ("南宁市第一人民医院", "广西", ""),
            ("南宁市第二人民医院", "广西", ""),
        )
        == []
    )


def test_a_short_form_in_another_province_is_not_asked_about() -> None:
    assert asked(("广西财经学院", "广西", ""), ("广西财院", "山东", "")) == []


def test_a_short_name_with_several_meanings_is_asked_about_for_each() -> None:
    found = asked(("南大", "江苏", ""), ("南京大学", "江苏", ""), ("南昌大学", "江西", ""))
    assert found == [("南大", "南京大学", "same")]


def test_one_code_under_two_names_and_two_codes_under_near_ones() -> None:
    assert asked(
        ("柳州明岳机械有限公司", "广西", CODE), ("广西岳川装备股份有限公司", "广东", CODE)
    ) == [("柳州明岳机械有限公司", "广西岳川装备股份有限公司", "same")]
    assert (
        asked(
            ("柳州明岳机械有限公司", "广西", CODE),
            ("柳州明越机械有限公司", "广西", OTHER_CODE),
        )
        == []
    )


def test_facts_change_with_name_and_code() -> None:
    (plain,) = host_pairs(platforms(("广西财经学院", "广西", ""), ("广西财院", "广西", "")))
    (coded,) = host_pairs(platforms(("广西财经学院", "广西", CODE), ("广西财院", "广西", "")))
    assert plain.id == coded.id
    assert plain.facts != coded.facts
