"""All platforms compared, on all cores where they are many.

In: platforms in the order of their ids. Out: how many pairs were compared, and the findings in the order of
their platforms' ids: the same whether in one process or in several. Platforms are parted by province, as
most pairs lie in one; whether two are a pair does not depend on what else there is. One part is compared
here and the others elsewhere; then those that share a key with another part's (a name, a house) are
compared once more, for the pairs that lie across.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import combinations

from graph.overlaps import Finding
from ingest.overlaps.candidates import Doors
from ingest.overlaps.compare import (
    Compared,
    Progress,
    compare_all,
    compare_part,
    uses_splink,
    without_collecting,
)
from ingest.overlaps.known import Known
from ingest.overlaps.worker import comparing
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.platform_profile import province_of

#: So many platforms are worth a process of their own.
_WORTH = 10_000
#: As many platforms are compared here in the time that another process takes to begin.
_HEAD_START = 4_000
#: More processes would have too little to do: a large province is a tenth of all.
_MOST = 8


def findings_among(
    known: Sequence[Known],
    used: OverlapRules,
    changed: set[str] | None = None,
    progress: Progress | None = None,
    processes: int | None = None,
) -> tuple[int, list[Finding]]:
    """How many pairs were compared and the findings among them: pairs in which one is of `changed` (ids;
    None: all). `progress` is told how many pairs were compared. `processes`: by default as many as there
    are cores, as far as the platforms are worth it."""
    if processes is None:
        processes = min(_cores(), _MOST, len(known) // _WORTH)
    with without_collecting():
        if processes < 2 or uses_splink():
            done = compare_all(known, used, changed, progress)
        else:
            done = _in_parts(known, used, changed, progress, processes)
        done.findings.sort(key=lambda one: (one.a, one.b))
    return done.pairs, done.findings


def _cores() -> int:
    """On how many cores this process may run; 1 where it cannot begin another."""
    if not sys.executable:
        return 1
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_parts(
    known: Sequence[Known],
    used: OverlapRules,
    changed: set[str] | None,
    progress: Progress | None,
    processes: int,
) -> Compared:
    parts = _parts(known, processes)
    here, *others = ([known[number] for number in part] for part in parts)
    with ExitStack() as stack:
        elsewhere = [stack.enter_context(comparing(part, used, changed)) for part in others]
        results = [compare_part(here, used, changed, progress)]
        results += [result() for result in elsewhere]
    across = _across(parts, [doors for _, doors in results])
    home = {number: which for which, part in enumerate(parts) for number in part}
    results_across = compare_all(
        [known[number] for number in across],
        used,
        changed,
        kept=lambda i, j: home[across[i]] != home[across[j]],
    )
    every = [results_across, *(compared for compared, _ in results)]
    pairs = sum(one.pairs for one in every)
    if progress is not None:
        progress(pairs)
    return Compared(pairs, [finding for one in every for finding in one.findings])


def _parts(known: Sequence[Known], count: int) -> list[list[int]]:
    """The numbers of the platforms in so many parts, none of which shares a province with another. The
    first is the largest: it is begun at once."""
    provinces: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(known):
        provinces[province_of(one.record)].append(number)
    parts: list[list[int]] = [[] for _ in range(count)]
    sizes = [0, *[min(_HEAD_START, len(known) // (2 * count))] * (count - 1)]
    for numbers in sorted(provinces.values(), key=len, reverse=True):
        least = sizes.index(min(sizes))
        parts[least] += numbers
        sizes[least] += len(numbers)
    return [sorted(part) for which, part in enumerate(parts) if part or which == 0]


def _across(parts: Sequence[Sequence[int]], doors: Sequence[Doors]) -> list[int]:
    """The numbers of the platforms that may be pairs with one of another part."""
    found: set[int] = set()
    for one, other in combinations(zip(parts, doors, strict=True), 2):
        keys = one[1].keyed.keys() & other[1].keyed.keys()
        names = one[1].namesakes.keys() & other[1].namesakes.keys()
        names &= one[1].seeking | other[1].seeking
        for part, door in (one, other):
            found.update(part[number] for key in keys for number in door.keyed[key])
            found.update(part[number] for name in names for number in door.namesakes[name])
    return sorted(found)
