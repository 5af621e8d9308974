"""Findings of overlap over invented platforms: seconds and F1 beside Splink's, and how time grows.

Usage: python -m tests.bench.overlaps [--platforms N] [--curve N N …]. Both start from the same records in
memory; a store is no part of it. Each of our runs is a process of its own, so that no cache helps a later
one. Splink is the extra `scale`; without it only our own figures are printed.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec

from ingest.overlaps.findings import DESIGN
from ingest.overlaps.refresh import findings_among
from ingest.resolve.overlap_rules import rules
from tests.bench.platforms import Synthetic, synthesise

SIZES = (10_000, 30_000, 100_000, 300_000)
COMPARED = 100_000


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


def ours(count: int) -> dict[str, float]:
    """Profiles, candidates and findings of so many platforms: seconds, and how good they are."""
    data = synthesise(count)
    used = rules()
    place = {one.id: number for number, one in enumerate(data.known)}
    start = time.perf_counter()
    cpu = time.process_time()
    compared, found = findings_among(data.known, used)
    spent, cpu = time.perf_counter() - start, time.process_time() - cpu
    pairs = [(place[one.a], place[one.b]) for one in found if one.kind != DESIGN]
    good = score(data, pairs, set(data.positives()))
    return {
        "seconds": spent,
        "cpu": cpu,
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
    """Our seconds by number of platforms, and by how much a doubling multiplies them: 2 is in proportion,
    4 is with the square."""
    print(
        f"{'platforms':>10}{'seconds':>10}{'candidates':>12}{'findings':>10}{'F1':>8}{'a doubling':>12}"
    )
    before: tuple[int, float] | None = None
    for size in sizes:
        figures = alone("--ours", str(size))
        growth = ""
        if before is not None:
            steps = math.log2(size / before[0])
            growth = f"×{(figures['seconds'] / before[1]) ** (1 / steps):.2f}"
        print(
            f"{size:>10,}{figures['seconds']:>10.1f}{figures['candidates']:>12,}"
            f"{figures['findings']:>10,}{figures['f1']:>8.3f}{growth:>12}",
            flush=True,
        )
        before = size, figures["seconds"]


def beside_splink(count: int) -> None:
    """Seconds and F1 on the same platforms, ours and Splink's."""
    if find_spec("splink") is None:
        print("没有 Splink，略过对比：make scale。 Splink is not installed: make scale.")
        return
    mine, theirs = alone("--ours", str(count)), alone("--splink", str(count))
    print(f"{'':<10}{'seconds':>9}{'CPU':>8}{'precision':>11}{'recall':>8}{'F1':>8}{'unclear':>10}")
    for name, figures in (("ours", mine), ("Splink", theirs)):
        print(
            f"{name:<10}{figures['seconds']:>9.1f}{figures['cpu']:>8.1f}{figures['precision']:>11.3f}"
            f"{figures['recall']:>8.3f}{figures['f1']:>8.3f}{figures['unclear']:>10,}"
        )
    print(f"ours / Splink, seconds: {mine['seconds'] / theirs['seconds']:.2f}", flush=True)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platforms", type=int, default=COMPARED, help="beside Splink")
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
    beside_splink(options.platforms)
    curve(options.curve)
    return 0


if __name__ == "__main__":
    sys.exit(main())
