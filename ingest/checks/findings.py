"""Everything doubtful that files or a store hold, as one list: each doc's flags and the differences
between documents, with where it stands, the printed words and what a reviewer has made of it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.ids import digest
from graph.judgements import Judged, judged_readings, judgement_id
from graph.queries import library
from graph.sources import text_of
from graph.statements import Batch, Ref
from graph.store import Store
from ingest.checks.across import Difference, attachment_key, attachments, differences
from ingest.checks.claims import SourceClaims, claims_of_batch, claims_of_store

_CONTEXT = 16
_SEVERITIES = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True)
class Place:
    """Where something stands: a file, a span of its text, and line and column counted from 1."""

    file: str
    source: str
    start: int
    end: int
    line: int
    column: int
    cell: str | None = None


@dataclass(frozen=True)
class Finding:
    """One doubt. `id` is short and stable; `about` is the node that a reviewed reading belongs to."""

    id: str
    flag: str
    severity: str
    reason: str
    place: Place
    quote: str
    before: str
    after: str
    readings: tuple[Mapping[str, Any], ...]
    about: Ref
    other: Place | None = None
    review: Judged | None = None

    def as_json(self) -> dict[str, Any]:
        """The finding as an object of the exchange format."""
        place = self.place
        row: dict[str, Any] = {
            "id": self.id,
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "start": place.start,
            "end": place.end,
            "cell": place.cell,
            "flag": self.flag,
            "severity": self.severity,
            "reason": self.reason,
            "quote": self.quote,
            "before": self.before,
            "after": self.after,
            "candidate_readings": [dict(one) for one in self.readings],
            "other": _other_json(self.other) if self.other else None,
            "reviewed": self.review.as_json() if self.review else None,
        }
        return {key: value for key, value in row.items() if value not in (None, [])}


def _other_json(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "start": place.start,
        "end": place.end,
    }


def findings_of_files(batches: Iterable[tuple[str, Batch]]) -> list[Finding]:
    """The findings of files that were read, and between them."""
    given = list(batches)
    claims = [claims_of_batch(batch, path) for path, batch in given]
    texts = {said.source: _Text(said) for said in claims}
    found: list[Finding] = []
    for _, batch in given:
        for one in batch.all_statements():
            if one.name != "FLAGGED_IN":
                continue
            at, properties = one.evidence, one.properties
            row = {
                **properties,
                "key": batch.row(one)["key"],
                "start": at.start,
                "end": at.end,
                "cell": at.cell,
            }
            found.append(_flagged(texts[batch.source_id], row, one.start))
    return _all(found, claims, texts)


def findings_of_store(store: Store) -> list[Finding]:
    """The findings of everything in a store, with what reviewers made of them."""
    claims = claims_of_store(store)
    by_id = {said.source: said for said in claims}
    texts: dict[str, _Text] = {}
    found: list[Finding] = []
    for row in library().run(store, "flags_said"):
        said = by_id.get(row["source_id"])
        if said is None:
            continue
        if not said.text:
            said.text = text_of(store, said.source) or ""
        text = texts.setdefault(said.source, _Text(said))
        found.append(_flagged(text, row, Ref(row["label"], row["node_id"])))
    for said in claims:
        texts.setdefault(said.source, _Text(said))
    judged = {one.id: one for one in judged_readings(store)}
    return [
        replace(one, review=judged.get(judgement_id(one.about, one.flag, one.quote)))
        for one in _all(found, claims, texts)
    ]


class _Text:
    """A source's text with its line starts, made once."""

    def __init__(self, said: SourceClaims) -> None:
        self.said = said
        self._lines: list[int] | None = None

    def place(self, start: int, end: int, cell: str | None = None) -> Place:
        if self._lines is None:
            text = self.said.text
            self._lines = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        line = bisect_right(self._lines, start)
        column = start - self._lines[line - 1] + 1
        return Place(self.said.path, self.said.source, start, end, line, column, cell)

    def around(self, start: int, end: int) -> tuple[str, str, str]:
        """The words before, at and after a place, of its own line."""
        text = self.said.text
        before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
        after = text[end : end + _CONTEXT].partition("\n")[0]
        return before, text[start:end], after


def _flagged(text: _Text, row: Mapping[str, Any], about: Ref) -> Finding:
    before, quote, after = text.around(row["start"], row["end"])
    return Finding(
        id=str(row["key"]),
        flag=str(row["flag"]),
        severity=str(row["severity"]),
        reason=str(row["reason"]),
        place=text.place(row["start"], row["end"], row.get("cell")),
        quote=quote,
        before=before,
        after=after,
        readings=tuple(json.loads(one) for one in row.get("candidate_readings") or ()),
        about=about,
    )


def _all(
    found: list[Finding], claims: list[SourceClaims], texts: dict[str, _Text]
) -> list[Finding]:
    """With the differences between documents, without attachments that are another file; by file, the
    heaviest first."""
    named = attachments(claims)
    kept = [
        one
        for one in found
        if one.flag != "missing_attachment"
        or not named.get(attachment_key(one.quote), set()) - {one.place.source}
    ]
    kept += [_difference(one, texts) for one in differences(claims)]
    return sorted(
        kept,
        key=lambda one: (
            one.place.file,
            _SEVERITIES.get(one.severity, 3),
            one.place.start,
            one.flag,
            one.id,
        ),
    )


def _difference(one: Difference, texts: dict[str, _Text]) -> Finding:
    text = texts[one.source]
    before, quote, after = text.around(one.start, one.end)
    key = digest(
        "across", one.flag, one.source, str(one.start), one.other_source, str(one.other_start)
    )
    return Finding(
        id=key,
        flag=one.flag,
        severity=one.severity,
        reason=" / ".join(one.reason),
        place=text.place(one.start, one.end),
        quote=quote,
        before=before,
        after=after,
        readings=one.readings,
        about=one.about,
        other=texts[one.other_source].place(one.other_start, one.other_end),
    )


def read_batch(path: Path) -> Batch:
    """A file as what it would state in a store. Raises UnreadableDocument."""
    from ingest import readers
    from ingest.extract import facts_of
    from ingest.rows import to_batch

    document = readers.read(path)
    return to_batch(document, facts_of(document), [str(path)])
