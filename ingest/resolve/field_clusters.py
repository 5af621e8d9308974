"""Field phrases that belong together, for whoever extends the taxonomy.

In: phrases that it does not know. Out: groups of phrases that are about one thing or nearly so, the
largest first; a phrase like no other is a group of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from networkx.utils import UnionFind
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
    joined = UnionFind(known)
    by_piece: dict[str, list[str]] = defaultdict(list)
    for phrase in known:
        key = name_key(phrase)
        for piece in {key[i : i + _PIECE] for i in range(max(1, len(key) - 1))}:
            by_piece[piece].append(phrase)
    for members in by_piece.values():
        if len(members) > _COMMON:
            continue
        for a, b in combinations(members, 2):
            if joined[a] != joined[b] and _belong_together(a, b):
                joined.union(a, b)
    groups = (tuple(sorted(group)) for group in joined.to_sets())
    return sorted(groups, key=lambda group: (-len(group), group))


def _belong_together(a: str, b: str) -> bool:
    return fuzz.ratio(a, b) >= _ALIKE or relate(a, b).score >= _RELATED
