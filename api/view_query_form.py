"""The form of a named query: fields by kind, and nodes that may be named instead of given by id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api import payload, view
from api.listing.find import search
from api.view_words import Words
from graph.queries import NamedQuery, Parameter
from graph.store import Rows

_MOST_HITS = 20
#: Labels by what a parameter's name begins with; any node where none is said.
_LABELS = {
    **dict.fromkeys(("platform", "a", "b"), "Platform"),
    **dict.fromkeys(("field", "above"), "Field"),
    "host": "HostUnit",
    "type": "PlatformType",
    "category": "Category",
    "region": "Region",
    "issuer": "Agency",
    "document": "GoverningDocument",
}
#: What parameters are called.
PARAMETERS: dict[str, Words] = {
    "a_id": ("平台甲", "Platform A"),
    "b_id": ("平台乙", "Platform B"),
    "category_id": ("类别", "Category"),
    "depth": ("层数", "Depth"),
    "direction": ("方向", "Direction"),
    "document_id": ("文件", "Document"),
    "events": ("事件", "Events"),
    "field_id": ("领域", "Field"),
    "flag": ("旗标", "Flag"),
    "from_id": ("起点", "From"),
    "from_year": ("起年", "From year"),
    "host_id": ("依托单位", "Host unit"),
    "id": ("节点", "Node"),
    "ids": ("节点", "Nodes"),
    "kind": ("种类", "Kind"),
    "label": ("节点种类", "Kind of node"),
    "level": ("级别", "Level"),
    "limit": ("最多行数", "Most rows"),
    "min": ("至少", "At least"),
    "min_score": ("最低得分", "Least score"),
    "name": ("名称", "Name"),
    "numbers": ("文号", "Numbers"),
    "outward": ("由此出发", "Outward"),
    "platform_id": ("平台", "Platform"),
    "platform_ids": ("平台", "Platforms"),
    "q": ("含有的词", "Words"),
    "query": ("检索式", "Query"),
    "region": ("地区", "Region"),
    "region_id": ("地区", "Region"),
    "relationship": ("关系", "Relationship"),
    "relationships": ("关系", "Relationships"),
    "severity": ("程度", "Severity"),
    "since": ("自何日", "Since"),
    "skip": ("略过行数", "Rows passed over"),
    "source_id": ("来源", "Source"),
    "source_ids": ("来源", "Sources"),
    "sort": ("排序", "Order"),
    "status": ("状态", "State"),
    "subtype": ("子类", "Subtype"),
    "suggestion": ("建议", "Suggestion"),
    "text": ("原话", "As typed"),
    "to_id": ("终点", "To"),
    "to_year": ("止年", "To year"),
    "top": ("前几名", "Top"),
    "type_id": ("平台类型", "Platform type"),
    "type_ids": ("平台类型", "Platform types"),
    "verdict": ("结论", "Verdict"),
}
#: Ids of these name no node.
_NO_NODES = frozenset({"source"})


@dataclass(frozen=True)
class FormField:
    """A parameter as the form shows it. `words` is what it is filled with, `is_node` whether it takes a node,
    `names` what the ids in it stand for, `choices` the nodes that a name may mean."""

    parameter: Parameter
    words: str
    is_node: bool
    label: str | None
    names: list[str] = field(default_factory=list)
    choices: Rows = field(default_factory=list)


def node_label(parameter: Parameter) -> tuple[bool, str | None]:
    """Whether a parameter takes ids of nodes, and of which label, if one."""
    name = parameter.name
    if name in ("id", "ids"):
        return True, None
    stem = name.removesuffix("_ids") if name.endswith("_ids") else name.removesuffix("_id")
    if stem == name or stem in _NO_NODES:
        return False, None
    return True, _LABELS.get(stem)


def resolve(
    query: NamedQuery, given: dict[str, list[str]]
) -> tuple[dict[str, list[str]], dict[str, Rows]]:
    """What the form gives with names replaced by ids, and for each parameter whose name may mean several
    nodes, or none, those nodes."""
    found, open_choices = dict(given), {}
    for parameter in query.parameters:
        is_node, label = node_label(parameter)
        if not is_node:
            continue
        ids = []
        for typed in _typed(parameter, given.get(parameter.name, [])):
            if view.label_of(typed):
                ids.append(typed)
                continue
            hits = _hits(typed, label)
            exact = [row for row in hits if row["name"] == typed]
            if len(exact or hits) == 1:
                ids.append((exact or hits)[0]["id"])
            else:
                ids.append(typed)
                open_choices[parameter.name] = hits
        if ids:
            found[parameter.name] = ids
    return found, open_choices


def form_fields(
    query: NamedQuery, given: dict[str, list[str]], choices: dict[str, Rows]
) -> list[FormField]:
    """The fields of the form, filled."""
    fields = []
    for parameter in query.parameters:
        is_node, label = node_label(parameter)
        words = given.get(parameter.name, [])
        names = _names([one for one in words if is_node and view.label_of(one)])
        shown = " ".join(words) if words else _default(parameter)
        of_name = choices.get(parameter.name, [])
        fields.append(FormField(parameter, shown, is_node, label, names, of_name))
    return fields


def _typed(parameter: Parameter, words: list[str]) -> list[str]:
    """Single nodes may be typed with spaces; several ids stand in one field apart by them."""
    if parameter.kind != "strings":
        return words
    return [word for one in words for word in one.split()]


def _hits(typed: str, label: str | None) -> Rows:
    rows: Rows = search(payload.current_store(), typed, _MOST_HITS)
    if label in (None, "Region", "Category"):  # full-text search does not read these
        rows = [*rows, *payload.run("places_and_categories", name=typed)]
    return [row for row in rows if label in (None, row["label"])]


def _names(ids: list[str]) -> list[str]:
    if not ids:
        return []
    names = {row["id"]: row["name"] for row in payload.kept("nodes_by_ids", ids=ids)}
    return [names[one] for one in ids if one in names]


def _default(parameter: Parameter) -> str:
    value: Any = parameter.default
    return "" if parameter.required or value is None or parameter.kind == "strings" else str(value)
