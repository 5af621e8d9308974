"""Facts with their evidence, as pages show them: one row a fact, under it every quote that says so.

In: rows of named queries with `source_id`, `start`, `end` and `cell`. Out: `FactRow`s whose `Quote`s carry
the exact words, a little around them, and the address of their place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api import payload
from api.view import coded, number, place_url, t, words_of
from api.view_words import (
    EVENTS,
    FACT_WORDS,
    FLAGS,
    KINDS,
    METRICS,
    ROLES,
    STAGES,
    STATUS,
    Words,
)
from graph.model import RELATIONSHIP_BY_NAME

_PROSE_AROUND = 60
_ROW_AROUND = 160
_STOPS = "。；！？;\n"
_CELL_ROW = re.compile(r"(?P<sheet>.*)!(?P<column>[A-Z]+)(?P<row>\d+)$")
#: What a mark in the text is called for a statement of that relationship, where the names differ.
_MARK_OF = {**payload.MARK_KINDS, "GOVERNS": "", "HAS_PROVISION": ""}


@dataclass(frozen=True)
class Quote:
    """The words of a source at a place."""

    before: str
    words: str
    after: str
    document: str
    place: str
    url: str
    source_id: str


@dataclass
class FactRow:
    """One fact: what it is called, what it says, and every quote that says so."""

    words: Words
    relationship: str
    #: The other node as label, id and name; None for a property's value.
    other: tuple[str, str, str] | None
    value: str
    note: str
    style: str
    quotes: list[Quote] = field(default_factory=list)
    #: What the sources disagree about, if they do.
    disagreement: str = ""

    @property
    def sources(self) -> int:
        """How many sources say so."""
        return len({quote.source_id for quote in self.quotes})


class Sources:
    """Which document each source holds, for the addresses of quotes."""

    def __init__(self, source_ids: Iterable[str | None]) -> None:
        ids = sorted({one for one in source_ids if one})
        rows = payload.kept("documents_of_sources", source_ids=ids) if ids else []
        self._rows = {row["source_id"]: row for row in rows}

    def quote(self, row: Mapping[str, Any], mark: str = "") -> Quote | None:
        """The quote of a row; None where its source holds no document."""
        source_id, start, end = row["source_id"], row["start"], row["end"]
        held = self._rows.get(source_id)
        if held is None:
            return None
        before, words, after = around(payload.source_text(source_id), start, end)
        return Quote(
            before=before,
            words=words,
            after=after,
            document=held["document"],
            place=place_words(start, end, row.get("cell")),
            url=self.url(source_id, start, end, mark),
            source_id=source_id,
        )

    def url(self, source_id: str, start: int, end: int, mark: str = "") -> str:
        """The address of a place of a source."""
        held = self._rows[source_id]
        other = source_id if source_id != held["first_source_id"] else ""
        return place_url(held["document_id"], start, end, mark, other)

    def document(self, source_id: str) -> tuple[str, str] | None:
        """Id and name of the document that a source holds."""
        held = self._rows.get(source_id)
        return (held["document_id"], held["document"]) if held else None


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words at a place and the rest of their sentence, or of their row in a table; what is left
    out of a long one is marked by dots."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = line_end if line_end >= 0 else len(text)
    is_row = "\t" in text[line_start:line_end]
    most = _ROW_AROUND if is_row else _PROSE_AROUND
    if not is_row:
        line_start = max([line_start, *(text.rfind(c, line_start, start) + 1 for c in _STOPS)])
        stops = [at for c in _STOPS if (at := text.find(c, end, line_end)) >= 0]
        line_end = min([line_end, *(at + 1 for at in stops)])
    first, last = max(line_start, start - most), min(line_end, end + most)
    before = ("…" if first > line_start else "") + text[first:start].lstrip()
    after = text[end:last].rstrip() + ("…" if last < line_end else "")
    return before, text[start:end], after


def place_words(start: int, end: int, cell: str | None) -> str:
    """Where a place is, for people: the row of a table, or the characters of a text."""
    found = _CELL_ROW.fullmatch(cell) if cell else None
    if found:
        return t(f"{found['sheet']} 第 {found['row']} 行", f"{found['sheet']}, row {found['row']}")
    return t(f"字符 {start:,}–{end:,}", f"characters {start:,}–{end:,}")


def fact_rows(rows: Iterable[Mapping[str, Any]], sources: Sources) -> list[FactRow]:
    """Rows of statements as facts: parallel statements of several sources are one fact."""
    groups: dict[tuple[Any, ...], FactRow] = {}
    notes: dict[tuple[Any, ...], dict[str, None]] = {}
    for row in rows:
        role = row["properties"].get("role")
        key = (row["relationship"], row["outward"], row["other_id"], role)
        if key not in groups:
            groups[key] = _fact(row, role)
        quote = (
            sources.quote(row, _MARK_OF.get(row["relationship"], "")) if row["source_id"] else None
        )
        if quote is not None and quote not in groups[key].quotes:
            groups[key].quotes.append(quote)
        if note := _note(row):
            notes.setdefault(key, {})[note] = None
    for key, fact in groups.items():
        fact.note = "；".join(notes.get(key, {}))
    return list(groups.values())


def _fact(row: Mapping[str, Any], role: str | None) -> FactRow:
    relationship, outward = row["relationship"], row["outward"]
    words = FACT_WORDS.get((relationship, outward))
    if words is None:
        model = RELATIONSHIP_BY_NAME[relationship]
        words = (model.zh, model.en)
    if relationship == "HOSTED_BY" and outward and role in ROLES:
        words = ROLES[role]
    other = (row["other_label"], row["other_id"], _other_name(row))
    return FactRow(words, relationship, other, "", "", _style(row))


def _style(row: Mapping[str, Any]) -> str:
    style = KINDS[row["other_label"]].style
    return {"category": "type", "provision": "document"}.get(style, style)


def _other_name(row: Mapping[str, Any]) -> str:
    """A target or a clause alone says little: its type or number stands before it."""
    properties = row.get("other_properties") or {}
    if row["other_label"] == "Provision" and properties.get("number"):
        return f"{properties['number']} {row['other_name']}"
    return str(row["other_name"])


def _note(row: Mapping[str, Any]) -> str:
    """What a statement says beyond naming the other node."""
    return "，".join(filter(None, _note_parts(row)))


def _note_parts(row: Mapping[str, Any]) -> Iterable[str]:
    properties, relationship = row["properties"], row["relationship"]
    other = row.get("other_properties") or {}
    if row["other_label"] == "Target":
        yield coded(METRICS, other.get("metric"))
        yield due(other.get("by_year"))
    if relationship in ("LISTED_IN", "EVALUATED_IN") and properties.get("year"):
        yield t(f"{properties['year']} 年", str(properties["year"]))
    yield str(properties.get("batch") or "")
    yield str(properties.get("result") or "")
    yield str(properties.get("subtype") or "")
    if properties.get("status") == "withdrawn":
        yield words_of(STATUS["withdrawn"])
    if relationship == "HOSTED_BY" and row["outward"] is False and properties.get("role") != "host":
        yield coded(ROLES, properties.get("role"))
    if relationship in ("GOVERNS", "CITES"):
        yield coded(ROLES, properties.get("role"))
    if relationship == "CHANGED_BY":
        yield _change(properties)
    printed = properties.get("printed")
    if relationship in ("IN_FIELD", "NAMES_FIELD") and printed and printed != row["other_name"]:
        yield t(f"原文“{printed}”", f"printed “{printed}”")


def _change(properties: Mapping[str, Any]) -> str:
    """What happened to a platform, and to what; proposed and announced ones say so."""
    stage, event = properties.get("stage"), properties.get("event")
    before = coded(STAGES, stage) if stage in STAGES else ""
    words = f"{before}{t('', ' ') if before else ''}{coded(EVENTS, event)}"
    return f"{words}{t('：', ': ')}{properties['to']}" if properties.get("to") else words


def due(year: int | None) -> str:
    """By when."""
    return t(f"到 {year} 年", f"by {year}") if year else ""


def agreement(fact: FactRow) -> str:
    """How many sources say the same, where more than one does."""
    count = fact.sources
    return t(f"{count} 份来源一致", f"{count} sources agree") if count > 1 else ""


@dataclass(frozen=True)
class Doubt:
    """A flag: what it is called, why it was raised, how the printed words might be read."""

    flag: str
    severity: str
    title: str
    reason: str
    printed: str
    readings: list[str]


def doubt(row: Mapping[str, Any], printed: str) -> Doubt:
    """A flag's row of a query, or its properties, as pages show it."""
    readings = [
        json.loads(one) if isinstance(one, str) else one for one in row["candidate_readings"] or []
    ]
    zh, _, en = str(row["reason"]).partition(" / ")
    unit = printed.lstrip("0123456789")
    return Doubt(
        flag=row["flag"],
        severity=row["severity"],
        title=coded(FLAGS, row["flag"]),
        reason=t(zh, en or zh),
        printed=printed,
        readings=[words for one in readings if (words := reading(one, unit)) != printed],
    )


def reading(candidate: Mapping[str, Any], unit: str) -> str:
    """One possible reading of damaged words."""
    if "reading" in candidate:
        return str(candidate["reading"])
    low, high = candidate.get("low"), candidate.get("high")
    if low is not None and high is not None and low != high:
        return f"{number(low)}—{number(high)}{unit}"
    return f"{number(low if low is not None else high)}{unit}"
