"""What visitors would wait for first, read beside the requests: lists, names, the start page. When a server
begins, and again when the graph has changed and then stood still for a moment.

In: an application and its store. Out: a thread; nobody waits for it, and what it cannot read is read when
somebody asks.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from apiflask import APIFlask

from api.listing.find import read_names
from api.listing.lists import begin_reading, items_of
from api.together import MOST_TOGETHER
from api.view_start import start_page
from graph.errors import PingtaiError
from graph.queries import library
from graph.store import Standing, Store

_log = logging.getLogger("pingtai")
#: Seconds between two looks at the graph's version: a load of several files changes it again and again.
_PAUSE = 3.0
_PRACTICE = 400


@contextmanager
def kept_warm(application: APIFlask, store: Store, pause: float = _PAUSE) -> Iterator[None]:
    """Read, and read again after a change, until the context ends; end it before the store."""
    end = threading.Event()
    thread = threading.Thread(target=_keep, args=(application, store, end, pause), daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()


def _keep(application: APIFlask, store: Store, end: threading.Event, pause: float) -> None:
    """Look, and read what has stood since the look before and was not read yet."""
    read: Standing | None = None
    before: Standing | None = None
    while True:
        now = _standing(store)
        if now is not None and now != read and now == (before or now):
            _read(application, store)
            read = now
        before = now
        if end.wait(pause):
            return


def _practise(store: Store) -> None:
    """Ask for some items: a store's server translates a query for its machine when it was asked often."""
    ids = items_of(store, "platforms").ids[: _PRACTICE * MOST_TOGETHER]
    for first in range(0, len(ids), MOST_TOGETHER):
        library().run(store, "platforms_with_statements", ids=ids[first : first + MOST_TOGETHER])


def _standing(store: Store) -> Standing | None:
    """The graph's version; None where the store does not answer."""
    try:
        return store.standing()
    except PingtaiError:
        return None


def _read(application: APIFlask, store: Store) -> None:
    start = time.monotonic()
    try:
        # One after the other: they would only wait for the same store.
        for reading in begin_reading(store):
            reading.result()
        with application.test_request_context("/"):
            start_page()
        read_names(store).result()
        _practise(store)
    except Exception as error:  # who asks is told what is wrong
        _log.info("lists are read when they are asked for: %s", error)
    else:
        _log.info("lists, start page and names read in %.1f s", time.monotonic() - start)
