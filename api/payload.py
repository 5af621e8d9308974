"""What the API and the pages show of the graph: rows of named queries, put together with their evidence.

Every statement comes with the exact words of its source; a text is read from the store once and kept,
because texts never change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g

from api.asof import as_of
from api.texts import Texts
from api.together import read_ahead
from graph.errors import NotFound
from graph.model import RELATIONSHIP_BY_NAME
from graph.queries import library
from graph.shared import Shared
from graph.sources import text_of
from graph.store import Rows, Store, Version
from graph.store_at import store_at

_CONTEXT = 24  # characters shown around a quote
_TEXT_BYTES = 64 * 2**20
_ANSWERS_KEPT = 512
_INTERNAL = frozenset({"id", "name_key", "search", "doc_number_key"})
_EVIDENCE = frozenset({"key", "source", "start", "end", "rule", "cell"})

#: What a statement is called where it lies in its document's text.
MARK_KINDS = {
    "SETS": "target",
    "CITES": "cites",
    "NAMES_FIELD": "field",
    "ISSUED_BY": "agency",
    "FLAGGED_IN": "flag",
    "HAS_PROVISION": "section",
    "LISTED_IN": "platform",
    "HOSTED_BY": "host",
    "IN_FIELD": "field",
    "EVALUATED_IN": "platform",
    "CHANGED_BY": "platform",
}
_RULES = frozenset(
    {"stop_new", "merge_convert", "revoke_on_fail", "avoid_duplicate_construction", "must_merge"}
    | {"refused_overlap", "must_choose_one", "one_channel", "host_cap", "no_repeat_support"}
    | {"team_cap", "revoke_for_cause", "veto"}
)
_SENTENCES = frozenset({"rule", "definition", "target"})
#: The statements that are about the node at their start; the others lead to the one at their end.
_ABOUT_START = frozenset({"FLAGGED_IN", "LISTED_IN", "EVALUATED_IN", "CHANGED_BY"})


def current_store() -> Store:
    """The store of the running application, as of the day that the request asks for."""
    if "store" not in g:
        g.store = store_at(store_of(current_app), as_of())
    store: Store = g.store
    return store


def store_of(app: Flask) -> Store:
    """The store of an application."""
    store = app.extensions["pingtai.store"]
    assert isinstance(store, Store)
    return store


def run(name: str, /, **values: Any) -> Rows:
    """Run a named query on the running application's store."""
    return library().run(current_store(), name, **values)


def kept(name: str, /, **values: Any) -> Rows:
    """Run a named query, or give again what it gave since the graph last changed.

    The rows are shared by everybody who asks: read them, never change them.
    """
    store = current_store()
    key = (store, graph_version(), name, tuple(_frozen(values)))
    return _answers.get(key, lambda: library().run(store, name, **values))


def graph_version() -> Version:
    """How often and when the graph was last loaded; read once for each request."""
    if "graph_version" not in g:
        g.graph_version = current_store().standing().version
    version: Version = g.graph_version
    return version


def _frozen(values: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for key, value in sorted(values.items()):
        yield key, tuple(value) if isinstance(value, list) else value


_answers: Shared[Rows] = Shared(_ANSWERS_KEPT)
_names: Shared[dict[str, str]] = Shared(_ANSWERS_KEPT)
_texts = Texts(_TEXT_BYTES)


def source_text(source_id: str) -> str:
    """The immutable text of a source; empty for one that is gone."""
    return _text(current_store().base, source_id)


def _text(store: Store, source_id: str) -> str:
    return _texts.get((store, source_id), lambda: text_of(store, source_id) or "")


def _quote(text: str, start: int, end: int) -> dict[str, Any]:
    """The words at a place, and a little of the same line before and after them."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = line_end if line_end >= 0 else len(text)
    return {
        "before": text[max(line_start, start - _CONTEXT) : start],
        "quote": text[start:end],
        "after": text[end : min(line_end, end + _CONTEXT)],
    }


def node_or_404(node_id: str) -> dict[str, Any]:
    """A node; raises NotFound."""
    return _node(node_id, run("node", id=node_id))


def node_with_facts(node_id: str) -> tuple[dict[str, Any], list[StatementGroup]]:
    """A node and all facts about it, asked of the store at once; raises NotFound."""
    store = current_store()
    row = read_ahead(store, node_id, graph_version()) if store.as_of is None else None
    rows = run("node_with_statements", id=node_id) if row is None else [row]
    node = _node(node_id, rows)
    return node, _groups(rows[0]["statements"])


def _node(node_id: str, rows: Rows) -> dict[str, Any]:
    if not rows:
        if (day := as_of()) is not None:
            raise NotFound(
                f"截至{day.zh}的文件里没有标识为 {node_id} 的节点。",
                f"The documents up to {day} know no node with the id {node_id}.",
            )
        raise NotFound(f"没有标识为 {node_id} 的节点。", f"There is no node with the id {node_id}.")
    row = rows[0]
    return {
        "id": row["id"],
        "label": row["label"],
        "name": row["name"],
        "properties": _shown(row["properties"]),
        "sources": row["sources"],
    }


def _shown(properties: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in properties.items() if k not in _INTERNAL and v is not None}


@dataclass
class StatementGroup:
    """One fact: all statements that say the same, whoever says so, with their quotes."""

    relationship: str
    outward: bool
    other: dict[str, Any]
    role: str | None
    statements: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """The group as the API gives it."""
        relationship = RELATIONSHIP_BY_NAME[self.relationship]
        return {
            "relationship": self.relationship,
            "zh": relationship.zh,
            "en": relationship.en,
            "outward": self.outward,
            "role": self.role,
            "other": self.other,
            "statements": self.statements,
        }


def _source_names() -> dict[str, str]:
    store = current_store()
    return _names.get((store, graph_version()), lambda: _read_names(store))


def _read_names(store: Store) -> dict[str, str]:
    return {row["source_id"]: row["name"] for row in library().run(store, "source_names")}


def _groups(statements: Rows) -> list[StatementGroup]:
    """Statements about one node as facts: parallel statements of several sources in one group."""
    store, known = current_store().base, _source_names()
    quoted = {said["source"] for row in statements if _is_quoted(said := row["properties"])}
    texts = {source_id: _text(store, source_id) for source_id in quoted}
    rows = sorted(statements, key=lambda row: _place_of(row, known))
    groups: dict[tuple[Any, ...], StatementGroup] = {}
    for row in rows:
        role = row["properties"].get("role") or row["properties"].get("flag")
        key = (row["relationship"], row["outward"], row["other_id"], role)
        other = {"id": row["other_id"], "label": row["other_label"], "name": row["other_name"]}
        group = groups.setdefault(
            key, StatementGroup(row["relationship"], row["outward"], other, role, [])
        )
        group.statements.append(_statement(row["properties"], known, texts))
    return list(groups.values())


def _place_of(row: dict[str, Any], names: Mapping[str, str]) -> tuple[Any, ...]:
    """Where a statement stands among those about a node: by names, what has none last."""
    other, said = row["other_name"], row["properties"]
    source = names.get(said.get("source", ""))
    by_names = (other is None, other or "", row["other_id"] or "", source is None, source or "")
    return row["relationship"], not row["outward"], *by_names, said.get("start") or 0


def _is_quoted(said: Mapping[str, Any]) -> bool:
    return all(said.get(name) is not None for name in ("source", "start", "end"))


def _statement(
    said: dict[str, Any], names: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    statement: dict[str, Any] = {"properties": {k: said[k] for k in said if k not in _EVIDENCE}}
    if _is_quoted(said):
        source, start, end = said["source"], said["start"], said["end"]
        statement |= {
            "source": {"id": source, "name": names.get(source)},
            "start": start,
            "end": end,
            "rule": said.get("rule"),
            "cell": said.get("cell"),
            **_quote(texts[source], start, end),
        }
    return statement


# Documents


def document_text(document_id: str) -> dict[str, Any]:
    """A document's text with its facts: marks with offsets, the nodes they lead to, and an outline."""
    document = node_or_404(document_id)
    sources = run("sources_of_document", document_id=document_id)
    if not sources:
        return {"document": document, "source": None, "text": "", "marks": [], "sources": []}
    source = sources[0]
    marks = marks_of(run("facts_of_source", source_id=source["source_id"]))
    return {
        "document": document,
        "source": source,
        "sources": sources,
        "text": source_text(source["source_id"]),
        "marks": marks,
    }


def marks_of(rows: Rows) -> list[dict[str, Any]]:
    """The facts of a source as marks on its text, by their place; the widest of those that begin
    together first."""
    marks = list(_marks(rows))
    marks.sort(key=lambda mark: (mark["start"], -mark["end"], mark["kind"]))
    return marks


def _marks(rows: Rows) -> Iterable[dict[str, Any]]:
    # A type is also mentioned by the whole of a sentence that defines or governs it; the sentence is
    # marked once, as what it is.
    sentences = {(row["start"], row["end"]) for row in rows if _kind_and_role(row)[0] in _SENTENCES}
    for row in rows:
        if row["relationship"] == "MENTIONED_IN":
            if row["start_label"] == "PlatformType":
                yield from _type_marks(row, sentences)
            continue
        kind, role = _kind_and_role(row)
        if kind is None:
            continue
        side = "start" if row["relationship"] in _ABOUT_START else "end"
        yield _mark(kind, (row["start"], row["end"]), row, _end(row, side), role)


def _type_marks(row: dict[str, Any], sentences: set[tuple[int, int]]) -> Iterable[dict[str, Any]]:
    properties, node = row["properties"], _end(row, "start")
    for start, end in zip(properties["starts"], properties["ends"], strict=True):
        if (start, end) not in sentences:
            yield _mark("type", (start, end), row, node, None)


def _kind_and_role(row: dict[str, Any]) -> tuple[str | None, str | None]:
    relationship, role = row["relationship"], row["properties"].get("role")
    if relationship == "GOVERNS" and role in _RULES:
        return "rule", role
    if relationship == "GOVERNS" and role == "definition":
        return "definition", role
    if relationship == "HAS_PROVISION" and row["rule"].startswith("rule."):
        return "rule", row["rule"].removeprefix("rule.")
    return MARK_KINDS.get(relationship), role


def _end(row: dict[str, Any], side: str) -> dict[str, Any]:
    return {
        "id": row[f"{side}_id"],
        "label": row[f"{side}_label"],
        "name": row[f"{side}_name"],
    }


def _mark(
    kind: str, place: tuple[int, int], row: dict[str, Any], node: dict[str, Any], role: str | None
) -> dict[str, Any]:
    properties = {
        k: v
        for k, v in row["properties"].items()
        if k not in _EVIDENCE and k not in ("properties", "starts", "ends", "rank")
    }
    if "candidate_readings" in properties:
        properties["candidate_readings"] = [
            json.loads(reading) for reading in properties["candidate_readings"]
        ]
    return {
        "kind": kind,
        "start": place[0],
        "end": place[1],
        "rule": row["rule"],
        "role": role,
        "relationship": row["relationship"],
        "node": node,
        "properties": properties,
    }
