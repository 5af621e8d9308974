"""The cell of the matrix that an address chooses: its platforms with what is found about them, or the
fields that two hosts share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from api import payload
from api.view import to
from api.view_findings import Finding, finding_of
from api.view_overlap_shape import Node, Shape, cell_url, fields_of
from graph.store import Rows

_MOST_PAIRS = 20_000
_SHOWN_FINDINGS = 12
_OTHERS = 6

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Near:
    """Another cell, with its address and number."""

    row: Node
    column: Node
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Chosen:
    """The cell that the address chooses: its platforms with what is found about each."""

    row: Node
    column: Node
    platforms: Rows
    badges: Mapping[str, list[Finding]]
    findings: list[Finding]
    total: int
    waiting: int
    list_url: str
    platforms_url: str
    graph_url: str
    #: Of a cell of two hosts: the fields of both, each with both numbers.
    shared: list[tuple[Node, int, int]]
    others: list[Near]

    @property
    def years(self) -> list[int]:
        """First and last year of recognition, as far as rosters say."""
        known = [row["year"] for row in self.platforms if row["year"]]
        return sorted({min(known), max(known)}) if known else []

    @property
    def types(self) -> int:
        """How many types the platforms are of."""
        return len({one for row in self.platforms for one in row["types"]})


def chosen_cell(
    shape: Shape, cell: str, nodes: list[Node], said: Rows, cells: Counts
) -> Chosen | None:
    """The cell as `<row>,<column>`; None where the matrix has no such cell."""
    row_id, _, column_id = cell.partition(",")
    if (row_id, column_id) not in cells:
        return None
    names = {node.id: node for node in nodes} | fields_of(said)
    row, column = names[row_id], names[column_id]
    if shape.columns == "host":
        return _two_hosts(row, column, said)
    wanted = {f"{shape.rows}_id": row_id, "field_id": column_id}
    findings = [finding_of(one) for one in payload.kept("findings", limit=_MOST_PAIRS, **wanted)]
    platforms = payload.kept("platforms_of_cell", level=shape.level, **wanted)
    inside = {one["platform_id"] for one in platforms}
    badges: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        for id_, _ in one.sides:
            if id_ in inside:
                badges[id_].append(one)
    filters = {shape.rows: row_id, "field": column_id}
    others = [
        Near(names[a], column, count, cell_url(shape, a, column_id), is_chosen=False)
        for (a, b), count in sorted(
            cells.items(), key=lambda item: (-item[1], names[item[0][0]].name)
        )
        if b == column_id and a != row_id
    ]
    return Chosen(
        row=row,
        column=column,
        platforms=platforms,
        badges=badges,
        findings=findings[:_SHOWN_FINDINGS],
        total=len(findings),
        waiting=sum(one.is_waiting for one in findings),
        list_url=to("/duplicates", **filters),
        platforms_url=to("/platforms", **filters),
        graph_url=to("/graph", seed=[row_id, column_id]),
        shared=[],
        others=others[:_OTHERS],
    )


def _two_hosts(row: Node, column: Node, said: Rows) -> Chosen:
    """The fields that two hosts share; the findings about both stand on each field's own cell."""
    fields = fields_of(said)
    numbers: dict[str, dict[str, int]] = {row.id: {}, column.id: {}}
    for one in said:
        if one["host_id"] in numbers:
            numbers[one["host_id"]][one["field_id"]] = one["platforms"]
    left, right = numbers[row.id], numbers[column.id]
    shared = [(fields[id_], left[id_], right[id_]) for id_ in left if id_ in right]
    shared.sort(key=lambda item: (-(item[1] + item[2]), item[0].name))
    return Chosen(
        row=row,
        column=column,
        platforms=[],
        badges={},
        findings=[],
        total=0,
        waiting=0,
        list_url=to("/duplicates", host=row.id),
        platforms_url=to("/platforms", host=row.id),
        graph_url=to("/graph", seed=[row.id, column.id]),
        shared=shared,
        others=[],
    )
