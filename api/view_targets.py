"""Targets held against the rosters, as pages show them: the words of a state, and the bar.

In: `Progress` of the graph. Out: `TargetView`s. The bar is scaled so that every target stands at 100 and its
end at 130, whatever the number; what is doubted or not listed has words instead of a bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from api import payload
from api.view import coded, number, t
from api.view_facts import Sources
from api.view_words import METRICS
from graph.progress import REASONS, Progress, progress_of_targets
from graph.store import Store
from graph.targets import ABOUT, MET, OVER, SHORT, WITHIN, Asked

#: Where every target stands on its bar, and where the bar ends, in per cent of the target.
GOAL, END = 100.0, 130.0
#: What pages call the states, in the order of their filter: words, and the states that it holds.
STATES: dict[str, tuple[tuple[str, str], frozenset[str]]] = {
    "met": (("已达成", "Met"), frozenset({MET, WITHIN})),
    "short": (("未达成", "Not met"), frozenset({SHORT, OVER})),
    "about": (("约数", "About"), frozenset({ABOUT})),
    "doubtful": (("待核", "To review"), frozenset({"doubtful"})),
    "no_roster": (("无名单", "No roster"), frozenset({"no_roster"})),
    "uncounted": (
        ("不可计", "Not countable"),
        frozenset({"no_type", "no_date", "not_countable"}),
    ),
}


@dataclass(frozen=True)
class Bar:
    """A bar in per cent of the target: how far it is filled, where marks stand, whether what lies beyond the
    first mark is shaded because the target is a ceiling."""

    filled: float
    marks: tuple[float, ...]
    is_ceiling: bool = False
    is_met: bool = False


@dataclass(frozen=True)
class State:
    """A state as a chip: its key in STATES, its words, style and icon."""

    key: str
    words: str
    style: str
    icon: str


@dataclass(frozen=True)
class TargetView:
    """A target with its printed words, its place, the count, the bar or words instead, and the state."""

    progress: Progress
    state: State
    bar: Bar | None
    url: str

    @property
    def id(self) -> str:
        """The target's id."""
        return str(self.progress.target["target_id"])

    @property
    def types(self) -> list[tuple[str, str]]:
        """Ids and names of the types that the text names."""
        target = self.progress.target
        return list(zip(target["named_ids"], target["types"], strict=False))

    @property
    def metric(self) -> str:
        """What is counted."""
        return coded(METRICS, self.progress.target["metric"])

    @property
    def printed(self) -> str:
        """The number as printed."""
        return str(self.progress.target["value_as_printed"] or "")

    @property
    def reviewed(self) -> str:
        """The reading that a person gave, if any."""
        return str(self.progress.target["reviewed_value"] or "")

    @property
    def is_doubtful(self) -> bool:
        """Whether the printed number waits to be reviewed."""
        return self.progress.reason == "doubtful"

    @property
    def words(self) -> str:
        """What stands in the bar's place."""
        reason = self.progress.reason
        if reason == "doubtful":
            return t("数字待核，核定前不比较", "Number to review; not compared before")
        if reason == "no_roster":
            return t("未收到名单，不估算", "No roster, not estimated")
        return t(*REASONS[reason]) if reason else ""

    @property
    def rosters(self) -> int:
        """How many documents the count comes from."""
        return len({step.document_id for step in self.progress.steps})


def targets_held() -> tuple[Progress, ...]:
    """Every target with its progress, kept until the graph changes."""
    return _held(payload.current_store(), payload.graph_version())


@lru_cache(maxsize=4)
def _held(store: Store, _version: tuple[int, str | None]) -> tuple[Progress, ...]:
    return tuple(progress_of_targets(store))


def target_views() -> list[TargetView]:
    """Every target as pages show it."""
    held = targets_held()
    sources = Sources(one.target["source_id"] for one in held)
    return [target_view(one, sources) for one in held]


def target_view(progress: Progress, sources: Sources) -> TargetView:
    """A target as pages show it."""
    target = progress.target
    url = sources.url(target["source_id"], target["start"], target["end"], "target")
    return TargetView(progress, state_of(progress), bar_of(progress), url)


def bar_of(progress: Progress) -> Bar | None:
    """The bar of a target; None where its count is held against nothing."""
    asked, standing, counted = progress.asked, progress.standing, progress.counted
    if asked is None or standing is None or counted is None or asked.of <= 0:
        return None
    is_met = standing.state == MET
    return Bar(_part(counted, asked), _marks(asked), asked.is_ceiling, is_met)


def bar_at(asked: Asked, counted: int) -> Bar:
    """The bar of a count at any number, such as that of a year."""
    return Bar(_part(counted, asked), _marks(asked), asked.is_ceiling)


def _part(counted: float, asked: Asked) -> float:
    return round(min(END, GOAL * counted / asked.of), 2)


def _marks(asked: Asked) -> tuple[float, ...]:
    """A mark at the target; a range has a second one, where it does not lie beyond the bar."""
    second = GOAL * asked.high / asked.of
    return (GOAL, round(second, 2)) if GOAL < second <= END else (GOAL,)


def state_of(progress: Progress) -> State:
    """The chip of a target's state."""
    standing = progress.standing
    if standing is None:
        return _not_held(progress.reason or "not_countable")
    gap = number(abs(standing.gap))
    if standing.state in (MET, WITHIN):
        words = t("已达成", "Met") if standing.state == MET else t("未超上限", "Within limit")
        return State("met", words, "ok", "check")
    if standing.state == OVER:
        return State("short", t(f"超 {gap}", f"{gap} above"), "", "info")
    if standing.state == SHORT:
        return State("short", t(f"差 {gap}", f"{gap} short"), "", "clock")
    return _about(standing.gap, gap)


def _about(gap: int, words: str) -> State:
    """左右 is told by its difference, without a verdict."""
    if gap > 0:
        return State("about", t(f"约差 {words}", f"about {words} short"), "", "clock")
    more = t(f"约多 {words}", f"about {words} more") if gap else t("相当", "about even")
    return State("about", more, "", "info")


def _not_held(reason: str) -> State:
    if reason == "doubtful":
        return State("doubtful", t("待核", "To review"), "warn", "flag")
    if reason == "no_roster":
        return State("no_roster", t("无名单", "No roster"), "", "info")
    return State("uncounted", t("不可计", "Not countable"), "", "info")


def row_of(view: TargetView) -> dict[str, Any]:
    """A target as a row of a file."""
    target, progress = view.progress.target, view.progress
    standing = progress.standing
    said = ("metric", "comparator", "low", "high", "unit", "by_year", "modality", "subtype")
    return {
        "target_id": view.id,
        "document_id": target["document_id"],
        "document": target["document"],
        "types": target["types"],
        **{key: target[key] for key in said},
        "value_as_printed": target["value_as_printed"],
        "flags": target["flags"] or [],
        "reviewed_value": target["reviewed_value"],
        "in_rosters": progress.found,
        "of": progress.of if progress.counted is not None else None,
        "state": view.state.key,
        "missing": standing.gap if standing else None,
        "not_counted": progress.reason,
        "documents_counted": view.rosters,
        "double_records": len(progress.double_records),
        "source_id": target["source_id"],
        "start": target["start"],
        "end": target["end"],
    }


COLUMNS = (
    *(
        "target_id",
        "document_id",
        "document",
        "types",
        "metric",
        "comparator",
        "low",
        "high",
        "unit",
    ),
    *(
        "by_year",
        "modality",
        "subtype",
        "value_as_printed",
        "flags",
        "reviewed_value",
        "in_rosters",
    ),
    *("of", "state", "missing", "not_counted", "documents_counted", "double_records"),
    *("source_id", "start", "end"),
)
