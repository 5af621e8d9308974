"""What a target asks for, and how a count stands to it.

In: a target's comparator, bounds, flags and reviewed reading. Out: `Asked`, None where the number is doubted
and nobody has read it, and the `Standing` of a count. Nothing here looks at a store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

MET, SHORT, WITHIN, OVER, ABOUT = "met", "short", "within", "over", "about"
#: How a count can stand to a target, in Chinese and English.
STANDINGS = {
    MET: ("已达成", "met"),
    SHORT: ("未达成", "short of it"),
    WITHIN: ("未超上限", "within the limit"),
    OVER: ("超出", "above it"),
    ABOUT: ("约数", "about so many"),
}
_DOUBTS = frozenset({"suspect_lost_dash", "suspect_masked", "ambiguous"})
_CEILINGS = frozenset({"le", "lt"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Asked:
    """The number that is asked for: `low` to `high` where the comparator is `range`."""

    comparator: str
    low: float
    high: float

    @property
    def of(self) -> float:
        """The number that counts are held against first: a ceiling's, else the lower one."""
        return self.high if self.is_ceiling else self.low

    @property
    def is_ceiling(self) -> bool:
        """Whether it asks for no more than so many."""
        return self.comparator in _CEILINGS


@dataclass(frozen=True)
class Standing:
    """How a count stands: a key of STANDINGS, and how many are missing (below 0: how many too many)."""

    state: str
    gap: int


def asked_of(target: Mapping[str, Any]) -> Asked | None:
    """The number as reviewed, else as printed; None where it is doubted or there is none."""
    reviewed = target["reviewed_value"]
    comparator = str(target["comparator"] or "eq")
    if reviewed:
        return asked_by_reading(str(reviewed), comparator)
    if _DOUBTS & set(target["flags"] or ()):
        return None
    low, high = target["low"], target["high"]
    return _bounds(comparator, low, high)


def asked_by_reading(reading: str, comparator: str) -> Asked | None:
    """What a reader's words ask for: "2—3家" a range, "23家" as the printed comparator says."""
    numbers = [float(one) for one in _NUMBER.findall(reading.replace(",", ""))][:2]
    if not numbers:
        return None
    low, high = numbers[0], numbers[-1]
    if high > low:
        return Asked("range", low, high)
    return Asked("eq" if comparator == "range" else comparator, low, low)


def _bounds(comparator: str, low: float | None, high: float | None) -> Asked | None:
    known = [float(one) for one in (low, high) if one is not None]
    return Asked(comparator, known[0], known[-1]) if known else None


def standing(asked: Asked, counted: int) -> Standing:
    """How a count stands to what is asked. 左右 gets no verdict, only the difference."""
    if asked.comparator == "approx":
        return Standing(ABOUT, ceil(asked.of) - counted)
    if asked.is_ceiling:
        most = ceil(asked.high) - 1 if asked.comparator == "lt" else floor(asked.high)
        return Standing(OVER, most - counted) if counted > most else Standing(WITHIN, 0)
    least = floor(asked.low) + 1 if asked.comparator == "gt" else ceil(asked.low)
    if counted < least:
        return Standing(SHORT, least - counted)
    if asked.comparator == "range" and counted > asked.high:
        return Standing(OVER, floor(asked.high) - counted)
    return Standing(MET, 0)
