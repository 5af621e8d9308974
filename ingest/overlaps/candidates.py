"""Which pairs of platforms are worth comparing.

In: profiles. Out: pairs of their numbers, each once. Platforms with one key (a name, a host with a name
but for a character) are a pair. Platforms of one house or one province are where their fields have
subjects that are near: subjects with a key in common are matched, each pair of subjects once, and
platforms meet where the match is near enough for a finding. Keys are made so that whatever
`compare_profiles` may join is met. How wide a subject may be is fixed and does not depend on how many
share it: else a pair would be found or not by what else is in the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from ingest.overlaps.links import IN_HOUSE, IN_PROVINCE, Links, subject_keys, subjects_of
from ingest.resolve.brands import without_place
from ingest.resolve.hosts import family
from ingest.resolve.hosts.names import SHORTEST_BRAND
from ingest.resolve.overlap_rules import OverlapRules, Succession
from ingest.resolve.platform_profile import Profile, firms_of
from ingest.resolve.rulings import precedents
from ingest.text import name_key

_LONGEST_NAME = 24

Key = tuple[str, ...]


def candidates(
    profiles: Sequence[Profile], used: OverlapRules, changed: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Pairs (i, j), i < j, of positions in `profiles`; with `changed`, only pairs with one of these."""
    wanted = None if changed is None else frozenset(changed)
    count = len(profiles)
    seen: set[int] = set()
    for i, j in _all(profiles, used, wanted):
        code = i * count + j if i < j else j * count + i
        if code not in seen:
            seen.add(code)
            yield (i, j) if i < j else (j, i)


def _all(
    profiles: Sequence[Profile], used: OverlapRules, wanted: frozenset[int] | None
) -> Iterator[tuple[int, int]]:
    blocks: dict[Key, list[int]] = defaultdict(list)
    houses: dict[Key, list[int]] = defaultdict(list)
    provinces: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for number, one in enumerate(profiles):
        for key in keys(one, used):
            blocks[key].append(number)
        for key in house_groups(one):
            houses[key].append(number)
        if one.province and not one.is_bare:
            provinces[one.province, one.rank].append(number)
    for members in blocks.values():
        if len(members) > 1:
            yield from within(members, wanted)
    links = Links(profiles, used)
    for members in houses.values():
        yield from links.in_house(members, wanted)
    for (province, rank), members in provinces.items():
        # Strangers of two levels are no finding; a level that nobody says may be any.
        unsaid = provinces.get((province, None), []) if rank is not None else []
        yield from links.in_province(members + unsaid, wanted)


def keys(one: Profile, used: OverlapRules) -> set[Key]:
    """The blocks that a platform is in whatever its field is near to."""
    found: set[Key] = {("name", key) for key in (one.key, *one.other_keys)}
    found |= {("ruled", *sorted(pair)) for pair in _ruled().get(one.key, ())}
    if one.is_bare:
        found |= {("bare", *house) for house in _houses(one)}
        found |= {("brand", one.province, brand) for brand in _brands(firms_of(one))}
        return found
    found.add(("own", one.type_id, one.own))
    for host in one.hosts:
        found |= {("slip", host, left) for left in _with_one_left_out(one.own)}
        found |= {("step", host, row.former) for row in used.successions if _is_in(one, row)}
    return found


def house_groups(one: Profile) -> set[Key]:
    """The houses that a platform belongs to: its hosts, what they are parts of, and the brands of its
    province that they bear."""
    if one.is_bare:
        return set()
    found = _houses(one)
    return found | {("group", one.province, b) for b in _brands(one.hosts) if one.province}


def blocking_keys(one: Profile, used: OverlapRules) -> set[Key]:
    """All keys of a platform, for an engine that joins equal keys and does not match subjects: platforms
    that are candidates have one in common."""
    found = keys(one, used)
    if one.is_bare:
        return found
    subjects = subjects_of(one.field)
    for house in house_groups(one):
        found |= {("house", *house, k) for s in subjects for k in subject_keys(s, IN_HOUSE)}
    if one.province:
        found |= {
            ("province", one.province, k) for s in subjects for k in subject_keys(s, IN_PROVINCE)
        }
    return found


def within(members: list[int], wanted: frozenset[int] | None) -> Iterator[tuple[int, int]]:
    """All pairs of a block, or those with a wanted member."""
    if wanted is None:
        return combinations(members, 2)
    return ((i, j) for i, j in combinations(members, 2) if i in wanted or j in wanted)


@lru_cache(maxsize=1)
def _ruled() -> dict[str, list[frozenset[str]]]:
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for pair in precedents():
        for key in pair:
            found[key].append(pair)
    return found


def _is_in(one: Profile, row: Succession) -> bool:
    return one.type_id in (row.former, row.present)


def _houses(one: Profile) -> set[Key]:
    by_code = {("credit code", code) for codes in one.host_codes for code in codes}
    return by_code | {house for host in one.hosts for house in _house(host)}


@lru_cache(maxsize=200_000)
def _house(host: str) -> tuple[Key, ...]:
    """A host by its name, and by every whole that it belongs to."""
    return ((name_key(host),), *((whole,) for whole in family(host)))


@lru_cache(maxsize=200_000)
def _brand(host: str) -> str:
    return without_place(host)[:SHORTEST_BRAND]


def _brands(hosts: tuple[str, ...]) -> set[str]:
    return {brand for host in hosts if len(brand := _brand(host)) == SHORTEST_BRAND}


@lru_cache(maxsize=100_000)
def _with_one_left_out(own: str) -> frozenset[str]:
    """A name with each of its characters left out: two that differ in one character share a form."""
    if not 3 < len(own) <= _LONGEST_NAME:
        return frozenset({own})
    return frozenset(f"{own[:i]}_{own[i + 1 :]}" for i in range(len(own)))
