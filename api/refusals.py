"""What Waitress refuses before the application sees it, told in the shape of all errors.

Headers without end, and what is no request at all: Waitress has a line of plain text for them.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from waitress.task import ErrorTask

from api.errors import CONTENT_TYPE

_LONGEST_PATH = 200
_DETAILS = {
    413: ("内容过大。", "The body is too large."),
    431: ("请求头过大。", "The request's headers are too large."),
}


class Refusal(ErrorTask):
    """Answers a request that was not even read, and closes its connection."""

    def execute(self) -> None:
        """Write the answer; one that is a problem already stays as it is."""
        request: Any = self.request
        status, headers, body = request.error.to_response(self.channel.server.adj.ident)
        if dict(headers).get("Content-Type", "").startswith("text/plain"):
            path = (getattr(request, "path", "") or "/")[:_LONGEST_PATH]
            headers = [("Content-Type", CONTENT_TYPE), ("Cache-Control", "no-store")]
            body = _problem(HTTPStatus(request.error.code), path)
        self.status = status
        self.response_headers = [*self.response_headers, *headers]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def _problem(status: HTTPStatus, path: str) -> bytes:
    zh, en = _DETAILS.get(status, ("请求不能读取。", "The request cannot be read."))
    problem = {
        "type": f"urn:pingtai:{status.phrase.lower().replace(' ', '-')}",
        "title": "请求不能处理",
        "title_en": status.phrase,
        "status": int(status),
        "detail": zh,
        "detail_en": en,
        "instance": path,
    }
    return json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace")
