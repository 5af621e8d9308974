"""Events of platforms that come to be: 认定甲公司等24家…, 同意依托乙大学建设丙实验室, 丁被认定为省级众创空间.

In: a verb of a notice's sentence. Out: `event` facts. Not "批准成立并投入运行的99家" (which they are), nor what is
granted in quotation marks (授予…“创新中心”称号: that is the title, not who gets it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.components.event_facts import facts_of_group
from ingest.components.groups import Group
from ingest.components.name_lists import is_proper
from ingest.components.notices import (
    Notice,
    Verb,
    groups_of,
    is_done,
    is_known,
    is_sure,
    left_groups,
    right_of,
    type_of,
)
from ingest.components.passages import Passage, Place
from ingest.components.reading import TypeMention
from ingest.facts import Fact

#: Objects of the verbs that are no platforms.
OTHER_OBJECT = re.compile(
    r"项目|课题|职务|主任|处分|证书|建制|申报资格|推荐资格|评审资格|专家资格|限制|名额|专业技术|学位|党内|"
    r"高新技术企业(?!研)|科技型中小企业|专精特新|小巨人|瞪羚|独角兽|技术先进型|软件企业|示范企业|创新型企业|"
    r"许可|执照|处罚|补助|资助|奖励|合同|会议|活动|账户|编制|科室|部门|行政"
)


def recognised(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    """Who is recognised: behind the verb, or before it (被认定为)."""
    if not is_done(passage, verb, segment):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    if OTHER_OBJECT.search(words) or re.match(
        r"的|条件|办法|标准|工作|程序|管理|指南|申报|机构|登记|类|和备案|或|等|材料|名单|后|情况|结果|数|通过|单位",
        words,
    ):
        return
    since = _SINCE.match(passage.words, right[1] - passage.start, segment[1] - passage.start)
    if since is not None:
        right = right[0], since.end() + passage.start
    found = (
        _recognised_after(notice, passage, verb, right)
        if verb.is_after
        else _recognised_before(passage, verb, segment, right)
    )
    if found is None:
        return
    groups, other, end = found
    title = _QUOTED_TITLE.search(words)
    for group in groups:
        kind = type_of(notice, group, other)
        if title is not None and right[0] + title.start() < group.start < right[0] + title.end():
            continue  # what is granted, not who gets it
        known = is_known(notice, group, kind) or title is not None
        if known and is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(notice, passage, verb, "recognised", group, kind, end)


#: 确认…等9家企业技术中心，自本通知印发之日起具有…资格: the type stands after a stop.
_SINCE = re.compile(r",\s*自[^,;。]{2,16}起[^,;。]{0,40}")
_OTHER_DECISION = re.compile(
    r"更名|变更|调整|合并|转[建为入型]|撤销|撤消|并入|整合|取消|退出|延期|注销|清退|摘牌|移出"
)
_FOUNDING = re.compile(
    r"组建|建设|设立|创建|成立|筹建|立项|认定|备案|为|新建|新设|增设|建立|挂牌|授牌|列入|纳入|启动"
)
_NEEDED_TO_FOUND = {
    "批准": _FOUNDING,
    "同意": _FOUNDING,
    "确定": re.compile("为"),
    "确认": re.compile("为|具有"),
    "拟定": re.compile("为"),
    "命名": re.compile("为"),
    "授予": re.compile("称号|资格|牌"),
}


def _recognised_after(
    notice: Notice, passage: Passage, verb: Verb, right: Place
) -> tuple[list[Group], TypeMention | None, int] | None:
    """认定甲公司等24家企业的技术中心为市级企业技术中心, 同意依托西岭大学建设盆地地质灾害国家重点实验室."""
    words = passage.text(*right)
    needed = _NEEDED_TO_FOUND.get(verb.word)
    if needed and (_OTHER_DECISION.search(words) or not needed.search(words)):
        return None
    by_host = _BY_HOST.match(words)
    start = right[0] + by_host.end() if by_host else right[0]
    if hosted := _named_as_hosts(passage, right[0]):
        return hosted, None, hosted[-1].end
    groups = groups_of(passage, start, right[1]) or _named_in_title(
        notice, passage, start, right[1]
    )
    if not groups:
        return None
    if by_host:
        groups = groups + _by_other_hosts(passage, right[1])
    last = groups[-1]
    named = [m for m in passage.types(last.end, right[1]) if not m.entry.generic]
    other = named[0] if named else None
    gap = passage.text(last.end, other.start) if other else ""
    if groups[0].modifier is not None and not groups[0].names and "为" not in gap:
        return None  # 批准成立并投入运行的99家: which they are, not what is decided
    if other is not None and not re.search(r"为|组建|建设|设立|创建|成立|筹建|具有|“|\"|的", gap):
        other = None
    if verb.word in ("确定", "确认", "拟定") and other is None:
        return None
    groups = groups + _in_chain(passage, right[1])
    return groups, other, other.end if other else last.end


#: Who founds it stands before what is founded: 同意甲大学牵头组建乙, 依托甲研究所建设乙.
_BY_HOST = re.compile(
    r"(?:你[校院厅公司]{1,2}|[^,;:]{0,20}依托(?P<host>[^,;:]{2,40}?)|[^,;:“”]{2,40}?(?:牵头|联合[^,;:“”]{2,40}?))"
    r"(?:组建|建设|设立|筹建|成立)"
)
#: 单位“大数据融合创新中心”称号: a title in quotation marks is one, though no type of the lexicon be in it.
_QUOTED_TITLE = re.compile(
    r"[“\"「][^“”\"「」]{2,40}(?:实验室|中心|平台|基地|工作站|孵化器|空间|机构|研究院|园区?)[”\"」](?:的?(?:称号|资格|牌匾|标牌))"
)
_OTHER_HOST = re.compile(
    r",(?:并)?依托[^,;:。]{2,40}?(?:组建|建设|设立|筹建|成立)(?P<what>[^,;:。]+)"
)


#: 认定甲医院为乙临床医学研究中心依托单位,丙医院为…: the centre is founded, at that hospital.
_AS_HOST = re.compile(
    r"(?:,|;)?(?P<host>[^,;:为。]{2,60})为(?P<what>[^,;:。]{4,60}?)的?(?:依托|牵头|承担|承建|建设)单位"
)
#: 认定甲公司等98家为…中心,乙公司等11家为…分中心: the verb is said once.
_CHAIN = re.compile(
    r"[,;](?P<what>[^,;:。]{2,80}?\d{1,4}\s*[家个][^,;:。]{0,24}?)(?:确定|认定)?为(?P<kind>[^,;:。]{4,60})"
)


#: 设立天津市合成生物海河实验室: a name, by its last word, though of no type of the lexicon.
_NAME = re.compile(
    r"(?:组建|建设|设立|成立|筹建|新建|建立|[“\"「])*(?P<name>[^,;:。“”\"「」]{4,40}?(?P<noun>实验室|中心|平台|基地|工作站))(?=[”\"」,;:。]|$)"
)


def _named_in_title(notice: Notice, passage: Passage, start: int, end: int) -> list[Group]:
    """Who is founded, of a type that the lexicon does not know, where the title names it too."""
    found = _NAME.match(passage.words, start - passage.start, end - passage.start)
    if found is None or found["name"] not in notice.title_words or not is_proper(found["name"]):
        return []
    first, last = (place + passage.start for place in found.span("name"))
    if passage.start < notice.title[1]:
        return []  # the title itself: what it says the text says again
    return [Group(first, last, ((first, last),), True, None, False, None, found["noun"], False)]


def _named_as_hosts(passage: Passage, start: int) -> list[Group]:
    groups: list[Group] = []
    while found := _AS_HOST.match(passage.words, start - passage.start):
        what = groups_of(passage, *(place + passage.start for place in found.span("what")))
        if not what or not what[0].names or what[0].has_count:
            break
        groups += what
        start = found.end() + passage.start
    return groups


def _in_chain(passage: Passage, end: int) -> list[Group]:
    groups: list[Group] = []
    while found := _CHAIN.match(passage.words, end - passage.start):
        if not passage.types(*(place + passage.start for place in found.span("kind"))):
            break
        groups += groups_of(passage, *(place + passage.start for place in found.span("what")))[:1]
        end = found.end() + passage.start
    return groups


def _by_other_hosts(passage: Passage, end: int) -> list[Group]:
    """同意依托甲大学组建“乙”，依托丙研究所组建“丁”: what is founded in the clauses behind."""
    groups: list[Group] = []
    while other := _OTHER_HOST.match(passage.words, end - passage.start):
        start, end = (place + passage.start for place in other.span("what"))
        groups += groups_of(passage, start, end)
    return groups


def _recognised_before(
    passage: Passage, verb: Verb, segment: Place, right: Place
) -> tuple[list[Group], TypeMention | None, int] | None:
    """…被认定为省级众创空间, …列入省重点实验室序列, …获批建设."""
    words = passage.text(*right)
    named = passage.types(*right)
    other = named[0] if named and named[0].start - right[0] <= 20 else None
    needs_type = verb.word.endswith("为") or verb.word in ("列入", "入选")
    if needs_type and other is None:
        return None
    if passage.text(verb.start - 1, verb.start) == "后":
        return None  # 整合后命名为…: what is made of them, not that they are recognised
    if verb.word in ("列入", "入选") and re.search(r"计划|规划|失信|黑名单|异常", words):
        return None
    groups = left_groups(passage, segment[0], verb.start, clauses=2)
    if not groups and verb.word == "获批" and other is not None:
        groups = [g for g in groups_of(passage, *right) if g.names]
    if not groups:
        return None
    return groups, other, other.end if other else verb.end
