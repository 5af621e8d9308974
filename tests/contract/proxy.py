"""A TCP proxy that drops connections, to stand between a store and its server."""

from __future__ import annotations

import contextlib
import socket
import threading


class DroppingProxy:
    """Forwards connections to `target` and, when armed, drops one in the middle of what the client
    sends. Use as a context manager; `url` is where to connect."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._bytes_before_drop: list[int] = []
        self.dropped = 0

    @property
    def url(self) -> str:
        """The Bolt address of the proxy."""
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def drop_after(self, *counts: int) -> None:
        """Drop a connection after so many bytes from the client, once for each count, in order."""
        with self._lock:
            self._bytes_before_drop = list(counts)

    def close(self) -> None:
        """Drop all and accept no more: the server is gone."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for one in self._open:
                _shut(one)

    def __enter__(self) -> DroppingProxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
            except OSError:
                return
            with self._lock:
                self._open += [client, server]
            for source, sink, is_client in ((client, server, True), (server, client, False)):
                forward = threading.Thread(target=self._forward, args=(source, sink, is_client))
                forward.daemon = True
                forward.start()

    def _forward(self, source: socket.socket, sink: socket.socket, is_client: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1024):
                if is_client and self._is_to_drop(len(data)):
                    break
                sink.sendall(data)
        _shut(source)
        _shut(sink)
        source.close()

    def _is_to_drop(self, count: int) -> bool:
        with self._lock:
            if not self._bytes_before_drop:
                return False
            self._bytes_before_drop[0] -= count
            if self._bytes_before_drop[0] > 0:
                return False
            self._bytes_before_drop.pop(0)
            self.dropped += 1
            return True


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
