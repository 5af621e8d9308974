"""统一社会信用代码: the standard's check digit, a roster's column of codes, and what a code says of two hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.statements import Batch
from ingest import readers
from ingest.credit_codes import check_digit, codes_in, is_valid
from ingest.extract import facts_of
from ingest.facts import Fact
from ingest.resolve import compare_platforms, hosts
from ingest.rows import to_batch


def _code(first: str) -> str:
    """A made-up code: 17 characters and the digit that belongs to them."""
    return first + check_digit(first)


OURS = _code("12450000MA0000001")
OTHERS = _code("91450000MA0000002")
FAR = _code("12530000MA0000003")


def test_a_digit_worked_out_by_hand() -> None:
    # The weights are powers of 3 modulo 31; by hand: 9·1 + 1·3 + 3·9 + 5·27 = 174, the zeros add nothing.
    assert check_digit("91350000000000000") == "C"
    assert "0123456789ABCDEFGHJKLMNPQRTUWXY".index("C") == (31 - 174 % 31) % 31


@pytest.mark.parametrize("place", range(18))
def test_any_one_wrong_character_shows(place: int) -> None:
    other = "2" if OURS[place] != "2" else "3"
    assert is_valid(OURS)
    assert not is_valid(OURS[:place] + other + OURS[place + 1 :])


def test_letters_that_the_standard_leaves_out_are_none() -> None:
    assert not is_valid("I" + OURS[1:])
    assert not is_valid(OURS[:-1])


def test_codes_of_a_cell_with_their_places() -> None:
    cell = f"甲：{OURS.lower()}；乙：{OTHERS[:-1]}O"
    first, second = codes_in(cell)
    assert (first.value, first.is_valid, second.is_valid) == (OURS, True, False)
    assert cell[first.start : first.end].upper() == OURS
    assert codes_in("无") == []


def _read(tmp_path: Path, rows: str, header: str = "依托单位,统一社会信用代码") -> list[Fact]:
    path = tmp_path / "云岭省重点实验室名单.csv"
    path.write_text(f"序号,实验室名称,{header}\n{rows}\n", "utf-8")
    return facts_of(readers.read(path))


def _platform(facts: list[Fact]) -> Fact:
    (one,) = (fact for fact in facts if fact.kind == "platform")
    return one


def _flags(facts: list[Fact]) -> list[str]:
    return [str(fact.data["flag"]) for fact in facts if fact.kind == "flag"]


def test_a_column_of_codes(tmp_path: Path) -> None:
    facts = _read(tmp_path, f"1,云南省桥梁重点实验室,滇中学院,{OURS}")
    assert _platform(facts).data["host_codes"] == [OURS]
    assert _flags(facts) == []


def test_a_wrong_check_digit_is_flagged_at_its_place_and_not_used(tmp_path: Path) -> None:
    wrong = OURS[:-1] + ("1" if OURS[-1] != "1" else "2")
    path = tmp_path / "名单.csv"
    path.write_text(
        f"序号,实验室名称,依托单位,信用代码\n1,云南省桥梁重点实验室,滇中学院,{wrong}\n", "utf-8"
    )
    document = readers.read(path)
    facts = facts_of(document)
    (found,) = (fact for fact in facts if fact.kind == "flag")
    assert found.data["flag"] == "bad_credit_code"
    assert document.text[found.start : found.end] == wrong
    assert "host_codes" not in _platform(facts).data


def test_several_codes_are_paired_by_order_where_they_are_as_many(tmp_path: Path) -> None:
    facts = _read(tmp_path, f"1,云南省桥梁重点实验室,滇中学院、滇桥公司,{OURS}、{OTHERS}")
    assert _platform(facts).data["host_codes"] == [OURS, OTHERS]


def test_codes_that_cannot_be_paired_are_not_used(tmp_path: Path) -> None:
    facts = _read(tmp_path, f"1,云南省桥梁重点实验室,滇中学院、滇桥公司,{OURS}")
    assert "host_codes" not in _platform(facts).data
    assert _flags(facts) == ["unpaired_credit_codes"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("依托单位,信用代码,共建单位,信用代码", f"滇中学院,{OURS},滇桥公司,{OTHERS}"),
        ("依托单位,共建单位,统一社会信用代码", f"滇中学院,滇桥公司,{OURS}/{OTHERS}"),
    ],
)
def test_codes_of_co_hosts(tmp_path: Path, header: str, row: str) -> None:
    data = _platform(_read(tmp_path, f"1,云南省桥梁重点实验室,{row}", header)).data
    assert (data["host_codes"], data["co_host_codes"]) == ([OURS], [OTHERS])


def _batch(tmp_path: Path, rows: str) -> Batch:
    path = tmp_path / "云南省重点实验室名单.csv"
    path.write_text(f"序号,实验室名称,依托单位,统一社会信用代码\n{rows}\n", "utf-8")
    document = readers.read(path)
    return to_batch(document, facts_of(document), [str(path)])


def test_a_host_and_its_statement_keep_the_code(tmp_path: Path) -> None:
    batch = _batch(tmp_path, f"1,云南省桥梁重点实验室,滇中学院,{OURS}")
    (host,) = (one for ref, one in batch.mentions.items() if ref.label == "HostUnit")
    assert host.properties["credit_codes"] == [OURS]
    (said,) = (one for one in batch.all_statements() if one.name == "HOSTED_BY")
    assert said.properties["credit_code"] == OURS


def test_one_code_is_one_host_whatever_the_names() -> None:
    names = ("滇中桥梁职业学院", "南滇交通大学")
    assert hosts.compare(*names).verdict == "different"
    found = hosts.compare(*names, codes=((OURS,), (OURS,)))
    assert (found.verdict, found.reasons[0].name) == ("same", "credit_code")


def test_other_codes_forbid_one_host() -> None:
    names = ("云南滇桥集团有限公司", "云南滇桥（集团）有限责任公司")
    assert hosts.compare(*names).verdict == "same"
    found = hosts.compare(*names, codes=((OURS,), (OTHERS,)))
    assert found.verdict == "related"
    assert [reason.name for reason in found.reasons if reason.weight < 0] == ["credit_codes"]
    # Registered in two provinces under one name: namesakes.
    assert hosts.compare("人民医院", "人民医院", codes=((OURS,), (FAR,))).verdict == "different"
    # A code on one side only says nothing.
    assert hosts.compare(*names, codes=((OURS,), ())).verdict == "same"


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        ((OURS, OURS), "duplicate_construction"),
        ((OURS, OTHERS), "overlap"),
        ((OURS, None), "overlap"),
    ],
)
def test_platforms_of_hosts_with_codes(codes: tuple[str, str | None], verdict: str) -> None:
    def record(name: str, kind: str, host: str, code: str | None) -> dict[str, object]:
        record = {"name": name, "type": kind, "level": "省级", "region": "云南", "hosts": [host]}
        return {**record, "host_codes": [[code] if code else []]}

    found = compare_platforms.compare(
        record("云南省核桃加工工程技术研究中心", "工程技术研究中心", "滇中桥梁职业学院", codes[0]),
        record("云南省核桃加工技术创新中心", "技术创新中心", "南滇交通大学", codes[1]),
    )
    assert found.verdict == verdict
