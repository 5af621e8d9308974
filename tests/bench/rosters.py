"""Invented platforms as the files that a store is loaded from: rosters of provinces, and plans.

In: `Synthetic` platforms and a folder. Out: CSV rosters as offices publish them, a batch each, and plans
whose document numbers can be looked for; read by the project's own readers, they make the graph that the
measurements of the API run on.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.bench import samples
from tests.bench.platforms import Synthetic

_HEADER = ("序号", "平台名称", "依托单位", "技术领域", "所在地", "认定年份")
_ROWS = 1_000
_FIRST_YEAR, _YEARS = 2011, 15
_PLANS, _CHARACTERS = 40, 5_000


def write_files(data: Synthetic, folder: Path) -> list[Path]:
    """Write the files; the same platforms give the same ones, in the same order."""
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for number, (known, origin) in enumerate(zip(data.known, data.origins, strict=True)):
        hosts, fields = (name for _, name in known.hosts), known.fields
        place, year = origin.city or origin.province, str(_FIRST_YEAR + number % _YEARS)
        rows[origin.province].append((known.name, "、".join(hosts), "、".join(fields), place, year))
    return [*_rosters(rows, folder), *_plans(folder)]


def _rosters(rows: dict[str, list[tuple[str, ...]]], folder: Path) -> Iterator[Path]:
    for province, members in rows.items():
        for at in range(0, len(members), _ROWS):
            path = folder / f"{province}科技创新平台名单（第{at // _ROWS + 1}批）.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                lines = csv.writer(file)
                lines.writerow(_HEADER)
                for number, row in enumerate(members[at : at + _ROWS], 1):
                    lines.writerow((str(number), *row))
            yield path


def _plans(folder: Path) -> Iterator[Path]:
    for number in range(1, _PLANS + 1):
        path = folder / f"科技创新平台办法{number}.txt"
        path.write_text(samples.policy(number * 7, _CHARACTERS, has_prose=True), "utf-8")
        yield path
