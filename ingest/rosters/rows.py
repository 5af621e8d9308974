"""The rows of a roster as facts: a platform, its grade, what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.components.name_lists import is_host
from ingest.credit_codes import CreditCode, codes_in
from ingest.document import Cell
from ingest.facts import CellPlace, Fact
from ingest.flags import flag
from ingest.host_cells import HostPart, split_hosts
from ingest.names import PlatformName, parse_platform_name
from ingest.rosters.columns import Row
from ingest.rosters.events import events_of
from ingest.rosters.header import Roster, cell_of, is_header_again
from ingest.rosters.heading import BATCH, YEAR, is_last_row, note_group
from ingest.rosters.told import events_told
from ingest.rosters.types import type_words
from ingest.text import fold, number_value, unstretched

_NUMBERED = re.compile(r"^\s*\d+\s*$")
_NOTHING = re.compile(r"[\s\-—–/\\无.。·*]*|\d{1,4}")
#: A serial number that stands in the cell of the name: 1.甲重点实验室.
_SERIAL = re.compile(
    r"\s*(?:[(（]?(?P<no>\d{1,4})[)）]?[.、．]|[(（](?P<no2>\d{1,3})[)）])\s*(?=\D)"
)
_FORMERLY = re.compile(
    r".+?\s*[(（]\s*(?:原名称?|曾用名|原)(?:为|是)?[:：]?\s*[“\"]?(?P<old>[^()（）]{3,50}?)[”\"]?\s*[)）]"
)
_FIRM_CENTRE = re.compile(r"(?P<host>.+?)(?:(?:国家级|省级|市级|自治区级)?(?:认定)?企业)?技术中心$")


def rows_of(roster: Roster) -> Iterator[Fact]:
    """The facts of all rows; a row that names only a region, a batch, a type or a grade holds for those
    below it."""
    for index, row in enumerate(_with_regions(roster), roster.first_row):
        cells = [cell for cell in row if cell is not None and cell.value.strip()]
        if not cells or is_header_again(roster, row) or is_last_row(cells[0].value):
            continue
        name = cell_of(roster, row, "platform")
        if len({cell.origin for cell in cells}) == 1 and not _NUMBERED.match(cells[0].value):
            is_noted = note_group(roster.heading, cells[0])
            if is_noted or name is not cells[0] or len(cells) > 1:
                continue
        if name is not None and name.row == index and not _NOTHING.fullmatch(name.value):
            yield from _row_facts(roster, row, name)


def _with_regions(roster: Roster) -> list[Row]:
    """The rows below the header; where each region is printed once, in the first of its rows, the others
    have it too. Not on a printed page, where the name may stand in the middle of its rows."""
    rows = list(roster.table.rows[roster.first_row :])
    column = roster.columns.get("region")
    listed = [index for index, row in enumerate(rows) if cell_of(roster, row, "platform")]
    cells = [cell_of(roster, rows[index], "region") for index in listed]
    named = [unstretched(cell.value).strip() for cell in cells if cell is not None]
    is_once = 2 <= len(named) == len(set(named)) < len(listed)
    if column is None or not is_once or cells[0] is None or cells[0].page is not None:
        return rows
    region = cells[0]
    for index, cell in zip(listed, cells, strict=True):
        region = cell or region
        rows[index] = (*rows[index][:column], region, *rows[index][column + 1 :])
    return rows


def _row_facts(roster: Roster, row: Row, name: Cell) -> Iterator[Fact]:
    data, spans = _row_data(roster, row, name)
    events = list(events_of(roster, row, data))
    withdrawn = any(
        event["event"] == "withdrawn" and event["stage"] == "decided" for event in events
    )
    data["status"] = "withdrawn" if withdrawn else "listed"
    place = _place(roster, name)
    start, end = spans.pop("platform")[0]

    def fact(kind: Any, rule: str, more: dict[str, Any]) -> Fact:
        return Fact(kind, start, end, rule, more, cell=place, spans=spans)

    source = "list" if roster.is_lines else "roster"
    yield fact("platform", f"{source}.row", data)
    yield from _doubtful_codes(roster, row, data, name.row)
    if data.get("result"):
        yield fact(
            "evaluation",
            f"{source}.result",
            {
                "platform": data["platform"],
                "result": data["result"],
                "year": data["year"] or roster.heading.year,
            },
        )
    for event in events:
        yield fact("event", f"{source}.{event['event']}", event)


def _place(roster: Roster, name: Cell) -> CellPlace | None:
    if roster.is_lines:
        return None
    row = roster.table.first_row + name.row + 1
    return CellPlace(roster.table.name, row, name.column + 1, roster.table.place(name))


def _row_data(
    roster: Roster, row: Row, name: Cell
) -> tuple[dict[str, Any], dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {}

    def value(role: str) -> str | None:
        cell = cell_of(roster, row, role)
        if cell is None:
            return None
        spans[role] = [(cell.start, cell.end)]
        return unstretched(cell.value).strip() or None

    hosts, co_hosts, former = _hosts(roster, row, spans)
    serial = _SERIAL.match(name.value) if "number" not in roster.columns else None
    printed, former_name = _printed_name(name, serial.end() if serial else 0, spans)
    if not hosts and (own := _FIRM_CENTRE.fullmatch(printed)) and is_host(fold(own["host"])):
        hosts = [own["host"]]
        spans["hosts"] = [(spans["platform"][0][0], spans["platform"][0][0] + len(own["host"]))]
    parsed = parse_platform_name(printed, hosts)
    own_year = _year_of(value("year"))
    heading = roster.heading
    result = value("result")
    if result is None and heading.result is not None and heading.result_place is not None:
        result, spans["result"] = heading.result, [heading.result_place]
    # The year of an evaluation or a withdrawal is not the year of recognition.
    is_listing = result is None and "withdrawn" not in events_told(heading.subject)
    old_hosts = _names(value("former_hosts"))
    data: dict[str, Any] = {
        "no": _plain_number(value("number") or (serial and (serial["no"] or serial["no2"]))),
        "platform": printed,
        "platform_type": type_words(roster, parsed, value("type"), value("level")),
        "field": value("field") or _field(printed, parsed),
        "field_from": "column" if "field" in spans else "name",
        "level": value("level") or parsed.level,
        "hosts": hosts,
        "co_hosts": co_hosts,
        **_codes(roster, row, hosts, co_hosts),
        "former_host_names": old_hosts or former,
        "former_name": value("former_name") or former_name,
        "region": value("region") or heading.region or _region_name(parsed),
        "year": own_year or (heading.year if is_listing else None),
        "batch": _batch(value("batch")) or heading.batch,
        "result": result,
        "subtype": value("subtype"),
        "address": value("address"),
        "agency": value("agency"),
    }
    return data, spans


def _field(printed: str, parsed: PlatformName) -> str | None:
    """The field that a name says; a name without a type (汾河创客, a firm's) says none."""
    return (parsed.field or None) if parsed.entry is not None and not is_host(printed) else None


def _year_of(words: str | None) -> int | None:
    found = YEAR.search(words) if words else None
    return int(found[0]) if found else None


def _batch(words: str | None) -> str | None:
    """A batch as printed, without a year that stands before it: 2023年第一批."""
    found = BATCH.search(words) if words else None
    return found[0] if found else words


def _printed_name(
    cell: Cell, skipped: int, spans: dict[str, list[tuple[int, int]]]
) -> tuple[str, str | None]:
    """A platform's name as its cell prints it, without a serial number and stars; and its former name, where
    a bracket gives it."""
    words = cell.value[skipped:].rstrip("*＊ ")
    spans["platform"] = [(cell.start + skipped, cell.end)]
    former = _FORMERLY.fullmatch(words)
    if former is not None and parse_platform_name(former["old"]).entry is not None:
        start = cell.start + skipped + former.start("old")
        spans["former_name"] = [(start, start + len(former["old"]))]
        return _joined(words), _joined(former["old"])
    return _joined(words), None


def _joined(words: str) -> str:
    """A name that its cell breaks into lines, in one."""
    return unstretched(words.replace("\n", "")).strip()


def _hosts(
    roster: Roster, row: Row, spans: dict[str, list[tuple[int, int]]]
) -> tuple[list[str], list[str], list[str]]:
    """The hosts, the 共建 units, and what hosts were called before."""
    found: dict[str, list[str]] = {"hosts": [], "co_hosts": [], "former_hosts": []}
    spans["hosts"], spans["co_hosts"] = [], []
    for role in ("hosts", "co_hosts"):
        cell = cell_of(roster, row, role)
        for part in split_hosts(cell.value) if cell is not None else []:
            key = "co_hosts" if part.is_co or role == "co_hosts" else "hosts"
            name = _joined(part.name)
            if cell is None or name in found[key]:
                continue
            found[key].append(name)
            spans[key].append((cell.start + part.start, cell.start + part.end))
            _note_former(part, cell, found["former_hosts"], spans)
    return found["hosts"], found["co_hosts"], found["former_hosts"]


def _code_cells(roster: Roster, row: Row) -> dict[str, tuple[Cell, list[CreditCode]]]:
    """The cells of codes of a row, by role, with the codes in them."""
    cells = {role: cell_of(roster, row, role) for role in ("code", "co_code")}
    return {role: (cell, codes_in(cell.value)) for role, cell in cells.items() if cell is not None}


def _codes(
    roster: Roster, row: Row, hosts: list[str], co_hosts: list[str]
) -> dict[str, list[str | None]]:
    """The valid codes of the hosts and of the 共建 units, each in the order of the names, None for a name
    without one. Several are paired with names by order, where there are as many codes as names."""
    cells = _code_cells(roster, row)
    given = [code.value if code.is_valid else None for code in cells.get("code", (None, []))[1]]
    more = [code.value if code.is_valid else None for code in cells.get("co_code", (None, []))[1]]
    if len(given) == len(hosts) + len(co_hosts) and not more:
        given, more = given[: len(hosts)], given[len(hosts) :]
    found = {}
    for key, names, codes in (("host_codes", hosts, given), ("co_host_codes", co_hosts, more)):
        if len(names) == len(codes) and any(codes):
            found[key] = codes
    return found


def _doubtful_codes(roster: Roster, row: Row, data: dict[str, Any], index: int) -> Iterator[Fact]:
    """Flags on codes that are none, and on codes of which nobody can say whose they are. A cell that spans
    several rows is told of in its first."""
    for role, (cell, codes) in _code_cells(roster, row).items():
        if cell.row != index:
            continue
        for code in codes:
            if not code.is_valid:
                reason = (
                    f"统一社会信用代码“{code.value}”与其校验码不合，未采用",
                    f"the credit code {code.value} does not agree with its check digit; not used",
                )
                start, end = cell.start + code.start, cell.start + code.end
                yield flag(start, end, "bad_credit_code", "medium", reason)
        key = "host_codes" if role == "code" else "co_host_codes"
        if key not in data and any(code.is_valid for code in codes):
            names = data["hosts"] if role == "code" else data["co_hosts"]
            reason = (
                f"{len(codes)}个统一社会信用代码对{len(names)}个单位，不能一一对应，未采用",
                f"{len(codes)} credit codes for {len(names)} units cannot be paired; not used",
            )
            yield flag(cell.start, cell.end, "unpaired_credit_codes", "low", reason)


def _note_former(
    part: HostPart, cell: Cell, former: list[str], spans: dict[str, list[tuple[int, int]]]
) -> None:
    if part.former is not None:
        start, end = part.former
        former.append(unstretched(cell.value[start:end]))
        spans.setdefault("former_hosts", []).append((cell.start + start, cell.start + end))


def _names(words: str | None) -> list[str]:
    return [part.name for part in split_hosts(words)] if words else []


def _region_name(parsed: PlatformName) -> str | None:
    return parsed.region.short if parsed.region else None


def _plain_number(words: str | None) -> int | str | None:
    if words is None:
        return None
    value = number_value(words.strip("()（）.、． "))
    return int(value) if value is not None and value == int(value) else words
