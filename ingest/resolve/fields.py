"""Fields: printed phrases mapped to the taxonomy, with how sure that is.

`exact`: the taxonomy knows the phrase as a name or synonym of a field. `contained`: the phrase has a known
name inside (广西海洋生物重点… contains 海洋生物). `printed`: the taxonomy does not know it; the phrase itself is
the field, and stays listed as unmapped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import ahocorasick

from ingest import lexicons
from ingest.lexicons import FieldEntry
from ingest.text import fold, name_key

_PARTS = re.compile(r"[,，、;；/\n]+")
_TAIL = re.compile(
    r"(?:关键技术|工程技术|科学与技术|科学与工程|与技术|技术|工程|科学|产业|领域|学科|行业|研究|应用|系统|开发|创新|及|与|和)+$"
)
_SHORTEST_INSIDE = 2


@dataclass(frozen=True)
class MappedField:
    """A field of a phrase: the taxonomy's entry, or None where the phrase stands for itself."""

    entry: FieldEntry | None
    printed: str
    start: int
    end: int
    how: str

    @property
    def key(self) -> tuple[str, ...]:
        """What makes the Field node this one."""
        return ("taxonomy", self.entry.id) if self.entry else ("printed", name_key(self.printed))

    @property
    def name(self) -> str:
        """The field's own name, or the phrase."""
        return self.entry.name if self.entry else self.printed


def map_fields(phrase: str) -> list[MappedField]:
    """The fields that a printed phrase names, with their places inside it. A phrase that lists several
    is taken apart; a field above another of the same phrase is left out."""
    whole = _known(phrase)
    if whole is not None:
        return [MappedField(whole, phrase, 0, len(phrase), "exact")]
    found: list[MappedField] = []
    start = 0
    for stop in [*_PARTS.finditer(phrase), None]:
        end = stop.start() if stop else len(phrase)
        part = phrase[start:end]
        stripped = part.strip()
        if stripped:
            offset = start + part.index(stripped)
            found += _map_one(stripped, offset)
        start = stop.end() if stop else end
    return _without_repeats(found)


def _map_one(phrase: str, offset: int) -> list[MappedField]:
    entry = _known(phrase)
    if entry is not None:
        return [MappedField(entry, phrase, offset, offset + len(phrase), "exact")]
    inside = _inside(phrase)
    if inside:
        return [
            MappedField(entry, phrase[a:b], offset + a, offset + b, "contained")
            for a, b, entry in inside
        ]
    return [MappedField(None, phrase, offset, offset + len(phrase), "printed")]


def _known(phrase: str) -> FieldEntry | None:
    key = name_key(phrase)
    forms = lexicons.field_forms()
    return forms.get(key) or forms.get(_TAIL.sub("", key))


@cache
def _names() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for entry in lexicons.fields().values():
        for form in entry.forms:
            if len(form) >= _SHORTEST_INSIDE:
                automaton.add_word(fold(form), (len(form), lexicons.field_forms()[name_key(form)]))
    automaton.make_automaton()
    return automaton


def _inside(phrase: str) -> list[tuple[int, int, FieldEntry]]:
    """The longest known names inside a phrase; of two entries where one is above the other, the
    narrower."""
    hits = [
        (last - length + 1, last + 1, entry)
        for last, (length, entry) in _names().iter_long(fold(phrase))
    ]
    ids = {entry.id for _, _, entry in hits}
    above = {parent for entry_id in ids for parent in ancestors(entry_id)}
    return [hit for hit in hits if hit[2].id not in above]


def ancestors(entry_id: str) -> list[str]:
    """The fields above a field, nearest first."""
    found: list[str] = []
    parent = lexicons.fields()[entry_id].parent
    while parent is not None and parent not in found:
        found.append(parent)
        parent = lexicons.fields()[parent].parent
    return found


def _without_repeats(fields: list[MappedField]) -> list[MappedField]:
    ids = {field.entry.id for field in fields if field.entry}
    above = {parent for entry_id in ids for parent in ancestors(entry_id)}
    seen: set[tuple[str, ...]] = set()
    kept = []
    for field in fields:
        if field.key in seen or (field.entry and field.entry.id in above):
            continue
        seen.add(field.key)
        kept.append(field)
    return kept
