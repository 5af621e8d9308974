"""Who may ask for what.

A server that is bound to this machine and asked for by a name of this machine answers readers without
more. Everything else needs a token: `Authorization: Bearer pt_…`, or, so that a browser can ask a person
for it, HTTP Basic with the token as password. Writing needs a token of the right scope, sent as Bearer
(a browser sends Basic along unasked), or a page of our own on this machine (`api.forms`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from apiflask import APIFlask
from flask import current_app, g, request

from api import forms
from api.limits import Buckets
from api.tokens import TokenFile
from graph.errors import PingtaiError

_EXTENSION = "pingtai.access"
#: A person at a page needs some tens of requests at once; a program that reads everything uses exports.
_PER_SECOND, _BURST = 20.0, 200
_FAILURES_PER_SECOND, _FAILURES_AT_ONCE = 0.1, 10
_HEAVY_PER_SECOND, _HEAVY_AT_ONCE = 1.0, 10


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


def register_access(app: APIFlask, access: Access) -> None:
    """Check every request before anything else is done for it."""
    app.extensions[_EXTENSION] = access

    @app.before_request
    def check() -> None:
        g.scope, g.is_bearer, g.caller = None, False, f"address {request.remote_addr}"
        if request.endpoint == "static":
            return
        if request.authorization is not None:
            _identify(access)
        elif access.is_open and forms.is_asked_here():
            return
        _take(access.requests, g.caller)
        if g.scope is None:
            raise NeedsToken(
                "需要访问令牌（pingtai token create）：Authorization: Bearer pt_…",
                "A token is needed (pingtai token create): Authorization: Bearer pt_…",
            )


def require(scope: str) -> None:
    """Let a request pass that changes something. Raises NeedsToken, NotAllowed, Refused."""
    if g.scope is None:
        if not forms.is_from_here():
            raise NeedsToken(
                f"这一请求需要权限为 {scope} 的令牌。", f"This needs a token of scope {scope}."
            )
        forms.check_page()
    elif g.scope != scope or not g.is_bearer:
        raise NotAllowed(
            f"这一请求需要权限为 {scope} 的令牌（Bearer）。",
            f"This needs a token of scope {scope}, sent as Bearer.",
        )


def require_token() -> None:
    """Let token holders pass, on this machine too; they may ask for heavy work now and then."""
    if g.scope is None:
        raise NeedsToken("这一请求需要访问令牌。", "This needs a token.")
    if not g.is_bearer:
        raise NotAllowed("令牌应以 Bearer 发送。", "Send the token as Bearer.")
    _take(_access().heavy, g.caller)


def _access() -> Access:
    access = current_app.extensions[_EXTENSION]
    assert isinstance(access, Access)
    return access


def _identify(access: Access) -> None:
    given = request.authorization
    assert given is not None
    secret = given.token if given.type == "bearer" else given.parameters.get("password")
    token = access.tokens.check(secret) if secret else None
    if token is None:
        _take(access.failures, g.caller)
        raise NeedsToken("令牌不对、已过期或已停用。", "The token is wrong, expired or revoked.")
    g.scope, g.is_bearer, g.caller = token.scope, given.type == "bearer", f"token {token.id}"


def _take(buckets: Buckets, key: str) -> None:
    if wait := buckets.take(key):
        raise TooMany(wait)
