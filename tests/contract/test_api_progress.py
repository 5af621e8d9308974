"""Sums of targets and matrices over the API: on both engines what the graph holds."""

from __future__ import annotations

from typing import Any

from graph.store import Store
from tests.contract.ids import LAB, LINGYUAN, SEA, SEA_LIFE, TARGET, A, D
from tests.contract.test_api import client_of, got


def test_a_target_has_its_sum_line_by_line(sample: Store) -> None:
    client = client_of(sample)
    (listed,) = got(client, "targets")["items"]
    one = got(client, f"targets/{TARGET}")
    assert {**one, **listed} == one, "the list's row and more"
    assert one["not_counted"].startswith("数字存疑")
    assert (one["standing"], one["gap"]) == (None, None), "its number is flagged"
    assert {line["platform_id"] for line in one["lines"]} >= {A, D}
    assert sum(step["change"] for step in one["steps"]) == len(one["lines"])
    for line in (*one["lines"], *one["steps"]):
        facts = got(client, f"documents/{line['document_id']}/text")
        assert line["source_id"] in {source["source_id"] for source in facts["sources"]}
        assert 0 <= line["start"] < line["end"]
    assert client.get("/api/v1/targets/nobody").status_code == 404
    assert client.get(f"/api/v1/targets/{A}").status_code == 404, "a platform is no target"


def test_a_target_is_summed_as_of_a_day(sample: Store) -> None:
    client = client_of(sample)
    lines = got(client, f"targets/{TARGET}", asof="2022")["lines"]
    assert D not in {line["platform_id"] for line in lines}


def test_matrices_have_their_fullest_cells_first(sample: Store) -> None:
    client = client_of(sample)

    def cells(rows: str, **wanted: Any) -> set[tuple[str, str, int]]:
        items = got(client, f"matrices/{rows}-field", **wanted)["items"]
        counts = [cell["platforms"] for cell in items]
        assert counts == sorted(counts, reverse=True)
        return {(cell["row_id"], cell["field_id"], cell["platforms"]) for cell in items}

    assert (LINGYUAN, SEA_LIFE, 1) in cells("host")
    assert (LINGYUAN, SEA, 1) in cells("host", level=1)
    (most,) = got(client, "matrices/type-field", limit=1)["items"]
    assert most["row_id"] == LAB
    assert got(client, "matrices/type-field", limit=1)["more"] is True
    assert not got(client, "matrices/host-field", asof="1990")["items"]
    for wrong in ("level=3", "min=0", "limit=0", "level=x"):
        assert client.get(f"/api/v1/matrices/host-field?{wrong}").status_code == 400
    assert client.get("/api/v1/matrices/field-field").status_code == 404
