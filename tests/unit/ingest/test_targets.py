"""Targets in the phrasing of many provinces; every sentence here is ours.

Each line of probes/targets.jsonl lists what must be found in a text, as (type, metric, comparator, low,
high, by_year), and nothing more.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import read_text

Target = tuple[str, str, str, float | None, float | None, int | None]


def targets_in(text: str) -> list[Target]:
    """The targets of a text, in order."""
    _, facts = read_text(text)
    found: list[Target] = []
    for fact in facts:
        if fact.kind == "target":
            data: dict[str, Any] = dict(fact.data)
            found.append(
                (
                    data["platform_type"],
                    data["metric"],
                    data["comparator"],
                    data.get("low"),
                    data.get("high"),
                    data.get("by_year"),
                )
            )
            assert text[fact.start : fact.end].strip() == text[fact.start : fact.end]
    return found


PROBES = [
    json.loads(line)
    for line in (Path(__file__).parent / "probes" / "targets.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("probe", PROBES, ids=[probe["text"][:20] for probe in PROBES])
def test_finds_exactly_these_targets(probe: dict[str, Any]) -> None:
    assert targets_in(probe["text"]) == [tuple(target) for target in probe["targets"]]


@pytest.mark.parametrize(
    ("printed", "suspect"),
    [
        ("23家", True),
        ("46家", True),
        ("1215家", True),
        ("20家", False),
        ("50家", False),
        ("120家", False),
        ("32家", False),
        ("19家", False),
    ],
)
def test_doubts_only_numbers_that_may_have_lost_a_dash(printed: str, suspect: bool) -> None:
    _, facts = read_text(f"到2025年，新建省重点实验室{printed}。")
    target = next(fact for fact in facts if fact.kind == "target")
    assert target.data["suspect_lost_dash"] is suspect
    assert target.data["value_as_printed"] == printed


@pytest.mark.parametrize("printed", ["不少于23家", "23家以上", "23家左右", "2—3家"])
def test_a_comparator_speaks_for_one_number(printed: str) -> None:
    _, facts = read_text(f"到2025年，新建省重点实验室{printed}。")
    target = next(fact for fact in facts if fact.kind == "target")
    assert not target.flags
