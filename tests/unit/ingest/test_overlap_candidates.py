"""Candidate pairs: none is lost whose comparison is a finding, whatever way they are made."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from graph.overlaps import Finding
from ingest import lexicons
from ingest.overlaps.candidates import candidates
from ingest.overlaps.compare import VARIABLE, compare_all
from ingest.overlaps.findings import finding
from ingest.overlaps.known import Known
from ingest.overlaps.links import subject_keys
from ingest.resolve import hosts
from ingest.resolve.closeness import match
from ingest.resolve.overlap_rules import rules
from ingest.resolve.platform_profile import profile
from ingest.resolve.thesaurus import thesaurus
from tests.bench.hosts import houses
from tests.bench.platforms import synthesise

_COUNT = 300


@pytest.fixture(scope="module")
def known() -> list[Known]:
    return synthesise(_COUNT, seed=7).known


def found(known: list[Known], changed: set[str] | None = None) -> dict[str, Finding]:
    return {one.id: one for one in compare_all(known, rules(), changed).findings}


def test_candidates_hold_every_pair_that_is_a_finding(known: list[Known]) -> None:
    used = rules()
    profiles = [profile(one.record) for one in known]
    near = [n for n, one in enumerate(known) if one.regions[-1] == known[0].regions[-1]]
    near += random.Random(1).sample(range(len(known)), 60)
    everywhere = {
        (i, j)
        for i, j in combinations(sorted(set(near)), 2)
        if finding(known[i], known[j], profiles[i], profiles[j], used) is not None
    }
    assert everywhere
    assert everywhere <= set(candidates(profiles, used))


@pytest.mark.parametrize("floor", [0.33, 0.45, 0.5, 0.7, 0.8])
def test_subjects_that_match_have_a_key_in_common(floor: float) -> None:
    concepts = sorted(thesaurus().breadth)
    chance = random.Random(5)
    seen = 0
    for one in chance.sample(concepts, 120):
        siblings = [c for c in concepts if thesaurus().common(one, c)]
        for other in (
            *thesaurus().ancestors(one),
            *chance.sample(siblings, min(200, len(siblings))),
        ):
            if one != other and match(one, other) >= floor:
                seen += 1
                assert subject_keys(one, floor) & subject_keys(other, floor), (one, other)
    assert seen


def test_each_pair_comes_once_the_smaller_number_first(known: list[Known]) -> None:
    profiles = [profile(one.record) for one in known]
    pairs = list(candidates(profiles, rules()))
    assert len(pairs) == len(set(pairs)) > 0
    assert all(i < j for i, j in pairs)


def test_pairs_of_changed_platforms_are_those_of_all_that_have_one(known: list[Known]) -> None:
    profiles = [profile(one.record) for one in known]
    every = set(candidates(profiles, rules()))
    chance = random.Random(3)
    for size in (1, 5, 100):
        changed = set(chance.sample(range(len(known)), size))
        some = set(candidates(profiles, rules(), changed))
        assert some == {pair for pair in every if not changed.isdisjoint(pair)}


def test_whether_a_pair_is_found_does_not_depend_on_the_others(known: list[Known]) -> None:
    every = found(known)
    half = known[::2]
    ids = {one.id for one in half}
    kept = {id_ for id_, one in every.items() if one.a in ids and one.b in ids}
    assert set(found(half)) == kept


def test_splink_gives_the_same_findings(
    known: list[Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("splink")
    ours, some = found(known), {known[3].id, known[50].id, known[200].id}
    ours_of_some = found(known, some)
    monkeypatch.setenv(VARIABLE, "splink")
    assert found(known) == ours
    assert found(known, some) == ours_of_some


def test_strangers_are_different_when_they_are_compared() -> None:
    chance = random.Random(11)
    names = [one.name for one in houses(1500, chance)]
    names += [row[side] for row in lexicons.table("host_renames") for side in ("old", "new")]
    pairs = [chance.sample(names, 2) for _ in range(4000)]
    strangers = [pair for pair in pairs if hosts.are_strangers(*pair)]
    assert len(strangers) > len(pairs) // 5
    for one, other in strangers:
        verdict = hosts.compare(one, other)
        assert verdict.verdict == "different", (one, other)
        assert all(reason.name != "siblings" for reason in verdict.reasons), (one, other)
