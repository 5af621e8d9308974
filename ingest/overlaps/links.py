"""Which platforms of one house or one province have fields that are near enough to be compared.

In: the numbers of the platforms of a house or a province. Out: pairs of them. Subjects of fields are put
into blocks by keys (themselves, what stands above them, their neighbours); two that share one are
matched once, however many platforms have them, and the match must reach what the rules ask of a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, product

from ingest.resolve.closeness import NEIGHBOURS, match, widest
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.phrases import analyse
from ingest.resolve.platform_profile import Profile
from ingest.resolve.thesaurus import thesaurus

#: Words that no lexicon knows may be one in another order: so many characters in common.
_SHARED = 3
_SPACE = re.compile(r"[A-Za-z0-9]+|.")
#: Before a phrase without any subject, which stands for itself.
_WHOLE = "?"

_Pairs = Iterator[tuple[int, int]]


class Links:
    """The near pairs among some platforms. What two subjects are to each other is asked once."""

    def __init__(self, profiles: Sequence[Profile], used: OverlapRules) -> None:
        self._profiles = profiles
        #: What a house's own need, and what strangers in one province need.
        self._partly = used.partial["strongest"]
        # What is only adjacent is no finding between strangers: near, or one subject, is asked of them.
        least = min(used.near["strongest"], used.strangers["strongest"])
        self._strangers = max(self._partly, least)

    def in_house(self, members: list[int], wanted: frozenset[int] | None) -> _Pairs:
        """Pairs of one house's platforms, or of one brand's in a province."""
        return self._near(members, wanted, self._partly)

    def of_strangers(self, members: list[int], wanted: frozenset[int] | None) -> _Pairs:
        """Pairs of one province's platforms of one type and level."""
        return self._near(members, wanted, self._strangers)

    def of_homeless(self, members: list[int], wanted: frozenset[int] | None) -> _Pairs:
        """Pairs of one province's platforms of one level in which one has no host: it may be of the other's
        house."""
        homeless = frozenset(n for n in members if not self._profiles[n].hosts)
        if homeless:
            if wanted is not None:
                members = [n for n in members if n in wanted or n in homeless]
            yield from self._near(members, homeless, self._partly)

    def _near(self, members: list[int], wanted: frozenset[int] | None, floor: float) -> _Pairs:
        if len(members) < 2 or (wanted is not None and wanted.isdisjoint(members)):
            return
        at: dict[str, list[int]] = defaultdict(list)
        for number in members:
            for subject in subjects_of(self._profiles[number].field):
                at[subject].append(number)
        asked = {
            subject
            for subject, numbers in at.items()
            if wanted is None or not wanted.isdisjoint(numbers)
        }
        for subject in asked:
            yield from chosen(combinations(at[subject], 2), wanted)
        for x, y in _sharing_a_key(at, asked, floor):
            if is_near(x, y, floor):
                yield from chosen(product(at[x], at[y]), wanted)


def chosen(pairs: Iterator[tuple[int, int]], wanted: frozenset[int] | None) -> _Pairs:
    """Pairs of two platforms, or those of them with a wanted one."""
    if wanted is None:
        return ((i, j) for i, j in pairs if i != j)
    return ((i, j) for i, j in pairs if i != j and (i in wanted or j in wanted))


def _sharing_a_key(
    at: dict[str, list[int]], asked: set[str], floor: float
) -> Iterator[tuple[str, str]]:
    blocks: dict[str, list[str]] = defaultdict(list)
    for subject in at:
        for key in subject_keys(subject, floor):
            blocks[key].append(subject)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for x, y in combinations(block, 2):
            pair = (x, y) if x < y else (y, x)
            if pair not in seen and (x in asked or y in asked):
                seen.add(pair)
                yield pair


def is_near(x: str, y: str, floor: float) -> bool:
    """Whether two subjects are so near that fields with them may be."""
    if x[0] == _WHOLE or y[0] == _WHOLE or match(x, y) >= floor:
        return True
    return x[0] == y[0] == "~" and len(set(x) & set(y)) > _SHARED


@lru_cache(maxsize=200_000)
def subjects_of(field: str) -> tuple[str, ...]:
    """What a field is about, in either reading; one without any subject is about itself."""
    phrase = analyse(field)
    found = {s for part in (*phrase.parts, *phrase.taken_apart) for s in part.subjects}
    return tuple(sorted(found)) or (f"{_WHOLE}{phrase.key}",)


@lru_cache(maxsize=100_000)
def subject_keys(subject: str, floor: float) -> frozenset[str]:
    """Keys of which two subjects that match by `floor` or more have one in common: the concepts above them
    that say enough, their neighbours, and pairs of characters of words that no lexicon knows."""
    if subject.startswith(_WHOLE):
        return frozenset(_pieces(subject[1:]))
    known = thesaurus()
    above = known.ancestors(subject)
    most = widest(floor)
    found = {subject}
    for concept in above:
        if known.breadth[concept] <= most or concept in subject:
            found.add(concept)
    if floor <= NEIGHBOURS:
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
