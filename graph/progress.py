"""How far targets are, by what rosters and notices say.

In: a store. Out: for every target the platforms that count for it, each with the place that says so, or
the reason why nothing is counted. Each metric is counted its own way: `retain` and `total_build` what is
kept, `new` what was recognised from the document's year on, `optimize_or_eliminate` and `convert` what
was ended since its date. A number that is doubted is not held against anything before somebody has read
it; where no roster lists the type, nothing is counted; both are said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.queries import library
from graph.store import Rows, Store

#: Why a target is not counted, in Chinese and English.
REASONS = {
    "doubtful": ("数字存疑，待核定", "the number is doubted and waits for review"),
    "no_roster": ("没有列出该类平台的名单", "no roster lists this type"),
    "no_type": ("没有说明平台类型", "no platform type is named"),
    "no_date": ("文件日期不明，起算年份不知", "the document's date is not known"),
    "not_countable": ("这种指标不能由名单计数", "rosters cannot tell this metric"),
}
_DOUBTS = frozenset({"suspect_lost_dash", "suspect_masked", "ambiguous"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Progress:
    """A target with what counts for it. `lines` are platforms with source and place; `of` the number that
    is asked for; `reason` a key of REASONS where nothing is counted; `double_records` pairs of the
    counted that may be one (each would make the count one less)."""

    target: dict[str, Any]
    of: float | None
    lines: Rows = field(default_factory=list)
    reason: str | None = None
    double_records: Rows = field(default_factory=list)

    @property
    def counted(self) -> int | None:
        """How many platforms count; None where nothing can be counted."""
        return None if self.reason else len(self.lines)

    def as_json(self) -> dict[str, Any] | None:
        """The progress as an object of the exchange format; None where nothing is counted."""
        if self.reason:
            return None
        return {
            "counted": len(self.lines),
            "of": self.of,
            "year": self.target["by_year"],
            "platforms": [
                {"id": row["platform_id"], "name": row["platform"]} for row in self.lines
            ],
            "double_records": len(self.double_records),
        }


def progress_of_targets(store: Store, only: Collection[str] | None = None) -> Iterator[Progress]:
    """The targets of the store, or only those with these ids, with their progress, document by document."""
    run = library().run
    listed = {row["type_id"] for row in run(store, "types_listed")}
    for row in run(store, "targets_to_hold"):
        if only is not None and row["target_id"] not in only:
            continue
        wider = run(store, "types_under", type_ids=row["type_ids"])
        ids = sorted({*row["type_ids"], *(one["type_id"] for one in wider)})
        yield _progress(store, {**row, "type_ids": ids}, listed)


def _progress(store: Store, target: dict[str, Any], listed: set[str]) -> Progress:
    of = _asked_for(target)
    counting = _COUNTED.get(target["metric"])
    reason = _why_not(target, of, counting is not None, listed)
    if reason is not None or counting is None:
        return Progress(target, of, reason=reason or "not_countable")
    lines = counting(store, target)
    if lines is None:
        return Progress(target, of, reason="no_date")
    ids = [row["platform_id"] for row in lines]
    pairs = library().run(store, "open_double_records", platform_ids=ids) if ids else []
    return Progress(target, of, lines, None, pairs)


def _why_not(
    target: dict[str, Any], of: float | None, is_countable: bool, listed: set[str]
) -> str | None:
    if not is_countable:
        return "not_countable"
    if not target["type_ids"]:
        return "no_type"
    if of is None:
        return "doubtful"
    return None if listed & set(target["type_ids"]) else "no_roster"


def _asked_for(target: dict[str, Any]) -> float | None:
    """The number that is asked for: as reviewed, else as printed, unless that is doubted."""
    reviewed = target["reviewed_value"]
    if reviewed:
        found = _NUMBER.search(reviewed)
        return float(found[0]) if found else None
    if _DOUBTS & set(target["flags"] or ()):
        return None
    asked = target["low"] if target["low"] is not None else target["high"]
    return None if asked is None else float(asked)


def _where(target: dict[str, Any]) -> dict[str, Any]:
    """The platforms that a target is about: of a national type, those in the document's region."""
    region = target["region"] if target["is_national"] and target["region"] else ""
    return {"type_ids": target["type_ids"], "region": region}


def _kept(store: Store, target: dict[str, Any]) -> Rows | None:
    subtype = target["subtype"] or ""
    return library().run(store, "platforms_kept", **_where(target), subtype=subtype)


def _new(store: Store, target: dict[str, Any]) -> Rows | None:
    issued, due = target["issued_on"], target["by_year"]
    if not issued:
        return None
    period = {"from_year": int(issued[:4]), "to_year": due or int(issued[:4]) + 5}
    subtype = target["subtype"] or ""
    run = library().run
    return run(store, "platforms_recognised", **_where(target), **period, subtype=subtype)


def _ended(*events: str) -> Callable[[Store, dict[str, Any]], Rows | None]:
    def count(store: Store, target: dict[str, Any]) -> Rows | None:
        if not target["issued_on"]:
            return None
        given = {"since": target["issued_on"], "events": list(events)}
        return library().run(store, "platforms_ended", **_where(target), **given)

    return count


_COUNTED: dict[str, Callable[[Store, dict[str, Any]], Rows | None]] = {
    "retain": _kept,
    "total_build": _kept,
    "new": _new,
    "optimize_or_eliminate": _ended("withdrawn", "merged", "converted"),
    "convert": _ended("converted"),
}
