"""Pairs of nodes that a person judges: platforms that overlap, hosts that may be one unit.

In: two ids of one label. Out: the id of the pair, made of theirs, so that the same pair has the same id in
every run, whatever the order, and the id leads back to both. A judgement is about that id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.ids import prefix_of

OPEN, ACCEPTED, REJECTED, DEFERRED, REOPENED = (
    "open",
    "accepted",
    "rejected",
    "deferred",
    "reopened",
)
#: What waits for a person.
WAITING = (OPEN, REOPENED)
#: `Judgement.kind` of decisions about two hosts; those about findings have the finding's kind.
SAME_HOST = "host"


@dataclass(frozen=True)
class PairKind:
    """What two nodes may be to each other: the prefix of the pair's id, their label, and the relationship
    that keeps it."""

    prefix: str
    label: str
    relationship: str

    def id(self, a: str, b: str) -> str:
        """The id of the pair of two nodes, whichever comes first."""
        label = prefix_of(self.label)
        first, second = (one.removeprefix(f"{label}-") for one in sorted((a, b)))
        return f"{self.prefix}-{first}-{second}"


OVERLAP = PairKind("overlap", "Platform", "OVERLAPS_WITH")
HOSTS = PairKind("hosts", "HostUnit", "LIKELY_SAME_AS")
_KINDS = {kind.prefix: kind for kind in (OVERLAP, HOSTS)}


@dataclass
class Decision:
    """What a person decided about a pair, as far as its state goes."""

    verdict: str
    action: str | None
    facts: tuple[str, ...] = field(default_factory=tuple)


def pair_of(id_: str) -> tuple[PairKind, tuple[str, str]] | None:
    """What a pair's id is about and the ids of its two nodes; None for what is no such id."""
    prefix, _, rest = id_.partition("-")
    first, dash, second = rest.partition("-")
    kind = _KINDS.get(prefix)
    if kind is None or not dash or not first or not second:
        return None
    label = prefix_of(kind.label)
    return kind, (f"{label}-{first}", f"{label}-{second}")


def status_of(decision: Decision | None, facts: Sequence[str]) -> str:
    """The state of a pair: open without a decision, and reopened where either side's facts are no longer
    those that were judged."""
    if decision is None:
        return OPEN
    return decision.verdict if tuple(decision.facts) == tuple(facts) else REOPENED
