"""Types that the lexicon does not know: proposed with the flag `unknown_type`, not dropped.

Three signs are strong enough: a noun such as …中心 in a list of known types ("重点实验室、工业母机验证中心等平台"),
a field before a word that stands for all types (智慧农业技术创新平台), and a level before a noun of research (省级海洋牧场
观测站; not 市级政务服务中心).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import lexicons
from ingest.components.reading import Reading, TypeMention
from ingest.facts import Fact
from ingest.text import name_key

_ITEM = re.compile(
    r"(?:、|和|与|以及|及)(?P<name>[\u4e00-\u9fffA-Za-z()“”]{2,14}?"
    r"(?:中心|实验室|基地|平台|工作站|观测站|工作室|研究院|孵化器|空间|综合体|载体|资源库|示范点))"
    r"(?=[、,，。;；)]|和|与|及|以及|等|\s*$|建设)"
)
#: A noun of a company, a verb, or nothing but a common word: no name of a type.
_NO_NAME = re.compile(
    r"企业$|公司|单位|建设|建立|支持|推动|加强|鼓励|依托|利用|管理|运行|服务于|的|等|或|其他|各类|相关|上述|园区|海外|"
    r"^(?:研究|服务|技术|创新|综合|数据|交易|培训|示范|展示|产业|实验|试验|科研|科技|生产|信息|创业|公共|国内外?|"
    r"研发|投?融资|贸易|孵化|金融|成果|转化|转移|开放|共享|合作|交流|教育|人才)+"
    r"(?:中心|实验室|基地|平台|研究院|空间|载体)$"
)
_BEFORE_GENERIC = re.compile(
    r"(?:^|[、,，。;；:：\s]|建设|布局|打造|组建|建立|设立|共建|搭建|支持|发展|和|与|及|以)"
    r"(?P<field>[\u4e00-\u9fff]{2,8})$"
)


_LEVELLED = re.compile(
    r"(?P<level>国家级|自治区级|省级|市级)(?P<name>[\u4e00-\u9fff]{2,12}?(?:实验室|(?:研究|创新|工程|技术|研发|转化|验证)中心|"
    r"(?:中试|试验|创新|科研)基地|研究[院站]|[观监]测站|服务站|试验站|工作站|工作室|孵化器|加速器|资源库|种质库|(?:创新|科创|研发)平台|"
    r"创新联合体|创新综合体))(?![\u4e00-\u9fff]{0,3}(?:中心|平台|基地|室|站))"
)
_OTHER_SERVICE = re.compile(
    r"政务|融资|会展|旅游|文化|医疗|养老|物流|便民|教学|体育|党建|培训|税务|法律|就业|农民工|退役|志愿|救助|新闻|环境监测|"
    r"、|和|与|重点$"
)


def _levelled(reading: Reading) -> Iterator[tuple[int, int]]:
    """省级海洋牧场观测站 where no known type stands in it."""
    for found in _LEVELLED.finditer(reading.text):
        start, end = found.span()
        name = found["name"]
        known = reading.types_between(max(0, start - 4), end)
        if known or _NO_NAME.search(name) or _OTHER_SERVICE.search(name):
            continue
        yield start, end


def proposals(reading: Reading) -> Iterator[Fact]:
    """The proposed types, each once."""
    seen: set[str] = set()
    for start, end in (*_in_lists(reading), *_of_fields(reading), *_levelled(reading)):
        name = reading.printed(start, end)
        if name in seen:
            continue
        seen.add(name)
        yield Fact(
            kind="platform_type",
            start=start,
            end=end,
            rule="type.unknown",
            data={
                "platform_type": name,
                "category": _category(reading.text[start:end]),
                "category_basis": "lexicon",
            },
            flags=("unknown_type",),
            spans={"mentions": [(start, end)]},
        )


def _category(name: str) -> str | None:
    """The category that the last word of an unknown type speaks for."""
    heads = lexicons.words("unknown_type_heads", "category")
    head = max((head for head in heads if name.endswith(head)), key=len, default=None)
    return lexicons.categories()[heads[head]].name if head else None


def _in_lists(reading: Reading) -> Iterator[tuple[int, int]]:
    for mention in reading.types:
        if mention.entry.generic:
            continue
        place = mention.end
        while found := _ITEM.match(reading.text, place):
            start, end = found.span("name")
            if reading.types_between(start, end) or _NO_NAME.search(found["name"]):
                break
            yield start, end
            place = end


def _of_fields(reading: Reading) -> Iterator[tuple[int, int]]:
    for mention in reading.types:
        field = field_before(reading, mention) if mention.entry.generic else None
        if field is not None:
            yield field[0], mention.end


def field_before(reading: Reading, mention: TypeMention) -> tuple[int, int] | None:
    """The place of a field of the taxonomy right before a type: 智慧农业 in 智慧农业技术创新平台."""
    window = max(0, mention.start - 12)
    found = _BEFORE_GENERIC.search(reading.text[window : mention.start])
    if found is None:
        return None
    if name_key(found["field"]) not in lexicons.field_forms():
        return None
    return window + found.start("field"), window + found.end("field")
