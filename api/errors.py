"""One shape for every error: problem+json (RFC 9457) for programs, a page for people.

`title` and `title_en` say of what kind the error is, `detail` and `detail_en` what is wrong and what to
do, `errors` names the parameters by place where there are such.
"""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, json, render_template, request
from pydantic import BaseModel, Field
from werkzeug.exceptions import HTTPException

from graph.errors import BadParameter, PingtaiError

_log = logging.getLogger("pingtai")
CONTENT_TYPE = "application/problem+json"
_TITLES = {
    400: ("请求不对", "Bad request"),
    401: ("需要令牌", "A token is needed"),
    403: ("不允许", "Not allowed"),
    404: ("没有找到", "Not found"),
    405: ("不接受这种请求", "Method not allowed"),
    409: ("图谱已变", "The graph has changed"),
    413: ("内容过大", "Too large"),
    414: ("地址过长", "Address too long"),
    415: ("内容的格式不对", "Unsupported media type"),
    429: ("请求过多", "Too many requests"),
    500: ("程序出错", "Something failed"),
    502: ("图库拒绝了请求", "The store refused"),
    503: ("暂时不能回答", "Not available now"),
    507: ("磁盘已满", "The disk is full"),
}
_DETAILS = {404: ("没有这个地址。", "There is no such address.")}
_MOST_ERRORS = 5
_LONGEST = 600


class Problem(BaseModel):
    """An error."""

    type: str = Field(description="urn:pingtai:KIND")
    title: str = Field(description="错误的种类。")
    title_en: str = Field(description="The kind of error.")
    status: int
    detail: str = Field(description="哪里不对，怎么办。")
    detail_en: str = Field(description="What is wrong and what to do.")
    instance: str = Field(description="The path that was asked for.")
    errors: dict[str, list[str]] | None = Field(None, description="By parameter, what is wrong.")


class BadRequest(BadParameter):
    """Parameters that do not fit; `errors` says by parameter why."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        names = sorted(errors)[:_MOST_ERRORS]
        words = "; ".join(f"{name[:80]}: {errors[name][0]}" for name in names)
        super().__init__(
            f"参数不对：{'、'.join(name[:80] for name in names)}。", f"Bad parameters: {words}."
        )
        self.errors = {name[:80]: errors[name] for name in names}


def register_errors(app: APIFlask) -> None:
    """Answer every error in the one shape."""

    # First, because APIFlask hands all HTTP errors to its processor when it is set; `http` takes them back.
    @app.error_processor
    def apiflask_error(error: HTTPError) -> tuple[dict[str, Any], int, dict[str, str]]:
        words = error.message or "Bad request."
        body = _problem(error.status_code, "bad-request", words, words)
        return body, error.status_code, {"Content-Type": CONTENT_TYPE}

    @app.errorhandler(PingtaiError)
    def ours(error: PingtaiError) -> Response:
        return answer_of(error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.response is not None and error.code is not None and error.code < 400:
            return error.get_response()  # type: ignore[return-value]
        status = error.code or 500
        phrase = HTTPStatus(status).phrase
        zh, en = _DETAILS.get(status, ("请求不能处理。", error.description or f"{phrase}."))
        answer = _answer(status, phrase.lower().replace(" ", "-"), zh, en)
        if status == 405 and (allowed := getattr(error, "valid_methods", None)):
            answer.headers["Allow"] = ", ".join(sorted(allowed))
        return answer

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


def answer_of(error: PingtaiError) -> Response:
    """The answer that tells an error of ours."""
    answer = _answer(error.status, error.kind, error.zh, error.en, getattr(error, "errors", None))
    answer.headers.update(getattr(error, "headers", {}))
    return answer


def is_for_programs() -> bool:
    """Whether a program asks, who is told errors as JSON."""
    return request.path.startswith("/api/") or request.path.endswith((".json", ".csv"))


def problem_of(error: PingtaiError, path: str) -> dict[str, Any]:
    """The problem that an error of ours is, for what has no request at hand."""
    return _problem(error.status, error.kind, error.zh, error.en, path=path)


def _short(words: str) -> str:
    """Words that may repeat what was asked, which may be very long."""
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _problem(
    status: int,
    kind: str,
    zh: str,
    en: str,
    errors: dict[str, list[str]] | None = None,
    path: str | None = None,
) -> dict[str, Any]:
    title, title_en = _TITLES.get(status, ("请求不能处理", "The request cannot be handled"))
    problem = {
        "type": f"urn:pingtai:{kind}",
        "title": title,
        "title_en": title_en,
        "status": status,
        "detail": _short(zh),
        "detail_en": _short(en),
        "instance": _short(request.path if path is None else path),
    }
    return problem | ({"errors": errors} if errors else {})


def _answer(
    status: int, kind: str, zh: str, en: str, errors: dict[str, list[str]] | None = None
) -> Response:
    problem = _problem(status, kind, zh, en, errors)
    if is_for_programs():
        body = json.dumps(problem, ensure_ascii=False)
        return Response(body.encode("utf-8", "replace"), status, content_type=CONTENT_TYPE)
    shown = problem | {"title": zh, "title_en": en}
    return Response(render_template("error.html", problem=shown), status)
