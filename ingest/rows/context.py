"""What the rows of one source share, and its nodes that many facts speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.statements import Batch, Evidence, Properties, Ref
from ingest import lexicons
from ingest.document import Document
from ingest.facts import Fact
from ingest.lexicons import Region
from ingest.resolve.fields import MappedField, map_fields
from ingest.resolve.hosts import describe, identify
from ingest.resolve.keys import TypeKey, type_key
from ingest.text import fold, name_key

#: A text about itself has more to say than one that names it.
OWN, NAMED = 2, 1


@dataclass
class Context:
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


def named(name: str, **more: Any) -> Properties:
    """The properties that every named node has, and more."""
    return {"name": name, "name_key": name_key(name), **more}


def place_of(fact: Fact) -> Evidence:
    """Where a fact stands, as evidence."""
    return Evidence(fact.start, fact.end, fact.rule, fact.cell.label if fact.cell else None)


def number(value: object) -> float | None:
    """A number as the graph keeps it."""
    return float(value) if isinstance(value, (int, float)) else None


def type_of(context: Context, printed: str, place: Evidence) -> Ref:
    """The node of a platform type as printed."""
    return type_node(context, type_key(printed, context.region), printed, place)


def type_node(context: Context, key: TypeKey, printed: str, place: Evidence) -> Ref:
    """The node of a platform type by its key."""
    properties = named(key.name, names=[printed], head=key.head, level=key.level, region=key.region)
    entry = lexicons.platform_types().get(key.head or "")
    properties["is_general"] = entry.generic if entry is not None else None
    return context.batch.mention("PlatformType", key.key, properties, place)


def field_of(context: Context, mapped: MappedField, place: Evidence) -> Ref:
    """The node of a field, with the broader ones that the taxonomy knows."""
    ref = context.batch.mention(
        "Field", mapped.key, named(mapped.name, mapped=mapped.entry is not None), place
    )
    below, entry = ref, mapped.entry
    while entry is not None and entry.parent is not None:
        # The taxonomy says so of the field that the phrase names; the phrase is the occasion.
        entry = lexicons.fields()[entry.parent]
        at = Evidence(place.start, place.end, "taxonomy", place.cell)
        above = context.batch.mention(
            "Field", ("taxonomy", entry.id), named(entry.name, mapped=True), at
        )
        context.batch.state("NARROWER_THAN", below, above, at)
        below = above
    return ref


def region_named(words: object) -> Region | None:
    """The region of a printed name."""
    if not isinstance(words, str):
        return None
    forms = lexicons.region_forms()
    plain = fold(words).strip()
    return forms.get(plain) or forms.get(plain.removesuffix("省").removesuffix("市"))


def region_node(context: Context, region: Region, place: Evidence) -> Ref:
    """The node of a region, with those that it is part of."""
    ref = context.batch.mention(
        "Region", (region.name,), named(region.short, code=region.code), place
    )
    if region.parent:
        parent = lexicons.region_forms()[region.parent]
        above = context.batch.mention(
            "Region", (parent.name,), named(parent.short, code=parent.code), place
        )
        context.batch.state("PART_OF", ref, above, place)
    return ref


def host_node(
    context: Context, printed: str, place: Evidence, credit_code: str | None = None
) -> Ref:
    """The node of a host, under the key that all its names share, with the whole that its name begins with
    (广西医科大学第一附属医院 says 广西医科大学), and the 统一社会信用代码 that the same row prints, if any."""
    region = context.region.short if context.region else None
    identity = identify(printed, region)
    properties = {**_host(identity.name), "names": [printed]}
    if credit_code is not None:
        properties["credit_codes"] = [credit_code]
    host = context.batch.mention("HostUnit", identity.key, properties, place)
    if identity.whole is not None:
        whole = context.batch.mention(
            "HostUnit", identity.whole.key, _host(identity.whole.name), place
        )
        context.batch.state("PART_OF", host, whole, place)
    return host


def _host(name: str) -> Properties:
    """A host's name and what it shows of the host, with the reason; what nothing tells is left out."""
    known = describe(name)
    return named(
        name,
        kind=known.kind or None,
        kind_reason=known.kind_reason or None,
        province=known.region or None,
        province_reason=known.region_reason or None,
    )


def hosted_by(context: Context, platform: Ref, printed: str, role: str, place: Evidence) -> None:
    """State that a platform has a host, in a role."""
    host = host_node(context, printed, place)
    context.batch.state("HOSTED_BY", platform, host, place, role=role)


def fields_of(context: Context, fact: Fact) -> list[tuple[Ref, Evidence]]:
    """The nodes of the fields that a fact names, with their places."""
    found = []
    for start, end in fact.spans["fields"]:
        for mapped in map_fields(context.document.text[start:end]):
            place = Evidence(start + mapped.start, start + mapped.end, f"field.{mapped.how}")
            found.append((field_of(context, mapped, place), place))
    return found


def in_category(context: Context, kind: Ref, category: str, place: Evidence, basis: str) -> None:
    """State that a type is in a category, on the text's word or the lexicon's."""
    node = context.batch.mention("Category", (name_key(category),), named(category), place)
    context.batch.state("IN_CATEGORY", kind, node, place, basis=basis)
