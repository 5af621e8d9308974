"""How large a request's body may be, told from its headers: before a byte of it is taken, and while it comes.

Waitress keeps a body on the disk until it is whole, and has one limit for all. Here each request has its own:
uploads of who may upload have theirs, everything else that of the application. A body that is announced too
large is refused at once, one that comes in chunks when it passes the limit; what was kept is gone with the
request, because its file has no name.
"""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from io import BufferedIOBase
from pathlib import Path
from typing import Any, cast

from waitress.buffers import FileBasedBuffer
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

from api.errors import CONTENT_TYPE, problem_of
from graph.errors import PingtaiError


@dataclass(frozen=True)
class Ceiling:
    """The limit of one request in bytes, the error for what passes it, and, where the body may be large, the
    folder in which it is kept meanwhile."""

    most: int
    error: PingtaiError
    folder: Path | None = None


#: From method, path and headers (upper case, with underscores).
Rule = Callable[[str, str, Mapping[str, str]], Ceiling]


def parser_of(rule: Rule) -> type[HTTPRequestParser]:
    """What reads the requests of a connection of Waitress, and keeps them to the rule."""

    class Parser(HTTPRequestParser):
        """A request as it comes in."""

        path: str
        ceiling: Ceiling | None = None

        # Here and below the published types of Waitress differ from what it does.
        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if self.body_rcv is None:
                return
            self.ceiling = rule(self.command, self.path, self.headers)  # type: ignore[arg-type]
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = self.ceiling.most + 1
            if self.ceiling.folder is not None:
                self.body_rcv.buf = _OnDisk(self.ceiling.folder)  # type: ignore[assignment]

        def received(self, data: bytes) -> int:
            taken: int = super().received(data)
            if isinstance(self.error, RequestEntityTooLarge) and self.ceiling is not None:
                self.error = _Refused(self.ceiling.error, self.path)
                # Else the client would be told to go on, and the answer come after all of it.
                self.expect_continue = False
            return taken

    return Parser


class _OnDisk(FileBasedBuffer):
    """A body in a file without a name, in a folder of ours: the system's own may lie in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        super().__init__(self.newfile())  # type: ignore[arg-type]

    def newfile(self) -> BufferedIOBase:
        return cast("BufferedIOBase", tempfile.TemporaryFile("w+b", dir=self._folder))


class _Refused(RequestEntityTooLarge):
    """The answer to a body that is not taken."""

    def __init__(self, error: PingtaiError, path: str) -> None:
        super().__init__("")
        self._error = error
        self._path = path

    def to_response(  # type: ignore[override]
        self,
        ident: str | None = None,  # noqa: ARG002  (Waitress tells its name)
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        error = self._error
        problem = problem_of(error, self._path)
        headers = [("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]
        headers += getattr(error, "headers", {}).items()
        if self._path.startswith("/api/"):
            content_type, body = CONTENT_TYPE, json.dumps(problem, ensure_ascii=False)
        else:
            content_type, body = "text/html; charset=utf-8", _page(problem)
        return (
            f"{error.status} {problem['title_en']}",
            [("Content-Type", content_type), *headers],
            body.encode("utf-8", "replace"),
        )


def _page(problem: dict[str, Any]) -> str:
    title = escape(problem["title"])
    words = f"<p>{escape(problem['detail'])}</p><p lang=en>{escape(problem['detail_en'])}</p>"
    return f'<!doctype html><html lang="zh-CN"><title>{title}</title><h1>{title}</h1>{words}</html>'
