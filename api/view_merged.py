"""Records that people made one: what a platform's page says of those that were merged into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from api import payload
from api.view import to
from api.view_facts import Quote, Sources
from graph.decisions import merged_decisions
from graph.merges import redirects


@dataclass
class MergedRecord:
    """A record that is part of a platform now: its name when it was judged, the decision, its rows."""

    id: str
    name: str
    url: str
    reviewer: str
    decided_on: str
    rows: list[Quote] = field(default_factory=list)


def standing_of(platform_id: str) -> str | None:
    """The platform that a record was merged into; None for one that stands for itself."""
    return redirects(payload.current_store()).get(platform_id)


def merged_into(
    platform_id: str, statements: Iterable[Mapping[str, Any]], sources: Sources
) -> list[MergedRecord]:
    """The records merged into a platform, with the rows of rosters that were read as them."""
    merged, standing = merged_decisions(payload.current_store())
    found: dict[str, MergedRecord] = {}
    for row in merged:
        for id_, name in zip(row["members"], row["member_names"] or (), strict=False):
            if standing.get(id_) == platform_id:
                url = to(f"/duplicates/{quote(row['about'], safe='')}")
                found.setdefault(
                    id_, MergedRecord(id_, name, url, row["reviewer"], row["decided_on"])
                )
    for said in statements:
        record = found.get(said["properties"].get("recorded_as") or "")
        one = sources.quote(said, "platform") if record is not None else None
        # A list of results both lists and grades: its row is shown once.
        if record is not None and one is not None and one not in record.rows:
            record.rows.append(one)
    return list(found.values())
