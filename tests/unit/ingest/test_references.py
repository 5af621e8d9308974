"""Citations and document numbers."""

from __future__ import annotations

import pytest

from tests.unit.ingest.helpers import facts


def _cited(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (fact.data.get("title"), fact.data.get("doc_no"), fact.data.get("role"))
        for fact in facts(text, "cites")
    ]


def test_titles_of_a_chain_share_their_role() -> None:
    assert _cited("根据《甲省科技条例》《乙管理办法》和《丙规划》，制定本方案。") == [
        ("甲省科技条例", None, "依据"),
        ("乙管理办法", None, "依据"),
        ("丙规划", None, "依据"),
    ]


@pytest.mark.parametrize(
    "number",
    [
        "云政发〔2021〕8号",
        "云政发[2021]8号",
        "云政发【2021】8号",
        "云政发（2021）8号",
        "云政发〔2021〕 8 号",
    ],
)
def test_a_number_follows_its_title_in_any_bracket(number: str) -> None:
    assert _cited(f"落实《云岭省创新规划》（{number}）要求。") == [
        ("云岭省创新规划", number, "贯彻")
    ]


def test_a_number_alone_is_a_citation() -> None:
    assert _cited("按照云政发〔2021〕8号文件要求执行。") == [(None, "云政发〔2021〕8号", "依据")]


def test_a_scrambled_number_is_kept_as_printed() -> None:
    assert _cited("根据《甲办法》（云科发64号[2018]）执行。") == [
        ("甲办法", "云科发64号[2018]", "依据")
    ]


def test_a_short_title_is_no_second_document() -> None:
    text = "制定了《云岭省整合方案》（以下简称《整合方案》）。《整合方案》包括四章。"
    assert [title for title, _, _ in _cited(text)] == ["云岭省整合方案"]


def test_a_repealed_document_is_told() -> None:
    assert _cited("本办法自发布之日起施行，《甲省平台管理办法》同时废止。") == [
        ("甲省平台管理办法", None, "废止")
    ]


def test_titles_inside_titles_are_one() -> None:
    text = "执行《关于印发〈甲省创新平台管理办法〉的通知》。"
    assert [title for title, _, _ in _cited(text)] == ["关于印发〈甲省创新平台管理办法〉的通知"]


def test_what_is_no_official_document_is_not_cited() -> None:
    assert _cited("论文发表于《科学》和《自然》。") == []


def test_the_text_itself_is_not_cited() -> None:
    text = "云岭省平台管理办法\n第一条 《云岭省平台管理办法》适用于全省。\n"
    assert _cited(text) == []


def test_a_broken_number_is_flagged_with_its_reading() -> None:
    flag = facts("（云科基字〔202249号）\n", "flag")[0]
    assert flag.data["flag"] == "broken_doc_no"
    assert [dict(r) for r in flag.candidate_readings] == [{"reading": "云科基字〔2022〕49号"}]


def test_what_others_have_issued_is_a_precedent() -> None:
    text = "2018年，云岭省科技厅、云岭省财政厅联合发布了《云岭省平台优化方案》，为我省提供了借鉴。"
    assert _cited(text) == [("云岭省平台优化方案", None, "参考")]
