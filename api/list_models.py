"""What the lists of the API take and give: filters and rows, one pair a list.

A filter that names a node takes its id. Rows have the columns of the named query behind the list.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.asked import AskedAsOf, NodeId, Text, Words

#: One filter takes no more values than this.
MOST_VALUES = 50
YEARS_PATTERN = r"^$|^\d{4}$|^\d{4}\.\.(\d{4})?$|^\.\.\d{4}$"

Status = Literal["open", "accepted", "rejected", "deferred", "reopened"]
FindingKind = Literal["D1", "D2", "D3", "D4", "design"]


class NamedAsked(AskedAsOf):
    """What every list of named things can be asked."""

    q: Words = Field(
        "", description="名称、拼音或首字母的一部分。 Part of a name, pinyin or initials."
    )


Ids = Annotated[list[NodeId], Field(default_factory=list, max_length=MOST_VALUES)]
Codes = Annotated[list[Words], Field(default_factory=list, max_length=MOST_VALUES)]
Year = Annotated[Text, Field(max_length=10, pattern=YEARS_PATTERN)]


class PlatformsAsked(NamedAsked):
    """Filters of platforms. Those that may be repeated find what has any of their values."""

    host: Ids = Field(description="依托单位，可重复。 Host units.")
    host_kind: Codes = Field(description="单位性质，如 高校，可重复。 Kinds of host unit.")
    field: Ids = Field(description="领域，含下位，可重复。 Fields, with narrower ones.")
    type: Ids = Field(description="平台类型，可重复。 Platform types.")
    category: Ids = Field(description="类别，可重复。 Categories.")
    level: Codes = Field(description="级别，照原文，可重复。 Levels as printed.")
    region: Ids = Field(description="地区，含下辖，可重复。 Regions, with those within.")
    year: Year = Field("", description="认定年份：2016 或 2016..2025。 Years of recognition.")
    eval: Codes = Field(description="最近评估的结果，none 为未参加，可重复。 Last grades.")
    status: list[Literal["listed", "withdrawn"]] = Field(
        default_factory=list, max_length=2, description="名单里的状态。 State."
    )
    issue: list[Literal["duplicate", "flag", "no_host"]] = Field(
        default_factory=list,
        max_length=3,
        description="待判定的发现、旗标、缺依托单位。 Findings that wait, flags, no host.",
    )
    finding: list[Literal["D1", "D2", "D3", "D4"]] = Field(
        default_factory=list, max_length=4, description="待判定的发现类型。 Kinds of findings."
    )
    sort: Literal["name", "-name", "year", "-year", "rosters", "-rosters"] = "name"


class PlatformRow(BaseModel):
    """A platform of a roster."""

    platform_id: str
    platform: str
    host_ids: list[str]
    hosts: list[str]
    type_ids: list[str]
    types: list[str]
    field_ids: list[str]
    fields: list[str]
    region_id: str | None
    region: str | None
    level: str | None
    year: int | None
    result: str | None
    result_year: int | None
    status: str
    rosters: int
    findings: list[str]
    flags: int


class HostsAsked(NamedAsked):
    """Filters of host units. Those that may be repeated find what has any of their values."""

    region: Ids = Field(description="所在地区，含下辖，可重复。 Regions, with those within.")
    type: Ids = Field(description="其平台的类型，可重复。 Types of its platforms.")
    field: Ids = Field(description="其平台的领域，含下位，可重复。 Fields of its platforms.")
    kind: Codes = Field(description="单位性质，如 高校、企业，可重复。 Kinds of unit.")
    sort: Literal["name", "-name", "platforms", "-platforms", "fields", "-fields"] = "-platforms"


class HostRow(BaseModel):
    """A unit that hosts platforms, with all of its platforms counted."""

    host_id: str
    host: str
    kind: str | None
    platforms: int
    type_ids: list[str]
    types: list[str]
    fields: int
    region_id: str | None
    region: str | None
    credit_codes: list[str]


class FieldsAsked(NamedAsked):
    """Filters of fields. Those that may be repeated find what has any of their values."""

    above: Ids = Field(description="上位领域，可重复。 Broader fields.")
    mapped: list[Literal["true", "false"]] = Field(
        default_factory=list,
        max_length=2,
        description="是否归入分类表。 Whether the taxonomy knows it.",
    )
    known_from: list[Literal["platforms", "documents", "documents_only"]] = Field(
        default_factory=list,
        max_length=3,
        description="有平台、有文件提到、只有文件提到。 Has platforms, is named by documents, only named.",
    )
    sort: Literal[
        "name", "-name", "platforms", "-platforms", "hosts", "-hosts", "documents", "-documents"
    ] = "-platforms"


class FieldRow(BaseModel):
    """A field."""

    field_id: str
    field: str
    above_id: str | None
    above: str | None
    platforms: int
    hosts: int
    documents: int
    mapped: bool | None


class TypesAsked(NamedAsked):
    """Filters of platform types. Those that may be repeated find what has any of their values."""

    category: Ids = Field(description="类别，可重复。 Categories.")
    level: Codes = Field(description="级别，照原文，可重复。 Levels as printed.")
    rule: Codes = Field(description="文件的规定，如 stop_new，可重复。 What documents rule.")
    sort: Literal[
        "name", "-name", "platforms", "-platforms", "targets", "-targets", "documents", "-documents"
    ] = "-platforms"


class TypeRow(BaseModel):
    """A platform type."""

    type_id: str
    type: str
    category_id: str | None
    category: str | None
    level: str | None
    platforms: int
    targets: int
    documents: int


class DocumentsAsked(NamedAsked):
    """Filters of documents. Those that may be repeated find what has any of their values."""

    kind: Codes = Field(description="文种，如 plan、roster，可重复。 Kinds of document.")
    issuer: Ids = Field(description="发文机关，可重复。 Issuing agencies.")
    read: list[Literal["true", "false"]] = Field(
        default_factory=list, max_length=2, description="是否读入原文。 Whether its text was read."
    )
    issue: list[Literal["flag"]] = Field(
        default_factory=list, max_length=1, description="有旗标。 Has flags."
    )
    year: Year = Field("", description="成文年份：2016 或 2016..2025。 Years of issue.")
    sort: Literal[
        "date",
        "-date",
        "name",
        "-name",
        "platforms",
        "-platforms",
        "targets",
        "-targets",
        "flags",
        "-flags",
    ] = "-date"


class DocumentRow(BaseModel):
    """A document, read or only cited."""

    document_id: str
    document: str
    doc_number: str | None
    kind: str | None
    issued_on: str | None
    was_read: bool
    issuer_ids: list[str]
    issuers: list[str]
    platforms: int
    targets: int
    flags: int
    cited_by: int


class TargetsAsked(AskedAsOf):
    """Filters of targets."""

    q: Words = Field("", description="文件、类型或数值的一部分。 Part of document, type or value.")
    document: NodeId = Field("", description="提出目标的文件。 Document that sets it.")
    type: NodeId = Field("", description="平台类型。 Platform type.")
    metric: Words = Field("", description="指标，如 retain、new。 Metric.")
    year: int | None = Field(None, ge=1900, le=2200, description="期限年份。 Year it is due.")
    sort: Literal["document", "year"] = "document"


class TargetProgress(BaseModel):
    """How far a target is by what rosters and notices say."""

    counted: int
    of: float | None
    year: int | None
    platforms: list[dict[str, str]]
    double_records: int


class TargetRow(BaseModel):
    """A target as printed, with its progress, or in words why nothing is counted."""

    id: str
    document_id: str
    document: str
    type_ids: list[str]
    types: list[str]
    metric: str | None = None
    comparator: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    by_year: int | None = None
    modality: str | None = None
    subtype: str | None = None
    value_as_printed: str | None
    flags: list[str]
    reviewed_value: str | None
    progress: TargetProgress | None = None
    not_counted: str | None = None
    source: str
    start: int
    end: int


class FindingsAsked(AskedAsOf):
    """Filters of findings; those of nodes hold where either side is so."""

    kind: FindingKind | Literal[""] = Field(
        "", description="类型；design 要单独指明。 Kind; `design` only where asked for."
    )
    verdict: Words = Field("", description="结论。 What it amounts to.")
    status: Status | Literal[""] = Field("", description="判定状态。 State of judgement.")
    suggestion: Words = Field("", description="建议，如 合并。 Suggested action.")
    min_score: float = Field(0, ge=0, le=1, allow_inf_nan=False)
    host: NodeId = Field("", description="依托单位。 Host unit.")
    field: NodeId = Field("", description="领域，含下位。 Field, with narrower ones.")
    type: NodeId = Field("", description="平台类型。 Platform type.")
    region: NodeId = Field("", description="地区。 Region.")
    category: NodeId = Field("", description="类别。 Category.")
    sort: Literal[
        "-score",
        "score",
        "kind",
        "-kind",
        "status",
        "-status",
        "name",
        "-name",
        "host",
        "-host",
        "date",
        "-date",
    ] = Field("-score", description="date：双方最近的名单。 date: of the latest roster of either.")


class Reason(BaseModel):
    """A reason for or against, with its weight in the score."""

    model_config = {"extra": "allow"}

    name: str
    text: str
    weight: float


class FindingRow(BaseModel):
    """A finding of overlap or duplicate construction between two platforms."""

    finding_id: str
    kind: str
    verdict: str
    score: float
    status: str
    action: str | None
    suggestion: str | None
    suggestion_for: str | None
    suggestion_to: str | None
    ground: str | None
    a_id: str
    a: str
    b_id: str
    b: str
    reasons: list[Reason]
    against: list[Reason]
    rules: str | None


class HostPairsAsked(AskedAsOf):
    """Filters of pairs of host units."""

    status: Status | Literal["", "waiting"] = Field(
        "",
        description="判定状态；waiting 为待核定。 State of judgement; `waiting`: open or reopened.",
    )
    host: NodeId = Field("", description="依托单位。 Host unit.")
    sort: Literal["score"] = "score"


class HostPairRow(BaseModel):
    """Two host units that may be one: `verdict` is same (their names or codes say so) or unsure."""

    pair_id: str
    verdict: str
    score: float
    status: str
    a_id: str
    a: str
    a_platforms: int
    b_id: str
    b: str
    b_platforms: int
    reasons: list[Reason]


class FlagsAsked(AskedAsOf):
    """Filters of doubtful places."""

    q: Words = Field("", description="名称或理由的一部分。 Part of the name or the reason.")
    flag: Words = ""
    severity: Literal["", "high", "medium", "low"] = ""
    label: Words = Field("", description="节点种类，如 Target。 Kind of node.")
    source: NodeId = Field("", description="来源。 Source.")
    sort: Literal[
        "severity",
        "-severity",
        "flag",
        "-flag",
        "name",
        "-name",
        "source",
        "-source",
        "date",
        "-date",
    ] = Field("severity", description="date：读入时间。 date: when the source was read.")


class FlagRow(BaseModel):
    """A doubtful place of a source."""

    flag: str
    severity: str | None
    reason: str | None
    label: str
    node_id: str
    name: str | None
    source_id: str
    source: str
    start: int | None
    end: int | None
    candidate_readings: list[Any]
