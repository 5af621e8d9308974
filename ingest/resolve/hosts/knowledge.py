"""What is known about hosts, from the lexicons: units, all names of each, and what belongs to what.

Out: look-ups by key. One unit is everything that is one host today: names joined by renames, mergers,
two boards of one house, and short names that mean nothing else. A short name that several units have
leads to all of them, each with the region where it means that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ingest import lexicons
from ingest.resolve.hosts.names import OF_EACH_PROVINCE, bare, key_of, leading_place

#: From so many characters on an institute's name without its whole is distinct enough.
_DISTINCT = 5
_WATERS = ("东海", "南海", "黄海", "渤海", "长江", "黄河", "珠江", "黑龙江水", "淮河", "太湖")


@dataclass
class Unit:
    """One host as it is known. `keys` are all its names; `whole` the units above it."""

    name: str
    kind: str = ""
    region: str = ""
    keys: set[str] = field(default_factory=set)
    whole: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Meaning:
    """A unit that a name can mean; `region` where the name means it only there."""

    unit: int
    region: str = ""
    is_default: bool = False


@dataclass(frozen=True)
class Rename:
    """A dated change of a name; `kind` is rename, merger or variant."""

    old: str
    new: str
    year: str
    kind: str


@dataclass(frozen=True)
class Knowledge:
    """All units with their look-ups."""

    units: tuple[Unit, ...]
    meanings: dict[str, tuple[Meaning, ...]]
    renames: dict[str, Rename]
    brands: dict[str, int]

    def above(self, unit: int) -> set[int]:
        """The units above a unit, however far."""
        found: set[int] = set()
        todo = list(self.units[unit].whole)
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += self.units[one].whole
        return found


_LISTS = (
    ("host_universities", "高校"),
    ("host_institutes", "科研院所"),
    ("host_hospitals", "医院"),
    ("host_companies", "企业"),
)


class _Joined:
    """Keys joined into sets, the earliest key standing for its set."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def find(self, key: str) -> str:
        self._up.setdefault(key, key)
        while self._up[key] != key:
            self._up[key] = self._up[self._up[key]]
            key = self._up[key]
        return key

    def join(self, old: str, new: str) -> None:
        self._up[self.find(old)] = self.find(new)


@cache
def knowledge() -> Knowledge:
    """The lexicons, read once."""
    read = _Read()
    read.lists()
    read.changes()
    read.short_names()
    return read.built()


def _academy_in_short(key: str) -> Iterator[str]:
    """黑龙江农科院 for 黑龙江农业科学院: what each province has one of, by the province and its short form."""
    for brief, forms in OF_EACH_PROVINCE.items():
        for form in forms:
            place = key.removesuffix(form)
            if place != key and place in lexicons.region_forms():
                yield place + brief


class _Read:
    """The lexicons on their way to being knowledge: names and what joins them, then units."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, str, str]] = {}
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self.wholes: list[tuple[str, str]] = []
        self.shorts: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        self.renames: dict[str, Rename] = {}
        self.joined = _Joined()
        self.numbers: dict[str, int] = {}
        self.units: list[Unit] = []
        self.meanings: dict[str, dict[int, Meaning]] = defaultdict(dict)

    def lists(self) -> None:
        """Names with their aliases and wholes."""
        for table, kind in _LISTS:
            for row in lexicons.table(table):
                key = key_of(row["name"])
                self.names.setdefault(key, (row["name"], kind, row["region"]))
                for alias in _academy_in_short(key):
                    self.aliases[alias].add(key)
                for alias in filter(None, row.get("aliases", "").split("|")):
                    self.aliases[key_of(alias)].add(key)
                if row.get("whole"):
                    self.wholes.append((key, key_of(row["whole"])))
        for row in lexicons.table("host_parts"):
            self.wholes.append((key_of(row["part"]), key_of(row["whole"])))

    def changes(self) -> None:
        """Renames and mergers join an old name to the living one."""
        for row in lexicons.table("host_renames"):
            old, new = key_of(row["old"]), key_of(row["new"])
            self.joined.join(old, new)
            self.renames[old] = Rename(row["old"], row["new"], row["year"], row["kind"])

    def short_names(self) -> None:
        """Short names, and aliases that only one unit has."""
        for row in lexicons.table("host_short_names"):
            meaning = (key_of(row["name"]), row["region"], bool(row["is_default"]))
            self.shorts[key_of(row["short"])].append(meaning)
        for alias, owners in self.aliases.items():
            if len(owners) == 1 and alias not in self.shorts:
                self.joined.join(alias, next(iter(owners)))

    def unit_of(self, key: str) -> int:
        """The number of the unit that a key belongs to, made where it is new."""
        root = self.joined.find(key)
        if root not in self.numbers:
            self.numbers[root] = len(self.units)
            self.units.append(Unit(name=root))
        self.units[self.numbers[root]].keys.add(key)
        return self.numbers[root]

    def built(self) -> Knowledge:
        """All units with their look-ups."""
        self._named_units()
        for part, whole in self.wholes:
            above, below = self.unit_of(whole), self.unit_of(part)
            if above != below and above not in self.units[below].whole:
                self.units[below].whole.append(above)
        self._ambiguous()
        for number, unit in enumerate(self.units):
            for key in unit.keys:
                if not self.meanings.get(key):
                    self.meanings[key][number] = Meaning(number)
        _with_wholes(self.units, self.meanings)
        _without_wholes(self.units, self.meanings)
        for key in list(self.meanings):
            self.meanings.setdefault(bare(key), dict(self.meanings[key]))
        brands = {
            key_of(row["brand"]): self.unit_of(key_of(row["group"]))
            for row in lexicons.table("host_brands")
        }
        meanings = {key: tuple(found.values()) for key, found in self.meanings.items()}
        return Knowledge(tuple(self.units), meanings, self.renames, brands)

    def _named_units(self) -> None:
        for key, (name, kind, region) in self.names.items():
            unit = self.units[self.unit_of(key)]
            unit.kind, unit.region = unit.kind or kind, unit.region or region
            if key == self.joined.find(key) or key_of(unit.name) not in self.names:
                unit.name = name
        for old, rename in self.renames.items():
            self.unit_of(old)
            number = self.unit_of(key_of(rename.new))
            if self.units[number].name == key_of(rename.new):
                self.units[number].name = rename.new

    def _ambiguous(self) -> None:
        """Aliases and short names, each to every unit that it can mean."""
        for alias, owners in self.aliases.items():
            for owner in owners:
                number = self.unit_of(owner)
                region = self.units[number].region if len(owners) > 1 else ""
                self.meanings[alias][number] = Meaning(number, region)
                if len(owners) == 1:
                    self.units[number].keys.add(alias)
        for short, rows in self.shorts.items():
            for key, region, is_default in rows:
                number = self.unit_of(key)
                self.meanings[short][number] = Meaning(number, region, is_default)


def _with_wholes(units: list[Unit], meanings: dict[str, dict[int, Meaning]]) -> None:
    """中科院 + 力学所: a part's short name after any name of its whole; and 中国科学院 + 力学所."""
    for number, unit in enumerate(units):
        for whole in unit.whole:
            if units[whole].kind not in ("科研院所", "企业", ""):
                continue
            tails = {
                key for key in unit.keys if len(key) <= 8 and key.endswith(("所", "院", "中心"))
            }
            fronts = units[whole].keys
            tails |= {
                key[len(front) :].replace("研究所", "所")
                for key in unit.keys
                for front in fronts
                if key.startswith(front) and key.endswith("研究所")
            }
            for prefix in fronts:
                for tail in tails:
                    if not tail.startswith(prefix) and len(prefix) > 2:
                        meanings[prefix + tail].setdefault(number, Meaning(number))


def _without_wholes(units: list[Unit], meanings: dict[str, dict[int, Meaning]]) -> None:
    """东海水产研究所 for 中国水产科学研究院东海水产研究所: an institute's full name without its whole, where it
    begins with a city or a water and no other unit's name ends so."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, unit in enumerate(units):
        fronts = {key for whole in unit.whole for key in units[whole].keys}
        for key in unit.keys if unit.kind == "科研院所" else ():
            for front in fronts:
                tail = key.removeprefix(front)
                if tail != key and len(tail) >= _DISTINCT and _begins_with_place(tail):
                    found[tail].add(number)
    for tail, owners in found.items():
        if len(owners) == 1 and tail not in meanings:
            number = next(iter(owners))
            meanings[tail][number] = Meaning(number)


def _begins_with_place(tail: str) -> bool:
    """Whether a name begins with a city or a water: with a province's it may be the province's own."""
    place = leading_place(tail)
    region = lexicons.region_forms().get(place) if place else None
    return tail.startswith(_WATERS) or (region is not None and region.parent is not None)
