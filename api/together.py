"""Things that are asked for one by one and read many at a time.

In: an id. Out: what was read of it. Who asks while others are being read is read with all those that wait by then,
so that under load one answer of the store serves many requests; alone it takes no longer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Generic, TypeVar

from graph.store import Store

T = TypeVar("T")
_MOST = 32


class Together(Generic[T]):
    """What `read` gives for ids of a store; ids of nothing are not in it."""

    def __init__(self, read: Callable[[Store, list[str]], Mapping[str, T]]) -> None:
        self._read = read
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._waiting: list[tuple[Store, str, Future[T | None]]] = []

    def get(self, store: Store, id_: str) -> T | None:
        """What was read of an id; None for one of nothing. Raises what `read` raises."""
        found: Future[T | None] = Future()
        with self._lock:
            self._waiting.append((store, id_, found))
        while not found.done():
            with self._turn:
                if not found.done():
                    self._read_some()
        return found.result()

    def _read_some(self) -> None:
        """Those that have waited longest, of one store."""
        with self._lock:
            store = self._waiting[0][0]
            some = [one for one in self._waiting if one[0] == store][:_MOST]
            self._waiting = [one for one in self._waiting if one not in some]
        try:
            read = self._read(store, list(dict.fromkeys(id_ for _, id_, _ in some)))
        except BaseException as error:
            for _, _, found in some:
                found.set_exception(error)
        else:
            for _, id_, found in some:
                found.set_result(read.get(id_))
