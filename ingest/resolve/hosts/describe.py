"""What a host is: its kind (高校, 科研院所, 企业, 医院, 政府) and its region, each with the reason.

In: a printed name. Out: a description; what nothing tells stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import leading_place, province_of
from ingest.resolve.hosts.parse import parse

_KINDS = (
    ("企业", re.compile(r"(?:公司|集团|厂|合作社|商行)$")),
    ("医院", re.compile(r"(?:医院|卫生院|保健院|诊疗中心|医疗中心|附院|\d院|疾病预防控制中心)$")),
    ("政府", re.compile(r"(?:厅|局|委员会|人民政府|管委会|办公室|发改委|科委)$")),
    (
        "科研院所",
        re.compile(r"(?:科学院|研究院|研究所|研究中心|设计院|总院|试验站|实验室|科院|中心|站|所)$"),
    ),
    ("高校", re.compile(r"(?:大学|学院|学校|[大院])$")),
)


@dataclass(frozen=True)
class HostDescription:
    """A host's name today where it is known, its kind and region (the province's short name), and why."""

    name: str
    kind: str
    kind_reason: str
    region: str
    region_reason: str


def describe(printed: str) -> HostDescription:
    """The kind and the region of a host."""
    host, known = parse(printed), knowledge()
    unit = known.units[host.meanings[0].unit] if len(host.meanings) == 1 else None
    name = unit.name if unit and unit.kind else printed
    kind, kind_reason = "", ""
    if unit and unit.kind:
        kind, kind_reason = unit.kind, "词表 lexicon"
    else:
        for one, pattern in _KINDS:
            match = pattern.search(host.key)
            if match:
                kind, kind_reason = one, f"名称以“{match[0]}”结尾 the name's ending"
                break
    region, region_reason = "", ""
    place = host.place or leading_place(host.key)
    if unit and unit.region:
        region, region_reason = unit.region, "词表 lexicon"
    elif place:
        region = province_of(place) or ""
        region_reason = f"名称以地名“{place}”开头 the name begins with a place"
    elif host.whole is not None and known.units[host.whole].region and not host.places:
        whole = known.units[host.whole]
        region, region_reason = whole.region, f"上级{whole.name}所在 where its whole is"
    elif len(host.places) == 1:
        found = next(iter(host.places))
        region = province_of(found) or ""
        region_reason = f"名称含地名“{found}” a place in the name"
    return HostDescription(name, kind, kind_reason, region, region_reason)
