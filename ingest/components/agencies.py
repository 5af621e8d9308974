"""Names of agencies: where they stand, which agency each is, and near misses.

Matches "广西壮族自治区科学技术厅", "自治区发展改革委", "北京市科委、中关村管委会" (one name), "国务院". A name that
misses one character of a known one (工业和信息厅) is a near miss: flagged, never corrected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick

from ingest import lexicons
from ingest.lexicons import AgencyEntry, Region
from ingest.text import fold

_REGION_WORDS = ("自治区", "省", "市", "州", "县", "区", "国家", "中共", "全国", "我区", "我省")
_SHORTEST_FOR_NEAR_MISS = 5
#: Offices of the state in a place: one name, with the state's name in it.
_BRANCHES = r"国家税务总局[\u4e00-\u9fff]{2,12}?税务局|中国人民银行[\u4e00-\u9fff]{2,12}?[分支]行"


@dataclass(frozen=True)
class AgencyName:
    """An agency at a place of the text. `entry` is None for one that only looks like an agency."""

    start: int
    end: int
    name: str
    entry: AgencyEntry | None
    region: Region | None


@cache
def _pattern() -> re.Pattern[str]:
    """Region words, then a known kind of agency or a name that ends like one."""
    known = lexicons.alternatives(frozenset(map(fold, lexicons.agency_forms())))
    whole = lexicons.alternatives(frozenset(map(fold, lexicons.agency_names_with_stops())))
    places = lexicons.alternatives(frozenset((*lexicons.region_forms(), *_REGION_WORDS)))
    other = (
        r"[\u4e00-\u9fff]{2,24}?(?:人民政府办公[厅室]|(?:委员会|厅|局|委)办公[厅室]|委员会|人民政府|办公厅|办公室|管委会|领导小组|总局|研究院|科学院|工程院|"
        r"厅|局|委|部|处|海关|分行|支行|法院|检察院|工商联|联合会|大会|会议|协会|学会|大学|学院|中心)"
    )
    return re.compile(
        rf"(?P<whole>{whole}|{_BRANCHES}|(?:{places})*(?:{known})[\u4e00-\u9fff]{{2,10}}(?:中心|司)$)|(?P<region>(?:{places})*)(?P<kind>{known})(?:办公[厅室])?(?![\u4e00-\u9fff]*?"
        rf"(?:处$|中心$))|(?P<other>{other})"
    )


def names_in_line(line: str, offset: int) -> list[AgencyName] | None:
    """The agencies of a line that consists of nothing else (a signature, a heading before 关于), else
    None. Names are parted by spaces, 、 or nothing."""
    found: list[AgencyName] = []
    for piece in re.finditer(r"\S+", line):
        place = 0
        words = piece[0]
        while place < len(words):
            match = _pattern().match(words, place)
            if match is None or match.end() == place:
                return None
            found.append(_name(match, offset + piece.start()))
            place = match.end()
            while place < len(words) and words[place] in "、,，":
                place += 1
    return found or None


def _name(match: re.Match[str], offset: int) -> AgencyName:
    entry = lexicons.agency_forms().get(match["kind"]) if match["kind"] else None
    return AgencyName(
        start=offset + match.start(),
        end=offset + match.end(),
        name=match[0],
        entry=entry,
        region=region_of(match["region"] or match[0]),
    )


def region_of(words: str) -> Region | None:
    """The last region named at the start of some words."""
    found = re.match(f"(?:中共)?({lexicons.region_pattern()})", words)
    return lexicons.region_forms()[found[1]] if found else None


@cache
def _near_misses() -> ahocorasick.Automaton:
    """Known names by themselves, and with one of their middle characters lost."""
    known = {fold(form) for form in lexicons.agency_forms()}
    automaton = ahocorasick.Automaton()
    for form in sorted(known):
        for index in range(1, len(form) - 1):
            variant = form[:index] + form[index + 1 :]
            if len(variant) >= _SHORTEST_FOR_NEAR_MISS and variant not in known:
                readings = automaton.get(variant, (0, []))[1]
                automaton.add_word(variant, (len(variant), [*readings, form]))
    for form in known:
        automaton.add_word(form, (len(form), []))
    automaton.make_automaton()
    return automaton


def near_misses(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Names that miss a character of a known one, or have another in its place: (start, end, the known
    names)."""
    for last, (length, readings) in _near_misses().iter_long(text):
        if readings:
            yield last - length + 1, last + 1, sorted(set(readings))
    yield from _misread_names(text)


#: Characters that offices exchange in one name: 工业和信息化厅, 工业与信息化厅.
_EXCHANGED = frozenset("和与及暨")
_SHORTEST_MISREAD = 6


@cache
def _halves() -> ahocorasick.Automaton:
    """Both halves of every name long enough to be known by one of them: (length of the half, the names
    with the place of the half in each). A 厅 of five characters is enough: every province has the same."""
    halves: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for form in sorted({fold(form) for form in lexicons.agency_forms()}):
        # 协会 is left out: 科学技术社会团体 is a word of laws.
        enough = _SHORTEST_MISREAD - form.endswith("厅")
        if len(form) >= enough and not form.endswith("协会"):
            middle = len(form) // 2
            halves[form[:middle]].append((form, 0))
            halves[form[middle:]].append((form, middle))
    automaton = ahocorasick.Automaton()
    for half, names in halves.items():
        automaton.add_word(half, (len(half), names))
    automaton.make_automaton()
    return automaton


def _misread_names(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for last, (length, names) in _halves().iter(text):
        for form, offset in names:
            start = last - length + 1 - offset
            words = text[start : start + len(form)] if start >= 0 else ""
            if len(words) != len(form) or words == form or words[-1] != form[-1]:
                continue
            differing = [(a, b) for a, b in zip(words, form, strict=True) if a != b]
            if len(differing) == 1 and words[0] == form[0] and not _EXCHANGED & {*differing[0]}:
                yield start, start + len(form), [form]
