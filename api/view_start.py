"""The start page: the plan is the page. Its categories and types with roster count, bar, target as printed
and state; and what someone can do today: pairs to judge, damaged numbers, the newest documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from api import payload, reviews
from api.listing.lists import items_of, listed
from api.view import t
from api.view_facts import Doubt, Sources, doubt
from api.view_findings import Finding, waiting
from api.view_targets import STATES, TargetView, target_views
from graph.statements import Ref
from graph.store import Rows
from ingest.lexicons import categories

_TOP = 5
_MOST_FLAGS = 5000
#: Types without a target in a category's part of the page.
_MOST_PLAIN = 40
_WHOLE = 1000
_STOCK = ("retain", "total_build")
_FOREMOST = (*_STOCK, "new", "convert", "optimize_or_eliminate")
_NO_CATEGORY = ""


@dataclass
class TypeRow:
    """A platform type with its count in rosters, its foremost target, and how many others it has."""

    type_id: str
    name: str
    platforms: int
    target: TargetView | None = None
    others: int = 0

    @property
    def listed(self) -> int:
        """How many of it are there: what is kept where that is the target, else what rosters list."""
        if self.target is not None and self.target.progress.target["metric"] in _STOCK:
            found = self.target.progress.found
            return self.platforms if found is None else found
        return self.platforms

    @property
    def counts_apart(self) -> bool:
        """Whether the target counts something else than how many there are, such as new ones."""
        return self.target is not None and self.target.progress.found not in (None, self.listed)


@dataclass
class CategoryGroup:
    """The types of a category."""

    category_id: str
    name: str
    types: list[TypeRow]
    #: Types that no roster lists and no target names: only counted.
    others: int = 0

    @property
    def shown(self) -> list[TypeRow]:
        """Those that stand on the page: all with a target, and the largest of the others."""
        plain = [one for one in self.types if one.target is None]
        left_out = {one.type_id for one in plain[_MOST_PLAIN:]}
        return [one for one in self.types if one.type_id not in left_out]

    @property
    def platforms(self) -> int:
        """Platforms of its types; general terms, which have no category, count them again."""
        return sum(one.listed for one in self.types) if self.name else 0


@dataclass(frozen=True)
class StateShare:
    """How many targets stand so, as a part of the bar over the table: where it begins and how wide it is, of
    1000."""

    key: str
    words: str
    count: int
    start: int
    width: int


@dataclass(frozen=True)
class DamagedNumber:
    """A number whose printed form is doubted."""

    doubt: Doubt
    name: str
    url: str


@dataclass
class StartPage:
    """All that the template shows."""

    totals: dict[str, Any]
    fields: int
    groups: list[CategoryGroup]
    plans: list[tuple[str, str, str]]
    states: list[StateShare]
    target_count: int
    years: list[int]
    open_flags: int
    pairs: list[Finding]
    pair_count: int
    damaged: list[DamagedNumber]
    damaged_count: int
    documents: Rows
    is_invented: bool
    loading: Rows

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read yet."""
        return not self.totals["documents"] and not self.totals["platforms"]


def start_page() -> StartPage:
    """The start page of the running application's store."""
    sources = payload.run("sources")
    targets = target_views()
    totals = _totals()
    flags = payload.kept("flags", limit=_MOST_FLAGS)
    pairs, pair_count = waiting(_TOP)
    places = [_place(row) for row in flags]
    given = reviews.given()
    waits = [row for row, place in zip(flags, places, strict=True) if place.judgement not in given]
    damaged = [row for row in waits if row["candidate_readings"]]
    return StartPage(
        totals=totals,
        fields=len(items_of(payload.current_store(), "fields")),
        groups=_groups(_types(), targets),
        plans=_plans(targets),
        states=_states(targets),
        target_count=len(targets),
        years=sorted({year for one in targets if (year := one.progress.target["by_year"])}),
        open_flags=totals["flags"] - len(flags) + len(waits),
        pairs=pairs,
        pair_count=pair_count,
        damaged=_damaged(damaged, targets)[:_TOP],
        damaged_count=len(damaged),
        documents=payload.kept("latest_documents", limit=_TOP),
        is_invented=any(_is_example(row) for row in sources),
        loading=[row for row in sources if row["state"] != "loaded"],
    )


def _totals() -> dict[str, Any]:
    """As the query `totals` counts them; what there are many of is counted where the lists hold it."""
    held = listed(payload.current_store())
    return payload.kept("totals_of_documents")[0] | {
        "platforms": len(held.ids),
        "hosts": len(held.all_hosts.names),
        "fields": len(held.fields.names),
    }


def _types() -> Rows:
    """The rows of the list of types, by category."""
    items = items_of(payload.current_store(), "types")
    assert items.row is not None
    rows = [items.row(at) for at in range(len(items))]
    return sorted(rows, key=lambda row: (row["category"] is None, row["category"] or ""))


def _place(row: dict[str, Any]) -> reviews.Place:
    printed = payload.source_text(row["source_id"])[row["start"] : row["end"]]
    return reviews.Place(Ref(row["label"], row["node_id"]), row["flag"], printed)


def _is_example(source: dict[str, Any]) -> bool:
    """The project's examples lie in a folder of that name; hosts and platforms in them are invented."""
    paths = source["paths"] or []
    return any("examples" in PurePath(path.replace("\\", "/")).parts[:-1] for path in paths)


def _groups(rows: Rows, targets: list[TargetView]) -> list[CategoryGroup]:
    named: dict[str, list[TargetView]] = {}
    for target in targets:
        for type_id, _ in target.types:
            named.setdefault(type_id, []).append(target)
    groups: dict[str, CategoryGroup] = {}
    for row in rows:
        key = row["category_id"] or _NO_CATEGORY
        group = groups.setdefault(key, CategoryGroup(key, row["category"] or "", []))
        shown = _type_row(row, named.get(row["type_id"], []))
        if shown.target or shown.platforms:
            group.types.append(shown)
        else:
            group.others += 1
    for group in groups.values():
        group.types.sort(key=lambda one: (one.target is None, -one.platforms, one.name))
    order = [category.name for category in categories().values()]
    return sorted(
        (group for group in groups.values() if group.types),
        key=lambda group: (order.index(group.name) if group.name in order else 99, not group.name),
    )


def _type_row(row: dict[str, Any], targets: list[TargetView]) -> TypeRow:
    foremost = min(targets, key=lambda one: _rank(one.progress.target["metric"]), default=None)
    others = max(0, len(targets) - 1)
    return TypeRow(row["type_id"], row["type"], row["platforms"], foremost, others)


def _rank(metric: str) -> int:
    """What a type is to have comes before what is to be done."""
    return _FOREMOST.index(metric) if metric in _FOREMOST else len(_FOREMOST)


def _plans(targets: list[TargetView]) -> list[tuple[str, str, str]]:
    """The documents that set the targets: id, name, number."""
    plans = {}
    for one in targets:
        row = one.progress.target
        plans[row["document_id"]] = (row["document_id"], row["document"], row["doc_number"] or "")
    return list(plans.values())


def _states(targets: list[TargetView]) -> list[StateShare]:
    counts = Counter(one.state.key for one in targets)
    shares, before = [], 0
    for key, (words, _) in STATES.items():
        if not counts[key]:
            continue
        start, end = (_WHOLE * n // len(targets) for n in (before, before + counts[key]))
        shares.append(StateShare(key, t(*words), counts[key], start, end - start))
        before += counts[key]
    return shares


def _damaged(flags: Rows, targets: list[TargetView]) -> list[DamagedNumber]:
    types = {one.id: "、".join(name for _, name in one.types) for one in targets}
    held = Sources(row["source_id"] for row in flags)
    found: dict[tuple[str, str], DamagedNumber] = {}
    # A target's number changes what can be compared; it comes before a document's date.
    for row in sorted(flags, key=lambda row: row["label"] != "Target"):
        text = payload.source_text(row["source_id"])[row["start"] : row["end"]]
        said = doubt(row, text)
        kind = "target" if row["label"] == "Target" else "flag"
        place = _target_place(row, targets) if kind == "target" else (row["start"], row["end"])
        url = held.url(row["source_id"], place[0], place[1], kind)
        name = types.get(row["node_id"]) or row["name"]
        if said.readings:
            found.setdefault((row["node_id"], text), DamagedNumber(said, name, url))
    return list(found.values())


def _target_place(row: dict[str, Any], targets: list[TargetView]) -> tuple[int, int]:
    """Where the target of a doubted number stands in the same source, so that its form opens."""
    for one in targets:
        said = one.progress.target
        is_there = said["start"] <= row["start"] and row["end"] <= said["end"]
        if one.id == row["node_id"] and said["source_id"] == row["source_id"] and is_there:
            return said["start"], said["end"]
    return row["start"], row["end"]
