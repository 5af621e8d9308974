"""Bringing the findings up to date: only for what has changed since the last time.

Every platform keeps a digest of what it was last compared as: its facts and the rules. Where that differs
from today's, the platform is compared again with all it may overlap; what has not changed is not
touched. So a new roster recomputes what it touches, a changed rule everything, and the order in which
sources came does not show. Where no platform and no rule has changed nothing is read at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.decisions import follow_merged, pair_decisions
from graph.host_pairs import replace_host_pairs
from graph.ids import digest
from graph.overlaps import Finding, begin_findings, end_findings, findings_stand, replace_findings
from graph.store import Store
from ingest.lexicons import rules_version
from ingest.overlaps.compare import Progress
from ingest.overlaps.host_pairs import host_pairs
from ingest.overlaps.parts import findings_among
from ingest.overlaps.snapshot import read_platforms
from ingest.overlaps.structure import refresh_structure
from ingest.resolve.overlap_rules import rules


@dataclass(frozen=True)
class Refreshed:
    """How many platforms were compared anew, pairs that were looked at, and findings made."""

    changed: int
    compared: int
    findings: int


def refresh(store: Store, progress: Progress | None = None) -> Refreshed:
    """Compute the findings of every platform that is not what it was compared as. `progress` is told how
    many pairs were compared."""
    used = rules()
    stamp = f"{used.version} {rules_version()}"
    if findings_stand(store, stamp):
        return Refreshed(0, 0, 0)
    with store.loading_turn():
        claim = begin_findings(store)
    known = read_platforms(store)
    compared_as = {
        one.id: wanted
        for one in known.values()
        if (wanted := digest(one.facts, stamp)) != one.compared_as
    }
    compared, found = 0, list[Finding]()
    if compared_as:
        compared, found = findings_among(list(known.values()), used, set(compared_as), progress)
    with store.loading_turn():
        decisions = pair_decisions(store)
        if compared_as:
            replace_findings(store, found, compared_as, decisions)
            follow_merged(store, {one.id: one.facts for one in known.values()})
        replace_host_pairs(store, host_pairs(known.values()), decisions)
        end_findings(store, claim, stamp)
    refresh_structure(store)
    return Refreshed(len(compared_as), compared, len(found))
