"""What a person decided about a finding of overlap.

A decision is a Judgement about the finding's id, which is made of its two platforms' ids: it outlives
reading files again and their removal. It keeps a digest of each side's facts as they were judged; when
either changes, the finding is open again and says so.
"""

from __future__ import annotations

from graph.overlaps import Decision
from graph.store import Store


def finding_decisions(store: Store) -> dict[str, Decision]:
    """All decisions, by finding."""
    rows = store.read(
        "MATCH (j:Judgement) WHERE j.kind IS NOT NULL "
        "RETURN j.about AS about, j.verdict AS verdict, j.action AS action, j.facts AS facts"
    )
    return {
        row["about"]: Decision(row["verdict"], row["action"], tuple(row["facts"] or ()))
        for row in rows
    }
