"""What `graph.sources` promises, on both engines: a source lands whole, twice is once, the order of
sources does not matter, removing takes exactly what the source said, and a killed load is finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

import graph.sources
from graph.errors import ModelError
from graph.queries import library
from graph.sources import list_sources, remove_source, set_paths, text_of, write_source
from graph.statements import Batch, Evidence, Ref
from graph.store import Store
from tests.contract.conftest import wipe
from tests.contract.graphs import Graph, dump, platform, roster
from tests.contract.sample import PLAN_TEXT, batches, plan, source

_Stop = RuntimeError("killed")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of more than ten statements count as too large for one transaction."""
    monkeypatch.setattr(graph.sources, "WHOLE_LIMIT", 10)
    monkeypatch.setattr(graph.sources, "_CHUNK", 7)


def load(store: Store, *given: Batch) -> Graph:
    """Write the batches one after the other; the graph that comes of it."""
    for batch in given:
        write_source(store, batch)
    return dump(store)


def load_alone(store: Store, *given: Batch) -> Graph:
    """The graph that the batches make in an empty store."""
    wipe(store)
    return _without_info(load(store, *given))


def _without_info(graph_: Graph) -> Graph:
    nodes, relationships = graph_
    return {k: v for k, v in nodes.items() if not k.startswith("GraphInfo")}, relationships


def killed_after(count: int) -> Callable[[int, int], None]:
    """A progress callback that ends the load once so many statements are written."""

    def tell(done: int, total: int) -> None:
        if done >= count:
            raise _Stop

    return tell


# Once, twice, in any order


def test_writing_a_source_twice_changes_nothing(store: Store) -> None:
    once = load(store, *batches())
    assert load(store, *batches()) == once


def test_order_of_sources_does_not_matter(store: Store) -> None:
    first, second, third = batches()
    graphs = [
        load_alone(store, *order)
        for order in ((first, second, third), (third, second, first), (second, third, first))
    ]
    assert graphs[0] == graphs[1] == graphs[2]


def test_order_does_not_matter_where_sources_disagree(store: Store) -> None:
    said = [
        roster("a", 3, note="甲", rank=1),
        roster("b", 3, note="乙", rank=2),
        roster("c", 3, note="丙", rank=2),
    ]
    graphs = [load_alone(store, *order) for order in (said, said[::-1], [*said[1:], said[0]])]
    assert graphs[0] == graphs[1] == graphs[2]
    node = graphs[0][0][f"Platform {platform(0).id}"]
    # The higher rank names it, the smaller text where ranks are alike; lists are joined.
    assert node["name"] == "平台0号丙"
    assert node["names"] == ["平台0号丙", "平台0号乙", "平台0号甲"]


def test_both_engines_hold_the_same_graph(both_stores: tuple[Store, Store]) -> None:
    graphs = [_without_info(load(store, *batches(), roster("r", 20))) for store in both_stores]
    assert graphs[0] == graphs[1]


def test_two_sources_that_agree_make_two_relationships(store: Store) -> None:
    load(store, roster("a", 1), roster("b", 1))
    rows = store.read(
        "MATCH (p:Platform)-[r:HOSTED_BY]->(h:HostUnit) "
        "RETURN p.id AS p, h.id AS h, r.source AS source ORDER BY source"
    )
    assert [row["source"] for row in rows] == ["source-a", "source-b"]
    assert len({(row["p"], row["h"]) for row in rows}) == 1


def test_evidence_is_kept_with_every_statement(store: Store) -> None:
    load(store, *batches())
    rows = store.read(
        "MATCH (a)-[r]->() RETURN type(r) AS name, r.source AS source, r.start AS start, "
        "r.end AS end, r.rule AS rule, r.key AS key"
    )
    lengths = {batch.source_id: len(batch.text) for batch in batches()}
    assert rows
    for row in rows:
        assert 0 <= row["start"] < row["end"] <= lengths[row["source"]]
        assert row["rule"]
    assert len({row["key"] for row in rows}) == len(rows)
    assert text_of(store, "source-plan") == PLAN_TEXT


def test_what_a_source_no_longer_states_is_dropped(store: Store) -> None:
    longer, shorter = roster("a", 6), roster("a", 4)
    wanted = load_alone(store, roster("b", 5), shorter)
    assert load_alone(store, longer, roster("b", 5), shorter) == wanted
    # Platform 4 stays, because the other roster speaks of it; platform 5 had only the longer one.
    ids = {row["id"] for row in store.read("MATCH (p:Platform) RETURN p.id AS id")}
    assert ids == {platform(n).id for n in range(5)}


# Removing


def test_removing_a_source_takes_exactly_what_it_said(store: Store) -> None:
    for name in ("plan", "roster2022", "roster2023"):
        rest = [batch for batch in batches() if batch.source_id != f"source-{name}"]
        removed = next(batch for batch in batches() if batch.source_id == f"source-{name}")
        wanted = load_alone(store, *rest)
        wipe(store)
        load(store, *batches())
        assert remove_source(store, f"source-{name}") == len(removed.all_statements())
        assert _without_info(dump(store)) == wanted


def test_removing_all_sources_leaves_nothing(store: Store) -> None:
    load(store, *batches())
    for batch in batches():
        remove_source(store, batch.source_id)
    assert _without_info(dump(store)) == ({}, [])


def test_removing_an_unknown_source(store: Store) -> None:
    before = load(store, plan())
    assert remove_source(store, "source-nobody") == 0
    assert dump(store) == before


# What a person decided


def test_a_reviewed_value_survives_reading_again(store: Store) -> None:
    load(store, plan())
    store.write(
        lambda writer: writer.run(
            "MATCH (t:Target) SET t.reviewed_value = '2—3', t.reviewed_by = '张三', "
            "t.reviewed_on = '2026-01-01'"
        )
    )
    reviewed = dump(store)
    assert load(store, plan()) == reviewed
    again = Batch(
        source={**plan().source, "rules": "r2"},
        text=plan().text,
        mentions=plan().mentions,
        _statements=plan()._statements,
    )
    load(store, again)
    (target,) = store.read("MATCH (t:Target) RETURN properties(t) AS p")
    assert target["p"]["reviewed_value"] == "2—3"
    assert target["p"]["reviewed_by"] == "张三"
    assert target["p"]["low"] == 23.0


# Large sources


@pytest.mark.usefixtures("small_chunks")
def test_a_large_source_equals_one_written_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunked = load_alone(store, roster("a", 30), roster("b", 40, first=10))
    monkeypatch.setattr(graph.sources, "WHOLE_LIMIT", 10_000)
    assert load_alone(store, roster("a", 30), roster("b", 40, first=10)) == chunked


@pytest.mark.usefixtures("small_chunks")
def test_a_large_source_is_hidden_while_it_loads(store: Store) -> None:
    load(store, plan())
    seen: list[tuple[str, int, int]] = []

    def tell(done: int, total: int) -> None:
        state = next(row for row in list_sources(store) if row["id"] == "source-a")
        counted = library().run(store, "totals")[0]["platforms"]
        assert state["progress"] == done
        assert state["statements"] == total
        seen.append((state["state"], done, counted))

    write_source(store, roster("a", 30), tell)
    total = len(roster("a", 30).all_statements())
    assert len(seen) > 5
    assert {state for state, _, _ in seen} == {"loading"}
    assert {counted for _, _, counted in seen} == {0}
    assert [done for _, done, _ in seen] == [*range(7, total, 7), total]
    assert library().run(store, "totals")[0]["platforms"] == 30
    assert {row["state"] for row in list_sources(store)} == {"loaded"}


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("count", [1, 20, 40, 60, 97])
def test_a_killed_load_is_finished_by_the_next(store: Store, count: int) -> None:
    others = [roster("b", 10), plan()]
    wanted = load_alone(store, *others, roster("a", 30))
    wipe(store)
    load(store, *others)
    with pytest.raises(RuntimeError, match="killed"):
        write_source(store, roster("a", 30), killed_after(count))
    assert [row["state"] for row in list_sources(store) if row["id"] == "source-a"] == ["loading"]
    assert library().run(store, "totals")[0]["platforms"] == 10
    assert _without_info(load(store, roster("a", 30))) == wanted


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("count", [1, 20, 60, 97])
def test_after_a_killed_load_other_statements_take_their_place(store: Store, count: int) -> None:
    """The rules changed between the killed run and the next: nothing of the old ones may stay."""
    wanted = load_alone(store, roster("a", 12, first=25))
    wipe(store)
    with pytest.raises(RuntimeError, match="killed"):
        write_source(store, roster("a", 30), killed_after(count))
    assert _without_info(load(store, roster("a", 12, first=25))) == wanted


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("count", [1, 20, 60, 97])
def test_a_killed_load_can_be_removed(store: Store, count: int) -> None:
    wanted = load_alone(store, roster("b", 10))
    with pytest.raises(RuntimeError, match="killed"):
        write_source(store, roster("a", 30), killed_after(count))
    remove_source(store, "source-a")
    assert _without_info(dump(store)) == wanted


def test_a_failed_small_load_leaves_nothing(store: Store) -> None:
    before = load(store, roster("b", 10))
    with pytest.raises(RuntimeError, match="killed"):
        write_source(store, roster("a", 30), killed_after(1))
    assert dump(store) == before


# Several at once


@pytest.mark.parametrize("limit", [10, 10_000])
def test_threads_that_load_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(graph.sources, "WHOLE_LIMIT", limit)
    monkeypatch.setattr(graph.sources, "_CHUNK", 40)
    # They speak of the same platforms and hosts, and say different things of them.
    said = [roster(f"r{n}", 25, first=n * 3, note=f"第{n}", rank=1 + n % 2) for n in range(6)]
    wanted = load_alone(store, *said)
    wipe(store)
    _at_once([lambda batch=batch: write_source(store, batch) for batch in said])  # type: ignore[misc]
    assert _without_info(dump(store)) == wanted
    _at_once([lambda batch=batch: remove_source(store, batch.source_id) for batch in said[1:]])  # type: ignore[misc]
    assert _without_info(dump(store)) == load_alone(store, said[0])


def _at_once(jobs: Sequence[Callable[[], object]]) -> None:
    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(job) for job in jobs]:
            future.result()


# The rest


def test_paths_of_a_source(store: Store) -> None:
    load(store, plan())
    set_paths(store, "source-plan", ["/a", "/b"])
    (row,) = list_sources(store)
    assert row["paths"] == ["/a", "/b"]
    assert row["sha256"] == plan().source["sha256"]
    assert text_of(store, "source-nobody") is None


def test_statements_outside_the_model_are_refused() -> None:
    batch = source("x", "平台在单位")
    place = Evidence(0, 2, "test")
    node = batch.mention("Platform", ("p",), {"name": "平台"}, place)
    host = batch.mention("HostUnit", ("h",), {"name": "单位"}, place)
    with pytest.raises(ModelError):
        batch.state("HOSTED_BY", host, node, place)
    with pytest.raises(ModelError):
        batch.state("HOSTED_BY", node, Ref.of("HostUnit", "nobody"), place)
    with pytest.raises(ModelError):
        batch.state("HOSTED_BY", node, host, place, colour="red")
    with pytest.raises(ModelError):
        batch.state("HOSTED_BY", node, host, Evidence(0, 99, "test"))
    with pytest.raises(ModelError):
        batch.mention("Platform", ("p",), {"level": 3}, place)
