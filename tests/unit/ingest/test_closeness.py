"""How near two subjects of fields are."""

from __future__ import annotations

from itertools import combinations

import pytest

from ingest.resolve.closeness import match
from ingest.resolve.compare_fields import relate_subjects
from ingest.resolve.phrases import frames
from ingest.resolve.thesaurus import thesaurus


def test_a_frame_that_stands_behind_itself_again_ends() -> None:
    """To the thesaurus 供热 is 城市供热: what stands behind the frame begins with it once more."""
    assert thesaurus().concept_of["供热"] == "城市供热"
    assert match("城市供热", "城市供水") == match("城市供水", "城市供热") > 0


@pytest.mark.parametrize("frame", frames())
def test_all_subjects_with_a_frame_can_be_matched(frame: str) -> None:
    framed = sorted({c for c in thesaurus().concept_of.values() if c.startswith(frame)})
    for x, y in combinations([*framed, f"~{frame}", f"~{frame}珞硒"], 2):
        assert 0 <= match(x, y) <= 1
        assert 0 <= relate_subjects(x, y).score <= 1


def test_two_of_one_family_only_by_whom_they_are_for_are_far() -> None:
    assert 0 < match("儿童心理", "儿童骨科") < match("城市供热", "城市供水")
