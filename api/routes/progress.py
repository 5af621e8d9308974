"""The page of targets, and the same rows as files."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from api import payload
from api.exports.answers import table_answer
from api.view_progress import asked, progress_page, shown_targets
from api.view_targets import COLUMNS, END, GOAL, row_of

progress = Blueprint("progress", __name__)


@progress.get("/progress")
def listed() -> str:
    """Every target held against the rosters."""
    return render_template(
        "progress.html",
        section="progress",
        updated_at=payload.graph_version()[1],
        page=progress_page(request.args),
        goal=GOAL,
        end=END,
    )


@progress.get("/progress.<any(json,csv,xlsx):suffix>")
def file(suffix: str) -> Response:
    """Exactly the rows that the page shows, as a file."""
    rows = [row_of(one) for one in shown_targets(asked(request.args))]
    return table_answer("progress", suffix, COLUMNS, [rows])
