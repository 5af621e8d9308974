"""What documents say that can be held against each other: targets, document numbers, counts.

In: a batch of one file, or a store. Out: the same claims from either, so that `across` need not know
where they came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.queries import library
from graph.sources import text_of
from graph.statements import Batch, Ref
from graph.store import Store
from ingest import lexicons
from ingest.checks.within import CountClaim, count_claims
from ingest.text import fold, name_key, number_value

_KINDS_CLAIM = re.compile(
    r"(?<![第\d一二三四五六七八九十])(?P<count>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<unit>[种类])(?:科技)?创新平台"
)


@dataclass(frozen=True)
class TargetClaim:
    """A target as one source states it."""

    about: Ref
    start: int
    end: int
    types: tuple[str, ...]
    type_names: tuple[str, ...]
    metric: str
    comparator: str
    low: float | None
    high: float | None
    by_year: int | None
    subtype: str | None
    printed: str
    readings: tuple[str, ...]


@dataclass(frozen=True)
class NumberClaim:
    """The number that one source gives to a document."""

    about: Ref
    start: int
    end: int
    title: str
    number: str


@dataclass
class SourceClaims:
    """All that one source says that others may contradict."""

    source: str
    name: str
    path: str
    text: str
    document: Ref | None = None
    title: str = ""
    place: str | None = None
    targets: list[TargetClaim] = field(default_factory=list)
    numbers: list[NumberClaim] = field(default_factory=list)
    #: Documents that the source names, its own left out.
    names: set[Ref] = field(default_factory=set)
    #: Types that its lists name (主要包括…), and all that it puts in a category in its own words.
    types_listed: dict[str, str] = field(default_factory=dict)
    types_named: dict[str, str] = field(default_factory=dict)
    counts: list[CountClaim] = field(default_factory=list)
    #: Claims of how many kinds of platforms there are: 15种科技创新平台.
    kinds: list[CountClaim] = field(default_factory=list)
    #: Platforms that it lists.
    platforms: int = 0


def kind_claims(text: str) -> list[CountClaim]:
    """Every number of kinds of platforms that a text speaks of."""
    found = []
    for match in _KINDS_CLAIM.finditer(fold(text)):
        count = number_value(match["count"])
        if count is not None and count > 3:  # three 类 are the categories
            found.append(CountClaim(match.start(), match.end("unit"), int(count)))
    return found


def claims_of_batch(batch: Batch, path: str) -> SourceClaims:
    """The claims of a file that was read."""
    said = SourceClaims(batch.source_id, str(batch.source["name"]), path, batch.text)
    ends: dict[tuple[Ref, str], list[Ref]] = {}
    issuers: list[str] = []
    platforms: set[Ref] = set()
    for one in batch.all_statements():
        ends.setdefault((one.start, one.name), []).append(one.end)
        if one.name == "ISSUED_BY":
            issuers.append(str(batch.mentions[one.end].properties.get("name", "")))
        if one.name == "LISTED_IN":
            platforms.add(one.start)
        kind = one.start if one.name == "IN_CATEGORY" else one.end
        if one.name == "IN_CATEGORY" and one.properties.get("basis") == "text":
            said.types_named[kind.id] = str(batch.mentions[kind].properties["name"])
        if one.name == "GOVERNS" and one.properties.get("role") == "category":
            said.types_listed[kind.id] = str(batch.mentions[kind].properties["name"])
    for ref, mention in batch.mentions.items():
        if ref.label == "GoverningDocument":
            spans = sorted(mention.spans)
            _add_document(said, ref, mention.properties, mention.rank, spans)
        elif ref.label == "Target":
            kinds = ends.get((ref, "FOR_TYPE"), [])
            names = [str(batch.mentions[kind].properties.get("name", "")) for kind in kinds]
            said.targets.append(
                _target(ref, min(mention.spans), [k.id for k in kinds], names, mention.properties)
            )
    said.platforms = len(platforms)
    _finish(said, issuers)
    return said


def claims_of_store(store: Store) -> list[SourceClaims]:
    """The claims of every source of a store."""
    every: dict[str, SourceClaims] = {}
    for row in library().run(store, "sources"):
        paths = row["paths"] or [row["name"]]
        every[row["source_id"]] = SourceClaims(row["source_id"], row["name"], paths[0], "")
    for said, row in _rows(store, "documents_said", every):
        ref = Ref("GoverningDocument", row["document_id"])
        spans = list(zip(row["starts"], row["ends"], strict=True))
        _add_document(said, ref, json.loads(row["properties"]), row["rank"], spans)
    for said, row in _rows(store, "targets_said", every):
        ref = Ref("Target", row["target_id"])
        place = (row["start"], row["end"])
        said.targets.append(_target(ref, place, row["type_ids"], row["types"], row))
    for said, row in _rows(store, "platforms_said", every):
        said.platforms = row["platforms"]
    for said, row in _rows(store, "categories_said", every):
        types = said.types_listed if row["how"] == "listed" else said.types_named
        types.update(zip(row["type_ids"], row["types"], strict=True))
    issuers = {said.source: row["issuers"] for said, row in _rows(store, "issuers_said", every)}
    for source, said in every.items():
        if said.document is not None:
            said.text = text_of(store, source) or ""
            _finish(said, issuers.get(source, []))
    return list(every.values())


def _rows(
    store: Store, query: str, every: dict[str, SourceClaims]
) -> Iterator[tuple[SourceClaims, dict[str, Any]]]:
    """The rows of a query, each with the claims of its source."""
    for row in library().run(store, query):
        if said := every.get(row["source_id"]):
            yield said, row


def _add_document(
    said: SourceClaims,
    ref: Ref,
    properties: dict[str, Any],
    rank: int,
    spans: Iterable[tuple[int, int]],
) -> None:
    title, number = properties.get("name"), properties.get("doc_number")
    start, end = min(spans)
    if rank >= 2:
        said.document, said.title = ref, str(title or "")
    else:
        said.names.add(ref)
    if title and number and title != number:
        said.numbers.append(NumberClaim(ref, start, end, name_key(str(title)), str(number)))


def _target(
    ref: Ref,
    place: tuple[int, int],
    types: list[str],
    names: list[str],
    properties: dict[str, Any],
) -> TargetClaim:
    order = sorted(zip(types, names, strict=True))
    return TargetClaim(
        about=ref,
        start=place[0],
        end=place[1],
        types=tuple(kind for kind, _ in order),
        type_names=tuple(name for _, name in order),
        metric=str(properties["metric"]),
        comparator=str(properties["comparator"]),
        low=properties.get("low"),
        high=properties.get("high"),
        by_year=properties.get("by_year"),
        subtype=properties.get("subtype"),
        printed=str(properties["value_as_printed"]),
        readings=tuple(properties.get("candidate_readings") or ()),
    )


def _finish(said: SourceClaims, issuers: list[str]) -> None:
    said.place = next(_places([*issuers, said.title]), None)
    said.kinds = kind_claims(said.text)
    if said.platforms == 0:
        said.counts = count_claims(said.text)


def _places(words: Iterable[str]) -> Iterator[str]:
    """The regions that some names speak of, in order."""
    pattern = re.compile(lexicons.region_pattern())
    for one in words:
        if found := pattern.search(fold(one)):
            yield lexicons.region_forms()[found[0]].name
