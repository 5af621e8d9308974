"""The matrix of the overlap page: host units (or platform types) by fields, or host units by host units.

In: the address: `rows=host|type`, `cols=field|host`, `level=1|2` (fields of that level of the taxonomy
instead of those that rosters name), `order=count` (most platforms first; else similar rows stand
together), `min` (least number in a cell), `after` (rows before the page), `cell=<row>,<column>`. Out: a
`Matrix` of the rows and columns with the most platforms, and the cell that was chosen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt

from werkzeug.datastructures import MultiDict

from api import payload
from api.view_overlap_cell import Chosen, Counts, Near, chosen_cell
from api.view_overlap_shape import Node, Shape, cell_url, fields_of, nodes_of, shape_of
from graph.store import Rows

LABELS = {"host": "HostUnit", "type": "PlatformType", "field": "Field"}
LEAST = (1, 2, 3, 5)
_MOST_CELLS = 50_000
_MOST_PAIRS = 20_000
_ROWS_SHOWN = 25
_COLUMNS_SHOWN = 17
_DEPTHS = 8
_DENSEST = 6


@dataclass(frozen=True)
class Cell:
    """The number of a row and a column; `depth` 1 to 8; 0: an empty cell."""

    count: int
    depth: int
    url: str
    is_chosen: bool
    has_findings: bool


@dataclass
class Matrix:
    """All that the template shows."""

    shape: Shape
    rows: list[tuple[Node, list[Cell]]]
    columns: list[Node]
    sums: list[int]
    all_rows: int
    all_columns: int
    most: int
    chosen: Chosen | None
    densest: list[Near]

    @property
    def label(self) -> str:
        """The label of the rows' nodes."""
        return LABELS[self.shape.rows]

    @property
    def column_label(self) -> str:
        """The label of the columns' nodes."""
        return LABELS[self.shape.columns]

    @property
    def previous(self) -> str:
        """The address of the rows before, or nothing."""
        after = self.shape.after
        return self.shape.url(after=max(0, after - _ROWS_SHOWN) or None) if after else ""

    @property
    def next(self) -> str:
        """The address of the rows after, or nothing."""
        end = self.shape.after + len(self.rows)
        return self.shape.url(after=end) if end < self.all_rows else ""

    @property
    def steps(self) -> list[tuple[int, int]]:
        """Depths for the legend, each with a number that is drawn so."""
        numbers = sorted({1, *(max(1, round(self.most * part)) for part in (0.25, 0.5, 1))})
        return [(_depth(number, self.most), number) for number in numbers]


def matrix(args: MultiDict[str, str]) -> Matrix:
    """The matrix that an address asks for."""
    shape = shape_of(args)
    said = payload.kept(shape.query, min=1, level=shape.level, limit=_MOST_CELLS)
    nodes = nodes_of(said, shape.rows)
    page = nodes[shape.after : shape.after + _ROWS_SHOWN]
    counts = {(row[f"{shape.rows}_id"], row["field_id"]): row["platforms"] for row in said}
    order = page if shape.by_count else _by_likeness(page, counts)
    if shape.columns == "host":
        shared = _shared_fields(said)
        columns, cells = (
            order[:_COLUMNS_SHOWN],
            {pair: len(fields) for pair, fields in shared.items()},
        )
        all_columns = len(nodes)
    else:
        columns, cells = _columns(said, shape.rows, order), counts
        all_columns = len({row["field_id"] for row in said})
    cells = {pair: count for pair, count in cells.items() if count >= shape.least}
    most = max(cells.values(), default=1)
    outlined = _with_findings() if shape.rows == "host" and not shape.level else set()
    chosen = chosen_cell(shape, args.get("cell", ""), nodes, said, cells)
    return Matrix(
        shape=shape,
        rows=[
            (row, [_cell(shape, row, one, cells, most, chosen, outlined) for one in columns])
            for row in order
        ],
        columns=columns,
        sums=[sum(cells.get((row.id, one.id), 0) for row in order) for one in columns],
        all_rows=len(nodes),
        all_columns=all_columns,
        most=most,
        chosen=chosen,
        densest=_densest(shape, nodes, said, cells, chosen),
    )


# Rows, columns and their order


def _columns(said: Rows, by: str, rows: list[Node]) -> list[Node]:
    """The fields with the most platforms among the rows shown, each near the row that has most of it, so
    that what belongs together stands together."""
    totals: Counter[tuple[str, str]] = Counter()
    main: dict[str, tuple[int, str]] = {}
    shown = {node.id for node in rows}
    for row in said:
        if row[f"{by}_id"] in shown:
            totals[row["field_id"], row["field"]] += row["platforms"]
            held = (row["platforms"], row[f"{by}_id"])
            main[row["field_id"]] = max(main.get(row["field_id"], (0, "")), held)
    found = [Node(id_, name, count) for (id_, name), count in totals.items()]
    found.sort(key=lambda one: (-one.platforms, one.name, one.id))
    place = {node.id: at for at, node in enumerate(rows)}
    return sorted(
        found[:_COLUMNS_SHOWN],
        key=lambda one: (place[main[one.id][1]], -one.platforms, one.name),
    )


def _by_likeness(rows: list[Node], counts: Counts) -> list[Node]:
    """The rows so that each stands after the one most like it: from the largest on, by the cosine of
    their numbers in all fields."""
    vectors: dict[str, dict[str, int]] = {row.id: {} for row in rows}
    for (row_id, field_id), count in counts.items():
        if row_id in vectors:
            vectors[row_id][field_id] = count
    left, order = list(rows), list[Node]()
    while left:
        last = vectors[order[-1].id] if order else {}
        best = max(left, key=lambda one: _cosine(last, vectors[one.id])) if order else left[0]
        order.append(best)
        left.remove(best)
    return order


def _cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    together = sum(count * other[key] for key, count in one.items() if key in other)
    lengths = sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return together / lengths if lengths else 0.0


def _shared_fields(said: Rows) -> dict[tuple[str, str], list[str]]:
    """The fields in which both of two hosts have platforms."""
    by_field: dict[str, list[str]] = defaultdict(list)
    for row in said:
        by_field[row["field_id"]].append(row["host_id"])
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for field_id, hosts in by_field.items():
        for one in hosts:
            for other in hosts:
                if one != other:
                    shared[one, other].append(field_id)
    return shared


# Cells


def _cell(
    shape: Shape,
    row: Node,
    column: Node,
    cells: Counts,
    most: int,
    chosen: Chosen | None,
    outlined: set[tuple[str, str]],
) -> Cell:
    count = cells.get((row.id, column.id), 0)
    return Cell(
        count=count,
        depth=_depth(count, most),
        url=cell_url(shape, row.id, column.id),
        is_chosen=chosen is not None and (chosen.row.id, chosen.column.id) == (row.id, column.id),
        has_findings=(row.id, column.id) in outlined,
    )


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


def _densest(
    shape: Shape, nodes: list[Node], said: Rows, cells: Counts, chosen: Chosen | None
) -> list[Near]:
    """The cells with the highest numbers; of two hosts each pair once."""
    names = {node.id: node for node in nodes} | fields_of(said)
    at = (chosen.row.id, chosen.column.id) if chosen else None
    once = (pair for pair in cells if shape.columns == "field" or pair[0] < pair[1])
    best = sorted(once, key=lambda pair: (-cells[pair], names[pair[0]].name, names[pair[1]].name))
    return [
        Near(
            names[row],
            names[column],
            cells[row, column],
            cell_url(shape, row, column),
            (row, column) == at,
        )
        for row, column in best[:_DENSEST]
    ]
