"""How close the fields of two platforms are, for findings of overlap.

In: the field phrases of two names. Out: a grade. `identical`: one wording, but for spelling and short
forms; `near`: the same subject and work that go together, so that one platform would serve both;
`partial`: a subject in common with other work, one field inside the other, or plainly adjacent fields;
`none`. Two phrases can be the same field and still not identical: 分子育种 and 分子设计育种 of one host are two
platforms, not one written twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ingest.resolve.compare_fields import (
    NEAR_STEPS,
    UNRELATED,
    differ_behind_a_frame,
    differ_in_empty_words,
    relate,
)
from ingest.resolve.phrases import Part, analyse, aspects, frames, is_empty, one_wording
from ingest.resolve.thesaurus import thesaurus

IDENTICAL, NEAR, PARTIAL, NONE = "identical", "near", "partial", "none"
#: What a step up is worth by how many concepts the wider one has below it: 人参 says more of 道地药材's few
#: than 铝合金 of all 新材料.
_UP = ((25, 0.75), (80, 0.6), (400, 0.45))
#: The same for two concepts side by side under one.
_BESIDE = ((15, 0.5), (60, 0.42), (150, 0.34))
_FAR = 0.2
#: Families of work before and after the harvest: one does not do what the other does.
_BEFORE, _AFTER = frozenset({"breed", "grow"}), frozenset({"make", "keep", "extract", "waste"})
#: What goes hand in hand with it: the science of what is grown.
_ON_THE_FIELD = _BEFORE | {"study"}
_MANAGE = frozenset({"manage"})
#: What work is worth that is another step of the chain.
_OTHER_STEP = 0.1
#: The same for work that goes hand in hand, 育种 and 栽培.
_NEXT_STEP = 0.4
NEIGHBOURS = 0.45
#: What a subject that only stands before two unlike heads is worth at most.
_IN_FRONT = 0.32
_CULTURE = frozenset({"文化创意", "数字文化", "文物保护", "旅游", "管理科学", "金融"})


@dataclass(frozen=True, slots=True)
class Closeness:
    """What two fields have in common. `subjects`: how much of both sides' subjects has a counterpart;
    `strongest`: the best pair of them; `work`: how well what is done goes together (each 0 to 1)."""

    a: str
    b: str
    subjects: float
    strongest: float
    work: float
    is_one_wording: bool
    words: str

    @property
    def relation(self) -> str:
        """How the phrases stand as `relate` has it: asked only where the rest does not decide."""
        return relate(self.a, self.b).verdict

    @property
    def are_other_steps(self) -> bool:
        """Whether one side grows what the other processes."""
        return self.work <= _OTHER_STEP

    @property
    def is_kind(self) -> bool:
        """Whether one field is a kind of the other and both say nothing more (焊接机器人, 机器人; 食管癌防治, 肿瘤防治):
        the one contains the other, which is not to be the same. 先进陶瓷 is no kind of 陶瓷 in this sense."""
        sides = [analyse(side).parts for side in (self.a, self.b)]
        if any(len(parts) != 1 or len(parts[0].subjects) != 1 for parts in sides):
            return False
        (one,), (other,) = sides
        if one.aspects != other.aspects or one.qualities != other.qualities:
            return False
        return _is_kind(one.subjects[0], other.subjects[0])


def _is_kind(x: str, y: str) -> bool:
    for closer, wider in ((x, y), (y, x)):
        if wider in thesaurus().ancestors(closer):
            # 钢铁冶金 begins with 钢铁 and says what is done with it; 焊接机器人 ends with what it is
            if closer.removeprefix("~").startswith(wider):
                return False
            return not is_empty(closer.removesuffix(wider).removeprefix("~"))
    return False


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a phrase: its subjects with what each says, and what is done, with all above it
    and the families it is of."""

    subjects: dict[str, float]
    total: float
    heads: frozenset[str]
    done: frozenset[str]
    wide: frozenset[str]
    groups: frozenset[str]


@lru_cache(maxsize=200_000)
def _readings(phrase: str) -> tuple[_Reading, ...]:
    parsed = analyse(phrase)
    found = [_reading(parts) for parts in (parsed.parts, parsed.taken_apart) if parts]
    if len(found) > 1 and not found[0].done:
        # 中药炮制 is one term, and says what is done all the same
        apart = found[1]
        found[0] = replace(found[0], done=apart.done, wide=apart.wide, groups=apart.groups)
    return tuple(found)


def _reading(parts: tuple[Part, ...]) -> _Reading:
    subjects = {subject: _weight(subject) for part in parts for subject in part.subjects}
    done = frozenset(name for part in parts for name in part.aspects)
    return _Reading(
        subjects,
        sum(subjects.values()),
        frozenset(part.subjects[-1] for part in parts if part.subjects),
        done,
        frozenset(wider for name in done for wider in (name, *aspects()[name].broader)),
        frozenset(aspects()[name].group for name in done),
    )


@lru_cache(maxsize=200_000)
def closeness(a: str, b: str) -> Closeness:
    """Compare two field phrases."""
    if is_one_wording(a, b):
        return Closeness(a, b, 1.0, 1.0, 1.0, True, a)
    if differ_in_empty_words(analyse(a).key, analyse(b).key):
        return Closeness(a, b, 1.0, 1.0, 1.0, False, a)
    best = max(
        (_compare(mine, theirs) for mine in _readings(a) for theirs in _readings(b)),
        default=_NOTHING,
    )
    subjects, strongest, work, words = best
    if not strongest:
        relation = relate(a, b)
        if relation.verdict != UNRELATED and relation.name != "aspect":
            # Neither side has a subject that a lexicon knows; what is known is how the phrases stand.
            subjects = strongest = 0.6 * relation.score
            work, words = 1.0, f"{a}、{b}"
    return Closeness(a, b, subjects, strongest, work, False, words)


def is_one_wording(a: str, b: str) -> bool:
    """Whether two phrases differ in spelling or short forms alone."""
    return analyse(a).key == analyse(b).key or one_wording(a, b)


_NOTHING = (0.0, 0.0, 0.0, "")


def _compare(mine: _Reading, theirs: _Reading) -> tuple[float, float, float, str]:
    if not mine.subjects or not theirs.subjects:
        return _NOTHING
    covered = strongest = top = 0.0
    best = ("", "")
    backward = dict.fromkeys(theirs.subjects, 0.0)
    for x, weight in mine.subjects.items():
        forward = 0.0
        for y in theirs.subjects:
            near = match(x, y)
            forward = max(forward, near)
            backward[y] = max(backward[y], near)
            if not best[0] or near * weight > top:
                best, strongest, top = (x, y), near, near * weight
        covered += weight * forward
    covered += sum(weight * backward[y] for y, weight in theirs.subjects.items())
    total = mine.total + theirs.total
    if strongest < 1 and (mine.groups == _MANAGE) != (theirs.groups == _MANAGE):
        strongest = min(strongest, _FAR)  # 海洋经济与管理 and 海洋微生物
    if not any(match(one, other) for one in mine.heads for other in theirs.heads):
        strongest = min(strongest, _before_unlike_heads(mine, theirs, best))
    return covered / total, strongest, _work(mine, theirs), _words(*best)


def _before_unlike_heads(mine: _Reading, theirs: _Reading, best: tuple[str, str]) -> float:
    """What a subject in common is worth at most where the heads have nothing in common: little where it
    only stands before them on both sides (有色金属冶金, 有色金属文物保护), hardly anything where one side is
    about culture and the other is not (草原生态, 草原文化)."""
    if any(map(_is_culture, mine.heads)) != any(map(_is_culture, theirs.heads)):
        return _FAR
    if best[0].startswith("~") and best[1].startswith("~"):
        return _FAR  # a place or a name that no lexicon knows: 三峡库区
    return 1.0 if best[0] in mine.heads or best[1] in theirs.heads else _IN_FRONT


@lru_cache(maxsize=50_000)
def _is_culture(subject: str) -> bool:
    if subject.startswith("~"):
        return False
    return not _CULTURE.isdisjoint({subject, *thesaurus().ancestors(subject)})


def _words(x: str, y: str) -> str:
    return x.removeprefix("~") if x == y else f"{x.removeprefix('~')}、{y.removeprefix('~')}"


@lru_cache(maxsize=50_000)
def _weight(subject: str) -> float:
    """What a subject says: a whole field of the taxonomy's top says little."""
    if subject.startswith("~"):
        return 0.8 if len(subject) > 2 else 0.3
    return 0.4 if thesaurus().is_root(subject) else 1.0


@lru_cache(maxsize=400_000)
def match(x: str, y: str) -> float:
    """How near two subjects are: 1 for one concept, 0 for none in common."""
    straight = _straight(x, y)
    if straight:
        return straight
    over = _over_both(x, y)
    if over is None:
        return 0.0
    return _FAR if differ_behind_a_frame(x, y) else _by_breadth(over, _BESIDE)


def _straight(x: str, y: str) -> float:
    """How near two subjects are of which one is the other, above it, or its neighbour; or by their words,
    where no lexicon knows either."""
    if _are_unknown(x, y):
        return _alike(x[1:], y[1:])
    if x == y:
        return 1.0
    known = thesaurus()
    over = known.ancestors(x)
    if y in over:
        return _up(x, y, over[y])
    below = known.ancestors(y)
    if x in below:
        return _up(y, x, below[x])
    return NEIGHBOURS if known.are_related(x, y) else 0.0


def _over_both(x: str, y: str) -> str | None:
    """The concept above two subjects, where it is not too far from them."""
    if _are_unknown(x, y):
        return None
    common = thesaurus().common(x, y)
    return None if common is None or common[1] > NEAR_STEPS else common[0]


def _are_unknown(x: str, y: str) -> bool:
    return x.startswith("~") and y.startswith("~")


def _up(closer: str, wider: str, steps: int) -> float:
    if wider in closer and wider not in frames():
        return 0.8  # 高性能铝合金 and 铝合金
    return _by_breadth(wider, _UP) * (1.0 if steps == 1 else 0.9)


def _alike(x: str, y: str) -> float:
    """Words that no lexicon knows: the longest run of characters they share, as part of both; less than
    half is nothing."""
    longest = SequenceMatcher(None, x, y, autojunk=False).find_longest_match().size
    share = 2 * longest / (len(x) + len(y))
    return share if share >= 0.5 and longest > 1 else 0.0


def _by_breadth(concept: str, values: tuple[tuple[int, float], ...]) -> float:
    breadth = thesaurus().breadth[concept]
    return next((value for limit, value in values if breadth <= limit), _FAR)


@cache
def widest(floor: float) -> float:
    """Of how many concepts one may be at most that makes two subjects under it match by `floor` or more."""
    if floor <= _FAR:
        return math.inf
    return max((limit for limit, value in (*_UP, *_BESIDE) if value >= floor), default=0)


def _work(mine: _Reading, theirs: _Reading) -> float:
    """How well two sides' work goes together; a side that names none could do either."""
    if mine.done & theirs.done or (not mine.done and not theirs.done):
        return 1.0
    if not mine.done or not theirs.done:
        return 0.8
    if mine.wide & theirs.wide:
        return 0.9
    return _by_families(mine.groups, theirs.groups)


def _by_families(one: frozenset[str], other: frozenset[str]) -> float:
    """How well two families of work go together that have no work in common."""
    if one & other:
        return 0.7
    if one <= _ON_THE_FIELD and other <= _ON_THE_FIELD:
        return _NEXT_STEP
    is_apart = (one <= _BEFORE and other <= _AFTER) or (other <= _BEFORE and one <= _AFTER)
    return _OTHER_STEP if is_apart else 0.2
