"""Who may ask for what.

A server that is bound to this machine and asked for by a name of this machine answers readers without
more. Everything else needs a token: `Authorization: Bearer pt_…`, HTTP Basic with the token as password, or
the session of a person who signed in with one (`api.session`). Writing needs a token of the right scope, sent
as Bearer (a browser sends Basic along unasked), or a page of our own (`api.forms`) where a person signed in
with such a token or the server is this machine's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from apiflask import APIFlask
from flask import current_app, g, request

from api import forms
from api.limits import Buckets
from api.session import COOKIE, Sessions
from api.tokens import Token, TokenFile
from graph.errors import BadParameter, PingtaiError

EXTENSION = "pingtai.access"
#: A person at a page needs some tens of requests at once; a program that reads everything uses exports.
_PER_SECOND, _BURST = 20.0, 200
_FAILURES_PER_SECOND, _FAILURES_AT_ONCE = 0.1, 10
_HEAVY_PER_SECOND, _HEAVY_AT_ONCE = 1.0, 10
#: What the page on which people sign in is made of.
_FREE = frozenset(
    {"pages.asset", "pages.favicon", "pages.choose", "signin.page", "signin.enter", "signin.leave"}
)


class NeedsToken(PingtaiError):
    """A request without a token, or with one that does not hold."""

    status = 401
    kind = "needs-token"
    headers = {"WWW-Authenticate": 'Bearer realm="pingtai", Basic realm="pingtai", charset="UTF-8"'}  # noqa: RUF012


class NotAllowed(PingtaiError):
    """A token whose scope does not reach."""

    status = 403
    kind = "scope"


class TooMany(PingtaiError):
    """More requests than a token or an address may send."""

    status = 429
    kind = "too-many-requests"

    def __init__(self, wait: float) -> None:
        seconds = max(1, math.ceil(wait))
        super().__init__(
            f"请求过多，请 {seconds} 秒后再试。", f"Too many requests; try again in {seconds} s."
        )
        self.headers = {"Retry-After": str(seconds)}


@dataclass
class Access:
    """The rules of a running application."""

    tokens: TokenFile
    is_open: bool
    requests: Buckets = field(default_factory=lambda: Buckets(_PER_SECOND, _BURST))
    failures: Buckets = field(
        default_factory=lambda: Buckets(_FAILURES_PER_SECOND, _FAILURES_AT_ONCE)
    )
    heavy: Buckets = field(default_factory=lambda: Buckets(_HEAVY_PER_SECOND, _HEAVY_AT_ONCE))
    sessions: Sessions = field(init=False)

    def __post_init__(self) -> None:
        self.sessions = Sessions(self.tokens)


def register_access(app: APIFlask, access: Access) -> None:
    """Check every request before anything else is done for it."""
    app.extensions[EXTENSION] = access

    @app.before_request
    def check() -> None:
        g.scope, g.is_bearer, g.signed, g.token = None, False, None, None
        g.caller = f"address {request.remote_addr}"
        if request.endpoint == "static":
            return
        if "Authorization" in request.headers:
            _identify(access)
        else:
            _find_session(access)
            if access.is_open and forms.is_asked_here():
                return
        _take(access.requests, g.caller)
        if g.scope is None and request.endpoint not in _FREE:
            raise NeedsToken(
                "需要访问令牌（pingtai token create）：Authorization: Bearer pt_…",
                "A token is needed (pingtai token create): Authorization: Bearer pt_…",
            )


def require(scope: str) -> None:
    """Let a request pass that changes something. Raises NeedsToken, NotAllowed, Refused."""
    if g.signed is not None or g.scope is None:
        if not forms.is_from_here():
            raise NeedsToken(
                f"这一请求需要权限为 {scope} 的令牌。", f"This needs a token of scope {scope}."
            )
        forms.check_page(scope)
    elif g.scope != scope or not g.is_bearer:
        raise NotAllowed(
            f"这一请求需要权限为 {scope} 的令牌（Bearer）。",
            f"This needs a token of scope {scope}, sent as Bearer.",
        )


def require_page(scope: str) -> None:
    """Let a form of ours pass that changes something. Raises NeedsToken, NotAllowed, Refused."""
    if not forms.may_write(scope):
        if g.token is None:
            raise NeedsToken(
                f"这里要用权限为 {scope} 的令牌登录。", f"Sign in with a token of scope {scope}."
            )
        raise NotAllowed(
            f"这里需要权限为 {scope} 的令牌。", f"This needs a token of scope {scope}."
        )
    forms.check_sender()


def require_token() -> None:
    """Let token holders pass, on this machine too; they may ask for heavy work now and then."""
    if g.scope is None:
        raise NeedsToken("这一请求需要访问令牌。", "This needs a token.")
    if g.signed is not None:
        forms.check_sender()
    elif not g.is_bearer:
        raise NotAllowed("令牌应以 Bearer 发送。", "Send the token as Bearer.")
    _take(current_access().heavy, g.caller)


def decider(given: str | None) -> str:
    """Who decides: whose the token is, else who is named. Raises BadParameter."""
    token = g.token
    if token is not None and (token.name or g.signed is not None):
        return str(token.owner)
    if not given:
        raise BadParameter("请写明判定人。", "Say who decides.")
    return given


def sign_in(secret: str) -> tuple[str, Token]:
    """The cookie of a new session and its token. Raises NeedsToken, and TooMany after many wrong ones."""
    access = current_access()
    begun = access.sessions.begin(secret)
    if begun is None:
        _take(access.failures, g.caller)
        raise _wrong_token()
    return begun


def current_access() -> Access:
    """The rules of the running application."""
    access = current_app.extensions[EXTENSION]
    assert isinstance(access, Access)
    return access


def _identify(access: Access) -> None:
    given = request.authorization  # None where the header cannot be read
    secret = given and (given.token if given.type == "bearer" else given.parameters.get("password"))
    token = access.tokens.check(secret) if secret else None
    if given is None or token is None:
        _take(access.failures, g.caller)
        raise _wrong_token()
    g.scope, g.is_bearer, g.caller = token.scope, given.type == "bearer", f"token {token.id}"
    g.token = token


def _find_session(access: Access) -> None:
    """A session that has ended is none: who asks is answered like anybody without a token."""
    cookie = request.cookies.get(COOKIE)
    token = access.sessions.check(cookie) if cookie else None
    if token is not None:
        g.scope, g.caller = token.scope, f"token {token.id}"
        g.signed = g.token = token


def _wrong_token() -> NeedsToken:
    return NeedsToken("令牌不对、已过期或已停用。", "The token is wrong, expired or revoked.")


def _take(buckets: Buckets, key: str) -> None:
    if wait := buckets.take(key):
        raise TooMany(wait)
