"""As of what day a request asks: `asof` of its address, and what of the sources counts by then."""

from __future__ import annotations

from dataclasses import dataclass

from apiflask import APIFlask
from flask import Response, current_app, g, has_request_context, request

from graph.asof import AsOf, SourceDate
from graph.errors import BadParameter
from graph.seen import sources_dated
from graph.store import Rows, Store

PARAMETER = "asof"


def as_of() -> AsOf | None:
    """The day that the address names; None where it names none. Raises BadAsOf, BadParameter."""
    if not has_request_context():
        return None
    if "as_of" not in g:
        given = request.args.getlist(PARAMETER)
        g.as_of = None  # the page that tells of a bad one is of no day
        if len(given) > 1:
            raise BadParameter("asof 只能写一次。", "asof may be given once only.")
        g.as_of = AsOf.parse(given[0]) if given and given[0] else None
    asked: AsOf | None = g.as_of
    return asked


@dataclass(frozen=True)
class Counted:
    """What counts as of a day: `sources` so many; `later` ones came after it; the `undated` are unsure and
    left out."""

    as_of: AsOf | None
    sources: int
    later: int
    undated: list[SourceDate]


def counted() -> Counted:
    """What counts as of the request's day."""
    day = as_of()
    dated = sources_dated(_store())
    undated = [one for one in dated if one.day is None]
    if day is None:
        return Counted(None, len(dated), 0, [])
    known = [one for one in dated if one.day is not None and day.includes(one.day)]
    return Counted(day, len(known), len(dated) - len(known) - len(undated), undated)


def decided_by_then(rows: Rows) -> Rows:
    """Of what persons decided, what was decided by the request's day, to its end (UTC)."""
    day = as_of()
    return [row for row in rows if day is None or day.includes(row["decided_on"][:10])]


def years() -> list[str]:
    """The years that sources are of, the latest first."""
    return sorted({one.day[:4] for one in sources_dated(_store()) if one.day}, reverse=True)


def _store() -> Store:
    store = current_app.extensions["pingtai.store"]
    assert isinstance(store, Store)
    return store


def register_as_of(app: APIFlask) -> None:
    """Let answers of the API say as of what day they are, and how many sources without a date they leave
    out."""

    @app.after_request
    def tell(response: Response) -> Response:
        is_told = request.path.startswith("/api/v1/") and response.status_code == 200
        if is_told and (day := g.get("as_of")) is not None:
            response.headers["Pingtai-As-Of"] = day.text
            response.headers["Pingtai-Undated"] = str(len(counted().undated))
        return response
