"""Fields: printed phrases mapped to the taxonomy, with how sure that is.

`exact`: the taxonomy knows the phrase as a name or synonym of a field. `contained`: a subject of the
phrase is a field (海洋生物 in 海洋生物资源利用). `narrower`: a subject is a term below a field (贝类 below 水产),
`kind` one only by its ending (胶质母细胞瘤 is a 肿瘤); `work` what is done is a field's work (育种: 种业).
`printed`: the taxonomy does not know it; the phrase itself is the field, and stays listed as unmapped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import ahocorasick

from ingest import lexicons
from ingest.lexicons import FieldEntry
from ingest.resolve.phrases import analyse, aspects
from ingest.resolve.thesaurus import thesaurus
from ingest.text import fold, name_key

_PARTS = re.compile(r"[,，、;；/\n]+")
_TAIL = re.compile(
    r"(?:关键技术|工程技术|科学与技术|科学与工程|与技术|技术|工程|科学|产业|领域|学科|行业|研究|应用|系统|开发|创新|及|与|和)+$"
)
_SHORTEST_INSIDE, _LONG_INSIDE = 2, 4
#: How sure each way of mapping is; a term loses a little with each step up to its field.
_SURE = {"exact": 1.0, "contained": 0.9, "narrower": 0.85, "work": 0.7, "kind": 0.6, "printed": 0.0}
_STEP = 0.05


@dataclass(frozen=True)
class MappedField:
    """A field of a phrase: the taxonomy's entry, or None where the phrase stands for itself. `score` is
    how sure the mapping is, 0 to 1; `term` the word of the phrase that it rests on."""

    entry: FieldEntry | None
    printed: str
    start: int
    end: int
    how: str
    score: float = 1.0
    term: str = ""

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
        return [MappedField(entry, phrase, offset, offset + len(phrase), "exact", 1.0, phrase)]
    names = {entry.id: (a, b) for a, b, entry in _inside(phrase)}
    ways = _by_subjects(phrase)
    above = {wider for field_id in ways for wider in ancestors(field_id)}
    for field_id, (start, end) in names.items():
        # A long name inside is meant, whatever the phrase is about (面向东盟 before 多语种信息处理).
        if end - start >= _LONG_INSIDE and field_id not in above:
            ways.setdefault(field_id, ("contained", _SURE["contained"], phrase[start:end]))
    found = []
    for field_id, (how, score, term) in ways.items():
        start, end = names.get(field_id, (0, len(phrase)))
        place = (phrase[start:end], offset + start, offset + end)
        found.append(MappedField(lexicons.fields()[field_id], *place, how, score, term))
    if found:
        return found
    printed = _SURE["printed"]
    return [MappedField(None, phrase, offset, offset + len(phrase), "printed", printed)]


def _by_subjects(phrase: str) -> dict[str, tuple[str, float, str]]:
    """The fields of a phrase's subjects, each with how it was found, how sure that is, and the term."""
    found: dict[str, tuple[str, float, str]] = {}
    for part in analyse(phrase).parts:
        for subject in part.subjects:
            for field_id, steps in _fields_of(subject).items():
                kind = "kind" if subject.startswith("~") else "narrower" if steps else "contained"
                score = _SURE[kind] - _STEP * max(steps - 1, 0)
                if field_id not in found or score > found[field_id][1]:
                    found[field_id] = (kind, round(score, 2), subject.removeprefix("~"))
        for name in sorted(part.aspects):
            work = aspects()[name].field
            for field_id in _fields_of(work) if work is not None else ():
                found.setdefault(field_id, ("work", _SURE["work"], name))
    return found


def _fields_of(subject: str) -> dict[str, int]:
    """The nearest fields of the taxonomy at or above a subject, with the steps up to each."""
    known = thesaurus()
    if subject in known.fields:
        return {known.fields[subject]: 0}
    over = {c: steps for c, steps in known.ancestors(subject).items() if c in known.fields}
    nearest = min(over.values(), default=0)
    return {known.fields[c]: steps for c, steps in sorted(over.items()) if steps == nearest}


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
