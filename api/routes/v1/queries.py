"""Named queries, and Cypher of users."""

from __future__ import annotations

import math
from typing import Any

from apiflask import APIBlueprint
from flask import request
from pydantic import Field

from api import access, payload, user_cypher
from api.asked import Asked, AskedAsOf, Text, asked, body, takes, takes_body
from api.asof import PARAMETER
from api.errors import BadRequest
from graph.queries import NamedQuery, described, library

_INT64 = 2**63


class CypherAsked(Asked):
    """A reading statement."""

    cypher: Text = Field(min_length=1, max_length=10_000)
    parameters: dict[str, Any] = Field({}, max_length=100)
    limit: int = Field(1000, ge=1, le=user_cypher.MOST_ROWS, strict=True)


def add_to(v1: APIBlueprint) -> None:
    """Add the routes."""

    @v1.get("/queries")
    def queries() -> dict[str, Any]:
        """全部命名查询。 All named queries with their parameters and result columns."""
        asked(Asked)
        return {"queries": [described(query) for query in library()]}

    @v1.get("/queries/<name>")
    @takes(AskedAsOf)
    def query(name: str) -> dict[str, Any]:
        """运行命名查询。 Run a named query; its parameters are the address's."""
        wanted = library()[name]
        return described(wanted) | {"rows": payload.run(name, **values_of(wanted))}

    @v1.post("/cypher")
    @takes_body(CypherAsked)
    @v1.doc(responses={403: "Not for readers."}, security="token")
    def cypher() -> dict[str, Any]:
        """运行只读 Cypher。 Run a reading Cypher statement; for token holders, 10 s, `limit` rows."""
        access.require_token()
        given = body(CypherAsked)
        rows, more = user_cypher.run(
            payload.current_store(), given.cypher, given.parameters, given.limit
        )
        return {"rows": rows, "more": more}


def values_of(wanted: NamedQuery) -> dict[str, Any]:
    """The address's values for a named query, as it takes them. Raises BadRequest, BadParameter."""
    kinds = {parameter.name: parameter.kind for parameter in wanted.parameters}
    given: dict[str, Any] = {}
    for key, words in request.args.lists():
        if key == PARAMETER:
            continue
        if any("\0" in word for word in words):
            raise BadRequest({key: ["has a character that no text holds"]})
        if kinds.get(key) != "strings" and len(words) > 1:
            raise BadRequest({key: ["given more than once"]})
        given[key] = words if kinds.get(key) == "strings" else words[0]
    checked(wanted, given)
    return given


def checked(wanted: NamedQuery, given: dict[str, Any]) -> None:
    """Refuse values that a store cannot take. Raises BadRequest, BadParameter."""
    for key, value in wanted.bind(given).items():
        if isinstance(value, float) and not math.isfinite(value):
            raise BadRequest({key: ["is no finite number"]})
        least = 0 if key in ("skip", "limit") else -_INT64
        if isinstance(value, int) and not least <= value < _INT64:
            raise BadRequest({key: ["is out of range"]})
