"""Search in memory: the rows of `graph.search`, found among the names of one version of the graph.

In: names, other names, numbers and texts to search. Out: rows of label, id, name, document number and likeness.
Nodes stand in the order of results of one likeness, so that looking stops when a page is full; pairs of
characters say where to look.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.search import number_forms
from graph.store import Rows

#: What parts words, as the analyzers of the stores do.
_BETWEEN = re.compile(r"[\W_]+")
_TURN = re.compile(r"(?<=[^\W\dA-Za-z])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[^\W\dA-Za-z])")
_LATIN = re.compile(r"[a-z0-9]+")
_SIGN = "\x1f"


def folded(text: str) -> str:
    """A text as it is compared: lower case, one sign for whatever stands between words, and
    between Chinese and Latin ones."""
    return _TURN.sub(_SIGN, _BETWEEN.sub(_SIGN, text.lower()))


@dataclass(frozen=True)
class Named:
    """A node as it is found."""

    label: str
    id: str
    name: str
    others: tuple[str, ...]
    doc_number: str


class Names:
    """All nodes that can be found, by position; each position's text is a line of words."""

    def __init__(self, rows: Rows) -> None:
        found = [
            (Named(row["label"], id_, name, tuple(others), number), words or name)
            for row in rows
            for id_, name, others, number, words in zip(
                row["ids"],
                row["names"],
                row["other_names"],
                row["doc_numbers"],
                row["searches"],
                strict=True,
            )
        ]
        found.sort(key=lambda one: (len(one[0].name), one[0].name, one[0].id))
        self._nodes = [node for node, _ in found]
        self._texts = [_SIGN + folded(words) for _, words in found]
        self._places = _places(self._texts)
        self._exact: dict[str, list[int]] = defaultdict(list)
        for at, node in enumerate(self._nodes):
            for name in filter(None, {node.name, *node.others, node.doc_number}):
                self._exact[name].append(at)
        by_name = sorted(range(len(found)), key=lambda at: self._nodes[at].name)
        self._by_name = array("I", by_name)

    def __len__(self) -> int:
        return len(self._nodes)

    def search(self, text: str, limit: int) -> Rows:
        """As `graph.search.search` finds them."""
        words = [word for word in (folded(one).strip(_SIGN) for one in text.split()) if word]
        if not words:
            return []
        same = self._same(text)
        found = [(0, at) for at in same]
        starting = (at for at in self._starting(text) if at not in same)
        found += [(1, at) for at in sorted(starting)[:limit]]
        known = {at for _, at in found}
        rest: list[int] = []
        for at in self._having(words):
            if len(found) >= limit:
                break
            if at in known:
                continue
            if text in self._nodes[at].name:
                found.append((2, at))
            elif len(rest) < limit:
                rest.append(at)
        found += [(3, at) for at in rest]
        return [self._row(likeness, at) for likeness, at in found[:limit]]

    def _same(self, text: str) -> list[int]:
        forms = {text: None} | dict.fromkeys(number_forms(text))
        places = {
            at
            for form in forms
            for at in self._exact.get(form, ())
            if form == text or self._nodes[at].doc_number == form
        }
        return sorted(places)

    def _starting(self, text: str) -> Sequence[int]:
        """Those whose name begins so."""
        nodes, places = self._nodes, self._by_name
        first = bisect_left(places, text, key=lambda at: nodes[at].name)
        end = first
        while end < len(places) and nodes[places[end]].name.startswith(text):
            end += 1
        return places[first:end]

    def _having(self, words: Sequence[str]) -> Iterator[int]:
        """Those whose text has every word, in order: Latin ones at the start of a word."""
        needles = [_SIGN + word if _LATIN.fullmatch(word) else word for word in words]
        places: Sequence[int] = range(len(self))
        for needle in needles:
            for pair in _pairs(needle):
                here = self._places.get(pair, ())
                if len(here) < len(places):
                    places = here
        texts = self._texts
        for at in places:
            if all(needle in texts[at] for needle in needles):
                yield at

    def _row(self, likeness: int, at: int) -> dict[str, object]:
        node = self._nodes[at]
        return {
            "label": node.label,
            "id": node.id,
            "name": node.name,
            "doc_number": node.doc_number or None,
            "likeness": likeness,
        }


def _pairs(text: str) -> Iterator[str]:
    """The pairs of characters that are kept: of Chinese, and the first two of a Latin word."""
    for one, other in pairwise(text):
        if one > "\u2e80" and other > "\u2e80":
            yield one + other
    for at in range(len(text) - 2):
        if text[at] == _SIGN and _LATIN.fullmatch(text[at + 1 : at + 3]):
            yield text[at : at + 3]


def _places(texts: Sequence[str]) -> dict[str, Sequence[int]]:
    found: dict[str, array[int]] = {}
    for at, text in enumerate(texts):
        for pair in set(_pairs(text)):
            places = found.get(pair)
            if places is None:
                places = found[pair] = array("I")
            places.append(at)
    return dict(found)
