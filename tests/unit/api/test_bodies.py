"""Large requests at the real server: refused early, without a byte left on the disk."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.tokens import TokenFile, tokens_path
from api.uploading.runner import Uploads
from graph.store import Store
from tests.unit.api.conftest import listening

_MB = 1024 * 1024
_TWO_GB = 2 * 1024 * _MB


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PINGTAI_UPLOADS", str(tmp_path / "uploads"))
    monkeypatch.setenv("PINGTAI_TOKENS", str(tmp_path / "tokens.json"))
    monkeypatch.setenv("PINGTAI_UPLOAD_FILE_MB", "4")
    monkeypatch.setenv("PINGTAI_UPLOAD_MB", "8")
    # Jobs are queued and never begun: what is tested comes before.
    monkeypatch.setattr(Uploads, "_work", lambda _self: None)
    return tmp_path / "uploads"


@pytest.fixture
def port(filled_store: Store, root: Path) -> Iterator[int]:
    """The port of a real server as it is bound beyond this machine."""
    assert not root.exists()
    with listening(create_app(filled_store, is_open=False)) as port:
        yield port


@pytest.fixture
def secret(root: Path) -> str:
    assert root.name
    return TokenFile(tokens_path(None)).create("ingest")[0]


def head(path: str, secret: str, *more: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: pingtai.example", *more]
    lines += [f"Authorization: Bearer {secret}"] if secret else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer_of(connection: socket.socket) -> tuple[int, dict[str, Any]]:
    """Status and body of the answer; what stands before it, such as 100 Continue, would fail."""
    data = b""
    while b"\r\n\r\n" not in data or len(data.partition(b"\r\n\r\n")[2]) < _length(data):
        got = connection.recv(65536)
        if not got:
            break
        data += got
    top, _, body = data.partition(b"\r\n\r\n")
    status = int(top.split()[1])
    return status, json.loads(body) if b"json" in top else {}


def _length(data: bytes) -> int:
    for line in data.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def asked(port: int, *pieces: bytes) -> tuple[int, dict[str, Any]]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for piece in pieces:
            connection.sendall(piece)
        return answer_of(connection)


def files_of(root: Path) -> list[str]:
    return sorted(
        str(path.relative_to(root.parent))
        for path in root.parent.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", ".json"))
    )


@pytest.mark.parametrize("more", [(), ("Expect: 100-continue",)])
def test_two_gigabytes_are_refused_before_they_come(
    port: int, secret: str, root: Path, more: tuple[str, ...]
) -> None:
    kind = "Content-Type: multipart/form-data; boundary=x"
    for path in ("/api/v1/ingest", "/upload"):
        begun = time.monotonic()
        length = f"Content-Length: {_TWO_GB}"
        status, problem = asked(port, head(path, secret, kind, length, *more))
        assert status == 413
        assert time.monotonic() - begun < 10
    _, problem = asked(port, head("/api/v1/ingest", secret, kind, f"Content-Length: {_TWO_GB}"))
    assert problem["type"] == "urn:pingtai:too-large"
    assert "8 MB" in problem["detail"]
    assert files_of(root) == []
    assert asked(port, b"GET /signin HTTP/1.0\r\n\r\n")[0] == 200


def test_in_chunks_it_is_refused_when_it_passes_the_limit(
    port: int, secret: str, root: Path
) -> None:
    chunk = b"%x\r\n" % _MB + b"x" * _MB + b"\r\n"
    sent = 0
    kind = "Content-Type: multipart/form-data; boundary=x"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head("/api/v1/ingest", secret, kind, "Transfer-Encoding: chunked"))
        try:
            while sent < 64:
                connection.sendall(chunk)
                sent += 1
        except OSError:  # it hung up, which ends what would have been 2 GB
            pass
        else:
            pytest.fail("64 MB were taken where 8 are the limit")
    assert asked(port, b"GET /signin HTTP/1.0\r\n\r\n")[0] == 200
    assert files_of(root) == []


def test_strangers_cannot_fill_the_disk(port: int, secret: str, root: Path) -> None:
    other = TokenFile(tokens_path(None)).create("review")[0]
    length = f"Content-Length: {4 * _MB}"
    for one in ("", "pt_x", other):
        status, problem = asked(port, head("/api/v1/ingest", one, length))
        assert status == 401, one
        assert problem["type"] == "urn:pingtai:needs-token"
    basic = "Cookie: session=x.y.z; a=b"
    assert asked(port, head("/api/v1/ingest", "", length, basic))[0] == 401
    by_name = head("/api/v1/ingest", "", length).replace(b"pingtai.example", b"localhost")
    assert asked(port, by_name)[0] == 401, "bound beyond this machine the name does not help"
    assert not root.exists()
    assert secret


def test_other_addresses_keep_their_limit(port: int, secret: str) -> None:
    for path in ("/api/v1/cypher", "/signin", "/api/v1/ingest/x", "/"):
        status, _ = asked(port, head(path, secret, f"Content-Length: {3 * _MB}"))
        assert status == 413, path


@pytest.mark.parametrize("in_chunks", [False, True])
def test_an_upload_within_the_limits_comes_in(
    port: int, secret: str, root: Path, in_chunks: bool
) -> None:
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="%d.csv"\r\n\r\n' % n
        + b"x" * 2 * _MB
        + b"\r\n"
        for n in range(3)
    )
    body = parts + b"--x--\r\n"
    kind = "Content-Type: multipart/form-data; boundary=x"
    if in_chunks:
        chunked = head("/api/v1/ingest", secret, kind, "Transfer-Encoding: chunked")
        pieces = (chunked, b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n")
    else:
        pieces = (head("/api/v1/ingest", secret, kind, f"Content-Length: {len(body)}"), body)
    status, job = asked(port, *pieces)
    assert status == 202
    assert [file["size"] for file in job["files"]] == [2 * _MB] * 3
    folder = root / "incoming" / job["id"]
    assert sorted(path.name for path in folder.iterdir()) == ["0001", "0002", "0003"]


def test_many_at_once(port: int, secret: str, root: Path) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
        + b"x" * _MB
        + b"\r\n--x--\r\n"
    )
    kind = "Content-Type: multipart/form-data; boundary=x"
    request = head("/api/v1/ingest", secret, kind, f"Content-Length: {len(body)}") + body
    found: list[tuple[int, dict[str, Any]]] = []
    threads = [
        threading.Thread(target=lambda: found.append(asked(port, request))) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [status for status, _ in found] == [202] * 12
    ids = {job["id"] for _, job in found}
    assert len(ids) == 12
    assert {path.name for path in (root / "incoming").iterdir()} == ids


def test_half_an_upload_leaves_nothing(port: int, secret: str, root: Path) -> None:
    kind = "Content-Type: multipart/form-data; boundary=x"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head("/api/v1/ingest", secret, kind, f"Content-Length: {4 * _MB}"))
        connection.sendall(b"x" * _MB)
    time.sleep(0.5)
    assert asked(port, b"GET /signin HTTP/1.0\r\n\r\n")[0] == 200
    assert files_of(root) == []
    assert list((root / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (b"GET /api/v1/hosts HTTP/1.1\r\nX-Long: " + b"x" * 300_000 + b"\r\n\r\n", 431),
        (b"GET /api/v1/hosts HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n", 400),
        (b"GET /api/v1/hosts HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET  HTTP/9.9 x\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\r\n\r\n", 400),
    ],
    ids=["long", "header", "length", "line", "bytes"],
)
def test_what_is_no_request_is_told_in_the_one_shape(
    port: int, request_text: bytes, status: int
) -> None:
    got, problem = asked(port, request_text)
    assert (got, problem["status"]) == (status, status)
    assert problem["detail"]
    assert problem["detail_en"]
    assert asked(port, head("/api/v1/ingest", ""))[0] == 401, "the server goes on"
