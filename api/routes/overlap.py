"""The overlap page: a matrix, the same as a list, and its rows as files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from api import payload
from api.exports.answers import table_answer
from api.view_lists import PAGE, pairs, whole
from api.view_overlap import LEAST, matrix
from api.view_overlap_beside import beside
from api.view_overlap_shape import shape_of
from graph.queries import library
from graph.store import Rows

overlap = Blueprint("overlap", __name__)

_MOST_CELLS = 50_000
#: How many of a list beside the matrix are shown before the rest is counted.
_LISTED = 12
_FILES = "any(json,csv,xlsx)"


@overlap.get("/overlap")
def page() -> str:
    """Hosts or types by fields; with `as=table`, several platforms of one host in one field as a list."""
    if request.args.get("as") == "table":
        least = _least()
        rows = payload.kept("overlap_by_host_and_field", min=least, limit=_MOST_CELLS)
        return _render("overlap_table.html", least=least, pairs=pairs, **_turned(rows))
    return _render(
        "overlap.html",
        matrix=matrix(request.args),
        beside=beside(),
        least=[(one, str(one)) for one in LEAST],
        most=_LISTED,
    )


@overlap.get(f"/overlap.<{_FILES}:suffix>")
def file(suffix: str) -> Response:
    """The rows of the matrix, or those of the list, as a file."""
    if request.args.get("as") == "table":
        name, rows = (
            "overlap_by_host_and_field",
            payload.run("overlap_by_host_and_field", min=_least(), limit=_MOST_CELLS),
        )
    else:
        shape = shape_of(request.args)
        name = shape.query
        rows = payload.run(name, min=shape.least, level=shape.level, limit=_MOST_CELLS)
    return table_answer("overlap", suffix, library()[name].columns, [rows])


def _least() -> int:
    return max(2, whole(request.args, "min") or 2)


def _turned(rows: Rows) -> dict[str, Any]:
    """The page of the list that the address asks for."""
    after = whole(request.args, "after")
    shown = rows[after : after + PAGE]
    return {
        "rows": shown,
        "total": len(rows),
        "after": after,
        "page_size": PAGE,
        "view_first": after + 1 if shown else 0,
        "view_last": after + len(shown),
    }


def _render(template: str, **values: Any) -> str:
    updated = payload.graph_version()[1]
    return render_template(template, section="overlap", updated_at=updated, **values)
