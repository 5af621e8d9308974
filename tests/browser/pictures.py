"""Draws the pictures of the README from the examples: `python -m tests.browser.pictures FOLDER`.

A store is filled as `pingtai demo` fills it, served, and three of its pages are taken by Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from graph.store import open_store
from ingest.load import find_files, ingest
from ingest.overlaps.refresh import refresh
from tests.browser.conftest import BROWSERS, FLAGS, served

PROJECT = Path(__file__).resolve().parents[2]
#: Small enough that a README loads quickly: the fuller of words a page, the smaller its window.
_SIZE: ViewportSize = {"width": 1280, "height": 720}
_WIDE: ViewportSize = {"width": 1440, "height": 800}
_NARROW: ViewportSize = {"width": 1200, "height": 520}


def _pages(page: Page) -> Mapping[str, tuple[str, ViewportSize]]:
    """Names of the pictures with the addresses that they show, and the window."""
    cells = page.request.get("/queries/overlap_by_host_and_field.json").json()
    targets = page.request.get("/queries/targets_by_type.json").json()
    page.goto(f"/progress?open={next(row['target_id'] for row in targets if row['flags'])}")
    damaged = page.get_by_role("link", name="核定这个数字").get_attribute("href")
    assert damaged is not None
    return {
        "duplicates": ("/duplicates?kind=D1", _SIZE),
        "overlap": (f"/overlap?cell={cells[0]['host_id']},{cells[0]['field_id']}", _WIDE),
        "document": (damaged, _NARROW),
    }


def draw(folder: Path) -> list[Path]:
    """Draw all pictures into a folder; returns their files. Raises SystemExit without a Chromium."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit("没有 Chromium。 Chromium is not installed.")
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with tempfile.TemporaryDirectory() as name:
        store_folder = Path(name) / "data"
        with open_store(f"embedded:{store_folder}") as store:
            list(ingest(store, list(find_files([PROJECT / "examples"]))))
            refresh(store)
        with served(PROJECT, store_folder) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
            context = chromium.new_context(
                base_url=address, viewport=_SIZE, reduced_motion="reduce", locale="zh-CN"
            )
            page = context.new_page()
            for title, (where, size) in _pages(page).items():
                page.set_viewport_size(size)
                page.goto(where)
                file = folder / f"{title}.png"
                page.screenshot(path=file)
                files.append(file)
            chromium.close()
    return files


if __name__ == "__main__":
    for drawn in draw(Path(sys.argv[1])):
        print(drawn)
