"""A subgraph as GraphML, JSON-LD, JSON and Cypher."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from api.exports.subgraph import Node, Relationship, Subgraph
from graph import schema
from graph.model import COMMON, EVIDENCE, NODES, RELATIONSHIPS, Property

CONTENT_TYPES = {
    "graphml": "application/xml",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "cypher": "text/plain; charset=utf-8",
}
_NODE = "urn:pingtai:node:"
_MODEL = "urn:pingtai:model:"
_ESCAPES = {
    "\\": "\\\\",
    "'": "\\'",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_XML_TYPES = {"integer": "long", "float": "double", "boolean": "boolean"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graph_file(suffix: str, graph: Subgraph) -> Iterator[bytes]:
    """A subgraph as a file of that suffix, piece by piece."""
    for piece in _WRITERS[suffix](graph):
        yield piece.encode("utf-8", "replace")


# GraphML


def _graphml(graph: Subgraph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    # Gephi and yEd show what is called `label`; a list is JSON in a string, GraphML knows none.
    for side, first, kinds in (("node", "label", node_kinds()), ("edge", "type", edge_kinds())):
        for name, kind in {first: "string", **kinds}.items():
            of_type = _XML_TYPES.get(kind, "string")
            yield (
                f'<key id="{side[0]}_{name}" for="{side}" attr.name="{name}" '
                f'attr.type="{of_type}"/>\n'
            )
    yield '<graph edgedefault="directed">\n'
    of_nodes, of_edges = node_kinds(), edge_kinds()
    for node in graph.nodes():
        data = _data("n", {"label": node.label, **node.properties}, of_nodes)
        yield f"<node id={quoteattr(node.id)}>{data}</node>\n"
    for number, one in enumerate(graph.relationships()):
        data = _data("e", {"type": one.type, **one.properties}, of_edges)
        ends = f"source={quoteattr(one.start[1])} target={quoteattr(one.end[1])}"
        yield f'<edge id="e{number}" {ends}>{data}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(side: str, values: dict[str, Any], kinds: dict[str, str]) -> str:
    return "".join(
        f'<data key="{side}_{name}">{xml_text(value)}</data>'
        for name, value in values.items()
        if name in kinds or name in ("label", "type")
    )


def xml_text(value: Any) -> str:
    """A value as text of XML; characters that XML has no way to write become a replacement mark."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # A parser reads a carriage return as a new line unless it is written by its number.
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def node_kinds() -> dict[str, str]:
    """The properties that nodes can have, by name, with their kinds."""
    return _kinds((*COMMON, *(one for node in NODES for one in node.properties)))


def edge_kinds() -> dict[str, str]:
    """The properties that relationships can have, by name, with their kinds."""
    return _kinds((*EVIDENCE, *(one for kind in RELATIONSHIPS for one in kind.properties)))


def _kinds(properties: tuple[Property, ...]) -> dict[str, str]:
    """Kind by name; where two labels differ about one name, a string holds either."""
    found: dict[str, str] = {}
    for one in properties:
        same = found.get(one.name, one.kind) == one.kind
        found[one.name] = one.kind if same else "string"
    return found


# JSON-LD: every relationship as a link of its start, and every statement with its evidence


def _jsonld(graph: Subgraph) -> Iterator[str]:
    links = {one.name: {"@id": f"{_MODEL}{one.name}", "@type": "@id"} for one in RELATIONSHIPS}
    context = {
        "@version": 1.1,
        "@vocab": _MODEL,
        "id": f"{_MODEL}id",
        "name": "http://www.w3.org/2000/01/rdf-schema#label",
        "start": {"@id": f"{_MODEL}start"},
        "subject": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject", "@type": "@id"},
        "object": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#object", "@type": "@id"},
        "predicate": {
            "@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate",
            "@type": "@vocab",
        },
        "Statement": "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement",
        **links,
    }
    yield f'{{"@context": {json.dumps(context, ensure_ascii=False)},\n"@graph": [\n'
    before = ""
    for node in graph.nodes():
        yield before + json.dumps(
            {"@id": _iri(node.id), "@type": node.label, **node.properties}, ensure_ascii=False
        )
        before = ",\n"
    for one in graph.relationships():
        link = {"@id": _iri(one.start[1]), one.type: _iri(one.end[1])}
        statement = {
            "@type": "Statement",
            "subject": _iri(one.start[1]),
            "predicate": one.type,
            "object": _iri(one.end[1]),
            **one.properties,
        }
        for shown in (link, statement):
            yield before + json.dumps(shown, ensure_ascii=False)
            before = ",\n"
    yield "\n]}\n"


def _iri(node_id: str) -> str:
    return _NODE + quote(node_id, safe="")


# JSON


def _json(graph: Subgraph) -> Iterator[str]:
    yield '{"nodes": [\n'
    yield from _joined(_node_object(node) for node in graph.nodes())
    yield '\n], "relationships": [\n'
    yield from _joined(_relationship_object(one) for one in graph.relationships())
    yield "\n]}\n"


def _joined(objects: Iterator[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for one in objects:
        yield before + json.dumps(one, ensure_ascii=False)
        before = ",\n"


def _node_object(node: Node) -> dict[str, Any]:
    return {"id": node.id, "label": node.label, "properties": node.properties}


def _relationship_object(one: Relationship) -> dict[str, Any]:
    return {
        "type": one.type,
        "start": one.start[1],
        "end": one.end[1],
        "properties": one.properties,
    }


# Cypher for an empty Neo4j: constraints first, by which relationships find their ends


def _cypher(graph: Subgraph) -> Iterator[str]:
    for statement in schema.constraints():
        yield f"{statement};\n"
    for node in graph.nodes():
        yield f"CREATE (:{node.label} {_map(node.properties)});\n"
    for one in graph.relationships():
        (a, a_id), (b, b_id) = one.start, one.end
        yield (
            f"MATCH (a:{a} {{id: {_literal(a_id)}}}), (b:{b} {{id: {_literal(b_id)}}}) "
            f"CREATE (a)-[:{one.type} {_map(one.properties)}]->(b);\n"
        )


def _map(properties: dict[str, Any]) -> str:
    return "{" + ", ".join(f"`{k}`: {_literal(v)}" for k, v in properties.items()) + "}"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_literal(one) for one in value) + "]"
    if isinstance(value, (int, float)):
        return repr(value)
    text = "".join(_ESCAPES.get(c, c) for c in str(value))
    # Neo4j reads \\u and four digits as a character before it looks at strings, so the two are parted.
    return "'" + re.sub(r"\\([uU])", r"\\' + '\1", text) + "'"


_WRITERS: dict[str, Callable[[Subgraph], Iterator[str]]] = {
    "graphml": _graphml,
    "jsonld": _jsonld,
    "json": _json,
    "cypher": _cypher,
}
