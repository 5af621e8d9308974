"""The tables of platforms, hosts, fields, types and documents: columns, sorting, pages, files.

A list page is its address: `q` filters, `sort` orders, `after` says how many rows lie before the page.
With .json or .csv after its path the same address gives all rows that the pages show.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask import Response
from werkzeug.datastructures import MultiDict

from api import payload
from api.console import defused
from api.view import t, to
from api.view_words import Words
from graph.errors import BadParameter
from graph.store import Rows

PAGE = 50
_ALL = 1_000_000
Show = Literal[
    "name", "node", "nodes", "text", "printed", "number", "year", "status", "kind", "read"
]


@dataclass(frozen=True)
class Column:
    """A column: the row's key, its heading, how it is shown; `label` and `ids` where it names nodes;
    `sort` where the table can be ordered by it."""

    key: str
    words: Words
    show: Show = "text"
    label: str = ""
    ids: str = ""
    sort: str = ""


@dataclass(frozen=True)
class ListPage:
    """One of the tables."""

    path: str
    query: str
    words: Words
    about: Words
    columns: tuple[Column, ...]
    default_sort: str


PLATFORMS = ListPage(
    "platforms",
    "list_platforms",
    ("平台", "Platforms"),
    ("名单中列出的平台，一行一个。", "Platforms that rosters list, one a row."),
    (
        Column("platform", ("名称", "Name"), "name", "Platform", "platform_id", "name"),
        Column("hosts", ("依托单位", "Host units"), "nodes", "HostUnit", "host_ids"),
        Column("types", ("类型", "Type"), "nodes", "PlatformType", "type_ids"),
        Column("fields", ("领域", "Field"), "nodes", "Field", "field_ids"),
        Column("region", ("地区", "Region"), "node", "Region", "region_id"),
        Column("year", ("认定", "Recognised"), "year", sort="year"),
        Column("result", ("最近评估", "Last evaluation"), "printed"),
        Column("status", ("状态", "State"), "status"),
        Column("rosters", ("名单", "Rosters"), "number", sort="rosters"),
    ),
    "name",
)
HOSTS = ListPage(
    "hosts",
    "list_hosts",
    ("依托单位", "Host units"),
    ("名单中依托、共建平台的单位。", "Units that host or co-host platforms in rosters."),
    (
        Column("host", ("名称", "Name"), "name", "HostUnit", "host_id", "name"),
        Column("platforms", ("平台", "Platforms"), "number", sort="platforms"),
        Column("fields", ("领域", "Fields"), "number"),
        Column("types", ("平台类型", "Platform types"), "nodes", "PlatformType"),
    ),
    "platforms",
)
FIELDS = ListPage(
    "fields",
    "list_fields",
    ("领域", "Fields"),
    (
        "平台名称与文件里写到的领域；分类表收了的有上位领域，其余照原文。",
        "Fields that platforms' names and documents speak of; those of the taxonomy have a broader one.",
    ),
    (
        Column("field", ("名称", "Name"), "name", "Field", "field_id", "name"),
        Column("above", ("上位领域", "Broader field"), "node", "Field", "above_id"),
        Column("platforms", ("平台", "Platforms"), "number", sort="platforms"),
        Column("hosts", ("依托单位", "Host units"), "number"),
        Column("documents", ("提到它的文件", "Documents naming it"), "number"),
    ),
    "platforms",
)
TYPES = ListPage(
    "types",
    "list_types",
    ("平台类型", "Platform types"),
    ("文件与名单里的平台类型。", "Types of platforms in documents and rosters."),
    (
        Column("type", ("名称", "Name"), "name", "PlatformType", "type_id", "name"),
        Column("category", ("类别", "Category"), "node", "Category", "category_id"),
        Column("level", ("级别", "Level"), "printed"),
        Column("platforms", ("名单中的平台", "Platforms in rosters"), "number", sort="platforms"),
        Column("targets", ("建设目标", "Targets"), "number"),
        Column("documents", ("来源", "Sources"), "number"),
    ),
    "platforms",
)
DOCUMENTS = ListPage(
    "documents",
    "list_documents",
    ("政策文件", "Documents"),
    (
        "读入了原文的文件与名单在前，只被引用的在后。",
        "Documents and rosters whose text was read come first, then those only cited.",
    ),
    (
        Column("document", ("标题", "Title"), "name", "GoverningDocument", "document_id", "name"),
        Column("doc_number", ("发文字号", "Number"), "printed"),
        Column("kind", ("文种", "Kind"), "kind"),
        Column("issued_on", ("成文日期", "Issued on"), sort="date"),
        Column("issuers", ("发文机关", "Issued by"), "nodes", "Agency", "issuer_ids"),
        Column("platforms", ("平台", "Platforms"), "number", sort="platforms"),
        Column("targets", ("目标", "Targets"), "number"),
        Column("flags", ("旗标", "Flags"), "number"),
        Column("was_read", ("原文", "Text"), "read"),
    ),
    "date",
)
LISTS = {one.path: one for one in (PLATFORMS, HOSTS, FIELDS, TYPES, DOCUMENTS)}


@dataclass(frozen=True)
class ListView:
    """A page of a table, as the template shows it."""

    spec: ListPage
    rows: Rows
    total: int
    q: str
    sort: str
    after: int
    #: How many rows there would be without the filter; asked for where none are left.
    unfiltered: int

    @property
    def first(self) -> int:
        """Number of the first row shown."""
        return self.after + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.after + len(self.rows)

    def at(self, **changes: Any) -> str:
        """The address of this table with some parameters changed."""
        query = {"q": self.q, "sort": self.sort, "after": self.after} | changes
        if query["sort"] == self.spec.default_sort:
            query["sort"] = ""
        return to(f"/{self.spec.path}", **{k: v for k, v in query.items() if v})

    def file(self, suffix: str) -> str:
        """The address of the same rows as a file."""
        sort = "" if self.sort == self.spec.default_sort else self.sort
        return to(f"/{self.spec.path}.{suffix}", q=self.q, sort=sort, lang=None)


def list_view(spec: ListPage, args: MultiDict[str, str]) -> ListView:
    """The page of a table that an address asks for."""
    q, sort, after = _asked(spec, args)
    rows = payload.kept(spec.query, q=q, sort=sort, skip=after, limit=PAGE)
    total = rows[0]["total"] if rows else 0
    unfiltered = 0
    if not rows:
        whole = payload.kept(spec.query, q="", sort=sort, skip=0, limit=1)
        unfiltered = whole[0]["total"] if whole else 0
    return ListView(spec, rows, total, q, sort, after, unfiltered)


def _asked(spec: ListPage, args: MultiDict[str, str]) -> tuple[str, str, int]:
    sorts = {column.sort for column in spec.columns if column.sort}
    sort = args.get("sort", "")
    return (
        args.get("q", "").strip(),
        sort if sort in sorts else spec.default_sort,
        whole(args, "after"),
    )


def whole(args: MultiDict[str, str], name: str) -> int:
    """A parameter that counts something; 0 where it is not there. Raises BadParameter."""
    words = args.get(name, "0") or "0"
    if not (words.isascii() and words.isdecimal()) or len(words) > 12:
        raise BadParameter(
            f"{name} 应为不小于 0 的整数。", f"{name} must be a whole number from 0."
        )
    return int(words)


def list_file(spec: ListPage, suffix: str, args: MultiDict[str, str]) -> Response:
    """All rows of a table as JSON or CSV."""
    q, sort, _ = _asked(spec, args)
    rows = payload.run(spec.query, q=q, sort=sort, skip=0, limit=_ALL)
    columns = [column for column in (rows[0] if rows else {}) if column != "total"]
    return as_file(spec.path, suffix, columns, rows)


def as_file(name: str, suffix: str, columns: Sequence[str], rows: Rows) -> Response:
    """Rows as a file: JSON as they are, CSV for spreadsheets, with formulas defused."""
    if suffix == "json":
        shown = [{column: row[column] for column in columns} for row in rows]
        body = json.dumps(shown, ensure_ascii=False, default=str)
        return Response(body, content_type="application/json; charset=utf-8")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([defused(cell(row[column])) for column in columns] for row in rows)
    # Excel takes a file for UTF-8 only if it begins with a byte order mark.
    response = Response(f"\ufeff{buffer.getvalue()}", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("是", "yes") if value else t("否", "no")
    if isinstance(value, (list, tuple)):
        return "、".join(cell(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def pairs(ids: Iterable[str] | None, names: Iterable[str] | None) -> list[tuple[str, str]]:
    """Ids and names that belong together; names without ids stand alone."""
    known = list(names or [])
    return list(zip(ids or [""] * len(known), known, strict=False))
