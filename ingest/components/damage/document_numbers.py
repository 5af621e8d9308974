"""Document numbers that are not as an office prints them, with the whole form they may have had.

Matches "云科规〔202115号", "15号〔2021〕", "〔2021〕 15 号", "〔2O21〕", "〔2021]", "云科规字202115号", and one title with two numbers a
character apart. Not "云科规[2021]15号" (a style), "主席令第82号", "学府路202115号".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.components.reading import Number, Reading
from ingest.components.references import number_key, numbers
from ingest.facts import Fact
from ingest.flags import Severity, flag
from ingest.misprints import differ_by_one
from ingest.text import name_key

_YEAR = r"(?:19|20)\d{2}"
_LATE_YEAR = re.compile(rf"号\s*[〔\[【(]\s*{_YEAR}\s*[〕\]】)]$")
_PAIRS = {"〔": "〕", "[": "]", "【": "】", "(": ")"}
_BRACKETS = re.compile(r"[〔\[【(](?=\s*[12])|[〕\]】)](?=\s*第?\s*\d)")
#: Codes of offices end so; a street or a telephone does not.
_NO_BRACKETS = re.compile(r"((?:19|20)(?<=[字发函规]..)\d{2})(\d{1,4})号")
_CODE = re.compile(r"[\u4e00-\u9fff]{2,9}$")
_CODE_REACH = 12
_BEFORE_CODE = re.compile(r"^.*[根据按照见的和与、]")
_NOT_A_CODE = re.compile(r"路|街|巷|电话|邮编|编号|证书|登记|许可|批准文")
_MISREAD = re.compile(
    r"[〔\[【(]\s*(?P<year>[12lI|][\dOoQlI|SsZzB]{3})\s*[〕\]】)]\s*第?"
    r"(?P<number>[\dOoQlI|SsZzB]{1,5})\s*号"
)
_AS_DIGITS = str.maketrans("OoQlI|SsZzB", "00011155228")
_TITLE_BEFORE = re.compile(r"《([^《》\n]{4,80})》\s*[(]\s*$")
_TITLE_REACH = 100


def broken_numbers(reading: Reading) -> Iterator[Fact]:
    """Every damaged document number."""
    if "号" not in reading.text:
        return
    for number in numbers(reading):
        found = _fault(reading, number)
        if found is not None:
            slight, reason, readings = found
            severity: Severity = "low" if slight else "medium"
            yield flag(number.start, number.end, "broken_doc_no", severity, reason, readings)
    yield from _without_brackets(reading)
    yield from _misread(reading)
    yield from _two_of_one_title(reading)


def _fault(
    reading: Reading, number: Number
) -> tuple[bool, tuple[str, str], tuple[str, ...]] | None:
    """What is wrong with a number that was recognised as one: (is it slight, why, readings)."""
    words = reading.text[number.start : number.end]
    if number.broken:
        reason = ("文号缺半个括号", "a bracket of the document number is lost")
        return False, reason, number.readings
    if _LATE_YEAR.search(words):
        if re.search(r"[令第]\s*\d+\s*号", words):
            return None
        return False, ("文号次序颠倒", "the parts are in another order"), (number.key,)
    found = _BRACKETS.findall(words)
    if len(found) == 2 and _PAIRS.get(found[0]) != found[1]:
        return True, ("文号前后括号不同", "its two brackets are of different kinds"), (number.key,)
    if re.search(r"\s", words):
        return True, ("文号中有空格", "a space inside the document number"), (number.key,)
    return None


def _without_brackets(reading: Reading) -> Iterator[Fact]:
    for match in _NO_BRACKETS.finditer(reading.text):
        code = _code_before(reading.text, match.start())
        if code and not _NOT_A_CODE.search(code):
            reason = ("文号的括号都丢了", "both brackets of the document number are lost")
            readings = [number_key(code, match[1], match[2])]
            start = match.start() - len(code)
            yield flag(start, match.end(), "broken_doc_no", "medium", reason, readings)


def _code_before(text: str, place: int) -> str:
    """An office's code right before a place, without the words of running text before it."""
    found = _CODE.search(text, max(0, place - _CODE_REACH), place)
    return _BEFORE_CODE.sub("", found[0]) if found else ""


def _misread(reading: Reading) -> Iterator[Fact]:
    for match in _MISREAD.finditer(reading.text):
        year, number = match["year"], match["number"]
        if (year + number).isdigit():
            continue
        year, number = year.translate(_AS_DIGITS), number.translate(_AS_DIGITS)
        code = _code_before(reading.text, match.start())
        if code and re.fullmatch(_YEAR, year):
            reason = ("文号中的数字误认成字母", "letters where the number has digits")
            readings = [number_key(code, year, number)]
            start = match.start() - len(code)
            yield flag(start, match.end(), "broken_doc_no", "medium", reason, readings)


def _two_of_one_title(reading: Reading) -> Iterator[Fact]:
    """One title with two numbers that differ by one character: one of them is misprinted."""
    first: dict[str, Number] = {}
    for number in numbers(reading):
        before = reading.text[max(0, number.start - _TITLE_REACH) : number.start]
        titled = _TITLE_BEFORE.search(before) if before.rstrip().endswith("(") else None
        if titled is None or number.broken:
            continue
        other = first.setdefault(name_key(titled[1]), number)
        if differ_by_one(other.key, number.key):
            reason = (
                f"同一文件两处文号只差一个字：{other.key}、{number.key}",
                "one document has two numbers that differ by one character",
            )
            readings = [number.key, other.key]
            yield flag(number.start, number.end, "broken_doc_no", "medium", reason, readings)
