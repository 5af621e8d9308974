"""Forms that change something: who may post them, and that a person of this page posted them.

Three things must hold. The person signed in with a token whose scope reaches, or the server is bound to this
machine alone and is asked for by such a name (another site whose name was made to point here is refused).
The request comes from a page of our own, as the browser says in `Origin` or `Sec-Fetch-Site`. And the form
carries a token that only our pages know: made of a secret of this process, a nonce in a cookie that scripts
cannot read, who signed in, and what the form is about.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Response, current_app, g, request

from api.asof import as_of
from api.tokens import Token
from graph.errors import PingtaiError
from graph.store_at import NotAsOf

_COOKIE = "form"
_MAY_WRITE = "PINGTAI_MAY_WRITE"
_NONCE_BYTES = 16
_SECRET = secrets.token_bytes(32)


class Refused(PingtaiError):
    """A request that must not change anything."""

    status = 403
    kind = "refused"


class StaleForm(Refused):
    """A form whose token is missing or of another time: to be sent again from a fresh page."""

    def __init__(self) -> None:
        super().__init__(
            "表单已过期，内容还在，请再提交一次。",
            "The form is out of date; what you wrote is still here, send it again.",
        )


def is_loopback(host: str) -> bool:
    """Whether a host's name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def signed_in() -> Token | None:
    """The token with which the person at the page signed in."""
    token = g.get("signed")
    assert token is None or isinstance(token, Token)
    return token


def may_write(scope: str = "review") -> bool:
    """Whether who asks may change what the scope is about: signed in with such a token, or at a server that
    is bound to this machine."""
    if as_of() is not None:
        return False
    token = signed_in()
    if token is not None and token.scope == scope:
        return True
    return takes_changes(current_app.config, request.host)


def takes_changes(config: Mapping[str, object], host: str) -> bool:
    """Whether an application takes changes of anybody who asks it by that host: it is bound to this machine,
    and asked for by a name of this machine."""
    return bool(config.get(_MAY_WRITE)) and is_name_of_here(host)


def is_asked_here() -> bool:
    """Whether the request asks for this machine by one of its own names."""
    return is_name_of_here(request.host)


@lru_cache(maxsize=16)  # a host may be as long as all headers together
def is_name_of_here(host: str) -> bool:
    """Whether a host as it is asked for, perhaps with a port, is a name of this machine."""
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:  # brackets that do not close
        return False


def allow_writing(config: dict[str, object]) -> None:
    """Let an application that is bound to this machine take changes."""
    config[_MAY_WRITE] = True


def token(about: str) -> str:
    """The token of a form about something, for this browser; put `keep_nonce` on its answer."""
    return _sign(_nonce(), about)


def keep_nonce(response: Response) -> Response:
    """Let the browser keep the nonce that the page's tokens were made with, and keep no copy of the page."""
    response.set_cookie(
        _COOKIE, _nonce(), httponly=True, samesite="Strict", secure=request.is_secure
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def check_post(about: str, scope: str = "review") -> None:
    """Let a form pass that may change what it is about. Raises Refused, StaleForm."""
    check_page(scope)
    check_token(about, request.form.get("token", ""))


def check_token(about: str, given: str) -> None:
    """Let a form pass whose token one of our pages gave to this browser. Raises StaleForm."""
    known = request.cookies.get(_COOKIE, "")
    good = _sign(known, about).encode()
    if not known or not hmac.compare_digest(good, given.encode("utf-8", "surrogatepass")):
        raise StaleForm


def check_page(scope: str = "review") -> None:
    """Let a request pass that a page of ours sent, for who may change what the scope is about. Raises
    Refused, NotAsOf."""
    if as_of() is not None:
        raise NotAsOf
    if not may_write(scope):
        raise Refused(
            f"在这里修改要先用权限为 {scope} 的令牌登录；或在绑定于本机（127.0.0.1）的服务上进行，或用命令行。",
            f"To change something here, sign in with a token of scope {scope}; or do it where the server is "
            "bound to this machine (127.0.0.1), or on the command line.",
        )
    check_sender()


def check_sender() -> None:
    """Let a request pass that a page of ours sent. Raises Refused."""
    if not is_from_here():
        raise Refused(
            "请求不是从本站的页面发出的，没有执行。",
            "The request does not come from a page of this site; nothing was done.",
        )


def is_from_here() -> bool:
    """Whether a page of ours sent the request, as the browser says."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is None and site is None:
        return False
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return False
    return site in (None, "same-origin")


def _nonce() -> str:
    """The browser's own, or a new one that stays the same while this request is answered."""
    known = request.cookies.get(_COOKIE, "")
    if len(known) == 2 * _NONCE_BYTES:
        return known
    nonce: str = request.environ.setdefault("pingtai.nonce", secrets.token_hex(_NONCE_BYTES))
    return nonce


def _sign(nonce: str, about: str) -> str:
    token = signed_in()
    words = f"{nonce} {token.id if token else ''} {about}".encode("utf-8", "surrogatepass")
    return hmac.new(_SECRET, words, hashlib.sha256).hexdigest()
