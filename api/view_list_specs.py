"""The five tables as pages show them: columns, and filters with their words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from api.view_finding_words import FINDING_KINDS
from api.view_words import DOCUMENT_KINDS, HOST_KINDS, ROLES, STATUS, Words

Show = Literal[
    "name",
    "node",
    "nodes",
    "text",
    "printed",
    "number",
    "year",
    "status",
    "coded",
    "read",
    "issues",
]


@dataclass(frozen=True)
class Column:
    """A column: the row's key, its heading, how it is shown; `label` and `ids` where it names nodes;
    `most` how many of them; the words for its codes; `sort` where the table can be ordered by it;
    `is_extra` where it is shown only if asked for."""

    key: str
    words: Words
    show: Show = "text"
    label: str = ""
    ids: str = ""
    sort: str = ""
    most: int = 3
    codes: dict[str, Words] = field(default_factory=dict)
    is_extra: bool = False


@dataclass(frozen=True)
class Facet:
    """A filter: its parameter, its heading, the label of the nodes that are its values, or the words
    for its codes. One that is hidden shows in chips alone."""

    name: str
    words: Words
    label: str = ""
    codes: dict[str, Words] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True)
class ListPage:
    """One of the tables."""

    path: str
    words: Words
    #: What its rows are called after a number.
    noun: Words
    about: Words
    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    #: What its years are; empty where it has none.
    years: Words | None = None


_GRADES: dict[str, Words] = {"none": ("未参加", "Not evaluated")}
_ISSUES: dict[str, Words] = {
    "duplicate": ("待核重复", "Possible duplicates"),
    "flag": ("有旗标", "Flagged"),
    "no_host": ("缺依托单位", "No host unit"),
}
_KNOWN_FROM: dict[str, Words] = {
    "platforms": ("有平台", "Has platforms"),
    "documents": ("有文件提到", "Named by documents"),
    "documents_only": ("文件提到而无平台", "Named, but no platform"),
}
_MAPPED: dict[str, Words] = {
    "true": ("已归入分类表", "In the taxonomy"),
    "false": ("照原文，未归类", "As printed, not mapped"),
}
_READ: dict[str, Words] = {
    "true": ("原文已读", "Text was read"),
    "false": ("只被引用", "Only cited"),
}

PLATFORMS = ListPage(
    "platforms",
    ("平台", "Platforms"),
    ("个", "platforms"),
    ("名单中列出的平台，一行一个。", "Platforms that rosters list, one a row."),
    (
        Column("platform", ("名称", "Name"), "name", "Platform", "platform_id", "name"),
        Column("hosts", ("依托单位", "Host units"), "nodes", "HostUnit", "host_ids", most=1),
        Column("types", ("类型", "Type"), "nodes", "PlatformType", "type_ids", most=1),
        Column("fields", ("领域", "Field"), "nodes", "Field", "field_ids", most=1),
        Column("region", ("地区", "Region"), "node", "Region", "region_id"),
        Column("year", ("认定", "Recognised"), "year", sort="year"),
        Column("result", ("最近评估", "Last evaluation"), "printed"),
        Column("status", ("状态", "State"), "status"),
        Column("findings", ("发现", "Findings"), "issues"),
        Column("level", ("级别", "Level"), "printed", is_extra=True),
        Column("rosters", ("名单", "Rosters"), "number", sort="rosters", is_extra=True),
    ),
    (
        Facet("type", ("类型", "Type"), "PlatformType"),
        Facet("host_kind", ("依托单位性质", "Kind of host"), "HostUnit", HOST_KINDS),
        Facet("field", ("领域", "Field"), "Field"),
        Facet("eval", ("最近评估", "Last evaluation"), codes=_GRADES),
        Facet("status", ("状态", "State"), codes=STATUS),
        Facet("issue", ("问题", "Issues"), codes=_ISSUES),
        Facet("finding", ("待核发现", "Findings to review"), codes=FINDING_KINDS),
        Facet("region", ("地区", "Region"), "Region"),
        Facet("category", ("类别", "Category"), "Category"),
        Facet("level", ("级别", "Level")),
        Facet("host", ("依托单位", "Host unit"), "HostUnit", is_hidden=True),
    ),
    ("认定年", "Recognised in"),
)
HOSTS = ListPage(
    "hosts",
    ("依托单位", "Host units"),
    ("个", "host units"),
    ("名单中依托、共建平台的单位。", "Units that host or co-host platforms in rosters."),
    (
        Column("host", ("名称", "Name"), "name", "HostUnit", "host_id", "name"),
        Column("kind", ("性质", "Kind"), "coded", codes=HOST_KINDS),
        Column("platforms", ("平台", "Platforms"), "number", sort="platforms"),
        Column("fields", ("领域", "Fields"), "number", sort="fields"),
        Column("types", ("平台类型", "Platform types"), "nodes", "PlatformType", "type_ids"),
        Column("region", ("地区", "Region"), "node", "Region", "region_id", is_extra=True),
        Column("credit_codes", ("信用代码", "Credit codes"), is_extra=True),
    ),
    (
        Facet("kind", ("性质", "Kind"), codes=HOST_KINDS),
        Facet("type", ("平台类型", "Platform types"), "PlatformType"),
        Facet("field", ("领域", "Fields"), "Field"),
        Facet("region", ("地区", "Region"), "Region"),
    ),
)
FIELDS = ListPage(
    "fields",
    ("领域", "Fields"),
    ("个", "fields"),
    (
        "平台名称与文件里写到的领域；分类表收了的有上位领域，其余照原文。",
        "Fields that platforms' names and documents speak of; those of the taxonomy have a broader one.",
    ),
    (
        Column("field", ("名称", "Name"), "name", "Field", "field_id", "name"),
        Column("above", ("上位领域", "Broader field"), "node", "Field", "above_id"),
        Column("platforms", ("平台", "Platforms"), "number", sort="platforms"),
        Column("hosts", ("依托单位", "Host units"), "number", sort="hosts"),
        Column("documents", ("提到它的文件", "Documents naming it"), "number", sort="documents"),
    ),
    (
        Facet("above", ("上位领域", "Broader field"), "Field"),
        Facet("known_from", ("见于", "Known from"), codes=_KNOWN_FROM),
        Facet("mapped", ("归类", "Taxonomy"), codes=_MAPPED),
    ),
)
TYPES = ListPage(
    "types",
    ("平台类型", "Platform types"),
    ("种", "types"),
    ("文件与名单里的平台类型。", "Types of platforms in documents and rosters."),
    (
        Column("type", ("名称", "Name"), "name", "PlatformType", "type_id", "name"),
        Column("category", ("类别", "Category"), "node", "Category", "category_id"),
        Column("level", ("级别", "Level"), "printed"),
        Column("platforms", ("名单中的平台", "Platforms in rosters"), "number", sort="platforms"),
        Column("targets", ("建设目标", "Targets"), "number", sort="targets"),
        Column("documents", ("来源", "Sources"), "number", sort="documents"),
    ),
    (
        Facet("category", ("类别", "Category"), "Category"),
        Facet("level", ("级别", "Level")),
        Facet("rule", ("文件的规定", "What documents rule"), codes=ROLES),
    ),
)
DOCUMENTS = ListPage(
    "documents",
    ("政策文件", "Documents"),
    ("份", "documents"),
    (
        "读入了原文的文件与名单在前，只被引用的在后。",
        "Documents and rosters whose text was read come first, then those only cited.",
    ),
    (
        Column("document", ("标题", "Title"), "name", "GoverningDocument", "document_id", "name"),
        Column("doc_number", ("发文字号", "Number"), "printed"),
        Column("kind", ("文种", "Kind"), "coded", codes=DOCUMENT_KINDS),
        Column("issued_on", ("成文日期", "Issued on"), sort="date"),
        Column("issuers", ("发文机关", "Issued by"), "nodes", "Agency", "issuer_ids"),
        Column("platforms", ("平台", "Platforms"), "number", sort="platforms"),
        Column("targets", ("目标", "Targets"), "number", sort="targets"),
        Column("flags", ("旗标", "Flags"), "number", sort="flags"),
        Column("was_read", ("原文", "Text"), "read"),
        Column("cited_by", ("被引", "Cited by"), "number", is_extra=True),
    ),
    (
        Facet("kind", ("文种", "Kind"), codes=DOCUMENT_KINDS),
        Facet("issuer", ("发文机关", "Issued by"), "Agency"),
        Facet("read", ("原文", "Text"), codes=_READ),
        Facet("issue", ("问题", "Issues"), codes=_ISSUES),
    ),
    ("成文年", "Issued in"),
)
LISTS = {one.path: one for one in (PLATFORMS, HOSTS, FIELDS, TYPES, DOCUMENTS)}
