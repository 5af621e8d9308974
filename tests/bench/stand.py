"""What the API is measured on: a store with many platforms, served, and Datasette serving the same rows.

In: a folder. Out: the embedded store filled from files (kept in the folder, so that a second run finds
it), the same rows in SQLite with indexes, and both servers on free ports, each a process of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

from api.exports.tables import words
from api.lists import LISTS, all_of
from graph.store import Rows, Store
from ingest.load import ingest
from tests.bench.platforms import synthesise
from tests.bench.rosters import write_files

_START_SECONDS = 60
_DONE = "loaded.json"


@dataclass(frozen=True)
class Served:
    """A server: its address and its process."""

    url: str
    process: psutil.Process

    @property
    def resident(self) -> float:
        """Megabytes of memory that it holds."""
        return float(self.process.memory_info().rss) / 2**20


def fill(store: Store, folder: Path, count: int) -> float:
    """Load so many invented platforms from files, if the folder's store has not read them yet; returns the
    seconds that it took."""
    done = folder / _DONE
    if done.exists():
        return float(json.loads(done.read_text("utf-8"))["seconds"])
    files = folder / "files"
    files.mkdir(exist_ok=True)
    paths = write_files(synthesise(count), files)
    start = time.perf_counter()
    for outcome in ingest(store, paths):
        assert outcome.outcome in ("loaded", "unchanged"), outcome
    seconds = time.perf_counter() - start
    done.write_text(json.dumps({"seconds": seconds}), "utf-8")
    return seconds


def sqlite_of(store: Store, path: Path) -> None:
    """The rows of the list of platforms as a table with a key and an index for each order and filter."""
    if path.exists():
        return
    spec = LISTS["platforms"]
    columns = tuple(spec.row.model_fields)
    fresh = path.with_suffix(".partial")
    fresh.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(fresh)) as base, base:
        names = ", ".join(columns)
        base.execute(f"CREATE TABLE platforms ({names}, PRIMARY KEY (platform_id))")
        marks = ", ".join("?" for _ in columns)
        for rows in all_of(spec, store, spec.asked()):
            base.executemany(f"INSERT INTO platforms VALUES ({marks})", _cells(rows, columns))
        for column in ("platform", "hosts", "region", "year"):
            base.execute(f"CREATE INDEX by_{column} ON platforms ({column}, platform_id)")
    fresh.rename(path)


def _cells(rows: Rows, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        values = (row.get(column) for column in columns)
        yield tuple(words(one) if isinstance(one, (list, tuple)) else one for one in values)


@contextlib.contextmanager
def served(store: Store) -> Iterator[Served]:
    """Our server over that store."""
    command = [sys.executable, "-m", "api.cli", "serve", "--store", store.url, "--port", "0"]
    with _running(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://[\w.:]+", line):
                yield Served(found[0], psutil.Process(process.pid))
                return
        raise RuntimeError("the server did not start")


@contextlib.contextmanager
def datasette(path: Path) -> Iterator[Served | None]:
    """Datasette over that file, as a file that never changes, which is its fastest; None where it is not
    installed."""
    if find_spec("datasette") is None:
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(path), "--port", str(port)]
    with _running(command, stdout=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(f"{url}/-/versions.json"):
            assert time.monotonic() < deadline, "Datasette did not start"
            time.sleep(0.1)
        yield Served(url, psutil.Process(process.pid))


@contextlib.contextmanager
def _running(command: list[str], stdout: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=stdout, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
        return bool(answer.status == 200)
    return False
