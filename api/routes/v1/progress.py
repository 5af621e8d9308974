"""One target with its sum, line by line; and the matrices of hosts or types by fields."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from api import list_models, payload
from api.asked import AskedAsOf, asked, takes
from api.lists import target_rows
from graph.errors import NotFound
from graph.progress import if_merged, progress_of_targets

_PLACE = ("source_id", "document_id", "document", "issued_on", "start", "end")
_MOST_CELLS = 10_000


class Place(BaseModel):
    """Where a document says so: offsets in the text of its source."""

    source_id: str
    document_id: str
    document: str
    issued_on: str | None
    start: int
    end: int


class Line(Place):
    """A platform that counts; `year` is that of its recognition, `event` what ended it."""

    platform_id: str
    platform: str
    year: int | None
    event: str | None


class Ended(Line):
    """A platform that was listed and does not count any more, and what ended it where."""

    ended: str
    ended_at: Place


class Step(Place):
    """What a document adds or takes away; the changes of all steps add up to what is counted."""

    event: str
    change: int


class Pair(BaseModel):
    """An open finding among the counted platforms; a D4 would make the count one less."""

    finding_id: str
    kind: str
    suggestion: str | None
    a_id: str
    a: str
    b_id: str
    b: str


class TargetSum(list_models.TargetRow):
    """A target and its sum; where nothing is held against it, `not_counted` says why. Lines of a doubted
    number are what rosters give, whatever the number is."""

    standing: str | None
    gap: int | None = Field(
        description="还差多少，超出为负。 How many are missing; below 0: beyond."
    )
    lines: list[Line]
    ended: list[Ended]
    steps: list[Step]
    open_pairs: list[Pair]
    if_merged: int | None = Field(description="同一平台合并后的数。 The count with D4 merged.")


class MatrixAsked(AskedAsOf):
    """Which cells."""

    level: int = Field(
        0,
        ge=0,
        le=2,
        description="1、2：归到该级领域；0：名单所写的领域。 Fields of that level; 0: as rosters say.",
    )
    min: int = Field(1, ge=1, le=100_000, description="一格至少几个平台。 Least number of a cell.")
    limit: int = Field(
        500, ge=1, le=_MOST_CELLS, description="格数，多者先。 Cells, fullest first."
    )


class MatrixCell(BaseModel):
    """Platforms of a host unit (or of a type) in a field."""

    row_id: str
    row: str
    field_id: str
    field: str
    platforms: int


class Matrix(BaseModel):
    """The cells that are not empty; `more` says that there are others."""

    more: bool
    items: list[MatrixCell]


def add_to(v1: APIBlueprint) -> None:
    """Add the routes."""

    @v1.get("/targets/<target_id>")
    @takes(AskedAsOf)
    @v1.output(TargetSum)
    def target(target_id: str) -> dict[str, Any]:
        """一项目标的进度，逐项列出来源。 A target with its sum, line by line, each with its source."""
        asked(AskedAsOf)
        return _sum(target_id)

    @v1.get("/matrices/<any(host,type):rows>-field")
    @takes(MatrixAsked)
    @v1.output(Matrix)
    def matrix(rows: str) -> dict[str, Any]:
        """依托单位（或平台类型）× 领域的平台数。 Platforms of hosts (or types) by fields."""
        wanted = asked(MatrixAsked)
        given = {"min": wanted.min, "level": wanted.level, "limit": wanted.limit + 1}
        cells = payload.run(f"matrix_{rows}_field", **given)
        return {
            "more": len(cells) > wanted.limit,
            "items": [
                {**cell, "row_id": cell[f"{rows}_id"], "row": cell[rows]}
                for cell in cells[: wanted.limit]
            ],
        }


def _sum(target_id: str) -> dict[str, Any]:
    store = payload.current_store()
    rows = target_rows(store, [target_id])
    if not rows:
        raise NotFound(f"没有目标 {target_id}。", f"There is no target {target_id}.")
    (held,) = progress_of_targets(store, {target_id})
    standing = held.standing
    return {
        **rows[0],
        "standing": standing.state if standing else None,
        "gap": standing.gap if standing else None,
        "lines": [_line(row) for row in held.lines or ()],
        "ended": [_ended(row) for row in held.ended],
        "steps": [asdict(step) for step in held.steps],
        "open_pairs": held.pairs,
        "if_merged": None if held.lines is None else if_merged(held, held.double_records),
    }


def _line(row: dict[str, Any]) -> dict[str, Any]:
    given = {"year": row.get("year"), "event": row.get("event")}
    return {key: row[key] for key in ("platform_id", "platform", *_PLACE)} | given


def _ended(row: dict[str, Any]) -> dict[str, Any]:
    place = {key: row[f"ended_{key}"] for key in _PLACE}
    return {**_line(row), "ended": row["ended"], "ended_at": place}
