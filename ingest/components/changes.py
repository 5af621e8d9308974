"""Events that change what a platform is: renamed, host_changed, merged, converted.

Matches "甲重点实验室更名为乙重点实验室", "依托单位由丙变更为丁", "将甲、乙合并为戊", "转建为省技术创新中心". Not "晋源重工有限公司更名为…"
(a firm's own name), nor what must be asked for ("需要更名的，应当申请").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.components.event_facts import facts_of_group
from ingest.components.groups import Group
from ingest.components.name_lists import is_host, is_proper
from ingest.components.notices import (
    Notice,
    Verb,
    clause_start,
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

_BY_HOST = re.compile(
    r"(?:依托|承担|建设|牵头|运营|承建|主办|管理|组建|共建|依托建设|申报)?(?:单位|主体|机构|高校|(?<=依托|承担|建设|牵头|运营)企业)"
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
#: 甲与乙合并，合并后名称为丙: the name stands in the next clause.
_MERGED_INTO = re.compile(
    r",(?:(?:合并|整合|重组|组建|归并)后(?:的)?(?:新)?(?:重点实验室|实验室|中心|平台|机构)?"
    r"(?:的?名称|命名|更名|统称|称)?|新?名称|定名|命名|更名)(?:调整|变更|更改|确定|改)?(?:为|是)"
)
_MASK = re.compile(r"[×*XxＸ]{2,}|[○〇]{2,}")


def renamed(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    """甲更名为乙; where it is the host that is changed to another, host_changed."""
    before = passage.text(segment[0], verb.start)
    if not is_done(passage, verb, segment):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    makes = verb.word.endswith("为") or words.startswith("为")
    if not makes:
        yield from _changed_group(notice, passage, verb, segment, "renamed")
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
    groups = _old_names(passage, segment, before, new_type) or left_groups(
        passage, segment[0], verb.start, clauses=2
    )
    if not groups:
        yield from _renamed_by_pattern(notice, passage, verb, segment, to, new_type)
    for group in map(_with_types, groups):
        kind = type_of(notice, group, new_type)
        event = _event_of_name(passage, verb, group, to, new_type)
        if event and kind is not None and is_sure(notice, passage, group, segment, verb):
            yield from facts_of_group(notice, passage, verb, event, group, kind, to[1], to=to)


def _with_types(group: Group) -> Group:
    """A lone name with the type that follows it: 甲公司省级企业技术中心 is renamed, not the firm."""
    kind = group.type
    if len(group.names) != 1 or kind is None or not group.is_whole or group.has_count:
        return group
    start, end = group.names[0]
    return replace(group, names=((start, kind.end),)) if kind.start == end else group


def _old_names(
    passage: Passage, segment: Place, before: str, new_type: TypeMention | None
) -> list[Group]:
    """The old name where it stands after 由: 名称由甲重点实验室变更为乙重点实验室."""
    old = _FROM.search(before)
    if old is None:
        return []
    place = _bare(passage, segment[0] + old.start("old"), segment[0] + old.end("old"))
    named = passage.types(*place)
    if not named or not is_proper(passage.text(*place)):
        return []
    return [Group(*place, (place,), True, None, False, named[-1] or new_type, "", False)]


def _event_of_name(
    passage: Passage, verb: Verb, group: Group, to: Place, new_type: TypeMention | None
) -> str | None:
    """renamed, or converted where what follows is a type and no name; None where firms change names."""
    hosts_only = bool(group.names) and all(is_host(passage.text(*one)) for one in group.names)
    if group.type is None and new_type is None and hosts_only:
        return None
    if verb.word in ("更名", "改名", "名称变更", "名称调整", "变更名称"):
        return "renamed"
    if new_type is None:
        return None
    if is_proper(passage.text(*to)):
        return "renamed"
    same = group.type is not None and group.type.entry is new_type.entry
    return None if same else "converted"


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
        if (is_quoted or is_known(notice, group, kind)) and is_sure(
            notice, passage, group, segment, verb
        ):
            yield from facts_of_group(
                notice, passage, verb, "host_changed", group, kind, to[1], **more
            )


def _changed_group(
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
        if is_known(notice, group, kind) and (group.has_count or group.names):
            if group.type is None and group.names and not group.has_count:
                continue
            if is_sure(notice, passage, group, segment, verb):
                yield from facts_of_group(notice, passage, verb, event, group, kind, verb.end)


def host_changed(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    """依托单位变更 that is granted without saying to whom; with a new host it is for `renamed` to tell apart."""
    before = passage.text(segment[0], verb.start)
    if not re.search(
        r"(?:依托|承担|建设|牵头|运营|承建|主办)(?:单位|主体|机构)(?:\([^()]*\))?(?:进行|予以|发生)?$",
        before,
    ):
        return
    yield from _changed_group(notice, passage, verb, segment, "host_changed")


def merged(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    """将甲、乙合并为丙, 甲并入乙, 整合14家."""
    if not is_done(passage, verb, segment):
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
        later = _MERGED_INTO.match(passage.words, right[1] - passage.start)
        if later is not None and not words.strip():
            start, right = later.end() + passage.start, (right[0], segment[1])
            stop = re.search("[,;:]", passage.text(start, right[1]))
            right = right[0], start + stop.start() if stop else right[1]
        elif not (made and made[0]) and verb.word not in ("并入",):
            return
        to = _new_name(passage, start, right[1])
        if to is None:
            return
        groups = left_groups(passage, segment[0], verb.start, clauses=2)
    for group in groups if _are_enough(verb, groups) else []:
        kind = type_of(notice, group)
        if not is_known(notice, group, kind) or (group.names and group.type is None):
            continue
        if not is_sure(notice, passage, group, segment, verb):
            continue
        if to is not None:
            yield from facts_of_group(notice, passage, verb, "merged", group, kind, to[1], to=to)
        else:
            yield from facts_of_group(notice, passage, verb, "merged", group, kind, group.end)


def _are_enough(verb: Verb, groups: list[Group]) -> bool:
    """One that is reorganised (重组为) is still one; several become one."""
    return verb.word != "重组" or sum(len(g.names) or g.count or 0 for g in groups) > 1


def converted(notice: Notice, passage: Passage, verb: Verb, segment: Place) -> Iterator[Fact]:
    """甲工程实验室转为省工程研究中心, 甲等9家纳入省技术创新中心序列."""
    if not is_done(passage, verb, segment):
        return
    right = right_of(passage, verb, segment)
    words = passage.text(*right)
    made = re.match(r"(?:为|成|到|至|建为)?", words)
    start = right[0] + (made.end() if made else 0)
    if verb.word in ("升级", "升格", "转型", "转设", "转建") and not (made and made[0]):
        return
    if verb.word in ("纳入", "转入") and not re.search(r"序列|管理(?!服务)|管理体系|行列", words):
        return
    named = [m for m in passage.types(start, right[1]) if not m.entry.generic]
    if not named:
        return
    to = _new_name(passage, start, right[1]) or (named[0].start, named[0].end)
    tail = re.match(r"分中心|分实验室", passage.text(to[1], to[1] + 4))
    to = (to[0], to[1] + (tail.end() if tail else 0))
    for group in left_groups(passage, segment[0], verb.start, clauses=2):
        if not is_sure(notice, passage, group, segment, verb):
            continue
        event = _event_of_type(verb, group.type, named[0])
        kind = group.type or (named[0] if event == "recognised" else type_of(notice, group))
        more = {"to": to} if event == "converted" else {}
        if event:
            yield from facts_of_group(notice, passage, verb, event, group, kind, to[1], **more)


def _event_of_type(verb: Verb, old: TypeMention | None, new: TypeMention) -> str | None:
    """纳入省重点实验室序列 recognises who had no type or the same; else it converts."""
    same = old is not None and old.entry is new.entry
    if verb.word == "纳入" and (same or old is None):
        return "recognised"
    if same and verb.word == "转入" and old is not None and old.level == new.level:
        return None
    return "converted"


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
