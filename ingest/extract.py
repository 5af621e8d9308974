"""All facts of one document: its running text through the pipeline, its tables as rosters, indicators or tasks."""

from __future__ import annotations

from ingest.checks.within import checked
from ingest.document import Document
from ingest.facts import Fact
from ingest.indicators import read_indicators
from ingest.pipeline import extract
from ingest.rosters import read_rosters
from ingest.task_tables import read_tasks


def facts_of(document: Document) -> list[Fact]:
    """The facts of a document, in order of their place."""
    prose = extract(document)
    own = next((f.data for f in prose if f.kind == "document"), {})
    title = str(own["title"]) if own else None
    date = str(own["date"]) if own.get("date") else None
    year = int(date[:4]) if date else None
    rosters = read_rosters(document, title, date, prose)
    others = [t for t in document.tables if not any(t.start <= f.start < t.end for f in rosters)]
    indicators = read_indicators(others, title, year)
    tasks = read_tasks(others, title)
    facts = checked(document, [*prose, *rosters, *indicators, *tasks])
    return sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind, fact.rule))
