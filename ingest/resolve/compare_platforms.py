"""What two platforms are to each other, and what a provincial office would do about it.

In: two records {name, type, level, region, hosts, field?, address?}. Out: a verdict (same_record,
duplicate_construction, overlap, related_by_design, unrelated) with a score and reasons, those against it
with a weight below 0. Facts about the pair are gathered first; then the verdicts are tried in the order
in which an office asks: one platform written twice? provided for by the rules? built twice? to be looked
at? Weights, bands and thresholds are in overlap_rules.toml.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.names import parse_platform_name
from ingest.resolve import hosts
from ingest.resolve.brands import is_one_brand
from ingest.resolve.closeness import IDENTICAL, NEAR, PARTIAL
from ingest.resolve.compare_fields import relate
from ingest.resolve.overlap_rules import VERDICTS, OverlapRules, rules
from ingest.resolve.phrases import has_unknown_words
from ingest.resolve.platform_pair import PlatformPair, pair_of, say_common_reasons
from ingest.resolve.platform_profile import NATIONAL, Profile, firms_of, profile
from ingest.resolve.rulings import precedents, successors
from ingest.resolve.verdict import Verdict

SAME_RECORD, DUPLICATE, OVERLAP, BY_DESIGN, UNRELATED = VERDICTS
_HOST_IN_BRACKETS = re.compile(r"(?<=.)[(][^()]*(?:大学|学院|公司|院|所|厂|集团|医院|中心)[)]$")
_INCUBATION = "incubation"


def compare(a: dict[str, Any], b: dict[str, Any], context: dict[str, Any] | None = None) -> Verdict:
    """Compare two records. `context` may hold the `region` that the question is about."""
    return compare_profiles(profile(a), profile(b), (context or {}).get("region"))


def compare_profiles(a: Profile, b: Profile, region: Any = None) -> Verdict:
    """Compare two records that were made profiles before: one of many is in many pairs."""
    pair = pair_of(a, b, region, rules())
    return _scored(pair, _verdict(pair))


def compare_if_shown(a: Profile, b: Profile, used: OverlapRules) -> Verdict | None:
    """The same for the many pairs of which few are put before a person: None for those that are
    unrelated, whose reasons nobody will read."""
    pair = pair_of(a, b, None, used)
    verdict = _verdict(pair)
    return None if verdict == UNRELATED else _scored(pair, verdict)


def _verdict(pair: PlatformPair) -> str:
    return next((verdict for verdict, test in _TESTS if test(pair)), UNRELATED)


def _scored(pair: PlatformPair, verdict: str) -> Verdict:
    """The verdict with what all pairs have reasons about, then what this verdict rests on."""
    own, pair.reasons = pair.reasons, []
    say_common_reasons(pair)
    pair.reasons += own
    low, high = pair.used.ranges[verdict]
    total = sum(reason.weight for reason in pair.reasons)
    return Verdict(min(max(total, low), high), verdict, tuple(pair.reasons))


def _by_precedent(pair: PlatformPair, verdict: str) -> bool:
    row = precedents().get(frozenset({pair.a.key, pair.b.key}))
    if row is None or row[0] != verdict:
        return False
    pair.say("precedent", f"已有判例：{row[1]} an authority has ruled")
    return True


def _is_same_record(pair: PlatformPair) -> bool:
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


def _is_successor(pair: PlatformPair) -> bool:
    """Whether one is the other after its type was reorganised."""
    needed = pair.succession
    if needed is None or pair.host not in ("same", "unknown"):
        return False
    if frozenset({pair.a.key, pair.b.key}) in successors():
        pair.say("succession", "重组名单有这一对 the list of reorganised laboratories has it")
        return True
    if pair.at_least(needed) or _shares_words(pair.a, pair.b, needed):
        pair.say("succession", "类型改组，前后两个名称 a type reorganised: old and new name")
        return True
    return False


def _is_one_title(pair: PlatformPair) -> bool:
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


def _is_national(pair: PlatformPair) -> bool:
    return pair.a.level == pair.b.level == NATIONAL


def _has_many_hosts(pair: PlatformPair) -> bool:
    return pair.a.type_id in pair.used.many_hosts or pair.a.type_id in pair.used.industry_only


def _shares_words(a: Profile, b: Profile, needed: str) -> bool:
    """An old name inside the new one: 甲结构分析 and 甲结构分析优化."""
    if needed != PARTIAL or not a.own or not b.own:
        return False
    return a.own in b.own or b.own in a.own or relate(a.field, b.field).score >= 0.5


def _is_by_design(pair: PlatformPair) -> bool:
    if _by_precedent(pair, BY_DESIGN):
        return True
    return _is_branch(pair) or _is_shared_title(pair) or _is_ladder(pair) or _is_complement(pair)


def _is_branch(pair: PlatformPair) -> bool:
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


def _is_shared_title(pair: PlatformPair) -> bool:
    if (
        pair.is_same_type
        and pair.a.type_id in pair.used.many_hosts
        and _is_national(pair)
        and pair.grade == IDENTICAL
    ):
        pair.say("many_hosts", "按制度一名多点 one title with many hosts by design")
        return True
    return False


def _is_ladder(pair: PlatformPair) -> bool:
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


def _is_complement(pair: PlatformPair) -> bool:
    supports = [side.band == "support" for side in (pair.a, pair.b)]
    if supports[0] == supports[1] or pair.host in ("different", "siblings"):
        return False
    if pair.at_least(PARTIAL):
        pair.say("complement", "一方是支撑条件，功能互补 one supports what the other does")
        return True
    return False


def _is_duplicate(pair: PlatformPair) -> bool:
    if _by_precedent(pair, DUPLICATE):
        return True
    if not pair.is_same_level or not pair.is_same_band or pair.host not in ("same", "related"):
        return False
    if pair.a.is_bare and pair.b.is_bare:
        return _is_built_twice_in_group(pair)
    return pair.at_least(NEAR)


def _is_built_twice_in_group(pair: PlatformPair) -> bool:
    """Technology centres of a firm and its own subsidiary, each a centre in itself: one industry, and
    one address or no word of another."""
    if not pair.is_same_type or not pair.is_same_region:
        return False
    if _industry(pair) or pair.is_at_one_house:
        return (
            pair.host == "same" or pair.is_at_one_house or not (pair.a.address and pair.b.address)
        )
    return False


def _industry(pair: PlatformPair) -> bool:
    """Whether the columns give one industry."""
    if not (pair.a.field and pair.b.field):
        return False
    if relate(pair.a.field, pair.b.field).score < 0.55:
        return False
    if not any(reason.name == "same_industry" for reason in pair.reasons):
        pair.say("same_industry", f"行业相同：{pair.a.field}、{pair.b.field} one industry")
    return True


def _is_overlap(pair: PlatformPair) -> bool:
    if _by_precedent(pair, OVERLAP):
        return True
    if pair.a.is_bare and pair.b.is_bare:
        return _is_group_overlap(pair)
    if _INCUBATION in (pair.a.band, pair.b.band) and not _are_incubators_of_a_trade(pair):
        return False
    if pair.host in ("same", "related", "siblings"):
        if pair.close is not None and pair.close.are_other_steps:
            return False  # 种植 and 炮制 at one host: steps of one chain
        return pair.at_least(PARTIAL) and (pair.is_same_region or pair.host == "same")
    return _is_near_in_province(pair)


def _is_near_in_province(pair: PlatformPair) -> bool:
    """Whether the fields of two strangers in one province touch."""
    if not pair.is_same_region or not (pair.a.province and pair.b.province):
        return False
    if not pair.is_same_band:
        return pair.at_least(NEAR) and "support" not in (pair.a.band, pair.b.band)
    return pair.at_least(NEAR) or (pair.grade == PARTIAL and pair.is_adjacent)


def _are_incubators_of_a_trade(pair: PlatformPair) -> bool:
    """Whether both incubate, and in trades that their names say in full: most are named by a brand, in
    which a word of a field means nothing (蓝贝 and 贝类); what they do completes what others do."""
    if not pair.is_same_band:
        return False
    return not (has_unknown_words(pair.a.field) or has_unknown_words(pair.b.field))


def _is_group_overlap(pair: PlatformPair) -> bool:
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


def _shares_brand(pair: PlatformPair) -> bool:
    """Whether a firm of one bears the brand of a firm of the other."""
    return any(is_one_brand(one, other) for one in firms_of(pair.a) for other in firms_of(pair.b))


_TESTS = (
    (SAME_RECORD, _is_same_record),
    (BY_DESIGN, _is_by_design),
    (DUPLICATE, _is_duplicate),
    (OVERLAP, _is_overlap),
)
