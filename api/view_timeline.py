"""A platform's course: what rosters, evaluations and notices say of it, by year.

In: rows of `facts_of_node` for a platform. Out: moments in order. What was only proposed or announced is
said so and is no change yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.view import coded, t
from api.view_facts import Quote, Sources
from api.view_words import EVENTS, STAGES
from graph.store import Rows

#: The relationships that a course is made of.
COURSE = frozenset({"LISTED_IN", "EVALUATED_IN", "CHANGED_BY"})
_CHANGES = {
    "recognised": "recognised",
    "withdrawn": "withdrawn",
    "merged": "withdrawn",
    "converted": "withdrawn",
}
#: The kinds of a moment, the strongest last.
_STRENGTH = ("listed", "evaluated", "recognised", "changed", "withdrawn")


@dataclass
class Moment:
    """What is known of a platform in one year; `year` None: without a year."""

    year: int | None
    events: list[tuple[str, str, Quote | None]] = field(default_factory=list)
    #: listed, evaluated, recognised, changed or withdrawn: the strongest of the year's events.
    kind: str = "listed"


def timeline(rows: Iterable[Mapping[str, Any]], sources: Sources) -> list[Moment]:
    """Recognised, listed, evaluated, renamed, withdrawn: by year, what has no year last."""
    told = [row for row in rows if row["relationship"] in COURSE]
    graded = {row["other_id"] for row in told if row["relationship"] == "EVALUATED_IN"}
    # A list of results both lists and grades: without a year of its own, being in it says no more.
    told = [
        row
        for row in told
        if row["relationship"] != "LISTED_IN" or _year(row) or row["other_id"] not in graded
    ]
    moments: dict[int | None, Moment] = {}
    listed = (row for row in told if row["relationship"] == "LISTED_IN")
    first = min((year for row in listed if (year := _year(row)) is not None), default=None)
    for row in sorted(told, key=lambda row: (_year(row) or 0, str(row["other_name"]))):
        year = _year(row)
        moment = moments.setdefault(year, Moment(year))
        kind, words = _event(row, is_first=year is not None and year == first)
        moment.kind = max(moment.kind, kind, key=_STRENGTH.index)
        event = (words, str(row["other_name"]), sources.quote(row, "platform"))
        if event not in moment.events:
            moment.events.append(event)
    known = sorted((m for m in moments.values() if m.year is not None), key=lambda m: m.year or 0)
    return known + [m for m in moments.values() if m.year is None]


def _year(row: Mapping[str, Any]) -> int | None:
    """The year that is stated; for a change the year of the document that makes it."""
    if row["relationship"] != "CHANGED_BY":
        year: int | None = row["properties"].get("year")
        return year
    words = str((row.get("other_properties") or {}).get("issued_on") or "")[:4]
    return int(words) if words.isdecimal() else None


def _event(row: Mapping[str, Any], *, is_first: bool) -> tuple[str, str]:
    properties = row["properties"]
    if row["relationship"] == "CHANGED_BY":
        return _change(properties)
    if "result" in properties:
        return "evaluated", t(f"评估 {properties['result']}", f"evaluated: {properties['result']}")
    if properties.get("status") == "withdrawn":
        return "withdrawn", t("撤销", "withdrawn")
    if is_first:
        return "recognised", t("认定", "recognised")
    return "listed", t("列入名单", "listed")


def _change(properties: Mapping[str, Any]) -> tuple[str, str]:
    event, stage = str(properties.get("event")), properties.get("stage")
    words = coded(EVENTS, event)
    if properties.get("to"):
        words = t("：", ": ").join((words, str(properties["to"])))
    if stage in STAGES:
        return "listed", t("", " ").join((coded(STAGES, stage), words))
    return _CHANGES.get(event, "changed"), words


def status_of(rows: Rows) -> str:
    """Whether a platform is listed or was withdrawn, by what rosters say; empty where none does."""
    statuses = {row["properties"].get("status") for row in rows}
    return "withdrawn" if "withdrawn" in statuses else "listed" if "listed" in statuses else ""
