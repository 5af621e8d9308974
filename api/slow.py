"""How many slow requests are answered at once: queries that anybody may write or choose, paths, files.

In: a request of one of those addresses. Out: its turn, or after a short wait an answer that says when to try
again, so that lists and items are answered while some people ask for much.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from typing import ClassVar

from apiflask import APIFlask
from flask import Response, g, request

from api.lists import LISTS
from graph.errors import PingtaiError

_DEFAULT, _PATIENCE = 4, 2.0
_SLOW = frozenset(
    {
        *("v1.cypher", "v1.query", "v1.path", "v1.matrix", "v1.subgraph_file", "v1.query_file"),
        *("queries.query", "queries.query_file", "queries.saved", "pages.table_file"),
        *("overlap.page", "overlap.file", "findings.file", "progress.file", "graph.file"),
        *(f"v1.{name}_file" for name in LISTS),
    }
)


class Busy(PingtaiError):
    """As many slow requests are being answered as the server takes at once."""

    status = 503
    kind = "busy"
    headers: ClassVar = {"Retry-After": "3"}

    def __init__(self) -> None:
        super().__init__(
            "正在回答的查询和导出已到上限；请过几秒再试。",
            "As many queries and exports as the server takes at once are being answered; "
            "try again in seconds.",
        )


class Turns:
    """So many turns at once; `patience` is how many seconds somebody waits for one."""

    def __init__(self, most: int, patience: float = _PATIENCE) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._patience = patience

    def take(self) -> Turn:
        """A turn; give it back. Raises Busy."""
        if not self._free.acquire(timeout=self._patience):
            raise Busy
        return Turn(self._free)


class Turn:
    """A turn that somebody has."""

    def __init__(self, free: threading.BoundedSemaphore) -> None:
        self._free: threading.BoundedSemaphore | None = free

    def give_back(self) -> None:
        """Let the next one in; more than once is the same as once."""
        free, self._free = self._free, None
        if free is not None:
            free.release()


def _until_end(parts: Iterable[bytes], turn: Turn) -> Iterator[bytes]:
    try:
        yield from parts
    finally:
        turn.give_back()


def most_at_once() -> int:
    """PINGTAI_SLOW_REQUESTS, at least 1."""
    words = os.environ.get("PINGTAI_SLOW_REQUESTS", "")
    return max(1, int(words)) if words.isascii() and words.isdecimal() else _DEFAULT


def register_turns(app: APIFlask, turns: Turns) -> None:
    """Let only so many slow requests in at once."""

    @app.before_request
    def take() -> None:
        if request.endpoint in _SLOW and request.method != "OPTIONS":
            g.turn = turns.take()

    @app.after_request
    def lasts(response: Response) -> Response:
        if "turn" in g and response.is_streamed:
            # A file is read from the store while it is sent: until its end, or until nobody wants it any more.
            turn = g.pop("turn")
            response.response = _until_end(response.iter_encoded(), turn)
            response.call_on_close(turn.give_back)
        return response

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if "turn" in g:
            g.pop("turn").give_back()
