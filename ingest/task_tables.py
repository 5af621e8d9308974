"""Tables of tasks: rows whose cells say in sentences what is to be done (新建省重点实验室20家) and by when.

A cell is read as running text. A year in a column of deadlines (完成时限) holds for the cells of its row that
name none. Columns of results (完成情况, 进展) tell what is done and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.components.targets.counts import has_counts
from ingest.components.targets.words import deadline
from ingest.components.types import find_mentions
from ingest.document import Cell, Table
from ingest.facts import CellPlace, Fact
from ingest.pipeline import read_text
from ingest.text import fold

_HEADER_ROWS = 3
_RESULTS = re.compile(r"完成情况|进展|成效|现状|已有|现有|实际|情况|结果|奖励|条件|备注")
_TASKS = re.compile(r"任务|目标|内容|指标|举措|措施|事项|要点|安排|工作")
_DEADLINES = re.compile(r"时限|时间|期限|年限|年度|进度")


def read_tasks(tables: Iterable[Table], title: str | None) -> list[Fact]:
    """The targets that cells of tables tell in words.

    title: the document's own; its year is the deadline where neither cell nor row names one.
    """
    return [fact for table in tables for fact in _targets(table, title)]


def _targets(table: Table, title: str | None) -> Iterator[Fact]:
    head, first = _header(table)
    default = deadline(fold(title)) if title else None
    for row in table.rows[first:] if head else ():
        cells = [cell for cell in row if cell is not None]
        due = next((_year(c) for c in cells if _DEADLINES.search(head.get(c.column, ""))), None)
        for cell in cells:
            if cell.is_origin and not _RESULTS.search(head.get(cell.column, "")):
                for fact in _in_cell(cell):
                    year = fact.data.get("by_year") or due or default
                    place = CellPlace(
                        table.name,
                        table.first_row + cell.row + 1,
                        cell.column + 1,
                        table.place(cell),
                    )
                    yield replace(fact, data={**fact.data, "by_year": year}, cell=place)


def _header(table: Table) -> tuple[dict[int, str], int]:
    """The words over each column, and the row below them; nothing where no column is one of tasks."""
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        head = {cell.column: fold(cell.value) for cell in row if cell is not None}
        if any(_TASKS.search(words) and len(words) <= 12 for words in head.values()):
            return head, index + 1
    return {}, 0


def _year(cell: Cell) -> int | None:
    words = fold(cell.value).strip()
    return deadline(words) or (int(words) if re.fullmatch(r"20\d{2}", words) else None)


def _in_cell(cell: Cell) -> Iterator[Fact]:
    words = fold(cell.value)
    if not has_counts(words) or not find_mentions(words):
        return
    stop = "" if cell.value.rstrip()[-1:] in "。;；" else "。"  # a line without one is a title
    for fact in read_text(cell.value + stop)[1]:
        if fact.kind == "target":
            spans = {
                name: [(cell.start + a, cell.start + b) for a, b in places]
                for name, places in fact.spans.items()
            }
            yield fact.moved(cell.start + fact.start, cell.start + fact.end, spans)
