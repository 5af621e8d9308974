"""One plan and one roster in every format give the same facts, each at the place of its own words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from ingest import readers
from ingest.document import Document
from ingest.extract import facts_of
from ingest.facts import Fact
from tests.formats.writers import PLANS, ROSTERS

HERE = Path(__file__).parent
_ROSTER_KINDS = ("platform", "evaluation", "event")


def _checked(document: Document) -> list[Fact]:
    facts = facts_of(document)
    for fact in facts:
        row = fact.as_json("x", document.text)
        assert row["quote"] == document.text[fact.start : fact.end]
        for places in fact.spans.values():
            assert all(0 <= start <= end <= len(document.text) for start, end in places)
    return facts


def _keys(facts: Iterable[Fact]) -> Counter[str]:
    return Counter(
        json.dumps([fact.kind, dict(fact.data), fact.flags], ensure_ascii=False, sort_keys=True)
        for fact in facts
    )


def _facts(tmp_path: Path, forms: dict[str, tuple[str, object]], name: str) -> list[Fact]:
    suffix, write = forms[name]
    path = tmp_path / f"roster.{suffix}"
    assert callable(write)
    write(path)
    return _checked(readers.read(path))


def _rosters_only(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.kind in _ROSTER_KINDS]


@pytest.mark.parametrize("name", list(PLANS))
def test_a_plan(tmp_path: Path, name: str) -> None:
    reference = _facts(tmp_path, dict(PLANS), "text, UTF-8")
    kinds = {str(fact.kind) for fact in reference}
    assert kinds >= {"document", "section", "cites", "platform_type", "target", "fields", "rule"}
    assert _keys(_facts(tmp_path, dict(PLANS), name)) == _keys(reference)


@pytest.mark.parametrize("name", list(ROSTERS))
def test_a_roster(tmp_path: Path, name: str) -> None:
    reference = _rosters_only(_facts(tmp_path, dict(ROSTERS), "commas, UTF-8"))
    assert [fact.data["no"] for fact in reference] == [1, 2, 3, 4, 5]
    assert [fact.data["region"] for fact in reference] == ["南溪市"] * 3 + ["北桥市"] * 2
    assert _keys(_rosters_only(_facts(tmp_path, dict(ROSTERS), name))) == _keys(reference)


def test_old_word_documents(tmp_path: Path) -> None:
    plan = _checked(readers.read(HERE / "plan.doc"))
    assert _keys(plan) == _keys(_facts(tmp_path, dict(PLANS), "text, UTF-8"))
    roster = _rosters_only(_checked(readers.read(HERE / "roster.doc")))
    assert _keys(roster) == _keys(_rosters_only(_facts(tmp_path, dict(ROSTERS), "commas, UTF-8")))
