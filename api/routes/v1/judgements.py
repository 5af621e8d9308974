"""What persons decided about findings, and about hosts that may be one unit."""

from __future__ import annotations

from typing import Any, Literal

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from api import access, payload
from api.asked import Asked, AskedAsOf, Text, asked, body, takes, takes_body
from api.asof import decided_by_then
from graph.decisions import list_decisions, record_decision, withdraw_decision
from graph.errors import NotFound
from graph.model import ACTIONS
from graph.pairs import HOSTS, OVERLAP, PairKind, pair_of
from ingest.overlaps.refresh import refresh

_SCOPE = "review"
_SHOWN = (
    *("id", "about", "kind", "verdict", "action", "reviewer", "decided_on", "note"),
    *("members", "member_names", "state"),
)


class HostJudgementAsked(Asked):
    """A decision about two host units: accepted, they are one; rejected, they are two."""

    verdict: Literal["accepted", "rejected", "deferred"]
    note: Text | None = Field(None, max_length=2000)
    reviewer: Text | None = Field(
        None, max_length=80, description="A token with a name decides in that name."
    )


class JudgementAsked(HostJudgementAsked):
    """A decision about a finding; accepting needs an action."""

    action: Text | None = Field(None, description="、".join(ACTIONS), max_length=80)


class Judgement(BaseModel):
    """A decision that stands; `state` is `reopened` where facts have changed since a merge."""

    id: str
    about: str
    kind: str
    verdict: str
    action: str | None
    reviewer: str
    decided_on: str
    note: str | None
    members: list[str]
    member_names: list[str]
    state: str | None


class Judgements(BaseModel):
    """All decisions, oldest first."""

    total: int
    items: list[Judgement]


def add_to(v1: APIBlueprint) -> None:
    """Add the routes."""

    @v1.get("/judgements")
    @takes(AskedAsOf)
    @v1.output(Judgements)
    def judgements() -> dict[str, Any]:
        """全部判定；带 asof 时只列那时已作出的。 All decisions, or those made by then, oldest first."""
        asked(AskedAsOf)
        rows = decided_by_then([_shown(row) for row in list_decisions(payload.current_store())])
        return {"total": len(rows), "items": rows}

    @v1.post("/findings/<finding_id>/judgement")
    @takes_body(JudgementAsked)
    @v1.output(Judgement, status_code=201)
    @v1.doc(responses={403: "Another scope is needed."}, security="token")
    def judge(finding_id: str) -> dict[str, Any]:
        """判定一条发现。 Decide about a finding; the decision before is replaced."""
        access.require(_SCOPE)
        given = body(JudgementAsked)
        return _decide(OVERLAP, finding_id, given, given.action or None)

    @v1.delete("/findings/<finding_id>/judgement")
    @v1.output({}, status_code=204)
    @v1.doc(responses={403: "Another scope is needed."}, security="token")
    def take_back(finding_id: str) -> str:
        """撤回判定。 Take a decision back: the finding is open again."""
        access.require(_SCOPE)
        return _take_back(OVERLAP, finding_id)

    @v1.post("/host-pairs/<pair_id>/judgement")
    @takes_body(HostJudgementAsked)
    @v1.output(Judgement, status_code=201)
    @v1.doc(responses={403: "Another scope is needed."}, security="token")
    def judge_hosts(pair_id: str) -> dict[str, Any]:
        """判定两个依托单位是否同一单位。 Decide whether two host units are one."""
        access.require(_SCOPE)
        return _decide(HOSTS, pair_id, body(HostJudgementAsked), None)

    @v1.delete("/host-pairs/<pair_id>/judgement")
    @v1.output({}, status_code=204)
    @v1.doc(responses={403: "Another scope is needed."}, security="token")
    def take_back_hosts(pair_id: str) -> str:
        """撤回对依托单位的判定。 Take a decision about two host units back."""
        access.require(_SCOPE)
        return _take_back(HOSTS, pair_id)


def _decide(
    kind: PairKind, about: str, given: HostJudgementAsked, action: str | None
) -> dict[str, Any]:
    _check_kind(kind, about)
    store = payload.current_store()
    reviewer = access.decider(given.reviewer)
    record_decision(store, about, given.verdict, reviewer, action, given.note or None)
    refresh(store)
    return next(_shown(row) for row in list_decisions(store) if row["about"] == about)


def _take_back(kind: PairKind, about: str) -> str:
    _check_kind(kind, about)
    store = payload.current_store()
    withdraw_decision(store, about)
    refresh(store)
    return ""


def _check_kind(kind: PairKind, about: str) -> None:
    pair = pair_of(about)
    if pair is None or pair[0] is not kind:
        raise NotFound(f"没有 {about}。", f"There is no {about}.")


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in _SHOWN}
