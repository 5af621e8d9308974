"""What the document is: title, kind, number, issuers, date, in force; one `document` fact.

A page often holds several: a university's post, the notice it forwards, and the plan that the notice
issues. The innermost is the document; the others only carry it. Its number, issuers and date are those of
the notice that issued it.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.agencies import region_of
from ingest.components.identity.dates import iso
from ingest.components.identity.lines import Line, lines_of
from ingest.components.identity.origin import (
    IN_FORCE,
    add_issuers_and_date,
    decreed_in_force,
    own_number,
    own_signature,
)
from ingest.components.identity.titles import find_title, kind_of, wrapper_of
from ingest.components.reading import reading_of
from ingest.facts import Fact
from ingest.lexicons import Region


@Language.component("pingtai_identity")
def identity(doc: Doc) -> Doc:
    """Find the document's title and what belongs to it."""
    reading = reading_of(doc)
    lines = lines_of(reading.text)
    title = find_title(lines)
    if title is None:
        return doc
    # A title on two lines is one name.
    reading.title = re.sub(r"\s*\n\s*", "", reading.slice(title.start, title.end).strip())
    wrapper = wrapper_of(lines, title)
    signature = own_signature(lines, wrapper, title)
    number = own_number(reading, lines, title, wrapper)
    reading.kind = kind_of(title.text)
    data: dict[str, Any] = {"title": reading.title, "kind": reading.kind}
    spans: dict[str, list[tuple[int, int]]] = {}
    flags: list[str] = []
    if number is not None:
        data["doc_no"] = number.printed
        spans["doc_no"] = [(number.start, number.end)]
    add_issuers_and_date(reading, signature, title, data, spans, flags)
    found = IN_FORCE.search(reading.text, title.end) or decreed_in_force(reading, title)
    if found is not None:
        data["in_force"] = iso(found)
        spans["in_force"] = [found.span()]
    date = data.get("date")
    reading.year = int(date[:4]) if date else None
    reading.region = _region(title, data.get("issuers", []))
    reading.facts.append(
        Fact(
            kind="document",
            start=title.start,
            end=title.end,
            rule="document.title",
            data=data,
            flags=tuple(flags),
            spans=spans,
        )
    )
    return doc


def _region(title: Line, issuers: list[str]) -> Region | None:
    """The region that the document is for: of its issuers, else of its title."""
    for name in issuers:
        if region := region_of(name):
            return region
    found = re.search(lexicons.region_pattern(), title.text)
    return lexicons.region_forms()[found[0]] if found else None
