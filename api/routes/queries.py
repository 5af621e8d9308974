"""The pages of named queries: the library by subject, a form with its rows, and what persons saved."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from api import forms, payload
from api.exports.answers import table_answer
from api.exports.subgraph import ids_in
from api.saved import SavedQueries
from api.view import label_of, to
from api.view_columns import column_words, in_words
from api.view_queries import cell, given, link_of, links, shown_columns, values
from api.view_query_form import PARAMETERS, form_fields, resolve
from api.view_words import SUBJECTS
from graph.errors import BadParameter, PingtaiError
from graph.queries import NamedQuery, library
from graph.store import Rows

queries = Blueprint("queries", __name__)

EXTENSION = "pingtai.saved"
_MOST_ROWS = 500
_MOST_SEEDS = 20
_FILES = "any(csv,xlsx,json)"


def _saved() -> SavedQueries:
    saved = current_app.extensions[EXTENSION]
    assert isinstance(saved, SavedQueries)
    return saved


def _page(template: str, **values: Any) -> Response:
    updated = payload.graph_version()[1]
    may_write = forms.may_write()
    body = render_template(
        template,
        section="queries",
        updated_at=updated,
        token_of=forms.token if may_write else None,
        **values,
    )
    answer = make_response(body)
    return forms.keep_nonce(answer) if may_write else answer


@queries.get("/queries")
def index() -> Response:
    """All named queries by subject, and the saved ones."""
    subjects = [one for one in SUBJECTS if any(query.subject == one for query in library())]
    subjects += sorted({query.subject for query in library()} - set(subjects))
    members = [(one, [q for q in library() if q.subject == one]) for one in subjects]
    known = {query.name: query for query in library()}
    return _page("queries.html", subjects=members, saved=_saved().all(), known=known)


@queries.get("/queries/<name>")
def query(name: str) -> AnyResponse:
    """A form for a named query, and its rows. A name typed for a node leads to the address with its id."""
    wanted = library()[name]
    found, choices = resolve(wanted, given(name))
    if not choices and found != given(name):
        return redirect(to(f"/queries/{name}", **found))
    return _query(wanted, found, choices)


def _query(
    wanted: NamedQuery,
    asked: dict[str, list[str]],
    choices: dict[str, Rows],
    problem: PingtaiError | None = None,
) -> Response:
    rows = None
    if not choices and all(p.name in asked for p in wanted.parameters if p.required):
        try:
            rows = payload.run(wanted.name, **values(wanted.name))
        except BadParameter as error:
            problem = error
    ids = [one for one in sorted(ids_in(rows or [])) if label_of(one)]
    answer = _page(
        "query.html",
        query=wanted,
        fields=form_fields(wanted, asked, choices),
        unknown=set(choices),
        PARAMETERS=PARAMETERS,
        given=asked,
        rows=rows,
        problem=problem,
        most=_MOST_ROWS,
        seeds=ids[:_MOST_SEEDS],
        nodes=len(ids),
        file=lambda suffix: to(f"/queries/{wanted.name}.{suffix}", **asked, lang=None),
        with_choice=lambda name, one: to(f"/queries/{wanted.name}", **{**asked, name: one}),
        columns=shown_columns(wanted.columns, rows or []),
        links=links(wanted.columns, (rows or [])[:_MOST_ROWS]),
        link_of=link_of,
        cell=cell,
        column_words=column_words,
        in_words=in_words,
    )
    answer.status_code = problem.status if problem else 200
    return answer


@queries.get(f"/queries/<name>.<{_FILES}:suffix>")
def query_file(name: str, suffix: str) -> Response:
    """The rows of a named query as a file."""
    rows = payload.run(name, **values(name))
    return table_answer(name, suffix, library()[name].columns, [rows])


# Saved


@queries.post("/queries/<name>")
def save(name: str) -> AnyResponse:
    """Keep the query with the values of its address under a name."""
    wanted = library()[name]
    asked = given(name)
    try:
        forms.check_post(f"save {name}")
        wanted.bind(values(name))
        signed = forms.signed_in()
        by = signed.owner if signed else ""
        one = _saved().keep(request.form.get("name", ""), name, asked, by)
    except (forms.StaleForm, BadParameter) as error:
        return _query(wanted, asked, {}, error)
    return redirect(to("/queries", saved=one.slug), 303)


@queries.get("/saved/<slug>")
def saved(slug: str) -> AnyResponse:
    """The page of a saved query."""
    one = _saved().get(slug)
    return redirect(to(f"/queries/{one.query}", **one.values))


@queries.post("/saved/<slug>/delete")
def delete(slug: str) -> AnyResponse:
    """Forget a saved query."""
    forms.check_post(f"delete {slug}")
    _saved().delete(slug)
    return redirect(to("/queries"), 303)
