"""What persons read where a source is damaged."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from api import access, payload, reviews
from api.asked import Asked, AskedAsOf, Text, asked, body, takes, takes_body
from api.asof import decided_by_then

_SCOPE = "review"


class ReviewAsked(Asked):
    """How a person reads a doubtful place; `printed` is the words that the flag stands on."""

    about: Text = Field(min_length=1, max_length=200, description="节点标识。 Id of the node.")
    flag: Text = Field(min_length=1, max_length=80, description="旗标。 Flag, as /flags has it.")
    printed: Text = Field(min_length=1, max_length=2000, description="原文。 The printed words.")
    reading: Text = Field(min_length=1, max_length=80, description="读法。 The reading.")
    note: Text | None = Field(None, max_length=2000)
    reviewer: Text | None = Field(
        None, max_length=80, description="A token with a name decides in that name."
    )


class Review(BaseModel):
    """A reading that is kept beside the printed words."""

    judgement_id: str
    about: str
    flag: str
    printed: str
    reading: str
    reviewer: str
    decided_on: str
    note: str | None


class Reviews(BaseModel):
    """All readings, oldest first."""

    total: int
    items: list[Review]


def add_to(v1: APIBlueprint) -> None:
    """Add the routes."""

    @v1.get("/reviews")
    @takes(AskedAsOf)
    @v1.output(Reviews)
    def all_reviews() -> dict[str, Any]:
        """全部核定的读法；带 asof 时只列那时已核定的。 All readings, or those given by then, oldest first."""
        asked(AskedAsOf)
        rows = decided_by_then(list(reviews.given().values()))
        return {"total": len(rows), "items": rows}

    @v1.post("/reviews")
    @takes_body(ReviewAsked)
    @v1.output(Review, status_code=201)
    @v1.doc(responses={403: "Another scope is needed.", 404: "No such doubt."}, security="token")
    def review() -> dict[str, Any]:
        """核定一处存疑。 Keep a reading beside the printed words; the one before is replaced."""
        access.require(_SCOPE)
        given = body(ReviewAsked)
        place = reviews.place_of(given.about, given.flag, given.printed)
        by = access.decider(given.reviewer)
        made = reviews.keep(place, given.reading, by, given.note or None)
        return next(row for row in payload.run("readings_given") if row["judgement_id"] == made)

    @v1.delete("/reviews/<judgement_id>")
    @v1.output({}, status_code=204)
    @v1.doc(responses={403: "Another scope is needed."}, security="token")
    def unreview(judgement_id: str) -> str:
        """撤回核定。 Take a reading back; the printed words stand alone again."""
        access.require(_SCOPE)
        reviews.take_back(judgement_id)
        return ""
