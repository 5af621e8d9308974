"""Items in memory: what filters find, what counts say beside other filters, orders, years."""

from __future__ import annotations

import random

import pytest

from api.listing.filters import wanted_of, years_of
from api.listing.items import Items, Wanted
from api.listing.values import NONE, Values
from graph.errors import BadParameter


def items() -> Items:
    """甲 and 乙 are labs, 丙 a centre of two fields, 丁 has neither type nor year."""
    made = Items(
        ids=["a", "b", "c", "d"],
        names=["甲", "乙", "丙", "丁"],
        search=["甲 jia", "乙 yi", "丙 bing", "丁 ding"],
        years=[2016, 2020, 2020, None],
        values={"type": Values(), "field": Values()},
        keys={"year": [2016, 2020, 2020, None]},
    )
    for at, value in ((0, "lab"), (1, "lab"), (2, "centre")):
        made.values["type"].add(value, at, value.upper())
    for at, value in ((0, "sea"), (2, "sea"), (2, "space"), (2, "sea")):
        made.values["field"].add(value, at)
    made.values["type"].pack(4, with_none=True)
    made.values["field"].pack(4)
    return made


def names(found: Items, wanted: Wanted) -> str:
    return "".join(found.names[at] for at in found.found(wanted))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), "丁丙乙甲"),
        (Wanted(sort="-name"), "甲乙丙丁"),
        (Wanted(sort="year"), "甲丙乙丁"),
        (Wanted(sort="-year"), "丙乙甲丁"),
        (Wanted(q="JI"), "甲"),
        (Wanted(chosen={"type": ("lab",)}), "乙甲"),
        (Wanted(chosen={"type": ("lab", "centre")}), "丙乙甲"),
        (Wanted(chosen={"type": ("lab",), "field": ("sea",)}), "甲"),
        (Wanted(chosen={"type": (NONE,)}), "丁"),
        (Wanted(chosen={"type": ("unheard-of",)}), ""),
        (Wanted(first_year=2017), "丙乙"),
        (Wanted(last_year=2016), "甲"),
        (Wanted(first_year=2016, last_year=2020, q="ing"), "丙"),
    ],
)
def test_what_is_wanted_is_found_in_order(wanted: Wanted, expected: str) -> None:
    assert names(items(), wanted) == expected
    assert items().count(wanted) == len(expected)
    pages = [items().page(wanted, skip, 2) for skip in (0, 2, 4)]
    assert "".join("甲乙丙丁"[at] for found, _ in pages for at in found) == expected
    assert {total for _, total in pages} == {len(expected)}


def test_counts_heed_the_other_filters_and_not_their_own() -> None:
    found = items()
    wanted = Wanted(chosen={"type": ("lab",)})
    assert found.counts("type", wanted) == {"lab": 2, "centre": 1, NONE: 1}
    assert found.counts("field", wanted) == {"sea": 1}
    assert found.by_year(wanted) == {2016: 1, 2020: 1}
    assert found.by_year(Wanted(first_year=2018)) == {2016: 1, 2020: 2}


def test_a_condition_is_dropped_whole_or_by_a_value() -> None:
    wanted = Wanted("q", {"type": ("a", "b"), "field": ("c",)}, 2016, 2020, "-year")
    assert wanted.without("type", "a").chosen == {"type": ("b",), "field": ("c",)}
    assert wanted.without("type").chosen == {"field": ("c",)}
    assert wanted.without("q") == Wanted("", wanted.chosen, 2016, 2020, "-year")
    assert not wanted.without("year").has_years


def test_what_is_looked_up_says_the_same_as_going_through_all() -> None:
    rng = random.Random(7)
    size, codes = 500, "uvwxyz"
    types = [rng.sample(codes, rng.randint(0, 3)) for _ in range(size)]
    fields = [rng.sample(codes, rng.randint(0, 3)) for _ in range(size)]
    ids = [f"{n:03}" for n in range(size)]
    made = Items(ids, ids, ids, [None] * size, {"type": Values(), "field": Values()})
    for name, column in (("type", types), ("field", fields)):
        for at, some in enumerate(column):
            for one in some:
                made.values[name].add(one, at)
        made.values[name].pack(size)
    for _ in range(50):
        chosen = {"type": tuple(rng.sample(codes, 2)), "field": tuple(rng.sample(codes, 3))}
        left, right = (set(values) for values in chosen.values())
        slow = [n for n in range(size) if left & set(types[n]) and right & set(fields[n])]
        wanted = Wanted(chosen=chosen)
        assert list(made.found(wanted)) == slow
        beside = [n for n in range(size) if right & set(fields[n])]
        counts = {code: sum(code in types[n] for n in beside) for code in codes}
        assert made.counts("type", wanted) == {code: n for code, n in counts.items() if n}


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("", (None, None)),
        ("2016", (2016, 2016)),
        ("2016..2025", (2016, 2025)),
        ("2016..", (2016, None)),
        ("..2025", (None, 2025)),
    ],
)
def test_years_of_an_address(words: str, years: tuple[int | None, int | None]) -> None:
    assert years_of(words) == years


@pytest.mark.parametrize("words", ["..", "20162025", "2016-2025", "x", "2016..x", "201"])
def test_what_no_years_are_is_refused(words: str) -> None:
    with pytest.raises(BadParameter):
        years_of(words)


def test_an_order_that_a_list_has_not_is_refused() -> None:
    with pytest.raises(BadParameter):
        wanted_of("hosts", {"sort": "-year"})
