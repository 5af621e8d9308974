"""Writing and removing what one source states: whole, or not at all.

A batch is written in one transaction. One with more statements than `WHOLE_LIMIT` goes in chunks while
its Source says `loading`; queries do not count it until it says `loaded`, and writing it again finishes
it. Writing a batch twice changes nothing; what a source no longer states is dropped; removing a source
removes its statements, and the nodes that no other source mentions.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from graph import schema
from graph.judgements import SHOWING, show_readings
from graph.merges import redirects
from graph.model import NODE_BY_LABEL, Property, node_properties
from graph.overlaps import platforms_changed
from graph.search import search_text
from graph.statements import Batch, Mention, Properties, Ref, Statement, merged
from graph.store import KEPT_SECONDS, Rows, Store, Writer

WHOLE_LIMIT = 50_000
_CHUNK = 2_000
_PERSONS_PREFIX = "reviewed_"  # what a person decided; no source may overwrite it

Progress = Callable[[int, int], None]
T = TypeVar("T")


def write_source(store: Store, batch: Batch, progress: Progress | None = None) -> None:
    """Write a batch; `progress` is told (statements written, statements in all)."""
    tell = progress or _say_nothing
    statements = batch.all_statements()
    with store.loading_turn():
        if len(statements) <= WHOLE_LIMIT:
            store.write(lambda writer: _write_whole(writer, batch, statements, tell))
        else:
            _write_in_chunks(store, batch, statements, tell)


def _say_nothing(_done: int, _total: int) -> None:
    pass


def remove_source(store: Store, source_id: str) -> int:
    """Remove a source and exactly its statements; return how many there were.

    A source that is not there has none.
    """
    with store.loading_turn():
        return store.write(lambda writer: _remove(writer, source_id))


def list_sources(store: Store) -> Rows:
    """All sources, without their texts, by name."""
    return store.read(
        "MATCH (s:Source) RETURN s.id AS id, s.name AS name, s.paths AS paths, s.given AS given, "
        "s.sha256 AS sha256, "
        "s.state AS state, s.rules AS rules, s.statements AS statements, s.progress AS progress, "
        "s.loaded_at AS loaded_at, s.media AS media ORDER BY s.name, s.id"
    )


def set_paths(store: Store, source_id: str, paths: list[str], given: str | None = None) -> None:
    """Note where the file of a source was read, and as what it was given, if it was."""
    store.write(
        lambda writer: writer.run(
            "MATCH (s:Source {id: $id}) SET s.paths = $paths, s.given = coalesce($given, s.given)",
            {"id": source_id, "paths": paths, "given": given},
        )
    )


def text_of(store: Store, source_id: str) -> str | None:
    """The immutable text of a source."""
    rows = store.read("MATCH (t:SourceText {id: $id}) RETURN t.text AS text", {"id": source_id})
    return str(rows[0]["text"]) if rows else None


# Writing


def _write_whole(writer: Writer, batch: Batch, statements: list[Statement], tell: Progress) -> None:
    _take_turn(writer)
    before = _stated_keys(writer, batch.source_id)
    standing = redirects(writer)
    _upsert_source(writer, batch, "loaded", len(statements), len(statements))
    _upsert_mentions(writer, batch, batch.mentions, standing)
    done = 0
    for chunk in _chunks(statements):
        _upsert_statements(writer, batch, chunk, standing)
        done += len(chunk)
        tell(done, len(statements))
    _drop_unstated(writer, batch, statements, before, standing)


def _write_in_chunks(
    store: Store, batch: Batch, statements: list[Statement], tell: Progress
) -> None:
    total = len(statements)

    def begin(writer: Writer) -> None:
        _take_turn(writer)
        _upsert_source(writer, batch, "loading", 0, total)

    store.write(begin)
    time.sleep(KEPT_SECONDS)  # from now on every reader knows that this source does not count yet
    before = store.write(lambda writer: _stated_keys(writer, batch.source_id))
    done = 0
    for chunk in _chunks(statements):
        done += len(chunk)

        def step(writer: Writer, chunk: list[Statement] = chunk, done: int = done) -> None:
            _take_turn(writer)
            standing = redirects(writer)
            mentioned = [s.start for s in chunk if s.name == "MENTIONED_IN"]
            _upsert_mentions(writer, batch, mentioned, standing)
            _upsert_statements(writer, batch, chunk, standing)
            writer.run(
                "MATCH (s:Source {id: $id}) SET s.progress = $done",
                {"id": batch.source_id, "done": done},
            )

        store.write(step)
        tell(done, total)

    def finish(writer: Writer) -> None:
        _take_turn(writer)
        _drop_unstated(writer, batch, statements, before, redirects(writer))
        _upsert_source(writer, batch, "loaded", total, total)

    store.write(finish)


def _take_turn(writer: Writer) -> None:
    """Lock the common node, so that loads into one Neo4j follow each other: merging what several
    sources say of a node needs a still graph."""
    writer.run(
        "MERGE (g:GraphInfo {id: 'graph-info'}) "
        "SET g.loads = coalesce(g.loads, 0) + 1, g.loaded_at = $now",
        {"now": _now()},
    )
    platforms_changed(writer)


def _upsert_source(writer: Writer, batch: Batch, state: str, done: int, total: int) -> None:
    source = {
        **batch.source,
        "characters": len(batch.text),
        "state": state,
        "progress": done,
        "statements": total,
        "loaded_at": _now(),
    }
    text = {"id": batch.source_id, "text": batch.text}
    for label, properties in (("Source", source), ("SourceText", text)):
        row = {"id": batch.source_id, "properties": properties}
        writer.run(schema.upsert_nodes(label), {"rows": [row]})


def _upsert_mentions(
    writer: Writer, batch: Batch, refs: Iterable[Ref], standing: Mapping[str, str]
) -> None:
    """Merge the nodes that the batch mentions; what it says of a record that was merged into another is
    said of that one."""
    merged_into: dict[str, list[str]] = defaultdict(list)
    for one, other in standing.items():
        merged_into[other].append(one)
    mentioned: dict[Ref, list[Mention]] = {}
    for ref in {_standing_for(one, standing) for one in refs}:
        records = (ref, *(Ref(ref.label, one) for one in merged_into.get(ref.id, ())))
        mentioned[ref] = [batch.mentions[one] for one in records if one in batch.mentions]
    for label, ids in _by_label(mentioned).items():
        for chunk in _chunks(ids):
            said = _said_by_others(writer, label, chunk, batch.source_id)
            rows = []
            for node_id in chunk:
                for mention in mentioned[Ref(label, node_id)]:
                    said[node_id].append((mention.rank, mention.properties))
                rows.append(_node_row(label, node_id, said[node_id]))
            writer.run(schema.upsert_nodes(label), {"rows": rows})
            if label in SHOWING:
                show_readings(writer, label, chunk)


def _standing_for(ref: Ref, standing: Mapping[str, str]) -> Ref:
    return Ref(ref.label, standing[ref.id]) if ref.id in standing else ref


def _node_row(label: str, node_id: str, said: list[tuple[int, Properties]]) -> dict[str, Any]:
    properties: Properties = {prop.name: None for prop in _sourced(label)}
    properties.update(merged(label, said))
    properties["id"] = node_id
    if NODE_BY_LABEL[label].searchable:
        properties["search"] = search_text(properties)
    return {"id": node_id, "properties": properties}


def _sourced(label: str) -> Iterator[Property]:
    return (p for p in node_properties(label) if not p.name.startswith(_PERSONS_PREFIX))


def _said_by_others(
    writer: Writer, label: str, ids: list[str], source_id: str
) -> dict[str, list[tuple[int, Properties]]]:
    """What the other sources say of these nodes."""
    rows = writer.run(
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[m:MENTIONED_IN]->(:Source) "
        "WHERE m.source <> $source RETURN id, m.rank AS rank, m.properties AS properties",
        {"ids": ids, "source": source_id},
    )
    said: dict[str, list[tuple[int, Properties]]] = defaultdict(list)
    for row in rows:
        said[row["id"]].append((row["rank"], json.loads(row["properties"])))
    return said


def _upsert_statements(
    writer: Writer, batch: Batch, statements: list[Statement], standing: Mapping[str, str]
) -> None:
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for one in statements:
        groups[one.name, one.start.label, one.end.label].append(one)
    for (name, start, end), members in groups.items():
        rows = [_row(batch, one, standing) for one in members]
        writer.run(schema.upsert_relationships(name, start, end), {"rows": rows})


def _row(batch: Batch, statement: Statement, standing: Mapping[str, str]) -> dict[str, Any]:
    row = batch.row(statement)
    original = row["start"]
    if original in standing:
        row["start"] = standing[original]
        row["properties"]["recorded_as"] = original
    return row


# Dropping


def _stated_keys(writer: Writer, source_id: str) -> Rows:
    return writer.run(
        "MATCH (s:Source {id: $id})<-[:MENTIONED_IN]-(n) WITH DISTINCT n "
        "MATCH (n)-[r]->() WHERE r.source = $id "
        "RETURN labels(n)[0] AS label, n.id AS id, type(r) AS name, r.key AS key",
        {"id": source_id},
    )


def _drop_unstated(
    writer: Writer,
    batch: Batch,
    statements: list[Statement],
    before: Rows,
    standing: Mapping[str, str],
) -> None:
    stated = {batch.row(one)["key"] for one in statements}
    gone = [row for row in before if row["key"] not in stated]
    groups: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in gone:
        groups[row["label"], row["name"]].append({"id": row["id"], "key": row["key"]})
    for (label, name), rows in groups.items():
        for chunk in _chunks(rows):
            writer.run(
                f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}})-[r:{name} {{key: row.key}}]->() "
                "DELETE r",
                {"rows": chunk},
            )
    unmentioned = {Ref(r["label"], r["id"]) for r in gone if r["name"] == "MENTIONED_IN"}
    # Of two records that were merged the batch may still mention one; it has just said all it says.
    mentioned = {_standing_for(ref, standing) for ref in batch.mentions}
    _settle(writer, unmentioned - mentioned, batch.source_id)


def _remove(writer: Writer, source_id: str) -> int:
    _take_turn(writer)
    stated = _stated_keys(writer, source_id)
    writer.run(
        "MATCH (s:Source {id: $id})<-[:MENTIONED_IN]-(n) WITH DISTINCT n "
        "MATCH (n)-[r]->() WHERE r.source = $id DELETE r",
        {"id": source_id},
    )
    _settle(writer, {Ref(row["label"], row["id"]) for row in stated}, source_id)
    writer.run("MATCH (s:Source {id: $id}) DETACH DELETE s", {"id": source_id})
    writer.run("MATCH (t:SourceText {id: $id}) DELETE t", {"id": source_id})
    return len(stated)


def _settle(writer: Writer, refs: Iterable[Ref], source_id: str) -> None:
    """After a source has left these nodes: delete those that nobody mentions, and let the others be
    what the remaining sources say."""
    for label, ids in _by_label(refs).items():
        for chunk in _chunks(ids):
            said = _said_by_others(writer, label, chunk, source_id)
            orphans = [node_id for node_id in chunk if node_id not in said]
            writer.run(
                f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", {"ids": orphans}
            )
            rows = [_node_row(label, node_id, told) for node_id, told in said.items()]
            writer.run(schema.upsert_nodes(label), {"rows": rows})


def settle_platforms(writer: Writer, ids: Iterable[str]) -> None:
    """Let platforms whose statements were moved be what their sources say of them; one of which nothing is
    left goes."""
    _settle(writer, [Ref("Platform", one) for one in ids], "")


def _by_label(refs: Iterable[Ref]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for ref in sorted(refs):
        groups[ref.label].append(ref.id)
    return groups


def _chunks(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
