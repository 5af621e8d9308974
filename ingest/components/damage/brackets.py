"""Brackets and title marks whose partner is lost.

Matches "依托单位（含共建单位应当…", "根据《管理办法的要求", "（一坚持统筹". Not list numbers ("1）申报"), not mixed widths or
shapes ("研究(技术）中心"), not a bracket that a line break parts from its partner; not quotation marks, which
a speech may open anew with every paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.components.reading import Reading
from ingest.facts import Fact
from ingest.flags import Severity, flag
from ingest.text import has_han

_BRACKETS = r"()〔〕\[\]【】《》〈〉"
_WITHIN = rf"[^{_BRACKETS}\n]*"
#: A bracket, or a pair of one line with none inside: most are, and nothing is to be said of them.
_BRACKET_OR_PAIR = re.compile(
    rf"[{_BRACKETS}](?:(?<=\(){_WITHIN}\)|(?<=〔){_WITHIN}〕|(?<=\[){_WITHIN}\]|(?<=【){_WITHIN}】"
    rf"|(?<=《){_WITHIN}》|(?<=〈){_WITHIN}〉)?"
)
_OPENERS = "(〔[【《〈"
#: Round and square ones stand in for each other; title marks do not.
_FAMILY = dict.fromkeys("()〔〕[]【】", "bracket") | dict.fromkeys("《》", "title")
_FAMILY |= dict.fromkeys("〈〉", "inner title")
_PARTNER = {"(": ")", "〔": "〕", "[": "]", "【": "】", "《": "》", "〈": "〉"}
_LIST_NUMBER = re.compile(r"(?:^|[\s,。;:、(])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$")
_LOST_IN_NUMBER = re.compile(
    r"[(]([一二三四五六七八九十]{1,3}|\d{1,2})(?![\d一二三四五六七八九十年月日.)])"
)
_LINES_APART = 3
_DEEPEST = 20
_NEAR = 40
_LONGEST_SHORT_LINE = 40


@dataclass(frozen=True)
class _Lone:
    place: int
    character: str
    line: int


def half_brackets(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Fact]:
    """Brackets without a partner, but those inside places that are flagged already."""
    text = reading.text
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    lone = _across_lines(_unpaired(text, lines))
    flagged = {place for start, end in taken for place in range(start, end)} if lone else set()
    for one in lone:
        if one.place in flagged:
            continue
        if found := _fact(text, lines, one):
            yield found


def _unpaired(text: str, lines: list[int]) -> list[_Lone]:
    """Those that have no partner in their own line."""
    found: list[_Lone] = []
    stack: list[_Lone] = []
    left: list[_Lone] = []
    current = 0
    for match in _BRACKET_OR_PAIR.finditer(text):
        character = match[0]
        if len(character) > 1:
            continue
        line = bisect_right(lines, match.start()) - 1
        if line != current:
            found += _without_mixed(stack + left)
            stack, left, current = [], [], line
        one = _Lone(match.start(), character, line)
        if character in _OPENERS:
            stack.append(one)
            continue
        partner = _partner_in(stack, character)
        if partner is not None:
            left += stack[partner + 1 :]
            del stack[partner:]
        elif not _is_list_number(text, lines[line], one.place):
            left.append(one)
    return found + _without_mixed(stack + left)


def _partner_in(stack: list[_Lone], closing: str) -> int | None:
    for index in range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1):
        if _PARTNER[stack[index].character] == closing:
            return index
    return None


def _without_mixed(lone: list[_Lone]) -> list[_Lone]:
    """Without pairs of different shapes: 〔2021] is whole, though odd."""
    kept: list[_Lone] = []
    for one in sorted(lone, key=lambda one: one.place):
        if kept and _close_each_other(kept[-1], one):
            kept.pop()
        else:
            kept.append(one)
    return kept


def _close_each_other(first: _Lone, second: _Lone) -> bool:
    return (
        first.character in _OPENERS
        and second.character not in _OPENERS
        and _FAMILY[first.character] == _FAMILY[second.character]
    )


def _is_list_number(text: str, line_start: int, place: int) -> bool:
    return _LIST_NUMBER.search(text[max(line_start, place - 5) : place]) is not None


def _across_lines(lone: list[_Lone]) -> list[_Lone]:
    """Without the pairs that a line break parts."""
    kept: list[_Lone] = []
    for one in lone:
        near = bool(kept) and one.line - kept[-1].line <= _LINES_APART
        if near and _close_each_other(kept[-1], one):
            kept.pop()
        else:
            kept.append(one)
    return kept


def _fact(text: str, lines: list[int], one: _Lone) -> Fact | None:
    line_start = lines[one.line]
    line_end = lines[one.line + 1] - 1 if one.line + 1 < len(lines) else len(text)
    near = slice(max(line_start, one.place - _NEAR), min(line_end, one.place + _NEAR))
    if not has_han(text[near]):  # data, not a sentence
        return None
    severity: Severity = "medium" if _FAMILY[one.character] != "bracket" else "low"
    start, end, readings = one.place, one.place + 1, []
    numbered = _LOST_IN_NUMBER.match(text, one.place, line_end)
    at_start = one.place - line_start <= _NEAR and not text[line_start : one.place].strip()
    if at_start and numbered:
        end, readings = numbered.end(), [f"({numbered[1]})"]
    elif at_start and one.character in _OPENERS and line_end - one.place <= _LONGEST_SHORT_LINE:
        readings = [text[one.place : line_end].strip() + _PARTNER[one.character]]
    side = ("后", "closing") if one.character in _OPENERS else ("前", "opening")
    reason = (f"括号缺{side[0]}半边", f"its {side[1]} partner is lost")
    return flag(start, end, "half_bracket", severity, reason, readings)
