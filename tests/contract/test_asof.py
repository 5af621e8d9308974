"""As of a day the graph answers as one that was loaded only with the sources of that time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from api.listing.items import Wanted
from api.listing.lists import all_rows
from graph import seen
from graph.asof import AsOf
from graph.queries import library
from graph.schema import Engine
from graph.search import lucene_query
from graph.sources import write_source
from graph.statements import Batch
from graph.store import Rows, Store
from graph.store_at import NotAsOf, StoreAt, store_at
from ingest.overlaps.structure import keep_structure, read_structure
from tests.contract import sample
from tests.contract.conftest import wipe
from tests.contract.expected import EXPECTED
from tests.contract.ids import A
from tests.contract.sample import Writer, ref
from tests.contract.test_lists_held import GROUPED

#: Queries that hide nothing, and why.
_LOAD, _PERSONS = "what one load brought, for its own report", "by persons, with its own date"
_OWN, _CHECK = "the store's own state", "a check of the store itself, which has to see everything"
NOT_HIDING = {
    "graph_version": _OWN,
    "structure_state": _OWN,
    "source_names": "what files are called, which no document says",
    "nodes_of_source": _LOAD,
    "documents_of_source": _LOAD,
    "findings_of_source": _LOAD,
    "readings_given": _PERSONS,
    "judgements_of_node": _PERSONS,
    "statements_without_evidence": _CHECK,
    "nodes_without_source": _CHECK,
}
#: What analytics computed of the whole graph, which as of a day is not given.
COMPUTED = {"clusters", "communities", "bridging_hosts"}
#: Queries whose rows are tested one by one, with what they are asked.
ASKED: dict[str, dict[str, Any]] = {
    name: parameters for name, (parameters, _columns, _rows) in EXPECTED.items()
} | {
    "facts_of_source": {"source_id": "source-roster2023"},
    "node_with_statements": {"id": A},
    "platforms_with_statements": {"ids": [A]},
    "search": {"query": lucene_query("实验室"), "text": "实验室"},
    **{name: {} for name in GROUPED},
}
#: Columns that tell when something was loaded, or are for the computer's sake.
_PASSING = ("loaded_at", "updated_at", "compared_as", "search", "searches")
ENGINES: tuple[Engine, ...] = ("neo4j", "embedded")
DAYS = ("2022-03", "2022", "2023-05-31", "2023")


@pytest.fixture(autouse=True)
def _forget() -> None:
    """Tests empty a store under its loads, which no store in use does."""
    seen._dates.clear()
    seen._of_days.clear()


def renaming() -> Batch:
    """A late notice that knows 甲, its host and its field by other names."""
    batch = sample.source("notice2023", "海洋实验室原名甲重点实验室，云岭大学\n")
    w = Writer(batch)
    own = w.node(
        "GoverningDocument",
        "关于名称的通知",
        "海洋",
        rank=2,
        kind="notice",
        doc_number="云科〔2023〕9号",
        was_read=True,
    )
    at = w.at("海洋实验室")
    lab = batch.mention("Platform", ("甲重点实验室",), {"name": "海洋实验室"}, at, 3)
    host = batch.mention("HostUnit", ("云大",), {"name": "云岭大学", "kind": "高校"}, at, 3)
    plan = batch.mention(
        "GoverningDocument", ("云岭省科技规划",), {"name": "云岭省科技规划", "kind": "plan"}, at, 1
    )
    batch.state("CITES", own, plan, at, role="依据", printed="云岭省科技规划")
    batch.state("HOSTED_BY", lab, host, at, role="host")
    return batch


def undated() -> Batch:
    """A note without a date that names a host of its own."""
    w = Writer(sample.source("note", "甲重点实验室由岭南大学共建\n"))
    own = w.node("GoverningDocument", "说明", "甲", rank=2, kind="interpretation", was_read=True)
    lab = w.node("Platform", "甲重点实验室", "甲重点实验室")
    host = w.node("HostUnit", "岭南大学", "岭南大学")
    w.batch.state("HOSTED_BY", lab, host, w.at("岭南大学"), role="co_host")
    w.batch.state("LISTED_IN", lab, own, w.at("甲重点实验室"), printed="甲", status="listed")
    return w.batch


def everything() -> list[Batch]:
    return [*sample.batches(), renaming(), undated()]


def day_of(batch: Batch) -> str | None:
    days = {
        "source-plan": "2022-03-01",
        "source-roster2022": "2022-06-01",
        "source-roster2023": "2023-06-01",
        "source-notice2023": "2023",
    }
    return days.get(batch.source_id)


def load(store: Store, batches: Iterable[Batch]) -> None:
    wipe(store)
    for batch in batches:
        write_source(store, batch)
    sample.compare(store)


def answers(store: Store) -> dict[str, list[Any]]:
    """Every named query's rows, in any order: names of a later time leave their places in it. So are the
    lists in the rows of queries that give all platforms of a node at once."""
    found = {}
    for name, parameters in ASKED.items():
        if name in NOT_HIDING or name in COMPUTED:
            continue
        rows = [
            {k: _plain(v) for k, v in row.items() if k not in _PASSING}
            for row in library().run(store, name, **parameters)
        ]
        if name in GROUPED:
            rows = [
                {k: sorted(v) if isinstance(v, list) else v for k, v in r.items()} for r in rows
            ]
        if name == "search":
            rows = [{"id": row["id"], "name": row["name"]} for row in rows]
        found[name] = sorted(repr(row) for row in rows)
    return found


def _plain(value: Any) -> Any:
    """A value without what is said for the computer's sake, and without empty properties."""
    if isinstance(value, dict):
        left_out = ("search", "compared_as", "kind_reason")
        return {k: v for k, v in sorted(value.items()) if v is not None and k not in left_out}
    return value


def test_every_query_hides_what_is_later_or_says_why_not() -> None:
    assert set(ASKED) == {query.name for query in library()}
    for query in library():
        for engine in ENGINES:
            hides = {"$hidden", "$later"} & set(re.findall(r"\$\w+", query.text(engine)))
            assert bool(hides) == (query.name not in NOT_HIDING), (query.name, engine)


def test_before_every_document_nothing_is_told(store: Store) -> None:
    load(store, everything())
    keep_structure(store, read_structure(store))
    rows = store.read("MATCH (n) WHERE n.id IS NOT NULL RETURN n.id AS id, n.name AS name")
    words = {str(row[key]) for row in rows for key in ("id", "name") if row[key]}
    before = store_at(store, AsOf("1990"))
    for name, parameters in ASKED.items():
        if name not in NOT_HIDING:
            found = library().run(before, name, **parameters)
            told = {one for row in found for value in row.values() for one in _words(value)}
            assert told & words == set(), name


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        yield from _words([*value.values()])
    elif value is not None:
        yield str(value)


@pytest.mark.parametrize("day", DAYS)
def test_as_of_a_day_is_the_graph_of_the_sources_of_that_time(store: Store, day: str) -> None:
    at = AsOf.parse(day)
    load(store, everything())
    then = answers(store_at(store, at))
    load(store, [one for one in everything() if (d := day_of(one)) and at.includes(d)])
    only = answers(store)
    for name, rows in only.items():
        assert then[name] == rows, name


def test_as_of_today_is_the_graph(store: Store) -> None:
    load(store, [one for one in everything() if day_of(one)])
    assert answers(store_at(store, AsOf("2026"))) == answers(store)


def test_three_dates(store: Store) -> None:
    load(store, everything())

    def platforms(day: str) -> list[tuple[str, list[str], int]]:
        rows = _listed(store_at(store, AsOf(day)), "platforms")
        return [(row["platform"], row["hosts"], row["rosters"]) for row in rows]

    assert platforms("2021") == []
    assert platforms("2022") == [
        ("丙工程中心", ["云大"], 1),
        ("乙重点实验室", ["云大"], 1),
        ("甲重点实验室", ["云大"], 1),
    ]
    assert sorted(platforms("2023")) == [
        ("丁重点实验室", ["岭院"], 1),
        ("丙工程中心", ["云岭大学"], 1),
        ("乙重点实验室", ["云岭大学"], 1),
        ("海洋实验室", ["云岭大学"], 2),
    ]


def test_what_has_no_date_is_left_out_and_named(store: Store) -> None:
    load(store, everything())
    dated = {one.source_id: (one.day, one.basis) for one in seen.sources_dated(store)}
    assert dated == {
        "source-note": (None, None),
        "source-notice2023": ("2023", "doc_number"),
        "source-plan": ("2022-03-01", "issued_on"),
        "source-roster2022": ("2022-06-01", "issued_on"),
        "source-roster2023": ("2023-06-01", "issued_on"),
    }


def test_findings_wait_for_both_sides(store: Store) -> None:
    load(store, everything())

    def found(day: str) -> set[str]:
        rows = library().run(store_at(store, AsOf(day)), "findings")
        return {row["finding_id"] for row in rows}

    early = {one.id for one in sample.FINDINGS[:3]}
    assert found("2022-05") == set()
    assert found("2022") == early
    assert found("2023") == early | {sample.FINDINGS[3].id}
    neighbours = library().run(store_at(store, AsOf("2022-05")), "neighbourhood", id=A)
    assert neighbours == []


def test_a_path_goes_by_what_was_known(store: Store) -> None:
    load(store, everything())
    d = ref("Platform", "丁重点实验室")
    then, later = (store_at(store, AsOf(day)) for day in ("2022", "2023"))
    assert library().run(then, "shortest_path", from_id=A, to_id=d) == []
    assert library().run(later, "shortest_path", from_id=A, to_id=d)


def test_as_of_a_day_nothing_is_written(store: Store) -> None:
    at = store_at(store, AsOf("2022"))
    with pytest.raises(NotAsOf):
        at.write(lambda writer: writer.run("CREATE (:Platform {id: 'x'})"))
    assert at == StoreAt(store, AsOf("2022"))
    assert at != StoreAt(store, AsOf("2023"))
    assert store_at(at, None) is store


def _random_batches(seed: int) -> list[tuple[str, Batch]]:
    """Rosters of random years that share platforms, hosts and fields, said in different words."""
    chance = random.Random(seed)
    batches = []
    for number in range(5):
        year = chance.choice((2019, 2020, 2021))
        rows = sorted(
            {
                f"平台{chance.randrange(5)}": f"单位{chance.randrange(3)}"
                for _ in range(chance.randrange(1, 5))
            }.items()
        )
        text = f"{year}\n" + "".join(f"{name}\t{host}\n" for name, host in rows)
        w = Writer(sample.source(f"r{number}", text))
        day = f"{year}-{chance.randrange(1, 13):02}-05"
        own = w.node(
            "GoverningDocument",
            f"名单{number}",
            str(year),
            rank=2,
            kind="roster",
            issued_on=day,
            was_read=True,
        )
        for name, host_name in rows:
            said = f"{name}{chance.choice(('', '（更名）'))}"
            at = w.at(name)
            one = w.batch.mention(
                "Platform", (name,), {"name": said, "names": [said]}, at, chance.randrange(1, 3)
            )
            w.batch.state("LISTED_IN", one, own, at, printed=said, year=year, status="listed")
            host = w.node("HostUnit", host_name, host_name, kind=chance.choice(("高校", "企业")))
            w.batch.state("HOSTED_BY", one, host, at, role="host")
            field = w.node("Field", f"领域{chance.randrange(3)}", name, mapped=True)
            w.batch.state("IN_FIELD", one, field, at, printed="领域", how="exact")
            kind = w.node("PlatformType", f"类型{chance.randrange(2)}", name, level="省级")
            w.batch.state("OF_TYPE", one, kind, at)
            if chance.random() < 0.3:
                w.batch.flag(one, "odd", "low", "奇怪", at, [])
        batches.append((day, w.batch))
    return batches


LISTS = ("platforms", "hosts", "fields", "types", "documents")
OTHERS = ("list_flags", "totals", "matrix_host_field", "matrix_type_field", "counts_by_label")


@pytest.mark.parametrize("seed", range(4))
def test_random_graphs(store: Store, seed: int) -> None:
    made = _random_batches(seed)
    load_only = [batch for _day, batch in made]
    wipe(store)
    for batch in load_only:
        write_source(store, batch)
    days = ("2018", "2019-06", "2020", "2021")
    then = {day: _lists(store_at(store, AsOf(day))) for day in days}
    for day in days:
        wipe(store)
        for dated, batch in made:
            if AsOf(day).includes(dated):
                write_source(store, batch)
        assert then[day] == _lists(store), (seed, day)


def _listed(store: Store, name: str) -> Rows:
    """All rows of a list, as its page and the API give them."""
    return [row for rows in all_rows(store, name, Wanted()) for row in rows]


def _lists(store: Store) -> dict[str, list[str]]:
    def rows(name: str) -> Rows:
        return _listed(store, name) if name in LISTS else library().run(store, name)

    return {
        name: sorted(
            repr({k: v for k, v in row.items() if k not in _PASSING}) for row in rows(name)
        )
        for name in (*LISTS, *OTHERS)
    }
