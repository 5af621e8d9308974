"""Tables of indicators: what a plan wants to reach, a row for each platform type, a column for each year.

A table is one when a header cell names a year or a target ("2025年", "目标值", "新建数") and cells of its first
columns name platform types and nothing else ("省级以上重点实验室数量（个）"). Columns that tell what is (2020年
现状, 完成情况) and a first year that is set against the last are no targets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest import lexicons
from ingest.components.reading import TypeMention
from ingest.components.targets.rates import whole
from ingest.components.targets.words import deadline, residue
from ingest.components.types import find_mentions
from ingest.document import Cell, Table
from ingest.facts import CellPlace, Fact
from ingest.text import NUMBER, fold, number_value, unstretched

_HEADER_ROWS = 3
_NAME_COLUMNS = 4
_YEAR = re.compile(r"(?:19|20)\d{2}")
_IS = re.compile(r"现状|基期|基数|完成|实际|现有|已有|当前|截[至止]|增速|年均|占比|属性|单位|增长")
_TARGET = re.compile(r"目标|规划|计划|预期|新建|新增|新认定|总数|总量|保有量|达到|数量")
_NEW = re.compile(r"新建|新增|新认定|新培育|认定数")
_UNIT = re.compile(r"[(（]\s*(家|个|所|处|座|项)\s*[)）]")
_VALUE = re.compile(
    rf"\s*(?P<lost>\[)?\s*(?P<before>≥|>=|>|≤|<=|<|不少于|不低于|超过|突破|达到|约|\+)?\s*(?P<low>{NUMBER})"
    rf"(?:\s*(?:[-—–~～至]+)\s*(?P<high>{NUMBER}))?\s*(?P<unit>家|个|所|处|座)?\s*"
    r"(?P<after>\(含\)以上|以上|左右|以内)?\s*\]?\s*"
)
#: Signs that compare; words that do are the lexicon's.
_SIGNS = {"≥": "ge", ">=": "ge", ">": "gt", "≤": "le", "<=": "le", "<": "lt"}


@dataclass(frozen=True)
class _Column:
    """A column of numbers: by when, and whether they are of new platforms."""

    index: int
    year: int | None
    is_new: bool


def read_indicators(tables: Iterable[Table], title: str | None, year: int | None) -> list[Fact]:
    """The targets of tables that are no rosters.

    title: the document's own; its span gives the deadline where a column names none.
    year: when the document was issued, where that is known; a column before it is no target.
    """
    facts: list[Fact] = []
    for table in tables:
        facts.extend(_targets(table, title, year))
    return facts


def _targets(table: Table, title: str | None, issued: int | None) -> Iterator[Fact]:
    columns, first = _columns(table, issued)
    default_year = deadline(fold(title)) if title else None
    for row in table.rows[first:] if columns else ():
        named = next(filter(None, map(_named, row[:_NAME_COLUMNS])), None)
        if named is None:
            continue
        name, mentions = named
        for column in columns:
            cell = row[column.index] if column.index < len(row) else None
            if cell is not None and cell.is_origin and cell.column != name.column:
                fact = _fact(table, row, name, mentions, cell, column, default_year)
                if fact is not None:
                    yield fact


def _columns(table: Table, issued: int | None) -> tuple[list[_Column], int]:
    """The columns of targets and the row below the header."""
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        heads = [cell for cell in row if cell is not None and cell.column > 0]
        found, has_base = [], False
        for cell in heads:
            words = fold(cell.value)
            year = _YEAR.search(words)
            has_base = has_base or (year is not None and _IS.search(words) is not None)
            if _IS.search(words) or _named(cell) or not (year or _TARGET.search(words)):
                continue
            found.append(
                _Column(cell.column, int(year[0]) if year else None, bool(_NEW.search(words)))
            )
        years = sorted({c.year for c in found if c.year is not None})
        if len(years) > 1 and not has_base and (issued is None or years[0] < issued):
            found = [c for c in found if c.year != years[0]]
        if found:
            return found, index + 1
    return [], 0


def _named(cell: Cell | None) -> tuple[Cell, list[TypeMention]] | None:
    """The types of a cell that names types and says nothing else."""
    if cell is None:
        return None
    words = fold(cell.value)
    mentions = find_mentions(words)
    if not mentions:
        return None
    rest, done = "", 0
    for mention in mentions:
        rest += words[done : mention.start]
        done = mention.end
    rest += words[done:]
    rest = re.sub(r"^[\s\d.、]+|新建|新认定|数目|\(.{1,3}\)|[\[\]]", "", rest)
    return (cell, mentions) if not residue(rest) else None


def _fact(
    table: Table,
    row: tuple[Cell | None, ...],
    name: Cell,
    mentions: list[TypeMention],
    cell: Cell,
    column: _Column,
    default_year: int | None,
) -> Fact | None:
    match = _VALUE.fullmatch(fold(cell.value))
    low = number_value(match["low"]) if match else None
    if match is None or low is None:
        return None
    high = number_value(match["high"]) if match["high"] else low
    if high is None or high < low or (match["unit"] is None and 1900 <= low <= 2100):
        return None  # a date
    comparator = "range" if match["high"] else "eq"
    if comparator == "eq":
        comparator = _compared(match["before"] or match["after"] or "")
    is_new = column.is_new or match["lost"] or match["before"] == "+" or _NEW.search(name.value)
    metric = "new" if is_new else "retain"
    names = [unstretched(name.value[m.start : m.end]).strip() for m in mentions]
    start = cell.start + len(cell.value) - len(cell.value.lstrip())
    end = cell.start + len(cell.value.rstrip())
    return Fact(
        kind="target",
        start=start,
        end=end,
        rule=f"target.{metric}.table",
        data={
            "platform_type": "、".join(names),
            "metric": metric,
            "comparator": comparator,
            "low": None if comparator in ("le", "lt") else whole(low),
            "high": None if comparator in ("ge", "gt") else whole(high),
            "unit": match["unit"] or _unit(row, name),
            "by_year": column.year or default_year,
            "value_as_printed": cell.value.strip(),
            "suspect_lost_dash": False,
            "joint_over": names if len(names) > 1 else None,
        },
        cell=CellPlace(
            table.name, table.first_row + cell.row + 1, cell.column + 1, table.place(cell)
        ),
        spans={
            "types": [(name.start + m.start, name.start + m.end) for m in mentions],
            "value": [(start, end)],
        },
    )


def _compared(word: str) -> str:
    words = lexicons.words("comparators", "comparator")
    return _SIGNS.get(word) or words.get(word.removeprefix("(含)"), "eq")


def _unit(row: tuple[Cell | None, ...], name: Cell) -> str | None:
    """家 in brackets behind the name, or a cell that holds nothing else."""
    if found := _UNIT.search(name.value):
        return found[1]
    cells = (cell.value.strip() for cell in row if cell is not None)
    return next((words for words in cells if re.fullmatch("家|个|所|处|座|项", words)), None)
