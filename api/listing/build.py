"""Reads the items of the five lists from the graph: names, sort keys, and what each filter finds.

In: a way to run named queries. Out: `Items`. The filters of a list are the keys of `Items.values`; in
filters of fields and regions an item belongs to everything above its own too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from api.listing.filters import FILTERS
from api.listing.items import Items, Values
from graph.store import Rows

Run = Callable[[str], Rows]
#: Steps upwards in the taxonomy and among regions; more would be a circle.
_MOST_STEPS = 8


def build(name: str, run: Run) -> Items:
    """The items of a list of that name."""
    return {
        "platforms": _platforms,
        "hosts": _hosts,
        "fields": _fields,
        "types": _types,
        "documents": _documents,
    }[name](run)


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


def _pairs(rows: Rows, of: str, other: str) -> Iterable[tuple[str, str]]:
    return ((row[f"{of}_id"], row[f"{other}_id"]) for row in rows)


def _platforms(run: Run) -> Items:
    rows = run("platform_items")
    items = _items(rows, "platform", FILTERS["platforms"])
    items.years = [row["year"] for row in rows]
    items.keys = {"year": items.years, "rosters": [row["rosters"] for row in rows]}
    types, hosts = run("platform_types"), run("platform_hosts")
    now = [row for row in hosts if row["role"] != "former"]
    _join(items, "type", types, "platform", "type")
    _join(items, "host", now, "platform", "host")
    _join(
        items,
        "field",
        run("platform_fields"),
        "platform",
        "field",
        _Above(run("fields_above"), "field"),
    )
    _join(
        items,
        "region",
        run("platform_regions"),
        "platform",
        "region",
        _Above(run("regions_above"), "region"),
    )
    _through(items, "category", types, "platform", "type", run("type_categories"), "category")
    at = items.position
    kinds = {row["host_id"]: row["kind"] for row in run("host_items")}
    _codes(
        items,
        "host_kind",
        ((at[r["platform_id"]], kinds.get(r["host_id"])) for r in now if r["platform_id"] in at),
    )
    levels = {row["type_id"]: row["level"] for row in run("type_items")}
    _codes(items, "level", ((n, row["level"]) for n, row in enumerate(rows)))
    own = {row["platform_id"] for row in rows if row["level"]}
    _codes(
        items,
        "level",
        (
            (at[row["platform_id"]], levels.get(row["type_id"]))
            for row in types
            if row["platform_id"] in at and row["platform_id"] not in own
        ),
    )
    # Grades come oldest first: the last one stands.
    last = {row["platform_id"]: row["result"] for row in run("platform_grades")}
    _codes(items, "eval", ((at[one], result) for one, result in last.items() if one in at))
    _codes(items, "status", ((n, row["status"]) for n, row in enumerate(rows)))
    _issues(items, run, {row["platform_id"] for row in now})
    _pack(items, with_none=("eval",))
    return items


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


def _through(
    items: Items, filter_name: str, rows: Rows, of: str, by: str, further: Rows, column: str
) -> None:
    """Items have the values of what they are joined to."""
    known: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in further:
        known[row[f"{by}_id"]].append((row[f"{column}_id"], row[column]))
    for row in rows:
        if (at := items.position.get(row[f"{of}_id"])) is not None:
            for one, name in known.get(row[f"{by}_id"], ()):
                items.values[filter_name].add(one, at, name)


def _hosts(run: Run) -> Items:
    rows = run("host_items")
    items = _items(rows, "host", FILTERS["hosts"])
    hosts = run("platform_hosts")
    fields, types = run("platform_fields"), run("platform_types")
    platforms: dict[str, list[str]] = defaultdict(list)
    for row in hosts:
        platforms[row["platform_id"]].append(row["host_id"])

    def of_hosts(found: Rows) -> Rows:
        return [
            {**row, "host_id": host}
            for row in found
            for host in platforms.get(row["platform_id"], ())
        ]

    fields_of_hosts = of_hosts(fields)
    above = _Above(run("fields_above"), "field")
    _join(items, "type", of_hosts(types), "host", "type")
    _join(items, "field", fields_of_hosts, "host", "field", above)
    regions = _Above(run("regions_above"), "region")
    _join(items, "region", run("host_regions"), "host", "region", regions)
    _codes(items, "kind", ((at, row["kind"]) for at, row in enumerate(rows)))
    items.keys = {
        "platforms": _counts(items, _pairs(hosts, "host", "platform")),
        "fields": _counts(items, _pairs(fields_of_hosts, "host", "field")),
    }
    _pack(items)
    return items


def _fields(run: Run) -> Items:
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
    fields = run("platform_fields")
    hosts: dict[str, list[str]] = defaultdict(list)
    for row in run("platform_hosts"):
        if row["role"] != "former":
            hosts[row["platform_id"]].append(row["host_id"])
    joined = (
        (row["field_id"], host) for row in fields for host in hosts.get(row["platform_id"], ())
    )
    platforms = _counts(items, _pairs(fields, "field", "platform"))
    items.keys = {
        "platforms": platforms,
        "hosts": _counts(items, joined),
        "documents": [row["documents"] for row in rows],
    }
    # A field has the platforms of its narrower ones too, as the filter of platforms finds them.
    held = {id_ for row in fields for id_ in above.chain(row["field_id"], row["field"])}
    for at, row in enumerate(rows):
        has_platforms = row["field_id"] in held
        if has_platforms:
            items.values["known_from"].add("platforms", at)
        if row["documents"]:
            items.values["known_from"].add("documents", at)
        if row["documents"] and not has_platforms:
            items.values["known_from"].add("documents_only", at)
    _pack(items)
    return items


def _types(run: Run) -> Items:
    rows = run("type_items")
    items = _items(rows, "type", FILTERS["types"])
    _join(items, "category", run("type_categories"), "type", "category")
    _codes(items, "level", ((at, row["level"]) for at, row in enumerate(rows)))
    rules = ((items.position.get(row["type_id"]), row["role"]) for row in run("type_rules"))
    _codes(items, "rule", ((at, role) for at, role in rules if at is not None))
    items.keys = {
        "platforms": _counts(items, _pairs(run("platform_types"), "type", "platform")),
        "targets": [row["targets"] for row in rows],
        "documents": [row["documents"] for row in rows],
    }
    _pack(items)
    return items


def _documents(run: Run) -> Items:
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
