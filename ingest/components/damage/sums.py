"""Parts against their total, within one sentence.

Matches "共23家，其中高校10家、企业12家" (differs by 1), "52家（包括45家…和6家…）", "甲10家、乙12家，共计23家". A difference is said with both
sides and never called wrong: 其中 may list a part only, and groups may overlap. Not "220家，其中国家级10家", not "300人".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.components.reading import Reading
from ingest.facts import Fact
from ingest.flags import Severity, flag, undecided

_UNIT = r"[家个所项种]"
_ROUGH = re.compile(
    r"以上|左右|多[家个所项种]|余[家个所项种]|超过|不少于|不低于|近\d|约|以内|不超过|突破|至少|累计|每"
)
#: What parts begin with; the total stands right before it.
_PARTS = re.compile(
    r"[,(]?\s*其中[:,]?(?P<parts>[^。;()\n]{4,160})|[(]包括(?P<all>[^()\n]{4,160})[)]"
)
_TOTAL = re.compile(
    rf"(?<![\d.第—~-])(?P<total>\d{{1,5}})(?P<unit>{_UNIT})(?P<noun>[^,。;:()\d\n]{{0,20}})$"
)
_TOTAL_REACH = 28
_AFTERWARDS = re.compile(
    rf",(?:共计|合计|总计|共)(?P<total>\d{{1,5}})(?P<unit>{_UNIT})(?![^,。;)\n])"
)
_PARTS_REACH = 160
_SENTENCE_START = re.compile(r"[。;:()\n](?=[^。;:()\n]*$)")
_PART = re.compile(rf"(?<![\d.—~-])(\d{{1,5}})({_UNIT})")
_SEPARATOR = re.compile(r"[,、]|和(?=\d)|(?<=[家个所项种])和")
_NEAR_SHARE = 0.05
_NEAR = 2


@dataclass(frozen=True)
class _Verdict:
    """A total and parts that do not make it; not sure where the parts may rightly be fewer."""

    total: int
    parts: list[int]
    sure: bool


def unequal_sums(reading: Reading) -> Iterator[Fact]:
    """Totals that their parts do not make."""
    text = reading.text
    if "其中" in text or "(包括" in text:
        for match in _PARTS.finditer(text):
            before = text[max(0, match.start() - _TOTAL_REACH) : match.start()]
            total = _TOTAL.search(before)
            if total is not None and (reason := _judge_total(total, match)):
                yield _at(total, match.start() - len(before), reason)
    for match in _AFTERWARDS.finditer(text):
        before = text[max(0, match.start() - _PARTS_REACH) : match.start()]
        start = _SENTENCE_START.search(before)
        words = before[start.end() :] if start else before
        if reason := _judge_afterwards(match, words):
            yield _at(match, 0, reason)


def _judge_total(total: re.Match[str], match: re.Match[str]) -> _Verdict | None:
    words = match["parts"] or match["all"]
    if _ROUGH.search(total["noun"]) or _ROUGH.search(words):
        return None
    whole, parts = int(total["total"]), _parts(words, total["unit"])
    if not parts or sum(parts) == whole:
        return None
    if match["all"] is not None:
        return _Verdict(whole, parts, sure=True) if len(parts) > 1 else None
    if max(parts) > whole:
        return _Verdict(whole, parts, sure=True)
    gap = whole - sum(parts)
    if len(parts) < 2 or gap < 0 or gap > max(_NEAR, _NEAR_SHARE * whole):
        return None
    return _Verdict(whole, parts, sure=False)


def _parts(words: str, unit: str) -> list[int]:
    """The counts of a row of parts, each one the last thing of its piece; the first piece that is not so
    ends the row."""
    parts: list[int] = []
    for piece in _SEPARATOR.split(words):
        found = _PART.findall(piece)
        if len(found) != 1 or found[0][1] != unit or "其中" in piece:
            break
        parts.append(int(found[0][0]))
    return parts


def _judge_afterwards(match: re.Match[str], words: str) -> _Verdict | None:
    total, unit = int(match["total"]), match["unit"]
    if _ROUGH.search(words) or "其中" in words:
        return None
    parts: list[int] = []
    for piece in reversed(_SEPARATOR.split(words)):
        found = _PART.findall(piece)
        if len(found) != 1 or found[0][1] != unit or not piece.rstrip().endswith(unit):
            break
        parts.insert(0, int(found[0][0]))
        if len(parts) > 1 and sum(parts) == total:
            return None
    return _Verdict(total, parts, sure=True) if len(parts) > 1 else None


def _at(match: re.Match[str], offset: int, verdict: _Verdict) -> Fact:
    total, whole = verdict.total, sum(verdict.parts)
    shown = "+".join(str(part) for part in verdict.parts)
    reason = (
        f"总数{total}，各部分{shown}＝{whole}，相差{abs(total - whole)}",
        f"total {total}, parts {shown} = {whole}, differs by {abs(total - whole)}",
    )
    severity: Severity = "medium" if verdict.sure else "low"
    if not verdict.sure:
        reason = undecided(*reason)
    readings = [{"total": total, "parts": verdict.parts}]
    start, end = match.start("total") + offset, match.end("unit") + offset
    return flag(start, end, "sum_mismatch", severity, reason, readings)
