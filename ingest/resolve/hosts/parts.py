"""Part and whole: a school and its hospital, an academy and its institutes, a group and its members."""

from __future__ import annotations

import re

from ingest.resolve.hosts import short, slips
from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import bare, part_key, places_in
from ingest.resolve.hosts.outcome import DIFFERENT, RELATED, SAME, outcome
from ingest.resolve.hosts.parse import Host, meant
from ingest.resolve.verdict import Verdict


def compare_parts(one: Host, other: Host, region: str) -> Verdict | None:
    """One is a part of the other, or both are parts of one whole."""
    for upper, lower in ((one, other), (other, one)):
        if not lower.part:
            continue
        named = bare(lower.whole_key) == bare(upper.key) and not upper.is_known
        is_whole = lower.whole is not None and (
            lower.whole in (units := meant(upper, region)[0])
            or units & knowledge().above(lower.whole)
        )
        if (named or is_whole) and (not upper.part or upper.is_known or named):
            text = f"{lower.printed}属于{upper.printed} a part of it"
            return outcome(RELATED, 0.6, "part", text)
    if one.part and other.part and _one_whole(one, other):
        return _siblings(one, other)
    return _without_superior(one, other)


def _one_whole(one: Host, other: Host) -> bool:
    if one.whole is not None or other.whole is not None:
        return one.whole == other.whole
    return one.whole_key == other.whole_key


def _siblings(one: Host, other: Host) -> Verdict:
    text = "上级单位相同 the same whole"
    if one.part == other.part:
        return outcome(SAME, 0.93, "part", f"{text}，部分也相同 and the same part")
    numbers = one.numbers == other.numbers
    pair = sorted((one.part, other.part), key=len)
    if numbers and len(pair[0]) <= 8 and short.fits(*pair) and not pair[0].startswith("医院"):
        return outcome(SAME, 0.82, "part", f"{text}，部分是简称 a short form of the part")
    if numbers and not (one.is_known and other.is_known):
        found = slips.slip(one.part, other.part)
        if found:
            return outcome(SAME, 0.8, "slip", f"{text}；{found}")
    return outcome(DIFFERENT, 0.3, "siblings", f"{text}，部分不同 siblings")


def _without_superior(one: Host, other: Host) -> Verdict | None:
    """中国气象局广州热带海洋气象研究所 without 中国气象局: the rest is distinct enough to stand alone."""
    for longer, shorter in ((one, other), (other, one)):
        if not longer.part or longer.whole is None or shorter.part == "":
            rest = longer.key[len(longer.whole_key) :].lstrip("()")
            if (
                longer.whole is not None
                and longer.part
                and part_key(rest) == part_key(shorter.key)
                and (len(rest) >= 8 or places_in(rest))
                and not re.match(r"^(?:附属|\d)", rest)
            ):
                return outcome(SAME, 0.84, "superior", "只差上级单位前缀 only its superior added")
    return None
