"""The columns of a table: which row (or two) names them, and what each holds.

A header may have two rows (认定信息 over 年份 and 批次), and a table may hold two lists side by side (序号,
名称, 序号, 名称): then each list has columns of its own. A table without header shows by its cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.components.name_lists import is_host
from ingest.document import Cell
from ingest.names import parse_platform_name
from ingest.rosters.words import header_key, role_of
from ingest.text import fold

Row = tuple[Cell | None, ...]

_DEEPEST = 3
_SEEN = 60
_ALMOST_ALL = 0.8
_NUMBER = re.compile(r"\d{1,4}\.?|[一二三四五六七八九十]{1,3}、?")


@dataclass(frozen=True)
class Header:
    """A header: how many rows it takes, and for each list side by side its columns by role."""

    depth: int
    lists: tuple[dict[str, int], ...]


def header_at(rows: tuple[Row, ...], index: int) -> Header | None:
    """The header that begins at a row, where at least two of its columns say what they hold."""
    if len({cell.origin for cell in rows[index] if cell is not None}) < 2:
        return None
    depth = _depth(rows, index)
    labels = [_label(rows[index : index + depth], column) for column in range(len(rows[index]))]
    lists: list[dict[str, int]] = []
    first = ""
    for column, (key, role) in enumerate(labels):
        if role is None:
            continue
        if not lists or key == first:
            lists.append({})
            first = first or key
        # 依托单位, its code, 共建单位, its code
        is_second = role == "code" and {"code", "co_hosts"} <= lists[-1].keys()
        lists[-1].setdefault("co_code" if is_second else role, column)
    if len(lists) > 1 and any(len(one) < 2 for one in lists):
        lists = [{role: column for one in reversed(lists) for role, column in one.items()}]
    return Header(depth, tuple(lists)) if lists and len(lists[0]) >= 2 else None


def _depth(rows: tuple[Row, ...], index: int) -> int:
    depth = 1
    while depth < _DEEPEST and index + depth < len(rows) and _goes_on(rows, index, depth):
        depth += 1
    return depth


def _goes_on(rows: tuple[Row, ...], index: int, depth: int) -> bool:
    """Whether the next row belongs to the header: each of its own cells names a column, below a cell that
    spans several columns or below none."""
    above, below = rows[index + depth - 1], rows[index + depth]
    own = [cell for cell in below if cell is not None and cell.is_origin]
    if not own or len(own) > len(above):
        return False
    named = [cell for cell in own if role_of(cell.value) is not None]
    is_spanned = any(_is_below_group(above, cell.column) for cell in own)
    return bool(is_spanned and len(named) * 2 >= len(own) and not _has_values(own))


def _has_values(cells: list[Cell]) -> bool:
    return any(_NUMBER.fullmatch(cell.value.strip()) or len(cell.value) > 20 for cell in cells)


def _is_below_group(above: Row, column: int) -> bool:
    cell = above[column] if column < len(above) else None
    if cell is None:
        return True
    following = above[column + 1] if column + 1 < len(above) else None
    return not cell.is_origin or (following is not None and following.origin == cell.origin)


def _label(rows: tuple[Row, ...], column: int) -> tuple[str, str | None]:
    """The key of a column's header and its role. A lower cell counts with the one that spans it, then
    alone: 名称 below 依托单位."""
    cells: list[Cell] = []
    for row in rows:
        cell = row[column] if column < len(row) else None
        if cell is not None and all(cell.origin != one.origin for one in cells):
            cells.append(cell)
    if not cells:
        return "", None
    if len(cells) == 1 and not cells[0].is_origin and cells[0].origin[1] != column:
        return "", None  # a column without a name of its own below a title
    whole = "".join(cell.value for cell in cells)
    own = cells[-1].value
    exact_first = (own, whole) if header_key(own) != "名称" else (whole, own)
    role = next((found for words in exact_first if (found := role_of(words))), None)
    return header_key(whole), role


def columns_by_content(rows: list[Row]) -> dict[str, int] | None:
    """The columns of a table without header: names of platforms, hosts, serial numbers, as nearly all cells
    of a column show. None where no column holds names of platforms."""
    width = max((len(row) for row in rows), default=0)
    shown: dict[str, int] = {}
    for column in range(width):
        values = [
            cell.value.strip()
            for row in rows[:_SEEN]
            if column < len(row) and (cell := row[column]) is not None
        ]
        if len(values) < max(2, len(rows[:_SEEN]) // 2):
            continue
        role = _role_of_values(values)
        if role is not None:
            shown.setdefault(role, column)
    return shown if "platform" in shown else None


def _role_of_values(values: list[str]) -> str | None:
    least = _ALMOST_ALL * len(values)
    if sum(bool(_NUMBER.fullmatch(value)) for value in values) >= least:
        return "number"
    if sum(is_own_name(value) for value in values) >= least:
        return "platform"
    if sum(is_host(fold(value)) for value in values) >= least:
        return "hosts"
    return None


def is_own_name(words: str) -> bool:
    """Whether words are the name of one platform: a head noun, and something besides the type."""
    parsed = parse_platform_name(words)
    if parsed.entry is None or len(words) > 60:
        return False
    return (
        len(parsed.field) > 1
        or bool(parsed.host)
        or is_host(re.sub("(?:企业)?技术中心$", "", words))
    )
