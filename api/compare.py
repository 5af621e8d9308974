"""The command `compare`: what two names or records are to each other, pair by pair; no store is needed.

In: a file of JSON lines, each with `id`, `a`, `b` and optionally `context` {region, year}; other keys are
not read. Out: a line a pair in the same order: `id`, `score`, `verdict`, `reasons`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api import console
from graph.errors import PingtaiError

if TYPE_CHECKING:
    from ingest.resolve.verdict import Verdict


class Subject(StrEnum):
    """What can be compared."""

    hosts = "hosts"
    platforms = "platforms"
    fields = "fields"


class BadPair(PingtaiError):
    """A line of a file of pairs cannot be compared."""

    kind = "bad-pair"


@dataclass(frozen=True)
class Pair:
    """One line: what is compared, and what the question is about."""

    id: str
    a: Any
    b: Any
    context: dict[str, Any] | None


SubjectArgument = Annotated[
    Subject, typer.Argument(help="比较什么：hosts、platforms、fields。 What is compared.")
]
PairsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PAIRS.jsonl",
        help="每行一对：id、a、b、可选 context。 A pair a line.",
        dir_okay=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("compare")(compare)


def compare(subject: SubjectArgument, pairs: PairsArgument) -> None:
    """比较成对的单位、平台或领域，给出判断与理由。 Compare pairs of hosts, platforms or fields, with reasons."""
    read = list(read_pairs(pairs, subject))  # all are read first: a bad line leaves no half output
    judge = _judge(subject)
    for pair in read:
        console.write_json_line(judge(pair).as_json(pair.id))


def read_pairs(path: Path, subject: Subject) -> Iterator[Pair]:
    """The pairs of a file, blank lines left out; a bad line is an error that names file and line."""
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise BadPair(
            f"读不了 {path}：{error.strerror}。", f"Cannot read {path}: {error.strerror}."
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _pair(line, f"{path}:{number}", subject)


def _pair(line: bytes, where: str, subject: Subject) -> Pair:
    try:
        row = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadPair(f"{where}：不是 UTF-8 的 JSON。", f"{where}: not JSON in UTF-8.") from error
    if not isinstance(row, dict):
        raise BadPair(f"{where}：不是 JSON 对象。", f"{where}: not a JSON object.")
    for key in ("id", "a", "b"):
        if key not in row:
            raise BadPair(f"{where}：缺少 {key}。", f"{where}: {key} is missing.")
    if not isinstance(row["id"], str):
        raise BadPair(f"{where}：id 应是字符串。", f"{where}: id must be a string.")
    for key in ("a", "b"):
        _check_side(row[key], key, where, subject)
    context = row.get("context")
    if context is not None and not isinstance(context, dict):
        raise BadPair(f"{where}：context 应是对象。", f"{where}: context must be an object.")
    return Pair(row["id"], row["a"], row["b"], context)


def _check_side(value: Any, key: str, where: str, subject: Subject) -> None:
    if subject is not Subject.platforms:
        if not isinstance(value, str) or not value.strip():
            raise BadPair(f"{where}：{key} 应是名称。", f"{where}: {key} must be a name.")
    elif not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise BadPair(
            f"{where}：{key} 应是有 name 的对象。", f"{where}: {key} must be an object with a name."
        )


def _judge(subject: Subject) -> Callable[[Pair], Verdict]:
    """The comparison of a subject; each is imported only where it is asked for."""
    if subject is Subject.hosts:
        from ingest.resolve import hosts

        return lambda pair: hosts.compare(pair.a, pair.b, pair.context)
    if subject is Subject.fields:
        from ingest.resolve import compare_fields

        return lambda pair: compare_fields.compare(pair.a, pair.b)
    from ingest.resolve import compare_platforms

    return lambda pair: compare_platforms.compare(pair.a, pair.b, pair.context)
