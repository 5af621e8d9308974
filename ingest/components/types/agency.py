"""The competent agency of a type: who recognises or manages it, where a sentence about this type alone says so.

Matches "省重点实验室由省科技厅负责认定和管理", "省级企业技术中心（省工业和信息化厅牵头认定）", "省发展改革委负责省工程研究中心的
认定". Not "省财政厅对省重点实验室给予支持".
"""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicons
from ingest.components.reading import Reading
from ingest.text import fold

_PLACES = ("自治区", "省", "市", "州", "县", "区", "国家")
_ACT = r"(?:认定|管理|批复|批准|备案|授牌|组建)"
_TELLING = re.compile(r"[由(]|负责|主管")
_REACH = 60


@cache
def _told() -> re.Pattern[str]:
    places = lexicons.alternatives(frozenset((*lexicons.region_forms(), *_PLACES)))
    known = lexicons.alternatives(frozenset(map(fold, lexicons.agency_forms())))
    name = rf"(?:{places}){{0,2}}{known}"
    return re.compile(
        rf"由(?P<by>{name})(?:会同[^,，。;；]{{2,24}}?)?(?:负责|牵头|组织|统一|共同)?[^,，。;；]{{0,6}}?{_ACT}"
        rf"|\((?P<aside>{name})(?:负责|牵头|主管)?[^()]{{0,4}}?(?:{_ACT}|牵头|负责|主管)[^()]{{0,6}}\)"
        rf"|^\s*(?:第.{{1,4}}条\s*)?(?P<first>{name})(?:负责|主管)[^,，。;；]{{0,30}}?{_ACT}"
    )


def competent_agencies(reading: Reading) -> dict[str, tuple[int, int]]:
    """By the id of a type in the lexicon, where the text names its competent agency."""
    found: dict[str, tuple[int, int]] = {}
    for start, end, mentions in reading.sentences_with_types:
        if not _TELLING.search(reading.text, start, end):
            continue
        named = [m for m in mentions if not m.entry.generic]
        if len({m.entry.id for m in named}) != 1 or named[0].entry.id in found:
            continue
        left, right = max(start, named[0].start - _REACH), min(end, named[-1].end + _REACH)
        match = _told().search(reading.text[left:right])
        if match is not None:
            first, last = match.span(match.lastgroup or 0)
            found[named[0].entry.id] = (left + first, left + last)
    return found
