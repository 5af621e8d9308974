"""The commands `platforms`, `hosts`, `duplicates`, `targets`, `decide` and `judgements`: what the graph holds,
what overlaps, and what a person decided about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from api import console
from api.options import AsOfOption, StoreOption
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.store import Store

JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON。 JSON output.")]
JsonlOption = Annotated[bool, typer.Option("--jsonl", help="每条一行 JSON。 A JSON line each.")]
KindOption = Annotated[str, typer.Option("--kind", help="类型：D1 D2 D3 D4。 Kind of finding.")]
StatusOption = Annotated[
    str,
    typer.Option("--status", help="状态：open accepted rejected deferred reopened。 State."),
]
#: What `decide` is told, and what is kept.
_WORDS = {"accept": "accepted", "reject": "rejected", "defer": "deferred"}
_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (platforms, hosts, fields, duplicates, targets, decide, judgements):
        app.command()(command)


def platforms(
    store: StoreOption = None, jsonl: JsonlOption = False, asof: AsOfOption = None
) -> None:
    """平台一览，附名单里的各行。 Platforms, with the roster rows that speak of them."""
    from api import exchange
    from graph.store_at import open_store_at

    with open_store_at(store, as_of=asof) as opened:
        rows = list(exchange.platforms(opened))
    if jsonl:
        _lines(rows)
        return
    shown = [
        {**row, **{key: "、".join(row[key]) for key in ("hosts", "types", "fields")}}
        for row in rows
    ]
    columns = ("name", "hosts", "types", "fields", "region")
    console.print_table("平台 Platforms", columns, shown)


def hosts(
    status: Annotated[
        str,
        typer.Option(
            "--status", help="状态：waiting open accepted rejected deferred reopened。 State."
        ),
    ] = "",
    jsonl: JsonlOption = False,
    store: StoreOption = None,
    asof: AsOfOption = None,
) -> None:
    """疑为同一单位的依托单位，附理由；用 decide 判定。 Hosts that may be one unit; decide judges them."""
    from api import exchange
    from graph.store_at import open_store_at

    with open_store_at(store, as_of=asof) as opened:
        rows = list(exchange.host_pairs(opened, status))
    if jsonl:
        _lines(rows)
        return
    for row in rows:
        names = "  |  ".join(member["name"] for member in row["members"])
        head = f"{row['score']:.2f} {escape(names)} [dim]{row['status']}[/]"
        console.out.print(head, soft_wrap=True)
        for reason in row["reasons"]:
            console.out.print(f"    {reason['text']}", markup=False, soft_wrap=True)
        console.out.print(f"    {row['id']}", markup=False, soft_wrap=True)
    console.err.print(f"共 {len(rows)} 对 pairs", markup=False)


def fields(store: StoreOption = None, jsonl: JsonlOption = False, asof: AsOfOption = None) -> None:
    """分类表未收的领域说法，相近的归在一组。 Field phrases that the taxonomy lacks, in groups."""
    from graph.queries import library
    from graph.store_at import open_store_at
    from ingest.resolve.field_clusters import clusters

    with open_store_at(store, as_of=asof) as opened:
        found = {row["field"]: row for row in library().run(opened, "unmapped_fields")}
    rows = [
        {
            "fields": list(group),
            "platforms": sum(found[one]["platforms"] for one in group),
            "documents": sum(found[one]["documents"] for one in group),
        }
        for group in clusters(found)
    ]
    if jsonl:
        _lines(rows)
        return
    shown = [{**row, "fields": "、".join(row["fields"])} for row in rows]
    columns = ("fields", "platforms", "documents")
    console.print_table("未归类的领域 Unmapped fields", columns, shown)


def duplicates(
    kind: KindOption = "",
    status: StatusOption = "",
    least: Annotated[
        float, typer.Option("--min", help="最低得分，0 到 1。 Least score, 0 to 1.")
    ] = 0.0,
    limit: Annotated[int, typer.Option(help="最多列几条。 At most so many in the table.")] = _SHOWN,
    jsonl: JsonlOption = False,
    store: StoreOption = None,
    asof: AsOfOption = None,
) -> None:
    """交叉与重复建设的发现，附理由与建议。 Findings of overlap, with reasons and suggestion."""
    from api import exchange
    from graph.store_at import open_store_at

    wanted: dict[str, Any] = {"kind": kind, "status": status}
    if least:
        wanted["min_score"] = least
    with open_store_at(store, as_of=asof) as opened:
        rows = list(exchange.findings(opened, **wanted))
    if jsonl:
        _lines(rows)
        return
    for row in rows[:limit]:
        _print_finding(row)
    console.err.print(f"共 {len(rows)} 条发现 findings", markup=False)


def targets(store: StoreOption = None, jsonl: JsonlOption = False, asof: AsOfOption = None) -> None:
    """各文件提出的建设目标。 Targets that documents set."""
    from api import exchange
    from graph.store_at import open_store_at

    with open_store_at(store, as_of=asof) as opened:
        rows = list(exchange.targets(opened))
    if jsonl:
        _lines(rows)
        return
    shown = [
        {
            **row,
            "types": "、".join(row["types"]),
            "by_year": row.get("by_year"),
            "progress": _progress(row),
        }
        for row in rows
    ]
    columns = ("types", "metric", "value_as_printed", "by_year", "progress")
    console.print_table("建设目标 Targets", columns, shown)


def decide(
    finding: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="发现或一对依托单位的标识。 Id of a finding, or of a pair of hosts.",
        ),
    ],
    verdict: Annotated[
        str,
        typer.Argument(
            metavar="VERDICT", help="accept 采纳、reject 不采纳、defer 暂缓、undo 撤回。"
        ),
    ],
    by: Annotated[str, typer.Option("--by", help="判定人。 Who decides.")] = "",
    action: Annotated[
        str | None,
        typer.Option(
            "--action", help="采纳时的处置：撤销、合并、转建、保留并明确分工。 What to do."
        ),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="说明。 Why.")] = None,
    store: StoreOption = None,
) -> None:
    """判定一条发现，或两个依托单位是否同一单位。 Accept, reject or defer a finding or a pair of hosts, or take that back."""
    from graph.decisions import record_decision, withdraw_decision
    from graph.store import open_store
    from ingest.overlaps.refresh import refresh

    if verdict not in (*_WORDS, "undo"):
        raise BadParameter(
            f"判定应为 {'、'.join(_WORDS)} 或 undo，不是 {verdict}。",
            f"A verdict is one of {', '.join(_WORDS)}, undo; not {verdict}.",
        )
    with open_store(store) as opened:
        if verdict == "undo":
            withdraw_decision(opened, finding)
        else:
            record_decision(opened, finding, _WORDS[verdict], by, action, note)
        refresh(opened)
    console.err.print(f"已记下 recorded: {finding} {verdict}", markup=False)


def judgements(
    export_to: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="写入文件（JSON Lines）。 Write to a file."),
    ] = None,
    import_from: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="从文件读入。 Read from a file."),
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """对发现的判定：列出、导出、导入。 Decisions about findings: list, export, import."""
    from graph.decisions import list_decisions
    from graph.store import open_store

    with open_store(store) as opened:
        if import_from is not None:
            _import(opened, import_from)
            return
        rows = list_decisions(opened)
    if export_to is not None:
        _export(export_to, rows)
    elif as_json:
        console.write_json(rows)
    else:
        shown = [{**row, "about": "、".join(row["member_names"])} for row in rows]
        columns = ("about", "kind", "verdict", "action", "reviewer", "decided_on", "note")
        console.print_table("判定 Decisions", columns, shown)


def _import(store: Store, path: Path) -> None:
    from graph.decisions import import_decisions
    from ingest.overlaps.refresh import refresh

    rows = []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadParameter(
            f"{path} 读不了：{error}。", f"{path} cannot be read: {error}."
        ) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise BadParameter(
                f"{path} 第 {number} 行不是 JSON 对象。",
                f"{path}, line {number} is no JSON object.",
            )
        rows.append(row)
    taken, known = import_decisions(store, rows)
    refresh(store)
    console.err.print(
        f"已导入 {taken} 条判定，{known} 条已有或较旧 taken {taken}, known or older {known}",
        markup=False,
    )


def _export(path: Path, rows: list[dict[str, Any]]) -> None:
    """The file appears whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    try:
        draft.write_text(text, "utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise BadParameter(
            f"{path} 写不了：{error}。", f"{path} cannot be written: {error}."
        ) from None
    console.err.print(f"已导出 {len(rows)} 条判定 decisions → {path}", markup=False)


def _progress(row: dict[str, Any]) -> str:
    found = row.get("progress")
    if found is None:
        return str(row.get("not_counted", ""))
    doubles = f"，其中可能重复 {found['double_records']}" if found["double_records"] else ""
    return f"{found['counted']} / {found['of']:g}{doubles}"


def _lines(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        console.write_json_line(row)


def _print_finding(row: dict[str, Any]) -> None:
    names = "  |  ".join(member["name"] for member in row["members"])
    head = f"[bold]{row['kind']}[/] {row['score']:.2f} {escape(names)} [dim]{row['status']}[/]"
    console.out.print(head, soft_wrap=True)
    for sign, reasons in (("+", row["reasons"]), ("−", row["against"])):
        for reason in reasons:
            words = f"    {sign} {reason['text']} ({reason['weight']:+.2f})"
            console.out.print(words, markup=False, soft_wrap=True)
    words = f"    建议 suggestion: {row['suggestion']}（{row['ground']}）  {row['id']}"
    console.out.print(words, markup=False, soft_wrap=True)
