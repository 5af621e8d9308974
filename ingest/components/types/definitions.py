"""Definitions: sentences that say what a type is for."""

from __future__ import annotations

import re

from ingest.components.reading import Reading, TypeMention
from ingest.components.types.mentions import printed
from ingest.facts import Fact

_DEFINITION = re.compile(
    r"(?:\((?:以下|下同|简称)[^)\n]{0,30}\))?[,，]?(?:主要)?(?:是指|指|主要是|是|旨在|定位为|主要以)"
)
_OPENING_WORDS = re.compile(r"[本条例所称办法细则规定指的“\"',，\s]+")


def definitions(reading: Reading) -> None:
    """Sentences such as "X主要是…的基地": what a type is for. Not "X是…" about one platform's merits:
    the type must open the sentence."""
    for start, end, (mention, *_) in reading.sentences_with_types:
        found = _DEFINITION.match(reading.text, mention.end)
        if found is None or end - found.end() < 8 or not _opens(reading, start, mention):
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


def _opens(reading: Reading, start: int, first: TypeMention) -> bool:
    """Whether the first type of a sentence has nothing before it but words such as 本办法所称."""
    if first.entry.generic:
        return False
    before = reading.text[start : first.start].strip()
    section = reading.section_at(first.start)
    if section is not None and start <= section.start < first.start:
        before = reading.text[section.heading_start : first.start].strip()
    return not _OPENING_WORDS.sub("", before)
