"""The five lists as requests ask for them: rows of a page in order, totals, and counts for filters.

The items of a list are read once for each version of the graph and kept, with what their rows show; rows of
documents alone are read by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from api.listing.build import build
from api.listing.filters import FILTERS
from api.listing.items import Items, Wanted
from api.listing.ties import Ties, read_ties
from api.listing.versions import Versions
from graph.queries import library
from graph.store import Rows, Store

_PART = 20_000
_TIES = "ties"


def _read(store: Store, name: str) -> Ties | Items:
    def run(query: str) -> Rows:
        return library().run(store, query)

    if name == _TIES:
        return read_ties(run)
    ties = _kept.here(store, _TIES)
    assert isinstance(ties, Ties)
    return build(name, run, ties)


_kept: Versions[Any] = Versions(_read)


def items_of(store: Store, name: str) -> Items:
    """The items of a list as the graph is now. Raises BeingRead where that takes longer than a caller waits."""
    found = _kept.get(store, name)
    assert isinstance(found, Items)
    return found


def listed(store: Store) -> Ties:
    """The platforms of rosters with what they are joined to. Raises BeingRead."""
    found = _kept.get(store, _TIES)
    assert isinstance(found, Ties)
    return found


def begin_reading(store: Store) -> list[Future[Any]]:
    """Begin to read the items of all lists, beside what else is done."""
    return [_kept.begin(store, name) for name in FILTERS]


@dataclass(frozen=True)
class Page:
    """Rows of a list, and how many there are in all."""

    rows: Rows
    total: int


def some_rows(store: Store, name: str, wanted: Wanted, skip: int, limit: int) -> Page:
    """Some rows of a list in its order."""
    items = items_of(store, name)
    found, total = items.page(wanted, skip, limit)
    return Page(_rows(store, name, items, found), total)


def all_rows(store: Store, name: str, wanted: Wanted) -> Iterator[Rows]:
    """All wanted rows of a list, in parts."""
    items = items_of(store, name)
    found = items.found(wanted)
    for at in range(0, len(found), _PART):
        yield _rows(store, name, items, found[at : at + _PART])


def _rows(store: Store, name: str, items: Items, places: Sequence[int]) -> Rows:
    if not places:
        return []
    if items.row is not None:
        return [items.row(at) for at in places]
    return library().run(store, f"{name}_by_ids", ids=[items.ids[at] for at in places])
