"""The hosts in a cell: one or several, with their roles and former names.

In: the words of a cell. Out: the hosts with their places in it. A stop parts two hosts only where the words
before it end like an organisation: 公路、水运工程研究院 is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import lexicons

_HOST_PARTS = re.compile(r"(?:[、,，;；/\n|]|\s+)(?![(（])")
_ROLE = re.compile(r"[(（](?P<role>[^()（）]{1,8})[)）]$")
_NO_HOST = ("-", "—", "/", "无", "——", "--", "暂无", "\\")
_CO_ROLES = ("共建", "参与", "协作", "合作", "联合")
_LEAD_ROLES = ("牵头", "依托", "主", "承担", "建设")
#: A cell may say once more what its column does, or what the words before it in a line would have said.
_LABEL = re.compile(
    r"\s*(?:(?P<co>(?:联合)?(?:共建|参与|参建|协作|合作|联合)(?:建设)?)|主?依托|牵头|承担|承建|建设|组建|申报|运营|主办)"
    r"(?:单位|机构|主体|企业|高校)(?:名称)?\s*[:：为]\s*"
)
_FORMER_HOST = re.compile(
    r"[(（]\s*(?:原名称?|曾用名|原)(?:为|是)?[:：]?\s*(?P<old>[^()（）]{3,40}?)\s*[)）]$"
)


@dataclass(frozen=True)
class HostPart:
    """One host of a cell, with its place inside the cell; `is_co` for 共建 units. `former` is the place
    of the name that it had before, where a bracket gives it."""

    name: str
    start: int
    end: int
    is_co: bool
    former: tuple[int, int] | None = None


def split_hosts(cell: str) -> list[HostPart]:
    """The hosts of a cell. A stop parts two hosts only where the part before it ends like an
    organisation: 公路、水运工程研究院 is one. A label in front (依托单位：, 共建单位：) is not part of the name and
    holds for what follows."""
    parts: list[HostPart] = []
    start = 0
    is_co = False
    for stop in [*_HOST_PARTS.finditer(cell), None]:
        end = stop.start() if stop else len(cell)
        words = cell[start:end]
        if stop is not None and not _is_whole(words):
            continue  # the name goes on after this stop
        label = _LABEL.match(words)
        if label is not None:
            is_co = label["co"] is not None
            start, words = start + label.end(), words[label.end() :]
        part = _host_part(words, start, is_co=is_co)
        if part is not None:
            parts.append(part)
        start = stop.end() if stop else end
    return parts


def _is_whole(words: str) -> bool:
    bare = _ROLE.sub("", words.strip())
    return not bare or ends_like_organisation(bare)


def ends_like_organisation(words: str) -> bool:
    """Whether words end with a noun that organisations end with: 大学, 公司, 检测站."""
    return _organisation_end().search(words) is not None


def _host_part(words: str, offset: int, *, is_co: bool) -> HostPart | None:
    stripped = words.strip()
    if not stripped or stripped in _NO_HOST:
        return None
    start = offset + words.index(stripped)
    role = _ROLE.search(stripped)
    if role and (role["role"].startswith(_CO_ROLES) or role["role"].startswith(_LEAD_ROLES)):
        is_co = role["role"].startswith(_CO_ROLES)
        stripped = stripped[: role.start()].rstrip()
    formerly = _FORMER_HOST.search(stripped)
    former = None
    if formerly is not None and formerly.start() > 0:
        former = start + formerly.start("old"), start + formerly.end("old")
    return HostPart(stripped, start, start + len(stripped), is_co, former)


@cache
def _organisation_end() -> re.Pattern[str]:
    endings = lexicons.word_set("organisation_endings")
    return re.compile(rf"(?:{lexicons.alternatives(endings)})(?:[(（][^()（）]{{1,20}}[)）])?$")
