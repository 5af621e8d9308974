"""A printed host name, taken apart once: what it is known as, what it is a part of, and its features.

A name is read from the left: a known unit, a school, an academy, a company or a group's brand at its
front is the whole, and what follows is the part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.resolve.hosts.knowledge import Knowledge, Meaning, knowledge
from ingest.resolve.hosts.names import (
    Company,
    bare,
    campus_of,
    company_of,
    key_of,
    leading_place,
    leading_places,
    numbers_in,
    part_key,
    places_in,
    province_of,
)

_WHOLE_END = re.compile(
    r"(?:大学|学院|科学院|[农林社医热水]科院|研究院|研究总院|公司|集团|医院|中心|局|部|大学\([^()]+\))$"
)
_SCHOOL = re.compile(
    r"^(?P<whole>.{2,12}?大学(?:\([^()]{2,4}\))?|.{2,10}?学院)(?P<rest>(?!附中).{2,}(?:医院|院|学院|学部|系|所|中心|公司|实验室|部|站|场|园|集团)|附属.+)$"
)
_ACADEMY = re.compile(
    r"^(?P<whole>.{2,12}?(?:科学院|研究院))(?P<rest>.{2,}(?:所|中心|站|场|分院|公司|园))$"
)
_FIRM = re.compile(r"^(?P<whole>.{4,}?公司)(?P<rest>.{2,})$")
_ORGANISATION = re.compile(
    r"(?:大学|学院|学校|研究院|研究所|科学院|医院|公司|厂|集团|中心|局|厅|委员会|设计院|勘察院|总院|保健院|站|园|部队|部|社|实验室|银行)$"
)
_SHORTEST_WHOLE = 4
#: From so many characters on a full name is no short form.
_LONG = 7
_SHORTEST_PART = 2
#: So many characters that begin a firm's name behind its place are a brand and no common word.
_SURE_BRAND = 3
_FIRM_END = re.compile(r"(?:公司|集团|厂)$")


@dataclass(frozen=True)
class Host:
    """A name in parts. `meanings` are the units it can mean; `whole` and `part` what it says it is a part
    of, and as what; `campus` is set where it names a campus of what it means."""

    printed: str
    key: str
    meanings: tuple[Meaning, ...]
    whole: int | None
    whole_key: str
    part: str
    campus: str
    company: Company
    numbers: tuple[str, ...]
    place: str
    places: frozenset[str]
    is_full: bool

    @property
    def is_known(self) -> bool:
        """Whether the lexicons have the name."""
        return bool(self.meanings)

    @property
    def is_long(self) -> bool:
        """Whether it is an organisation's full name, too long to be a short form of another's."""
        return self.is_full and len(self.key) >= _LONG

    @property
    def province(self) -> str | None:
        """The province that the name begins with."""
        return province_of(self.place) if self.place else None


@lru_cache(maxsize=1 << 18)
def parse(printed: str) -> Host:
    """Take a name apart."""
    known = knowledge()
    key = key_of(printed)
    meanings = _meanings(known, key)
    campus = ""
    if not meanings:
        found = campus_of(key)
        if found is not None:
            whole_meanings = _meanings(known, found[0])
            if whole_meanings or not key.endswith(")"):
                key, campus = found
                meanings = whole_meanings
    if not meanings:
        meanings = _by_added_place(known, key)
    whole, whole_key, rest = _whole_of(known, key)
    if not meanings and whole is not None:
        meanings = _by_superior(known, whole, rest) or _by_other_name(known, whole, rest)
    return Host(
        printed=printed,
        key=key,
        meanings=meanings,
        whole=whole,
        whole_key=whole_key,
        part=part_key(rest) if rest else "",
        campus=campus,
        company=company_of(key),
        numbers=numbers_in(key),
        place=leading_place(key),
        places=places_in(key),
        is_full=_ORGANISATION.search(key) is not None,
    )


def _meanings(known: Knowledge, key: str) -> tuple[Meaning, ...]:
    return known.meanings.get(key) or known.meanings.get(bare(key)) or ()


def _by_added_place(known: Knowledge, key: str) -> tuple[Meaning, ...]:
    """山东齐鲁工业大学: a known school or hospital with its own place put before its name."""
    for place in leading_places(key):
        rest = key[len(place) :]
        if len(rest) >= _SHORTEST_WHOLE and _ORGANISATION.search(rest):
            found = tuple(
                meaning
                for meaning in known.meanings.get(rest, ())
                if known.units[meaning.unit].region == province_of(place)
            )
            if found:
                return found
    return ()


def _by_superior(known: Knowledge, whole: int, rest: str) -> tuple[Meaning, ...]:
    """中航工业沈阳飞机设计研究所: a known unit with its own superior put before its name."""
    return tuple(
        meaning for meaning in known.meanings.get(rest, ()) if whole in known.above(meaning.unit)
    )


def _by_other_name(known: Knowledge, whole: int, rest: str) -> tuple[Meaning, ...]:
    """阜阳师范学院信息工程学院, 天津医大总医院: a known part under a former or short name of its whole."""
    if len(rest) < _SHORTEST_PART:
        return ()
    for name in sorted(known.units[whole].keys):
        found = known.meanings.get(name + rest, ())
        if len(found) == 1:
            return found
    return ()


def _whole_of(known: Knowledge, key: str) -> tuple[int | None, str, str]:
    """The whole that a name begins with, as a known unit or as a key, and the rest."""
    for end in range(len(key) - 2, 1, -1):
        front = key[:end]
        if front in known.meanings and _is_whole(known, front, key[end:]):
            meanings = known.meanings[front]
            chosen = next((m for m in meanings if m.is_default), meanings[0])
            if len(meanings) == 1 or chosen.is_default or not chosen.region:
                return chosen.unit, front, key[end:]
    brand = next((key[:n] for n in range(8, 1, -1) if key[:n] in known.brands), None)
    place = leading_place(key)
    if brand is None and place and key[len(place) :][:_SURE_BRAND] in known.brands:
        start = len(place)  # 合肥京东方光电科技有限公司
        brand = key[: start + _SURE_BRAND]
        if _FIRM_END.search(key):
            return known.brands[brand[start:]], brand, key[len(brand) :].lstrip("()")
        brand = None
    if brand and not _is_form(key[len(brand) :]) and _ORGANISATION.search(key):
        return known.brands[brand], brand, key[len(brand) :].lstrip("()")
    for pattern in (_FIRM, _SCHOOL, _ACADEMY):
        match = pattern.match(key)
        if match:
            return _only(known, match["whole"]), match["whole"], match["rest"]
    return None, "", ""


def _is_form(rest: str) -> bool:
    """Whether what follows a brand is a legal form alone (中国中车股份公司)."""
    return (
        len(rest) <= _SHORTEST_PART
        or re.fullmatch(r"(?:股份|有限|责任|集团|控股|公司)+", rest) is not None
    )


def _is_whole(known: Knowledge, front: str, rest: str) -> bool:
    """Whether a known name at the front stands for its unit there: 大学, 公司 …, or a school's short name
    before a hospital (郑大一附院)."""
    if rest.startswith(("(", ")")) or re.match(r"(?:股份|有限|集团|控股)", rest):
        return False
    if _WHOLE_END.search(front) and len(front) >= _SHORTEST_WHOLE:
        return True
    unit = known.units[known.meanings[front][0].unit]
    return unit.kind == "高校" and re.match(r"^(?:附|\d|第|医学院附|.{0,8}医院$)", rest) is not None


def _only(known: Knowledge, key: str) -> int | None:
    meanings = known.meanings.get(key, ())
    return meanings[0].unit if len(meanings) == 1 else None


def meant(host: Host, region: str) -> tuple[set[int], bool]:
    """The units that a name means here, and whether that is sure."""
    meanings = host.meanings
    if len(meanings) <= 1:
        return {m.unit for m in meanings}, True
    if region:
        units = knowledge().units
        here = {m.unit for m in meanings if (m.region or units[m.unit].region) == region}
        if here:
            return here, True
    return {m.unit for m in meanings}, False
