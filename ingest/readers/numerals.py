"""The numbers of Word's automatic lists as Word prints them: 一、二十一, ①, iv, 甲 …

In: a value and the name of its format (`w:numFmt`). Out: its text. A format of another script prints
as decimal digits.
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def numeral(value: int, number_format: str) -> str:
    """The number as the format prints it, "" where the format prints none."""
    writer = _FORMATS.get(number_format)
    return writer(value) if writer is not None else str(value)


def _thousand(
    value: int, *, digits: str = _DIGITS, units: str = "十百千", zero: bool = True
) -> str:
    """二十一, 一百零一; above 9,999 as digits, which no document reaches."""
    if not 0 < value < 10_000:
        return "".join(digits[int(digit)] for digit in str(max(value, 0)))
    text = ""
    gap = False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        if gap and zero:
            text += digits[0]
        gap = False
        text += digits[digit] + (units[place - 1] if place else "")
    return text


def _counted(value: int) -> str:
    """十, 二十一, 一百零一."""
    return _thousand(value).removeprefix("一") if 10 <= value < 20 else _thousand(value)


def _counting(value: int) -> str:
    """As people count to 99 (十, 二十一), then digit by digit (一○○)."""
    if value < 100:
        return _counted(value)
    return "".join("○一二三四五六七八九"[int(digit)] for digit in str(value))


def _japanese(value: int) -> str:
    """百二十一: no 零, and no 一 before 十, 百 and 千."""
    text = _thousand(value, zero=False)
    for unit in "十百千":
        text = text.replace(f"一{unit}", unit)
    return text


def _legal(digits: str, units: str) -> Callable[[int], str]:
    return lambda value: _thousand(value, digits=digits, units=units)


def _positional(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(max(value, 0)))


def _cycle(characters: str) -> Callable[[int], str]:
    """One of a row of characters; past its end Word goes on in decimal digits."""
    return lambda value: characters[value - 1] if 0 < value <= len(characters) else str(value)


def _letters(value: int) -> str:
    """a … z, then aa, bb."""
    if value < 1:
        return ""
    return chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 20)


def _roman(value: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        count, value = divmod(min(value, 9_999), amount)
        text += letters * count
    return text


def _sexagenary(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value > 0 else str(value)


def _range(first: str, count: int) -> str:
    return "".join(chr(ord(first) + index) for index in range(count))


_CIRCLED = _range("①", 20)
_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "decimalEnclosedCircle": _cycle(_CIRCLED),
    "decimalEnclosedCircleChinese": _cycle(_CIRCLED),
    "decimalEnclosedFullstop": _cycle(_range("⒈", 20)),
    "decimalEnclosedParen": _cycle(_range("⑴", 20)),
    "numberInDash": lambda value: f"- {value} -",
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "koreanCounting": _japanese,
    "ideographDigital": _positional("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _positional("〇一二三四五六七八九"),
    "taiwaneseDigital": _positional("○一二三四五六七八九"),
    "chineseLegalSimplified": _legal("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": _legal("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "japaneseLegal": _legal("零壱弐参四伍六七八九", "拾百千"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _cycle(_range("㈠", 10)),  # Word draws brackets, whatever the name
}
