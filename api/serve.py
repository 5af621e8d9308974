"""Serving the application with Waitress, a production WSGI server."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from apiflask import APIFlask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from api import console, warm
from api.app import LARGEST_BODY, create_app
from api.caching import at_hand_of
from api.connection import Dispatcher, channel_of
from api.forms import is_loopback
from api.upload_rule import body_rule, uploads_of
from graph.errors import StoreUnavailable
from graph.store import Store

_THREADS = 8


def serve(store: Store, host: str, port: int) -> None:
    """Serve until interrupted; prints the address once it is bound."""
    is_here = is_loopback(host)
    application = create_app(store, may_write=is_here, is_open=is_here)
    server = make_server(application, host, port)
    bound = bound_port(server)
    if not is_here:
        console.err.print(
            "注意：服务对外开放，一切请求都要令牌（pingtai token create；浏览器里登录时填写）。 "
            "Note: bound beyond loopback; every request needs a token (in a browser: to sign in).",
            style="yellow",
        )
    console.out.print(
        f"网页 web view: http://{host}:{bound}/   （Ctrl-C 结束 to stop）", markup=False
    )
    try:
        # Lists and names of a large graph take a while: not first when somebody asks.
        with warm.kept_warm(application, store), contextlib.suppress(KeyboardInterrupt):
            server.run()
        server.close()
    finally:
        # Before the store: a load would start its server anew.
        uploads_of(application).close()


def make_server(application: APIFlask, host: str, port: int) -> MultiSocketServer | BaseWSGIServer:
    """A server that is bound; run it. Raises StoreUnavailable where the port is taken."""
    # A name such as localhost may stand for several addresses, with a socket each.
    sockets: dict[int, Any] = {}
    dispatcher, proxy = Dispatcher(), _behind_proxy()
    try:
        server = create_server(
            application,
            host=host,
            port=port,
            ident="pingtai",
            map=sockets,
            _dispatcher=dispatcher,
            **proxy,
        )
    except OSError as error:
        raise StoreUnavailable(
            f"不能在 {host}:{port} 提供服务（{error.strerror}）；请换一个端口：--port 0。",
            f"Cannot serve on {host}:{port} ({error.strerror}); choose another port: --port 0.",
        ) from None
    dispatcher.set_thread_count(_THREADS)
    # What a proxy says of who asks is not known before the application's turn.
    at_hand = (lambda _: None) if proxy else at_hand_of(application)
    channel = channel_of(body_rule(application, LARGEST_BODY), at_hand)
    for one in sockets.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = channel
    return server


def _behind_proxy() -> dict[str, Any]:
    """Behind a proxy that is trusted (PINGTAI_TRUSTED_PROXY, its address) the address, host and scheme are those
    that it was asked with: cookies are then kept to https, and limits are each caller's own."""
    proxy = os.environ.get("PINGTAI_TRUSTED_PROXY")
    if not proxy:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}
    return {"trusted_proxy": proxy, "trusted_proxy_headers": headers, "trusted_proxy_count": 1}


def bound_port(server: object) -> int:
    """The port, of the first socket where there are several."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)  # type: ignore[attr-defined]
