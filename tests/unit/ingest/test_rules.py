"""Rules that texts lay down for platforms."""

from __future__ import annotations

import pytest

from tests.unit.ingest.helpers import facts
from tests.unit.ingest.test_events import _PROBES


@pytest.mark.parametrize("probe", _PROBES, ids=lambda probe: str(probe["id"]))
def test_probe(probe: dict[str, object]) -> None:
    found = {fact.data["rule"] for fact in facts(str(probe["text"]), "rule")}
    assert found == set(probe["rules"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("stop_new", "暂停省级工程实验室新建审批。"),
        ("must_choose_one", "同一团队不得同时申报重点实验室和技术创新中心。"),
        ("team_cap", "重点实验室固定人员不得同时参加两个同类平台。"),
        ("revoke_for_cause", "有下列情形之一的，撤销其省级中试基地资格：提供虚假材料的。"),
        ("veto", "科技创新平台建设实行科研诚信一票否决。"),
        ("merge_convert", "引导工程实验室转建为工程研究中心。"),
    ],
)
def test_rule(rule: str, text: str) -> None:
    assert rule in {fact.data["rule"] for fact in facts(text, "rule")}


def test_failing_twice_is_said() -> None:
    (fact,) = facts("连续两次评估不合格的工程技术研究中心，取消其省级资格。", "rule")
    assert (fact.data["rule"], fact.data["times"]) == ("revoke_on_fail", 2)


def test_what_has_befallen_somebody_is_no_rule() -> None:
    assert facts("对连续两年评估不合格的9家省级众创空间，撤销其省级众创空间资格。", "rule") == []


def test_payments_are_not_withdrawals() -> None:
    assert facts("对考核不合格的重点实验室，终止财政资金资助。", "rule") == []
