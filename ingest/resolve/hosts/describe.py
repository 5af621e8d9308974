"""What a host is: its kind (高校, 科研院所, 企业, 医院, 政府, 其他) and its region, each with the reason.

In: a printed name and, where it is known, the region of its source. Out: a description; what nothing
tells is None. The legal form goes first (an institute turned company is 企业), then what the lexicons
say, then how the name ends; a part without a kind of its own is of its whole's kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest import lexicons
from ingest.resolve.hosts.knowledge import Unit, knowledge
from ingest.resolve.hosts.names import key_of, leading_place, places_in, province_of
from ingest.resolve.hosts.parse import Host, meant, parse

UNIVERSITY, INSTITUTE, FIRM, HOSPITAL, GOVERNMENT, OTHER = (
    "高校",
    "科研院所",
    "企业",
    "医院",
    "政府",
    "其他",
)
_LEGAL = re.compile(
    r"(?:公司|集团|合作社|银行|交易所|事务所|出版社|商行|酒店|(?:中铁|中建|中交|中冶).{1,4}局|(?:工程|矿务|供电|铁路|航务|航道)局)$"
)
#: Endings in the order in which they are asked: 疾病预防控制中心 before 中心, 科学院 before 学院.
_ENDINGS = (
    (
        OTHER,
        re.compile(
            r"(?:学会|协会|联合会|研究会|基金会|联盟|商会|工会|党校|行政学院|博物馆|图书馆|档案馆|科技馆|动物园|报社|杂志社|电视台|中学|小学|幼儿园|中等专业学校|技工学校|技师学院|林场|保护区管理局|部队|服务中心|推广中心|推广站|推广总站|管理站|管理中心|管理处|管理所|疾病预防控制中心|疾控中心|疾控|卫生监督所|血站|血液中心|气象台|地质局|地勘局|勘查局|勘查开发局|大队|总队)$"
        ),
    ),
    (HOSPITAL, re.compile(r"(?:医院|卫生院|保健院|诊疗中心|医疗中心|附院|附\d院|\d院)$")),
    (FIRM, re.compile(r"(?:厂|油田|煤矿|农场|酒业|药业)$")),
    (GOVERNMENT, re.compile(r"(?:厅|局|委员会|人民政府|管委会|办公室|发改委|科委|国资委)$")),
    (
        INSTITUTE,
        re.compile(
            r"(?:科学院|研究院|研究所|研究中心|研究总院|设计院|勘察院|总院|检测院|检验院|计量院|分析测试中心|测试中心|检测中心|检验中心|监测中心|监测站|试验站|试验场|实验室|植物园|观测站|农科院|林科院|社科院|科院|检验所|\d所)$"
        ),
    ),
    (
        UNIVERSITY,
        re.compile(
            r"(?:大学|学院|专科学校|研究生院|分校|校区|医学部|[师科农医财交民林海工]大|职院|师专|医专)$"
        ),
    ),
)
#: Names of fewer characters can be another's elsewhere.
_SURE = 4
_OF_ITS_REGION = re.compile(r"^(?:自治区|本省|本区|省|区(?=人民|妇幼|农科|林科))")


@dataclass(frozen=True)
class HostDescription:
    """A host's name today where it is known, its kind and region (the province's short name), and why. A
    kind or region that nothing tells is None, with an empty reason."""

    name: str
    kind: str | None
    kind_reason: str
    region: str | None
    region_reason: str


def describe(printed: str, context_region: str | None = None) -> HostDescription:
    """The kind and the region of a host. `context_region` is the region of the source, in any form: it
    decides between the meanings of a short name (协和医院) and what 自治区 and 省 at a name's front mean; it
    is never taken for the host's own region."""
    host, context = parse(printed), ""
    if context_region:
        context = province_of(key_of(context_region)) or ""
    unit = _unit(host, context)
    name = unit.name if unit and unit.kind else printed
    kind, kind_reason = _kind(host, unit)
    region, region_reason = _region(host, unit, context)
    return HostDescription(name, kind, kind_reason, region, region_reason)


def _unit(host: Host, context: str) -> Unit | None:
    """The one unit that the name means here. 农科院 alone is some province's as well as the nation's, so
    short names of others than schools count only in the unit's own region."""
    units, sure = meant(host, context)
    if len(units) != 1 or not sure:
        return None
    unit = knowledge().units[next(iter(units))]
    is_vague = len(host.key) < _SURE and unit.kind != UNIVERSITY and unit.region != context
    return None if is_vague else unit


def _kind(host: Host, unit: Unit | None) -> tuple[str | None, str]:
    for key in (key_of(unit.name) if unit else "", host.key):
        match = _LEGAL.search(key)
        if match:
            return FIRM, f"名称以“{match[0]}”结尾 the name's ending"
    if unit and unit.kind:
        return unit.kind, f"词表中的{unit.name} the lexicon has it"
    kinds = {knowledge().units[meaning.unit].kind for meaning in host.meanings} - {""}
    if len(kinds) == 1:
        return kinds.pop(), "简称的各义项类型相同 all meanings of the short name are of one kind"
    if host.key in lexicons.agency_forms():
        return GOVERNMENT, "机关词表 the lexicon of agencies"
    if host.whole is not None and host.part:
        found = _kind_of_part(host, knowledge().units[host.whole])
        if found[0]:
            return found
    return _by_ending(host.key)


def _kind_of_part(host: Host, whole: Unit) -> tuple[str | None, str]:
    """A school's faculty, laboratory or institute is the school's; its hospital is a hospital."""
    kind, reason = _by_ending(host.key)
    if whole.kind == UNIVERSITY and kind not in (HOSPITAL, FIRM):
        return UNIVERSITY, f"属于{whole.name} a part of it"
    if kind is None and whole.kind:
        return whole.kind, f"属于{whole.name} a part of it"
    return kind, reason


def _by_ending(key: str) -> tuple[str | None, str]:
    for kind, pattern in _ENDINGS:
        match = pattern.search(key)
        if match:
            return kind, f"名称以“{match[0]}”结尾 the name's ending"
    return None, ""


def _region(host: Host, unit: Unit | None, context: str) -> tuple[str | None, str]:
    return next(
        ((region, why) for region, why in _regions(host, unit, context) if region), (None, "")
    )


def _regions(host: Host, unit: Unit | None, context: str) -> Iterator[tuple[str | None, str]]:
    """What each ground says of the region, the surest first."""
    known = knowledge()
    if host.campus:
        yield _one_province(host.campus), f"校区在{host.campus} the campus' place"
    if unit:
        yield unit.region, f"词表中的{unit.name} the lexicon has it"
    rest = host.key[len(host.whole_key) :] if host.part else ""
    yield _one_province(rest), f"所属部分名称含地名：{rest} a place in the part's name"
    place = host.place or leading_place(host.key)
    if place:
        yield province_of(place), f"名称以地名“{place}”开头 the name begins with a place"
    if _OF_ITS_REGION.match(host.key):
        yield context, "名称以“省”“自治区”开头，来源属该地 a source of that region"
    if host.whole is not None and not host.places:
        whole = known.units[host.whole]
        yield whole.region, f"上级{whole.name}所在 where its whole is"
    regions = {known.units[meaning.unit].region for meaning in host.meanings}
    if len(host.meanings) > 1 and len(regions) == 1:
        yield regions.pop(), "简称的各义项同在一地 all meanings of the short name are there"
    yield _one_province(host.key), "名称含地名 a place in the name"


def _one_province(key: str) -> str | None:
    """The province of the places that a key names, where they are of one."""
    provinces = {province_of(place) for place in places_in(key)} - {None}
    return provinces.pop() if len(provinces) == 1 else None
