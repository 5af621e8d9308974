"""The section tree: every numbered unit of an official document.

Matches "第二章 …", "第七条 …", "一、…", "（一）…", "1. …", "2.1 …", "(1)…", "1)…" (half a bracket lost), "①…",
"一是…", at the start of a line or in a row inside one (see `numbering`). Not "2022.5.1" or "1.5倍", and not
the numbered names of attachments, rows of tables and lines of a contents page.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.numbering import Mark, marks
from ingest.components.reading import Reading, Section, reading_of
from ingest.facts import Fact

_STOP = re.compile(r"[。;:!?；：]|\n")
#: 第一部分是总体要求, 二是，加强评价: what joins a number to its sentence.
_LEADING_WORDS = re.compile(r"^(?:是|为|主要(?:是|为)?|,|，|、)+")
#: 第一条（目的和依据）: a title in brackets, with the text behind it or below.
_BRACKETED = re.compile(r"\(([^()\n]{2,20})\)")
#: Where one document ends and the next begins: an attachment's line, or a date by itself.
_NEW_DOCUMENT = re.compile(
    r"^[ \t]*(?:附[件录表][ \t]*[\d一二三四五六七八九十]{0,2}(?:[ \t]*$|[ \t]*[:-][^\n。]{0,60}$|[ \t]+[^\n。]{2,60}$)"
    r"|[〇零○OＯ一二三四五六七八九\d]{4}年[一二三四五六七八九十\d ]{1,4}月[一二三四五六七八九十\d ]{1,4}日[ \t]*$)",
    re.MULTILINE,
)
_LONGEST_HEADING = 200
#: How far to the left a number's line is looked at: some texts are all one line.
_NEARBY = 60
#: The rank from which on a way of numbering may stand below any other, where the other goes on behind.
_LOOSE_RANK = 5


@Language.component("pingtai_sections")
def sections(doc: Doc) -> Doc:
    """Find the sections and state one fact for each."""
    reading = reading_of(doc)
    reading.sections = _tree(reading)
    for section in reading.sections:
        reading.facts.append(_fact(section))
    _flag_half_brackets(reading)
    return doc


def _fact(section: Section) -> Fact:
    return Fact(
        kind="section",
        start=section.start,
        end=section.heading_end,
        rule=f"section.{section.kind}",
        data={
            "level": section.depth,
            "number": section.number,
            "heading": section.heading,
        },
        spans={"parent": [(section.parent.start, section.parent.start)]} if section.parent else {},
    )


def _tree(reading: Reading) -> list[Section]:
    text = reading.text
    numbered = marks(text)
    above: list[tuple[int | None, int]] = []  # (index of the parent, depth) of each
    ends = [len(text)] * len(numbered)
    borders = [match.start() for match in _NEW_DOCUMENT.finditer(text)]
    follower = _followers(numbered)
    open_marks: list[tuple[float, int]] = []  # (rank, index in numbered)
    for index, mark in enumerate(numbered):
        border = bisect_left(borders, mark.start)
        rank = _rank_among(mark, open_marks, numbered)
        while open_marks:
            top_rank, top_index = open_marks[-1]
            top = numbered[top_index]
            over = _line_over(text, top, mark)
            apart = border > 0 and borders[border - 1] > top.start
            if not over and not apart and _holds(top, top_rank, mark, rank):
                break
            if not over and not apart and _below_whatever(mark, open_marks, numbered, follower):
                rank = top_rank + 1
                break
            end = borders[bisect_left(borders, top.start)] if apart else mark.start
            ends[top_index] = min(end, top.line_end) if over else end
            open_marks.pop()
        if mark.style.name == "narrated" and open_marks:
            rank = open_marks[-1][0] + 0.5
        above.append((open_marks[-1][1] if open_marks else None, len(open_marks) + 1))
        open_marks.append((rank, index))
    for _, index in open_marks:
        border = bisect_left(borders, numbered[index].start)
        ends[index] = borders[border] if border < len(borders) else len(text)
    found: list[Section] = []
    for index, (mark, (parent, depth)) in enumerate(zip(numbered, above, strict=True)):
        following = numbered[index + 1] if index + 1 < len(numbered) else None
        outer = None if parent is None else found[parent]
        found.append(_section(reading, mark, following, outer, depth, ends[index]))
    return found


def _rank_among(mark: Mark, open_marks: list[tuple[float, int]], numbered: list[Mark]) -> float:
    """A mark's rank: that of the open mark of its row, which may stand deeper than its style does."""
    for rank, index in reversed(open_marks):
        if numbered[index].style is mark.style:
            return rank
    return mark.style.rank


def _holds(top: Mark, top_rank: float, mark: Mark, rank: float) -> bool:
    """Whether a mark stands below an open one. One that is told of (第一部分是…) stands below any other."""
    if mark.style.name == "narrated":
        return top.style.name != "narrated"
    return top_rank < rank


def _line_over(text: str, top: Mark, mark: Mark) -> bool:
    """Whether a unit inside a line ended with that line; behind a colon its parts are still to come."""
    bound = top.inline or top.style.name == "narrated"
    return bound and mark.start > top.line_end and text[top.line_end - 1] not in ":："


def _followers(numbered: list[Mark]) -> list[Mark | None]:
    """For each mark the next one of its style."""
    ahead: dict[str, Mark] = {}
    followers: list[Mark | None] = []
    for mark in reversed(numbered):
        followers.append(ahead.get(mark.style.name))
        ahead[mark.style.name] = mark
    return followers[::-1]


def _below_whatever(
    mark: Mark,
    open_marks: list[tuple[float, int]],
    numbered: list[Mark],
    follower: list[Mark | None],
) -> bool:
    """Whether a row begins within another that usually stands below it: 1. … 一、… 二、… 2. …"""
    if mark.style.rank < _LOOSE_RANK or mark.value != (1,):
        return False
    names = {numbered[index].style.name for _, index in open_marks}
    top = numbered[open_marks[-1][1]]
    after = follower[open_marks[-1][1]]
    if mark.style.name in names or top.style.rank < _LOOSE_RANK or after is None:
        return False
    return len(top.value) == 1 and after.value == (top.value[0] + 1,)


def _section(
    reading: Reading,
    mark: Mark,
    following: Mark | None,
    parent: Section | None,
    depth: int,
    end: int,
) -> Section:
    text = reading.text
    heading_start = mark.heading_start
    if mark.style.name in ("narrated", "spoken") and (
        words := _LEADING_WORDS.match(text[heading_start : heading_start + 9])
    ):
        heading_start += words.end()
    bracketed = _BRACKETED.match(text, heading_start) if mark.style.name == "article" else None
    if bracketed is not None:
        heading_start, heading_end = bracketed.span(1)
    else:
        heading_end = _heading_end(text, mark, heading_start, following)
    return Section(
        start=mark.start,
        heading_start=heading_start,
        heading_end=heading_end,
        end=end,
        depth=depth,
        kind="part" if mark.style.name == "narrated" else mark.style.name,
        number=reading.printed(mark.number_start, mark.number_end),
        heading=reading.slice(heading_start, heading_end),
        parent=parent,
    )


def _heading_end(text: str, mark: Mark, start: int, following: Mark | None) -> int:
    bound = min(len(text), start + _LONGEST_HEADING)
    stop = _STOP.search(text, start, bound)
    end = stop.start() if stop else bound
    if following is not None and start < following.start < end:
        end = following.start
    if mark.style.name == "narrated" and (comma := re.search("[,，]", text[start:end])):
        end = start + comma.start()
    return start + len(text[start:end].rstrip(" \t,、"))


def _flag_half_brackets(reading: Reading) -> None:
    """Numbers such as `1)` that stand where others of the text have `(1)`, or that come in a row."""
    for section in reading.sections:
        if section.kind not in ("arabic_bracket", "chinese_bracket"):
            continue
        printed = reading.text[section.start : section.heading_start].strip()
        before = reading.text[max(0, section.start - _NEARBY) : section.start]
        if printed.startswith("(") or before.rpartition("\n")[2].strip():
            continue
        end = section.start + len(printed)
        reading.facts.append(
            Fact(
                kind="flag",
                start=section.start,
                end=end,
                rule="damage.half_bracket",
                data={
                    "flag": "half_bracket",
                    "severity": "low",
                    "reason": f"编号“{printed}”只有半个括号 / half a bracket",
                },
                candidate_readings=({"reading": f"({printed}"},),
            )
        )
