"""Facts of running text as nodes and relationships: sections, citations, types, rules, targets, fields."""

from __future__ import annotations

import json
import re

from graph.statements import Evidence, Properties, Ref
from ingest.facts import Fact
from ingest.resolve.keys import NATION, document_key, type_key
from ingest.rows.context import (
    NAMED,
    Context,
    fields_of,
    in_category,
    named,
    number,
    place_of,
    type_of,
)
from ingest.text import name_key


def _section(context: Context, fact: Fact) -> None:
    data = fact.data
    place = place_of(fact)
    key = (*context.own_key, str(data["number"]), name_key(str(data["heading"])), str(fact.start))
    properties = named(
        str(data["heading"]), number=str(data["number"]), depth=data["level"], position=fact.start
    )
    provision = context.batch.mention("Provision", key, properties, place)
    context.batch.state("HAS_PROVISION", context.own, provision, place)


def _cites(context: Context, fact: Fact) -> None:
    title, number = fact.data.get("title"), fact.data.get("doc_no")
    key = document_key(title, number)
    if key == context.own_key:
        return
    name = title or number
    place = place_of(fact)
    properties = named(
        str(name), doc_number=number, doc_number_key=name_key(number) if number else None
    )
    cited = context.batch.mention("GoverningDocument", key, properties, place, rank=NAMED)
    role = fact.data.get("role")
    context.batch.state("CITES", context.own, cited, place, role=role, printed=str(name))
    if role == "废止":
        context.batch.state("SUPERSEDES", context.own, cited, place)


def _platform_type(context: Context, fact: Fact) -> None:
    place = place_of(fact)
    kind = type_of(context, str(fact.data["platform_type"]), place)
    for start, end in fact.spans.get("mentions", []):
        type_of(context, str(fact.data["platform_type"]), Evidence(start, end, fact.rule))
    category = fact.data.get("category")
    if category:
        in_category(context, kind, str(category), place, str(fact.data["category_basis"]))


def _category(context: Context, fact: Fact) -> None:
    """The members of a list share the level and region that its first member names."""
    names = [str(name) for name in fact.data["platform_types"]]
    first = type_key(names[0], context.region)
    for name, (start, end) in zip(names, fact.spans["platform_types"], strict=True):
        own = type_key(name, context.region)
        is_bare = own.region is None and own.level is None and first.region not in (None, NATION)
        place = Evidence(start, end, fact.rule)
        kind = type_of(context, f"{first.region}{name}" if is_bare else name, place)
        in_category(context, kind, str(fact.data["category"]), place, "text")
        context.batch.state("GOVERNS", context.own, kind, place, role="category")


def _definition(context: Context, fact: Fact) -> None:
    place = place_of(fact)
    kind = type_of(context, str(fact.data["platform_type"]), place)
    context.batch.state("GOVERNS", context.own, kind, place, role="definition")


def _rule(context: Context, fact: Fact) -> None:
    data = fact.data
    place = place_of(fact)
    rule = str(data["rule"])
    printed = data.get("platform_type")
    if not printed:
        key = (*context.own_key, "rule", rule, str(fact.start))
        quote = context.document.text[fact.start : fact.end]
        properties = named(quote, rule=rule, position=fact.start)
        provision = context.batch.mention("Provision", key, properties, place)
        context.batch.state("HAS_PROVISION", context.own, provision, place)
        return
    kind = type_of(context, str(printed), place)
    context.batch.state("GOVERNS", context.own, kind, place, role=rule)
    if data.get("to"):
        other = type_of(context, str(data["to"]), place)
        if other != kind:
            context.batch.state("CONVERTS_TO", kind, other, place)


def _target(context: Context, fact: Fact) -> None:
    data = fact.data
    place = place_of(fact)
    names = [str(n) for n in data.get("joint_over") or [data["platform_type"]]]
    identity = [data.get(k) for k in ("metric", "subtype", "low", "high", "by_year", "scope")]
    key = (
        *context.own_key,
        *names,
        *(str(value) for value in identity),
        str(data["value_as_printed"]),
    )
    properties: Properties = {
        **named(str(data["value_as_printed"])),
        "metric": data["metric"],
        "comparator": data["comparator"],
        "low": number(data.get("low")),
        "high": number(data.get("high")),
        "unit": data.get("unit"),
        "by_year": data.get("by_year"),
        "modality": data.get("modality"),
        "subtype": data.get("subtype"),
        "value_as_printed": data["value_as_printed"],
        "flags": list(fact.flags),
        "candidate_readings": [
            json.dumps(dict(one), ensure_ascii=False, sort_keys=True)
            for one in fact.candidate_readings
        ],
    }
    target = context.batch.mention("Target", key, properties, place)
    context.targets[fact.spans["value"][0]] = target
    context.batch.state("SETS", context.own, target, place)
    for name, (start, end) in zip(names, fact.spans["types"], strict=False):
        at = Evidence(start, end, fact.rule)
        kind = type_of(context, name, at)
        context.batch.state("FOR_TYPE", target, kind, at)
    if data.get("convert_from"):
        old = type_of(context, str(data["convert_from"]), place)
        new = Ref.of("PlatformType", *type_key(names[0], context.region).key)
        if old != new:
            context.batch.state("CONVERTS_TO", old, new, place)
    _target_fields(context, fact, target)


def _target_fields(context: Context, fact: Fact, target: Ref) -> None:
    """Fields named for the target's type before it, in its own sentence, are the target's."""
    text = context.document.text
    line = text.rfind("\n", 0, fact.start)
    for near in context.fields_by_line.get(line, []):
        between = text[near.end : fact.start]
        same_type = near.data.get("platform_type") == fact.data["platform_type"]
        if same_type and near.end <= fact.start and not re.search(r"[。；;]", between):
            for one, place in fields_of(context, near):
                context.batch.state("FOR_FIELD", target, one, place)


def _fields(context: Context, fact: Fact) -> None:
    for ref, place in fields_of(context, fact):
        printed = context.document.text[place.start : place.end]
        context.batch.state("NAMES_FIELD", context.own, ref, place, printed=printed)


HANDLERS = {
    "section": _section,
    "cites": _cites,
    "platform_type": _platform_type,
    "category": _category,
    "definition": _definition,
    "rule": _rule,
    "target": _target,
    "fields": _fields,
}
