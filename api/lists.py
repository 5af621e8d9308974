"""The lists of the API: what each is read from, its filters as the queries take them, and its pages.

A page is read with `page_of`; `all_of` gives every row in parts, for exports.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, create_model

from api import list_models as models
from api.asked import Asked, AskedAsOf, Cursor
from api.cursors import cursor_after, rows_before
from api.exchange import targets
from api.listing.filters import wanted_of
from api.listing.lists import some_rows
from graph.queries import library
from graph.store import Rows, Store

MOST = 500
_PART = 20_000
#: Filters that name a node; the queries call them by its id.
_NODES = frozenset({"host", "field", "type", "category", "region", "source"})
Fetch = Callable[[Store, dict[str, Any], int, int], tuple[Rows, int]]


class Paging(AskedAsOf):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="一页的行数。 Rows of a page.")
    cursor: Cursor = Field("", description="上一页的 next。 `next` of the page before.")


@dataclass(frozen=True)
class ListSpec:
    """A list: its name in addresses and in words, filters, rows, and how it is read."""

    name: str
    zh: str
    en: str
    asked: type[Asked]
    row: type[BaseModel]
    fetch: Fetch

    @property
    def page_asked(self) -> type[Asked]:
        """Filters and paging together."""
        return create_model(f"{self.asked.__name__}Page", __base__=(self.asked, Paging))

    @property
    def page(self) -> type[BaseModel]:
        """The answer's model."""
        return create_model(
            f"{self.row.__name__}s",
            __doc__=f"{self.zh} {self.en}",
            total=(int, Field(description="全部行数。 Rows in all.")),
            next=(str | None, Field(description="下一页的 cursor。 `cursor` of the next page.")),
            items=(list[self.row], ...),  # type: ignore[name-defined]
        )


def page_of(spec: ListSpec, store: Store, wanted: Any) -> dict[str, Any]:
    """A page of a list. Raises BadRequest, GraphChanged."""
    filters = wanted.model_dump(exclude={"limit", "cursor"})
    skip = rows_before(wanted.cursor, spec.name, filters)
    rows, total = spec.fetch(store, filters, skip, wanted.limit)
    after = skip + len(rows)
    more = rows and after < total
    return {
        "total": total,
        "next": cursor_after(after, spec.name, filters) if more else None,
        "items": rows,
    }


def all_of(spec: ListSpec, store: Store, wanted: Asked) -> Iterator[Rows]:
    """All rows of a list, in parts. The first is read at once: what is wrong is told before an answer
    begins."""
    filters = wanted.model_dump()
    first, total = spec.fetch(store, filters, 0, _PART)

    def parts() -> Iterator[Rows]:
        rows, done = first, 0
        while True:
            yield rows
            done += len(rows)
            if not rows or done >= total:
                return
            rows, _ = spec.fetch(store, filters, done, _PART)

    return parts()


def _by_items(name: str) -> Fetch:
    """Rows of one of the lists that are kept in memory."""

    def fetch(store: Store, filters: dict[str, Any], skip: int, limit: int) -> tuple[Rows, int]:
        found = some_rows(store, name, wanted_of(name, filters), skip, limit)
        return found.rows, found.total

    return fetch


def _by_query(name: str, change: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> Fetch:
    """Rows of a named query that takes the filters, `skip` and `limit` and gives `total`."""

    def fetch(store: Store, filters: dict[str, Any], skip: int, limit: int) -> tuple[Rows, int]:
        known = {parameter.name for parameter in library()[name].parameters}
        values = {
            f"{key}_id" if key in _NODES else key: value
            for key, value in filters.items()
            if value not in ("", None)
        }
        values = {key: value for key, value in values.items() if key in known}
        rows = library().run(store, name, **values, skip=skip, limit=limit)
        total = rows[0]["total"] if rows else 0
        shown = [{key: row[key] for key in row if key != "total"} for row in rows]
        return [change(row) for row in shown] if change else shown, total

    return fetch


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: [json.loads(one) for one in row[name]] for name in ("reasons", "against")}


def _host_pair(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"reasons": [json.loads(one) for one in row["reasons"]]}


def _flag(row: dict[str, Any]) -> dict[str, Any]:
    readings = row["candidate_readings"] or []
    return row | {"candidate_readings": [json.loads(one) for one in readings]}


def _targets(store: Store, filters: dict[str, Any], skip: int, limit: int) -> tuple[Rows, int]:
    """Targets are chosen first, because holding one against the rosters takes queries of its own."""
    found = [row for row in library().run(store, "targets_to_hold") if _is_wanted(row, filters)]
    if filters["sort"] == "year":
        found.sort(key=lambda row: row["by_year"] or 9999)
    ids = [row["target_id"] for row in found[skip : skip + limit]]
    return target_rows(store, ids, found), len(found)


def target_rows(store: Store, ids: Sequence[str], known: Rows | None = None) -> Rows:
    """Targets with these ids as the list shows them, in that order; ids of none are passed over. `known`
    are the rows of the query `targets_to_hold` where they were read before."""
    named = {row["target_id"]: row for row in known or library().run(store, "targets_to_hold")}
    rows = {row["id"]: row for row in targets(store, frozenset(ids))} if ids else {}
    return [
        rows[one] | {key: named[one][key] for key in ("document_id", "type_ids")}
        for one in ids
        if one in rows
    ]


def _is_wanted(row: dict[str, Any], filters: dict[str, Any]) -> bool:
    words = (row["document"], row["value_as_printed"] or "", *row["types"])
    return (
        filters["document"] in ("", row["document_id"])
        and (not filters["type"] or filters["type"] in row["type_ids"])
        and filters["metric"] in ("", row["metric"])
        and filters["year"] in (None, row["by_year"])
        and any(filters["q"] in word for word in words)
    )


LISTS = {
    spec.name: spec
    for spec in (
        ListSpec(
            "platforms",
            "平台。",
            "Platforms of rosters.",
            models.PlatformsAsked,
            models.PlatformRow,
            _by_items("platforms"),
        ),
        ListSpec(
            "hosts",
            "依托单位。",
            "Host units.",
            models.HostsAsked,
            models.HostRow,
            _by_items("hosts"),
        ),
        ListSpec(
            "fields",
            "领域。",
            "Fields.",
            models.FieldsAsked,
            models.FieldRow,
            _by_items("fields"),
        ),
        ListSpec(
            "types",
            "平台类型。",
            "Platform types.",
            models.TypesAsked,
            models.TypeRow,
            _by_items("types"),
        ),
        ListSpec(
            "documents",
            "政策文件与名单。",
            "Documents and rosters.",
            models.DocumentsAsked,
            models.DocumentRow,
            _by_items("documents"),
        ),
        ListSpec(
            "targets",
            "建设目标及进度。",
            "Targets with their progress.",
            models.TargetsAsked,
            models.TargetRow,
            _targets,
        ),
        ListSpec(
            "findings",
            "交叉与重复建设的发现。",
            "Findings of overlap and duplicate construction.",
            models.FindingsAsked,
            models.FindingRow,
            _by_query("findings", _finding),
        ),
        ListSpec(
            "host-pairs",
            "疑为同一单位的依托单位。",
            "Host units that may be one under two names.",
            models.HostPairsAsked,
            models.HostPairRow,
            _by_query("host_pairs", _host_pair),
        ),
        ListSpec(
            "flags",
            "存疑之处。",
            "Doubtful places.",
            models.FlagsAsked,
            models.FlagRow,
            _by_query("list_flags", _flag),
        ),
    )
}
