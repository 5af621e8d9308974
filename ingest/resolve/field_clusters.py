"""Field phrases that belong together, for whoever extends the taxonomy.

In: phrases that it does not know. Out: groups of phrases that are about one thing or nearly so, the
largest first; a phrase like no other is a group of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from rapidfuzz import fuzz

from ingest.resolve.compare_fields import relate
from ingest.text import name_key

_RELATED, _ALIKE = 0.5, 75.0
_PIECE = 2
#: Pairs of characters that more phrases than this share say nothing.
_COMMON = 40


def clusters(phrases: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of phrases; what is compared shares two characters that stand together."""
    known = sorted(set(phrases))
    up = {phrase: phrase for phrase in known}

    def find(one: str) -> str:
        while up[one] != one:
            up[one] = up[up[one]]
            one = up[one]
        return one

    by_piece: dict[str, list[str]] = defaultdict(list)
    for phrase in known:
        key = name_key(phrase)
        for piece in {key[i : i + _PIECE] for i in range(max(1, len(key) - 1))}:
            by_piece[piece].append(phrase)
    for members in by_piece.values():
        if len(members) > _COMMON:
            continue
        for a, b in combinations(members, 2):
            if find(a) != find(b) and _belong_together(a, b):
                up[find(b)] = find(a)
    groups: dict[str, list[str]] = defaultdict(list)
    for phrase in known:
        groups[find(phrase)].append(phrase)
    return sorted(map(tuple, groups.values()), key=lambda group: (-len(group), group))


def _belong_together(a: str, b: str) -> bool:
    return fuzz.ratio(a, b) >= _ALIKE or relate(a, b).score >= _RELATED
