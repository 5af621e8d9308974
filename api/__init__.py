"""The ways in: a JSON API and a web view on Flask, and the command line.

In: requests and commands. Out: what the graph knows, each thing with its evidence. This package reads
the graph through named queries and loads files through `ingest`; it holds no knowledge of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiflask import APIFlask

    from graph.store import Store


def create_app(store: Store) -> APIFlask:
    """The web application over a store: see `api.app`. Loaded on use, for commands that need no web."""
    from api.app import create_app as make

    return make(store)
