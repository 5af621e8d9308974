"""Answers of the API are told apart by the version of the graph: ETag, bodies kept in memory, gzip.

Every load, judgement and comparison raises the graph's version, so that what was answered before it is
answered anew, and what was answered since may be answered again without asking the store.
"""

from __future__ import annotations

import gzip
import hashlib
import secrets
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator

from apiflask import APIFlask
from flask import Response, g, request

from api import payload

#: A new process may word its answers otherwise.
_PROCESS = secrets.token_hex(4)
_NOT_OF_THE_GRAPH = frozenset({"v1.health"})
_TEXTS = (
    *("text/", "application/json", "application/problem+json", "application/ld+json"),
    *("application/xml", "application/javascript", "image/svg+xml"),
)
_LEAST = 1024
_LEVEL = 4
_KEPT = 1024
_LARGEST_KEPT = 64 * 1024


class _Bodies:
    """The answers given last, by their tag."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bodies: OrderedDict[str, tuple[bytes, str]] = OrderedDict()

    def get(self, tag: str) -> tuple[bytes, str] | None:
        with self._lock:
            if tag in self._bodies:
                self._bodies.move_to_end(tag)
            return self._bodies.get(tag)

    def keep(self, tag: str, body: bytes, content_type: str) -> None:
        if len(body) > _LARGEST_KEPT:
            return
        with self._lock:
            self._bodies[tag] = (body, content_type)
            while len(self._bodies) > _KEPT:
                self._bodies.popitem(last=False)


def register_caching(app: APIFlask) -> None:
    """Answer what is known; tag and compress the rest."""
    bodies = _Bodies()

    @app.before_request
    def known() -> Response | None:
        if not _is_of_the_graph():
            return None
        g.tag = _tag()
        if request.if_none_match.contains_weak(g.tag):
            return Response(status=304)
        if (kept := bodies.get(g.tag)) is None:
            return None
        g.is_kept = True
        return Response(kept[0], content_type=kept[1])

    @app.after_request
    def finish(response: Response) -> Response:
        if "tag" in g and response.status_code in (200, 304):
            response.set_etag(g.tag, weak=True)
            response.headers["Cache-Control"] = "private, no-cache"
            if response.status_code == 200 and not response.is_streamed and "is_kept" not in g:
                bodies.keep(g.tag, response.get_data(), response.content_type or "")
        elif request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return _compressed(response)


def _is_of_the_graph() -> bool:
    return (
        request.method in ("GET", "HEAD")
        and request.path.startswith("/api/v1/")
        and request.endpoint is not None
        and request.endpoint not in _NOT_OF_THE_GRAPH
    )


def _tag() -> str:
    loads, updated_at = payload.graph_version()
    words = f"{_PROCESS} {loads} {updated_at} {request.full_path}"
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _compressed(response: Response) -> Response:
    if not (response.content_type or "").startswith(_TEXTS) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 304 or "Content-Encoding" in response.headers:
        return response
    if request.accept_encodings["gzip"] <= 0:
        return response
    if response.is_streamed:
        response.response = _compressing(response.iter_encoded())
    elif len(body := response.get_data()) >= _LEAST:
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
    else:
        return response
    response.headers["Content-Encoding"] = "gzip"
    return response


def _compressing(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
