"""What stands beside the matrix of the overlap page: hosts that lead a field, clusters and bridges, fields
that documents name and no platform serves, platforms of types that are not to be built any more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from api import payload
from api.view_facts import Quote, Sources
from graph.store import Rows

_MOST_ROWS = 50_000
_LEADING_SHOWN = 18


@dataclass(frozen=True)
class Leading:
    """A field and the hosts that have most platforms in it."""

    id: str
    name: str
    most: int
    hosts: Rows


@dataclass(frozen=True)
class Closed:
    """A platform of a type that is not to be built any more, or is to be converted."""

    platform: tuple[str, str]
    type: tuple[str, str]
    #: Rules about the type, each with the type it is to become, if one, and the words that say so.
    rules: list[tuple[tuple[str, str] | None, Quote | None]]


@dataclass(frozen=True)
class Beside:
    """All of it, for the template."""

    leading: list[Leading]
    #: Clusters of platforms that findings join, and hosts that join communities, as analytics left them.
    clusters: Rows
    bridges: Rows
    #: When they were computed, if they were, and whether of the graph as it is now.
    computed_at: str | None
    is_current: bool
    unserved: list[tuple[tuple[str, str], list[Quote]]]
    closed: list[Closed]


def beside() -> Beside:
    """What stands beside the matrix."""
    bridges = payload.kept("bridging_hosts", limit=_LEADING_SHOWN)
    (state,) = payload.kept("structure_state")
    return Beside(
        _leading(),
        _clusters(),
        bridges,
        state["computed_at"],
        state["is_current"],
        _unserved(),
        _closed(),
    )


def _leading() -> list[Leading]:
    """Fields with more than one host, those with the most platforms at one host first."""
    by_field: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in payload.kept("leading_hosts_by_field", top=3, limit=_MOST_ROWS):
        by_field[row["field_id"], row["field"]].append(row)
    found = [
        Leading(id_, name, max(row["platforms"] for row in rows), rows)
        for (id_, name), rows in by_field.items()
    ]
    found.sort(key=lambda one: (-one.most, -len(one.hosts), one.name))
    return found[:_LEADING_SHOWN]


def _clusters() -> Rows:
    """The largest clusters of platforms that findings join, each with its platforms as (id, name)."""
    rows = payload.kept("clusters", limit=_LEADING_SHOWN)
    return [
        {**row, "members": list(zip(row["platform_ids"], row["names"], strict=True))}
        for row in rows
    ]


def _unserved() -> list[tuple[tuple[str, str], list[Quote]]]:
    """Fields that documents name and no platform serves, with the words that name them."""
    rows = payload.kept("fields_without_platforms", limit=_MOST_ROWS)
    sources = Sources(row["source_id"] for row in rows)
    found: dict[tuple[str, str], list[Quote]] = {}
    for row in rows:
        quotes = found.setdefault((row["field_id"], row["field"]), [])
        if (quote := sources.quote({**row, "cell": None}, "field")) is not None:
            quotes.append(quote)
    return list(found.items())


def _closed() -> list[Closed]:
    """Platforms of closed types, each once for a type, with one quote a rule."""
    rows = payload.kept("platforms_of_closed_types", limit=_MOST_ROWS)
    sources = Sources(row["source_id"] for row in rows)
    found: dict[tuple[str, str], Closed] = {}
    seen: set[tuple[str, str, str | None]] = set()
    for row in rows:
        place = (row["platform_id"], row["type_id"])
        if (*place, row["to_id"]) in seen:
            continue
        seen.add((*place, row["to_id"]))
        one = found.setdefault(
            place,
            Closed((row["platform_id"], row["platform"]), (row["type_id"], row["type"]), []),
        )
        to_type = (row["to_id"], row["to"]) if row["to_id"] else None
        one.rules.append((to_type, sources.quote({**row, "cell": None})))
    return list(found.values())
