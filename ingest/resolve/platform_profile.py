"""A platform's record as comparison needs it: name taken apart, levels and regions on one scale.

In: a record {name, type, level, region, hosts, field?, address?}. Out: a `Profile`. What the name says
goes before what the columns say: a roster's column often prints the level of the whole list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest import lexicons
from ingest.lexicons import Region
from ingest.names import PlatformName, parse_platform_name
from ingest.resolve.hosts.names import SHORTEST_BRAND, leading_place
from ingest.resolve.keys import BRANCH_WORDS
from ingest.resolve.overlap_rules import OverlapRules, rules
from ingest.resolve.thesaurus import thesaurus
from ingest.text import common_start, fold, name_key

#: What only says that something is a platform, for names whose type no lexicon knows.
_UNKNOWN_TYPE = re.compile(
    r"(?:国际|联合|协同|创新|技术|工程|研究|研发|合作|应用|示范)*(?:中心|实验室|研究院|研究所|基地|平台|工作站|站)$"
)
_UNKNOWN_START = re.compile(r"^(?:联合国教科文组织|国际|国家级?|全国)+")
_FIRM = re.compile(r"公司|集团|厂$|合作社$")
#: The level whose titles are given once, wherever their hosts are.
NATIONAL = "国家级"
_HOUSE = re.compile(r"\d+(?:号|幢|栋|-\d+)|[一二三四五六七八九十]+号")


@dataclass(frozen=True)
class Profile:
    """A platform, ready to be compared. `own` is its name without what all such names share; `is_bare`
    says that the name has no field of its own, so that `field` is the industry that a column gives."""

    name: str
    key: str
    own: str
    type_id: str
    band: str
    level: str
    rank: int | None
    province: str
    region: str
    hosts: tuple[str, ...]
    #: The 统一社会信用代码 of each host; empty where none of the hosts has one.
    host_codes: tuple[tuple[str, ...], ...]
    field: str
    is_bare: bool
    address: str
    has_house: bool
    street: str
    branch: str
    branch_of: str
    #: Keys of other names that it has or had.
    other_keys: frozenset[str]


def profile(record: dict[str, Any]) -> Profile:
    """The profile of a record; records that say the same share one."""
    return _profile(
        _text(record, "name"),
        _text(record, "type"),
        _text(record, "level"),
        _text(record, "region"),
        tuple(str(host) for host in record.get("hosts") or () if host),
        _codes_of(record),
        _text(record, "field"),
        _text(record, "address"),
        _text(record, "sub_type"),
        tuple(record.get("names") or ()),
        rules(),
    )


def province_of(record: dict[str, Any]) -> str:
    """The province of a record's profile; the profile is made only where the column has no place."""
    place = _place(_text(record, "region"))
    return profile(record).province if place is None else _province(place)


@lru_cache(maxsize=10_000)
def _place(region: str) -> Region | None:
    return lexicons.region_forms().get(fold(region)) if region else None


def _codes_of(record: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The codes of a record's hosts, where it has one list of codes for each host."""
    codes = tuple(tuple(one) for one in record.get("host_codes") or ())
    return codes if any(codes) and len(codes) == len(record.get("hosts") or ()) else ()


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


@lru_cache(maxsize=400_000)
def _profile(
    name: str,
    kind: str,
    level: str,
    region: str,
    hosts: tuple[str, ...],
    host_codes: tuple[tuple[str, ...], ...],
    field: str,
    address: str,
    sub_type: str,
    names: tuple[str, ...],
    used: OverlapRules,
) -> Profile:
    parsed = parse_platform_name(name, list(hosts))
    type_id = _type_of(parsed, kind)
    place = _place(region)
    where = place or parsed.region
    spot = parsed.region or where
    own_level = _level_of(parsed, level, type_id)
    band = used.band_of.get(type_id, "")
    own_field = _without_hosts(parsed.field, hosts, is_branded=band == "incubation")
    if parsed.entry is None:
        own_field = _UNKNOWN_TYPE.sub("", _UNKNOWN_START.sub("", own_field))
    is_bare = not own_field
    branch = parsed.branch or (sub_type if sub_type.endswith(BRANCH_WORDS) else "")
    return Profile(
        name,
        name_key(name),
        name_key(own_field),
        type_id,
        band,
        own_level,
        used.rank_of.get(own_level),
        _province(where),
        spot.name if spot else "",
        hosts,
        host_codes,
        own_field or fold(field),
        is_bare,
        *_place_keys(address),
        branch,
        name_key(parsed.branch_of),
        frozenset(map(name_key, names)) - {name_key(name)} if set(names) - {name} else frozenset(),
    )


@lru_cache(maxsize=100_000)
def _place_keys(address: str) -> tuple[str, bool, str]:
    """The key of an address, whether it names a house, and the key of its street."""
    folded = fold(address)
    is_house = _HOUSE.search(folded) is not None
    return name_key(address), is_house, name_key(_HOUSE.split(folded)[0])


def _type_of(parsed: PlatformName, kind: str) -> str:
    """The type by the name, else by the column: 国际科技合作平台 has its own head noun or none."""
    if parsed.entry is not None:
        return parsed.entry.id
    named = parse_platform_name(kind).entry if kind else None
    return named.id if named is not None and not named.generic else name_key(kind)


def _level_of(parsed: PlatformName, printed: str, type_id: str) -> str:
    entry = lexicons.platform_types().get(type_id)
    if entry is not None and entry.level:
        return entry.level
    if parsed.level and not (parsed.sponsors and parsed.region):
        return parsed.level
    if parsed.region is not None and (parsed.field or not printed):
        # A name that bears a place is of that place's level, whatever the list is called; but the
        # place in a company's own name is not its technology centre's.
        return parsed.region.level
    return lexicons.levels().get(printed, printed)


def _province(region: Region | None) -> str:
    if region is None:
        return ""
    return region.parent or region.short


def _without_hosts(field: str, hosts: tuple[str, ...], *, is_branded: bool) -> str:
    """A field without the host's name in front of it, or the brand that it bears of the host's name
    (壶影创客车库 of 壶影工业大学): two characters or more that no lexicon of fields knows. Where platforms of the
    type are not named by brands, only a firm's is one: an institute may be named by its subject
    (大熊猫繁育研究基地)."""
    for host in sorted(hosts, key=len, reverse=True):
        if field.startswith(fold(host)):
            return field[len(host) :]
    for host in map(fold, hosts):
        if not is_branded and _FIRM.search(host) is None:
            continue
        place = len(leading_place(host))
        for start in dict.fromkeys((0, place)):
            shared = len(common_start(host[start:], field))
            brand = field[:shared]
            if shared >= place - start + SHORTEST_BRAND and not any(
                brand[:end] in thesaurus().concept_of for end in range(SHORTEST_BRAND, shared + 1)
            ):
                return field[shared:]
    return field


def firms_of(one: Profile) -> tuple[str, ...]:
    """The firms' names that a platform shows: its hosts', and where it is named by its host, its own (which
    keeps the name that a host had)."""
    return (*one.hosts, one.name) if one.is_bare else one.hosts


def may_meet(mine: Profile, theirs: Profile) -> bool:
    """Whether strangers are where anything could join them: in one province as far as is known, or both
    national, as a title is that has many hosts."""
    if mine.province == theirs.province or not (mine.province and theirs.province):
        return True
    return mine.level == theirs.level == NATIONAL
