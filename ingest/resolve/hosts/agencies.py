"""Offices of government by what they are in charge of, through the reforms that renamed them.

In: the key of a name. Out: its place and the present words for its charge (环境保护厅 is 生态环境厅, 质量技术监督局
became a part of 市场监督管理局), or None where it is no such office. 厅, 局 and 委 of one place are one office: the
reforms changed that too.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest import lexicons
from ingest.resolve.hosts.names import leading_place

_OFFICE = re.compile(r"(?:厅|总局|局|委员会|委|部)$")
_STATE = "国家"
_LEVEL = re.compile(r"^(?:省|市(?!场)|自治区)(?=..)")


@cache
def _charges() -> dict[str, str]:
    """Every wording of a charge with the present one."""
    return {
        words: row["present"]
        for row in lexicons.table("host_agencies")
        for words in (row["present"], *filter(None, row["former"].split("|")))
    }


@lru_cache(maxsize=1 << 15)
def office_of(key: str) -> tuple[str, str] | None:
    """The place and the charge of an office; the place of a ministry is empty."""
    match = _OFFICE.search(key)
    if match is None:
        return None
    place = leading_place(key)
    if key[len(place) :].startswith("场"):
        place = place.removesuffix("市")  # 河南省市场监督管理局
    charge = _charges().get(_LEVEL.sub("", key[len(place) : match.start()]))
    if charge is None and not place and key.startswith(_STATE):
        charge = _charges().get(key[len(_STATE) : match.start()])
    return None if charge is None else (place, charge)
