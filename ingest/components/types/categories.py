"""Categories: which the text gives a type, in a list ("…类平台主要包括A、B、C等") or by the section it is
treated in; else the lexicon's."""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicons
from ingest.components.reading import Reading, TypeMention, sentence_end
from ingest.components.types.mentions import printed
from ingest.facts import Fact
from ingest.text import fold, unstretched

_JOINING = re.compile(r"[、,，和及与以或:：\s]+")
_LISTED = re.compile(r"主要包括|包括|分为|包含|涵盖")
_CATEGORY_REACH = 400

#: Category by (type id, level).
Stated = dict[tuple[str, str], str]


def category_of(
    reading: Reading,
    mention: TypeMention,
    places: list[TypeMention],
    stated: Stated,
) -> tuple[str | None, str]:
    """The category that the text gives the type (in a list, or by the section it is treated in), else
    the lexicon's. National types keep the lexicon's unless the text lists them."""
    key = (mention.entry.id, mention.level or "")
    if key in stated:
        return stated[key], "text"
    if mention.level != "国家级":
        for place in places:
            for section in _sections_above(reading, place.start):
                if name := _category_named(section):
                    return name, "text"
    if mention.entry.category is None:
        return None, "lexicon"
    return lexicons.categories()[mention.entry.category].name, "lexicon"


def _sections_above(reading: Reading, place: int) -> list[str]:
    section = reading.section_at(place)
    return [one.heading for one in section.ancestors()] if section else []


@cache
def _category_pattern() -> re.Pattern[str]:
    forms = {form for c in lexicons.categories().values() for form in (c.name, *c.aliases)}
    return re.compile(f"({lexicons.alternatives(frozenset(forms))})类?")


def _category_named(words: str) -> str | None:
    found = _category_pattern().search(fold(unstretched(words)))
    if found is None:
        return None
    for category in lexicons.categories().values():
        if found[1] in (category.name, *category.aliases):
            return category.name
    return None


def category_statements(reading: Reading) -> Stated:
    """Statements such as "…类平台主要包括A、B、C等": facts, and the category of each listed type."""
    stated: Stated = {}
    for found in _LISTED.finditer(reading.text):
        end = sentence_end(reading.text, found.end())
        listed = reading.types_between(found.end(), end)
        if len(listed) < 2 or not _is_list(reading.text, found.end(), listed):
            continue
        above = reading.text[max(0, found.start() - _CATEGORY_REACH) : found.start()]
        paragraph = above[above.rfind("\n") + 1 :]
        category = _category_named(paragraph) or next(
            filter(None, map(_category_named, _sections_above(reading, found.start()))), None
        )
        if category is None:
            continue
        reading.facts.append(
            Fact(
                kind="category",
                start=found.start(),
                end=listed[-1].end,
                rule="category.list",
                data={
                    "category": category,
                    "platform_types": [printed(reading, mention) for mention in listed],
                },
                spans={"platform_types": [(m.start, m.end) for m in listed]},
            )
        )
        shared = listed[0].level
        for mention in listed:
            # A list names level and region once, before its first member.
            level = mention.level or shared or ""
            stated.setdefault((mention.entry.id, level), category)
            stated.setdefault((mention.entry.id, ""), category)
    return stated


def _is_list(text: str, start: int, listed: list[TypeMention]) -> bool:
    """Nothing but stops and joining words between the members."""
    edges = [start, *(m.end for m in listed[:-1])]
    return all(
        len(_JOINING.sub("", text[edge : m.start])) <= (6 if edge == start else 4)
        for edge, m in zip(edges, listed, strict=True)
    )
