"""What one source states, as rows for the graph: nodes it mentions and relationships it states.

In: calls of `Batch.mention` and `Batch.state` by whoever reads sources. Out: a `Batch` that
`graph.sources` writes. Everything is checked against the model here, so that a fault shows where it is
made and not as a strange row in the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import ModelError
from graph.ids import digest, make_id
from graph.model import (
    RELATIONSHIP_BY_NAME,
    Property,
    node_properties,
    relationship_properties,
)

Properties = dict[str, Any]


@dataclass(frozen=True, order=True)
class Ref:
    """A node, by label and id."""

    label: str
    id: str

    @classmethod
    def of(cls, label: str, *key: str) -> Ref:
        """The node of that label and key."""
        return cls(label, make_id(label, *key))


@dataclass(frozen=True)
class Evidence:
    """Where a source says so: character offsets in its text, the rule that read it, and the cell."""

    start: int
    end: int
    rule: str
    cell: str | None = None


@dataclass(frozen=True)
class Statement:
    """A relationship that a source states."""

    name: str
    start: Ref
    end: Ref
    evidence: Evidence
    properties: Properties = field(default_factory=dict)


@dataclass
class Mention:
    """A node that a source speaks of, what it says of the node, and everywhere it does."""

    ref: Ref
    properties: Properties
    rank: int
    evidence: Evidence
    spans: set[tuple[int, int]]
    #: What was said at the last place: a name said a thousand times alike is merged once.
    said_last: Properties = field(default_factory=dict)


@dataclass
class Batch:
    """All that one source states. `source` holds the Source node's properties, `text` its text."""

    source: Properties
    text: str
    mentions: dict[Ref, Mention] = field(default_factory=dict)
    _statements: dict[str, Statement] = field(default_factory=dict)

    @property
    def source_id(self) -> str:
        """The id of the source."""
        return str(self.source["id"])

    def mention(
        self,
        label: str,
        key: Iterable[str],
        properties: Properties,
        evidence: Evidence,
        rank: int = 1,
    ) -> Ref:
        """Say that the source mentions a node there; what it says of the node is merged."""
        ref = Ref.of(label, *key)
        self._check_evidence(evidence)
        _check(properties, node_properties(label), label)
        known = self.mentions.get(ref)
        span = (evidence.start, evidence.end)
        if known is None:
            self.mentions[ref] = Mention(ref, dict(properties), rank, evidence, {span})
            return ref
        if properties != known.said_last:
            known.properties = merged(label, [(known.rank, known.properties), (rank, properties)])
            known.said_last = properties
        known.rank = max(known.rank, rank)
        known.spans.add(span)
        return ref

    def state(self, name: str, start: Ref, end: Ref, evidence: Evidence, **properties: Any) -> None:
        """Say that the source states a relationship between two nodes that it mentions. Saying it
        again at another place adds nothing, unless the model tells the two apart."""
        relationship = RELATIONSHIP_BY_NAME[name]
        if (start.label, end.label) not in relationship.ends:
            raise _fault(f"{name} cannot join {start.label} and {end.label}")
        if start not in self.mentions or end not in self.mentions:
            raise _fault(f"{name} joins a node that the source does not mention")
        self._check_evidence(evidence)
        given = {key: value for key, value in properties.items() if value is not None}
        _check(given, relationship_properties(name), name)
        self._add(Statement(name, start, end, evidence, given))

    def flag(
        self,
        ref: Ref,
        flag: str,
        severity: str,
        reason: str,
        evidence: Evidence,
        readings: list[Any],
    ) -> None:
        """Raise a doubt about a node at a place of the source."""
        texts = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in readings]
        self._check_evidence(evidence)
        given = {"flag": flag, "severity": severity, "reason": reason, "candidate_readings": texts}
        target = Ref("Source", self.source_id)
        self._add(Statement("FLAGGED_IN", ref, target, evidence, given))

    def all_statements(self) -> list[Statement]:
        """For every mention the relationship to the source, then the statements: whatever a killed load
        leaves hangs on nodes by which it can be found again."""
        mentioned = (self._mentioned_in(one) for one in self.mentions.values())
        return [*mentioned, *self._statements.values()]

    def _add(self, statement: Statement) -> None:
        self._statements.setdefault(self._key(statement), statement)

    def _key(self, statement: Statement) -> str:
        """What makes a statement this one, in this source, whatever the order of the reading."""
        apart = RELATIONSHIP_BY_NAME[statement.name].told_apart_by
        told = {**statement.properties, "start": statement.evidence.start}
        return digest(
            self.source_id,
            statement.name,
            statement.start.id,
            statement.end.id,
            *(str(told.get(name, "")) for name in apart),
        )

    def _mentioned_in(self, mention: Mention) -> Statement:
        spans = sorted(mention.spans)
        properties = {
            "properties": json.dumps(mention.properties, ensure_ascii=False, sort_keys=True),
            "rank": mention.rank,
            "starts": [start for start, _ in spans],
            "ends": [end for _, end in spans],
        }
        target = Ref("Source", self.source_id)
        return Statement("MENTIONED_IN", mention.ref, target, mention.evidence, properties)

    def row(self, statement: Statement) -> dict[str, Any]:
        """The statement as a row for `schema.upsert_relationships`."""
        evidence = statement.evidence
        key = self._key(statement)
        properties = {
            **statement.properties,
            "key": key,
            "source": self.source_id,
            "start": evidence.start,
            "end": evidence.end,
            "rule": evidence.rule,
        }
        if evidence.cell is not None:
            properties["cell"] = evidence.cell
        return {
            "start": statement.start.id,
            "end": statement.end.id,
            "key": key,
            "properties": properties,
        }

    def _check_evidence(self, evidence: Evidence) -> None:
        if not 0 <= evidence.start <= evidence.end <= len(self.text):
            raise _fault(
                f"evidence {evidence} lies outside the text of {len(self.text)} characters"
            )


def merged(label: str, said: Iterable[tuple[int, Mapping[str, Any]]]) -> Properties:
    """What several sources say of one node, as one: of the highest rank that says anything, the
    smallest value; lists are joined. The order in which the sources came does not matter."""
    kinds = {prop.name: prop.kind for prop in node_properties(label)}
    best: dict[str, tuple[int, Any]] = {}
    lists: dict[str, set[Any]] = {}
    for rank, properties in said:
        for name, value in properties.items():
            if value is None:
                continue
            if kinds[name] in ("strings", "integers"):
                lists.setdefault(name, set()).update(value)
            elif name not in best or (-rank, value) < (-best[name][0], best[name][1]):
                best[name] = (rank, value)
    joined: Properties = {name: value for name, (_, value) in best.items()}
    joined.update({name: sorted(values) for name, values in lists.items()})
    return joined


_PYTHON_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "float": (float, int),
    "boolean": (bool,),
    "strings": (list, tuple),
    "integers": (list, tuple),
}


def _check(given: Mapping[str, Any], allowed: tuple[Property, ...], owner: str) -> None:
    kinds = {prop.name: prop.kind for prop in allowed}
    for name, value in given.items():
        if name not in kinds:
            raise _fault(f"{owner} has no property {name}")
        if value is not None and not isinstance(value, _PYTHON_KINDS[kinds[name]]):
            raise _fault(f"{owner}.{name} must be {kinds[name]}, not {type(value).__name__}")


def _fault(words: str) -> ModelError:
    return ModelError(f"程序错误：{words}。", f"Program fault: {words}.")
