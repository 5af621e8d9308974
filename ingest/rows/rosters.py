"""Rows of rosters as platforms with their hosts, types, fields and regions; grades of platforms."""

from __future__ import annotations

from graph.statements import Evidence, Ref
from ingest import lexicons
from ingest.facts import Fact
from ingest.names import parse_platform_name
from ingest.resolve.fields import MappedField, map_fields
from ingest.resolve.keys import platform_key, type_key
from ingest.rows.context import (
    Context,
    field_of,
    host_node,
    in_category,
    named,
    place_of,
    region_named,
    region_node,
    type_node,
)
from ingest.text import fold


def _platform(context: Context, fact: Fact) -> None:
    data = fact.data
    batch = context.batch
    place = place_of(fact)
    printed = str(data["platform"])
    hosts = [str(host) for host in data["hosts"]]
    parsed = parse_platform_name(printed, hosts)
    names = [printed, *filter(None, [data.get("former_name")])]
    properties = named(printed, names=names, level=data.get("level"))
    key = platform_key(
        printed, parsed, hosts, data.get("platform_type"), subtype=data.get("subtype")
    )
    platform = batch.mention("Platform", key, properties, place)
    listed = {
        "printed": context.document.text[fact.start : fact.end].strip(),
        "number": str(data["no"]) if data.get("no") is not None else None,
        "batch": data.get("batch"),
        "year": data.get("year"),
        "subtype": data.get("subtype"),
        "address": data.get("address"),
        "field": data.get("field") if "field" in fact.spans else None,
        "status": data["status"],
    }
    context.platforms[fact.start] = platform
    batch.state("LISTED_IN", platform, context.own, place, **listed)
    _platform_hosts(context, fact, platform, place)
    _platform_type_of(context, fact, platform, place)
    _platform_fields(context, fact, platform, place)
    _platform_region(context, fact, platform, place)


def _platform_hosts(context: Context, fact: Fact, platform: Ref, place: Evidence) -> None:
    for key, role in (("hosts", "host"), ("co_hosts", "co_host")):
        names = [str(name) for name in fact.data[key]]
        codes = fact.data.get(f"{role}_codes") or [None] * len(names)
        for name, code, (start, end) in zip(names, codes, fact.spans.get(key, []), strict=True):
            at = Evidence(start, end, f"roster.{key}", place.cell)
            host = host_node(context, name, at, code)
            context.batch.state("HOSTED_BY", platform, host, at, role=role, credit_code=code)
    for name in fact.data.get("former_host_names") or []:
        start, end = fact.spans["former_hosts"][0]
        at = Evidence(start, end, "roster.former_hosts", place.cell)
        host = host_node(context, name, at)
        context.batch.state("HOSTED_BY", platform, host, at, role="former")


def _platform_type_of(context: Context, fact: Fact, platform: Ref, place: Evidence) -> None:
    printed = fact.data.get("platform_type")
    if not printed:
        return
    start, end = fact.spans.get("type", [(fact.start, fact.end)])[0]
    at = Evidence(start, end, "roster.type", place.cell)
    region = region_named(fact.data.get("region")) or context.region
    key = type_key(str(printed), region)
    kind = type_node(context, key, str(printed), at)
    context.batch.state("OF_TYPE", platform, kind, at)
    entry = lexicons.platform_types().get(key.head or "")
    if entry is not None and entry.category:
        name = lexicons.categories()[entry.category].name
        in_category(context, kind, name, at, "lexicon")


def _platform_fields(context: Context, fact: Fact, platform: Ref, place: Evidence) -> None:
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
        ref = field_of(context, mapped, at)
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


def _platform_region(context: Context, fact: Fact, platform: Ref, place: Evidence) -> None:
    region = region_named(fact.data.get("region"))
    if region is None:
        return
    start, end = fact.spans.get("region", [(fact.start, fact.end)])[0]
    at = Evidence(start, end, "roster.region", place.cell)
    node = region_node(context, region, at)
    context.batch.state("LOCATED_IN", platform, node, at)


HANDLERS = {"platform": _platform}
