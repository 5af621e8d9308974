"""As of a day: what the documents of that time say.

In: a year, a month or a day, and what each source says of its own date. Out: which sources count. A date
that names only a year or a month is compared by what it names: a document of 2020 counts as of 2020-03,
because nothing says that it came later, and as of 2020 counts whatever the year brought.

A source without a date is unsure, and is left out and named as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

from graph.errors import BadParameter

#: What tells a source's date, the first that says anything.
Basis = Literal["issued_on", "in_force_on", "doc_number", "title", "rows"]

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)
_NUMBER_YEAR = re.compile(r"[〔\[［(（【]\s*((?:19|20)\d{2})\s*[〕\]］)）】]")
_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
#: Kinds whose title names the year that they are of; a plan's names the years that it is for.
_OF_THEIR_YEAR = frozenset({"roster", "evaluation"})
_OWN_RANK = 2


class BadAsOf(BadParameter):
    """What was given as the day is none."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"asof 应为年、年-月或年-月-日，如 2020、2020-06、2020-06-30；得到的是 {given[:40]!r}。",
            "asof must be a year, a month or a day, such as 2020, 2020-06 or 2020-06-30.",
        )


@dataclass(frozen=True, order=True)
class AsOf:
    """A year, a month or a day, to its end."""

    text: str

    @classmethod
    def parse(cls, given: str) -> Self:
        """Read `YEAR[-MM[-DD]]`. Raises BadAsOf."""
        found = _ISO.fullmatch(given.strip())
        if found is None:
            raise BadAsOf(given)
        try:
            date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        except ValueError:
            raise BadAsOf(given) from None
        return cls(found[0])

    def includes(self, day: str) -> bool:
        """Whether something of that date, possibly a partial one, had come by then."""
        known = min(len(day), len(self.text))
        return day[:known] <= self.text[:known]

    @property
    def zh(self) -> str:
        """The day in Chinese: 2020年6月30日."""
        year, month, day = (*self.text.split("-"), "", "")[:3]
        words = f"{year}年"
        if month:
            words += f"{int(month)}月"
        return f"{words}{int(day)}日" if day else words

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class SourceDate:
    """When a source's document is of, and what says so; None where nothing does."""

    source_id: str
    name: str
    day: str | None
    basis: Basis | None


def date_of(row: Mapping[str, Any]) -> SourceDate:
    """The date of a source: a row of `DATED`."""
    said = [json.loads(one) for one in row["said"]]
    day, basis = _date_said(said, row["latest"])
    return SourceDate(row["id"], row["name"] or row["id"], day, basis)


def _date_said(
    documents: Iterable[Mapping[str, Any]], latest: int | None
) -> tuple[str | None, Basis | None]:
    documents = list(documents)
    bases: tuple[Basis, ...] = ("issued_on", "in_force_on")
    for basis in bases:
        if days := [str(one[basis]) for one in documents if one.get(basis)]:
            return max(days), basis
    if years := _years(_NUMBER_YEAR, [str(one.get("doc_number") or "") for one in documents]):
        return max(years), "doc_number"
    titles = [str(one.get("name") or "") for one in documents if one.get("kind") in _OF_THEIR_YEAR]
    years = _years(_TITLE_YEAR, titles)
    if years and (latest is None or max(years) >= str(latest)):
        return max(years), "title"
    # A roster is no older than the youngest recognition that it lists.
    return (str(latest), "rows") if latest is not None else (None, None)


def _years(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    return [year for text in texts for year in pattern.findall(text)]


#: What the sources say of their own dates; the latest year of what a source lists or evaluates.
DATED = (
    "MATCH (s:Source) "
    "OPTIONAL MATCH (s)<-[m:MENTIONED_IN]-(d:GoverningDocument) "
    f"WHERE m.rank >= {_OWN_RANK} "
    "WITH s, collect(m.properties) AS said "
    "RETURN s.id AS id, s.name AS name, said AS said ORDER BY name, id"
)
LATEST = (
    "MATCH (:Platform)-[l:LISTED_IN|EVALUATED_IN]->(:GoverningDocument) "
    "WHERE l.year IS NOT NULL RETURN l.source AS id, max(l.year) AS latest"
)
