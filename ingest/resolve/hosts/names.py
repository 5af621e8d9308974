"""Spellings of host names brought to one form: width, traditional characters, brackets, roles of a
roster, numerals in every form, full and short names of places, legal forms of companies.

In: a printed name. Out: keys. Two names with one key are one spelling, nothing more is claimed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest import lexicons
from ingest.text import fold, name_key, number_value

#: Characters that make a brand, and from how many on it is surely one, whoever bears it.
SHORTEST_BRAND = 2
LONG_BRAND = 4
_ROLE = re.compile(
    r"[(\[【〔](?:牵头|主|承担|依托|共建|参与|协作|合作|联合|盖章|公章)[^()\[\]【】〔〕]{0,4}[)\]】〕]"
)
_LIST_NUMBER = re.compile(r"^\s*(?:\d{1,3}\s*[.、)](?!\d)|[(]\d{1,3}[)]|[①-⑳])\s*")
_TAIL = re.compile(r"(?:等单位|等)$")
_DIGIT = "〇○◯零一二三四五六七八九"
#: A run of three digits or more is a code (三五四二); shorter ones are numbers only beside a word that
#: counts things (第三, 五局), since 三一 or 八一 may be a name.
_CODE = re.compile(f"[{_DIGIT}0-9]{{3,}}")
_COUNTED = re.compile(
    rf"(?:(?<=第)[{_DIGIT}十百0-9]+|[{_DIGIT}十百0-9]+(?=(?:号|所|局|厂|工厂|院|医院|附|研究所|研究院|冶|航局|建|公司|分厂|设计院|大队|总队|基地|师|团|矿|中)))"
)
#: A legal form with a slip in it is the form: nothing else stands there.
_FORM_SLIPS = (
    (re.compile(r"[股殴][分份](?=有限|公司)"), "股份"),
    (re.compile(r"有[限艮][公么][司可]$"), "有限公司"),
    (re.compile(r"有[限艮][责贵]任(?=公司)"), "有限责任"),
)
#: What English names of firms add: Huawei Technologies Co., Ltd.
_ENGLISH_FORM = re.compile(
    r"[\s,.]+(?:(?:co|company|corporation|corp|group|holdings?|inc|limited|ltd)\b[\s,.&]*)+$", re.I
)
#: 第五研究院 of a group in all the ways in which groups are written; the brand alone tells them apart.
_NUMBERED = re.compile(
    r"^(?:中国)?(?P<group>航天科技|航天科工|电子科技|中?电科|中电科技|中电|兵器工业|兵器|船舶重工|船舶工业|船舶|中船重工|中船|航空工业|中航工业)"
    r"(?:工业)?(?:集团|(?=\d|有限|公司))(?:有限)?(?:责任)?(?:公司)?(?P<number>\d+)(?:研究)?(?P<head>院|所)$"
)
_BRAND_OF_GROUP = {
    "电子科技": "电科",
    "中电科": "电科",
    "中电科技": "电科",
    "中电": "电科",
    "兵器工业": "兵器",
    "船舶重工": "中船",
    "船舶工业": "中船",
    "船舶": "中船",
    "中船重工": "中船",
    "中航工业": "航空工业",
}
_NATIONAL = re.compile(r"^(?:国立|中华人民共和国)")


#: What offices' institutes were called before their offices were 生态环境厅 and 生态环境局.
_ENVIRONMENT = re.compile(
    r"(?<=[省市区县州一-鿿])(?<!生态)环境(?:保护)?(?=(?:科学)?(?:研究|设计|监测|监察|规划|信息|工程评估)[^大学]*[院所站心]$"
    r"|科学(?:设计|研究|技术|规划))"
)


def _arabic(match: re.Match[str]) -> str:
    printed = match[0].replace("○", "〇").replace("◯", "〇").replace("零", "〇")
    if re.search(r"[十百]", printed):
        value = number_value(printed)
        return str(int(value)) if value is not None else match[0]
    return "".join(str("〇一二三四五六七八九".find(c)) if c in _DIGIT else c for c in printed)


def tidy(printed: str) -> str:
    """A printed name without what a roster adds: list numbers, stars, roles in brackets."""
    name = _LIST_NUMBER.sub("", fold(printed))
    name = _ROLE.sub("", name)
    return _TAIL.sub("", name.strip(" *※★☆#、，,;；。."))


@cache
def _places() -> re.Pattern[str]:
    """Full names of places that have another short name (广西壮族自治区), for shortening; a place that
    shares its short name with another (吉林市, 吉林省) keeps its full one."""
    shared: dict[str, set[str]] = {}
    for region in lexicons.regions():
        shared.setdefault(region.short, set()).add(region.name)
    names = [
        region.name
        for region in lexicons.regions()
        if region.name != region.short and len(shared[region.short]) == 1
    ]
    ordered = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(f"(?:{ordered})(?![政场民容值域辖])|(?<=广西)区(?=人民|妇幼)")


@cache
def _short_of() -> dict[str, str]:
    return {region.name: region.short for region in lexicons.regions()}


@lru_cache(maxsize=200_000)
def key_of(printed: str) -> str:
    """The key of a name: simplified, half width, places short, numerals Arabic, no stops; brackets stay,
    round."""
    name = tidy(printed)
    if name.isascii():
        name = _ENGLISH_FORM.sub("", re.sub(r"^the\s+", "", name, flags=re.I)) or name
    name = name_key(name)
    for slip, form in _FORM_SLIPS:
        name = slip.sub(form, name)
    name = _NATIONAL.sub("", name)
    name = _places().sub(lambda m: _short_of().get(m[0], ""), name)
    name = _COUNTED.sub(_arabic, _CODE.sub(_arabic, name))
    pattern, present = _ministries()
    name = pattern.sub(lambda m: present[m[0]], name)
    if leading_place(name):
        name = _ENVIRONMENT.sub("生态环境", name)
    name = re.sub(r"第(?=\d)", "", name)
    name = re.sub(r"(?<=\d)研究所", "所", name)
    name = (
        name.replace("科学研究院", "科学院").replace("(集团)", "集团").replace("中国人民解放军", "")
    )
    return _NUMBERED.sub(_numbered, name) or name_key(printed)


def _numbered(match: re.Match[str]) -> str:
    group = match["group"]
    return f"{_BRAND_OF_GROUP.get(group, group)}{match['number']}{match['head']}"


@cache
def _ministries() -> tuple[re.Pattern[str], dict[str, str]]:
    """Former names of ministries, before the name of an institute, with the present ones."""
    rows = lexicons.table("ministry_renames")
    # The present names too, so that one of which an old name is the front stays what it is.
    present = {row["new"]: row["new"] for row in rows} | {row["old"]: row["new"] for row in rows}
    ordered = "|".join(sorted(map(re.escape, present), key=len, reverse=True))
    return re.compile(rf"^(?:{ordered})(?=.{{4,}}$)"), present


def bare(key: str) -> str:
    """A key without brackets' signs."""
    return key.replace("(", "").replace(")", "")


_CAMPUS = re.compile(
    r"^(?P<whole>.+?(?:大学|学院|学校)(?:[(][^()]{2,4}[)](?=.{3}))?)[(]?(?P<campus>[^()]{0,8}(?:校区|校园|校本部|本部|分校|主校))[)]?$"
)
_BRACKET_END = re.compile(r"^(?P<whole>.+?(?:大学|学院))[(](?P<place>[^()]{2,4})[)]$")


def campus_of(key: str) -> tuple[str, str] | None:
    """The school and the campus of a name that ends with a campus (广西大学西校园)."""
    match = _CAMPUS.match(key)
    if match:
        return match["whole"], match["campus"]
    match = _BRACKET_END.match(key)
    if match and match["place"] in lexicons.region_forms():
        return match["whole"], match["place"]
    return None


_FORM = re.compile(
    r"(?P<form>股份有限公司|有限责任公司|股份公司|有限公司|集团公司|总公司|公司|总厂|集团)$"
)


@dataclass(frozen=True)
class Company:
    """A company's name in parts: `core` without place, brackets and legal form; `form` is 股份, 有限, 全民
    (公司, 总公司: before a reform) or empty; `place` is the leading place, `branch` a place in brackets."""

    core: str
    place: str
    branch: str
    form: str
    is_group: bool

    @property
    def whole(self) -> str:
        """Place and core."""
        return self.place + self.core


_FORMS = {
    "股份有限公司": "股份",
    "股份公司": "股份",
    "有限责任公司": "有限",
    "有限公司": "有限",
    "集团公司": "全民",
    "总公司": "全民",
    "公司": "全民",
    "总厂": "全民",
    "集团": "",
}
_FACTORY = re.compile(r"(?:制造厂|工厂|厂)$")
_SHORTEST_CORE = 2
_BRANCH = re.compile(r"[(]([^()]*)[)]")


def company_of(key: str) -> Company:
    """A key taken apart as a company's name, whether or not it says that it is one."""
    form, is_group, rest = "", False, key
    while match := _FORM.search(rest):
        form = form or _FORMS[match["form"]]
        is_group = is_group or "集团" in match["form"]
        rest = rest[: match.start()].removesuffix("控股") or rest[: match.start()]
        if not rest:
            return Company(key, "", "", "", False)
    brackets = [inner for inner in _BRANCH.findall(rest) if inner != "集团"]
    rest = _BRANCH.sub("", rest)
    if "集团" in rest and rest.endswith("集团"):
        rest, is_group = rest.removesuffix("集团"), True
    place = leading_place(rest)
    core = rest[len(place) :]
    if len(core) < _SHORTEST_CORE:
        place, core = "", rest
    factory = _FACTORY.search(core)
    if factory and len(core[: factory.start()]) >= _SHORTEST_CORE:
        core, form = core[: factory.start()], form or "全民"
    return Company(core, place, "".join(brackets), form, is_group)


@cache
def _leading() -> re.Pattern[str]:
    forms = {form for region in lexicons.regions() for form in (region.name, region.short)}
    return re.compile("(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + ")")


@lru_cache(maxsize=100_000)
def leading_place(key: str) -> str:
    """The place or places that a name begins with (广西柳州…)."""
    end = 0
    while match := _leading().match(key, end):
        end = match.end()
        if key[end : end + 1] in ("省", "市", "县", "区") and len(key) > end + 3:
            end += 1
    return key[:end]


def leading_places(key: str) -> list[str]:
    """What may be put before a name as its place: the first place, then the first two."""
    first = _leading().match(key)
    whole = leading_place(key)
    return [*dict.fromkeys(place for place in (first[0] if first else "", whole) if place)]


def places_in(key: str) -> frozenset[str]:
    """The places that a name names anywhere, by their short names."""
    return frozenset(lexicons.region_forms()[m[0]].short for m in _leading().finditer(key))


def province_of(place: str) -> str | None:
    """The province of a place, by its short name."""
    region = lexicons.region_forms().get(place)
    if region is None:
        match = _leading().match(place)
        region = lexicons.region_forms()[match[0]] if match else None
    if region is None:
        return None
    return region.parent or region.short


_NUMBERS = re.compile(r"\d+")


def numbers_in(key: str) -> tuple[str, ...]:
    """The numbers of a name, which tell like things apart."""
    return tuple(sorted(_NUMBERS.findall(key)))


#: What every province has one of, in short and in full: in a source about a province it is that one's.
OF_EACH_PROVINCE = {
    "农科院": ("农业科学院", "农林科学院", "农牧业科学院", "农牧科学院"),
    "林科院": ("林业科学院", "林业和草原科学院"),
    "社科院": ("社会科学院",),
    "医科院": ("医学科学院",),
    "科学院": (),
    "人民医院": (),
    "肿瘤医院": (),
    "中医院": ("中医医院",),
    "妇幼保健院": (),
    "儿童医院": (),
    "疾控中心": ("疾病预防控制中心",),
    "地质局": ("地质矿产勘查开发局",),
}

_HOSPITAL = re.compile(
    r"^(?:[一-鿿]{0,6}?(?:医学院|医学部|临床医学院))?(?P<a>附属|附)?(?P<n>\d+)?(?P<b>附属|附|临床)?(?:医院|院|临床医学院)$"
)


def part_key(rest: str) -> str:
    """A part's name within its whole, so that 医学院附属第一医院, 第一附属医院 and 一附院 are one."""
    match = _HOSPITAL.match(rest)
    if match and (match["a"] or match["b"] or match["n"]):
        return f"医院{match['n'] or ''}"
    named = re.match(
        r"^(?:[一-鿿]{0,6}?(?:医学院|医学部))?(?:附属)?(?P<name>[一-鿿]{2,}医院)$", rest
    )
    if named:
        name = named["name"]
        place = leading_place(name)
        return name[len(place) :] if len(name) - len(place) > 3 else name
    rest = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|公司)$", "", rest)
    rest = re.sub(r"^集团(?=..)|(?<=..)集团$", "", rest)
    return rest.replace("研究所", "所").replace("研究院", "院")
