"""Whole notices as offices print them: what each is, what it cites, and everything that befalls platforms in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.facts import Fact
from ingest.pipeline import read_text

_PROBES = [
    json.loads(line)
    for line in (Path(__file__).parent / "probes" / "notices.jsonl").read_text("utf-8").splitlines()
]


def _matches(wanted: dict[str, Any], fact: Fact) -> bool:
    if "platform" not in wanted and fact.data.get("platform"):
        return False
    return all(fact.data.get(key) == value for key, value in wanted.items())


@pytest.mark.parametrize("probe", _PROBES, ids=lambda probe: str(probe["id"]))
def test_notice(probe: dict[str, Any]) -> None:
    found = read_text(probe["text"])[1]
    (own,) = (fact for fact in found if fact.kind == "document")
    assert {key: own.data.get(key) for key in probe["document"]} == probe["document"]
    cited = [
        [fact.data.get(key) for key in ("title", "doc_no", "role")]
        for fact in found
        if fact.kind == "cites"
    ]
    assert sorted(cited, key=str) == sorted(probe["cites"], key=str)
    for kind, key in (("event", "events"), ("evaluation", "grades")):
        left = [fact for fact in found if fact.kind == kind]
        for wanted in probe[key]:
            match = next((fact for fact in left if _matches(wanted, fact)), None)
            assert match is not None, wanted
            left.remove(match)
        assert [dict(fact.data) for fact in left] == []
    rules = [fact.data["rule"] for fact in found if fact.kind == "rule"]
    assert sorted(rules) == sorted(probe["rules"])


def test_some_of_a_type_are_nobody() -> None:
    found = read_text("决定撤销部分北江省省重点实验室、省工程技术研究中心资格。")[1]
    assert [fact for fact in found if fact.kind == "event"] == []
