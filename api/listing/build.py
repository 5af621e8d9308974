"""Reads the items of the five lists from the graph: names, sort keys, and what each filter finds.

In: a way to run named queries, and the ties of platforms. Out: `Items`. The filters of a list are the keys of `Items.values`; in
filters of fields and regions an item belongs to everything above its own too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from api.listing.filters import FILTERS
from api.listing.items import Items
from api.listing.ties import Listing, Run, Tied, Ties
from api.listing.values import Values
from graph.store import Rows

#: Steps upwards in the taxonomy and among regions; more would be a circle.
_MOST_STEPS = 8


def build(name: str, run: Run, ties: Ties) -> Items:
    """The items of a list of that name."""
    return {
        "platforms": _platforms,
        "hosts": _hosts,
        "fields": _fields,
        "types": _types,
        "documents": _documents,
    }[name](run, ties)


def _searched(words: Iterable[str], names: Iterable[str]) -> list[str]:
    return [(one or name).lower() for one, name in zip(words, names, strict=True)]


def _items(rows: Rows, column: str, filters: Iterable[str]) -> Items:
    return Items(
        ids=[row[f"{column}_id"] for row in rows],
        names=[row[column] for row in rows],
        search=[(row["search"] or row[column]).lower() for row in rows],
        years=[None] * len(rows),
        values={name: Values() for name in filters},
    )


class _Above:
    """What lies above a node: itself first, then everything that it is part of or narrower than."""

    def __init__(self, rows: Rows, column: str) -> None:
        self._up: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in rows:
            self._up[row[f"{column}_id"]].append((row["above_id"], row["above"]))

    def chain(self, node_id: str, name: str) -> dict[str, str]:
        """Ids and names."""
        found, now = {node_id: name}, [node_id]
        for _ in range(_MOST_STEPS):
            above = [pair for one in now for pair in self._up.get(one, ()) if pair[0] not in found]
            found.update(above)
            now = [pair[0] for pair in above]
        return found


def _join(
    items: Items, filter_name: str, rows: Rows, of: str, column: str, above: _Above | None = None
) -> None:
    """Items have values, by rows with the ids of both."""
    values, position = items.values[filter_name], items.position
    for row in rows:
        at = position.get(row[f"{of}_id"])
        if at is None:
            continue
        id_, name = row[f"{column}_id"], row[column]
        chain = above.chain(id_, name) if above else {id_: name}
        for one, words in chain.items():
            values.add(one, at, words)


def _tie(items: Items, filter_name: str, tied: Tied, above: _Above | None = None) -> None:
    """Items have values, by their positions."""
    values, chains = items.values[filter_name], {}
    for id_, name in tied.names.items():
        chains[id_] = above.chain(id_, name) if above else {id_: name}
    for at, one in tied.pairs():
        for id_, name in chains[one].items():
            values.add(id_, at, name)


def _codes(items: Items, filter_name: str, pairs: Iterable[tuple[int, str | None]]) -> None:
    """Items have codes, which are their own names; an empty one is none."""
    for at, code in pairs:
        if code:
            items.values[filter_name].add(code, at)


def _counts(items: Items, pairs: Iterable[tuple[str, str]]) -> list[int]:
    """How many different others each item is joined to, by pairs of ids with its own first."""
    found = [0] * len(items)
    for one, _ in set(pairs):
        if (at := items.position.get(one)) is not None:
            found[at] += 1
    return found


def _platforms(run: Run, ties: Ties) -> Items:
    items = Items(
        ids=ties.ids,
        names=ties.names,
        search=_searched(ties.search, ties.names),
        years=[one.year for one in ties.listings],
        values={name: Values() for name in FILTERS["platforms"]},
    )
    items.keys = {"year": items.years, "rosters": [one.rosters for one in ties.listings]}
    _tie(items, "type", ties.types)
    _tie(items, "host", ties.hosts)
    _tie(items, "field", ties.fields, _Above(run("fields_above"), "field"))
    _tie(items, "region", ties.regions, _Above(run("regions_above"), "region"))
    categories: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in run("type_categories"):
        categories[row["type_id"]].append((row["category_id"], row["category"]))
    for at, type_ in ties.types.pairs():
        for one, name in categories.get(type_, ()):
            items.values["category"].add(one, at, name)
    kinds = ties.host_kinds
    _codes(items, "host_kind", ((at, kinds.get(host)) for at, host in ties.hosts.pairs()))
    levels = {row["type_id"]: row["level"] for row in run("type_items")}
    _codes(items, "level", enumerate(ties.levels))
    own = ties.levels
    of_types = ((at, levels.get(one)) for at, one in ties.types.pairs() if not own[at])
    _codes(items, "level", of_types)
    last = (
        (at, max(grades, key=lambda one: (one.dated, one.result)).result)
        for at, grades in ties.grades.items()
    )
    _codes(items, "eval", last)
    _codes(items, "status", ((at, _status(one)) for at, one in enumerate(ties.listings)))
    _issues(items, run, {ties.ids[at] for at, hosts in enumerate(ties.hosts.of) if hosts})
    _pack(items, with_none=("eval",))
    items.row = partial(_platform_row, ties, items.notes)
    return items


def _status(listing: Listing) -> str:
    return "withdrawn" if listing.is_withdrawn else "listed"


def _platform_row(ties: Ties, notes: Mapping[str, dict[int, Any]], at: int) -> dict[str, Any]:
    host_ids, hosts = ties.hosts.named(at)
    type_ids, types = ties.types.named(at)
    field_ids, fields = ties.fields.named(at)
    regions = ties.regions.of[at]
    grades = ties.grades.get(at, ())
    last = min(grades, key=lambda one: (-one.year, one.result), default=None)
    return {
        "platform_id": ties.ids[at],
        "platform": ties.names[at],
        "host_ids": host_ids,
        "hosts": hosts,
        "type_ids": type_ids,
        "types": types,
        "field_ids": field_ids,
        "fields": fields,
        "region_id": regions[0] if regions else None,
        "region": ties.regions.names[regions[0]] if regions else None,
        "level": ties.levels[at],
        "year": ties.listings[at].year,
        "result": (last.result or None) if last else None,
        "result_year": (last.year or None) if last else None,
        "status": _status(ties.listings[at]),
        "rosters": ties.listings[at].rosters,
        "findings": notes["findings"].get(at, []),
        "flags": notes["flags"].get(at, 0),
    }


def _issues(items: Items, run: Run, hosted: set[str]) -> None:
    """What there is to do about platforms: findings that wait, flags, hosts that no source names."""
    at, issue = items.position, items.values["issue"]
    found: dict[int, list[str]] = defaultdict(list)
    for row in run("platform_findings"):
        if (place := at.get(row["platform_id"])) is not None and row["is_waiting"]:
            issue.add("duplicate", place)
            items.values["finding"].add(row["kind"], place)
            found[place].append(row["kind"])
    flags = {
        at[row["platform_id"]]: row["flags"]
        for row in run("platform_flags")
        if row["platform_id"] in at
    }
    for place in flags:
        issue.add("flag", place)
    for place, id_ in enumerate(items.ids):
        if id_ not in hosted:
            issue.add("no_host", place)
    items.notes = {"findings": dict(found), "flags": flags}


def _hosts(run: Run, ties: Ties) -> Items:
    rows = run("host_items")
    items = _items(rows, "host", FILTERS["hosts"])
    at, hosts = items.position, ties.all_hosts
    above, regions_above = run("fields_above"), run("regions_above")
    platforms: list[list[int]] = [[] for _ in rows]
    for platform, host in hosts.pairs():
        if (place := at.get(host)) is not None:
            platforms[place].append(platform)
    types = [_of_all(ties.types, found) for found in platforms]
    fields = [_of_all(ties.fields, found) for found in platforms]
    _tie(items, "type", Tied(ties.types.names, types))
    _tie(items, "field", Tied(ties.fields.names, fields), _Above(above, "field"))
    regions = run("host_regions")
    _join(items, "region", regions, "host", "region", _Above(regions_above, "region"))
    _codes(items, "kind", ((n, row["kind"]) for n, row in enumerate(rows)))
    items.keys = {
        "platforms": [len(found) for found in platforms],
        "fields": [len(found) for found in fields],
    }
    first: dict[str, tuple[str, str]] = {}
    for row in regions:
        first.setdefault(row["host_id"], (row["region_id"], row["region"]))

    ids, names = items.ids, items.names

    def row_of(place: int) -> dict[str, Any]:
        host, region = ids[place], first.get(ids[place], (None, None))
        return {
            "host_id": host,
            "host": names[place],
            "kind": rows[place]["kind"],
            "platforms": len(platforms[place]),
            "type_ids": list(types[place]),
            "types": [ties.types.names[one] for one in types[place]],
            "fields": len(fields[place]),
            "region_id": region[0],
            "region": region[1],
            "credit_codes": ties.host_codes.get(host, []),
        }

    _pack(items)
    items.row = row_of
    return items


def _of_all(tied: Tied, platforms: list[int]) -> tuple[str, ...]:
    """The nodes of some platforms, by name."""
    found = {one for at in platforms for one in tied.of[at]}
    return tuple(sorted(found, key=lambda one: (tied.names[one], one)))


def _fields(run: Run, ties: Ties) -> Items:
    rows = run("field_items")
    items = _items(rows, "field", FILTERS["fields"])
    above_rows = run("fields_above")
    above = _Above(above_rows, "field")
    names = {row["field_id"]: row["field"] for row in rows}
    for at, row in enumerate(rows):
        for id_, name in above.chain(row["field_id"], names[row["field_id"]]).items():
            if id_ != row["field_id"]:
                items.values["above"].add(id_, at, name)
    _codes(items, "mapped", ((at, str(row["mapped"]).lower()) for at, row in enumerate(rows)))
    joined = ((one, host) for at, one in ties.fields.pairs() for host in ties.hosts.of[at])
    items.keys = {
        "platforms": _counts(items, ((one, str(at)) for at, one in ties.fields.pairs())),
        "hosts": _counts(items, joined),
        "documents": [row["documents"] for row in rows],
    }
    # A field has the platforms of its narrower ones too, as the filter of platforms finds them.
    tied = ties.fields.names
    held = {id_ for one in tied for id_ in above.chain(one, tied[one])}
    for at, row in enumerate(rows):
        has_platforms = row["field_id"] in held
        if has_platforms:
            items.values["known_from"].add("platforms", at)
        if row["documents"]:
            items.values["known_from"].add("documents", at)
        if row["documents"] and not has_platforms:
            items.values["known_from"].add("documents_only", at)
    first: dict[str, tuple[str, str]] = {}
    for row in above_rows:
        first.setdefault(row["field_id"], (row["above_id"], row["above"]))

    ids, named, keys = items.ids, items.names, items.keys

    def row_of(place: int) -> dict[str, Any]:
        up = first.get(ids[place], (None, None))
        return {
            "field_id": ids[place],
            "field": named[place],
            "above_id": up[0],
            "above": up[1],
            "platforms": keys["platforms"][place],
            "hosts": keys["hosts"][place],
            "documents": rows[place]["documents"],
            "mapped": rows[place]["mapped"],
        }

    _pack(items)
    items.row = row_of
    return items


def _types(run: Run, ties: Ties) -> Items:
    rows = run("type_items")
    items = _items(rows, "type", FILTERS["types"])
    categories = run("type_categories")
    _join(items, "category", categories, "type", "category")
    _codes(items, "level", ((at, row["level"]) for at, row in enumerate(rows)))
    rules = ((items.position.get(row["type_id"]), row["role"]) for row in run("type_rules"))
    _codes(items, "rule", ((at, role) for at, role in rules if at is not None))
    items.keys = {
        "platforms": _counts(items, ((one, str(at)) for at, one in ties.types.pairs())),
        "targets": [row["targets"] for row in rows],
        "documents": [row["documents"] for row in rows],
    }
    first: dict[str, tuple[str, str]] = {}
    for row in categories:
        first.setdefault(row["type_id"], (row["category_id"], row["category"]))

    ids, named, keys = items.ids, items.names, items.keys

    def row_of(place: int) -> dict[str, Any]:
        category = first.get(ids[place], (None, None))
        return {
            "type_id": ids[place],
            "type": named[place],
            "category_id": category[0],
            "category": category[1],
            "level": rows[place]["level"],
            "platforms": keys["platforms"][place],
            "targets": rows[place]["targets"],
            "documents": rows[place]["documents"],
        }

    _pack(items)
    items.row = row_of
    return items


def _documents(run: Run, _ties: Ties) -> Items:
    rows = run("document_items")
    items = _items(rows, "document", FILTERS["documents"])
    items.years = [_year(row) for row in rows]
    _codes(items, "kind", ((at, row["kind"]) for at, row in enumerate(rows)))
    _join(items, "issuer", run("document_issuers"), "document", "issuer")
    _codes(items, "read", ((at, _truth(row["was_read"])) for at, row in enumerate(rows)))
    flags = {row["document_id"]: row["flags"] for row in run("document_flags")}
    _codes(items, "issue", ((at, "flag") for at, id_ in enumerate(items.ids) if flags.get(id_)))
    items.keys = {
        # Those whose text was read stand together, before those that are only cited.
        "date": [(row["was_read"], row["issued_on"] or "") for row in rows],
        "platforms": [row["platforms"] for row in rows],
        "targets": [row["targets"] for row in rows],
        "flags": [flags.get(row["document_id"], 0) for row in rows],
    }
    _pack(items)
    return items


def _year(row: Mapping[str, Any]) -> int | None:
    words = str(row["issued_on"] or "")[:4]
    return int(words) if words.isdecimal() else None


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _pack(items: Items, with_none: tuple[str, ...] = ()) -> None:
    for name, values in items.values.items():
        values.pack(len(items), with_none=name in with_none)
