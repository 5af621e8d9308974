"""统一社会信用代码 of GB 32100-2015: 18 characters, the last a check digit over the others.

In: the words of a cell. Out: the codes in it, each with its place and whether its check digit agrees. A
code that does not agree is told, never put right: which of its characters is wrong nobody can say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.text import fold

#: The 31 characters of the standard: I, O, S, V and Z are not among them.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18
_BASE = len(_ALPHABET)
_WEIGHTS = tuple(pow(3, place, _BASE) for place in range(_LENGTH - 1))
_FORM = re.compile(rf"[{_ALPHABET}]{{2}}\d{{6}}[{_ALPHABET}]{{10}}")
#: What stands where a code is meant: of its length, or one character off.
_MEANT = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{17,19}(?![0-9A-Z])")


@dataclass(frozen=True)
class CreditCode:
    """A code as a cell prints it: `value` in capitals and half width, its place, and whether it is one."""

    value: str
    start: int
    end: int
    is_valid: bool


def check_digit(first: str) -> str:
    """The 18th character for the 17 before it, which must be of the standard's alphabet."""
    total = sum(
        weight * _ALPHABET.index(character)
        for weight, character in zip(_WEIGHTS, first, strict=True)
    )
    return _ALPHABET[-total % _BASE]


def is_valid(code: str) -> bool:
    """Whether 18 characters are a code: of the alphabet, with a region of six digits and its check digit."""
    return _FORM.fullmatch(code) is not None and check_digit(code[:-1]) == code[-1]


def codes_in(cell: str) -> list[CreditCode]:
    """What a cell prints as codes, in order."""
    words = fold(cell).upper()
    return [
        CreditCode(found[0], found.start(), found.end(), is_valid(found[0]))
        for found in _MEANT.finditer(words)
    ]


def are_one_unit(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """What the codes of two units say: one unit where they share a code, two where they share none, and
    nothing (None) where either has none."""
    if not one or not other:
        return None
    return not set(one).isdisjoint(other)


def province_code(code: str) -> str:
    """The first two digits of the region where a unit is registered: 45 for 广西, 10 for the state itself."""
    return code[2:4]
