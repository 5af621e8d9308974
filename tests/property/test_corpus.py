"""Real texts, cut and mixed by chance: no crash, no hang, and every quote is the text at its place.

The corpus lies beside the project; where it is absent, the test is skipped.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.pipeline import read_text

CORPUS = Path(__file__).resolve().parents[3] / "shared"
_MUTATIONS, _LENGTH = 1_000, 1_200
_CHARACTERS = "一二三0123456789家，。、\n《》（）〔〕 年月日%—-等\u200b\u202e“”：；①*"


def _texts() -> list[str]:
    paths = sorted([*CORPUS.glob("corpus/policy/*.txt"), *CORPUS.glob("seeds/*.txt")])
    return [path.read_text("utf-8") for path in paths]


def _mutated(text: str, chance: random.Random) -> str:
    start = chance.randrange(max(1, len(text) - _LENGTH))
    characters = list(text[start : start + _LENGTH])
    for _ in range(chance.randint(1, 60)):
        place = chance.randrange(len(characters))
        match chance.randrange(4):
            case 0 if len(characters) > 10:
                del characters[place : place + chance.randint(1, 6)]
            case 1:
                characters.insert(place, chance.choice(_CHARACTERS) * chance.randint(1, 4))
            case 2:
                characters[place] = chance.choice(_CHARACTERS)
            case _:
                other = chance.randrange(len(characters))
                characters[place], characters[other] = characters[other], characters[place]
    return "".join(characters)


def test_mutations_of_the_corpus() -> None:
    texts = _texts()
    if not texts:
        pytest.skip("没有语料 the corpus is absent: ../shared")
    chance = random.Random(20261122)
    for _ in range(_MUTATIONS):
        text = _mutated(chance.choice(texts), chance)
        _, facts = read_text(text)
        for fact in facts:
            assert 0 <= fact.start <= fact.end <= len(text)
            assert fact.as_json("x", text)["quote"] == text[fact.start : fact.end]
