"""What a document is."""

from __future__ import annotations

from typing import Any

from tests.unit.ingest.helpers import facts

NOTICE = """某学院科研处
首页  通知公告
转发省科技厅 省财政厅关于印发《云岭省平台优化方案》的通知（云科基〔2021〕7号）
各学院：
现转发给你们。
科研处
2021年9月20日
省科技厅 省财政厅关于印发《云岭省平台优化方案》的通知
各市：
现印发给你们。
云岭省科学技术厅  云岭省财政厅
2021年9月16日
云岭省平台优化方案
一、总体要求
到2025年完成。
"""


def _document(text: str) -> dict[str, Any]:
    found = facts(text, "document")
    assert len(found) == 1
    return dict(found[0].data)


def test_the_innermost_document_with_its_own_notice() -> None:
    found = _document(NOTICE)
    assert found["title"] == "云岭省平台优化方案"
    assert found["kind"] == "plan"
    assert found["doc_no"] == "云科基〔2021〕7号"
    assert found["issuers"] == ["云岭省科学技术厅", "云岭省财政厅"]
    assert found["date"] == "2021-09-16"


def test_a_date_that_lost_its_characters_is_read_only_one_way() -> None:
    one = facts(NOTICE.replace("2021年9月16日", "2021916"), "document")[0]
    assert one.data["date"] == "2021-09-16"
    assert one.flags == ("broken_date",)
    two = facts(NOTICE.replace("2021年9月16日", "2021111"), "document")[0]
    assert two.data["date"] is None  # 1-11 or 11-1
    assert two.flags == ("broken_date",)


def test_a_law_is_dated_by_its_full_revision() -> None:
    text = (
        "云岭省科学技术条例\n（1997年11月12日云岭省第八届人民代表大会常务委员会第三次会议通过　"
        "2002年4月25日云岭省第九届人民代表大会常务委员会第四次会议修正　"
        "2011年5月25日云岭省第十一届人民代表大会常务委员会第二十五次会议修订）\n"
        "第一条 制定本条例。\n第二条 本条例自2011年9月1日起施行。\n"
    )
    found = _document(text)
    assert found["date"] == "2011-05-25"
    assert found["issuers"] == ["云岭省第十一届人民代表大会常务委员会第二十五次会议"]
    assert found["in_force"] == "2011-09-01"
    assert found["kind"] == "law"


def test_an_explanation_of_a_plan_is_not_the_plan() -> None:
    found = _document(
        "《云岭省平台优化方案》\n起草说明\n一、背景\n根据《甲办法》（云科〔2020〕3号）起草。\n"
    )
    assert found["title"] == "《云岭省平台优化方案》起草说明"
    assert found["kind"] == "interpretation"
    assert "doc_no" not in found


def test_chinese_dates_and_one_name_with_a_stop_inside() -> None:
    text = "关于加强实验室管理的通知\n各单位：请遵照执行。\n北京市科委、中关村管委会\n二○二二年七月五日\n"
    found = _document(text)
    assert found["issuers"] == ["北京市科委、中关村管委会"]
    assert found["date"] == "2022-07-05"


def test_evaluations_and_rosters_are_told_from_other_notices() -> None:
    assert (
        _document("关于公布2023年度省重点实验室评估结果的通知\n各单位：\n")["kind"] == "evaluation"
    )
    assert _document("关于公布2023年省重点实验室名单的通知\n各单位：\n")["kind"] == "roster"
    assert _document("关于开展实验室检查的通知\n各单位：\n")["kind"] == "notice"


def test_a_notice_may_issue_without_book_marks() -> None:
    text = (
        "云岭市人民政府\n关于印发云岭市科技创新规划的通知\n云政字〔2022〕3号\n各县：\n现将《云岭市科技创新规划》印发给你们。\n"
        "云岭市人民政府\n2022年4月19日\n云岭市科技创新规划\n为了创新，制定本规划。\n"
    )
    found = _document(text)
    assert (found["title"], found["kind"]) == ("云岭市科技创新规划", "plan")
    assert (found["doc_no"], found["date"]) == ("云政字〔2022〕3号", "2022-04-19")


def test_masked_characters_stay_in_a_title() -> None:
    title = "****省科学技术厅关于公布****年度省重点实验室考评结果的通知"
    found = _document(f"{title}\n各市：\n")
    assert (found["title"], found["kind"]) == (title, "evaluation")
