"""Reading Chinese text: a view that rules can match, numbers, and keys for comparing names.

Nothing here alters what is printed or stored. Rules look at a `View`: the text with every character in
its plainest form and without characters that have no width, and the way back to the printed offsets.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from itertools import chain

from opencc import OpenCC

#: Characters without width, or of direction only, and the bullets of Word's symbol fonts, which are at
#: private code points: they part no words.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\uf020-\uf0ff"
    "\U000e0100-\U000e01ef"
)
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
#: How a character is spoken, put behind it by some reposts: 规(guī). Only with a tone mark; (it) is a word.
SPOKEN = rf"(?<=[\u4e00-\u9fff])[(（][a-zü]{{0,4}}[{_TONED}][a-zü]{{0,4}}[)）]"
_SPOKEN = re.compile(SPOKEN)
_PASSED_OVER = re.compile(f"[{INVISIBLE}]+|{SPOKEN}")
#: One of these is in all that is passed over.
_MARK_PASSED_OVER = re.compile(f"[{INVISIBLE}{_TONED}]")
_WIDE_SPACES = "\u3000\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
#: Radicals that stand for the character of the same look, where Unicode itself does not say so.
_RADICALS = dict(
    zip(
        "⺠⺁⺄⺆⺇⺈⺌⺍⺕⺗⺝⺮⺶⺷⺸⺼⺽⻀⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "民厂乙冂几刀小小彐心月竹羊羊羊肉臼艹西西见角讠贝车辶辶辶钅长镸长门雨青韦页风飞食食饣饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟",
        strict=True,
    )
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
#: Begins with what is rare, and looks back then.
_HAN_GAP = re.compile(f"[ \u200b](?<=[{_HAN}()].)[ \u200b]*(?=[{_HAN}()])")

DIGITS = "〇一二三四五六七八九"
_DIGIT_VALUES = {character: value for value, character in enumerate(DIGITS)} | {
    "零": 0,
    "○": 0,
    "0": 0,
    "◯": 0,
    "O": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNIT_VALUES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
#: The characters of a number in Chinese.
NUMERALS = "〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾"
#: A number in digits or in Chinese characters, for use inside a larger expression. It begins with one
#: class of characters: an expression that begins with it is tried at these alone.
NUMBER = (
    rf"(?:[\d{NUMERALS}](?:(?<=\d)(?:\d{{0,2}}(?:,\d{{3}}){{1,3}}|\d{{0,11}}(?:\.\d{{1,6}})?)"
    rf"|(?<=\D)[{NUMERALS}]{{0,11}}))"
)


@cache
def _unify_table() -> dict[int, str]:
    """Radicals and compatibility characters, and the plain character that each prints."""
    codes = chain(range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
    plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    table = {code: text for code, text in plain.items() if len(text) == 1 and text != chr(code)}
    return table | {ord(radical): text for radical, text in _RADICALS.items()}


def unified(text: str) -> str:
    """The text with characters that only look like Chinese ones (⼯ for 工, as fonts of PDF files have
    them) as those that they print. Character for character."""
    return text.translate(_unify_table())


@cache
def _fold_table() -> dict[str, str]:
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(_WIDE_SPACES, " ")
    for code in chain(range(0xFE10, 0xFE1A), range(0xFE30, 0xFE6C)):  # upright and small forms
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[chr(code)] = table.get(plain, plain)
    converter = OpenCC("t2s")
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)):
        for code in range(first, last + 1):
            simple = converter.convert(chr(code))
            if len(simple) == 1 and simple != chr(code):
                table[chr(code)] = simple
    for code, plain in _unify_table().items():
        table[chr(code)] = table.get(plain, plain)
    # What has a plainer form leads to none that has one itself (薴 to 苧, which is 苎).
    return {character: table.get(plain, plain) for character, plain in table.items()}


@cache
def _foldable() -> tuple[frozenset[str], dict[int, str]]:
    return frozenset(_fold_table()), str.maketrans(_fold_table())


#: Up to so many different characters are replaced one by one: a text has few that are not plain.
_MOST_REPLACED = 64


def fold(text: str) -> str:
    """The text with each character in its plainest form: half width, simplified, plain spaces.
    Character for character, so the length and all offsets stay."""
    foldable = _foldable()[0]
    return text if foldable.isdisjoint(text) else _replaced(text, foldable.intersection(text))


def _replaced(text: str, characters: Set[str]) -> str:
    if len(characters) > _MOST_REPLACED:
        return text.translate(_foldable()[1])
    table = _fold_table()
    for character in characters:
        text = text.replace(character, table[character])
    return text


@dataclass(frozen=True)
class View:
    """What rules look at, and where it lies in the printed text. `offsets` is None where the two agree
    character by character; else `offsets[i]` is the printed place of the view's character i."""

    printed: str
    text: str
    offsets: tuple[int, ...] | None
    #: The different characters of the printed text: what none of them is in need not be looked for.
    characters: frozenset[str]

    @classmethod
    def of(cls, printed: str) -> View:
        """The view of a printed text."""
        characters = frozenset(printed)
        folded = _replaced(printed, characters & _foldable()[0])
        if _MARK_PASSED_OVER.search("".join(characters)) is None:
            return cls(printed, folded, None, characters)
        pieces: list[str] = []
        kept: list[int] = []
        done = 0
        for gap in _PASSED_OVER.finditer(folded):
            pieces.append(folded[done : gap.start()])
            kept.extend(range(done, gap.start()))
            done = gap.end()
        if not done:
            return cls(printed, folded, None, characters)
        pieces.append(folded[done:])
        kept.extend(range(done, len(folded)))
        return cls(printed, "".join(pieces), tuple(kept), characters)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed offsets of a part of the view."""
        if self.offsets is None or start >= end:
            place = start if self.offsets is None else self._place(start)
            return place, place + (end - start if self.offsets is None else 0)
        return self.offsets[start], self.offsets[end - 1] + 1

    def _place(self, index: int) -> int:
        assert self.offsets is not None
        return self.offsets[index] if index < len(self.offsets) else len(self.printed)


@dataclass(frozen=True)
class Condensed:
    """A text without the spaces that stand between Chinese characters, for gazetteers: a name that a
    page has stretched (条　件平台) is the same name. From `joints[i]` on, what it says stands `shifts[i]`
    further in the given text."""

    text: str
    joints: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    @classmethod
    def of(cls, text: str) -> Condensed:
        """The condensed form of a folded text."""
        pieces, joints, shifts = [], [0], [0]
        done = 0
        for gap in _HAN_GAP.finditer(text):
            pieces.append(text[done : gap.start()])
            done = gap.end()
            joints.append(gap.start() - shifts[-1])
            shifts.append(done - joints[-1])
        pieces.append(text[done:])
        return cls("".join(pieces), tuple(joints), tuple(shifts))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the given text of a non-empty part of the condensed one."""
        first = self.shifts[bisect_right(self.joints, start) - 1]
        last = self.shifts[bisect_right(self.joints, end - 1) - 1]
        return start + first, end + last


_DECIMAL = re.compile(r"\d+\.\d+")


def number_value(printed: str) -> float | None:
    """The value of a number in digits (`1,200`, `10.5`) or Chinese characters (`一百二十`, `二〇二五`)."""
    text = printed.replace(",", "").strip()
    if text.isdecimal() or _DECIMAL.fullmatch(text):
        return float(text)
    if not text or any(c not in _DIGIT_VALUES and c not in _UNIT_VALUES for c in text):
        return None
    if not any(c in _UNIT_VALUES for c in text):
        return float("".join(str(_DIGIT_VALUES[c]) for c in text))
    total, digit = 0, 0
    for character in text:
        if character in _DIGIT_VALUES:
            digit = _DIGIT_VALUES[character]
        else:
            total += (digit or 1) * _UNIT_VALUES[character]
            digit = 0
    return float(total + digit)


_KEY_DROPPED = re.compile(rf"[\s{INVISIBLE}·•・.。,、;；:：'\"“”‘’《》〈〉<>*＊_\-—－]+")
_KEY_BRACKETS = (("〔", "("), ("〕", ")"), ("[", "("), ("]", ")"), ("【", "("), ("】", ")"))


def name_key(name: str) -> str:
    """A name as others print it too: folded, lower case, without spaces, stops and quotation marks,
    all brackets round."""
    return key_of_folded(fold(name)) if name else ""


def key_of_folded(name: str) -> str:
    """The key of a name that has been folded already."""
    key = name.lower()
    if key.isalnum():  # no stops, spaces or brackets in it
        return key
    for printed, plain in _KEY_BRACKETS:
        key = key.replace(printed, plain)
    if "(" in key:
        key = _SPOKEN.sub("", key)
    return _KEY_DROPPED.sub("", key)


_STRETCH = re.compile(f"[{INVISIBLE}]+|(?<=[{_HAN}()（）])[ {_WIDE_SPACES}]+(?=[{_HAN}()（）])")


def unstretched(printed: str) -> str:
    """A printed name without invisible characters and without spaces between its Chinese ones."""
    return printed if printed.isalnum() else _STRETCH.sub("", printed)


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return re.search(f"[{_HAN}]", text) is not None


def common_start(one: str, other: str) -> str:
    """The characters with which both begin."""
    end = 0
    while end < min(len(one), len(other)) and one[end] == other[end]:
        end += 1
    return one[:end]
