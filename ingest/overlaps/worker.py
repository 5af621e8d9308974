"""A part of the platforms compared in a process of its own.

In: what `compare_part` takes. Out: what it gives. The process is an interpreter that begins anew, reads its
task from a file and writes the result to another. It inherits nothing: threads, a driver and a Java
machine in the process that asks are no danger to it, and that one's main program is not run again.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from ingest.lexicons import rules_version
from ingest.overlaps.candidates import Doors
from ingest.overlaps.compare import Compared, compare_part
from ingest.overlaps.known import Known
from ingest.resolve.overlap_rules import OverlapRules

_Task = tuple[Sequence[Known], OverlapRules, Collection[str] | None]
_Result = tuple[Compared, Doors]


@contextmanager
def comparing(*task: *_Task) -> Iterator[Callable[[], _Result]]:
    """Begin to compare a part elsewhere; what this gives waits for the end and returns what was found. Where
    the process cannot begin or does not end well, the part is compared here: what went wrong then shows
    itself."""
    with TemporaryFile() as given, TemporaryFile() as answer:
        pickle.dump((rules_version(), task), given, pickle.HIGHEST_PROTOCOL)
        given.seek(0)
        process = _begin(given, answer)

        def result() -> _Result:
            if process is None or process.wait() != 0:
                return compare_part(*task)
            answer.seek(0)
            found: _Result = pickle.load(answer)  # noqa: S301 - our own, in a file without a name
            return found

        try:
            yield result
        finally:
            if process is not None:
                process.kill()
                process.wait()


def _begin(given: IO[bytes], answer: IO[bytes]) -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=given,
            stdout=answer,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except OSError:
        return None  # no more processes are allowed


def main() -> None:
    """Do the task that standard input holds. The process ends at once: to take its memory apart piece by
    piece would cost a second."""
    gc.disable()
    version, task = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that began this one
    if version != rules_version():
        os._exit(1)  # the files have changed since the other process read them
    pickle.dump(compare_part(*task), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
    os._exit(0)
