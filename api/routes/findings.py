"""The list of findings, a finding's page, and the form by which a person judges it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from api import access, forms, payload
from api.view import to
from api.view_finding_list import finding_file, finding_list
from api.view_finding_page import accept_words, pair_page
from api.view_lists import PAGE
from graph.decisions import record_decision, withdraw_decision
from graph.errors import BadParameter, PingtaiError
from graph.merges import redirects
from graph.model import ACTIONS
from ingest.overlaps import refresh

findings = Blueprint("findings", __name__)

_UNDO = "undo"
_REVIEWER = "reviewer"
_YEAR_SECONDS = 365 * 24 * 3600
_LONGEST = {"reviewer": 80, "note": 2000}


@findings.get("/duplicates")
def listed() -> str:
    """Findings of overlap and duplicate construction."""
    return _render("duplicates.html", list=finding_list(request.args), page_size=PAGE)


@findings.get("/duplicates.<any(json,csv):suffix>")
def file(suffix: str) -> Response:
    """The same findings as a file."""
    return finding_file(suffix, request.args)


@findings.get("/duplicates/<finding_id>")
def pair(finding_id: str) -> Response:
    """One finding, both sides beside each other."""
    reviewer = unquote(request.cookies.get(_REVIEWER, ""))
    return _pair(finding_id, {"reviewer": reviewer}, None)


@findings.post("/duplicates/<finding_id>")
def decide(finding_id: str) -> AnyResponse:
    """Keep or take back what a person decided; then the finding's page again."""
    given = {name: request.form.get(name, "").strip() for name in ("reviewer", "note", "action")}
    verdict = request.form.get("verdict", "")
    try:
        forms.check_post(finding_id)
        _check(given)
        _decide(finding_id, verdict, given)
    except (forms.StaleForm, BadParameter) as error:
        return _pair(finding_id, given, error)
    answer = redirect(to(f"/duplicates/{quote(finding_id, safe='')}"), 303)
    if given["reviewer"]:
        answer.set_cookie(
            _REVIEWER,
            quote(given["reviewer"]),
            max_age=_YEAR_SECONDS,
            httponly=True,
            samesite="Strict",
        )
    return answer


def _check(given: dict[str, str]) -> None:
    for name, most in _LONGEST.items():
        if len(given[name]) > most:
            raise BadParameter(
                f"{name} 最多 {most} 个字符。", f"{name} has at most {most} characters."
            )


def _decide(finding_id: str, verdict: str, given: dict[str, str]) -> None:
    store = payload.current_store()
    before = redirects(store)
    if verdict == _UNDO:
        withdraw_decision(store, finding_id)
    else:
        action, note = given["action"] or None, given["note"] or None
        reviewer = access.decider(given["reviewer"])
        record_decision(store, finding_id, verdict, reviewer, action, note)
    # The decision shows on the finding at once; only records made one, or parted, are compared anew.
    if redirects(store) != before:
        refresh(store)


def _pair(finding_id: str, given: dict[str, str], problem: PingtaiError | None) -> Response:
    page = pair_page(finding_id)
    may_write = forms.may_write()
    html = _render(
        "finding.html",
        page=page,
        given=given,
        problem=problem,
        actions=ACTIONS,
        accept=accept_words(page.finding),
        token=forms.token(finding_id) if may_write else "",
    )
    answer = make_response(html, problem.status if problem else 200)
    return forms.keep_nonce(answer) if may_write else answer


def _render(template: str, **values: Any) -> str:
    updated = payload.graph_version()[1]
    return render_template(template, section="duplicates", updated_at=updated, **values)
