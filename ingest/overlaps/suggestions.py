"""What may be done about a finding, in the plan's own terms: 撤销, 合并, 转建, 保留并明确分工.

The rules file lists the cases in order; the first that applies decides. Evaluation results go first, as
plans say: who fails is put right, then withdrawn; then types that are not to be built any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.overlaps.known import Closing, Known
from ingest.resolve.overlap_rules import OverlapRules


@dataclass(frozen=True)
class Advice:
    """What is suggested, on what ground, for which platform (None: both), and to become which type."""

    action: str
    ground: str
    platform: str | None = None
    to: str | None = None


@dataclass(frozen=True)
class _Case:
    """A finding that waits for advice; `failing` words say that an evaluation was not passed."""

    kind: str
    verdict: str
    sides: tuple[Known, Known]
    failing: frozenset[str]


def suggest(kind: str, verdict: str, a: Known, b: Known, used: OverlapRules) -> Advice:
    """The first case of the rules that applies; the rules end with one that always does."""
    case = _Case(kind, verdict, (a, b), used.failing)
    for row in used.suggestions:
        grounds = _TESTS[row.when](case)
        if grounds is not None:
            platform, found, to = grounds
            return Advice(row.action, f"{row.text}{found}", platform, to)
    raise AssertionError("the rules end with a case that always applies")


_Ground = tuple[str | None, str, str | None]


def _failed_twice(case: _Case) -> _Ground | None:
    for side in case.sides:
        last = [result for _, result in side.grades[-2:]]
        if len(last) == 2 and all(result in case.failing for result in last):
            return side.id, f"：{side.name}，{_grades(side, 2)}", None
    return None


def _failed(case: _Case) -> _Ground | None:
    for side in case.sides:
        if side.grades and side.grades[-1][1] in case.failing:
            return side.id, f"：{side.name}，{_grades(side, 1)}", None
    return None


def _grades(side: Known, count: int) -> str:
    shown = [f"{year}年{result}" if year else result for year, result in side.grades[-count:]]
    return "、".join(shown)


def _closed(case: _Case) -> _Ground | None:
    """One side is of a type that is not to be built any more; where both are, both are to change."""
    closed = [side for side in case.sides if side.closings]
    if not closed:
        return None
    rules = sorted(
        (rule for side in closed for rule in side.closings),
        key=lambda rule: (rule.to is None, rule.type, rule.to or ""),
    )
    platform = closed[0].id if len(closed) == 1 else None
    return platform, f"：{_closing(rules[0])}", rules[0].to


def _closing(rule: Closing) -> str:
    words = f"{rule.type}转建为{rule.to}" if rule.to else f"不再新建{rule.type}"
    return f"{words}（《{rule.document}》）" if rule.document else words


def _of_kind(kind: str) -> Callable[[_Case], _Ground | None]:
    return lambda case: (None, "", None) if case.kind == kind else None


def _of_verdict(verdict: str) -> Callable[[_Case], _Ground | None]:
    return lambda case: (None, "", None) if case.verdict == verdict else None


_TESTS: dict[str, Callable[[_Case], _Ground | None]] = {
    "design": _of_kind("design"),
    "same_record": _of_verdict("same_record"),
    "failed_twice": _failed_twice,
    "failed": _failed,
    "type_closed": _closed,
    "duplicate_construction": _of_verdict("duplicate_construction"),
    "D1": _of_kind("D1"),
    "D2": _of_kind("D2"),
    "D3": _of_kind("D3"),
    "always": lambda _case: (None, "", None),
}
