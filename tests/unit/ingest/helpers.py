"""Shortcuts for tests of extraction."""

from __future__ import annotations

from ingest.facts import Fact
from ingest.pipeline import read_text


def facts(text: str, kind: str) -> list[Fact]:
    """The facts of one kind in a text; every quote is checked against the text."""
    doc, found = read_text(text)
    for fact in found:
        assert 0 <= fact.start <= fact.end <= len(text)
        for places in fact.spans.values():
            assert all(0 <= start <= end <= len(text) for start, end in places)
    chosen = [fact for fact in found if fact.kind == kind]
    assert len(chosen) == len(doc.spans.get(kind, []))
    return chosen


def quotes(text: str, kind: str) -> list[str]:
    """The quotes of the facts of one kind."""
    return [text[fact.start : fact.end] for fact in facts(text, kind)]
