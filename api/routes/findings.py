"""The queue of findings with the pair that is reviewed, the form by which a person judges it, and the
table and files of findings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from api import access, forms, payload
from api.routes.reviewing import check_lengths, remember_reviewer, reviewer_before
from api.view_finding_filters import filters_of
from api.view_finding_list import finding_file, finding_list, merged_pairs
from api.view_finding_page import accept_words, judgement_of, pair_page, quick_notes
from api.view_queue import queue_of
from graph.decisions import record_decision, withdraw_decision
from graph.errors import BadParameter, PingtaiError
from graph.merges import redirects
from graph.model import ACTIONS
from ingest.overlaps.refresh import refresh

findings = Blueprint("findings", __name__)

_UNDO = "undo"


@findings.get("/duplicates")
def queue() -> AnyResponse:
    """The queue with the first pair that waits; with `as=table`, all findings as a table."""
    if request.args.get("as") == "table":
        listed = finding_list(request.args)
        return make_response(_render("duplicates_table.html", list=listed))
    if chosen := request.args.get("pair"):
        return redirect(filters_of(request.args).pair_url(chosen))
    return _queue(None)


@findings.get("/duplicates.<any(json,csv,xlsx):suffix>")
def file(suffix: str) -> Response:
    """The same findings as a file."""
    return finding_file(suffix, request.args)


@findings.get("/duplicates/<finding_id>")
def pair(finding_id: str) -> Response:
    """One finding, both sides beside each other, and the queue that it stands in."""
    return _queue(finding_id)


@findings.post("/duplicates/<finding_id>")
def decide(finding_id: str) -> AnyResponse:
    """Keep or take back what a person decided. After a decision the next pair that waits is shown, with
    a line on what was done; after taking one back, that pair."""
    given = {name: request.form.get(name, "").strip() for name in ("reviewer", "note", "action")}
    verdict = request.form.get("verdict", "")
    queue = queue_of(request.args, finding_id)
    try:
        forms.check_post(finding_id)
        check_lengths(given)
        _decide(finding_id, verdict, given)
    except (forms.StaleForm, BadParameter) as error:
        return _queue(finding_id, given, error)
    following = None if verdict == _UNDO else queue.waiting
    if following is None:
        following = queue.url(finding_id)
    if verdict != _UNDO:
        following += f"{'&' if '?' in following else '?'}{urlencode({'judged': finding_id})}"
    answer = redirect(following, 303)
    remember_reviewer(answer, given["reviewer"])
    return answer


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


def _queue(
    finding_id: str | None,
    given: dict[str, str] | None = None,
    problem: PingtaiError | None = None,
) -> Response:
    """The page with a pair; `given` is what was sent with a form that could not be taken."""
    queue = queue_of(request.args, finding_id)
    page = pair_page(queue.shown) if queue.shown else None
    judged = request.args.get("judged", "")
    may_write = forms.may_write()
    html = _render(
        "duplicates.html",
        queue=queue,
        page=page,
        given=given or {"reviewer": reviewer_before()},
        problem=problem,
        actions=ACTIONS,
        notes=quick_notes(page) if page else (),
        accept=accept_words(page.finding) if page else "",
        token=forms.token(queue.shown) if may_write and queue.shown else "",
        judged=judgement_of(judged) if judged else None,
        undo_token=forms.token(judged) if may_write and judged else "",
        merged=merged_pairs(queue.filters.asked),
        least_scores=queue.least_scores,
    )
    answer = make_response(html, problem.status if problem else 200)
    return forms.keep_nonce(answer) if may_write else answer


def _render(template: str, **values: Any) -> str:
    updated = payload.graph_version()[1]
    return render_template(template, section="duplicates", updated_at=updated, **values)
