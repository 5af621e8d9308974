"""The processes that load (`api.uploading.child`): one for each job, never two jobs in one.

Starting one takes seconds, most of them for spaCy and the lexicons. So when a job has ended the process of the
next is started, and waits for some minutes with everything read; a job begun by then takes no longer than its
files do.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import api
from graph.store import Store

_STOP_SECONDS = 10.0
#: A process that waits holds some 280 MB.
_SPARE_SECONDS = 900.0


class Processes:
    """The process of the job at hand is its caller's; the one that waits for the next job is kept here.
    `root` is where their errors are written."""

    def __init__(self, store: Store, root: Path) -> None:
        self._store = store
        self._root = root
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[str] | None = None
        self._timer: threading.Timer | None = None
        self._is_closed = False

    def begin(self, folder: Path, files: Sequence[dict[str, str]]) -> subprocess.Popen[str]:
        """A process that loads these files, from now on."""
        with self._lock:
            spare = self._taken()
        if spare is not None and spare.poll() is not None:
            _drop(spare)
            spare = None
        process = spare or self._started()
        # Errors of the last run only: they are for who looks after the server.
        self._log.replace(self._root / "last-run.log")
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # it ended at once; its output tells
            process.stdin.write(json.dumps({"folder": str(folder), "files": files}) + "\n")
            process.stdin.flush()
        return process

    def prepare(self) -> None:
        """Let a process get ready for the next job."""
        with self._lock:
            if self._is_closed or self._spare is not None:
                return
            self._spare = self._started()
            self._timer = threading.Timer(_SPARE_SECONDS, self._dismiss)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """End the process that waits; none will wait any more."""
        self._is_closed = True
        self._dismiss()

    def _dismiss(self) -> None:
        with self._lock:
            spare = self._taken()
        if spare is not None:
            _drop(spare)

    def _taken(self) -> subprocess.Popen[str] | None:
        spare, self._spare = self._spare, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        return spare

    @property
    def _log(self) -> Path:
        return self._root / "next-run.log"

    def _started(self) -> subprocess.Popen[str]:
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "api.uploading.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
                env=environment(self._store),
                start_new_session=True,  # Ctrl-C in the terminal is the server's to handle
            )


def _drop(process: subprocess.Popen[str]) -> None:
    """End a process that was given no job: it holds nothing."""
    with process:  # closes the pipes and waits
        process.kill()


def environment(store: Store) -> dict[str, str]:
    """The store as this process has it, whatever option named it."""
    found: dict[str, Any] = dict(os.environ)
    found |= {"PINGTAI_STORE": store.url, "PYTHONIOENCODING": "utf-8"}
    if store.engine == "neo4j":
        _, auth, database = store.reading_access()
        found |= {"PINGTAI_STORE_AUTH": ":".join(auth)} if auth else {}
        found |= {"PINGTAI_STORE_DATABASE": database} if database else {}
    home = str(Path(api.__file__).resolve().parent.parent)
    found["PYTHONPATH"] = os.pathsep.join([home, *filter(None, [found.get("PYTHONPATH")])])
    return found


def end(process: subprocess.Popen[str]) -> None:
    """Close the pipe, by which the process ends, and wait for it."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
