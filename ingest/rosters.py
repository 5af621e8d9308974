"""Rosters: the tables of a document as platform rows.

A table is a roster when one of its first rows names its columns (the synonyms are a lexicon) and one
column holds platform names. Rows above the header are its title; a row that only names a region or a
batch holds for the rows below it. What a row does not say stays empty.

From a title that speaks of withdrawal the rows are withdrawn platforms, and a column of grades makes
evaluations: one fact each, beside the platform's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest import lexicons
from ingest.components.groups import is_host
from ingest.components.types import find_mentions
from ingest.document import Cell, Document, Table
from ingest.facts import CellPlace, Fact
from ingest.lexicons import PlatformTypeEntry
from ingest.names import PlatformName, parse_platform_name, split_hosts
from ingest.text import fold, unstretched

_HEADER_ROWS = 12
_YEAR = re.compile(r"(?:19|20)\d{2}")
_BATCH = re.compile(r"第[〇零一二三四五六七八九十百\d]+批")
_WITHDRAWN = re.compile(r"撤销|撤消|取消|淘汰|摘牌|退出|不再纳入|不再列入|注销")
_EVALUATED = re.compile(r"评估|考核|评价|复核")
_NUMBERED = re.compile(r"^\s*\d+\s*$")
_DROPPED_HEADER = re.compile(r"[\s:：*()（）]+")
_LEAST_NAMES = 0.5
_SHORTEST_TITLE = 6
_CAPTION_REACH, _CAPTION_LINES, _LONGEST_CAPTION = 200, 3, 60
#: What a heading has that says what its table lists.
_SAYS_WHAT = re.compile(r"名单|结果|一览表|情况表|汇总表|明细|清单|撤销|更名|变更")
_PROPOSED = re.compile(r"拟|公示")


@dataclass
class _Heading:
    """What stands above a table's rows and holds for all of them."""

    title: str = ""
    #: The words nearest to the table that say what it lists: its own rows, the lines above it, its sheet,
    #: else the document's title.
    subject: str = ""
    date: str | None = None
    year: int | None = None
    batch: str | None = None
    region: str | None = None


@dataclass
class _Roster:
    table: Table
    columns: dict[str, int]
    first_row: int
    heading: _Heading
    default_type: PlatformName | None = None
    facts: list[Fact] = field(default_factory=list)


def read_rosters(
    document: Document, title: str | None = None, date: str | None = None
) -> list[Fact]:
    """The platform, evaluation and event facts of a document's tables.

    title, date: the document's own, where it has them; the title counts like a title row.
    """
    facts: list[Fact] = []
    for table in document.tables:
        roster = _as_roster(document, table, title)
        if roster is None:
            continue
        roster.heading.date = date
        if title is None and (own := _own_title(roster)):
            facts.append(own)
            title = str(own.data["title"])
        facts.extend(_rows(roster))
    return facts


def _own_title(roster: _Roster) -> Fact | None:
    """The title row above a table as the document's title, where there is no other."""
    for row in roster.table.rows[: roster.first_row - 1]:
        cells = [cell for cell in row if cell is not None and cell.is_origin]
        if len(cells) == 1 and len(cells[0].value.strip()) >= _SHORTEST_TITLE:
            kind = "evaluation" if _EVALUATED.search(cells[0].value) else "roster"
            data = {"title": cells[0].value.strip(), "kind": kind}
            return Fact("document", cells[0].start, cells[0].end, "roster.title", data)
    return None


# Header


@cache
def _roles() -> dict[str, str]:
    return {
        _header_key(header): role
        for header, role in lexicons.words("roster_headers", "role").items()
    }


def _header_key(words: str) -> str:
    return _DROPPED_HEADER.sub("", fold(words)).lower()


def _role_of(words: str) -> str | None:
    key = _header_key(words)
    role = _roles().get(key)
    if role is None and key.endswith(("名称", "名单")) and _names_type(key):
        return "platform"  # 企业技术中心名称, 省级重点实验室名称
    if role is None and _names_type(key) and parse_platform_name(key).field == "":
        return "platform"
    return role


def _names_type(words: str) -> bool:
    return any(form in words for form in lexicons.platform_type_forms())


def _as_roster(document: Document, table: Table, title: str | None) -> _Roster | None:
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for cell in row:
            if cell is None or not cell.is_origin:
                continue
            role = _role_of(cell.value)
            if role is not None:
                columns.setdefault(role, cell.column)
        if len(columns) < 2:
            continue
        _prefer_new_name(columns)
        heading = _heading(document, table, index, title)
        if "platform" not in columns and _lists_hosts(columns, heading):
            columns["platform"] = columns["hosts"]
        if "platform" not in columns:
            return None
        roster = _Roster(table, columns, index + 1, heading)
        roster.default_type = _default_type(roster)
        return roster if _has_platform_names(roster) else None
    return None


def _prefer_new_name(columns: dict[str, int]) -> None:
    if "new_name" in columns:
        columns["platform"] = columns["new_name"]


def _lists_hosts(columns: dict[str, int], heading: _Heading) -> bool:
    """Whether a table of firms tells what has become of their platforms, or how they were graded: a list of
    企业技术中心 names no more than the firms."""
    tells = "result" in columns or _events_told(heading.subject)
    return "hosts" in columns and bool(tells) and _names_type(fold(heading.title))


def _heading(document: Document, table: Table, header: int, title: str | None) -> _Heading:
    """The rows above the header, the sheet's name and the file's: the words that hold for all rows."""
    above = [
        cell.value
        for row in table.rows[:header]
        for cell in row
        if cell is not None and cell.is_origin
    ]
    caption = _caption(document, table)
    words = [*above, *caption, title or "", table.name, document.path.stem]
    heading = _Heading(title=" ".join(filter(None, words)))
    nearest = [" ".join(above), " ".join(caption), table.name]
    heading.subject = next((w for w in nearest if _SAYS_WHAT.search(fold(w))), heading.title)
    for text in words:
        if heading.year is None and (found := _YEAR.search(text)):
            heading.year = int(found[0])
        if heading.batch is None and (batch := _BATCH.search(text)):
            heading.batch = batch[0]
    return heading


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


def _default_type(roster: _Roster) -> PlatformName | None:
    """The type that the heading or the name column's header gives to all rows; of two words for one
    type the one with a level or region."""
    header = roster.table.rows[roster.first_row - 1][roster.columns["platform"]]
    words = fold(f"{header.value if header else ''}\n{roster.heading.title}")
    mentions = [m for m in find_mentions(words) if not m.entry.generic]
    if not mentions:
        return None
    same = [m for m in mentions if m.entry is mentions[0].entry]
    best = next((m for m in same if m.prefix), same[0])
    return PlatformName(best.entry, words[best.start : best.end], best.level, best.region, "")


def _has_platform_names(roster: _Roster) -> bool:
    """Whether the name column's cells are names of platforms: half of them end with a head noun, or
    the heading says what type they are."""
    names = [row[1].value for row in _name_rows(roster)]
    if not names:
        return False
    typed = sum(parse_platform_name(name).entry is not None for name in names[:200])
    if typed >= _LEAST_NAMES * min(len(names), 200):
        return True
    return roster.default_type is not None and bool(
        {"hosts", "former_name"} & roster.columns.keys()
    )


# Rows


def _name_rows(roster: _Roster) -> Iterator[tuple[int, Cell]]:
    column = roster.columns["platform"]
    for index, row in enumerate(roster.table.rows[roster.first_row :], roster.first_row):
        cell = row[column] if column < len(row) else None
        if cell is not None and cell.value.strip() and not _is_header_again(row):
            yield index, cell


def _is_header_again(row: tuple[Cell | None, ...]) -> bool:
    named = [cell for cell in row if cell is not None and _role_of(cell.value) is not None]
    return len(named) >= 3


def _rows(roster: _Roster) -> Iterator[Fact]:
    heading = roster.heading
    for index, row in enumerate(roster.table.rows[roster.first_row :], roster.first_row):
        cells = [cell for cell in row if cell is not None and cell.value.strip()]
        origins = {cell.origin for cell in cells}
        if not cells or _is_header_again(row):
            continue
        if len(origins) == 1 and not _NUMBERED.match(cells[0].value):
            _note_group(heading, cells[0])
            if _column(roster, row, "platform") is not cells[0] or len(cells) > 1:
                continue
            if _is_group(cells[0].value):
                continue
        name = _column(roster, row, "platform")
        if name is not None and name.row == index:
            yield from _row_facts(roster, row, name)


def _is_group(words: str) -> bool:
    return words.strip() in lexicons.region_forms() or bool(_BATCH.fullmatch(words.strip()))


def _note_group(heading: _Heading, cell: Cell) -> None:
    """A row of one cell between the rows: a region or a batch that holds from here on."""
    words = re.sub(r"[(（].*[)）]|[一二三四五六七八九十]+、|[:：\s]", "", cell.value)
    if words in lexicons.region_forms():
        heading.region = words
    elif batch := _BATCH.search(words):
        heading.batch = batch[0]


def _row_facts(roster: _Roster, row: tuple[Cell | None, ...], name: Cell) -> Iterator[Fact]:
    data, spans = _row_data(roster, row, name)
    events = list(_events(roster, row, data))
    withdrawn = any(
        event["event"] == "withdrawn" and event["stage"] == "decided" for event in events
    )
    data["status"] = "withdrawn" if withdrawn else "listed"
    place = CellPlace(
        roster.table.name,
        roster.table.first_row + name.row + 1,
        name.column + 1,
        roster.table.place(name),
    )

    def fact(kind: Any, rule: str, more: dict[str, Any]) -> Fact:
        return Fact(kind, name.start, name.end, rule, more, cell=place, spans=spans)

    yield fact("platform", "roster.row", data)
    if data.get("result"):
        yield fact(
            "evaluation",
            "roster.result",
            {
                "platform": data["platform"],
                "result": data["result"],
                "year": data["year"] or roster.heading.year,
            },
        )
    for event in events:
        yield fact("event", f"roster.{event['event']}", event)


def _row_data(
    roster: _Roster, row: tuple[Cell | None, ...], name: Cell
) -> tuple[dict[str, Any], dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {}

    def value(role: str) -> str | None:
        cell = _column(roster, row, role)
        if cell is None:
            return None
        spans[role] = [(cell.start, cell.end)]
        return unstretched(cell.value).strip() or None

    hosts, co_hosts = _hosts(roster, row, spans)
    printed = unstretched(name.value).strip()
    parsed = parse_platform_name(printed, hosts)
    own_year = _year_of(value("year"))
    result = value("result")
    # The year of an evaluation or a withdrawal is not the year of recognition.
    is_listing = result is None and "withdrawn" not in _events_told(roster.heading.subject)
    data: dict[str, Any] = {
        "no": _plain_number(value("number")),
        "platform": printed.rstrip("*＊ "),
        "platform_type": _type_words(roster, parsed, value("type"), value("level")),
        "field": value("field") or (None if is_host(printed) else parsed.field) or None,
        "field_from": "column" if "field" in spans else "name",
        "level": value("level") or parsed.level,
        "hosts": hosts,
        "co_hosts": co_hosts,
        "former_host_names": _names(value("former_hosts")),
        "former_name": value("former_name"),
        "region": value("region") or roster.heading.region or _region_name(parsed),
        "year": own_year or (roster.heading.year if is_listing else None),
        "batch": value("batch") or roster.heading.batch,
        "result": result,
        "subtype": value("subtype"),
        "agency": value("agency"),
    }
    return data, spans


def _year_of(words: str | None) -> int | None:
    found = _YEAR.search(words) if words else None
    return int(found[0]) if found else None


def _column(roster: _Roster, row: tuple[Cell | None, ...], role: str) -> Cell | None:
    column = roster.columns.get(role)
    if column is None or column >= len(row):
        return None
    cell = row[column]
    return cell if cell is not None and cell.value.strip() else None


def _hosts(
    roster: _Roster, row: tuple[Cell | None, ...], spans: dict[str, list[tuple[int, int]]]
) -> tuple[list[str], list[str]]:
    hosts: list[str] = []
    co_hosts: list[str] = []
    spans["hosts"], spans["co_hosts"] = [], []
    for role in ("hosts", "co_hosts"):
        cell = _column(roster, row, role)
        if cell is None:
            continue
        for part in split_hosts(cell.value):
            is_co = part.is_co or role == "co_hosts"
            names, key = (co_hosts, "co_hosts") if is_co else (hosts, "hosts")
            name = unstretched(part.name)
            if name not in names:
                names.append(name)
                spans[key].append((cell.start + part.start, cell.start + part.end))
    return hosts, co_hosts


def _names(words: str | None) -> list[str]:
    return [part.name for part in split_hosts(words)] if words else []


def _type_words(
    roster: _Roster, parsed: PlatformName, column: str | None, level: str | None
) -> str | None:
    """The type of a row: its own column where that names one, else the name's, with the level that the
    heading or the level column adds."""
    named = parse_platform_name(column).entry if column else None
    if column and named is not None:
        is_short = not any(form in fold(column) for form in named.forms)
        # 国家级技术中心 in a column stands for the type that the heading names in full.
        return _full_type(roster, level) if is_short and _is_default(roster, named) else column
    if parsed.entry is not None and not parsed.entry.generic:
        words = parsed.entry.name
        if parsed.level or parsed.region:
            return _prefixed(parsed, words)
        if _is_default(roster, parsed.entry):
            return _full_type(roster, level)
        return f"{_level_prefix(level)}{words}"
    return _full_type(roster, level) if roster.default_type else column


def _is_default(roster: _Roster, entry: PlatformTypeEntry) -> bool:
    return roster.default_type is not None and roster.default_type.entry is entry


def _full_type(roster: _Roster, level: str | None) -> str | None:
    default = roster.default_type
    if default is None or default.entry is None:
        return None
    words = default.entry.name
    if default.level or default.region:
        return _prefixed(default, words)
    return f"{_level_prefix(level)}{words}"


def _prefixed(parsed: PlatformName, words: str) -> str:
    if parsed.region is not None:
        channel = "高校" if parsed.level == "高校" else ""
        return f"{parsed.region.short}{channel}{words}"
    if parsed.entry is not None and parsed.entry.level:
        return words
    return f"{_level_prefix(parsed.level)}{words}"


def _level_prefix(level: str | None) -> str:
    if not level:
        return ""
    return "国家" if level == "国家级" else level


def _region_name(parsed: PlatformName) -> str | None:
    return parsed.region.short if parsed.region else None


#: What words say happened to platforms, in order of telling.
_EVENTS = (
    (_WITHDRAWN, "withdrawn"),
    (
        re.compile(
            r"依托单位[^,，]{0,6}变更|变更[^,，]{0,6}依托单位|(?:运营|建设|承担)(?:单位|主体)变更"
        ),
        "host_changed",
    ),
    (re.compile(r"更名|改名|名称(?:变更|调整)|变更[^,，]{0,16}名称"), "renamed"),
    (re.compile(r"转建|转为"), "converted"),
    (re.compile(r"合并|并入"), "merged"),
)
_KEPT = re.compile(r"保留|不予撤销|不撤销|申请表|申报|情形|条件|办法")


def _events_told(words: str) -> list[str]:
    """The events that a heading or a cell tells of. A title may speak of several tables (评价结果和撤销…的通知),
    so only what is nearest to the table is asked."""
    folded = fold(words)
    if _KEPT.search(folded):
        return []
    return [name for pattern, name in _EVENTS if pattern.search(folded)]


def _events(
    roster: _Roster, row: tuple[Cell | None, ...], data: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """What happened to a row's platform: its own column says, else its columns of old names and hosts, else
    the heading."""
    heading = roster.heading
    common = {
        "platform": data["platform"],
        "platform_type": data["platform_type"],
        "host": data["hosts"][0] if data["hosts"] else None,
        "stage": "proposed" if _PROPOSED.search(heading.subject) else "decided",
        "date": heading.date,
    }
    cell = _column(roster, row, "event")
    told = _events_told(cell.value if cell is not None else heading.subject)
    is_graded = "result" in roster.columns and "结果" in heading.subject
    if cell is None and (is_graded or {"former_name", "former_hosts"} & roster.columns.keys()):
        # A title names several tables: the grades or changes stand here, the withdrawn in their own.
        told = [event for event in told if event != "withdrawn"]
    yield from _with_names(common, data["former_name"], data["platform"], told)
    if "host_changed" in told and data["former_host_names"] and data["hosts"]:
        old = data["former_host_names"][0]
        yield {**common, "event": "host_changed", "from": old, "to": data["hosts"][0]}
    if "withdrawn" in told:
        yield {**common, "event": "withdrawn"}


def _with_names(
    common: dict[str, Any], former: str | None, name: str, told: list[str]
) -> Iterator[dict[str, Any]]:
    """The events that give a platform another name: the old name is what they befall."""
    made = [event for event in told if event in ("converted", "merged")]
    if former and former != name:
        yield {**common, "event": made[0] if made else "renamed", "platform": former, "to": name}
    else:
        yield from ({**common, "event": event} for event in made)


def _plain_number(words: str | None) -> int | str | None:
    if words is None:
        return None
    return int(words) if words.isdecimal() else words
