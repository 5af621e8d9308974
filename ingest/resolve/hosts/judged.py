"""What persons judged of two hosts, as marks that stand among the codes of each.

In: marks and codes of two hosts. Out: what the marks say, and the codes alone. Both hosts of a judged pair
bear one mark, made of the pair's id: that they are one unit, or that they are two.
"""

from __future__ import annotations

from collections.abc import Sequence

_ONE, _TWO = "=", "≠"


def mark(pair: str, *, are_one: bool) -> str:
    """The mark of both hosts of a pair."""
    return f"{_ONE if are_one else _TWO}{pair}"


def judged_one(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Whether the marks say that two hosts are one unit; None where nobody judged them."""
    shared = {word for word in one if word in other and word[0] in (_ONE, _TWO)}
    if not shared:
        return None
    return not any(word.startswith(_TWO) for word in shared)


def codes_among(words: Sequence[str]) -> list[str]:
    """The credit codes alone."""
    return [word for word in words if word[0] not in (_ONE, _TWO)]


def joining(words: Sequence[str]) -> list[str]:
    """The codes and marks of which two in common make one unit."""
    return [word for word in words if not word.startswith(_TWO)]
