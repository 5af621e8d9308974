"""Structure of the graph: clusters of overlapping platforms, communities of hosts and fields, bridges.

In: plain rows, as a snapshot gave them. Out: dataclasses. Knows no driver and no store. The same rows in
any order give the same result: nodes are numbered in the order of their ids before chance, which is
seeded, has a say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

#: Above so many nodes betweenness is estimated from so many of them.
_SAMPLED_ABOVE, _SAMPLE = 2_000, 500


@dataclass(frozen=True)
class Cluster:
    """Platforms that findings join, directly or through others; `id` is the smallest of theirs."""

    id: str
    platforms: tuple[str, ...]


@dataclass(frozen=True)
class Community:
    """Hosts and fields that have more to do with each other than with the rest; `platforms` counts what
    lies inside, a platform once for each of its hosts and fields. `id` is the smallest of theirs."""

    id: str
    hosts: tuple[str, ...]
    fields: tuple[str, ...]
    platforms: int


@dataclass(frozen=True)
class Bridge:
    """A host that joins communities: those that its fields are in (its own first), how many shortest paths
    run through it (0 to 1), whether the graph falls apart without it."""

    host: str
    communities: tuple[str, ...]
    betweenness: float
    is_cut: bool


@dataclass(frozen=True)
class Structure:
    """The whole: clusters and communities from the largest, bridges from the strongest."""

    clusters: tuple[Cluster, ...]
    communities: tuple[Community, ...]
    bridges: tuple[Bridge, ...]


def structure(
    findings: Iterable[tuple[str, str]],
    memberships: Iterable[tuple[str, str, int]],
    seed: int = 1,
) -> Structure:
    """Clusters of `findings` (ids of two platforms each); communities and bridges of `memberships` (ids of
    a host and a field, and how many platforms they share)."""
    rows = sorted(set(memberships))
    found = communities(rows, seed)
    return Structure(clusters(findings), found, bridges(rows, found, seed))


def clusters(findings: Iterable[tuple[str, str]]) -> tuple[Cluster, ...]:
    """What findings join, the largest first."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(sorted((min(pair), max(pair)) for pair in findings))
    found = (tuple(sorted(one)) for one in nx.connected_components(graph))
    return tuple(Cluster(one[0], one) for one in sorted(found, key=lambda one: (-len(one), one)))


def communities(
    memberships: Iterable[tuple[str, str, int]], seed: int = 1
) -> tuple[Community, ...]:
    """Communities by Louvain's method in the graph of hosts and fields, the largest first."""
    rows = sorted(set(memberships))
    graph, names = _projection(rows)
    parts: list[set[int]] = list(nx.community.louvain_communities(graph, seed=seed)) if rows else []
    of = {node: number for number, members in enumerate(parts) for node in members}
    number_of = {name: number for number, name in enumerate(names)}
    inside: dict[int, int] = defaultdict(int)
    for host, field, platforms in rows:
        home = of[number_of["host", host]]
        if home == of[number_of["field", field]]:
            inside[home] += platforms
    found = []
    for number, part in enumerate(parts):
        members = sorted(names[node] for node in part)
        hosts = tuple(name for kind, name in members if kind == "host")
        fields = tuple(name for kind, name in members if kind == "field")
        found.append(Community(min(*hosts, *fields), hosts, fields, inside[number]))
    return tuple(sorted(found, key=lambda one: (-one.platforms, one.id)))


def bridges(
    memberships: Iterable[tuple[str, str, int]], found: Iterable[Community], seed: int = 1
) -> tuple[Bridge, ...]:
    """Hosts with fields in more than one community, the strongest first."""
    rows = sorted(set(memberships))
    graph, names = _projection(rows)
    many = len(graph) > _SAMPLED_ABOVE
    between = nx.betweenness_centrality(graph, k=_SAMPLE if many else None, seed=seed)
    cuts = {names[node] for node in nx.articulation_points(graph)}
    strength = {names[node]: value for node, value in between.items()}
    home = {host: one.id for one in found for host in one.hosts}
    field_home = {field: one.id for one in found for field in one.fields}
    touched: dict[str, set[str]] = defaultdict(set)
    for host, field, _ in rows:
        touched[host].add(field_home[field])
    joined = (
        Bridge(
            host,
            (home[host], *sorted(homes - {home[host]})),
            round(strength["host", host], 6),
            ("host", host) in cuts,
        )
        for host, homes in touched.items()
        if homes - {home[host]}
    )
    return tuple(sorted(joined, key=lambda one: (-one.betweenness, one.host)))


def _projection(
    rows: list[tuple[str, str, int]],
) -> tuple[nx.Graph[int], list[tuple[str, str]]]:
    """The weighted graph of hosts and fields by number, and what the numbers stand for."""
    names = sorted({("host", host) for host, _, _ in rows} | {("field", f) for _, f, _ in rows})
    number_of = {name: number for number, name in enumerate(names)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    for host, field, platforms in rows:
        graph.add_edge(number_of["host", host], number_of["field", field], weight=platforms)
    return graph, names
