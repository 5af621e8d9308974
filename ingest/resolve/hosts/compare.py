"""Two host names compared: same, related or different, with the reasons.

The ladder: what a source leaves out in its own region; what both are known as; campus; part and whole;
companies by core and legal form; short forms; slips. Each step either decides or passes on. What no
step decides is different, and where the names are near, the reason says that it is unsure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

from ingest import lexicons
from ingest.credit_codes import are_one_unit, province_code
from ingest.resolve.hosts.agencies import office_of
from ingest.resolve.hosts.firms import compare_firms, is_school
from ingest.resolve.hosts.judged import codes_among, judged_one
from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import key_of, province_of
from ingest.resolve.hosts.near import (
    compare_of_region,
    compare_raised,
    compare_short,
    compare_slips,
)
from ingest.resolve.hosts.outcome import DIFFERENT, RELATED, SAME, outcome
from ingest.resolve.hosts.parse import Host, meant, parse
from ingest.resolve.hosts.parts import compare_parts
from ingest.resolve.keys import agency_key
from ingest.resolve.verdict import Reason, Verdict

_NEAR = 0.8


Codes = tuple[Sequence[str], Sequence[str]]


def compare(
    a: str, b: str, context: dict[str, Any] | None = None, codes: Codes = ((), ())
) -> Verdict:
    """What two printed host names are to each other. `context` may hold the `region` that the question is
    about, for short names with several meanings (南大), and a `year`. `codes` are the valid
    统一社会信用代码 of each, where rosters print them: one in common makes one unit, whatever the names are;
    none in common makes two, of which one may be the other's whole. Among them may stand marks of what a
    person judged of the two (`judged`), which goes before everything."""
    judged = judged_one(*codes)
    if judged:
        return outcome(SAME, 0.99, "judged", "经人核定为同一单位 judged to be one unit")
    if judged is False:
        text = "经人核定不是同一单位 judged to be two units"
        return outcome(DIFFERENT, 0.01, "judged", text)
    codes = (codes_among(codes[0]), codes_among(codes[1]))
    are_one = are_one_unit(*codes)
    if are_one:
        return outcome(SAME, 0.99, "credit_code", "统一社会信用代码相同 one credit code")
    verdict = _by_names(parse(a), parse(b), _region(context))
    if are_one is None or verdict.verdict != SAME:
        return verdict
    provinces = [{province_code(code) for code in side} for side in codes]
    is_apart = provinces[0].isdisjoint(provinces[1])
    veto = Reason("credit_codes", -0.4, "统一社会信用代码不同，不是同一法人 other credit codes")
    return Verdict(0.45, DIFFERENT if is_apart else RELATED, (*verdict.reasons, veto))


def _by_names(one: Host, other: Host, region: str) -> Verdict:
    if one.key == other.key:
        text = (
            f"同一单位的校区：{one.campus or other.campus} a campus"
            if one.campus != other.campus
            else "写法归一后相同 one spelling"
        )
        return outcome(SAME, 0.97, "name", text)
    for step in _STEPS:
        verdict = step(one, other, region)
        if verdict is not None:
            return verdict
    return _apart(one, other)


def _region(context: dict[str, Any] | None) -> str:
    value = (context or {}).get("region")
    if not isinstance(value, str) or not value:
        return ""
    return province_of(key_of(value)) or ""


def _agencies(one: Host, other: Host, region: str) -> Verdict | None:
    """自治区科技厅 in 广西 is 广西壮族自治区科学技术厅."""
    if not (re.search(r"[厅局委部会办]$", one.key) and re.search(r"[厅局委部会办]$", other.key)):
        return None
    place = lexicons.region_forms().get(region) if region else None
    keys = [agency_key(host.printed, place)[0] for host in (one, other)]
    if keys[0] == keys[1]:
        return outcome(SAME, 0.93, "agency", "同一地区的同一机关 one agency of one region")
    offices = [office_of(host.key) for host in (one, other)]
    if offices[0] is not None and offices[0] == offices[1]:
        return outcome(SAME, 0.9, "agency", "机构改革前后的同一机关 one office through the reforms")
    if len(keys[0]) == len(keys[1]) == 1 and {one.printed[:3], other.printed[:3]} & {"自治区"}:
        rests = {re.sub(r"^自治区", "", h.key).removeprefix(h.place) for h in (one, other)}
        places = {h.province for h in (one, other)} - {None}
        if len(rests) == 1 and (not region or places <= {region}):
            return outcome(SAME, 0.85, "agency", "自治区级机关，略去地名 the place left out")
    return None


def _known(one: Host, other: Host, region: str) -> Verdict | None:
    """Both are known by the lexicons."""
    if not (one.is_known and other.is_known):
        return None
    (first, sure), (second, sure_too) = meant(one, region), meant(other, region)
    shared = first & second
    if shared:
        known = knowledge().units[min(shared)].name
        if len(first) == len(second) == 1:
            return Verdict(0.96, SAME, _history(one, other, known))
        score = 0.85 if sure and sure_too else 0.75
        text = f"“{known}”是多义简称的义项之一 one meaning of a short name with several"
        return outcome(SAME, score, "short_name", text)
    if _is_above(first, second, one, other):
        return outcome(RELATED, 0.6, "whole", "一方隶属或控股另一方 one belongs to the other")
    names = "、".join(knowledge().units[min(units)].name for units in (first, second))
    parents = [set().union(*map(knowledge().above, units)) for units in (first, second)]
    text = f"是两个单位：{names} two known units"
    score = 0.3 if parents[0] & parents[1] else 0.1
    return outcome(DIFFERENT, score, "known_apart", text)


def _history(one: Host, other: Host, known: str) -> tuple[Reason, ...]:
    """The reasons for which two known names are one unit, renames with their years."""
    found = []
    for host in (one, other):
        rename = knowledge().renames.get(host.key)
        if rename is not None:
            words = {"rename": "更名", "merger": "并入"}.get(rename.kind, "又名")
            found.append(f"{rename.old} {rename.year} {words} {rename.new}".replace("  ", " "))
    reasons = [Reason("unit", 0.96, f"都指{known} both are this unit")]
    reasons += [Reason("renamed", 0.0, f"{text} renamed or merged") for text in found]
    return tuple(reasons)


def _is_above(first: set[int], second: set[int], one: Host, other: Host) -> bool:
    known = knowledge()
    for uppers, lowers, lower in ((first, second, other), (second, first, one)):
        above = set().union(*map(known.above, lowers)) if lowers else set()
        if lower.whole is not None and lower.part:
            above |= {lower.whole} | known.above(lower.whole)
        if uppers & above:
            return True
    return False


def _apart(one: Host, other: Host) -> Verdict:
    """Different, with what tells them apart."""
    near = SequenceMatcher(None, one.key, other.key).quick_ratio()
    reasons = [
        Reason("likeness", round(0.4 * near, 4), f"字面相近 {near:.2f} likeness of characters")
    ]
    if one.numbers != other.numbers:
        reasons.append(Reason("numbers", -0.1, "编号不同 other numbers"))
    if one.places != other.places and one.places and other.places:
        reasons.append(Reason("places", -0.1, "地域不同 other places"))
    if is_school(one) != is_school(other):
        reasons.append(Reason("kinds", -0.1, "类型不同 other kinds"))
    if len(reasons) == 1 and near >= _NEAR:
        reasons.append(
            Reason("unsure", 0.05, "相近而无依据，不能确定 near, nothing to join them, unsure")
        )
    score = min(0.45, max(0.0, sum(reason.weight for reason in reasons)))
    return Verdict(score, DIFFERENT, tuple(reasons))


_STEPS: tuple[Callable[[Host, Host, str], Verdict | None], ...] = (
    _agencies,
    compare_of_region,
    _known,
    compare_parts,
    compare_firms,
    compare_raised,
    compare_short,
    compare_slips,
)
