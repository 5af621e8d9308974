"""Clusters, communities and bridges of small graphs whose structure is plain."""

from __future__ import annotations

import random

from graph.analytics import Structure, structure

FINDINGS = [("p1", "p2"), ("p3", "p2"), ("p5", "p4")]
#: Two groups of hosts with fields of their own, and a host that has a field in each.
MEMBERSHIPS = [
    ("host-a", "rice", 3),
    ("host-a", "maize", 2),
    ("host-b", "rice", 2),
    ("host-b", "maize", 3),
    ("host-c", "laser", 3),
    ("host-c", "optics", 2),
    ("host-d", "laser", 2),
    ("host-d", "optics", 3),
    ("host-e", "rice", 2),
    ("host-e", "laser", 1),
]


def found(seed: int = 0) -> Structure:
    chance = random.Random(seed)
    findings, memberships = list(FINDINGS), list(MEMBERSHIPS)
    chance.shuffle(findings)
    chance.shuffle(memberships)
    return structure(findings, memberships)


def test_clusters_are_what_findings_join_directly_or_not() -> None:
    assert [one.platforms for one in found().clusters] == [("p1", "p2", "p3"), ("p4", "p5")]
    assert [one.id for one in found().clusters] == ["p1", "p4"]


def test_communities_are_hosts_with_their_fields() -> None:
    first, second = found().communities
    assert (first.hosts, first.fields) == (("host-a", "host-b", "host-e"), ("maize", "rice"))
    assert (second.hosts, second.fields) == (("host-c", "host-d"), ("laser", "optics"))
    assert (first.platforms, second.platforms) == (12, 10)


def test_a_host_with_fields_in_two_communities_is_a_bridge() -> None:
    (bridge,) = found().bridges
    assert bridge.host == "host-e"
    assert bridge.communities == tuple(one.id for one in found().communities)
    assert bridge.is_cut
    assert 0 < bridge.betweenness <= 1


def test_order_of_rows_does_not_show() -> None:
    assert all(found(seed) == found() for seed in range(1, 20))


def test_nothing_has_no_structure() -> None:
    assert structure([], []) == Structure((), (), ())
