"""Invented and real-looking hosts for the bench: universities, hospitals, institutes and firms.

A third or so have names that the lexicons know, so that renames, short forms and wholes are met as in real
rosters; the others are invented. The first are the large ones.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from ingest import lexicons

_BRANDS = "华中东西南北金银海山江河天地星云龙凤瑞祥泰康宏达盛兴隆昌丰润科创智联"
_INDUSTRIES = (
    *("机械", "电子", "新材料", "生物科技", "农业科技", "药业", "化工", "环保科技", "能源"),
    *("装备制造", "食品", "信息技术", "汽车零部件", "矿业", "建材"),
)
_INSTITUTES = ("农业", "林业", "水利", "医药", "冶金", "环境", "轻工", "测试", "机电", "地质")
_WITHOUT_ROSTERS = ("香港", "澳门", "台湾")
_SHARES = {"企业": 62, "科研院所": 14, "医院": 12, "高校": 12}


@dataclass(frozen=True)
class House:
    """A host; `family` is the number that it shares with the whole it belongs to."""

    number: int
    name: str
    kind: str
    province: str
    city: str
    family: int


def houses(many: int, chance: random.Random) -> list[House]:
    """So many hosts, none twice."""
    cities = _cities()
    known = [row for row in _known() if row[2] in cities]
    chance.shuffle(known)
    taken = known[: many // 3]
    names = {name for _, name, _, _ in taken}
    rows = list(taken)
    while len(rows) < many:
        row = _invented(chance, cities)
        if row[1] not in names:
            names.add(row[1])
            rows.append(row)
    # Universities and hospitals have more platforms than firms do.
    rows.sort(
        key=lambda row: ("高校", "医院", "科研院所", "企业").index(row[0]) + 3 * chance.random()
    )
    numbers = {name: number for number, (_, name, _, _) in enumerate(rows)}
    found = []
    for number, (kind, name, province, whole) in enumerate(rows):
        city = chance.choice(cities[province])
        found.append(House(number, name, kind, province, city, numbers.get(whole, number)))
    return [_with_family(house, found) for house in found]


def _with_family(house: House, all_houses: list[House]) -> House:
    family = house.family
    while all_houses[family].family != family:
        family = all_houses[family].family
    return House(house.number, house.name, house.kind, house.province, house.city, family)


def _known() -> list[tuple[str, str, str, str]]:
    """(kind, name, province, whole) of hosts that the lexicons have, renamed ones left out."""
    old = {row["old"] for row in lexicons.table("host_renames")}
    files = {
        "高校": "host_universities",
        "医院": "host_hospitals",
        "科研院所": "host_institutes",
        "企业": "host_companies",
    }
    return [
        (kind, row["name"], row["region"], row.get("whole") or "")
        for kind, file in files.items()
        for row in lexicons.table(file)
        if row["name"] not in old
    ]


def _invented(chance: random.Random, cities: dict[str, list[str]]) -> tuple[str, str, str, str]:
    kind = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
    province = chance.choice(sorted(cities))
    city = chance.choice(cities[province])
    brand = "".join(chance.sample(_BRANDS, 2))
    name = {
        "企业": f"{chance.choice((city, province))}{brand}{chance.choice(_INDUSTRIES)}有限公司",
        "科研院所": f"{city}{brand}{chance.choice(_INSTITUTES)}研究院",
        "医院": f"{city}{brand}医院",
        "高校": f"{city}{brand}学院",
    }[kind]
    return kind, name, province, ""


@cache
def _cities() -> dict[str, list[str]]:
    """Cities by province; a municipality has itself."""
    found: dict[str, list[str]] = defaultdict(list)
    for region in lexicons.regions():
        if region.parent and region.name.endswith("市"):
            found[region.parent].append(region.name)
    for region in lexicons.regions():
        if not region.parent and region.short not in _WITHOUT_ROSTERS:
            found.setdefault(region.short, [region.name])
    return dict(found)


@cache
def _others() -> dict[str, list[str]]:
    """Other names by a host's name: former ones, and long short forms that mean nobody else."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in lexicons.table("host_renames"):
        if row["kind"] == "rename":
            found[row["new"]].append(row["old"])
    return dict(found)


def other_name(name: str, chance: random.Random) -> str | None:
    """Another name that a host is printed under; None where there is none."""
    others = _others().get(name)
    if others:
        return chance.choice(others)
    if name.endswith("有限公司"):
        return name.removesuffix("有限公司") + "有限责任公司"
    return None


def of_province(all_houses: list[House], province: str) -> list[House]:
    """The hosts of a province."""
    return _by(tuple(all_houses), "province")[province]


def of_kind(all_houses: list[House], kind: str) -> list[House]:
    """The hosts of a kind."""
    return _by(tuple(all_houses), "kind")[kind]


@cache
def _by(all_houses: tuple[House, ...], name: str) -> dict[str, list[House]]:
    found: dict[str, list[House]] = defaultdict(list)
    for house in all_houses:
        found[getattr(house, name)].append(house)
    return found
