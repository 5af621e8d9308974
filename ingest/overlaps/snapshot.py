"""What the graph knows of every platform, as one record each.

In: a store. Out: `Known` by id: what comparing needs, and digests of it, so that a change shows. Only
named queries are asked, one for each kind of statement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from graph.decisions import hosts_judged
from graph.ids import digest
from graph.queries import library
from ingest import lexicons
from ingest.resolve.hosts import describe
from ingest.resolve.hosts.judged import mark
from ingest.resolve.keys import BRANCH_WORDS
from ingest.text import fold

if TYPE_CHECKING:
    from graph.store import Rows, Store

_GONE = ("withdrawn", "merged")


@dataclass(frozen=True)
class Closing:
    """A rule that a type is not to be built any more (`to` is None) or is to be converted, with the
    document that says so."""

    type: str
    to: str | None
    document: str | None


@dataclass
class Known:
    """A platform with all that its sources say of it. `hosts` and `former_hosts` are (id, name);
    `grades` (year, result), the newest last; `closings` rules of its types."""

    id: str
    name: str
    names: tuple[str, ...]
    level: str
    hosts: tuple[tuple[str, str], ...] = ()
    former_hosts: tuple[tuple[str, str], ...] = ()
    #: The 统一社会信用代码 of each host, as many as rosters print for it, and marks of what persons judged.
    host_codes: tuple[tuple[str, ...], ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    categories: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    subtype: str = ""
    address: str = ""
    is_gone: bool = False
    grades: tuple[tuple[int, str], ...] = ()
    closings: tuple[Closing, ...] = ()
    compared_as: str = ""
    #: Where a roster that lists it is about, for a platform that says no place itself.
    listed_for: str = ""

    @cached_property
    def facts(self) -> str:
        """A digest of what is known: another one means that something was learnt."""
        said = (
            *(self.name, self.level, self.subtype, self.address, str(self.is_gone)),
            self.listed_for,
            *_joined(self.names, self.categories, self.fields, self.regions),
            *_joined((i for i, _ in self.hosts), (i for i, _ in self.former_hosts)),
            *_joined("|".join(codes) for codes in self.host_codes),
            *_joined((i for i, _ in self.types), (f"{y}{r}" for y, r in self.grades)),
            *_joined(f"{one.type}|{one.to}" for one in self.closings),
        )
        return digest("platform", *said)

    @property
    def region(self) -> str:
        """Its region: as stated, else its first host's, as far as that is known, else that of the roster."""
        if self.regions:
            return self.regions[0]
        for _, name in self.hosts[:1]:
            if found := _home(name):
                return found
        return self.listed_for

    @cached_property
    def record(self) -> dict[str, Any]:
        """The platform as comparing takes it."""
        return {
            "name": self.name,
            "names": self.names,
            "type": self.types[0][1] if self.types else "",
            "level": self.level,
            "region": self.region,
            "hosts": [name for _, name in self.hosts],
            "host_codes": self.host_codes,
            "field": "、".join(self.fields),
            "address": self.address,
            "sub_type": self.subtype,
        }


def _joined(*groups: Any) -> Iterator[str]:
    for group in groups:
        yield "\n".join(sorted(group))


@lru_cache(maxsize=100_000)
def _home(host: str) -> str:
    return describe(host).region or ""


@dataclass
class _Gathered:
    """Rows by platform, while they are read."""

    hosts: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    types: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    fields: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    regions: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    rows: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    changes: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    grades: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))


def read_platforms(store: Store) -> dict[str, Known]:
    """All platforms of the store, by id, in the order of their ids."""
    queries = library()
    marks = _marks(store)
    gathered = _Gathered()
    for kind, groups in vars(gathered).items():
        for row in queries.run(store, f"platform_{kind}"):
            groups[row["platform_id"]].append(row)
    closings: dict[str, dict[Closing, None]] = defaultdict(dict)
    for row in queries.run(store, "types_being_closed"):
        closings[row["type_id"]][Closing(row["type"], row["to"], row["document"])] = None
    found = (_known(row, gathered, closings, marks) for row in queries.run(store, "platform_names"))
    return {one.id: one for one in found}


def _known(
    row: dict[str, Any],
    gathered: _Gathered,
    closings: dict[str, dict[Closing, None]],
    marks: dict[str, list[str]],
) -> Known:
    i = row["platform_id"]
    hosts, types, rows = gathered.hosts[i], gathered.types[i], gathered.rows[i]
    former = [one for one in hosts if one["role"] == "former"]
    # 依托单位 alone bears a platform; who only takes part (共建) does so in many.
    now = [one for one in hosts if one["role"] == "host"]
    now = now or [one for one in hosts if one["role"] == "co_host"]
    names = {row["platform"], *(row["names"] or [])}
    names |= {c["to"] for c in gathered.changes[i] if c["event"] == "renamed" and c["to"]}
    return Known(
        id=i,
        name=row["platform"],
        names=tuple(sorted(names)),
        level=row["level"] or "",
        hosts=_pairs(now),
        former_hosts=_pairs(former),
        host_codes=_codes(now, marks),
        types=tuple((one["type_id"], one["type"]) for one in types),
        categories=tuple(sorted({one["category"] for one in types if one["category"]})),
        fields=_fields(rows, gathered.fields[i]),
        regions=_narrowest_first(one["region"] for one in gathered.regions[i]),
        subtype=_least(one["subtype"] for one in rows if _is_branch(one["subtype"])),
        address=_least(one["address"] for one in rows),
        is_gone=_is_gone(rows, gathered.changes[i]),
        grades=tuple((one["year"], one["result"]) for one in gathered.grades[i]),
        closings=tuple(c for one in types for c in closings.get(one["type_id"], ())),
        compared_as=row["compared_as"] or "",
        listed_for=_least(_place_of_title(one["document"]) for one in rows),
    )


def _pairs(rows: Rows) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((one["host_id"], one["host"]) for one in rows))


def _marks(store: Store) -> dict[str, list[str]]:
    """What persons judged of hosts, by the host's id."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in hosts_judged(store):
        for host in row["members"]:
            found[host].append(mark(row["about"], are_one=row["are_one"]))
    return found


def _codes(rows: Rows, marks: dict[str, list[str]]) -> tuple[tuple[str, ...], ...]:
    """The codes of each host, in the order of the hosts: those of the platform's own rows, else those that
    other rosters print for the host; and what persons judged of it."""
    own: dict[str, set[str]] = {}
    known: dict[str, list[str]] = {}
    for row in rows:
        own.setdefault(row["host_id"], set()).update(filter(None, [row["credit_code"]]))
        known[row["host_id"]] = row["credit_codes"] or []
    return tuple(
        (*sorted(own[host] or known[host]), *marks.get(host, ())) for host, _ in _pairs(rows)
    )


def _once(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _fields(rows: Rows, mapped: Rows) -> tuple[str, ...]:
    """What the rows print as the field, else the phrases that were read as fields."""
    printed = sorted({one["field"] for one in rows if one["field"]})
    return tuple(printed) or _once(one["printed"] or one["field"] for one in mapped)


def _least(words: Iterator[str | None]) -> str:
    """One of several values, the same whatever the order of the sources."""
    return min((word for word in words if word), default="")


def _is_branch(words: str | None) -> bool:
    return bool(words) and str(words).endswith(BRANCH_WORDS)


def _narrowest_first(names: Iterator[str]) -> tuple[str, ...]:
    """A city before its province."""
    forms = lexicons.region_forms()

    def breadth(name: str) -> tuple[bool, str]:
        region = forms.get(name)
        return region is None or not region.parent, name

    return tuple(sorted(set(names), key=breadth))


def _is_gone(rows: Rows, changes: Rows) -> bool:
    """Whether a roster or a decision says that it is no more."""
    if any(row["status"] == "withdrawn" for row in rows):
        return True
    return any(c["event"] in _GONE and c["stage"] == "decided" for c in changes)


@lru_cache(maxsize=10_000)
def _place_of_title(title: str) -> str:
    """The region that a roster's title names first (广西壮族自治区工程技术研究中心名单)."""
    found = re.search(lexicons.region_pattern(), fold(title))
    return lexicons.region_forms()[found[0]].short if found else ""
