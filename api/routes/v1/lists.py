"""Lists with filters, order, pages and totals."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from api import payload
from api.asked import asked, takes
from api.lists import LISTS, ListSpec, page_of


def add_to(v1: APIBlueprint) -> None:
    """Give every list its address."""
    for spec in LISTS.values():
        _add(v1, spec)


def _add(v1: APIBlueprint, spec: ListSpec) -> None:
    page_asked = spec.page_asked

    @v1.get(f"/{spec.name}", endpoint=spec.name)
    @takes(page_asked)
    @v1.output(spec.page)
    @v1.doc(summary=f"{spec.zh} {spec.en}", responses={409: "The graph has changed since."})
    def page() -> dict[str, Any]:
        return page_of(spec, payload.current_store(), asked(page_asked))
