"""Search as pages and the API ask for it: in memory where the names of this version of the graph are read, else
in the store, which takes longer and finds the same."""

from __future__ import annotations

from concurrent.futures import Future

from api.listing.names import Names
from api.listing.versions import BeingRead, Versions
from graph.queries import library
from graph.search import search as search_store
from graph.store import Rows, Store

_PATIENCE = 0.3


def _read(store: Store, name: str) -> Names:
    return Names(library().run(store, name))


_names: Versions[Names] = Versions(_read, _PATIENCE)


def read_names(store: Store) -> Future[Names]:
    """Read the names beside what else is done, if that is not done yet."""
    return _names.begin(store, "names_to_search")


def search(store: Store, text: str, limit: int = 20) -> Rows:
    """Nodes whose name, number or pinyin has what was typed, as `graph.search.search` gives them."""
    words = text.strip()
    if not words:
        return []
    try:
        names = _names.get(store, "names_to_search")
    except BeingRead:
        return search_store(store, words, limit)
    return names.search(words, limit)
