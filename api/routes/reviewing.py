"""What the forms share by which people judge: how much they may write, and who they were last time."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

from flask import request
from werkzeug.wrappers import Response

from graph.errors import BadParameter

_COOKIE = "reviewer"
_YEAR_SECONDS = 365 * 24 * 3600
_LONGEST = {"reviewer": 80, "note": 2000}


def check_lengths(given: Mapping[str, str]) -> None:
    """Let a form's words pass. Raises BadParameter."""
    for name, most in _LONGEST.items():
        if len(given[name]) > most:
            raise BadParameter(
                f"{name} 最多 {most} 个字符。", f"{name} has at most {most} characters."
            )


def remember_reviewer(answer: Response, reviewer: str) -> None:
    """Let the browser keep who decided, for the next form."""
    if reviewer:
        answer.set_cookie(
            _COOKIE, quote(reviewer), max_age=_YEAR_SECONDS, httponly=True, samesite="Strict"
        )


def reviewer_before() -> str:
    """Who decided last time, empty where nobody is known."""
    return unquote(request.cookies.get(_COOKIE, ""))
