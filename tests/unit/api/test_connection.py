"""At the real server: what is at hand is answered by the thread that reads, whatever the others do."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from api.app import create_app
from graph.store import Rows, Store
from tests.unit.api.conftest import listening

_KEPT = "/api/v1/platforms"
_SLOW = "/api/v1/health"
_THREADS = 8


@pytest.fixture
def port(filled_store: Store) -> Iterator[int]:
    with listening(create_app(filled_store)) as port:
        yield port


def request(path: str, *more: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *more, "", ""]).encode()


def answers(connection: socket.socket, count: int) -> list[tuple[int, bytes]]:
    """Status and body of so many answers, in the order in which they come."""
    found: list[tuple[int, bytes]] = []
    data = b""
    while len(found) < count:
        got = connection.recv(65536)
        assert got, "hung up"
        data += got
        while b"\r\n\r\n" in data:
            top, _, rest = data.partition(b"\r\n\r\n")
            names = dict(line.lower().split(b": ", 1) for line in top.split(b"\r\n")[1:])
            length = int(names[b"content-length"])
            if len(rest) < length:
                break
            found.append((int(top.split()[1]), rest[:length]))
            data = rest[length:]
    return found


def asked(port: int, *requests: bytes) -> list[tuple[int, bytes]]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(b"".join(requests))
        return answers(connection, len(requests))


def test_what_is_kept_waits_for_nobody(
    port: int, filled_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked(port, request(_KEPT))[0]
    assert first[0] == 200
    standing = filled_store.standing()
    monkeypatch.setattr(filled_store, "standing_at_hand", lambda: standing)
    begun, go_on = threading.Semaphore(0), threading.Event()
    read = filled_store.read

    def held(*given: Any, **more: Any) -> Rows:
        begun.release()
        assert go_on.wait(20)
        return read(*given, **more)

    monkeypatch.setattr(filled_store, "read", held)
    slow = [
        threading.Thread(target=asked, args=(port, request(_SLOW)), daemon=True)
        for _ in range(_THREADS)
    ]
    for one in slow:
        one.start()
    assert begun.acquire(timeout=20)
    try:
        assert asked(port, request(_KEPT)) == [first]
    finally:
        go_on.set()
        for one in slow:
            one.join(20)


def test_answers_come_in_the_order_of_the_requests(port: int) -> None:
    kept = asked(port, request(_KEPT))[0]
    several = asked(
        port, request(_KEPT), request(_SLOW), request(_KEPT), request("/api/v1/x"), request(_KEPT)
    )
    assert [status for status, _ in several] == [200, 200, 200, 404, 200]
    assert json.loads(several[1][1])["status"] == "ok"
    assert {several[0], several[2], several[4]} == {kept}


def test_what_has_changed_is_not_at_hand(port: int, filled_store: Store) -> None:
    def told() -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(request(_KEPT, "Connection: close"))
            top = b""
            while got := connection.recv(65536):
                top += got
        return next(line for line in top.split(b"\r\n") if line.startswith(b"Etag: "))

    before = told()
    assert told() == before
    filled_store.write(lambda writer: writer.run("MATCH (g:GraphInfo) SET g.loads = g.loads + 1"))
    assert told() != before


def test_behind_a_proxy_the_host_that_was_asked_for_counts(
    filled_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINGTAI_TRUSTED_PROXY", "127.0.0.1")
    with listening(create_app(filled_store)) as port:
        assert asked(port, request(_KEPT))[0][0] == 200
        ((status, _),) = asked(port, request(_KEPT, "X-Forwarded-Host: pingtai.example"))
        assert status == 401
