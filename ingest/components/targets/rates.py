"""Targets without a counted number: 年均增长10%, 翻一番, 零突破. Only of platforms that are named right before
it in the same clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import lexicons
from ingest.components.reading import Reading
from ingest.components.targets import kinds
from ingest.components.targets.counts import clause_start
from ingest.components.targets.words import deadline, inherited_year, modality, residue
from ingest.components.types import printed
from ingest.facts import Fact
from ingest.text import NUMBER, number_value

_GROWTH = re.compile(
    r"(?:年均|平均每年|每年)?(?:增长|提高|增加|递增|增速|增幅)[率幅度]?"
    r"(?P<before>达到|达|保持在|保持|不低于|不少于|超过|高于|约|在|为)?"
    rf"\s*(?P<low>{NUMBER})\s*%(?P<after>以上|左右)?"
)
_MULTIPLE = re.compile(
    rf"翻(?P<times>[一两二三四])?番|(?:增长|增加|提高|扩大)(?P<to>到|至|为)?(?:原来的)?(?P<n>{NUMBER})倍"
)
#: The first one at least: 国家技术创新中心实现零突破.
_FIRST = re.compile(r"(?:取得)?零的?突破")


def rates(reading: Reading, start: int, end: int, by_year: int | None) -> Iterator[Fact]:
    """The rates of a sentence; `by_year` is the deadline that its paragraph carries."""
    text = reading.text
    found: list[re.Match[str]] = []
    if text.find("%", start, end) >= 0:
        found += _GROWTH.finditer(text, start, end)
    if text.find("番", start, end) >= 0 or text.find("倍", start, end) >= 0:
        found += _MULTIPLE.finditer(text, start, end)
    if text.find("零", start, end) >= 0:
        found += _FIRST.finditer(text, start, end)
    for match in found:
        left = clause_start(text, start, match.start())
        types = kinds.types_up_to(reading, left, match.start())
        if not types and match[0].startswith(("年均", "平均每年", "每年")):
            types = _of_clause_before(reading, start, left, match.start())
        if not types:
            continue
        names = [printed(reading, mention) for mention in types]
        metric, unit, comparator, low = _what(match)
        yield Fact(
            kind="target",
            start=types[0].start,
            end=match.end(),
            rule=f"target.{metric}",
            data={
                "platform_type": "、".join(names),
                "metric": metric,
                "comparator": comparator,
                "low": whole(low),
                "high": whole(low) if comparator in ("eq", "approx") else None,
                "unit": unit,
                "by_year": deadline(text[start : match.start()])
                or by_year
                or inherited_year(reading, start),
                "modality": modality(text[left : match.start()]),
                "value_as_printed": reading.slice(*match.span()),
                "suspect_lost_dash": False,
                "joint_over": names if len(names) > 1 else None,
            },
            spans={
                "types": [(mention.start, mention.end) for mention in types],
                "value": [(match.start(), match.end())],
            },
        )


def _of_clause_before(reading: Reading, start: int, left: int, place: int) -> kinds.Types:
    """The types that the clause before counts, where the yearly rate only adds to it: 省级平台达到600家，年均增长12%."""
    text = reading.text
    if text[max(start, left - 1) : left] != "," or residue(text[left:place]):
        return ()
    return kinds.types_up_to(reading, clause_start(text, start, left - 1), left - 1)


def _what(match: re.Match[str]) -> tuple[str, str, str, float | None]:
    """Metric, unit, comparator and number. What grows by one time is twice as many, as by 翻一番."""
    if match.re is _FIRST:
        return "new", "家", "ge", 1.0
    if match.re is _GROWTH:
        table = lexicons.words("comparators", "comparator")
        comparator = table.get(match["after"] or match["before"] or "", "eq")
        return "growth_rate", "%", comparator, number_value(match["low"])
    if match["n"] is None:
        return "multiple", "倍", "eq", 2.0 ** (number_value(match["times"] or "一") or 1.0)
    times = number_value(match["n"])
    return "multiple", "倍", "eq", times if times is None or match["to"] else times + 1


def whole(value: float | None) -> int | float | None:
    """A number as people write it: 30, not 30.0."""
    return int(value) if value is not None and float(value).is_integer() else value
