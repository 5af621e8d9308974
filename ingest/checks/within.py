"""Checks that need both the words and the tables of one document.

In: a document and its facts. Out: the facts again, with flags added or taken back. "现认定甲等23家" above a roster
of 22 rows differs by one; an attachment that follows as a table is not missing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.components.damage.attachments import said_where
from ingest.document import Document
from ingest.facts import Fact
from ingest.flags import flag
from ingest.text import fold

_VERBS = (
    "认定|批准|同意|确定|授予|公布|备案|入选|遴选|列入|公示|撤销|撤消|取消|命名|通过|入围|评为|纳入"
)
#: How many platforms a notice says it is about.
_CLAIM = re.compile(
    rf"(?:{_VERBS})[^。;；\n]{{0,60}}?(?<![第\d.])(?P<count>\d{{1,5}})\s*(?P<unit>[家个所项])(?!工作日|月|年|方面|部分)"
    rf"|[(]?(?:共计?|合计|总计)\s*(?P<sum>\d{{1,5}})\s*(?P<sum_unit>[家个所项])[)]?\s*$",
    re.MULTILINE,
)
_FARTHEST = 0.3
_LEAST_ROWS = 3
_MOST_MISSING = 3


@dataclass(frozen=True)
class CountClaim:
    """A number of platforms that a text says it announces."""

    start: int
    end: int
    count: int


@dataclass(frozen=True)
class RosterCount:
    """How many platforms a roster lists, by every way of counting them: rows, names, row numbers."""

    rows: int
    ways: frozenset[int]


def checked(document: Document, facts: list[Fact]) -> list[Fact]:
    """The facts with these checks made."""
    if document.attachments:
        facts = said_where(document.text, facts, document.attachments)
    if not document.tables:
        return facts
    last_table = max(table.start for table in document.tables)
    kept = [fact for fact in facts if not _is_answered(fact, last_table)]
    kept.extend(_roster_flags(document, facts))
    return kept


def _is_answered(fact: Fact, last_table: int) -> bool:
    """A table after the words that name an attachment may well be that attachment."""
    is_missing = fact.kind == "flag" and fact.data["flag"] == "missing_attachment"
    return is_missing and fact.start < last_table


def count_claims(text: str) -> list[CountClaim]:
    """Every number of platforms that a text says it announces."""
    claims = []
    for match in _CLAIM.finditer(fold(text)):
        group = "count" if match["count"] else "sum"
        unit = "unit" if match["count"] else "sum_unit"
        claims.append(CountClaim(match.start(group), match.end(unit), int(match[group])))
    return claims


def roster_count(facts: Iterable[Fact]) -> RosterCount | None:
    """How many platforms the rows list; None where there are too few to be a roster."""
    rows = [fact for fact in facts if fact.kind == "platform"]
    if len(rows) < _LEAST_ROWS:
        return None
    names = {str(fact.data["platform"]) for fact in rows}
    numbers = {fact.data["no"] for fact in rows if fact.data.get("no") is not None}
    return RosterCount(len(rows), frozenset({len(rows), len(names), len(numbers)} - {0}))


def differs(claims: list[CountClaim], roster: RosterCount) -> CountClaim | None:
    """The one claim that is about the roster and does not agree with it. Where several numbers are
    claimed nobody can tell which is the roster's; one far away is about something else."""
    counts = {claim.count for claim in claims}
    if len(counts) != 1 or counts & roster.ways:
        return None
    (claimed,) = counts
    if abs(claimed - roster.rows) > max(2, _FARTHEST * roster.rows):
        return None
    return claims[0]


def count_reason(claimed: int, rows: int, roster_name: str = "名单") -> tuple[str, str]:
    """Both sides of a claim and its roster."""
    gap = abs(claimed - rows)
    return (
        f"文中称{claimed}，{roster_name}{rows}行，相差{gap}",
        f"says {claimed}, the roster has {rows} rows, differs by {gap}",
    )


def _roster_flags(document: Document, facts: list[Fact]) -> Iterator[Fact]:
    starts = sorted(table.start for table in document.tables)
    by_table: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "platform":
            by_table[starts[bisect_right(starts, fact.start) - 1]].append(fact)
    counts = [count for rows in by_table.values() if (count := roster_count(rows))]
    whole = roster_count([fact for rows in by_table.values() for fact in rows])
    claims = count_claims(_outside_rows(document, by_table))
    agree = any(claim.count in count.ways for claim in claims for count in counts)
    claim = differs(claims, whole) if whole and not agree else None
    if claim is not None and whole is not None:
        reason = count_reason(claim.count, whole.rows)
        readings = [{"claimed": claim.count, "listed": whole.rows}]
        yield flag(claim.start, claim.end, "count_mismatch", "medium", reason, readings)
    for rows in by_table.values():
        yield from _lost_rows(rows)


def _outside_rows(document: Document, by_table: dict[int, list[Fact]]) -> str:
    """The text with the rows of rosters blanked out, the same length: what rows say is no claim."""
    pieces, done = [], 0
    for table in sorted(document.tables, key=lambda table: table.start):
        if table.start in by_table and table.start >= done:
            first = min(fact.start for fact in by_table[table.start])
            pieces += [document.text[done:first], " " * (table.end - first)]
            done = table.end
    return "".join(pieces) + document.text[done:]


def _lost_rows(rows: list[Fact]) -> Iterator[Fact]:
    """Row numbers that run on but for a few: rows were lost where they jump."""
    numbers = [fact.data.get("no") for fact in rows]
    whole = [number for number in numbers if isinstance(number, int)]
    if len(whole) < max(_LEAST_ROWS, len(rows)) or whole[0] != 1:
        return
    steps = [after - before for before, after in pairwise(whole)]
    missing = sum(step - 1 for step in steps)
    if min(steps) < 1 or not 0 < missing <= _MOST_MISSING:
        return
    for fact, before, step in zip(rows[1:], whole, steps, strict=False):
        if step > 1:
            reason = (
                f"序号由{before}跳到{before + step}，可能少了{step - 1}行",
                f"row numbers jump from {before} to {before + step}: rows may be missing",
            )
            yield flag(fact.start, fact.end, "numbering_gap", "medium", reason)
