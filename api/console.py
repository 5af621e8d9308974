"""What commands print: tables, progress bars and outcomes on a terminal.

Results go to standard output, progress and messages to standard error, so that output can be piped.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

if TYPE_CHECKING:
    from ingest.load import FileOutcome

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

_OUTCOMES = {
    "loaded": "[green]已载入 loaded[/]",
    "unchanged": "[dim]未变 unchanged[/]",
    "partial": "[yellow]部分 partial[/]",
    "failed": "[red]失败 failed[/]",
}
_KIND_WORDS = {
    "document": "文件 document",
    "platform": "平台 platforms",
    "target": "目标 targets",
    "platform_type": "类型 types",
    "cites": "引用 citations",
    "fields": "领域 fields",
    "evaluation": "评估 evaluations",
    "event": "事件 events",
    "flag": "旗标 flags",
}


def write_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def write_json_line(value: Any) -> None:
    """One line of JSON Lines on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def write_csv(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """Rows as CSV on standard output; a cell that a spreadsheet would run as a formula is defused."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([defused(_cell(row[column])) for column in columns])


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "、".join(_cell(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def print_table(title: str, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """Rows as a table; ids are left out where a name stands beside them."""
    # An id says nothing to a reader where the name stands beside it.
    shown = [c for c in columns if not (c.endswith(("_id", "_ids")) and len(columns) > 2)]
    table = Table(title=escape(title), title_justify="left", header_style="bold")
    for column in shown:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(_cell(row[column])) for column in shown))
    out.print(table)


@contextmanager
def loading_progress() -> Iterator[Any]:
    """A progress bar over files and, for the file at hand, over its statements."""
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=err,
        transient=True,
    )
    with progress:
        yield progress


def print_outcome(outcome: FileOutcome) -> None:
    """One line for one file, and one for each note about it."""
    words = [f"{_KIND_WORDS[k]} {n}" for k, n in outcome.counts.items() if k in _KIND_WORDS]
    details = outcome.reason or "，".join(words)
    err.print(
        f"{_OUTCOMES[outcome.outcome]}  {escape(str(outcome.path))}  [dim]{escape(details)}[/]"
    )
    for note in outcome.notes:
        err.print(f"    [yellow]{escape(note)}[/]")


def shorten(path: Path) -> str:
    """A file's name for a progress bar."""
    name = path.name
    return escape(name if len(name) <= 40 else f"{name[:38]}…")
