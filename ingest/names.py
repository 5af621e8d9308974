"""Names of platforms and hosts, taken apart.

A platform's name is peeled from its edges: the head noun on the right, region and level words on the
left, then the host; what remains is the field. An empty field means the name is the type itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import lexicons
from ingest.lexicons import PlatformTypeEntry, Region
from ingest.text import fold, name_key

_STARS = re.compile(r"[*＊※★☆\s]+$")
_TAIL_BRACKET = re.compile(r"[(][^()]{1,40}[)]$")
#: Head nouns that only names end with, with the type they are short for.
_NAME_HEADS = {"技术中心": "enterprise_tech", "研发中心": "enterprise_tech"}
_HOST_PARTS = re.compile(r"[、,，;；/\n|]|\s{1,}")
_ROLE = re.compile(r"[(（](?P<role>[^()（）]{1,8})[)）]$")
_CO_ROLES = ("共建", "参与", "协作", "合作", "联合")
_LEAD_ROLES = ("牵头", "依托", "主", "承担", "建设")


@dataclass(frozen=True)
class PlatformName:
    """The parts of a platform's name; `field` is what no other part explains, in folded form."""

    entry: PlatformTypeEntry | None
    type_printed: str
    level: str | None
    region: Region | None
    field: str


@dataclass(frozen=True)
class HostPart:
    """One host of a cell, with its place inside the cell; `is_co` for 共建 units."""

    name: str
    start: int
    end: int
    is_co: bool


def parse_platform_name(printed: str, hosts: list[str] | None = None) -> PlatformName:
    """Take a platform's name apart. Hosts, where known, are peeled as a whole."""
    name = _STARS.sub("", fold(printed)).strip()
    tail = _TAIL_BRACKET.search(name)
    bare = name[: tail.start()] if tail and not _ends_with_head(name) else name
    found = _head_at_end(bare)
    if found is None:
        return PlatformName(None, "", None, None, bare)
    head, entry = found
    rest = bare[: len(bare) - len(head)]
    level, region = None, None
    rest, level, region, prefix = _peel_left(rest)
    rest, inner_level = _peel_right(rest)
    for host in sorted((fold(h) for h in hosts or []), key=len, reverse=True):
        if host and rest.startswith(host):
            rest = rest[len(host) :]
            break
    if _looks_like_organisation(rest) or _is_brand(rest, hosts or []):
        rest = ""
    printed_type = f"{prefix}{inner_level}{head}"
    return PlatformName(entry, printed_type, level or _level_of(inner_level), region, rest.strip())


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


def _peel_left(rest: str) -> tuple[str, str | None, Region | None, str]:
    """Region and level words at the front: (what remains, level, region, the words peeled)."""
    level: str | None = None
    region: Region | None = None
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
    return (
        re.match(r"(?:省|市)?(?:大学|学院|医院|师范|理工|工业|农业|医科|科技)", after) is not None
    )


def _peel_right(rest: str) -> tuple[str, str]:
    """A level word right before the head noun: …教育部重点实验室."""
    words = lexicons.alternatives(frozenset(set(lexicons.levels()) - {"市", "省", "全省"}))
    match = re.search(f"{words}$", rest)
    return (rest[: match.start()], match[0]) if match else (rest, "")


def _level_of(word: str) -> str | None:
    return lexicons.levels().get(word) if word else None


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
    if not stripped or stripped in ("-", "—", "/", "无"):
        return None
    start = offset + words.index(stripped)
    role = _ROLE.search(stripped)
    is_co = False
    if role and (role["role"].startswith(_CO_ROLES) or role["role"].startswith(_LEAD_ROLES)):
        is_co = role["role"].startswith(_CO_ROLES)
        stripped = stripped[: role.start()].rstrip()
    return HostPart(stripped, start, start + len(stripped), is_co)
