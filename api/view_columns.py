"""What the columns of named queries are called on pages, and the words of the codes that stand in them.

In: the name of a column, a value of it. Out: words in the page's language. Files and the API keep the names
and codes as they are; an id is called after what it is the id of.
"""

from __future__ import annotations

from typing import Any

from api.view import t
from api.view_finding_words import FINDING_KINDS, FINDING_STATUS, SUGGESTIONS, VERDICTS
from api.view_graph import relationship_words
from api.view_words import (
    COMPARATORS,
    DOCUMENT_KINDS,
    EVENTS,
    FLAGS,
    KINDS,
    METRICS,
    ROLES,
    STATUS,
    Words,
)
from graph.model import RELATIONSHIP_BY_NAME

#: Names of columns; `_id` and `_ids` at their end are said by rule.
COLUMNS: dict[str, Words] = {
    "a": ("平台甲", "Platform A"),
    "about": ("所指", "About"),
    "above": ("上位", "Broader"),
    "action": ("处置", "Action"),
    "address": ("地址", "Address"),
    "against": ("反对", "Against"),
    "b": ("平台乙", "Platform B"),
    "batch": ("批次", "Batch"),
    "betweenness": ("中介度", "Betweenness"),
    "by_year": ("期限", "Due"),
    "candidate_readings": ("可能的读法", "Readings"),
    "category": ("类别", "Category"),
    "cell": ("单元格", "Cell"),
    "characters": ("字数", "Characters"),
    "cited": ("所引文件", "Document cited"),
    "cited_by": ("被引", "Cited by"),
    "cluster": ("同指簇", "Cluster"),
    "community": ("社群", "Community"),
    "comparator": ("比较", "Comparator"),
    "compared_as": ("比较用名", "Compared as"),
    "computed_at": ("算出时间", "Computed at"),
    "credit_code": ("统一社会信用代码", "Credit code"),
    "credit_codes": ("统一社会信用代码", "Credit codes"),
    "dated_years": ("有年份的", "With a year"),
    "decided_on": ("判定时间", "Decided on"),
    "depth": ("层数", "Depth"),
    "distance": ("步数", "Steps"),
    "doc_number": ("发文字号", "Document number"),
    "doc_numbers": ("发文字号", "Document numbers"),
    "document": ("文件", "Document"),
    "documents": ("文件", "Documents"),
    "end": ("止", "End"),
    "end_label": ("终点种类", "Kind of end"),
    "end_name": ("终点", "End"),
    "ended": ("结束方式", "Ended by"),
    "ended_document": ("结束依据", "Document of the end"),
    "ended_end": ("结束依据止", "End of its words"),
    "ended_issued_on": ("结束依据成文日期", "Issue of that document"),
    "ended_source": ("结束依据来源", "Source of the end"),
    "ended_start": ("结束依据起", "Start of its words"),
    "ends": ("两端", "Ends"),
    "event": ("事件", "Event"),
    "facts": ("事实", "Facts"),
    "field": ("领域", "Field"),
    "field_names": ("领域", "Fields"),
    "fields": ("领域", "Fields"),
    "file": ("文件名", "File"),
    "finding": ("发现", "Finding"),
    "first_source": ("第一份来源", "First source"),
    "findings": ("发现", "Findings"),
    "flag": ("旗标", "Flag"),
    "flags": ("旗标", "Flags"),
    "general": ("总称", "General type"),
    "ground": ("依据", "Ground"),
    "high": ("上限", "High"),
    "host": ("依托单位", "Host unit"),
    "host_names": ("依托单位", "Host units"),
    "hosts": ("依托单位", "Host units"),
    "how": ("关系", "How"),
    "id": ("标识", "Id"),
    "ids": ("标识", "Ids"),
    "is_current": ("现行", "Current"),
    "is_cut": ("断点", "Cut point"),
    "is_national": ("国家级", "National"),
    "is_waiting": ("待核", "To review"),
    "issued_on": ("成文日期", "Issued on"),
    "issuer": ("发文机关", "Issuer"),
    "issuers": ("发文机关", "Issuers"),
    "joins": ("连接的社群", "Communities joined"),
    "judgement": ("判定", "Judgement"),
    "key": ("检索键", "Key"),
    "kind": ("种类", "Kind"),
    "label": ("节点种类", "Kind of node"),
    "labels": ("节点种类", "Kinds of node"),
    "level": ("级别", "Level"),
    "levels": ("级别", "Levels"),
    "likeness": ("相似度", "Likeness"),
    "loaded_at": ("载入时间", "Loaded at"),
    "loads": ("载入次数", "Loads"),
    "low": ("下限", "Low"),
    "mapped": ("已归类", "In the taxonomy"),
    "media": ("格式", "Format"),
    "member_names": ("成员", "Members"),
    "members": ("成员", "Members"),
    "metric": ("指标", "Metric"),
    "modality": ("语气", "Modality"),
    "name": ("名称", "Name"),
    "names": ("名称", "Names"),
    "node": ("节点", "Node"),
    "nodes": ("节点", "Nodes"),
    "note": ("说明", "Note"),
    "notes": ("说明", "Notes"),
    "number": ("编号", "Number"),
    "other": ("另一方", "Other"),
    "other_label": ("另一方种类", "Kind of the other"),
    "other_name": ("另一方", "Other"),
    "other_names": ("另一方别名", "Names of the other"),
    "other_properties": ("另一方属性", "Properties of the other"),
    "outward": ("由此出发", "Outward"),
    "part": ("部分", "Part"),
    "paths": ("路径", "Paths"),
    "platform": ("平台", "Platform"),
    "platforms": ("平台", "Platforms"),
    "printed": ("原文", "As printed"),
    "progress": ("进度", "Progress"),
    "properties": ("属性", "Properties"),
    "provision": ("条款", "Provision"),
    "rank": ("次序", "Rank"),
    "reading": ("读作", "Reading"),
    "reason": ("理由", "Reason"),
    "reasons": ("理由", "Reasons"),
    "recorded_as": ("记作", "Recorded as"),
    "region": ("地区", "Region"),
    "relationship": ("关系", "Relationship"),
    "relationships": ("关系", "Relationships"),
    "result": ("评估结果", "Result"),
    "result_year": ("评估年", "Year of the result"),
    "results": ("评估结果", "Results"),
    "reviewed_by": ("核定人", "Reviewed by"),
    "reviewed_on": ("核定时间", "Reviewed on"),
    "reviewed_value": ("核定值", "Reviewed value"),
    "reviewer": ("判定人", "Reviewer"),
    "role": ("角色", "Role"),
    "roles": ("角色", "Roles"),
    "rosters": ("名单", "Rosters"),
    "rows": ("行数", "Rows"),
    "rule": ("规则", "Rule"),
    "rules": ("规则", "Rules"),
    "said": ("说明", "Said"),
    "score": ("得分", "Score"),
    "search": ("检索文本", "Search text"),
    "searches": ("检索文本", "Search texts"),
    "severity": ("程度", "Severity"),
    "source": ("来源", "Source"),
    "source_name": ("来源", "Source"),
    "sources": ("来源", "Sources"),
    "stage": ("阶段", "Stage"),
    "start": ("起", "Start"),
    "start_label": ("起点种类", "Kind of start"),
    "start_name": ("起点", "Start"),
    "starts": ("起点", "Starts"),
    "state": ("状态", "State"),
    "statements": ("陈述", "Statements"),
    "status": ("状态", "State"),
    "statuses": ("状态", "States"),
    "subtype": ("子类", "Subtype"),
    "suggestion": ("建议", "Suggestion"),
    "suggestion_for": ("建议所指", "Suggestion for"),
    "suggestion_to": ("建议并入", "Suggested into"),
    "target": ("建设目标", "Target"),
    "targets": ("建设目标", "Targets"),
    "to": ("终点", "To"),
    "total": ("合计", "Total"),
    "type": ("平台类型", "Type"),
    "types": ("平台类型", "Types"),
    "unit": ("单位", "Unit"),
    "updated_at": ("更新时间", "Updated at"),
    "value_as_printed": ("原文数值", "As printed"),
    "verdict": ("结论", "Verdict"),
    "via": ("经由", "Via"),
    "was_read": ("已读原文", "Text read"),
    "year": ("年份", "Year"),
    "years": ("年份", "Years"),
}
_NODE_KINDS: dict[str, Words] = {label: kind.words for label, kind in KINDS.items()}
#: Columns whose values are codes, with the words of those.
_CODES: dict[str, dict[str, Words]] = {
    "action": SUGGESTIONS,
    "comparator": COMPARATORS,
    "end_label": _NODE_KINDS,
    "ended": EVENTS,
    "event": EVENTS,
    "flag": FLAGS,
    "flags": FLAGS,
    "kind": DOCUMENT_KINDS | FINDING_KINDS,
    "label": _NODE_KINDS,
    "labels": _NODE_KINDS,
    "metric": METRICS,
    "other_label": _NODE_KINDS,
    "role": ROLES,
    "roles": ROLES,
    "start_label": _NODE_KINDS,
    "status": STATUS | FINDING_STATUS,
    "statuses": STATUS | FINDING_STATUS,
    "suggestion": SUGGESTIONS,
    "verdict": VERDICTS | FINDING_STATUS,
}
_RELATIONSHIPS = frozenset({"relationship", "relationships"})


def column_words(column: str) -> str:
    """What a column is called. Raises KeyError for one that no query has."""
    for ending, zh, en in (("_ids", "标识", " ids"), ("_id", "标识", " id")):
        base = column.removesuffix(ending)
        if base != column:
            words = COLUMNS[base]
            return t(words[0] + zh, words[1] + en)
    return t(*COLUMNS[column])


def in_words(column: str, value: Any) -> Any:
    """The value with words in the place of codes; whatever is no code of that column stays as it is."""
    if isinstance(value, list):
        return [in_words(column, one) for one in value]
    if not isinstance(value, str):
        return value
    if column in _RELATIONSHIPS and value in RELATIONSHIP_BY_NAME:
        return relationship_words(value)
    words = _CODES.get(column, {}).get(value)
    return t(*words) if words else value
