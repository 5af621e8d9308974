"""Which tables are rosters: the row that names their columns, and what stands above it for all rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest import lexicons
from ingest.components.name_lists import is_host
from ingest.document import Cell, Document, Table
from ingest.names import PlatformName, parse_platform_name
from ingest.rosters.columns import Row, columns_by_content, header_at, is_own_name
from ingest.rosters.heading import SAYS_WHAT, Heading, heading_of, type_in
from ingest.rosters.told import events_told
from ingest.rosters.words import header_key, names_a_thing, role_of
from ingest.text import fold

_HEADER_ROWS = 12
_LEAST_NAMES = 0.5
_SEEN = 200


@dataclass
class Roster:
    """A table, or one of two lists side by side in it, that lists platforms: `columns` gives each role its
    column, `first_row` is the row below the header. `is_lines` for lists that are lines of text."""

    table: Table
    columns: dict[str, int]
    first_row: int
    heading: Heading
    default_type: PlatformName | None = None
    is_lines: bool = False


def as_rosters(
    document: Document,
    table: Table,
    title: str | None,
    caption: list[str] | None = None,
    is_lines: bool = False,
) -> list[Roster]:
    """The lists of platforms in a table, several where they stand side by side; none where it is no
    roster. caption: the lines above it, where they are known."""
    for index in range(min(_HEADER_ROWS, len(table.rows))):
        header = header_at(table.rows, index)
        if header is None:
            continue
        heading = heading_of(document, table, index, title, caption)
        first = index + header.depth
        rosters = []
        for columns in header.lists:
            roster = Roster(table, columns, first, replace(heading), is_lines=is_lines)
            if _find_names(roster):
                rosters.append(roster)
        return rosters
    shown = columns_by_content([row for row in table.rows if _is_full(row)])
    if shown is None:
        return []
    heading = heading_of(document, table, _first_full(table), title, caption)
    roster = Roster(table, shown, _first_full(table), heading, is_lines=is_lines)
    roster.default_type = type_in(fold(heading.title))
    return [roster]


def _is_full(row: Row) -> bool:
    return len({cell.origin for cell in row if cell is not None}) > 1


def _first_full(table: Table) -> int:
    return next(index for index, row in enumerate(table.rows) if _is_full(row))


def _find_names(roster: Roster) -> bool:
    """Finds the column of names, where the header names it or its cells show it; whether there is one."""
    columns = roster.columns
    if "new_name" in columns:
        columns["platform"] = columns["new_name"]
    weak = columns.pop("project", None)
    if "platform" not in columns and weak is not None and _typed(roster, weak) >= _LEAST_NAMES:
        columns["platform"] = weak
    if "platform" not in columns and (shown := _shown_names(roster)) is not None:
        columns["platform"] = shown
    if "platform" not in columns and _lists_hosts(roster):
        columns["platform"] = columns["hosts"]
    if "platform" not in columns:
        return False
    roster.default_type = _default_type(roster)
    return _has_platform_names(roster)


def _shown_names(roster: Roster) -> int | None:
    """The column whose cells are names of platforms, whatever its header says."""
    width = max(map(len, roster.table.rows))
    for column in range(width):
        names = [cell.value for _, cell in _cells(roster, column)][:_SEEN]
        if len(names) > 1 and sum(map(is_own_name, names)) > 0.8 * len(names):
            return column
    return None


def _lists_hosts(roster: Roster) -> bool:
    """Whether a table of firms lists their platforms, tells what has become of them, or how they were
    graded: a list of 企业技术中心 names no more than the firms."""
    heading, columns = roster.heading, roster.columns
    says = SAYS_WHAT.search(fold(heading.subject)) or events_told(heading.subject)
    if "hosts" not in columns or not (says or "result" in columns):
        return False
    firms = [is_host(fold(cell.value)) for _, cell in _cells(roster, columns["hosts"])]
    return sum(firms) >= _LEAST_NAMES * len(firms) and _names_type(heading.title)


def _names_type(words: str) -> bool:
    folded = fold(words)
    return any(form in folded for form in lexicons.platform_type_forms())


def _default_type(roster: Roster) -> PlatformName | None:
    """The type that the heading or the name column's header gives to all rows."""
    header = roster.table.rows[roster.first_row - 1]
    column = roster.columns["platform"]
    cell = header[column] if column < len(header) else None
    return type_in(fold(f"{cell.value if cell else ''}\n{roster.heading.title}"))


def _typed(roster: Roster, column: int) -> float:
    names = [cell.value for _, cell in _cells(roster, column)][:_SEEN]
    return sum(bool(parse_platform_name(n).type_printed) for n in names) / max(1, len(names))


def _has_platform_names(roster: Roster) -> bool:
    """Whether the name column's cells are names of platforms: half of them end with a head noun, or
    the heading says what type they are."""
    column = roster.columns["platform"]
    if not any(True for _ in _cells(roster, column)):
        return False
    if _typed(roster, column) >= _LEAST_NAMES:
        return True
    if not {"hosts", "former_name"} & roster.columns.keys():
        return False
    header = roster.table.rows[roster.first_row - 1] if roster.first_row else ()
    cell = header[column] if column < len(header) else None
    return roster.default_type is not None or (cell is not None and names_a_thing(cell.value))


def _cells(roster: Roster, column: int) -> Iterator[tuple[int, Cell]]:
    for index, row in enumerate(roster.table.rows[roster.first_row :], roster.first_row):
        cell = row[column] if column < len(row) else None
        if cell is not None and cell.value.strip() and not is_header_again(roster, row):
            yield index, cell


def is_header_again(roster: Roster, row: Row) -> bool:
    """Whether a row repeats the header, as on a new page."""
    cells = [cell for cell in row if cell is not None]
    named = [cell for cell in cells if role_of(cell.value) is not None]
    if len(named) >= 3:
        return True
    header = roster.table.rows[roster.first_row - 1] if roster.first_row else ()
    keys = {header_key(cell.value) for cell in header if cell is not None}
    return len(cells) > 1 and len(named) > 1 and keys >= {header_key(c.value) for c in cells}


def cell_of(roster: Roster, row: Row, role: str) -> Cell | None:
    """The cell of a row that has a role (`platform`, `hosts` …), if it holds anything."""
    column = roster.columns.get(role)
    if column is None or column >= len(row):
        return None
    cell = row[column]
    return cell if cell is not None and cell.value.strip() else None
