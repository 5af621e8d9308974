"""Facts as marks on a source's text, and the choice of one by its place.

In: a source's id, and what an address says of a fact. Out: `Mark`s in the order of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from api import payload, reviews
from api.view_words import MARKS
from graph.statements import Ref
from graph.store import Store

_FACT = re.compile(r"(?P<start>[0-9]{1,12})-(?P<end>[0-9]{1,12})(?:\.(?P<kind>[a-z]+))?")
#: Of facts at one place, the one that a link means if it does not say.
FIRST = {kind: place for place, kind in enumerate(MARKS)}

#: Start and end in the text.
Place = tuple[int, int]


@dataclass(frozen=True)
class Mark:
    """A fact's place in the text."""

    kind: str
    start: int
    end: int
    role: str | None
    rule: str
    relationship: str
    node: tuple[str, str, str]
    properties: dict[str, Any] = field(compare=False, hash=False)
    #: What a person read where this flag stands: the row of `readings_given`.
    review: dict[str, Any] | None = field(default=None, compare=False, hash=False)

    @property
    def is_open(self) -> bool:
        """Whether it is a flag that nobody has read yet."""
        return self.kind == "flag" and self.review is None

    @property
    def id(self) -> str:
        """How an address names it."""
        return f"{self.start}-{self.end}.{self.kind}"


@dataclass(frozen=True)
class Reading:
    """What a source states: marks on its text, and every statement by its place."""

    marks: tuple[Mark, ...]
    said: dict[Place, tuple[tuple[str, str, str], ...]]


@lru_cache(maxsize=16)
def read_marks(_store: Store, _version: tuple[int, str | None], source_id: str) -> Reading:
    """The marks and statements of a source, kept until the graph changes."""
    rows = payload.run("facts_of_source", source_id=source_id)
    text, readings = payload.source_text(source_id), reviews.given()
    marks = tuple(_mark(one, text, readings) for one in payload.marks_of(rows))
    said: dict[Place, tuple[tuple[str, str, str], ...]] = {}
    for row in rows:
        if row["relationship"] not in ("MENTIONED_IN", "FLAGGED_IN"):
            sentence = (row["start_name"], row["relationship"], row["end_name"])
            place = (row["start"], row["end"])
            said[place] = (*said.get(place, ()), sentence)
    return Reading(marks, said)


def _mark(one: dict[str, Any], text: str, readings: dict[str, dict[str, Any]]) -> Mark:
    node, review = one["node"], None
    if one["kind"] == "flag":
        printed = text[one["start"] : one["end"]]
        place = reviews.Place(Ref(node["label"], node["id"]), one["properties"]["flag"], printed)
        review = readings.get(place.judgement)
    return Mark(
        one["kind"],
        one["start"],
        one["end"],
        one["role"],
        one["rule"],
        one["relationship"],
        (node["label"], node["id"], node["name"]),
        one["properties"],
        review,
    )


def choose(fact: str, facts: list[Mark]) -> tuple[Place | None, list[Mark]]:
    """The place that an address names and the facts exactly there, the one it means first."""
    found = _FACT.fullmatch(fact)
    if found is None:
        return None, []
    place = (int(found["start"]), int(found["end"]))
    there = [mark for mark in facts if (mark.start, mark.end) == place]
    wanted = found["kind"]
    there.sort(key=lambda mark: (mark.kind != wanted, FIRST.get(mark.kind, 99)))
    return place, there


def beside(facts: list[Mark], place: Place | None) -> tuple[Mark | None, Mark | None]:
    """The facts before and after the chosen place."""
    if place is None:
        return None, facts[0] if facts else None
    order = (place[0], -place[1])
    before = [mark for mark in facts if (mark.start, -mark.end) < order]
    after = [mark for mark in facts if (mark.start, -mark.end) > order]
    return before[-1] if before else None, after[0] if after else None


def kinds_shown(show: str, only_flags: bool) -> frozenset[str]:
    """The kinds that an address wants to see; all where it does not say."""
    if only_flags:
        return frozenset({"flag"})
    wanted = frozenset(show.split(",")) & frozenset(MARKS)
    return wanted or (frozenset() if show == "none" else frozenset(MARKS))
