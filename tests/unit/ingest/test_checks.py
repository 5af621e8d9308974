"""Documents against each other, and a document's words against its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.findings import Finding, findings_of_files, read_batch

HEAD = "云南省平台优化方案\n云南省科学技术厅\n2022年7月5日\n"
HEADER = "序号,平台名称,依托单位,领域\n"


def found(folder: Path, **files: str) -> list[Finding]:
    """The findings of files with these texts; `a_csv` is a.csv."""
    paths = []
    for name, text in files.items():
        path = folder / name.replace("_", ".")
        path.write_text(text, "utf-8")
        paths.append(path)
    return findings_of_files([(path.name, read_batch(path)) for path in paths])


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """File, flag and severity of each."""
    return [(one.place.file, one.flag, one.severity) for one in findings]


def rows(count: int, skip: int = 0) -> str:
    """Roster rows from number 1 on, one number left out."""
    numbers = [n for n in range(1, count + 1 + (skip > 0)) if n != skip]
    return "".join(f"{n},云南省第{n}学重点实验室,云南第{n}大学,海洋\n" for n in numbers)


def test_one_target_with_two_numbers(tmp_path: Path) -> None:
    one = f"{HEAD}到2025年，新认定省重点实验室30家。\n"
    other = (
        "云南省平台工作要点\n云南省科学技术厅\n2023年1月5日\n到2025年，新认定省重点实验室38家。\n"
    )
    findings = found(tmp_path, a_txt=one, b_txt=other)
    assert told(findings) == [
        ("a.txt", "count_mismatch", "medium"),
        ("b.txt", "count_mismatch", "medium"),
    ]
    assert "相差8" in findings[0].reason
    assert findings[0].other is not None
    assert (findings[0].other.file, findings[0].other.line) == ("b.txt", 4)


def test_numbers_that_may_both_be_right_are_inconclusive(tmp_path: Path) -> None:
    one = f"{HEAD}到2025年，新认定省重点实验室不少于30家。\n"
    other = one.replace("方案", "要点").replace("不少于30家", "38家")
    findings = found(tmp_path, a_txt=one, b_txt=other)
    assert {one.severity for one in findings} == {"low"}
    assert all("inconclusive" in one.reason for one in findings)


@pytest.mark.parametrize(
    "other",
    [
        # another province, another year, each city, the same number
        "黑龙江省平台要点\n黑龙江省科学技术厅\n2022年7月5日\n到2025年，新认定省重点实验室38家。\n",
        f"{HEAD.replace('方案', '要点')}到2030年，新认定省重点实验室38家。\n",
        f"{HEAD.replace('方案', '要点')}到2025年，每个设区市新认定省重点实验室38家。\n",
        f"{HEAD.replace('方案', '要点')}到2025年，新认定省重点实验室30家。\n",
    ],
)
def test_what_cannot_be_compared_is_not(tmp_path: Path, other: str) -> None:
    one = f"{HEAD}到2025年，新认定省重点实验室30家。\n"
    assert found(tmp_path, a_txt=one, b_txt=other) == []


def test_one_document_with_two_numbers_in_two_files(tmp_path: Path) -> None:
    words = "关于做好工作的通知\n按照《云南省平台管理办法》（云科规〔2021〕{}号）执行。\n"
    findings = found(tmp_path, a_txt=words.format(15), b_txt=words.format(16))
    assert told(findings) == [
        ("a.txt", "broken_doc_no", "medium"),
        ("b.txt", "broken_doc_no", "medium"),
    ]
    assert found(tmp_path, a_txt=words.format(15), b_txt=words.format(15)) == []
    assert found(tmp_path, a_txt=words.format(15), b_txt=words.format(27)) == []


def test_kinds_that_do_not_count_up_are_inconclusive(tmp_path: Path) -> None:
    plan = f"{HEAD}（一）科学与工程研究类平台\n主要包括云南实验室、重点实验室、应用数学中心、野外科学观测研究站等。\n"
    note = "《云南省平台优化方案》起草说明\n《云南省平台优化方案》将5种科技创新平台分为三类。\n"
    findings = found(tmp_path, plan_txt=plan, note_txt=note)
    assert told(findings) == [("note.txt", "count_mismatch", "low")]
    assert "相差1" in findings[0].reason
    assert "inconclusive" in findings[0].reason
    assert found(tmp_path, plan_txt=plan, note_txt=note.replace("5种", "4种")) == []


def test_a_notice_and_its_roster_in_two_files(tmp_path: Path) -> None:
    notice = (
        "关于认定2023年度省重点实验室的通知\n现认定云南省第1学重点实验室等23家单位，名单见附件。\n"
        "附件：2023年度省重点实验室名单\n云南省科学技术厅\n2023年7月5日\n"
    )
    (tmp_path / "x").mkdir()
    alone = found(tmp_path, notice_txt=notice)
    assert told(alone) == [("notice.txt", "missing_attachment", "medium")]
    for count, wanted in ((22, [("notice.txt", "count_mismatch", "medium")]), (23, [])):
        path = tmp_path / "2023年度省重点实验室名单.csv"
        path.write_text(HEADER + rows(count), "utf-8")
        paths = [tmp_path / "notice.txt", path]
        findings = findings_of_files([(one.name, read_batch(one)) for one in paths])
        assert told(findings) == wanted


def page(count: int, claim: str) -> str:
    """A notice with its roster as a table."""
    cells = "".join(
        f"<tr><td>{n}</td><td>云南省第{n}学重点实验室</td><td>云南第{n}大学</td></tr>"
        for n in range(1, count + 1)
    )
    return (
        "<html><body><h1>关于认定省重点实验室的通知</h1>"
        f"<p>{claim}</p><p>附件：省重点实验室名单</p><p>云南省科学技术厅</p><p>2023年7月5日</p>"
        f"<table><tr><th>序号</th><th>实验室名称</th><th>依托单位</th></tr>{cells}</table></body></html>"
    )


def test_a_roster_and_its_own_claim(tmp_path: Path) -> None:
    claim = "经研究，决定认定云南省第1学重点实验室等12家单位为省重点实验室。"
    findings = found(tmp_path, a_html=page(11, claim))
    assert told(findings) == [("a.html", "count_mismatch", "medium")]
    assert findings[0].quote == "12家"
    assert "相差1" in findings[0].reason
    assert found(tmp_path, a_html=page(12, claim)) == []
    # Two numbers: nobody can tell which is the roster's.
    both = claim + "此前已认定30家。"
    assert found(tmp_path, a_html=page(11, both)) == []


def test_row_numbers_that_jump(tmp_path: Path) -> None:
    findings = found(tmp_path, a_csv=HEADER + rows(9, skip=4))
    assert told(findings) == [("a.csv", "numbering_gap", "medium")]
    assert findings[0].place.line == 5
    assert found(tmp_path, a_csv=HEADER + rows(9)) == []
