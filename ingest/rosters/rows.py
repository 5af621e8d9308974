"""The rows of a roster as facts: a platform, its grade, what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import lexicons
from ingest.components.groups import is_host
from ingest.document import Cell
from ingest.facts import CellPlace, Fact
from ingest.names import PlatformName, parse_platform_name, split_hosts
from ingest.rosters.events import events_of
from ingest.rosters.header import BATCH, YEAR, Heading, Roster, cell_of, is_header_again
from ingest.rosters.told import events_told
from ingest.rosters.types import type_words
from ingest.text import unstretched

_NUMBERED = re.compile(r"^\s*\d+\s*$")


def rows_of(roster: Roster) -> Iterator[Fact]:
    """The facts of all rows; a row that names only a region or a batch holds for those below it."""
    heading = roster.heading
    for index, row in enumerate(roster.table.rows[roster.first_row :], roster.first_row):
        cells = [cell for cell in row if cell is not None and cell.value.strip()]
        origins = {cell.origin for cell in cells}
        if not cells or is_header_again(row):
            continue
        if len(origins) == 1 and not _NUMBERED.match(cells[0].value):
            _note_group(heading, cells[0])
            if cell_of(roster, row, "platform") is not cells[0] or len(cells) > 1:
                continue
            if _is_group(cells[0].value):
                continue
        name = cell_of(roster, row, "platform")
        if name is not None and name.row == index:
            yield from _row_facts(roster, row, name)


def _is_group(words: str) -> bool:
    return words.strip() in lexicons.region_forms() or bool(BATCH.fullmatch(words.strip()))


def _note_group(heading: Heading, cell: Cell) -> None:
    """A row of one cell between the rows: a region or a batch that holds from here on."""
    words = re.sub(r"[(（].*[)）]|[一二三四五六七八九十]+、|[:：\s]", "", cell.value)
    if words in lexicons.region_forms():
        heading.region = words
    elif batch := BATCH.search(words):
        heading.batch = batch[0]


def _row_facts(roster: Roster, row: tuple[Cell | None, ...], name: Cell) -> Iterator[Fact]:
    data, spans = _row_data(roster, row, name)
    events = list(events_of(roster, row, data))
    withdrawn = any(
        event["event"] == "withdrawn" and event["stage"] == "decided" for event in events
    )
    data["status"] = "withdrawn" if withdrawn else "listed"
    place = CellPlace(
        roster.table.name,
        roster.table.first_row + name.row + 1,
        name.column + 1,
        roster.table.place(name),
    )

    def fact(kind: Any, rule: str, more: dict[str, Any]) -> Fact:
        return Fact(kind, name.start, name.end, rule, more, cell=place, spans=spans)

    yield fact("platform", "roster.row", data)
    if data.get("result"):
        yield fact(
            "evaluation",
            "roster.result",
            {
                "platform": data["platform"],
                "result": data["result"],
                "year": data["year"] or roster.heading.year,
            },
        )
    for event in events:
        yield fact("event", f"roster.{event['event']}", event)


def _row_data(
    roster: Roster, row: tuple[Cell | None, ...], name: Cell
) -> tuple[dict[str, Any], dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {}

    def value(role: str) -> str | None:
        cell = cell_of(roster, row, role)
        if cell is None:
            return None
        spans[role] = [(cell.start, cell.end)]
        return unstretched(cell.value).strip() or None

    hosts, co_hosts = _hosts(roster, row, spans)
    printed = unstretched(name.value).strip()
    parsed = parse_platform_name(printed, hosts)
    own_year = _year_of(value("year"))
    result = value("result")
    # The year of an evaluation or a withdrawal is not the year of recognition.
    is_listing = result is None and "withdrawn" not in events_told(roster.heading.subject)
    data: dict[str, Any] = {
        "no": _plain_number(value("number")),
        "platform": printed.rstrip("*＊ "),
        "platform_type": type_words(roster, parsed, value("type"), value("level")),
        "field": value("field") or (None if is_host(printed) else parsed.field) or None,
        "field_from": "column" if "field" in spans else "name",
        "level": value("level") or parsed.level,
        "hosts": hosts,
        "co_hosts": co_hosts,
        "former_host_names": _names(value("former_hosts")),
        "former_name": value("former_name"),
        "region": value("region") or roster.heading.region or _region_name(parsed),
        "year": own_year or (roster.heading.year if is_listing else None),
        "batch": value("batch") or roster.heading.batch,
        "result": result,
        "subtype": value("subtype"),
        "address": value("address"),
        "agency": value("agency"),
    }
    return data, spans


def _year_of(words: str | None) -> int | None:
    found = YEAR.search(words) if words else None
    return int(found[0]) if found else None


def _hosts(
    roster: Roster, row: tuple[Cell | None, ...], spans: dict[str, list[tuple[int, int]]]
) -> tuple[list[str], list[str]]:
    hosts: list[str] = []
    co_hosts: list[str] = []
    spans["hosts"], spans["co_hosts"] = [], []
    for role in ("hosts", "co_hosts"):
        cell = cell_of(roster, row, role)
        if cell is None:
            continue
        for part in split_hosts(cell.value):
            is_co = part.is_co or role == "co_hosts"
            names, key = (co_hosts, "co_hosts") if is_co else (hosts, "hosts")
            name = unstretched(part.name)
            if name not in names:
                names.append(name)
                spans[key].append((cell.start + part.start, cell.start + part.end))
    return hosts, co_hosts


def _names(words: str | None) -> list[str]:
    return [part.name for part in split_hosts(words)] if words else []


def _region_name(parsed: PlatformName) -> str | None:
    return parsed.region.short if parsed.region else None


def _plain_number(words: str | None) -> int | str | None:
    if words is None:
        return None
    return int(words) if words.isdecimal() else words
