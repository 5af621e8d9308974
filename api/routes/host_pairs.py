"""The page on which a person judges whether two hosts are one unit."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from api import access, forms, payload
from api.routes.reviewing import check_lengths, remember_reviewer, reviewer_before
from api.view_host_pairs import PATH, anchor, host_pair_list
from graph.decisions import record_decision, withdraw_decision
from graph.errors import BadParameter, PingtaiError
from graph.pairs import HOSTS, pair_of
from ingest.overlaps.refresh import refresh

host_pairs = Blueprint("host_pairs", __name__)
_UNDO = "undo"


@host_pairs.get(PATH)
def page() -> Response:
    """Pairs of hosts that may be one unit."""
    return _page()


@host_pairs.post(PATH)
def decide() -> AnyResponse:
    """Keep or take back what a person decided about a pair, and compare its platforms anew."""
    given = {name: request.form.get(name, "").strip() for name in ("reviewer", "note")}
    pair_id, _, verdict = request.form.get("decision", "").rpartition(":")
    try:
        forms.check_post(PATH)
        check_lengths(given)
        _decide(pair_id, verdict, given)
    except (forms.StaleForm, BadParameter) as error:
        return _page(given, error)
    answer = redirect(f"{host_pair_list(request.args).url()}#{anchor(pair_id)}", 303)
    remember_reviewer(answer, given["reviewer"])
    return answer


def _decide(pair_id: str, verdict: str, given: dict[str, str]) -> None:
    pair = pair_of(pair_id)
    if pair is None or pair[0] is not HOSTS:
        raise BadParameter("请选一对依托单位。", "Choose a pair of hosts.")
    store = payload.current_store()
    if verdict == _UNDO:
        withdraw_decision(store, pair_id)
    else:
        reviewer = access.decider(given["reviewer"])
        record_decision(store, pair_id, verdict, reviewer, None, given["note"] or None)
    refresh(store)


def _page(given: dict[str, str] | None = None, problem: PingtaiError | None = None) -> Response:
    may_write = forms.may_write()
    html = render_template(
        "host_pairs.html",
        section="hosts",
        updated_at=payload.graph_version()[1],
        list=host_pair_list(request.args),
        given=given or {"reviewer": reviewer_before()},
        problem=problem,
        token=forms.token(PATH) if may_write else "",
        anchor=anchor,
    )
    answer = make_response(html, problem.status if problem else 200)
    return forms.keep_nonce(answer) if may_write else answer
