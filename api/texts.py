"""Texts kept in memory, at most so many bytes of them: those that were asked for longest ago make room."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Texts:
    """Texts that never change, by key."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, str] = OrderedDict()

    def get(self, key: Hashable, read: Callable[[], str]) -> str:
        """The text of that key; `read` gives it where it is not kept. An empty one may come yet: it is
        asked for anew."""
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        text = read()
        if text and sys.getsizeof(text) <= self._most:
            with self._lock:
                if key not in self._kept:
                    self._kept[key] = text
                    self._bytes += sys.getsizeof(text)
                while self._bytes > self._most:
                    self._bytes -= sys.getsizeof(self._kept.popitem(last=False)[1])
        return text
