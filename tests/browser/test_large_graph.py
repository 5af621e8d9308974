"""A graph of thousands on the canvas: everything has a place of its own, near what it belongs to."""

from __future__ import annotations

import math
from itertools import combinations
from statistics import mean

import pytest
from playwright.sync_api import Page

from tests.bench.canvas import elements, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

#: Each node as x, y and diameter, in their order.
_PLACES = """() => document.querySelector(".plane")._cyreg.cy.nodes().map((node) =>
  [node.id(), node.position("x"), node.position("y"), node.data("size")])"""


def test_thousands_stand_apart_and_near_their_own(page: Page, address: str) -> None:
    opened(page, address)
    places = {name: (x, y, size) for name, x, y, size in page.evaluate(_PLACES)}
    made = elements()
    assert set(places) == {node["id"] for node in made["nodes"]}
    assert all(math.isfinite(part) for place in places.values() for part in place)

    def apart(a: str, b: str) -> float:
        return math.dist(places[a][:2], places[b][:2])

    touching = [
        (a, b)
        for a, b in combinations(places, 2)
        if apart(a, b) < (places[a][2] + places[b][2]) / 2
    ]
    assert not touching
    joined = mean(apart(edge["s"], edge["t"]) for edge in made["edges"])
    names = sorted(places)
    strangers = mean(apart(a, b) for a, b in zip(names, names[700:], strict=False))
    assert joined < strangers / 2, "what belongs together stands together"

    before = dict(places)
    opened(page, address)
    again = {name: (x, y, size) for name, x, y, size in page.evaluate(_PLACES)}
    assert again == before, "the same graph gets the same picture"
