"""Tables that a page break has cut: put together again.

A table at the foot of a page and one at the head of the next with the same columns are one. Header rows
that the second repeats are dropped, and a row that the break has cut through becomes one row.
"""

from __future__ import annotations

from ingest.readers.pdf_lines import joined
from ingest.readers.pdf_tables import PdfTable

_NEAR = 5.0
_MOST_HEADER_ROWS = 4
_MOSTLY = 0.7


def continued(first: PdfTable, second: PdfTable) -> PdfTable | None:
    """The two as one table, None where the second is a table of its own."""
    aligned = _aligned(first, second)
    if aligned is None:
        return None
    first, second = aligned
    if len(first.rows) > 1 and _alike(first.rows[0], first.rows[-1]):
        first.rows.pop()  # a header that was left alone at the foot of the page
    second = _without_rows(second, _repeated(first, second))
    if not second.rows:
        return first
    table = PdfTable(
        first.page, first.box, first.columns, [list(row) for row in first.rows],
        list(first.merged), dict(first.places), first.slack, second.lane,
    )  # fmt: skip
    if _is_cut(first, second):
        _mend_row(table, second)
        second = _without_rows(second, 1)
    offset = len(table.rows)
    table.rows += second.rows
    table.merged += [(t + offset, le, b + offset, r) for t, le, b, r in second.merged]
    table.places |= {(r + offset, c): place for (r, c), place in second.places.items()}
    _lift_texts(table, offset)
    _extend_merges(table, offset)
    return table


def _aligned(first: PdfTable, second: PdfTable) -> tuple[PdfTable, PdfTable] | None:
    """Both with the same columns: one may lack lines that only the other's header has."""
    for one, other in ((first, second), (second, first)):
        places = _column_map(one, other)
        if places is not None:
            remapped = _remapped(one, places, other)
            return (remapped, other) if one is first else (other, remapped)
    return None


def _column_map(one: PdfTable, other: PdfTable) -> list[int] | None:
    """Where each of one table's column lines lies among the other's; pages may be shifted."""
    if len(one.columns) > len(other.columns):
        return None
    if one.slack or other.slack:
        return _loose_map(one, other)
    shift = other.columns[0] - one.columns[0]
    found = []
    for x in one.columns:
        distance, index = min((abs(x + shift - at), i) for i, at in enumerate(other.columns))
        if distance > _NEAR:
            return None
        found.append(index)
    ends_alike = found[-1] == len(other.columns) - 1
    return found if ends_alike and len(set(found)) == len(found) else None


def _loose_map(one: PdfTable, other: PdfTable) -> list[int] | None:
    """The same where only room parts the columns of one or both: its middle is not at the same place on
    every page, and the sides are where the words end."""
    own = one.slack or (0.0,) * len(one.columns)
    free = other.slack or (0.0,) * len(other.columns)
    last = len(other.columns) - 1
    if abs(one.columns[0] - other.columns[0]) > own[0] + free[0]:
        return None
    found = [0]
    for x, slack in list(zip(one.columns, own, strict=True))[1:-1]:
        distance, index = min((abs(x - other.columns[i]), i) for i in range(1, last))
        if distance > _NEAR + slack + free[index]:
            return None
        found.append(index)
    return [*found, last] if len(set(found)) == len(found) else None


def _remapped(table: PdfTable, places: list[int], other: PdfTable) -> PdfTable:
    columns = other.columns
    if len(places) == len(columns):
        return table
    rows = []
    for row in table.rows:
        line = [""] * (len(columns) - 1)
        for column, text in enumerate(row):
            line[places[column]] = text
        rows.append(line)
    covered = {
        (r, c) for t, le, b, ri in table.merged for r in range(t, b + 1) for c in range(le, ri + 1)
    }
    merged = [(t, places[le], b, places[ri + 1] - 1) for t, le, b, ri in table.merged]
    for index in range(len(rows)):
        for column in range(len(places) - 1):
            if places[column + 1] - places[column] > 1 and (index, column) not in covered:
                merged.append((index, places[column], index, places[column + 1] - 1))
    cells = {(r, places[c]): place for (r, c), place in table.places.items()}
    return PdfTable(table.page, table.box, columns, rows, merged, cells, other.slack, table.lane)


def _repeated(first: PdfTable, second: PdfTable) -> int:
    """How many rows at the second's top are the first's header again."""
    count = 0
    for one, other in zip(first.rows[:_MOST_HEADER_ROWS], second.rows, strict=False):
        if not any(one) or not _alike(one, other):
            break
        count += 1
    return count


def _alike(one: list[str], other: list[str]) -> bool:
    return ["".join(text.split()) for text in one] == ["".join(text.split()) for text in other]


def _without_rows(table: PdfTable, count: int) -> PdfTable:
    if not count:
        return table
    merged = [
        (max(t, count) - count, le, b - count, r) for t, le, b, r in table.merged if b >= count
    ]
    places = {(r - count, c): place for (r, c), place in table.places.items() if r >= count}
    rows = table.rows[count:]
    return PdfTable(
        table.page, table.box, table.columns, rows, merged, places, table.slack, table.lane
    )


def _is_cut(first: PdfTable, second: PdfTable) -> bool:
    """Whether the second's first row is the rest of the first's last one: one of them lacks what nearly every
    row has (the running number, or the first column) and has something else."""
    last, row = first.rows[-1], second.rows[0]
    if not any(row) or len(first.rows) < 2:
        return False
    column = _steady_column(first, second)
    if column is None or bool(row[column]) == bool(last[column]):
        return False
    if row[column]:
        # The number stands in the middle of its row, below the break: what is above it goes on below.
        whole = any(t <= len(first.rows) - 1 <= b and b > t for t, _, b, _ in first.merged)
        above = [index for index, text in enumerate(last) if text]
        return not whole and bool(above) and all(row[index] for index in above)
    # A cell that spans whole rows below is a region's, not the rest of a row.
    return not any(t == 0 and b > 0 and le <= column <= r for t, le, b, r in second.merged)


def _steady_column(first: PdfTable, second: PdfTable) -> int | None:
    rows = [*first.rows[1:], *second.rows[1:]] or first.rows
    width = len(first.columns) - 1
    for column in range(min(3, width)):
        if sum(row[column].strip(" .、").isdecimal() for row in rows) >= _MOSTLY * len(rows):
            return column
    filled = sum(bool(row[0]) for row in rows)
    return 0 if filled >= _MOSTLY * len(rows) else None


def _mend_row(table: PdfTable, second: PdfTable) -> None:
    last = len(table.rows) - 1
    for column, text in enumerate(second.rows[0]):
        place = second.places.get((0, column))
        if text and not table.rows[last][column] and place is not None:
            table.places[last, column] = place
        table.rows[last][column] = joined(table.rows[last][column], text)


def _lift_texts(table: PdfTable, offset: int) -> None:
    """A cell that spans rows on both pages may have its text on the second only: it belongs to its first row."""
    goes_on = {m[1] for m in table.merged if m[0] == offset and m[2] > offset}
    for top, left, bottom, _ in table.merged:
        is_cut = top < bottom == offset - 1 and not table.rows[top][left]
        if is_cut and left in goes_on and table.rows[offset][left]:
            table.rows[top][left], table.rows[offset][left] = table.rows[offset][left], ""
            place = table.places.pop((offset, left), None)
            if place is not None:
                table.places[top, left] = place


def _extend_merges(table: PdfTable, offset: int) -> None:
    """A cell that spanned rows up to the break goes on over the empty cell below it."""
    for index, (top, left, bottom, right) in enumerate(table.merged):
        if (
            bottom != offset - 1
            or bottom == top
            or any(row[left] for row in table.rows[offset : offset + 1])
        ):
            continue
        below = next(
            (m for m in table.merged if m[0] == offset and m[1] == left and m[3] == right), None
        )
        end = below[2] if below is not None else min(offset, len(table.rows) - 1)
        table.merged[index] = (top, left, end, right)
    spanned = {(m[2], m[1]) for m in table.merged if m[0] < offset}
    for index, (top, left, bottom, right) in enumerate(table.merged):
        # The page had room for one row of the cell only.
        is_rest = top == offset < bottom and not table.rows[offset][left]
        if is_rest and (offset - 1, left) not in spanned and (bottom, left) not in spanned:
            table.merged[index] = (offset - 1, left, bottom, right)
