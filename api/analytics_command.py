"""The command `analytics`: clusters of overlapping platforms, communities of hosts and fields, bridges."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from api import console
from api.options import StoreOption

if TYPE_CHECKING:
    from graph.store import Store

_SHOWN = 20
_TABLES = {
    "clusters": ("交叉平台群 Clusters of platforms", ("platforms", "names")),
    "communities": (
        "社群 Communities of hosts and fields",
        ("hosts", "fields", "platforms", "host_names", "field_names"),
    ),
    "bridging_hosts": (
        "跨社群的依托单位 Hosts that join communities",
        ("host", "betweenness", "is_cut"),
    ),
}


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(analytics)


def analytics(
    as_json: Annotated[
        bool, typer.Option("--json", help="输出 JSON，含全部成员。 JSON with all members.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """算出平台群、社群与跨社群单位，存入图库。 Compute and keep clusters, communities and bridges."""
    from graph.store import open_store
    from ingest.overlaps.structure import keep_structure, read_structure

    with open_store(store) as opened:
        found = read_structure(opened)
        keep_structure(opened, found)
        if as_json:
            typer.echo(json.dumps(asdict(found), ensure_ascii=False))
            return
        _print(opened)


def _print(store: Store) -> None:
    from graph.queries import library

    for query, (title, columns) in _TABLES.items():
        rows = library().run(store, query, limit=_SHOWN)
        shown = [
            {
                key: "、".join(value) if isinstance(value, list) else value
                for key, value in row.items()
            }
            for row in rows
        ]
        console.print_table(title, columns, shown)
