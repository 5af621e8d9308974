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
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations, product

from ingest.overlaps.links import Links, chosen, subject_keys, subjects_of
from ingest.resolve.brands import without_place
from ingest.resolve.closeness import IDENTICAL
from ingest.resolve.compare_fields import without_empty_words
from ingest.resolve.hosts import family
from ingest.resolve.hosts.judged import joining
from ingest.resolve.hosts.names import SHORTEST_BRAND
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.phrases import analyse, wordings
from ingest.resolve.platform_profile import NATIONAL, Profile, firms_of, may_meet
from ingest.resolve.rulings import precedents, successors
from ingest.text import name_key

_LONGEST_NAME = 24

Key = tuple[str, ...]
#: A type, and a name without what all names of that type share.
_Name = tuple[str, str]
#: A province, a level, and a type or all.
_Place = tuple[str, int | None, str]
#: A host, a level, and the types before and after a reorganisation.
_Step = tuple[str, int | None, str, str]
_ANY_TYPE = ""
#: What begins the key of a brand in a province, and the keys that platforms share wherever they are. (Those
#: of hosts and steps are shared by platforms of one house, of which each has a key.)
_GROUP = "group"
_ANYWHERE = frozenset({"name", "ruled", "bare"})


@dataclass
class Doors:
    """By what platforms may be pairs with platforms of another province: their numbers by key. Those of one
    name by its words (`namesakes`) are pairs only where one of them is `seeking`: a part of another
    platform, a national one, or of no known place."""

    keyed: dict[Key, list[int]] = field(default_factory=dict)
    namesakes: dict[_Name, list[int]] = field(default_factory=dict)
    seeking: set[_Name] = field(default_factory=set)


def candidates(
    profiles: Sequence[Profile], used: OverlapRules, changed: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Pairs (i, j), i < j, of positions in `profiles`; with `changed`, only pairs with one of these."""
    return Blocks(profiles, used).pairs(changed)


class Blocks:
    """Numbers of platforms by what they have in common."""

    def __init__(self, profiles: Sequence[Profile], used: OverlapRules) -> None:
        self._profiles = profiles
        self._used = used
        self._keyed: dict[Key, list[int]] = defaultdict(list)
        self._houses: dict[Key, list[int]] = defaultdict(list)
        self._hosts: dict[str, list[int]] = defaultdict(list)
        #: Platforms of one type whose names are the same but for places and the type's own words.
        self._namesakes: dict[_Name, list[int]] = defaultdict(list)
        #: Former and present platforms by host, level and the type that was reorganised.
        self._steps: dict[_Step, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        self._places: dict[_Place, list[int]] = defaultdict(list)
        self._groups = [house_groups(one) for one in profiles]
        for number, one in enumerate(profiles):
            for key in keys(one):
                self._keyed[key].append(number)
            if not one.is_bare:
                self._add_with_field(number, one)
                self._namesakes[one.type_id, one.own].append(number)
                for step, is_former in _steps(one, used):
                    self._steps[step][0 if is_former else 1].append(number)

    def pairs(self, changed: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
        """Pairs (i, j), i < j, each once; with `changed`, only pairs with one of these."""
        wanted = None if changed is None else frozenset(changed)
        count = len(self._profiles)
        seen: set[int] = set()
        for i, j in self._all(wanted):
            code = i * count + j if i < j else j * count + i
            if code not in seen:
                seen.add(code)
                yield (i, j) if i < j else (j, i)

    def _all(self, wanted: frozenset[int] | None) -> Iterator[tuple[int, int]]:
        for members in self._certain():
            yield from within(members, wanted)
        yield from chosen(chain(self._namesake_pairs(), self._step_pairs()), wanted)
        links = Links(self._profiles, self._used)
        for members in self._house_members():
            yield from links.in_house(members, wanted)
        for (_, _, kind), members in self._province_members():
            of = links.of_strangers if kind else links.of_homeless
            yield from of(members, wanted)

    def doors(self) -> Doors:
        """By what these platforms may be pairs with others that are not of their provinces."""
        keyed = {key: numbers for key, numbers in self._keyed.items() if key[0] in _ANYWHERE}
        keyed |= {key: numbers for key, numbers in self._houses.items() if key[0] != _GROUP}
        return Doors(
            keyed,
            dict(self._namesakes),
            {
                key
                for key, numbers in self._namesakes.items()
                if any(_is_seeking(self._profiles[number]) for number in numbers)
            },
        )

    def _add_with_field(self, number: int, one: Profile) -> None:
        for house in self._groups[number]:
            self._houses[house].append(number)
        for host in one.hosts:
            self._hosts[host].append(number)
        if one.province:
            self._places[one.province, one.rank, _ANY_TYPE].append(number)
            self._places[one.province, one.rank, one.type_id or "?"].append(number)

    def _step_pairs(self) -> Iterator[tuple[int, int]]:
        """Pairs of one host of which one may be what became of the other, whatever its new name."""
        for former, present in self._steps.values():
            yield from product(former, present)

    def _namesake_pairs(self) -> Iterator[tuple[int, int]]:
        """Pairs of one type and name that are where they may be one platform, or a part of one."""
        for members in self._namesakes.values():
            for i, j in combinations(members, 2):
                one, other = self._profiles[i], self._profiles[j]
                if one.branch or other.branch or may_meet(one, other):
                    yield i, j

    def _certain(self) -> Iterator[list[int]]:
        """Platforms to be compared whatever their fields are."""
        for members in self._keyed.values():
            if len(members) > 1:
                yield members
        for members in self._hosts.values():
            if len(members) > 1:
                yield from self._but_for_one_character(members)

    def _but_for_one_character(self, members: list[int]) -> Iterator[list[int]]:
        """Of one host's platforms those whose names differ in one character."""
        alike: dict[str, list[int]] = defaultdict(list)
        for number in members:
            for left in _with_one_left_out(self._profiles[number].own):
                alike[left].append(number)
        yield from (found for found in alike.values() if len(found) > 1)

    def _house_members(self) -> Iterator[list[int]]:
        """The houses whose platforms are not all of one other house: a host is known by several keys, and
        most brands of a province are one host's."""
        for key, members in self._houses.items():
            if len(members) < 2:
                continue
            shared = frozenset.intersection(*(self._groups[number] for number in members))
            if max((len(self._houses[other]), other) for other in shared)[1] == key:
                yield members

    def _province_members(self) -> Iterator[tuple[_Place, list[int]]]:
        """Platforms of one province and level, and those among them of one type. Strangers of two levels are
        no finding; a level that nobody says may be any."""
        for (province, rank, kind), members in self._places.items():
            unsaid = self._places.get((province, None, kind), []) if rank is not None else []
            yield (province, rank, kind), members + unsaid


def _is_seeking(one: Profile) -> bool:
    return bool(one.branch) or not one.province or one.level == NATIONAL


def _steps(one: Profile, used: OverlapRules) -> Iterator[tuple[_Step, bool]]:
    """Where a platform stands in reorganisations that leave a name nearly free, and whether before one.
    Where the field has to stay what it was, its words are a key."""
    for row in used.successions:
        if row.field != IDENTICAL and one.type_id in (row.former, row.present):
            for host in one.hosts:
                yield (host, one.rank, row.former, row.present), one.type_id == row.former


def keys(one: Profile) -> set[Key]:
    """The blocks that a platform is in whatever its field is near to."""
    found: set[Key] = {("name", key) for key in (one.key, *one.other_keys)}
    found |= {("ruled", *sorted(pair)) for pair in _ruled().get(one.key, ())}
    if one.is_bare:
        found |= {("bare", *house) for house in _houses(one.hosts, one.host_codes)}
        found |= {("brand", one.province, brand) for brand in _brands(firms_of(one))}
        return found
    if one.province and one.band:
        # Of two types strangers are a finding only where one says what the other says.
        found |= {("wording", one.province, one.band, *form) for form in wordings(one.field)}
    words = without_empty_words(analyse(one.field).key)
    # Strangers of one type, and all of a house: subjects need not match where the words do.
    found.add(("words", one.province, one.type_id, words))
    return found | {("words", host, words) for host in one.hosts}


def house_groups(one: Profile) -> frozenset[Key]:
    """The houses that a platform belongs to: its hosts, what they are parts of, and the brands of its
    province that they bear."""
    return frozenset() if one.is_bare else _groups(one.hosts, one.host_codes, one.province)


@lru_cache(maxsize=200_000)
def _groups(
    hosts: tuple[str, ...], host_codes: tuple[tuple[str, ...], ...], province: str
) -> frozenset[Key]:
    brands = _brands(hosts) if province else ()
    by_brand = {(_GROUP, province, brand) for brand in brands}
    return frozenset(_houses(hosts, host_codes) | by_brand)


def blocking_keys(one: Profile, used: OverlapRules) -> set[Key]:
    """All keys of a platform, for an engine that joins equal keys and does not match subjects: platforms
    that are candidates have one in common."""
    found = keys(one)
    if one.is_bare:
        return found
    found.add(("own", one.type_id, one.own))
    found |= {("step", *map(str, step)) for step, _ in _steps(one, used)}
    found |= {("slip", host, left) for host in one.hosts for left in _with_one_left_out(one.own)}
    subjects, partly = subjects_of(one.field), used.partial["strongest"]
    for house in house_groups(one):
        found |= {("house", *house, k) for s in subjects for k in subject_keys(s, partly)}
    if one.province:
        found |= {("province", one.province, k) for s in subjects for k in subject_keys(s, partly)}
    return found


def within(members: list[int], wanted: frozenset[int] | None) -> Iterator[tuple[int, int]]:
    """All pairs of a block, or those with a wanted member."""
    if wanted is None:
        return combinations(members, 2)
    return ((i, j) for i, j in combinations(members, 2) if i in wanted or j in wanted)


@lru_cache(maxsize=1)
def _ruled() -> dict[str, list[frozenset[str]]]:
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for pair in (*precedents(), *successors()):
        for key in pair:
            found[key].append(pair)
    return found


def _houses(hosts: tuple[str, ...], host_codes: tuple[tuple[str, ...], ...]) -> set[Key]:
    by_code = {("credit code", code) for codes in host_codes for code in joining(codes)}
    return by_code | {house for host in hosts for house in _house(host)}


@lru_cache(maxsize=200_000)
def _house(host: str) -> tuple[Key, ...]:
    """A host by its name, and by every whole that it belongs to."""
    return ((name_key(host),), *((whole,) for whole in family(host)))


@lru_cache(maxsize=200_000)
def _brand(host: str) -> str:
    return without_place(host)[:SHORTEST_BRAND]


def _brands(hosts: tuple[str, ...]) -> set[str]:
    return {brand for host in hosts if len(brand := _brand(host)) == SHORTEST_BRAND}


def _with_one_left_out(own: str) -> frozenset[str]:
    """A name with each of its characters left out: two that differ in one character share a form."""
    if not 3 < len(own) <= _LONGEST_NAME:
        return frozenset({own})
    return frozenset(f"{own[:i]}_{own[i + 1 :]}" for i in range(len(own)))
