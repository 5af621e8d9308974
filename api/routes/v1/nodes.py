"""Nodes with their statements, neighbours, paths, search, texts; and whether the store answers."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask import APIBlueprint
from pydantic import AfterValidator, Field, WithJsonSchema

from api import payload
from api.asked import Asked, AskedAsOf, Cursor, NodeId, Words, asked, takes
from api.asof import counted, years
from api.errors import BadRequest
from api.listing.find import search as search_graph
from api.neighbours import Direction
from api.neighbours import neighbours as neighbours_of
from graph.errors import NotFound
from graph.model import RELATIONSHIP_BY_NAME
from graph.store import shown_address


def _known(name: str) -> str:
    if name not in RELATIONSHIP_BY_NAME:
        raise ValueError("is no relationship of the graph")
    return name


Relationship = Annotated[
    Words,
    AfterValidator(_known),
    WithJsonSchema({"type": "string", "enum": sorted(RELATIONSHIP_BY_NAME)}),
]


class NeighboursAsked(AskedAsOf):
    """Which neighbours."""

    relationship: list[Relationship] = Field(
        [], description="只要这些关系。 Only these relationships."
    )
    direction: Direction = Field(
        "", description="out：由此出发；in：指向它；空：两者。 From it, to it, or (empty) both."
    )
    limit: int = Field(300, ge=1, le=300, description="一页的邻居数。 Neighbours of a page.")
    cursor: Cursor = Field("", description="上一页的 next。 `next` of the page before.")


class SearchAsked(AskedAsOf):
    """What is looked for."""

    q: Words = Field("", description="名称、文号、拼音或首字母。 Name, number, pinyin or initials.")
    limit: int = Field(20, ge=1, le=100)


class PathAsked(AskedAsOf):
    """Between what."""

    from_id: NodeId = Field(alias="from", min_length=1)
    to_id: NodeId = Field(alias="to", min_length=1)


def add_to(v1: APIBlueprint) -> None:
    """Add the routes."""

    @v1.get("/health")
    def health() -> dict[str, Any]:
        """图库是否可用，正在载入什么。 Whether the store answers, and what is being loaded."""
        asked(Asked)
        store = payload.current_store()
        loading = [row for row in payload.run("sources") if row["state"] != "loaded"]
        return {
            "status": "ok",
            "store": {
                "address": shown_address(store.url),
                "engine": store.engine,
                "server": store.server_version(),
            },
            "loading": [
                {key: row[key] for key in ("name", "progress", "statements")} for row in loading
            ],
        }

    @v1.get("/nodes/<node_id>")
    @takes(AskedAsOf)
    def node(node_id: str) -> dict[str, Any]:
        """节点及其全部陈述与原文。 A node with all its facts, each with the words of its sources."""
        asked(AskedAsOf)
        found, groups = payload.node_with_facts(node_id)
        return found | {"facts": [group.as_json() for group in groups]}

    @v1.get("/asof")
    @takes(AskedAsOf)
    def counted_sources() -> dict[str, Any]:
        """截至某日计入哪些来源。 Which sources count as of a day, and which have no date."""
        asked(AskedAsOf)
        found = counted()
        return {
            "asof": found.as_of.text if found.as_of else None,
            "sources": found.sources,
            "later": found.later,
            "undated": [{"id": one.source_id, "name": one.name} for one in found.undated],
            "years": years(),
        }

    @v1.get("/nodes/<node_id>/neighbours")
    @takes(NeighboursAsked)
    @v1.doc(responses={409: "The graph has changed since."})
    def neighbours(node_id: str) -> dict[str, Any]:
        """节点的邻居，分页。 Neighbours of a node by relationship, direction and name, in pages."""
        wanted = asked(NeighboursAsked)
        return neighbours_of(
            node_id, wanted.relationship, wanted.direction, wanted.limit, wanted.cursor
        )

    @v1.get("/path")
    @takes(PathAsked)
    @v1.doc(responses={404: "No such node, or no path."})
    def path() -> dict[str, Any]:
        """两个节点之间的最短路径。 Shortest path between two nodes, of at most eight steps."""
        wanted = asked(PathAsked)
        if wanted.from_id == wanted.to_id:
            raise BadRequest({"to": ["is the same node as from"]})
        rows = payload.run("shortest_path", from_id=wanted.from_id, to_id=wanted.to_id)
        if not rows:
            raise NotFound(
                "没有这两个节点，或其间没有八步以内的路径。",
                "There are no such nodes, or no path of eight steps between them.",
            )
        row = rows[0]
        each = zip(row["ids"], row["labels"], row["names"], strict=True)
        return {
            "nodes": [{"id": one, "label": label, "name": name} for one, label, name in each],
            "relationships": row["relationships"],
        }

    @v1.get("/search")
    @takes(SearchAsked)
    def search() -> dict[str, Any]:
        """按名称、文号、拼音或首字母检索。 Nodes by name, document number, pinyin or initials."""
        wanted = asked(SearchAsked)
        store = payload.current_store()
        return {"q": wanted.q, "results": search_graph(store, wanted.q, wanted.limit)}

    @v1.get("/documents/<document_id>/text")
    @takes(AskedAsOf)
    def document_text(document_id: str) -> dict[str, Any]:
        """文件全文及各事实的位置。 A document's text and the places of its facts."""
        asked(AskedAsOf)
        return payload.document_text(document_id)
