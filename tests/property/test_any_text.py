"""Any text at all: no crash, and every fact's place lies in the text."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import Fact
from ingest.pipeline import read_text

#: Pieces that rules look for, put together in every way.
PIECES = [
    "到2025年，", "新认定", "省重点实验室", "不少于", "20家", "2—3家", "以上", "。", "\n", "一、", "（一）", "1)",
    "《甲省规划》", "（云政发〔2021〕8号）", "〔202249号", "主要包括", "、", "等领域", "在新能源、海洋", "不再新建", "转建为",
    "技术创新中心", "\u200b", "\u3000", "202275", "云岭省科学技术厅", "2021年9月1日", "各20家", "分别", "年均增长10%",
    "翻一番", "第一条", "《", "》", "(", "）", "十", "百", "两三家", "附件：计划.doc",
]  # fmt: skip

PLAN = (
    "云岭省平台方案\n（云科〔2021〕7号）\n一、目标\n到2025年，新认定省重点实验室不少于30家，保有量达到200家。\n"
    "（一）主要包括省重点实验室、省工程研究中心等。\n1)不再新建省工程技术研究中心，转建为省技术创新中心46家。\n"
    "根据《云岭省科技规划》（云政发〔2021〕8号），在新能源、海洋等领域布局。\n云岭省科学技术厅\n2021年9月16日\n"
)


def _check(text: str) -> list[Fact]:
    _, facts = read_text(text)
    for fact in facts:
        assert 0 <= fact.start <= fact.end <= len(text)
        assert fact.as_json("x", text)["quote"] == text[fact.start : fact.end]
        for places in fact.spans.values():
            assert all(0 <= start <= end <= len(text) for start, end in places)
    return facts


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_characters(text: str) -> None:
    _check(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_order_of_telling_pieces(pieces: list[str]) -> None:
    _check("".join(pieces))


def test_a_thousand_mutations_of_a_plan() -> None:
    chance = random.Random(20251)
    for _ in range(1000):
        characters = list(PLAN)
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(characters))
            match chance.randrange(3):
                case 0:
                    del characters[place]
                case 1:
                    characters.insert(place, chance.choice(PIECES))
                case _:
                    characters[place] = chance.choice("一二三0123456789家，。、\n《》（）〔〕 ")
        _check("".join(characters))


def test_reading_takes_time_in_proportion_to_the_length() -> None:
    """Counted in facts, not seconds: twice the text gives twice the facts."""
    once = len(_check(PLAN * 20))
    assert len(_check(PLAN * 40)) > 1.8 * once
