"""One line of a list as the platforms that it names, with their hosts.

1.甲重点实验室（依托单位：A大学、B公司） · （一）甲重点实验室，由A大学牵头，联合B公司共同建设 · 甲重点实验室：A大学 ·
A大学：甲重点实验室、乙重点实验室 · 优秀（2家）：甲重点实验室、乙重点实验室. Near miss: 1.加强重点实验室建设。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ingest.components.name_lists import is_host, is_proper
from ingest.host_cells import ends_like_organisation, split_hosts
from ingest.names import parse_platform_name
from ingest.rosters.columns import is_own_name
from ingest.rosters.words import acts_of

Place = tuple[int, int]

_LONGEST = 300
_SHORTEST_UNIT = 5
_NUMBERING = re.compile(
    r"\s*(?P<no>[(（]?\d{1,4}[)）]|\d{1,4}(?=[.、．]|\s+[^\d\s])|[(（][一二三四五六七八九十]{1,3}[)）]|"
    r"[一二三四五六七八九十]{1,3}(?=[、.．])|[①-⑳])[.、．]?\s*"
)
_PARTING = re.compile(r"[,，:：(（;；]|—+|--+|－|\s+")
_END = re.compile(r"[\s;；。,，]+$")
_TOGETHER = re.compile(
    r"^由(?P<lead>[^,，;；]+?)(?:牵头|负责|承担|依托)?(?:[,，]?(?:联合|会同|与)(?P<co>[^,，;；]+?))?"
    r"(?:共同|牵头|联合|负责|组织)*(?:建设|组建|承建|承担|共建)?$"
)
_BETWEEN = re.compile(r"[、;；,，]|和|及")


@cache
def _roles() -> re.Pattern[str]:
    noun = r"(?:单位|主体|机构|企业|高校|医院|院所)?(?:名称)?[为是:：]+"
    return re.compile(
        rf"(?:主要)?(?:(?P<co>(?:联合|共同)?(?:{acts_of('co_hosts')}))|(?P<lead>(?:{acts_of('hosts')}){{1,2}})){noun}"
    )


@dataclass
class Item:
    """A platform that a line names: places in the text of its number, its name, its hosts and 共建 units.
    `is_firm` where the line names a firm and no platform."""

    number: Place | None
    name: Place
    hosts: list[Place] = field(default_factory=list)
    co_hosts: list[Place] = field(default_factory=list)
    is_firm: bool = False


@dataclass
class Line:
    """A line with its items; `caption` is the place of the words before an inline list."""

    start: int
    end: int
    items: list[Item] = field(default_factory=list)
    caption: Place | None = None


_CATEGORY = ("类平台", "类创新平台", "类科技创新平台", "类基地")
#: What a plan does with platforms; a name may begin so too (建设机械…), but then has a field.
_TASK_VERB = re.compile(
    r"(?:(?:加快|大力|积极|稳步|着力|持续|有序|全面)?(?:优化|建设|新建|推进|推动|提升|打造|培育|支持|加强|完善|强化|发展|布局|"
    r"整合|组建|鼓励|引导|做强|做优|壮大|创建|争创|新增|规范|重组|改造|建好|用好))(?:一批|若干)?"
)


def line_of(text: str, start: int, end: int) -> Line:
    """What a line of the folded text lists; without items where it is no line of a list."""
    line = Line(start, end)
    if end - start > _LONGEST and ":" not in text[start:end]:
        return line
    numbering = _NUMBERING.match(text, start, end)
    number = numbering.span("no") if numbering else None
    begin = numbering.end() if numbering else start
    begin, stop = _stripped(text, begin, end)
    if stop <= begin:
        return line
    item = _single(text, begin, stop)
    if item is not None:
        item.number = number
        line.items = [item]
        return line
    _several(text, line, begin, stop)
    return line


def read_hosts_below(text: str, item: Item, start: int, end: int) -> bool:
    """Read 依托单位：A on a line of its own below the platform that it is about; False where the line does not
    begin so."""
    start, end = _stripped(text, start, end)
    begins = _roles().match(text, start, end)
    return begins is not None and _read_hosts(text, item, start, end)


def _stripped(text: str, start: int, end: int) -> Place:
    tail = _END.search(text, start, end)
    end = tail.start() if tail else end
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _single(text: str, start: int, end: int) -> Item | None:
    """A platform with what the line says of its hosts."""
    words = text[start:end]
    if _is_name(words) and " " not in words:
        bracket = re.search(r"[(]([^()]*|.*[(].*[)].*)[)]$", words)
        if bracket is None or not _says_hosts(bracket[1]) or not _is_name(words[: bracket.start()]):
            return Item(None, (start, end))
    for stop in _PARTING.finditer(text, start, end):
        if not _is_name(text[start : stop.start()].strip()):
            continue
        if stop[0] == "(" and _closing(text, stop.start(), end) < end - 1:
            continue  # …研究院(筹)(某大学): the first bracket is the name's
        item = Item(None, (start, stop.start()))
        close = end - (stop[0] == "(" and text[end - 1] == ")")
        if _read_hosts(text, item, stop.end(), close):
            return item
        if not stop[0].isspace():
            return None
    if _is_name(words):
        return Item(None, (start, end))
    if is_host(words) and is_proper(words):
        return Item(None, (start, end), [(start, end)], is_firm=True)
    return None


def _closing(text: str, start: int, end: int) -> int:
    """The place of the bracket that closes the one at `start`: brackets may stand in brackets (依托单位：
    甲（集团）有限公司); of one that is never closed, -1."""
    depth = 0
    for place in range(start, end):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place
    return -1


def _is_name(words: str) -> bool:
    return is_own_name(words) and is_proper(words) and not _is_task(words)


def _is_task(words: str) -> bool:
    """A heading of a plan that ends like a name: 优化基础支撑类平台, 提升省工程技术研究中心."""
    if words.endswith(_CATEGORY):
        return True
    verb = _TASK_VERB.match(words)
    if verb is None:
        return False
    parsed = parse_platform_name(words[verb.end() :])
    return parsed.entry is not None and not parsed.field and not parsed.host


def _says_hosts(words: str) -> bool:
    if _roles().search(words):
        return True
    parts = split_hosts(words)
    return bool(parts) and all(_is_unit(part.name) for part in parts)


def _is_unit(words: str) -> bool:
    """An organisation behind a platform's name; there a 检测站 is one too, a 分中心 is not."""
    if is_host(words):
        return True
    return len(words) >= _SHORTEST_UNIT and ends_like_organisation(words) and "分中心" not in words


def _read_hosts(text: str, item: Item, start: int, end: int) -> bool:
    """Reads 依托单位：A、B；共建单位：C, 由A牵头，联合B共同建设, or plain names; False where it says none."""
    roles = list(_roles().finditer(text, start, end))
    for index, role in enumerate(roles):
        stop = roles[index + 1].start() if index + 1 < len(roles) else end
        chosen = item.co_hosts if role["co"] else item.hosts
        chosen.extend(_organisations(text, role.end(), stop))
    if roles:
        return bool(item.hosts or item.co_hosts)
    together = _TOGETHER.match(text[start:end])
    if together is not None:
        for key, chosen in (("lead", item.hosts), ("co", item.co_hosts)):
            if together[key]:
                a, b = together.span(key)
                chosen.extend(_organisations(text, start + a, start + b))
        return bool(item.hosts)
    places = _organisations(text, start, end)
    if places and all(_is_unit(text[a:b]) for a, b in places):
        item.hosts = places
        return True
    return False


def _organisations(text: str, start: int, end: int) -> list[Place]:
    start, end = _stripped(text, start, end)
    return [(start + p.start, start + p.end) for p in split_hosts(text[start:end])]


def _several(text: str, line: Line, start: int, end: int) -> None:
    """A host, or a caption, and the platforms behind its colon."""
    colon = text.find(":", start, end)
    if colon < 0:
        return
    names = list(_names(text, colon + 1, end))
    if not names or not all(_is_name(text[a:b]) for a, b in names):
        return
    before = text[start:colon]
    hosts = [(start, colon)] if is_host(before) and is_proper(before) else []
    if not hosts:
        line.caption = (line.start, colon)
    line.items = [Item(None, name, list(hosts)) for name in names]


def _names(text: str, start: int, end: int) -> Iterator[Place]:
    """The names of an inline list: a stop parts two where the words before it are a whole name."""
    begin = start
    for stop in _BETWEEN.finditer(text, start, end):
        if _is_name(text[begin : stop.start()].strip()):
            yield _stripped(text, begin, stop.start())
            begin = stop.end()
    if text[begin:end].strip():
        yield _stripped(text, begin, end)
