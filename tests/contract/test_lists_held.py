"""Lists held in memory give the rows of the named queries; nodes with all their platforms at once are joined as
the rows of each pair say. The same on both engines."""

from __future__ import annotations

import pytest

from api.listing.filters import FILTERS, wanted_of
from api.listing.items import Wanted
from api.listing.lists import all_rows, items_of, some_rows
from api.listing.names import Names
from graph.queries import library
from graph.search import search
from graph.sources import write_source
from graph.store import Rows, Store
from tests.contract.ids import SEA, YUNDA, A
from tests.contract.sample import Writer, batches, compare, source

GROUPED = frozenset(
    {"names_of_platforms", "listings_of_documents", "grades_of_documents", "types_with_platforms"}
    | {"hosts_with_platforms", "fields_with_platforms", "regions_with_platforms"}
    | {"names_to_search"}
)
#: Columns that a table adds to its query.
_ADDED = {"platforms": ("findings", "flags")}


@pytest.fixture
def filled(store: Store) -> Store:
    """The sample graph, and a roster that lists a platform of it again with another host, field and no year."""
    store.prepare()
    for batch in batches():
        write_source(store, batch)
    w = Writer(source("again", "甲重点实验室 云大 岭院 滇院 海洋 深空 2024年名单 优秀 庚中心"))
    state = w.batch.state
    roster = w.node("GoverningDocument", "2024年名单", "2024年名单")
    lab = w.node("Platform", "甲重点实验室", "甲重点实验室")
    new = w.node("Platform", "庚中心", "庚中心")
    state("LISTED_IN", lab, roster, w.at("甲重点实验室"), status="withdrawn")
    state("LISTED_IN", new, roster, w.at("庚中心"), year=2021)
    state("EVALUATED_IN", lab, roster, w.at("优秀"), result="优秀")
    for key, role in (("滇院", "co_host"), ("岭院", "host"), ("云大", "former")):
        state("HOSTED_BY", lab, w.node("HostUnit", key, key), w.at(key), role=role)
        state("HOSTED_BY", new, w.node("HostUnit", key, key), w.at(key), role=role)
    for key in ("深空", "海洋"):
        state("IN_FIELD", new, w.node("Field", key, key), w.at(key))
    write_source(store, w.batch)
    compare(store)
    return store


def run(store: Store, name: str, **values: object) -> Rows:
    return library().run(store, name, **values)


def pairs(rows: Rows, column: str) -> set[tuple[str, str, str]]:
    return {(one, row[f"{column}_id"], row[column]) for row in rows for one in row["platform_ids"]}


def test_nodes_with_their_platforms(filled: Store) -> None:
    for column in ("type", "field", "region", "host"):
        singly = run(filled, f"platform_{column}s")
        expected = {(r["platform_id"], r[f"{column}_id"], r[column]) for r in singly}
        assert expected
        assert pairs(run(filled, f"{column}s_with_platforms"), column) == expected
    roles = {
        (one, row["host_id"], role)
        for row in run(filled, "hosts_with_platforms")
        for one, role in zip(row["platform_ids"], row["roles"], strict=True)
    }
    singly = run(filled, "platform_hosts")
    assert roles == {(r["platform_id"], r["host_id"], r["role"]) for r in singly}


def test_platforms_with_their_documents(filled: Store) -> None:
    (kept,) = [row for row in run(filled, "names_of_platforms") if A in row["ids"]]
    at = kept["ids"].index(A)
    assert (kept["names"][at], kept["levels"][at]) == ("甲重点实验室", "")
    assert kept["searches"][at].startswith("甲重点实验室 ")
    assert kept["part"] == A[-1]
    found = {
        (year, status)
        for row in run(filled, "listings_of_documents")
        for one, year, status in zip(
            row["platform_ids"], row["years"], row["statuses"], strict=True
        )
        if one == A
    }
    assert (0, "withdrawn") in found
    assert 2022 in {year for year, _ in found}
    grades = {
        (one, year, result)
        for row in run(filled, "grades_of_documents")
        for one, year, result in zip(
            row["platform_ids"], row["dated_years"], row["results"], strict=True
        )
    }
    singly = run(filled, "platform_grades")
    assert grades == {(r["platform_id"], r["year"], r["result"]) for r in singly}


@pytest.mark.parametrize("name", list(FILTERS))
def test_rows_in_memory_are_those_of_the_query(filled: Store, name: str) -> None:
    items = items_of(filled, name)
    column = f"{name.removesuffix('s')}_id"
    # Every value of every filter, and every order.
    asked = [Wanted(), Wanted(sort="-name"), Wanted(q="中心"), Wanted(first_year=2022)]
    asked += [
        wanted_of(name, {filter_name: [value]})
        for filter_name, values in items.values.items()
        for value in values.names
    ]
    assert len(asked) > 6
    for wanted in asked:
        (rows, *_) = [*all_rows(filled, name, wanted), []]
        shown = [{k: v for k, v in r.items() if k not in _ADDED.get(name, ())} for r in rows]
        assert shown == run(filled, f"{name}_by_ids", ids=[row[column] for row in rows]), wanted


def test_the_platform_of_several_rosters(filled: Store) -> None:
    (row,) = [
        r for r in some_rows(filled, "platforms", Wanted(), 0, 10).rows if r["platform_id"] == A
    ]
    assert row["hosts"][0] == "云大", "who hosts it, by name, and once more for a former one"
    assert (row["status"], row["rosters"], row["year"]) == ("withdrawn", 3, 2022)
    of_host = wanted_of("platforms", {"host": [YUNDA], "field": [SEA]})
    assert A in [r["platform_id"] for r in some_rows(filled, "platforms", of_host, 0, 10).rows]


#: Names, their beginnings and parts, pinyin and initials, numbers with other brackets, several words, nothing.
_TYPED = (
    *(
        "甲重点实验室",
        "甲重点",
        "重点实验室",
        "重点 实验",
        "实验室重点",
        "海洋",
        "海洋生物",
        "云大",
        "云岭省",
    ),
    *(
        "jzdsys",
        "jzd",
        "JZD",
        "haiyang",
        "yd",
        "zdsys",
        "科技厅",
        "省重点实验室",
        "庚中心",
        "gzx",
        "中心 庚中",
    ),
    *(
        "云科〔2022〕1号",
        "云科[2022]1号",
        "云科(2022)",
        "2022",
        "没有的名称",
        '"云大" OR *:*',
        "**",
        "a",
    ),
)


def test_search_in_memory_finds_what_the_store_finds(filled: Store) -> None:
    names = Names(run(filled, "names_to_search"))
    hits = 0
    for text in _TYPED:
        expected = search(filled, text)
        assert names.search(text, 20) == expected, text
        hits += len(expected)
    assert hits > len(_TYPED)
    assert names.search("重点实验室", 2) == search(filled, "重点实验室", 2)
