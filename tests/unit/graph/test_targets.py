"""What targets ask for, and how counts stand to them."""

from __future__ import annotations

from typing import Any

import pytest

from graph.targets import Asked, asked_by_reading, asked_of, standing


def target(comparator: str, low: float | None, high: float | None, **more: Any) -> dict[str, Any]:
    """A target as a query gives it."""
    bounds = {"comparator": comparator, "low": low, "high": high}
    return bounds | {"flags": None, "reviewed_value": None} | more


@pytest.mark.parametrize(
    ("comparator", "low", "high", "counted", "state", "gap"),
    [
        ("ge", 140, None, 118, "short", 22),
        ("ge", 140, None, 140, "met", 0),
        ("gt", 500, None, 500, "short", 1),
        ("gt", 500, None, 501, "met", 0),
        ("eq", 24, 24, 21, "short", 3),
        ("eq", 24, 24, 30, "met", 0),
        ("le", None, 60, 41, "within", 0),
        ("le", None, 60, 60, "within", 0),
        ("le", None, 60, 63, "over", -3),
        ("lt", None, 60, 60, "over", -1),
        ("lt", None, 60, 59, "within", 0),
        ("range", 12, 15, 11, "short", 1),
        ("range", 12, 15, 15, "met", 0),
        ("range", 12, 15, 17, "over", -2),
        ("approx", 4, 4, 3, "about", 1),
        ("approx", 4, 4, 6, "about", -2),
    ],
)
def test_how_a_count_stands(
    comparator: str, low: float | None, high: float | None, counted: int, state: str, gap: int
) -> None:
    asked = asked_of(target(comparator, low, high))
    assert asked is not None
    found = standing(asked, counted)
    assert (found.state, found.gap) == (state, gap)


@pytest.mark.parametrize("flag", ["suspect_lost_dash", "suspect_masked", "ambiguous"])
def test_a_doubted_number_asks_for_nothing_before_it_is_read(flag: str) -> None:
    assert asked_of(target("eq", 23, 23, flags=[flag])) is None
    read = asked_of(target("eq", 23, 23, flags=[flag], reviewed_value="2—3家"))
    assert read == Asked("range", 2, 3)


def test_a_flag_that_doubts_no_number_changes_nothing() -> None:
    assert asked_of(target("ge", 5, None, flags=["sum_mismatch"])) == Asked("ge", 5, 5)


@pytest.mark.parametrize(
    ("reading", "comparator", "asked"),
    [
        ("23家", "eq", Asked("eq", 23, 23)),
        ("23家", "ge", Asked("ge", 23, 23)),
        ("23家", "range", Asked("eq", 23, 23)),
        ("2—3家", "eq", Asked("range", 2, 3)),
        ("1,200家", "ge", Asked("ge", 1200, 1200)),
        ("看不清", "eq", None),
    ],
)
def test_a_reading_in_words(reading: str, comparator: str, asked: Asked | None) -> None:
    assert asked_by_reading(reading, comparator) == asked


def test_a_target_without_a_number_asks_for_nothing() -> None:
    assert asked_of(target("ge", None, None)) is None


def test_a_ceiling_is_held_against_its_upper_number() -> None:
    assert Asked("le", 60, 60).is_ceiling
    assert Asked("range", 12, 15).of == 12
