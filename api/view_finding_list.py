"""The table of findings: its pages and its files, narrowed by `api.view_finding_filters`; `after` says how
many rows lie before the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from api import payload
from api.exports.answers import table_answer
from api.view_finding_filters import PATH, Choice, Filters, filters_of
from api.view_finding_words import DESIGN
from api.view_findings import Finding, finding_of, reasons_of
from api.view_lists import PAGE, Paging, whole
from graph.decisions import merged_decisions
from graph.pairs import ACCEPTED
from graph.queries import library
from graph.store import Rows

_ALL = 1_000_000
_HOSTS = 10


@dataclass
class FindingList:
    """A page of the table."""

    filters: Filters
    rows: list[Finding]
    paging: Paging
    by_kind: list[Choice]
    by_status: list[Choice]
    by_suggestion: list[Choice]
    hosts: Rows
    merged: Rows
    everything: int


def finding_list(args: MultiDict[str, str]) -> FindingList:
    """The page of the table that an address asks for. Raises BadParameter."""
    filters, after = filters_of(args), whole(args, "after")
    rows = payload.kept("findings", skip=after, limit=PAGE, **filters.values)
    counts = payload.kept("findings_by_kind")
    return FindingList(
        filters=filters,
        rows=[finding_of(row) for row in rows],
        paging=Paging(after, len(rows), rows[0]["total"] if rows else 0),
        by_kind=filters.choices("kind", counts),
        by_status=filters.choices("status", counts),
        by_suggestion=filters.choices("suggestion"),
        hosts=payload.kept("duplicates_by_host", limit=_HOSTS),
        merged=merged_pairs(filters.asked),
        everything=sum(row["findings"] for row in counts if row["kind"] != DESIGN),
    )


def merged_pairs(asked: dict[str, str]) -> Rows:
    """Accepted findings whose two records are one now: no relationship is left between them."""
    is_asked = asked.get("kind", "D4") == "D4" and asked.get("status", ACCEPTED) == ACCEPTED
    if not is_asked or set(asked) - {"kind", "status"}:
        return []
    return merged_decisions(payload.current_store())[0]


def finding_file(suffix: str, args: MultiDict[str, str]) -> Response:
    """All rows of the list as a file; a table's cell holds reasons as words with their weights."""
    rows = payload.run("findings", limit=_ALL, **filters_of(args).values)
    columns = [column for column in library()["findings"].columns if column != "total"]
    shown = [{**row, **_reasons(row, suffix)} for row in rows]
    return table_answer(PATH, suffix, columns, [shown])


def _reasons(row: dict[str, Any], suffix: str) -> dict[str, Any]:
    if suffix == "json":
        return {name: [json.loads(one) for one in row[name]] for name in ("reasons", "against")}
    return {
        name: "；".join(f"{one.text} ({one.weight:+.2f})" for one in reasons_of(row[name]))
        for name in ("reasons", "against")
    }
