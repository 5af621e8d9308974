"""What the lists of the API take and give: filters and rows, one pair a list.

A filter that names a node takes its id. Rows have the columns of the named query behind the list.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.asked import AskedAsOf, NodeId, Words

Status = Literal["open", "accepted", "rejected", "deferred", "reopened"]
FindingKind = Literal["D1", "D2", "D3", "D4", "design"]


class PlatformsAsked(AskedAsOf):
    """Filters of platforms."""

    q: Words = Field(
        "", description="名称、拼音或首字母的一部分。 Part of a name, pinyin or initials."
    )
    host: NodeId = Field("", description="依托单位。 Host unit.")
    field: NodeId = Field("", description="领域，含下位。 Field, with narrower ones.")
    type: NodeId = Field("", description="平台类型。 Platform type.")
    category: NodeId = Field("", description="类别。 Category.")
    region: NodeId = Field("", description="地区，含下辖。 Region, with those within.")
    year: int | None = Field(None, ge=1900, le=2200, description="认定年份。 Year of recognition.")
    status: Literal["", "listed", "withdrawn"] = Field("", description="名单里的状态。 State.")
    sort: Literal["name", "year", "rosters"] = "name"


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
    year: int | None
    result: str | None
    result_year: int | None
    status: str
    rosters: int


class HostsAsked(AskedAsOf):
    """Filters of host units."""

    q: Words = Field(
        "", description="名称、拼音或首字母的一部分。 Part of a name, pinyin or initials."
    )
    region: NodeId = Field("", description="所在地区，含下辖。 Region, with those within.")
    type: NodeId = Field("", description="其平台的类型。 Type of its platforms.")
    field: NodeId = Field("", description="其平台的领域，含下位。 Field of its platforms.")
    kind: Words = Field("", description="单位性质，如 高校、企业。 Kind of unit.")
    sort: Literal["platforms", "name"] = "platforms"


class HostRow(BaseModel):
    """A unit that hosts platforms; with a filter `platforms` counts those that pass it."""

    host_id: str
    host: str
    platforms: int
    types: list[str]
    fields: int
    region_id: str | None
    region: str | None
    credit_codes: list[str]


class FieldsAsked(AskedAsOf):
    """Filters of fields."""

    q: Words = Field(
        "", description="名称、拼音或首字母的一部分。 Part of a name, pinyin or initials."
    )
    above: NodeId = Field("", description="上位领域。 Broader field.")
    mapped: Literal["", "true", "false"] = Field(
        "", description="是否归入分类表。 Whether the taxonomy knows it."
    )
    sort: Literal["platforms", "name"] = "platforms"


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


class TypesAsked(AskedAsOf):
    """Filters of platform types."""

    q: Words = Field(
        "", description="名称、拼音或首字母的一部分。 Part of a name, pinyin or initials."
    )
    category: NodeId = Field("", description="类别。 Category.")
    level: Words = Field("", description="级别，照原文。 Level as printed.")
    sort: Literal["platforms", "name"] = "platforms"


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


class DocumentsAsked(AskedAsOf):
    """Filters of documents."""

    q: Words = Field("", description="标题或文号的一部分。 Part of a title or number.")
    kind: Words = Field("", description="文种，如 plan、roster。 Kind of document.")
    issuer: NodeId = Field("", description="发文机关。 Issuing agency.")
    year: int | None = Field(None, ge=1900, le=2200, description="成文年份。 Year of issue.")
    sort: Literal["date", "platforms", "name"] = "date"


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
    document: str
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
    sort: Literal["score"] = "score"


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


class FlagsAsked(AskedAsOf):
    """Filters of doubtful places."""

    q: Words = Field("", description="名称或理由的一部分。 Part of the name or the reason.")
    flag: Words = ""
    severity: Literal["", "high", "medium", "low"] = ""
    label: Words = Field("", description="节点种类，如 Target。 Kind of node.")
    source: NodeId = Field("", description="来源。 Source.")
    sort: Literal["severity"] = "severity"


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
