"""The section tree: every numbered unit of an official document.

Matches "第二章 …", "第七条 …", "一、…", "（一）…", "1. …", "2.1 …", "(1)…", "1)…" (half a bracket lost), "①…",
"一是…", each at the start of a line. Not "2022.5.1" or "1.5倍", not a number inside a sentence, and not
the numbered names of attachments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.reading import Reading, Section, reading_of
from ingest.facts import Fact

_CN = "[〇零一二三四五六七八九十百]+"


@dataclass(frozen=True)
class _Style:
    """A way of numbering; `rank` orders the ways from the outside in."""

    name: str
    rank: int
    pattern: str


_STYLES = (
    _Style("part", 1, rf"第(?:{_CN}|\d{{1,2}})(?:部分|编|篇)"),
    _Style("chapter", 2, rf"第(?:{_CN}|\d{{1,3}})章"),
    _Style("division", 3, rf"第(?:{_CN}|\d{{1,3}})节"),
    _Style("article", 4, rf"第(?:{_CN}|\d{{1,4}})条(?:之{_CN})?"),
    _Style("chinese", 5, rf"{_CN}(?=[、.])"),
    _Style("chinese_bracket", 6, rf"\((?P<cb>{_CN})\)|(?P<ch>{_CN})\)|[㈠-㈩]"),
    _Style("arabic", 7, r"\d{1,2}(?=[.、](?!\d))|\d{1,2}(?=．)|[⒈-⒛]"),
    _Style("decimal", 8, r"\d{1,2}\.\d{1,2}(?=\.?[ \t]+[\u4e00-\u9fff])"),
    _Style("decimal_below", 9, r"\d{1,2}(?:\.\d{1,2}){2,3}(?=\.?[ \t]+[\u4e00-\u9fff])"),
    _Style("arabic_bracket", 10, r"\((?P<ab>\d{1,2})\)|(?P<ah>\d{1,2})\)|[⑴-⒇]"),
    _Style("circled", 11, r"[①-⑳]"),
    _Style("spoken", 12, r"[一二三四五六七八九十]{1,2}(?=是)"),
)
_LINE = re.compile(
    r"^[ \t#>*]*(?:" + "|".join(f"(?P<{s.name}>{s.pattern})" for s in _STYLES) + r")[.、．:：\s]*",
    re.MULTILINE,
)
_STOP = re.compile(r"[。;:!?；：]|\n")
#: Names of attachments, the first beside 附件: and the others on lines of their own.
_ATTACHMENTS = re.compile(
    r"^[ \t]*附件[ \t]*[:：]?[ \t]*1[.、．][^\n]*(?:\n[ \t]*\d{1,2}[.、．][^\n。;；]*(?=\n|$))*",
    re.MULTILINE,
)
_LEADING_WORDS = re.compile(r"^(?:是|为|,|，)+")
_CONTENTS_LINE = re.compile(r"[.…·]{4,}\s*\d{1,3}\s*$")
_LONGEST_HEADING = 200


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
    found: list[Section] = []
    open_sections: list[tuple[int, int]] = []  # (rank, index in found)
    attachments = [match.span() for match in _ATTACHMENTS.finditer(text)]
    for match in _LINE.finditer(text):
        style = next(s for s in _STYLES if match[s.name] is not None)
        line_end = text.find("\n", match.end())
        line = text[match.end() : line_end if line_end >= 0 else len(text)]
        if not line.strip() or _CONTENTS_LINE.search(line):
            continue
        if any(start <= match.start() < end for start, end in attachments):
            continue
        while open_sections and open_sections[-1][0] >= style.rank:
            _close(found, open_sections.pop()[1], match.start(style.name))
        parent = found[open_sections[-1][1]] if open_sections else None
        found.append(_section(reading, match, style, parent, len(open_sections) + 1))
        open_sections.append((style.rank, len(found) - 1))
    while open_sections:
        _close(found, open_sections.pop()[1], len(text))
    return _linked(found)


def _section(
    reading: Reading, match: re.Match[str], style: _Style, parent: Section | None, depth: int
) -> Section:
    text = reading.text
    start, heading_start = match.start(style.name), match.end()
    if style.name in ("part", "spoken") and (words := _LEADING_WORDS.match(text[heading_start:])):
        heading_start += words.end()
    stop = _STOP.search(text, heading_start)
    heading_end = min(stop.start() if stop else len(text), heading_start + _LONGEST_HEADING)
    if style.name == "part":
        comma = re.search(r"[,，]", text[heading_start:heading_end])
        heading_end = heading_start + comma.start() if comma else heading_end
    heading_end = heading_start + len(text[heading_start:heading_end].rstrip())
    group = next(g for g in ("cb", "ch", "ab", "ah", style.name) if match[g])
    return Section(
        start=start,
        heading_start=heading_start,
        heading_end=heading_end,
        end=len(text),
        depth=depth,
        kind=style.name,
        number=reading.slice(*match.span(group)),
        heading=reading.slice(heading_start, heading_end),
        parent=parent,
    )


def _close(found: list[Section], index: int, end: int) -> None:
    found[index] = Section(**{**found[index].__dict__, "end": end})


def _linked(found: list[Section]) -> list[Section]:
    """The same sections, each pointing at its closed parent."""
    closed: dict[int, Section] = {}
    linked = []
    for section in found:
        parent = closed[section.parent.start] if section.parent else None
        closed[section.start] = Section(**{**section.__dict__, "parent": parent})
        linked.append(closed[section.start])
    return linked


def _flag_half_brackets(reading: Reading) -> None:
    """Numbers such as `1)` that stand where others of the text have `(1)`, or that come in a row."""
    for section in reading.sections:
        if section.kind not in ("arabic_bracket", "chinese_bracket"):
            continue
        printed = reading.text[section.start : section.heading_start].strip()
        if printed.startswith("("):
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
