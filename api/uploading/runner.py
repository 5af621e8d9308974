"""The queue of jobs: one after the other, each loaded by a process of its own (`api.uploading.child`)."""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.uploading.job import Job, JobFile, NamedNode, NewFinding
from api.uploading.limits import Limits, NoUploads, limits, uploads_path
from api.uploading.processes import Processes, end
from api.uploading.receive import Received, receive
from api.uploading.shelf import INTERRUPTED, Shelf
from graph.errors import NotFound, PingtaiError
from graph.store import Store

_log = logging.getLogger("pingtai")
_MOST_WAITING = 20
_WRITE_SECONDS = 1.0
_STOP_SECONDS = 20.0
_BROKEN = (
    "载入进程意外结束；已载入的文件完整，其余没有留下任何内容，请再传一次。 "
    "The process that loads ended unexpectedly; what was loaded is whole, the rest left nothing. Send it again."
)


class Ended(PingtaiError):
    """A job that has ended cannot be cancelled."""

    status = 409
    kind = "job-ended"


class Uploads:
    """The uploads of a running application. Nothing touches the disk before the first upload."""

    def __init__(self, store: Store) -> None:
        root = uploads_path(store.folder)
        self._shelf = Shelf(root) if root is not None else None
        self._processes = Processes(store, root) if root is not None else None
        self._lock = threading.Lock()
        self._live: dict[str, Job] = {}
        self._folders: dict[str, Received] = {}
        self._waiting: queue.Queue[str | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[str] | None = None
        self._is_closing = False

    def receive(self, environ: dict[str, Any]) -> Received:
        """Bring a request's files onto the disk. Raises NoUploads and what `receive` raises."""
        shelf = self._taken()
        with self._lock:
            if len(self._live) >= _MOST_WAITING:
                raise NoUploads(
                    f"已有 {_MOST_WAITING} 个上传在等待；请稍后再传。",
                    f"{_MOST_WAITING} uploads are waiting; try again later.",
                )
        return receive(shelf.incoming, self.limits(), environ)

    def accept(self, received: Received, by: str | None) -> Job:
        """Queue what was received."""
        shelf = self._taken()
        files = [JobFile(name=f.name, size=f.size, sha256=f.sha256) for f in received.files]
        job = Job(id=received.id, by=by, created_at=_now(), files=files)
        shelf.write(job)
        shelf.prune()
        with self._lock:
            if self._is_closing:
                received.discard()
                raise NoUploads("服务正在停止。", "The server is stopping.")
            self._live[job.id], self._folders[job.id] = job, received
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._thread.start()
            self._waiting.put(job.id)
            return job.model_copy(deep=True)

    def get(self, ident: str) -> Job:
        """A job as it is now. Raises NotFound."""
        with self._lock:
            if ident in self._live:
                return self._live[ident].model_copy(deep=True)
        job = self._shelf.read(ident) if self._shelf is not None else None
        if job is None:
            raise NotFound("没有这个上传任务。", "There is no such job.")
        return job

    def all(self) -> list[Job]:
        """All jobs that are kept, newest first."""
        kept = self._shelf.all() if self._shelf is not None else []
        with self._lock:
            live = {ident: job.model_copy(deep=True) for ident, job in self._live.items()}
        return [live.get(job.id, job) for job in kept]

    def cancel(self, ident: str) -> Job:
        """Stop a job: one that waits at once, one that runs after the file at hand. Raises NotFound, Ended."""
        self.get(ident)
        with self._lock:
            live = self._live.get(ident)
            if live is None:
                raise Ended("任务已经结束。", "The job has ended.")
            live.is_cancelling = True
            if live.state == "running" and self._process is not None:
                with contextlib.suppress(OSError, ValueError):
                    assert self._process.stdin is not None
                    self._process.stdin.write("cancel\n")
                    self._process.stdin.flush()
            return live.model_copy(deep=True)

    @staticmethod
    def limits() -> Limits:
        """How much an upload may have."""
        return limits()

    def landing(self) -> Path:
        """The folder in which a request is kept until it is whole. Raises NoUploads."""
        return self._taken().incoming

    def close(self) -> None:
        """Stop: what is not whole leaves nothing, and its job is shown as interrupted. To be called before
        the store is closed."""
        with self._lock:
            self._is_closing = True
            process, thread = self._process, self._thread
        if self._processes is not None:
            self._processes.close()
        if process is not None:
            end(process)
        if thread is not None:
            self._waiting.put(None)
            thread.join(_STOP_SECONDS)
        if self._shelf is not None:
            self._shelf.leave()

    def _taken(self) -> Shelf:
        if self._shelf is None:
            raise NoUploads(
                "请管理员用环境变量 PINGTAI_UPLOADS 写明上传文件夹。",
                "The administrator has to name a folder of uploads with PINGTAI_UPLOADS.",
            )
        with self._lock:
            self._shelf.take()
        return self._shelf

    # The thread of the queue

    def _work(self) -> None:
        while (ident := self._waiting.get()) is not None:
            with self._lock:
                job, received = self._live[ident], self._folders[ident]
            try:
                self._run(job, received)
            except Exception as error:
                _log.exception("upload %s", ident, exc_info=error)
                with self._lock:
                    _finish(job, "failed", _BROKEN)
            finally:
                received.discard()
                with self._lock:
                    with contextlib.suppress(OSError):
                        self._written(job)
                    del self._live[ident], self._folders[ident]
            self._make_ready()

    def _make_ready(self) -> None:
        """Let a process get ready for the next job; without one, the next starts its own."""
        assert self._processes is not None
        try:
            self._processes.prepare()
        except OSError as error:
            _log.warning("no process is ready for the next upload", exc_info=error)

    def _run(self, job: Job, received: Received) -> None:
        with self._lock:
            if self._is_closing:
                _finish(job, "interrupted", INTERRUPTED)
            elif job.is_cancelling:
                _finish(job, "cancelled", None)
            if not job.is_live:
                return
            job.state, job.started_at = "running", _now()
            self._process = process = self._start(received)
            self._written(job)
        written = time.monotonic()
        told: dict[str, Any] = {}
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                told = json.loads(line)
                with self._lock:
                    _take(job, told)
                    if time.monotonic() - written > _WRITE_SECONDS:
                        self._written(job)
                        written = time.monotonic()
        end(process)
        with self._lock:
            self._process = None
            if told.get("end"):
                _finish(job, "cancelled" if job.is_cancelling else "done", None)
            elif self._is_closing:
                _finish(job, "interrupted", INTERRUPTED)
            else:
                _finish(job, "failed", job.problem or _BROKEN)

    def _written(self, job: Job) -> None:
        assert self._shelf is not None
        self._shelf.write(job)

    def _start(self, received: Received) -> subprocess.Popen[str]:
        assert self._shelf is not None
        assert self._processes is not None
        files = [
            {"path": str(f.path.resolve()), "name": f.name, "sha256": f.sha256}
            for f in received.files
        ]
        return self._processes.begin(self._shelf.files.resolve(), files)


def _take(job: Job, told: dict[str, Any]) -> None:
    """Note what the process told."""
    for name in ("compared", "problem", "new_findings"):
        if name in told:
            setattr(job, name, told[name])
    if "file" not in told:
        return
    file = job.files[told["file"]]
    for name, value in told.items():
        if name == "documents":
            file.documents = [NamedNode(**one) for one in value]
        elif name == "findings":
            file.findings = [NewFinding(**one) for one in value]
        elif name != "file":
            setattr(file, name, value)


def _finish(job: Job, state: Any, problem: str | None) -> None:
    job.state, job.problem, job.ended_at = state, problem, _now()
    job.is_cancelling = False
    for file in job.files:
        file.phase = "ended"
        file.outcome = file.outcome or "cancelled"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
