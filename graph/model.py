"""The graph model: the one declaration of node labels, relationship types and their properties.

Constraints, indexes, upserts and the data dictionary are derived from here (`graph.schema`), and so are
the checks that loading makes. To add a node type, add it to `NODES`; `make schema` and the tests name
what else must follow.

Properties hold strings, integers, floats, booleans, or lists of strings or integers: what
both engines store alike.
Dates are ISO strings, because documents give partial ones ("2022", "2022-07").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "integer", "float", "boolean", "strings", "integers"]
Origin = Literal["stated", "computed"]


@dataclass(frozen=True)
class Property:
    """One property: its name, the kind of its values, and what it means in Chinese and English."""

    name: str
    zh: str
    en: str
    kind: Kind = "string"
    index: bool = False


@dataclass(frozen=True)
class NodeType:
    """A label. Every node also has the `COMMON` properties; `id` is unique within the label."""

    label: str
    zh: str
    en: str
    properties: tuple[Property, ...] = ()
    #: Found by full-text search over its `search` property.
    searchable: bool = False
    #: Stands for something a document speaks of; such nodes live as long as a source mentions them.
    mentioned: bool = True


@dataclass(frozen=True)
class RelationshipType:
    """A relationship type. `ends` are the allowed (start label, end label) pairs.

    A `stated` relationship is one statement of one source and carries the `EVIDENCE` properties; two
    sources that say the same make two parallel relationships. A `computed` one is derived from the graph.
    `drawn` ones join neighbours on a canvas; the others are evidence. A source states a relationship
    between two nodes once, at the first place that says so; `told_apart_by` names the properties (or
    `start`, the place) by which it may state several.
    """

    name: str
    zh: str
    en: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    told_apart_by: tuple[str, ...] = ()
    origin: Origin = "stated"
    drawn: bool = True


COMMON: tuple[Property, ...] = (
    Property("id", "标识", "Stable id, a function of label and key"),
    Property("name", "名称", "Name as printed"),
    Property("name_key", "名称键", "Normalised name, for comparing", index=True),
    Property("search", "检索文本", "Text that full-text search reads: names, numbers, pinyin"),
)

EVIDENCE: tuple[Property, ...] = (
    Property("key", "陈述键", "Identity of the statement"),
    Property("source", "来源", "Id of the Source that states it"),
    Property("start", "起", "Character offset in the source's text", "integer"),
    Property("end", "止", "Character offset after the last character", "integer"),
    Property("rule", "规则", "Name of the rule that read it"),
    Property("cell", "单元格", "Sheet and cell, where the source is a table"),
    Property("recorded_as", "原记录", "Id under which it was read, where two records were merged"),
)

_FLAGS = Property("flags", "旗标", "Doubts about the printed form", "strings")

CATEGORY = NodeType("Category", "类别", "Category")
PLATFORM_TYPE = NodeType(
    "PlatformType",
    "平台类型",
    "Platform type",
    (
        Property("names", "曾见名称", "All printed forms of the name", "strings"),
        Property("head", "类型词", "Lexicon id of the head noun", index=True),
        Property("level", "级别", "Level as the text has it"),
        Property("region", "地区", "Region of the type, or 国家"),
        Property("is_general", "总称", "A general term that covers types: 科技创新平台", "boolean"),
    ),
    searchable=True,
)
PLATFORM = NodeType(
    "Platform",
    "平台",
    "Platform",
    (
        Property("names", "曾见名称", "All printed forms of the name", "strings"),
        Property("level", "级别", "Level as the text has it"),
        Property("compared_as", "比对键", "Facts and rules by which its overlaps were computed"),
        Property("cluster", "平台群", "Computed: id of the cluster that findings join", index=True),
    ),
    searchable=True,
)
HOST_UNIT = NodeType(
    "HostUnit",
    "依托单位",
    "Host unit",
    (
        Property("names", "曾见名称", "All printed forms of the name", "strings"),
        Property("kind", "单位性质", "高校, 科研院所, 企业, 医院 or 政府, as inferred", index=True),
        Property("kind_reason", "性质依据", "What the kind was inferred from"),
        Property("province", "所在省份", "Short name of its province, as inferred"),
        Property("province_reason", "省份依据", "What the province was inferred from"),
        Property(
            "credit_codes", "统一社会信用代码", "Codes that rosters print for it, valid", "strings"
        ),
        Property("community", "社群", "Computed: id of its community of hosts and fields"),
        Property(
            "joins", "连接社群", "Computed: other communities that it has fields in", "strings"
        ),
        Property("betweenness", "中介度", "Computed: share of shortest paths through it", "float"),
        Property("is_cut", "断点", "Computed: without it the graph falls apart", "boolean"),
    ),
    searchable=True,
)
FIELD = NodeType(
    "Field",
    "领域",
    "Field",
    (
        Property("mapped", "已归类", "Whether the taxonomy knows it", "boolean"),
        Property("community", "社群", "Computed: id of its community of hosts and fields"),
    ),
    searchable=True,
)
REGION = NodeType(
    "Region",
    "地区",
    "Region",
    (Property("code", "代码", "GB/T 2260 code"),),
)
AGENCY = NodeType("Agency", "机关", "Agency", searchable=True)
GOVERNING_DOCUMENT = NodeType(
    "GoverningDocument",
    "政策文件",
    "Governing document",
    (
        Property(
            "kind", "文种", "plan, notice, measure, law, interpretation, roster, evaluation …"
        ),
        Property("doc_number", "发文字号", "Document number as printed", index=True),
        Property("doc_number_key", "文号键", "Normalised document number", index=True),
        Property("issued_on", "成文日期", "ISO date, possibly partial"),
        Property("in_force_on", "施行日期", "ISO date, possibly partial"),
        Property(
            "region",
            "所涉地区",
            "Short name of the region it is for, by issuer, title or file name",
        ),
        Property(
            "was_read", "已读", "The text itself was read, not only named by others", "boolean"
        ),
        _FLAGS,
    ),
    searchable=True,
)
PROVISION = NodeType(
    "Provision",
    "条款",
    "Provision",
    (
        Property("number", "编号", "Number as printed, without brackets"),
        Property("depth", "层级", "Depth in the section tree, from 1", "integer"),
        Property(
            "rule", "规则", "Rule that the clause lays down, or event or grade of a group, if any"
        ),
        Property(
            "platform_count",
            "平台数",
            "How many platforms the group of an event or a grade has",
            "integer",
        ),
        Property("position", "位置", "Order in the document", "integer"),
    ),
)
TARGET = NodeType(
    "Target",
    "建设目标",
    "Target",
    (
        Property(
            "metric", "指标", "new, retain, optimize_or_eliminate, total_build, convert, pilot …"
        ),
        Property("comparator", "比较", "ge gt le lt eq approx range"),
        Property("low", "下限", "Lower bound as printed", "float"),
        Property("high", "上限", "Upper bound as printed", "float"),
        Property("unit", "单位", "Counting unit as printed"),
        Property("by_year", "期限", "Year by which it is due", "integer"),
        Property("modality", "语气", "力争, 争创 …"),
        Property("subtype", "子类", "Subtype as printed"),
        Property("value_as_printed", "数值原文", "Number and comparator as printed"),
        _FLAGS,
        Property("candidate_readings", "可能读法", "JSON objects, one a reading", "strings"),
        Property("reviewed_value", "核定值", "Value that a person confirmed"),
        Property("reviewed_by", "核定人", "Who confirmed it"),
        Property("reviewed_on", "核定日期", "When"),
    ),
)
JUDGEMENT = NodeType(
    "Judgement",
    "判定",
    "Judgement",
    (
        Property("verdict", "结论", "accepted, rejected, deferred"),
        Property("reviewer", "判定人", "Who decided"),
        Property("decided_on", "判定日期", "When"),
        Property("note", "说明", "Why"),
        Property("about", "判定对象", "Id of the node that was judged", index=True),
        Property("flag", "旗标", "Flag of the doubt that was judged"),
        Property("printed", "原文", "Printed words that were judged"),
        Property("reading", "读法", "How the reviewer reads them"),
        Property(
            "kind",
            "判定种类",
            "Kind of the finding that was judged: D1 D2 D3 D4; host: two hosts",
            index=True,
        ),
        Property("action", "处置", "What is to be done: 撤销, 合并, 转建, 保留并明确分工"),
        Property(
            "members", "双方", "Ids of the two platforms or hosts that were judged", "strings"
        ),
        Property("member_names", "双方名称", "Their names when they were judged", "strings"),
        Property("facts", "事实键", "Facts of each side when the finding was judged", "strings"),
        Property("merged_facts", "合并后事实键", "Facts of the one record that a merge made"),
        Property("state", "现状", "reopened, where the merged record's facts have changed since"),
        Property("finding", "发现原样", "JSON: the finding as it was when it was judged"),
    ),
    mentioned=False,
)
SOURCE = NodeType(
    "Source",
    "来源",
    "Source",
    (
        Property("paths", "路径", "Where the file was read, in full", "strings"),
        Property("given", "所给路径", "The path as it was last given"),
        Property("sha256", "校验和", "SHA-256 of the file's bytes", index=True),
        Property("media", "格式", "txt, html, csv, xlsx …"),
        Property("encoding", "编码", "Character encoding of the file"),
        Property("characters", "字符数", "Length of the text", "integer"),
        Property("state", "状态", "loading or loaded", index=True),
        Property("progress", "进度", "Statements loaded so far", "integer"),
        Property("statements", "陈述数", "Statements in all", "integer"),
        Property("rules", "规则版本", "Digest of the rules and lexicons that read it"),
        Property("loaded_at", "载入时间", "UTC, ISO"),
        Property("notes", "备注", "What reading had to say about the file", "strings"),
    ),
    mentioned=False,
)
#: Apart from its Source, because an engine reads a whole record for any property of it.
SOURCE_TEXT = NodeType(
    "SourceText",
    "来源文本",
    "Source text",
    (Property("text", "文本", "The immutable text that offsets refer to"),),
    mentioned=False,
)
GRAPH_INFO = NodeType(
    "GraphInfo",
    "图信息",
    "Graph information",
    (
        Property("schema", "模式版本", "Digest of the schema that was applied"),
        Property("loads", "载入次数", "Loads so far; loading takes its turn here", "integer"),
        Property("loaded_at", "更新时间", "When the last load ended, UTC, ISO"),
        Property(
            "findings_by",
            "发现所依规则",
            "Rules by which all findings were computed; none after a platform has changed",
        ),
        Property(
            "analysed",
            "社群所依次数",
            "The `loads` that clusters and communities were computed from",
            "integer",
        ),
        Property("analysed_at", "社群计算时间", "When they were computed, UTC, ISO"),
    ),
    mentioned=False,
)

NODES: tuple[NodeType, ...] = (
    CATEGORY,
    PLATFORM_TYPE,
    PLATFORM,
    HOST_UNIT,
    FIELD,
    REGION,
    AGENCY,
    GOVERNING_DOCUMENT,
    PROVISION,
    TARGET,
    JUDGEMENT,
    SOURCE,
    SOURCE_TEXT,
    GRAPH_INFO,
)

_MENTIONED = tuple(node.label for node in NODES if node.mentioned)

RELATIONSHIPS: tuple[RelationshipType, ...] = (
    RelationshipType(
        "IN_CATEGORY",
        "属于类别",
        "in category",
        (("PlatformType", "Category"),),
        (Property("basis", "依据", "text: the source says so; lexicon: by the lexicon's entry"),),
    ),
    RelationshipType("OF_TYPE", "属于类型", "of type", (("Platform", "PlatformType"),)),
    RelationshipType(
        "HOSTED_BY",
        "依托",
        "hosted by",
        (("Platform", "HostUnit"),),
        (
            Property("role", "角色", "host 依托, co_host 共建, former 曾依托"),
            Property("credit_code", "统一社会信用代码", "The host's code in the same row, valid"),
        ),
        told_apart_by=("role",),
    ),
    RelationshipType(
        "IN_FIELD",
        "属于领域",
        "in field",
        (("Platform", "Field"),),
        (
            Property("printed", "原文", "The phrase as printed"),
            Property("how", "归类方式", "exact, contained, narrower, work, kind or printed"),
            Property("sureness", "归类把握", "How sure the mapping is, 0 to 1", "float"),
            Property("term", "依据的词", "Word of the phrase that the mapping rests on"),
        ),
    ),
    RelationshipType(
        "LOCATED_IN", "位于", "located in", (("Platform", "Region"), ("HostUnit", "Region"))
    ),
    RelationshipType(
        "LISTED_IN",
        "列入名单",
        "listed in",
        (("Platform", "GoverningDocument"),),
        (
            Property("printed", "原文", "The name as printed in the row"),
            Property("number", "序号", "Number of the row as printed"),
            Property("batch", "批次", "Batch"),
            Property("year", "年份", "Year of recognition", "integer"),
            Property("status", "状态", "listed, withdrawn"),
            Property("subtype", "子类", "分中心 …"),
            Property("address", "地址", "Address as printed"),
            Property("field", "领域原文", "Field as the row prints it, whole"),
        ),
        told_apart_by=("start",),
    ),
    RelationshipType(
        "EVALUATED_IN",
        "评估于",
        "evaluated in",
        (("Platform", "GoverningDocument"),),
        (
            Property("result", "结果", "Grade as printed"),
            Property("year", "年份", "Year of the evaluation", "integer"),
        ),
        told_apart_by=("year",),
    ),
    RelationshipType(
        "CHANGED_BY",
        "变动于",
        "changed by",
        (("Platform", "GoverningDocument"),),
        (
            Property(
                "event", "事件", "recognised, renamed, host_changed, withdrawn, merged, converted"
            ),
            Property("stage", "阶段", "proposed, announced, decided"),
            Property("to", "变为", "New name, host or type as printed"),
            Property("ground", "事由", "Why, as printed"),
        ),
        told_apart_by=("event", "to"),
    ),
    RelationshipType("NARROWER_THAN", "下位于", "narrower than", (("Field", "Field"),)),
    RelationshipType(
        "PART_OF", "隶属", "part of", (("HostUnit", "HostUnit"), ("Region", "Region"))
    ),
    RelationshipType("ISSUED_BY", "发文", "issued by", (("GoverningDocument", "Agency"),)),
    RelationshipType(
        "CITES",
        "引用",
        "cites",
        (("GoverningDocument", "GoverningDocument"),),
        (
            Property("role", "角色", "依据 贯彻 参考 印发 转发 修订 …"),
            Property("printed", "原文", "Title or number as printed"),
        ),
        told_apart_by=("role",),
    ),
    RelationshipType(
        "SUPERSEDES", "取代", "supersedes", (("GoverningDocument", "GoverningDocument"),)
    ),
    RelationshipType(
        "GOVERNS",
        "管理",
        "governs",
        (("GoverningDocument", "PlatformType"),),
        (Property("role", "角色", "definition, stop_new, merge_convert, revoke_on_fail …"),),
        told_apart_by=("role",),
    ),
    RelationshipType("SETS", "提出目标", "sets", (("GoverningDocument", "Target"),)),
    RelationshipType("FOR_TYPE", "目标类型", "for type", (("Target", "PlatformType"),)),
    RelationshipType("FOR_FIELD", "目标领域", "for field", (("Target", "Field"),)),
    RelationshipType(
        "NAMES_FIELD",
        "提到领域",
        "names field",
        (("GoverningDocument", "Field"),),
        (Property("printed", "原文", "The phrase as printed"),),
    ),
    RelationshipType("CONVERTS_TO", "转建为", "converts to", (("PlatformType", "PlatformType"),)),
    RelationshipType(
        "HAS_PROVISION", "条款", "has provision", (("GoverningDocument", "Provision"),)
    ),
    RelationshipType(
        "OVERLAPS_WITH",
        "交叉或重复",
        "overlaps with",
        (("Platform", "Platform"),),
        (
            Property("id", "标识", "Id of the finding, made of the ids of its two platforms"),
            Property("kind", "类型", "D1 D2 D3 D4, or design: provided for by the rules"),
            Property(
                "verdict",
                "结论",
                "same_record, duplicate_construction, overlap or related_by_design",
            ),
            Property("score", "得分", "0 to 1", "float"),
            Property("reasons", "理由", "JSON objects, one a reason that speaks for it", "strings"),
            Property("against", "反面理由", "JSON objects, one a reason against it", "strings"),
            Property("suggestion", "建议", "撤销, 合并, 转建 or 保留并明确分工"),
            Property("suggestion_for", "建议对象", "Id of the platform it is about, if one side"),
            Property("suggestion_to", "建议转为", "Type it may be converted to"),
            Property("ground", "建议依据", "Why this is suggested"),
            Property("facts", "事实键", "Digests of the two sides' facts, by id", "strings"),
            Property("rules", "规则版本", "Version of the overlap rules"),
            Property("status", "状态", "open, accepted, rejected, deferred, reopened"),
            Property("action", "处置", "What was decided, where it was accepted"),
        ),
        origin="computed",
    ),
    RelationshipType(
        "LIKELY_SAME_AS",
        "疑为同一单位",
        "likely the same as",
        (("HostUnit", "HostUnit"),),
        (
            Property("id", "标识", "Id of the pair, made of the ids of its two hosts"),
            Property("verdict", "结论", "same: their names or codes say so; or unsure"),
            Property("score", "得分", "0 to 1", "float"),
            Property("reasons", "理由", "JSON objects, one a reason", "strings"),
            Property("facts", "事实键", "Digests of the two sides' names and codes", "strings"),
            Property("status", "状态", "open, accepted, rejected, deferred, reopened"),
        ),
        origin="computed",
        drawn=False,
    ),
    RelationshipType(
        "MENTIONED_IN",
        "见于",
        "mentioned in",
        tuple((label, "Source") for label in _MENTIONED),
        (
            Property("properties", "所述属性", "JSON: what this source says of the node"),
            Property("rank", "权威", "How much the source is about the node", "integer"),
            Property("starts", "各处起", "Offsets of every mention", "integers"),
            Property("ends", "各处止", "Offsets after every mention", "integers"),
        ),
        drawn=False,
    ),
    RelationshipType(
        "FLAGGED_IN",
        "存疑于",
        "flagged in",
        tuple((label, "Source") for label in _MENTIONED),
        (
            Property("flag", "旗标", "Name of the flag", index=True),
            Property("severity", "程度", "high, medium, low"),
            Property("reason", "理由", "Why"),
            Property("candidate_readings", "可能读法", "JSON objects, one a reading", "strings"),
        ),
        told_apart_by=("flag", "start"),
        drawn=False,
    ),
)

#: What may be done about an accepted finding, in the terms of the plans: values of Judgement.action.
ACTIONS = ("撤销", "合并", "转建", "保留并明确分工")

NODE_BY_LABEL = {node.label: node for node in NODES}
RELATIONSHIP_BY_NAME = {relationship.name: relationship for relationship in RELATIONSHIPS}
STATED = tuple(r.name for r in RELATIONSHIPS if r.origin == "stated")
DRAWN = tuple(r.name for r in RELATIONSHIPS if r.drawn)
DRAWN_LABELS = tuple(node.label for node in NODES if node.mentioned)


def node_properties(label: str) -> tuple[Property, ...]:
    """All properties that a node of that label may have."""
    return COMMON + NODE_BY_LABEL[label].properties


def relationship_properties(name: str) -> tuple[Property, ...]:
    """All properties that a relationship of that type may have."""
    relationship = RELATIONSHIP_BY_NAME[name]
    evidence = EVIDENCE if relationship.origin == "stated" else ()
    return evidence + relationship.properties
