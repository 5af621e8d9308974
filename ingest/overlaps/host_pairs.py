"""Hosts of the graph that may be one unit under two names, for a person to judge.

In: what the graph knows of every platform. Out: `HostPair`s. What is surely one unit shares a node from
the start; here are the rest: one credit code under two names, a slip of the pen, a short form, a school
raised in rank. Hosts are compared where they share a key, so that the cost grows with their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from graph.host_pairs import HostPair
from graph.ids import digest
from ingest.overlaps.known import Known
from ingest.resolve.hosts import compare
from ingest.resolve.hosts.judged import codes_among
from ingest.resolve.hosts.names import SHORTEST_BRAND, province_of
from ingest.resolve.hosts.near import stem_of_school
from ingest.resolve.hosts.outcome import SAME
from ingest.resolve.hosts.parse import parse
from ingest.resolve.hosts.short import is_short
from ingest.resolve.verdict import Verdict

UNSURE = "unsure"
#: What is less sure is no question worth a person's time: names that are merely near.
_LEAST = 0.45
_SHORTEST_SLIP = 5

_Key = tuple[str, ...]


@dataclass
class _Host:
    """A host with what its platforms say of it."""

    id: str
    name: str
    codes: set[str] = field(default_factory=set)
    provinces: set[str] = field(default_factory=set)

    @property
    def facts(self) -> str:
        """A digest of what is known of it."""
        return digest("host", self.name, *sorted(self.codes))


def host_pairs(known: Iterable[Known]) -> list[HostPair]:
    """The pairs of hosts that may be one unit, in the order of their ids. What persons judged does not
    count here: a pair stays, with its judgement."""
    hosts = _hosts(known)
    found = (_pair(hosts[a], hosts[b]) for a, b in sorted(_candidates(hosts.values())))
    return [one for one in found if one is not None]


def _hosts(known: Iterable[Known]) -> dict[str, _Host]:
    found: dict[str, _Host] = {}
    for platform in known:
        province = province_of(platform.region)
        codes = platform.host_codes or ((),) * len(platform.hosts)
        for (id_, name), own in zip(platform.hosts, codes, strict=True):
            host = found.setdefault(id_, _Host(id_, name))
            host.codes.update(codes_among(own))
            if province:
                host.provinces.add(province)
    return found


def _candidates(hosts: Iterable[_Host]) -> set[tuple[str, str]]:
    """Pairs of ids that share a key. Short names alone ask by what names begin with."""
    blocks: dict[_Key, list[str]] = defaultdict(list)
    briefs: dict[_Key, list[str]] = defaultdict(list)
    for one in hosts:
        for key in _keys(one):
            blocks[key].append(one.id)
        for key in _brief_keys(one):
            briefs[key].append(one.id)
        for key in _full_keys(one):
            blocks[key].append(one.id)
    found = {
        (a, b) if a < b else (b, a)
        for key, members in blocks.items()
        if key[0] != "begins"
        for a, b in combinations(members, 2)
        if a != b
    }
    for key, short in briefs.items():
        found |= {(a, b) if a < b else (b, a) for a in short for b in blocks.get(key, ()) if a != b}
    return found


def _keys(one: _Host) -> Iterator[_Key]:
    host = parse(one.name)
    for code in one.codes:
        yield "code", code
    for meaning in host.meanings:
        yield "unit", str(meaning.unit)
    if stem := stem_of_school(host):
        yield "stem", stem
    if host.company.form and host.company.core:
        yield "core", host.company.core
    if len(host.key) >= _SHORTEST_SLIP:
        for at in range(len(host.key)):
            yield "slip", host.key[:at] + host.key[at + 1 :]
        yield "slip", host.key


def _full_keys(one: _Host) -> Iterator[_Key]:
    host = parse(one.name)
    yield "begins", host.key[:1]
    core = host.company.core
    if host.company.form and len(core) >= SHORTEST_BRAND:
        yield "begins", "firm", core[:SHORTEST_BRAND]


def _brief_keys(one: _Host) -> Iterator[_Key]:
    """Of a short name that no lexicon knows: what the long name begins with."""
    host = parse(one.name)
    if host.is_known or not is_short(host):
        return
    yield "begins", host.key[:1]
    core = host.company.core
    if not host.company.form and len(core) >= SHORTEST_BRAND:
        yield "begins", "firm", core[:SHORTEST_BRAND]


def _pair(one: _Host, other: _Host) -> HostPair | None:
    shares_code = not one.codes.isdisjoint(other.codes)
    common = one.provinces & other.provinces
    if one.provinces and other.provinces and not common and not shares_code:
        return None
    context = {"region": min(common)} if common else None
    verdict = compare(one.name, other.name, context, (sorted(one.codes), sorted(other.codes)))
    if not _is_question(verdict):
        return None
    return HostPair(
        a=one.id,
        b=other.id,
        verdict=SAME if verdict.verdict == SAME else UNSURE,
        score=verdict.score,
        reasons=tuple(
            {"name": r.name, "weight": r.weight, "text": r.text} for r in verdict.reasons
        ),
        facts=(one.facts, other.facts),
    )


def _is_question(verdict: Verdict) -> bool:
    if verdict.verdict == SAME:
        return True
    return verdict.score >= _LEAST and any(r.name == UNSURE for r in verdict.reasons)
