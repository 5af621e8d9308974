"""Pairs of platforms from the files beside: single ones, and those that a group of fields and hosts
yields. All hosts and platforms are invented."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_NEXT_UP = "教育部"


def own_pairs(half: str) -> Iterator[dict[str, Any]]:
    """Every pair of one half, with label and kind."""
    with (HERE / "platforms.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["half"] == half:
                yield row
    with (HERE / "platform_groups.csv").open(encoding="utf-8", newline="") as file:
        for group in csv.DictReader(file):
            if group["half"] == half:
                yield from _pairs_of(group)


def field_pairs(half: str) -> list[tuple[str, str, str]]:
    """Every pair of fields of one half: a, b, verdict."""
    with (HERE / "fields.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["a"], row["b"], row["verdict"])
            for row in csv.DictReader(file)
            if row["half"] == half
        ]


def _pairs_of(group: dict[str, str]) -> Iterator[dict[str, Any]]:
    full, short, host = group["region_full"], group["region"], group["host"]

    def record(
        field: str, kind: str = "重点实验室", at: str = host, name: str = "", level: str = "省级"
    ) -> dict[str, Any]:
        return {
            "name": name or f"{full}{field}{kind}",
            "type": kind,
            "level": level,
            "region": short,
            "hosts": [at],
        }

    def pair(label: str, kind: str, a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
        return {"label": label, "kind": kind, "a": a, "b": b}

    field, near, partial = group["field"], group["near"], group["partial"]
    lab = record(field)
    centre = record(field, "工程技术研究中心")
    moved = record(field, name=f"{field}{full}重点实验室（{host}）")
    yield pair("same_record", "place_moved", lab, moved)
    yield pair(
        "same_record",
        "short_place",
        centre,
        record(field, "工程技术研究中心", name=f"{short}{field}工程技术研究中心"),
    )
    above = record(field, "部级重点实验室", name=f"{field}{_NEXT_UP}重点实验室", level="部级")
    yield pair("related_by_design", "ladder_up", above, lab)
    below = record(near, "高校重点实验室", name=f"{short}高校{near}重点实验室", level="厅局级")
    yield pair("related_by_design", "ladder_down", lab, below)
    inside = record(group["inside"], at=group["part"], name=f"{lab['name']}{group['inside']}分室")
    yield pair("related_by_design", "part_of_it", lab, inside)
    yield pair("related_by_design", "support", lab, record(field, group["support"]))
    yield pair("duplicate_construction", "one_host", lab, record(near))
    yield pair("duplicate_construction", "two_types", centre, record(field, "技术创新中心"))
    yield pair("duplicate_construction", "two_agencies", centre, record(near, "工程研究中心"))
    yield pair("duplicate_construction", "part", lab, record(near, at=group["part"]))
    yield pair("overlap", "partly", lab, record(partial))
    yield pair("overlap", "other_host", lab, record(near, at=group["firm"]))
    yield pair(
        "overlap", "other_host_and_type", lab, record(near, "工程技术研究中心", group["firm"])
    )
    yield pair("unrelated", "other_field", lab, record(group["far"]))
    away = record(near, at=group["elsewhere"], name=f"{group['elsewhere_region']}{near}重点实验室")
    away["region"] = group["elsewhere_region"].removesuffix("省").removesuffix("市")
    yield pair("unrelated", "elsewhere", lab, away)
