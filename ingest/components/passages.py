"""A sentence of a notice as its events are read from it, with offsets of the whole text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ingest import lexicons
from ingest.components.reading import Reading, TypeMention

Place = tuple[int, int]

_CENTRE_OF_FIRM = re.compile(r"(?<=公司|集团|总厂)(?:技术|研发)中心")


@dataclass
class Passage:
    """A sentence with the titles of other documents blanked out: what 《…》 says is not said here."""

    reading: Reading
    start: int
    end: int
    words: str

    @classmethod
    def of(cls, reading: Reading, start: int, end: int) -> Passage:
        """The passage of a sentence."""
        words = reading.text[start:end]
        if "《" in words:
            words = re.sub(
                r"《[^《》]*(?:》|$)", lambda title: "《" + "□" * (len(title[0]) - 1), words
            )
        return cls(reading, start, end, words)

    def text(self, start: int, end: int) -> str:
        """A part of it, by offsets of the whole text."""
        return self.words[start - self.start : end - self.start]

    def types(self, start: int, end: int) -> list[TypeMention]:
        """The type mentions of a part, without those in titles; with 技术中心 behind a firm's name."""
        found = self.reading.types_between(start, end)
        found = [m for m in found if self.words[m.end - 1 - self.start] != "□"]
        firms = [m for m in self._centres_of_firms if start <= m.start and m.end <= end]
        return sorted(found + firms, key=lambda m: m.start) if firms else found

    @cached_property
    def _centres_of_firms(self) -> list[TypeMention]:
        """甲公司技术中心: as a word of a sentence no type, behind a firm the name of one."""
        if "技术中心" not in self.words and "研发中心" not in self.words:
            return []
        entry = lexicons.platform_type_forms()["企业技术中心"]
        places = [
            (match.start() + self.start, match.end() + self.start)
            for match in _CENTRE_OF_FIRM.finditer(self.words)
        ]
        return [
            TypeMention(start, end, start, entry, None, None, "")
            for start, end in places
            if not any(m.end > start for m in self.reading.types_between(start, end + 1))
        ]
