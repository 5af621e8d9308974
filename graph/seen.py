"""What of a store counts: not what is half-loaded, and as of a day not what came later.

In: a store, which may be read as of a day (`StoreAt`). Out: the ids of sources that are not counted, and
what nodes were called by those that are. Reckoned once for each version of the graph and day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.asof import DATED, LATEST, AsOf, SourceDate, date_of
from graph.model import DRAWN_LABELS
from graph.shared import Shared
from graph.statements import merged
from graph.store import Rows, Store, Version

_KEPT = 16
#: Where a changed node keeps its label and the name that it has today.
_TODAYS = "today"
#: Columns that hold names of one label where no ids stand beside them.
_LABELS = {
    "host": "HostUnit",
    "hosts": "HostUnit",
    "type": "PlatformType",
    "types": "PlatformType",
    "field": "Field",
    "fields": "Field",
    "category": "Category",
    "region": "Region",
    "via": "GoverningDocument",
    "document": "GoverningDocument",
    "issuers": "Agency",
}

#: Columns that hold a property of each of the nodes in `ids`.
_OF_IDS = {"levels": "level"}

Restated = Mapping[str, Mapping[str, Any]]
#: Reckoned once for all who ask at the same time: in a large graph it takes seconds.
_dates: Shared[tuple[SourceDate, ...]] = Shared(_KEPT)
_of_days: Shared[tuple[list[str], Restated]] = Shared(_KEPT)


@dataclass(frozen=True)
class Seen:
    """Ids of sources that are not counted: `hidden` all of them, `later` those of a later date and those
    without one. `restated` has, by node, the properties that were others then."""

    hidden: list[str]
    later: list[str] = field(default_factory=list)
    restated: Restated = field(default_factory=dict)


def seen(store: Store) -> Seen:
    """What counts now of the store, or as of its day."""
    now = store.standing()
    if store.as_of is None:
        return Seen(now.loading)
    version, as_of = now.version, store.as_of
    later, restated = _of_days.get(
        (store.base, version, as_of), lambda: _as_of(store.base, version, as_of)
    )
    return Seen([*later, *(one for one in now.loading if one not in later)], later, restated)


def sources_dated(store: Store) -> list[SourceDate]:
    """All sources with their dates, by name."""
    now = store.standing()
    return list(_dated(store.base, now.version))


def _is_later(one: SourceDate, as_of: AsOf) -> bool:
    return one.day is None or not as_of.includes(one.day)


def _dated(store: Store, version: Version) -> tuple[SourceDate, ...]:
    return _dates.get((store, version), lambda: _read_dates(store))


def _read_dates(store: Store) -> tuple[SourceDate, ...]:
    latest = {row["id"]: row["latest"] for row in store.read(LATEST)}
    return tuple(date_of({**row, "latest": latest.get(row["id"])}) for row in store.read(DATED))


def _as_of(store: Store, version: Version, as_of: AsOf) -> tuple[list[str], Restated]:
    later = [one.source_id for one in _dated(store, version) if _is_later(one, as_of)]
    return later, _restated(store, later)


def _restated(store: Store, later: list[str]) -> Restated:
    """Nodes of which the sources that count say otherwise than all of them together."""
    found: dict[str, dict[str, Any]] = {}
    for label in DRAWN_LABELS if later else ():
        rows = store.read(
            f"MATCH (n:{label})-[m:MENTIONED_IN]->(:Source) "
            "WITH n.id AS id, collect(m.source) AS sources, collect(m.rank) AS ranks, "
            "collect(m.properties) AS said "
            "WHERE any(one IN sources WHERE one IN $later) AND any(one IN sources WHERE NOT one IN $later) "
            "RETURN id AS id, sources AS sources, ranks AS ranks, said AS said",
            {"later": later},
        )
        for row in rows:
            if changed := _changed(label, row, frozenset(later)):
                found[row["id"]] = changed
    return found


def _changed(label: str, row: Mapping[str, Any], later: frozenset[str]) -> dict[str, Any]:
    if len(set(zip(row["ranks"], row["said"], strict=True))) == 1:
        return {}
    said = [
        (source in later, (rank, json.loads(properties)))
        for source, rank, properties in zip(row["sources"], row["ranks"], row["said"], strict=True)
    ]
    then = merged(label, [one for is_later, one in said if not is_later])
    today = merged(label, [one for _, one in said])
    changed = {name: then.get(name) for name, value in today.items() if then.get(name) != value}
    return changed | {_TODAYS: (label, today.get("name"))} if "name" in changed else changed


# Rows as they would have been


def restate(rows: Rows, columns: Sequence[str], restated: Restated) -> Rows:
    """Rows with names and properties as they were: of each id in them, what its columns show of it; names
    that stand without an id by the name that they have today."""
    if not restated or not rows:
        return rows
    named = _named(columns)
    # What a row prints is never called otherwise.
    is_printed = "printed" in columns
    unnamed = [
        one
        for one in columns
        if one in _LABELS and not is_printed and one not in dict(named).values()
    ]
    names_then = _names_then(restated) if unnamed else {}
    own = next((one for one in columns if one.endswith("_id") or one == "id"), None)
    of_ids = [one for one in _OF_IDS if one in columns and "ids" in columns]
    for row in rows:
        for ids, names in named:
            row[names] = _renamed(row[ids], row[names], restated)
        for one in of_ids:
            each = zip(row["ids"], row[one], strict=True)
            row[one] = [restated.get(id_, {}).get(_OF_IDS[one], said) for id_, said in each]
        for one in unnamed:
            row[one] = _called(row[one], names_then.get(_LABELS[one], {}))
        if isinstance(row.get("statements"), list):
            restate(row["statements"], ("other_id", "other_name"), restated)
        for ids, held in (("id", "properties"), ("other_id", "other_properties")):
            if ids in row and held in row and row[ids] in restated:
                row[held] = {**row[held], **_said(restated[row[ids]])}
        if own is not None and row[own] in restated:
            row.update({k: v for k, v in restated[row[own]].items() if k in row and k != "name"})
    return rows


def _names_then(restated: Restated) -> Mapping[str, Mapping[str, str | None]]:
    """By label, names of today and what they were; not those of which two nodes were others."""
    found: dict[str, dict[str, str | None]] = {}
    for changed in restated.values():
        if _TODAYS in changed:
            label, name = changed[_TODAYS]
            of_label = found.setdefault(label, {})
            of_label[name] = name if name in of_label else changed["name"]
    return found


def _called(value: Any, names: Mapping[str, str | None]) -> Any:
    if isinstance(value, list):
        return [_called(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def _said(changed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changed.items() if name != _TODAYS}


def _named(columns: Sequence[str]) -> list[tuple[str, str]]:
    """Columns of ids with the columns of the names that belong to them."""
    found = []
    own = next((one for one in columns if one.endswith("_id") or one == "id"), None)
    for one in columns:
        if one in ("ids", "platform_ids"):
            names: tuple[str, ...] = ("names",)
        elif one.endswith("_ids"):
            names = (f"{one.removesuffix('_ids')}s",)
        elif one.endswith("_id"):
            stem = one.removesuffix("_id")
            names = (stem, f"{stem}_name", *(("name",) if one == own or stem == "node" else ()))
        else:
            names = ("name",) if one == "id" else ()
        if name := next((name for name in names if name in columns), None):
            found.append((one, name))
    return found


def _renamed(ids: Any, names: Any, restated: Restated) -> Any:
    if isinstance(ids, list):
        if not isinstance(names, list) or len(ids) != len(names):
            return names
        return [_renamed(one, name, restated) for one, name in zip(ids, names, strict=True)]
    return restated[ids].get("name", names) if ids in restated else names
