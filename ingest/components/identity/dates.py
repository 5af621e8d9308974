"""Dates as offices print them: 2022年7月5日, 二○二二年七月五日, 2021- 06- 22, and what is left when 年月日 is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.text import number_value

#: The round zero is typed as a letter or a digit, too: 二O二三, 二0二三.
_CN = "[〇零○◯O0一二三四五六七八九十]"
DATE = re.compile(
    rf"(?P<y>(?:19|20)\d{{2}}|[二一]{_CN}{{3}})\s*[年\-./]\s*(?P<m>\d{{1,2}}|{_CN}{{1,2}})\s*[月\-./]\s*"
    rf"(?P<d>\d{{1,2}}|{_CN}{{1,3}})\s*日?"
)
_BARE_DATE = re.compile(r"\s*(?P<digits>(?:19|20)\d{4,6})\s*$")


def read_date(words: str) -> tuple[str | None, tuple[str, ...]]:
    """The ISO date of a date line; a date that lost its 年月日 (202275) has readings, and is a date only
    when there is one."""
    found = DATE.search(words)
    if found:
        return iso(found), ()
    bare = _BARE_DATE.fullmatch(words)
    if bare is None:
        return None, ()
    readings = tuple(_split_date(bare["digits"]))
    return (readings[0] if len(readings) == 1 else None), readings


def _split_date(digits: str) -> Iterator[str]:
    year, rest = int(digits[:4]), digits[4:]
    for cut in range(1, len(rest)):
        month, day = rest[:cut], rest[cut:]
        if (month[0] == "0") != (day[0] == "0") and len(rest) == 4:
            pass  # 0705: both have two digits, which the cut must respect
        if len(month) > 2 or len(day) > 2:
            continue
        try:
            yield date(year, int(month), int(day)).isoformat()
        except ValueError:
            continue


def iso(match: re.Match[str]) -> str | None:
    """The date of a match of `DATE`, if there is such a day."""
    values = [number_value(match[group]) for group in ("y", "m", "d")]
    if None in values:
        return None
    year, month, day = (int(value) for value in values if value is not None)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
