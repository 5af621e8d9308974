"""Lists that are lines of running text, as tables: cells parted by tabs or wide spaces, or a platform a line.

In: a document. Out: rosters, whose cells are places of the text. A list must be announced: by 名单, 如下,
结果 … in its title or in the lines above it, or by its own form (every line has its number and its hosts);
else the names of platforms in lines are no list of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.document import Cell, Document, Table
from ingest.rosters.header import Roster, as_rosters
from ingest.rosters.heading import bare_caption, heading_of, type_in
from ingest.rosters.items import Item, Line, Place, line_of, read_hosts_below
from ingest.text import fold

_GAP = re.compile(r"\t+|[ \u3000]{2,}")
_ANNOUNCED = re.compile(
    r"名单|清单|一览|汇总|明细|如下|下列|以下|结果|公布|公示|公告|撤销|取消|认定|批准|同意|更名|新增|立项"
)
_ROLES = ("number", "platform", "hosts", "co_hosts")
_CAPTIONS = 3
_LONGEST_CAPTION = 90


@dataclass
class _Block:
    """Lines of one list, captions between them too, and the lines that stand above it."""

    above: list[str]
    lines: list[Line] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        return [item for line in self.lines for item in line.items]


def rosters_in_lines(document: Document, title: str | None) -> Iterator[Roster]:
    """The rosters of a document's running text."""
    prose = document.prose()
    text = fold(prose)
    if len(text) != len(prose):
        return
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", prose) if m[0].strip()]
    taken: set[Place] = set()
    for first, last in _gapped(prose, lines):
        table = _table(prose, lines[first:last])
        caption = [prose[a:b].strip() for a, b in lines[max(0, first - _CAPTIONS) : first]]
        caption = [words for words in caption if len(words) <= _LONGEST_CAPTION]
        found = as_rosters(document, table, title, caption, is_lines=True)
        if found:
            taken.update(lines[first:last])
            yield from found
    for block in _blocks(prose, text, [line for line in lines if line not in taken]):
        if (roster := _roster(document, block, title)) is not None:
            yield roster


# Cells parted by gaps


def _gapped(prose: str, lines: list[Place]) -> Iterator[tuple[int, int]]:
    """Runs of at least two lines whose cells are parted by gaps."""
    first: int | None = None
    for index, place in enumerate([*lines, (0, 0)]):
        is_gapped = len(_cells(prose, *place)) > 1
        if is_gapped and first is None:
            first = index
        elif not is_gapped and first is not None:
            if index - first > 1:
                yield first, index
            first = None


def _cells(prose: str, start: int, end: int) -> list[Place]:
    words = prose[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    places = []
    for gap in _GAP.finditer(prose, start, end):
        places.append((start, gap.start()))
        start = gap.end()
    return [*places, (start, end)] if end > start else places


def _table(prose: str, lines: list[Place]) -> Table:
    rows = [_row(prose, index, _cells(prose, *line)) for index, line in enumerate(lines)]
    return Table("", lines[0][0], lines[-1][1], tuple(rows))


def _row(prose: str, row: int, places: list[Place | None] | list[Place]) -> tuple[Cell | None, ...]:
    return tuple(
        Cell(row, column, *place, prose[slice(*place)], (row, column)) if place else None
        for column, place in enumerate(places)
    )


# A platform a line


def _blocks(prose: str, text: str, lines: list[Place]) -> Iterator[_Block]:
    above: list[str] = []
    block: _Block | None = None
    waiting: list[Line] = []
    before: Line | None = None
    for start, end in lines:
        line = line_of(text, start, end)
        if line.items:
            if block is None:
                block = _Block(above[-_CAPTIONS:])
                waiting = [before] if before is not None else []
            block.lines += [*waiting, line]
            waiting = []
            continue
        is_open = block is not None and not waiting and len(block.lines[-1].items) == 1
        if block is not None and is_open and read_hosts_below(text, block.items[-1], start, end):
            continue
        above.append(prose[start:end].strip())
        before = line if _is_caption(prose[start:end]) else None
        if block is None:
            continue
        if _is_caption(prose[start:end]) and not waiting:
            waiting = [line]
            continue
        yield block
        block, waiting = None, []
    if block is not None:
        yield block


def _is_caption(words: str) -> bool:
    return len(words) <= _LONGEST_CAPTION // 2 and not words.rstrip().endswith(("。", "，", "日"))


def _roster(document: Document, block: _Block, title: str | None) -> Roster | None:
    captions = [words for words in block.above if len(words) <= _LONGEST_CAPTION]
    said = fold("\n".join([*captions, title or "", document.path.stem]))
    items = block.items
    if not _ANNOUNCED.search(said) and not _announces_itself(items):
        return None
    if len(items) < 2 and items[0].number is None:
        return None
    if any(item.is_firm for item in items):
        # Firms alone are platforms only where what is announced is a list of their centres.
        is_told = re.search(r"名单|如下|撤销|取消|结果", said) and type_in(said) is not None
        if not is_told or not all(item.is_firm and item.number for item in items):
            return None
    rows: list[tuple[Cell | None, ...]] = []
    for line in block.lines:
        if line.caption is not None or not line.items:
            rows.append(_row(document.text, len(rows), [line.caption or (line.start, line.end)]))
        for item in line.items:
            rows.append(_item_row(document.text, len(rows), item))
    table = Table("", block.lines[0].start, block.lines[-1].end, tuple(rows))
    heading = heading_of(document, table, 0, title, [*captions, *_first_caption(rows)])
    columns = {role: column for column, role in enumerate(_ROLES)}
    return Roster(table, columns, 0, heading, type_in(fold(heading.title)), is_lines=True)


def _announces_itself(items: list[Item]) -> bool:
    """Whether the form alone shows a list: several platforms, each with a number and with its hosts."""
    return len(items) > 1 and all(
        item.number is not None and item.hosts and not item.is_firm for item in items
    )


def _first_caption(rows: list[tuple[Cell | None, ...]]) -> list[str]:
    """A caption that begins the list says of all of it what it lists, if nothing else does."""
    first = rows[0][0] if len(rows[0]) == 1 else None
    return [bare_caption(first.value)] if first is not None else []


def _item_row(prose: str, row: int, item: Item) -> tuple[Cell | None, ...]:
    hosts = (item.hosts[0][0], item.hosts[-1][1]) if item.hosts else None
    co_hosts = (item.co_hosts[0][0], item.co_hosts[-1][1]) if item.co_hosts else None
    return _row(prose, row, [item.number, item.name, hosts, co_hosts])
