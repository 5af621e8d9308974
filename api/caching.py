"""Answers of the API are told apart by the version of the graph: ETag, bodies kept in memory, gzip.

Every load, judgement and comparison raises the graph's version, so that what was answered before it is
answered anew, and what was answered since may be answered again without asking the store. Pages that say the same to
everybody are kept too, for each language, theme and host by which they were asked for.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

from apiflask import APIFlask
from flask import Response, g, request

from api import forms, payload
from api.kept import Answer, Answers, AtHand, Front, key_of, tag_of
from graph.store import Version

_NOT_OF_THE_GRAPH = frozenset({"v1.health", "v1.jobs", "v1.job"})
#: Pages without a form of anybody's own.
_PAGES = frozenset({"pages.start", "pages.table", "pages.node"})
#: What else than its address a page depends on.
_COOKIES, _HEADERS = ("lang", "theme"), ("HX-Request", "HX-Request-Type")
_TEXTS = (
    *("text/", "application/json", "application/problem+json", "application/ld+json"),
    *("application/xml", "application/javascript", "image/svg+xml"),
)
_EXTENSION = "pingtai.front"
_LEAST = 1024
_LEVEL = 4


def register_caching(app: APIFlask, *, is_open: bool) -> None:
    """Answer what is known; tag and compress the rest. An open server answers those of this machine before
    anything else is looked at."""
    answers = Answers()

    @app.before_request
    def known() -> Response | None:
        if request.endpoint in _PAGES:
            return _known_page(answers)
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
        return _finished(answers, response)

    if is_open:
        _put_before(app, answers)


def _finished(answers: Answers, response: Response) -> Response:
    if "is_kept" in g:
        return response
    if "page_key" in g:
        return _kept_page(answers, _compressed(response))
    if "tag" not in g or response.status_code not in (200, 304):
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return _compressed(response)
    response.set_etag(g.tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return _kept(answers, _compressed(response))


def _known_page(answers: Answers) -> Response | None:
    # Who signed in is named on pages, and while a source is loaded they say how far it is.
    if request.method != "GET" or g.get("signed") or payload.current_store().standing().loading:
        return None
    tag = tag_of(request.environ, payload.graph_version())
    chosen = [request.cookies.get(name) for name in _COOKIES]
    sent = [request.headers.get(name) for name in _HEADERS]
    g.page_key = key_of(f"{tag} {request.host_url} {chosen} {sent}", _takes_packed())
    if (kept := answers.get(g.page_key)) is None:
        return None
    g.is_kept = True
    return Response(kept.body, headers=list(kept.headers))


def _kept_page(answers: Answers, response: Response) -> Response:
    if _may_be_kept(response):
        answers.keep(g.page_key, _answer(response))
    return response


def _may_be_kept(response: Response) -> bool:
    is_whole = response.status_code == 200 and not response.is_streamed
    return request.method == "GET" and is_whole and "Set-Cookie" not in response.headers


def _answer(response: Response) -> Answer:
    body = response.get_data()
    response.content_length = len(body)
    return Answer(tuple(response.headers.to_wsgi_list()), body)


def _put_before(app: APIFlask, answers: Answers) -> None:
    store = payload.store_of(app)

    def at_hand() -> Version | None:
        standing = store.standing_at_hand()
        return None if standing is None else standing.version

    front = Front(
        app.wsgi_app, answers, forms.is_name_of_here, lambda: store.standing().version, at_hand
    )
    app.wsgi_app = front  # type: ignore[method-assign]
    app.extensions[_EXTENSION] = front


def at_hand_of(app: APIFlask) -> AtHand:
    """What a server may answer for the application without asking it."""
    front = app.extensions.get(_EXTENSION)
    return front.at_hand if isinstance(front, Front) else lambda _: None


def _kept(answers: Answers, response: Response) -> Response:
    if not _may_be_kept(response):
        return response
    is_packed, answer = "Content-Encoding" in response.headers, _answer(response)
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
