"""Two platforms: one record, built twice, overlap, by design, unrelated; and the rules behind it.
Hosts and platforms are invented."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ingest import lexicons
from ingest.lexicons import LexiconError
from ingest.resolve.compare_platforms import compare
from ingest.resolve.overlap_rules import VARIABLE, load, rules
from tests.unit.ingest.pairs.build import own_pairs

_RULES = lexicons.FOLDER / "overlap_rules.toml"


def _record(name: str, *hosts: str, region: str = "云南", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "", "level": "", "region": region, "hosts": list(hosts), **more}


_A = "澜沧江大学"
_LAB = _record("云南省三七栽培重点实验室", _A)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (_LAB, _record("三七栽培云南省重点实验室（澜沧江大学）", _A), "same_record"),
        (_LAB, _record("雲南省三七栽培重點實驗室", "瀾滄江大學"), "same_record"),
        (_LAB, _record("云南省三七栽培重点实验室", region=""), "same_record"),
        (_LAB, _record("云南省三七规范化种植重点实验室", _A), "duplicate_construction"),
        (_LAB, _record("云南省三七规范化种植重点实验室", f"{_A}农学院"), "duplicate_construction"),
        (_LAB, _record("云南省三七规范化种植重点实验室", "文山药业有限公司"), "overlap"),
        (_LAB, _record("云南省三七病虫害防控重点实验室", _A), "overlap"),
        (_LAB, _record("云南省三七栽培工程技术研究中心", _A), "overlap"),
        (_LAB, _record("三七栽培教育部重点实验室", _A), "related_by_design"),
        (_LAB, _record("云南省高校三七栽培重点实验室", _A), "related_by_design"),
        (_LAB, _record("云南省三七栽培种质资源库", _A), "related_by_design"),
        (_LAB, _record("云南省三七栽培重点实验室文山分室", f"{_A}农学院"), "related_by_design"),
        (_LAB, _record("云南省磁悬浮重点实验室", _A), "unrelated"),
        (_LAB, _record("广西三七规范化种植重点实验室", "右江大学", region="广西"), "unrelated"),
    ],
)
def test_verdicts(a: dict[str, Any], b: dict[str, Any], verdict: str) -> None:
    for one, other in ((a, b), (b, a)):
        found = compare(one, other)
        assert found.verdict == verdict
        low, high = rules().ranges[verdict]
        assert low <= found.score <= high
        assert (found.score >= rules().review_line) == (verdict != "unrelated")


def test_reasons_for_and_against_have_weights() -> None:
    found = compare(_LAB, _record("三七栽培教育部重点实验室", _A))
    weights = {reason.name: reason.weight for reason in found.reasons}
    assert weights["host_same"] > 0
    assert weights["ladder"] < 0
    assert all(reason.text for reason in found.reasons)


def test_an_authority_that_ruled_is_followed() -> None:
    a = _record("青海省高原稀贵金属重点实验室", region="青海")
    b = _record("青海省高原矿物加工工程与综合利用重点实验室", region="青海")
    found = compare(a, b)
    assert found.verdict == "duplicate_construction"
    assert "precedent" in {reason.name for reason in found.reasons}


def test_a_wrong_character_is_told_from_another_word() -> None:
    other = _record("云南省三柒栽培重点实验室", _A)
    assert compare(_record("云南省三七标准化栽培重点实验室", _A), other).verdict != "same_record"
    a, slip = "云南省草地贪夜蛾防控重点实验室", "云南省草地贪夜娥防控重点实验室"
    assert compare(_record(a, _A), _record(slip, _A)).verdict == "same_record"
    a, word = "云南省水稻遗传育种重点实验室", "云南省水牛遗传育种重点实验室"
    assert compare(_record(a, _A), _record(word, _A)).verdict != "same_record"


def test_technology_centres_are_told_by_their_firms() -> None:
    def centre(host: str, **more: Any) -> dict[str, Any]:
        return _record(f"{host}技术中心", host, type="国家企业技术中心", level="国家级", **more)

    one = centre("怒江锡业集团有限公司", field="有色金属", address="云南省个旧市金湖路2号")
    assert compare(one, centre("怒江锡业集团有限公司")).verdict == "same_record"
    branch = one | {"name": "怒江锡业集团有限公司技术中心（分中心）"}
    assert compare(one, branch).verdict == "related_by_design"
    assert compare(one, one | {"sub_type": "分中心"}).verdict == "related_by_design"
    own = centre("怒江锡业股份有限公司", field="有色金属", address="云南省个旧市金湖路２号")
    assert compare(one, own).verdict == "duplicate_construction"
    rival = centre("苍山冶炼有限公司", field="有色金属", address="云南省个旧市工业园")
    assert compare(one, rival).verdict == "unrelated"


@pytest.mark.parametrize("half", ["open", "closed"])
def test_pairs_of_our_own(half: str) -> None:
    """No rule and no word was made from the closed half: only its totals were looked at."""
    counts: Counter[tuple[str, str]] = Counter()
    for pair in own_pairs(half):
        found = compare(pair["a"], pair["b"])
        counts[pair["label"], found.verdict] += 1
        if pair["label"] == "unrelated":
            assert found.score < rules().review_line, pair
    for label, least in (("same_record", 0.85), ("duplicate_construction", 0.75)):
        said = sum(n for (_, got), n in counts.items() if got == label)
        wanted = sum(n for (gold, _), n in counts.items() if gold == label)
        assert 2 * counts[label, label] / (said + wanted) >= least


def test_pairs_are_compared_fast() -> None:
    pairs = [*own_pairs("open")]
    for pair in pairs:
        compare(pair["a"], pair["b"])
    start = time.process_time()
    for _ in range(5):
        for pair in pairs:
            compare(pair["a"], pair["b"])
    assert 5 * len(pairs) / (time.process_time() - start) > 5_000


def test_the_rules_have_a_version() -> None:
    assert rules().version
    assert rules().band_of["key_lab"] == "research"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("review_line = 0.50", "review_line = 5", "review_line"),
        ("host_same = 0.30", "host_sam = 0.30", "weights.host_sam"),
        ("host_same = 0.30", "", "weights.host_same"),
        ("ladder = -0.20", "ladder = 0.20", "against.ladder"),
        ("unrelated = [0.00, 0.45]", "unrelated = [0.00, 0.55]", "ranges.unrelated"),
        ("overlap = [0.52, 0.74]", "overlap = [0.9, 0.1]", "ranges.overlap"),
        ("overlap = [0.52, 0.74]", "overlap = 0.5", "ranges.overlap"),
        ('clinical = ["clinical_research"]', 'clinical = ["clinic"]', "clinic"),
        ('clinical = ["clinical_research"]', 'clinical = ["key_lab"]', "key_lab"),
        ('field = "identical"', 'field = "alike"', "successions.field"),
        ('version = "2026-1"', "version = 1", "version"),
        ('version = "2026-1"', "version = ", "overlap_rules"),
    ],
)
def test_a_fault_in_the_rules_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = _RULES.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "overlap_rules.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=named):
        load(path)


def test_a_province_can_change_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = _RULES.read_text(encoding="utf-8")
    path = tmp_path / "ours.toml"
    changed = text.replace('"2026-1"', '"ours"').replace('"engineering_tech_research",', "")
    changed = changed.replace(
        'research = ["state_lab",', 'research = ["state_lab", "engineering_tech_research",'
    )
    path.write_text(changed, encoding="utf-8")
    centre = _record("云南省三七栽培工程技术研究中心", _A)
    assert compare(_LAB, centre).verdict == "overlap"
    monkeypatch.setenv(VARIABLE, str(path))
    assert rules().version == "ours"
    assert compare(_LAB, centre).verdict == "duplicate_construction"


def test_centres_of_firms_that_were_merged_are_two_records() -> None:
    """Both firms are 山东能源集团 today; each had a centre of its own."""
    one, other = (
        {
            "name": f"{firm}技术中心",
            "type": "国家企业技术中心",
            "hosts": [firm],
            "region": "山东",
            "field": "煤炭",
        }
        for firm in ("兖矿集团有限公司", "新汶矿业集团有限责任公司")
    )
    assert compare(one, other).verdict == "duplicate_construction"
