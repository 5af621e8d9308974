"""Keeps a server process alive exactly as long as the process that asked for it.

Run as a script: `guard.py FOLDER COMMAND…`. Its standard input is a pipe held by the parent; when the
parent ends, in whatever way, the pipe closes, and the guard ends the server in good order. While it
runs it holds a lock in the folder, by which others know that the server lives.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from filelock import FileLock

LOCK_NAME = "server.alive"
_PR_SET_PDEATHSIG = 1
_PATIENCE_SECONDS = 30


def _end_with_guard() -> None:
    """On Linux the kernel ends the server even when the guard itself is killed."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_when_parent_is_gone(server: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    server.terminate()
    try:
        server.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()


def main(folder: Path, command: list[str]) -> int:
    """Run the command until it ends or the parent is gone; return the command's exit code."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        # The end of the pipe is the only way to ask. A handler, because the server would inherit
        # SIG_IGN and then could not be ended.
        signal.signal(stop, lambda *_: None)
    server = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=_end_with_guard if os.name == "posix" else None,  # noqa: PLW1509  (no thread runs yet)
    )
    with FileLock(folder / LOCK_NAME, mode=0o600):
        threading.Thread(target=_end_when_parent_is_gone, args=(server,), daemon=True).start()
        return server.wait()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
