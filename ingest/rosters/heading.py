"""What stands above a table's rows and holds for all of them, or for those below a row of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import lexicons
from ingest.components.reading import TypeMention
from ingest.components.types import find_mentions
from ingest.document import Cell, Document, Table
from ingest.names import PlatformName
from ingest.text import fold

YEAR = re.compile(r"(?:19|20)\d{2}")
BATCH = re.compile(r"第[〇零一二三四五六七八九十百\d]+批")
_CAPTION_REACH, _CAPTION_LINES, _LONGEST_CAPTION = 200, 3, 60
#: What a heading has that says what its table lists.
SAYS_WHAT = re.compile(r"名单|结果|一览表|情况表|汇总表|明细|清单|台账|撤销|更名|变更|调整")
_NUMBERING = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．:：]?|[(（]?\d{1,3}[)）]?[、.．](?!\d))\s*"
)
_COUNT = re.compile(
    r"\s*[(（]?\s*(?:共计?|合计|计)?\s*[\d一二三四五六七八九十百]+\s*[家个所项处]\s*[)）]?\s*"
)
_LAST = re.compile(
    r"^\s*(?:合\s*计|小\s*计|总\s*计|共\s*计|总\s*数|备\s*注|注\s*[:：\d]|说\s*明|填表|制表)"
)
_GRADED = re.compile(
    r"(?:(?:评估|考核|评价|考评|复核|验收)?(?:等[次级]|结果|结论)?为?[“\"「]?(?P<grade>{words})[”\"」]?(?:等[次级]|档次?)?)"
    r"(?:的)?(?:平台|单位|企业|实验室|中心|基地)?(?:名单)?"
)


@dataclass
class Heading:
    """What stands above a table's rows and holds for all of them."""

    title: str = ""
    #: The words nearest to the table that say what it lists: its own rows, the lines above it, its sheet,
    #: else the document's title.
    subject: str = ""
    date: str | None = None
    year: int | None = None
    batch: str | None = None
    region: str | None = None
    #: A type or a grade that a row between the rows gives to those below it.
    type: PlatformName | None = None
    result: str | None = None
    result_place: tuple[int, int] | None = None


def heading_of(
    document: Document, table: Table, header: int, title: str | None, caption: list[str] | None
) -> Heading:
    """The rows above the header, the lines above the table, the sheet's name and the file's."""
    above = [
        cell.value
        for row in table.rows[:header]
        for cell in row
        if cell is not None and cell.is_origin
    ]
    if caption is None:
        caption = _caption(document, table)
    words = [*above, *caption, title or "", table.name, document.path.stem]
    heading = Heading(title=" ".join(filter(None, words)))
    nearest = [" ".join(above), " ".join(caption), table.name]
    heading.subject = next((w for w in nearest if SAYS_WHAT.search(fold(w))), heading.title)
    for text in words:
        if heading.year is None and (found := YEAR.search(fold(text))):
            heading.year = int(found[0])
        if heading.batch is None and (batch := BATCH.search(text)):
            heading.batch = batch[0]
    for row in table.rows[:header]:
        cells = [cell for cell in row if cell is not None and cell.is_origin]
        if len(cells) == 1 and _is_counted(cells[0].value):
            note_group(heading, cells[0])
    return heading


def _is_counted(words: str) -> bool:
    """Whether a row above the header is a caption with a number or a count, and no title."""
    return _NUMBERING.match(fold(words)) is not None or _COUNT.search(fold(words)) is not None


def _caption(document: Document, table: Table) -> list[str]:
    """The short lines right above a table: 附件2, 撤销省级企业技术中心资格的企业名单."""
    above = document.text[max(0, table.start - _CAPTION_REACH) : table.start].splitlines()
    lines: list[str] = []
    for line in reversed([one.strip() for one in above if one.strip()]):
        if (
            len(line) > _LONGEST_CAPTION
            or "\t" in line
            or line.endswith(("。", "；", "日", ":", "："))
        ):
            break
        lines.insert(0, line)
        if line.startswith("附件") or len(lines) == _CAPTION_LINES:
            break
    return lines


def type_in(words: str) -> PlatformName | None:
    """The type that words give to all rows; of two words for one type the one with a level or region."""
    mentions = [m for m in find_mentions(words) if not m.entry.generic]
    if not mentions:
        return None
    same = [m for m in mentions if m.entry is mentions[0].entry]
    best = next((m for m in same if m.prefix), same[0])
    return _as_name(words, best)


def _as_name(words: str, mention: TypeMention) -> PlatformName:
    printed = words[mention.start : mention.end]
    return PlatformName(mention.entry, printed, mention.level, mention.region, "")


def is_last_row(words: str) -> bool:
    """Whether a row counts, remarks or signs, and lists nothing: 合计, 注：."""
    return _LAST.match(words) is not None


def bare_caption(words: str) -> str:
    """A caption without its numbering and count: 一、自治区重点实验室（5家） → 自治区重点实验室."""
    bare = _NUMBERING.sub("", fold(words), count=1)
    return _COUNT.sub("", bare).strip(" :。;,\t\n()")


def note_group(heading: Heading, cell: Cell) -> bool:
    """Let a row of one cell between the rows hold from here on: a region, a batch, a type, a grade.
    False where it says none of these."""
    bare = bare_caption(cell.value)
    region = bare if bare in lexicons.region_forms() else None
    batch, year = BATCH.search(bare), YEAR.search(bare)
    kind = None if region or batch else _type_alone(bare)
    grade = _grade().fullmatch(bare)
    if region:
        heading.region = region
    if batch:
        heading.batch = batch[0]
    if year and (batch or re.fullmatch(r"\d{4}年?度?", bare)):
        heading.year = int(year[0])
    if kind is not None:
        heading.type, heading.result = kind, None
    if grade is not None:
        heading.result = grade["grade"]
        heading.result_place = (cell.start, cell.end)
    return bool(region or batch or kind or grade or re.fullmatch(r"\d{4}年?度?", bare))


def _type_alone(words: str) -> PlatformName | None:
    """The type that a caption names, and nothing beside it but a year or 名单."""
    rest = re.sub(
        r"^(?:(?:19|20)\d{2}年度?)?(?:拟?(?:新?认定|批准|备案|新建|组建|立项)的?)?|(?:认定)?名单$",
        "",
        words,
    )
    mentions = find_mentions(rest)
    if not mentions or mentions[-1].start > 0 or mentions[-1].end < len(rest):
        return None
    if mentions[-1].entry.generic:
        return None
    return _as_name(rest, mentions[-1])


@cache
def _grade() -> re.Pattern[str]:
    words = lexicons.alternatives(lexicons.word_set("grades"))
    return re.compile(_GRADED.pattern.replace("{words}", words))
