"""Where uploads are kept and how large they may be, by the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadParameter, PingtaiError

_MB = 1024 * 1024
_FILE_MB, _REQUEST_MB, _LARGEST_MB = 64, 256, 4096
_MOST_FILES = 100


class TooLarge(PingtaiError):
    """A file or a request that is larger than this server takes."""

    status = 413
    kind = "too-large"


class NoUploads(PingtaiError):
    """Nothing can be uploaded now."""

    status = 503
    kind = "uploads-unavailable"


@dataclass(frozen=True)
class Limits:
    """What an upload may have, in bytes and files."""

    file_bytes: int = _FILE_MB * _MB
    request_bytes: int = _REQUEST_MB * _MB
    files: int = _MOST_FILES

    @property
    def file_mb(self) -> int:
        """The largest file in MB."""
        return self.file_bytes // _MB

    @property
    def request_mb(self) -> int:
        """The largest request in MB."""
        return self.request_bytes // _MB

    def request_too_large(self) -> TooLarge:
        """The error for a request that is too large."""
        return TooLarge(
            f"一次最多上传 {self.request_mb} MB；请分几次上传。",
            f"An upload has at most {self.request_mb} MB; send the files in several.",
        )

    def file_too_large(self, name: str) -> TooLarge:
        """The error for a file that is too large."""
        return TooLarge(
            f"{name} 超过每个文件的上限 {self.file_mb} MB，这次上传没有保留；请拆分后再传。",
            f"{name} has more than {self.file_mb} MB; nothing of this upload was kept. Split the file.",
        )

    def too_many(self) -> TooLarge:
        """The error for too many files or fields."""
        return TooLarge(
            f"一次最多上传 {self.files} 个文件。", f"An upload has at most {self.files} files."
        )


def limits() -> Limits:
    """The limits: PINGTAI_UPLOAD_FILE_MB for a file, PINGTAI_UPLOAD_MB for a request. Raises BadParameter."""
    file_mb = _megabytes("PINGTAI_UPLOAD_FILE_MB", _FILE_MB)
    request_mb = _megabytes("PINGTAI_UPLOAD_MB", max(_REQUEST_MB, file_mb))
    return Limits(min(file_mb, request_mb) * _MB, request_mb * _MB)


def uploads_path(folder: Path | None) -> Path | None:
    """Where uploads are kept: PINGTAI_UPLOADS, else beside the embedded store's folder; None for a Neo4j
    without that setting."""
    if named := os.environ.get("PINGTAI_UPLOADS"):
        return Path(named)
    return None if folder is None else folder.with_name(f"{folder.name}.uploads")


def _megabytes(name: str, default: int) -> int:
    words = os.environ.get(name)
    if not words:
        return default
    if words.isascii() and words.isdecimal() and 1 <= int(words) <= _LARGEST_MB:
        return int(words)
    raise BadParameter(
        f"{name} 应为 1 到 {_LARGEST_MB} 的整数（MB）。",
        f"{name} is a whole number of MB, 1 to {_LARGEST_MB}.",
    )
