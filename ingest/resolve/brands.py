"""Brands: what a firm's name begins with beyond its place.

In: names of firms as printed. Out: names without their places, and whether two bear one brand.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.resolve.hosts.names import SHORTEST_BRAND, leading_place
from ingest.resolve.thesaurus import thesaurus
from ingest.text import common_start, name_key


def is_one_brand(one: str, other: str) -> bool:
    """Whether two firms' names begin alike beyond their place: 贵州航天工业、贵州航天电器. A word that names an
    industry (机床) is no brand, unless the place before it is the same too."""
    mine, theirs = without_place(one), without_place(other)
    common = common_start(mine, theirs)
    if len(common) < SHORTEST_BRAND:
        return False
    place = name_key(one).removesuffix(mine).removeprefix("中国")
    is_industry = any(
        common[:end] in thesaurus().concept_of for end in range(SHORTEST_BRAND, SHORTEST_BRAND + 3)
    )
    return not is_industry or (place != "" and name_key(other).startswith(place))


@lru_cache(maxsize=100_000)
def without_place(host: str) -> str:
    """The key of a firm's name without the places it begins with, 中国 included: 贵州航天工业 gives 航天工业."""
    key = name_key(host)
    rest = key.removeprefix("中国")
    rest = rest[len(leading_place(rest)) :]
    return rest if len(rest) >= SHORTEST_BRAND else key
