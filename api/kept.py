"""Answers kept in memory as they were sent, for as long as the graph stays as it is.

In: what the application answered (`Answers.keep`). Out: the same bytes again, before Flask is asked at all:
an open server of this machine has nothing to check for a request without token and cookie. A server may
ask for what is `at_hand` before it hands a request on.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.store import Version

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: A new process may word its answers otherwise.
_PROCESS = secrets.token_hex(4)
_MOST_BYTES = 48 * 2**20
_LARGEST = 2 * 2**20
_ENTRY_BYTES = 2_000  # headers, key and the objects around them

#: The answer to a request that needs nobody else, if there is one.
AtHand = Callable[["WSGIEnvironment"], "Answer | None"]


@dataclass(frozen=True)
class Answer:
    """An answer of status 200: headers with its ETag, and the body as it was sent."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


class Answers:
    """The answers given last, at most so many bytes of them."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def get(self, key: str) -> Answer | None:
        """The answer of that key."""
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer; those that were asked for longest ago make room."""
        if len(answer.body) > _LARGEST:
            return
        with self._lock:
            self._forget(key)
            self._kept[key] = answer
            self._bytes += _size(answer)
            while self._bytes > self._most:
                self._forget(next(iter(self._kept)))

    def _forget(self, key: str) -> None:
        if (gone := self._kept.pop(key, None)) is not None:
            self._bytes -= _size(gone)


def _size(answer: Answer) -> int:
    return len(answer.body) + _ENTRY_BYTES


def tag_of(environ: WSGIEnvironment, version: Version) -> str:
    """The ETag of an address in that version of the graph."""
    words = f"{_PROCESS} {version} {environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def key_of(tag: str, is_packed: bool) -> str:
    """The key of an answer: the same address has two, packed and plain."""
    return f"{tag} {is_packed}"


def takes_packed(environ: WSGIEnvironment) -> bool | None:
    """Whether the caller takes gzip, where that is said plainly; None for what needs a closer look."""
    said = environ.get("HTTP_ACCEPT_ENCODING", "")
    if ";" in said or "*" in said:
        return None
    return "gzip" in said


class Front:
    """The application with what it kept before it. `is_open_here` tells of a host's name whether the open
    server is asked for by a name of this machine; `version` asks for that of the graph, `version_at_hand`
    tells it if nobody need be asked."""

    def __init__(
        self,
        application: WSGIApplication,
        answers: Answers,
        is_open_here: Callable[[str], bool],
        version: Callable[[], Version],
        version_at_hand: Callable[[], Version | None],
    ) -> None:
        self._application = application
        self._answers = answers
        self._is_open_here = is_open_here
        self._version = version
        self._version_at_hand = version_at_hand

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer what is kept; hand on the rest."""
        found = self._kept(environ, self._version)
        if found is None:
            return self._application(environ, start_response)
        start_response("200 OK", list(found.headers))
        return [found.body]

    def at_hand(self, environ: WSGIEnvironment) -> Answer | None:
        """What is kept for a request, if that can be told without asking the store."""
        return self._kept(environ, self._version_at_hand)

    def _kept(
        self, environ: dict[str, Any], current: Callable[[], Version | None]
    ) -> Answer | None:
        if (
            environ["REQUEST_METHOD"] != "GET"
            or not environ["PATH_INFO"].startswith("/api/v1/")
            or any(name in environ for name in _LOOKED_AT)
            or environ.get("CONTENT_LENGTH")
            or not self._is_open_here(environ.get("HTTP_HOST", ""))
            or (is_packed := takes_packed(environ)) is None
        ):
            return None
        try:
            version = current()
        except Exception:
            return None  # the application says what is wrong with the store
        if version is None:
            return None
        return self._answers.get(key_of(tag_of(environ, version), is_packed))


#: Requests with these are for the application to look at.
_LOOKED_AT = (
    "HTTP_AUTHORIZATION",
    "HTTP_COOKIE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_RANGE",
    "HTTP_TRANSFER_ENCODING",
)
