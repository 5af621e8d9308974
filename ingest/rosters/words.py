"""What a column's header says that the column holds: its role.

Exact synonyms first (`roster_headers.csv`), then the parts of which headers are made
(`roster_header_parts.csv`): who acts (依托 + 单位), before or after a change (原依托单位), the thing that is
named (实验室名称), what it ends with (考核等次). Near miss: 合作院士单位 is nobody's host.
"""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicons
from ingest.names import parse_platform_name
from ingest.text import INVISIBLE, fold

_DROPPED = re.compile(rf"[{INVISIBLE}\s:：*（）()、,，/／.．\"“”及和与]+")
#: Remarks in a header that say how to fill it in.
_REMARK = re.compile(
    r"[(（](?:盖章|公章|全称|名称|简称|元|万元|按.{1,12}|可.{1,12}|如.{1,8}|排名.{1,8})[)）]"
)
_BRACKET = re.compile(r"[(][^()]*[)]")
_PLACES = re.compile(
    r"^(?:所在|所属|属)?(?:[省市县区州盟旗师]|地区|自治区|设区|直管|地级){1,6}(?:名称)?$"
)
_LONGEST = 16


@cache
def role_of(words: str) -> str | None:
    """The role of a column with this header, or None where it says none."""
    key = header_key(words)
    if not key or len(key) > _LONGEST:
        return None
    exact = _exact().get(key)
    if exact is not None:
        return exact
    found = _composed(key) or _by_ending(key) or _of_type(key)
    if found is None and (found := _of_several(words)):
        return found
    bare = _BRACKET.sub("", fold(words))
    return found or (role_of(bare) if header_key(bare) not in ("", key) else None)


def header_key(words: str) -> str:
    """A header without spaces, stops and remarks."""
    return _DROPPED.sub("", _REMARK.sub("", fold(words))).lower()


@cache
def _exact() -> dict[str, str]:
    rows = lexicons.words("roster_headers", "role").items()
    return {header_key(header): role for header, role in rows}


@cache
def _parts(kind: str) -> dict[str, str]:
    return {
        row["word"]: row["role"]
        for row in lexicons.table("roster_header_parts")
        if row["kind"] == kind
    }


def _any(kind: str) -> str:
    return lexicons.alternatives(frozenset(_parts(kind)))


@cache
def _actor() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<before>{_any('before')})|(?P<after>{_any('after')}))?"
        rf"(?:主要|其他|其它|拟|项目|具体)?(?:{_any('thing')})?"
        rf"(?P<acts>(?:{_any('act')}){{0,3}}?)(?P<noun>{_any('noun')})(?:名称|全称)?"
    )


@cache
def _name() -> re.Pattern[str]:
    # 研发中心名称, 拟建实验室名称; and the bare 更名后名称.
    return re.compile(
        rf"(?:(?P<before>{_any('before')})|(?P<after>{_any('after')}))?"
        rf"(?P<thing>.{{0,8}}(?:{_any('thing')}))?(?:名称|全称|名|名单)"
    )


def _of_several(words: str) -> str | None:
    """依托单位及共建单位: the column of all of them is one of hosts, whose cells tell who is what."""
    parts = re.split(r"[及和与、/]", fold(words))
    roles = {role_of(part) for part in parts} if len(parts) > 1 else set()
    return "hosts" if roles in ({"hosts"}, {"hosts", "co_hosts"}) else None


def acts_of(role: str) -> str:
    """The words for what hosts or 共建 units do, as alternatives of an expression."""
    return lexicons.alternatives(frozenset(a for a, r in _parts("act").items() if r == role))


def names_a_thing(words: str) -> bool:
    """Whether a header says by itself that names of platforms stand below it: 基地名称, not 名称."""
    return re.search(rf"(?:{_any('thing')})(?:名称|全称)$", header_key(words)) is not None


def _composed(key: str) -> str | None:
    actor = _actor().fullmatch(key)
    if actor is not None:
        role = _parts("noun")[actor["noun"]] or _acting(actor["acts"])
        if role == "hosts" and actor["before"]:
            return "former_hosts"
        if role:
            return role
    name = _name().fullmatch(key)
    if name is None or not (name["before"] or name["after"] or name["thing"]):
        return None
    return "former_name" if name["before"] else "new_name" if name["after"] else "platform"


def _acting(acts: str) -> str | None:
    """The role of who does these things; the last word of them counts: 联合申报单位."""
    return next((role for act, role in _parts("act").items() if acts and acts.startswith(act)), "")


def _by_ending(key: str) -> str | None:
    if _PLACES.match(key):
        return "region"
    ending = re.search(rf"{_any('ending')}$", key)
    return _parts("ending")[ending[0]] if ending else None


def _of_type(key: str) -> str | None:
    """企业技术中心名称, 省级重点实验室: what names a type and nothing else lists platforms."""
    if not any(form in key for form in lexicons.platform_type_forms()):
        return None
    is_name = key.endswith(("名称", "名单")) or parse_platform_name(key).field == ""
    return "platform" if is_name else None
