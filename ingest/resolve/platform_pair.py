"""What is known of two platforms together: hosts, fields, levels, regions and addresses.

In: two profiles. Out: a `PlatformPair`, on which the verdicts are tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest.resolve import hosts
from ingest.resolve.closeness import IDENTICAL, NEAR, NONE, PARTIAL, Closeness, closeness
from ingest.resolve.compare_fields import BROADER, NARROWER
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.phrases import has_unknown_words
from ingest.resolve.platform_profile import Profile
from ingest.resolve.rulings import precedents
from ingest.resolve.verdict import Reason

#: A field of fewer characters is not the same field with one of them changed.
_LONG_ENOUGH = 5
#: From so many characters on a field that stands before more words is a field in common.
_SHORTEST_FRONT = 4
_GRADES = (NONE, PARTIAL, NEAR, IDENTICAL)


@dataclass(slots=True)
class PlatformPair:
    """Two profiles and what is known of them together; `reasons` grows as verdicts are tried."""

    a: Profile
    b: Profile
    used: OverlapRules
    host: str
    grade: str
    close: Closeness | None
    is_adjacent: bool
    succession: str | None
    reasons: list[Reason] = field(default_factory=list)

    def say(self, name: str, text: str) -> None:
        """Add a reason; its weight is in the rules."""
        self.reasons.append(Reason(name, self.used.weights[name], text))

    @property
    def is_same_level(self) -> bool:
        """Whether both are of one level; levels that nobody says do not differ."""
        return self.a.rank == self.b.rank or None in (self.a.rank, self.b.rank)

    @property
    def is_same_region(self) -> bool:
        """Whether both are in one province; places that nobody says do not differ."""
        return self.a.province == self.b.province or not (self.a.province and self.b.province)

    @property
    def is_same_type(self) -> bool:
        """Whether both are of one type."""
        return self.a.type_id == self.b.type_id

    @property
    def is_same_band(self) -> bool:
        """Whether both types have one function."""
        return self.is_same_type or (bool(self.a.band) and self.a.band == self.b.band)

    @property
    def is_at_one_house(self) -> bool:
        """Whether both have one address, with a house number: a zone's name alone has many firms."""
        return self.a.address != "" and self.a.address == self.b.address and self.a.has_house

    @property
    def is_in_one_street(self) -> bool:
        """Whether both stand in one street, by addresses that have house numbers."""
        return self.a.has_house and self.b.has_house and self.a.street == self.b.street

    def at_least(self, grade: str) -> bool:
        """Whether the fields are at least so close."""
        return _GRADES.index(self.grade) >= _GRADES.index(grade)


def pair_of(a: Profile, b: Profile, region: Any, used: OverlapRules) -> PlatformPair:
    """The facts about two profiles; `region` is the province that the question is about, if any."""
    has_fields = bool(a.field and b.field) and not (a.is_bare or b.is_bare)
    close = closeness(a.field, b.field) if has_fields else None
    grade = _grade(close, used)
    if close is not None and grade != IDENTICAL and _is_slip(a, b):
        grade = IDENTICAL
    adjacent = close is not None and all(
        value >= used.adjacent[name]
        for name, value in (("strongest", close.strongest), ("subjects", close.subjects))
    )
    where = region if isinstance(region, str) else _region(a, b)
    return PlatformPair(
        a, b, used, _hosts(a, b, where), grade, close, adjacent, _succession(a, b, used)
    )


def are_strangers(a: Profile, b: Profile) -> bool:
    """Whether nothing but their fields can join two platforms: their hosts have nothing to do with each
    other, neither is a part of another platform, and no authority has ruled on them."""
    return (
        not (a.branch or b.branch)
        and _hosts(a, b, _region(a, b)) in ("different", "siblings")
        and frozenset({a.key, b.key}) not in precedents()
    )


def _region(a: Profile, b: Profile) -> str:
    return a.province if a.province == b.province else ""


def _grade(close: Closeness | None, used: OverlapRules) -> str:
    if close is None:
        return NONE
    if close.is_one_wording:
        return IDENTICAL
    near, partial = used.near, used.partial
    if (
        close.strongest >= near["strongest"]
        and close.subjects >= near["subjects"]
        and close.work >= near["work"]
    ):
        return PARTIAL if close.is_kind else NEAR
    return PARTIAL if _is_partial(close, partial) else NONE


def _is_partial(close: Closeness, partial: Mapping[str, float]) -> bool:
    if _holds(close.a, close.b) or _holds(close.b, close.a):
        return True
    if close.strongest < partial["strongest"]:
        return False
    # How the phrases stand is asked last: it costs more than all that goes before.
    return close.subjects >= partial["subjects"] or close.relation in (NARROWER, BROADER)


def _holds(long: str, short: str) -> bool:
    """Whether a field's name begins with the whole of another's: 旱区农业水土工程 and 旱区农业."""
    return len(short) >= _SHORTEST_FRONT and long.startswith(short)


def _is_slip(a: Profile, b: Profile) -> bool:
    """Whether one field is the other with a wrong character: they differ in one, and with it stands a
    word that no lexicon knows, on one side only (水稻 and 水牛 are two words)."""
    if len(a.own) != len(b.own) or len(a.own) < _LONG_ENOUGH:
        return False
    if sum(x != y for x, y in zip(a.own, b.own, strict=True)) != 1:
        return False
    return has_unknown_words(a.field) != has_unknown_words(b.field)


def _hosts(a: Profile, b: Profile, region: str) -> str:
    """same, related, siblings, different, or unknown where a side names none; of several hosts the
    nearest pair counts."""
    if not a.hosts or not b.hosts:
        return "unknown"
    if a.hosts == b.hosts and a.host_codes == b.host_codes:
        return "same"
    if a.host_codes and b.host_codes:
        found = {
            _host_relation(one, other, region, code, other_code)
            for one, code in zip(a.hosts, a.host_codes, strict=True)
            for other, other_code in zip(b.hosts, b.host_codes, strict=True)
        }
    else:
        found = {_host_relation(one, other, region) for one in a.hosts for other in b.hosts}
    return next(name for name in ("same", "related", "siblings", "different") if name in found)


@lru_cache(maxsize=400_000)
def _host_relation(
    one: str,
    other: str,
    region: str,
    codes: tuple[str, ...] = (),
    other_codes: tuple[str, ...] = (),
) -> str:
    has_codes = bool(codes and other_codes)
    if one == other and not has_codes:
        return "same"
    if not has_codes and hosts.are_strangers(one, other):
        return "different"
    context = {"region": region} if region else None
    verdict = hosts.compare(one, other, context, (codes, other_codes))
    if verdict.verdict == "different" and any(r.name == "siblings" for r in verdict.reasons):
        return "siblings"
    return verdict.verdict


def _succession(a: Profile, b: Profile, used: OverlapRules) -> str | None:
    """How close the fields must be for one type to be the other's successor; None where it is not."""
    for row in used.successions:
        if {a.type_id, b.type_id} == {row.former, row.present} and a.rank == b.rank:
            return row.field
    return None


def say_common_reasons(pair: PlatformPair) -> None:
    """Add the reasons that every pair has, whatever its verdict."""
    a, b = pair.a, pair.b
    shown = "、".join(dict.fromkeys([*a.hosts[:2], *b.hosts[:2]]))
    pair.say(
        f"host_{pair.host}",
        {
            "same": f"依托单位相同：{shown} one host",
            "related": f"依托单位有隶属关系：{shown} hosts that belong together",
            "siblings": f"依托单位同属一个上级：{shown} hosts under one whole",
            "different": f"依托单位不同：{shown} different hosts",
            "unknown": "缺少依托单位 a host is not named",
        }[pair.host],
    )
    if pair.close is not None:
        words = pair.close.words or f"{a.field}、{b.field}"
        pair.say(
            f"field_{pair.grade}",
            {
                IDENTICAL: f"领域相同：{words} one field",
                NEAR: f"领域相近：{words} near fields",
                PARTIAL: f"领域部分相同或相邻：{words} fields that share a part",
                NONE: f"领域不同：{a.field}、{b.field} different fields",
            }[pair.grade],
        )
    if pair.is_same_type:
        pair.say("type_same", "类型相同 one type")
    elif pair.is_same_band:
        pair.say("band_same", "功能定位相同的类型 types of one function")
    else:
        pair.say("band_different", "功能定位不同的类型 types of different functions")
    if pair.is_same_level:
        pair.say("level_same", "层级相同 one level")
    else:
        pair.say("level_different", f"层级不同：{a.level}、{b.level} different levels")
    if a.province and b.province:
        if pair.is_same_region:
            pair.say("region_same", f"同在{a.province} one region")
        else:
            pair.say("region_different", f"不在一地：{a.province}、{b.province} different regions")
    if pair.is_at_one_house:
        pair.say("address_same", "地址相同 one address")
