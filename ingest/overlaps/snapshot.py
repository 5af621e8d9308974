"""What the graph knows of every platform, as one record each.

In: a store. Out: `Known` by id: what comparing needs, and digests of it, so that a change shows. Only
named queries are asked, one for each kind of statement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graph.decisions import hosts_judged
from graph.queries import library
from graph.store import Rows, Store
from ingest import lexicons
from ingest.overlaps.known import Closing, Known
from ingest.resolve.hosts.judged import mark
from ingest.resolve.keys import BRANCH_WORDS
from ingest.text import fold

_GONE = ("withdrawn", "merged")


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
