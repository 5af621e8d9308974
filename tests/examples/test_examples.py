"""What the example files must say: every row of a roster, the targets and flags of the plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from ingest import readers
from ingest.extract import facts_of
from ingest.facts import Fact
from ingest.names import parse_platform_name
from ingest.resolve.fields import ancestors, map_fields
from tests.examples.make_examples import EXAMPLES, FILES, Entry

PLAN = "plan.txt"
NOTE = "drafting-note.html"

#: type, metric, comparator, number; by 2025 all of them. A * marks a number that may have lost its dash.
TARGETS = """
全国重点实验室 new eq 12*
国家工程研究中心 new eq 12*
国家企业技术中心 new eq 46*
国家技术创新中心 new eq 12*
国家临床医学研究中心 new eq 1
广西实验室 total_build eq 23*
自治区级科技创新平台 new ge 400
自治区级科技创新平台 optimize_or_eliminate approx 300
自治区级科技创新平台 retain ge 1200
广西实验室 new eq 23*
广西重点实验室 new ge 50
广西重点实验室 optimize_or_eliminate approx 10
广西重点实验室 retain ge 130
广西应用数学中心 retain ge 5
广西技术创新中心 new eq 10
广西技术创新中心 convert eq 120
广西工程研究中心 new eq 50
广西工程研究中心 optimize_or_eliminate ge 5
广西工程研究中心 retain ge 100
广西企业技术中心 new eq 150
广西企业技术中心 optimize_or_eliminate ge 30
广西企业技术中心 retain ge 570
广西制造业创新中心 pilot ge 3
广西科技成果转化中试基地 retain ge 50
广西临床医学研究中心 new eq 12*
广西临床医学研究中心 retain ge 30
广西新型研发机构 new ge 30
广西新型研发机构 optimize_or_eliminate ge 10
广西新型研发机构 retain ge 50
广西科技创新合作基地 total_build approx 12
广西科技企业孵化器 new ge 20
广西科技企业孵化器 retain ge 60
广西众创空间 new ge 40
广西众创空间 retain ge 80
广西野外科学观测研究站 total_build ge 10
国家级众创空间 new eq 20
国家级科技企业孵化器 new eq 8
国家野外科学观测研究站 new eq 2
国家应用数学中心 new eq 1
国家临床医学研究中心 new eq 1
全国重点实验室 new eq 12*
国家工程研究中心 new eq 12*
国家技术创新中心 new eq 12*
国家企业技术中心 new eq 46*
"""

#: Hosts with a planted pair in one category, and how its fields lie to each other.
PLANTED = {
    "same": "壶影工业大学 邕城未来汽车股份有限公司 蓝螺海洋大学 碧榕农业大学 漓岚大学 友邻东盟合作研究院 "
    "龙角铝业集团有限公司 壶影动力电池科技有限公司 金茉莉糖业集团有限公司 "
    "云豹轨道装备有限公司 蓝贝海洋生物科技有限公司 石榴红智能科技有限公司 "
    "青角水牛乳业有限公司 飞瀑重工机械股份有限公司 稀土谷磁性材料有限公司 骑楼建工集团有限公司 "
    "铁杉岭林业科学研究院 红棉理工学院",
    # 民族医药 is narrower than 中医药 in the taxonomy.
    "near": "山楂花制药股份有限公司 雨林药用植物研究所 壶影乘用车有限公司 漓岚大学海洋学院 赤霞有色金属股份有限公司 白鹭湾中医药大学 北湾海洋研究院",
}


@cache
def _facts(name: str) -> tuple[Fact, ...]:
    return tuple(facts_of(readers.read(EXAMPLES / name)))


def _of(name: str, kind: str) -> list[Fact]:
    return [fact for fact in _facts(name) if fact.kind == kind]


@cache
def _entries(name: str) -> tuple[Entry, ...]:
    return tuple(FILES[name]()[1])


@pytest.mark.parametrize("name", FILES)
def test_file_is_what_the_tables_give(name: str, tmp_path: Path) -> None:
    fresh = tmp_path / Path(name).name
    fresh.write_bytes(FILES[name]()[0])
    assert readers.read(EXAMPLES / name).text == readers.read(fresh).text, (
        "run python -m tests.examples.make_examples"
    )


@pytest.mark.parametrize("name", FILES)
def test_file_says_that_it_is_invented(name: str) -> None:
    document = readers.read(EXAMPLES / name)
    assert "虚构示例" in document.text
    assert "虚构示例" in str(_of(name, "document")[0].data["title"])


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_read(name: str) -> None:
    rows = [fact.data for fact in _of(name, "platform")]
    entries = _entries(name)
    assert [(row["no"], row["platform"].replace(" ", "")) for row in rows] == [
        (entry.number, entry.platform.replace(" ", "")) for entry in entries
    ]
    for row, entry in zip(rows, entries, strict=True):
        assert tuple(row["hosts"]) == entry.hosts
        assert tuple(row["co_hosts"]) == entry.co_hosts
        # A notice's year is that of the notice, not of the platform's recognition.
        assert row["year"] == (None if name.startswith("notices/") else entry.year)
        assert (row["batch"] or "") == entry.batch
        assert (row["former_name"] or "") == entry.former_name
        assert (row["result"] or "") == entry.result
        if entry.city:
            assert str(row["region"]).removesuffix("市") == entry.city
        if entry.field:
            assert row["field"] == entry.field


@pytest.mark.parametrize(
    "name",
    [
        "rosters/2025-laboratories.xlsx",
        "rosters/2016-key-laboratories.xlsx",
        "rosters/2024-other-platforms.csv",
    ],
)
def test_type_column_gives_the_type(name: str) -> None:
    """A title that names several types must not give its first one to all rows."""
    told = [entry.kind for entry in _entries(name)]
    read = [fact.data["platform_type"] for fact in _of(name, "platform")]
    assert [kind for kind, own in zip(read, told, strict=True) if own] == list(filter(None, told))


def test_about_300_rows_and_no_host_but_the_invented() -> None:
    listed = [entry for name in FILES if "rosters/" in name for entry in _entries(name)]
    assert 280 <= len(listed) <= 320
    hosts = {host for entry in listed for host in (*entry.hosts, *entry.co_hosts)}
    read = {
        host
        for name in FILES
        for fact in _of(name, "platform")
        for host in (*fact.data["hosts"], *fact.data["co_hosts"])
    }
    assert read == hosts


def test_evaluation_gives_a_grade_to_each_row() -> None:
    name = "notices/2021-evaluation-results.html"
    grades = Counter(str(fact.data["result"]) for fact in _of(name, "evaluation"))
    assert grades == {"优秀": 10, "良好": 16, "合格": 11, "不合格": 3}
    assert {fact.data["year"] for fact in _of(name, "evaluation")} == {2021}


def test_withdrawals_withdraw_and_nothing_else_does() -> None:
    withdrawn = {
        name: sum(fact.data["status"] == "withdrawn" for fact in _of(name, "platform"))
        for name in FILES
    }
    assert {name: count for name, count in withdrawn.items() if count} == {
        "notices/2024-withdrawals.html": 7
    }


def test_conversions_and_the_rename() -> None:
    rows = Counter(
        str(fact.data["event"]) for name in FILES for fact in _of(name, "event") if fact.cell
    )
    assert rows == {"converted": 3, "renamed": 1, "withdrawn": 7}


def test_a_notice_says_in_a_sentence_how_many_are_withdrawn() -> None:
    told = [fact.data for name in FILES for fact in _of(name, "event") if fact.cell is None]
    assert [(data["event"], data["count"]) for data in told] == [("withdrawn", 7)]


@pytest.mark.parametrize("name", FILES)
def test_no_target_is_read_from_a_roster(name: str) -> None:
    assert _of(name, "target") == []


def test_plan_gives_its_targets() -> None:
    found = Counter(
        (
            fact.data["platform_type"],
            fact.data["metric"],
            fact.data["comparator"],
            f"{fact.data['low']}{'*' if fact.data['suspect_lost_dash'] else ''}",
            fact.data["by_year"],
        )
        for fact in _of(PLAN, "target")
    )
    wanted = Counter((*line.split(), 2025) for line in TARGETS.strip().splitlines())
    assert found == wanted


def test_plan_gives_its_conversion() -> None:
    (converted,) = [f.data for f in _of(PLAN, "target") if f.data["metric"] == "convert"]
    assert converted["convert_from"] == "广西工程技术研究中心"
    assert converted["subtype"] == "内设机构类、独立法人类"


def test_plan_gives_its_flags() -> None:
    assert Counter(str(fact.data["flag"]) for fact in _of(PLAN, "flag")) == {
        "suspect_lost_dash": 11,
        "broken_doc_no": 2,
        "broken_date": 2,
        "half_bracket": 1,
        "near_miss_agency": 1,
        "missing_attachment": 1,
    }


def test_plan_gives_number_issuers_date_and_rules() -> None:
    (document,) = _of(PLAN, "document")
    assert document.data["title"] == "广西科技创新平台优化整合方案"
    assert document.data["doc_no"] == "桂科基字〔2022〕49号"
    assert len(document.data["issuers"]) == 4
    assert document.data["date"] == "2022-07-05"
    assert Counter(str(fact.data["rule"]) for fact in _of(PLAN, "rule")) == {
        "avoid_duplicate_construction": 2,
        "stop_new": 1,
        "revoke_on_fail": 1,
    }
    assert [len(fact.data["platform_types"]) for fact in _of(PLAN, "category")] == [3, 8, 3]


def test_drafting_note_gives_its_citations() -> None:
    cited = {str(fact.data["title"]): fact.data["doc_no"] for fact in _of(NOTE, "cites")}
    assert len(cited) == 9
    assert sorted(filter(None, cited.values())) == [
        "厅发〔2020〕29号",
        "国发〔2014〕64号",
        "国科发基〔2017〕250号",
        "桂办发〔2021〕14号",
        "桂政发〔2021〕39号",
    ]
    assert _of(NOTE, "target") == []


def _pairs() -> dict[str, set[str]]:
    """Hosts with two platforms of one category in the same field, or in a broader and narrower one."""
    together: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in FILES:
        if "rosters/" not in name:
            continue
        for fact in _of(name, "platform"):
            entry = parse_platform_name(str(fact.data["platform_type"])).entry
            fields = {f.entry.id for f in map_fields(str(fact.data["field"] or "")) if f.entry}
            for host in (*fact.data["hosts"], *fact.data["co_hosts"]):
                if entry is not None and entry.category:
                    platform = str(fact.data["platform"]).replace("（", "(").replace("）", ")")
                    together[host, entry.category][platform.replace(" ", "")] |= fields
    found: dict[str, set[str]] = {"same": set(), "near": set()}
    for (host, _), platforms in together.items():
        for a, b in combinations(platforms.values(), 2):
            if a & b:
                found["same"].add(host)
            elif any(x in ancestors(y)[:1] or y in ancestors(x)[:1] for x in a for y in b):
                found["near"].add(host)
    return found


@pytest.mark.parametrize("likeness", PLANTED)
def test_planted_pairs_are_found(likeness: str) -> None:
    assert set(PLANTED[likeness].split()) <= _pairs()[likeness]
