"""One plan and one roster in every format give the same facts, each at the place of its own words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from ingest import readers
from ingest.document import Document
from ingest.extract import facts_of
from ingest.facts import Fact
from tests.formats.content import ROSTER as ROSTER_ROWS
from tests.formats.writers import (
    LINES,
    PLANS,
    ROSTERS,
    browser,
    printed_by_browser,
    printed_table,
)

HERE = Path(__file__).parent
_ROSTER_KINDS = ("platform", "evaluation", "event")


def _checked(document: Document) -> list[Fact]:
    facts = facts_of(document)
    for fact in facts:
        row = fact.as_json("x", document.text)
        assert row["quote"] == document.text[fact.start : fact.end]
        for places in fact.spans.values():
            assert all(0 <= start <= end <= len(document.text) for start, end in places)
    return facts


def _keys(facts: Iterable[Fact]) -> Counter[str]:
    return Counter(
        json.dumps([fact.kind, dict(fact.data), fact.flags], ensure_ascii=False, sort_keys=True)
        for fact in facts
    )


def _facts(tmp_path: Path, forms: dict[str, tuple[str, object]], name: str) -> list[Fact]:
    suffix, write = forms[name]
    path = tmp_path / f"roster.{suffix}"
    assert callable(write)
    write(path)
    return _checked(readers.read(path))


def _rosters_only(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.kind in _ROSTER_KINDS]


@pytest.mark.parametrize("name", list(PLANS))
def test_a_plan(tmp_path: Path, name: str) -> None:
    reference = _facts(tmp_path, dict(PLANS), "text, UTF-8")
    kinds = {str(fact.kind) for fact in reference}
    assert kinds >= {"document", "section", "cites", "platform_type", "target", "fields", "rule"}
    assert _keys(_facts(tmp_path, dict(PLANS), name)) == _keys(reference)


@pytest.mark.parametrize("name", list(ROSTERS))
def test_a_roster(tmp_path: Path, name: str) -> None:
    reference = _rosters_only(_facts(tmp_path, dict(ROSTERS), "commas, UTF-8"))
    assert [fact.data["no"] for fact in reference] == [1, 2, 3, 4, 5]
    assert [fact.data["region"] for fact in reference] == ["南溪市"] * 3 + ["北桥市"] * 2
    assert _keys(_rosters_only(_facts(tmp_path, dict(ROSTERS), name))) == _keys(reference)


def test_old_word_documents(tmp_path: Path) -> None:
    plan = _checked(readers.read(HERE / "plan.doc"))
    assert _keys(plan) == _keys(_facts(tmp_path, dict(PLANS), "text, UTF-8"))
    roster = _rosters_only(_checked(readers.read(HERE / "roster.doc")))
    assert _keys(roster) == _keys(_rosters_only(_facts(tmp_path, dict(ROSTERS), "commas, UTF-8")))


def _long_roster() -> list[tuple[str, ...]]:
    """Rows for several pages, with names that are broken and cells of two hosts."""
    fields = (
        "冻土环境",
        "特色药用植物",
        "生物质能源高效转化与清洁利用关键技术",
        "轨道交通牵引传动",
        "盐碱地改良",
    )
    hosts = ("云岭大学", "云岭省地质科学研究院\n云岭理工大学", "云渡精密机械（云岭）股份有限公司")
    return [
        (
            str(number), "南溪市", f"云岭省{fields[number % 5]}与第{number}类重点实验室",
            hosts[number % 3], "综合", str(2000 + number % 20),
        )
        for number in range(1, 66)
    ]  # fmt: skip


@pytest.mark.parametrize("lines", list(LINES))
def test_a_printed_roster_of_several_pages(tmp_path: Path, lines: str) -> None:
    rows = _long_roster()
    printed_table(lines, rows)(tmp_path / "roster.pdf")
    document = readers.read(tmp_path / "roster.pdf")
    assert len(document.tables) == 1
    facts = _rosters_only(_checked(document))
    assert [fact.data["no"] for fact in facts] == list(range(1, len(rows) + 1))
    assert [fact.data["platform"] for fact in facts] == [row[2] for row in rows]
    assert [fact.data["hosts"] for fact in facts] == [row[3].split("\n") for row in rows]
    place = facts[-1].cell
    assert place is not None
    assert place.row == len(rows) + 1


@pytest.mark.skipif(browser() is None, reason="no browser on this machine that prints pages")
def test_what_a_browser_prints(tmp_path: Path) -> None:
    printed_by_browser(tmp_path / "page.pdf")
    facts = _checked(readers.read(tmp_path / "page.pdf"))
    rosters = _keys(_rosters_only(_facts(tmp_path, dict(ROSTERS), "commas, UTF-8")))
    assert _names(_rosters_only(facts)) == Counter(
        (str(row[0]), row[2], row[3]) for row in ROSTER_ROWS
    )
    assert sum(rosters.values()) == len(ROSTER_ROWS)
    plan = _facts(tmp_path, dict(PLANS), "text, UTF-8")
    for kind in ("section", "target", "cites"):
        assert _keys(f for f in facts if f.kind == kind) == _keys(f for f in plan if f.kind == kind)


def _names(facts: Iterable[Fact]) -> Counter[tuple[str, ...]]:
    return Counter(
        (str(fact.data["no"]), str(fact.data["platform"]), "\n".join(map(str, fact.data["hosts"])))
        for fact in facts
    )
