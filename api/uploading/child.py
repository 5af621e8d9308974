"""The process that loads the files of one job: it reads as `pingtai ingest` does, and tells how far it is.

It gets ready before it is told of the job. Standard input: one line of JSON with the files, later `cancel`; when it closes, the server is gone and this
process ends at once (a load that is not whole leaves nothing). Standard output: a line of JSON for each step.
The store is that of the environment, as for every command.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import PingtaiError
from graph.queries import library
from graph.sources import list_sources
from graph.store import Store, open_store
from ingest.load import FileOutcome, ingest, make_ready

#: A file about which nothing is heard for so long will not end.
_SILENCE_SECONDS = 1800
_TELL_SECONDS = 0.3
_MOST_FINDINGS = 20
_NICENESS = 5


class _Run:
    """One job."""

    def __init__(self, store: Store, files: Path, asked: list[dict[str, str]]) -> None:
        self._store = store
        self._files = files
        self._asked = asked
        self._names: dict[Path, str] = {}
        self._numbers: dict[Path, int] = {}
        self._told_at = 0.0
        self._is_cancelled = threading.Event()
        self._loaded: dict[int, str] = {}

    def listen(self) -> None:
        """Hear what the server says until it is gone."""
        for line in sys.stdin:
            if line.strip() == "cancel":
                self._is_cancelled.set()
        os._exit(1)

    def go(self) -> None:
        """Load the files, then tell what came in."""
        self._store.prepare()
        before = self._pairs()
        for outcome in ingest(
            self._store, self._each(), self._progress, self._comparing, names=self._names
        ):
            self._ended(outcome)
        _tell(phase="counting")
        new = self._pairs() - before if self._loaded else set()
        for number, source in self._loaded.items():
            _tell(file=number, **self._contents(source, new))
        self._drop_unused()
        _tell(new_findings=len(new), end=True)

    def _each(self) -> Iterator[Path]:
        for number, one in enumerate(self._asked):
            if self._is_cancelled.is_set():
                return
            # Under its content's name: the same file twice is one.
            path = self._files / one["sha256"]
            Path(one["path"]).replace(path)
            self._names[path], self._numbers[path] = one["name"], number
            _tell(file=number, phase="reading")
            yield path

    def _progress(self, path: Path, done: int, total: int) -> None:
        if self._is_time() or done == total:
            percent = 100 * done // max(total, 1)
            _tell(file=self._numbers[path], phase="writing", percent=percent)

    def _comparing(self, count: int) -> None:
        if self._is_time():
            _tell(compared=count)

    def _is_time(self) -> bool:
        now = time.monotonic()
        if now - self._told_at < _TELL_SECONDS:
            return False
        self._told_at = now
        return True

    def _ended(self, outcome: FileOutcome) -> None:
        number = self._numbers[outcome.path]
        if outcome.outcome == "loaded":
            self._loaded[number] = outcome.source
        reason = outcome.reason.replace(str(outcome.path), self._names[outcome.path])
        _tell(
            file=number,
            phase="ended",
            percent=0 if outcome.outcome == "failed" else 100,
            outcome=outcome.outcome,
            reason=reason or None,
            source_id=outcome.source or None,
            counts=outcome.counts,
            notes=list(outcome.notes),
            documents=self._documents(outcome.source),
        )

    def _documents(self, source: str) -> list[dict[str, str]]:
        rows = library().run(self._store, "documents_of_source", source_id=source) if source else []
        return [{"id": row["document_id"], "name": row["name"]} for row in rows]

    def _contents(self, source: str, new: set[tuple[str, str]]) -> dict[str, Any]:
        nodes = library().run(self._store, "nodes_of_source", source_id=source)
        rows = library().run(self._store, "findings_of_source", source_id=source) if new else []
        found = [row for row in rows if (row["a_id"], row["b_id"]) in new]
        keys = ("finding_id", "kind", "score", "a", "b")
        return {
            "nodes": {row["label"]: row["nodes"] for row in nodes},
            "findings": [{key: row[key] for key in keys} for row in found[:_MOST_FINDINGS]],
            "findings_total": len(found),
        }

    def _pairs(self) -> set[tuple[str, str]]:
        rows = library().run(self._store, "overlapping_pairs")
        return {(row["a_id"], row["b_id"]) for row in rows if row["kind"] != "design"}

    def _drop_unused(self) -> None:
        """Files that no source was read from: refused ones, and those of sources that were removed."""
        used = {Path(path).name for row in list_sources(self._store) for path in row["paths"] or []}
        for path in self._files.iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)


def _tell(**what: Any) -> None:
    faulthandler.dump_traceback_later(_SILENCE_SECONDS, exit=True)
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Do what standard input says; the exit code is 0 when the job came to its end."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)  # answering goes before loading
    make_ready()
    line = sys.stdin.readline()
    if not line:
        return 0  # no job came
    asked = json.loads(line)
    _tell(phase="starting")
    try:
        with open_store() as store:
            run = _Run(store, Path(asked["folder"]), asked["files"])
            threading.Thread(target=run.listen, daemon=True).start()
            run.go()
    except PingtaiError as error:
        _tell(problem=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
