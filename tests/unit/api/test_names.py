"""Search in memory: what is found, in which order, and that looking stops when a page is full."""

from __future__ import annotations

import random

from api.listing.names import Names

_ROWS = [
    {
        "label": "Platform",
        "ids": ["a", "b", "c", "d"],
        "names": ["海洋中心", "省海洋中心", "海洋中心二部", "5G通信实验室"],
        "other_names": [[], ["海洋中心"], [], []],
        "doc_numbers": ["", "", "", ""],
        "searches": [
            "海洋中心 hyzx haiyangzhongxin",
            "省海洋中心 海洋中心 shyzx hyzx",
            "海洋中心二部 hyzxeb",
            "5G通信实验室 txsys tongxinshiyanshi",
        ],
    },
    {
        "label": "GoverningDocument",
        "ids": ["e"],
        "names": ["关于海洋的方案"],
        "other_names": [[]],
        "doc_numbers": ["云科〔2021〕8号"],
        "searches": ["关于海洋的方案 云科〔2021〕8号 gyhydfa"],
    },
]


def found(text: str, limit: int = 20) -> list[tuple[str, int]]:
    return [(row["id"], row["likeness"]) for row in Names(_ROWS).search(text, limit)]


def test_the_same_comes_first_then_beginnings_parts_and_other_words() -> None:
    assert found("海洋中心") == [("a", 0), ("b", 0), ("c", 1)]
    assert found("海洋") == [("a", 1), ("c", 1), ("b", 2), ("e", 2)]
    assert found("hyzx") == [("a", 3), ("b", 3), ("c", 3)]
    assert found("海洋", 3) == [("a", 1), ("c", 1), ("b", 2)]


def test_latin_words_are_found_by_their_beginning_alone() -> None:
    assert found("TONGX") == [("d", 3)]
    assert found("xinshi") == []
    assert found("5g") == [("d", 3)]
    assert found("5G通信") == [("d", 1)]


def test_numbers_with_any_brackets_and_several_words() -> None:
    for text in ("云科〔2021〕8号", "云科[2021]8号", "云科（2021）8号"):
        assert found(text) == [("e", 0)], text
    assert found("海洋 方案") == [("e", 3)]
    assert found("海 方") == [("e", 3)], "single signs are looked for too"
    assert found("海洋 火山") == []
    assert found("〔〕") == found("  ") == []


def test_against_looking_at_every_name() -> None:
    random.seed(4)
    names = ["".join(random.choices("甲乙丙丁戊", k=random.randint(2, 6))) for _ in range(400)]
    ids = [f"n{at:03}" for at in range(len(names))]
    none: list[list[str]] = [[] for _ in names]
    rows = [{"label": "Field", "ids": ids, "names": names, "other_names": none}]
    rows[0] |= {"doc_numbers": [""] * len(names), "searches": names}
    held = Names(rows)
    for _ in range(200):
        text = "".join(random.choices("甲乙丙丁戊", k=random.randint(1, 4)))
        expected = sorted(
            (0 if name == text else 1 if name.startswith(text) else 2, len(name), name, one)
            for one, name in zip(ids, names, strict=True)
            if text in name
        )[:30]
        shown = [(row["likeness"], row["id"]) for row in held.search(text, 30)]
        assert shown == [(likeness, one) for likeness, _, _, one in expected], text
