"""Document numbers that a page, or the reading of a page, got wrong by one character."""

from __future__ import annotations

import re

_YEAR = re.compile(r"〔((?:19|20)\d{2})〕")


def differ_by_one(one: str, other: str) -> bool:
    """Whether two numbers of one year differ by one character: 云科规〔2021〕15号 and 云科规〔2021〕16号, or 云规〔2021〕15号;
    not 云科规〔2020〕15号, which is another year's."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    years = [_YEAR.search(number) for number in (one, other)]
    if years[0] is None or years[1] is None or years[0][1] != years[1][1]:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return any(short == long[:cut] + long[cut + 1 :] for cut in range(len(long)))
