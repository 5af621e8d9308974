"""A table page: its rows, its filters with counts, and the addresses that change either.

A list page is its address: `q` and filters narrow, `year` bounds, `sort` orders, `cols` chooses columns,
`after` says how many rows lie before the page. Parameters stand in one order and defaults are left out.
With .csv, .xlsx or .json after its path the same address gives all rows that the pages show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from flask import Response
from werkzeug.datastructures import MultiDict

from api import payload
from api.exports.answers import table_answer
from api.listing.filters import DEFAULT_SORTS, FILTERS, SORTS, wanted_of
from api.listing.items import Items, Wanted
from api.listing.lists import all_rows, items_of, some_rows
from api.view import t, to, words_of
from api.view_list_specs import Column, Facet, ListPage
from graph.errors import BadParameter
from graph.store import Rows

PAGE = 25
_SHOWN = 6
_MOST_SHOWN = 120
_MOST_VALUES = 50
_WAYS_OUT = 3
_SEEDS = 30
#: Filters whose values are nodes that the graph page can start from.
_NODE_FILTERS = ("type", "field", "host", "region", "category", "above", "issuer")
#: Parameters of a page's state that are no part of what is shown.
_TRAVELLING = frozenset({"lang", "asof"})


@dataclass(frozen=True)
class Choice:
    """A value of a filter: its words, how many rows it has beside the other filters, whether it is on."""

    value: str
    words: str
    count: int
    is_on: bool
    #: Length of its bar, of 46.
    bar: int
    #: Whether the words are the graph's, and not the page's.
    is_printed: bool


@dataclass(frozen=True)
class Filter:
    """A filter with its values: those shown at once, and the others."""

    facet: Facet
    first: list[Choice]
    rest: list[Choice]
    #: Values with too few rows to be listed.
    left_out: int


@dataclass(frozen=True)
class Chip:
    """A condition that is on, with the address without it, and how many rows that has."""

    label: str
    words: str
    url: str
    without: Wanted


@dataclass(frozen=True)
class Histogram:
    """Rows by year: bars of 40 in height, and the bounds asked for."""

    bars: list[tuple[int, int, int]]
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Paging:
    """Which rows of how many a page shows."""

    after: int
    shown: int
    total: int

    @property
    def first(self) -> int:
        """Number of the first row shown."""
        return self.after + 1 if self.shown else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.after + self.shown

    @property
    def previous(self) -> int | None:
        """Where the page before begins; None on the first."""
        return max(0, self.after - PAGE) if self.after else None

    @property
    def next(self) -> int | None:
        """Where the page after begins; None on the last."""
        return self.last if self.shown and self.last < self.total else None


class ListView:
    """A page of a table, as the template shows it. Raises BadParameter for what no list can be asked."""

    def __init__(self, spec: ListPage, args: MultiDict[str, str]) -> None:
        self.spec = spec
        self.wanted = _wanted(spec, args)
        self.columns = _columns(spec, args)
        self._items: Items = items_of(payload.current_store(), spec.path)
        after = whole(args, "after")
        found = some_rows(payload.current_store(), spec.path, self.wanted, after, PAGE)
        self.rows = found.rows
        self.paging = Paging(after, len(found.rows), found.total)

    @property
    def everything(self) -> int:
        """How many rows there are without any condition."""
        return len(self._items)

    # Addresses

    def at(self, **changes: Any) -> str:
        """The address of this table with some parameters changed."""
        after = changes.pop("after", 0)
        return _address(f"/{self.spec.path}", self.spec, self.wanted, self.columns, after, changes)

    def file(self, suffix: str) -> str:
        """The address of the same rows as a file."""
        path = f"/{self.spec.path}.{suffix}"
        return _address(path, self.spec, self.wanted, self.columns, 0, {"lang": None})

    def canonical(self) -> str:
        """This page's one address."""
        return self.at(after=self.paging.after)

    def is_canonical(self, args: MultiDict[str, str]) -> bool:
        """Whether an address is that one, but for what travels with every link."""
        asked = [pair for pair in args.items(multi=True) if pair[0] not in _TRAVELLING]
        own = parse_qsl(self.canonical().partition("?")[2])
        return asked == [pair for pair in own if pair[0] not in _TRAVELLING]

    def sort_of(self, column: Column) -> tuple[str, str]:
        """What a heading says of the order, and the address that it leads to: names and dates from
        their usual end first, numbers from the largest, and the other way round after that."""
        now, key = self.wanted.sort, column.sort
        usual = key if key == "name" else f"-{key}"
        other = key if usual.startswith("-") else f"-{key}"
        said = {key: "ascending", f"-{key}": "descending"}.get(now, "")
        return said, self.at(sort=other if now == usual else usual)

    def elsewhere(self) -> str:
        """The graph of this table's filters, or of its first rows."""
        chosen = [value for name in _NODE_FILTERS for value in self.wanted.chosen.get(name, ())][
            :_SEEDS
        ]
        key = self.spec.columns[0].ids
        return to("/graph", seed=chosen or [row[key] for row in self.rows])

    # Filters

    @cached_property
    def filters(self) -> list[Filter]:
        """The filters in their order; those that would not part the rows are left out."""
        filters = []
        for facet in self.spec.facets:
            is_on = facet.name in self.wanted.chosen
            if facet.is_hidden and not is_on:
                continue
            shown = self._filter(facet)
            if is_on or len(shown.first) > 1 or (shown.first and facet.name == "issue"):
                filters.append(shown)
        return filters

    def _filter(self, facet: Facet) -> Filter:
        counts = self._items.counts(facet.name, self.wanted)
        on = self.wanted.chosen.get(facet.name, ())
        counts |= {value: counts.get(value, 0) for value in on}
        if facet.is_hidden:
            counts = {value: counts[value] for value in on}
        most = max(counts.values(), default=0)
        ordered = sorted(counts, key=lambda one: (-counts[one], self.value_words(facet, one)))
        choices = [
            Choice(
                value,
                self.value_words(facet, value),
                counts[value],
                value in on,
                max(1, round(46 * counts[value] / most)) if counts[value] else 0,
                value not in facet.codes,
            )
            for value in ordered
        ]
        first = [one for at, one in enumerate(choices) if at < _SHOWN or one.is_on]
        rest = [one for at, one in enumerate(choices) if at >= _SHOWN and not one.is_on]
        return Filter(facet, first, rest[:_MOST_SHOWN], max(0, len(rest) - _MOST_SHOWN))

    def value_words(self, facet: Facet, value: str) -> str:
        """A filter's value in words."""
        if value in facet.codes:
            words = words_of(facet.codes[value])
            return f"{value} {words}" if facet.name == "finding" else words
        return self._items.values[facet.name].names.get(value, value)

    @cached_property
    def histogram(self) -> Histogram | None:
        """Rows by year, every year between the first and the last; None where no year is known."""
        counts = self._items.by_year(self.wanted) if self.spec.years else {}
        if not counts and not self.wanted.has_years:
            return None
        most = max(counts.values(), default=1)
        years = range(min(counts), max(counts) + 1) if counts else ()
        bars = [(year, n := counts.get(year, 0), -(-40 * n // most)) for year in years]
        return Histogram(bars, self.wanted.first_year, self.wanted.last_year)

    @cached_property
    def chips(self) -> list[Chip]:
        """The conditions that are on."""
        chips = []
        for facet in self.spec.facets:
            for value in self.wanted.chosen.get(facet.name, ()):
                without = self.wanted.without(facet.name, value)
                words = self.value_words(facet, value)
                if not facet.label:
                    words = t("：", ": ").join((words_of(facet.words), words))
                label = "" if facet.codes else facet.label
                chips.append(Chip(label, words, self._at(without), without))
        if self.wanted.has_years and self.spec.years:
            without = self.wanted.without("year")
            words = t("：", ": ").join((words_of(self.spec.years), years_words(self.wanted)))
            chips.append(Chip("", words, self._at(without), without))
        if self.wanted.q:
            without = self.wanted.without("q")
            chips.append(Chip("", f"“{self.wanted.q}”", self._at(without), without))
        return chips

    def _at(self, wanted: Wanted) -> str:
        return _address(f"/{self.spec.path}", self.spec, wanted, self.columns, 0, {})

    def ways_out(self) -> list[tuple[Chip, int]]:
        """Where nothing is left: which condition to drop, and how many rows that gives."""
        found = [(chip, self._items.count(chip.without)) for chip in self.chips]
        found.sort(key=lambda pair: -pair[1])
        return [pair for pair in found if pair[1]][:_WAYS_OUT]

    def clear(self) -> str:
        """The address without any condition."""
        return self._at(Wanted(sort=self.wanted.sort))


def _address(
    path: str,
    spec: ListPage,
    wanted: Wanted,
    columns: Sequence[Column],
    after: int,
    changes: dict[str, Any],
) -> str:
    """The address of a table: parameters in one order, defaults left out."""
    query: dict[str, Any] = {"q": wanted.q}
    query |= {name: list(wanted.chosen.get(name, ())) for name in FILTERS[spec.path]}
    query |= {"year": years_words(wanted), "sort": wanted.sort, "cols": _cols(spec, columns)}
    query |= {"after": after} | changes
    if query["sort"] == DEFAULT_SORTS[spec.path]:
        query["sort"] = None
    return to(path, **{key: value for key, value in query.items() if value or key == "lang"})


def years_words(wanted: Wanted) -> str:
    """The years asked for, as an address has them."""
    first, last = wanted.first_year, wanted.last_year
    if first == last:
        return "" if first is None else str(first)
    return f"{'' if first is None else first}..{'' if last is None else last}"


def _wanted(spec: ListPage, args: MultiDict[str, str]) -> Wanted:
    given: dict[str, Any] = {name: _values(args, name) for name in FILTERS[spec.path]}
    sort = args.get("sort", "")
    given["sort"] = sort if sort.removeprefix("-") in SORTS[spec.path] else ""
    given["q"] = args.get("q", "").strip()[:200]
    # Without scripts the two bounds come each by themselves.
    first, last = args.get("from", "").strip(), args.get("to", "").strip()
    given["year"] = (f"{first}..{last}" if first or last else "") or args.get("year", "").strip()
    return wanted_of(spec.path, given)


def _values(args: MultiDict[str, str], name: str) -> list[str]:
    values = args.getlist(name)
    if len(values) > _MOST_VALUES:
        raise BadParameter(
            f"{name} 至多给 {_MOST_VALUES} 个值。", f"{name} takes at most {_MOST_VALUES} values."
        )
    return sorted(value for value in set(values) if len(value) <= 200)


def _columns(spec: ListPage, args: MultiDict[str, str]) -> tuple[Column, ...]:
    """The columns asked for, in their own order; the first one always."""
    asked = {key for words in args.getlist("cols") for key in words.split(",")}
    usual = tuple(column for column in spec.columns if not column.is_extra)
    if not asked & {column.key for column in spec.columns}:
        return usual
    first, *others = spec.columns
    return (first, *(column for column in others if column.key in asked))


def _cols(spec: ListPage, columns: Sequence[Column]) -> str:
    usual = [column for column in spec.columns if not column.is_extra]
    return "" if list(columns) == usual else ",".join(column.key for column in columns)


def whole(args: MultiDict[str, str], name: str) -> int:
    """A parameter that counts something; 0 where it is not there. Raises BadParameter."""
    words = args.get(name, "0") or "0"
    if not (words.isascii() and words.isdecimal()) or len(words) > 12:
        raise BadParameter(
            f"{name} 应为不小于 0 的整数。", f"{name} must be a whole number from 0."
        )
    return int(words)


def list_file(spec: ListPage, suffix: str, args: MultiDict[str, str]) -> Response:
    """All rows of a table as a file; with `cols` the columns that the page shows, else all."""
    wanted = _wanted(spec, args)
    parts = all_rows(payload.current_store(), spec.path, wanted)
    first = next(parts, [])
    known = list(first[0]) if first else [column.key for column in spec.columns]
    if _cols(spec, columns := _columns(spec, args)):
        keys = [key for column in columns for key in (column.ids, column.key)]
        known = [key for key in known if key in keys]
    return table_answer(spec.path, suffix, known, _after(first, parts))


def _after(first: Rows, parts: Iterator[Rows]) -> Iterator[Rows]:
    yield first
    yield from parts


def pairs(ids: Iterable[str] | None, names: Iterable[str] | None) -> list[tuple[str, str]]:
    """Ids and names that belong together; names without ids stand alone."""
    known = list(names or [])
    return list(zip(ids or [""] * len(known), known, strict=False))
