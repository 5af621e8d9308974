"""The thesaurus of fields: which phrases mean one thing, which is narrower than which, which are
neighbours.

In: the taxonomy (fields.csv) and the terms below it (field_terms.csv, field_heads.csv,
field_related.csv). Out: concepts by phrase, and how two concepts stand to each other. A concept is
known by one of its phrases; a phrase has one concept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from ingest import lexicons
from ingest.lexicons import LexiconError
from ingest.text import has_han, name_key

#: Phrases that end like another without being a kind of it.
_NOT_A_KIND = frozenset({"计算机病毒", "肿瘤微环境", "研发设计", "慢性病"})
_SHORTEST_HEAD = 2
#: A root with more concepts than this says nothing of two that stand right below it.
_WIDE = 300
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Thesaurus:
    """Concepts and their relations; made once, never changed. `breadth` counts the concepts under each,
    itself included."""

    concept_of: dict[str, str]
    above: dict[str, dict[str, int]]
    related: frozenset[tuple[str, str]]
    begins: frozenset[tuple[str, str]]
    roots: frozenset[str]
    umbrellas: frozenset[str]
    breadth: dict[str, int]
    fields: dict[str, str]
    heads: tuple[tuple[str, str], ...]

    def ancestors(self, concept: str) -> dict[str, int]:
        """The concepts above, with the number of steps to each. A name that only its ending explains
        (`~` and the name) stands below what the ending means."""
        if not concept.startswith("~"):
            return self.above[concept]
        found = self._above_unknown.get(concept)
        if found is None:
            head = self.head_of(concept[1:])
            found = {} if head is None else {head: 1} | _deeper(self.above[head])
            self._above_unknown[concept] = found
        return found

    def head_of(self, phrase: str) -> str | None:
        """What the ending of an unknown phrase means: 胶质母细胞瘤 is a 肿瘤. Of several endings the one that
        the lexicon's order puts first."""
        ends = (self._by_ending.get(phrase[start:]) for start in range(1, len(phrase)))
        return min((end for end in ends if end is not None), default=(0, None))[1]

    @cached_property
    def _by_ending(self) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for rank, (suffix, concept) in enumerate(self.heads):
            found.setdefault(suffix, (rank, concept))
        return found

    @cached_property
    def _above_unknown(self) -> dict[str, dict[str, int]]:
        """What stands above words that no lexicon knows, as far as it was asked."""
        return {}

    def is_root(self, concept: str) -> bool:
        """A field with no field above it: too wide to make two concepts neighbours."""
        return concept in self.roots

    def are_related(self, a: str, b: str) -> bool:
        """Whether the data say that two concepts are neighbours, or one and the field right above the
        other, unless that is a root; or whether one's name begins with the other's."""
        if (a, b) in self.related or (a, b) in self.begins:
            return True
        of_a, of_b = self._named.get(a, _NOBODY), self._named.get(b, _NOBODY)
        return not (of_b.isdisjoint(self._right_above(a)) and of_a.isdisjoint(self._right_above(b)))

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        """For a concept those that the data call its neighbours."""
        found: dict[str, set[str]] = defaultdict(set)
        for a, b in self.related:
            found[a].add(b)
        return {concept: frozenset(others) for concept, others in found.items()}

    def _right_above(self, concept: str) -> tuple[str, ...]:
        found = self._parents.get(concept)
        if found is None:
            over = self.ancestors(concept)
            found = tuple(w for w, steps in over.items() if steps == 1 and w not in self.roots)
            self._parents[concept] = found
        return found

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        """The concepts right above others, as far as it was asked."""
        return {}

    def common(self, a: str, b: str) -> tuple[str, int] | None:
        """The nearest concept above both and the steps over it; None where there is none, or where only
        a root joins two that lie deeper than right below it."""
        over_a, over_b = self.ancestors(a), self.ancestors(b)
        shared = over_a.keys() & over_b.keys()
        if a in over_b or a == b:
            shared.add(a)
        if b in over_a:
            shared.add(b)
        best: tuple[int, int, str] | None = None
        for concept in shared:
            up, down = over_a.get(concept, 0), over_b.get(concept, 0)
            steps = up + down
            is_deep = bool(up and down)
            if is_deep and concept in self.umbrellas:
                continue  # 煤矿安全 and 食品安全: a word over both, and no field that joins them
            if is_deep and self.is_root(concept) and (steps > 2 or self.breadth[concept] > _WIDE):
                continue
            found = (steps, self.breadth[concept], concept)
            if best is None or found < best:
                best = found
        return None if best is None else (best[2], best[0])


class _Respelling:
    """Words of one kind, each with the one that stands for it; most keys have none of them."""

    def __init__(self, kind: str) -> None:
        rows = [row for row in lexicons.table("field_modifiers") if row["kind"] == kind]
        self._pairs = [(name_key(row["word"]), name_key(row["class"])) for row in rows]
        self._any = re.compile(lexicons.alternatives(tuple(word for word, _ in self._pairs)))

    def __call__(self, key: str) -> str:
        if self._any.search(key) is None:
            return key
        for word, plain in self._pairs:
            key = key.replace(word, plain)
        return key


@cache
def _respelling(kind: str) -> _Respelling:
    return _Respelling(kind)


def one_spelling(key: str) -> str:
    """A key with one writing of words that are written in two ways and say the same: 成形 and 成型, 通信
    and 通讯."""
    return _respelling("variant")(key)


def respelled(key: str) -> str:
    """A key in the words that stand for all of their kind: 病 for 疾病, 化工 for 化学工业."""
    return _respelling("spelling")(one_spelling(key))


def _deeper(steps: dict[str, int]) -> dict[str, int]:
    return {concept: count + 1 for concept, count in steps.items()}


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus of the lexicon's files; a fault in them is raised with file and phrase."""
    return _Builder().build()


class _Builder:
    """Joins the phrases of the files into concepts, then the concepts into an order."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._edges: set[tuple[str, str]] = set()
        self._field_of: dict[str, str] = {}

    def build(self) -> Thesaurus:
        self._read_fields()
        self._read_terms()
        self._check_fields()
        edges = {(self._find(a), self._find(b)) for a, b in self._edges}
        above = _order({self._find(key) for key in self._parent}, edges)
        above = _order(set(above), edges | self._kinds_by_ending(above))
        return Thesaurus(
            self._spelled(),
            above,
            frozenset(self._read_related()),
            frozenset(self._starts(above)),
            frozenset(self._field_of) & {c for c, steps in above.items() if not steps},
            frozenset(
                self._known(row["field"], "field_umbrellas")
                for row in lexicons.table("field_umbrellas")
            ),
            Counter([*above, *(wider for steps in above.values() for wider in steps)]),
            self._field_of,
            tuple(
                sorted(
                    (
                        (row["suffix"], self._known(row["broader"], "field_heads"))
                        for row in _heads()
                    ),
                    key=lambda item: -len(item[0]),
                )
            ),
        )

    def _spelled(self) -> dict[str, str]:
        """Every phrase, and as it is also spelled (心脑血管病 for 心脑血管疾病), to its concept."""
        found = {key: self._find(key) for key in self._parent}
        for key, concept in list(found.items()):
            found.setdefault(one_spelling(key), concept)
            found.setdefault(respelled(key), concept)
        return found

    def _add(self, phrase: str) -> str:
        key = name_key(phrase)
        self._parent.setdefault(key, key)
        return key

    def _find(self, key: str) -> str:
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def _join(self, phrases: list[str]) -> str:
        keys = [self._add(phrase) for phrase in phrases]
        first = self._find(keys[0])
        for key in keys[1:]:
            self._parent[self._find(key)] = first
        return keys[0]

    def _known(self, phrase: str, file: str) -> str:
        key = name_key(phrase)
        if key not in self._parent:
            raise LexiconError(
                f"词表 {file}.csv：“{phrase}”不在领域词表里。",
                f"Lexicon {file}.csv: the field lexicons do not know “{phrase}”.",
            )
        return self._find(key)

    def _read_fields(self) -> None:
        for entry in lexicons.fields().values():
            self._join([entry.name, *entry.synonyms])
        for entry in lexicons.fields().values():
            if entry.parent is not None:
                above = lexicons.fields()[entry.parent]
                self._edges.add((name_key(entry.name), name_key(above.name)))
            for phrase in entry.covers:
                self._edges.add((self._add(phrase), name_key(entry.name)))

    def _read_terms(self) -> None:
        for row in lexicons.table("field_terms"):
            broader = self._add(row["broader"])
            for group in row["terms"].split("|"):
                self._edges.add((self._join(group.split("=")), broader))

    def _check_fields(self) -> None:
        for entry in lexicons.fields().values():
            concept = self._find(name_key(entry.name))
            other = self._field_of.setdefault(concept, entry.id)
            if other != entry.id:
                raise LexiconError(
                    f"词表 field_terms.csv 把两个领域并成了一个：{other}、{entry.id}。",
                    f"Lexicon field_terms.csv makes two fields one: {other}, {entry.id}.",
                )

    def _read_related(self) -> set[tuple[str, str]]:
        pairs = {
            (self._known(row["a"], "field_related"), self._known(row["b"], "field_related"))
            for row in lexicons.table("field_related")
        }
        return pairs | {(b, a) for a, b in pairs}

    def _starts(self, above: dict[str, dict[str, int]]) -> set[tuple[str, str]]:
        """A term that begins with another has to do with it (硬质合金刀具: 硬质合金), where neither is above
        the other."""
        found = set()
        for concept, over in above.items():
            if concept in self._field_of or not has_han(concept):
                continue
            for end in range(len(concept) - 1, _SHORTEST_HEAD - 1, -1):
                if concept[:end] in self._parent:
                    other = self._find(concept[:end])
                    if other != concept and other not in over and concept not in above[other]:
                        found |= {(concept, other), (other, concept)}
                    break
        return found

    def _kinds_by_ending(self, above: dict[str, dict[str, int]]) -> set[tuple[str, str]]:
        """A term whose ending is a phrase of its own is a kind of that (焊接机器人: 机器人), where the data
        do not say otherwise. Fields of the taxonomy have the place that the taxonomy gives them."""
        found = set()
        for concept, over in above.items():
            if concept in _NOT_A_KIND or concept in self._field_of or not has_han(concept):
                continue
            for start in range(1, len(concept) - _SHORTEST_HEAD + 1):
                if concept[start:] not in self._parent:
                    continue
                other = self._find(concept[start:])
                if other != concept and concept not in above[other] and other not in over:
                    found.add((concept, other))
                break
        return {pair for pair in found if (pair[1], pair[0]) not in found}


def _heads() -> list[dict[str, str]]:
    return lexicons.table("field_heads")


def _order(concepts: set[str], edges: set[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """For each concept all above it with the fewest steps; a circle is a fault."""
    parents: dict[str, set[str]] = {concept: set() for concept in concepts}
    for below, above in edges:
        if below != above:
            parents[below].add(above)
    done: dict[str, dict[str, int]] = {}
    way: list[str] = []

    def climb(concept: str) -> dict[str, int]:
        if concept in done:
            return done[concept]
        if concept in way:
            circle = " → ".join([*way[way.index(concept) :], concept])
            raise LexiconError(
                f"领域词表里的上下位成了圈：{circle}。",
                f"The field lexicons go round in a circle: {circle}.",
            )
        way.append(concept)
        steps: dict[str, int] = {}
        for parent in parents[concept]:
            for above, count in ({parent: 0} | climb(parent)).items():
                steps[above] = min(count + 1, steps.get(above, count + 1))
        way.pop()
        done[concept] = steps
        return steps

    for concept in sorted(concepts):
        climb(concept)
    return done
