"""Events of platforms that a notice states: recognised, renamed, host_changed, withdrawn, merged, converted.

An event needs somebody whom it befalls: named platforms, or a group with its count ("撤销甲公司等309家…资格"
is one event with count 309). "对不合格的重点实验室予以撤销" is a rule and no event. Verbs are a lexicon
(`event_verbs.csv`); who is meant is for `groups` to say, and when in doubt nothing is stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.changes import converted, host_changed, merged, renamed
from ingest.components.event_facts import facts_of_group, once
from ingest.components.groups import Group
from ingest.components.listed import names_below
from ingest.components.name_lists import is_proper
from ingest.components.notices import (
    GENERAL_KINDS,
    Notice,
    Verb,
    clause_start,
    groups_of,
    is_done,
    is_known,
    is_sure,
    left_groups,
    notice_of,
    passages,
    right_of,
    segment_of,
    type_of,
)
from ingest.components.passages import Passage, Place
from ingest.components.reading import TypeMention, reading_of
from ingest.facts import Fact

_QUALITY = (
    r"(?:的)?(?:省级|市级|国家级?|区级|县级)?(?:资格|称号|备案|资质|认定|牌匾|牌子|命名|序列|建设|运行|身份|"
    r"标牌|荣誉|授牌|建站|立项|管理|支持)"
)
#: What may follow a verb whose object stands before it.
_EMPTY_OBJECT = re.compile(
    rf"\s*(?:其|该|上述|相应|原)?(?:{_QUALITY})*(?:和|及|、)?(?:{_QUALITY})?\s*(?:的?决定|处理|并.*|\(.*|”?的?通知|管理|"
    r"资格资格|[,;:。、].*)?$"
)
#: What must follow words that have other meanings too.
_NEEDED = {
    "退出": re.compile(r"[^,;]{0,14}(?:序列|行列|名单|管理|资格)"),
    "终止": re.compile(r".*(?:建设|运行|资格|备案|认定)"),
}
_OTHER_OBJECT = re.compile(
    r"项目|课题|职务|主任|处分|证书|建制|申报资格|推荐资格|评审资格|专家资格|限制|名额|专业技术|学位|党内|"
    r"高新技术企业(?!研)|科技型中小企业|专精特新|小巨人|瞪羚|独角兽|技术先进型|软件企业|示范企业|创新型企业|"
    r"许可|执照|处罚|补助|资助|奖励|合同|会议|活动|账户|编制|科室|部门|行政"
)


@Language.component("pingtai_events")
def events(doc: Doc) -> Doc:
    """State an `event` fact for each named platform, or each group, that something has befallen."""
    reading = reading_of(doc)
    notice = notice_of(reading)
    found: list[Fact] = []
    for passage in passages(reading, _telling()):
        told, listed = _in_sentence(notice, passage), _under_heading(notice, passage)
        if listed:  # a line that counts them, and then they are named one by one
            told = [f for f in told if f.data["event"] != "withdrawn" or f.data.get("platform")]
        found.extend(told + listed)
    reading.facts.extend(once(found, notice))
    return doc


@cache
def _lexicon() -> dict[str, tuple[str, bool]]:
    events_of = lexicons.words("event_verbs", "event")
    objects = lexicons.words("event_verbs", "object")
    return {word: (event, objects[word] == "after") for word, event in events_of.items()}


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(lexicons.alternatives(frozenset(_lexicon())))


#: A sentence with more of them is none: a page that lost its stops.
_MOST_VERBS = 40


def _in_sentence(notice: Notice, passage: Passage) -> list[Fact]:
    verbs = [
        Verb(m.start() + passage.start, m.end() + passage.start, m[0], *_lexicon()[m[0]])
        for m in islice(_telling().finditer(passage.words), _MOST_VERBS)
    ]
    found: list[Fact] = []
    for verb in verbs:
        found.extend(_HANDLERS[verb.event](notice, passage, verb, segment_of(passage, verb)))
    return found


#: A line that announces names: 撤销的省重点实验室名单, 决定撤销下列实验室:.
_HEADING = re.compile(
    r"(?:名单|如下|下列[^,;。]{2,20}|以下[^,;。]{2,20}|[家个]\)|[家个])[:：]?\s*(?:\(\d+[家个]\))?$"
)
#: 下列5家众创空间已停止运营,现予注销备案:
_LISTING = re.compile(r"(?:下列|以下)(?!情形|情况|行为|条件|原因)[^。;]{2,40}[:：]$")
_LONGEST_HEADING = 60


def _under_heading(notice: Notice, passage: Passage) -> list[Fact]:
    """The events of the names in the lines below a heading that tells of a withdrawal."""
    words = passage.words.strip()
    clause = words[-_LONGEST_HEADING:]
    told = next((w for w, (e, _) in _lexicon().items() if e == "withdrawn" and w in clause), None)
    is_heading = _HEADING.search(words) or _LISTING.search(words)
    if told is None or not is_heading or clause.split(told)[0].endswith(("不", "不予")):
        return []
    stage = "proposed" if notice.is_proposal or "拟" + told in clause else "decided"
    found = []
    for place, kind in names_below(notice.reading, passage.end):
        data = {
            "event": "withdrawn",
            "platform": notice.reading.printed(*place),
            "platform_type": notice.reading.printed(kind.start, kind.end),
            "stage": stage,
            "date": notice.date,
        }
        spans = {"platform": [place], "types": [(kind.start, kind.end)]}
        found.append(Fact("event", *place, "event.listed", data, spans=spans))
    return found


# Events by kind


def _withdrawn(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    if not is_done(passage, verb, segment):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    needed = _NEEDED.get(verb.word)
    if (needed and not needed.match(words)) or _OTHER_OBJECT.search(words):
        return
    other: TypeMention | None = None
    groups = groups_of(passage, *right) if verb.is_after else []
    if not groups:
        other = next(iter(passage.types(*right)), None)
        if verb.is_after and not _is_open(words, other, right):
            return
        groups, other = _befallen_before(passage, verb, segment, other)
    if not groups:
        yield from _unnamed(notice, passage, verb, segment, other)
    end = _quality_end(passage, right)
    for group in groups:
        kind = type_of(notice, group, other)
        if is_known(notice, group, kind) and is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(notice, passage, verb, "withdrawn", group, kind, end)


def _is_open(words: str, other: TypeMention | None, right: Place) -> bool:
    """Whether a verb is not followed by an object of another kind; a bare type may stand there."""
    if other is not None:
        words = words[: other.start - right[0]] + words[other.end - right[0] :]
    return _EMPTY_OBJECT.match(words) is not None


def _befallen_before(
    passage: Passage, verb: Verb, segment: Place, other: TypeMention | None
) -> tuple[list[Group], TypeMention | None]:
    """Who stands before the verb, and the type that is named between: 3家企业…放弃省级企业技术中心，予以撤销."""
    if "其余" in passage.text(clause_start(passage, verb, segment), verb.start):
        return [], other
    groups = left_groups(passage, segment[0], verb.start)
    if groups and other is None:
        between = passage.types(groups[-1].end, verb.start)
        other = next((m for m in between if not m.entry.generic), None)
    return groups, other


def _unnamed(
    notice: Notice, passage: Passage, verb: Verb, segment: Place, other: TypeMention | None
) -> Iterator[Fact]:
    """A group that is told without a number: 对本次评价不合格的…，将撤销其资格(另行通知)."""
    if notice.kind in GENERAL_KINDS:
        return
    scope = re.compile(
        r"(?:对|将)?(?P<who>(?:本次|此次|本轮|其余|上述|以上|下列)[^,;:。]{2,60})[,]?"
    )
    for found in scope.finditer(
        passage.words, segment[0] - passage.start, verb.start - passage.start
    ):
        start, end = found.start("who") + passage.start, found.end("who") + passage.start
        named = [m for m in passage.types(start, end) if not m.entry.generic]
        kind = named[0] if named else other
        if kind is None or re.search(r"情形|行为|情况|规定|条件|材料", passage.text(start, end)):
            continue
        group = Group(start, end, (), False, None, False, kind, "", True)
        right = right_of(passage, verb, segment)
        yield from facts_of_group(
            notice, passage, verb, "withdrawn", group, kind, _quality_end(passage, right)
        )
        return


def _quality_end(passage: Passage, right: Place) -> int:
    """The end of the words that say what is taken away: …资格."""
    words = passage.text(*right)
    found = re.search(r"资格|称号|备案|资质|序列|牌匾|管理|建设|认定", words)
    return right[0] + found.end() if found else right[0]


def _recognised(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    if not is_done(passage, verb, segment):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    if _OTHER_OBJECT.search(words) or re.match(
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


_HANDLERS = {
    "withdrawn": _withdrawn,
    "recognised": _recognised,
    "renamed": renamed,
    "host_changed": host_changed,
    "merged": merged,
    "converted": converted,
}
