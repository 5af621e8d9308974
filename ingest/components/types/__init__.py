"""Platform types that a text names, with category and definition.

Matches "自治区级重点实验室", "广西工程（技术）研究中心", "国家级众创空间", "科技基础条　件平台" (stretched).
Not "具有全球影响力的科技创新中心" (a city's role; no head noun of the lexicon), not bare "实验室", and not a
word such as 试验基地 by itself, which is a type only in the company of others.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.reading import Reading, TypeMention, reading_of
from ingest.components.types.agency import competent_agencies
from ingest.components.types.categories import Stated, category_of, category_statements
from ingest.components.types.definitions import definitions
from ingest.components.types.mentions import find_mentions, printed
from ingest.components.types.unknown import proposals
from ingest.facts import Fact
from ingest.flags import flag

__all__ = ["find_mentions", "printed", "types"]

_JOINED = re.compile(r"\s*(?:、|,|和|与|及|以及|或|或者)\s*")
#: …等产业创新平台 sums up the types before it and names none.
_SUMMING = re.compile(r"等(?:各类|各级|各级各类|多种|重大|高水平|高能级)?")
#: Roles of the document that a notice carries; its title speaks of what the text is about.
_CARRYING = ("印发", "转发", "发布", "公布")
_COUNTED = re.compile(r"\d\s*[家个]$")


@Language.component("pingtai_types")
def types(doc: Doc) -> Doc:
    """Find type mentions, category statements and definitions."""
    reading = reading_of(doc)
    reading.types = find_mentions(reading.text)
    stated = category_statements(reading)
    agencies = competent_agencies(reading)
    for mention, places in _first_of_each(reading):
        agency = agencies.get(mention.entry.id)
        reading.facts.append(_fact(reading, mention, places, stated, agency))
    known = {fact.data["platform_type"] for fact in reading.facts if fact.kind == "platform_type"}
    for one in proposals(reading):
        name = one.data["platform_type"]
        if name not in known:
            reason = (f"类型词表中没有“{name}”", f"the lexicon has no type called {name}")
            reading.facts += one, flag(one.start, one.end, "unknown_type", "low", reason)
    definitions(reading)
    return doc


def _first_of_each(reading: Reading) -> list[tuple[TypeMention, list[TypeMention]]]:
    """Each printed type once: the mention that heads a section if there is one, else the first. A short
    form without level (重点实验室) is the same type as a longer one of the text (省重点实验室)."""
    groups: dict[str, list[TypeMention]] = defaultdict(list)
    for mention in _named(reading):
        groups[printed(reading, mention)].append(mention)
    chosen = []
    for name, mentions in groups.items():
        first = next((m for m in mentions if _heads_section(reading, m)), mentions[0])
        is_short = first.level is None and any(
            other != name and other.endswith(name) and ms[0].entry is first.entry
            for other, ms in groups.items()
        )
        if not is_short:
            chosen.append((first, mentions))
    return chosen


def _named(reading: Reading) -> list[TypeMention]:
    """The mentions that name a type: not those that stand for all types, not words that sum up a list,
    not those in the title of another document, and of the doubtful nouns only those beside another type."""
    summing = {
        printed(reading, mention)
        for before, mention in pairwise(reading.types)
        if mention.level is None
        and mention.entry.name.endswith(("平台", "载体", "基地"))
        and _SUMMING.fullmatch(reading.text[before.end : mention.start].strip())
    }
    cited = [
        (fact.start, fact.end)
        for fact in reading.facts
        if fact.kind == "cites" and fact.data.get("role") not in _CARRYING
    ]
    named = []
    for index, mention in enumerate(reading.types):
        if mention.entry.generic or printed(reading, mention) in summing:
            continue
        if _is_within(cited, mention):
            continue
        if mention.entry.weak and mention.level is None and not _has_company(reading, index):
            continue
        named.append(mention)
    return named


def _is_within(spans: list[tuple[int, int]], mention: TypeMention) -> bool:
    index = bisect_right(spans, (mention.start, sys.maxsize)) - 1
    return index >= 0 and mention.end <= spans[index][1]


def _has_company(reading: Reading, index: int) -> bool:
    """Whether another type is joined to this one, or a number of them is given."""
    text, mention = reading.text, reading.types[index]
    if index > 0:
        before = reading.types[index - 1]
        if before.end <= mention.start and _JOINED.fullmatch(text[before.end : mention.start]):
            return True
    if index + 1 < len(reading.types):
        after = reading.types[index + 1]
        between = text[mention.end : after.start]
        if _JOINED.fullmatch(between) or (_SUMMING.fullmatch(between) and index > 0):
            return True
    return _COUNTED.search(text[max(0, mention.start - 6) : mention.start]) is not None


def _heads_section(reading: Reading, mention: TypeMention) -> bool:
    section = reading.section_at(mention.start)
    return section is not None and section.start <= mention.start < section.heading_end


def _fact(
    reading: Reading,
    mention: TypeMention,
    places: list[TypeMention],
    stated: Stated,
    agency: tuple[int, int] | None,
) -> Fact:
    category, basis = category_of(reading, mention, places, stated)
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
            "agency": reading.printed(*agency) if agency else None,
        },
        spans={
            "mentions": [(m.start, m.end) for m in places],
            "agency": [agency] if agency else [],
        },
    )
