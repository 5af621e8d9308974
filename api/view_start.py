"""The start page: what is counted, the plan's categories and types with their targets as printed, and
what someone can do today: look at overlaps, at damaged numbers, at the newest documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from api import payload
from api.view_facts import Doubt, Sources, doubt
from api.view_findings import Finding, waiting
from graph.store import Rows
from ingest.lexicons import categories

_TOP = 5
_MOST_SHOWN = 3
_NO_CATEGORY = ""


@dataclass(frozen=True)
class PrintedTarget:
    """A target as printed: its words, whether they are doubted, and where they stand."""

    text: str
    by_year: int | None
    is_doubtful: bool
    node_id: str
    url: str


@dataclass
class TypeRow:
    """A platform type with its count in rosters and its targets by metric."""

    type_id: str
    name: str
    platforms: int
    retain: list[PrintedTarget] = field(default_factory=list)
    new: list[PrintedTarget] = field(default_factory=list)
    others: int = 0

    @property
    def is_doubtful(self) -> bool:
        """Whether a printed number waits to be reviewed."""
        return any(target.is_doubtful for target in (*self.retain, *self.new))


@dataclass
class CategoryGroup:
    """The types of a category."""

    category_id: str
    name: str
    types: list[TypeRow]

    @property
    def platforms(self) -> int:
        """Platforms of its types in rosters."""
        return sum(one.platforms for one in self.types)


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
    overlaps: Rows
    overlap_count: int
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
    fields = payload.kept("list_fields", q="", sort="platforms", skip=0, limit=1)
    targets = payload.kept("targets_by_type")
    flags = payload.kept("flags")
    overlaps = payload.kept("overlap_by_host_and_field", limit=1000)
    pairs, pair_count = waiting(_TOP)
    held = Sources(row["source_id"] for row in (*targets, *flags))
    damaged = [row for row in flags if row["flag"] == "suspect_lost_dash"]
    return StartPage(
        totals=payload.kept("totals")[0],
        fields=fields[0]["total"] if fields else 0,
        groups=_groups(payload.kept("categories_and_types"), targets, held),
        plans=_plans(targets),
        overlaps=overlaps[:_TOP],
        overlap_count=len(overlaps),
        pairs=pairs,
        pair_count=pair_count,
        damaged=_damaged(damaged, targets, held)[:_TOP],
        damaged_count=len(damaged),
        documents=payload.kept("latest_documents", limit=_TOP),
        is_invented=any(_is_example(row) for row in sources),
        loading=[row for row in sources if row["state"] != "loaded"],
    )


def _is_example(source: dict[str, Any]) -> bool:
    """The project's examples lie in a folder of that name; hosts and platforms in them are invented."""
    paths = source["paths"] or []
    return any("examples" in PurePath(path.replace("\\", "/")).parts[:-1] for path in paths)


def _groups(rows: Rows, targets: Rows, held: Sources) -> list[CategoryGroup]:
    printed: dict[str, list[dict[str, Any]]] = {}
    for row in targets:
        printed.setdefault(row["type_id"], []).append(row)
    groups: dict[str, CategoryGroup] = {}
    for row in rows:
        key = row["category_id"] or _NO_CATEGORY
        group = groups.setdefault(key, CategoryGroup(key, row["category"] or "", []))
        group.types.append(_type_row(row, printed.get(row["type_id"], []), held))
    for group in groups.values():
        group.types.sort(key=lambda one: (not (one.retain or one.new), -one.platforms, one.name))
    order = [category.name for category in categories().values()]
    return sorted(
        groups.values(),
        key=lambda group: (order.index(group.name) if group.name in order else 99, not group.name),
    )


def _type_row(row: dict[str, Any], targets: Rows, held: Sources) -> TypeRow:
    shown = TypeRow(row["type_id"], row["type"], row["platforms"])
    for target in targets:
        column = {"retain": shown.retain, "new": shown.new}.get(target["metric"])
        one = _printed(target, held)
        if column is None:
            shown.others += 1
        elif all(known.text != one.text for known in column) and len(column) < _MOST_SHOWN:
            column.append(one)
    return shown


def _printed(target: dict[str, Any], held: Sources) -> PrintedTarget:
    return PrintedTarget(
        text=target["value_as_printed"],
        by_year=target["by_year"],
        is_doubtful=bool(target["flags"]),
        node_id=target["target_id"],
        url=held.url(target["source_id"], target["start"], target["end"], "target"),
    )


def _plans(targets: Rows) -> list[tuple[str, str, str]]:
    """The documents that set the targets: id, name, number."""
    plans = {
        row["document_id"]: (row["document_id"], row["document"], row["doc_number"] or "")
        for row in targets
    }
    return list(plans.values())


def _damaged(flags: Rows, targets: Rows, held: Sources) -> list[DamagedNumber]:
    types: dict[str, dict[str, None]] = {}
    for row in targets:
        types.setdefault(row["target_id"], {})[row["type"]] = None
    found: dict[tuple[str, str], DamagedNumber] = {}
    for row in flags:
        text = payload.source_text(row["source_id"])[row["start"] : row["end"]]
        name = "、".join(types.get(row["node_id"], {row["name"]: None}))
        url = held.url(row["source_id"], row["start"], row["end"], "flag")
        found.setdefault((row["node_id"], text), DamagedNumber(doubt(row, text), name, url))
    return list(found.values())
