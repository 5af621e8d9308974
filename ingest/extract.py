"""All facts of one document: its running text through the pipeline, its tables as rosters."""

from __future__ import annotations

from ingest.document import Document
from ingest.facts import Fact
from ingest.pipeline import extract
from ingest.rosters import read_rosters


def facts_of(document: Document) -> list[Fact]:
    """The facts of a document, in order of their place."""
    prose = extract(document)
    title = next((str(f.data["title"]) for f in prose if f.kind == "document"), None)
    facts = [*prose, *read_rosters(document, title)]
    return sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind, fact.rule))
