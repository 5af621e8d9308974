"""Findings of overlap over invented platforms: seconds, memory and F1 beside Splink's, and how they grow.

Usage: python -m tests.bench.overlaps [--platforms N] [--rounds N] [--curve N N …]. Both start from the same
records in memory; a store is no part of it. Each run is a process of its own, so that no cache helps a later
one, and who goes first changes from round to round. Seconds are those of the clock, CPU those of all cores
together: Splink uses every core there is, ours one. Memory is the most that the process ever held, its
records included. Splink is the extra `scale`; without it only our own figures are printed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median

from ingest.overlaps.findings import DESIGN
from ingest.overlaps.parts import findings_among
from ingest.resolve.overlap_rules import rules
from tests.bench.platforms import Synthetic, synthesise

SIZES = (10_000, 30_000, 100_000, 300_000)
COMPARED = 100_000
_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


@dataclass(frozen=True)
class Score:
    """How good a set of pairs is: pairs on which offices would differ are counted for nobody."""

    precision: float
    recall: float
    unclear: int

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(data: Synthetic, pairs: Iterable[tuple[int, int]], wanted: set[tuple[int, int]]) -> Score:
    """Score pairs of numbers, the smaller first."""
    found = set(pairs)
    right = len(found & wanted)
    unclear = sum(1 for pair in found if data.truth(*pair) is None)
    counted = len(found) - unclear
    return Score(right / counted if counted else 0.0, right / len(wanted), unclear)


def most_memory() -> float:
    """The most memory that this process has held so far, and the largest that it began, in gigabytes."""
    return sum(resource.getrusage(who).ru_maxrss for who in _WHO) / 2**20


def cpu_seconds() -> float:
    """The seconds of all cores that this process has used so far, and those that it began and that have
    ended."""
    used = [resource.getrusage(who) for who in _WHO]
    return sum(one.ru_utime + one.ru_stime for one in used)


def ours(count: int) -> dict[str, float]:
    """Profiles, candidates and findings of so many platforms: seconds, and how good they are."""
    data = synthesise(count)
    used = rules()
    place = {one.id: number for number, one in enumerate(data.known)}
    start = time.perf_counter()
    cpu = cpu_seconds()
    compared, found = findings_among(data.known, used)
    spent, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    pairs = [(place[one.a], place[one.b]) for one in found if one.kind != DESIGN]
    good = score(data, pairs, set(data.positives()))
    return {
        "seconds": spent,
        "cpu": cpu,
        "gigabytes": most_memory(),
        "candidates": compared,
        "findings": len(pairs),
        "precision": good.precision,
        "recall": good.recall,
        "f1": good.f1,
        "unclear": good.unclear,
    }


def alone(*arguments: str) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.overlaps", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def curve(sizes: Iterable[int]) -> None:
    """Our figures by number of platforms, and by how much a doubling multiplies CPU seconds: 2 is in
    proportion, 4 is with the square. Loading the lexicons is in every line."""
    print(
        f"{'platforms':>10}{'seconds':>9}{'CPU':>8}{'pairs':>11}{'findings':>10}{'GB':>6}{'F1':>7}"
        f"{'a doubling':>12}"
    )
    before: tuple[int, float] | None = None
    for size in sizes:
        figures = alone("--ours", str(size))
        growth = ""
        if before is not None:
            steps = math.log2(size / before[0])
            growth = f"×{(figures['cpu'] / before[1]) ** (1 / steps):.2f}"
        print(
            f"{size:>10,}{figures['seconds']:>9.1f}{figures['cpu']:>8.1f}"
            f"{figures['candidates']:>11,}{figures['findings']:>10,}{figures['gigabytes']:>6.1f}"
            f"{figures['f1']:>7.3f}{growth:>12}",
            flush=True,
        )
        before = size, figures["cpu"]


def beside_splink(count: int, rounds: int) -> None:
    """Both on the same platforms, round by round, and the medians of their rounds."""
    if find_spec("splink") is None:
        print("没有 Splink，略过对比：make scale。 Splink is not installed: make scale.")
        return
    print(
        f"{'':<14}{'seconds':>9}{'CPU':>8}{'GB':>6}{'precision':>11}{'recall':>8}{'F1':>8}{'unclear':>9}"
    )
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "Splink": []}
    for number in range(rounds):
        for name in ("ours", "Splink") if number % 2 == 0 else ("Splink", "ours"):
            runs[name].append(alone(f"--{name.lower()}", str(count)))
            _print_figures(name, runs[name][-1])
    middle = {name: _medians(found) for name, found in runs.items()}
    for name, figures in middle.items():
        _print_figures(f"{name}, median", figures)
    parts = {key: middle["ours"][key] / middle["Splink"][key] for key in ("seconds", "cpu")}
    print(
        f"ours / Splink: seconds {parts['seconds']:.2f}, CPU {parts['cpu']:.2f}; "
        f"{count:,} platforms, {os.cpu_count()} cores",
        flush=True,
    )


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: median(run[key] for run in runs) for key in runs[0]}


def _print_figures(name: str, figures: dict[str, float]) -> None:
    print(
        f"{name:<14}{figures['seconds']:>9.1f}{figures['cpu']:>8.1f}{figures['gigabytes']:>6.1f}"
        f"{figures['precision']:>11.3f}{figures['recall']:>8.3f}{figures['f1']:>8.3f}"
        f"{figures['unclear']:>9,.0f}",
        flush=True,
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platforms", type=int, default=COMPARED, help="beside Splink")
    parser.add_argument("--rounds", type=int, default=2, help="so often beside Splink")
    parser.add_argument("--curve", type=int, nargs="*", default=SIZES, help="sizes of the curve")
    parser.add_argument("--ours", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--splink", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ours:
        print(json.dumps(ours(options.ours)))
        return 0
    if options.splink:
        from tests.bench import splink_model

        print(json.dumps(splink_model.measure(options.splink)))
        return 0
    beside_splink(options.platforms, options.rounds)
    curve(options.curve)
    return 0


if __name__ == "__main__":
    sys.exit(main())
