"""A node's page: its facts with their evidence, what it is in a glance, and its neighbours.

In: a node's id. Out: a `NodePage` for the template. Relationships to many nodes (a type's platforms) are
paged: the page shows the first ones and says how many there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from api import payload
from api.view import coded, node_url, t, to, words_of
from api.view_facts import Doubt, FactRow, Quote, Sources, doubt, due, fact_rows
from api.view_findings import Finding, of_platform
from api.view_graph import GraphContent, mini_graph
from api.view_host_pairs import names_that_may_be_its
from api.view_judged import Judged, judged
from api.view_merged import MergedRecord, merged_into
from api.view_profile import Profile, only_named, profile_of
from api.view_timeline import Moment, status_of, timeline
from api.view_words import (
    COMPARATORS,
    DOCUMENT_KINDS,
    FACT_ORDER,
    FACT_WORDS,
    HOST_KINDS,
    KINDS,
    METRICS,
    PROPERTIES,
    ROLES,
    Kind,
    Words,
)
from graph.model import RELATIONSHIP_BY_NAME
from graph.store import Rows

#: Facts of one relationship on a page.
PAGE = 50
_FOUND = {("OVERLAPS_WITH", True), ("OVERLAPS_WITH", False)}
_ORDER = {key: place for place, key in enumerate(FACT_ORDER)}
#: Properties that a page shows as facts of their own, and the tables of words for their codes.
_VALUES: dict[str, dict[str, Words]] = {
    "value_as_printed": {},
    "metric": METRICS,
    "comparator": COMPARATORS,
    "by_year": {},
    "modality": {},
    "subtype": {},
    "number": {},
    "rule": ROLES,
    "kind": DOCUMENT_KINDS,
    "doc_number": {},
    "issued_on": {},
    "in_force_on": {},
    "level": {},
    "region": {},
    "code": {},
}
_ROLES = ("host", "co_host", "former")
_PRINTED = frozenset({"value_as_printed", "doc_number", "number"})


@dataclass
class FactGroup:
    """The facts of one relationship: those shown, how many there are, where the next ones are."""

    words: Words
    relationship: str
    outward: bool
    facts: list[FactRow]
    total: int
    skipped: int
    previous_url: str
    next_url: str

    @property
    def is_paged(self) -> bool:
        """Whether not all are shown."""
        return self.total > PAGE


@dataclass
class NodePage:
    """All that the template shows of a node."""

    node: dict[str, Any]
    kind: Kind
    crumbs: list[tuple[str, str]]
    groups: list[FactGroup]
    values: list[FactRow]
    doubts: list[tuple[Doubt, Quote]]
    timeline: list[Moment]
    findings: list[Finding]
    merged: list[MergedRecord]
    profile: Profile | None
    judged: list[Judged]
    #: What is to be noted at the head of the page.
    remark: str
    graph: GraphContent
    statements: int
    sources: int
    status: str


def node_page(node_id: str, only: str = "", after: int = 0) -> NodePage:
    """The page of a node; `only` and `after` turn the pages of one relationship. Raises NotFound."""
    node = payload.node_or_404(node_id)
    kind = KINDS[node["label"]]
    counts = payload.kept("neighbour_counts", id=node_id)
    statements = _statements(node_id, counts, only, after)
    mentions = payload.kept("mentions_of_node", id=node_id)
    flags = payload.kept("flags_of_node", id=node_id)
    everything = [row for _, rows in statements for row in rows]
    sources = Sources(row["source_id"] for row in (*everything, *mentions, *flags))
    groups = [
        _group(node, key, rows, sources, after if key[0] == only else 0) for key, rows in statements
    ]
    listings = [row for row in everything if row["relationship"] in ("LISTED_IN", "EVALUATED_IN")]
    is_platform = node["label"] == "Platform"
    findings = of_platform(node_id) if is_platform else []
    profile = profile_of(node["label"], node_id)
    return NodePage(
        node=node,
        kind=kind,
        crumbs=_crumbs(node, groups),
        groups=groups,
        values=[*_values(node, mentions, sources), *_may_be(node)],
        doubts=_doubts(flags, sources),
        timeline=timeline(everything, sources) if is_platform else [],
        findings=findings,
        merged=merged_into(node_id, listings, sources) if is_platform else [],
        profile=profile,
        judged=judged(node_id),
        remark=only_named(node["label"], profile, _is_named(groups)),
        graph=mini_graph(node, [(key[0], rows) for key, rows in statements], findings),
        statements=sum(group.total for group in groups),
        sources=len(node["sources"]),
        status=status_of(listings) if is_platform else "",
    )


def _statements(
    node_id: str, counts: Rows, only: str, after: int
) -> list[tuple[tuple[str, bool], Rows]]:
    """The rows of each relationship, in the order of the page."""
    # A finding is no fact: nobody states it. It has a panel and a page of its own.
    keys = {(row["relationship"], row["outward"]) for row in counts} - _FOUND
    known = list(RELATIONSHIP_BY_NAME)
    ordered = sorted(keys, key=lambda key: (_ORDER.get(key, 99), known.index(key[0]), not key[1]))
    statements = []
    for relationship, outward in ordered:
        rows = payload.kept(
            "facts_of_node",
            id=node_id,
            relationship=relationship,
            outward=outward,
            skip=after if relationship == only else 0,
            limit=PAGE,
        )
        said = [{**row, "relationship": relationship, "outward": outward} for row in rows]
        if relationship in ("LISTED_IN", "EVALUATED_IN") and outward:
            said.sort(key=lambda row: row["properties"].get("year") or 0)
        if relationship == "HOSTED_BY" and outward:
            said.sort(key=lambda row: _ROLES.index(row["properties"].get("role") or "host"))
        statements.append(((relationship, outward), said))
    return statements


def _group(
    node: dict[str, Any], key: tuple[str, bool], rows: Rows, sources: Sources, skipped: int
) -> FactGroup:
    relationship, outward = key
    total = rows[0]["total"] if rows else 0

    def page_at(start: int) -> str:
        query = {"rel": relationship, "after": start} if start else {}
        return f"{node_url(node['label'], node['id'], **query)}#{relationship}"

    model = RELATIONSHIP_BY_NAME[relationship]
    return FactGroup(
        words=FACT_WORDS.get(key, (model.zh, model.en)),
        relationship=relationship,
        outward=outward,
        facts=fact_rows(rows, sources),
        total=total,
        skipped=skipped,
        previous_url=page_at(max(0, skipped - PAGE)) if skipped else "",
        next_url=page_at(skipped + PAGE) if skipped + PAGE < total else "",
    )


# Values


def _values(node: dict[str, Any], mentions: Rows, sources: Sources) -> list[FactRow]:
    """Properties as facts: each source's own words for the node are the evidence."""
    said: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for mention in mentions:
        quote = sources.quote(mention)
        properties = json.loads(mention["properties"])
        for name in _VALUES:
            if quote is not None and properties.get(name) not in (None, ""):
                said[name, str(properties[name])].append(quote)
        for printed in properties.get("names") or []:
            if quote is not None and printed != node["name"]:
                said["names", str(printed)].append(quote)
        for code in properties.get("credit_codes") or []:
            if quote is not None:
                said["credit_codes", str(code)].append(
                    _where_printed(code, mention, sources) or quote
                )
    is_doubtful = bool(node["properties"].get("flags"))
    rows = []
    for name in [*_VALUES, "names", "credit_codes"]:
        values = [value for known, value in said if known == name]
        for value in values:
            quotes = said[name, value]
            rows.append(_value_row(name, value, quotes, len(values), is_doubtful=is_doubtful))
    return _kinds_named(rows) if node["label"] == "HostUnit" else rows


def _kinds_named(rows: list[FactRow]) -> list[FactRow]:
    """A host's kind is called otherwise than a document's."""
    for row in rows:
        if row.relationship == "kind":
            row.words, row.value = PROPERTIES["host_kind"], coded(HOST_KINDS, row.value)
    return rows


def _where_printed(words: str, mention: dict[str, Any], sources: Sources) -> Quote | None:
    """The first place where a mention's source prints these words."""
    start = payload.source_text(mention["source_id"]).find(words)
    return (
        sources.quote({**mention, "start": start, "end": start + len(words)})
        if start >= 0
        else None
    )


def _value_row(
    name: str, value: str, quotes: list[Quote], different: int, *, is_doubtful: bool
) -> FactRow:
    shown = coded(_VALUES.get(name, {}), value)
    if name == "by_year":
        shown = t(f"{value} 年", value)
    row = FactRow(PROPERTIES[name], name, None, shown, "", "", quotes)
    if name in _PRINTED:
        row.style = "doubtful" if name == "value_as_printed" and is_doubtful else "printed"
    if different > 1 and name != "names":
        row.disagreement = t(f"{different} 种说法不一致", f"{different} sources differ")
    return row


def _may_be(node: dict[str, Any]) -> list[FactRow]:
    """Other names that may be the host's own, with the strongest reason and what was decided."""
    if node["label"] != "HostUnit":
        return []
    return [
        FactRow(
            PROPERTIES["may_be"],
            "may_be",
            ("HostUnit", side.id, side.name),
            "",
            " · ".join(filter(None, [row.status_words, row.why])),
            "",
        )
        for row in names_that_may_be_its(node["id"])
        for side in row.sides
        if side.id != node["id"]
    ]


def _doubts(flags: Rows, sources: Sources) -> list[tuple[Doubt, Quote]]:
    found = []
    for row in flags:
        quote = sources.quote(row, "flag")
        if quote is not None:
            found.append((doubt(row, quote.words), quote))
    return found


# Around the node


def _is_named(groups: list[FactGroup]) -> bool:
    return any(group.relationship == "NAMES_FIELD" and group.total for group in groups)


def _crumbs(node: dict[str, Any], groups: list[FactGroup]) -> list[tuple[str, str]]:
    kind = KINDS[node["label"]]
    has_list = kind.path in ("platforms", "hosts", "fields", "types", "documents")
    crumbs = [(words_of(kind.plural), to(f"/{kind.path}") if has_list else "")]
    wanted = {
        "Platform": "OF_TYPE",
        "PlatformType": "IN_CATEGORY",
        "Field": "NARROWER_THAN",
        "Target": "SETS",
        "Provision": "HAS_PROVISION",
    }.get(node["label"])
    for group in groups:
        upward = group.outward or group.relationship in ("SETS", "HAS_PROVISION")
        if group.relationship == wanted and upward and group.facts:
            other = group.facts[0].other
            if other is not None:
                crumbs.append((other[2], node_url(other[0], other[1])))
    return crumbs


def title_of(page: NodePage) -> tuple[str, str, str]:
    """The heading: what stands before a target's printed number, the number, and what follows it.
    Other nodes are headed by their name; a target's number alone would say too little."""
    if page.node["label"] != "Target":
        return str(page.node["name"]), "", ""
    facts = [
        fact for group in page.groups if group.relationship == "FOR_TYPE" for fact in group.facts
    ]
    types = "、".join(fact.other[2] for fact in facts if fact.other)
    properties = page.node["properties"]
    before = f"{types}{t('：', ': ')}{coded(METRICS, properties.get('metric'))} "
    when = due(properties.get("by_year"))
    return before, str(page.node["name"]), f"{t('，', ', ')}{when}" if when else ""
