"""Facts as rows for the graph: which nodes a source mentions and which relationships it states.

In: a document and its facts. Out: a `graph.statements.Batch`. One function a kind of fact; every
relationship has the place of its own words as evidence (the host's cell for HOSTED_BY, not the row's).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.ids import make_id
from graph.statements import Batch, Evidence, Properties, Ref
from ingest import lexicons
from ingest.components.agencies import region_of
from ingest.document import Document
from ingest.facts import Fact
from ingest.lexicons import Region
from ingest.names import parse_platform_name
from ingest.resolve.fields import MappedField, map_fields
from ingest.resolve.keys import (
    NATION,
    TypeKey,
    agency_key,
    document_key,
    host_key,
    platform_key,
    type_key,
)
from ingest.text import fold, name_key

_OWN, _NAMED = 2, 1  # a text about itself has more to say than one that names it


@dataclass
class _Context:
    """What the rows of one source share."""

    document: Document
    batch: Batch
    own: Ref
    own_key: tuple[str, ...]
    region: Region | None
    year: int | None
    fields_by_line: dict[int, list[Fact]] = field(default_factory=dict)
    targets: dict[tuple[int, int], Ref] = field(default_factory=dict)
    #: The platform of each roster row, by the place of its name.
    platforms: dict[int, Ref] = field(default_factory=dict)


def source_id(document: Document) -> str:
    """The id of a document's Source: of its content, wherever the file lies."""
    return make_id("Source", document.sha256)


def to_batch(document: Document, facts: list[Fact], paths: list[str]) -> Batch:
    """All that the document states."""
    batch = Batch(
        source={
            "id": source_id(document),
            "name": document.path.name,
            "name_key": name_key(document.path.name),
            "paths": paths,
            "sha256": document.sha256,
            "media": document.media,
            "encoding": document.encoding,
            "rules": lexicons.rules_version(),
            "notes": list(document.notes),
        },
        text=document.text,
    )
    context = _context(document, batch, facts)
    # Evaluations and events after the rest: a row's are about the platform that the row makes.
    for fact in sorted(facts, key=lambda fact: fact.kind in ("evaluation", "event")):
        handler = _HANDLERS.get(fact.kind)
        if handler is not None:
            handler(context, fact)
    for fact in facts:  # flags last: they are about nodes that the others made
        if fact.kind == "flag":
            _flag(context, fact)
    return batch


def _context(document: Document, batch: Batch, facts: list[Fact]) -> _Context:
    own_fact = next((fact for fact in facts if fact.kind == "document"), None)
    region = _document_region(own_fact, document)
    own, key, year = _own_document(document, batch, own_fact)
    context = _Context(document, batch, own, key, region, year)
    if own_fact is not None:
        _issuers(context, own_fact)
    for fact in facts:
        if fact.kind == "fields":
            line = document.text.rfind("\n", 0, fact.start)
            context.fields_by_line.setdefault(line, []).append(fact)
    return context


def _document_region(fact: Fact | None, document: Document) -> Region | None:
    """The region that a document is for: of its issuers, else of its title, else of its file name."""
    for name in fact.data.get("issuers") or [] if fact else []:
        if region := region_of(fold(name)):
            return region
    words = str(fact.data["title"]) if fact else document.path.stem
    found = re.search(lexicons.region_pattern(), fold(words))
    return lexicons.region_forms()[found[0]] if found else None


def _own_document(
    document: Document, batch: Batch, fact: Fact | None
) -> tuple[Ref, tuple[str, ...], int | None]:
    if fact is None:
        key: tuple[str, ...] = ("file", document.sha256)
        properties: Properties = {"name": document.path.stem, "was_read": True}
        if document.tables:
            properties["kind"] = "roster"
        place = Evidence(0, 0, "file.name")
    else:
        data = fact.data
        key = document_key(str(data["title"]), data.get("doc_no"))
        properties = {
            "name": data["title"],
            "kind": data.get("kind"),
            "doc_number": data.get("doc_no"),
            "doc_number_key": name_key(data["doc_no"]) if data.get("doc_no") else None,
            "issued_on": data.get("date"),
            "in_force_on": data.get("in_force"),
            "flags": list(fact.flags),
            "was_read": True,
        }
        place = Evidence(fact.start, fact.end, fact.rule)
    properties["name_key"] = name_key(properties["name"])
    ref = batch.mention("GoverningDocument", key, properties, place, rank=_OWN)
    date = properties.get("issued_on")
    return ref, key, int(date[:4]) if date else None


def _issuers(context: _Context, fact: Fact) -> None:
    names = fact.data.get("issuers") or []
    for name, (start, end) in zip(names, fact.spans.get("issuers", []), strict=False):
        place = Evidence(start, end, "document.issuer")
        key, shown = agency_key(name, context.region)
        agency = context.batch.mention("Agency", key, _named(shown), place)
        context.batch.state("ISSUED_BY", context.own, agency, place)


def _named(name: str, **more: Any) -> Properties:
    return {"name": name, "name_key": name_key(name), **more}


# Facts of running text


def _section(context: _Context, fact: Fact) -> None:
    data = fact.data
    place = _place(fact)
    key = (*context.own_key, str(data["number"]), name_key(str(data["heading"])), str(fact.start))
    properties = _named(
        str(data["heading"]), number=str(data["number"]), depth=data["level"], position=fact.start
    )
    provision = context.batch.mention("Provision", key, properties, place)
    context.batch.state("HAS_PROVISION", context.own, provision, place)


def _cites(context: _Context, fact: Fact) -> None:
    title, number = fact.data.get("title"), fact.data.get("doc_no")
    key = document_key(title, number)
    if key == context.own_key:
        return
    name = title or number
    place = _place(fact)
    properties = _named(
        str(name), doc_number=number, doc_number_key=name_key(number) if number else None
    )
    cited = context.batch.mention("GoverningDocument", key, properties, place, rank=_NAMED)
    role = fact.data.get("role")
    context.batch.state("CITES", context.own, cited, place, role=role, printed=str(name))
    if role == "废止":
        context.batch.state("SUPERSEDES", context.own, cited, place)


def _platform_type(context: _Context, fact: Fact) -> None:
    place = _place(fact)
    kind = _type(context, str(fact.data["platform_type"]), place)
    for start, end in fact.spans.get("mentions", []):
        _type(context, str(fact.data["platform_type"]), Evidence(start, end, fact.rule))
    category = fact.data.get("category")
    if category:
        _in_category(context, kind, str(category), place, str(fact.data["category_basis"]))


def _category(context: _Context, fact: Fact) -> None:
    """The members of a list share the level and region that its first member names."""
    names = [str(name) for name in fact.data["platform_types"]]
    first = type_key(names[0], context.region)
    for name, (start, end) in zip(names, fact.spans["platform_types"], strict=True):
        own = type_key(name, context.region)
        is_bare = own.region is None and own.level is None and first.region not in (None, NATION)
        place = Evidence(start, end, fact.rule)
        kind = _type(context, f"{first.region}{name}" if is_bare else name, place)
        _in_category(context, kind, str(fact.data["category"]), place, "text")
        context.batch.state("GOVERNS", context.own, kind, place, role="category")


def _in_category(context: _Context, kind: Ref, category: str, place: Evidence, basis: str) -> None:
    node = context.batch.mention("Category", (name_key(category),), _named(category), place)
    context.batch.state("IN_CATEGORY", kind, node, place, basis=basis)


def _definition(context: _Context, fact: Fact) -> None:
    place = _place(fact)
    kind = _type(context, str(fact.data["platform_type"]), place)
    context.batch.state("GOVERNS", context.own, kind, place, role="definition")


def _rule(context: _Context, fact: Fact) -> None:
    data = fact.data
    place = _place(fact)
    rule = str(data["rule"])
    printed = data.get("platform_type")
    if not printed:
        key = (*context.own_key, "rule", rule, str(fact.start))
        quote = context.document.text[fact.start : fact.end]
        properties = _named(quote, rule=rule, position=fact.start)
        provision = context.batch.mention("Provision", key, properties, place)
        context.batch.state("HAS_PROVISION", context.own, provision, place)
        return
    kind = _type(context, str(printed), place)
    context.batch.state("GOVERNS", context.own, kind, place, role=rule)
    if data.get("to"):
        other = _type(context, str(data["to"]), place)
        if other != kind:
            context.batch.state("CONVERTS_TO", kind, other, place)


def _target(context: _Context, fact: Fact) -> None:
    data = fact.data
    place = _place(fact)
    names = [str(n) for n in data.get("joint_over") or [data["platform_type"]]]
    identity = [data.get(k) for k in ("metric", "subtype", "low", "high", "by_year", "scope")]
    key = (
        *context.own_key,
        *names,
        *(str(value) for value in identity),
        str(data["value_as_printed"]),
    )
    properties: Properties = {
        **_named(str(data["value_as_printed"])),
        "metric": data["metric"],
        "comparator": data["comparator"],
        "low": _number(data.get("low")),
        "high": _number(data.get("high")),
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
        kind = _type(context, name, at)
        context.batch.state("FOR_TYPE", target, kind, at)
    if data.get("convert_from"):
        old = _type(context, str(data["convert_from"]), place)
        new = Ref.of("PlatformType", *type_key(names[0], context.region).key)
        if old != new:
            context.batch.state("CONVERTS_TO", old, new, place)
    _target_fields(context, fact, target)


def _target_fields(context: _Context, fact: Fact, target: Ref) -> None:
    """Fields named for the target's type before it, in its own sentence, are the target's."""
    text = context.document.text
    line = text.rfind("\n", 0, fact.start)
    for named in context.fields_by_line.get(line, []):
        between = text[named.end : fact.start]
        same_type = named.data.get("platform_type") == fact.data["platform_type"]
        if same_type and named.end <= fact.start and not re.search(r"[。；;]", between):
            for one, place in _fields_of(context, named):
                context.batch.state("FOR_FIELD", target, one, place)


def _fields(context: _Context, fact: Fact) -> None:
    for ref, place in _fields_of(context, fact):
        printed = context.document.text[place.start : place.end]
        context.batch.state("NAMES_FIELD", context.own, ref, place, printed=printed)


def _fields_of(context: _Context, fact: Fact) -> list[tuple[Ref, Evidence]]:
    found = []
    for start, end in fact.spans["fields"]:
        for mapped in map_fields(context.document.text[start:end]):
            place = Evidence(start + mapped.start, start + mapped.end, f"field.{mapped.how}")
            found.append((_field(context, mapped, place), place))
    return found


# Facts of rosters


def _platform(context: _Context, fact: Fact) -> None:
    data = fact.data
    batch = context.batch
    place = _place(fact)
    printed = str(data["platform"])
    hosts = [str(host) for host in data["hosts"]]
    parsed = parse_platform_name(printed, hosts)
    names = [printed, *filter(None, [data.get("former_name")])]
    properties = _named(printed, names=names, level=data.get("level"))
    key = platform_key(printed, parsed, hosts, data.get("platform_type"))
    platform = batch.mention("Platform", key, properties, place)
    listed = {
        "printed": context.document.text[fact.start : fact.end].strip(),
        "number": str(data["no"]) if data.get("no") is not None else None,
        "batch": data.get("batch"),
        "year": data.get("year"),
        "subtype": data.get("subtype"),
        "status": data["status"],
    }
    context.platforms[fact.start] = platform
    batch.state("LISTED_IN", platform, context.own, place, **listed)
    _platform_hosts(context, fact, platform, place)
    _platform_type_of(context, fact, platform, place)
    _platform_fields(context, fact, platform, place)
    _platform_region(context, fact, platform, place)


def _platform_hosts(context: _Context, fact: Fact, platform: Ref, place: Evidence) -> None:
    for key, role in (("hosts", "host"), ("co_hosts", "co_host")):
        names = [str(name) for name in fact.data[key]]
        for name, (start, end) in zip(names, fact.spans.get(key, []), strict=True):
            at = Evidence(start, end, f"roster.{key}", place.cell)
            host = context.batch.mention("HostUnit", host_key(name), _named(name, names=[name]), at)
            context.batch.state("HOSTED_BY", platform, host, at, role=role)
    for name in fact.data.get("former_host_names") or []:
        start, end = fact.spans["former_hosts"][0]
        at = Evidence(start, end, "roster.former_hosts", place.cell)
        host = context.batch.mention("HostUnit", host_key(name), _named(name, names=[name]), at)
        context.batch.state("HOSTED_BY", platform, host, at, role="former")


def _platform_type_of(context: _Context, fact: Fact, platform: Ref, place: Evidence) -> None:
    printed = fact.data.get("platform_type")
    if not printed:
        return
    start, end = fact.spans.get("type", [(fact.start, fact.end)])[0]
    at = Evidence(start, end, "roster.type", place.cell)
    region = _region_named(fact.data.get("region")) or context.region
    key = type_key(str(printed), region)
    kind = _type_node(context, key, str(printed), at)
    context.batch.state("OF_TYPE", platform, kind, at)
    entry = lexicons.platform_types().get(key.head or "")
    if entry is not None and entry.category:
        name = lexicons.categories()[entry.category].name
        _in_category(context, kind, name, at, "lexicon")


def _platform_fields(context: _Context, fact: Fact, platform: Ref, place: Evidence) -> None:
    phrase = fact.data.get("field")
    if not phrase:
        return
    text = context.document.text
    if "field" in fact.spans:
        start, end = fact.spans["field"][0]
    else:
        start, end = fact.start, fact.end
    # What a notice about known platforms does not say of their field, the roster that lists them does.
    is_listing = not fact.data.get("result") and fact.data["status"] == "listed"
    for mapped in map_fields(text[start:end] if "field" in fact.spans else str(phrase)):
        if mapped.entry is None and "field" not in fact.spans and not is_listing:
            continue
        at = _field_place(text, start, end, mapped, "field" in fact.spans, place)
        ref = _field(context, mapped, at)
        context.batch.state("IN_FIELD", platform, ref, at, printed=mapped.printed, how=mapped.how)


def _field_place(
    text: str, start: int, end: int, mapped: MappedField, in_own_cell: bool, place: Evidence
) -> Evidence:
    rule = f"field.{mapped.how}"
    if in_own_cell:
        return Evidence(start + mapped.start, start + mapped.end, rule, place.cell)
    found = fold(text[start:end]).find(fold(mapped.printed))
    if found < 0:
        return Evidence(start, end, rule, place.cell)
    return Evidence(start + found, start + found + len(mapped.printed), rule, place.cell)


def _platform_region(context: _Context, fact: Fact, platform: Ref, place: Evidence) -> None:
    region = _region_named(fact.data.get("region"))
    if region is None:
        return
    start, end = fact.spans.get("region", [(fact.start, fact.end)])[0]
    at = Evidence(start, end, "roster.region", place.cell)
    node = _region(context, region, at)
    context.batch.state("LOCATED_IN", platform, node, at)


def _evaluation(context: _Context, fact: Fact) -> None:
    if not fact.data.get("platform"):
        _group(context, fact, "evaluation")
        return
    context.batch.state(
        "EVALUATED_IN",
        context.platforms[fact.start] if fact.cell else _named_platform(context, fact),
        context.own,
        _place(fact),
        result=str(fact.data["result"]),
        year=fact.data.get("year"),
    )


# Events


def _event(context: _Context, fact: Fact) -> None:
    """What has befallen a named platform; a group's event is a provision of the document, for no platform
    is known by it."""
    data = fact.data
    if not data.get("platform"):
        _group(context, fact, str(data["event"]))
        return
    platform = _named_platform(context, fact)
    stated = {key: data.get(key) for key in ("event", "stage", "to", "ground")}
    place = _place(fact)
    context.batch.state("CHANGED_BY", platform, context.own, place, **stated)
    if data["event"] == "host_changed" and data["stage"] == "decided" and fact.cell is None:
        for key, role in (("to", "host"), ("from", "former")):
            if data.get(key):
                _hosted_by(context, platform, str(data[key]), role, place)


def _named_platform(context: _Context, fact: Fact) -> Ref:
    """The platform that a fact of running text, or of a roster's former name, speaks of."""
    data = fact.data
    printed = str(data["platform"])
    hosts = [str(data["host"])] if data.get("host") else []
    kind = str(data["platform_type"]) if data.get("platform_type") else None
    parsed = parse_platform_name(printed, hosts)
    place = _place(fact)
    properties = _named(printed, names=[printed], level=parsed.level)
    key = platform_key(printed, parsed, hosts, kind)
    platform = context.batch.mention("Platform", key, properties, place)
    if kind and fact.cell is None:
        context.batch.state("OF_TYPE", platform, _type(context, kind, place), place)
        for host in hosts:
            _hosted_by(context, platform, host, "host", place)
    return platform


def _hosted_by(context: _Context, platform: Ref, printed: str, role: str, place: Evidence) -> None:
    properties = _named(printed, names=[printed])
    host = context.batch.mention("HostUnit", host_key(printed), properties, place)
    context.batch.state("HOSTED_BY", platform, host, place, role=role)


def _group(context: _Context, fact: Fact, rule: str) -> None:
    place = _place(fact)
    key = (*context.own_key, rule, str(fact.start), str(fact.data.get("count") or ""))
    quote = context.document.text[fact.start : fact.end]
    properties = _named(
        quote, rule=rule, position=fact.start, platform_count=fact.data.get("count")
    )
    provision = context.batch.mention("Provision", key, properties, place)
    context.batch.state("HAS_PROVISION", context.own, provision, place)


# Nodes


def _type(context: _Context, printed: str, place: Evidence) -> Ref:
    return _type_node(context, type_key(printed, context.region), printed, place)


def _type_node(context: _Context, key: TypeKey, printed: str, place: Evidence) -> Ref:
    properties = _named(
        key.name, names=[printed], head=key.head, level=key.level, region=key.region
    )
    return context.batch.mention("PlatformType", key.key, properties, place)


def _field(context: _Context, mapped: MappedField, place: Evidence) -> Ref:
    ref = context.batch.mention(
        "Field", mapped.key, _named(mapped.name, mapped=mapped.entry is not None), place
    )
    below, entry = ref, mapped.entry
    while entry is not None and entry.parent is not None:
        # The taxonomy says so of the field that the phrase names; the phrase is the occasion.
        entry = lexicons.fields()[entry.parent]
        at = Evidence(place.start, place.end, "taxonomy", place.cell)
        above = context.batch.mention(
            "Field", ("taxonomy", entry.id), _named(entry.name, mapped=True), at
        )
        context.batch.state("NARROWER_THAN", below, above, at)
        below = above
    return ref


def _region_named(words: object) -> Region | None:
    if not isinstance(words, str):
        return None
    forms = lexicons.region_forms()
    plain = fold(words).strip()
    return forms.get(plain) or forms.get(plain.removesuffix("省").removesuffix("市"))


def _region(context: _Context, region: Region, place: Evidence) -> Ref:
    ref = context.batch.mention(
        "Region", (region.name,), _named(region.short, code=region.code), place
    )
    if region.parent:
        parent = lexicons.region_forms()[region.parent]
        above = context.batch.mention(
            "Region", (parent.name,), _named(parent.short, code=parent.code), place
        )
        context.batch.state("PART_OF", ref, above, place)
    return ref


def _flag(context: _Context, fact: Fact) -> None:
    about = context.targets.get((fact.start, fact.end), context.own)
    readings: list[Mapping[str, Any]] = [dict(one) for one in fact.candidate_readings]
    context.batch.flag(
        about,
        str(fact.data["flag"]),
        str(fact.data["severity"]),
        str(fact.data["reason"]),
        _place(fact),
        readings,
    )


def _place(fact: Fact) -> Evidence:
    return Evidence(fact.start, fact.end, fact.rule, fact.cell.label if fact.cell else None)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


_HANDLERS: dict[str, Callable[[_Context, Fact], None]] = {
    "section": _section,
    "cites": _cites,
    "platform_type": _platform_type,
    "category": _category,
    "definition": _definition,
    "rule": _rule,
    "target": _target,
    "fields": _fields,
    "platform": _platform,
    "evaluation": _evaluation,
    "event": _event,
}
