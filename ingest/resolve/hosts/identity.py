"""Which host of the graph a printed name is, and which it says that it is a part of.

In: a name and the region of its source. Out: a key that other names of the same host share. Only what
is sure joins: other spellings, campuses, and names that the lexicons know as one unit. A short name
that could be another's (中山医院 in a list of another province) keeps a key of its own, for review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import company_of, key_of, province_of
from ingest.resolve.hosts.parse import Host, meant, parse

_FIRM_END = re.compile(r"(?:公司|集团|厂)$")


@dataclass(frozen=True)
class Identity:
    """A host: its key, its name today as far as it is known, and the whole that its name begins with."""

    key: tuple[str, ...]
    name: str
    whole: Identity | None = None


def identify(printed: str, region: str | None = None) -> Identity:
    """The host that a name means in a source about a region."""
    host = parse(printed)
    province = province_of(region) if region else None
    whole = _whole(host)
    unit = _sure_unit(host, province or "")
    if unit is None:
        return Identity((host.key,), printed, whole)
    name = knowledge().units[unit].name
    return Identity((key_of(name),), name, whole if whole and whole.name != name else None)


def _sure_unit(host: Host, province: str) -> int | None:
    units, _ = meant(host, province)
    if len(units) != 1:
        return None
    number = next(iter(units))
    unit = knowledge().units[number]
    is_here = bool(province) and unit.region == province
    is_long = host.is_long or (host.is_full and bool(host.place))
    is_sure = unit.kind == "高校" or is_long or is_here
    return number if unit.kind and is_sure else None


def _whole(host: Host) -> Identity | None:
    """The known unit whose name stands at the front; a brand at the front (中车…) is no evidence."""
    if host.whole is None or not host.part or host.whole_key in knowledge().brands:
        return None
    unit = knowledge().units[host.whole]
    return Identity((key_of(unit.name),), unit.name) if unit.kind else None


def were_merged(one: str, other: str) -> bool:
    """Whether two names were, or may have been, two units once that are one today: what each had is two
    things still (兖矿集团 and 新汶矿业 in 山东能源集团). Firms whose names have nothing in common are one in time
    only where the list of renames says so."""
    first, second = key_of(one), key_of(other)
    if first == second:
        return False
    renames = knowledge().renames
    kinds = {renames[key].kind for key in (first, second) if key in renames}
    if kinds:
        return "merger" in kinds
    if not (_FIRM_END.search(first) and _FIRM_END.search(second)):
        return False
    short, long = sorted((company_of(first).core, company_of(second).core), key=len)
    return short not in long
