"""Tables of web pages: which of them hold data, and their cells with spans resolved."""

from __future__ import annotations

from lxml import etree

from ingest.readers.html_text import BLOCKS, SILENT, is_hidden, printed_space

_MOST_SPAN = 200
_MOST_SQUARES = 2_000_000
_LONGEST_CELL = 1_500
_FEW_PARAGRAPHS = 4


def is_data_table(table: etree._Element) -> bool:
    """Rows and columns of data, not a grid that lays out a page."""
    if table.find(".//table") is not None or table.get("role") == "presentation":
        return False
    rows = _rows(table)
    widths = [sum(1 for cell in row if cell.tag in ("td", "th")) for row in rows]
    if len(widths) < 2 or max(widths) < 2:
        return False
    if table.find(".//th") is not None or table.find(".//caption") is not None:
        return True
    return not any(_is_page_part(cell) for cell in table.iter("td"))


def _is_page_part(cell: etree._Element) -> bool:
    """Whether a cell holds an article or a menu."""
    if not len(cell):
        return len(cell.text or "") >= _LONGEST_CELL
    length = sum(len(str(part).strip()) for part in cell.itertext())
    paragraphs = sum(1 for one in cell if one.tag in ("p", "div", "ul", "h1", "h2", "h3"))
    return length >= _LONGEST_CELL or (length > 200 and paragraphs >= _FEW_PARAGRAPHS)


def _rows(table: etree._Element) -> list[etree._Element]:
    return [row for row in table.iter("tr") if not is_hidden(row)]


def grid_of(
    table: etree._Element,
) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The cells as a rectangle of texts, and the rectangles that spans cover."""
    taken: dict[tuple[int, int], str] = {}
    merged: list[tuple[int, int, int, int]] = []
    rows = _rows(table)
    for row, element in enumerate(rows):
        column = 0
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            height, width = _span(cell, "rowspan", len(rows)), _span(cell, "colspan", 1)
            height = min(height, len(rows) - row)
            if height * width + len(taken) > _MOST_SQUARES:
                height = width = 1
            for down in range(height):
                for right in range(width):
                    taken.setdefault((row + down, column + right), "")
            taken[row, column] = _cell_text(cell)
            if height > 1 or width > 1:
                merged.append((row, column, row + height - 1, column + width - 1))
            column += width
    width = 1 + max((column for _, column in taken), default=0)
    return [[taken.get((row, c), "") for c in range(width)] for row in range(len(rows))], merged


def _span(cell: etree._Element, name: str, for_zero: int) -> int:
    """A span; 0 rows are all that follow."""
    value = (cell.get(name) or "1").strip()
    if value == "1":
        return 1
    if not (value.isascii() and value.isdecimal()) or len(value) > 6:
        return 1
    return min(int(value) or for_zero, _MOST_SPAN if name == "colspan" else 100_000)


def _cell_text(cell: etree._Element) -> str:
    """Lines of a cell stay lines: they part hosts."""
    if not len(cell):
        return "" if is_hidden(cell) else printed_space(cell.text or "").strip(" ")
    lines = (printed_space(part).strip(" ") for part in _lines(cell))
    return "\n".join(line for line in lines if line)


def _lines(cell: etree._Element) -> list[str]:
    lines = [""]

    def say(element: etree._Element) -> None:
        if element.tag in SILENT or is_hidden(element):
            return
        if element.tag == "br" or (element is not cell and element.tag in BLOCKS):
            lines.append("")
        lines[-1] += element.text or ""
        for child in element:
            say(child)
            if child.tag in BLOCKS:
                lines.append("")
            lines[-1] += child.tail or ""

    say(cell)
    return lines
