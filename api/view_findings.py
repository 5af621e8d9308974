"""Findings of overlap as pages show them: rows of the queries about findings with their reasons read.

In: rows of `findings`, `finding` and `findings_of_platform`, whose reasons are JSON. Out: `Finding`s, with
the addresses of their pages and the words for their codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from api import payload
from api.view import coded, t, to
from api.view_finding_words import DESIGN, FINDING_KINDS, FINDING_STATUS, SUGGESTIONS, VERDICTS
from graph.pairs import OPEN, REJECTED, REOPENED, WAITING

_ENGLISH = re.compile(r"(?<=[^\x00-\x7f]) ([a-z][a-z' ,:;-]*)$")


@dataclass(frozen=True)
class Reason:
    """One ground of a score; `weight` is what it adds, below 0 what speaks against."""

    name: str
    weight: float
    text: str

    @property
    def zh(self) -> str:
        """The Chinese half of its text; the whole where the halves cannot be told apart."""
        return _parted(self.text)[0]

    @property
    def en(self) -> str:
        """The English half, or nothing."""
        return _parted(self.text)[1]


def _parted(text: str) -> tuple[str, str]:
    """Texts of rules are Chinese with English beside it, in small letters after a space: what may be part
    of a name is never cut off."""
    found = _ENGLISH.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


@dataclass(frozen=True)
class Finding:
    """What a finding says, for a row of a list and for its own page."""

    id: str
    kind: str
    verdict: str
    score: float
    status: str
    action: str
    suggestion: str
    suggestion_for: str
    suggestion_to: str
    ground: str
    rules: str
    #: Ids and names of both platforms; on a platform's page only the other one.
    sides: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a person."""
        return self.status in WAITING and self.kind != DESIGN

    @property
    def url(self) -> str:
        """The address of its page."""
        return to(f"/duplicates/{quote(self.id, safe='')}")

    @property
    def badge(self) -> str:
        """Its kind in two signs."""
        return t("并存", "Rules") if self.kind == DESIGN else self.kind

    @property
    def kind_words(self) -> str:
        """What its kind means."""
        return coded(FINDING_KINDS, self.kind)

    @property
    def status_words(self) -> str:
        """Its state."""
        return coded(FINDING_STATUS, self.status)

    @property
    def verdict_words(self) -> str:
        """What the comparison says."""
        return coded(VERDICTS, self.verdict)

    @property
    def suggestion_words(self) -> str:
        """The suggested action."""
        return coded(SUGGESTIONS, self.suggestion)

    @property
    def action_words(self) -> str:
        """The action that a person decided on."""
        return coded(SUGGESTIONS, self.action)

    @property
    def strongest(self) -> Reason | None:
        """The reason that adds most."""
        return max(self.reasons, key=lambda one: one.weight, default=None)


def finding_of(row: Mapping[str, Any]) -> Finding:
    """A row as a finding."""
    if "other_id" in row:
        sides: tuple[tuple[str, str], ...] = ((row["other_id"], row["other"]),)
    else:
        sides = ((row["a_id"], row["a"]), (row["b_id"], row["b"]))
    return Finding(
        id=row["finding_id"],
        kind=row["kind"],
        verdict=row["verdict"],
        score=row["score"],
        status=row["status"],
        action=row.get("action") or "",
        suggestion=row["suggestion"],
        suggestion_for=row.get("suggestion_for") or "",
        suggestion_to=row.get("suggestion_to") or "",
        ground=row.get("ground") or "",
        rules=row.get("rules") or "",
        sides=sides,
        reasons=reasons_of(row["reasons"]),
        against=reasons_of(row["against"]),
    )


def reasons_of(rows: list[str] | None) -> tuple[Reason, ...]:
    """Reasons as they are kept, heaviest first."""
    read = [json.loads(one) for one in rows or ()]
    found = [Reason(one["name"], one["weight"], one["text"]) for one in read]
    return tuple(sorted(found, key=lambda one: -abs(one.weight)))


def of_platform(platform_id: str) -> list[Finding]:
    """The findings about a platform, the highest score first; what was rejected or is provided for comes
    last."""
    rows = payload.kept("findings_of_platform", platform_id=platform_id)
    found = [finding_of(row) for row in rows]
    return sorted(found, key=lambda one: (one.kind == DESIGN, one.status == REJECTED))


def waiting(most: int) -> tuple[list[Finding], int]:
    """The findings that wait for a person, those that are open again first; and how many there are."""
    shown: list[Finding] = []
    total = 0
    for status in (REOPENED, OPEN):
        rows = payload.kept("findings", status=status, limit=most)
        total += rows[0]["total"] if rows else 0
        shown += [finding_of(row) for row in rows]
    return shown[:most], total
