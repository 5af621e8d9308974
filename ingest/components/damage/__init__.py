"""Damage that a text took on its way: flagged with what it may have been, never repaired.

One module a family of damage; each takes the reading and gives `flag` facts. What does not agree (counts,
sums) is said with both sides. In a text that says it was cut, nothing follows from what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.agencies import near_misses
from ingest.components.damage.attachments import missing_attachments
from ingest.components.damage.brackets import half_brackets
from ingest.components.damage.counts import miscounted
from ingest.components.damage.dates import broken_dates
from ingest.components.damage.document_numbers import broken_numbers
from ingest.components.damage.gaps import numbering_gaps
from ingest.components.damage.numbers import (
    glued_numbers,
    lost_dashes,
    lost_numbers,
    lost_units,
    masked_numbers,
)
from ingest.components.damage.reposts import inserted_pinyin, says_it_was_cut, traditional_text
from ingest.components.damage.sums import unequal_sums
from ingest.components.reading import Reading, reading_of
from ingest.facts import Fact
from ingest.flags import flag

_DETECTORS = (
    broken_numbers,
    broken_dates,
    glued_numbers,
    masked_numbers,
    lost_numbers,
    lost_units,
    unequal_sums,
    inserted_pinyin,
    traditional_text,
)
#: What these find may just as well be what was cut.
_DETECTORS_OF_LOSS = (missing_attachments, miscounted, numbering_gaps)


@Language.component("pingtai_damage")
def damage(doc: Doc) -> Doc:
    """State a `flag` fact for each damaged place."""
    reading = reading_of(doc)
    for detect in _DETECTORS:
        reading.facts.extend(detect(reading))
    if not says_it_was_cut(reading):
        for detect in _DETECTORS_OF_LOSS:
            reading.facts.extend(detect(reading))
    reading.facts.extend(_near_missed_agencies(reading))
    taken = [(fact.start, fact.end) for fact in reading.facts if fact.kind == "flag"]
    reading.facts.extend(half_brackets(reading, taken))
    reading.facts.extend(lost_dashes(reading))
    return doc


def _near_missed_agencies(reading: Reading) -> Iterator[Fact]:
    for start, end, readings in near_misses(reading.text):
        reason = ("与已知机关名只差一个字", "one character off a known agency")
        yield flag(start, end, "near_miss_agency", "low", reason, readings)
