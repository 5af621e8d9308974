"""Which requests may have a large body: uploads of files, by who may upload. Known from the headers, so that
nobody else fills the disk."""

from __future__ import annotations

from collections.abc import Mapping

from apiflask import APIFlask
from werkzeug.http import parse_cookie

from api import forms
from api.access import EXTENSION, Access, NeedsToken
from api.bodies import Ceiling, Rule
from api.routes.v1.ingest import EXTENSION as UPLOADS
from api.routes.v1.ingest import SCOPE
from api.session import COOKIE
from api.uploading.limits import TooLarge
from api.uploading.runner import Uploads
from graph.errors import PingtaiError

PATHS = frozenset({"/api/v1/ingest", "/upload"})


def uploads_of(app: APIFlask) -> Uploads:
    """The uploads of an application."""
    uploads = app.extensions[UPLOADS]
    assert isinstance(uploads, Uploads)
    return uploads


def body_rule(app: APIFlask, most: int) -> Rule:
    """The rule of an application that otherwise takes bodies of `most` bytes."""
    access = app.extensions[EXTENSION]
    assert isinstance(access, Access)
    small = TooLarge(f"内容超过 {most // 1024} KB。", f"The body has more than {most // 1024} KB.")
    unknown = NeedsToken(
        f"上传需要权限为 {SCOPE} 的令牌。", f"Uploading needs a token of scope {SCOPE}."
    )

    def rule(method: str, path: str, headers: Mapping[str, str]) -> Ceiling:
        if method != "POST" or path not in PATHS:
            return Ceiling(most, small)
        try:
            if not _may_upload(app, access, headers):
                return Ceiling(most, unknown)
            uploads = uploads_of(app)
            limits = uploads.limits()
            folder = uploads.landing()
        except PingtaiError as error:
            return Ceiling(most, error)
        return Ceiling(limits.request_bytes, limits.request_too_large(), folder)

    return rule


def _may_upload(app: APIFlask, access: Access, headers: Mapping[str, str]) -> bool:
    kind, _, secret = headers.get("AUTHORIZATION", "").partition(" ")
    if kind:
        token = access.tokens.check(secret.strip()) if kind.lower() == "bearer" else None
    else:
        token = access.sessions.check(parse_cookie(headers.get("COOKIE", "")).get(COOKIE, ""))
        if forms.takes_changes(app.config, headers.get("HOST", "")):
            return True
    return token is not None and token.scope == SCOPE
