"""Attachments that are named and not in the text.

Matches "附件：2023年度评估结果" where no such heading follows with anything under it. Not "附件：" above the document
that is the attachment, not "格式见附件".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.components.damage.flags import flag
from ingest.components.reading import Reading
from ingest.facts import Fact
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
    headings = [(m.end(), m["number"]) for m in _HEADING.finditer(reading.text)]
    lines = _line_keys(reading.text)
    for one in named:
        if _is_there(reading.text, one, headings, lines):
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
    for match in _IN_SENTENCE.finditer(text):
        if not any(one.start <= match.start("name") < one.end for one in found.values()):
            _add(found, match, match["number"])
    return [found[start] for start in sorted(found)]


def _add(found: dict[int, _Attachment], match: re.Match[str], number: str) -> None:
    name = match["name"].rstrip()
    if cut := _END_OF_NAME.search(name):
        name = name[: cut.end()] if cut[0].startswith(".") else name[: cut.start()]
    start = match.start("name")
    is_name = _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and "。" not in name
    if is_name and re.search(r"[\u4e00-\u9fff]", name):
        found.setdefault(start, _Attachment(start, start + len(name), number, name))


def _line_keys(text: str) -> list[tuple[int, int, str]]:
    """Every short line with its end and key."""
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            key = name_key(line) if len(line) <= _LONGEST_NAME + 20 else ""
            lines.append((start, start + len(line), key))
        start += len(line) + 1
    return lines


def _is_there(
    text: str,
    one: _Attachment,
    headings: list[tuple[int, str]],
    lines: list[tuple[int, int, str]],
) -> bool:
    """Whether a heading of that number, or a line of that name, comes later and has words under it."""
    for end, number in headings:
        if end > one.end and number in (one.number, "") and _has_words(text, end):
            return True
    key = name_key(re.sub(f"{_FILE_TYPE}$", "", one.name).strip("《》"))
    return any(
        start > one.end and line_key.strip("《》") == key and _has_words(text, end)
        for start, end, line_key in lines
    )


def _has_words(text: str, place: int) -> bool:
    rest = text[place : place + 200].strip()
    return len(rest) >= 2 and not re.match(rf"[^\n]*{_FILE_TYPE}|关闭|打印|上一篇|分享", rest)
