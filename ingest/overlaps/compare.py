"""Some platforms compared among themselves, in this process.

In: platforms in the order of their ids. Out: how many pairs were compared, and the findings among them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph.errors import BadParameter
from graph.overlaps import Finding
from ingest.overlaps import splink_pairs
from ingest.overlaps.candidates import Blocks, Doors, candidates
from ingest.overlaps.findings import finding
from ingest.overlaps.known import Known
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.platform_profile import Profile, profile

VARIABLE = "PINGTAI_PAIRS"
Progress = Callable[[int], None]
#: So many pairs are compared before it is told again how many there are.
_STEP = 1000


@dataclass
class Compared:
    """So many pairs were compared, with these findings."""

    pairs: int = 0
    findings: list[Finding] = field(default_factory=list)


def compare_all(
    known: Sequence[Known],
    used: OverlapRules,
    changed: Collection[str] | None = None,
    progress: Progress | None = None,
    kept: Callable[[int, int], bool] | None = None,
) -> Compared:
    """Compare every candidate pair in which one is of `changed` (ids; None: all) and that `kept` does not
    leave out. `progress` is told how many pairs were compared."""
    profiles = [profile(one.record) for one in known]
    pairs_of = splink_pairs.pairs if uses_splink() else candidates
    pairs = pairs_of(profiles, used, _numbers(known, changed))
    if kept is not None:
        pairs = ((i, j) for i, j in pairs if kept(i, j))
    return _compared(known, profiles, pairs, used, progress)


def compare_part(
    known: Sequence[Known],
    used: OverlapRules,
    changed: Collection[str] | None = None,
    progress: Progress | None = None,
) -> tuple[Compared, Doors]:
    """The same for a part of all platforms, with the doors that lead out of it."""
    profiles = [profile(one.record) for one in known]
    blocks = Blocks(profiles, used)
    pairs = blocks.pairs(_numbers(known, changed))
    return _compared(known, profiles, pairs, used, progress), blocks.doors()


def _numbers(known: Sequence[Known], changed: Collection[str] | None) -> set[int] | None:
    if changed is None or all(one.id in changed for one in known):
        return None
    return {number for number, one in enumerate(known) if one.id in changed}


def _compared(
    known: Sequence[Known],
    profiles: Sequence[Profile],
    pairs: Iterator[tuple[int, int]],
    used: OverlapRules,
    progress: Progress | None,
) -> Compared:
    done = Compared()
    for i, j in pairs:
        found = finding(known[i], known[j], profiles[i], profiles[j], used)
        if found is not None:
            done.findings.append(found)
        done.pairs += 1
        if progress is not None and done.pairs % _STEP == 0:
            progress(done.pairs)
    return done


def uses_splink() -> bool:
    """Whether PINGTAI_PAIRS asks for Splink. Raises BadParameter for what is neither that nor `builtin`."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted in ("", "builtin", "splink"):
        return wanted == "splink"
    raise BadParameter(
        f"{VARIABLE}={wanted} 不认识：builtin 或 splink。",
        f"{VARIABLE}={wanted} is not known: builtin or splink.",
    )


@contextmanager
def without_collecting() -> Iterator[None]:
    """Comparing makes millions of objects that live on and no circles among them: looking for circles
    again and again would cost a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # All that is new goes to the old ones at once: else the next thing made has all of it looked at.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
