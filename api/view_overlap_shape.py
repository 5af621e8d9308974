"""What an address asks of the matrix of the overlap page, and the nodes that its rows and columns are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from api.view import to
from api.view_lists import whole
from graph.store import Rows

_LEVELS = ("1", "2")


@dataclass(frozen=True)
class Shape:
    """What an address asks of the matrix."""

    rows: str
    columns: str
    level: int
    by_count: bool
    least: int
    after: int

    def url(self, **changes: Any) -> str:
        """The address with some parameters changed; what is usual is left out."""
        query = {
            "rows": None if self.rows == "host" else self.rows,
            "cols": None if self.columns == "field" else self.columns,
            "level": self.level or None,
            "order": "count" if self.by_count else None,
            "min": self.least if self.least > 1 else None,
            "after": self.after or None,
        } | changes
        return to("/overlap", **query)

    def file(self, suffix: str) -> str:
        """The address of the rows as a file."""
        rows = None if self.rows == "host" else self.rows
        least = self.least if self.least > 1 else None
        return to(f"/overlap.{suffix}", rows=rows, level=self.level or None, min=least, lang=None)

    @property
    def query(self) -> str:
        """The query that the numbers come from."""
        return f"matrix_{self.rows}_field"


@dataclass(frozen=True)
class Node:
    """A host, type or field of the matrix."""

    id: str
    name: str
    platforms: int


def shape_of(args: MultiDict[str, str]) -> Shape:
    """What an address asks for; what nobody knows is as usual."""
    rows = "type" if args.get("rows") == "type" else "host"
    return Shape(
        rows=rows,
        columns="host" if rows == "host" and args.get("cols") == "host" else "field",
        level=int(args["level"]) if args.get("level") in _LEVELS else 0,
        by_count=args.get("order") == "count",
        least=max(1, whole(args, "min")),
        after=whole(args, "after"),
    )


def nodes_of(said: Rows, by: str) -> list[Node]:
    """Rows by the platforms in all their cells; a platform of two fields counts in both."""
    totals: Counter[tuple[str, str]] = Counter()
    for row in said:
        totals[row[f"{by}_id"], row[by]] += row["platforms"]
    found = [Node(id_, name, count) for (id_, name), count in totals.items()]
    return sorted(found, key=lambda one: (-one.platforms, one.name, one.id))


def fields_of(said: Rows) -> dict[str, Node]:
    """The fields of a matrix's cells, by id."""
    totals: Counter[tuple[str, str]] = Counter()
    for row in said:
        totals[row["field_id"], row["field"]] += row["platforms"]
    return {id_: Node(id_, name, count) for (id_, name), count in totals.items()}


def cell_url(shape: Shape, row_id: str, column_id: str) -> str:
    """The address of the matrix with a cell chosen."""
    return f"{shape.url(cell=f'{row_id},{column_id}')}#cell"
