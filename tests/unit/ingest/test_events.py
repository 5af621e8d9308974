"""Events and grades of notices: probes of many styles, and what single rules promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.facts import Fact
from tests.unit.ingest.helpers import facts

_PROBES = [
    json.loads(line)
    for line in (Path(__file__).parent / "probes" / "events.jsonl").read_text("utf-8").splitlines()
]
#: Two probes that name no type anywhere: whose grades they are, only a title could say.
_WITHOUT_TYPE = {63}


def _matches(wanted: dict[str, Any], fact: Fact) -> bool:
    if "platform" not in wanted and fact.data.get("platform"):
        return False
    return all(fact.data.get(key) == value for key, value in wanted.items())


@pytest.mark.parametrize("probe", _PROBES, ids=lambda probe: str(probe["id"]))
@pytest.mark.parametrize(("kind", "key"), [("event", "events"), ("evaluation", "grades")])
def test_probe(probe: dict[str, Any], kind: str, key: str) -> None:
    if probe["id"] in _WITHOUT_TYPE:
        pytest.skip("no type is named")
    left = facts(probe["text"], kind)
    for wanted in probe[key]:
        found = next((fact for fact in left if _matches(wanted, fact)), None)
        assert found is not None, wanted
        left.remove(found)
    assert [dict(fact.data) for fact in left] == []


def test_half_of_the_probes_state_nothing() -> None:
    silent = [probe for probe in _PROBES if not probe["events"] and not probe["grades"]]
    assert len(_PROBES) >= 120
    assert len(silent) >= 60


def _events(text: str) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in fact.data.items() if value not in (None, [], "")}
        for fact in facts(text, "event")
    ]


def test_a_lead_name_with_a_count_is_one_group_and_an_example() -> None:
    (event,) = _events("撤销松江铸件有限公司等88家的省级企业技术中心资格。")
    assert event["count"] == 88
    assert event["host"] == "松江铸件有限公司"
    assert event["examples"] == ["松江铸件有限公司"]
    assert "platform" not in event


def test_a_list_as_long_as_its_count_names_all() -> None:
    events = _events("撤销松江铸件有限公司、盘山泵业有限公司等2家省级企业技术中心资格。")
    assert [event["platform"] for event in events] == ["松江铸件有限公司", "盘山泵业有限公司"]
    assert not any("count" in event for event in events)


def test_a_sum_that_points_back_has_its_parts() -> None:
    (event,) = _events(
        "4家工程研究中心未报送材料，9家工程研究中心评价不合格，撤销上述13家省工程研究中心资格。"
    )
    assert (event["count"], event["parts"]) == (13, [4, 9])


def test_names_stay_as_printed() -> None:
    (event,) = _events("決定撤銷「吉林省松原雲計算重點實驗室」省級重點實驗室資格。")
    assert event["platform"] == "吉林省松原雲計算重點實驗室"


def test_names_with_stops_inside() -> None:
    (event,) = _events("海南省航道、港口工程重点实验室不再列入省重点实验室序列。")
    assert event["platform"] == "海南省航道、港口工程重点实验室"


def test_stage_and_ground() -> None:
    (event,) = _events("拟撤销因长期停止运营的3家市级众创空间资格。")
    assert event["stage"] == "proposed"
    (event,) = _events("因运营主体注销，取消“白鹭工场”市级众创空间备案。")
    assert (event["stage"], event["ground"]) == ("decided", "运营主体注销")


def test_the_title_and_the_body_say_one_thing() -> None:
    text = (
        "山西省科学技术厅关于撤销山西省煤矸石利用重点实验室的通知\n各有关单位：\n"
        "经研究，决定撤销山西省煤矸石利用重点实验室。\n山西省科学技术厅\n2023年5月4日\n"
    )
    (event,) = _events(text)
    assert (event["platform"], event["date"]) == ("山西省煤矸石利用重点实验室", "2023-05-04")


def test_names_in_lines_below_a_heading() -> None:
    text = "拟撤销的重点实验室名单\n序号 名称\n1 浙江省陶土重点实验室\n2 浙江省桑叶重点实验室\n"
    assert [(e["platform"], e["stage"]) for e in _events(text)] == [
        ("浙江省陶土重点实验室", "proposed"),
        ("浙江省桑叶重点实验室", "proposed"),
    ]


def test_grades_have_scale_and_year() -> None:
    (grade,) = facts("2022年度绩效评价中，31家众创空间被评为优秀（A类）。", "evaluation")
    assert (grade.data["result"], grade.data["scale"], grade.data["year"]) == ("优秀", "A", 2022)
    text = "二、合格（2家）：浙江省毛竹重点实验室、浙江省茶具重点实验室。"
    named = [fact.data["platform"] for fact in facts(text, "evaluation")]
    assert named == ["浙江省毛竹重点实验室", "浙江省茶具重点实验室"]


def test_a_sentence_without_end_costs_no_more_than_its_length() -> None:
    text = "撤销甲乙丙有限公司等" * 20_000
    assert facts(text, "event") == []


def test_what_has_been_done_is_no_target() -> None:
    text = "撤销上述21家省工程研究中心资格，认定松江铸件有限公司等15家省工程研究中心。"
    assert [event["count"] for event in _events(text)] == [21, 15]
    assert facts(text, "target") == []
