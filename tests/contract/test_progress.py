"""Targets held against rosters: each metric its own way, what is doubted or unlisted said so; both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api import exchange
from graph.judgements import record_reading
from graph.progress import Progress, if_merged, progress_of_targets, roster_rows
from graph.store import Store
from ingest.checks.findings import findings_of_store
from ingest.load import find_files, ingest

PLAN = (
    "广西科技创新平台建设行动方案\n桂科发〔2020〕5号\n广西壮族自治区科学技术厅\n2020年3月1日\n"
    "到2025年，新认定广西重点实验室3家，保有量达到10家；广西工程技术研究中心撤销2家；"
    "争创国家工程研究中心23家；广西企业技术中心保有量不少于5家。\n"
    "到2025年，自治区级科技创新平台总数达到20家；广西众创空间年均增长10%。\n"
)
LABS = (
    "广西重点实验室名单,,,,\n序号,平台名称,依托单位,认定年份,所在地\n"
    "1,广西桑蚕遗传育种重点实验室,广西农业科学院,2021,南宁市\n"
    "2,广西甘蔗生物学重点实验室,广西大学,2018,南宁市\n"
    "3,广西海洋药物重点实验室,广西中医药大学,2023,南宁市\n"
    "4,广西海洋药物学重点实验室,广西中医药大学,2023,南宁市\n"
)
CENTRES = (
    "广西工程技术研究中心名单,,\n序号,平台名称,依托单位\n"
    "1,广西铝加工工程技术研究中心,广西大学\n2,广西稀土工程技术研究中心,桂林理工大学\n"
)
WITHDRAWN = (
    "关于撤销部分广西工程技术研究中心的通知\n桂科发〔2022〕9号\n各有关单位：\n"
    "经研究，决定撤销广西稀土工程技术研究中心（依托单位：桂林理工大学）资格。\n"
    "广西壮族自治区科学技术厅\n2022年6月1日\n"
)


@pytest.fixture
def loaded(tmp_path: Path, store: Store) -> Store:
    """A store with a plan, two rosters and a notice of withdrawal."""
    for name, text in (
        ("plan.txt", PLAN),
        ("labs.csv", LABS),
        ("centres.csv", CENTRES),
        ("withdrawn.txt", WITHDRAWN),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    assert all(one.outcome == "loaded" for one in ingest(store, find_files([tmp_path])))
    return store


def held(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    """Targets by type and metric."""
    return {(one["types"][0], one["metric"]): one for one in exchange.targets(store)}


def names(target: dict[str, Any]) -> list[str]:
    """The platforms that were counted."""
    return sorted(one["name"] for one in target["progress"]["platforms"])


def test_each_metric_is_counted_its_own_way(loaded: Store) -> None:
    found = held(loaded)
    new = found["广西重点实验室", "new"]
    assert (new["progress"]["counted"], new["progress"]["of"]) == (3, 3)
    assert names(new)[0] == "广西桑蚕遗传育种重点实验室"
    kept = found["广西重点实验室", "retain"]["progress"]
    assert (kept["counted"], kept["of"], kept["year"]) == (4, 10, 2025)
    ended = found["广西工程技术研究中心", "optimize_or_eliminate"]
    assert names(ended) == ["广西稀土工程技术研究中心"]
    general = next(one for key, one in found.items() if "平台" in key[0])
    # 4 laboratories and the centre that was not withdrawn
    assert general["progress"]["counted"] == 5


def test_what_cannot_be_counted_says_why(loaded: Store) -> None:
    found = held(loaded)
    doubtful = found["国家工程研究中心", "new"]
    assert "progress" not in doubtful
    assert "存疑" in doubtful["not_counted"]
    assert "名单" in found["广西企业技术中心", "retain"]["not_counted"]
    assert "不能由名单计数" in found["广西众创空间", "growth_rate"]["not_counted"]


def test_open_double_records_are_told(loaded: Store) -> None:
    kept = held(loaded)["广西重点实验室", "retain"]["progress"]
    doubles = list(exchange.findings(loaded, kind="D4"))
    assert kept["double_records"] == len(doubles)


def test_a_reviewed_number_is_held(loaded: Store) -> None:
    (doubt,) = [one for one in findings_of_store(loaded) if one.flag == "suspect_lost_dash"]
    record_reading(loaded, doubt.about, doubt.flag, doubt.quote, "2—3家", "张三", None)
    target = held(loaded)["国家工程研究中心", "new"]
    assert target["reviewed_value"] == "2—3家"
    assert "名单" in target["not_counted"]


def progress(store: Store, type_name: str, metric: str) -> Progress:
    """The progress of a type's target."""
    return next(
        one
        for one in progress_of_targets(store)
        if one.target["metric"] == metric and any(type_name in t for t in one.target["types"])
    )


def test_the_sum_adds_up_document_by_document(loaded: Store) -> None:
    for one in progress_of_targets(loaded):
        assert sum(step.change for step in one.steps) == (one.found or 0), one.target
    general = progress(loaded, "科技创新平台", "retain")
    shown = [(step.event, step.change, step.document[:9]) for step in general.steps]
    assert shown == [
        ("listed", 2, "广西工程技术研究中"),
        ("listed", 4, "广西重点实验室名单"),
        ("withdrawn", -1, "关于撤销部分广西工"),
    ]


def test_rosters_are_checked_by_their_rows(loaded: Store) -> None:
    rows = roster_rows(loaded, progress(loaded, "广西重点实验室", "retain"))
    assert [(row["rows"], row["platforms"], row["year"]) for row in rows] == [(4, 4, 2023)]


def test_records_made_one_would_make_the_count_less(loaded: Store) -> None:
    kept = progress(loaded, "广西重点实验室", "retain")
    a, b, c, d = (line["platform_id"] for line in kept.lines or ())
    chain = [{"a_id": a, "b_id": b}, {"a_id": b, "b_id": c}, {"a_id": a, "b_id": c}]
    assert if_merged(kept, chain) == 2
    assert if_merged(kept, [{"a_id": c, "b_id": d}]) == 3
    assert if_merged(kept, []) == 4


def test_a_doubted_number_has_a_count_that_is_held_against_nothing(
    tmp_path: Path, store: Store
) -> None:
    text = PLAN.replace("保有量达到10家", "建设23家")
    for name, words in (("plan.txt", text), ("labs.csv", LABS)):
        (tmp_path / name).write_text(words, "utf-8")
    list(ingest(store, find_files([tmp_path])))
    doubted = progress(store, "广西重点实验室", "total_build")
    assert (doubted.reason, doubted.found, doubted.counted) == ("doubtful", 4, None)
    assert doubted.standing is None
