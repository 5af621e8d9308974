"""The same graph as py2neo objects, for reading in notebooks; needs the extra `pingtai[py2neo]`.

    from graph import ogm
    repository = ogm.connect("embedded:./pingtai-data")
    for platform in repository.match(ogm.Platform).where("_.level = '省级'"):
        print(platform.name, [host.name for host in platform.hosted_by])

The classes follow `graph.model`: a property for every property, and for every drawn relationship an
attribute at its start (`platform.hosted_by`) and at its end (`host.platforms_hosted_by`). Two statements
that join the same nodes show as one neighbour; the statements themselves are a matter for the named
queries.

For reading only: what py2neo would save has no evidence and no source, and the embedded engine refuses
it. py2neo is no longer developed and speaks Bolt up to 4.3, which both engines still accept. Nothing else
in the project imports this module.
"""

from __future__ import annotations

import contextlib
import re
import weakref
from typing import Any

from py2neo.client import Connector
from py2neo.errors import ConnectionBroken
from py2neo.ogm import Model, Property, RelatedFrom, RelatedTo, Repository

from graph.model import NODES, RELATIONSHIPS, RelationshipType, node_properties
from graph.store import Store, open_store

_WORD_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])")


def connect(store: Store | str | None = None) -> Repository:
    """A py2neo repository on a store, or on the store of that address (else PINGTAI_STORE).

    Raises what `open_store` raises.
    """
    opened = store if isinstance(store, Store) else open_store(store)
    url, auth, database = opened.reading_access()
    repository = Repository(url, name=database, auth=auth)
    # Every object that was read holds the service, so connections last as long as the last of them.
    service = repository.graph.service
    if opened is not store:
        weakref.finalize(service, opened.close)
    weakref.finalize(service, _close, service.connector)
    return repository


def disconnect(repository: Repository) -> None:
    """Close its connections now; else they close when nothing that was read is left."""
    _close(repository.graph.service.connector)


def _close(connector: Connector) -> None:
    with contextlib.suppress(ConnectionBroken, OSError):  # the server may have gone before
        connector.close()


def end_attribute(start: str, name: str) -> str:
    """What a relationship is called at its end: `platforms_hosted_by`."""
    return f"{_WORD_BREAK.sub('_', start).lower()}s_{name.lower()}"


def _attributes(label: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "__module__": __name__,
        "__primarylabel__": label,
        "__primarykey__": "id",
    }
    attributes |= {prop.name: Property() for prop in node_properties(label)}
    for relationship in RELATIONSHIPS:
        if relationship.drawn:
            attributes |= _neighbours(label, relationship)
    return attributes


def _neighbours(label: str, relationship: RelationshipType) -> dict[str, Any]:
    name = relationship.name
    attributes: dict[str, Any] = {}
    for start, end in relationship.ends:
        if start == label:
            attributes[name.lower()] = RelatedTo(f"{__name__}.{end}", name)
    starts = [start for start, end in relationship.ends if end == label]
    if len(starts) == 1:  # py2neo gives all neighbours of one relationship type the same class
        attributes[end_attribute(starts[0], name)] = RelatedFrom(f"{__name__}.{starts[0]}", name)
    return attributes


#: The classes by label.
MODELS: dict[str, Any] = {
    node.label: type(node.label, (Model,), _attributes(node.label)) for node in NODES
}

Category = MODELS["Category"]
PlatformType = MODELS["PlatformType"]
Platform = MODELS["Platform"]
HostUnit = MODELS["HostUnit"]
Field = MODELS["Field"]
Region = MODELS["Region"]
Agency = MODELS["Agency"]
GoverningDocument = MODELS["GoverningDocument"]
Provision = MODELS["Provision"]
Target = MODELS["Target"]
Judgement = MODELS["Judgement"]
Source = MODELS["Source"]
SourceText = MODELS["SourceText"]
GraphInfo = MODELS["GraphInfo"]
