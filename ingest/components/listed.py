"""Names that stand in lines of their own under a line that says what has become of them.

撤销的省重点实验室名单 / 1. 甲重点实验室 / 2. 乙重点实验室: two events. In: the end of the heading line. Out: places of names.
"""

from __future__ import annotations

import re

from ingest.components.name_lists import is_proper
from ingest.components.passages import Place
from ingest.components.reading import Reading, TypeMention

_LINE = re.compile(
    r"[ \t]*(?:\(?\d{1,3}\)?[.、)]?[ \t]*)?(?P<name>[^\s,;:。、0-9][^\s,;:。]{3,60}?)(?:[ \t]+[^\n]{0,80})?[;;。]?[ \t]*(?:\n|$)"
)
_SKIPPED = re.compile(r"[ \t]*(?:序号|编号)[^\n]{0,40}\n|[ \t]*\n|[ \t]*\d{1,3}[.、]?[ \t]*\n")
#: “蓝湾”众创空间: a name may have its own part in quotation marks.
_QUOTES = re.compile('[“”"「」]')
_MOST = 2000


def names_below(reading: Reading, line_end: int) -> list[tuple[Place, TypeMention]]:
    """The names of platforms in the lines after a place, up to the first line that is none."""
    found: list[tuple[Place, TypeMention]] = []
    place = line_end + 1
    while len(found) < _MOST:
        while skipped := _SKIPPED.match(reading.text, place):
            place = skipped.end()
        line = _LINE.match(reading.text, place)
        if line is None:
            break
        start, end = line.span("name")
        mentions = reading.types_between(start, end)
        if not mentions or not is_proper(_QUOTES.sub("", reading.text[start:end])):
            break
        tail = reading.text[mentions[-1].end : end]
        if tail and not (tail.startswith("(") and tail.endswith(")")):
            break
        found.append(((start, end), mentions[-1]))
        place = line.end()
    return found
