"""The web application over a small real store; one for all tests, because they only read."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.serve import bound_port, make_server
from api.upload_rule import uploads_of
from graph.queries import library
from graph.store import Store, open_store
from tests import web_sample

Find = Callable[[str, str], str]


class Client(FlaskClient):
    """A client that reads every answer to its end, so that the file behind it is closed."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True} | kwargs)


def client_of(app: APIFlask) -> FlaskClient:
    """A client of an application."""
    app.test_client_class = Client
    return app.test_client()


@contextlib.contextmanager
def listening(app: APIFlask) -> Iterator[int]:
    """The port of a real server for an application, until the context ends."""
    server = make_server(app, "127.0.0.1", 0)

    def run() -> None:
        with contextlib.suppress(OSError):  # closed under it, which is how it ends here
            server.run()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield bound_port(server)
    finally:
        server.close()
        thread.join(20)
        uploads_of(app).close()


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that has read the sample files."""
    with web_sample.fill(tmp_path_factory.mktemp("web")) as store:
        yield store


@pytest.fixture
def app(filled_store: Store, tmp_path: Path) -> APIFlask:
    """The application as it is where no bundle was built."""
    app = create_app(filled_store)
    app.static_folder = str(tmp_path)
    return app


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    """Pages without a bundle, which must work just as well."""
    return client_of(app)


@pytest.fixture
def bundled(app: APIFlask, tmp_path: Path) -> FlaskClient:
    """Pages where a bundle was built; what it does is tested in the browser."""
    for name in ("app.js", "graph.js", "icons.svg"):
        (tmp_path / name).write_text("", "utf-8")
    return client_of(app)


@pytest.fixture(scope="session")
def find(filled_store: Store) -> Find:
    """Finds the id of a node by its list and name."""

    def found(path: str, name: str) -> str:
        one = path.removesuffix("s")
        rows = library().run(filled_store, f"{one}_items")
        return str(next(row[f"{one}_id"] for row in rows if row[one] == name))

    return found


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """Pages over a store that has read nothing."""
    with open_store(f"embedded:{tmp_path / 'empty'}") as store:
        store.prepare()
        yield client_of(create_app(store))
