"""Probes of rosters: builds the files that `probes/rosters.txt` describes, reads them, counts what fits.

`python -m tests.unit.ingest.roster_probes [ID …]` prints the figures and every difference.
"""

from __future__ import annotations

import html
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl

from ingest import readers
from ingest.extract import facts_of
from ingest.resolve.keys import type_key

PROBES = Path(__file__).parent / "probes" / "rosters.txt"
_LISTS = ("hosts", "co_hosts", "former_host_names")


@dataclass
class Probe:
    """One roster: its file format, the lines of its file, and the rows that must come out."""

    id: str
    suffix: str
    stem: str
    is_held: bool
    lines: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Outcome:
    """What came of a probe: right rows (every checked column equal), read and wanted rows, and columns."""

    right: int = 0
    read: int = 0
    wanted: int = 0
    columns: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@cache
def probes() -> tuple[Probe, ...]:
    """All probes of the file, in its order."""
    found: list[Probe] = []
    columns: list[str] | None = None
    for line in PROBES.read_text(encoding="utf-8").splitlines():
        if line.startswith("==="):
            words = [word.strip() for word in line[3:].split("|")]
            found.append(Probe(words[0], words[1], words[2], "held" in words[3:]))
            columns = None
        elif not found or line.startswith("# "):
            continue
        elif line.startswith("@ "):
            columns = line[2:].split("|")
        elif columns is None:
            found[-1].lines.append(line)
        elif line.strip():
            values = dict(zip(columns, line.split("|"), strict=True))
            found[-1].rows.append({key: _typed(key, value) for key, value in values.items()})
    return tuple(found)


def _typed(key: str, value: str) -> Any:
    if key in _LISTS:
        return [part for part in value.split("+") if part]
    if key in ("no", "year"):
        return int(value) if value else None
    return value or None


def write(probe: Probe, folder: Path) -> Path:
    """The probe's file in a folder."""
    lines = list(probe.lines)
    while lines and not lines[-1].strip():
        lines.pop()
    suffix, _, encoding = probe.suffix.partition("-")
    path = folder / f"{probe.stem}.{suffix}"
    if suffix == "xlsx":
        _sheets(path, lines)
    elif suffix == "docx":
        _word(path, lines)
    elif suffix == "html":
        path.write_text(_page(lines), encoding="utf-8")
    else:
        text = "\n".join(lines).replace("\\t", "\t") + "\n"
        path.write_text(
            text.replace("|", ",") if suffix == "csv" else text, encoding=encoding or "utf-8"
        )
    return path


def _blocks(lines: list[str]) -> list[str | list[list[str]]]:
    """Paragraphs, and tables as rows of cells."""
    blocks: list[str | list[list[str]]] = []
    is_open = False
    for line in lines:
        if "|" in line:
            cells = [cell.replace("\\n", "\n") for cell in line.split("|")]
            if is_open and isinstance(blocks[-1], list):
                blocks[-1].append(cells)
            else:
                blocks.append([cells])
        elif line.strip():
            blocks.append(line)
        is_open = "|" in line
    return blocks


def _spans(rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """Row, column, height and width of every cell that is not joined to another."""
    found = []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            width = height = 1
            while j + width < len(row) and row[j + width] == "<":
                width += 1
            while i + height < len(rows) and rows[i + height][j] == "^":
                height += 1
            found.append((i, j, height, width))
    return found


def _sheets(path: Path, lines: list[str]) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    is_fresh = True
    row = 0
    for line in lines:
        if line.startswith("## "):
            sheet = sheet if is_fresh else book.create_sheet()
            sheet.title, row = line[3:], 0
        elif line.strip() and "|" not in line:
            row += 1
            sheet.cell(row, 1, line)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        else:
            row += 1
            for column, words in enumerate(line.split("|"), 1):
                if words not in ("<", "^", ""):
                    value = int(words) if words.isdecimal() and len(words) < 6 else words
                    if isinstance(value, str):
                        value = value.replace("\\n", "\n")
                    sheet.cell(row, column, value)
        is_fresh = False
    _merge(book, lines)
    book.save(path)


def _merge(book: Any, lines: list[str]) -> None:
    sheets: list[list[list[str]]] = [[]] if not lines or not lines[0].startswith("## ") else []
    for line in lines:
        if line.startswith("## "):
            sheets.append([])
        else:
            sheets[-1].append(line.split("|"))
    for sheet, rows in zip(book.worksheets, sheets, strict=True):
        width = max(map(len, rows))
        padded = [row + [""] * (width - len(row)) for row in rows]
        for i, j, tall, wide in _spans(padded):
            if tall > 1 or wide > 1:
                sheet.merge_cells(
                    start_row=i + 1, start_column=j + 1, end_row=i + tall, end_column=j + wide
                )


def _word(path: Path, lines: list[str]) -> None:
    document = docx.Document()
    for block in _blocks(lines):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for i, j, tall, wide in _spans(block):
            cell = table.cell(i, j)
            if tall > 1 or wide > 1:
                cell = cell.merge(table.cell(i + tall - 1, j + wide - 1))
            cell.text = block[i][j]
    document.save(str(path))


def _page(lines: list[str]) -> str:
    parts = ["<html><head><meta charset='utf-8'><title>x</title></head><body>"]
    for block in _blocks(lines):
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        starts = {(i, j): (tall, wide) for i, j, tall, wide in _spans(block)}
        parts.append("<table>")
        for i, row in enumerate(block):
            parts.append("<tr>")
            for j, cell in enumerate(row):
                if (i, j) in starts:
                    tall, wide = starts[i, j]
                    parts.append(f"<td rowspan={tall} colspan={wide}>{cell}</td>")
            parts.append("</tr>")
        parts.append("</table>")
    return "".join([*parts, "</body></html>"])


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The platform rows of a file; every span lies in the text. A graded row has its evaluation's year."""
    document = readers.read(path)
    facts = facts_of(document)
    graded = {
        place[0]: fact.data["year"]
        for fact in facts
        if fact.kind == "evaluation"
        for place in [(fact.start, fact.end), *fact.spans.get("platform", [])]
    }
    rows = []
    for fact in facts:
        if fact.kind != "platform":
            continue
        assert fact.start < fact.end <= len(document.text)
        for places in fact.spans.values():
            assert all(0 <= a <= b <= len(document.text) for a, b in places)
        rows.append({**fact.data, "year": graded.get(fact.start) or fact.data["year"]})
    return rows


def check(probe: Probe, folder: Path) -> Outcome:
    """Writes, reads and compares one probe."""
    outcome = Outcome(wanted=len(probe.rows))
    found = read_rows(write(probe, folder))
    outcome.read = len(found)
    left = list(found)
    for want in probe.rows:
        have = next((row for row in left if row["platform"] == want["platform"]), None)
        if have is not None:
            left.remove(have)
        outcome.right += _compare(want, have, outcome)
    for row in left:
        outcome.wrong.append(f"{probe.id}: extra {row['platform']!r}")
        outcome.columns["platform", "false"] += 1
    return outcome


def _compare(want: dict[str, Any], have: dict[str, Any] | None, outcome: Outcome) -> bool:
    if have is None:
        outcome.wrong.append(f"missing {want['platform']}")
        outcome.columns.update((key, "missed") for key, value in want.items() if value)
        return False
    is_right = True
    for key, wanted in want.items():
        value, read = wanted, have.get(key)
        if key == "platform_type":
            value, read = (type_key(words).key if words else None for words in (value, read))
        if (value or None) == (read or None):
            outcome.columns[key, "hit"] += bool(value)
            continue
        is_right = False
        outcome.columns[key, "missed" if value else "false"] += 1
        if value and read:
            outcome.columns[key, "false"] += 1
        outcome.wrong.append(f"{want['platform']}: {key} {value!r}, read {read!r}")
    return is_right


def _score(hit: int, read: int, wanted: int) -> str:
    precision, recall = hit / read if read else 0.0, hit / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def main(chosen: list[str]) -> None:
    """Prints the figures of the probes named (`held`, `open` or ids; all without any)."""
    total = Outcome()
    for probe in probes():
        if chosen and not {probe.id, "held" if probe.is_held else "open"} & set(chosen):
            continue
        with tempfile.TemporaryDirectory() as folder:
            outcome = check(probe, Path(folder))
        print(f"{probe.id}: {outcome.right} of {outcome.wanted}, {outcome.read} read")
        for wrong in outcome.wrong:
            print("    ", wrong)
        total.right += outcome.right
        total.read += outcome.read
        total.wanted += outcome.wanted
        total.columns.update(outcome.columns)
    print("rows   ", _score(total.right, total.read, total.wanted))
    for key in dict.fromkeys(key for key, _ in total.columns):
        hit, missed, false = (total.columns[key, kind] for kind in ("hit", "missed", "false"))
        print(f"{key:18}", _score(hit, hit + false, hit + missed))


if __name__ == "__main__":
    main(sys.argv[1:])
