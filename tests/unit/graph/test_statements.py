"""Batches: what a source may say, and how what several say becomes one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ModelError
from graph.ids import make_id
from graph.statements import Batch, Evidence, Ref, merged

SAID = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.fixed_dictionaries(
            {},
            optional={
                "name": st.sampled_from(["甲", "乙", "丙"]),
                "names": st.lists(st.sampled_from(["甲", "乙", "丙"])),
                "level": st.sampled_from(["省级", "国家级"]),
            },
        ),
    ),
    max_size=6,
)


def _batch() -> Batch:
    return Batch({"id": "source-1"}, "甲平台由乙大学建设。")


AT = Evidence(0, 3, "test")


@given(SAID, st.randoms())
def test_the_order_of_sources_does_not_matter(said: list[tuple[int, Any]], random: Any) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)
    assert merged("Platform", said) == merged("Platform", shuffled)


def test_the_highest_rank_speaks() -> None:
    said = [(1, {"name": "甲"}), (2, {"name": "乙"}), (2, {"name": "丙"})]
    assert merged("Platform", said)["name"] == "丙"  # of equal rank the smallest: U+4E19 < U+4E59


def test_a_statement_is_made_once_at_its_first_place() -> None:
    batch = _batch()
    platform = batch.mention("Platform", ("甲",), {"name": "甲平台"}, AT)
    host = batch.mention("HostUnit", ("乙",), {"name": "乙大学"}, Evidence(4, 7, "test"))
    batch.state("HOSTED_BY", platform, host, AT, role="host")
    batch.state("HOSTED_BY", platform, host, Evidence(4, 7, "test"), role="host")
    batch.state("HOSTED_BY", platform, host, AT, role="co_host")
    hosted = [one for one in batch.all_statements() if one.name == "HOSTED_BY"]
    assert [(one.evidence.start, one.properties["role"]) for one in hosted] == [
        (0, "host"),
        (0, "co_host"),
    ]


def test_a_node_mentioned_twice_keeps_both_places() -> None:
    batch = _batch()
    batch.mention("Platform", ("甲",), {"name": "甲平台"}, AT)
    batch.mention("Platform", ("甲",), {"name": "甲平台"}, Evidence(8, 9, "test"))
    (mentioned,) = batch.all_statements()
    assert (mentioned.properties["starts"], mentioned.properties["ends"]) == ([0, 8], [3, 9])


def test_what_the_model_does_not_allow_is_refused() -> None:
    batch = _batch()
    platform = batch.mention("Platform", ("甲",), {"name": "甲平台"}, AT)
    host = Ref.of("HostUnit", "nobody")
    for wrong in (
        lambda: batch.mention("Platform", ("乙",), {"colour": "red"}, AT),
        lambda: batch.mention("Platform", ("乙",), {"name": 3}, AT),
        lambda: batch.mention("Platform", ("乙",), {"name": "乙"}, Evidence(0, 99, "test")),
        lambda: batch.state("HOSTED_BY", platform, host, AT),
        lambda: batch.state("HOSTED_BY", platform, platform, AT),
    ):
        with pytest.raises(ModelError):
            wrong()


def test_ids_tell_label_and_key_apart() -> None:
    assert make_id("HostUnit", "甲") == make_id("HostUnit", "甲")
    assert make_id("HostUnit", "甲").startswith("host-unit-")
    assert make_id("HostUnit", "甲", "乙") != make_id("HostUnit", "甲乙")
    assert make_id("HostUnit", "甲") != make_id("Platform", "甲").replace("platform", "host-unit")
