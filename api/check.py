"""The commands `check` and `review`: what is doubtful in files or a store, and what a person reads there.

`check` ends with 0 when nothing of high severity was found, 1 when something was (or no file could be
read), 3 when some files could not be read.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from api import console
from api.options import StoreOption
from graph.errors import BadParameter, NotFound, PingtaiError

if TYPE_CHECKING:
    from ingest.checks.findings import Finding, Place

_FOUND, _PARTIAL = 1, 3
_SEVERITIES = ("high", "medium", "low")
_SEVERITY_WORDS = {
    "high": "[red]高 high[/]",
    "medium": "[yellow]中 medium[/]",
    "low": "[dim]低 low[/]",
}
_ID_SHOWN = 10
_SHORTEST_ID = 6

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE…", help="文件或文件夹；不给则核查图库。 Files; without, the store."
    ),
]
LeastOption = Annotated[
    str, typer.Option("--least", help="最低程度：low medium high。 Least severity to list.")
]
FlagOption = Annotated[str | None, typer.Option("--flag", help="只列此旗标。 Only this flag.")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON。 JSON output.")]
JsonlOption = Annotated[
    bool, typer.Option("--jsonl", help="每处一行 JSON。 One JSON line a finding.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("check")(check)
    app.command("review")(review)


def check(
    files: FilesArgument = None,
    store: StoreOption = None,
    least: LeastOption = "low",
    flag: FlagOption = None,
    as_json: JsonOption = False,
    as_jsonl: JsonlOption = False,
) -> None:
    """核查文件或图库：缺字、文号、日期、括号、附件、数量不符。 List what is damaged or does not agree.

    退出码 exit code：0 没有高程度的 nothing of high severity；1 有 something；3 有文件读不出 unread files.
    """
    if least not in _SEVERITIES:
        raise BadParameter(
            "--least 只能是 low、medium、high。", "--least must be low, medium or high."
        )
    found, failed, done = _of_files(files) if files else (*_of_store(store), 1)
    wanted = _SEVERITIES[: _SEVERITIES.index(least) + 1]
    found = [one for one in found if flag in (None, one.flag)]
    shown = [one for one in found if one.severity in wanted]
    if as_json:
        console.write_json([one.as_json() for one in shown])
    elif as_jsonl:
        for one in shown:
            console.write_json_line(one.as_json())
    else:
        _print(shown)
    has_high = any(one.severity == "high" and one.review is None for one in found)
    if has_high or (failed and not done):
        raise typer.Exit(_FOUND)
    raise typer.Exit(_PARTIAL if failed else 0)


def review(
    flag_id: Annotated[
        str | None,
        typer.Argument(
            metavar="FLAG_ID", help="check 列出的标识，可只写前几位。 Id that check lists."
        ),
    ] = None,
    reading: Annotated[
        str | None, typer.Option("--reading", help="核定的读法。 The reading.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="核定人。 Who decides.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="理由。 Why.")] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="收回判定。 Take the judgement back.")
    ] = False,
    list_all: Annotated[
        bool, typer.Option("--list", help="列出全部判定。 List all judgements.")
    ] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """记下某处存疑的核定读法，原文不变。 Keep a reviewed reading beside the printed words."""
    from graph.judgements import judged_readings, judgement_id, record_reading, withdraw_reading
    from graph.store import open_store
    from ingest.checks.findings import findings_of_store

    if flag_id is None and not list_all:
        raise BadParameter("请给出 check 列出的标识。", "Name an id that check lists.")
    with open_store(store) as opened:
        opened.prepare()
        if flag_id is None:
            _list_judgements([one.as_json() for one in judged_readings(opened)], as_json)
            return
        if withdraw and flag_id.startswith("judgement-"):
            withdraw_reading(opened, flag_id)
            return
        one = _chosen(findings_of_store(opened), flag_id)
        if withdraw:
            withdraw_reading(opened, judgement_id(one.about, one.flag, one.quote))
            return
        made = record_reading(opened, one.about, one.flag, one.quote, reading or "", by or "", note)
    if as_json:
        console.write_json({"id": made, "printed": one.quote, "reading": reading, "by": by})
    else:
        words = f"已记下 kept：{one.quote} → {reading}（{by}）"
        console.err.print(words, markup=False, soft_wrap=True)


def _of_files(paths: list[Path]) -> tuple[list[Finding], int, int]:
    """The findings, how many files failed, and how many were read."""
    from ingest.checks.findings import findings_of_files, read_batch
    from ingest.load import find_files

    batches, failed = [], 0
    for path in find_files(paths):
        try:
            batches.append((str(path), read_batch(path)))
        except PingtaiError as error:
            console.err.print(f"错误 {error.zh} {error.en}", markup=False, soft_wrap=True)
            failed += 1
    if not batches and not failed:
        raise BadParameter(
            "这些路径下没有能读的文件。", "There are no readable files under these paths."
        )
    return findings_of_files(batches), failed, len(batches)


def _of_store(url: str | None) -> tuple[list[Finding], int]:
    from graph.store import open_store
    from ingest.checks.findings import findings_of_store

    with open_store(url) as opened:
        opened.prepare()
        return findings_of_store(opened), 0


def _chosen(found: list[Finding], flag_id: str) -> Finding:
    matching = {one.id: one for one in found if one.id.startswith(flag_id)}
    if len(flag_id) < _SHORTEST_ID or len(matching) > 1:
        raise BadParameter(
            f"标识 {flag_id} 太短，不能确定是哪一处。", f"{flag_id} is too short to tell which."
        )
    if not matching:
        raise NotFound(f"没有存疑之处 {flag_id}。", f"There is no flag {flag_id}.")
    return next(iter(matching.values()))


# Printing


def _print(found: list[Finding]) -> None:
    by_file: dict[str, list[Finding]] = {}
    for one in found:
        by_file.setdefault(one.place.file, []).append(one)
    for file, members in by_file.items():
        table = Table(title=escape(file), title_justify="left", header_style="bold")
        for column in ("位置 place", "旗标 flag", "原文 printed", "理由与读法 reason and readings"):
            table.add_column(column, overflow="fold")
        for one in members:
            table.add_row(*_cells(one))
        console.out.print(table)
    counts = Counter(one.severity for one in found)
    words = "，".join(f"{_SEVERITY_WORDS[s]} {counts[s]}" for s in _SEVERITIES if counts[s])
    console.err.print(words or "没有存疑之处 nothing doubtful")


def _cells(one: Finding) -> tuple[str, str, str, str]:
    place = one.place
    where = place.cell or f"{place.line}:{place.column}"
    printed = "⏎".join(one.quote.split("\n"))
    words = f"{escape(one.before)}[bold]【{escape(printed)}】[/]{escape(one.after)}"
    lines = [escape(one.reason)]
    if one.readings:
        lines.append("读法 readings：" + escape("；".join(map(_reading, one.readings))))
    if one.other is not None:
        lines.append("另见 see " + escape(_where(one.other)))
    if one.review is not None:
        lines.append(
            f"[green]核定 reviewed：{escape(one.review.reading)}[/]（{escape(one.review.reviewer)}）"
        )
    return (
        f"{escape(where)}\n[dim]{one.id[:_ID_SHOWN]}[/]",
        f"{_SEVERITY_WORDS[one.severity]}\n{one.flag}",
        words,
        "\n".join(lines),
    )


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def _reading(reading: Any) -> str:
    """A candidate reading in a few words."""
    if "reading" in reading:
        return str(reading["reading"])
    if "printed" in reading:
        return str(reading["printed"])
    if "listed" in reading:
        return f"称 says {reading['claimed']}，列 lists {reading['listed']}"
    if "parts" in reading:
        return f"{reading['total']} ≠ {'+'.join(map(str, reading['parts']))}"
    low, high = reading.get("low"), reading.get("high")
    return (
        f"{low}—{high}"
        if reading.get("comparator") == "range"
        else f"{low if low is not None else high}"
    )


def _list_judgements(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        console.write_json(rows)
        return
    columns = ("printed", "reading", "by", "on", "flag", "note", "orphan", "id")
    shown = [{column: row.get(column) for column in columns} for row in rows]
    console.print_table("核定 Reviewed readings", columns, shown)
