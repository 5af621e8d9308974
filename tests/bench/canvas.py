"""The graph page with 5,000 elements in a real Chromium: how long until they stand, how smoothly they move.

Usage: python -m tests.bench.canvas [--settings]. The page is the real one; only its data are made up: hosts,
fields and platforms as rosters join them. Milliseconds and frames are those of this machine, without a
graphics card and with whatever else it does. `--settings` compares the ways in which the canvas may draw
while it is moved; the page uses what was best.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

from tests import web_sample
from tests.browser.conftest import BROWSERS, FLAGS

_PROJECT = Path(__file__).resolve().parents[2]
_PLATFORMS, _HOSTS, _FIELDS, _EDGES = 1_600, 280, 120, 3_000
_PATIENCE = 120_000
_DRAG_STEPS = 90
#: name -> what is set on the drawing part of the canvas; the page sets nothing. Names and icons are drawn
#: into pictures of their own while it is moved first, so the page's own way is measured twice.
_SETTINGS: dict[str, dict[str, bool]] = {
    "just in place": {},
    "again": {},
    "edges hidden": {"hideEdgesOnViewport": True, "textureOnViewport": False},
    "as one picture": {"hideEdgesOnViewport": False, "textureOnViewport": True},
}
_SET = """(values) => {
  const cy = document.querySelector(".plane")._cyreg.cy;
  Object.assign(cy._private.renderer, values);
}"""
#: The time at which what changed last has been drawn.
_DRAWN = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
_COUNT = """() => {
  const seen = (window.frames_seen = []);
  const next = (time) => { seen.push(time); window.frames_going = requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""
_COUNTED = """() => {
  cancelAnimationFrame(window.frames_going);
  const gaps = window.frames_seen.slice(1).map((time, i) => time - window.frames_seen[i]);
  gaps.sort((a, b) => a - b);
  const total = gaps.reduce((a, b) => a + b, 0);
  return { fps: gaps.length / (total / 1000), worst: gaps[gaps.length - 1] };
}"""


def elements(seed: int = 1) -> dict[str, Any]:
    """Nodes and edges as the page embeds them: 5,000 in all, with hubs as real rosters have them."""
    chance = random.Random(seed)
    nodes = [
        _node(label, number)
        for label, count in (("HostUnit", _HOSTS), ("Field", _FIELDS), ("Platform", _PLATFORMS))
        for number in range(count)
    ]
    edges: dict[str, dict[str, Any]] = {}
    for number in range(_PLATFORMS):
        host = int(_HOSTS * chance.random() ** 2)
        field = (host // 4 + int(_FIELDS * chance.random() ** 4)) % _FIELDS
        _join(edges, number, "HOSTED_BY", f"host-unit-{host:016x}")
        if len(edges) < _EDGES:
            _join(edges, number, "IN_FIELD", f"field-{field:016x}")
    while len(edges) < _EDGES:
        a, b = sorted(chance.sample(range(_PLATFORMS), 2))
        _join(edges, a, "OVERLAPS_WITH", f"platform-{b:016x}")
    return {"nodes": nodes, "edges": list(edges.values())[:_EDGES]}


def _node(label: str, number: int) -> dict[str, Any]:
    prefix = {"HostUnit": "host-unit", "Field": "field", "Platform": "platform"}[label]
    name = {"HostUnit": "单位", "Field": "领域", "Platform": "重点实验室"}[label] + str(number)
    ident = f"{prefix}-{number:016x}"
    return {"id": ident, "label": label, "name": name, "text": name, "url": f"/nodes/{ident}"}


def _join(edges: dict[str, dict[str, Any]], platform: int, rel: str, end: str) -> None:
    start = f"platform-{platform:016x}"
    key = f"{start}:{rel}:{end}"
    edges[key] = {"id": key, "rel": rel, "s": start, "t": end, "n": 1}


@contextmanager
def serving() -> Iterator[str]:
    """The address of a real `pingtai serve` over the sample files."""
    # A server that was ended may leave a file behind while the folder goes.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        web_sample.fill(folder).close()
        environment = os.environ | {
            "PINGTAI_STORE": f"embedded:{folder / 'data'}",
            "PYTHONPATH": str(_PROJECT),
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        ) as server:
            assert server.stdout is not None
            found = re.search(r"http://[0-9.:]+", server.stdout.readline())
            assert found, "the server does not say where it is"
            yield found[0]
            server.send_signal(signal.SIGTERM)


def large(route: Route) -> None:
    """The real page with the made-up data in the place of its own."""
    answer = route.fetch()
    made = elements()

    def other(found: re.Match[str]) -> str:
        data = json.loads(found[2]) | made | {"chosen": "", "pins": [], "path": [], "rest": {}}
        return found[1] + json.dumps(data, ensure_ascii=True) + found[3]

    body = re.sub(r'(id="graph-data">)(.*?)(</script>)', other, answer.text(), flags=re.S)
    route.fulfill(response=answer, body=body)


def opened(page: Page, address: str) -> tuple[float, float]:
    """Open the page; how many milliseconds until everything stands and is drawn, and until something is."""
    host = page.request.get(f"{address}/hosts.json").json()[0]["host_id"]
    page.route("**/graph?*", large)
    page.goto(f"{address}/graph?seed={host}", wait_until="commit")
    # The page's policy forbids what waiting for a condition needs, so ask again and again.
    while not page.evaluate("document.querySelector('.plane')?._cyreg?.cy.nodes().length ?? 0"):
        page.wait_for_timeout(20)
    first = page.evaluate("performance.now()")
    while not page.evaluate("'ready' in document.querySelector('[data-graph]').dataset"):
        page.wait_for_timeout(20)
    return page.evaluate(_DRAWN), first


def panned(page: Page) -> dict[str, float]:
    """Frames a second and the longest gap between two while the plane is dragged about."""
    box = page.locator(".plane").bounding_box()
    assert box is not None
    x, y = box["x"] + 6, box["y"] + 6
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_COUNT)
    for step in range(_DRAG_STEPS):
        page.mouse.move(x + 3 * step, y + 2 * (step % 45))
    counted: dict[str, float] = page.evaluate(_COUNTED)
    page.mouse.up()
    return counted


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="the address of a running web view; else one is started")
    parser.add_argument("--settings", action="store_true", help="compare ways of drawing")
    options = parser.parse_args()
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None or not (_PROJECT / "api" / "static" / "layout.js").is_file():
        print(
            "没有 Chromium 或网页资源，不测画布。 No Chromium or no bundle: the canvas is left out."
        )
        return 0
    with (
        nullcontext(options.at) if options.at else serving() as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(_PATIENCE)
        stands, first = opened(page, address)
        layout = page.locator("[data-progress]").inner_text().strip(" ·")
        total = _PLATFORMS + _HOSTS + _FIELDS + _EDGES
        print(f"graph page, {total:,} elements")
        print(f"{'  first drawn, ms':<40}{first:>10,.0f}")
        print(f"{'  all in place, ms':<40}{stands:>10,.0f}   {layout}")
        for name, values in _SETTINGS.items() if options.settings else [("", {})]:
            page.evaluate(_SET, values)
            moved = panned(page)
            words = f"  moved{f', {name}' if name else ''}: frames/s"
            print(f"{words:<40}{moved['fps']:>10,.0f}   longest {moved['worst']:,.0f} ms")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
