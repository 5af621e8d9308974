"""Items that are asked for at the same time are read from the store at once.

In: connections of Waitress whose next request is for an item, and nothing else. Out: their answers. A thread
takes some that wait, reads their items with one query, and answers one after the other: the store is asked
less often, and the requests do not take the interpreter's lock from each other. Who asks alone waits no longer.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from graph.lookup import label_of
from graph.queries import library
from graph.store import Store, Version

if TYPE_CHECKING:
    from api.connection import Channel

_log = logging.getLogger("pingtai")
_PATH = "/api/v1/nodes/"
#: Requests that one thread answers in its turn.
MOST_TOGETHER = 8
#: While one waits for the store another answers.
_MOST_THREADS = 2


class Together:
    """Connections that wait for items. A task of Waitress: `begin` is called to have `service` called by one
    of its threads."""

    def __init__(self, begin: Callable[[Any], None]) -> None:
        self._begin = begin
        self._lock = threading.Lock()
        self._threads = 0
        self._waiting: deque[tuple[str, Channel]] = deque()

    def takes(self, channel: Channel) -> bool:
        """Take a connection whose next request is one for an item; else False."""
        item = _item_of(channel.requests[0])
        if item is None:
            return False
        with self._lock:
            self._waiting.append((item, channel))
            is_full = self._threads >= _MOST_THREADS
            self._threads += not is_full
        if not is_full:
            self._begin(self)
        return True

    def service(self) -> None:
        """Answer some of those that wait; the next ones get in line behind other requests."""
        with self._lock:
            some = [self._waiting.popleft() for _ in range(min(MOST_TOGETHER, len(self._waiting)))]
        try:
            with _answered([item for item, _ in some]):
                for _, channel in some:
                    _answer(channel)
        finally:
            with self._lock:
                goes_on = bool(self._waiting)
                self._threads -= not goes_on
            if goes_on:
                self._begin(self)

    def cancel(self) -> None:
        """Give up those that wait: the server ends."""
        with self._lock:
            some, self._waiting = self._waiting, deque()
        for _, channel in some:
            channel.cancel()


def _answer(channel: Channel) -> None:
    """What is wrong with one must not be the end of those that wait behind it."""
    try:
        channel.service()
    except Exception:
        _log.exception("Exception when servicing %r", channel)


def _item_of(request: Any) -> str | None:
    """The platform that a request is for. There are many of them, each with few statements."""
    if request.error or request.query or not request.path.startswith(_PATH):
        return None
    item: str = request.path[len(_PATH) :]
    return item if "/" not in item and label_of(item) == "Platform" else None


class _Ahead(threading.local):
    """What this thread answers next, and what was read for it."""

    items: Sequence[str] = ()
    rows: Mapping[str, dict[str, Any]] | None = None
    version: Version | None = None


_ahead = _Ahead()


@contextmanager
def _answered(items: Sequence[str]) -> Iterator[None]:
    _ahead.items = items
    try:
        yield
    finally:
        _ahead.items, _ahead.rows = (), None


def read_ahead(store: Store, item: str, version: Version) -> dict[str, Any] | None:
    """The row of `platforms_with_statements` of an item that this thread answers together with others, all of
    which are read with the first; None for any other item. It is at least as new as that version of the graph."""
    if item not in _ahead.items:
        return None
    if _ahead.rows is None or _ahead.version != version:
        ids = list(dict.fromkeys(_ahead.items))
        rows = library().run(store, "platforms_with_statements", ids=ids)
        _ahead.rows, _ahead.version = {row["id"]: row for row in rows}, version
    return _ahead.rows.get(item)
