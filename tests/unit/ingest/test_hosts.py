"""Hosts: one verdict a case, most of it about bodies that everybody knows and some that are invented."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest import lexicons
from ingest.resolve.hosts import compare, describe
from ingest.resolve.hosts.names import company_of, key_of, part_key
from ingest.resolve.hosts.slips import slip

SAME = [
    # spelling
    ("北京大學", "北京大学"),
    ("清华大学（牵头）", "清华大学"),
    ("红水河农学院*", "红水河农学院"),
    ("３．浙江大学", "浙江大学"),
    ("中国人民解放军第八八〇一工厂", "第8801工厂"),
    ("内蒙古自治区草原研究院", "内蒙古草原研究院"),
    # renames, also at the front of a longer name, and mergers
    ("南京工学院", "东南大学"),
    ("成都电讯工程学院", "电子科技大学"),
    ("杭州大学", "浙江大学"),
    ("白求恩医科大学", "吉林大学"),
    ("成都电讯工程学院图书馆中心", "电子科技大学图书馆中心"),
    ("天河职业技术学院", "天河职业技术大学"),
    # short names
    ("北航", "北京航空航天大学"),
    ("上海交大", "上海交通大学"),
    ("北大医院", "北京大学第一医院"),
    ("复旦中山医院", "复旦大学附属中山医院"),
    ("浙大二院", "浙江大学医学院附属第二医院"),
    ("中科院物理所", "中国科学院物理研究所"),
    ("甘肃省农科院", "甘肃省农业科学院"),
    ("红河师院", "红河师范学院"),
    # two boards of one house
    ("中国电子科技集团公司第五十五研究所", "55所"),
    ("南京电子器件研究所", "中国电科第55研究所"),
    ("江苏省人民医院", "南京医科大学第一附属医院"),
    # a group's numbered institutes, however the group is written
    ("中国电子科技集团公司第九十九研究所", "中电科99所"),
    ("航天科技集团一院", "中国航天科技集团有限公司第一研究院"),
    # ministries renamed, before the name of an institute
    ("国家林业局云岭林业研究中心", "国家林业和草原局云岭林业研究中心"),
    ("农业部云岭农机试验总站", "农业农村部云岭农机试验总站"),
    ("卫生部云岭老年医学中心", "国家卫生健康委员会云岭老年医学中心"),
    # an institute of a province with and without its academy
    ("广东省科学院岭岩研究所", "广东省岭岩研究所"),
    ("黑龙江省农科院水稻研究所", "黑龙江省农业科学院水稻研究所"),
    # campuses
    ("同济大学四平路校区", "同济大学"),
    ("中国人民大学（苏州校区）", "中国人民大学"),
    # legal forms
    ("红水河糖业公司", "红水河糖业集团有限公司"),
    ("红水河糖业有限责任公司", "红水河糖业股份有限公司"),
    ("红水河机械研究院", "红水河机械研究院有限公司"),
    ("红水河糖业", "广西红水河糖业股份有限公司"),
    # slips of the pen
    ("北京航空航天天大学", "北京航空航天大学"),
    ("北京林夜大学", "北京林业大学"),
    ("上海同济大学", "同济大学"),
]
RELATED = [
    ("云南省农业科学院花卉研究所", "云南省农科院"),
    ("香港中文大學（深圳）", "香港中文大学"),
    ("复旦大学", "复旦大学附属华山医院"),
    ("南开大学化学学院", "南开大学"),
    ("中国科学院物理研究所", "中国科学院"),
    ("红水河农学院附属医院", "红水河农学院"),
    ("中国中车集团有限公司", "中车眉山车辆有限公司"),
    ("东风汽车集团有限公司", "东风汽车股份有限公司"),
    ("红水河集团有限公司", "红水河机械股份有限公司"),
    ("红水河糖业股份有限公司", "红水河糖业股份有限公司来宾分公司"),
    ("首钢集团有限公司", "首钢股份有限公司"),
]
DIFFERENT = [
    ("中电科98所", "中国电子科技集团公司第九十九研究所"),
    ("航天科技集团四院", "航天科工集团四院"),
    ("广东省科学院岭岩研究所", "广西岭岩研究所"),
    ("农业部云岭农机试验总站", "生态环境部云岭农机试验总站"),
    ("北京大学", "北京交通大学"),
    ("四川师范学院", "四川师范大学"),
    ("武汉工业学院", "武汉工业大学"),
    ("广西大学", "广西民族大学"),
    ("中国石油大学（北京）", "中国石油大学（华东）"),
    ("红河市第一人民医院", "红河市第二人民医院"),
    ("复旦大学附属中山医院", "复旦大学附属华山医院"),
    ("第八八〇一工厂", "第八八〇二工厂"),
    ("中铁三局集团有限公司", "中铁十三局集团有限公司"),
    ("中国科学院物理研究所", "中国科学院声学研究所"),
    ("浙江红水河糖业有限公司", "江苏红水河糖业有限公司"),
    ("山西省肿瘤医院", "陕西省肿瘤医院"),
    ("红河电力职业技术学院", "红河机电职业技术学院"),
    ("联想（北京）有限公司", "联想（深圳）有限公司"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_host(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert verdict.verdict == "same", verdict
    assert verdict.score >= 0.7
    assert verdict.reasons


@pytest.mark.parametrize(("a", "b"), RELATED)
def test_part_and_whole(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert verdict.verdict == "related", verdict
    assert 0.45 <= verdict.score < 0.7


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_hosts(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert verdict.verdict == "different", verdict
    assert verdict.score <= 0.45


@pytest.mark.parametrize(("a", "b"), [*SAME, *RELATED, *DIFFERENT])
def test_order_does_not_matter(a: str, b: str) -> None:
    one, other = compare(a, b), compare(b, a)
    assert (one.verdict, one.score) == (other.verdict, other.score)


def test_a_short_name_means_what_the_region_says() -> None:
    assert compare("山大", "山西大学", {"region": "山西"}).verdict == "same"
    assert compare("山大", "山西大学", {"region": "山东省"}).verdict == "different"
    assert compare("南大", "南昌大学", {"region": "江西"}).verdict == "same"
    assert compare("省科技厅", "浙江省科学技术厅", {"region": "浙江"}).verdict == "same"


def test_a_rename_is_told_with_its_year() -> None:
    texts = " ".join(reason.text for reason in compare("南京工学院", "东南大学").reasons)
    assert "1988" in texts


def test_a_score_is_the_sum_of_its_reasons() -> None:
    for a, b in (*SAME, *RELATED):
        verdict = compare(a, b)
        assert sum(reason.weight for reason in verdict.reasons) == pytest.approx(verdict.score)


def test_parts_of_a_name() -> None:
    company = company_of(key_of("桂林红水河（集团）股份有限公司"))
    assert (company.place, company.core, company.form) == ("桂林", "红水河", "股份")
    assert company.is_group
    assert part_key("医学院附属1医院") == part_key("1附属医院") == part_key("1附院")
    assert key_of("第三十八研究所") == key_of("第38研究所") == key_of("38所")
    assert key_of("三一重工") == "三一重工"  # a name, no number


def test_a_slip_says_no_number_and_no_place() -> None:
    assert slip("红水河第一机械厂", "红水河第二机械厂") is None
    assert slip("红水河机械厂厂", "红水河机械厂") is not None
    assert compare("台州学院", "泰州学院").verdict == "different"


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("红水河精密机械股分有限公司", "红水河精密机械股份有限公司", "same"),
        ("广西红水河药业有限公可", "广西红水河药业有限公司", "same"),
        ("中国中车股份公司", "中国中车股份有限公司", "same"),
        ("红水河大学学", "红水河大学", "same"),
        ("Huawei Technologies Co., Ltd.", "华为技术有限公司", "same"),
        ("Huawei Technologies Co., Ltd.", "中兴通讯股份有限公司", "different"),
        ("江苏阳光集团有限公司", "阳光电源股份有限公司", "different"),
    ],
)
def test_spelling_of_forms_and_brands_of_two_provinces(a: str, b: str, verdict: str) -> None:
    assert compare(a, b).verdict == verdict


@pytest.mark.parametrize(
    ("name", "kind", "region"),
    [
        ("桂林电子科技大学", "高校", "广西"),
        ("曲靖红水师范学院", "高校", "云南"),
        ("浙江省红水河研究院", "科研院所", "浙江"),
        ("柳州红水河机械有限公司", "企业", "广西"),
        ("华西医院", "医院", "四川"),
        ("成都市第九十九人民医院", "医院", "四川"),
        ("广西壮族自治区科学技术厅", "政府", "广西"),
        ("武汉大学测绘学院", "高校", "湖北"),
        ("北京大学深圳研究生院", "高校", "广东"),
        ("哈尔滨工业大学（威海）", "高校", "山东"),
        ("中国建筑科学研究院有限公司", "企业", "北京"),
        ("柳州市红水河农业技术推广站", "其他", "广西"),
        ("广西红水河工程学会", "其他", "广西"),
        ("云南省红水河地质局", "其他", "云南"),
        ("石家庄铁路局", "企业", "河北"),
        ("海南热带红水河植物园", "科研院所", "海南"),
    ],
)
def test_kind_and_region(name: str, kind: str, region: str) -> None:
    described = describe(name)
    assert (described.kind, described.region) == (kind, region)
    assert described.kind_reason
    assert described.region_reason


def test_what_nothing_tells_stays_empty() -> None:
    described = describe("红水河")
    assert (described.kind, described.region) == (None, None)
    assert (described.kind_reason, described.region_reason) == ("", "")


@pytest.mark.parametrize(
    ("a", "b", "region", "verdict"),
    [
        ("省人民医院", "贵州省人民医院", "贵州", "same"),
        ("农科院", "甘肃省农业科学院", "甘肃省", "same"),
        ("自治区中医院", "内蒙古自治区中医医院", "内蒙古", "same"),
        ("省人民医院", "贵州省人民医院", "甘肃", "different"),
        ("农科院", "甘肃省农业科学院", "贵州", "different"),
        ("省人民医院", "贵阳市第一人民医院", "贵州", "different"),
    ],
)
def test_what_every_province_has(a: str, b: str, region: str, verdict: str) -> None:
    assert compare(a, b, {"region": region}).verdict == verdict


@pytest.mark.parametrize(
    ("name", "context", "region"),
    [
        ("协和医院", None, None),
        ("协和医院", "湖北省", "湖北"),
        ("协和医院", "福建", "福建"),
        ("自治区人民医院", "广西壮族自治区", "广西"),
        ("自治区人民医院", None, None),
        ("农科院", "云南", None),
        ("红水河研究所", "贵州", None),
    ],
)
def test_the_source_decides_between_meanings_and_is_no_region_itself(
    name: str, context: str | None, region: str | None
) -> None:
    assert describe(name, context).region == region


def test_the_lexicons_agree_with_each_other() -> None:
    living = {row["name"] for row in lexicons.table("host_universities")}
    renames = lexicons.table("host_renames")
    old = {row["old"] for row in renames}
    assert len(old) == len(renames), "one name, one successor"
    assert not [
        row for row in renames if row["new"] not in living | old and "学院" in row["new"][-2:]
    ]
    assert not old & living, "a name is living or it has a successor"
    assert all(row["year"].isdigit() or row["kind"] == "variant" for row in renames)
    provinces = {region.short for region in lexicons.regions() if region.parent is None}
    for table in ("host_universities", "host_hospitals", "host_companies", "host_institutes"):
        for row in lexicons.table(table):
            assert row["region"] in provinces | {"", "香港", "澳门", "台湾"}, row


def test_pairs_of_our_own_keep_their_precision() -> None:
    path = Path(__file__).parents[2] / "gold" / "host_pairs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] != "same":
                context = {"region": row["region"]}
                assert compare(row["a"], row["b"], context).verdict != "same", row
