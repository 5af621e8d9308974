"""One shape for every error: problem+json for programs, a page for people."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, json, render_template, request
from werkzeug.exceptions import HTTPException

from graph.errors import PingtaiError

_log = logging.getLogger("pingtai")


def register_errors(app: APIFlask) -> None:
    """Answer every error in the one shape."""

    # First, because APIFlask hands all HTTP errors to its processor when it is set; `http` takes them back.
    @app.error_processor
    def apiflask_error(error: HTTPError) -> tuple[dict[str, Any], int, dict[str, str]]:
        body = _problem(
            error.status_code, "bad-request", "请求的参数不对。", error.message or "Bad request."
        )
        body["errors"] = error.detail
        return body, error.status_code, {"Content-Type": "application/problem+json"}

    @app.errorhandler(PingtaiError)
    def ours(error: PingtaiError) -> Response:
        return _answer(error.status, error.kind, error.zh, error.en)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        phrase = HTTPStatus(status).phrase
        zh = {404: "没有这个地址。", 405: "这个地址不接受这种请求。"}.get(status, "请求不能处理。")
        return _answer(status, phrase.lower().replace(" ", "-"), zh, f"{phrase}.")

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        number = secrets.token_hex(4)
        _log.exception("error %s on %s", number, request.path, exc_info=error)
        return _answer(
            500,
            "unexpected",
            f"程序出错，编号 {number}；其余页面仍可使用。",
            f"Something failed, number {number}; other pages still work.",
        )


def _problem(status: int, kind: str, zh: str, en: str) -> dict[str, Any]:
    return {
        "type": f"urn:pingtai:{kind}",
        "title": zh,
        "title_en": en,
        "status": status,
        "instance": request.path,
    }


def _answer(status: int, kind: str, zh: str, en: str) -> Response:
    problem = _problem(status, kind, zh, en)
    if request.path.startswith("/api/") or request.path.endswith((".json", ".csv")):
        return Response(
            json.dumps(problem, ensure_ascii=False), status, content_type="application/problem+json"
        )
    return Response(render_template("error.html", problem=problem), status)
