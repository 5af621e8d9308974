"""What persons decided about findings."""

from __future__ import annotations

from typing import Any, Literal

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from api import access, payload
from api.asked import Asked, AskedAsOf, Text, asked, body, takes, takes_body
from api.asof import decided_by_then
from graph.decisions import list_decisions, record_decision, withdraw_decision
from graph.model import ACTIONS
from ingest.overlaps import refresh

_SCOPE = "review"
_SHOWN = (
    *("id", "about", "kind", "verdict", "action", "reviewer", "decided_on", "note"),
    *("members", "member_names", "state"),
)


class JudgementAsked(Asked):
    """A decision about a finding; accepting needs an action."""

    verdict: Literal["accepted", "rejected", "deferred"]
    action: Text | None = Field(None, description="、".join(ACTIONS), max_length=80)
    note: Text | None = Field(None, max_length=2000)
    reviewer: Text | None = Field(
        None, max_length=80, description="A token with a name decides in that name."
    )


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
        store = payload.current_store()
        action, note = given.action or None, given.note or None
        reviewer = access.decider(given.reviewer)
        record_decision(store, finding_id, given.verdict, reviewer, action, note)
        refresh(store)
        return next(_shown(row) for row in list_decisions(store) if row["about"] == finding_id)

    @v1.delete("/findings/<finding_id>/judgement")
    @v1.output({}, status_code=204)
    @v1.doc(responses={403: "Another scope is needed."}, security="token")
    def take_back(finding_id: str) -> str:
        """撤回判定。 Take a decision back: the finding is open again."""
        access.require(_SCOPE)
        store = payload.current_store()
        withdraw_decision(store, finding_id)
        refresh(store)
        return ""


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in _SHOWN}
