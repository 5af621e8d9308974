"""Facts as rows for the graph: which nodes a source mentions and which relationships it states.

In: a document and its facts. Out: a `graph.statements.Batch`. One function a kind of fact; every
relationship has the place of its own words as evidence (the host's cell for HOSTED_BY, not the row's).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from graph.ids import make_id
from graph.statements import Batch, Evidence, Properties, Ref
from ingest import lexicons
from ingest.components.agencies import region_of
from ingest.document import Document
from ingest.facts import Fact
from ingest.lexicons import Region
from ingest.resolve.keys import agency_key, document_key
from ingest.rows import events, policy, rosters
from ingest.rows.context import OWN, Context, named, place_of
from ingest.text import fold, name_key


def source_id(document: Document) -> str:
    """The id of a document's Source: of its content, wherever the file lies."""
    return make_id("Source", document.sha256)


def to_batch(document: Document, facts: list[Fact], paths: list[str]) -> Batch:
    """All that the document states."""
    batch = Batch(
        source={
            "id": source_id(document),
            "name": document.path.name,
            "name_key": name_key(document.path.name),
            "paths": paths,
            "given": str(document.path),
            "sha256": document.sha256,
            "media": document.media,
            "encoding": document.encoding,
            "rules": lexicons.rules_version(),
            "notes": list(document.notes),
        },
        text=document.text,
    )
    context = _context(document, batch, facts)
    # Evaluations and events after the rest: a row's are about the platform that the row makes.
    for fact in sorted(facts, key=lambda fact: fact.kind in ("evaluation", "event")):
        handler = _HANDLERS.get(fact.kind)
        if handler is not None:
            handler(context, fact)
    for fact in facts:  # flags last: they are about nodes that the others made
        if fact.kind == "flag":
            _flag(context, fact)
    return batch


def _context(document: Document, batch: Batch, facts: list[Fact]) -> Context:
    own_fact = next((fact for fact in facts if fact.kind == "document"), None)
    region = _document_region(own_fact, document)
    own, key, year = _own_document(document, batch, own_fact, region)
    context = Context(document, batch, own, key, region, year)
    if own_fact is not None:
        _issuers(context, own_fact)
    for fact in facts:
        if fact.kind == "fields":
            line = document.text.rfind("\n", 0, fact.start)
            context.fields_by_line.setdefault(line, []).append(fact)
    return context


def _document_region(fact: Fact | None, document: Document) -> Region | None:
    """The region that a document is for: of its issuers, else of its title, else of its file name."""
    for name in fact.data.get("issuers") or [] if fact else []:
        if region := region_of(fold(name)):
            return region
    words = str(fact.data["title"]) if fact else document.path.stem
    found = re.search(lexicons.region_pattern(), fold(words))
    return lexicons.region_forms()[found[0]] if found else None


def _own_document(
    document: Document, batch: Batch, fact: Fact | None, region: Region | None
) -> tuple[Ref, tuple[str, ...], int | None]:
    if fact is None:
        key: tuple[str, ...] = ("file", document.sha256)
        properties: Properties = {"name": document.path.stem, "was_read": True}
        if document.tables:
            properties["kind"] = "roster"
        place = Evidence(0, 0, "file.name")
    else:
        data = fact.data
        key = document_key(str(data["title"]), data.get("doc_no"))
        properties = {
            "name": data["title"],
            "kind": data.get("kind"),
            "doc_number": data.get("doc_no"),
            "doc_number_key": name_key(data["doc_no"]) if data.get("doc_no") else None,
            "issued_on": data.get("date"),
            "in_force_on": data.get("in_force"),
            "flags": list(fact.flags),
            "was_read": True,
        }
        place = Evidence(fact.start, fact.end, fact.rule)
    properties["name_key"] = name_key(properties["name"])
    properties["region"] = region.short if region is not None else None
    ref = batch.mention("GoverningDocument", key, properties, place, rank=OWN)
    date = properties.get("issued_on")
    return ref, key, int(date[:4]) if date else None


def _issuers(context: Context, fact: Fact) -> None:
    names = fact.data.get("issuers") or []
    for name, (start, end) in zip(names, fact.spans.get("issuers", []), strict=False):
        place = Evidence(start, end, "document.issuer")
        key, shown = agency_key(name, context.region)
        agency = context.batch.mention("Agency", key, named(shown), place)
        context.batch.state("ISSUED_BY", context.own, agency, place)


def _flag(context: Context, fact: Fact) -> None:
    about = context.targets.get((fact.start, fact.end), context.own)
    readings: list[Mapping[str, Any]] = [dict(one) for one in fact.candidate_readings]
    context.batch.flag(
        about,
        str(fact.data["flag"]),
        str(fact.data["severity"]),
        str(fact.data["reason"]),
        place_of(fact),
        readings,
    )


_HANDLERS: dict[str, Callable[[Context, Fact], None]] = {
    **policy.HANDLERS,
    **rosters.HANDLERS,
    **events.HANDLERS,
}
