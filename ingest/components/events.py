"""Events of platforms that a notice states: recognised, renamed, host_changed, withdrawn, merged, converted.

An event needs somebody whom it befalls: named platforms, or a group with its count ("撤销甲公司等309家…资格"
is one event with count 309). "对不合格的重点实验室予以撤销" is a rule and no event. Verbs are a lexicon
(`event_verbs.csv`); who is meant is for `groups` to say, and when in doubt nothing is stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.event_facts import facts_of_group, once
from ingest.components.groups import Group, Passage, Place, is_host, is_proper
from ingest.components.listed import names_below
from ingest.components.notices import (
    GENERAL_KINDS,
    Notice,
    Verb,
    clause_start,
    groups_of,
    is_known,
    is_sure,
    left_groups,
    notice_of,
    passages,
    right_of,
    segment_of,
    type_of,
)
from ingest.components.reading import TypeMention, reading_of
from ingest.facts import Fact

_NEGATED = re.compile(r"(?:不予|未予|未被|未|不|暂不|暂缓|免予|拒绝|无须|不得|不宜|继续|恢复)$")
#: Somebody may or must, nobody has: 可认定为, 应当撤销, 申请更名.
_NOT_DONE = re.compile(
    r"(?:可以?|可直接|直接|(?<!相)应当?|须|需|必须|将会|能够?|申请|申报|要求|提出|拟申请|组织|开展|启动|优先|"
    r"情况|存在|发生|涉及|或|有无|是否|办理|进行)$"
)
_QUALITY = (
    r"(?:的)?(?:省级|市级|国家级?|区级|县级)?(?:资格|称号|备案|资质|认定|牌匾|牌子|命名|序列|建设|运行|身份|"
    r"标牌|荣誉|授牌|建站|管理|支持)"
)
#: What may follow a verb whose object stands before it.
_EMPTY_OBJECT = re.compile(
    rf"\s*(?:其|该|上述|相应|原)?(?:{_QUALITY})*(?:和|及|、)?(?:{_QUALITY})?\s*(?:的?决定|处理|并.*|\(.*|”?的?通知|管理|"
    r"资格资格|[,;:。、].*)?$"
)
_OTHER_OBJECT = re.compile(
    r"项目|课题|职务|主任|处分|证书|建制|申报资格|推荐资格|评审资格|专家资格|限制|名额|专业技术|学位|党内|"
    r"高新技术企业(?!研)|科技型中小企业|专精特新|小巨人|瞪羚|独角兽|技术先进型|软件企业|示范企业|创新型企业|"
    r"许可|执照|处罚|补助|资助|奖励|合同|会议|活动|账户|编制|科室|部门|行政"
)
_BY_HOST = re.compile(
    r"(?:依托|承担|建设|牵头|运营|承建|主办|管理|组建|共建|依托建设|申报)?(?:单位|主体|机构|高校)"
    r"(?:的?名称)?\s*(?:均)?(?:由\s*(?P<old>[^,;:]{2,40}?)\s*)?(?:相应|统一)?$"
)
_FROM = re.compile(r"(?:名称)?由\s*(?P<old>[^,;:]{2,60}?)\s*(?:统一|正式|相应)?$")
_APPROVED = re.compile(r"同意|予以|批准|确认|准予|核准|公布|决定|通过")
_ASKED = re.compile(
    r"申请(?=[^,;]{0,6}的[,，])|须|应当|如有|如需|(?:申请|证明|申报|相关|佐证)材料|提交|填写|填报|申请表|办理"
)
_BACK_NOUN = re.compile(
    r"(?:实验室|中心|平台|基地|工作站|孵化器|众创空间)(?:的?名称|命名)?(?:统一|正式)?$"
)
_MASK = re.compile(r"[×*XxＸ]{2,}|[○〇]{2,}")


@Language.component("pingtai_events")
def events(doc: Doc) -> Doc:
    """State an `event` fact for each named platform, or each group, that something has befallen."""
    reading = reading_of(doc)
    notice = notice_of(reading)
    found: list[Fact] = []
    for passage in passages(reading, _telling()):
        found.extend(_in_sentence(notice, passage) or _under_heading(notice, passage))
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


def _in_sentence(notice: Notice, passage: Passage) -> list[Fact]:
    verbs = [
        Verb(m.start() + passage.start, m.end() + passage.start, m[0], *_lexicon()[m[0]])
        for m in _telling().finditer(passage.words)
    ]
    found: list[Fact] = []
    for verb in verbs:
        found.extend(_HANDLERS[verb.event](notice, passage, verb, segment_of(passage, verb)))
    return found


#: A line that announces names: 撤销的省重点实验室名单, 决定撤销下列实验室:.
_HEADING = re.compile(
    r"(?:名单|如下|下列[^,;。]{2,20}|以下[^,;。]{2,20}|[家个]\)|[家个])[:：]?\s*(?:\(\d+[家个]\))?$"
)
_LONGEST_HEADING = 60


def _under_heading(notice: Notice, passage: Passage) -> list[Fact]:
    """The events of the names in the lines below a heading that tells of a withdrawal."""
    words = passage.words.strip()
    clause = words[-_LONGEST_HEADING:]
    told = next((w for w, (e, _) in _lexicon().items() if e == "withdrawn" and w in clause), None)
    if told is None or not _HEADING.search(words) or _NEGATED.search(clause.split(told)[0]):
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
    before = passage.text(max(segment[0], verb.start - 8), verb.start)
    if _NEGATED.search(before) or _NOT_DONE.search(before):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    if verb.word == "退出" and not re.match(r"[^,;]{0,14}(?:序列|行列|名单|管理|资格)", words):
        return
    if verb.word == "终止" and not re.search(r"建设|运行|资格|备案|认定", words):
        return
    if _OTHER_OBJECT.search(words):
        return
    other: TypeMention | None = None
    groups = groups_of(passage, *right) if verb.is_after else []
    if not groups:
        other = next(iter(passage.types(*right)), None)
        rest = words
        if other is not None:
            rest = words[: other.start - right[0]] + words[other.end - right[0] :]
        is_open = _EMPTY_OBJECT.match(rest) is not None or not verb.is_after
        if not is_open:
            return
        clause = passage.text(clause_start(passage, verb, segment), verb.start)
        if "其余" not in clause:
            groups = left_groups(passage, segment[0], verb.start)
        if groups and other is None:
            between = passage.types(groups[-1].end, verb.start)
            other = next((m for m in between if not m.entry.generic), None)
    if not groups:
        yield from _unnamed(notice, passage, verb, segment, other)
        return
    end = _quality_end(passage, right)
    for group in groups:
        kind = type_of(notice, group, other)
        if is_known(group, kind) and is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(notice, passage, verb, "withdrawn", group, kind, end)


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
    before = passage.text(max(segment[0], verb.start - 8), verb.start)
    if _NEGATED.search(before) or _NOT_DONE.search(before):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    if _OTHER_OBJECT.search(words) or re.match(
        r"的|条件|办法|标准|工作|程序|管理|指南|申报|机构|登记|类|和备案|或|等|材料|名单|后|情况|结果|数|通过|单位",
        words,
    ):
        return
    found = (
        _recognised_after(passage, verb, right)
        if verb.is_after
        else _recognised_before(passage, verb, segment, right)
    )
    if found is None:
        return
    groups, other, end = found
    for group in groups:
        kind = type_of(notice, group, other)
        if is_known(group, kind) and is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(notice, passage, verb, "recognised", group, kind, end)


_OTHER_DECISION = re.compile(
    r"更名|变更|调整|合并|转[建为入型]|撤销|撤消|并入|整合|取消|退出|延期|注销"
)
_FOUNDING = re.compile(
    r"组建|建设|设立|创建|成立|筹建|立项|认定|备案|为|新建|挂牌|授牌|列入|纳入|启动"
)


def _recognised_after(
    passage: Passage, verb: Verb, right: Place
) -> tuple[list[Group], TypeMention | None, int] | None:
    """认定甲公司等24家企业的技术中心为市级企业技术中心, 同意依托西岭大学建设盆地地质灾害国家重点实验室."""
    words = passage.text(*right)
    if verb.word in ("批准", "同意", "确定", "确认", "命名", "授予"):
        if _OTHER_DECISION.search(words):
            return None
        if verb.word in ("批准", "同意") and not _FOUNDING.search(words):
            return None
        if verb.word in ("确定", "确认", "命名") and "为" not in words:
            return None
        if verb.word == "授予" and not re.search(r"称号|资格|牌", words):
            return None
    by_host = re.search(r"依托(?P<host>[^,;:]{2,40}?)(?:组建|建设|设立|筹建|成立)", words)
    start = right[0] + by_host.end() if by_host else right[0]
    groups = groups_of(passage, start, right[1])
    if not groups:
        return None
    last = groups[-1]
    named = [m for m in passage.types(last.end, right[1]) if not m.entry.generic]
    other = named[0] if named else None
    gap = passage.text(last.end, other.start) if other else ""
    if groups[0].modifier is not None and not groups[0].names and "为" not in gap:
        return None  # 批准成立并投入运行的99家: which they are, not what is decided
    if other is not None and not re.search(r"为|组建|建设|设立|创建|成立|筹建|“|\"|的", gap):
        other = None
    if verb.word in ("确定", "确认") and other is None:
        return None
    return groups, other, other.end if other else last.end


def _recognised_before(
    passage: Passage, verb: Verb, segment: Place, right: Place
) -> tuple[list[Group], TypeMention | None, int] | None:
    """…被认定为省级众创空间, …列入省重点实验室序列, …获批建设."""
    words = passage.text(*right)
    named = passage.types(*right)
    other = named[0] if named and named[0].start - right[0] <= 20 else None
    needs_type = verb.word in ("认定为", "确定为", "批准为", "命名为", "列入", "列为", "入选")
    if needs_type and other is None:
        return None
    if verb.word in ("列入", "入选") and re.search(r"计划|规划|失信|黑名单|异常", words):
        return None
    groups = left_groups(passage, segment[0], verb.start, clauses=2)
    if not groups and verb.word == "获批" and other is not None:
        groups = [g for g in groups_of(passage, *right) if g.names]
    if not groups:
        return None
    return groups, other, other.end if other else verb.end


def _renamed(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    before = passage.text(segment[0], verb.start)
    near = before[-8:]
    if _NEGATED.search(near) or (_NOT_DONE.search(near) and not near.endswith("发生")):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    makes = verb.word.endswith("为") or words.startswith("为")
    if not makes:
        yield from changed_group(notice, passage, verb, segment, "renamed")
        return
    start = right[0] + (1 if words.startswith("为") else 0)
    host = _BY_HOST.search(before)
    if host and not re.search(r"(?:^|[,:])(?:原)?单位$", before):
        yield from _new_host(notice, passage, verb, segment, (start, right[1]), host)
        return
    to = _new_name(passage, start, right[1])
    if to is None:
        return
    new_type = next(iter(passage.types(*to)[-1:]), None)
    old = _FROM.search(before)
    if old and _ends_like_platform(
        passage, segment[0] + old.start("old"), segment[0] + old.end("old")
    ):
        place = segment[0] + old.start("old"), segment[0] + old.end("old")
        inner = next(iter(passage.types(*place)[-1:]), new_type)
        groups = [Group(*place, (place,), True, None, False, inner, "", False)]
        groups = [replace(one, names=(_bare(passage, *place),)) for one in groups]
    else:
        groups = left_groups(passage, segment[0], verb.start, clauses=2)
    if not groups:
        yield from _renamed_by_pattern(notice, passage, verb, segment, to, new_type)
        return
    for group in groups:
        kind = type_of(notice, group, new_type)
        is_platform = group.type is not None or (
            kind is not None and (new_type is not None or not _all_hosts(passage, group))
        )
        if not is_platform or kind is None:
            continue
        strict = verb.word in ("调整为", "改为", "更改为", "变更为")
        if strict and new_type is None:
            continue
        event, more = "renamed", {"to": to}
        if strict and not is_proper(passage.text(*to)):
            event = "converted"
            if group.type is not None and new_type is not None:
                if group.type.entry is new_type.entry:
                    continue
        if is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(notice, passage, verb, event, group, kind, to[1], **more)


def _all_hosts(passage: Passage, group: Group) -> bool:
    return bool(group.names) and all(is_host(passage.text(*place)) for place in group.names)


def _ends_like_platform(passage: Passage, start: int, end: int) -> bool:
    words = passage.text(start, end).rstrip(' ”"」』')
    return bool(passage.types(start, end)) and is_proper(words)


def _bare(passage: Passage, start: int, end: int) -> Place:
    words = passage.text(start, end)
    return (
        start + len(words) - len(words.lstrip(' “"「『')),
        end - (len(words) - len(words.rstrip(' ”"」』'))),
    )


def _renamed_by_pattern(
    notice: Notice,
    passage: Passage,
    verb: Verb,
    segment: Place,
    to: Place,
    new_type: TypeMention | None,
) -> Iterator[Fact]:
    """No platform is named: “某市××中心”统一更名为“某省××中心”; 实验室命名调整为…."""
    before = passage.text(segment[0], verb.start)
    masked = _MASK.search(before)
    if masked:
        scope = next((m for m in re.finditer(r"“([^“”]*)”", before) if _MASK.search(m[1])), None)
        start, end = (
            (segment[0] + scope.start(1), segment[0] + scope.end(1))
            if scope
            else (segment[0], verb.start)
        )
    elif _BACK_NOUN.search(before) and new_type is not None and is_proper(passage.text(*to)):
        clause = max(before.rfind(","), before.rfind(":")) + 1
        start, end = segment[0] + clause, verb.start
    else:
        return
    if new_type is None:
        return
    group = Group(start, end, (), False, None, False, new_type, "", True)
    yield from facts_of_group(notice, passage, verb, "renamed", group, new_type, to[1], to=to)


def _new_host(
    notice: Notice, passage: Passage, verb: Verb, segment: Place, right: Place, by: re.Match[str]
) -> Iterator[Fact]:
    """依托单位由甲变更为乙."""
    words = passage.text(*right)
    stop = re.search(r"\(附件|的通知|并|同时|$", words)
    to = _bare(passage, right[0], right[0] + (stop.start() if stop else len(words)))
    if to[1] - to[0] < 3:
        return
    groups = [
        g
        for g in left_groups(passage, segment[0], segment[0] + by.start(), clauses=3)
        if g.names or g.has_count
    ]
    more: dict[str, Place] = {"to": to}
    if by["old"]:
        more["from"] = _bare(passage, segment[0] + by.start("old"), segment[0] + by.end("old"))
    for group in groups:
        kind = type_of(notice, group)
        is_quoted = passage.text(group.start - 1, group.start) in ("“", '"', "「")
        if (is_quoted or is_known(group, kind)) and is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(
                notice, passage, verb, "host_changed", group, kind, to[1], **more
            )


def changed_group(
    notice: Notice, passage: Passage, verb: Verb, segment: Place, event: str
) -> Iterator[Fact]:
    """A change that is granted without saying into what: 同意…等70家…的更名申请."""
    right = right_of(passage, verb, segment)
    if not _APPROVED.search(passage.text(*segment)):
        return
    clause = clause_start(passage, verb, segment)
    if _ASKED.search(passage.text(clause, min(segment[1], right[1] + 30))):
        return
    groups = left_groups(passage, segment[0], verb.start, clauses=3)
    if not groups:
        groups = groups_of(passage, *right)
    for group in groups:
        kind = type_of(notice, group)
        if is_known(group, kind) and (group.has_count or group.names):
            if group.type is None and group.names and not group.has_count:
                continue
            if is_sure(notice, passage, group, segment, verb):
                yield from facts_of_group(notice, passage, verb, event, group, kind, verb.end)


def _host_changed(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    before = passage.text(segment[0], verb.start)
    if not re.search(
        r"(?:依托|承担|建设|牵头|运营|承建|主办)(?:单位|主体|机构)(?:\([^()]*\))?(?:进行|予以|发生)?$",
        before,
    ):
        return
    if _NOT_DONE.search(before[-3:]) and "发生" not in before[-40:]:
        return
    yield from changed_group(notice, passage, verb, segment, "host_changed")


def _merged(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    before = passage.text(max(segment[0], verb.start - 8), verb.start)
    if _NEGATED.search(before) or _NOT_DONE.search(before):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    made = re.match(r"(?:重组|组建|成立|设立|建设|优化|更名|重新)*(?:为|成|到|至|入)?", words)
    start = right[0] + (made.end() if made else 0)
    counted = re.match(
        r"(?:了)?\s*(?:\d{1,4}|[〇零二两三四五六七八九十百]{1,4})\s*[家个](?!以上|左右)", words
    )
    if counted and verb.word in ("整合", "合并"):
        groups = groups_of(passage, *right)[:1]
        to: Place | None = None
    else:
        if not (made and made[0]) and verb.word not in ("并入",):
            return
        to = _new_name(passage, start, right[1])
        if to is None:
            return
        groups = left_groups(passage, segment[0], verb.start, clauses=2)
    for group in groups:
        kind = type_of(notice, group)
        if not is_known(group, kind) or (group.names and group.type is None):
            continue
        if not is_sure(notice, passage, group, segment, verb):
            continue
        if to is not None:
            yield from facts_of_group(notice, passage, verb, "merged", group, kind, to[1], to=to)
        else:
            yield from facts_of_group(notice, passage, verb, "merged", group, kind, group.end)


def _converted(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    before = passage.text(max(segment[0], verb.start - 8), verb.start)
    if _NEGATED.search(before) or _NOT_DONE.search(before):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    made = re.match(r"(?:为|成|到|至|建为)?", words)
    start = right[0] + (made.end() if made else 0)
    if verb.word in ("升级", "升格", "转型", "转设", "转建") and not (made and made[0]):
        return
    if verb.word in ("纳入", "转入") and not re.search(r"序列|管理|体系|行列", words):
        return
    named = [m for m in passage.types(start, right[1]) if not m.entry.generic]
    if not named:
        return
    to = (named[0].start, named[0].end)
    proper = _new_name(passage, start, right[1])
    if proper is not None:
        to = proper
    tail = re.match(r"分中心|分实验室", passage.text(to[1], to[1] + 4))
    if tail:
        to = (to[0], to[1] + tail.end())
    for group in left_groups(passage, segment[0], verb.start, clauses=2):
        kind = group.type or type_of(notice, group)
        if not is_sure(notice, passage, group, segment, verb):
            continue
        same = group.type is not None and group.type.entry is named[0].entry
        if same and verb.word == "纳入":
            yield from facts_of_group(notice, passage, verb, "recognised", group, kind, to[1])
        elif verb.word == "纳入" and group.type is None:
            yield from facts_of_group(notice, passage, verb, "recognised", group, named[0], to[1])
        elif not same or verb.word not in ("纳入", "转入") or group.type.level != named[0].level:
            yield from facts_of_group(notice, passage, verb, "converted", group, kind, to[1], to=to)


def _new_name(passage: Passage, start: int, end: int) -> Place | None:
    """The name that stands after 为: in quotation marks, or up to the last type of the clause."""
    words = passage.text(start, end)
    quoted = re.match(r"\s*[“\"「『]([^“”\"「」『』]{2,60})[”\"」』]", words)
    if quoted:
        return start + quoted.start(1), start + quoted.end(1)
    stop = re.search(r"并(?!联)|同时|的(?:通知|批复|决定|请示|函)|\(附件|\(见|\(名单", words)
    last = start + (stop.start() if stop else len(words))
    named = passage.types(start, last)
    if not named:
        return None
    bracket = re.match(r"\([^()\n]{1,30}\)", passage.text(named[-1].end, last))
    name_end = named[-1].end + (bracket.end() if bracket else 0)
    opening = re.match(r"\s*(?:一个|新的)?", words)
    return start + (opening.end() if opening else 0), name_end


_HANDLERS = {
    "withdrawn": _withdrawn,
    "recognised": _recognised,
    "renamed": _renamed,
    "host_changed": _host_changed,
    "merged": _merged,
    "converted": _converted,
}
