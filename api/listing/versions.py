"""What is read once for each version of the graph and kept in memory.

In: how to read it, of a store, by name. Out: the same object for everybody who asks. Each is read by one
thread beside the requests; a caller waits a while, and is then told that it is being read.
"""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ClassVar, Generic, TypeVar

from graph.errors import PingtaiError
from graph.store import Store

T = TypeVar("T")
#: Of each store the newest version alone is kept: of today, and of a few days that were asked for.
_MOST_DAYS = 3
_PATIENCE = 20.0


class BeingRead(PingtaiError):
    """Something of the graph that is being read into memory and is not ready yet."""

    status = 503
    kind = "being-read"
    headers: ClassVar = {"Retry-After": "5"}

    def __init__(self) -> None:
        super().__init__(
            "图谱刚刚更新，正在把列表读入内存；请过几秒再试。",
            "The graph has just changed and its lists are being read into memory; try again in seconds.",
        )


class Versions(Generic[T]):
    """What `read` gives for a store and a name. `patience` is how many seconds a caller waits."""

    def __init__(self, read: Callable[[Store, str], T], patience: float = _PATIENCE) -> None:
        self._read = read
        self._patience = patience
        self._lock = threading.Lock()
        self._days: OrderedDict[tuple[Any, ...], dict[str, Future[T]]] = OrderedDict()

    def get(self, store: Store, name: str) -> T:
        """What was read, or is read now. Raises BeingRead, and what `read` raises."""
        found = self.begin(store, name)
        try:
            return found.result(self._patience)
        except TimeoutError:
            if found.done():
                raise  # of the store, and not of the waiting
            raise BeingRead from None

    def begin(self, store: Store, name: str) -> Future[T]:
        """What was read, or begins to be."""
        found, is_first = self._future(store, name)
        if is_first:
            threading.Thread(target=self._fill, args=(store, name, found), daemon=True).start()
        return found

    def here(self, store: Store, name: str) -> T:
        """The same for what reads itself: it waits for as long as it takes."""
        found, is_first = self._future(store, name)
        if is_first:
            self._fill(store, name, found)
        return found.result()

    def _future(self, store: Store, name: str) -> tuple[Future[T], bool]:
        now = store.standing()
        key = (store, *now.version)
        with self._lock:
            # Of a graph that has changed only the newest version is asked for again.
            for old in [d for d in self._days if d[0].base is store.base and d[1:] != key[1:]]:
                del self._days[old]
            day = self._days.setdefault(key, {})
            self._days.move_to_end(key)
            while len(self._days) > _MOST_DAYS:
                self._days.popitem(last=False)
            is_first = name not in day
            return day.setdefault(name, Future()), is_first

    def _fill(self, store: Store, name: str, found: Future[T]) -> None:
        try:
            read = self._read(store, name)
        except BaseException as error:
            self._forget(found)
            found.set_exception(error)
        else:
            # Millions of objects that stay: looking through them again and again for garbage would stop
            # every request meanwhile. They hold no cycles, so that they are freed without it.
            gc.freeze()
            found.set_result(read)

    def _forget(self, found: Future[T]) -> None:
        """What failed is read anew when it is asked for again."""
        with self._lock:
            for day in self._days.values():
                for name in [name for name, one in day.items() if one is found]:
                    del day[name]
