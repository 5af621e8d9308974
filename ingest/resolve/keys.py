"""Keys of the graph's nodes, each from what one source prints, so that the order of sources cannot matter.

A key joins only what is surely one: other spellings of a name (width, spaces, brackets, traditional
characters), not other names. Joining more is the work of judged resolution, not of keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import lexicons
from ingest.components.agencies import region_of
from ingest.lexicons import Region
from ingest.names import PlatformName, parse_platform_name
from ingest.resolve.overlap_rules import rules
from ingest.text import fold, name_key

NATION = "国家"
#: How a roster's column of subtypes says that a row is a branch of another platform.
BRANCH_WORDS = ("分中心", "分室", "分院", "分站", "分部")
_DISTINCT = re.compile(r"国家|国务院|中华人民共和国|全国|中央|中共|“?十[一二三四五]五”?")
_ISSUED = re.compile(r"^(?:关于)?(?:印发|发布|公布)《(.+)》的?(?:通知|公告)?$")


@dataclass(frozen=True)
class TypeKey:
    """A platform type: its key, its name in full, and what the name says."""

    key: tuple[str, ...]
    name: str
    head: str | None
    level: str | None
    region: str | None


def type_key(printed: str, region: Region | None = None) -> TypeKey:
    """The platform type that a printed form means; `region` is the one the text is about, for forms
    that name only a level (自治区级重点实验室)."""
    parsed = parse_platform_name(printed)
    entry = parsed.entry
    if entry is None or parsed.field:
        return TypeKey(("printed", name_key(printed)), printed, None, None, None)
    channel = "高校" if "高校" in fold(printed) else ""
    if entry.level or parsed.level == "国家级":
        name = entry.name if entry.level else f"{NATION}{entry.name}"
        return TypeKey((entry.id, NATION), name, entry.id, "国家级", NATION)
    place = parsed.region
    if place is None and region is not None and _is_provincial(parsed.level):
        place = region
    if place is not None:
        name = f"{place.short}{channel}{entry.name}"
        return TypeKey(
            (entry.id, place.name, channel), name, entry.id, parsed.level or place.level, place.name
        )
    if parsed.level:
        return TypeKey(
            (entry.id, parsed.level), f"{parsed.level}{entry.name}", entry.id, parsed.level, None
        )
    return TypeKey((entry.id,), entry.name, entry.id, None, None)


def _is_provincial(level: str | None) -> bool:
    return level in ("省级", "自治区级")


def platform_key(
    printed: str,
    parsed: PlatformName,
    hosts: list[str],
    kind: str | None = None,
    *,
    subtype: str | None = None,
) -> tuple[str, ...]:
    """A platform by its name. One that is named like its type, or of a type that has one name at many
    hosts, is told apart by its first host; one that is named by its host alone (甲公司 in a list of
    企业技术中心) by its type; a branch (分中心) that has the name of its centre by being one."""
    branch = (subtype,) if subtype and subtype.endswith(BRANCH_WORDS) else ()
    if kind and parsed.entry is None and hosts and name_key(printed) == name_key(hosts[0]):
        return name_key(printed), type_key(kind).head or name_key(kind), *branch
    is_bare = parsed.entry is not None and not parsed.field and not _bears_host(printed, parsed)
    has_many_hosts = parsed.entry is not None and parsed.entry.id in rules().many_hosts
    if (is_bare or has_many_hosts) and hosts:
        return name_key(printed), name_key(hosts[0]), *branch
    return name_key(printed), *branch


def _bears_host(printed: str, parsed: PlatformName) -> bool:
    assert parsed.entry is not None
    return len(name_key(printed)) > len(name_key(parsed.type_printed)) + 2


def agency_key(printed: str, region: Region | None) -> tuple[tuple[str, ...], str]:
    """An agency by its region and kind, in all its names (自治区科技厅 is 广西壮族自治区科学技术厅 in a text about
    广西); else by its name. Also the name to show."""
    words = fold(printed)
    own_region = region_of(words)
    bare = words
    if own_region is not None:
        bare = re.sub(f"^(?:中共)?{lexicons.region_pattern()}", "", words)
    bare = re.sub(r"^(?:自治区|省|市)", "", bare)
    entry = lexicons.agency_forms().get(bare) or lexicons.agency_forms().get(words)
    place = own_region or (region if words != bare or own_region else None)
    if entry is None or place is None:
        return (name_key(printed),), printed
    return (place.name, entry.id), printed


def document_key(title: str | None, number: str | None) -> tuple[str, ...]:
    """A document by its title where the title names a place or the state (with and without its number it
    is one document); a title that many offices use (关于公布…名单的通知) needs its number beside it."""
    plain_number = name_key(number) if number else ""
    if not title:
        return ("number", plain_number)
    issued = _ISSUED.match(title.strip())
    key = name_key(issued[1] if issued else title)
    if _DISTINCT.search(title) or re.search(lexicons.region_pattern(), fold(title)):
        return ("title", key)
    return ("title", key, plain_number)
