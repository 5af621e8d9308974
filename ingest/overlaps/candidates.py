"""Which pairs of platforms are worth comparing.

In: profiles. Out: pairs of their numbers, each once. A platform is put into blocks by keys; two are a pair
where they share one. Keys are made so that whatever `compare_profiles` may join has one in common: a
host (or the whole it belongs to) with a subject of the field, a province with a subject, a name. How
wide a subject may be is fixed and does not depend on how many share it: else a pair would be found or not
by what else is in the graph.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.resolve.compare_platforms import firms_of, without_place
from ingest.resolve.hosts import family
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.phrases import analyse
from ingest.resolve.platform_profile import Profile
from ingest.resolve.thesaurus import thesaurus
from ingest.text import name_key

#: Concepts above a subject count as its keys up to this many concepts below them: of a host's own
#: platforms wider ones than of all in a province.
_AT_HOST, _IN_PROVINCE = 400, 80
_LONGEST_NAME = 24
_BRAND = 2
_SPACE = re.compile(r"[A-Za-z0-9]+|.")

Key = tuple[str, ...]


def candidates(
    profiles: Sequence[Profile], used: OverlapRules, changed: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Pairs (i, j), i < j, of positions in `profiles`; with `changed`, only pairs with one of these."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for number, one in enumerate(profiles):
        for key in keys(one, used):
            blocks[key].append(number)
    wanted = None if changed is None else set(changed)
    count = len(profiles)
    seen: set[int] = set()
    for members in blocks.values():
        for i, j in _pairs(members, wanted):
            code = i * count + j
            if code not in seen:
                seen.add(code)
                yield i, j


def _pairs(members: list[int], wanted: set[int] | None) -> Iterator[tuple[int, int]]:
    """Members are in rising order: they were added so."""
    if len(members) < 2:
        return
    if wanted is None:
        for place, i in enumerate(members):
            for j in members[place + 1 :]:
                yield i, j
        return
    for i in members:
        if i in wanted:
            for j in members:
                if j > i or (j < i and j not in wanted):
                    yield min(i, j), max(i, j)


def keys(one: Profile, used: OverlapRules) -> set[Key]:
    """The blocks that a platform is in."""
    found: set[Key] = {("name", key) for key in (one.key, *one.other_keys)}
    houses = _houses(one)
    if one.is_bare:
        found |= {("bare", *house) for house in houses}
        found |= {("brand", one.province, brand) for brand in _brands(firms_of(one))}
        return found
    found.add(("own", one.type_id, one.own))
    for house in houses:
        found |= {("host", *house, key) for key in field_keys(one.field, _AT_HOST)}
    for host in one.hosts:
        found |= {("slip", host, left) for left in _with_one_left_out(one.own)}
        found |= {("step", host, row.former) for row in used.successions if _is_in(one, row)}
    if one.province:
        found |= {("province", one.province, key) for key in field_keys(one.field, _IN_PROVINCE)}
        for brand in _brands(one.hosts):
            found |= {("group", one.province, brand, k) for k in field_keys(one.field, _AT_HOST)}
    return found


def _is_in(one: Profile, row: object) -> bool:
    return one.type_id in (getattr(row, "former", None), getattr(row, "present", None))


def _houses(one: Profile) -> set[Key]:
    return {house for host in one.hosts for house in _house(host)}


@lru_cache(maxsize=200_000)
def _house(host: str) -> tuple[Key, ...]:
    """A host by its name, and by every whole that it belongs to."""
    return ((name_key(host),), *((whole,) for whole in family(host)))


@lru_cache(maxsize=200_000)
def _brand(host: str) -> str:
    return without_place(host)[:_BRAND]


def _brands(hosts: tuple[str, ...]) -> set[str]:
    return {brand for host in hosts if len(brand := _brand(host)) == _BRAND}


@lru_cache(maxsize=100_000)
def _with_one_left_out(own: str) -> frozenset[str]:
    """A name with each of its characters left out: two that differ in one character share a form."""
    if not 3 < len(own) <= _LONGEST_NAME:
        return frozenset({own})
    return frozenset(f"{own[:i]}_{own[i + 1 :]}" for i in range(len(own)))


@lru_cache(maxsize=200_000)
def field_keys(field: str, widest: int) -> frozenset[str]:
    """Keys of which two fields that are near or partly shared have one in common: subjects, the concepts
    above them of at most so many concepts, their neighbours, and pairs of characters of words that no
    lexicon knows."""
    phrase = analyse(field)
    subjects = {s for part in (*phrase.parts, *phrase.taken_apart) for s in part.subjects}
    if not subjects:
        return frozenset(_pieces(phrase.key))
    return frozenset(key for subject in subjects for key in _subject_keys(subject, widest))


@lru_cache(maxsize=100_000)
def _subject_keys(subject: str, widest: int) -> frozenset[str]:
    known = thesaurus()
    above = known.ancestors(subject)
    found = {subject}
    for concept in above:
        if known.breadth[concept] <= widest or concept in subject:
            found.add(concept)
    for concept in (subject, *(one for one, steps in above.items() if steps == 1)):
        found |= _neighbour_keys().get(concept, frozenset())
    if subject.startswith("~"):
        found |= _pieces(subject[1:])
    return frozenset(found)


def _pieces(words: str) -> set[str]:
    parts = _SPACE.findall(words)
    return {f"~{a}{b}" for a, b in pairwise(parts)} or {f"~{words}"}


@lru_cache(maxsize=1)
def _neighbour_keys() -> dict[str, frozenset[str]]:
    """For every concept a key for each of its neighbours, which has the same."""
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in (*thesaurus().related, *thesaurus().begins):
        key = "|".join(sorted((a, b)))
        found[a].add(key)
        found[b].add(key)
    return {concept: frozenset(keys) for concept, keys in found.items()}
