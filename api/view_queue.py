"""The queue of findings that people review: a page of it, what stands before and after the pair that is
shown, and how far the review has come.

In: an address with the filters of the list (`api.view_finding_filters`), `after`, and the id of the pair that
is shown. Out: a `Queue`. Only a page of the queue is read, with one pair on either side of it, however
many findings there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from api import payload
from api.view import t
from api.view_finding_filters import Choice, Filters, filters_of
from api.view_finding_words import DESIGN
from api.view_findings import Finding, finding_of
from api.view_lists import whole
from graph.pairs import ACCEPTED, DEFERRED, OPEN, REJECTED, REOPENED
from graph.store import Rows

LENGTH = 20
#: Scores that the filter offers, from the rules' review line up.
_LEAST_SCORES = ("0.6", "0.7", "0.75", "0.8", "0.9")
_BAR = 350


@dataclass(frozen=True)
class Segment:
    """A state's part of the bar that shows the progress of the review, in units of the drawing."""

    status: str
    count: int
    x: int
    width: int


@dataclass(frozen=True)
class Tally:
    """How many findings there are, how many were decided, and the bar of their states."""

    total: int
    decided: int
    segments: tuple[Segment, ...]
    width: int = _BAR


@dataclass(frozen=True)
class Queue:
    """A page of the queue around the pair that is shown."""

    filters: Filters
    rows: list[Finding]
    total: int
    after: int
    shown: str
    #: What stands just before and behind this page.
    edge_before: Finding | None
    edge_behind: Finding | None
    by_kind: list[Choice]
    tally: Tally

    @property
    def least_scores(self) -> list[tuple[str, str]]:
        """Scores to filter by with their words, none the first, and the one that the address asks for."""
        asked = self.filters.asked.get("min_score") or _LEAST_SCORES[0]
        return [
            ("", t("全部", "All")),
            *((one, f"≥ {one}") for one in sorted({*_LEAST_SCORES, asked})),
        ]

    @property
    def _at(self) -> int | None:
        return next((i for i, one in enumerate(self.rows) if one.id == self.shown), None)

    @property
    def position(self) -> int | None:
        """The number of the pair in the queue, from 1; None where it is not on this page."""
        return None if self._at is None else self.after + self._at + 1

    @property
    def previous(self) -> str | None:
        """The address of the pair before."""
        if not self._at:
            is_first = self._at == 0 and self.edge_before is not None
            return self._edge(self.edge_before, self.after - LENGTH) if is_first else None
        return self.url(self.rows[self._at - 1].id)

    @property
    def following(self) -> str | None:
        """The address of the pair behind."""
        if self._at is None:
            return self.url(self.rows[0].id) if self.rows else None
        if self._at + 1 < len(self.rows):
            return self.url(self.rows[self._at + 1].id)
        return self._edge(self.edge_behind, self.after + LENGTH)

    @property
    def waiting(self) -> str | None:
        """The address of the next pair that waits for a person: behind the one shown, else before it."""
        start = 0 if self._at is None else self._at + 1
        for one in (*self.rows[start:], *self.rows[:start]):
            if one.is_waiting and one.id != self.shown:
                return self.url(one.id)
        return self._edge(self.edge_behind, self.after + LENGTH)

    @property
    def page_before(self) -> str | None:
        """The address of the page of the queue before this one."""
        if not self.after:
            return None
        return self.filters.url(after=max(self.after - LENGTH, 0) or None)

    @property
    def page_behind(self) -> str | None:
        """The address of the page of the queue behind this one."""
        return self.filters.url(after=self.after + LENGTH) if self.edge_behind else None

    def url(self, finding: str, **more: Any) -> str:
        """The address of a pair within this queue."""
        return self.filters.pair_url(finding, after=self.after or None, **more)

    def _edge(self, one: Finding | None, after: int) -> str | None:
        if one is None:
            return None
        return self.filters.pair_url(one.id, after=max(after, 0) or None)


def queue_of(args: MultiDict[str, str], shown: str | None) -> Queue:
    """The page of the queue that an address asks for; without a pair, the first of it that waits is
    shown, else its first. Raises BadParameter."""
    filters, after = filters_of(args, has_order=False), whole(args, "after")
    lead = 1 if after else 0
    rows = payload.kept("findings", skip=after - lead, limit=lead + LENGTH + 1, **filters.values)
    found = [finding_of(row) for row in rows]
    page = found[lead : lead + LENGTH]
    counts = payload.kept("findings_by_kind")
    return Queue(
        filters=filters,
        rows=page,
        total=rows[0]["total"] if rows else 0,
        after=after,
        shown=shown or _first(page),
        edge_before=found[0] if lead and found else None,
        edge_behind=found[lead + LENGTH] if len(found) > lead + LENGTH else None,
        by_kind=filters.choices("kind", counts),
        tally=_tally(counts),
    )


def _first(page: list[Finding]) -> str:
    best = next((one for one in page if one.is_waiting), page[0] if page else None)
    return best.id if best else ""


def _tally(counts: Rows) -> Tally:
    by_status = dict.fromkeys((ACCEPTED, REJECTED, DEFERRED, OPEN, REOPENED), 0)
    for row in counts:
        if row["kind"] != DESIGN:
            by_status[row["status"]] += row["findings"]
    total = sum(by_status.values())
    waiting = by_status.pop(REOPENED) + by_status.pop(OPEN)
    by_status[OPEN] = waiting
    segments, x = [], 0
    for status, count in by_status.items():
        width = round(_BAR * count / total) if total else 0
        segments.append(Segment(status, count, x, width))
        x += width
    return Tally(total, by_status[ACCEPTED] + by_status[REJECTED], tuple(segments))
