"""A document's page, and the form by which a person reads a doubtful place of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from api import access, forms, payload, reviews
from api.view import node_path, to
from api.view_document_page import document_context
from api.view_reviews import form_about
from graph.errors import BadParameter, NotFound, PingtaiError
from graph.store import Rows

documents = Blueprint("documents", __name__)

_REVIEWER = "reviewer"
_UNDO = "undo"
_YEAR_SECONDS = 365 * 24 * 3600
_GIVEN = ("about", "flag", "printed", "reading", "other", "reviewer", "note")


def show_document(found: dict[str, Any], sources: Rows) -> Response:
    """A document's page; where a doubt can be read, with its form."""
    return _show(found, sources, {"reviewer": unquote(request.cookies.get(_REVIEWER, ""))}, None)


@documents.post("/documents/<document_id>")
def review(document_id: str) -> AnyResponse:
    """Keep or take back what a person reads at a doubtful place; then the page again, where it was."""
    given = {name: request.form.get(name, "") for name in _GIVEN}
    try:
        place = reviews.place_of(given["about"], given["flag"], _unix(given["printed"]))
        forms.check_post(form_about(place))
        if request.form.get("verdict") == _UNDO:
            reviews.take_back(place.judgement)
        else:
            by = access.decider(given["reviewer"].strip())
            reading = _unix(given["reading"]) or given["other"]
            reviews.keep(place, reading, by, given["note"].strip() or None)
    except (forms.StaleForm, BadParameter) as error:
        found = payload.node_or_404(document_id)
        sources = payload.kept("sources_of_document", document_id=document_id)
        if not sources:
            raise NotFound(
                f"{document_id} 没有读入原文。", f"The text of {document_id} was not read."
            ) from None
        return _show(found, sources, given, error)
    place_start = request.args.get("fact", "").partition("-")[0]
    page = to(node_path("GoverningDocument", document_id), **_asked())
    answer = redirect(f"{page}#c{place_start}", 303)
    if given["reviewer"].strip():
        answer.set_cookie(
            _REVIEWER,
            quote(given["reviewer"].strip()),
            max_age=_YEAR_SECONDS,
            httponly=True,
            samesite="Strict",
            secure=request.is_secure,
        )
    return answer


def _asked() -> dict[str, list[str]]:
    """What the address says of the page, so that one comes back to the same place."""
    return {key: request.args.getlist(key) for key in request.args if key not in ("lang", "asof")}


def _unix(words: str) -> str:
    """A form sends line ends of its own; texts have them as they were read."""
    return words.replace("\r\n", "\n")


def _show(
    found: dict[str, Any], sources: Rows, given: dict[str, str], problem: PingtaiError | None
) -> Response:
    context = document_context(found, sources)
    html = render_template(
        "document.html",
        section="documents",
        updated_at=payload.graph_version()[1],
        given=given,
        problem=problem,
        review_url=to(request.path, **_asked()),
        longest=reviews,
        **context,
    )
    answer = make_response(html, problem.status if problem else 200)
    details = context["details"]
    has_form = details is not None and any(one.token for one in details.doubts)
    return forms.keep_nonce(answer) if has_form else answer
