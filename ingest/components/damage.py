"""Damage that a text took on its way: flagged with what it may have been, never repaired.

Matches "〔202249号" (a bracket lost), "202275" as a date line (年月日 lost), "工业和信息厅" (化 lost), and an
attachment that is named and not there. A lost dash in a number is flagged with its target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.agencies import near_misses
from ingest.components.identity import read_date
from ingest.components.reading import Reading, reading_of
from ingest.components.references import numbers
from ingest.facts import Fact

_BARE_DATE_LINE = re.compile(r"^[ \t]*((?:19|20)\d{4,6})[ \t]*$", re.MULTILINE)
_ATTACHMENT = re.compile(
    r"附件\s*\d{0,2}\s*[:：.、]?\s*(?P<name>[^\n。；;]{2,80}?\.(?:docx?|xlsx?|pdf|wps|et|zip|rar))"
)


@Language.component("pingtai_damage")
def damage(doc: Doc) -> Doc:
    """State a `flag` fact for each damaged place."""
    reading = reading_of(doc)
    reading.facts.extend(_broken_numbers(reading))
    reading.facts.extend(_broken_dates(reading))
    reading.facts.extend(_near_missed_agencies(reading))
    reading.facts.extend(_missing_attachments(reading))
    reading.facts.extend(_lost_dashes(reading))
    return doc


def flag(start: int, end: int, name: str, severity: str, reason: str, readings: list[str]) -> Fact:
    """A doubt about the text at a place."""
    return Fact(
        kind="flag",
        start=start,
        end=end,
        rule=f"damage.{name}",
        data={"flag": name, "severity": severity, "reason": reason},
        candidate_readings=tuple({"reading": one} for one in readings),
    )


def _broken_numbers(reading: Reading) -> Iterator[Fact]:
    for number in numbers(reading):
        if number.broken:
            yield flag(
                number.start,
                number.end,
                "broken_doc_no",
                "medium",
                "文号缺半个括号 / a bracket of the document number is lost",
                list(number.readings),
            )


def _broken_dates(reading: Reading) -> Iterator[Fact]:
    for match in _BARE_DATE_LINE.finditer(reading.text):
        _, readings = read_date(match[1])
        if readings:
            yield flag(
                match.start(1),
                match.end(1),
                "broken_date",
                "medium",
                "日期的年月日丢失 / the date has lost its 年月日",
                list(readings),
            )


def _near_missed_agencies(reading: Reading) -> Iterator[Fact]:
    for start, end, readings in near_misses(reading.text):
        yield flag(
            start,
            end,
            "near_miss_agency",
            "low",
            "与已知机关名只差一个字 / one character short of a known agency",
            readings,
        )


def _missing_attachments(reading: Reading) -> Iterator[Fact]:
    for match in _ATTACHMENT.finditer(reading.text):
        yield flag(
            match.start(),
            match.end("name"),
            "missing_attachment",
            "medium",
            "正文提到附件，但文本中没有 / an attachment is named and not in the text",
            [],
        )


def _lost_dashes(reading: Reading) -> Iterator[Fact]:
    for fact in reading.facts:
        if fact.kind == "target" and "suspect_lost_dash" in fact.flags:
            start, end = fact.spans["value"][0]
            found = Fact(
                kind="flag",
                start=start,
                end=end,
                rule="damage.suspect_lost_dash",
                data={
                    "flag": "suspect_lost_dash",
                    "severity": "high",
                    "reason": "两个相邻递增的数字，可能丢了连接号 / two rising digits may have lost a dash",
                },
                candidate_readings=fact.candidate_readings,
            )
            yield found
