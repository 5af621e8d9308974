"""What a comparison of two names or records says: how close they are, what they are to each other, and
why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reason:
    """One ground of a verdict. `weight` is what it adds to the score (below 0: what speaks against);
    `text` says it in words, Chinese first."""

    name: str
    weight: float
    text: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of a comparison: `score` from 0 to 1, higher is closer."""

    score: float
    verdict: str
    reasons: tuple[Reason, ...] = ()

    def as_json(self, id_: str) -> dict[str, Any]:
        """The verdict as an object of the exchange format."""
        return {
            "id": id_,
            "score": round(self.score, 4),
            "verdict": self.verdict,
            "reasons": [
                {"name": r.name, "weight": round(r.weight, 4), "text": r.text} for r in self.reasons
            ],
        }
