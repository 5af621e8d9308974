"""The list of findings: what its address filters by, its pages, and its files.

`kind`, `status`, `suggestion`, `min_score` and the ids of a `host`, `field`, `type`, `region` and
`category` narrow it; `after` says how many rows lie before the page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from api import payload
from api.view import coded, label_of, number, t, to, words_of
from api.view_finding_words import DESIGN, FINDING_KINDS, FINDING_STATUS, SUGGESTIONS
from api.view_findings import Finding, finding_of, reasons_of
from api.view_lists import PAGE, as_file, whole
from api.view_words import KINDS, Words
from graph.decisions import list_decisions
from graph.errors import BadParameter
from graph.merges import redirects
from graph.overlaps import ACCEPTED
from graph.queries import library
from graph.store import Rows

PATH = "duplicates"
_ALL = 1_000_000
_HOSTS = 10
#: Parameters that take one of a few codes, and those that take the id of a node.
CODES: dict[str, dict[str, Words]] = {
    "kind": FINDING_KINDS,
    "status": FINDING_STATUS,
    "suggestion": SUGGESTIONS,
}
NODES = {
    "host": "HostUnit",
    "field": "Field",
    "type": "PlatformType",
    "region": "Region",
    "category": "Category",
}


@dataclass(frozen=True)
class Choice:
    """A value of a filter as a link: what it is called, how many findings it has, whether it is on."""

    code: str
    words: str
    count: int | None
    url: str
    is_on: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on, with the address without it."""

    words: str
    name: str
    url: str


@dataclass
class FindingList:
    """A page of the list."""

    asked: dict[str, str]
    rows: list[Finding]
    total: int
    after: int
    by_kind: list[Choice]
    by_status: list[Choice]
    by_suggestion: list[Choice]
    chips: list[Chip]
    hosts: Rows
    merged: Rows
    everything: int

    @property
    def first(self) -> int:
        """Number of the first row shown."""
        return self.after + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.after + len(self.rows)

    def at(self, **changes: Any) -> str:
        """The address of this list with some parameters changed."""
        return _at(self.asked, **changes)

    def file(self, suffix: str) -> str:
        """The address of the same rows as a file."""
        return to(f"/{PATH}.{suffix}", **self.asked, lang=None)


def finding_list(args: MultiDict[str, str]) -> FindingList:
    """The page of the list that an address asks for. Raises BadParameter."""
    asked, after = _asked(args), whole(args, "after")
    rows = payload.kept("findings", skip=after, limit=PAGE, **_values(asked))
    counts = payload.kept("findings_by_kind")
    everything = sum(row["findings"] for row in counts if row["kind"] != DESIGN)
    return FindingList(
        asked=asked,
        rows=[finding_of(row) for row in rows],
        total=rows[0]["total"] if rows else 0,
        after=after,
        by_kind=_choices(asked, "kind", _counted(counts, "kind", "status", asked)),
        by_status=_choices(asked, "status", _counted(counts, "status", "kind", asked)),
        by_suggestion=_choices(asked, "suggestion", {}),
        chips=_chips(asked),
        hosts=payload.kept("duplicates_by_host", limit=_HOSTS),
        merged=_merged(asked),
        everything=everything,
    )


def _asked(args: MultiDict[str, str]) -> dict[str, str]:
    """The filters of an address in their fixed order; codes that nobody knows are left out."""
    asked = {name: args.get(name, "") for name in CODES}
    asked = {name: code for name, code in asked.items() if code in CODES[name]}
    if score := args.get("min_score", "").strip():
        _score(score)
        asked["min_score"] = score
    asked |= {name: args[name] for name in NODES if args.get(name)}
    return asked


def _score(words: str) -> float:
    try:
        score = float(words)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise BadParameter(
            "min_score 应为 0 到 1 的数。", "min_score must be a number from 0 to 1."
        )
    return score


def _values(asked: dict[str, str]) -> dict[str, Any]:
    """The filters as the query takes them."""
    values: dict[str, Any] = {
        f"{name}_id" if name in NODES else name: asked[name] for name in asked
    }
    if "min_score" in values:
        values["min_score"] = _score(values["min_score"])
    return values


def _at(asked: dict[str, str], **changes: Any) -> str:
    query = {name: asked.get(name) for name in (*CODES, "min_score", *NODES)} | changes
    return to(f"/{PATH}", **{name: value for name, value in query.items() if value})


def _counted(counts: Rows, by: str, other: str, asked: dict[str, str]) -> dict[str, int]:
    """Findings by one code, where the other filter is on. Not where more is asked for: then a number
    here would not be that of the list it leads to."""
    if set(asked) - {by, other}:
        return {}
    found: dict[str, int] = {}
    for row in counts:
        is_design = row["kind"] == DESIGN and by != "kind" and asked.get("kind") != DESIGN
        if asked.get(other) in (None, row[other]) and not is_design:
            found[row[by]] = found.get(row[by], 0) + row["findings"]
    return found


def _choices(asked: dict[str, str], name: str, counts: dict[str, int]) -> list[Choice]:
    on = asked.get(name, "")
    whole_count = sum(n for code, n in counts.items() if code != DESIGN) if counts else None
    choices = [Choice("", t("全部", "All"), whole_count, _at(asked, **{name: None}), not on)]
    for code in CODES[name]:
        count = counts.get(code, 0) if counts else None
        words = coded(CODES[name], code)
        choices.append(Choice(code, words, count, _at(asked, **{name: code}), on == code))
    return choices


def _chips(asked: dict[str, str]) -> list[Chip]:
    ids = sorted(asked[name] for name in NODES if name in asked)
    names = {row["id"]: row["name"] for row in payload.kept("nodes_by_ids", ids=ids)} if ids else {}
    chips = []
    for name, usual in NODES.items():
        if name in asked:
            label = label_of(asked[name]) or usual
            known = names.get(asked[name], asked[name])
            chips.append(Chip(words_of(KINDS[label].words), known, _at(asked, **{name: None})))
    if "min_score" in asked:
        score = number(_score(asked["min_score"]))
        chips.append(Chip(t("得分 ≥", "Score ≥"), score, _at(asked, min_score=None)))
    return chips


def _merged(asked: dict[str, str]) -> Rows:
    """Accepted findings whose two records are one now: no relationship is left between them."""
    is_asked = asked.get("kind", "D4") == "D4" and asked.get("status", ACCEPTED) == ACCEPTED
    if not is_asked or set(asked) - {"kind", "status"}:
        return []
    store = payload.current_store()
    standing = redirects(store)
    return [
        row
        for row in list_decisions(store)
        if row["verdict"] == ACCEPTED and any(member in standing for member in row["members"])
    ]


def finding_file(suffix: str, args: MultiDict[str, str]) -> Response:
    """All rows of the list as JSON or CSV; a table's cell holds reasons as words with their weights."""
    rows = payload.run("findings", limit=_ALL, **_values(_asked(args)))
    columns = [column for column in library()["findings"].columns if column != "total"]
    shown = [{**row, **_reasons(row, suffix)} for row in rows]
    return as_file(PATH, suffix, columns, shown)


def _reasons(row: dict[str, Any], suffix: str) -> dict[str, Any]:
    if suffix == "json":
        return {name: [json.loads(one) for one in row[name]] for name in ("reasons", "against")}
    return {
        name: "；".join(f"{one.text} ({one.weight:+.2f})" for one in reasons_of(row[name]))
        for name in ("reasons", "against")
    }
