"""Rosters with planted pairs, kept as text and written in the shapes in which rosters come.

In: a file of this folder. Out: `Scenario`. A line `@file<TAB>title<TAB>header` begins a roster (its ending says in
what format it is written; the header of a .txt is the pattern of its lines); `=sheet::title::header` begins
a sheet, `#words` is a row between the rows, `tag|name|host|…` a row; rows are numbered by roster or sheet.
`+pairs` lists `kind tag tag`, `+none` pairs of tags that are no finding.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import docx
import openpyxl

FOLDER = Path(__file__).parent


@dataclass
class Row:
    """One row; of a caption between the rows `number` is 0."""

    number: int
    cells: list[str]


@dataclass
class Sheet:
    """A table: a roster's only one, or one of several in a workbook."""

    name: str
    title: str
    header: list[str]
    rows: list[Row] = field(default_factory=list)

    def add(self, cells: list[str]) -> Row:
        """Add a row of a platform, with the next number."""
        self.rows.append(Row(1 + max((row.number for row in self.rows), default=0), cells))
        return self.rows[-1]


@dataclass
class Scenario:
    """Rosters by file name, rows by tag as (file, number, name), planted pairs, pairs that are none."""

    rosters: dict[str, list[Sheet]] = field(default_factory=dict)
    platforms: list[tuple[str, str, str]] = field(default_factory=list)
    tagged: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    none: list[tuple[str, str]] = field(default_factory=list)

    def write(self, folder: Path) -> list[Path]:
        """Write all rosters into a folder."""
        for name, sheets in self.rosters.items():
            _WRITERS[Path(name).suffix](folder / name, sheets)
        return [folder / name for name in self.rosters]


def read(name: str) -> Scenario:
    """The scenario of a name."""
    scenario = Scenario()
    file, part = "", ""
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("+"):
            part = line[1:]
        elif part == "pairs":
            kind, a, b = line.split()
            scenario.pairs.append((kind, a, b))
        elif part == "none":
            a, b = line.split()
            scenario.none.append((a, b))
        elif line.startswith("@"):
            file, title, header = line[1:].split("\t")
            scenario.rosters[file] = [Sheet("", title, header.split("|"))] if title else []
        elif line.startswith("="):
            sheet, title, header = line[1:].split("::")
            scenario.rosters[file].append(Sheet(sheet, title, header.split("|")))
        elif line.startswith("#"):
            scenario.rosters[file][-1].rows.append(Row(0, [line[1:]]))
        else:
            _row(scenario, file, *line.split("|"))
    return scenario


def _row(scenario: Scenario, file: str, tag: str, *cells: str) -> None:
    row = scenario.rosters[file][-1].add(list(cells))
    platform = (file, str(row.number), cells[0])
    scenario.platforms.append(platform)
    if tag:
        scenario.tagged[tag] = platform


def _printed(row: Row) -> list[str]:
    return [str(row.number), *row.cells] if row.number else row.cells


def _csv(path: Path, sheets: list[Sheet]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        for sheet in sheets:
            lines.writerow([sheet.title, *[""] * (len(sheet.header) - 1)])
            lines.writerow(sheet.header)
            lines.writerows(map(_printed, sheet.rows))


def _xlsx(path: Path, sheets: list[Sheet]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        table = book.create_sheet(sheet.name or "Sheet1")
        for line in ([sheet.title], sheet.header, *map(_printed, sheet.rows)):
            table.append(line)
            if len(line) == 1:
                last = table.max_row
                table.merge_cells(None, last, 1, last, len(sheet.header))
    book.save(path)


def _docx(path: Path, sheets: list[Sheet]) -> None:
    paper = docx.Document()
    for sheet in sheets:
        paper.add_paragraph("附件")
        paper.add_paragraph(sheet.title)
        table = paper.add_table(0, len(sheet.header))
        for line in (sheet.header, *map(_printed, sheet.rows)):
            cells = table.add_row().cells
            if len(line) == 1:
                cells[0].merge(cells[-1]).text = line[0]
                continue
            for cell, words in zip(cells, line, strict=True):
                cell.text = words
    paper.save(str(path))


def _html(path: Path, sheets: list[Sheet]) -> None:
    parts = []
    for sheet in sheets:
        parts.append(f"<h1>{escape(sheet.title)}</h1><table>")
        for line in (sheet.header, *map(_printed, sheet.rows)):
            span = f' colspan="{len(sheet.header)}"' if len(line) == 1 else ""
            parts.append(f"<tr>{''.join(f'<td{span}>{escape(cell)}</td>' for cell in line)}</tr>")
        parts.append("</table>")
    text = "\n".join(parts)
    path.write_text(f'<html><head><meta charset="utf-8"></head><body>{text}</body></html>', "utf-8")


def _txt(path: Path, sheets: list[Sheet]) -> None:
    lines = []
    for sheet in sheets:
        lines += [sheet.title, ""]
        for row in sheet.rows:
            name, hosts = row.cells[0], row.cells[1]
            lines.append(sheet.header[0].format(no=row.number, name=name, hosts=hosts))
    path.write_text("\n".join(lines) + "\n", "utf-8")


_WRITERS = {".csv": _csv, ".xlsx": _xlsx, ".docx": _docx, ".html": _html, ".txt": _txt}
