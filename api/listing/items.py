"""The items of a list in memory: which ones some filters want, in which order, and how many each value has.

In: names, sort keys and, for every filter, the items of each of its values. Out: positions of items and
counts. A value's items are a set of bits, one byte an item, so that filters are joined by `&` and `|` of
whole numbers: at 100,000 items that takes less than a store takes to answer.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, islice
from typing import Any

#: The value of items that have none.
NONE = "none"


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


class Values:
    """The values of one filter: their names, and the items of each."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._items: dict[str, set[int]] = {}
        self._arrays: dict[str, array[int]] = {}

    def add(self, value: str, item: int, name: str = "") -> None:
        """An item has a value."""
        self.names.setdefault(value, name or value)
        self._items.setdefault(value, set()).add(item)

    def pack(self, size: int, *, with_none: bool = False) -> None:
        """No more is added. `with_none`: items without a value get one of their own."""
        if with_none:
            missing = set(range(size)).difference(*self._items.values())
            if missing:
                self.names[NONE] = NONE
                self._items[NONE] = missing
        self._arrays = {value: array("I", sorted(found)) for value, found in self._items.items()}
        self._items = {}

    def of(self, value: str) -> Sequence[int]:
        """The items of a value, in their order."""
        return self._arrays.get(value, array("I"))

    def sizes(self) -> dict[str, int]:
        """How many items each value has."""
        return {value: len(found) for value, found in self._arrays.items()}

    def sizes_within(self, chosen: bytes) -> dict[str, int]:
        """How many of the chosen items each value has, where any."""
        taken = chosen.__getitem__
        counts = {value: sum(map(taken, found)) for value, found in self._arrays.items()}
        return {value: count for value, count in counts.items() if count}


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
    #: The row that an item is shown as, by its position; None where rows are asked of the store.
    row: Callable[[int], dict[str, Any]] | None = None
    _orders: dict[str, list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each id stands."""
        return {one: at for at, one in enumerate(self.ids)}

    def found(self, wanted: Wanted) -> list[int]:
        """The positions of the wanted items in their order."""
        order = self._order(wanted.sort)
        chosen = self._chosen(wanted)
        return order if chosen is None else list(compress(order, map(chosen.__getitem__, order)))

    def page(self, wanted: Wanted, skip: int, limit: int) -> tuple[list[int], int]:
        """Some of the wanted items in their order, and how many there are in all."""
        order = self._order(wanted.sort)
        chosen = self._chosen(wanted)
        if chosen is None:
            return order[skip : skip + limit], len(order)
        # Looking stops with the page: nobody asks for the order of the rest.
        kept = compress(order, map(chosen.__getitem__, order))
        return list(islice(kept, skip, skip + limit)), chosen.count(1)

    def count(self, wanted: Wanted) -> int:
        """How many items are wanted."""
        chosen = self._chosen(wanted)
        return len(self) if chosen is None else chosen.count(1)

    def counts(self, name: str, wanted: Wanted) -> dict[str, int]:
        """How many items each value of a filter has among those that the other filters want."""
        chosen = self._chosen(wanted.without(name))
        values = self.values[name]
        return values.sizes() if chosen is None else values.sizes_within(chosen)

    def by_year(self, wanted: Wanted) -> dict[int, int]:
        """How many items each year has among those that the other filters want."""
        chosen = self._chosen(wanted.without("year"))
        years = self.years if chosen is None else compress(self.years, chosen)
        return dict(sorted(Counter(year for year in years if year is not None).items()))

    def _order(self, sort: str) -> list[int]:
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
            self._orders[sort] = order
        return self._orders[sort]

    def _chosen(self, wanted: Wanted) -> bytes | None:
        """A byte for every item, 1 for those that are wanted; None where all are."""
        joined: int | None = None
        for part in self._parts(wanted):
            joined = part if joined is None else joined & part
        return None if joined is None else joined.to_bytes(len(self), "little")

    def _parts(self, wanted: Wanted) -> Iterable[int]:
        for name, chosen in wanted.chosen.items():
            yield self._any(self.values[name].of(value) for value in chosen)
        if wanted.q:
            needle = wanted.q.lower()
            yield int.from_bytes(bytes([needle in text for text in self.search]), "little")
        if wanted.has_years:
            first, last = wanted.first_year or 0, wanted.last_year or 9999
            yield self._where(self.years, lambda year: year is not None and first <= year <= last)

    def _any(self, parts: Iterable[Iterable[int]]) -> int:
        flags = bytearray(len(self))
        for part in parts:
            for at in part:
                flags[at] = 1
        return int.from_bytes(flags, "little")

    def _where(self, column: Sequence[Any], test: Callable[[Any], bool]) -> int:
        return int.from_bytes(bytes(map(test, column)), "little")
