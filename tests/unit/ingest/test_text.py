"""Views, numbers and keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text import Condensed, View, fold, name_key, number_value, unstretched


def test_folding_keeps_every_offset() -> None:
    printed = "（１２３）廣西重點實驗室\u3000［甲］"
    assert fold(printed) == "(123)广西重点实验室 [甲]"


@given(st.text())
def test_folding_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_how_a_character_is_spoken_is_passed_over() -> None:
    view = View.of("国科规(guī)〔2022〕24号(it)")
    assert view.text == "国科规〔2022〕24号(it)"
    assert view.printed[slice(*view.span(0, 4))] == "国科规(guī)〔"
    assert name_key("科技规(guī)划") == name_key("科技规划")


@given(st.text(alphabet="省重点实验室\u200b\u200f\ufeff１2家 \n", max_size=60), st.data())
def test_places_in_a_view_lead_back_to_the_printed_text(text: str, data: st.DataObject) -> None:
    view = View.of(text)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    first, last = view.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert View.of(text[first:last]).text == view.text[start:end]


def test_a_stretched_name_is_the_same_name() -> None:
    text = "加强科技基础条\u3000件平台建设"
    condensed = Condensed.of(fold(text))
    start = condensed.text.index("条件平台")
    first, last = condensed.span(start, start + 4)
    assert text[first:last] == "条\u3000件平台"
    assert unstretched(text[first:last]) == "条件平台"


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("20", 20),
        ("1,200", 1200),
        ("10.5", 10.5),
        ("一百二十", 120),
        ("十二", 12),
        ("二十", 20),
        ("两", 2),
        ("二○二二", 2022),
        ("一千零五", 1005),
        ("", None),
        ("若干", None),
    ],
)
def test_numbers(printed: str, value: float | None) -> None:
    assert number_value(printed) == value


def test_keys_join_spellings_and_nothing_else() -> None:
    assert name_key("工程（技术）研究中心") == name_key("工程(技术)研究中心 ")
    assert name_key("廣西大學") == name_key("广西大学")
    assert name_key("桂科字［2022］4号") == name_key("桂科字〔2022〕4号")
    assert name_key("第一附属医院") != name_key("第二附属医院")
