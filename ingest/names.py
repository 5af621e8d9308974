"""Names of platforms, taken apart.

A platform's name is peeled from its edges: the head noun on the right, region and level words on the
left, then the host; what remains is the field. An empty field means the name is the type itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest import lexicons
from ingest.lexicons import PlatformTypeEntry, Region
from ingest.text import fold, name_key

_STARS = re.compile(r"[*＊※★☆\s]+$")
_TAIL_BRACKET = re.compile(r"[(][^()]{1,40}[)]$")
_LEADING_BRACKET = re.compile(r"^[(](?P<note>[^()]{1,12})[)](?=.)")
#: What a bracket behind a name says of its stage; other words there are the field of a name without one.
_STAGE = re.compile(
    r"培育|筹|试行|暂|建设|分中心|分室|分院|第.+批|[A-Z]类|[一二三]类|第二名称|原|重组|转建|学科类|企业类|省市共建|省部共建|"
    r"共建|联合|主体|牵头|依托"
)
#: Head nouns that only firms' names end with, with the type they are short for.
_NAME_HEADS = {"技术中心": "enterprise_tech", "研发中心": "enterprise_tech"}
_SHORT_HEAD = "研发中心"
_NATIONAL_CENTRE = "创新中心"
_CHANNEL = "高校"
_CHANNEL_WORDS = re.compile(r"(?:普通)?(?:高等学校|高等院校|高校)(?=.)")
_PROGRAMME = re.compile(r"[“\"]?一带一路[”\"]?(?=.)")
#: An organisation at the beginning of a name; 大学生 and 医院管理 begin fields.
_HOST_IN_FRONT = re.compile(
    r"^(?P<host>.{2,40}(?:公司|大学(?!生)|学院(?!派)|医院(?!管理|感染|后勤|信息)|研究院|研究所|科学院|农科院|"
    r"(?<!企业)集团(?!军)))(?!孵化|校企)"
)
_GENERIC_HOST = re.compile(r"^(?:现代|智慧|企业|新型|产业|工程|基础|一流|应用|未来|国际|联合)")
_NATION = re.compile(r"国家(?!公园|标准|安全|文化|语言|语文|公共|战略|地理|重点|工程|技术|级|$)")
_BRANCH = re.compile(r"(?:分中心|分室|分实验室|分院|分站|分库|分平台|分基地|分部|分园|分会)$")
_ORGANISATION_AFTER = re.compile(
    r"(?:省|市)?(?:大学|学院|医院|师范|(?:理工|工业|农业|医科|科技|电子|工程|民族|财经|交通|林业|中医药).{0,6}"
    r"(?:大学|学院|学校|公司|集团|研究院|研究所))"
)


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


def parse_platform_name(printed: str, hosts: list[str] | None = None) -> PlatformName:
    """Take a platform's name apart. Hosts, where known, are peeled as a whole."""
    name = _STARS.sub("", fold(printed)).strip()
    tail = _TAIL_BRACKET.search(name)
    note = ""
    if tail and not _ends_with_head(name):
        name, note = name[: tail.start()], tail[0][1:-1]
        if (inner := _head_at_end(note)) is not None and inner[0] == note:
            name, note = name + note, ""  # 青海省生物化学(重点实验室)
    branch = _BRANCH.search(name)
    if branch is not None and (whole := _whole_of_branch(name)) is not None:
        return _branch(whole, name[len(whole) :], note, hosts)
    found = _head_at_end(name) or _national_head(name)
    if found is not None and found[0] == _SHORT_HEAD and not _bears_firm(name, hosts or []):
        found = None  # 研发中心 of a university or a trade is no 企业技术中心
    if found is None:
        return _of_unknown_type(name, note)
    head, entry = found
    peeled = _Peeled(name[: len(name) - len(head)])
    peeled.left()
    for host in sorted((fold(h) for h in hosts or []), key=len, reverse=True):
        if peeled.take_host(name, host):
            break
    else:
        peeled.find_host(name)
    peeled.right()
    rest = peeled.rest
    if rest in lexicons.levels():  # 省重点实验室
        peeled.level = peeled.level or lexicons.levels()[rest]
        peeled.prefix, rest = peeled.prefix + rest, ""
    if _looks_like_organisation(rest) or _is_brand(rest, hosts or []) or _only_modifies(rest):
        rest = ""
    rest, note = _field_and_note(rest, note, peeled.host)
    return PlatformName(
        entry,
        f"{peeled.prefix}{peeled.suffix}{head}",
        peeled.level,
        peeled.region,
        rest.strip(),
        peeled.host,
        _CHANNEL if peeled.level == _CHANNEL or _CHANNEL in peeled.prefix + peeled.suffix else "",
        tuple(peeled.sponsors),
        note,
        note if _BRANCH.search(note) else "",
    )


def _field_and_note(rest: str, note: str, host: str) -> tuple[str, str]:
    """江苏省（海陵）电机…: a bracket in front is a note. …重点实验室（建筑节能）: one behind a name without a field
    is its field, unless it tells the stage or names a unit."""
    if leading := _LEADING_BRACKET.match(rest):
        return rest[leading.end() :], note or leading["note"]
    is_bare = bool(note) and not rest and not host
    if is_bare and not _STAGE.search(note) and not _looks_like_organisation(note):
        return note, ""
    return rest, note


def _bears_firm(name: str, hosts: list[str]) -> bool:
    bare = name.removesuffix(_SHORT_HEAD)
    return _looks_like_organisation(bare) or any(fold(host).startswith(bare) for host in hosts)


@cache
def _unknown_head() -> re.Pattern[str]:
    words = frozenset({*lexicons.word_set("unknown_type_heads"), _SHORT_HEAD})
    return re.compile(rf"(?:{lexicons.alternatives(words)})$")


def _of_unknown_type(name: str, note: str) -> PlatformName:
    """A name whose type the lexicon lacks: where it ends with the noun of some type, place and level are read
    all the same; any other is its own remainder."""
    head = _unknown_head().search(name)
    if head is None:
        return PlatformName(None, "", None, None, name, note=note)
    peeled = _Peeled(name)
    peeled.left()
    channel = _CHANNEL if peeled.level == _CHANNEL else ""
    return PlatformName(
        None,
        head[0],
        peeled.level,
        peeled.region,
        peeled.rest,
        channel=channel,
        sponsors=tuple(peeled.sponsors),
        note=note,
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
            if sponsor is not None and _is_unit_of_sponsor(self.rest[sponsor.end() :]):
                return  # 中国科学院大学, 中国科学院昆仑生态研究所 are hosts
            if sponsor is not None:
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
            if programme := _PROGRAMME.match(self.rest):
                self.prefix += programme[0]
                self.rest = self.rest[programme.end() :]
            if channel := _CHANNEL_WORDS.match(self.rest):
                self.level = self.level or _CHANNEL
                self.prefix += channel[0]
                self.rest = self.rest[channel.end() :]
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

    def find_host(self, name: str) -> None:
        """Take off an organisation in front that nobody named as host; a place before a company's name
        belongs to that too."""
        found = _HOST_IN_FRONT.match(self.rest)
        if found is None or _GENERIC_HOST.match(found["host"]):
            return
        host = found["host"]
        self.rest = self.rest[found.end() :]
        start = name.index(host)
        is_company = host.endswith("公司")
        self.host = name[:start] + host if is_company and name[:start] == self.prefix else host
        self.left()

    def right(self) -> None:
        """Take off a level, a ministry or a region right before the head noun: …教育部重点实验室,
        …云南省重点实验室."""
        if self.sponsors and len(self.rest) > len("行业"):
            self.rest = self.rest.removesuffix("行业")  # 交通运输行业重点实验室 of the ministry
        words, ends = _right_words()
        while self.rest.rstrip().endswith(ends) and (match := words.search(self.rest)):
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
    """The longest head noun at the end of a name."""
    forms, lengths = _heads_by_length()
    for length in lengths:
        entry = forms.get(name[-length:])
        if entry is not None:
            return name[-length:], entry
    return None


@cache
def _heads_by_length() -> tuple[dict[str, PlatformTypeEntry], list[int]]:
    forms = dict(_heads())
    return forms, sorted({len(form) for form in forms}, reverse=True)


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
            if word == region.short and region.name.endswith(after[:1] or "-"):
                word, after = word + after[0], after[1:]  # 大理州 for 大理白族自治州
        else:
            level = level or lexicons.levels()[word]
        prefix += word
        rest = after
    return rest, level, region, prefix


def _is_unit_of_sponsor(after: str) -> bool:
    return _belongs_to_name(after) or re.match(r".{2,10}(?:研究所|研究院|分院)", after) is not None


def _belongs_to_name(after: str) -> bool:
    """南京大学…, 北海公园…: a place name that begins an organisation's name stays with it."""
    return _ORGANISATION_AFTER.match(after) is not None


@cache
def _sponsor_pattern() -> re.Pattern[str]:
    sponsors = lexicons.alternatives(lexicons.word_set("platform_sponsors"))
    return re.compile(rf"(?P<name>{sponsors})(?:[、,，]|与|和)?")


@cache
def _right_words() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Short names of provinces count, those of cities do not: too many are words of a field. A bare 省 behind
    a field is a level (水稻育种省重点实验室), but in 节省. With the characters that such words end with: most names
    do not end so."""
    regions = {
        form
        for region in lexicons.regions()
        for form in (region.name, *((region.short,) if region.parent is None else ()))
    }
    levels = set(lexicons.levels()) - {"市", "省", "全省"}
    words = regions | levels | lexicons.word_set("platform_sponsors")
    known = lexicons.alternatives(frozenset(words))
    ends = {word[-1] for word in words} | {"省"}
    return re.compile(rf"(?:{known}|(?<=[一-鿿]{{2}})(?<!节)省)$"), tuple(ends)


def _national_head(name: str) -> tuple[str, PlatformTypeEntry] | None:
    """国家动力电池创新中心: the national manufacturing innovation centres drop the word 制造业."""
    if name.startswith("国家") and name.endswith(_NATIONAL_CENTRE):
        return _NATIONAL_CENTRE, lexicons.platform_types()["manufacturing_innovation"]
    return None


@cache
def _modifiers() -> re.Pattern[str]:
    words = lexicons.alternatives(lexicons.word_set("type_modifiers"))
    return re.compile(rf"(?:{words})+")


def _only_modifies(words: str) -> bool:
    """Words that narrow a type and are no field: 企业 in 企业重点实验室."""
    return words not in lexicons.field_forms() and _modifiers().fullmatch(words) is not None


def _looks_like_organisation(words: str) -> bool:
    """A company or university whose name the platform bears: no field."""
    return re.search(r"(?:公司|大学|学院|研究院|研究所|医院|集团|工厂|厂)$", words) is not None


@cache
def _field_words() -> frozenset[str]:
    """Every name of a field or of a term below one: 硬质合金 of 株洲硬质合金集团 is a field all the same."""
    terms = (row["terms"] for row in lexicons.table("field_terms"))
    words = {word for line in terms for word in re.split(r"[|=]", line)}
    return frozenset(lexicons.field_forms()) | {name_key(word) for word in words}


def _is_brand(words: str, hosts: list[str]) -> bool:
    """What a host's own name begins with, and no field that the taxonomy knows: 萌芽地众创空间 of
    萌芽地创业服务有限公司."""
    if len(words) < 2 or name_key(words) in _field_words():
        return False
    return any(_without_place(host).startswith(words) for host in hosts)


@lru_cache(maxsize=100_000)
def _without_place(host: str) -> str:
    return _place_in_front().sub("", fold(host))


@cache
def _place_in_front() -> re.Pattern[str]:
    return re.compile(f"^{lexicons.region_pattern()}(?:省|市|壮族自治区|自治区)?")
