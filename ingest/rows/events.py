"""Events of platforms, and of groups that only have a number."""

from __future__ import annotations

from graph.statements import Ref
from ingest.facts import Fact
from ingest.names import parse_platform_name
from ingest.resolve.keys import platform_key
from ingest.rows.context import Context, hosted_by, named, place_of, type_of


def _event(context: Context, fact: Fact) -> None:
    """What has befallen a named platform; a group's event is a provision of the document, for no platform
    is known by it."""
    data = fact.data
    if not data.get("platform"):
        _group(context, fact, str(data["event"]))
        return
    platform = _named_platform(context, fact)
    stated = {key: data.get(key) for key in ("event", "stage", "to", "ground")}
    place = place_of(fact)
    context.batch.state("CHANGED_BY", platform, context.own, place, **stated)
    if data["event"] == "host_changed" and data["stage"] == "decided" and fact.cell is None:
        for key, role in (("to", "host"), ("from", "former")):
            if data.get(key):
                hosted_by(context, platform, str(data[key]), role, place)


def _named_platform(context: Context, fact: Fact) -> Ref:
    """The platform that a fact of running text, or of a roster's former name, speaks of."""
    data = fact.data
    printed = str(data["platform"])
    named_at = (fact.spans.get("platform") or [(fact.start, fact.end)])[0][0]
    if named_at in context.platforms and context.document.text.startswith(printed, named_at):
        return context.platforms[named_at]  # a row of a list says more of it than its sentence
    if fact.cell is not None and data.get("event") == "renamed" and fact.start in context.platforms:
        return context.platforms[fact.start]  # the row that tells its former name is the platform
    hosts = [str(data["host"])] if data.get("host") else []
    kind = str(data["platform_type"]) if data.get("platform_type") else None
    parsed = parse_platform_name(printed, hosts)
    place = place_of(fact)
    properties = named(printed, names=[printed], level=parsed.level)
    key = platform_key(printed, parsed, hosts, kind)
    platform = context.batch.mention("Platform", key, properties, place)
    if kind and fact.cell is None:
        context.batch.state("OF_TYPE", platform, type_of(context, kind, place), place)
        for host in hosts:
            hosted_by(context, platform, host, "host", place)
    return platform


def _group(context: Context, fact: Fact, rule: str) -> None:
    place = place_of(fact)
    key = (*context.own_key, rule, str(fact.start), str(fact.data.get("count") or ""))
    quote = context.document.text[fact.start : fact.end]
    properties = named(quote, rule=rule, position=fact.start, platform_count=fact.data.get("count"))
    provision = context.batch.mention("Provision", key, properties, place)
    context.batch.state("HAS_PROVISION", context.own, provision, place)


def _evaluation(context: Context, fact: Fact) -> None:
    if not fact.data.get("platform"):
        _group(context, fact, "evaluation")
        return
    context.batch.state(
        "EVALUATED_IN",
        context.platforms[fact.start] if fact.cell else _named_platform(context, fact),
        context.own,
        place_of(fact),
        result=str(fact.data["result"]),
        year=fact.data.get("year"),
    )


HANDLERS = {"evaluation": _evaluation, "event": _event}
