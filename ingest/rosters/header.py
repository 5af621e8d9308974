"""Which tables are rosters: the row that names their columns, and what stands above it for all rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest import lexicons
from ingest.components.types import find_mentions
from ingest.document import Cell, Document, Table
from ingest.names import PlatformName, parse_platform_name
from ingest.rosters.told import events_told
from ingest.text import fold

_HEADER_ROWS = 12
YEAR = re.compile(r"(?:19|20)\d{2}")
BATCH = re.compile(r"第[〇零一二三四五六七八九十百\d]+批")
_DROPPED_HEADER = re.compile(r"[\s:：*()（）]+")
_LEAST_NAMES = 0.5
_CAPTION_REACH, _CAPTION_LINES, _LONGEST_CAPTION = 200, 3, 60
#: What a heading has that says what its table lists.
_SAYS_WHAT = re.compile(r"名单|结果|一览表|情况表|汇总表|明细|清单|撤销|更名|变更")


@dataclass
class Heading:
    """What stands above a table's rows and holds for all of them."""

    title: str = ""
    #: The words nearest to the table that say what it lists: its own rows, the lines above it, its sheet,
    #: else the document's title.
    subject: str = ""
    date: str | None = None
    year: int | None = None
    batch: str | None = None
    region: str | None = None


@dataclass
class Roster:
    """A table that lists platforms: `columns` gives each role its column, `first_row` is the row below the
    header."""

    table: Table
    columns: dict[str, int]
    first_row: int
    heading: Heading
    default_type: PlatformName | None = None


@cache
def _roles() -> dict[str, str]:
    return {
        _header_key(header): role
        for header, role in lexicons.words("roster_headers", "role").items()
    }


def _header_key(words: str) -> str:
    return _DROPPED_HEADER.sub("", fold(words)).lower()


def _role_of(words: str) -> str | None:
    key = _header_key(words)
    role = _roles().get(key)
    if role is None and key.endswith(("名称", "名单")) and _names_type(key):
        return "platform"  # 企业技术中心名称, 省级重点实验室名称
    if role is None and _names_type(key) and parse_platform_name(key).field == "":
        return "platform"
    return role


def _names_type(words: str) -> bool:
    return any(form in words for form in lexicons.platform_type_forms())


def as_roster(document: Document, table: Table, title: str | None) -> Roster | None:
    """The table as a roster, or None where it is none."""
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for cell in row:
            if cell is None or not cell.is_origin:
                continue
            role = _role_of(cell.value)
            if role is not None:
                columns.setdefault(role, cell.column)
        if len(columns) < 2:
            continue
        _prefer_new_name(columns)
        heading = _heading(document, table, index, title)
        if "platform" not in columns and _lists_hosts(columns, heading):
            columns["platform"] = columns["hosts"]
        if "platform" not in columns:
            return None
        roster = Roster(table, columns, index + 1, heading)
        roster.default_type = _default_type(roster)
        return roster if _has_platform_names(roster) else None
    return None


def _prefer_new_name(columns: dict[str, int]) -> None:
    if "new_name" in columns:
        columns["platform"] = columns["new_name"]


def _lists_hosts(columns: dict[str, int], heading: Heading) -> bool:
    """Whether a table of firms tells what has become of their platforms, or how they were graded: a list of
    企业技术中心 names no more than the firms."""
    tells = "result" in columns or events_told(heading.subject)
    return "hosts" in columns and bool(tells) and _names_type(fold(heading.title))


def _heading(document: Document, table: Table, header: int, title: str | None) -> Heading:
    """The rows above the header, the sheet's name and the file's: the words that hold for all rows."""
    above = [
        cell.value
        for row in table.rows[:header]
        for cell in row
        if cell is not None and cell.is_origin
    ]
    caption = _caption(document, table)
    words = [*above, *caption, title or "", table.name, document.path.stem]
    heading = Heading(title=" ".join(filter(None, words)))
    nearest = [" ".join(above), " ".join(caption), table.name]
    heading.subject = next((w for w in nearest if _SAYS_WHAT.search(fold(w))), heading.title)
    for text in words:
        if heading.year is None and (found := YEAR.search(text)):
            heading.year = int(found[0])
        if heading.batch is None and (batch := BATCH.search(text)):
            heading.batch = batch[0]
    return heading


def _caption(document: Document, table: Table) -> list[str]:
    """The short lines right above a table: 附件2, 撤销省级企业技术中心资格的企业名单."""
    above = document.text[max(0, table.start - _CAPTION_REACH) : table.start].splitlines()
    lines: list[str] = []
    for line in reversed([one.strip() for one in above if one.strip()]):
        if (
            len(line) > _LONGEST_CAPTION
            or "\t" in line
            or line.endswith(("。", "；", "日", ":", "："))
        ):
            break
        lines.insert(0, line)
        if line.startswith("附件") or len(lines) == _CAPTION_LINES:
            break
    return lines


def _default_type(roster: Roster) -> PlatformName | None:
    """The type that the heading or the name column's header gives to all rows; of two words for one
    type the one with a level or region."""
    header = roster.table.rows[roster.first_row - 1][roster.columns["platform"]]
    words = fold(f"{header.value if header else ''}\n{roster.heading.title}")
    mentions = [m for m in find_mentions(words) if not m.entry.generic]
    if not mentions:
        return None
    same = [m for m in mentions if m.entry is mentions[0].entry]
    best = next((m for m in same if m.prefix), same[0])
    return PlatformName(best.entry, words[best.start : best.end], best.level, best.region, "")


def _has_platform_names(roster: Roster) -> bool:
    """Whether the name column's cells are names of platforms: half of them end with a head noun, or
    the heading says what type they are."""
    names = [row[1].value for row in _name_rows(roster)]
    if not names:
        return False
    typed = sum(parse_platform_name(name).entry is not None for name in names[:200])
    if typed >= _LEAST_NAMES * min(len(names), 200):
        return True
    return roster.default_type is not None and bool(
        {"hosts", "former_name"} & roster.columns.keys()
    )


def _name_rows(roster: Roster) -> Iterator[tuple[int, Cell]]:
    column = roster.columns["platform"]
    for index, row in enumerate(roster.table.rows[roster.first_row :], roster.first_row):
        cell = row[column] if column < len(row) else None
        if cell is not None and cell.value.strip() and not is_header_again(row):
            yield index, cell


def is_header_again(row: tuple[Cell | None, ...]) -> bool:
    """Whether a row repeats the header, as on a new page."""
    named = [cell for cell in row if cell is not None and _role_of(cell.value) is not None]
    return len(named) >= 3


def cell_of(roster: Roster, row: tuple[Cell | None, ...], role: str) -> Cell | None:
    """The cell of a row that has a role (`platform`, `hosts` …), if it holds anything."""
    column = roster.columns.get(role)
    if column is None or column >= len(row):
        return None
    cell = row[column]
    return cell if cell is not None and cell.value.strip() else None
