"""Documents against each other: the same target with two numbers, one document with two numbers, fifteen
kinds of platforms where the plan lists fourteen, a notice and its roster in two files.

In: the claims of several sources. Out: `Difference`s. Only related documents are compared (one names the
other, or both are for the same place); where two numbers may both be right the verdict is inconclusive.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import inf
from pathlib import Path
from typing import Any

from graph.statements import Ref
from ingest.checks.claims import NumberClaim, SourceClaims, TargetClaim
from ingest.checks.within import CountClaim, count_reason
from ingest.flags import Severity, undecided
from ingest.misprints import differ_by_one
from ingest.text import name_key

#: Not one number for all: each city, each year.
_NOT_A_TOTAL = re.compile(r"每[个家年]|每个|各市|各县|各州|各设区市|分别")
_REACH = 16
_ABOUT_TENTH = 0.1
_NEAR_KINDS = 2
_NEAR_ROSTER = 0.3
_SHORTEST_NAME = 6


@dataclass(frozen=True)
class Difference:
    """Two sources that do not agree; the place is in the first one."""

    flag: str
    severity: Severity
    reason: tuple[str, str]
    source: str
    start: int
    end: int
    about: Ref
    other_source: str
    other_start: int
    other_end: int
    readings: tuple[dict[str, Any], ...]


def differences(sources: list[SourceClaims]) -> list[Difference]:
    """All that these sources do not agree on, in order of their places."""
    found = [
        *_targets(sources),
        *_numbers(sources),
        *_kinds(sources),
        *_rosters(sources),
    ]
    return sorted(found, key=lambda one: (one.source, one.start, one.flag, one.other_source))


def attachments(sources: list[SourceClaims]) -> dict[str, set[str]]:
    """The sources by the keys under which a notice may name them as its attachment: file and title."""
    named: dict[str, set[str]] = defaultdict(set)
    for said in sources:
        for words in (Path(said.name).stem, said.title):
            if len(key := name_key(words)) >= _SHORTEST_NAME:
                named[key].add(said.source)
    return named


def attachment_key(name: str) -> str:
    """The key under which `attachments` has an attachment of that name."""
    return name_key(re.sub(r"\.[a-z]{2,5}$", "", name))


# Targets


def _targets(sources: list[SourceClaims]) -> Iterator[Difference]:
    groups: dict[tuple[Any, ...], list[tuple[SourceClaims, TargetClaim]]] = defaultdict(list)
    for said in sources:
        for claim in said.targets:
            around = said.text[max(0, claim.start - _REACH) : claim.end]
            if claim.types and claim.by_year and not _NOT_A_TOTAL.search(around):
                key = (claim.types, claim.metric, claim.subtype, claim.by_year)
                groups[key].append((said, claim))
    for members in groups.values():
        yield from _conflicts(members)


def _conflicts(members: list[tuple[SourceClaims, TargetClaim]]) -> Iterator[Difference]:
    by_source: dict[str, list[tuple[SourceClaims, TargetClaim]]] = defaultdict(list)
    for said, claim in members:
        by_source[said.source].append((said, claim))
    # A source that states several numbers of one target itself means different ones.
    single = [
        claims[0] for claims in by_source.values() if len({_value(c) for _, c in claims}) == 1
    ]
    for (said, claim), (other_said, other) in combinations(single, 2):
        if _value(claim) == _value(other) or not _related(said, other_said):
            continue
        yield _conflict(said, claim, other_said, other)
        yield _conflict(other_said, other, said, claim)


def _value(claim: TargetClaim) -> tuple[float | None, float | None]:
    return claim.low, claim.high


def _conflict(
    said: SourceClaims, claim: TargetClaim, other_said: SourceClaims, other: TargetClaim
) -> Difference:
    names = "、".join(claim.type_names)
    zh = f"{names}：此处“{claim.printed}”，《{_short(other_said)}》“{other.printed}”"
    en = f"here {_plain(claim)}, in another document {_plain(other)}"
    if gap := _gap(claim, other):
        zh, en = f"{zh}，相差{gap:g}", f"{en}, differs by {gap:g}"
    severity: Severity = "medium"
    reason = (zh, en)
    if _read_otherwise(claim, other) or _read_otherwise(other, claim):
        severity = "high"
        reason = (f"{zh}；一种读法与之相合", f"{en}; one possible reading agrees")
    elif claim.comparator != other.comparator and _overlap(claim, other):
        severity, reason = "low", undecided(zh, en)
    readings = tuple({"low": c.low, "high": c.high, "printed": c.printed} for c in (claim, other))
    sides = (said.source, claim), (other_said.source, other)
    return _difference("count_mismatch", severity, reason, *sides, readings)


def _difference(
    name: str,
    severity: Severity,
    reason: tuple[str, str],
    here: tuple[str, TargetClaim | NumberClaim],
    there: tuple[str, TargetClaim | NumberClaim],
    readings: tuple[dict[str, Any], ...],
) -> Difference:
    (source, claim), (other_source, other) = here, there
    return Difference(
        name,
        severity,
        reason,
        source,
        claim.start,
        claim.end,
        claim.about,
        other_source,
        other.start,
        other.end,
        readings,
    )


def _short(said: SourceClaims) -> str:
    return (said.title or said.name).strip("《》")


def _plain(claim: TargetClaim) -> str:
    numbers = [f"{value:g}" for value in dict.fromkeys(_value(claim)) if value is not None]
    return f"{claim.comparator} {'-'.join(numbers)}"


def _gap(claim: TargetClaim, other: TargetClaim) -> float:
    """How far the nearest stated numbers are apart; 0 where one is a range."""
    if "range" in (claim.comparator, other.comparator):
        return 0
    one = claim.low if claim.low is not None else claim.high
    two = other.low if other.low is not None else other.high
    return abs(one - two) if one is not None and two is not None else 0


def _bounds(claim: TargetClaim) -> tuple[float, float]:
    low = -inf if claim.low is None else claim.low
    high = inf if claim.high is None else claim.high
    spread = _ABOUT_TENTH * high if claim.comparator == "approx" and high != inf else 0
    return low - spread, high + spread


def _overlap(claim: TargetClaim, other: TargetClaim) -> bool:
    (low, high), (other_low, other_high) = _bounds(claim), _bounds(other)
    return low <= other_high and other_low <= high


def _read_otherwise(claim: TargetClaim, other: TargetClaim) -> bool:
    """Whether a possible reading of one number is what the other document prints."""
    for words in claim.readings:
        reading = json.loads(words)
        if (reading.get("low"), reading.get("high")) == _value(other):
            return True
    return False


def _related(one: SourceClaims, other: SourceClaims) -> bool:
    """Whether two documents speak of the same plans: copies of one, one that names the other, or both
    for one place."""
    if one.document is None or other.document is None:
        return False
    names_it = one.document in other.names or other.document in one.names
    return one.document == other.document or names_it or (one.place or "") == (other.place or "-")


# Document numbers


def _numbers(sources: list[SourceClaims]) -> Iterator[Difference]:
    """One title with two numbers that differ by one character in two sources."""
    by_title: dict[str, dict[str, list[tuple[SourceClaims, NumberClaim]]]] = {}
    for said in sources:
        for claim in said.numbers:
            numbers = by_title.setdefault(claim.title, {})
            numbers.setdefault(_whole(claim.number), []).append((said, claim))
    for numbers in by_title.values():
        for one, other in combinations(numbers, 2):
            if differ_by_one(one, other):
                yield from _misprints(numbers[one], numbers[other])


def _misprints(
    one: list[tuple[SourceClaims, NumberClaim]], other: list[tuple[SourceClaims, NumberClaim]]
) -> Iterator[Difference]:
    """The number that fewer sources print is the doubtful one; where they are as many, both are."""
    for doubtful, against in ((one, other), (other, one)):
        if len(doubtful) > len(against):
            continue
        for said, claim in doubtful:
            other_said, other_claim = against[0]
            if said.source != other_said.source:
                yield _misprint(said, claim, other_said, other_claim)


def _whole(number: str) -> str:
    """A number with the brackets of the standard form."""
    return re.sub(
        r"[〔\[【(（［](\d{4})[〕\]】)）］]", r"〔\1〕", re.sub(r"\s", "", number), count=1
    )


def _misprint(
    said: SourceClaims, claim: NumberClaim, other_said: SourceClaims, other: NumberClaim
) -> Difference:
    reason = (
        f"文号此处为{claim.number}，《{_short(other_said)}》中为{other.number}，只差一个字",
        f"the number is {claim.number} here and {other.number} in another document",
    )
    readings = ({"reading": claim.number}, {"reading": other.number})
    sides = (said.source, claim), (other_said.source, other)
    return _difference("broken_doc_no", "medium", reason, *sides, readings)


# Counts


def _kinds(sources: list[SourceClaims]) -> Iterator[Difference]:
    """How many kinds of platforms one document speaks of, and how many another lists. Lists end in 等,
    and name types elsewhere, so arithmetic cannot decide."""
    listing = [said for said in sources if said.types_listed and said.document]
    for said in sources:
        for claim in said.kinds:
            for other in listing:
                gap = abs(claim.count - len(other.types_listed))
                if other is not said and 0 < gap <= _NEAR_KINDS and _names(said, other):
                    yield _kind(said, claim, other, gap)


def _kind(said: SourceClaims, claim: CountClaim, other: SourceClaims, gap: int) -> Difference:
    listed = len(other.types_listed)
    zh = f"此处称{claim.count}种平台，《{_short(other)}》列出{listed}种，相差{gap}"
    en = f"says {claim.count} kinds, another document lists {listed}, differs by {gap}"
    besides = [n for i, n in sorted(other.types_named.items()) if i not in other.types_listed]
    if besides and listed + len(besides) == claim.count:
        zh = f"{zh}；计入另外提到的{'、'.join(besides)}则相合"
        en = f"{en}; it agrees with the types that are named elsewhere"
    return _count(said, claim, other, undecided(zh, en), "low", listed)


def _names(said: SourceClaims, other: SourceClaims) -> bool:
    title = name_key(other.title)
    return other.document in said.names or (
        len(title) >= _SHORTEST_NAME and title in name_key(said.title)
    )


def _rosters(sources: list[SourceClaims]) -> Iterator[Difference]:
    """A notice without a table, and the file that is its attachment."""
    rosters = [said for said in sources if said.platforms >= 3]
    for said in sources:
        if len({claim.count for claim in said.counts}) != 1:
            continue
        claim, text = said.counts[0], ""
        for other in rosters:
            gap = abs(claim.count - other.platforms)
            if other is said or not gap or gap > max(2, _NEAR_ROSTER * other.platforms):
                continue
            text = text or name_key(said.text)
            if _announces(text, other):
                reason = count_reason(claim.count, other.platforms, f"《{_short(other)}》")
                yield _count(said, claim, other, undecided(*reason), "medium", other.platforms)


def _announces(text: str, other: SourceClaims) -> bool:
    """Whether a text names a roster as its attachment: its file or title stands there."""
    names = [name_key(Path(other.name).stem), name_key(other.title)]
    return any(len(name) >= _SHORTEST_NAME and name in text for name in names)


def _count(
    said: SourceClaims,
    claim: CountClaim,
    other: SourceClaims,
    reason: tuple[str, str],
    severity: Severity,
    listed: int,
) -> Difference:
    return Difference(
        "count_mismatch",
        severity,
        reason,
        said.source,
        claim.start,
        claim.end,
        said.document or Ref("Source", said.source),
        other.source,
        0,
        0,
        ({"claimed": claim.count, "listed": listed},),
    )
