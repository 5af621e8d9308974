"""Answers of the API are told apart by the version of the graph: ETag, bodies kept in memory, gzip.

Every load, judgement and comparison raises the graph's version, so that what was answered before it is
answered anew, and what was answered since may be answered again without asking the store.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

from apiflask import APIFlask
from flask import Response, g, request

from api import forms, payload
from api.kept import Answer, Answers, Front, Version, key_of, tag_of

_NOT_OF_THE_GRAPH = frozenset({"v1.health", "v1.jobs", "v1.job"})
_TEXTS = (
    *("text/", "application/json", "application/problem+json", "application/ld+json"),
    *("application/xml", "application/javascript", "image/svg+xml"),
)
_LEAST = 1024
_LEVEL = 4


def register_caching(app: APIFlask, *, is_open: bool) -> None:
    """Answer what is known; tag and compress the rest. An open server answers those of this machine before
    anything else is looked at."""
    answers = Answers()

    @app.before_request
    def known() -> Response | None:
        if not _is_of_the_graph():
            return None
        g.tag = tag_of(request.environ, payload.graph_version())
        if request.if_none_match.contains_weak(g.tag):
            return Response(status=304)
        if (kept := answers.get(key_of(g.tag, _takes_packed()))) is None:
            return None
        g.is_kept = True
        return Response(kept.body, headers=list(kept.headers))

    @app.after_request
    def finish(response: Response) -> Response:
        if "is_kept" in g:
            return response
        if "tag" not in g or response.status_code not in (200, 304):
            if request.path.startswith("/api/"):
                response.headers.setdefault("Cache-Control", "no-store")
            return _compressed(response)
        response.set_etag(g.tag, weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
        return _kept(answers, _compressed(response))

    if is_open:
        _put_before(app, answers)


def _put_before(app: APIFlask, answers: Answers) -> None:
    store = payload.store_of(app)

    def version() -> Version:
        standing = store.standing()
        return (standing.loads or 0, standing.loaded_at)

    app.wsgi_app = Front(app.wsgi_app, answers, forms.is_name_of_here, version)  # type: ignore[method-assign]


def _kept(answers: Answers, response: Response) -> Response:
    is_whole = response.status_code == 200 and not response.is_streamed
    if request.method != "GET" or not is_whole or "Set-Cookie" in response.headers:
        return response
    is_packed = "Content-Encoding" in response.headers
    body = response.get_data()
    response.content_length = len(body)
    answer = Answer(tuple(response.headers.to_wsgi_list()), body)
    for packed in {is_packed, _takes_packed()}:  # a short answer is the same for both
        answers.keep(key_of(g.tag, packed), answer)
    return response


def _is_of_the_graph() -> bool:
    return (
        request.method in ("GET", "HEAD")
        and request.path.startswith("/api/v1/")
        and request.endpoint is not None
        and request.endpoint not in _NOT_OF_THE_GRAPH
    )


def _takes_packed() -> bool:
    return bool(request.accept_encodings["gzip"] > 0)


def _compressed(response: Response) -> Response:
    if not (response.content_type or "").startswith(_TEXTS) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 304 or "Content-Encoding" in response.headers:
        return response
    if not _takes_packed():
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
