"""Finding nodes by their ids without looking through all of them.

A named query about any node says so by naming all labels. An id tells its label (`graph.ids`), so when it
is known which id is asked for, the pattern is narrowed to that label, and both engines look it up in the
label's index: the embedded engine has none for several labels at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.ids import prefix_of
from graph.model import DRAWN_LABELS

_ANY = "|".join(DRAWN_LABELS)
_BY_ID = re.compile(rf"\((?P<node>\w+):{re.escape(_ANY)} \{{id: \$(?P<id>\w+)\}}\)")
_BY_IDS = re.compile(
    rf"MATCH \((?P<node>\w+):{re.escape(_ANY)}\)\s+WHERE (?P=node)\.id IN \$(?P<ids>\w+)\b"
)
_LABEL_OF = {prefix_of(label): label for label in DRAWN_LABELS}


def narrowed(cypher: str, values: Mapping[str, Any]) -> str:
    """The statement with the labels that the values' ids tell; as it is where they tell none."""
    cypher = _BY_ID.sub(lambda found: _one(found, values), cypher)
    return _BY_IDS.sub(lambda found: _several(found, values), cypher)


def label_of(node_id: str) -> str | None:
    """The label that an id tells; None for what is no id of ours."""
    return _LABEL_OF.get(node_id.rpartition("-")[0])


def _one(found: re.Match[str], values: Mapping[str, Any]) -> str:
    label = label_of(values[found["id"]])
    return f"({found['node']}:{label} {{id: ${found['id']}}})" if label else found[0]


def _several(found: re.Match[str], values: Mapping[str, Any]) -> str:
    labels = {label_of(one) for one in values[found["ids"]]}
    if not labels or None in labels:
        return found[0]
    node, ids = found["node"], found["ids"]
    parts = (
        f"UNWIND ${ids} AS one MATCH ({node}:{label} {{id: one}}) RETURN {node}"
        for label in sorted(str(label) for label in labels)
    )
    return f"CALL {{ {' UNION '.join(parts)} }}\nWITH {node} WHERE true"
