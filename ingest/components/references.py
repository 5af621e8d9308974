"""Documents that the text refers to: 《titles》 and document numbers, and in what role.

Matches "根据《国家工程研究中心管理办法》", "《…规划》（云政发〔2021〕8号）", "按照云政发〔2021〕8号文件", "（以下简称
《整合方案》）". Not 《科学》 or another title that no official document has, not the document's own title.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.reading import Number, Reading, reading_of
from ingest.facts import Fact
from ingest.text import fold, name_key, unstretched

_OPEN, _CLOSE = "〔\\[【(﹝［", "〕\\]】)﹞］"
_YEAR = r"(?:19|20)\d{2}"
#: The part of a number after the agency's code; the code is looked for before it. It begins with one
#: class of characters, so that it is tried at these alone; `late` is the rest of a number before its year.
_NUMBER = re.compile(
    rf"[{_OPEN}\d](?:(?<=\D)\s*(?:(?P<year>{_YEAR})\s*年?[{_CLOSE}]\s*第?\s*(?P<number>\d{{1,5}})\s*号"
    rf"|(?P<unclosed>{_YEAR}\s*\d{{1,4}}\s*号))"
    rf"|(?<=\d)(?P<late>\d{{0,4}})\s*号\s*[{_OPEN}]\s*(?P<late_year>{_YEAR})\s*[{_CLOSE}]"
    rf"|(?<=[12])(?P<unopened>(?:(?<=1)9|(?<=2)0)\d{{2}}\s*[{_CLOSE}]\s*\d{{1,5}}\s*号))"
)
#: The number of a decree or announcement, which has no year: 国家发展改革委令第34号, 省政府令 第8号.
_DECREE = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:令|公告)\s*(?:[〔\[(]?(?:19|20)\d{2}年?[〕\])]?\s*)?第?\s*\d{1,4}\s*号(?=\s*[)）,，;；])"
    r"|第\s*\d{1,4}\s*号(?:令|公告)"
)
_CODE = re.compile(r"[\u4e00-\u9fff]{2,14}(?:〔[\u4e00-\u9fff]+〕)?\s*$")
_CODE_REACH = 24
#: Words of running text that may stand before an agency's code.
_BEFORE_CODE = re.compile(
    r".*(?:根据|依据|依照|按照|遵照|贯彻|落实|执行|印发|转发|参照|参考|以及|关于|文件|通知|精神|文号|字号|附件|见|和|与|及|由|的|以|在)"
)
#: 科技部国科发区〔2022〕88号: who issued it stands before the code.
_AGENCY_BEFORE_CODE = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:部|厅|局|委|委员会|办公室|政府|国务院)(?=[\u4e00-\u9fff]{2,}[发办函规字通令技高][\u4e00-\u9fff]{0,3}$)"
)
#: 工信厅政法函: a ministry's own office has 厅 in its code, which no province's begins after.
_OFFICE_CODE = re.compile(
    r"[\u4e00-\u9fff]{2}厅(?![京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙内陕吉闽黔贵粤青藏川宁琼国])"
)
#: Words behind a title that say that it no longer holds, and that it is herewith issued.
_ENDED = re.compile(
    r"[^。;；《]{0,16}(?:同时|予以|即行)?(?:废止|失效|作废)|[^。;；《]{0,20}(?:停止执行|不再执行|终止执行|停止使用)"
)
_BRACKETED = re.compile(r"\s*[(（][^()（）\n]{1,30}[)）]")
_ISSUED = re.compile(r"(?:予以|随文|全文)?(?P<role>印发|转发|发布|公布)")
_HEADING_ROLE = re.compile(r"(?P<basis>依据|根据)$|(?P<precedent>借鉴|参考|参照)")
_ENDINGS = (
    "法|条例|规定|办法|细则|方案|规划|纲要|计划|意见|措施|通知|决定|决议|公告|通告|通报|目录|指南|指引|标准|规范|"
    "章程|制度|准则|要点|报告|批复|函|令|协定|公约|政策|若干|举措|行动|规程|规则|说明|名单|清单|宣言|建议|要求|请示|"
    "法典|工程|战略|路线图|白皮书|蓝图|议定书|备忘录|协议"
)
_IS_DOCUMENT = re.compile(rf"(?:{_ENDINGS})(?:\s*[(（][^)）]{{1,40}}[)）])?$")
_SHORT = re.compile(
    r"\s*[(,;，；]\s*(?:以下|下)?(?:简|统)称:?[“\"]?《?(?P<short>[^》”\")]{2,30})[》”\"]?\)"
)
#: 《X》已经省政府同意，现印发给你们.
_PASSED_ON = re.compile(
    r"(?:已经|业经|经)?[^。；;《\n]{0,24}?(?:同意|批准|通过|审定)?[,，]?\s*现(?:予以?|将其)?(?P<role>印发|转发|发布|公布)"
)
#: 甲省科技厅、财政厅联合发布了《X》: what others have issued is a precedent.
_PRECEDENT = re.compile(r"(?:省|市|自治区|[厅局委])[^。；;\n]{0,12}(?:印发|发布|出台|制定)了$")
_AMENDS = re.compile(r"关于修[改订正]〈([^〉]+)〉")
_OPENING = re.compile(r"\s*[(（]\s*")
_CLAUSE_STOP = re.compile(r"[。；;\n]")
_TITLE_MARK = re.compile(r"[《》\n]")
_JOIN = re.compile(r"[、,，和及与以\s]*$")
_LONGEST_TITLE = 120
_SHORTEST_TITLE = 2
_QUOTED = re.compile("《[^》]*》")
_CUE_REACH = 30
_AFTER_REACH = 40


class Title(NamedTuple):
    """A 《title》; `start:end` covers the marks, `inner` is what they enclose."""

    start: int
    end: int
    inner: str


@Language.component("pingtai_references")
def references(doc: Doc) -> Doc:
    """State one `cites` fact for each document at its first mention with each role."""
    reading = reading_of(doc)
    found = list(titles(reading))
    _learn_short_titles(reading, found)
    own = {name_key(reading.title)} if reading.title else set()
    taken: set[int] = set()
    seen: set[str] = set()
    places: dict[str, int] = {}
    role: str | None = None
    previous_end = -1
    for title in found:
        if previous_end < 0 or not _JOIN.fullmatch(reading.text[previous_end : title.start]):
            role = _role(reading.text, title.start, title.end)
            role = role or _role_of_heading(reading, title.start)
        number = _number_after(reading, title.end)
        previous_end = number.end + 1 if number else title.end
        key = name_key(title.inner)
        full = reading.short_titles.get(key, title.inner)
        if number:
            taken.add(number.start)
        full_key = key if full is title.inner else name_key(full)
        amends = _AMENDS.search(title.inner)
        is_own = {key, full_key, name_key(amends[1]) if amends else ""} & own
        if not _is_document(title, number) or is_own or _is_journal(reading.text, title):
            continue
        if number and full_key in places:
            _add_number(reading, places[full_key], number)
        if key in reading.short_titles or full_key in seen:
            continue
        seen.add(full_key)
        places[full_key] = len(reading.facts)
        reading.facts.append(_cites(title.start, title.end, title.inner, number, role))
    before: Number | None = None
    role = None
    for number in numbers(reading):
        own_role = _role(reading.text, number.start, number.end)
        goes_on = before is not None and _JOIN.fullmatch(reading.text[before.end : number.start])
        role = own_role or (role if goes_on else None)
        before = number
        if (
            number.start in taken
            or number.broken
            or number.key in seen
            or _stands_alone(reading, number)
        ):
            continue
        seen.add(number.key)
        reading.facts.append(
            Fact(
                "cites",
                number.start,
                number.end,
                "reference.number",
                {"doc_no": number.printed, "role": role},
            )
        )
    return doc


def _add_number(reading: Reading, index: int, number: Number) -> None:
    """Give a document that was named without its number the one that a later mention has."""
    fact = reading.facts[index]
    if fact.data.get("doc_no") is None:
        data = {**fact.data, "doc_no": number.printed}
        flags = ("broken_doc_no",) if number.broken else ()
        spans = {"doc_no": [(number.start, number.end)]}
        reading.facts[index] = replace(fact, data=data, flags=flags, spans=spans)


def _cites(start: int, end: int, title: str, number: Number | None, role: str | None) -> Fact:
    return Fact(
        kind="cites",
        start=start,
        end=end,
        rule="reference.title",
        data={
            "title": title,
            "doc_no": number.printed if number else None,
            "role": role,
        },
        flags=("broken_doc_no",) if number and number.broken else (),
        spans={"doc_no": [(number.start, number.end)]} if number else {},
    )


def titles(reading: Reading) -> Iterator[Title]:
    """The outermost 《titles》, which may have others inside; none runs over a line end."""
    text = reading.text
    place = text.find("《")
    while place >= 0:
        depth, end = 0, place
        for mark in _TITLE_MARK.finditer(text, place, place + _LONGEST_TITLE):
            if mark[0] == "\n":
                end = mark.start()
                break
            depth += 1 if mark[0] == "《" else -1
            if depth == 0:
                end = mark.start()
                yield Title(place, end + 1, reading.slice(place + 1, end))
                break
        place = text.find("《", max(end, place + 1))


def numbers(reading: Reading) -> list[Number]:
    """Document numbers in every form of bracket, also with one lost or the parts in another order."""
    if reading.numbers is None:
        found = (_number(reading, match) for match in _NUMBER.finditer(reading.text))
        reading.numbers = [number for number in found if number is not None]
    return reading.numbers


def _number(reading: Reading, match: re.Match[str]) -> Number | None:
    code_match = _CODE.search(reading.text, max(0, match.start() - _CODE_REACH), match.start())
    if code_match is None:
        return None
    code, start = code_match[0].rstrip(), code_match.start()
    lead = _BEFORE_CODE.match(code)
    if lead and len(code) - lead.end() >= 2:
        code, start = code[lead.end() :], start + lead.end()
    agency = _AGENCY_BEFORE_CODE.match(code)
    if agency and not _OFFICE_CODE.match(code):
        code, start = code[agency.end() :], start + agency.end()
    printed = reading.slice(start, match.end())
    if match["unclosed"] or match["unopened"]:
        readings = _restored(code, match[0])
        key = readings[0] if readings else printed
        return Number(start, match.end(), printed, key, True, readings)
    year = match["year"] or match["late_year"]
    number = match["number"] or reading.text[match.start() : match.end("late")]
    return Number(start, match.end(), printed, number_key(code, year, number), False)


def number_key(code: str, year: str, number: str) -> str:
    """The plain form of a document number: 云政发〔2021〕8号."""
    return f"{code}〔{year}〕{int(number)}号"


def _restored(code: str, broken: str) -> tuple[str, ...]:
    digits = "".join(re.findall(r"\d+", broken))
    return (number_key(code, digits[:4], digits[4:]),) if len(digits) > 4 else ()


def _number_after(reading: Reading, place: int) -> Number | None:
    """A number in brackets right after a title."""
    bracket = _OPENING.match(reading.text, place, place + 4)
    if bracket is None:
        return None
    found = numbers(reading)
    index = bisect_left(found, bracket.end(), key=lambda number: number.start)
    if index < len(found) and found[index].start == bracket.end():
        return found[index]
    if decree := _DECREE.match(reading.text, bracket.end()):
        printed = reading.slice(*decree.span())
        return Number(*decree.span(), printed, fold(unstretched(printed)), False)
    return None


def _is_document(title: Title, number: Number | None) -> bool:
    words = fold(unstretched(title.inner.strip()))
    if (
        len(words) <= _SHORTEST_TITLE
    ):  # 《行动》 is what the text calls a document that it has named
        return number is not None
    return number is not None or bool(_IS_DOCUMENT.search(words))


def _is_journal(text: str, title: Title) -> bool:
    """Whether a title is that of a journal or newspaper: 发表在《科学通报》上."""
    if not title.inner.endswith(("通报", "公报", "报告")):
        return False
    clause = re.split("[。;；\n]", text[max(0, title.start - _CUE_REACH) : title.start])[-1]
    behind = text[title.end : title.end + 4]
    return re.search("发表|刊[登载发于]|论文", clause) is not None or behind.startswith(
        ("上,", "上发", "上刊", "杂志", "期刊", "编辑部")
    )


def _learn_short_titles(reading: Reading, found: list[Title]) -> None:
    for title in found:
        number = _number_after(reading, title.end)
        match = _SHORT.match(reading.text, title.end)
        if match is None and number is not None:
            match = _SHORT.match(reading.text, number.end)
        if match is not None:
            short = reading.printed(*match.span("short"))
            reading.short_titles[name_key(short)] = title.inner


@cache
def _cues() -> re.Pattern[str]:
    table = lexicons.words("citation_roles", "role")
    return re.compile(lexicons.alternatives(frozenset(table)))


def _role(text: str, start: int, end: int) -> str | None:
    """In what role a document is named: by the words after it (同时废止), else by the last cue in the
    same clause before it."""
    bracket = _BRACKETED.match(text, end)
    behind = bracket.end() if bracket else end
    if _ENDED.match(text, behind, behind + _AFTER_REACH):
        return "废止"
    if issued := _ISSUED.match(text, behind):
        return {"转发": "转发"}.get(issued["role"], "印发")
    if passed_on := _PASSED_ON.match(text, end):
        return passed_on["role"]
    if _PRECEDENT.search(text, max(0, start - _CUE_REACH), start):
        return "参考"
    clause = text[max(0, start - _CUE_REACH) : start]
    clause = _CLAUSE_STOP.split(clause)[-1]
    found = list(_cues().finditer(clause))
    return lexicons.words("citation_roles", "role")[found[-1][0]] if found else None


def _role_of_heading(reading: Reading, place: int) -> str | None:
    """The role that a heading gives to what is listed below it: 二、起草依据."""
    section = reading.section_at(place)
    for above in section.ancestors() if section is not None else ():
        if found := _HEADING_ROLE.search(reading.text, above.heading_start, above.heading_end):
            return "依据" if found["basis"] else "参考"
    return None


def _stands_alone(reading: Reading, number: Number) -> bool:
    """Whether the number is all of its line: then it is a document's own number, not a reference."""
    text = reading.text
    line_start = text.rfind("\n", 0, number.start) + 1
    line_end = text.find("\n", number.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    rest = line.replace(text[number.start : number.end], "").strip(" ()（）:：")
    return len(rest) <= 6 or "关于" in _QUOTED.sub("", rest)
