"""Scores the comparisons of hosts, platforms and fields against labelled pairs.

Usage: python -m tests.gold.pairs FOLDER [--misses] [--freeze]. FOLDER holds `hosts.jsonl`,
`platforms.jsonl` and `fields.jsonl`; what is absent is left out. `host_pairs.csv` beside this file is a
second set of hosts, of our own. Precision, recall and F1 per verdict, and how many of each kind of pair
are right; `same` of hosts also among ten times as many random pairs. An F1 below `baseline_pairs.json`
fails the run, until --freeze writes the new figures on purpose.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path
from typing import Any

from ingest.resolve.verdict import Verdict

Row = dict[str, Any]
Judge = Callable[[Row], Verdict]
HERE = Path(__file__).parent
BASELINE = HERE / "baseline_pairs.json"
_DIGITS = 4
_SEED = 7
_TIMES = 10


def main(arguments: list[str]) -> int:
    """Print the scores; the exit code is 1 when one fell below the baseline."""
    folder = Path(arguments[0])
    figures: dict[str, float] = {}
    for subject in ("hosts", "platforms", "fields"):
        judge, path = _judge(subject), folder / f"{subject}.jsonl"
        if judge is None or not path.exists():
            print(f"\n{subject}: 略过 left out")
            continue
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        figures |= _scored(subject, rows, judge, arguments)
        if subject == "hosts":
            figures |= _scored("hosts.own", own_pairs(), judge, arguments)
    if "--freeze" in arguments:
        BASELINE.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    frozen: dict[str, float] = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    fallen = {k: (was, figures[k]) for k, was in frozen.items() if figures.get(k, was) < was}
    for kind, (was, now) in fallen.items():
        print(f"  FALLEN {kind}: F1 {was:.4f} -> {now:.4f}")
    return 1 if fallen else 0


def own_pairs() -> list[Row]:
    """The pairs of `host_pairs.csv`, as rows."""
    with (HERE / "host_pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            {**row, "context": {"region": row["region"]} if row["region"] else None}
            for row in csv.DictReader(file)
        ]


def _judge(subject: str) -> Judge | None:
    name = "ingest.resolve." + ("hosts" if subject == "hosts" else f"compare_{subject}")
    if util.find_spec(name) is None:
        return None
    compare = import_module(name).compare
    if subject == "fields":
        return lambda row: compare(row["a"], row["b"])
    return lambda row: compare(row["a"], row["b"], row.get("context"))


def _label(row: Row) -> str:
    """The verdict that a label asks for: a field that is wider than the other is `broader`."""
    is_wider = row["label"] == "narrower" and row.get("direction") == "b_in_a"
    return "broader" if is_wider else str(row["label"])


def _scored(subject: str, rows: list[Row], judge: Judge, arguments: list[str]) -> dict[str, float]:
    pairs: Counter[tuple[str, str]] = Counter()
    kinds: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in rows:
        wanted, verdict = _label(row), judge(row)
        if verdict.verdict == row.get("alt"):
            wanted = verdict.verdict
        pairs[wanted, verdict.verdict] += 1
        kinds[row.get("kind") or wanted][wanted == verdict.verdict] += 1
        if wanted != verdict.verdict and "--misses" in arguments:
            print(f"      - {wanted} {verdict.verdict} {verdict.score:.2f}  {_words(row)}")
    figures = {f"{subject}.{label}": _f1(pairs, label) for label in sorted({w for w, _ in pairs})}
    print(f"\n{subject}  {len(rows)}")
    for name, value in figures.items():
        print(f"  {name:34} F1 {value:.3f}")
    right = "  ".join(f"{kind} {found[True]}/{found.total()}" for kind, found in kinds.items())
    print(f"  {right}")
    if subject.startswith("hosts"):
        figures[f"{subject}.same among random pairs"] = _among_random(rows, judge, pairs)
    return {name: round(value, _DIGITS) for name, value in figures.items()}


def _words(row: Row) -> str:
    sides = [side if isinstance(side, str) else side["name"] for side in (row["a"], row["b"])]
    return f"[{row.get('kind', '')}] {sides[0]} | {sides[1]}"


def _f1(pairs: Counter[tuple[str, str]], label: str, false: int = 0) -> float:
    hits = pairs[label, label]
    found = sum(count for (_, have), count in pairs.items() if have == label) + false
    wanted = sum(count for (want, _), count in pairs.items() if want == label)
    return 2 * hits / (found + wanted) if found + wanted else 0.0


def _among_random(rows: list[Row], judge: Judge, pairs: Counter[tuple[str, str]]) -> float:
    """F1 of `same` with ten random pairs of different hosts for each true one."""
    up: dict[str, str] = {}

    def find(name: str) -> str:
        while up.setdefault(name, name) != name:
            name = up[name]
        return name

    for row in rows:
        if row["label"] != "different":  # related hosts are left out of the random pairs too
            up[find(row["a"])] = find(row["b"])
    names = sorted({row[side] for row in rows for side in ("a", "b")})
    wanted = _TIMES * sum(row["label"] == "same" for row in rows)
    chance, false, drawn = random.Random(_SEED), 0, 0
    while drawn < wanted:
        a, b = chance.sample(names, 2)
        if find(a) == find(b):
            continue
        drawn += 1
        false += judge({"a": a, "b": b}).verdict == "same"
    score = _f1(pairs, "same", false)
    hits = pairs["same", "same"]
    found = sum(count for (_, have), count in pairs.items() if have == "same") + false
    print(f"  same, {drawn} random pairs: P {hits / max(1, found):.3f}  F1 {score:.3f}")
    return score


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
