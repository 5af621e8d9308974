"""What the components hand on from one to the next, kept with the spaCy `Doc` they work on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Doc

from ingest.facts import Fact
from ingest.lexicons import PlatformTypeEntry, Region
from ingest.text import View, unstretched

_KEY = "pingtai.reading"
_FULL_STOP = re.compile(r"[。！？\n]")
_SENTENCE = re.compile(r"[^。！？!?\n]+")


@dataclass(frozen=True)
class Section:
    """A numbered unit: `start` is where its number stands, `end` where the next unit begins that is not
    below it, `heading_end` where its heading ends."""

    start: int
    heading_start: int
    heading_end: int
    end: int
    depth: int
    kind: str
    number: str
    heading: str
    parent: Section | None

    def ancestors(self) -> Iterator[Section]:
        """The section itself and those above it, from the inside out."""
        section: Section | None = self
        while section is not None:
            yield section
            section = section.parent


class TypeMention(NamedTuple):
    """A platform type in the text: `start:end` covers level and region words before the head noun.
    `name` is set where the head stands elsewhere: 国家级 in 国家级、省级孵化器."""

    start: int
    end: int
    head_start: int
    entry: PlatformTypeEntry
    level: str | None
    region: Region | None
    prefix: str
    name: str | None = None


class Number(NamedTuple):
    """A document number as printed; `key` is its plain form, `broken` when a bracket is lost."""

    start: int
    end: int
    printed: str
    key: str
    broken: bool
    readings: tuple[str, ...] = ()


@dataclass
class Reading:
    """The view of one document's text and what has been found in it so far. Offsets are the view's."""

    view: View
    #: The folded text: what rules match.
    text: str = field(init=False)
    facts: list[Fact] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    types: list[TypeMention] = field(default_factory=list)
    title: str | None = None
    #: The kind of document that the title is of; None for a page that is no document of an office.
    kind: str | None = None
    #: Document numbers, once somebody has looked for them.
    numbers: list[Number] | None = None
    region: Region | None = None
    #: The year in which the document was issued.
    year: int | None = None
    #: Short titles that the text gives to documents (以下简称《整合方案》), by key.
    short_titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = self.view.text

    def slice(self, start: int, end: int) -> str:
        """The printed text of a place."""
        if self.view.offsets is None:
            return self.view.printed[start:end]
        first, last = self.view.span(start, end)
        return self.view.printed[first:last]

    def printed(self, start: int, end: int) -> str:
        """A name as printed at a place, without spaces that stretch it."""
        return unstretched(self.slice(start, end)).strip()

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.start for section in self.sections]

    def section_at(self, place: int) -> Section | None:
        """The innermost section around a place."""
        index = bisect_right(self._section_starts, place) - 1
        section = self.sections[index] if index >= 0 else None
        while section is not None and place >= section.end:
            section = section.parent
        return section

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The places of sentences, without their ends; a line end ends a sentence."""
        return [found.span() for found in _SENTENCE.finditer(self.text) if not found[0].isspace()]

    def sentences_with(self, telling: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The sentences in which an expression is found that matches no end of a sentence."""
        found = telling.search(self.text)
        while found is not None:
            index = bisect_right(self._sentence_starts, found.start()) - 1
            sentence = self.sentences[index]
            yield sentence
            found = telling.search(self.text, sentence[1])

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def sentences_with_types(self) -> list[tuple[int, int, list[TypeMention]]]:
        """The sentences that name platform types, each with its mentions."""
        found = []
        index = 0
        for start, end in self.sentences:
            while index < len(self.types) and self.types[index].start < start:
                index += 1
            if index == len(self.types):
                break
            if self.types[index].start < end and (mentions := self.types_between(start, end)):
                found.append((start, end, mentions))
        return found

    @cached_property
    def _type_starts(self) -> list[int]:
        return [mention.start for mention in self.types]

    def types_between(self, start: int, end: int) -> list[TypeMention]:
        """Type mentions that begin in a part of the text and end in it."""
        first = bisect_left(self._type_starts, start)
        found = self.types[first : bisect_left(self._type_starts, end, first)]
        if found and found[-1].end > end:  # none overlaps another: only the last can reach out
            found.pop()
        return found


def sentence_start(text: str, place: int) -> int:
    """Where the sentence around a place begins; a semicolon does not end one."""
    return max(text.rfind(stop, 0, place) for stop in "。！？\n") + 1


def sentence_end(text: str, place: int) -> int:
    """Where the sentence around a place ends, before its stop."""
    found = _FULL_STOP.search(text, place)
    return found.start() if found else len(text)


def reading_of(doc: Doc) -> Reading:
    """The reading that belongs to a Doc, made at first use."""
    reading = doc.user_data.get(_KEY)
    if not isinstance(reading, Reading):
        reading = Reading(View.of(doc.text))
        doc.user_data[_KEY] = reading
    return reading


def attach(doc: Doc, view: View) -> Reading:
    """Give a Doc that was made of a view's text its reading."""
    reading = Reading(view)
    doc.user_data[_KEY] = reading
    return reading
