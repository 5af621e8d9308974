"""Two platforms compared, as a finding or none.

D1: one host (or hosts that belong together), same or near field, one type and level. D2: the same across
types or levels. D3: different hosts in one region with fields that touch. D4: one platform recorded
twice. What the rules themselves provide for (ladders, branches, many hosts) is kept too, as of kind
`design`, to be shown and not to be acted upon; what is no more overlaps with nothing.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from graph.overlaps import Finding
from ingest.overlaps.known import Known
from ingest.overlaps.suggestions import suggest
from ingest.resolve.closeness import closeness, is_one_wording
from ingest.resolve.compare_platforms import (
    BY_DESIGN,
    OVERLAP,
    SAME_RECORD,
    compare_if_shown,
)
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.platform_pair import are_strangers
from ingest.resolve.platform_profile import Profile, may_meet
from ingest.resolve.verdict import Reason, Verdict

D1, D2, D3, D4, DESIGN = "D1", "D2", "D3", "D4", "design"
_ONE_HOUSE = frozenset({"host_same", "host_related"})


def finding(
    a: Known, b: Known, mine: Profile, theirs: Profile, used: OverlapRules
) -> Finding | None:
    """The finding about two platforms; `a.id` < `b.id`."""
    can_meet = may_meet(mine, theirs) and _are_alike(mine, theirs)
    if not can_meet and are_strangers(mine, theirs):
        return None  # most pairs end here, before anything is said about them
    verdict = compare_if_shown(mine, theirs, used)
    if verdict is None or verdict.score < used.review_line:
        return None
    if (a.is_gone or b.is_gone) and verdict.verdict != SAME_RECORD:
        return None
    kind = kind_of(verdict)
    if not _is_shown(kind, verdict, mine, theirs, used):
        return None
    advice = suggest(kind, verdict.verdict, a, b, used)
    return Finding(
        a=a.id,
        b=b.id,
        kind=kind,
        verdict=verdict.verdict,
        score=verdict.score,
        reasons=tuple(map(_object, (r for r in verdict.reasons if r.weight >= 0))),
        against=tuple(map(_object, (r for r in verdict.reasons if r.weight < 0))),
        suggestion=advice.action,
        ground=advice.ground,
        facts=(a.facts, b.facts),
        rules=used.version,
        suggestion_for=advice.platform,
        suggestion_to=advice.to,
    )


def kind_of(verdict: Verdict) -> str:
    """D1 to D4 or by design, by what the verdict rests on."""
    if verdict.verdict == BY_DESIGN:
        return DESIGN
    names = {reason.name for reason in verdict.reasons}
    if verdict.verdict == SAME_RECORD:
        return D4
    if not names & _ONE_HOUSE:
        return D3
    return D1 if "type_same" in names and "level_same" in names else D2


def _is_shown(
    kind: str, verdict: Verdict, mine: Profile, theirs: Profile, used: OverlapRules
) -> bool:
    """Whether an overlap is put before a person: what is only partly the same field must be more so
    between strangers (D3) or across types (D2) than of one type at one host (D1)."""
    names = {reason.name for reason in verdict.reasons}
    if verdict.verdict != OVERLAP or "precedent" in names:
        return True
    if kind == D3 and not _are_alike(mine, theirs):
        return False
    if "field_partial" not in names:
        return True
    least = {D1: used.within, D2: used.across, D3: used.strangers}[kind]
    if _wording_in_common(mine.own, theirs.own) >= least["wording"]:
        return True
    close = closeness(mine.field, theirs.field)
    return all(getattr(close, name) >= least[name] for name in ("strongest", "subjects", "work"))


def _are_alike(mine: Profile, theirs: Profile) -> bool:
    """Whether platforms are of one level, and of one type or of one function and in the very same field:
    what strangers' must be."""
    if mine.rank != theirs.rank and None not in (mine.rank, theirs.rank):
        return False
    if mine.type_id == theirs.type_id:
        return True
    if not mine.band or mine.band != theirs.band or mine.is_bare or theirs.is_bare:
        return False
    return is_one_wording(mine.field, theirs.field)


def _wording_in_common(one: str, other: str) -> float:
    """The runs of characters that two fields share in one order, as part of both (0 to 1)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _object(reason: Reason) -> dict[str, str | float]:
    return {"name": reason.name, "weight": round(reason.weight, 4), "text": reason.text}
