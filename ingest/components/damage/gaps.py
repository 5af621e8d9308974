"""Headings that are missing between others: 一、 二、 五、."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.components.reading import Reading, Section
from ingest.facts import Fact
from ingest.flags import flag
from ingest.text import number_value

#: Arabic numbers and articles number much else, and quotations of other texts.
_KINDS = ("part", "chapter", "chinese", "chinese_bracket")
_WIDEST_GAP = 5


def numbering_gaps(reading: Reading) -> Iterator[Fact]:
    """Sections whose number is not the one that follows its sibling's."""
    last: dict[tuple[int | None, str], int] = {}
    for section in reading.sections:
        if section.kind not in _KINDS:
            continue
        value = _ordinal(section)
        key = (section.parent.start if section.parent else None, section.kind)
        before = last.get(key)
        if value is not None:
            last[key] = value
        if value is None or before is None or not 1 < value - before <= _WIDEST_GAP:
            continue
        reason = (
            f"编号由{before}跳到{value}，其间可能有缺失",
            f"numbers jump from {before} to {value}: something may be missing between",
        )
        end = section.start + len(section.number)
        yield flag(section.start, max(end, section.start + 1), "numbering_gap", "low", reason)


def _ordinal(section: Section) -> int | None:
    digits = re.search(r"[〇零一二三四五六七八九十百]+|\d+", section.number)
    value = number_value(digits[0]) if digits else None
    return int(value) if value is not None else None
