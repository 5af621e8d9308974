"""Clusters, communities and bridging hosts of a whole store, computed and kept.

In: a store. Out: `Structure`, and on the nodes what named queries need: `cluster` on platforms, `community`
on hosts and fields, and for hosts that join communities how they do.
"""

from __future__ import annotations

from datetime import UTC, datetime

from graph.analytics import Structure, structure
from graph.overlaps import mark_changed
from graph.pairs import REJECTED
from graph.queries import library
from graph.store import Rows, Store, Writer
from ingest.overlaps.findings import DESIGN

_CHUNK = 2_000
_ALL = 1_000_000_000
#: Pairs of a host and a field up to which the structure takes about two seconds.
_AT_ONCE = 1_500
#: What is kept on which label; what a run does not say is taken away.
_KEPT = {
    "Platform": ("cluster",),
    "HostUnit": ("community", "joins", "betweenness", "is_cut"),
    "Field": ("community",),
}


def read_structure(store: Store, of: Rows | None = None) -> Structure:
    """The structure of what the store holds now. Findings that a person rejected join nothing, nor does
    what the rules provide for. `of` are the rows of the matrix of hosts and fields where they were read."""
    queries = library()
    pairs = [
        (row["a_id"], row["b_id"])
        for row in queries.run(store, "overlapping_pairs")
        if row["kind"] != DESIGN and row["status"] != REJECTED
    ]
    memberships = [
        (row["host_id"], row["field_id"], row["platforms"])
        for row in of or queries.run(store, "matrix_host_field", limit=_ALL)
    ]
    return structure(pairs, memberships)


def keep_structure(store: Store, found: Structure) -> None:
    """Write it onto the nodes, and take away what an earlier run wrote and this one does not say."""
    wanted = _properties(found)
    with store.loading_turn():
        for label, names in _KEPT.items():
            _run(store, _clear(label, names), [])
            rows = [{"id": i, "values": values} for i, values in sorted(wanted[label].items())]
            for start in range(0, len(rows), _CHUNK):
                _run(
                    store,
                    f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row.values",
                    rows[start : start + _CHUNK],
                )
        store.write(_mark_analysed)


def refresh_structure(store: Store) -> bool:
    """Compute and keep the structure if the graph is small enough for a moment; returns whether it was.
    What an earlier run kept of a larger graph stays, and is told to be of an earlier state."""
    rows = library().run(store, "matrix_host_field", limit=_AT_ONCE + 1)
    if len(rows) > _AT_ONCE:
        return False
    keep_structure(store, read_structure(store, rows))
    return True


def _mark_analysed(writer: Writer) -> None:
    mark_changed(writer)
    writer.run(
        "MATCH (g:GraphInfo {id: 'graph-info'}) SET g.analysed = g.loads, g.analysed_at = $now",
        {"now": datetime.now(UTC).isoformat(timespec="seconds")},
    )


def _run(store: Store, cypher: str, rows: Rows) -> None:
    parameters = {"rows": rows} if rows else {}
    store.write(lambda writer: writer.run(cypher, parameters))


def _clear(label: str, names: tuple[str, ...]) -> str:
    gone = ", ".join(f"n.{name}" for name in names)
    return f"MATCH (n:{label}) WHERE n.{names[0]} IS NOT NULL REMOVE {gone}"


def _properties(found: Structure) -> dict[str, dict[str, dict[str, object]]]:
    wanted: dict[str, dict[str, dict[str, object]]] = {label: {} for label in _KEPT}
    for cluster in found.clusters:
        for platform in cluster.platforms:
            wanted["Platform"][platform] = {"cluster": cluster.id}
    for community in found.communities:
        for host in community.hosts:
            wanted["HostUnit"][host] = {"community": community.id}
        for field in community.fields:
            wanted["Field"][field] = {"community": community.id}
    for bridge in found.bridges:
        wanted["HostUnit"][bridge.host] = {
            "community": bridge.communities[0],
            "joins": list(bridge.communities[1:]),
            "betweenness": bridge.betweenness,
            "is_cut": bridge.is_cut,
        }
    return wanted
