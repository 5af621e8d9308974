"""Rosters: the tables of a document as platform rows.

Lists that are lines of running text become tables first (`lines`). A table is a roster when one of its first rows names its columns (the synonyms are a lexicon) and one
column holds platform names. Rows above the header are its title; a row that only names a region or a
batch holds for the rows below it. What a row does not say stays empty.

From a title that speaks of withdrawal the rows are withdrawn platforms, and a column of grades makes
evaluations: one fact each, beside the platform's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Document
from ingest.facts import Fact
from ingest.rosters.header import Roster, as_rosters
from ingest.rosters.lines import rosters_in_lines
from ingest.rosters.rows import rows_of

_EVALUATED = re.compile(r"评估|考核|评价|复核")
_SHORTEST_TITLE = 6


def read_rosters(
    document: Document,
    title: str | None = None,
    date: str | None = None,
    told: Sequence[Fact] = (),
) -> list[Fact]:
    """The platform, evaluation and event facts of a document's tables and lists.

    title, date: the document's own, where it has them; the title counts like a title row. told: the
    facts of its sentences; an event or a grade that one of them states of a name is not stated again.
    """
    facts: list[Fact] = []
    for table in document.tables:
        for roster in as_rosters(document, table, title):
            roster.heading.date = date
            if title is None and (own := _own_title(roster)):
                facts.append(own)
                title = str(own.data["title"])
            facts.extend(rows_of(roster))
    stated = {(fact.kind, place) for fact in told for place in _named(fact)}
    for roster in rosters_in_lines(document, title):
        roster.heading.date = date
        for fact in rows_of(roster):
            if (fact.kind, (fact.start, fact.end)) not in stated:
                facts.append(fact)
    return facts


def _named(fact: Fact) -> list[tuple[int, int]]:
    """The names that an event or a grade of a sentence is about."""
    return fact.spans.get("platform", []) if fact.kind in ("event", "evaluation") else []


def _own_title(roster: Roster) -> Fact | None:
    """The title row above a table as the document's title, where there is no other."""
    for row in roster.table.rows[: roster.first_row - 1]:
        cells = [cell for cell in row if cell is not None and cell.is_origin]
        if len(cells) == 1 and len(cells[0].value.strip()) >= _SHORTEST_TITLE:
            kind = "evaluation" if _EVALUATED.search(cells[0].value) else "roster"
            data = {"title": cells[0].value.strip(), "kind": kind}
            return Fact("document", cells[0].start, cells[0].end, "roster.title", data)
    return None
