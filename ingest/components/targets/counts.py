"""Counted numbers: 30家, 2—3个, 两三家, 百余家, each with the part of its sentence that it speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.text import NUMBER, NUMERALS, number_value

DASH = r"(?:\s*(?:—{1,2}|–|-{1,2}|－|―|~|～|至|到)\s*)"
_UNITS = "家个所处座支项"
UNIT = f"(?:{'|'.join(_UNITS)})"
_ANCHOR = re.compile(
    rf"(?P<low>{NUMBER})(?:{DASH}(?P<high>{NUMBER}))?(?P<many>余|多)?\s*"
    rf"(?P<unit>{UNIT})(?!次)(?:\({UNIT}\))?"
    rf"(?:{DASH}(?P<high2>{NUMBER})\s*(?P<unit2>{UNIT}))?"
)
STOPS = "，,；;。:：！？\n"
AFTER_STOP = re.compile(f"[{STOPS}、()]")
#: Before a number: an ordinal, part of a longer number, one that is masked, or one that is none (数十家).
_NO_COUNT_AFTER = re.compile(r"[第.\-—*＊几\d]|数(?=[十百千万])")
#: What every counted number has: a unit behind the last character of a number.
_UNIT_BEHIND = re.compile(rf"[{_UNITS}](?<=[\d{NUMERALS}余多\s].)")
_LONGEST_CLAUSE = 300
_NEXT_OF_RUN = re.compile(r"(?:[、]|和|与|及|以及)")


class Count(NamedTuple):
    """A counted number. `left:right` is the part of the sentence that may speak of it, `clause` where its
    clause begins, which may have other numbers before it; offsets are the text's. A run is a row of numbers with nothing between them (120家、80家和10家): `run` is its length."""

    start: int
    end: int
    clause: int
    left: int
    right: int
    low: float
    high: float
    unit: str
    is_range: bool
    many: bool
    words: str
    run: int = 1


def has_counts(text: str) -> bool:
    """Whether a text may hold counted numbers."""
    return _UNIT_BEHIND.search(text) is not None


def counts(text: str, start: int, end: int, after: re.Pattern[str]) -> list[Count]:
    """The counted numbers of a sentence, in order. `after` matches the words that compare from behind
    (以上)."""
    if not _UNIT_BEHIND.search(text, start, end):
        return []
    found = list(_found(text, start, end))
    first = 0
    while first < len(found):
        last = first
        while last + 1 < len(found) and _goes_on(text, found[last], found[last + 1], after):
            last += 1
        if last > first:
            found[first : last + 1] = [
                count._replace(run=last - first + 1) for count in found[first : last + 1]
            ]
        first = last + 1
    return found


def _found(text: str, start: int, end: int) -> Iterator[Count]:
    previous = start
    anchors = [
        m
        for m in _ANCHOR.finditer(text, start, end)
        if m.start() == 0 or not _NO_COUNT_AFTER.match(text, m.start() - 1)
    ]
    for index, match in enumerate(anchors):
        clause = clause_start(text, start, match.start())
        limit = anchors[index + 1].start() if index + 1 < len(anchors) else end
        stop = AFTER_STOP.search(text, match.end(), limit)
        right = stop.start() if stop else limit
        low = number_value(match["low"])
        printed_high = match["high"] or match["high2"]
        high = number_value(printed_high) if printed_high else low
        left, previous = max(clause, previous), match.end()
        if low is None or high is None:
            continue
        if match["high"] is None and (pair := _spoken_range(match["low"])):
            low, high, printed_high = *pair, match["low"]
        yield Count(
            start=match.start(),
            end=match.end(),
            clause=clause,
            left=left,
            right=right,
            low=low,
            high=high,
            unit=match["unit"],
            is_range=printed_high is not None,
            many=match["many"] is not None,
            words=match[0],
        )


def next_number(text: str, place: int) -> re.Match[str] | None:
    """The first counted number that follows within the clause."""
    stop = AFTER_STOP.search(text, place, place + _LONGEST_CLAUSE)
    return _ANCHOR.search(text, place, stop.start() if stop else place + _LONGEST_CLAUSE)


def _goes_on(text: str, one: Count, other: Count, after: re.Pattern[str]) -> bool:
    found = after.match(text, one.end, other.start)
    between = text[found.end() if found else one.end : other.start]
    return _NEXT_OF_RUN.fullmatch(between.strip()) is not None


def _spoken_range(number: str) -> tuple[float, float] | None:
    """两三 is 2 to 3; 十二 is 12."""
    if len(number) != 2 or number.isdigit() or set(number) & set("十百千"):
        return None
    low, high = map(number_value, number)
    return (low, high) if low is not None and high == low + 1 else None


def clause_start(text: str, floor: int, place: int) -> int:
    """After the last stop or open bracket before a place, but not before the floor. A 、 joins; it is no
    stop."""
    closed = 0
    for index in range(place - 1, max(floor, place - _LONGEST_CLAUSE) - 1, -1):
        character = text[index]
        if character in STOPS:
            return index + 1
        if character == "(":
            if not closed:
                return index + 1
            closed -= 1
        elif character == ")":
            closed += 1
    return max(floor, place - _LONGEST_CLAUSE)
