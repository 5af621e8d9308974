"""The command `compare`: a line in, a line out; a bad line is one error with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.compare import BadPair, Subject, read_pairs

runner = CliRunner()


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def _pair(id_: str, a: object, b: object, **more: object) -> str:
    return json.dumps({"id": id_, "a": a, "b": b, **more}, ensure_ascii=False)


def test_a_line_in_a_line_out(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        _pair("2", "南大", "南昌大学", context={"region": "江西"}),
        "",
        _pair("1", "北京大学", "北京交通大学", context=None),
    )
    result = runner.invoke(app, ["compare", "hosts", str(path)])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(row["id"], row["verdict"]) for row in rows] == [("2", "same"), ("1", "different")]
    assert all(set(row) == {"id", "score", "verdict", "reasons"} for row in rows)
    assert all(0 <= row["score"] <= 1 for row in rows)


def test_labels_are_not_read(tmp_path: Path) -> None:
    bare = _file(tmp_path, _pair("1", "北大", "北京大学"))
    plain = runner.invoke(app, ["compare", "hosts", str(bare)]).stdout
    labelled = _file(tmp_path, _pair("1", "北大", "北京大学", label="different", why="?", kind="x"))
    assert runner.invoke(app, ["compare", "hosts", str(labelled)]).stdout == plain


def test_fields_need_no_context(tmp_path: Path) -> None:
    path = _file(tmp_path, _pair("1", "增材制造", "3D打印"))
    row = json.loads(runner.invoke(app, ["compare", "fields", str(path)]).stdout)
    assert row["verdict"] == "same"


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": "1", "a": "甲"}',
        '{"id": 1, "a": "甲", "b": "乙"}',
        '{"id": "1", "a": "甲", "b": {"name": "乙"}}',
        '{"id": "1", "a": "甲", "b": ""}',
        '{"id": "1", "a": "甲", "b": "乙", "context": "广西"}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = _file(tmp_path, _pair("1", "甲", "乙"), line)
    with pytest.raises(BadPair) as caught:
        list(read_pairs(path, Subject.hosts))
    assert f"{path}:2" in caught.value.en


def test_platforms_are_records_with_a_name(tmp_path: Path) -> None:
    path = _file(tmp_path, _pair("1", {"type": "重点实验室"}, {"name": "乙"}))
    with pytest.raises(BadPair, match="name"):
        list(read_pairs(path, Subject.platforms))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadPair):
        list(read_pairs(tmp_path / "none.jsonl", Subject.hosts))
