"""What visitors would wait for first, read beside the requests when a server begins: lists, names, the start page.

In: an application and its store. Out: a thread; nobody waits for it, and what it cannot read is read when
somebody asks.
"""

from __future__ import annotations

import logging
import threading
import time

from apiflask import APIFlask

from api.listing.find import read_names
from api.listing.lists import begin_reading
from api.view_start import start_page
from graph.store import Store

_log = logging.getLogger("pingtai")


def begin(application: APIFlask, store: Store) -> threading.Thread:
    """Begin to read."""
    thread = threading.Thread(target=_read, args=(application, store), daemon=True)
    thread.start()
    return thread


def _read(application: APIFlask, store: Store) -> None:
    start = time.monotonic()
    try:
        # One after the other: they would only wait for the same store.
        for reading in begin_reading(store):
            reading.result()
        with application.test_request_context("/"):
            start_page()
        read_names(store).result()
    except Exception as error:  # the store may be closed meanwhile; who asks is told what is wrong
        _log.info("lists are read when they are asked for: %s", error)
    else:
        _log.info("lists, start page and names read in %.1f s", time.monotonic() - start)
