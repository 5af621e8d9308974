"""Slips of the pen: 桂林电子科枝大学, 西南石油大大学, 山东…威斯顿 for 威思顿.

Two names one character apart are one name only where that character looks or sounds like the other,
stands twice, is missing or changed places, and where it says neither a place, a number nor a kind.
"""

from __future__ import annotations

from functools import cache

from pypinyin import Style, pinyin

from ingest import lexicons

_SHORTEST = 5
_TELLING = frozenset("大小东西南北中上下省市县区第新老男女")


@cache
def _lookalikes() -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for row in lexicons.table("host_lookalikes"):
        group = frozenset(row["characters"])
        for character in group:
            groups[character] = groups.get(character, frozenset()) | group
    return groups


@cache
def _sounds(character: str) -> frozenset[str]:
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _alike(one: str, other: str) -> bool:
    if other in _lookalikes().get(one, ()):
        return True
    return not (one.isascii() or other.isascii()) and bool(_sounds(one) & _sounds(other))


def slip(one: str, other: str) -> str | None:
    """What slip parts two keys, in words; None where it is not one slip."""
    if one == other or abs(len(one) - len(other)) > 1:
        return None
    if min(len(one), len(other)) < _SHORTEST and not (
        _ends_twice(one, other) or _is_lookalike(one, other)
    ):
        return None
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        return _changed(one, other, start)
    short, long = sorted((one, other), key=len)
    return _missing(short, long, start)


def _ends_twice(one: str, other: str) -> bool:
    """Whether one is the other with its last character written twice: 江苏大学学."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST - 1 and long == short + short[-1]


def _is_lookalike(one: str, other: str) -> bool:
    """Whether two short names differ in one character that is written almost like the other (扬洲大学): in so
    short a name a like sound is not enough."""
    if len(one) != len(other) or len(one) < _SHORTEST - 1:
        return False
    pairs = [(x, y) for x, y in zip(one, other, strict=True) if x != y]
    return len(pairs) == 1 and pairs[0][1] in _lookalikes().get(pairs[0][0], ())


def _changed(one: str, other: str, at: int) -> str | None:
    if one[at + 1 :] == other[at + 1 :]:
        if _is_number(one[at]) or _is_number(other[at]) or not _alike(one[at], other[at]):
            return None
        return f"“{one[at]}”与“{other[at]}”形近或音近 one character, looks or sounds alike"
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return f"“{one[at : at + 2]}”颠倒 two characters changed places" if swapped else None


def _missing(short: str, long: str, at: int) -> str | None:
    if short[at:] != long[at + 1 :]:
        return None
    character = long[at]
    if _is_number(character) or long.startswith("科学", at):
        return None  # 学院 is no slip of 科学院
    if character in long[max(0, at - 3) : at] or character in long[at + 1 : at + 3]:
        return f"“{character}”重复 a character stands twice"
    if 0 < at < len(long) - 1 and character not in _TELLING and len(short) > _SHORTEST:
        return f"漏“{character}” a character is missing"
    return None


def _is_number(character: str) -> bool:
    return character.isdigit() or character in "一二三四五六七八九十"
