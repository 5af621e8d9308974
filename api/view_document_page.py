"""What a document's page shows around its text: issuers, related documents, the key above the text."""

from __future__ import annotations

from typing import Any

from flask import request

from api import payload, view
from api.view import t, words_of
from api.view_details import details_of
from api.view_document_marks import Mark
from api.view_document_pieces import Piece
from api.view_documents import document_page
from api.view_lists import whole
from api.view_words import KINDS, MARKS
from graph.store import Rows

_SHORT_CELL = 8


def document_context(document: dict[str, Any], sources: Rows) -> dict[str, Any]:
    """Everything that the template of a document needs, from the address."""
    page = document_page(
        sources,
        source_id=request.args.get("source", ""),
        fact=request.args.get("fact", ""),
        at=whole(request.args, "at"),
        show=request.args.get("show", ""),
        only_flags=request.args.get("flags") == "1",
    )
    chosen = page.place[0] if page.place else page.shown[0]
    sections = [one.start for one in page.outline if one.start <= chosen]
    return {
        "document": document,
        "page": page,
        "details": details_of(page),
        "issuers": _issuers(document["id"]),
        "related": _related(document["id"]),
        "fact_count": sum(page.counts.values()) - page.counts["flag"],
        "toggles": _toggles(page.counts, page.shown_kinds, only_flags=page.only_flags),
        "current_section": sections[-1] if sections and page.place else None,
        "fact_url": _fact_url,
        "width_of": _width_of,
        "mark_icons": {kind.style: kind.icon for kind in KINDS.values()},
    }


def _fact_url(mark: Mark) -> str:
    return f"{view.here(fact=mark.id, at=None)}#c{mark.start}"


def _issuers(document_id: str) -> list[tuple[str, str]]:
    rows = payload.kept(
        "facts_of_node", id=document_id, relationship="ISSUED_BY", outward=True, skip=0, limit=20
    )
    in_order = sorted(rows, key=lambda row: (row["source_id"], row["start"]))
    return list({row["other_id"]: row["other_name"] for row in in_order}.items())


def _width_of(cell: list[Piece]) -> str:
    """How much room a cell needs, so that numbers and places are not broken and names not squeezed."""
    length = sum(len(piece.text) for piece in cell)
    return "short" if length <= _SHORT_CELL else "mid" if length <= 3 * _SHORT_CELL else "long"


def _related(document_id: str) -> list[tuple[str, str, str, int]]:
    """Documents that this one cites and that cite it."""
    found: dict[tuple[str, str], tuple[str, str, str, int]] = {}
    for outward in (True, False):
        rows = payload.kept(
            "facts_of_node", id=document_id, relationship="CITES", outward=outward, skip=0, limit=20
        )
        for row in rows:
            role = row["properties"].get("role") or t("引用", "cites")
            words = role if outward else t("被引", "cited by")
            key = (row["other_id"], words)
            found[key] = (words, row["other_id"], row["other_name"], row["total"])
    return list(found.values())


def _toggles(
    counts: dict[str, int], shown: frozenset[str], *, only_flags: bool
) -> list[tuple[str, str, int, str, bool]]:
    """The key above the text: each kind with its count, and the address that shows or hides it."""
    toggles = []
    for kind, words in MARKS.items():
        if not counts.get(kind):
            continue
        wanted = {kind} if only_flags else set(shown) ^ {kind}
        everything = wanted >= {one for one in MARKS if counts.get(one)}
        show = None if everything else ",".join(k for k in MARKS if k in wanted) or "none"
        url = view.here(show=show, flags=None)
        toggles.append((kind, words_of(words), counts[kind], url, kind in shown))
    return toggles
