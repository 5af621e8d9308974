"""The py2neo classes agree with the model and read the same graph on both engines."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import embedded
from graph.model import NODES, RELATIONSHIPS, node_properties
from graph.sources import write_source
from graph.store import Store, open_store
from tests.contract.graphs import roster
from tests.contract.sample import batches, ref

pytest.importorskip("py2neo", reason="the extra pingtai[py2neo] is not installed")

from py2neo.ogm import Model, Property, RelatedFrom, RelatedTo

from graph import ogm


@pytest.fixture
def repository(store: Store) -> Iterator[Any]:
    """A py2neo repository on the sample graph."""
    for batch in batches():
        write_source(store, batch)
    connected = ogm.connect(store)
    yield connected
    ogm.disconnect(connected)


def test_every_label_has_a_class_with_its_properties() -> None:
    assert set(ogm.MODELS) == {node.label for node in NODES}
    for node in NODES:
        model = getattr(ogm, node.label)
        assert issubclass(model, Model)
        assert model.__primarylabel__ == node.label
        properties = {k for k, v in vars(model).items() if isinstance(v, Property)}
        assert properties == {prop.name for prop in node_properties(node.label)}


def test_every_drawn_relationship_has_an_attribute_at_its_start() -> None:
    declared = {
        (label, attribute, related.relationship_type, related.related_class)
        for label, model in ogm.MODELS.items()
        for attribute, related in vars(model).items()
        if isinstance(related, RelatedTo)
    }
    assert declared == {
        (start, relationship.name.lower(), relationship.name, f"graph.ogm.{end}")
        for relationship in RELATIONSHIPS
        if relationship.drawn
        for start, end in relationship.ends
    }


def test_every_attribute_at_an_end_agrees_with_the_model() -> None:
    for label, model in ogm.MODELS.items():
        for attribute, related in vars(model).items():
            if isinstance(related, RelatedFrom):
                start = related.related_class.rpartition(".")[2]
                (relationship,) = (r for r in RELATIONSHIPS if r.name == related.relationship_type)
                assert (start, label) in relationship.ends
                assert attribute == ogm.end_attribute(start, relationship.name)


def test_a_platform_leads_to_its_host_and_field(repository: Any) -> None:
    platform = repository.get(ogm.Platform, ref("Platform", "甲重点实验室"))
    assert platform.name == "甲重点实验室"
    assert platform.names == ["甲重点实验室"]
    # Two rosters say so; py2neo shows one neighbour.
    (host,) = platform.hosted_by
    assert (type(host), host.name) == (ogm.HostUnit, "云大")
    assert [field.name for field in platform.in_field] == ["海洋"]
    assert {document.name for document in platform.listed_in} == {"2022年名单", "2023年名单"}
    of_host = {one.name for one in host.platforms_hosted_by}
    assert of_host == {"甲重点实验室", "乙重点实验室", "丙工程中心"}


def test_a_target_keeps_its_kinds_of_values(repository: Any) -> None:
    target = repository.match(ogm.Target).first()
    assert (target.low, target.by_year, target.flags) == (23.0, 2025, ["suspect_lost_dash"])
    assert [kind.name for kind in target.for_type] == ["省重点实验室"]
    assert [document.kind for document in target.governing_documents_sets] == ["plan"]


def test_counting_and_conditions(repository: Any) -> None:
    assert repository.match(ogm.Platform).count() == 4
    assert repository.match(ogm.Platform).where(name="丙工程中心").count() == 1
    found = repository.match(ogm.Platform).where("_.name STARTS WITH '乙'")
    assert [platform.name for platform in found] == ["乙重点实验室"]
    assert repository.get(ogm.Platform, "platform-nobody") is None


def test_an_address_will_do(own_folder: Path) -> None:
    with open_store(f"embedded:{own_folder}") as store:
        store.prepare()
        write_source(store, roster("a", 3))
    first = ogm.connect(f"embedded:{own_folder}").match(ogm.Platform).order_by("_.name").first()
    # The repository itself is gone; what was read still leads on.
    assert [host.name for host in first.hosted_by] == ["单位"]
    del first
    gc.collect()
    assert embedded.find(own_folder) is None


def test_the_embedded_engine_does_not_save(embedded_store: Store) -> None:
    """py2neo does not even say so: a reason more to call it a reader."""
    write_source(embedded_store, roster("a", 1))
    repository = ogm.connect(embedded_store)
    platform = repository.match(ogm.Platform).first()
    platform.name = "changed"
    repository.save(platform)
    repository.graph.run("MATCH (p:Platform) SET p.name = 'changed'")
    ogm.disconnect(repository)
    (row,) = embedded_store.read("MATCH (p:Platform) RETURN p.name AS name")
    assert row["name"] == "平台0号"
