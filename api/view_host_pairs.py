"""The page of hosts that may be one unit under two names: pairs with their reasons and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

from api import payload
from api.view import coded, t, to
from api.view_finding_filters import Choice
from api.view_finding_words import FINDING_STATUS
from api.view_findings import Reason, reasons_of
from api.view_lists import PAGE, Paging, whole
from graph.decisions import list_decisions
from graph.errors import BadParameter
from graph.pairs import SAME_HOST, WAITING

PATH = "/hosts/review"
_WAITING = "waiting"
#: State in addresses -> words.
_STATES: dict[str, tuple[str, str]] = {
    _WAITING: ("待核", "To review"),
    "accepted": ("同一单位", "One unit"),
    "rejected": ("不是同一单位", "Two units"),
    "deferred": FINDING_STATUS["deferred"],
    "all": ("全部", "All"),
}


@dataclass(frozen=True)
class Side:
    """One of the two hosts."""

    id: str
    name: str
    platforms: int


@dataclass(frozen=True)
class HostPairRow:
    """A pair on the page; `reviewer` and `on` are empty where nobody has decided."""

    id: str
    score: float
    status: str
    status_words: str
    sides: tuple[Side, Side]
    reasons: tuple[Reason, ...]
    reviewer: str
    on: str
    note: str

    @property
    def why(self) -> str:
        """The strongest reason in words."""
        if not self.reasons:
            return ""
        reason = max(self.reasons, key=lambda one: one.weight)
        return t(reason.zh, reason.text)


@dataclass(frozen=True)
class HostPairList:
    """A page of pairs."""

    rows: list[HostPairRow]
    paging: Paging
    states: list[Choice]
    status: str

    def url(self, after: int | None = None) -> str:
        """The address of the page that begins after so many rows."""
        return _url(self.status, after)

    def file(self, suffix: str) -> str:
        """The address of all rows of this state as a file of the API."""
        status = {} if self.status == "all" else {"status": self.status}
        return to(f"/api/v1/host-pairs.{suffix}", **status)


def host_pair_list(args: MultiDict[str, str]) -> HostPairList:
    """The page that an address asks for: those that wait unless `status` says otherwise. Raises
    BadParameter."""
    status, after = args.get("status", _WAITING), whole(args, "after")
    if status not in _STATES:
        raise BadParameter(
            f"状态应为 {'、'.join(_STATES)} 之一，不是 {status}。",
            f"The state is one of {', '.join(_STATES)}, not {status}.",
        )
    wanted = "" if status == "all" else status
    rows = payload.kept("host_pairs", status=wanted, skip=after, limit=PAGE)
    decided = {
        row["about"]: row
        for row in list_decisions(payload.current_store())
        if row["kind"] == SAME_HOST
    }
    return HostPairList(
        rows=[_row(row, decided.get(row["pair_id"])) for row in rows],
        paging=Paging(after, len(rows), rows[0]["total"] if rows else 0),
        states=[
            Choice(state, t(*words), None, _url(state), state == status)
            for state, words in _STATES.items()
        ],
        status=status,
    )


def pairs_waiting() -> int:
    """How many pairs of hosts wait for a person."""
    rows = payload.kept("host_pairs", status=_WAITING, limit=1)
    return int(rows[0]["total"]) if rows else 0


def names_that_may_be_its(host_id: str) -> list[HostPairRow]:
    """The pairs of a host, those that wait first."""
    rows = [_row(row, None) for row in payload.kept("host_pairs", host_id=host_id)]
    return sorted(rows, key=lambda row: row.status not in WAITING)


def _url(status: str, after: int | None = None) -> str:
    return to(PATH, status=None if status == _WAITING else status, after=after or None)


def anchor(pair_id: str) -> str:
    """What follows # in the address of a pair's row."""
    return quote(pair_id, safe="")


def _row(row: dict[str, Any], decision: dict[str, Any] | None) -> HostPairRow:
    return HostPairRow(
        id=row["pair_id"],
        score=row["score"],
        status=row["status"],
        status_words=coded({**FINDING_STATUS, **_STATES}, row["status"]),
        sides=(
            Side(row["a_id"], row["a"], row["a_platforms"]),
            Side(row["b_id"], row["b"], row["b_platforms"]),
        ),
        reasons=tuple(reasons_of(row["reasons"])),
        reviewer=decision["reviewer"] if decision else "",
        on=decision["decided_on"][:10] if decision else "",
        note=(decision["note"] or "") if decision else "",
    )
