"""Part and whole: a school and its hospital, an academy and its institutes, a group and its members."""

from __future__ import annotations

import re

from ingest.resolve.hosts import short, slips
from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import bare, part_key, places_in
from ingest.resolve.hosts.outcome import DIFFERENT, RELATED, SAME, outcome
from ingest.resolve.hosts.parse import Host, meant
from ingest.resolve.verdict import Verdict

_ACADEMY = re.compile(r"(?:农业|农林|林业|农牧业|医学|水产)?科学院")
#: From so many characters on a name that means one unit is no part's within another.
_DISTINCT = 6


def compare_parts(one: Host, other: Host, region: str) -> Verdict | None:
    """One is a part of the other, or both are parts of one whole."""
    for upper, lower in ((one, other), (other, one)):
        if not lower.part:
            continue
        named = not upper.is_known and _is_name_of(upper, bare(lower.whole_key))
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


def _is_name_of(upper: Host, whole: str) -> bool:
    """Whether a name that no lexicon has is that of a whole, in full or in short (云南省农科院)."""
    key = bare(upper.key)
    return key == whole or (bool(upper.place) and not upper.part and short.fits(key, whole))


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
        if _is_placed_under_academy(longer, shorter):
            text = "省级科学院、农科院等的研究所，略去上级 an institute of a province's academy"
            return outcome(SAME, 0.8, "superior", text)
        if not longer.part or longer.whole is None or shorter.part == "":
            rest = longer.key[len(longer.whole_key) :].lstrip("()")
            if (
                longer.whole is not None
                and longer.part
                and part_key(rest) == part_key(shorter.key)
                and (len(rest) >= 8 or places_in(rest) or _is_known_alone(rest))
                and not re.match(r"^(?:附属|\d)", rest)
            ):
                return outcome(SAME, 0.84, "superior", "只差上级单位前缀 only its superior added")
    return None


def _is_placed_under_academy(longer: Host, shorter: Host) -> bool:
    """广东省科学院新材料研究所, 广东省新材料研究所: an institute of the province, placed under its academy."""
    if not longer.part or not longer.place or shorter.place != longer.place:
        return False
    academy = _ACADEMY.fullmatch(longer.whole_key[len(longer.place) :])
    rest = shorter.key[len(shorter.place) :]
    return academy is not None and rest.endswith("所") and part_key(rest) == longer.part


def _is_known_alone(rest: str) -> bool:
    """Whether the lexicons have a name by itself, as one unit's (钢铁研究总院)."""
    return len(rest) >= _DISTINCT and len(knowledge().meanings.get(rest, ())) == 1
