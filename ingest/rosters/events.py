"""What a roster says that happened to its platforms: withdrawn, renamed, moved to another host, converted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.document import Cell
from ingest.rosters.header import Roster, cell_of
from ingest.rosters.told import events_told

_PROPOSED = re.compile(r"拟|公示")


def events_of(
    roster: Roster, row: tuple[Cell | None, ...], data: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """What happened to a row's platform: its own column says, else its columns of old names and hosts, else
    the heading."""
    heading = roster.heading
    common = {
        "platform": data["platform"],
        "platform_type": data["platform_type"],
        "host": data["hosts"][0] if data["hosts"] else None,
        "stage": "proposed" if _PROPOSED.search(heading.subject) else "decided",
        "date": heading.date,
    }
    cell = cell_of(roster, row, "event")
    told = events_told(cell.value if cell is not None else heading.subject)
    is_graded = "result" in roster.columns and "结果" in heading.subject
    if cell is None and (is_graded or {"former_name", "former_hosts"} & roster.columns.keys()):
        # A title names several tables: the grades or changes stand here, the withdrawn in their own.
        told = [event for event in told if event != "withdrawn"]
    yield from _with_names(common, data["former_name"], data["platform"], told)
    # A column of old hosts tells of the change by itself; a bracket only with words that do.
    is_told = "former_hosts" in roster.columns or "host_changed" in told
    if is_told and data["former_host_names"] and data["hosts"]:
        old, new = data["former_host_names"][0], data["hosts"][0]
        if old != new:
            yield {**common, "event": "host_changed", "from": old, "to": new}
    if "withdrawn" in told:
        yield {**common, "event": "withdrawn"}


def _with_names(
    common: dict[str, Any], former: str | None, name: str, told: list[str]
) -> Iterator[dict[str, Any]]:
    """The events that give a platform another name: the old name is what they befall."""
    made = [event for event in told if event in ("converted", "merged")]
    if former and former != name:
        yield {**common, "event": made[0] if made else "renamed", "platform": former, "to": name}
    else:
        yield from ({**common, "event": event} for event in made)
