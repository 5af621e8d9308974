"""Comparing in several processes: what is found is the same as in one, and in the same order."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest

from graph.overlaps import Finding
from ingest.overlaps import parts, worker
from ingest.overlaps.compare import VARIABLE
from ingest.overlaps.known import Known
from ingest.overlaps.parts import findings_among
from ingest.resolve.overlap_rules import rules
from tests.bench.platforms import synthesise

_COUNT = 3000
_Found = tuple[int, list[Finding]]


@pytest.fixture(scope="module")
def known() -> list[Known]:
    """Platforms of a whole country, some of which no roster places anywhere."""
    made = synthesise(_COUNT, seed=5).known
    return [
        replace(one, regions=(), hosts=() if number % 10 else one.hosts) if not number % 5 else one
        for number, one in enumerate(made)
    ]


@pytest.fixture(scope="module")
def alone(known: list[Known]) -> _Found:
    return findings_among(known, rules(), processes=1)


@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_find_what_one_does(
    known: list[Known], alone: _Found, processes: int
) -> None:
    assert findings_among(known, rules(), processes=processes) == alone
    order = [(one.a, one.b) for one in alone[1]]
    assert len(order) > 100
    assert all(before < after for before, after in pairwise(order))


def test_pairs_of_two_parts_are_found(
    known: list[Known], alone: _Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without those the findings would be fewer: the platforms of the test have some."""
    monkeypatch.setattr(parts, "_across", lambda *_: [])
    fewer = findings_among(known, rules(), processes=2)
    assert fewer[0] < alone[0]
    assert {one.id for one in fewer[1]} < {one.id for one in alone[1]}


def test_several_processes_compare_what_has_changed(known: list[Known]) -> None:
    changed = {one.id for one in known[::7]}
    assert findings_among(known, rules(), changed, processes=2) == findings_among(
        known, rules(), changed, processes=1
    )


def test_there_may_be_nothing_to_part(known: list[Known]) -> None:
    assert findings_among([], rules(), processes=2) == (0, [])
    some = [one for one in known if one.region == known[1].region]
    assert findings_among(some, rules(), processes=2) == findings_among(some, rules(), processes=1)


def test_progress_ends_with_the_number_of_pairs(known: list[Known], alone: _Found) -> None:
    told: list[int] = []
    findings_among(known, rules(), progress=told.append, processes=2)
    assert told == sorted(told)
    assert told[-1] == alone[0]


def test_few_platforms_are_compared_in_this_process(
    known: list[Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("no other process is worth it")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    findings_among(known[:200], rules())


def test_splink_parts_the_work_itself(known: list[Known], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("splink")
    monkeypatch.setattr(parts, "_in_parts", None)
    monkeypatch.setenv(VARIABLE, "splink")
    some = known[:200]
    found = findings_among(some, rules(), processes=2)[1]
    monkeypatch.delenv(VARIABLE)
    assert found == findings_among(some, rules())[1]


@pytest.mark.parametrize("program", ["false", "no-such-program"])
def test_a_process_that_fails_is_made_up_for(
    known: list[Known], alone: _Found, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    assert findings_among(known, rules(), processes=2) == alone


def test_a_process_with_other_rules_is_not_believed(
    known: list[Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared_here: list[int] = []

    def compare_here(some: list[Known], *_: object) -> None:
        compared_here.append(len(some))

    monkeypatch.setattr(worker, "compare_part", compare_here)
    with worker.comparing(known[:50], rules(), None) as result:
        assert result() is not None
    assert not compared_here
    monkeypatch.setattr(worker, "rules_version", lambda: "of another day")
    with worker.comparing(known[:50], rules(), None) as result:
        result()
    assert compared_here == [50]


def test_a_process_begins_without_what_only_a_store_needs() -> None:
    asked = "import sys, ingest.overlaps.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert {"neo4j", "networkx", "splink", "spacy"}.isdisjoint(done.stdout.split())
