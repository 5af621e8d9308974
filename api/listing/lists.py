"""The five lists as requests ask for them: rows of a page in order, totals, and counts for filters.

The items of a list are read once for each version of the graph and kept; rows are read by their ids.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.listing.build import build
from api.listing.filters import FILTERS
from api.listing.items import Items, Wanted
from graph.queries import library
from graph.store import Rows, Store

_KEPT = 12
_PART = 20_000


class _Kept:
    """The items read last, by store, version of the graph and list; each is read by one thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {name: threading.Lock() for name in FILTERS}
        self._items: OrderedDict[tuple[Any, ...], Items] = OrderedDict()

    def get(self, store: Store, name: str) -> Items:
        standing = store.standing()
        key = (store, standing.loads, standing.loaded_at, name)
        with self._locks[name]:
            with self._lock:
                found = self._items.get(key)
            if found is None:
                found = build(name, lambda query: library().run(store, query))
            with self._lock:
                self._items[key] = found
                self._items.move_to_end(key)
                # Of a list that has changed only the newest is asked for again.
                old = [
                    one for one in self._items if one[0].base is store.base and one[1:3] != key[1:3]
                ]
                for one in old:
                    del self._items[one]
                while len(self._items) > _KEPT:
                    self._items.popitem(last=False)
        return found


_kept = _Kept()


def items_of(store: Store, name: str) -> Items:
    """The items of a list as the graph is now."""
    return _kept.get(store, name)


@dataclass(frozen=True)
class Page:
    """Rows of a list, and how many there are in all."""

    rows: Rows
    total: int


def some_rows(store: Store, name: str, wanted: Wanted, skip: int, limit: int) -> Page:
    """Some rows of a list in its order."""
    items = items_of(store, name)
    found = items.found(wanted)
    return Page(_rows(store, name, items, found[skip : skip + limit]), len(found))


def all_rows(store: Store, name: str, wanted: Wanted) -> Iterator[Rows]:
    """All wanted rows of a list, in parts."""
    items = items_of(store, name)
    found = items.found(wanted)
    for at in range(0, len(found), _PART):
        yield _rows(store, name, items, found[at : at + _PART])


def _rows(store: Store, name: str, items: Items, places: list[int]) -> Rows:
    if not places:
        return []
    rows = library().run(store, f"{name}_by_ids", ids=[items.ids[at] for at in places])
    if name != "platforms":
        return rows
    findings, flags = items.notes["findings"], items.notes["flags"]
    position = items.position
    return [
        {
            **row,
            "findings": findings.get(position[row["platform_id"]], []),
            "flags": flags.get(position[row["platform_id"]], 0),
        }
        for row in rows
    ]
