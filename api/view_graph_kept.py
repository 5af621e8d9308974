"""Views of the graph whose address would be too long, kept under a short key beside the store.

In: a `GraphState`. Out: its key, which is made of its content, so that one view has one key wherever and
whenever it is kept. A view is never changed and never removed; where there are too many, or one is too
large, none is added, and the long address does as well.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from api.view_graph_state import STORED, GraphState, pairs_of
from api.whole_file import write_whole

#: Addresses longer than this are cut by programs that pass them on.
LONGEST = 2_000
_LARGEST = 128 * 1024
_MOST, _MOST_BYTES = 5_000, 64 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{32}")


def views_path(folder: Path | None) -> Path | None:
    """Where views are kept: PINGTAI_VIEWS, else a folder beside the embedded store's; None for a Neo4j
    without that setting, where long addresses stay long."""
    if named := os.environ.get("PINGTAI_VIEWS"):
        return Path(named)
    return None if folder is None else folder.with_name(f"{folder.name}.views")


class KeptViews:
    """The views of a store."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def key_of(self, state: GraphState) -> str | None:
        """The key under which a view is kept from now on; None where it cannot be kept: it names what
        has not the form of an id, is too large, or there is no room."""
        words = _words(state)
        data = words.encode("utf-8")
        if self._folder is None or not state.is_of_this_graph() or len(data) > _LARGEST:
            return None
        key = _key(data)
        path = self._folder / key
        if path.is_file():
            return key
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            sizes = [one.stat().st_size for one in self._folder.iterdir()]
            if len(sizes) >= _MOST or sum(sizes) + len(data) > _MOST_BYTES:
                return None
            write_whole(path, data)
        except OSError:
            return None  # a full or read-only disk costs the short address, not the page
        return key

    def parameters(self, key: str) -> list[tuple[str, str]] | None:
        """The parameters of a kept view; None for a key that nothing is kept under, and for a file whose
        content is not what its key says."""
        if self._folder is None or not _KEY.fullmatch(key):
            return None
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            return None
        if _key(data) != key:
            return None
        return [pair for pair in parse_qsl(data.decode("utf-8")) if pair[0] in STORED]


def _words(state: GraphState) -> str:
    return urlencode([pair for pair in pairs_of(state.query()) if pair[0] in STORED])


def _key(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def with_kept(args: MultiDict[str, str], views: KeptViews) -> tuple[MultiDict[str, str], bool]:
    """The parameters of an address with those of the kept view that its `v` names in the place of its
    own; and whether such a view was named and is not there."""
    key = args.get("v")
    if not key:
        return args, False
    kept = views.parameters(key)
    if kept is None:
        return args, True
    beside = [(name, value) for name, value in args.items(multi=True) if name not in STORED]
    return MultiDict([*kept, *beside]), False


def is_long(query: dict[str, Any]) -> bool:
    """Whether an address of these parameters is too long to be passed on."""
    return len(urlencode(pairs_of(query), safe=":,")) > LONGEST


def short_query(state: GraphState, views: KeptViews) -> dict[str, Any]:
    """The parameters of a view's address: its own, or where these are too long, the key under which it is
    kept."""
    query = state.query()
    if not is_long(query):
        return query
    key = views.key_of(state)
    if key is None:
        return query
    return {"v": key} | {name: value for name, value in query.items() if name not in STORED}
