"""The values of one filter in memory: which items each has, and which each item has.

In: pairs of a value and the position of an item. Out: the items of values, and counts. Few combinations of values
are many items' own, so that an item keeps the number of its combination.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

#: The value of items that have none.
NONE = "none"


class Values:
    """The values of one filter: their names, and the items of each."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._items: dict[str, set[int]] = {}
        self._arrays: dict[str, array[int]] = {}
        #: Each combination of values, and of each item the number of its own.
        self._combinations: list[tuple[str, ...]] = [()]
        self._numbers: array[int] = array("I")

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
        self._combine(size)

    def _combine(self, size: int) -> None:
        numbers = array("I", bytes(4 * size))
        known: dict[tuple[int, str], int] = {}
        for value, found in self._arrays.items():
            for at in found:
                key = (numbers[at], value)
                number = known.get(key)
                if number is None:
                    number = known[key] = len(self._combinations)
                    self._combinations.append((*self._combinations[key[0]], value))
                numbers[at] = number
        self._numbers = numbers

    def size(self, values: Iterable[str]) -> int:
        """How many items have one of these values, at most."""
        return sum(len(self._one(value)) for value in values)

    def of(self, values: Sequence[str]) -> array[int]:
        """The items that have one of these values, by position."""
        if len(values) == 1:
            return self._one(values[0])
        return array("I", sorted({at for value in values for at in self._one(value)}))

    def having(self, values: Iterable[str], places: Iterable[int]) -> list[int]:
        """Those of some items that have one of these values."""
        wanted, numbers, combinations = frozenset(values), self._numbers, self._combinations
        return [at for at in places if not wanted.isdisjoint(combinations[numbers[at]])]

    def sizes(self) -> dict[str, int]:
        """How many items each value has."""
        return {value: len(found) for value, found in self._arrays.items()}

    def sizes_among(self, places: Iterable[int]) -> dict[str, int]:
        """How many of these items each value has, where any."""
        counts: Counter[str] = Counter()
        for number, items in Counter(map(self._numbers.__getitem__, places)).items():
            for value in self._combinations[number]:
                counts[value] += items
        return dict(counts)

    def _one(self, value: str) -> array[int]:
        return self._arrays.get(value, _NOBODY)


_NOBODY = array("I")
