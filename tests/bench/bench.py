"""Speed as ratios to the bare library that does the least of the same work, in the same run.

Usage: python -m tests.bench.bench [--rows N] [--neo4j]. Figures in seconds differ from machine to machine;
ratios tell whether a change of ours made something slower.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import spacy

from graph.store import Store, open_store
from ingest.load import ingest
from ingest.pipeline import read_text
from ingest.readers import read
from tests.bench import readers, samples
from tests.contract.conftest import wipe
from tests.neo4j import server

_DOCUMENTS, _CHARACTERS = 20, 10_000
_CHUNK = 2_000
_ROW_LENGTH = 100_000
_RAW = (
    "UNWIND $rows AS row MERGE (p:Platform {id: row[1]}) SET p.name = row[1]",
    "UNWIND $rows AS row MERGE (h:HostUnit {id: row[2]}) SET h.name = row[2]",
    "UNWIND $rows AS row MERGE (f:Field {id: row[3]}) SET f.name = row[3]",
    "UNWIND $rows AS row MATCH (p:Platform {id: row[1]}) MATCH (h:HostUnit {id: row[2]}) "
    "MERGE (p)-[r:HOSTED_BY {key: row[0]}]->(h)",
    "UNWIND $rows AS row MATCH (p:Platform {id: row[1]}) MATCH (f:Field {id: row[3]}) "
    "MERGE (p)-[r:IN_FIELD {key: row[0]}]->(f)",
)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def row(name: str, unit: str, amount: int, ours: float, bare: float) -> None:
    """Print a line: amounts a second, ours and bare, and how much longer ours takes."""
    figures = f"{amount / ours:>16,.0f}{amount / bare:>16,.0f}{ours / bare:>9.1f}"
    print(f"{name:<42}{unit:<8}{figures}", flush=True)


def extraction() -> None:
    """From text to facts, beside spaCy cutting the same text into tokens: of plans, and of what has a fact
    in every sentence, three times as many as the densest plan."""
    bare = spacy.blank("zh")
    for name, has_prose in (("text to facts, plans", True), ("a fact in every sentence", False)):
        texts = samples.policies(_DOCUMENTS, _CHARACTERS, has_prose=has_prose)
        read_text(texts[0])
        bare(texts[0])
        ours = seconds(lambda texts=texts: [read_text(text) for text in texts])  # type: ignore[misc]
        cut = seconds(lambda texts=texts: [bare(text) for text in texts])  # type: ignore[misc]
        row(f"{name} / spaCy tokens", "chars/s", sum(map(len, texts)), ours, cut)


def linearity() -> None:
    """A text of twice the length beside the same text once: for policies, and for rows of one thing that
    no sentence ends. A ratio of 2 is in proportion."""
    policies = "\n".join(samples.policies(50, _CHARACTERS))
    for name, text in (("policies", policies), *samples.ROWS.items()):
        once = (text * (_ROW_LENGTH // len(text) + 1))[:_ROW_LENGTH]
        twice = once + once
        row(
            f"twice the length / once, {name}",
            "chars/s",
            len(once),
            seconds(partial(read_text, twice), 2),
            seconds(partial(read_text, once), 2),
        )


def loading(store: Store, count: int, folder: Path) -> None:
    """A roster from file to graph, beside the same rows merged without reading, evidence or source."""
    path = folder / "roster.csv"
    rows = samples.roster(count)
    store.prepare()

    def raw() -> None:
        for start in range(0, len(rows), _CHUNK):
            chunk = {"rows": rows[start : start + _CHUNK]}
            for cypher in _RAW:
                store.write(lambda writer, c=cypher, v=chunk: writer.run(c, v))  # type: ignore[misc]

    def load() -> None:
        (outcome,) = ingest(store, [path])
        assert outcome.outcome == "loaded", outcome

    raw()  # the server's first statements are slow
    wipe(store)
    bare = seconds(raw, 1)
    wipe(store)
    ours = seconds(load, 1)
    row(f"roster to graph / UNWIND MERGE, {store.engine}", "rows/s", count, ours, bare)


def reading(paths: list[Path]) -> None:
    """Each reader, beside its library on the same file."""
    for path in paths:
        data = path.read_bytes()
        ours = seconds(partial(read, path))
        alone = seconds(partial(readers.BARE[path.suffix], data))
        row(f"reader {path.name} / library alone", "bytes/s", len(data), ours, alone)


def stores(folder: Path, with_neo4j: bool) -> Iterator[Store]:
    """The stores to measure on, one after the other, each with nothing in it."""
    with open_store(f"embedded:{folder / 'data'}") as store:
        yield store
    if not with_neo4j:
        return
    with server.running() as running, open_store(running.url, running.auth) as store:
        yield store


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000, help="rows of the roster")
    parser.add_argument("--neo4j", action="store_true", help="also on a Neo4j from Maven")
    options = parser.parse_args()
    print(f"{'':<42}{'unit':<8}{'ours':>16}{'bare':>16}{'ratio':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = readers.files(folder, options.rows)
        extraction()
        linearity()
        reading(paths)
        for store in stores(folder, options.neo4j):
            loading(store, options.rows, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
