"""Files: of every list, of every named query, and of parts of the graph.

Each is had as tables (CSV, XLSX) and as a graph (GraphML, JSON-LD, Cypher). The graph of a list or a query
is the nodes that its rows speak of, and every statement among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api import payload
from api.asked import AskedAsOf, NodeId, Words, asked, takes
from api.errors import BadRequest
from api.exports import graph_files, graph_tables, tables
from api.exports.answers import file_answer, table_answer
from api.exports.subgraph import Subgraph, ids_in, speaks_of_nodes, subgraph, subgraph_of
from api.lists import LISTS, ListSpec, all_of
from api.routes.v1.queries import checked, values_of
from graph.queries import library
from graph.store import Rows

_Responses = dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]
_SUFFIX = "<any(csv,xlsx,json,graphml,jsonld,cypher):suffix>"
_CONTENT_TYPES = graph_files.CONTENT_TYPES | tables.CONTENT_TYPES
_RESPONSES: _Responses = {
    "200": {
        "description": "The file.",
        "content": {
            kind: {"schema": {}}
            for kind in sorted({one.partition(";")[0] for one in _CONTENT_TYPES.values()})
        },
    }
}


class SubgraphAsked(AskedAsOf):
    """Which part of the graph: around some nodes, or around those that a named query speaks of."""

    id: list[NodeId] = Field([], max_length=200, description="节点。 Nodes.")
    query: Words = Field("", description="命名查询；参数写作 param=名称=值。 A named query.")
    param: list[Words] = Field([], max_length=50, description="名称=值。 name=value, repeatable.")
    depth: int = Field(0, ge=0, le=3, description="向外几步。 Steps around them.")
    table: Literal["relationships", "nodes"] = Field(
        "relationships", description="CSV 的内容。 Which table a CSV file holds."
    )


def add_to(v1: APIBlueprint) -> None:
    """Add the routes."""
    for spec in LISTS.values():
        _add_list(v1, spec)

    @v1.get(f"/queries/<name>.{_SUFFIX}")
    @takes(AskedAsOf)
    @v1.doc(responses=_RESPONSES)
    def query_file(name: str, suffix: str) -> Response:
        """命名查询的结果。 The rows of a named query as a file."""
        wanted = library()[name]
        rows = payload.run(name, **values_of(wanted))
        if suffix in tables.CONTENT_TYPES:
            return table_answer(name, suffix, wanted.columns, [rows])
        if not speaks_of_nodes(wanted.columns):
            raise BadRequest({"suffix": ["is a graph's, and the query's rows name no nodes"]})
        return _graph_answer(name, suffix, subgraph_of(payload.current_store(), [rows]))

    @v1.get(f"/subgraph.{_SUFFIX}")
    @takes(SubgraphAsked)
    @v1.doc(responses=_RESPONSES)
    def subgraph_file(suffix: str) -> Response:
        """一部分图谱。 A part of the graph as a file."""
        wanted = asked(SubgraphAsked)
        ids = {*wanted.id, *_ids_of_query(wanted)}
        if not ids:
            raise BadRequest({"id": ["name nodes, or a query that speaks of some"]})
        part = subgraph(payload.current_store(), ids, wanted.depth)
        if suffix == "csv":
            pieces = graph_tables.graph_csv(part, wanted.table)
        elif suffix == "xlsx":
            pieces = graph_tables.graph_xlsx(part)
        else:
            return _graph_answer("subgraph", suffix, part)
        return file_answer(pieces, f"subgraph.{suffix}", tables.CONTENT_TYPES[suffix])


def _add_list(v1: APIBlueprint, spec: ListSpec) -> None:
    @v1.get(f"/{spec.name}.{_SUFFIX}", endpoint=f"{spec.name}_file")
    @takes(spec.asked)
    @v1.doc(
        summary=f"{spec.zh}（全部） All of: {spec.en}",
        responses=_RESPONSES,
    )
    def list_file(suffix: str) -> Response:
        store = payload.current_store()
        parts = all_of(spec, store, asked(spec.asked))
        if suffix not in tables.CONTENT_TYPES:
            return _graph_answer(spec.name, suffix, subgraph_of(store, parts))
        columns = tuple(spec.row.model_fields)
        return table_answer(spec.name, suffix, columns, _with_all(columns, parts))


def _graph_answer(name: str, suffix: str, part: Subgraph) -> Response:
    pieces = graph_files.graph_file(suffix, part)
    return file_answer(pieces, f"{name}.{suffix}", graph_files.CONTENT_TYPES[suffix])


def _with_all(columns: Sequence[str], parts: Iterable[Rows]) -> Iterator[Rows]:
    """Rows with every column; a column that a row leaves out is empty."""
    for rows in parts:
        yield [{column: row.get(column) for column in columns} for row in rows]


def _ids_of_query(wanted: SubgraphAsked) -> set[str]:
    if not wanted.query:
        return set()
    kinds = {one.name: one.kind for one in library()[wanted.query].parameters}
    values: dict[str, Any] = {}
    for pair in wanted.param:
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadRequest({"param": ["must read name=value"]})
        if kinds.get(name) == "strings":
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    checked(library()[wanted.query], values)
    return ids_in(payload.run(wanted.query, **values))
