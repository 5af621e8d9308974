"""Texts in memory: read once, bounded by bytes, the ones used last stay."""

from __future__ import annotations

import sys

from api.texts import Texts

_ONE = "名单" * 500
_SIZE = sys.getsizeof(_ONE)


def test_the_ones_used_last_stay_within_the_bytes() -> None:
    read: list[str] = []
    texts = Texts(_SIZE * 2)

    def get(key: str) -> str:
        return texts.get(key, lambda: read.append(key) or _ONE)  # type: ignore[func-returns-value]

    for key in ("a", "b", "a", "c", "a", "c"):
        assert get(key) == _ONE
    assert read == ["a", "b", "c"], "each is read once"
    get("b")
    assert read[-1] == "b", "the one used longest ago had made room"
    get("c")
    assert read == ["a", "b", "c", "b"]


def test_what_is_too_large_or_empty_is_not_kept() -> None:
    texts, given = Texts(_SIZE), ["", "x" * _SIZE * 2, _ONE]
    for expected in ("", "x" * _SIZE * 2, _ONE):
        assert texts.get("a", lambda: given.pop(0)) == expected
    assert texts.get("a", lambda: "other") == _ONE
