"""The items of a list in memory: which ones some filters want, in which order, and how many each value has.

In: names, sort keys and, for every filter, the items of each of its values. Out: positions of items and
counts. Looking begins at the filter that wants the fewest, whose items are known; only those are held against
the other filters, so that at 100,000 items a host's list costs what its few platforms cost.
"""

from __future__ import annotations

import threading
from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, islice
from typing import Any

from api.listing.values import Values

#: Of so many items at most one is wanted where the wanted are sorted, and the whole order is not gone through.
_ONE_OF = 16
#: Answers of filters that are kept: a page asks for the same ones for each of its counts.
_RECENT = 16


@dataclass(frozen=True)
class Wanted:
    """What a request asks of a list: words, values of filters (several of one filter: any of them),
    first and last year, and the sort key, with "-" before it from the largest."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    sort: str = "name"

    @property
    def has_years(self) -> bool:
        """Whether years are asked for."""
        return self.first_year is not None or self.last_year is not None

    @property
    def key(self) -> tuple[Any, ...]:
        """What is wanted, in whatever order."""
        return self.q, self.first_year, self.last_year, tuple(sorted(self.chosen.items()))

    def without(self, name: str, value: str | None = None) -> Wanted:
        """The same without one filter (`q` and `year` are filters too), or without one of its values."""
        if name == "q":
            return Wanted("", self.chosen, self.first_year, self.last_year, self.sort)
        if name == "year":
            return Wanted(self.q, self.chosen, None, None, self.sort)
        left = tuple(one for one in self.chosen.get(name, ()) if value is not None and one != value)
        chosen = {key: values for key, values in self.chosen.items() if key != name}
        if left:
            chosen[name] = left
        return Wanted(self.q, chosen, self.first_year, self.last_year, self.sort)


@dataclass
class Items:
    """The items of one list. `keys` are what it can be sorted by, beside its names; unknown is None."""

    ids: list[str]
    names: list[str]
    search: list[str]
    years: list[int | None]
    values: dict[str, Values]
    keys: dict[str, Sequence[Any]] = field(default_factory=dict)
    #: Columns that belong to an item and are asked for by its position.
    notes: dict[str, dict[int, Any]] = field(default_factory=dict)
    #: The row that an item is shown as, by its position; None where rows are asked of the store. It must not
    #: hold these items: what holds itself is not freed when the graph has changed.
    row: Callable[[int], dict[str, Any]] | None = None
    _orders: dict[str, array[int]] = field(default_factory=dict)
    _ranks: dict[str, array[int]] = field(default_factory=dict)
    _recent: OrderedDict[tuple[Any, ...], array[int]] = field(default_factory=OrderedDict)
    _lock: Any = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each id stands."""
        return {one: at for at, one in enumerate(self.ids)}

    def found(self, wanted: Wanted) -> Sequence[int]:
        """The positions of the wanted items in their order."""
        places = self._places(wanted)
        return self._order(wanted.sort) if places is None else self._sorted(places, wanted.sort)

    def page(self, wanted: Wanted, skip: int, limit: int) -> tuple[list[int], int]:
        """Some of the wanted items in their order, and how many there are in all."""
        places = self._places(wanted)
        if places is None:
            return list(self._order(wanted.sort)[skip : skip + limit]), len(self)
        return self._sorted(places, wanted.sort, skip, limit), len(places)

    def count(self, wanted: Wanted) -> int:
        """How many items are wanted."""
        places = self._places(wanted)
        return len(self) if places is None else len(places)

    def counts(self, name: str, wanted: Wanted) -> dict[str, int]:
        """How many items each value of a filter has among those that the other filters want."""
        places = self._places(wanted.without(name))
        values = self.values[name]
        return values.sizes() if places is None else values.sizes_among(places)

    def by_year(self, wanted: Wanted) -> dict[int, int]:
        """How many items each year has among those that the other filters want."""
        places = self._places(wanted.without("year"))
        years = self.years if places is None else map(self.years.__getitem__, places)
        return dict(sorted((year, n) for year, n in Counter(years).items() if year is not None))

    # Order

    def _order(self, sort: str) -> array[int]:
        if sort not in self._orders:
            is_down, key = sort.startswith("-"), sort.removeprefix("-")
            by_name = sorted(range(len(self)), key=lambda at: (self.names[at], self.ids[at]))
            if key == "name":
                order = by_name[::-1] if is_down else by_name
            else:
                column = self.keys[key]
                known = [at for at in by_name if column[at] is not None]
                known.sort(key=column.__getitem__, reverse=is_down)
                order = known + [at for at in by_name if column[at] is None]
            self._orders[sort] = array("I", order)
        return self._orders[sort]

    def _rank(self, sort: str) -> array[int]:
        """Where each item stands in an order."""
        if sort not in self._ranks:
            ranks = array("I", bytes(4 * len(self)))
            for rank, at in enumerate(self._order(sort)):
                ranks[at] = rank
            self._ranks[sort] = ranks
        return self._ranks[sort]

    def _sorted(
        self, places: Sequence[int], sort: str, skip: int = 0, limit: int | None = None
    ) -> list[int]:
        end = None if limit is None else skip + limit
        if len(places) * _ONE_OF <= len(self):
            return sorted(places, key=self._rank(sort).__getitem__)[skip:end]
        flags = bytearray(len(self))
        for at in places:
            flags[at] = 1
        order = self._order(sort)
        # Looking stops with the page: nobody asks for the order of the rest.
        return list(islice(compress(order, map(flags.__getitem__, order)), skip, end))

    # Choice

    def _places(self, wanted: Wanted) -> array[int] | None:
        """The positions of the wanted items; None where all are."""
        if not (wanted.chosen or wanted.q or wanted.has_years):
            return None
        key = wanted.key
        with self._lock:
            if (known := self._recent.get(key)) is not None:
                self._recent.move_to_end(key)
                return known
        found = self._look(wanted)
        with self._lock:
            self._recent[key] = found
            while len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return found

    def _look(self, wanted: Wanted) -> array[int]:
        chosen = sorted(wanted.chosen.items(), key=lambda one: self.values[one[0]].size(one[1]))
        places: Iterable[int] = range(len(self))
        for at, (name, values) in enumerate(chosen):
            held = self.values[name]
            places = held.of(values) if at == 0 else held.having(values, places)
        if wanted.has_years:
            first, last = wanted.first_year or 0, wanted.last_year or 9999
            years = self.years
            places = [at for at in places if (year := years[at]) and first <= year <= last]
        if wanted.q:
            needle, search = wanted.q.lower(), self.search
            places = [at for at in places if needle in search[at]]
        return places if isinstance(places, array) else array("I", places)
