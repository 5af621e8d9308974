"""Serving the application with Waitress, a production WSGI server."""

from __future__ import annotations

import contextlib

from waitress.server import MultiSocketServer, create_server

from api import console
from api.app import LARGEST_BODY, create_app
from api.forms import is_loopback
from graph.errors import StoreUnavailable
from graph.store import Store

_THREADS = 8


def serve(store: Store, host: str, port: int) -> None:
    """Serve until interrupted; prints the address once it is bound."""
    is_here = is_loopback(host)
    application = create_app(store, may_write=is_here, is_open=is_here)
    try:
        server = create_server(
            application,
            host=host,
            port=port,
            threads=_THREADS,
            ident="pingtai",
            # The application refuses a large body in our words; this one keeps it off the disk.
            max_request_body_size=2 * LARGEST_BODY,
        )
    except OSError as error:
        raise StoreUnavailable(
            f"不能在 {host}:{port} 提供服务（{error.strerror}）；请换一个端口：--port 0。",
            f"Cannot serve on {host}:{port} ({error.strerror}); choose another port: --port 0.",
        ) from None
    bound = _bound_port(server)
    if not is_here:
        console.err.print(
            "注意：服务对外开放，一切请求都要令牌（pingtai token create；浏览器里作为密码填写）。 "
            "Note: bound beyond loopback; every request needs a token (in a browser: as the password).",
            style="yellow",
        )
    console.out.print(
        f"网页 web view: http://{host}:{bound}/   （Ctrl-C 结束 to stop）", markup=False
    )
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    server.close()


def _bound_port(server: object) -> int:
    """The port; a name such as localhost may stand for several addresses, with a socket each."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)  # type: ignore[attr-defined]
