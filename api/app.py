"""The Flask application: the API under /api/v1 and the pages of the web view."""

from __future__ import annotations

from apiflask import APIFlask

from api.access import Access, register_access
from api.asof import register_as_of
from api.caching import register_caching
from api.errors import register_errors
from api.forms import allow_writing
from api.openapi import register_openapi
from api.routes.documents import documents
from api.routes.findings import findings
from api.routes.graph import graph
from api.routes.host_pairs import host_pairs
from api.routes.overlap import overlap
from api.routes.pages import pages
from api.routes.progress import progress
from api.routes.queries import EXTENSION, queries
from api.routes.signin import register_sign_in, signin
from api.routes.upload import upload
from api.routes.v1 import v1
from api.routes.v1.ingest import keep_uploads
from api.saved import SavedQueries, saved_path
from api.security import register_security
from api.slow import Turns, most_at_once, register_turns
from api.tokens import TokenFile, tokens_path
from api.uploading.runner import Uploads
from api.view import register_view
from api.view_graph_kept import KeptViews, views_path
from graph.store import Store

#: Bytes of a request's body: decisions and statements are small.
LARGEST_BODY = 1024 * 1024


def create_app(store: Store, *, may_write: bool = False, is_open: bool = True) -> APIFlask:
    """An application over a store. The caller opens the store and closes it, and says with `may_write`
    that the application is served to this machine alone: else its pages take no decisions. Not `is_open`,
    it answers nobody without a token."""
    app = APIFlask(
        "api",
        title="平台图谱 Pingtai API",
        version="1",
        docs_path=None,
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
    )
    # An address with // names nothing: to lead on from it would be an answer that the API does not describe.
    app.url_map.merge_slashes = False
    app.extensions["pingtai.store"] = store
    app.extensions[EXTENSION] = SavedQueries(saved_path(store.folder))
    keep_uploads(app.extensions, Uploads(store))
    app.extensions["pingtai.views"] = KeptViews(views_path(store.folder))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    register_errors(app)
    register_access(app, Access(TokenFile(tokens_path(store.folder)), is_open))
    register_caching(app, is_open=is_open)
    register_turns(app, Turns(most_at_once()))  # after it: what is known needs no turn
    register_as_of(app)  # after caching, so that its headers are part of what is kept
    register_security(app)
    register_openapi(app)
    register_view(app)
    app.register_blueprint(v1)
    app.register_blueprint(documents)
    app.register_blueprint(findings)
    app.register_blueprint(graph)
    app.register_blueprint(host_pairs)
    app.register_blueprint(overlap)
    app.register_blueprint(progress)
    app.register_blueprint(pages)
    app.register_blueprint(queries)
    app.register_blueprint(signin)
    app.register_blueprint(upload)
    register_sign_in(app)
    if may_write:
        allow_writing(app.config)
    return app
