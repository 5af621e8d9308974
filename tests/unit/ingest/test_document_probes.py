"""What a text says of itself, of others and of types: probes of many styles of document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.helpers import facts

_PROBES = [
    json.loads(line)
    for line in (Path(__file__).parent / "probes" / "documents.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize("probe", _PROBES, ids=lambda probe: str(probe["id"]))
def test_probe(probe: dict[str, Any]) -> None:
    text = probe["text"]
    if wanted := probe.get("document"):
        (own,) = facts(text, "document")
        assert {key: own.data.get(key) for key in wanted} == wanted
    cited = [[f.data.get(key) for key in ("title", "doc_no", "role")] for f in facts(text, "cites")]
    for one in probe.get("cites", []):
        assert one in cited
    if "cites" in probe and "document" not in probe:
        own_titles = {str(fact.data["title"]) for fact in facts(text, "document")}
        named = {str(title) for title, _, _ in probe["cites"]}
        assert all(
            title is None or title in named or any(title in own for own in own_titles)
            for title, _, _ in cited
        )
    types = [[f.data["platform_type"], f.data.get("level")] for f in facts(text, "platform_type")]
    for one in probe.get("types", []):
        assert one in types
    assert not {name for name, _ in types} & set(probe.get("absent", []))
    assert set(probe.get("flags", [])) <= {str(f.data["flag"]) for f in facts(text, "flag")}
