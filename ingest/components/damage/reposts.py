"""Traces of a repost: pinyin put in, traditional characters, a note that something was cut.

Matches "重点实验室（zhòng diǎn shí yàn shì）", a text in traditional characters, "（此文有删减）". Not "人工智能（AI）", not 乾 in 乾坤.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from pypinyin import lazy_pinyin

from ingest.components.reading import Reading
from ingest.facts import Fact
from ingest.flags import flag
from ingest.text import SPOKEN, fold

_CUT = re.compile(
    r"有删[减节改]|内容有删|[(]节选[)]|[(]摘录[)]|[(](?:以下|下文|后文)略[)]|以下略|本文系节选"
)
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_LETTERS = re.compile(rf"[(](?<=[\u4e00-\u9fff].)([a-z{_TONED}ü' ]{{1,60}})[)]")
_LEFT_OUT = re.compile(SPOKEN)
_LEAST_TRADITIONAL = 8
_TRADITIONAL_SHARE = 0.15
_FIRST_WORDS = 6
_SAMPLE = 20_000


def says_it_was_cut(reading: Reading) -> bool:
    """Whether the text says that parts of it were left out: then what is missing proves nothing."""
    return ("删" in reading.text or "略" in reading.text or "节选" in reading.text) and (
        _CUT.search(reading.text) is not None
    )


def inserted_pinyin(reading: Reading) -> Iterator[Fact]:
    """Brackets that hold the pinyin of the characters before them: one flag at the first, with how many
    there are, for a page that does so does it everywhere."""
    places = [*_passed_over(reading)]
    if "(" in reading.text:
        found = _LETTERS.finditer(reading.text)
        places += [match.span() for match in found if _is_pinyin(reading, match)]
    places.sort()
    if places:
        reason = (
            f"括号里插入了拼音，共{len(places)}处",
            f"pinyin was put in at {len(places)} places",
        )
        yield flag(*places[0], "inserted_pinyin", "low", reason)


def _passed_over(reading: Reading) -> Iterator[tuple[int, int]]:
    """The brackets that the view leaves out already; their place is that of the characters around them."""
    offsets = reading.view.offsets
    if offsets is None:
        return
    for match in _LEFT_OUT.finditer(fold(reading.view.printed)):
        after = bisect_left(offsets, match.end())
        yield max(0, after - 1), min(after + 1, len(offsets))


def _is_pinyin(reading: Reading, match: re.Match[str]) -> bool:
    letters = re.sub(r"[' ]", "", match[1])
    if any(letter in _TONED for letter in letters):
        return True
    before = reading.text[max(0, match.start() - len(letters)) : match.start()]
    return len(letters) > 1 and _spells(letters, before)


def _spells(letters: str, before: str) -> bool:
    syllables = lazy_pinyin(before)
    return any("".join(syllables[-n:]) == letters for n in range(1, len(syllables) + 1))


@cache
def _traditional() -> frozenset[str]:
    """The characters that folding makes simpler ones of."""
    every = "".join(map(chr, range(0x3400, 0xA000)))
    pairs = zip(every, fold(every), strict=True)
    return frozenset(printed for printed, plain in pairs if printed != plain)


def traditional_text(reading: Reading) -> Iterator[Fact]:
    """One flag for a text that is printed in traditional characters."""
    if len(_traditional() & reading.view.characters) < _LEAST_TRADITIONAL:
        return
    printed = reading.view.printed[:_SAMPLE]
    forms = _traditional().intersection(printed)
    if len(forms) < _LEAST_TRADITIONAL:
        return
    count = sum(printed.count(character) for character in forms)
    if count < _TRADITIONAL_SHARE * len(printed):
        return
    first = re.search(r"[\u3400-\u9fff]+", reading.text)
    if first is not None:
        end = min(first.end(), first.start() + _FIRST_WORDS)
        reason = ("全文为繁体，可能是转载", "in traditional characters: perhaps a repost")
        yield flag(first.start(), end, "traditional_text", "low", reason)
