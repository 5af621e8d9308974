"""The lexicons of `ingest/lexicon/`, read once: platform types, regions, agencies, fields and words.

In: CSV files. Out: typed rows and look-ups. A fault in a file is raised with its name and line.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.errors import PingtaiError
from ingest.text import fold, name_key

FOLDER = Path(__file__).resolve().parent / "lexicon"


class LexiconError(PingtaiError):
    """A lexicon file breaks its own rules."""

    kind = "lexicon"


@dataclass(frozen=True)
class PlatformTypeEntry:
    """A head noun of platform types. `generic` ones (科技创新平台) stand for all types; one that
    `needs_region` (实验室) is a type only with a region or level before it; a `weak` one (试验基地) is often
    a common noun, and a type only with a level or beside another type."""

    id: str
    name: str
    aliases: tuple[str, ...]
    category: str | None
    level: str | None
    needs_region: bool
    generic: bool
    weak: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Region:
    """A province or a prefecture-level place. `level` is the level of a platform type named after it."""

    name: str
    short: str
    abbreviation: str
    level: str
    code: str | None
    parent: str | None


@dataclass(frozen=True)
class FieldEntry:
    """A node of the field taxonomy. `covers` are narrower phrases that have no node of their own and are
    counted here; `codes` say where national classifications have it: D (disciplines, GB/T 13745), I
    (industries, GB/T 4754), S (strategic emerging industries, 2018)."""

    id: str
    name: str
    parent: str | None
    synonyms: tuple[str, ...]
    covers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every phrase that leads to this node."""
        return (self.name, *self.synonyms, *self.covers)


@dataclass(frozen=True)
class AgencyEntry:
    """A kind of agency (科学技术厅 in all its names); with a region it is one agency."""

    id: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Category:
    """One of the categories into which types are sorted."""

    id: str
    name: str
    aliases: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise LexiconError(
                    f"词表 {path.name} 第 {reader.line_num} 行的列数不对。",
                    f"Lexicon {path.name}, line {reader.line_num}: wrong number of columns.",
                )
            rows.append({key: value.strip() for key, value in row.items()})
        return rows


def _forms(joined: str) -> tuple[str, ...]:
    return tuple(form for form in joined.split("|") if form)


def table(name: str) -> list[dict[str, str]]:
    """The rows of a lexicon that one module alone reads."""
    return _rows(name)


@cache
def platform_types() -> dict[str, PlatformTypeEntry]:
    """Head nouns by id."""
    return {
        row["id"]: PlatformTypeEntry(
            id=row["id"],
            name=row["name"],
            aliases=_forms(row["aliases"]),
            category=row["category"] or None,
            level=row["level"] or None,
            needs_region=bool(row["needs_region"]),
            generic=bool(row["generic"]),
            weak=bool(row["weak"]),
        )
        for row in _rows("platform_types")
    }


@cache
def platform_type_forms() -> dict[str, PlatformTypeEntry]:
    """Head nouns by every folded form of theirs."""
    return {fold(form): entry for entry in platform_types().values() for form in entry.forms}


@cache
def categories() -> dict[str, Category]:
    """Categories by id."""
    return {
        row["id"]: Category(row["id"], row["name"], _forms(row["aliases"]))
        for row in _rows("categories")
    }


@cache
def regions() -> tuple[Region, ...]:
    """Provinces first, then prefecture-level places."""
    return tuple(
        Region(
            row["name"],
            row["short"],
            row["abbreviation"],
            row["level"],
            row["code"] or None,
            row["parent"] or None,
        )
        for row in _rows("regions")
    )


@cache
def region_forms() -> dict[str, Region]:
    """Regions by full and short name; where two places share a short name, the larger one has it."""
    forms: dict[str, Region] = {}
    for region in regions():
        for form in (region.name, region.short):
            forms.setdefault(form, region)
    return forms


@cache
def region_pattern() -> str:
    """An expression that matches one region name, the longest first."""
    return alternatives(frozenset(region_forms()))


@cache
def levels() -> dict[str, str]:
    """Levels by the words that print them."""
    return {row["printed"]: row["level"] for row in _rows("levels")}


@cache
def fields() -> dict[str, FieldEntry]:
    """The taxonomy by id; every parent is checked to exist."""
    entries = {
        row["id"]: FieldEntry(
            row["id"],
            row["name"],
            row["parent"] or None,
            _forms(row["synonyms"]),
            _forms(row["covers"]),
            _forms(row["codes"]),
        )
        for row in _rows("fields")
    }
    for entry in entries.values():
        if entry.parent and entry.parent not in entries:
            raise LexiconError(
                f"词表 fields.csv：{entry.name} 的上位 {entry.parent} 不存在。",
                f"Lexicon fields.csv: the parent {entry.parent} of {entry.name} does not exist.",
            )
    return entries


@cache
def field_forms() -> dict[str, FieldEntry]:
    """Fields by the key of every form of theirs; where one field covers what is another's own name, the
    name's field has it."""
    covered = {name_key(form): entry for entry in fields().values() for form in entry.covers}
    own = {
        name_key(form): entry
        for entry in fields().values()
        for form in (entry.name, *entry.synonyms)
    }
    return covered | own


@cache
def agencies() -> tuple[AgencyEntry, ...]:
    """Kinds of agencies."""
    return tuple(
        AgencyEntry(row["id"], row["name"], _forms(row["aliases"])) for row in _rows("agencies")
    )


@cache
def agency_forms() -> dict[str, AgencyEntry]:
    """Kinds of agencies by every name of theirs."""
    return {form: entry for entry in agencies() for form in (entry.name, *entry.aliases)}


@cache
def agency_names_with_stops() -> tuple[str, ...]:
    """Agencies whose one name has a 、 inside."""
    return tuple(row["name"] for row in _rows("agency_names_with_stops"))


@cache
def words(name: str, value: str) -> dict[str, str]:
    """A two-column list, by its first column: `words("metrics", "metric")`."""
    rows = _rows(name)
    first = next(iter(rows[0]))
    return {fold(row[first]): row[value] for row in rows}


@cache
def word_set(name: str) -> frozenset[str]:
    """The first column of a list."""
    return frozenset(fold(next(iter(row.values()))) for row in _rows(name))


@cache
def alternatives(forms: frozenset[str] | tuple[str, ...]) -> str:
    """An expression that matches any of the forms, the longest first. What forms begin with together it
    says once: several times faster than trying hundreds of them one by one."""
    return "(?:" + "|".join(_branches(forms)) + ")"


def _branches(forms: Iterable[str]) -> Iterator[str]:
    """The forms as branches that differ in their first character. Each begins with a plain one, from
    which `re` sees at which places of a text a search may begin."""
    ends: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        ends[form[0]].add(form[1:])
    for first, rests in sorted(ends.items()):
        longer = [rest for rest in rests if rest]
        if len(longer) == 1 and len(rests) == 1:
            yield re.escape(first + longer[0])
            continue
        tail = f"(?:{'|'.join(_branches(longer))})" if longer else ""
        yield re.escape(first) + (f"{tail}?" if longer and "" in rests else tail)


@cache
def rules_version() -> str:
    """Changes whenever a rule or a lexicon does: a digest of everything that decides what is read."""
    digest = hashlib.blake2b(digest_size=8)
    package = Path(__file__).resolve().parent
    for path in sorted((*package.rglob("*.py"), *FOLDER.glob("*.csv"), *FOLDER.glob("*.toml"))):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
