"""What follows from the model: constraints, indexes, upserts, and the data dictionary.

In: the declarations of `graph.model`. Out: statements for either engine and a Markdown table for people.
Labels, types and property names are written into Cypher here, from the model alone; values never are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from graph.ids import digest
from graph.model import (
    NODES,
    RELATIONSHIPS,
    NodeType,
    Property,
    node_properties,
    relationship_properties,
)

Engine = Literal["embedded", "neo4j"]

#: Lucene's analyzer for Chinese, Japanese and Korean: overlapping pairs of characters.
_CJK_CLASS = "org.apache.lucene.analysis.cjk.CJKAnalyzer"


def constraints() -> Iterator[str]:
    """Unique ids and lookup indexes; the same Cypher on both engines, safe to repeat."""
    for node in NODES:
        label = node.label
        yield (f"CREATE CONSTRAINT {label}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
        for prop in node_properties(label):
            if prop.index:
                yield (
                    f"CREATE INDEX {label}_{prop.name} IF NOT EXISTS "
                    f"FOR (n:{label}) ON (n.{prop.name})"
                )


def full_text_index_name(engine: Engine, label: str) -> str:
    """The name under which the full-text index of a label is asked."""
    return f"{label}[search]" if engine == "embedded" else f"{label}_search"


def full_text_indexes(engine: Engine) -> Iterator[str]:
    """Full-text DDL: Cypher on Neo4j, SQL on the embedded engine, which has no Cypher for it."""
    for label in searchable_labels():
        if engine == "neo4j":
            yield (
                f"CREATE FULLTEXT INDEX {full_text_index_name(engine, label)} IF NOT EXISTS "
                f"FOR (n:{label}) ON EACH [n.search] "
                "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
            )
        else:
            yield f"CREATE PROPERTY {label}.search IF NOT EXISTS STRING"
            yield (
                f"CREATE INDEX IF NOT EXISTS ON {label} (search) FULL_TEXT "
                f'METADATA {{"analyzer": "{_CJK_CLASS}"}}'
            )


def searchable_labels() -> tuple[str, ...]:
    """Labels that full-text search covers."""
    return tuple(node.label for node in NODES if node.searchable)


def version(engine: Engine) -> str:
    """Changes whenever a statement of the schema changes."""
    return digest(*constraints(), *full_text_indexes(engine))


def upsert_nodes(label: str) -> str:
    """Cypher that merges `$rows` of {id, properties}; a property given as null is removed."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row.properties"


def upsert_relationships(name: str, start: str, end: str) -> str:
    """Cypher that merges `$rows` of {start, end, key, properties} between nodes that exist.

    It begins at the start node: statements about one node are few, while the end (a type, a roster, a
    source) can have a hundred thousand, and the embedded engine looks along the side it begins at.
    """
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}}) "
        f"MERGE (a)-[r:{name} {{key: row.key}}]->(b) SET r = row.properties"
    )


def data_dictionary() -> str:
    """The model as Markdown, in Chinese and English."""
    lines = [
        "# 数据字典 Data dictionary",
        "",
        "由 `graph/model.py` 生成，请勿手改：`make schema`。",
        "Generated from `graph/model.py` by `make schema`; do not edit.",
        "",
        "## 节点 Nodes",
    ]
    for node in NODES:
        lines += _node_section(node)
    lines += ["", "## 关系 Relationships"]
    for relationship in RELATIONSHIPS:
        ends = "、".join(f"{start} → {end}" for start, end in relationship.ends[:4])
        more = " …" if len(relationship.ends) > 4 else ""
        kind = "陈述 stated" if relationship.origin == "stated" else "计算 computed"
        lines += [
            "",
            f"### `{relationship.name}` {relationship.zh} {relationship.en}",
            "",
            f"{ends}{more}；{kind}",
            "",
        ]
        lines += _property_table(relationship_properties(relationship.name))
    return "\n".join(lines) + "\n"


def _node_section(node: NodeType) -> list[str]:
    return [
        "",
        f"### `{node.label}` {node.zh} {node.en}",
        "",
        *_property_table(node_properties(node.label)),
    ]


def _property_table(properties: tuple[Property, ...]) -> list[str]:
    rows = [f"| `{p.name}` | {p.kind} | {p.zh} | {p.en} |" for p in properties]
    return ["| 属性 property | 值 kind | 中文 | English |", "|---|---|---|---|", *rows]
