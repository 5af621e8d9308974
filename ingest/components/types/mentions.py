"""Mentions of platform types: head nouns of the lexicon with the level and region words before them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import ahocorasick

from ingest import lexicons
from ingest.components.reading import Reading, TypeMention
from ingest.lexicons import PlatformTypeEntry, Region
from ingest.text import Condensed, fold

_PREFIX_REACH = 24
_LOCAL_WORDS = ("京津冀", "长三角", "粤港澳大湾区", "大湾区", "成渝", "长江经济带")
#: 我省重点实验室 says the level, but 省重点实验室 is not what is printed as the type's name.
_POINTING = tuple("我本该各全")


def printed(reading: Reading, mention: TypeMention) -> str:
    """The type as the text has it, without stretching spaces."""
    return mention.name or reading.printed(mention.start, mention.end)


@cache
def _heads() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for form, entry in lexicons.platform_type_forms().items():
        automaton.add_word(form, (len(form), entry))
    automaton.make_automaton()
    return automaton


@cache
def _prefix_backwards() -> re.Pattern[str]:
    """Level and region words that end right where a head noun begins, read from there to the left: one
    attempt, where a search for the end would try every place before it."""
    forms = {*lexicons.levels(), *lexicons.region_forms(), *_LOCAL_WORDS}
    return re.compile(f"(?:{lexicons.alternatives(frozenset(form[::-1] for form in forms))})+")


@cache
def _prefix_word() -> re.Pattern[str]:
    forms = {*lexicons.levels(), *lexicons.region_forms(), *_LOCAL_WORDS}
    return re.compile(lexicons.alternatives(frozenset(forms)))


@cache
def _modified_prefix() -> re.Pattern[str]:
    """A level, then a word or field that narrows the head noun: 省级制造业 before 中试平台."""
    level_words = frozenset(word for word in lexicons.levels() if "级" in word)
    fields = {form for entry in lexicons.fields().values() for form in entry.forms}
    narrowing = frozenset({*lexicons.word_set("type_modifiers"), *map(fold, fields)})
    return re.compile(
        rf"(?P<level>{lexicons.alternatives(level_words)})"
        rf"(?P<modifier>{lexicons.alternatives(narrowing)}(?:领域)?)$"
    )


def find_mentions(text: str) -> list[TypeMention]:
    """The platform types in a folded text, in order; none overlaps another."""
    condensed = Condensed.of(text)
    hits: list[tuple[int, int, PlatformTypeEntry]] = []
    for last, (length, entry) in _heads().iter_long(condensed.text):
        hits.append((last - length + 1, last + 1, entry))
    mentions = []
    floor = 0
    for head_start, head_end, entry in hits:
        mention = _mention(condensed, floor, head_start, head_end, entry)
        if mention is not None:
            mentions.append(mention)
            floor = head_end
    return mentions


def _mention(
    condensed: Condensed, floor: int, head_start: int, head_end: int, entry: PlatformTypeEntry
) -> TypeMention | None:
    before = condensed.text[max(floor, head_start - _PREFIX_REACH) : head_start]
    found = _prefix_backwards().match(before[::-1])
    prefix = found[0][::-1] if found else ""
    level, region = _level_and_region(prefix)
    if prefix and before[: -len(prefix)].endswith(_POINTING):
        first = _prefix_word().findall(prefix)[0]
        prefix = prefix[len(first) :] if "级" not in first else prefix
        if not prefix:
            region, level = None, None if before.endswith(("全省", "全市", "全区")) else level
    modifier = ""
    if not prefix and "级" in before and (found := _modified_prefix().search(before)):
        prefix, modifier = found["level"], found["modifier"]
        level, region = _level_and_region(prefix)
    if entry.needs_region and not prefix:
        return None
    start, end = condensed.span(head_start - len(prefix) - len(modifier), head_end)
    if "\n" in condensed.text[head_start:head_end]:
        return None
    return TypeMention(
        start=start,
        end=end,
        head_start=condensed.span(head_start - len(modifier), head_end)[0],
        entry=entry,
        level=level or entry.level,
        region=region,
        prefix=prefix,
    )


@lru_cache(maxsize=4096)
def _level_and_region(prefix: str) -> tuple[str | None, Region | None]:
    level, region = None, None
    for word in _prefix_word().findall(prefix):
        if word in lexicons.levels():
            level = lexicons.levels()[word]
        elif word in lexicons.region_forms():
            region = lexicons.region_forms()[word]
    if level is None and region is not None:
        level = region.level
    if region is not None and level in ("省级", "市级") and region.level == "自治区级":
        level = "自治区级" if level == "省级" else level
    return level, region
