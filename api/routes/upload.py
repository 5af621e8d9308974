"""The pages on which files are uploaded and a job is followed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from api import access, forms
from api.routes.v1.ingest import SCOPE, current_uploads, sender
from api.uploading.limits import Limits, NoUploads, TooLarge
from api.uploading.receive import FIELD, NoRoom
from api.view import to
from api.view_upload import STATES, lines, size, summary
from graph.errors import BadParameter, PingtaiError
from ingest.readers import SUFFIXES

upload = Blueprint("upload", __name__)

_ABOUT = "upload"
_SHOWN_JOBS = 20


@upload.get("/upload")
def page() -> Response:
    """The form, and the uploads before."""
    return _page()


@upload.post("/upload")
def send() -> AnyResponse:
    """Queue the files of the form; then the page of their job."""
    access.require_page(SCOPE)
    uploads = current_uploads()
    try:
        received = uploads.receive(request.environ)
    except (TooLarge, NoRoom, NoUploads, BadParameter) as error:
        return _page(error)
    try:
        forms.check_token(_ABOUT, received.fields.get("token", ""))
        job = uploads.accept(received, sender())
    except PingtaiError as error:
        received.discard()
        if isinstance(error, (forms.StaleForm, NoUploads)):
            return _page(error)
        raise
    return redirect(to(f"/upload/{job.id}"), 303)


@upload.get("/upload/<job_id>")
def job(job_id: str) -> Response:
    """How far a job is, and in the end what came in."""
    found = current_uploads().get(job_id)
    may_upload = forms.may_write(SCOPE)
    html = _render(
        "upload_job.html",
        job=found,
        lines=lines(found),
        summary=summary(found),
        form_token=forms.token(found.id) if may_upload and found.is_live else "",
    )
    answer = make_response(html)
    answer.headers["Cache-Control"] = "no-store"
    return forms.keep_nonce(answer) if may_upload and found.is_live else answer


@upload.post("/upload/<job_id>/cancel")
def cancel(job_id: str) -> AnyResponse:
    """Stop a job after the file at hand."""
    access.require_page(SCOPE)
    forms.check_token(job_id, request.form.get("token", ""))
    current_uploads().cancel(job_id)
    return redirect(to(f"/upload/{job_id}"), 303)


def _page(problem: PingtaiError | None = None) -> Response:
    may_upload = forms.may_write(SCOPE)
    uploads = current_uploads()
    html = _render(
        "upload.html",
        jobs=[(one, summary(one)) for one in uploads.all()[:_SHOWN_JOBS]],
        limits=uploads.limits() if may_upload else Limits(),
        field=FIELD,
        suffixes=sorted(SUFFIXES),
        problem=problem,
        form_token=forms.token(_ABOUT) if may_upload else "",
    )
    answer = make_response(html, problem.status if problem else 200)
    return forms.keep_nonce(answer) if may_upload else answer


def _render(template: str, **values: Any) -> str:
    return render_template(template, section="upload", states=STATES, size=size, **values)
