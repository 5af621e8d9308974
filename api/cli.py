"""The command line: `pingtai`.

Exit codes: 0 all well, 1 failed, 2 wrong use, 3 partly done (some files loaded, some did not).
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api import analytics_command, check, compare, console, overlap_commands, token_commands
from api.options import AsOfOption, StoreOption
from graph.errors import BadParameter, PingtaiError

if TYPE_CHECKING:
    from graph.store import Store

app = typer.Typer(
    name="pingtai",
    help="科技创新平台知识图谱：读政策文件与名单，查交叉与重复建设。\n\n"
    "A knowledge graph of innovation platforms: reads policies and rosters, finds overlap.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
store_app = typer.Typer(
    help="图库：状态与来源。 The store: its state and sources.", no_args_is_help=True
)
app.add_typer(store_app, name="store")
check.register(app)
compare.register(app)
overlap_commands.register(app)
analytics_command.register(app)
token_commands.register(app)

PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help="文件或文件夹。 Files or folders.")
]
HostOption = Annotated[
    str,
    typer.Option(help="监听地址，默认只限本机。 Address to bind; loopback unless told otherwise."),
]
PortOption = Annotated[int, typer.Option(help="端口。 Port; 0 takes a free one.")]

DEFAULT_PORT = 8420
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PARTIAL = 3


@app.command()
def ingest(
    paths: PathsArgument,
    store: StoreOption = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="每个文件输出一行 JSON。 One JSON line a file.")
    ] = False,
) -> None:
    """读入文件或文件夹，载入图库。 Read files or folders into the store."""
    from graph.store import open_store

    with open_store(store) as opened:
        code = _ingest(opened, paths, jsonl=jsonl)
    raise typer.Exit(code)


@app.command()
def facts(
    paths: PathsArgument,
    output_format: Annotated[
        str, typer.Option("--format", help="只有 jsonl。 Only jsonl.")
    ] = "jsonl",
) -> None:
    """不用图库，输出文件里的事实（JSON Lines）。 Print the facts of files; no store is needed."""
    from ingest import readers
    from ingest.extract import facts_of
    from ingest.load import find_files

    if output_format != "jsonl":
        raise BadParameter("--format 只能是 jsonl。", "--format must be jsonl.")
    failed, done = 0, 0
    for path in find_files(paths):
        try:
            document = readers.read(path)
        except PingtaiError as error:
            _complain(error)
            failed += 1
            continue
        done += 1
        for note in document.notes:
            console.err.print(f"{path}: {note}", markup=False)
        for fact in facts_of(document):
            console.write_json_line(fact.as_json(str(path), document.text))
    raise typer.Exit(_exit_code(done, failed))


@app.command()
def text(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="文件。 A file.")],
) -> None:
    """输出一个文件的文本，即事实的位置所指。 Print the text that the offsets of facts refer to."""
    from ingest import readers

    sys.stdout.write(readers.read(path).text)


@app.command()
def query(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="查询名。 Name of a query.")
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="k=v", help="参数，可多次。 A parameter; repeatable."),
    ] = None,
    list_all: Annotated[
        bool, typer.Option("--list", help="列出全部查询。 List all queries.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 JSON output.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV。 CSV output.")] = False,
    store: StoreOption = None,
    asof: AsOfOption = None,
) -> None:
    """运行一个命名查询。 Run a named query."""
    from graph.queries import library
    from graph.store_at import open_store_at

    if list_all or name is None:
        _list_queries(as_json)
        return
    wanted = library()[name]
    kinds = {parameter.name: parameter.kind for parameter in wanted.parameters}
    values: dict[str, Any] = {}
    for pair in parameters or []:
        key, equals, value = pair.partition("=")
        if not equals:
            raise BadParameter(
                f"--param {pair} 应写作 名称=值。", f"--param {pair} must read name=value."
            )
        if kinds.get(key) == "strings":
            values.setdefault(key, []).append(value)
        else:
            values[key] = value
    with open_store_at(store, as_of=asof) as opened:
        rows = library().run(opened, name, **values)
    _show(f"{wanted.zh}  {wanted.en}", wanted.columns, rows, as_json=as_json, as_csv=as_csv)


@app.command()
def overlaps(
    least: Annotated[
        int, typer.Option("--min", help="至少几个平台。 At least so many platforms.")
    ] = 2,
    limit: Annotated[int, typer.Option(help="最多几行。 At most so many rows.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 JSON output.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV。 CSV output.")] = False,
    store: StoreOption = None,
    asof: AsOfOption = None,
) -> None:
    """同一依托单位在同一领域的多个平台（交叉）。 Platforms of one host in one field."""
    from graph.queries import library
    from graph.store_at import open_store_at

    with open_store_at(store, as_of=asof) as opened:
        rows = library().run(opened, "overlap_by_host_and_field", min=least, limit=limit)
    columns = ("host", "field", "platforms", "names")
    if as_json:
        console.write_json(rows)
        return
    _show("交叉 Overlap", columns, rows, as_json=False, as_csv=as_csv)


@app.command()
def search(
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="名称、文号或拼音。 Name, number, pinyin.")
    ],
    limit: Annotated[int, typer.Option(help="最多几行。 At most so many rows.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 JSON output.")] = False,
    store: StoreOption = None,
    asof: AsOfOption = None,
) -> None:
    """按名称、文号或拼音检索。 Search by name, document number or pinyin."""
    from graph.search import search as search_graph
    from graph.store_at import open_store_at

    with open_store_at(store, as_of=asof) as opened:
        rows = search_graph(opened, words, limit)
    _show("检索 Search", ("label", "name", "doc_number", "id"), rows, as_json=as_json, as_csv=False)


@app.command()
def serve(
    store: StoreOption = None, host: HostOption = "127.0.0.1", port: PortOption = DEFAULT_PORT
) -> None:
    """启动网页与接口。 Serve the web view and the API."""
    from api.serve import serve as run
    from graph.store import open_store

    with open_store(store) as opened:
        opened.prepare()
        run(opened, host, port)


@app.command()
def demo(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="默认为 examples。 Default: examples."),
    ] = None,
    store: StoreOption = "embedded:.pingtai/demo",
    host: HostOption = "127.0.0.1",
    port: PortOption = DEFAULT_PORT,
    serve_view: Annotated[
        bool, typer.Option("--serve/--no-serve", help="是否启动网页。 Whether to serve the view.")
    ] = True,
) -> None:
    """载入示例，输出摘要，启动网页。 Load the examples, print a summary, serve the web view."""
    from api.serve import serve as run
    from api.summary import print_summary
    from graph.store import open_store

    chosen = paths or [EXAMPLES]
    if not paths and not EXAMPLES.is_dir():
        raise BadParameter(
            "没有 examples 文件夹；请给出路径。", "There is no examples folder; name paths."
        )
    with open_store(store) as opened:
        code = _ingest(opened, chosen, jsonl=False)
        print_summary(opened, invented=paths is None)
        if serve_view:
            run(opened, host, port)
    raise typer.Exit(code)


@store_app.command("status")
def store_status(
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 JSON output.")] = False,
) -> None:
    """图库的地址、版本与内容。 Address, version and contents of the store."""
    from api.summary import status
    from graph.store import open_store

    with open_store(store) as opened:
        found = status(opened)
    if as_json:
        console.write_json(found)
        return
    for key in ("address", "engine", "server", "updated_at"):
        console.out.print(f"{key:12} {found[key]}", markup=False)
    console.print_table("节点 Nodes", ("label", "nodes"), found["nodes"])
    columns = ("name", "media", "state", "statements", "loaded_at", "source_id")
    console.print_table("来源 Sources", columns, found["sources"])


@store_app.command("remove")
def store_remove(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="来源标识或文件路径。 Id or path of a source.")
    ],
    store: StoreOption = None,
) -> None:
    """移除一个来源及其陈述。 Remove a source and exactly its statements."""
    from graph.errors import NotFound
    from graph.sources import list_sources, remove_source
    from graph.store import open_store
    from ingest.overlaps.refresh import refresh

    with open_store(store) as opened:
        place = str(Path(source).resolve())
        found = [
            row
            for row in list_sources(opened)
            if row["id"] == source or place in (row["paths"] or [])
        ]
        if not found:
            raise NotFound(
                f"没有来源 {source}；用 pingtai store status 查看。",
                f"There is no source {source}; see pingtai store status.",
            )
        for row in found:
            count = remove_source(opened, row["id"])
            console.err.print(
                f"已移除 removed {row['name']}：{count} 条陈述 statements", markup=False
            )
        refresh(opened)


# Helpers


def _ingest(store: Store, paths: list[Path], *, jsonl: bool) -> int:
    from ingest.load import find_files
    from ingest.load import ingest as load

    files = list(find_files(paths))
    if not files:
        raise BadParameter(
            "这些路径下没有能读的文件。", "There are no readable files under these paths."
        )
    outcomes: dict[str, int] = {}
    with console.loading_progress() as progress:
        whole = progress.add_task("文件 files", total=len(files))
        part = progress.add_task("", total=None, visible=False)

        def tell(path: Path, done: int, total: int) -> None:
            name = console.shorten(path)
            progress.update(part, description=name, completed=done, total=total, visible=True)

        def tell_compared(count: int) -> None:
            progress.update(
                part, description="比对 comparing", completed=count, total=None, visible=True
            )

        for outcome in load(store, files, tell, tell_compared):
            outcomes[outcome.outcome] = outcomes.get(outcome.outcome, 0) + 1
            progress.advance(whole)
            if jsonl:
                console.write_json_line(outcome.as_json())
            else:
                console.print_outcome(outcome)
    return _exit_code(len(files) - outcomes.get("failed", 0), outcomes.get("failed", 0))


def _exit_code(done: int, failed: int) -> int:
    if not failed:
        return 0
    return PARTIAL if done else 1


def _list_queries(as_json: bool) -> None:
    from graph.queries import described, library

    if as_json:
        console.write_json([described(query) for query in library()])
        return
    shown = [
        {
            "name": query.name,
            "parameters": ", ".join(parameter.name for parameter in query.parameters),
            "description": f"{query.zh}  {query.en}",
        }
        for query in library()
    ]
    console.print_table("命名查询 Named queries", ("name", "parameters", "description"), shown)


def _show(
    title: str,
    columns: tuple[str, ...],
    rows: list[dict[str, Any]],
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    if as_json:
        console.write_json(rows)
    elif as_csv:
        console.write_csv(columns, rows)
    else:
        console.print_table(title, columns, rows)


def _complain(error: PingtaiError) -> None:
    console.err.print(f"错误 {error.zh} {error.en}", markup=False, soft_wrap=True)


def main() -> None:
    """Run the command line; our own errors become one line and an exit code."""
    logging.basicConfig(level=logging.ERROR, format="%(name)s: %(message)s")
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    try:
        app()
    except PingtaiError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
