"""Names of platforms and hosts, taken apart.

A platform's name is peeled from its edges: the head noun on the right, region and level words on the
left, then the host; what remains is the field. An empty field means the name is the type itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from ingest import lexicons
from ingest.lexicons import PlatformTypeEntry, Region
from ingest.text import fold, name_key

_STARS = re.compile(r"[*＊※★☆\s]+$")
_TAIL_BRACKET = re.compile(r"[(][^()]{1,40}[)]$")
#: Head nouns that only names end with, with the type they are short for.
_NAME_HEADS = {"技术中心": "enterprise_tech", "研发中心": "enterprise_tech"}
_NATIONAL_CENTRE = "创新中心"
_CHANNEL = "高校"
_NATION = re.compile(r"国家(?!公园|标准|安全|文化|语言|语文|公共|战略|地理|重点|工程|技术|级|$)")
_BRANCH = re.compile(r"(?:分中心|分室|分实验室|分院|分站|分库|分平台|分基地|分部|分园|分会)$")
_ORGANISATION_AFTER = re.compile(
    r"(?:省|市)?(?:大学|学院|医院|师范|(?:理工|工业|农业|医科|科技|电子|工程|民族|财经|交通|林业|中医药).{0,6}"
    r"(?:大学|学院|学校|公司|集团|研究院|研究所))"
)
_HOST_PARTS = re.compile(r"(?:[、,，;；/\n|]|\s+)(?![(（])")
_ROLE = re.compile(r"[(（](?P<role>[^()（）]{1,8})[)）]$")
_FORMER_HOST = re.compile(
    r"[(（]\s*(?:原名称?|曾用名|原)(?:为|是)?[:：]?\s*(?P<old>[^()（）]{3,40}?)\s*[)）]$"
)
_NO_HOST = ("-", "—", "/", "无", "——", "--", "暂无", "\\")
_CO_ROLES = ("共建", "参与", "协作", "合作", "联合")
_LEAD_ROLES = ("牵头", "依托", "主", "承担", "建设")


@dataclass(frozen=True)
class PlatformName:
    """The parts of a platform's name; `field` is what no other part explains, in folded form. `host` is
    a host that the name bears, `channel` 高校 where the name says so, `sponsors` the ministries in it,
    `note` the brackets behind it. A 分中心 or 分室 has the name of its whole in `branch_of`; then `field` is
    its own, or that of the whole."""

    entry: PlatformTypeEntry | None
    type_printed: str
    level: str | None
    region: Region | None
    field: str
    host: str = ""
    channel: str = ""
    sponsors: tuple[str, ...] = ()
    note: str = ""
    branch: str = ""
    branch_of: str = ""


@dataclass(frozen=True)
class HostPart:
    """One host of a cell, with its place inside the cell; `is_co` for 共建 units. `former` is the place
    of the name that it had before, where a bracket gives it."""

    name: str
    start: int
    end: int
    is_co: bool
    former: tuple[int, int] | None = None


def parse_platform_name(printed: str, hosts: list[str] | None = None) -> PlatformName:
    """Take a platform's name apart. Hosts, where known, are peeled as a whole."""
    name = _STARS.sub("", fold(printed)).strip()
    tail = _TAIL_BRACKET.search(name)
    note = ""
    if tail and not _ends_with_head(name):
        name, note = name[: tail.start()], tail[0][1:-1]
    branch = _BRANCH.search(name)
    if branch is not None and (whole := _whole_of_branch(name)) is not None:
        return _branch(whole, name[len(whole) :], note, hosts)
    found = _head_at_end(name) or _national_head(name)
    if found is None:
        return PlatformName(None, "", None, None, name, note=note)
    head, entry = found
    peeled = _Peeled(name[: len(name) - len(head)])
    peeled.left()
    for host in sorted((fold(h) for h in hosts or []), key=len, reverse=True):
        if peeled.take_host(name, host):
            break
    peeled.right()
    rest = peeled.rest
    if rest in lexicons.levels():  # 省重点实验室
        peeled.level = peeled.level or lexicons.levels()[rest]
        peeled.prefix, rest = peeled.prefix + rest, ""
    if _looks_like_organisation(rest) or _is_brand(rest, hosts or []):
        rest = ""
    return PlatformName(
        entry,
        f"{peeled.prefix}{peeled.suffix}{head}",
        peeled.level,
        peeled.region,
        rest.strip(),
        peeled.host,
        _CHANNEL if _CHANNEL in (peeled.prefix + peeled.suffix) else "",
        tuple(peeled.sponsors),
        note,
        note if _BRANCH.search(note) else "",
    )


def _whole_of_branch(name: str) -> str | None:
    """The name of the platform that a 分中心 belongs to: up to the last head noun inside."""
    ends = [
        name.rfind(form) + len(form)
        for form, _ in _heads()
        if form in name and not form.endswith(("分中心", "中心分中心"))
    ]
    best = max((end for end in ends if end < len(name)), default=0)
    return name[:best] or None


def _branch(whole: str, words: str, note: str, hosts: list[str] | None) -> PlatformName:
    parsed = parse_platform_name(whole, hosts)
    own = _BRANCH.sub("", words).strip()
    _, level, region, prefix = _peel_left(own)
    own = own[len(prefix) :] if region is not None or level is not None else own
    return replace(
        parsed,
        field=own or parsed.field,
        region=region or parsed.region,
        note=note,
        branch=words,
        branch_of=whole,
    )


class _Peeled:
    """A name while its edges are taken off: region, level and ministry words on the left, a host, then
    the same words right before the head noun."""

    def __init__(self, rest: str) -> None:
        self.rest = rest
        self.level: str | None = None
        self.region: Region | None = None
        self.prefix = ""
        self.suffix = ""
        self.host = ""
        self.sponsors: list[str] = []

    def left(self) -> None:
        """Take off what stands on the left."""
        while True:
            before = self.rest
            sponsor = _sponsor_pattern().match(self.rest)
            if sponsor is not None and len(sponsor[0]) < len(self.rest):
                self.sponsors.append(sponsor["name"])
                self.level = (
                    self.level or lexicons.words("platform_sponsors", "level")[sponsor["name"]]
                )
                self.prefix += sponsor[0]
                self.rest = self.rest[sponsor.end() :]
            rest, level, region, prefix = _peel_left(self.rest, self.region)
            self.rest = rest.lstrip("、，, ")
            self.prefix += prefix
            self.level = self.level or level
            self.region = self.region or region
            nation = _NATION.match(self.rest)
            if nation is not None:
                self.level = self.level or "国家级"
                self.prefix += nation[0]
                self.rest = self.rest[nation.end() :]
            if self.rest == before:
                return

    def take_host(self, name: str, host: str) -> bool:
        """Take off a host, with a place that belongs to its name; then what stood behind it."""
        if not host or (not self.rest.startswith(host) and not name.startswith(host)):
            return False
        if not self.rest.startswith(host):  # its first word was taken for the platform's region
            inside = name.index(host) + len(host)
            end = name.rindex(self.rest) + len(self.rest)
            if inside > end:
                return False
            self.rest, self.region, self.prefix, self.level = name[inside:end], None, "", None
        else:
            self.rest = self.rest[len(host) :]
        self.host = host
        self.left()
        return True

    def right(self) -> None:
        """Take off a level, a ministry or a region right before the head noun: …教育部重点实验室,
        …云南省重点实验室."""
        while match := _right_words().search(self.rest):
            word = match[0]
            self.rest = self.rest[: match.start()].rstrip("、，, ")
            self.suffix = word + self.suffix
            if word in lexicons.region_forms():
                self.region = self.region or lexicons.region_forms()[word]
            elif word in lexicons.levels():
                self.level = self.level or lexicons.levels()[word]
            else:
                self.sponsors.append(word)
                self.level = self.level or lexicons.words("platform_sponsors", "level")[word]


@cache
def _heads() -> tuple[tuple[str, PlatformTypeEntry], ...]:
    forms = dict(lexicons.platform_type_forms())
    for form, entry_id in _NAME_HEADS.items():
        forms.setdefault(form, lexicons.platform_types()[entry_id])
    return tuple(sorted(forms.items(), key=lambda item: -len(item[0])))


def _ends_with_head(name: str) -> bool:
    return _head_at_end(name) is not None


def _head_at_end(name: str) -> tuple[str, PlatformTypeEntry] | None:
    return next(((form, entry) for form, entry in _heads() if name.endswith(form)), None)


@cache
def _left_words() -> re.Pattern[str]:
    forms = {*lexicons.levels(), *lexicons.region_forms()} - {"省", "市", "国家", "全国"}
    return re.compile(lexicons.alternatives(frozenset(forms)))


def _peel_left(
    rest: str, known: Region | None = None
) -> tuple[str, str | None, Region | None, str]:
    """Region and level words at the front: (what remains, level, region, the words peeled)."""
    level: str | None = None
    region: Region | None = known
    prefix = ""
    while match := _left_words().match(rest):
        word = match[0]
        after = rest[len(word) :]
        if word in lexicons.region_forms():
            if region is not None or _belongs_to_name(after):
                break
            region = lexicons.region_forms()[word]
        else:
            level = level or lexicons.levels()[word]
        prefix += word
        rest = after
    return rest, level, region, prefix


def _belongs_to_name(after: str) -> bool:
    """南京大学…, 北海公园…: a place name that begins an organisation's name stays with it."""
    return _ORGANISATION_AFTER.match(after) is not None


@cache
def _sponsor_pattern() -> re.Pattern[str]:
    sponsors = lexicons.alternatives(lexicons.word_set("platform_sponsors"))
    return re.compile(rf"(?P<name>{sponsors})(?:[、,，]|与|和)?")


@cache
def _right_words() -> re.Pattern[str]:
    """Short names of provinces count, those of cities do not: too many are words of a field."""
    regions = {
        form
        for region in lexicons.regions()
        for form in (region.name, *((region.short,) if region.parent is None else ()))
    }
    levels = set(lexicons.levels()) - {"市", "省", "全省"}
    words = regions | levels | lexicons.word_set("platform_sponsors")
    return re.compile(rf"{lexicons.alternatives(frozenset(words))}$")


def _national_head(name: str) -> tuple[str, PlatformTypeEntry] | None:
    """国家动力电池创新中心: the national manufacturing innovation centres drop the word 制造业."""
    if name.startswith("国家") and name.endswith(_NATIONAL_CENTRE):
        return _NATIONAL_CENTRE, lexicons.platform_types()["manufacturing_innovation"]
    return None


@cache
def _organisation_end() -> re.Pattern[str]:
    endings = lexicons.word_set("organisation_endings")
    return re.compile(rf"(?:{lexicons.alternatives(endings)})(?:[(（][^()（）]{{1,20}}[)）])?$")


def _looks_like_organisation(words: str) -> bool:
    """A company or university whose name the platform bears: no field."""
    return re.search(r"(?:公司|大学|学院|研究院|研究所|医院|集团|工厂|厂)$", words) is not None


def _is_brand(words: str, hosts: list[str]) -> bool:
    """What a host's own name begins with, and no field that the taxonomy knows: 萌芽地众创空间 of
    萌芽地创业服务有限公司."""
    if len(words) < 2 or name_key(words) in lexicons.field_forms():
        return False
    places = re.compile(f"^{lexicons.region_pattern()}(?:省|市|壮族自治区|自治区)?")
    return any(places.sub("", fold(host)).startswith(words) for host in hosts)


def split_hosts(cell: str) -> list[HostPart]:
    """The hosts of a cell. A stop parts two hosts only where the part before it ends like an
    organisation: 公路、水运工程研究院 is one."""
    parts: list[HostPart] = []
    start = 0
    for stop in [*_HOST_PARTS.finditer(cell), None]:
        end = stop.start() if stop else len(cell)
        words = cell[start:end]
        if stop is not None and not _is_whole(words):
            continue  # the name goes on after this stop
        part = _host_part(words, start)
        if part is not None:
            parts.append(part)
        start = stop.end() if stop else end
    return parts


def _is_whole(words: str) -> bool:
    bare = _ROLE.sub("", words.strip())
    return not bare or _organisation_end().search(bare) is not None


def _host_part(words: str, offset: int) -> HostPart | None:
    stripped = words.strip()
    if not stripped or stripped in _NO_HOST:
        return None
    start = offset + words.index(stripped)
    role = _ROLE.search(stripped)
    is_co = False
    if role and (role["role"].startswith(_CO_ROLES) or role["role"].startswith(_LEAD_ROLES)):
        is_co = role["role"].startswith(_CO_ROLES)
        stripped = stripped[: role.start()].rstrip()
    formerly = _FORMER_HOST.search(stripped)
    former = None
    if formerly is not None and formerly.start() > 0:
        former = start + formerly.start("old"), start + formerly.end("old")
    return HostPart(stripped, start, start + len(stripped), is_co, former)
