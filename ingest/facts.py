"""Facts: what a text says, each with the place where it says so.

The kinds and their keys are the exchange format that `pingtai facts` prints as JSON Lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Kind = Literal[
    "document",
    "section",
    "cites",
    "category",
    "platform_type",
    "definition",
    "target",
    "fields",
    "rule",
    "platform",
    "evaluation",
    "event",
    "flag",
]


@dataclass(frozen=True)
class CellPlace:
    """The table cell of a fact: sheet by name, row and column counted from 1."""

    sheet: str
    row: int
    column: int
    label: str


@dataclass(frozen=True, init=False)
class Fact:
    """One thing that a text says, at `[start:end)` of the text.

    `data` holds the keys of its kind. `spans` are the places of its parts (`hosts`, `field` …), each a
    list of offset pairs, where they are apart from the fact's own place; they become the evidence of
    single relationships.
    """

    kind: Kind
    start: int
    end: int
    rule: str
    data: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    candidate_readings: tuple[Mapping[str, Any], ...] = ()
    cell: CellPlace | None = None
    spans: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)

    def __init__(
        self,
        kind: Kind,
        start: int,
        end: int,
        rule: str,
        data: Mapping[str, Any] | None = None,
        flags: tuple[str, ...] = (),
        candidate_readings: tuple[Mapping[str, Any], ...] = (),
        cell: CellPlace | None = None,
        spans: Mapping[str, list[tuple[int, int]]] | None = None,
    ) -> None:
        # All at once: a text has thousands of facts, and a frozen class sets field by field dearly.
        fields = {
            "kind": kind,
            "start": start,
            "end": end,
            "rule": rule,
            "data": {} if data is None else data,
            "flags": flags,
            "candidate_readings": candidate_readings,
            "cell": cell,
            "spans": {} if spans is None else spans,
        }
        object.__setattr__(self, "__dict__", fields)

    def moved(self, start: int, end: int, spans: Mapping[str, list[tuple[int, int]]]) -> Fact:
        """The same fact with its places in another text."""
        return replace(self, start=start, end=end, spans=spans)

    def as_json(self, file: str, text: str) -> dict[str, Any]:
        """The fact as an object of the exchange format; keys without a value are left out."""
        row: dict[str, Any] = {
            "file": file,
            "fact": self.kind,
            "quote": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "rule": self.rule,
        }
        row |= {key: value for key, value in self.data.items() if value not in (None, [], "")}
        if self.kind == "section":
            row["parent"] = self.spans["parent"][0][0] if self.spans.get("parent") else None
        if self.cell is not None:
            row |= {"sheet": self.cell.sheet, "row": self.cell.row, "column": self.cell.column}
        if self.flags:
            row["flags"] = list(self.flags)
        if self.candidate_readings:
            row["candidate_readings"] = [dict(one) for one in self.candidate_readings]
        return row
