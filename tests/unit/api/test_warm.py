"""Lists are read beside the requests: when a server begins, and when the graph has changed."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from api.app import create_app
from api.warm import kept_warm
from graph.overlaps import mark_changed
from graph.store import open_store

_PATIENCE, _PAUSE = 60.0, 0.05


def test_lists_are_read_at_the_start_and_again_after_a_change(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "pingtai")

    def wait_for_readings(count: int) -> None:
        until = time.monotonic() + _PATIENCE
        while sum("names read in" in line for line in caplog.messages) < count:
            assert time.monotonic() < until
            time.sleep(_PAUSE)

    with open_store(f"embedded:{tmp_path / 'data'}") as store:
        store.prepare()
        with kept_warm(create_app(store), store, _PAUSE):
            wait_for_readings(1)
            time.sleep(10 * _PAUSE)  # nothing has changed
            assert sum("names read in" in line for line in caplog.messages) == 1
            store.write(mark_changed)
            wait_for_readings(2)
