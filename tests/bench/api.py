"""The API on many platforms: requests a second beside Datasette's over the same rows, the time of answers
beside that of the store's own queries, search, exports, and memory.

Usage: python -m tests.bench.api [--platforms N] [--seconds N] [--keep FOLDER]. `cold` are addresses that were
not asked for before, `warm` is one over and over, which we answer from memory and Datasette from SQLite.
wrk comes from the system (apt install wrk), Datasette from the extra `bench`; without them that part is left
out. Another run on a folder that is kept does not load again.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient

from api.app import create_app
from api.listing.find import read_names, search
from graph.queries import library
from graph.store import Rows, Store, open_store
from tests.bench import stand, wrk

_PAGES = ("/", "/platforms", "/hosts", "/fields", "/types", "/documents")
_EXPORTS = ("platforms.csv", "platforms.json", "platforms.xlsx")
_COLD, _SAMPLE, _PAGE = 20_000, 30, 50
#: Without what Datasette reckons for people: it would only make it slower.
_ORDER = "?_size=50&_sort=platform&_shape=objects&_nosuggest=1&_nofacet=1"
_WORDS = ("中药", "重点实验室", "广东省", "gdsz", "jjgy", "云科〔2021〕8号", "云科[2021]8号")


class Timed:
    """How long a store's reading took, since it was last asked."""

    def __init__(self, store: Store) -> None:
        self.seconds = 0.0
        self._read = store.read
        store.read = self._timed  # type: ignore[method-assign]

    def _timed(self, *given: Any, **more: Any) -> Rows:
        start = time.perf_counter()
        try:
            return self._read(*given, **more)
        finally:
            self.seconds += time.perf_counter() - start

    def since(self, work: Callable[[], object]) -> tuple[float, float]:
        """Seconds of some work, and those of them that the store took."""
        self.seconds = 0.0
        start = time.perf_counter()
        work()
        return time.perf_counter() - start, self.seconds


def get(client: FlaskClient, path: str) -> int:
    """Ask for an address; returns the bytes that are sent."""
    answer = client.get(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(answer.get_data())


def pages(client: FlaskClient, timed: Timed) -> None:
    """Each page when first asked for and again, beside the store's part of the first, and its size."""
    print(
        f"\n{'page':<14}{'first ms':>10}{'store ms':>10}{'ratio':>7}{'again ms':>10}{'bytes':>10}"
    )
    get(client, "/queries")  # templates and queries are read once
    for path in _PAGES:
        first, store = timed.since(lambda path=path: get(client, path))  # type: ignore[misc]
        again, _ = timed.since(lambda path=path: get(client, path))  # type: ignore[misc]
        size = get(client, path)
        print(
            f"{path:<14}{first * 1000:>10.1f}{store * 1000:>10.1f}{first / store if store else 0:>7.2f}"
            f"{again * 1000:>10.1f}{size:>10,}",
            flush=True,
        )


def own_query(store: Store, query: str, asked: Sequence[dict[str, Any]], callers: int = 1) -> float:
    """Median milliseconds of the store's own query of a list or an item, asked by so many at once."""

    def spent(values: dict[str, Any]) -> float:
        start = time.perf_counter()
        library().run(store, query, **values)
        return 1000 * (time.perf_counter() - start)

    with ThreadPoolExecutor(callers) as pool:
        return statistics.median(pool.map(spent, [*asked] * callers))


def searches(store: Store) -> None:
    """Median milliseconds of a search as pages ask for it, once the names are read."""
    read_names(store).result()
    print(f"\n{'search for':<24}{'ms':>8}{'hits':>6}  first")
    for text in _WORDS:
        spent = []
        for _ in range(10):
            start = time.perf_counter()
            rows = search(store, text)
            spent.append(1000 * (time.perf_counter() - start))
        first = rows[0]["name"] if rows else ""
        print(f"{text:<24}{statistics.median(spent):>8.1f}{len(rows):>6}  {first}", flush=True)


@contextmanager
def watched(server: stand.Served) -> Iterator[list[float]]:
    """The most megabytes that a server holds meanwhile, in a list that is filled at the end."""
    most, end = [server.resident], threading.Event()

    def watch() -> None:
        while not end.wait(0.2):
            most[0] = max(most[0], server.resident)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        end.set()
        watcher.join()


def exports(server: stand.Served) -> None:
    """Every row as a file, and the server's memory meanwhile."""
    print(f"\n{'file':<20}{'s':>8}{'MB':>8}{'memory before':>15}{'most':>8}")
    for name in _EXPORTS:
        before, size, start = server.resident, 0, time.perf_counter()
        with watched(server) as most, urllib.request.urlopen(f"{server.url}/api/v1/{name}") as file:
            while piece := file.read(2**20):
                size += len(piece)
        spent = time.perf_counter() - start
        print(
            f"{name:<20}{spent:>8.1f}{size / 2**20:>8.1f}{before:>15.0f}{most[0]:>8.0f}", flush=True
        )


def pressed(
    ours: stand.Served, theirs: stand.Served | None, rows: Rows, seconds: int, folder: Path
) -> dict[str, wrk.Figures]:
    """Lists and items, warm and cold, of both servers; returns ours."""
    ids = [row["platform_id"] for row in rows]
    hosts = list(dict.fromkeys(host for row in rows for host in row["host_ids"]))
    named = list(dict.fromkeys(name for row in rows for name in row["hosts"]))
    table = "/rows/platforms"
    by_host = "&hosts__exact="
    asked = {
        "list, warm": (["/api/v1/platforms"], [f"{table}.json{_ORDER}"]),
        "list, cold": (
            [f"/api/v1/platforms?host={one}" for one in hosts],
            [f"{table}.json{_ORDER}{by_host}{quote(one)}" for one in named],
        ),
        "item, warm": ([f"/api/v1/nodes/{ids[0]}"], [f"{table}/{ids[0]}.json?_shape=objects"]),
        "item, cold": (
            [f"/api/v1/nodes/{one}" for one in ids],
            [f"{table}/{one}.json?_shape=objects" for one in ids],
        ),
    }
    print(
        f"\n{'':<14}{'':<10}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}{'MB':>7}{'→':>5}"
    )
    found: dict[str, wrk.Figures] = {}
    for name, (mine, other) in asked.items():
        for who, server, paths in (("ours", ours, mine), ("Datasette", theirs, other)):
            if server is None:
                continue
            before = server.resident
            got = wrk.press(server.url, paths, seconds, folder)
            print(
                f"{name:<14}{who:<10}{got.rate:>12,.0f}{got.p50:>9.1f}{got.p99:>9.1f}{got.failed:>8}"
                f"{before:>7.0f}{server.resident:>6.0f}",
                flush=True,
            )
            if who == "ours":
                found[name] = got
            else:
                ratio = found[name].rate / got.rate if got.rate else float("inf")
                print(f"{name:<14}ours / Datasette: {ratio:.2f}", flush=True)
    return found


def measure(folder: Path, count: int, seconds: int) -> None:
    """All of it, over a store in that folder."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(f"embedded:{folder / 'data'}"))
        spent = stand.fill(store, folder, count)
        print(f"{count:,} platforms, loaded from files and compared in {spent:.0f} s", flush=True)
        rows_path = folder / "rows.db"
        stand.sqlite_of(store, rows_path)
        timed = Timed(store)
        client = create_app(store).test_client()
        pages(client, timed)
        searches(store)
        rows = client.get("/api/v1/platforms.json", buffered=True).get_json()[:_COLD]
        ours = stack.enter_context(stand.served(store))
        exports(ours)
        if not wrk.is_here():
            print("没有 wrk，略过：apt install wrk。 wrk is not installed: apt install wrk.")
            return
        theirs = stack.enter_context(stand.datasette(rows_path))
        if theirs is None:
            print("没有 Datasette，略过对比。 Datasette is not installed: no comparison.")
        found = pressed(ours, theirs, rows, seconds, folder)
        compared(store, rows, found)


def compared(store: Store, rows: Rows, found: dict[str, wrk.Figures]) -> None:
    """Our 99th percentile beside the median of the store's own query for the same (the rows of a page whose ids
    are known, a host's platforms, an item): asked alone, and by as many at once as pressed us."""
    tail = rows[-_SAMPLE:]
    items = [{"id": row["platform_id"]} for row in tail]
    ids = [row["platform_id"] for row in rows]
    pages_of_ids = [{"ids": ids[at : at + _PAGE]} for at in range(0, _PAGE * 10, _PAGE)]
    hosts = [{"host_id": row["host_ids"][0]} for row in tail if row["host_ids"]]
    for name, query, asked in (
        ("list, warm", "platforms_by_ids", pages_of_ids),
        ("list, cold", "platforms_of_host", hosts),
        ("item, warm", "node_with_statements", items),
        ("item, cold", "node_with_statements", items),
    ):
        p99 = found[name].p99
        alone = own_query(store, query, asked)
        crowded = own_query(store, query, asked, wrk.CONNECTIONS)
        print(
            f"{name}: p99 {p99:.1f} ms; the store's query alone {alone:.1f} ms (ratio {p99 / alone:.2f}), "
            f"by {wrk.CONNECTIONS} at once {crowded:.1f} ms (ratio {p99 / crowded:.2f})"
        )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platforms", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=30, help="of each press of wrk")
    parser.add_argument("--keep", type=Path, help="a folder to keep the store in")
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        measure(options.keep.resolve(), options.platforms, options.seconds)
        return 0
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), options.platforms, options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
