"""A multipart request onto the disk: each file under a name of ours in a private folder, its own name kept
as data only.

Nothing of a request that is refused stays.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header
from werkzeug.wsgi import get_content_length

from api.errors import BadRequest
from api.uploading.limits import Limits, NoUploads
from graph.errors import PingtaiError

FIELD = "files"
_FIELDS = frozenset({"token"})
_LONGEST_NAME = 255
_MOST_FIELD_BYTES = 500_000
_MORE_PARTS = 10


class NoRoom(PingtaiError):
    """The disk cannot hold the upload."""

    status = 507
    kind = "no-room"


@dataclass(frozen=True)
class StagedFile:
    """A file that was received: its place, the name its owner gave it, size and SHA-256."""

    path: Path
    name: str
    size: int
    sha256: str


@dataclass
class Received:
    """What a request brought. Call `discard` where it is not wanted after all."""

    id: str
    folder: Path
    files: list[StagedFile] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    def discard(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)


def plain_name(given: str) -> str:
    """A file's own name, for people to read and for readers to tell its kind: no folders, no control
    characters, not longer than a file's name may be; the suffix stays."""
    name = given.replace("\\", "/").rpartition("/")[2].strip()
    name = "".join("_" if ord(c) < 32 or 127 <= ord(c) < 160 or _is_half(c) else c for c in name)
    if name in ("", ".", ".."):
        name = "未命名"
    # A file system counts bytes; readers look at the suffix.
    while len(name.encode()) > _LONGEST_NAME:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem[:-1]}.{suffix}" if dot and len(suffix) <= 10 and stem else name[:-1]
    return name


def receive(incoming: Path, limits: Limits, environ: dict[str, Any]) -> Received:
    """Write a request's files into a new folder below `incoming`. Raises TooLarge, BadRequest, NoRoom,
    NoUploads, UnsupportedMediaType."""
    mimetype, _ = parse_options_header(environ.get("CONTENT_TYPE", ""))
    if mimetype != "multipart/form-data":
        raise UnsupportedMediaType("Send the files as multipart/form-data.")
    if (get_content_length(environ) or 0) > limits.request_bytes:
        raise limits.request_too_large()
    ident = secrets.token_hex(8)
    received = Received(ident, incoming / ident)
    try:
        received.folder.mkdir(mode=0o700)
        _read(received, limits, environ)
    except BaseException as error:
        received.discard()
        told = _told(error, limits)
        if told is error:
            raise
        raise told from error
    return received


def _read(received: Received, limits: Limits, environ: dict[str, Any]) -> None:
    parts: list[_Part] = []

    def new_part(
        total_content_length: int | None,  # noqa: ARG001  (the parser gives them by name)
        content_type: str | None,  # noqa: ARG001
        filename: str | None,
        content_length: int | None = None,  # noqa: ARG001
    ) -> IO[bytes]:
        if len(parts) >= limits.files:
            raise limits.too_many()
        path = received.folder / f"{len(parts) + 1:04}"
        name = plain_name(filename or "")
        parts.append(_Part(path, limits.file_bytes, lambda: limits.file_too_large(name)))
        return cast("IO[bytes]", parts[-1])

    parser = FormDataParser(
        stream_factory=new_part,
        max_form_memory_size=_MOST_FIELD_BYTES,
        max_content_length=limits.request_bytes,
        max_form_parts=limits.files + _MORE_PARTS,
        silent=False,
    )
    try:
        _, fields, files = parser.parse_from_environ(environ)
    finally:
        for part in parts:
            part.close()
    _check_names(set(fields), set(files))
    received.fields = {name: fields[name] for name in fields}
    for storage in files.getlist(FIELD):
        part = cast("_Part", storage.stream)
        if not storage.filename and not part.size:
            part.path.unlink()  # a browser's field in which nothing was chosen
            continue
        name = plain_name(storage.filename or "")
        received.files.append(StagedFile(part.path, name, part.size, part.sha.hexdigest()))
    if not received.files:
        raise BadRequest({FIELD: ["has no file"]})


def _check_names(fields: set[str], files: set[str]) -> None:
    unknown = sorted((fields - _FIELDS) | (files - {FIELD}))
    if unknown:
        raise BadRequest({name: ["is not known here"] for name in unknown})


def _told(error: BaseException, limits: Limits) -> BaseException:
    """An error in our words where it has such."""
    if isinstance(error, RequestEntityTooLarge):
        return limits.too_many()
    if isinstance(error, (ValueError, ClientDisconnected)):
        return BadRequest({"*": ["the multipart body is not whole"]})
    if isinstance(error, OSError):
        return NoRoom(
            f"不能保存上传的文件（{error.strerror}），没有保留任何内容；请告诉管理员。",
            f"The upload cannot be kept ({error.strerror}), and nothing of it was; tell the administrator.",
        )
    return error


def _is_half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


class _Part(io.RawIOBase):
    """A file being received: counted, hashed, readable by its owner only."""

    def __init__(self, path: Path, most: int, too_large: Callable[[], PingtaiError]) -> None:
        self.path = path
        self.size = 0
        self.sha = hashlib.sha256()
        self._most = most
        self._too_large = too_large
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, _offset: int, _whence: int = 0) -> int:
        # The parser goes back to the start for who reads the part; nobody does.
        return 0

    def write(self, data: Any) -> int:
        self.size += len(data)
        if self.size > self._most:
            raise self._too_large()
        self.sha.update(data)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            os.close(self._handle)
        super().close()


def make_private(folder: Path) -> None:
    """Make a folder that only its owner enters. Raises NoUploads."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise NoUploads(
            f"上传文件夹不能使用（{error.strerror}）；请检查 PINGTAI_UPLOADS。",
            f"The folder of uploads cannot be used ({error.strerror}); check PINGTAI_UPLOADS.",
        ) from None
