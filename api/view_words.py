"""The words of the pages: what kinds, relationships, flags and values are called in both languages.

What the model declares (`graph.model`) is not said again here; this holds what pages need beyond it: the
other reading direction of a relationship, values that are stored as codes, and plural headings.
"""

from __future__ import annotations

from dataclasses import dataclass

Words = tuple[str, str]


@dataclass(frozen=True)
class Kind:
    """A label as pages show it: its path, its style (colour, shape, icon) and what its lists are called."""

    label: str
    path: str
    style: str
    icon: str
    words: Words
    plural: Words


_KINDS = (
    Kind(
        "Platform",
        "platforms",
        "platform",
        "flask-conical",
        ("平台", "Platform"),
        ("平台", "Platforms"),
    ),
    Kind(
        "HostUnit",
        "hosts",
        "host",
        "building-2",
        ("依托单位", "Host unit"),
        ("依托单位", "Host units"),
    ),
    Kind("Field", "fields", "field", "atom", ("领域", "Field"), ("领域", "Fields")),
    Kind(
        "GoverningDocument",
        "documents",
        "document",
        "file-text",
        ("政策文件", "Document"),
        ("政策文件", "Documents"),
    ),
    Kind("Target", "targets", "target", "target", ("建设目标", "Target"), ("建设目标", "Targets")),
    Kind(
        "PlatformType",
        "types",
        "type",
        "layers",
        ("平台类型", "Platform type"),
        ("平台类型", "Platform types"),
    ),
    Kind("Agency", "agencies", "agency", "landmark", ("机关", "Agency"), ("机关", "Agencies")),
    Kind("Region", "regions", "region", "map-pin", ("地区", "Region"), ("地区", "Regions")),
    Kind(
        "Category", "categories", "category", "layers", ("类别", "Category"), ("类别", "Categories")
    ),
    Kind(
        "Provision",
        "provisions",
        "provision",
        "file-text",
        ("条款", "Provision"),
        ("条款", "Provisions"),
    ),
)
KINDS: dict[str, Kind] = {kind.label: kind for kind in _KINDS}
KIND_BY_PATH: dict[str, Kind] = {kind.path: kind for kind in _KINDS}

#: (relationship, read from its start) -> what the fact is called on that node's page.
FACT_WORDS: dict[tuple[str, bool], Words] = {
    ("OF_TYPE", True): ("平台类型", "Platform type"),
    ("OF_TYPE", False): ("平台", "Platforms"),
    ("HOSTED_BY", True): ("依托单位", "Host unit"),
    ("HOSTED_BY", False): ("平台", "Platforms"),
    ("IN_FIELD", True): ("领域", "Field"),
    ("IN_FIELD", False): ("平台", "Platforms"),
    ("LOCATED_IN", True): ("地区", "Region"),
    ("LOCATED_IN", False): ("位于此地", "Located here"),
    ("LISTED_IN", True): ("名单", "Rosters"),
    ("LISTED_IN", False): ("列出的平台", "Platforms listed"),
    ("EVALUATED_IN", True): ("评估", "Evaluations"),
    ("EVALUATED_IN", False): ("评估的平台", "Platforms evaluated"),
    ("CHANGED_BY", True): ("变动", "Changes"),
    ("CHANGED_BY", False): ("变动的平台", "Platforms changed"),
    ("IN_CATEGORY", True): ("类别", "Category"),
    ("IN_CATEGORY", False): ("平台类型", "Platform types"),
    ("NARROWER_THAN", True): ("上位领域", "Broader field"),
    ("NARROWER_THAN", False): ("下位领域", "Narrower fields"),
    ("PART_OF", True): ("隶属", "Part of"),
    ("PART_OF", False): ("下辖", "Parts"),
    ("ISSUED_BY", True): ("发文机关", "Issued by"),
    ("ISSUED_BY", False): ("发布的文件", "Documents issued"),
    ("CITES", True): ("引用文件", "Cites"),
    ("CITES", False): ("被引用", "Cited by"),
    ("SUPERSEDES", True): ("取代", "Supersedes"),
    ("SUPERSEDES", False): ("被取代", "Superseded by"),
    ("GOVERNS", True): ("涉及的类型", "Types governed"),
    ("GOVERNS", False): ("管理文件", "Governed by"),
    ("SETS", True): ("建设目标", "Targets"),
    ("SETS", False): ("提出目标的文件", "Set by"),
    ("FOR_TYPE", True): ("平台类型", "Platform type"),
    ("FOR_TYPE", False): ("建设目标", "Targets"),
    ("FOR_FIELD", True): ("目标领域", "Field"),
    ("FOR_FIELD", False): ("以此为目标领域", "Targets in this field"),
    ("NAMES_FIELD", True): ("提到的领域", "Fields named"),
    ("NAMES_FIELD", False): ("提到它的文件", "Named in"),
    ("CONVERTS_TO", True): ("转建为", "Converts to"),
    ("CONVERTS_TO", False): ("由此转建", "Converted from"),
    ("HAS_PROVISION", True): ("条款", "Provisions"),
    ("HAS_PROVISION", False): ("所在文件", "Document"),
    ("OVERLAPS_WITH", True): ("交叉或重复", "Overlaps with"),
    ("OVERLAPS_WITH", False): ("交叉或重复", "Overlaps with"),
}
#: The order of the facts on a node's page; the others follow in the order of the model.
FACT_ORDER: tuple[tuple[str, bool], ...] = (
    ("SETS", False),
    ("HAS_PROVISION", False),
    ("OF_TYPE", True),
    ("FOR_TYPE", True),
    ("IN_CATEGORY", True),
    ("HOSTED_BY", True),
    ("IN_FIELD", True),
    ("FOR_FIELD", True),
    ("NARROWER_THAN", True),
    ("NARROWER_THAN", False),
    ("LOCATED_IN", True),
    ("PART_OF", True),
    ("PART_OF", False),
    ("LISTED_IN", True),
    ("EVALUATED_IN", True),
    ("CHANGED_BY", True),
    ("ISSUED_BY", True),
    ("CONVERTS_TO", True),
    ("CONVERTS_TO", False),
    ("FOR_TYPE", False),
    ("GOVERNS", False),
    ("FOR_FIELD", False),
    ("HOSTED_BY", False),
    ("IN_FIELD", False),
    ("OF_TYPE", False),
    ("LOCATED_IN", False),
    ("NAMES_FIELD", False),
    ("IN_CATEGORY", False),
    ("ISSUED_BY", False),
)

ROLES: dict[str, Words] = {
    "host": ("依托单位", "Host unit"),
    "co_host": ("共建单位", "Co-host"),
    "former": ("曾依托单位", "Former host"),
    "category": ("归入类别", "put into a category"),
    "definition": ("定义", "defined"),
    "stop_new": ("不再新建", "no new ones"),
    "merge_convert": ("合并或转建", "merge or convert"),
    "revoke_on_fail": ("不合格即撤销", "revoked on failing"),
    "avoid_duplicate_construction": ("避免重复建设", "avoid duplicate construction"),
    "must_merge": ("应当合并", "must be merged"),
    "refused_overlap": ("已有的不再支持", "refused to who has one"),
    "must_choose_one": ("只能择一", "must choose one"),
    "one_channel": ("单一渠道申报", "one channel"),
    "host_cap": ("依托单位限额", "host cap"),
    "no_repeat_support": ("不重复支持", "no repeat support"),
    "team_cap": ("人员限额", "team cap"),
    "revoke_for_cause": ("有情形即撤销", "revoked for cause"),
    "veto": ("一票否决", "one veto"),
}
METRICS: dict[str, Words] = {
    "retain": ("保有量", "Total held"),
    "new": ("新认定", "Newly recognised"),
    "total_build": ("建设", "Build"),
    "optimize_or_eliminate": ("优化淘汰", "Merged or withdrawn"),
    "convert": ("转建", "Converted"),
    "pilot": ("试点培育", "Pilots"),
    "growth_rate": ("年均增长", "Growth a year"),
    "multiple": ("倍数", "Multiple"),
}
COMPARATORS: dict[str, Words] = {
    "ge": ("不少于", "at least"),
    "gt": ("多于", "more than"),
    "le": ("不超过", "at most"),
    "lt": ("少于", "less than"),
    "eq": ("等于", "exactly"),
    "approx": ("左右", "about"),
    "range": ("区间", "range"),
}
FLAGS: dict[str, Words] = {
    "suspect_lost_dash": ("疑似缺连接号", "Possible lost dash"),
    "broken_doc_no": ("文号缺损", "Broken document number"),
    "broken_date": ("日期缺损", "Broken date"),
    "half_bracket": ("缺半个括号", "Half a bracket"),
    "near_miss_agency": ("机关名疑误", "Agency name near miss"),
    "missing_attachment": ("附件缺失", "Attachment missing"),
    "count_mismatch": ("数量不符", "Counts differ"),
    "sum_mismatch": ("合计不符", "Sum differs"),
    "masked_number": ("数字被遮盖", "Masked number"),
    "lost_number": ("缺数字", "Number lost"),
    "lost_unit": ("缺单位", "Unit lost"),
    "numbering_gap": ("编号不连续", "Numbers jump"),
    "inserted_pinyin": ("插入拼音", "Pinyin put in"),
    "traditional_text": ("繁体转载", "Traditional characters"),
    "unknown_type": ("类型未知", "Unknown type"),
    "bad_credit_code": ("信用代码校验不合", "Credit code fails its check"),
    "unpaired_credit_codes": ("信用代码无法对应", "Credit codes not paired"),
}
DOCUMENT_KINDS: dict[str, Words] = {
    "plan": ("方案规划", "Plan"),
    "notice": ("通知", "Notice"),
    "measure": ("办法", "Measures"),
    "law": ("法律法规", "Law"),
    "interpretation": ("解读", "Interpretation"),
    "roster": ("名单", "Roster"),
    "evaluation": ("评估结果", "Evaluation"),
}
HOST_KINDS: dict[str, Words] = {
    "高校": ("高等学校", "Universities"),
    "科研院所": ("科研院所", "Research institutes"),
    "企业": ("企业", "Companies"),
    "医院": ("医疗机构", "Hospitals"),
    "政府": ("政府机关", "Government"),
}
STATUS: dict[str, Words] = {
    "listed": ("在名单", "Listed"),
    "withdrawn": ("已撤销", "Withdrawn"),
}
PROPERTIES: dict[str, Words] = {
    "metric": ("指标", "Metric"),
    "comparator": ("比较", "Comparator"),
    "value_as_printed": ("原文数值", "As printed"),
    "by_year": ("期限", "Due"),
    "modality": ("语气", "Modality"),
    "subtype": ("子类", "Subtype"),
    "level": ("级别", "Level"),
    "region": ("地区", "Region"),
    "code": ("行政区划代码", "Region code"),
    "names": ("曾见名称", "Names seen"),
    "may_be": ("疑为同一单位", "May be one unit with"),
    "credit_codes": ("统一社会信用代码", "Credit code"),
    "number": ("编号", "Number"),
    "rule": ("规定", "Rule"),
    "kind": ("文种", "Kind"),
    "host_kind": ("单位性质", "Kind of unit"),
    "doc_number": ("发文字号", "Document number"),
    "issued_on": ("成文日期", "Issued on"),
    "in_force_on": ("施行日期", "In force on"),
    "mapped": ("归类", "Taxonomy"),
}
EVENTS: dict[str, Words] = {
    "recognised": ("认定", "recognised"),
    "renamed": ("更名", "renamed"),
    "host_changed": ("变更依托单位", "host changed"),
    "withdrawn": ("撤销", "withdrawn"),
    "merged": ("合并", "merged"),
    "converted": ("转建", "converted"),
}
STAGES: dict[str, Words] = {
    "proposed": ("拟", "proposed"),
    "announced": ("将", "announced"),
}
#: What marks in a document's text are called, in the order of the key above the text.
MARKS: dict[str, Words] = {
    "target": ("建设目标", "Targets"),
    "type": ("平台类型", "Types"),
    "platform": ("平台", "Platforms"),
    "host": ("依托单位", "Host units"),
    "field": ("领域", "Fields"),
    "cites": ("引用文件", "Citations"),
    "agency": ("机关", "Agencies"),
    "rule": ("规则", "Rules"),
    "definition": ("定义", "Definitions"),
    "flag": ("旗标", "Flags"),
}
SCOPES: dict[str, Words] = {
    "read": ("查看", "Reading"),
    "review": ("查看与判定", "Reading and judging"),
    "ingest": ("查看与载入文件", "Reading and uploading"),
}
SUBJECTS: dict[str, Words] = {
    "browse": ("浏览", "Browse"),
    "overlap": ("交叉", "Overlap"),
    "duplicates": ("重复建设", "Duplicate construction"),
    "progress": ("目标进展", "Progress"),
    "quality": ("质量", "Quality"),
    "search": ("检索", "Search"),
    "schema": ("图谱与来源", "Graph and sources"),
}


def word(table: dict[str, Words], code: str | None, language: str) -> str:
    """The word for a code in a language; a code without one is shown as it is."""
    if not code:
        return ""
    words = table.get(code)
    return words[language == "en"] if words else code
