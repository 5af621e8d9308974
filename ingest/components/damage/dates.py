"""Dates that cannot be, or that lost a part of themselves.

Matches "202275" as a line, "2022年月5日", "2022年13月5日", "2023年2月29日", "2021年9月16日2021年9月22日", "20225年". Not "2021-
06- 22", "2024年2月29日", and not the blanks of a form ("    年  月  日").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.components.identity.dates import read_date
from ingest.components.reading import Reading
from ingest.facts import Fact
from ingest.flags import flag

_YEAR = r"(?:19|20)\d{2}"
_BARE_LINE = re.compile(r"^[ \t]*((?:19|20)\d{4,6})[ \t]*$", re.MULTILINE)
#: Begins with what is rare, and looks back then.
_ANY_YEAR = re.compile(r"\d(?<![\d.,].)\d{2,4}年")
#: What may follow 2022年.
_HALF = re.compile(r"月\d{1,2}日|\d{1,2}月日|月日")
_MONTH = re.compile(r"\s?(\d{1,2})月(?:\s?(\d{1,2})日)?")
_GLUED = re.compile(rf"(\d{{1,2}}月\d{{1,2}}日)({_YEAR}年\d{{1,2}}月\d{{1,2}}日?)")
_NO_YEAR_AFTER = tuple("前内来以历")
_UNTIL = re.compile(r"(?:[到至于在自从]|截至)$")
_YEAR_AFTER = re.compile(r"底|末|期间|\d{1,2}月")
_YEARS_MEANT = range(1980, 2061)


def broken_dates(reading: Reading) -> Iterator[Fact]:
    """Every damaged date."""
    yield from _bare_lines(reading)
    text = reading.text
    for match in _ANY_YEAR.finditer(text):
        digits = match[0][:-1]
        if len(digits) == 4:
            if re.fullmatch(_YEAR, digits):
                yield from _after_year(text, match)
        elif digits.startswith("20"):
            yield from _odd_year(text, match, digits)


def _after_year(text: str, match: re.Match[str]) -> Iterator[Fact]:
    start, end = match.span()
    if half := _HALF.match(text, end):
        reason = ("日期缺月或日", "the date has lost its month or day")
        yield flag(start, half.end(), "broken_date", "medium", reason)
        return
    month = _MONTH.match(text, end)
    if month is None:
        return
    if not _is_date(int(match[0][:4]), int(month[1]), int(month[2] or 1)):
        reason = ("没有这一天", "there is no such day")
        yield flag(start, month.end(), "broken_date", "medium", reason)
    if glued := _GLUED.match(text, end):
        reason = ("两个日期粘连", "two dates with nothing between them")
        readings = [f"{match[0]}{glued[1]}—{glued[2]}"]
        yield flag(start, glued.end(), "broken_date", "medium", reason, readings)


def _odd_year(text: str, match: re.Match[str], digits: str) -> Iterator[Fact]:
    start, end = match.span()
    if len(digits) == 5 and not text.startswith(_NO_YEAR_AFTER, end):
        meant = {int(digits[:cut] + digits[cut + 1 :]) for cut in range(len(digits))}
        readings = [f"{year}年" for year in sorted(meant) if year in _YEARS_MEANT]
        if readings:
            reason = ("年份多出一位", "the year has a digit too many")
            yield flag(start, end, "broken_date", "medium", reason, readings)
    elif len(digits) == 3:
        told = _UNTIL.search(text[max(0, start - 2) : start]) or _YEAR_AFTER.match(text, end)
        if told and not text.startswith(_NO_YEAR_AFTER, end):
            reason = ("年份缺一位", "the year misses a digit")
            yield flag(start, end, "broken_date", "medium", reason)


def _bare_lines(reading: Reading) -> Iterator[Fact]:
    for match in _BARE_LINE.finditer(reading.text):
        _, readings = read_date(match[1])
        if readings:
            reason = ("日期的年月日丢失", "the date has lost its 年月日")
            yield flag(*match.span(1), "broken_date", "medium", reason, readings)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
