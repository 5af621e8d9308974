"""Phrases that name fields, taken apart: what they are about, what is done to it, and with which
qualities.

In: a printed phrase (杂交水稻分子育种). Out: its parts, each with concepts of the thesaurus (杂交水稻),
aspects (育种), qualities (绿色), places (高原) and the words that no lexicon knows. 与, 和, 及 and stops part
a phrase only where both sides are about something of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick

from ingest import lexicons
from ingest.lexicons import LexiconError
from ingest.resolve.thesaurus import one_spelling, respelled, thesaurus
from ingest.text import fold, name_key

_STOPS = re.compile(r"[,，、;；/\n]+")
_JOINTS = frozenset("与和及")
_JOINT = re.compile("[与和及]")
#: Words that may be there or not in two spellings of one name.
_SILENT = frozenset({"技术", "关键技术", "与", "和", "及", "及其", "的"})
_BRACKETS = re.compile(r"[()\[\]（）“”\"'《》]")
#: What a character costs that no word explains, and what a word costs; so that the fewest, longest
#: words win, and a word of one character counts for little.
_LETTERS = re.compile(r"[a-z0-9]")
_SHORTEST_COMPOUND = 3
_THINGS = ("machine", "waste")
_COST_UNKNOWN, _COST_WORD, _COST_SHORT_WORD = 3.0, 1.0, 2.2


@dataclass(frozen=True)
class Aspect:
    """What is done in a field (育种, 防治), its wider aspects, the family in which aspects are alike, and
    the field whose work it is (种业), where there is one."""

    name: str
    group: str
    broader: tuple[str, ...]
    field: str | None


@dataclass(frozen=True)
class Part:
    """One thing that a phrase is about. `subjects` are concepts of the thesaurus, or `~` and the words
    that no lexicon knows; the last is the head. `key` is the part as printed, without empty words."""

    key: str
    subjects: tuple[str, ...]
    aspects: frozenset[str]
    qualities: frozenset[str]
    praise: frozenset[str]
    places: frozenset[str]
    light: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """A phrase: its key and its parts. Where the thesaurus has the phrase as one term that is also a
    subject and what is done (作物育种), `taken_apart` is that second reading."""

    key: str
    parts: tuple[Part, ...]
    taken_apart: tuple[Part, ...] = ()


@dataclass(frozen=True)
class _Token:
    text: str
    kind: str
    value: str


@cache
def aspects() -> dict[str, Aspect]:
    """Aspects by name; a form in two of them is a fault."""
    found = {
        row["aspect"]: Aspect(
            row["aspect"],
            row["group"],
            tuple(filter(None, row["broader"].split("|"))),
            _field_of(row),
        )
        for row in lexicons.table("field_aspects")
    }
    for aspect in found.values():
        for wider in aspect.broader:
            if wider not in found:
                raise LexiconError(
                    f"词表 field_aspects.csv：{aspect.name} 的上位 {wider} 不存在。",
                    f"Lexicon field_aspects.csv: the wider aspect {wider} does not exist.",
                )
    return found


def _field_of(row: dict[str, str]) -> str | None:
    if not row["field"]:
        return None
    concept = thesaurus().concept_of.get(name_key(row["field"]))
    if concept is None:
        raise LexiconError(
            f"词表 field_aspects.csv：领域“{row['field']}”不认识。",
            f"Lexicon field_aspects.csv: the field “{row['field']}” is not known.",
        )
    return concept


@cache
def _aspect_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for row in lexicons.table("field_aspects"):
        for form in row["forms"].split("|"):
            key = one_spelling(name_key(form))
            if forms.setdefault(key, row["aspect"]) != row["aspect"]:
                raise LexiconError(
                    f"词表 field_aspects.csv：“{form}”属于两个方面。",
                    f"Lexicon field_aspects.csv: “{form}” belongs to two aspects.",
                )
    return forms


@cache
def _modifiers() -> dict[str, tuple[str, str]]:
    return {
        one_spelling(name_key(row["word"])): (row["kind"], row["class"] or row["word"])
        for row in lexicons.table("field_modifiers")
        if row["kind"] not in ("spelling", "variant")
    }


@cache
def _all_words() -> ahocorasick.Automaton:
    """All words, each with its kind inside a longer phrase: a word that is an aspect or an empty word
    is that before it is a field (育种 in 水稻育种)."""
    words: dict[str, tuple[str, str]] = {
        key: ("subject", concept) for key, concept in thesaurus().concept_of.items()
    }
    words |= {key: ("aspect", name) for key, name in _aspect_forms().items()}
    return _automaton_of(words | _modifiers())


@cache
def _words() -> ahocorasick.Automaton:
    """The words that a longer phrase is cut into: those that are a subject and an aspect themselves
    (作物育种) are not among them, so that both are seen."""
    kept = {}
    for key in _all_words():
        length, kind, value = _all_words().get(key)
        if kind == "subject" and length > _SHORTEST_COMPOUND:
            tokens = _tokens(key, _all_words(), longest=length - 1)
            kinds = {"work" if _is_work(token) else token.kind for token in tokens}
            if kinds == {"subject", "work"}:
                continue
        kept[key] = (kind, value)
    return _automaton_of(kept)


def _is_work(token: _Token) -> bool:
    """Whether a word says what is done. A machine or a waste of something (制糖机械, 建筑废弃物) is a thing of
    its own."""
    return token.kind == "aspect" and aspects()[token.value].group not in _THINGS


def _automaton_of(words: dict[str, tuple[str, str]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key, (kind, value) in words.items():
        automaton.add_word(key, (len(key), kind, value))
    automaton.make_automaton()
    return automaton


def bare(key: str) -> str:
    """A key without empty words at its end, and then at its start, as long as something remains."""
    generic = _generic_end()
    while (match := generic.search(key)) and match.start() >= 2:
        key = key[: match.start()]
    return key


@cache
def _generic_end() -> re.Pattern[str]:
    words = frozenset(key for key, (kind, _) in _modifiers().items() if kind == "generic")
    return re.compile(rf"{lexicons.alternatives(words)}$")


@cache
def empty_words() -> re.Pattern[str]:
    """Words that praise (先进) or say nothing of their own (工程技术), wherever they stand."""
    words = {key for key, (kind, _) in _modifiers().items() if kind in ("generic", "praise")}
    return re.compile(lexicons.alternatives(frozenset(word for word in words if len(word) > 1)))


def is_empty(words: str) -> bool:
    """Whether words say nothing of their own, or nothing at all (工程, 装备)."""
    return not words or words in _modifiers()


@cache
def frames() -> tuple[str, ...]:
    """Words that say for whom or where (儿童, 高原): two fields are not alike by them alone."""
    return tuple(name_key(row["word"]) for row in lexicons.table("field_frames"))


@lru_cache(maxsize=200_000)
def analyse(phrase: str) -> Phrase:
    """Take a phrase apart."""
    text = _BRACKETS.sub("", fold(phrase)).strip()
    whole = _key(text)
    parts: list[Part] = []
    known = _whole(whole)
    if known is not None:
        return Phrase(whole, (known,), _apart(whole))
    for piece in _STOPS.split(text):
        if piece.strip():
            parts += _parts(_key(piece))
    return Phrase(whole, tuple(dict.fromkeys(parts)))


def _key(text: str) -> str:
    return one_spelling(name_key(text))


def _apart(key: str) -> tuple[Part, ...]:
    """A known term as subject and aspect; none where it is only one word, or has one that is unknown."""
    tokens = _tokens(key, longest=len(key) - 1)
    kinds = {token.kind for token in tokens}
    if "aspect" not in kinds or "subject" not in kinds or "unknown" in kinds:
        return ()
    part = _part(tokens, is_whole=False)
    return () if any(thesaurus().is_root(subject) for subject in part.subjects) else (part,)


@lru_cache(maxsize=200_000)
def _whole(key: str) -> Part | None:
    """A phrase that the thesaurus has as it is, perhaps with empty words behind it."""
    concepts = thesaurus().concept_of
    short = bare(key)
    plain = respelled(short)
    for form in (key, short, respelled(key), plain, f"{plain}症", f"{plain}病"):
        if form in concepts:
            return _plain(key, (concepts[form],))
    return None


def _plain(key: str, subjects: tuple[str, ...]) -> Part:
    nothing: frozenset[str] = frozenset()
    return Part(key, subjects, nothing, nothing, nothing, nothing, nothing)


def _parts(key: str) -> Iterator[Part]:
    known = _whole(key)
    if known is not None:
        yield known
        return
    run: list[_Token] = []
    runs = [run]
    tokens = _cut(key)
    for index, token in enumerate(tokens):
        rest = tokens[index + 1 :]
        if token.text in _JOINTS and _has_subject(run) and _has_subject(rest):
            run = []
            runs.append(run)
        else:
            run.append(token)
    for found in runs:
        yield _part(found)


def _has_subject(tokens: Sequence[_Token]) -> bool:
    return any(token.kind in ("subject", "unknown") for token in tokens)


def _part(tokens: list[_Token], *, is_whole: bool = True) -> Part:
    key = "".join(token.text for token in tokens)
    known = _whole(key) if is_whole else None
    if known is not None:
        return known

    def values(kind: str) -> frozenset[str]:
        return frozenset(token.value for token in tokens if token.kind == kind)

    subjects = tuple(
        dict.fromkeys(token.value for token in tokens if token.kind in ("subject", "unknown"))
    )
    return Part(
        bare(key),
        _without_wider(subjects),
        values("aspect"),
        values("quality"),
        values("praise"),
        values("place"),
        values("light"),
    )


def _without_wider(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """Of two subjects of one part, the wider says nothing: 轮胎 and 橡胶 in 橡胶轮胎."""
    above = {wider for subject in subjects for wider in thesaurus().ancestors(subject)}
    return tuple(subject for subject in subjects if subject not in above)


@lru_cache(maxsize=200_000)
def _cut(key: str) -> tuple[_Token, ...]:
    return tuple(_tokens(key))


def _tokens(
    key: str, automaton: ahocorasick.Automaton | None = None, longest: int = 99
) -> list[_Token]:
    """The cheapest way to cut a key into words of up to `longest` characters; neighbouring unknown
    characters are one token, and a word of one character beside them is no word."""
    best: list[tuple[float, int, str, str]] = [(0.0, 0, "", "")]
    words: dict[int, list[tuple[int, str, str]]] = {}
    has_letters = _LETTERS.search(key) is not None
    for last, (length, kind, value) in (automaton or _words()).iter(key):
        alone = not has_letters or _stands_alone(key, last + 1 - length, last + 1)
        if length <= longest and alone:
            words.setdefault(last + 1, []).append((length, kind, value))
    for end in range(1, len(key) + 1):
        cost, _, _, _ = best[end - 1]
        choice = (cost + _COST_UNKNOWN, end - 1, "unknown", "")
        for length, kind, value in words.get(end, ()):
            price = _COST_WORD if length > 1 else _COST_SHORT_WORD
            # Of two ways that cost the same, the one with the longer last word: the head.
            if best[end - length][0] + price <= choice[0]:
                choice = (best[end - length][0] + price, end - length, kind, value)
        best.append(choice)
    tokens: list[_Token] = []
    end = len(key)
    while end > 0:
        _, start, kind, value = best[end]
        tokens.append(_Token(key[start:end], kind, value))
        end = start
    return _joined(tokens[::-1])


def _stands_alone(key: str, start: int, end: int) -> bool:
    """Whether a word's letters go no further on either side: IC is no word in FPGA-like names."""
    return not (_splits_letters(key, start) or _splits_letters(key, end))


def _splits_letters(key: str, at: int) -> bool:
    return (
        0 < at < len(key) and (key[at - 1] + key[at]).isascii() and key[at - 1 : at + 1].isalnum()
    )


def _joined(tokens: list[_Token]) -> list[_Token]:
    joined: list[_Token] = []
    for token in tokens:
        is_open = token.kind == "unknown" or (token.kind == "subject" and len(token.text) == 1)
        if joined and is_open and joined[-1].kind == "unknown":
            joined[-1] = _unknown(joined[-1].text + token.text)
        elif token.kind == "unknown":
            before = ""
            if joined and joined[-1].kind == "subject" and len(joined[-1].text) == 1:
                before = joined.pop().text
            joined.append(_unknown(before + token.text))
        else:
            joined.append(token)
    return _with_heads(joined)


def _with_heads(tokens: list[_Token]) -> list[_Token]:
    """A lone ending that says what a thing is (瘤, 酒) makes the words before it one name: 母细胞瘤. What
    they are by themselves stays beside it: 青稞 in 青稞酒."""
    heads = _lone_endings()
    found: list[_Token] = []
    for token in tokens:
        if token.kind != "unknown" or token.text not in heads or not found:
            found.append(token)
            continue
        start = len(found)
        while start and found[start - 1].kind in ("subject", "unknown"):
            start -= 1
        name = "".join(part.text for part in found[start:])
        known = [part for part in found[start:] if part.kind == "subject"]
        found = [*found[:start], *known, _unknown(name + token.text)]
    return found


@cache
def _lone_endings() -> frozenset[str]:
    return frozenset(suffix for suffix, _ in thesaurus().heads)


def _unknown(text: str) -> _Token:
    return _Token(text, "unknown", f"~{text}")


@lru_cache(maxsize=200_000)
def one_wording(a: str, b: str) -> bool:
    """Whether two phrases differ in spelling alone: word for word they are the same, or two names of one
    concept of which one is the other shortened (电商, 农机) or has letters and digits (CCUS, CO2); empty
    words are left out. What 与 joins may stand in another order (饲料与动物营养)."""
    if _joined_things(a) == _joined_things(b):
        return True
    first, second = _worded(a), _worded(b)
    return len(first) == len(second) and all(map(_are_spellings, first, second))


@lru_cache(maxsize=200_000)
def wordings(phrase: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two forms of a phrase: phrases that are one wording share one of them."""
    words = (token.value if token.kind == "subject" else token.text for token in _worded(phrase))
    return ("things", *_joined_things(phrase)), ("words", *words)


@lru_cache(maxsize=200_000)
def _plain_key(phrase: str) -> str:
    return _key(_BRACKETS.sub("", fold(phrase)))


@lru_cache(maxsize=200_000)
def _joined_things(phrase: str) -> tuple[str, ...]:
    """A phrase's things between 与, 和 and 及 in one order; as one text where nothing is joined."""
    return tuple(sorted(filter(None, _JOINT.split(_plain_key(phrase)))))


@lru_cache(maxsize=200_000)
def _worded(phrase: str) -> tuple[_Token, ...]:
    tokens = _cut(_plain_key(phrase))
    return tuple(token for token in tokens if token.text not in _SILENT) or tokens


def _are_spellings(one: _Token, other: _Token) -> bool:
    if one.text == other.text:
        return True
    if not (one.kind == other.kind == "subject" and one.value == other.value):
        return False
    if _LETTERS.search(one.text) or _LETTERS.search(other.text):
        return True
    return _runs_through(one.text, other.text) or _runs_through(other.text, one.text)


def _runs_through(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def has_unknown_words(phrase: str) -> bool:
    """Whether a phrase has words that no lexicon knows."""
    return any(
        subject.startswith("~") for part in analyse(phrase).parts for subject in part.subjects
    )
