"""The command line as a user runs it: exit codes, one clear line for an error, output that can be piped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import open_store

ROSTER = (
    "序号,平台名称,依托单位,领域\n1,云南省甲学重点实验室,甲大学,海洋\n"
    "2,云南省乙学重点实验室,甲大学,海洋\n3,=cmd()工程研究中心,乙公司,茶\n"
)
PLAN = "云岭省平台方案\n到2025年，新认定省重点实验室不少于30家，建设云南实验室23家。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two good files, a broken one, and a store that has taken in the good ones. This process holds the
    store open, so that the commands find its server and need not start one each."""
    path = tmp_path_factory.mktemp("cli")
    (path / "good").mkdir()
    (path / "good" / "roster.csv").write_text(ROSTER, "utf-8")
    (path / "good" / "plan.txt").write_text(PLAN, "utf-8")
    (path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    with open_store(f"embedded:{path / 'data'}"):
        done = pingtai(path, "ingest", "good", "--jsonl")
        assert done.returncode == 0, done.stderr
        assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["loaded"] * 2
        yield path


def pingtai(
    folder: Path, *arguments: str, store: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    environment = os.environ | {
        "PINGTAI_STORE": store or f"embedded:{folder / 'data'}",
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "COLUMNS": "160",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


def _one_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def test_facts_need_no_store_and_print_exact_quotes(folder: Path) -> None:
    text = pingtai(folder, "text", "good/plan.txt").stdout
    assert text == PLAN
    done = pingtai(folder, "facts", "good/plan.txt", store="embedded:/nonexistent/nowhere")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {row["fact"] for row in rows} >= {"document", "platform_type", "target", "flag"}
    for row in rows:
        assert row["file"] == "good/plan.txt"
        assert text[row["start"] : row["end"]] == row["quote"]
    assert [row["low"] for row in rows if row["fact"] == "target"] == [30, 23]


def test_facts_of_tables_tell_their_cell(folder: Path) -> None:
    done = pingtai(folder, "facts", "good/roster.csv")
    rows = [r for r in map(json.loads, done.stdout.splitlines()) if r["fact"] == "platform"]
    assert [(row["sheet"], row["row"], row["column"]) for row in rows] == [
        ("roster", 2, 2),
        ("roster", 3, 2),
        ("roster", 4, 2),
    ]


def test_part_of_the_files_is_an_exit_code_of_its_own(folder: Path) -> None:
    done = pingtai(folder, "ingest", "good", "picture.csv", "missing.txt", "--jsonl")
    outcomes = {r["file"]: r for r in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 3
    assert outcomes["good/plan.txt"]["outcome"] == "unchanged"
    assert "png" in outcomes["picture.csv"]["reason"]
    assert "没有这个文件" in outcomes["missing.txt"]["reason"]
    assert pingtai(folder, "ingest", "picture.csv").returncode == 1


def test_queries_as_json_csv_and_table(folder: Path) -> None:
    done = pingtai(folder, "query", "overlap_by_host_and_field", "--param", "min=2", "--json")
    rows = json.loads(done.stdout)
    assert [(row["host"], row["field"], row["platforms"]) for row in rows] == [
        ("甲大学", "海洋", 2)
    ]
    table = pingtai(folder, "overlaps").stdout
    assert "甲大学" in table
    as_csv = pingtai(folder, "overlaps", "--csv").stdout
    assert as_csv.splitlines()[0] == "host,field,platforms,names"
    listed = json.loads(pingtai(folder, "query", "--list", "--json").stdout)
    assert {"name", "parameters", "columns", "zh", "en"} <= set(listed[0])


def test_cells_that_a_spreadsheet_would_run_are_defused(folder: Path) -> None:
    host = json.loads(pingtai(folder, "search", "乙公司", "--json").stdout)[0]["id"]
    done = pingtai(folder, "query", "platforms_of_host", "--param", f"host_id={host}", "--csv")
    assert "'=cmd()工程研究中心" in done.stdout


def test_status_and_removal(folder: Path) -> None:
    status = json.loads(pingtai(folder, "store", "status", "--json").stdout)
    assert status["engine"] == "embedded"
    assert {row["name"] for row in status["sources"]} >= {"plan.txt", "roster.csv"}
    assert pingtai(folder, "store", "remove", "good/plan.txt").returncode == 0
    assert pingtai(folder, "store", "remove", "good/plan.txt").returncode == 1
    assert pingtai(folder, "ingest", "good").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "store", "code", "words"),
    [
        (("query", "nope"), None, 2, "nope"),
        (("query", "platforms_of_host"), None, 2, "host_id"),
        (("query", "flags", "--param", "oops"), None, 2, "oops"),
        (("store", "status"), "neo4j://127.0.0.1:1", 1, "127.0.0.1:1"),
        (("store", "status"), "http://example", 2, "embedded:"),
        (("store", "status"), "neo4j://u:secret@127.0.0.1:1", 2, "127.0.0.1:1"),
        (("ingest", "good"), "embedded:/proc/none", 1, "/proc/none"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(
    folder: Path, arguments: tuple[str, ...], store: str | None, code: int, words: str
) -> None:
    done = pingtai(folder, *arguments, store=store)
    assert done.returncode == code, done.stderr
    line = _one_line(done)
    assert words in line
    assert "secret" not in line
