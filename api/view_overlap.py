"""The overlap page: a matrix of host units (or platform types) by fields, and what stands out in it.

In: the address, `rows=host|type`, `after` (rows before the page), `cell=<row>,<field>`. Out: a `Matrix`,
whose rows and columns are those with the most platforms, and the cell that was chosen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log
from typing import Any

from werkzeug.datastructures import MultiDict

from api import payload
from api.view import to
from api.view_facts import Quote, Sources
from api.view_findings import Finding, finding_of
from api.view_lists import whole
from graph.store import Rows

ROWS = {"host": "HostUnit", "type": "PlatformType"}
_MOST_CELLS = 50_000
_MOST_PAIRS = 20_000
_ROWS_SHOWN = 25
_FIELDS_SHOWN = 26
_LEADING_SHOWN = 18
_DEPTHS = 8
#: How many of a list below the matrix are shown before the rest is counted.
LISTED = 12
_SHOWN_FINDINGS = 12


@dataclass(frozen=True)
class Node:
    """A host, type or field of the matrix."""

    id: str
    name: str
    platforms: int


@dataclass(frozen=True)
class Cell:
    """How many platforms a row has in a field; `depth` 1 to 8; 0 platforms: an empty cell."""

    platforms: int
    depth: int
    url: str
    is_chosen: bool
    has_findings: bool


@dataclass(frozen=True)
class Chosen:
    """The cell that the address chooses."""

    row: Node
    field: Node
    platforms: Rows
    findings: list[Finding]
    total: int
    list_url: str


@dataclass(frozen=True)
class Closed:
    """A platform of a type that is not to be built any more, or is to be converted."""

    platform: tuple[str, str]
    type: tuple[str, str]
    #: Rules about the type, each with the type it is to become, if one, and the words that say so.
    rules: list[tuple[tuple[str, str] | None, Quote | None]]


@dataclass
class Matrix:
    """All that the template shows."""

    by: str
    label: str
    rows: list[tuple[Node, list[Cell]]]
    fields: list[Node]
    all_rows: int
    all_fields: int
    after: int
    chosen: Chosen | None
    leading: list[tuple[Node, Rows]] = field(default_factory=list)
    #: Clusters of platforms that findings join, and hosts that join communities, as analytics left them.
    clusters: Rows = field(default_factory=list)
    bridges: Rows = field(default_factory=list)
    unserved: list[tuple[tuple[str, str], list[Quote]]] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)

    def at(self, **changes: Any) -> str:
        """The address of this matrix with some parameters changed."""
        return _at(self.by, self.after, **changes)

    @property
    def previous(self) -> str:
        """The address of the rows before, or nothing."""
        return self.at(after=max(0, self.after - _ROWS_SHOWN) or None) if self.after else ""

    @property
    def next(self) -> str:
        """The address of the rows after, or nothing."""
        end = self.after + len(self.rows)
        return self.at(after=end) if end < self.all_rows else ""


def _at(by: str, after: int, /, **changes: Any) -> str:
    query = {"rows": by, "after": after or None, "cell": None} | changes
    if query["rows"] == "host":
        query["rows"] = None
    return to("/overlap", **query)


def matrix(args: MultiDict[str, str]) -> Matrix:
    """The matrix that an address asks for."""
    by = args.get("rows", "host")
    by = by if by in ROWS else "host"
    after = whole(args, "after")
    cells = payload.kept(f"matrix_{by}_field", min=1, limit=_MOST_CELLS)
    nodes = _nodes(cells, by)
    shown = nodes[after : after + _ROWS_SHOWN]
    fields = _fields(cells, by, shown)
    counts = {(row[f"{by}_id"], row["field_id"]): row["platforms"] for row in cells}
    chosen = _chosen(by, args.get("cell", ""), counts, cells)
    outlined = _with_findings() if by == "host" else set()
    most = max(counts.values(), default=1)
    rows = [
        (
            node,
            [
                _cell(
                    by, after, node, one, counts.get((node.id, one.id), 0), most, chosen, outlined
                )
                for one in fields
            ],
        )
        for node in shown
    ]
    return Matrix(
        by=by,
        label=ROWS[by],
        rows=rows,
        fields=fields,
        all_rows=len(nodes),
        all_fields=len({row["field_id"] for row in cells}),
        after=after,
        chosen=chosen,
        leading=_leading(),
        clusters=_clusters(),
        bridges=payload.kept("bridging_hosts", limit=_LEADING_SHOWN),
        unserved=_unserved(),
        closed=_closed(),
    )


def _nodes(cells: Rows, by: str) -> list[Node]:
    """Rows by the platforms in all their cells; a platform of two fields counts in both."""
    totals: Counter[tuple[str, str]] = Counter()
    for row in cells:
        totals[row[f"{by}_id"], row[by]] += row["platforms"]
    found = [Node(id_, name, count) for (id_, name), count in totals.items()]
    return sorted(found, key=lambda one: (-one.platforms, one.name, one.id))


def _fields(cells: Rows, by: str, rows: list[Node]) -> list[Node]:
    """The fields with the most platforms among the rows shown, each near the row that has most of it, so
    that what belongs together stands together."""
    totals: Counter[tuple[str, str]] = Counter()
    main: dict[str, tuple[int, str]] = {}
    shown = {node.id for node in rows}
    for row in cells:
        if row[f"{by}_id"] in shown:
            totals[row["field_id"], row["field"]] += row["platforms"]
            held = (row["platforms"], row[f"{by}_id"])
            main[row["field_id"]] = max(main.get(row["field_id"], (0, "")), held)
    found = [Node(id_, name, count) for (id_, name), count in totals.items()]
    found.sort(key=lambda one: (-one.platforms, one.name, one.id))
    shown_fields = found[:_FIELDS_SHOWN]
    place = {node.id: at for at, node in enumerate(rows)}
    return sorted(shown_fields, key=lambda one: (place[main[one.id][1]], -one.platforms, one.name))


def _cell(
    by: str,
    after: int,
    node: Node,
    one: Node,
    count: int,
    most: int,
    chosen: Chosen | None,
    outlined: set[tuple[str, str]],
) -> Cell:
    depth = _depth(count, most)
    is_chosen = chosen is not None and (chosen.row.id, chosen.field.id) == (node.id, one.id)
    url = f"{_at(by, after, cell=f'{node.id},{one.id}')}#cell"
    return Cell(count, depth, url, is_chosen, (node.id, one.id) in outlined)


def _depth(count: int, most: int) -> int:
    """How deep a cell's colour is: by the logarithm, so that one large cell leaves the others apart."""
    if not count:
        return 0
    return 1 + round((_DEPTHS - 1) * log(count) / log(most)) if most > 1 else _DEPTHS


def _with_findings() -> set[tuple[str, str]]:
    """Cells of host and field with two platforms that may be duplicates and were not rejected."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for kind in ("D1", "D2"):
        for row in payload.kept("findings", kind=kind, limit=_MOST_PAIRS):
            if row["status"] != "rejected":
                pairs[row["a_id"]].add(row["b_id"])
    together = payload.kept("overlap_by_host_and_field", min=2, limit=_MOST_CELLS)
    return {
        (row["host_id"], row["field_id"])
        for row in together
        if any(pairs[one] & set(row["platform_ids"]) for one in row["platform_ids"] if one in pairs)
    }


def _chosen(by: str, cell: str, counts: dict[tuple[str, str], int], cells: Rows) -> Chosen | None:
    row_id, _, field_id = cell.partition(",")
    found = next(
        (row for row in cells if (row[f"{by}_id"], row["field_id"]) == (row_id, field_id)), None
    )
    if found is None:
        return None
    wanted = {f"{by}_id": row_id, "field_id": field_id}
    rows = payload.kept("findings", limit=_SHOWN_FINDINGS, **wanted)
    count = counts[row_id, field_id]
    return Chosen(
        row=Node(row_id, found[by], count),
        field=Node(field_id, found["field"], count),
        platforms=payload.kept("platforms_of_cell", **wanted),
        findings=[finding_of(row) for row in rows],
        total=rows[0]["total"] if rows else 0,
        list_url=to("/duplicates", **{by: row_id, "field": field_id}),
    )


def _leading() -> list[tuple[Node, Rows]]:
    """Fields with more than one host, those with the most platforms at one host first."""
    by_field: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in payload.kept("leading_hosts_by_field", top=3, limit=_MOST_CELLS):
        by_field[row["field_id"], row["field"]].append(row)
    found = [
        (Node(id_, name, max(row["platforms"] for row in rows)), rows)
        for (id_, name), rows in by_field.items()
    ]
    found.sort(key=lambda one: (-one[0].platforms, -len(one[1]), one[0].name))
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
    rows = payload.kept("fields_without_platforms", limit=_MOST_CELLS)
    sources = Sources(row["source_id"] for row in rows)
    found: dict[tuple[str, str], list[Quote]] = {}
    for row in rows:
        quotes = found.setdefault((row["field_id"], row["field"]), [])
        if (quote := sources.quote({**row, "cell": None}, "field")) is not None:
            quotes.append(quote)
    return list(found.items())


def _closed() -> list[Closed]:
    """Platforms of closed types, each once for a type, with one quote a rule."""
    rows = payload.kept("platforms_of_closed_types", limit=_MOST_CELLS)
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
