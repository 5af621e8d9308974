"""A region that is printed once for several rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers
from ingest.extract import facts_of

_NAMES = ("冻土环境", "盐碱地", "药用植物", "轨道交通", "生物质能源")


def _regions(tmp_path: Path, printed: tuple[str, ...]) -> list[object]:
    rows = [
        f"{number},{region},云岭省{name}重点实验室,云岭大学"
        for number, (region, name) in enumerate(zip(printed, _NAMES, strict=True), 1)
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["序号,所在市,实验室名称,依托单位", *rows]) + "\n", "utf-8")
    document = readers.read(path)
    facts = [fact for fact in facts_of(document) if fact.kind == "platform"]
    for fact in facts:
        for start, end in fact.spans.get("region", []):
            assert document.text[start:end] == fact.data["region"]
    return [fact.data["region"] for fact in facts]


def test_holds_for_the_rows_below(tmp_path: Path) -> None:
    found = _regions(tmp_path, ("南溪市", "", "", "北桥市", ""))
    assert found == ["南溪市"] * 3 + ["北桥市"] * 2


@pytest.mark.parametrize(
    "printed",
    [
        ("", "南溪市", "", "北桥市", ""),  # whose are the rows above the first?
        ("南溪市", "", "北桥市", "南溪市", ""),  # every row has its own, and two lack it
        ("南溪市", "", "", "", ""),  # one says nothing of a custom
    ],
)
def test_holds_for_no_others_where_that_is_not_the_custom(
    tmp_path: Path, printed: tuple[str, ...]
) -> None:
    assert _regions(tmp_path, printed) == [region or None for region in printed]
