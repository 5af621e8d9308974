"""Signing in with a token, signing out, and the page that a browser gets where a token is needed."""

from __future__ import annotations

from datetime import UTC, datetime

from apiflask import APIFlask
from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from api import access, forms
from api.access import NeedsToken, TooMany
from api.errors import answer_of, is_for_programs
from api.session import COOKIE, HOURS
from api.tokens import Token
from api.view import own_address, to
from graph.errors import PingtaiError

signin = Blueprint("signin", __name__)

_ABOUT_ENTERING, _ABOUT_LEAVING = "sign in", "sign out"


@signin.get("/signin")
def page() -> Response:
    """The form, or who is signed in."""
    return _page(request.args.get("next", "/"))


@signin.post("/signin")
def enter() -> AnyResponse:
    """Begin a session and go on to the page that was asked for."""
    after = request.form.get("next", "/")
    try:
        forms.check_sender()
        forms.check_token(_ABOUT_ENTERING, request.form.get("token", ""))
        cookie, token = access.sign_in(request.form.get("secret", "").strip())
    except (NeedsToken, TooMany, forms.StaleForm) as error:
        return _page(after, error)
    answer = redirect(_after(after), 303)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=_seconds(token),
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@signin.post("/signout")
def leave() -> AnyResponse:
    """End the session."""
    forms.check_sender()
    forms.check_token(_ABOUT_LEAVING, request.form.get("token", ""))
    answer = redirect(to("/signin"), 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="Strict", secure=request.is_secure)
    return answer


def register_sign_in(app: APIFlask) -> None:
    """A browser that lacks a token gets the form; a program is told how to send one."""

    @app.errorhandler(NeedsToken)
    def needs_token(error: NeedsToken) -> Response:
        if is_for_programs():
            return answer_of(error)
        asked = request.full_path.rstrip("?") if request.method == "GET" else request.path
        # Only a token that was sent and does not hold is a mistake to speak of.
        answer = _page(asked, error if request.authorization else None, is_needed=True)
        answer.status_code = error.status
        # Asked for Basic too, a browser would put its own dialog over the form.
        answer.headers["WWW-Authenticate"] = 'Bearer realm="pingtai"'
        return answer

    @app.after_request
    def keep_apart(response: Response) -> Response:
        if forms.signed_in() is not None:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            response.vary.add("Cookie")
        return response


def _page(after: str, problem: PingtaiError | None = None, *, is_needed: bool = False) -> Response:
    is_in = forms.signed_in() is not None
    html = render_template(
        "signin.html",
        section="signin",
        after=_after(after),
        problem=problem,
        is_needed=is_needed,
        hours=HOURS,
        form_token=forms.token(_ABOUT_LEAVING if is_in else _ABOUT_ENTERING),
    )
    answer = make_response(html, problem.status if problem else 200)
    answer.headers.update(getattr(problem, "headers", {}))
    answer.headers.pop("WWW-Authenticate", None)
    return forms.keep_nonce(answer)


def _after(asked: str) -> str:
    """Where to go on to; never in a circle."""
    target = own_address(asked)
    return "/" if target.partition("?")[0] in ("/signin", "/signout") else target


def _seconds(token: Token) -> int:
    """How long a browser keeps the cookie: the session's time, or what is left of the token's."""
    most = HOURS * 3600
    if token.expires_at is None:
        return most
    left = datetime.fromisoformat(token.expires_at) - datetime.now(UTC)
    return max(1, min(most, int(left.total_seconds())))
