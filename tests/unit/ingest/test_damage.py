"""Damage: invented sentences with the flags that each must raise, half of them with none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import read_text
from tests.unit.ingest.helpers import facts

_PROBES = Path(__file__).with_name("damage_probes.jsonl")


def _probes() -> list[Any]:
    rows = [json.loads(line) for line in _PROBES.read_text("utf-8").splitlines()]
    return [pytest.param(row["text"], row["flags"], id=row["id"]) for row in rows]


def _flags(text: str) -> list[tuple[str, str]]:
    return [(str(f.data["flag"]), text[f.start : f.end]) for f in facts(text, "flag")]


def _severities(text: str, name: str) -> list[str]:
    return [f.data["severity"] for f in facts(text, "flag") if f.data["flag"] == name]


def _readings(text: str) -> list[list[Any]]:
    return [[r.get("reading", r) for r in f.candidate_readings] for f in facts(text, "flag")]


@pytest.mark.parametrize(("text", "wanted"), _probes())
def test_a_probe_raises_its_flags_and_no_others(text: str, wanted: list[list[str]]) -> None:
    found = _flags(text)
    assert sorted(name for name, _ in found) == sorted(name for name, _ in wanted)
    for name, quote in wanted:
        assert any(name == flag and (quote in q or q in quote) for flag, q in found), found


def test_every_flag_has_a_severity_and_a_reason_in_two_languages() -> None:
    for line in _PROBES.read_text("utf-8").splitlines():
        for fact in facts(json.loads(line)["text"], "flag"):
            assert fact.data["severity"] in ("high", "medium", "low")
            chinese, slash, english = str(fact.data["reason"]).rpartition(" / ")
            assert slash
            assert chinese
            assert english.isascii() or "年月日" in english


def test_other_damage_makes_a_lost_dash_likely_and_kept_dashes_unlikely() -> None:
    target = "到2025年，新建省重点实验室23家。\n"
    name = "suspect_lost_dash"
    assert _severities(target, name) == ["medium"]
    assert _severities(f"云岭省科技厅\n202275\n{target}", name) == ["high"]
    assert _severities(f"{target}新建省技术创新中心2—3家。\n", name) == ["low"]


def test_readings_are_whole_forms() -> None:
    assert _readings("见《云岭省平台办法》（云科规〔202115号）。") == [["云科规〔2021〕15号"]]
    assert _readings("见《云岭省平台办法》（云科规〔2O21〕l5号）。") == [["云科规〔2021〕15号"]]
    assert _readings("云岭省科学技术厅\n202275\n") == [["2022-07-05"]]
    assert _readings("由省科学技木厅负责解释。") == [["科学技术厅"]]
    assert _readings("（一坚持统筹。\n") == [["(一)"]]


def test_differences_are_said_with_both_sides_and_never_called_wrong() -> None:
    text = "全省共有省重点实验室23家，其中高校10家、企业12家。"
    reason = str(facts(text, "flag")[0].data["reason"])
    assert "相差1" in reason
    assert "23" in reason
    assert "10+12" in reason
    assert "inconclusive" in reason


def test_a_text_that_was_cut_proves_nothing_by_what_it_misses() -> None:
    claim = "包括四个部分：\n第一部分是甲。\n第二部分是乙。\n"
    assert [name for name, _ in _flags(claim)] == ["count_mismatch"]
    assert _flags(f"{claim}（此文有删减）\n") == []


def test_places_hold_where_the_text_has_invisible_characters() -> None:
    text = "云\u200b岭省科技厅\n2022\u200b年13月5日\n"
    _, found = read_text(text)
    assert [text[f.start : f.end] for f in found if f.kind == "flag"] == ["2022\u200b年13月5日"]
