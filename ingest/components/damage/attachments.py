"""Attachments that are named and not in the text.

Matches "附件：2023年度评估结果" where no such heading follows with anything under it. Not "附件：" above the document
that is the attachment, not "格式见附件".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.components.reading import Reading
from ingest.document import Attachment
from ingest.facts import Fact
from ingest.flags import flag
from ingest.text import name_key

_FILE_TYPE = r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)"
_NAMED = re.compile(
    r"^[ \t]*附\s?件[ \t]*(?P<number>\d{0,2})[ \t]*[:.、][ \t]*(?P<name>[^\n]*)$", re.MULTILINE
)
_IN_SENTENCE = re.compile(
    rf"附件\s*(?P<number>\d{{0,2}})\s*[:.、]\s*(?P<name>[^\n。;]{{2,80}}?{_FILE_TYPE})"
)
_ITEM = re.compile(
    r"[ \t]*(?:附\s?件)?\s*(?P<number>\d{1,2})\s*[.、:]\s*(?P<name>[^\n]+)$", re.MULTILINE
)
_HEADING = re.compile(r"^[ \t]*附\s?件\s*(?P<number>\d{0,2})\s*[:.]?[ \t]*$", re.MULTILINE)
_END_OF_NAME = re.compile(rf"{_FILE_TYPE}|[(]点击|[(]\s*另发|\s{{3,}}")
_LEFT_OUT = re.compile(r"[(]?\s*(?:略|此处略|不发网上|另发)\s*[)]?\s*$")
_LONGEST_NAME = 80
_SHORTEST_NAME = 3
_SURE = 6  # characters that two names must share
_BEFORE_NAME = re.compile(r"^\s*(?:附\s?件)?\s*\d{0,2}\s*[:：.．、]?\s*(?:\d{1,2}\s*[.．、])?\s*")


@dataclass(frozen=True)
class _Attachment:
    start: int
    end: int
    number: str
    name: str


def missing_attachments(reading: Reading) -> Iterator[Fact]:
    """Attachments that the text names and does not have."""
    named = _attachments(reading.text) if "附" in reading.text else []
    if not named:
        return
    places = _places(reading.text)
    for one in named:
        if _is_there(one, places):
            continue
        if _LEFT_OUT.search(one.name):
            reason = ("发布时略去的附件", "the publisher left this attachment out")
            yield flag(one.start, one.end, "missing_attachment", "low", reason)
            continue
        reason = ("正文提到附件，但文本中没有", "an attachment is named and not in the text")
        yield flag(one.start, one.end, "missing_attachment", "medium", reason)


def _attachments(text: str) -> list[_Attachment]:
    found: dict[int, _Attachment] = {}
    for match in _NAMED.finditer(text):
        place, name = match.start("name"), match["name"]
        first = _ITEM.match(text, place) if name[:1].isdigit() else None
        if first is not None:
            _add(found, first, first["number"])
        elif name.strip():
            _add(found, match, match["number"])
        line = match.end() + 1
        while (item := _ITEM.match(text, line)) is not None:
            _add(found, item, item["number"])
            line = item.end() + 1
    lines = {text.rfind("\n", 0, start) for start in found}
    for match in _IN_SENTENCE.finditer(text):
        line = text.rfind("\n", 0, match.start())
        if line not in lines:
            _add(found, match, match["number"])
    by_key: dict[str, _Attachment] = {}
    for start in sorted(found):  # a list of links names again what the text has named
        by_key.setdefault(_key(found[start]), found[start])
    return list(by_key.values())


def _add(found: dict[int, _Attachment], match: re.Match[str], number: str) -> None:
    name = match["name"].rstrip()
    if cut := _END_OF_NAME.search(name):
        name = name[: cut.end()] if cut[0].startswith(".") else name[: cut.start()]
    start = match.start("name")
    is_name = _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and "。" not in name
    if is_name and re.search(r"[\u4e00-\u9fff]", name):
        found.setdefault(start, _Attachment(start, start + len(name), number, name))


def _places(text: str) -> dict[str, int]:
    """The last place where an attachment of a number or name begins with words under it: by `附件1`, by `附件`
    for a heading without number, and by the key of every short line."""
    places = {}
    for match in _HEADING.finditer(text):
        if _has_words(text, match.end()):
            places[f"附件{match['number']}"] = match.start()
    start = 0
    for line in text.split("\n"):
        if _SHORTEST_NAME <= len(line) <= _LONGEST_NAME + 20 and _has_words(
            text, start + len(line)
        ):
            places[name_key(line).strip("《》")] = start
        start += len(line) + 1
    return places


def _key(one: _Attachment) -> str:
    return name_key(re.sub(f"{_FILE_TYPE}$", "", one.name)).strip("《》")


def _is_there(one: _Attachment, places: dict[str, int]) -> bool:
    """Whether a heading of that number, or a line of that name, comes later and has words under it."""
    headings = (f"附件{one.number}", "附件", _key(one))
    return any(places.get(heading, -1) > one.end for heading in headings)


def _has_words(text: str, place: int) -> bool:
    rest = text[place : place + 200].strip()
    return len(rest) >= 2 and not re.match(rf"[^\n]*{_FILE_TYPE}|关闭|打印|上一篇|分享", rest)


def said_where(text: str, facts: Iterable[Fact], files: Iterable[Attachment]) -> list[Fact]:
    """The facts again; an attachment that is missing from the text and that the page offers as a file is said
    to be that file: nothing is lost, it only has to be read beside this one."""
    offered = {key: file for file in files if (key := _file_key(file.name))}
    return [_said_where(text, fact, offered) for fact in facts]


def _said_where(text: str, fact: Fact, offered: dict[str, Attachment]) -> Fact:
    if fact.kind != "flag" or fact.data["flag"] != "missing_attachment":
        return fact
    key = _file_key(text[fact.start : fact.end])
    file = offered.get(key) or next(
        (
            one
            for name, one in offered.items()
            if min(len(name), len(key)) >= _SURE and _is_in(name, key)
        ),
        None,
    )
    if file is None:
        return fact
    where = file.target.rsplit("/", 1)[-1]
    reason = (
        f"附件是另一个文件（{where}），没有读入；请下载后与本文一起读入",
        f"the attachment is a file of its own ({where}) and was not read; fetch it and read both",
    )
    return flag(fact.start, fact.end, "missing_attachment", "low", reason)


def _is_in(one: str, other: str) -> bool:
    return one in other or other in one


def _file_key(name: str) -> str:
    """The key of an attachment's name, without what stands before it and without its suffix."""
    return name_key(_BEFORE_NAME.sub("", re.sub(f"{_FILE_TYPE}$", "", name.strip()))).strip("《》")
