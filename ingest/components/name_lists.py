"""Names of platforms and hosts in a list of a sentence: "甲实验室、乙中心和丙公司" are three names.

In: a part of a sentence. Out: the places of its names; words that name nobody in particular (各重点实验室, 省级平台) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest import lexicons
from ingest.components.passages import Passage, Place

#: Marks that open and close a quoted name.
OPENERS = '“"「『‘'
CLOSERS = '”"」』’'
_GENERIC = re.compile(
    r"(?:本|该|各|此|其|这|全部|所有|相关|有关|部分|多家|一批|若干|同类型?|其他|其它|此类|类似|"
    r"现有|原有|原|新|已建?|在建|拟|新建|新认定|认定|培育|备案|国家备案|参评|参加|申报|申请|支持|鼓励|推动|建设|建立|"
    r"建有|拥有|设立|成立|组建|优势|领军|龙头|骨干|重大|重要|大型|综合|特色|单位|企业|高校|高等学校|院校|学科|科研|"
    r"优秀|良好|合格|基本|不合格|不|未|通过|验收|评估|评价|考核|年度|\d{4}年度?|第.{1,4}[批条章]|\s|省内|市内|区内|全省|全市|"
    r"我省|我市|本省|本市|我区|我厅|级|类|等|个|家|家级|以上|及|和|与|或|的|、|“|”|\d|[*×]+|"
    r"依托|国内|国际|区域|行业|专业化?|专业性|产业|公共|共建|联合|省部|部省|厅市|市厅|升级|分中心|"
    r"独立|法人|非法人|事业|内设|型|实体|虚拟|组织|开展|进行|对|将|为|在|关于|一|一个|每|每个|每家|同一|"
    r"不同|多个|两个|几个|上述|以上|下列|以下|本次|此次|其余|目前|当前|正式|主要|一般|普通|重点|世界|一流|高水平|"
    r"高能级|牵头|自有|自建|如有|如|若|凡|所|在该|省外|国外|境外|地方|地级|地市|基层|"
    r"国家级|省级|市级|区级|县级|校级|厅级|部级|国家|省|市|区|县|自治区级|自治区|兵团|州|整合|优化|重组|[A-E](?=[类级档等]))+"
)
#: What ends a whole name, so that a 、 after it parts two names.
_PLATFORM_HEADS = (
    "实验室|中心|研究院|基地|平台|工作站|流动站|孵化器|加速器|众创空间|空间|科技园|示范区|联盟|研究站|观测站|"
    "综合体|联合体|共同体|天地|资源库|数据库"
)
_ORGANISATION = (
    "公司|集团|大学|学院|医院|研究院|研究所|科学院|农科院|林科院|设计院|党校|学校|总厂|厂|企业|事务所|合作社|检验所|"
    "检测所|疾控中心|局|总院|支队|林场|农场|牧场|部队"
)
_TAIL = r"(?:\([^()\n]{1,30}\))?"
#: How a whole name ends, so that a 、 after it parts two names; and how one surely does.
WHOLE_NAME = re.compile(rf"(?:{_PLATFORM_HEADS}|{_ORGANISATION}|园|站|库|所|院|坊|社|馆){_TAIL}$")
SURE_NAME = re.compile(
    rf"(?:实验室|中心|平台|基地|工作站|孵化器|加速器|众创空间|星创天地|{_ORGANISATION}){_TAIL}$"
)
_HOST = re.compile(rf"(?:{_ORGANISATION}){_TAIL}$")
#: 原甲中心、原乙中心: that it was called so is not part of its name.
_FORMER = re.compile("原(?![子位料生油创始乡木产平州种])")
#: Brackets behind a name that are not part of it.
_NOTE = re.compile(
    r"\((?:依托|原(?![子位料生油])|牵头|承担|建设|联合|以下|简称|附件|见|详见)[^()\n]{0,40}\)$"
)
_LEVEL_LAST = re.compile(r"(?<=\w{4})(?:国家级|省级|市级|自治区级)$")
#: A bracket of a name.
BRACKET = re.compile(r"\([^()\n]{1,30}\)")
_BRACKET_LAST = re.compile(rf"{BRACKET.pattern}$")
_JOIN = re.compile(r"、|以及|和|与|及|(?<=[”」』])(?=[“「『])")
_ENUMERATION = re.compile("、")
#: No name has these words: who was cut out of a sentence with them was cut wrongly.
_NO_NAME = re.compile(
    r"^(?:其|部分|若干|多家|有关)|不再|受理|更名|变更|转建|撤销|撤消|取消|认定为|评为|纳入|列入|通知|一批|思路|淘汰|推动|鼓励|具有(?!限)|简称|骗取|不得|应当|可以|可视为|"
    r"予以|经审|经研究|申报|根据|按照|符合|提升一|规定|办法|名单|附件|达到|获得|未(?!来)|上述|有关|存在|围绕|依据|每家|各级|"
    r"各类|同意|批准|决定|公布|负责|提交|资格|称号|结果|情况|等次|公示|同时|统一|优化提升|考核|给出|不少于|不超过|不低于|打造|"
    r"构建|发挥|开展|加大|统筹|择优|遴选|完善|责令|主管部门|申请|及时|逐步|逐年|对于|关于|通过|进入|成为|作为|属于|包括|或者|"
    r"分别|其[他它余中]|各地|各县|各市|下列|以下|本办法|[我本]省|[我本]市|我区|全省|全市|全区|现有|已建|每年|争创|创建|力争|名额|"
    r"新建|新增|专项|批次|(?<!华)为|^(?:支持|推动|推进|引导|培育|组织(?!工程|再生|修复|器官)|布局|加强|加快|促进|强化)|国家级|省级|市级|自治区级|[\d一二三四五六七八九十百]+[家个]|的"
)
_LONGEST_NAME = 70


def names_of(
    passage: Passage, start: int, end: int, count: int | None, sure: bool
) -> tuple[Place, ...]:
    """The names of a list. Where the number of names that end like names is not the count, every 、 is
    tried: names may be fields alone (冻土工程、低碳冶金等2个实验室)."""
    items = list(_items(passage, start, end))
    if count is not None and len(items) != count:
        plain = [place for place in _split(passage, start, end, _ENUMERATION) if place]
        is_bare = not any(WHOLE_NAME.search(passage.text(*item).rstrip(CLOSERS)) for item in items)
        if len(plain) == count or is_bare:
            items = plain
    items = [place for item in items if (place := _unquoted(passage, *item))]
    if any(place[1] - place[0] > _LONGEST_NAME for place in items):
        return ()
    if sure and not all(is_proper(passage.text(*place)) for place in items):
        return ()
    return tuple(
        place for place in items if is_proper(passage.text(*place).lstrip("" if sure else "*×"))
    )


def _items(passage: Passage, start: int, end: int) -> Iterator[Place]:
    begin = start
    for join in _JOIN.finditer(passage.words, start - passage.start, end - passage.start):
        place = join.start() + passage.start
        before = passage.text(begin, place).rstrip()
        ends = WHOLE_NAME if join[0] == "、" else SURE_NAME
        if before and (before[-1] in CLOSERS or ends.search(before)):
            yield begin, place
            begin = join.end() + passage.start
    if begin < end:
        yield begin, end


def _split(passage: Passage, start: int, end: int, at: re.Pattern[str]) -> Iterator[Place]:
    begin = start
    for stop in at.finditer(passage.words, start - passage.start, end - passage.start):
        yield begin, stop.start() + passage.start
        begin = stop.end() + passage.start
    yield begin, end


def _unquoted(passage: Passage, start: int, end: int) -> Place | None:
    words = passage.text(start, end)
    start += len(words) - len(words.lstrip(" " + OPENERS))
    words = passage.text(start, end)
    end -= len(words) - len(words.rstrip(" " + CLOSERS))
    if former := _FORMER.match(passage.words, start - passage.start, end - passage.start):
        start = former.end() + passage.start
    if note := _NOTE.search(passage.text(start, end)):
        end = start + note.start()
    return (start, end) if end - start >= 2 else None


@cache
def _places() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicons.region_pattern()})(?:省|市|州|县|区|自治区|壮族自治区)?")


@cache
def _head_last() -> re.Pattern[str]:
    heads = lexicons.alternatives(frozenset(lexicons.platform_type_forms()))
    return re.compile(rf"(?:{heads}|实验室|中心|平台|基地)$")


def is_proper(words: str) -> bool:
    """Whether words name one platform or host, and not just a type, a region or nobody in particular."""
    bare = words.strip(" " + OPENERS + CLOSERS)
    bare = _BRACKET_LAST.sub("", bare) if bare.endswith(")") else bare
    if not 2 <= len(bare) <= _LONGEST_NAME or re.search(r"[,;:。!?\n□×“”「」]|\*\*", bare):
        return False
    if bare.count("(") != bare.count(")"):
        return False
    rest = _LEVEL_LAST.sub("", _head_last().sub("", bare))  # 稀土功能材料省级工程实验室
    if _NO_NAME.search(_places().sub("", rest, count=1)):
        return False
    rest = _places().sub("", rest, count=2)
    return bool(rest) and _GENERIC.fullmatch(rest) is None


def is_host(words: str) -> bool:
    """Whether a name is an organisation's, not a platform's: 金川轴承有限公司."""
    return _HOST.search(words) is not None
