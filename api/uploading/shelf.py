"""The folder of uploads: jobs as small JSON files, files on their way, files that sources were read from.

One process at a time takes uploads into a folder. Jobs that wait or run while nobody holds the folder were
interrupted: their process is gone.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from api.uploading.job import Job
from api.uploading.limits import NoUploads
from api.uploading.receive import make_private
from api.whole_file import write_whole

_ID = re.compile(r"[0-9a-f]{16}")
_MOST_JOBS = 200
_KEPT_DAYS = 30
INTERRUPTED = (
    "服务在完成前停止；没有载完的文件没有留下任何内容，请再传一次。 "
    "The server stopped before it was done; files that were not whole left nothing. Send them again."
)


class Shelf:
    """The folder and what lies in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.files = root / "files"
        self._jobs = root / "jobs"
        # Taken by one thread and given back by another.
        self._lock = FileLock(root / "uploads.lock", timeout=0, mode=0o600, thread_local=False)

    def take(self) -> None:
        """Be the process that takes uploads. Raises NoUploads where another one is."""
        if self._lock.is_locked:
            return
        for folder in (self.root, self.incoming, self.files, self._jobs):
            make_private(folder)
        try:
            self._lock.acquire()
        except Timeout:
            raise NoUploads(
                "另一个服务正在使用上传文件夹；请在那里上传。",
                "Another server uses the folder of uploads; upload there.",
            ) from None
        self._sweep()

    def leave(self) -> None:
        """Let another process take uploads."""
        self._lock.release()

    def write(self, job: Job) -> None:
        """Keep a job, whole or not at all."""
        data = job.model_dump_json(indent=1).encode("utf-8")
        write_whole(self._jobs / f"{job.id}.json", data)

    def read(self, ident: str) -> Job | None:
        """A kept job, or None; one whose process is gone is interrupted."""
        if not _ID.fullmatch(ident):
            return None
        try:
            job = Job.model_validate_json((self._jobs / f"{ident}.json").read_bytes())
        except (OSError, ValidationError):
            return None
        if job.is_live and not self._lock.is_locked and not self._is_held():
            _interrupt(job)
        return job

    def all(self) -> list[Job]:
        """All kept jobs, newest first."""
        if not self._jobs.is_dir():
            return []
        found = [self.read(path.stem) for path in self._jobs.glob("*.json")]
        jobs = [job for job in found if job is not None]
        return sorted(jobs, key=lambda job: (job.created_at, job.id), reverse=True)

    def prune(self) -> None:
        """Forget old jobs; what was loaded stays in the graph."""
        oldest = (datetime.now(UTC) - timedelta(days=_KEPT_DAYS)).isoformat()
        ended = [job for job in self.all() if not job.is_live]
        for rank, job in enumerate(ended):
            if rank >= _MOST_JOBS or job.created_at < oldest:
                (self._jobs / f"{job.id}.json").unlink(missing_ok=True)

    def _is_held(self) -> bool:
        """Whether another process takes uploads now."""
        try:
            with FileLock(self._lock.lock_file, timeout=0, mode=0o600):
                return False
        except Timeout:
            return True

    def _sweep(self) -> None:
        """What a process that was killed left behind."""
        shutil.rmtree(self.incoming, ignore_errors=True)
        make_private(self.incoming)
        for path in self._jobs.glob(".*"):
            path.unlink(missing_ok=True)
        for job in self.all():
            if job.is_live:
                _interrupt(job)
                self.write(job)


def _interrupt(job: Job) -> None:
    job.state, job.problem = "interrupted", INTERRUPTED
    job.is_cancelling = False
    job.ended_at = job.ended_at or job.started_at
    for file in job.files:
        if file.outcome is None:
            file.phase, file.outcome = "ended", "cancelled"
