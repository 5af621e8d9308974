"""Under which names a host may be found to be another, a part of it, or a part of the same whole.

In: a printed name. Out: keys. Two hosts that `compare` calls the same or related, by what the lexicons
know or by how their names are built, have one in common; two that have one in common need not be
related. Serves blocking: what shares no key is not compared.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.resolve.hosts.firms import is_school
from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import SHORTEST_BRAND, bare
from ingest.resolve.hosts.parse import parse

#: Two spellings of one name differ in no more characters than this, both sides counted.
_SLIP = 4


@lru_cache(maxsize=200_000)
def family(printed: str) -> frozenset[str]:
    """The keys of a host: its own, those of the units that it can mean, and of every whole above it."""
    known = knowledge()
    host = parse(printed)
    units = {meaning.unit for meaning in host.meanings}
    if host.whole is not None:
        units.add(host.whole)
    wide = set(units).union(*map(known.above, units)) if units else set()
    found = {known.units[unit].name for unit in wide} | {host.key, bare(host.key)}
    if host.whole_key:
        found |= {host.whole_key, bare(host.whole_key)}
    # Of a school or a hospital the core may be its kind alone (学院, 人民医院), and no company is one.
    core = "" if is_school(host) else host.company.core
    return frozenset(found | ({core} if core else set()))


@lru_cache(maxsize=200_000)
def _marks(printed: str) -> tuple[frozenset[str], frozenset[str], str, bool]:
    """A host's family, its characters, what its own name begins with, and whether it is a full name."""
    host = parse(printed)
    return family(printed), frozenset(host.key), host.company.core[:SHORTEST_BRAND], host.is_long


def are_strangers(one: str, other: str) -> bool:
    """Whether two full names are surely of hosts that have nothing to do with each other: no key in common,
    other brands, and more than a slip of the pen between them. Spares comparing them."""
    family_of_one, letters, brand, is_long = _marks(one)
    family_of_other, other_letters, other_brand, is_other_long = _marks(other)
    return (
        is_long
        and is_other_long
        and brand != other_brand
        and family_of_one.isdisjoint(family_of_other)
        and len(letters ^ other_letters) > _SLIP
    )
