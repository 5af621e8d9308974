"""Names that are near: a school raised under its own name, a short form, a slip of the pen."""

from __future__ import annotations

import re

from ingest.resolve.hosts import short, slips
from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import OF_EACH_PROVINCE, places_in
from ingest.resolve.hosts.outcome import DIFFERENT, SAME, outcome
from ingest.resolve.hosts.parse import Host
from ingest.resolve.verdict import Verdict

_SHORTEST_STEM = 3
_SCHOOL_HEAD = re.compile(
    r"(?:职业技术大学|职业大学|职业技术学院|职业学院|大学|学院|(?:学)?高等专科学校|(?:学)?专科学校)$"
)
#: A city may have both (九江职业技术学院, 九江职业大学): neither was raised to the other.
_TWO_KINDS = {"职业技术学院", "职业大学"}

_LEVEL = re.compile(r"^(?:省|自治区|区)")

_MEDICAL = re.compile(r"(中?)(?:医学院|医药大学|医科大学|医药学院|医学高等专科学校)$")


def compare_of_region(one: Host, other: Host, region: str) -> Verdict | None:
    """省人民医院 and 农科院 in a source about a province, and the name with that province before it."""
    if not region:
        return None
    for brief, full in ((one, other), (other, one)):
        bare = _LEVEL.sub("", brief.key)
        forms = {bare, *OF_EACH_PROVINCE.get(bare, ())}
        if not brief.place and bare in OF_EACH_PROVINCE and full.key in {region + f for f in forms}:
            return outcome(
                SAME,
                0.86,
                "region",
                f"来源属{region}，略去地名 the place left out in its own region",
            )
    return None


def compare_raised(one: Host, other: Host, _region: str) -> Verdict | None:
    """A school raised from 专科学校 to 学院 or from 学院 to 大学 under its own name. Where both are known,
    they are two schools, and this does not ask."""
    if one.is_known and other.is_known:
        return None
    parts = [_stem_and_head(host) for host in (one, other)]
    if parts[0] is None or parts[1] is None:
        return None
    stems = {parts[0][0], parts[1][0]}
    is_vocational = {"职业" in parts[0][1], "职业" in parts[1][1]}
    # 河北学院 would say little beside 河北大学, 河北职业学院 beside 河北职业大学 says enough
    if {parts[0][1], parts[1][1]} == _TWO_KINDS:
        return None
    shortest = _SHORTEST_STEM - (is_vocational == {True})
    if len(stems) > 1 or len(is_vocational) > 1 or len(min(stems)) < shortest:
        return None
    return outcome(
        SAME, 0.76, "raised", "同名升格，前者今无同名学校 a school raised under its own name"
    )


def _stem_and_head(host: Host) -> tuple[str, str] | None:
    key = _MEDICAL.sub(r"\1医科大学", host.key)
    head = _SCHOOL_HEAD.search(key)
    return (key[: head.start()], head[0]) if head is not None else None


def stem_of_school(host: Host) -> str:
    """What a school keeps of its name when it is raised; empty for what is no school."""
    parts = _stem_and_head(host)
    return parts[0] if parts is not None else ""


def compare_short(one: Host, other: Host, _region: str) -> Verdict | None:
    """One is a short form of the other."""
    for brief, full in ((one, other), (other, one)):
        if not short.is_short(brief) or len(brief.key) >= len(full.key):
            continue
        if brief.is_known:
            continue
        if brief.numbers == full.numbers:
            sure = short.company_fits(brief, full.company)
            if sure:
                return outcome(
                    SAME, sure, "short_form", "略去地名与法律形式 place and legal form left out"
                )
        verdict = _by_head(brief, full)
        if verdict is not None:
            return verdict
    return None


def _by_head(brief: Host, full: Host) -> Verdict | None:
    if brief.numbers != full.numbers:
        return None
    if brief.place and full.place and brief.place[:2] != full.place[:2]:
        return None
    units = {m.unit for m in full.meanings}
    keys = [full.key]
    if full.part and full.whole is not None:
        rest = full.key[len(full.whole_key) :].lstrip("()")
        if len(brief.key) >= 4 or places_in(rest):
            keys.append(rest)
    for unit in units:
        keys += knowledge().units[unit].keys
    if not any(short.fits(brief.key, key) for key in keys):
        return None
    rivals = short.known_fits(brief.key) - units
    if rivals:
        names = "、".join(sorted(knowledge().units[rival].name for rival in rivals)[:3])
        return outcome(
            DIFFERENT, 0.45, "unsure", f"简称也可指{names}，不能确定 the short form fits others"
        )
    return outcome(SAME, 0.82, "short_form", "唯一相合的简称 the only fitting short form")


def compare_slips(one: Host, other: Host, _region: str) -> Verdict | None:
    """One name is the other with a slip; two known names never are."""
    if (one.is_known and other.is_known) or one.numbers != other.numbers:
        return None
    if len(one.places ^ other.places) > 1 or (
        one.places - other.places and other.places - one.places
    ):
        return None
    keys = [(one.key, other.key)]
    for unit in {m.unit for m in (*one.meanings, *other.meanings)}:
        written = other.key if one.is_known else one.key
        keys += [
            (written, key)
            for key in knowledge().units[unit].keys
            if abs(len(key) - len(written)) <= 1
        ]
    for written, key in keys:
        found = slips.slip(written, key)
        if found:
            return outcome(SAME, 0.8, "slip", found)
    return None
