"""`pingtai check` and `pingtai review` as a user runs them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from graph.errors import BadParameter
from graph.store import open_store
from tests.unit.api.test_cli import pingtai

DAMAGED = "云南省平台方案\n云南省科学技术厅\n202275\n到2025年，建设云南实验室23家（含培育。\n"
WHOLE = "云南省平台要点\n云南省科学技术厅\n2022年7月5日\n到2025年，建设云南实验室不少于20家。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A damaged plan, a whole one, a file that cannot be read, and a store with the damaged plan."""
    path = tmp_path_factory.mktemp("check")
    (path / "damaged.txt").write_text(DAMAGED, "utf-8")
    (path / "whole.txt").write_text(WHOLE, "utf-8")
    (path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    with open_store(f"embedded:{path / 'data'}"):
        done = pingtai(path, "ingest", "damaged.txt")
        assert done.returncode == 0, done.stderr
        yield path


def run(folder: Path, *arguments: str) -> Result:
    """The command in this process: starting one for each takes seconds."""
    with contextlib.chdir(folder):
        environment = {"PINGTAI_STORE": f"embedded:{folder / 'data'}"}
        return CliRunner().invoke(app, [*arguments], env=environment)


def findings(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and findings of `check --jsonl`."""
    done = run(folder, "check", *arguments, "--jsonl")
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()]


def test_files_need_no_store_and_places_are_exact(folder: Path) -> None:
    done = pingtai(folder, "check", "damaged.txt", "--json", store="embedded:/nonexistent/nowhere")
    rows = json.loads(done.stdout)
    assert [(row["flag"], row["line"], row["column"]) for row in rows] == [
        ("suspect_lost_dash", 4, 15),
        ("broken_date", 3, 1),
        ("half_bracket", 4, 18),
    ]
    for row in rows:
        assert DAMAGED[row["start"] : row["end"]] == row["quote"]
        assert row["file"] == "damaged.txt"
    assert {"comparator": "range", "low": 2, "high": 3} in rows[0]["candidate_readings"]


def test_exit_codes(folder: Path) -> None:
    assert findings(folder, "damaged.txt")[0] == 1
    assert findings(folder, "whole.txt") == (0, [])
    assert findings(folder, "whole.txt", "picture.csv")[0] == 3
    assert findings(folder, "picture.csv")[0] == 1
    assert findings(folder, "damaged.txt", "--flag", "broken_date")[0] == 0
    wrong = pingtai(folder, "check", "damaged.txt", "--least", "some")
    assert wrong.returncode == 2
    assert "--least" in wrong.stderr


def test_lists_can_be_narrowed(folder: Path) -> None:
    code, rows = findings(folder, "damaged.txt", "--least", "medium")
    assert code == 1
    assert {row["severity"] for row in rows} == {"high", "medium"}
    _, rows = findings(folder, "damaged.txt", "--flag", "half_bracket")
    assert [row["flag"] for row in rows] == ["half_bracket"]


def test_the_table_shows_words_reason_and_readings(folder: Path) -> None:
    out = pingtai(folder, "check", "damaged.txt").stdout
    for words in ("damaged.txt", "4:15", "【23家】", "suspect_lost_dash", "2—3", "高 high"):
        assert words in out


def test_a_review_stands_beside_the_finding(folder: Path) -> None:
    code, before = findings(folder)
    assert code == 1
    doubt = before[0]
    assert doubt["flag"] == "suspect_lost_dash"
    arguments = ("--reading", "2—3家", "--by", "张三", "--note", "见原件")
    assert run(folder, "review", doubt["id"][:8], *arguments).exit_code == 0
    code, after = findings(folder)
    assert code == 0  # nothing of high severity is left to look at
    assert after[0]["quote"] == "23家"
    assert after[0]["reviewed"]["reading"] == "2—3家"
    listed = json.loads(run(folder, "review", "--list", "--json").stdout)
    assert [(row["printed"], row["reading"], row["by"]) for row in listed] == [
        ("23家", "2—3家", "张三")
    ]
    assert "2—3家" in run(folder, "check").stdout
    assert run(folder, "review", doubt["id"], "--withdraw").exit_code == 0
    assert findings(folder)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "标识"),
        (("abc", "--reading", "1", "--by", "x"), 2, "太短"),
        (("0123456789abcdef", "--reading", "1", "--by", "x"), 1, "没有存疑之处"),
    ],
)
def test_a_review_of_nothing(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = pingtai(folder, "review", *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_review_needs_a_reading_and_a_name(folder: Path) -> None:
    _, rows = findings(folder)
    error = run(folder, "review", rows[0]["id"]).exception
    assert isinstance(error, BadParameter)
    assert "--reading" in error.en
