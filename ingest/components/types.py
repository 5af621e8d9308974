"""Platform types: head nouns of the lexicon with the level and region words before them.

Matches "自治区级重点实验室", "广西工程（技术）研究中心", "国家级众创空间", "科技基础条　件平台" (stretched).
Not "具有全球影响力的科技创新中心" (a city's role; no head noun of the lexicon), not bare "实验室".
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import ahocorasick
from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.reading import Reading, TypeMention, reading_of
from ingest.facts import Fact
from ingest.lexicons import PlatformTypeEntry, Region
from ingest.text import Condensed

_PREFIX_REACH = 24
_LOCAL_WORDS = ("京津冀", "长三角", "粤港澳大湾区", "大湾区", "成渝", "长江经济带")
#: 我省重点实验室 says the level, but 省重点实验室 is not what is printed as the type's name.
_POINTING = tuple("我本该各全")
_DEFINITION = re.compile(
    r"(?:\((?:以下|下同|简称)[^)\n]{0,30}\))?[,，]?(?:主要)?(?:是指|指|主要是|是|旨在|定位为|主要以)"
)
_OPENING_WORDS = re.compile(r"[本条例所称办法细则规定指的“\"',，\s]+")
_JOINING = re.compile(r"[、,，和及与以或:：\s]+")
_LISTED = re.compile(r"主要包括|包括|分为|包含|涵盖")
_CATEGORY_REACH = 400


@Language.component("pingtai_types")
def types(doc: Doc) -> Doc:
    """Find type mentions, category statements and definitions."""
    reading = reading_of(doc)
    reading.types = find_mentions(reading.text)
    stated = _category_statements(reading)
    for mention, places in _first_of_each(reading):
        reading.facts.append(_type_fact(reading, mention, places, stated))
    _definitions(reading)
    return doc


@cache
def _heads() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for form, entry in lexicons.platform_type_forms().items():
        automaton.add_word(form, (len(form), entry))
    automaton.make_automaton()
    return automaton


@cache
def _prefix() -> re.Pattern[str]:
    """Level and region words that end right where a head noun begins."""
    forms = {*lexicons.levels(), *lexicons.region_forms(), *_LOCAL_WORDS}
    return re.compile(f"(?:{lexicons.alternatives(frozenset(forms))})+$")


@cache
def _prefix_word() -> re.Pattern[str]:
    forms = {*lexicons.levels(), *lexicons.region_forms(), *_LOCAL_WORDS}
    return re.compile(lexicons.alternatives(frozenset(forms)))


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
    found = _prefix().search(before)
    prefix = found[0] if found else ""
    level, region = _level_and_region(prefix)
    if prefix and before[: -len(prefix)].endswith(_POINTING):
        prefix = ""
    if entry.needs_region and region is None and level is None:
        return None
    start, end = condensed.span(head_start - len(prefix), head_end)
    if "\n" in condensed.text[head_start:head_end]:
        return None
    return TypeMention(
        start=start,
        end=end,
        head_start=condensed.span(head_start, head_end)[0],
        entry=entry,
        level=level or entry.level,
        region=region,
        prefix=prefix,
    )


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


# Facts


def _first_of_each(reading: Reading) -> list[tuple[TypeMention, list[TypeMention]]]:
    """Each printed type once: the mention that heads a section if there is one, else the first. A short
    form without level (重点实验室) is the same type as a longer one of the text (省重点实验室)."""
    groups: dict[str, list[TypeMention]] = defaultdict(list)
    for mention in reading.types:
        if not mention.entry.generic:
            groups[printed(reading, mention)].append(mention)
    headed = {place for s in reading.sections for place in range(s.start, s.heading_end)}
    chosen = []
    for name, mentions in groups.items():
        first = next((m for m in mentions if m.start in headed), mentions[0])
        is_short = first.level is None and any(
            other != name and other.endswith(name) and ms[0].entry is first.entry
            for other, ms in groups.items()
        )
        if not is_short:
            chosen.append((first, mentions))
    return chosen


def printed(reading: Reading, mention: TypeMention) -> str:
    """The type as the text has it, without stretching spaces."""
    return reading.printed(mention.start, mention.end)


def _type_fact(
    reading: Reading,
    mention: TypeMention,
    places: list[TypeMention],
    stated: dict[tuple[str, str], str],
) -> Fact:
    category, basis = _category_of(reading, mention, places, stated)
    return Fact(
        kind="platform_type",
        start=mention.start,
        end=mention.end,
        rule=f"type.{mention.entry.id}",
        data={
            "platform_type": printed(reading, mention),
            "category": category,
            "category_basis": basis,
            "level": mention.level,
        },
        spans={"mentions": [(m.start, m.end) for m in places]},
    )


def _category_of(
    reading: Reading,
    mention: TypeMention,
    places: list[TypeMention],
    stated: dict[tuple[str, str], str],
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
    found = _category_pattern().search(words)
    if found is None:
        return None
    for category in lexicons.categories().values():
        if found[1] in (category.name, *category.aliases):
            return category.name
    return None


def _category_statements(reading: Reading) -> dict[tuple[str, str], str]:
    """Statements such as "…类平台主要包括A、B、C等": facts, and the category of each listed type."""
    stated: dict[tuple[str, str], str] = {}
    for found in _LISTED.finditer(reading.text):
        end = _sentence_end(reading.text, found.end())
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


def _definitions(reading: Reading) -> None:
    """Sentences such as "X主要是…的基地": what a type is for. Not "X是…" about one platform's merits:
    the type must open the sentence."""
    for start, end in reading.sentences:
        mention = _opening_type(reading, start, end)
        if mention is None:
            continue
        found = _DEFINITION.match(reading.text, mention.end)
        if found is None or end - found.end() < 8:
            continue
        reading.facts.append(
            Fact(
                kind="definition",
                start=mention.start,
                end=end,
                rule="type.definition",
                data={
                    "platform_type": printed(reading, mention),
                    "definition": reading.slice(found.end(), end).strip(),
                },
            )
        )


def _opening_type(reading: Reading, start: int, end: int) -> TypeMention | None:
    first = next(iter(reading.types_between(start, end)), None)
    if first is None or first.entry.generic:
        return None
    before = reading.text[start : first.start].strip()
    section = reading.section_at(first.start)
    if section is not None and start <= section.start < first.start:
        before = reading.text[section.heading_start : first.start].strip()
    return None if _OPENING_WORDS.sub("", before) else first


def _sentence_end(text: str, start: int) -> int:
    found = re.compile(r"[。！？\n]").search(text, start)
    return found.start() if found else len(text)
