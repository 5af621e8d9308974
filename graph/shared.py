"""What takes long to find out and is asked for by several at once: found out once, for all of them.

In: a key, and how to find out. Out: what was found, kept for the keys that were asked for last.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """The answers of the last `most` keys. Who asks while another finds out waits for that one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, find: Callable[[], T]) -> T:
        """What is known of a key. Raises what `find` raises, to everybody who waits; it is not kept."""
        with self._lock:
            found = self._known.get(key)
            is_first = found is None
            if found is None:
                found = self._known[key] = Future()
            self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        if is_first:
            try:
                found.set_result(find())
            except BaseException as error:
                with self._lock:
                    if self._known.get(key) is found:
                        del self._known[key]
                found.set_exception(error)
        return found.result()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()
