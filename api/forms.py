"""Forms that change something: who may post them, and that a person of this page posted them.

Three things must hold. The server is bound to this machine alone, and is asked for by such a name (another
site whose name was made to point here is refused). The request comes from a page of our own, as the
browser says in `Origin` or `Sec-Fetch-Site`. And the form carries a token that only our pages know: made of
a secret of this process, a nonce in a cookie that scripts cannot read, and what the form is about.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from urllib.parse import urlsplit

from flask import Response, current_app, request

from graph.errors import PingtaiError

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


def may_write() -> bool:
    """Whether the running server takes changes at all: only one that is bound to this machine does."""
    return bool(current_app.config.get(_MAY_WRITE)) and is_asked_here()


def is_asked_here() -> bool:
    """Whether the request asks for this machine by one of its own names."""
    return is_loopback(_asked_host())


def allow_writing(config: dict[str, object]) -> None:
    """Let an application that is bound to this machine take changes."""
    config[_MAY_WRITE] = True


def token(about: str) -> str:
    """The token of a form about something, for this browser; put `keep_nonce` on its answer."""
    return _sign(_nonce(), about)


def keep_nonce(response: Response) -> Response:
    """Let the browser keep the nonce that the page's tokens were made with, and keep no copy of the page."""
    response.set_cookie(_COOKIE, _nonce(), httponly=True, samesite="Strict")
    response.headers["Cache-Control"] = "no-store"
    return response


def check_post(about: str) -> None:
    """Let a form pass that may change what it is about. Raises Refused, StaleForm."""
    check_page()
    known = request.cookies.get(_COOKIE, "")
    given = request.form.get("token", "")
    if not known or not hmac.compare_digest(_sign(known, about).encode(), given.encode()):
        raise StaleForm


def check_page() -> None:
    """Let a request pass that a page of ours sent on this machine. Raises Refused."""
    if not may_write():
        raise Refused(
            "这个服务不接受修改：只有绑定在本机（127.0.0.1）时才能判定，也可以用命令行 pingtai decide。",
            "This server takes no changes: decide where it is bound to this machine (127.0.0.1), "
            "or use pingtai decide.",
        )
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


def _asked_host() -> str:
    return urlsplit(f"//{request.host}").hostname or ""


def _nonce() -> str:
    """The browser's own, or a new one that stays the same while this request is answered."""
    known = request.cookies.get(_COOKIE, "")
    if len(known) == 2 * _NONCE_BYTES:
        return known
    nonce: str = request.environ.setdefault("pingtai.nonce", secrets.token_hex(_NONCE_BYTES))
    return nonce


def _sign(nonce: str, about: str) -> str:
    return hmac.new(_SECRET, f"{nonce} {about}".encode(), hashlib.sha256).hexdigest()
