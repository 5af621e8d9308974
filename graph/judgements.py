"""What a person decided about a doubt: the reading that is kept beside the printed words.

A judgement is a node of its own, known by what it is about (node, flag, printed words) and not by the
place, so that it outlives reading the file again, an edited file, and even the file's removal: when the
node comes back, so does the reading. A judgement whose node is gone is an orphan: it is listed, and harms
nothing. On a Target the latest reading also stands as `reviewed_value`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.errors import BadParameter, NotFound
from graph.ids import make_id, prefix_of
from graph.model import NODE_BY_LABEL
from graph.statements import Ref
from graph.store import Store, Writer

#: Labels whose nodes show the reading themselves.
SHOWING = tuple(
    label
    for label, node in NODE_BY_LABEL.items()
    if any(prop.name == "reviewed_value" for prop in node.properties)
)


@dataclass(frozen=True)
class Judged:
    """A reading that a person gave. `is_orphan`: nothing in the graph is what it is about."""

    id: str
    about: str
    flag: str
    printed: str
    reading: str
    reviewer: str
    decided_on: str
    note: str | None
    is_orphan: bool = False

    def as_json(self) -> dict[str, Any]:
        """The judgement as an object."""
        row = {
            "id": self.id,
            "about": self.about,
            "flag": self.flag,
            "printed": self.printed,
            "reading": self.reading,
            "by": self.reviewer,
            "on": self.decided_on,
            "note": self.note,
            "orphan": self.is_orphan or None,
        }
        return {key: value for key, value in row.items() if value is not None}


def judgement_id(about: Ref, flag: str, printed: str) -> str:
    """The id of the judgement of a doubt, whether anybody has made it or not."""
    return make_id("Judgement", "reading", about.id, flag, printed)


def record_reading(
    store: Store, about: Ref, flag: str, printed: str, reading: str, by: str, note: str | None
) -> str:
    """Keep a reviewer's reading of printed words; the one before of the same doubt is replaced.

    Raises BadParameter without a reading or a reviewer.
    """
    if not reading.strip() or not by.strip():
        raise BadParameter(
            "核定需要读法（--reading）与核定人（--by）。",
            "A review needs a reading (--reading) and a name (--by).",
        )
    node_id = judgement_id(about, flag, printed)
    properties = {
        "id": node_id,
        "name": f"{printed} → {reading}",
        "about": about.id,
        "flag": flag,
        "printed": printed,
        "reading": reading.strip(),
        # Who confirms what is printed rejects the doubt.
        "verdict": "rejected" if reading.strip() == printed.strip() else "accepted",
        "reviewer": by.strip(),
        "decided_on": datetime.now(UTC).isoformat(timespec="microseconds"),
        "note": note,
    }

    def work(writer: Writer) -> None:
        writer.run(
            "MERGE (j:Judgement {id: $id}) SET j += $properties",
            {"id": node_id, "properties": properties},
        )
        if about.label in SHOWING:
            show_readings(writer, about.label, [about.id])
        _changed(writer)

    store.write(work)
    return node_id


def withdraw_reading(store: Store, node_id: str) -> None:
    """Take a judgement back; the printed words stand alone again. Raises NotFound."""

    def work(writer: Writer) -> list[dict[str, Any]]:
        rows = writer.run(
            "MATCH (j:Judgement {id: $id}) WHERE j.reading IS NOT NULL RETURN j.about AS about",
            {"id": node_id},
        )
        # A decision about a finding is taken back in `graph.decisions`, which parts merged records.
        writer.run(
            "MATCH (j:Judgement {id: $id}) WHERE j.reading IS NOT NULL DETACH DELETE j",
            {"id": node_id},
        )
        for row in rows:
            _show_again(writer, row["about"])
        _changed(writer)
        return rows

    if not store.write(work):
        raise NotFound(f"没有判定 {node_id}。", f"There is no judgement {node_id}.")


def _changed(writer: Writer) -> None:
    """A reading changes totals: what was answered before it must be answered anew."""
    writer.run("MERGE (g:GraphInfo {id: 'graph-info'}) SET g.loads = coalesce(g.loads, 0) + 1", {})


def _show_again(writer: Writer, about: str) -> None:
    """Clear what the node shows, then show what other judgements of it say."""
    for label in SHOWING:
        writer.run(
            f"MATCH (n:{label} {{id: $id}}) REMOVE n.reviewed_value, n.reviewed_by, n.reviewed_on",
            {"id": about},
        )
        show_readings(writer, label, [about])


def show_readings(writer: Writer, label: str, ids: list[str]) -> None:
    """Let the nodes of these ids carry the latest reading that was given of them."""
    rows = writer.run(
        "UNWIND $ids AS id MATCH (j:Judgement {about: id}) WHERE j.reading IS NOT NULL "
        "RETURN id AS id, j.reading AS reading, j.reviewer AS reviewer, j.decided_on AS decided_on, "
        "j.id AS judgement",
        {"ids": ids},
    )
    latest: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["decided_on"], row["judgement"])):
        latest[row["id"]] = row
    shown = [
        {"id": i, "value": row["reading"], "by": row["reviewer"], "on": row["decided_on"]}
        for i, row in latest.items()
    ]
    if shown:
        writer.run(
            f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n.reviewed_value = row.value, "
            "n.reviewed_by = row.by, n.reviewed_on = row.on",
            {"rows": shown},
        )


def judged_readings(store: Store) -> list[Judged]:
    """Every reading that a person gave, oldest first; orphans too."""
    rows = store.read(
        "MATCH (j:Judgement) WHERE j.reading IS NOT NULL RETURN j.id AS id, j.about AS about, "
        "j.flag AS flag, j.printed AS printed, j.reading AS reading, j.reviewer AS reviewer, "
        "j.decided_on AS decided_on, j.note AS note ORDER BY decided_on, id"
    )
    held = _held(store, {row["about"] for row in rows})
    return [Judged(**row, is_orphan=row["about"] not in held) for row in rows]


def _held(store: Store, ids: Iterable[str]) -> set[str]:
    """Those of these ids that the graph has; the prefix of an id tells its label."""
    prefixes = {prefix_of(label): label for label in NODE_BY_LABEL}
    by_label: dict[str, list[str]] = {}
    for node_id in ids:
        label = prefixes.get(node_id.rpartition("-")[0])
        if label is not None:
            by_label.setdefault(label, []).append(node_id)
    held: set[str] = set()
    for label, members in by_label.items():
        rows = store.read(
            f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id", {"ids": members}
        )
        held |= {row["id"] for row in rows}
    return held
