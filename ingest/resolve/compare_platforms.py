"""What two platforms are to each other, and what a provincial office would do about it.

In: two records {name, type, level, region, hosts, field?, address?}. Out: a verdict (same_record,
duplicate_construction, overlap, related_by_design, unrelated) with a score and reasons, those against it
with a weight below 0. Facts about the pair are gathered first; then the verdicts are tried in the order
in which an office asks: one platform written twice? provided for by the rules? built twice? to be looked
at? Weights, bands and thresholds are in overlap_rules.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from ingest import lexicons
from ingest.lexicons import LexiconError
from ingest.names import parse_platform_name
from ingest.resolve import hosts
from ingest.resolve.closeness import IDENTICAL, NEAR, NONE, PARTIAL, Closeness, closeness
from ingest.resolve.compare_fields import BROADER, NARROWER, relate
from ingest.resolve.hosts.names import leading_place
from ingest.resolve.overlap_rules import VERDICTS, OverlapRules, rules
from ingest.resolve.phrases import has_unknown_words
from ingest.resolve.platform_profile import Profile, profile
from ingest.resolve.thesaurus import thesaurus
from ingest.resolve.verdict import Reason, Verdict
from ingest.text import common_start, name_key

SAME_RECORD, DUPLICATE, OVERLAP, BY_DESIGN, UNRELATED = VERDICTS
#: A field of fewer characters is not the same field with one of them changed.
_LONG_ENOUGH = 5
_HOST_IN_BRACKETS = re.compile(r"(?<=.)[(][^()]*(?:大学|学院|公司|院|所|厂|集团|医院|中心)[)]$")
_GRADES = (NONE, PARTIAL, NEAR, IDENTICAL)
_BRAND = 2  # characters that make a brand
_INCUBATION = "incubation"


@dataclass(slots=True)
class _Pair:
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


def compare(a: dict[str, Any], b: dict[str, Any], context: dict[str, Any] | None = None) -> Verdict:
    """Compare two records. `context` may hold the `region` that the question is about."""
    return compare_profiles(profile(a), profile(b), (context or {}).get("region"))


def compare_profiles(a: Profile, b: Profile, region: Any = None) -> Verdict:
    """Compare two records that were made profiles before: one of many is in many pairs."""
    pair = _pair(a, b, region, rules())
    return _scored(pair, _verdict(pair))


def compare_if_shown(a: Profile, b: Profile, used: OverlapRules) -> Verdict | None:
    """The same for the many pairs of which few are put before a person: None for those that are
    unrelated, whose reasons nobody will read."""
    pair = _pair(a, b, None, used)
    verdict = _verdict(pair)
    return None if verdict == UNRELATED else _scored(pair, verdict)


def _verdict(pair: _Pair) -> str:
    return next((verdict for verdict, test in _TESTS if test(pair)), UNRELATED)


def _scored(pair: _Pair, verdict: str) -> Verdict:
    """The verdict with what all pairs have reasons about, then what this verdict rests on."""
    own, pair.reasons = pair.reasons, []
    _common_reasons(pair)
    pair.reasons += own
    low, high = pair.used.ranges[verdict]
    total = sum(reason.weight for reason in pair.reasons)
    return Verdict(min(max(total, low), high), verdict, tuple(pair.reasons))


def _pair(a: Profile, b: Profile, region: Any, used: OverlapRules) -> _Pair:
    has_fields = bool(a.field and b.field) and not (a.is_bare or b.is_bare)
    close = closeness(a.field, b.field) if has_fields else None
    grade = _grade(close, used)
    if close is not None and grade != IDENTICAL and _is_slip(a, b):
        grade = IDENTICAL
    adjacent = close is not None and all(
        value >= used.adjacent[name]
        for name, value in (("strongest", close.strongest), ("subjects", close.subjects))
    )
    where = region if isinstance(region, str) else (a.province if a.province == b.province else "")
    return _Pair(
        a, b, used, _hosts(a.hosts, b.hosts, where), grade, close, adjacent, _succession(a, b, used)
    )


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
        return NEAR
    if close.strongest >= partial["strongest"] and close.subjects >= partial["subjects"]:
        return PARTIAL
    if close.relation in (NARROWER, BROADER) and close.strongest >= partial["strongest"]:
        return PARTIAL
    return NONE


def _is_slip(a: Profile, b: Profile) -> bool:
    """Whether one field is the other with a wrong character: they differ in one, and with it stands a
    word that no lexicon knows, on one side only (水稻 and 水牛 are two words)."""
    if len(a.own) != len(b.own) or len(a.own) < _LONG_ENOUGH:
        return False
    if sum(x != y for x, y in zip(a.own, b.own, strict=True)) != 1:
        return False
    return has_unknown_words(a.field) != has_unknown_words(b.field)


def _hosts(mine: tuple[str, ...], theirs: tuple[str, ...], region: str) -> str:
    """same, related, siblings, different, or unknown where a side names none; of several hosts the
    nearest pair counts."""
    if not mine or not theirs:
        return "unknown"
    found = {_host_relation(one, other, region) for one in mine for other in theirs}
    return next(name for name in ("same", "related", "siblings", "different") if name in found)


@lru_cache(maxsize=400_000)
def _host_relation(one: str, other: str, region: str) -> str:
    if one == other:
        return "same"
    if hosts.are_strangers(one, other):
        return "different"
    verdict = hosts.compare(one, other, {"region": region} if region else None)
    if verdict.verdict == "different" and any(r.name == "siblings" for r in verdict.reasons):
        return "siblings"
    return verdict.verdict


def _succession(a: Profile, b: Profile, used: OverlapRules) -> str | None:
    """How close the fields must be for one type to be the other's successor; None where it is not."""
    for row in used.successions:
        if {a.type_id, b.type_id} == {row.former, row.present} and a.rank == b.rank:
            return row.field
    return None


def _common_reasons(pair: _Pair) -> None:
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


def _by_precedent(pair: _Pair, verdict: str) -> bool:
    row = precedents().get(frozenset({pair.a.key, pair.b.key}))
    if row is None or row[0] != verdict:
        return False
    pair.say("precedent", f"已有判例：{row[1]} an authority has ruled")
    return True


@cache
def precedents() -> dict[frozenset[str], tuple[str, str]]:
    """What authorities have ruled: verdict and basis, by the keys of two names."""
    found = {}
    for row in lexicons.table("overlap_precedents"):
        if row["verdict"] not in VERDICTS:
            raise LexiconError(
                f"词表 overlap_precedents.csv：结论“{row['verdict']}”不认识。",
                f"Lexicon overlap_precedents.csv: the verdict {row['verdict']} is not known.",
            )
        found[frozenset({name_key(row["a"]), name_key(row["b"])})] = (row["verdict"], row["basis"])
    return found


@cache
def _successors() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset({name_key(row["former"]), name_key(row["present"])})
        for row in lexicons.table("platform_successions")
    )


def _is_same_record(pair: _Pair) -> bool:
    a, b = pair.a, pair.b
    if a.branch != b.branch:
        return False
    if _by_precedent(pair, SAME_RECORD) or _is_successor(pair):
        return True
    if not pair.is_same_type or not pair.is_same_level:
        return False
    if (a.key in b.other_keys or b.key in a.other_keys) and pair.host in ("same", "unknown"):
        pair.say("former_name", "一方用的是另一方的曾用名 one bears the other's former name")
        return True
    if a.is_bare and b.is_bare:
        return pair.host == "same" and not hosts.were_merged(_firm(a), _firm(b))
    in_one_place = a.region == b.region or _is_national(pair)
    return pair.grade == IDENTICAL and in_one_place and _is_one_title(pair)


def _firm(one: Profile) -> str:
    """The firm that a technology centre bears in its name, else its first host."""
    parsed = parse_platform_name(one.name)
    return one.name.removesuffix(parsed.type_printed) or next(iter(one.hosts), "")


def _is_successor(pair: _Pair) -> bool:
    """Whether one is the other after its type was reorganised."""
    needed = pair.succession
    if needed is None or pair.host not in ("same", "unknown"):
        return False
    if frozenset({pair.a.key, pair.b.key}) in _successors():
        pair.say("succession", "重组名单有这一对 the list of reorganised laboratories has it")
        return True
    if pair.at_least(needed) or _shares_words(pair.a, pair.b, needed):
        pair.say("succession", "类型改组，前后两个名称 a type reorganised: old and new name")
        return True
    return False


def _is_one_title(pair: _Pair) -> bool:
    """Whether two records of one name, type and level are one platform: of one host, they are; of two,
    where the hosts are part and whole, or the title is national and given once."""
    if pair.host in ("same", "unknown"):
        return pair.is_same_region or pair.host == "same"
    if pair.host == "related" and _title(pair.a) == _title(pair.b):
        pair.say("name_same", "名称完全相同 one name")
        return True
    return _is_national(pair) and not _has_many_hosts(pair)


def _title(side: Profile) -> str:
    """A name without the host that a roster adds in brackets at its end."""
    return _HOST_IN_BRACKETS.sub("", side.key)


def _is_national(pair: _Pair) -> bool:
    return pair.a.level == pair.b.level == "国家级"


def _has_many_hosts(pair: _Pair) -> bool:
    return pair.a.type_id in pair.used.many_hosts or pair.a.type_id in pair.used.industry_only


def _shares_words(a: Profile, b: Profile, needed: str) -> bool:
    """An old name inside the new one: 甲结构分析 and 甲结构分析优化."""
    if needed != PARTIAL or not a.own or not b.own:
        return False
    return a.own in b.own or b.own in a.own or relate(a.field, b.field).score >= 0.5


def _is_by_design(pair: _Pair) -> bool:
    if _by_precedent(pair, BY_DESIGN):
        return True
    return _is_branch(pair) or _is_shared_title(pair) or _is_ladder(pair) or _is_complement(pair)


def _is_branch(pair: _Pair) -> bool:
    a, b = pair.a, pair.b
    if not (a.branch or b.branch):
        return False
    named = (a.branch_of and a.branch_of in (b.key, b.branch_of)) or (
        b.branch_of and b.branch_of == a.key
    )
    in_family = pair.host in ("same", "related", "siblings") and pair.is_same_band
    if named or (in_family and (pair.close is None or pair.at_least(PARTIAL))):
        pair.say("branch", "一方是分中心或分室 one is a branch")
        return True
    return False


def _is_shared_title(pair: _Pair) -> bool:
    if (
        pair.is_same_type
        and pair.a.type_id in pair.used.many_hosts
        and _is_national(pair)
        and pair.grade == IDENTICAL
    ):
        pair.say("many_hosts", "按制度一名多点 one title with many hosts by design")
        return True
    return False


def _is_ladder(pair: _Pair) -> bool:
    if pair.is_same_level or pair.host in ("different", "siblings"):
        return False
    if pair.a.band and pair.b.band and not pair.is_same_band:
        return False  # a laboratory is no step to a centre of another function
    needed = PARTIAL if pair.is_same_band else NEAR
    bare = pair.a.is_bare and pair.b.is_bare and pair.is_same_band and pair.host == "same"
    if (bare or pair.at_least(needed)) and pair.is_same_region:
        pair.say("ladder", f"培育阶梯：{pair.a.level}、{pair.b.level} steps of one ladder")
        return True
    return False


def _is_complement(pair: _Pair) -> bool:
    supports = [side.band == "support" for side in (pair.a, pair.b)]
    if supports[0] == supports[1] or pair.host in ("different", "siblings"):
        return False
    if pair.at_least(PARTIAL):
        pair.say("complement", "一方是支撑条件，功能互补 one supports what the other does")
        return True
    return False


def _is_duplicate(pair: _Pair) -> bool:
    if _by_precedent(pair, DUPLICATE):
        return True
    if not pair.is_same_level or not pair.is_same_band or pair.host not in ("same", "related"):
        return False
    if pair.a.is_bare and pair.b.is_bare:
        return _is_built_twice_in_group(pair)
    return pair.at_least(NEAR)


def _is_built_twice_in_group(pair: _Pair) -> bool:
    """Technology centres of a firm and its own subsidiary, each a centre in itself: one industry, and
    one address or no word of another."""
    if not pair.is_same_type or not pair.is_same_region:
        return False
    if _industry(pair) or pair.is_at_one_house:
        return (
            pair.host == "same" or pair.is_at_one_house or not (pair.a.address and pair.b.address)
        )
    return False


def _industry(pair: _Pair) -> bool:
    """Whether the columns give one industry."""
    if not (pair.a.field and pair.b.field):
        return False
    if relate(pair.a.field, pair.b.field).score < 0.55:
        return False
    if not any(reason.name == "same_industry" for reason in pair.reasons):
        pair.say("same_industry", f"行业相同：{pair.a.field}、{pair.b.field} one industry")
    return True


def _is_overlap(pair: _Pair) -> bool:
    if _by_precedent(pair, OVERLAP):
        return True
    if pair.a.is_bare and pair.b.is_bare:
        return _is_group_overlap(pair)
    if _INCUBATION in (pair.a.band, pair.b.band) and not _are_incubators_of_a_trade(pair):
        return False
    if pair.host in ("same", "related", "siblings"):
        return pair.at_least(PARTIAL) and (pair.is_same_region or pair.host == "same")
    return _is_near_in_province(pair)


def _is_near_in_province(pair: _Pair) -> bool:
    """Whether the fields of two strangers in one province touch."""
    if not pair.is_same_region or not (pair.a.province and pair.b.province):
        return False
    if not pair.is_same_band:
        return pair.at_least(NEAR) and "support" not in (pair.a.band, pair.b.band)
    return pair.at_least(NEAR) or (pair.grade == PARTIAL and pair.is_adjacent)


def _are_incubators_of_a_trade(pair: _Pair) -> bool:
    """Whether both incubate, and in trades that their names say in full: most are named by a brand, in
    which a word of a field means nothing (蓝贝 and 贝类); what they do completes what others do."""
    if not pair.is_same_band:
        return False
    return not (has_unknown_words(pair.a.field) or has_unknown_words(pair.b.field))


def _is_group_overlap(pair: _Pair) -> bool:
    """Centres named by their firms: one industry says little; with one group or one street it counts."""
    if not pair.is_same_region:
        return False
    if pair.host == "different":
        if not _shares_brand(pair):
            return False
        pair.say("brand_same", "字号相同，疑为同一集团 one brand, perhaps one group")
    elif pair.host == "unknown":
        return False
    if pair.is_in_one_street and not pair.is_at_one_house:
        pair.say("street_same", "同在一条街 one street")
    return _industry(pair) or pair.is_in_one_street


def _shares_brand(pair: _Pair) -> bool:
    """Whether two firms' names begin alike beyond their place: 贵州航天工业、贵州航天电器. A word that names an
    industry (机床) is no brand, unless the place before it is the same too."""
    return any(_is_one_brand(one, other) for one in firms_of(pair.a) for other in firms_of(pair.b))


def firms_of(one: Profile) -> tuple[str, ...]:
    """The firms' names that a platform shows: its hosts', and where it is named by its host, its own (which
    keeps the name that a host had)."""
    return (*one.hosts, one.name) if one.is_bare else one.hosts


def _is_one_brand(one: str, other: str) -> bool:
    mine, theirs = without_place(one), without_place(other)
    common = common_start(mine, theirs)
    if len(common) < _BRAND:
        return False
    place = name_key(one).removesuffix(mine).removeprefix("中国")
    is_industry = any(common[:end] in thesaurus().concept_of for end in range(_BRAND, _BRAND + 3))
    return not is_industry or (place != "" and name_key(other).startswith(place))


@lru_cache(maxsize=100_000)
def without_place(host: str) -> str:
    """The key of a firm's name without the places it begins with, 中国 included: 贵州航天工业 gives 航天工业."""
    key = name_key(host)
    rest = key.removeprefix("中国")
    rest = rest[len(leading_place(rest)) :]
    return rest if len(rest) >= _BRAND else key


_TESTS = (
    (SAME_RECORD, _is_same_record),
    (BY_DESIGN, _is_by_design),
    (DUPLICATE, _is_duplicate),
    (OVERLAP, _is_overlap),
)
