"""A subgraph as tables: nodes, and relationships with a row for each statement.

XLSX has a sheet for either; a CSV file has one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from api.exports import tables
from api.exports.graph_files import edge_kinds, node_kinds
from api.exports.subgraph import Subgraph
from graph.store import Rows

NODES, RELATIONSHIPS = "nodes", "relationships"
_NODE_COLUMNS = tuple(dict.fromkeys(("label", "id", "name", *node_kinds())))
_ENDS = ("type", "start_label", "start_id", "end_label", "end_id")
_EDGE_COLUMNS = (*_ENDS, *edge_kinds())
_PART = 1000


def graph_csv(graph: Subgraph, table: str) -> Iterator[bytes]:
    """Nodes or relationships as CSV."""
    if table == NODES:
        return tables.table("csv", _NODE_COLUMNS, _nodes(graph))
    return tables.table("csv", _EDGE_COLUMNS, _relationships(graph))


def graph_xlsx(graph: Subgraph) -> Iterator[bytes]:
    """A book with a sheet of nodes and one of relationships."""
    return tables.book(
        [
            (NODES, _NODE_COLUMNS, _nodes(graph)),
            (RELATIONSHIPS, _EDGE_COLUMNS, _relationships(graph)),
        ]
    )


def _nodes(graph: Subgraph) -> Iterator[Rows]:
    none = dict.fromkeys(_NODE_COLUMNS)
    return _in_parts({**none, **one.properties, "label": one.label} for one in graph.nodes())


def _relationships(graph: Subgraph) -> Iterator[Rows]:
    none = dict.fromkeys(_EDGE_COLUMNS)
    return _in_parts(
        {
            **none,
            **one.properties,
            **dict(zip(_ENDS, (one.type, *one.start, *one.end), strict=True)),
        }
        for one in graph.relationships()
    )


def _in_parts(rows: Iterator[dict[str, object]]) -> Iterator[Rows]:
    while part := list(islice(rows, _PART)):
        yield part
