"""Invented platforms of a whole country to measure on, with what is known of every pair by construction.

In: how many, and a seed. Out: `Synthetic`: records as the graph knows platforms, and beside each what it was
made from (`Origin`), so that `truth` can say of two platforms whether they ought to be a finding without
comparing their names. Hosts and fields follow skewed distributions; both grow with the number of platforms,
as they do in rosters: new rosters bring new firms and new wordings, not only more of the same.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, combinations, count

from ingest import lexicons
from ingest.overlaps.known import Known
from ingest.resolve.thesaurus import thesaurus
from tests.bench import hosts as made
from tests.bench.hosts import House

#: Of so many platforms one is planted as a twin of another, by kind.
_PLANTED = {"D4": 0.025, "D1": 0.02, "D2": 0.02, "D3": 0.02}
#: The same for what looks like a finding and is none.
_TRAPS = {
    "ladder": 0.02,
    "branch": 0.01,
    "elsewhere": 0.02,
    "other_field": 0.02,
    "many_hosts": 0.002,
}
_RESEARCH = ("重点实验室",)
_INNOVATION = ("工程技术研究中心", "工程研究中心", "技术创新中心", "工程实验室", "协同创新中心")
_SUPPORT = ("检测平台", "野外科学观测研究站", "科技资源共享服务平台")
_BARE, _CLINICAL = "企业技术中心", "临床医学研究中心"
_BANDS = {
    **dict.fromkeys(_RESEARCH, "research"),
    **dict.fromkeys(_INNOVATION, "innovation"),
    **dict.fromkeys(_SUPPORT, "support"),
    _BARE: "enterprise",
    _CLINICAL: "clinical",
    "国家重点实验室": "research",
    "全国重点实验室": "research",
}
_NATIONAL, _PROVINCIAL, _CITY = "国家级", "省级", "市级"
#: What is done in a field, by the taxonomy's field above it, and in every other.
_DONE = {
    "现代农业": ("育种", "种质资源", "栽培", "防治", "加工", "检测", "机械化", "储藏"),
    "生物医药": ("防治", "诊疗", "筛查", "发病机制", "新药", "检测", "机理", "预警"),
    "地质矿产": ("开采", "勘查", "利用", "保护", "预警"),
}
_DONE_ELSEWHERE = (
    "制造",
    "设计",
    "检测",
    "运维",
    "安全",
    "信息化",
    "加工",
    "利用",
    "机理",
    "废弃物",
)
#: Words that no lexicon has are made of these, so many each.
_SYLLABLES = "珞硒铪镧翎珂玑璨岚珙琼瑢琛珑玥瑾昱晟烨焓铌铷铯钪钇锆铱铼镥镱钬铥铽镝钆铕钐钷钕镨铈"
_WORD = 2


@dataclass(frozen=True)
class Speciality:
    """What platforms work on: subjects (concepts, or an invented word) and what is done, if said."""

    subjects: tuple[str, ...]
    aspect: str | None


@dataclass(frozen=True)
class Origin:
    """What a platform was made from. Twins of one platform have one `entity`."""

    entity: int
    house: int
    family: int
    province: str
    city: str
    level: str
    kind: str
    work: Speciality
    is_branch: bool = False

    @property
    def band(self) -> str:
        """What platforms of its type are for."""
        return _BANDS[self.kind]


@dataclass(frozen=True)
class Synthetic:
    """Platforms in the order of their ids, and the origin of each."""

    known: list[Known]
    origins: list[Origin]

    def truth(self, i: int, j: int) -> bool | None:
        """Whether two of them ought to be a finding; None where offices would differ, so that it is
        counted for nobody."""
        return _truth(self.origins[i], self.origins[j])

    def positives(self) -> Iterator[tuple[int, int]]:
        """All pairs i < j that ought to be a finding."""
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, one in enumerate(self.origins):
            groups["entity", one.entity].append(number)
            for subject in one.work.subjects:
                groups["family", one.family, subject].append(number)
                groups["province", one.province, subject].append(number)
        pairs = {pair for members in groups.values() for pair in combinations(members, 2)}
        return (pair for pair in pairs if self.truth(*pair))


def _truth(a: Origin, b: Origin) -> bool | None:
    if a.entity == b.entity:
        return True
    if a.family == b.family:
        return _truth_in_family(a, b)
    if a.province != b.province:
        return False
    if a.is_branch or b.is_branch or _BARE in (a.kind, b.kind):
        return None
    same = _is_same_work(a.work, b.work)
    if same and (a.level, a.kind, a.city) != (b.level, b.kind, b.city):
        return None  # strangers' are built twice where they are of one type
    return same


def _truth_in_family(a: Origin, b: Origin) -> bool | None:
    same = _is_same_work(a.work, b.work)
    if not same:
        return same
    if a.band == b.band and (a.is_branch or b.is_branch or a.level != b.level):
        return False  # provided for: a part, or a step of the ladder
    if (a.band == "support") != (b.band == "support"):
        return False
    unclear = _BARE in (a.kind, b.kind) or a.is_branch or b.is_branch
    return None if unclear or (a.level, a.province) != (b.level, b.province) else True


@cache
def _above(subject: str) -> frozenset[str]:
    if subject.startswith("~"):  # a word of our own before a concept: a kind of that
        return frozenset({subject, subject[1 : 1 + _WORD]}) | _above(subject[1 + _WORD :])
    return frozenset({subject, *thesaurus().above[subject]})


def _is_same_work(a: Speciality, b: Speciality) -> bool | None:
    """None for fields that touch: a subject in common but not all, or one thing above both."""
    if set(a.subjects) == set(b.subjects):
        return True if a.aspect == b.aspect or None in (a.aspect, b.aspect) else None
    above = [frozenset().union(*map(_above, side.subjects)) for side in (a, b)]
    if above[0] & above[1]:
        return None
    linked = any((x, y) in thesaurus().related for x in above[0] for y in above[1])
    return None if linked else False


def synthesise(number: int, seed: int = 2026) -> Synthetic:
    """So many platforms; the same seed gives the same ones."""
    return _Country(number, random.Random(seed)).build()


class _Country:
    """Draws hosts, what they work on, their platforms, and then the planted ones."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self._number, self._chance = number, chance
        self._entities = count()
        self._rows: list[tuple[Origin, Known]] = []
        self._works = self._specialities(max(200, number // 5))
        self._forms = _forms()
        self._houses = made.houses(max(100, number // 7), chance)
        self._has_bare: set[tuple[int, str]] = set()
        self._portfolio: dict[int, list[Speciality]] = defaultdict(list)
        self._aspect_forms = {
            row["aspect"]: row["forms"].split("|")[:4] for row in lexicons.table("field_aspects")
        }

    def build(self) -> Synthetic:
        planted = {**_PLANTED, **_TRAPS}
        extra = {kind: int(share * self._number) for kind, share in planted.items()}
        plain = self._number - sum(extra.values())
        weights = list(accumulate(1 / (rank + 25) ** 0.75 for rank in range(len(self._houses))))
        for house in self._chance.choices(self._houses, cum_weights=weights, k=plain):
            self._add_plain(house)
        originals = self._chance.sample(range(plain), sum(extra.values()))
        for kind, many in extra.items():
            for _ in range(many):
                getattr(self, f"_plant_{kind.lower()}")(*self._rows[originals.pop()])
        self._chance.shuffle(self._rows)
        known = [replace(row, id=f"platform-{n:07}") for n, (_, row) in enumerate(self._rows)]
        return Synthetic(known, [origin for origin, _ in self._rows])

    def _specialities(self, many: int) -> tuple[list[Speciality], list[float]]:
        """Things to work on, the first most often: one concept, two together, or one that no lexicon
        has."""
        chance, found = self._chance, dict[Speciality, None]()
        by_root = _concepts_by_root()
        roots = list(by_root)
        shares = [len(by_root[root]) for root in roots]
        while len(found) < many:
            (root,) = chance.choices(roots, shares)
            draw = chance.random()
            subjects = tuple(chance.sample(by_root[root], 1 if draw < 0.5 else 2))
            if draw > 0.85:
                word = "".join(chance.sample(_SYLLABLES, _WORD))
                subjects = (f"~{word}{subjects[0]}",)
            done = _DONE.get(root, _DONE_ELSEWHERE)
            found[Speciality(subjects, chance.choice(done) if chance.random() < 0.6 else None)] = (
                None
            )
        return list(found), list(accumulate(1 / (rank + 30) ** 0.6 for rank in range(many)))

    def _work_of(self, house: House) -> Speciality:
        """A host keeps to what it does: often something that it has a platform for already."""
        own = self._portfolio[house.number]
        if own and self._chance.random() < 0.12:
            return self._chance.choice(own)
        works, weights = self._works
        work = self._chance.choices(works, cum_weights=weights)[0]
        own.append(work)
        return work

    def _add_plain(self, house: House) -> None:
        level = self._chance.choices((_PROVINCIAL, _CITY, _NATIONAL), (80, 15, 5))[0]
        kind = self._kind(house, level)
        origin = Origin(
            next(self._entities),
            house.number,
            house.family,
            house.province,
            house.city if level == _CITY else "",
            level,
            kind,
            self._work_of(house),
        )
        self._add(origin, house.name)

    def _kind(self, house: House, level: str) -> str:
        chance = self._chance
        is_firm = house.kind == "企业" and level != _NATIONAL and chance.random() < 0.5
        if is_firm and (house.number, level) not in self._has_bare:
            self._has_bare.add((house.number, level))
            return _BARE
        if house.kind == "医院" and chance.random() < 0.3:
            return _CLINICAL
        draw = chance.random()
        if draw < 0.04 and level != _NATIONAL:
            return chance.choice(_SUPPORT)
        if draw < 0.4:
            return "国家重点实验室" if level == _NATIONAL else "重点实验室"
        return chance.choice(_INNOVATION)

    def _phrase(self, work: Speciality) -> str:
        """The work in words: forms of its subjects, perhaps a quality, and what is done."""
        chance = self._chance
        words = []
        for subject in work.subjects:
            if subject.startswith("~"):
                words.append(subject[1:])
            else:
                words.append(chance.choice(self._forms[subject]))
        joint = "与" if len(words) > 1 and chance.random() < 0.5 else ""
        quality = chance.choice(("绿色", "高效", "先进", "新型")) if chance.random() < 0.12 else ""
        done = chance.choice(self._aspect_forms[work.aspect]) if work.aspect else ""
        tail = chance.choice(("技术", "工程", "")) if not done and chance.random() < 0.3 else ""
        return f"{quality}{joint.join(words)}{done}{tail}"

    def _add(
        self, origin: Origin, host: str, phrase: str = "", name: str = "", note: str = ""
    ) -> None:
        phrase = phrase or self._phrase(origin.work)
        name = name or self._name(origin, host, phrase)
        category = "创新" if origin.band in ("innovation", "enterprise") else origin.band
        self._rows.append(
            (
                origin,
                Known(
                    "",
                    name + note,
                    (name + note,),
                    origin.level,
                    ((f"host-{host}", host),),
                    types=((f"type-{origin.kind}", origin.kind),),
                    categories=(category,),
                    fields=(phrase,),
                    regions=(origin.city, origin.province) if origin.city else (origin.province,),
                ),
            )
        )

    def _name(self, origin: Origin, host: str, phrase: str) -> str:
        if origin.kind == _BARE:
            return f"{host}{_BARE}"
        if origin.level == _NATIONAL:
            if origin.kind.startswith(("国家", "全国")):
                return f"{phrase}{origin.kind}"
            return f"国家{phrase}{origin.kind}"
        full = next(r.name for r in lexicons.regions() if r.short == origin.province)
        place = origin.city or (full if self._chance.random() < 0.7 else origin.province)
        return f"{place}{phrase}{origin.kind}"

    def _plant_d4(self, origin: Origin, known: Known) -> None:
        """One platform again: its host under another of its names, or its own name spelt otherwise."""
        host = known.hosts[0][1]
        other = made.other_name(host, self._chance)
        phrase = known.fields[0]
        if other is not None:
            name = known.name.replace(host, other) if origin.kind == _BARE else known.name
            self._add(origin, other, phrase, name)
        elif origin.kind == _BARE:
            self._add(origin, host, phrase, known.name.replace(_BARE, "技术中心"))
        elif origin.kind == "国家重点实验室":
            self._add(replace(origin, kind="全国重点实验室"), host, phrase)
        elif self._chance.random() < 0.5:
            self._add(origin, host, phrase, known.name, self._chance.choice(("*", "（重组）", " ")))
        else:
            self._add(origin, host, phrase)

    def _plant_d1(self, origin: Origin, known: Known) -> None:
        """Built twice: the same work at one host, in other words."""
        if origin.kind == _BARE:
            origin = replace(origin, kind="工程技术研究中心")
            self._add(replace(origin, entity=next(self._entities)), known.hosts[0][1])
        self._add(replace(origin, entity=next(self._entities)), known.hosts[0][1])

    def _plant_d2(self, origin: Origin, known: Known) -> None:
        """The same work at one host under another type."""
        kinds = [k for k in (*_RESEARCH, *_INNOVATION) if _BANDS[k] != origin.band]
        twin = replace(origin, entity=next(self._entities), kind=self._chance.choice(kinds))
        self._add(twin, known.hosts[0][1])

    def _plant_d3(self, origin: Origin, known: Known) -> None:
        """The same work at another host of the province."""
        near = made.of_province(self._houses, origin.province)
        other = self._chance.choice(near)
        kind = "工程研究中心" if origin.kind == _BARE else origin.kind
        twin = replace(
            origin, entity=next(self._entities), kind=kind, house=other.number, family=other.family
        )
        self._add(twin, other.name)

    def _plant_ladder(self, origin: Origin, known: Known) -> None:
        """The same work at one host a step below or above: how rosters are meant to grow."""
        level = _PROVINCIAL if origin.level != _PROVINCIAL else _NATIONAL
        kind = origin.kind
        if level == _NATIONAL and kind == "重点实验室":
            kind = "国家重点实验室"
        if kind in ("国家重点实验室", "全国重点实验室") and level != _NATIONAL:
            kind = "重点实验室"
        if kind == _BARE:
            kind = "工程技术研究中心"
        twin = replace(origin, entity=next(self._entities), level=level, kind=kind, city="")
        self._add(twin, known.hosts[0][1])

    def _plant_branch(self, origin: Origin, known: Known) -> None:
        """A part of a platform elsewhere, under the whole's name."""
        note = "（分中心）" if origin.kind.endswith("中心") else "（分室）"
        twin = replace(origin, entity=next(self._entities), is_branch=True)
        self._add(twin, known.hosts[0][1], known.fields[0], known.name, note)

    def _plant_elsewhere(self, origin: Origin, known: Known) -> None:
        """The same work and words in another province."""
        other = self._chance.choice(
            [h for h in self._houses[:400] if h.province != origin.province]
        )
        kind = "工程研究中心" if origin.kind == _BARE else origin.kind
        level = _PROVINCIAL
        kind = "重点实验室" if kind == "国家重点实验室" else kind
        twin = Origin(
            next(self._entities),
            other.number,
            other.family,
            other.province,
            "",
            level,
            kind,
            origin.work,
        )
        self._add(twin, other.name, known.fields[0])

    def _plant_other_field(self, origin: Origin, known: Known) -> None:
        """Other work of the same type at one host."""
        works, _ = self._works
        kind = "工程研究中心" if origin.kind == _BARE else origin.kind
        twin = replace(
            origin, entity=next(self._entities), kind=kind, work=self._chance.choice(works)
        )
        self._add(twin, known.hosts[0][1])

    def _plant_many_hosts(self, origin: Origin, known: Known) -> None:
        """One national title at two hospitals of two provinces, as the rules for such centres have it."""
        phrase = self._phrase(origin.work)
        hospitals = made.of_kind(self._houses, "医院")
        first = self._chance.choice(hospitals)
        second = self._chance.choice([h for h in hospitals[:400] if h.province != first.province])
        for house in (first, second):
            origin = Origin(
                next(self._entities),
                house.number,
                house.family,
                house.province,
                "",
                _NATIONAL,
                _CLINICAL,
                origin.work,
            )
            self._add(origin, house.name, phrase)


@cache
def _concepts_by_root() -> dict[str, list[str]]:
    """Concepts by the field of the taxonomy's top that they are nearest to."""
    found: dict[str, list[str]] = defaultdict(list)
    for concept in sorted(_forms()):
        above = thesaurus().above[concept]
        roots = sorted((steps, one) for one, steps in above.items() if one in thesaurus().roots)
        if roots:
            found[roots[0][1]].append(concept)
    return {root: concepts for root, concepts in sorted(found.items()) if len(concepts) > 1}


@cache
def _forms() -> dict[str, list[str]]:
    """The phrases of every concept, short codes left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for phrase, concept in thesaurus().concept_of.items():
        if 1 < len(phrase) <= 8:
            found[concept].append(phrase)
    return {concept: sorted(phrases) for concept, phrases in found.items()}
