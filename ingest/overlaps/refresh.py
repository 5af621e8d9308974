"""Bringing the findings up to date: only for what has changed since the last time.

Every platform keeps a digest of what it was last compared as: its facts and the rules. Where that differs
from today's, the platform is compared again with all it may overlap; what has not changed is not
touched. So a new roster recomputes what it touches, a changed rule everything, and the order in which
sources came does not show. Where no platform and no rule has changed nothing is read at all.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from graph.decisions import finding_decisions, follow_merged
from graph.errors import BadParameter
from graph.ids import digest
from graph.overlaps import Finding, begin_findings, end_findings, findings_stand, replace_findings
from graph.store import Store
from ingest.lexicons import rules_version
from ingest.overlaps import splink_pairs
from ingest.overlaps.candidates import candidates
from ingest.overlaps.findings import finding
from ingest.overlaps.snapshot import Known, read_platforms
from ingest.overlaps.structure import refresh_structure
from ingest.resolve.overlap_rules import OverlapRules, rules
from ingest.resolve.platform_profile import Profile, profile

VARIABLE = "PINGTAI_PAIRS"
Progress = Callable[[int], None]
_Pairs = Callable[
    [Sequence[Profile], OverlapRules, Collection[int] | None], Iterator[tuple[int, int]]
]


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
        if compared_as:
            replace_findings(store, found, compared_as, finding_decisions(store))
            follow_merged(store, {one.id: one.facts for one in known.values()})
        end_findings(store, claim, stamp)
    refresh_structure(store)
    return Refreshed(len(compared_as), compared, len(found))


def findings_among(
    known: list[Known],
    used: OverlapRules,
    changed: set[str] | None = None,
    progress: Progress | None = None,
) -> tuple[int, list[Finding]]:
    """How many pairs were compared, and the findings among them; `changed` as for `compare_all`."""
    compared = 0
    found: list[Finding] = []
    with _without_collecting():
        for result in compare_all(known, used, changed):
            compared += 1
            if result is not None:
                found.append(result)
            if progress is not None and compared % 1000 == 0:
                progress(compared)
    return compared, found


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Comparing makes millions of objects that live on and no circles among them: looking for circles
    again and again would cost a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compare_all(
    known: list[Known], used: OverlapRules, changed: set[str] | None = None
) -> Iterator[Finding | None]:
    """Every candidate pair compared, in which one is of `changed` (ids; None: all). `known` is in the order
    of ids."""
    profiles = [profile(one.record) for one in known]
    numbers = None
    if changed is not None and len(changed) < len(known):
        numbers = {number for number, one in enumerate(known) if one.id in changed}
    for i, j in _pairs_of()(profiles, used, numbers):
        yield finding(known[i], known[j], profiles[i], profiles[j], used)


def _pairs_of() -> _Pairs:
    """What gives the candidate pairs: our own way, or Splink's where PINGTAI_PAIRS says so."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted in ("", "builtin"):
        return candidates
    if wanted == "splink":
        return splink_pairs.pairs
    raise BadParameter(
        f"{VARIABLE}={wanted} 不认识：builtin 或 splink。",
        f"{VARIABLE}={wanted} is not known: builtin or splink.",
    )
