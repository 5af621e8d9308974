"""What two phrases that name fields are to each other.

In: two printed phrases. Out: a verdict (same, narrower: the first is narrower than the second, broader,
related, unrelated) with a score and reasons. What decides is what the lexicons know: one concept in two
phrases, what stands above what, what is done. Likeness of characters is asked last, and can say
`related` at most.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.resolve.phrases import (
    Part,
    Phrase,
    analyse,
    aspects,
    bare,
    empty_words,
    frames,
    is_empty,
)
from ingest.resolve.thesaurus import respelled, thesaurus
from ingest.resolve.verdict import Reason, Verdict

SAME, NARROWER, BROADER, RELATED, UNRELATED = "same", "narrower", "broader", "related", "unrelated"
_FLIPPED = {NARROWER: BROADER, BROADER: NARROWER}
#: How far apart two concepts may be (steps up and down together) and still be neighbours.
NEAR_STEPS = 3
#: How long a short form is, and how much of the long one may come after its last character.
_SHORT = (2, 4)
_TAIL = 4
_PARTICLES = re.compile("[性型式系基类级用]")
_JOINTS = re.compile("[与和及]")
#: 新 before what is made says as little as 先进 does.
_NEW = re.compile("新(?=功能材料|材料|技术|工艺|装备|产品|药|药物)")
#: Words that praise or widen and leave a phrase what it is are dropped only from so long a phrase.
_PLAIN = 4
#: The family of aspects that turn against a trouble.
_AGAINST = "care"
#: From here on two phrases that no lexicon knows are alike enough to be shown as related.
_ALIKE = 0.45


@dataclass(frozen=True)
class Relation:
    """How two parts, or two phrases, stand; `score` says how close, `why` names the ground."""

    verdict: str
    score: float
    name: str
    why: str

    def flipped(self) -> Relation:
        """The same, seen from the other side."""
        return Relation(_FLIPPED.get(self.verdict, self.verdict), self.score, self.name, self.why)


def compare(a: str, b: str) -> Verdict:
    """Compare two phrases: narrower says that `a` is narrower than `b`."""
    relation = relate(a, b)
    return Verdict(
        relation.score,
        relation.verdict,
        (Reason(relation.name, relation.score, relation.why),),
    )


@lru_cache(maxsize=200_000)
def relate(a: str, b: str) -> Relation:
    """The relation of two phrases."""
    first, second = analyse(a), analyse(b)
    by_wording = _by_wording(first, second)
    if by_wording is not None:
        return by_wording
    relation = max(
        (
            _relate_all(parts, others)
            for parts in (first.parts, first.taken_apart)
            for others in (second.parts, second.taken_apart)
            if parts and others
        ),
        key=_rank,
    )
    if relation.verdict == UNRELATED:
        return _by_characters(first, second)
    return relation


def _by_wording(first: Phrase, second: Phrase) -> Relation | None:
    """What the wording alone decides."""
    if first.key == second.key:
        return Relation(SAME, 1.0, "exact", "写法相同 the same words")
    if not first.parts or not second.parts:
        return Relation(UNRELATED, 0.0, "empty", "没有可比的内容 nothing to compare")
    return _by_spelling(first, second)


def _by_spelling(first: Phrase, second: Phrase) -> Relation | None:
    """Two wordings that say the same, but for words that say nothing."""
    if _differs_in_particles(first.key, second.key):
        return Relation(SAME, 0.9, "particles", "只差虚字 the same but for particles")
    if differ_in_empty_words(first.key, second.key):
        return Relation(SAME, 0.86, "empty_words", "只差虚词或修饰 the same but for empty words")
    if _is_rearranged(first.key, second.key):
        return Relation(SAME, 0.93, "order", "只是字序不同 the same words in another order")
    if _is_shortened(first, second) or _is_shortened(second, first):
        return Relation(SAME, 0.86, "short_form", "一方是另一方的简称 one is short for the other")
    return None


def _is_rearranged(a: str, b: str) -> bool:
    """航天航空 and 航空航天, 竹木加工 and 木竹加工."""
    a, b = bare(a), bare(b)
    if len(a) > _SHORT[0] and sorted(a) == sorted(b):
        return True
    a, b = respelled(a), respelled(b)
    return len(a) > _SHORT[0] and sorted(a) == sorted(b)


def _differs_in_particles(a: str, b: str) -> bool:
    """骨关节炎 and 骨性关节炎: 性, 型, 基 and the like say nothing of their own."""
    plain = _PARTICLES.sub("", a)
    return a != b and len(plain) > _SHORT[1] - 1 and plain == _PARTICLES.sub("", b)


def differ_in_empty_words(a: str, b: str) -> bool:
    """节能环保 and 节能与环保, 稀土功能材料 and 稀土功能新材料, 桥梁结构 and 桥梁工程结构: what is left without joints,
    praise and empty words is one, and long enough to say what is meant."""
    plain = without_empty_words(a)
    return len(plain) >= _PLAIN and plain == without_empty_words(b)


@lru_cache(maxsize=200_000)
def without_empty_words(key: str) -> str:
    """A phrase's key without joints, praise and words that say nothing of their own."""
    words = empty_words().sub("", _NEW.sub("", _JOINTS.sub("", key)))
    return respelled(words)


def _is_shortened(short: Phrase, long: Phrase) -> bool:
    """Whether a phrase that no lexicon explains is another shortened: 慢阻肺 takes one character of each
    word of 慢性阻塞性肺疾病. 稀土材料 and 稀土永磁材料 are two fields; there whole words are left out."""
    key = bare(short.key)
    if not _SHORT[0] <= len(key) <= _SHORT[1] or len(long.key) < 2 * len(key):
        return False
    if not all(subject.startswith("~") for part in short.parts for subject in part.subjects):
        return False
    place, last = 0, -2
    for character in key:
        place = long.key.find(character, last + 2 if last >= 0 else 0)
        if place < 0 or (last < 0 and place > 0):
            return False
        last = place
    return len(long.key) - last <= _TAIL


def _relate_all(parts: tuple[Part, ...], others: tuple[Part, ...]) -> Relation:
    if len(parts) == 1 and len(others) == 1:
        return relate_parts(parts[0], others[0])
    grid = [[relate_parts(p, q) for q in others] for p in parts]
    rows = [max(row, key=_rank) for row in grid]
    columns = [max(column, key=_rank) for column in zip(*grid, strict=True)]
    best = max(rows, key=_rank)
    if all(r.verdict == SAME for r in (*rows, *columns)):
        return Relation(SAME, min(r.score for r in (*rows, *columns)), best.name, best.why)
    if all(r.verdict in (SAME, NARROWER) for r in rows):
        return Relation(NARROWER, 0.7, "part_of", f"是其中一部分 one of several: {best.why}")
    if all(r.verdict in (SAME, BROADER) for r in columns):
        return Relation(BROADER, 0.7, "part_of", f"包含其全部 has all of it: {best.why}")
    if best.verdict in (SAME, NARROWER, BROADER):
        return Relation(RELATED, 0.6, "shared_part", f"有一部分相同 one part in common: {best.why}")
    return best


def _rank(relation: Relation) -> float:
    return relation.score


@lru_cache(maxsize=200_000)
def relate_parts(p: Part, q: Part) -> Relation:
    """The relation of two parts of phrases."""
    if p.key == q.key:
        return Relation(SAME, 0.97, "same_words", "去掉虚词后相同 the same without empty words")
    if not p.subjects or not q.subjects:
        return _without_subjects(p, q)
    if set(p.subjects) == set(q.subjects):
        return _same_subject(p, q)
    narrower, broader = _is_within(p, q), _is_within(q, p)
    if narrower and not broader:
        return narrower
    if broader and not narrower:
        return broader.flipped()
    return _neighbours(p, q)


def _without_subjects(p: Part, q: Part) -> Relation:
    """育种 and 选育: phrases that only say what is done."""
    if not p.subjects and not q.subjects and p.aspects and p.aspects == q.aspects:
        return Relation(SAME, 0.85, "same_aspect", "说的是同一类工作 the same kind of work")
    if p.subjects and q.aspects and p.aspects & q.aspects:
        return Relation(NARROWER, 0.55, "aspect", "是这类工作的一种 one of this kind of work")
    if q.subjects and p.aspects and p.aspects & q.aspects:
        return Relation(BROADER, 0.55, "aspect", "包含这类工作 has this kind of work")
    return Relation(UNRELATED, 0.1, "no_subject", "对象不明 nothing to compare")


def _same_subject(p: Part, q: Part) -> Relation:
    what = "、".join(map(_shown, p.subjects))
    if p.aspects != q.aspects:
        return _by_aspects(p, q, what)
    own, other = p.qualities | p.places, q.qualities | q.places
    if own == other:
        score = 0.95 if p.praise == q.praise and p.light == q.light else 0.88
        return Relation(
            SAME, score, "same_subject", f"对象和工作相同：{what} same subject and work"
        )
    if p.aspects and not (p.places ^ q.places):
        # 绿色防控 and 防控: the quality is the work's, and the work is the same
        return Relation(SAME, 0.84, "same_subject", f"对象和工作相同：{what} same subject and work")
    if other < own:
        return Relation(NARROWER, 0.78, "qualified", f"多一层限定：{what} more closely defined")
    if own < other:
        return Relation(BROADER, 0.78, "qualified", f"少一层限定：{what} less closely defined")
    return Relation(RELATED, 0.65, "other_quality", f"对象相同，限定不同：{what} other qualities")


def _by_aspects(p: Part, q: Part, what: str) -> Relation:
    if not q.aspects:
        return Relation(
            NARROWER, 0.75, "aspect_added", f"同一对象的一个方面：{what} one aspect of it"
        )
    if not p.aspects:
        return Relation(BROADER, 0.75, "aspect_added", f"包含这一方面：{what} has this aspect")
    if _all_under(p.aspects, q.aspects):
        return Relation(NARROWER, 0.7, "narrower_aspect", f"工作更窄：{what} narrower work")
    if _all_under(q.aspects, p.aspects):
        return Relation(BROADER, 0.7, "narrower_aspect", f"工作更宽：{what} wider work")
    if p.aspects & q.aspects:
        return Relation(
            RELATED, 0.65, "shared_aspect", f"对象相同，工作部分相同：{what} shared work"
        )
    return Relation(RELATED, 0.5, "other_aspect", f"对象相同，工作不同：{what} other work")


def _all_under(inner: frozenset[str], outer: frozenset[str]) -> bool:
    return all(name in outer or outer.intersection(aspects()[name].broader) for name in inner)


def _is_within(p: Part, q: Part) -> Relation | None:
    """Whether everything that `q` asks for is in `p`, the subject of `p` being the closer one."""
    if (p.subjects[-1], q.subjects[-1]) in thesaurus().related:
        return None  # the data call them neighbours, although one is counted under the other
    steps = 0
    for wanted in q.subjects:
        distances = [_steps_up(own, wanted) for own in p.subjects]
        found = [distance for distance in distances if distance is not None]
        found += [1 for name in p.aspects if aspects()[name].field == wanted]
        if not found:
            return None
        steps += min(found)
    if not _has_aspects_of(p, q):
        return None
    if q.qualities - p.qualities:
        return None
    what = f"{_shown(p.subjects[-1])} → {_shown(q.subjects[-1])}"
    score = max(0.55, 0.76 - 0.04 * steps)
    return Relation(NARROWER, score, "narrower", f"下位领域：{what} a narrower field")


def _has_aspects_of(p: Part, q: Part) -> bool:
    """Whether the work of `q` is also that of `p`: each aspect of `q` is in `p` or above one there. A
    trouble without a word on what is done about it (滑坡) counts as what is done against it (防治)."""
    done = {*p.aspects, *(wider for name in p.aspects for wider in aspects()[name].broader)}
    if not p.aspects:
        return all(aspects()[name].group == _AGAINST for name in q.aspects)
    return q.aspects <= done


def _steps_up(own: str, wanted: str) -> int | None:
    if own == wanted:
        return 0
    steps = thesaurus().ancestors(own).get(wanted)
    if steps is None and own.startswith("~") and wanted.startswith("~"):
        return 1 if own.endswith(wanted[1:]) else None
    return steps


def _neighbours(p: Part, q: Part) -> Relation:
    """Parts of which neither is within the other: how near their nearest subjects are."""
    best = Relation(UNRELATED, 0.05, "apart", "没有共同之处 nothing in common")
    for own in p.subjects:
        for other in q.subjects:
            found = relate_subjects(own, other)
            if found.score > best.score:
                best = found
    if best.verdict in (SAME, NARROWER, BROADER):
        what = best.why
        return Relation(RELATED, 0.55, "shared_subject", f"涉及同一对象：{what}")
    return best


@lru_cache(maxsize=200_000)
def relate_subjects(a: str, b: str) -> Relation:
    """The relation of two concepts, or of words that no lexicon knows (`~` and the words)."""
    words = f"{_shown(a)}、{_shown(b)}"
    straight = _straight(a, b, words)
    if straight is not None:
        return straight
    common = _near_above(a, b)
    if common is not None and not differ_behind_a_frame(a, b):
        text = f"同属{common[0]}：{words} one field above both"
        return Relation(RELATED, 0.62 - 0.08 * common[1], "siblings", text)
    return Relation(UNRELATED, 0.05, "apart", f"没有共同之处：{words} nothing in common")


def _straight(a: str, b: str, words: str) -> Relation | None:
    """The relation of two concepts of which one is the other, above it, or its neighbour."""
    up, down = _steps_up(a, b), _steps_up(b, a)
    if up == 0:
        return Relation(SAME, 1.0, "same_concept", words)
    if up is not None:
        return Relation(NARROWER, max(0.55, 0.8 - 0.06 * up), "narrower", words)
    if down is not None:
        return Relation(BROADER, max(0.55, 0.8 - 0.06 * down), "narrower", words)
    if thesaurus().are_related(a, b):
        return Relation(RELATED, 0.5, "neighbours", f"相邻领域：{words} neighbouring fields")
    return None


def _near_above(a: str, b: str) -> tuple[str, int] | None:
    common = thesaurus().common(a, b)
    return None if common is None or common[1] > NEAR_STEPS else common


def differ_behind_a_frame(a: str, b: str) -> bool:
    """儿童肿瘤 and 儿童心理: two of one family only by whom they are for. What stands behind the frame must say
    something: 海洋工程 and 海洋装备 do not differ so. It is looked at without frames of its own, for it may have
    the same again: to the thesaurus 供热 is 城市供热."""
    for frame in frames():
        if a.startswith(frame) and b.startswith(frame):
            rests = [key.removeprefix(frame) for key in (a, b)]
            if any(is_empty(rest) for rest in rests):
                return False
            concepts = thesaurus().concept_of
            one, other = (concepts.get(rest, f"~{rest}") for rest in rests)
            return _straight(one, other, "") is None and _near_above(one, other) is None
    return False


def _shown(subject: str) -> str:
    return subject.removeprefix("~")


def _by_characters(first: Phrase, second: Phrase) -> Relation:
    """The last resort, for phrases that no lexicon explains: pairs of characters, rare ones weighing
    more. Phrases whose subjects are known are not made neighbours by their characters."""
    likeness = _likeness(first.key, second.key)
    is_open = any(
        subject.startswith("~")
        for phrase in (first, second)
        for part in phrase.parts
        for subject in part.subjects
    )
    if is_open and likeness >= _ALIKE:
        return Relation(
            RELATED,
            0.3 + 0.2 * likeness,
            "characters",
            "用字相近，词表不认识 alike in characters only",
        )
    return Relation(UNRELATED, 0.25 * likeness, "apart", "没有共同之处 nothing in common")


def _likeness(a: str, b: str) -> float:
    """Cosine of the two phrases' character pairs, weighted by how rare each is among known phrases."""
    first, second = _pairs(a), _pairs(b)
    shared = sum(
        first[pair] * second[pair] * _rarity(pair) ** 2 for pair in first.keys() & second.keys()
    )
    if not shared:
        return 0.0
    return shared / math.sqrt(_length(first) * _length(second))


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _length(pairs: Counter[str]) -> float:
    return sum((count * _rarity(pair)) ** 2 for pair, count in pairs.items())


def _rarity(pair: str) -> float:
    counts, total = _known_pairs()
    return math.log(total / (1 + counts[pair]))


@cache
def _known_pairs() -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    for key in thesaurus().concept_of:
        counts.update(set(_pairs(key)))
    return counts, len(thesaurus().concept_of) + 1
