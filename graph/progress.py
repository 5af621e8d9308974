"""How far targets are, by what rosters and notices say.

In: a store. Out: for every target the platforms that count for it, each with the place that says so, or
the reason why nothing is counted. Each metric is counted its own way: `retain` and `total_build` what is
kept, `new` what was recognised from the document's year on, `optimize_or_eliminate` and `convert` what
was ended since its date. A number that is doubted is not held against anything before somebody has read
it; where no roster lists the type, nothing is counted; both are said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from graph.queries import library
from graph.store import Rows, Store
from graph.targets import Asked, Standing, asked_of, standing

#: Why a target is not counted, in Chinese and English.
REASONS = {
    "doubtful": ("数字存疑，待核定", "the number is doubted and waits for review"),
    "no_roster": ("没有列出该类平台的名单", "no roster lists this type"),
    "no_type": ("没有说明平台类型", "no platform type is named"),
    "no_date": ("文件日期不明，起算年份不知", "the document's date is not known"),
    "not_countable": ("这种指标不能由名单计数", "rosters cannot tell this metric"),
}
_D4 = "D4"
_PERIOD_YEARS = 5


@dataclass(frozen=True)
class Step:
    """A line of the sum: what a document adds or takes away. `event` is `listed`, `withdrawn`, `merged` or
    `converted`; `change` is below 0 where the document takes away; the place is that of the first."""

    event: str
    document_id: str
    document: str
    issued_on: str | None
    change: int
    source_id: str
    start: int
    end: int


@dataclass(frozen=True)
class Progress:
    """A target with what counts for it. `lines` are platforms with source and place, those of a doubted
    number too; `ended` are listed ones that are no more and do not count; `asked` is the number, `reason` a
    key of REASONS where the count is held against nothing; `pairs` are open findings among the counted."""

    target: dict[str, Any]
    asked: Asked | None
    lines: Rows | None = None
    ended: Rows = field(default_factory=list)
    reason: str | None = None
    pairs: Rows = field(default_factory=list)

    @property
    def of(self) -> float | None:
        """The number that is asked for."""
        return self.asked.of if self.asked else None

    @property
    def counted(self) -> int | None:
        """How many platforms count; None where they are held against nothing."""
        return None if self.reason else self.found

    @property
    def found(self) -> int | None:
        """How many platforms rosters give, whatever the number asks; None where they cannot say."""
        return None if self.lines is None else len(self.lines)

    @property
    def standing(self) -> Standing | None:
        """How the count stands to the number; None where it is held against nothing."""
        if self.asked is None or self.counted is None:
            return None
        return standing(self.asked, self.counted)

    @property
    def double_records(self) -> Rows:
        """Pairs of the counted that may be one recorded twice; each would make the count one less."""
        return [row for row in self.pairs if row["kind"] == _D4]

    @property
    def steps(self) -> list[Step]:
        """The sum, document by document; the changes add up to `found`."""
        return _steps(self.lines or [], self.ended)

    def as_json(self) -> dict[str, Any] | None:
        """The progress as an object of the exchange format; None where nothing is counted."""
        if self.reason or self.lines is None:
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
    targets = [
        row for row in run(store, "targets_to_hold") if only is None or row["target_id"] in only
    ]
    under = _types_under(store, targets)
    counts = _Counts(store)
    held = []
    for row in targets:
        ids = {two for one in row["type_ids"] for two in (one, *under.get(one, ()))}
        given = {**row, "named_ids": row["type_ids"], "type_ids": sorted(ids)}
        held.append(_progress(counts, given, listed))
    pairs = _open_pairs(store, held)
    for one in held:
        ids = {line["platform_id"] for line in one.lines or ()}
        yield replace(one, pairs=[p for p in pairs if p["a_id"] in ids and p["b_id"] in ids])


def if_merged(progress: Progress, pairs: Iterable[dict[str, Any]]) -> int:
    """How many platforms would count if the records of these pairs were one each."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while one in parent:
            one = parent[one]
        return one

    for pair in pairs:
        a, b = root(pair["a_id"]), root(pair["b_id"])
        if a != b:
            parent[a] = b
    return (progress.found or 0) - len(parent)


def roster_rows(store: Store, progress: Progress) -> Rows:
    """The rosters that list what a target is about, newest first, with their rows and platforms."""
    target = progress.target
    given = {**_where(target), "subtype": target["subtype"] or ""}
    return library().run(store, "roster_rows_of_types", **given)


def _types_under(store: Store, targets: Rows) -> dict[str, list[str]]:
    """The types that general terms cover, by the term's id."""
    ids = sorted({one for row in targets for one in row["type_ids"]})
    found: dict[str, list[str]] = {}
    for row in library().run(store, "types_under", type_ids=ids) if ids else []:
        found.setdefault(row["general_id"], []).append(row["type_id"])
    return found


def _open_pairs(store: Store, held: list[Progress]) -> Rows:
    ids = sorted({line["platform_id"] for one in held for line in one.lines or ()})
    return library().run(store, "open_pairs_among", platform_ids=ids) if ids else []


class _Counts:
    """Platforms by what is asked for them; targets of one type share their rows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[Any, ...], Rows] = {}

    def rows(self, query: str, **values: Any) -> Rows:
        key = (query, *((k, str(v)) for k, v in sorted(values.items())))
        if key not in self._known:
            self._known[key] = library().run(self._store, query, **values)
        return self._known[key]


def _progress(counts: _Counts, target: dict[str, Any], listed: set[str]) -> Progress:
    asked = asked_of(target)
    counting = _COUNTED.get(target["metric"])
    if counting is None:
        return Progress(target, asked, reason="not_countable")
    if not target["type_ids"]:
        return Progress(target, asked, reason="no_type")
    # The doubt is told before the missing roster: it is what somebody can mend.
    doubt = None if asked else "doubtful"
    if not listed & set(target["type_ids"]):
        return Progress(target, asked, reason=doubt or "no_roster")
    rows = counting(counts, target)
    if rows is None:
        return Progress(target, asked, reason=doubt or "no_date")
    lines, ended = rows
    return Progress(target, asked, lines, ended, doubt)


def _where(target: dict[str, Any]) -> dict[str, Any]:
    """The platforms that a target is about: of a national type, those in the document's region."""
    region = target["region"] if target["is_national"] and target["region"] else ""
    return {"type_ids": target["type_ids"], "region": region}


#: Those that count, and listed ones that are no more.
_Found = tuple[Rows, Rows]


def _kept(counts: _Counts, target: dict[str, Any]) -> _Found | None:
    subtype = target["subtype"] or ""
    rows = counts.rows("platforms_kept", **_where(target), subtype=subtype)
    return [r for r in rows if r["ended"] is None], [r for r in rows if r["ended"] is not None]


def _new(counts: _Counts, target: dict[str, Any]) -> _Found | None:
    issued, due = target["issued_on"], target["by_year"]
    if not issued:
        return None
    start = int(issued[:4])
    period = {"from_year": start, "to_year": due or start + _PERIOD_YEARS}
    subtype = target["subtype"] or ""
    return counts.rows("platforms_recognised", **_where(target), **period, subtype=subtype), []


def _ended(*events: str) -> Callable[[_Counts, dict[str, Any]], _Found | None]:
    def count(counts: _Counts, target: dict[str, Any]) -> _Found | None:
        if not target["issued_on"]:
            return None
        given = {"since": target["issued_on"], "events": list(events)}
        return counts.rows("platforms_ended", **_where(target), **given), []

    return count


_COUNTED: dict[str, Callable[[_Counts, dict[str, Any]], _Found | None]] = {
    "retain": _kept,
    "total_build": _kept,
    "new": _new,
    "optimize_or_eliminate": _ended("withdrawn", "merged", "converted"),
    "convert": _ended("converted"),
}


def _steps(lines: Rows, ended: Rows) -> list[Step]:
    steps: dict[tuple[str, str, bool], Step] = {}

    def add(row: dict[str, Any], prefix: str, event: str, change: int) -> None:
        key = (event, row[f"{prefix}document_id"], change < 0)
        known = steps.get(key)
        steps[key] = (
            replace(known, change=known.change + change)
            if known
            else Step(
                event,
                row[f"{prefix}document_id"],
                row[f"{prefix}document"],
                row[f"{prefix}issued_on"],
                change,
                row[f"{prefix}source_id"],
                row[f"{prefix}start"],
                row[f"{prefix}end"],
            )
        )

    # The order of the rows is that of names; the sum follows the years of recognition and the dates.
    for row in sorted((*lines, *ended), key=lambda row: (row.get("year") or 0, row["document"])):
        add(row, "", row.get("event") or "listed", 1)
    for row in sorted(ended, key=lambda row: (row["ended_issued_on"] or "", row["ended_document"])):
        add(row, "ended_", row["ended"], -1)
    return list(steps.values())
