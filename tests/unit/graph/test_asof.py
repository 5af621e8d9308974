"""Days and what includes them; the dates of sources by what they say of themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.asof import AsOf, BadAsOf, date_of
from graph.seen import restate


@pytest.mark.parametrize("text", ["2020", "2020-06", "2020-02-29", " 2020-06 "])
def test_days(text: str) -> None:
    assert AsOf.parse(text).text == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "2020-6",
        "2020-13",
        "2021-02-29",
        "2020-06-31",
        "0000",
        "２０２０",
        "2020年",
        "现在",
    ],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(BadAsOf) as told:
        AsOf.parse(text)
    assert "asof" in told.value.zh
    assert told.value.status == 400


@pytest.mark.parametrize(
    ("day", "document", "counts"),
    [
        ("2020", "2020-12-31", True),
        ("2020", "2021-01-01", False),
        ("2020-06", "2020-06-30", True),
        ("2020-06", "2020-07", False),
        ("2020-06", "2020", True),
        ("2020-06-15", "2020-06", True),
        ("2020-06-15", "2020-06-16", False),
        ("2019", "2020", False),
    ],
)
def test_a_day_includes_what_had_come(day: str, document: str, counts: bool) -> None:
    assert AsOf(day).includes(document) is counts


_DATES = st.dates().map(str)


@given(_DATES, _DATES, _DATES, st.sampled_from((4, 7, 10)))
def test_what_counted_once_counts_later(one: str, other: str, document: str, kept: int) -> None:
    first, second = sorted((one, other))
    if AsOf(first).includes(document[:kept]):
        assert AsOf(second).includes(document[:kept])


def _source(latest: int | None = None, **said: Any) -> dict[str, Any]:
    return {"id": "s", "name": "s", "said": [json.dumps(said)] if said else [], "latest": latest}


@pytest.mark.parametrize(
    ("row", "day", "basis"),
    [
        (_source(issued_on="2021-03-04", in_force_on="2021-05-01"), "2021-03-04", "issued_on"),
        (_source(in_force_on="2021-05", name="2019年规定"), "2021-05", "in_force_on"),
        (_source(doc_number="云科〔2018〕7号", kind="notice"), "2018", "doc_number"),
        (_source(name="2016年重点实验室名单", kind="roster"), "2016", "title"),
        (_source(2014, name="名单（截至2016年底）", kind="roster"), "2016", "title"),
        # The rows list a younger recognition than the title's year: the title names another year.
        (_source(2023, name="2016—2020年名单", kind="roster"), "2023", "rows"),
        (_source(2022, name="名单", kind="roster"), "2022", "rows"),
        # A plan's title names the years that it is for.
        (_source(name="2021—2025年规划", kind="plan"), None, None),
        (_source(name="说明", kind="interpretation"), None, None),
        (_source(), None, None),
    ],
)
def test_a_source_is_of_the_date_that_it_states(
    row: dict[str, Any], day: str | None, basis: str | None
) -> None:
    found = date_of(row)
    assert (found.day, found.basis) == (day, basis)


def test_rows_take_the_names_of_the_time() -> None:
    restated: dict[str, dict[str, str | None]] = {
        "h": {"name": "旧名", "kind": "高校"},
        "d": {"name": "旧题", "doc_number": None},
    }
    rows = [
        {"host_ids": ["h", "x"], "hosts": ["新名", "别名"], "document_id": "d", "document": "新题"}
    ]
    columns = ("host_ids", "hosts", "document_id", "document")
    assert restate(rows, columns, restated) == [
        {"host_ids": ["h", "x"], "hosts": ["旧名", "别名"], "document_id": "d", "document": "旧题"}
    ]
    many = [{"ids": ["p", "x"], "names": ["新名", "别名"], "levels": ["国家级", "市级"]}]
    p = {"p": {"name": "旧名", "level": "省级"}}
    assert restate(many, ("ids", "names", "levels"), p) == [
        {"ids": ["p", "x"], "names": ["旧名", "别名"], "levels": ["省级", "市级"]}
    ]
    node = [{"id": "h", "name": "新名", "properties": {"name": "新名", "kind": "企业", "id": "h"}}]
    assert restate(node, ("id", "name", "properties"), restated) == [
        {"id": "h", "name": "旧名", "properties": {"name": "旧名", "kind": "高校", "id": "h"}}
    ]
    found = [{"id": "d", "name": "新题", "doc_number": "〔2023〕1号"}]
    assert restate(found, ("id", "name", "doc_number"), restated) == [
        {"id": "d", "name": "旧题", "doc_number": None}
    ]
