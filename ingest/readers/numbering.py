"""Word's automatic numbering: what stands before a paragraph and is nowhere in its text.

In: the parts numbering.xml and styles.xml, then the paragraphs in order. Out: the printed number of
each (`一、`, `（二）`, `3.1`), as Word counts: lists of one definition count on together, a level starts
anew below a higher one, and a list that overrides its start does so once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.numerals import numeral
from ingest.readers.wordml import child, children, flag, local, value

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_MOST_STYLES = 64  # how deep styles may rest on one another; a circle ends here
_CLOSED = tuple("、，。．）)】〕》：:；;")
_LARGEST = 1_000_000


@dataclass(frozen=True)
class Level:
    """How one level of a list counts and prints."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    hidden: bool = False


@dataclass
class _Instance:
    """A list (`w:num`): a definition, and where it differs from it."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(frozen=True)
class Style:
    """What a paragraph or character style says that matters to the text."""

    name: str
    based_on: str | None
    number: tuple[str | None, int | None] | None
    hidden: bool | None


class Styles:
    """Styles by id, with what they inherit."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default_paragraph: str | None = None
        for one in children(root, "style"):
            key = value(one, "styleId") or ""
            properties = child(child(one, "pPr"), "numPr")
            self._styles[key] = Style(
                name=(value(child(one, "name")) or key).lower(),
                based_on=value(child(one, "basedOn")),
                number=number_of(properties),
                hidden=flag(child(one, "rPr"), "vanish"),
            )
            if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true"):
                self.default_paragraph = key

    def chain(self, key: str | None) -> list[tuple[str, Style]]:
        """The style and those it rests on, nearest first."""
        found: list[tuple[str, Style]] = []
        while key in self._styles and len(found) < _MOST_STYLES:
            found.append((key, self._styles[key]))
            key = self._styles[key].based_on
        return found

    def name(self, key: str | None) -> str:
        """The style's own name in small letters, "" where there is none."""
        return self._styles[key].name if key in self._styles else ""

    def hidden(self, key: str | None) -> bool:
        """Whether the style hides its text."""
        return next((s.hidden for _, s in self.chain(key) if s.hidden is not None), False)


def number_of(properties: etree._Element | None) -> tuple[str | None, int | None] | None:
    """List and level that a `w:numPr` names, either of which it may leave out."""
    if properties is None:
        return None
    level = value(child(properties, "ilvl"))
    return value(child(properties, "numId")), _integer(level) if level is not None else None


class Numbering:
    """Counts the paragraphs of a document. Call `next` for each, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._instances: dict[str, _Instance] = {}
        self._links: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for one in children(root, "abstractNum"):
            key = value(one, "abstractNumId") or ""
            self._abstract[key] = _levels(one)
            if link := value(child(one, "numStyleLink")):
                self._links[key] = link
        for one in children(root, "num"):
            self._instances[value(one, "numId") or ""] = _instance(one)

    def next(self, style: str | None, direct: etree._Element | None) -> str:
        """The number before the next paragraph with what parts it from the text, "" without one."""
        place = self._place(style, direct)
        if place is None:
            return ""
        instance_id, index = place
        instance = self._instances[instance_id]
        abstract = self._resolved(instance.abstract)
        level = self._level(instance, abstract, index)
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        self._count(counts, instance_id, abstract, index)
        return "" if level.hidden else self._printed(instance, abstract, index, counts)

    def _place(self, style: str | None, direct: etree._Element | None) -> tuple[str, int] | None:
        """List and level of a paragraph: its own words, then its style's, then those that rest below."""
        own = number_of(direct)
        number, level = own if own is not None else (None, None)
        if number is None:
            for key, one in self._styles.chain(style or self._styles.default_paragraph):
                if one.number is None or one.number[0] is None:
                    continue
                number = one.number[0]
                if level is None:
                    level = self._style_level(number, key, one.number[1])
                break
        if number is None or number == "0" or number not in self._instances:
            return None
        return number, min(max(level or 0, 0), _LEVELS - 1)

    def _style_level(self, number: str, style: str, stated: int | None) -> int | None:
        if stated is not None:
            return stated
        instance = self._instances.get(number)
        levels = self._abstract.get(self._resolved(instance.abstract), {}) if instance else {}
        return next((index for index, level in levels.items() if level.style == style), None)

    def _resolved(self, abstract: str) -> str:
        """The definition that really holds the levels: one may stand for a list style's."""
        for _ in range(_MOST_STYLES):
            link = self._links.get(abstract)
            chain = self._styles.chain(link) if link else []
            number = next((s.number[0] for _, s in chain if s.number and s.number[0]), None)
            instance = self._instances.get(number) if number else None
            if instance is None or instance.abstract == abstract:
                break
            abstract = instance.abstract
        return abstract

    def _level(self, instance: _Instance, abstract: str, index: int) -> Level:
        found = instance.levels.get(index) or self._abstract.get(abstract, {}).get(index)
        return found or Level(text=f"%{index + 1}.")

    def _count(self, counts: list[int | None], instance_id: str, abstract: str, index: int) -> None:
        instance = self._instances[instance_id]
        first = (instance_id, index) not in self._begun
        self._begun.add((instance_id, index))
        current = counts[index]
        if first and index in instance.starts:
            counts[index] = instance.starts[index]
        elif current is None:
            counts[index] = self._level(instance, abstract, index).start
        else:
            counts[index] = current + 1
        for deeper in range(index + 1, _LEVELS):
            restart = self._level(instance, abstract, deeper).restart
            if restart is None or (restart and index < restart):
                counts[deeper] = None

    def _printed(
        self, instance: _Instance, abstract: str, index: int, counts: list[int | None]
    ) -> str:
        level = self._level(instance, abstract, index)
        if level.number_format == "bullet":
            mark = level.text if level.text.isprintable() and level.text.strip() else "•"
            # Symbol fonts keep their bullets at private code points.
            return "• " if "\ue000" <= mark[0] <= "\uf8ff" else f"{mark} "

        def one(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = self._level(instance, abstract, place)
            count = counts[place]
            number_format = other.number_format
            if number_format == "bullet":
                return ""
            if level.legal and place < index:
                number_format = "decimal"
            return numeral(min(other.start if count is None else count, _LARGEST), number_format)

        text = _PLACE.sub(one, level.text)
        return text + _gap(text, level.suffix) if text.strip() else ""


def _gap(text: str, suffix: str) -> str:
    """What parts a number from its text: a tab stop prints as room, which Chinese stops have already."""
    if suffix == "nothing" or text.endswith(_CLOSED) or text[-1].isspace():
        return ""
    return " "


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {
        min(_integer(value(one, "ilvl")), _LEVELS - 1): _one_level(one)
        for one in children(parent, "lvl")
    }


def _one_level(one: etree._Element) -> Level:
    restart = value(child(one, "lvlRestart"))
    return Level(
        start=_integer(value(child(one, "start")) or "1"),
        number_format=_number_format(one),
        text=(value(child(one, "lvlText")) or "")[:200],
        suffix=value(child(one, "suff")) or "tab",
        restart=_integer(restart) if restart is not None else None,
        legal=bool(flag(one, "isLgl")),
        style=value(child(one, "pStyle")),
        hidden=bool(flag(child(one, "rPr"), "vanish")),
    )


def _number_format(level: etree._Element) -> str:
    """The format; the newer custom ones (001, 002 …) come in an alternative to a plain one."""
    for one in level.iter():
        if local(one) == "numFmt":
            name = value(one) or "decimal"
            if name == "custom":
                name = "decimalZero" if (value(one, "format") or "").startswith("01") else "decimal"
            return name
    return "decimal"


def _instance(one: etree._Element) -> _Instance:
    instance = _Instance(value(child(one, "abstractNumId")) or "")
    for override in children(one, "lvlOverride"):
        index = min(_integer(value(override, "ilvl")), _LEVELS - 1)
        for level in _levels(override).values():
            instance.levels[index] = level
        start = value(child(override, "startOverride"))
        if start is not None:
            instance.starts[index] = _integer(start)
    return instance


def _integer(text: str | None) -> int:
    try:
        return max(0, min(int(text or 0), _LARGEST))
    except ValueError:
        return 0
