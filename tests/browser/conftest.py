"""A real Chromium, and a real `pingtai serve` over a small store, for the tests of the web view."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from api.saved import SavedQueries, saved_path
from tests import web_sample
from tests.conftest import missing

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: The sandbox needs rights that a container does not give; the rest keeps the machine quiet.
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
_PATIENCE = 30_000
expect.set_options(timeout=_PATIENCE)
#: A violation of the policy is told as an error of the page, whatever the browser says of it itself.
_TELL = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""

Find = Callable[[str, str], str]
NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def bundle(project: Path) -> None:
    """Needs the scripts that `api/web` builds."""
    if not (project / "api" / "static" / "graph.js").is_file():
        missing(
            "没有网页资源：需要 Node，再 make install。 No web bundle: needs Node, then make install."
        )


@pytest.fixture(scope="session")
def axe(project: Path) -> str:
    """The rules of axe, as a script."""
    file = project / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        missing("没有 axe-core：在 api/web 里 npm ci。 axe-core is missing: npm ci in api/web.")
    return file.read_text("utf-8")


def faults(page: Page, axe: str) -> list[str]:
    """What the rules of axe find on a page: rule and place."""
    page.evaluate(axe)
    return [
        f"{rule['id']} {node['target']}"
        for rule in page.evaluate("axe.run().then((result) => result.violations)")
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; of a module, because Playwright keeps the thread while it runs."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing("没有 Chromium。 Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def served(project: Path, store: Path) -> Iterator[str]:
    """The address where `pingtai serve` answers over the store in a folder."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    environment = os.environ | {
        "PINGTAI_STORE": f"embedded:{store}",
        "PYTHONPATH": str(project),
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=store.parent,
        env=environment,
    ) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        yield line.partition("http")[1] + line.partition("http")[2].split("/   ")[0]
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            # A shell that runs this behind it makes its children deaf to SIGINT.
            server.terminate()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that has read the sample files; whoever changes something takes a copy."""
    folder = tmp_path_factory.mktemp("browser")
    web_sample.fill(folder).close()
    return folder / "data"


@pytest.fixture(scope="session")
def address(project: Path, sample: Path) -> Iterator[str]:
    """Where `pingtai serve` answers, over a store that has read the sample files; one query is saved."""
    SavedQueries(saved_path(sample)).keep("各数", "totals", {}, "韦工")
    with served(project, sample) as where:
        yield where


class Watch:
    """What must not happen on any page: errors, violations of the policy, dialogs."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def over(self, page: Page) -> None:
        """Watch a page from its start."""
        page.add_init_script(_TELL)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._failed)
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))

    def _failed(self, request: Request) -> None:
        # Leaving a page breaks off what it was still reading.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.url}: {request.failure}")

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser calls a page that is honestly not there an error; the test asked for it.
        is_asked = "status of 404" in message.text and message.location["url"].partition("?")[
            0
        ].endswith("/nope")
        if message.type in ("error", "warning") and not is_asked:
            self.faults.append(f"{message.location['url']}: {message.text}")


@pytest.fixture
def new_context(chromium: Browser, address: str, bundle: None) -> Iterator[NewContext]:
    """Makes a fresh profile of the browser; at the end, nothing may have gone wrong on its pages."""
    watch = Watch()
    contexts: list[BrowserContext] = []

    def make(width: int = 1440, *, theme: str = "light", scripts: bool = True) -> BrowserContext:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 1000 if width > 500 else 844},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(_PATIENCE)
        context.on("page", watch.over)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not watch.faults


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page of a wide window, in light."""
    return new_context().new_page()


@pytest.fixture
def find(page: Page) -> Find:
    """Finds the address of a node's page by its list and name."""

    def found(path: str, name: str) -> str:
        rows = page.request.get(f"/{path}.json").json()
        key = path.removesuffix("s")
        ident = next(row[f"{key}_id"] for row in rows if row[key] == name)
        return f"/{path}/{quote(ident)}"

    return found
