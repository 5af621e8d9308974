"""What the steps of a comparison share: the words of the verdicts and how one is made."""

from __future__ import annotations

from ingest.resolve.verdict import Reason, Verdict

SAME, RELATED, DIFFERENT = "same", "related", "different"


def outcome(verdict: str, score: float, name: str, text: str) -> Verdict:
    """A verdict with one reason that carries the whole score."""
    return Verdict(score, verdict, (Reason(name, score, text),))
