"""What a notice says for all of its sentences, and whom a verb of it speaks of.

In: a reading with its types and its own document. Out: groups to the right and to the left of a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.components.groups import Group, group_in
from ingest.components.passages import Passage, Place
from ingest.components.reading import Reading, TypeMention

_CLAUSE_STOP = re.compile(r"[,:]")
_SEGMENT_STOP = re.compile(r"[;。]")
#: What is published so that somebody may object has not been decided.
_PUBLISHED_FIRST = re.compile(
    r"(?:现|现将|将|进行|予以|向社会)(?:[^。;\n]{0,40}?)(?:予以|进行)?公示(?!无异议|期满|后|程序|结束|[、,]现)(?=[,。(:\n]|如下|$)|"
    r"公示(?:如下|期[为:自]|时间)"
)
#: Words of plans, conditions and stocks; the first hold for a whole sentence, the others near by.
_PLANNED = re.compile(
    r"到20\d\d年|至20\d\d年|力争|争取|目标|每年|十[一二三四五]五|累计|截[至止]|情形|应当|凡(?!是?纳)|"
    r"不得(?!再|重新|继续|以|申报|申请|参加)|若(?!干)"
)
_PLANNED_NEAR = re.compile(
    r"计划(?=到|在|新|认定|建设|组建|培育)|奖励|补助|资助|万元|满足|条件|不少于|不超过|不低于|如(?![下期实])|"
    r"须(?=在|于|提|向|报|经)|可以|支持|鼓励|推动|引导|视为|逐步|加快|培育|探索|拥有|建有|建成|每[家个]|推荐|现有|已有|"
    r"左右|以内"
)
_NEGATED = re.compile(r"(?:不予|未予|未被|未|不|暂不|暂缓|免予|拒绝|无须|不得|不宜|继续|恢复)$")
#: Somebody may or must, nobody has: 可认定为, 应当撤销, 申请更名.
_NOT_DONE = re.compile(
    r"(?:可以?|可直接|直接|(?<!相)应当?|须|需|必须|将会|能够?|申请|申报|要求|提出|拟申请|组织|开展|启动|优先|"
    r"情况|存在|发生|涉及|或|有无|是否|办理|进行)$"
)
#: What will be done if something has not changed by then: 整改期满仍不合格的, 予以撤销.
_IN_THAT_CASE = re.compile(
    r"(?:仍|期满|届满|到期|届时)[^,;:。]{0,24}的,?(?:将|则|由[^,;]{1,12})?(?:予以|给予|按规定)?$"
)
_PLATFORM_NOUN = re.compile(r"实验室|中心|平台|基地|站|载体|空间|孵化")
#: Kinds of texts that decide, and words of a sentence that does.
_NOTICES = ("notice", "evaluation", "roster")
_DECIDED = re.compile(
    r"资格|称号|资质|备案|附件|名单|决定|同意|批准|经[研评审复专厅局委综]|现[将对]|拟|公示|公布|予以|自本|被|本次|本轮|通过|具有|复核|"
    r"将\s*(?:\d+|[两三四五六七八九十]+)[家个]"
)
_NEAR = 30
_FAR = 600
#: How long a list of names before a verb is, at most, in characters.
_LONGEST_LIST = 1_500
#: What is longer is no sentence of a notice; reading it as one would cost its square.
_LONGEST_SENTENCE = 4_000
GENERAL_KINDS = ("measure", "law", "plan", "interpretation")
#: What follows is what something became, not what it was: 更名为….
_RESULT = re.compile(
    r"(?:更名|改名|变更|调整|更改|转建|转|组建|合并|整合|升级|命名|认定|改|评定|确定)为|并入|纳入|自本通知|具有(?!限)"
)


@dataclass(frozen=True)
class Verb:
    """A verb of the lexicon in the text."""

    start: int
    end: int
    word: str
    event: str
    is_after: bool


@dataclass
class Notice:
    """What the whole text says for all its events."""

    reading: Reading
    kind: str | None
    date: str | None
    type: TypeMention | None
    is_proposal: bool
    title: Place
    title_words: str


def notice_of(reading: Reading) -> Notice:
    """What a text says for all of its events; made once for a text."""
    own = next((fact for fact in reading.facts if fact.kind == "document"), None)
    is_proposal = "公示" in reading.text and _PUBLISHED_FIRST.search(reading.text) is not None
    if own is None:
        return Notice(reading, None, None, None, is_proposal, (0, 0), "")
    title = str(own.data["title"])
    named = [m for m in reading.types_between(own.start, own.end) if not m.entry.generic]
    # A text without a title of its own is not of the kind that it refers to in 《》.
    is_own = reading.text[max(0, own.start - 1) : own.start] not in ("《", "<")
    return Notice(
        reading,
        own.data.get("kind") if is_own else None,
        own.data.get("date"),
        named[0] if named and "高新技术企业" not in title else None,
        "公示" in title
        or re.search(r"关于拟|拟(?:认定|撤销|取消|更名|更改|变更)", title) is not None
        or is_proposal,
        (own.start, own.end),
        reading.text[own.start : own.end].rpartition("关于")[2],
    )


def passages(reading: Reading, telling: re.Pattern[str]) -> Iterator[Passage]:
    """The sentences in which an expression is found."""
    for start, end in reading.sentences_with(telling):
        if end - start <= _LONGEST_SENTENCE:
            yield Passage.of(reading, start, end)


def segment_of(passage: Passage, verb: Verb) -> Place:
    """The part of a sentence around a verb that no ; parts."""
    start, end = passage.start, passage.end
    for stop in _SEGMENT_STOP.finditer(passage.words):
        place = stop.start() + passage.start
        if place < verb.start:
            start = place + 1
        elif place >= verb.end:
            end = place
            break
    return start, end


def right_of(passage: Passage, verb: Verb, segment: Place) -> Place:
    """From a verb to the next stop."""
    stop = _CLAUSE_STOP.search(passage.words, verb.end - passage.start, segment[1] - passage.start)
    return verb.end, stop.start() + passage.start if stop else segment[1]


def clause_start(passage: Passage, verb: Verb, segment: Place) -> int:
    """Where the clause of a verb begins."""
    words = passage.text(segment[0], verb.start)
    return segment[0] + max(words.rfind(","), words.rfind(":")) + 1


def groups_of(passage: Passage, start: int, end: int) -> list[Group]:
    """The groups of a clause that are joined: 42家工程中心、7家重点实验室."""
    found: list[Group] = []
    while start < end and (group := group_in(passage, start, end)) is not None:
        between = passage.text(found[-1].end, group.start) if found else ""
        if found and not re.fullmatch(r"\s*(?:\([^()]*\))?\s*(?:、|和|与|及|以及)?\s*", between):
            break
        found.append(group)
        start = max(group.end, start + 1)
    return found


def left_groups(passage: Passage, start: int, end: int, clauses: int = 5) -> list[Group]:
    """The groups of the nearest clause before a place that has any."""
    start = max(start, end - _LONGEST_LIST)
    stops = [m.end() + passage.start for m in _CLAUSE_STOP.finditer(passage.words)]
    edges = [start, *(stop for stop in stops if start < stop <= end)]
    last = end
    for edge in reversed(edges[-clauses:]):
        into = _RESULT.search(passage.words, edge - passage.start, last - passage.start)
        found = groups_of(passage, edge, into.start() + passage.start if into else last)
        if found:
            return found
        last = edge - 1
    return []


def is_sure(notice: Notice, passage: Passage, group: Group, segment: Place, verb: Verb) -> bool:
    """A bare count needs a text that decides; names and lead names speak for themselves."""
    if group.names or group.points_back:
        return True
    if notice.kind in GENERAL_KINDS:
        return False
    decides = notice.kind in _NOTICES or _DECIDED.search(passage.words) is not None
    if not decides and verb.event != "evaluation":
        return False  # 新认定省重点实验室18家 may be a plan's
    before = passage.text(segment[0], group.start)
    clause = segment[0] + max(before.rfind(","), before.rfind(":")) + 1
    first = max(clause, group.start - _NEAR)
    near = passage.text(first, min(segment[1], max(group.end, verb.end) + _NEAR))
    if group.modifier is not None and group.modifier[1] <= group.start:
        # 因搬迁不再具备条件的7家: why they are meant is no condition.
        near = near[max(0, group.modifier[1] - first) :]
    planned = [found[0] for found in _PLANNED.finditer(passage.text(*segment))]
    if verb.event == "evaluation":  # 截至2019年底的142家: those who were graded
        planned = [word for word in planned if not word.startswith("截")]
    return not (planned or _PLANNED_NEAR.search(near))


def type_of(notice: Notice, group: Group, other: TypeMention | None = None) -> TypeMention | None:
    """A group's type: its own, the one that its verb names, else the title's."""
    own = group.type
    if own is not None and other is not None and other.entry is own.entry and other.prefix:
        return other  # 企业技术中心…具有山东省企业技术中心资格
    if own is not None and not own.entry.generic:
        return own
    if other is not None:
        return other
    if own is not None:
        return own
    line = notice.reading.text.rfind("\n", 0, group.start) + 1
    before = notice.reading.types_between(max(line, group.start - _FAR), group.start)
    near = next((m for m in reversed(before) if not m.entry.generic), None)
    return near or notice.type


def is_known(notice: Notice, group: Group, kind: TypeMention | None) -> bool:
    """Whether it is platforms that the group is made of, though no type of the lexicon may be named."""
    if kind is not None or _PLATFORM_NOUN.search(group.noun):
        return True
    # 考核结果的通知 of 研究生工作站: 36家 are of what the title names.
    return group.has_count and _PLATFORM_NOUN.search(notice.title_words) is not None


def is_done(passage: Passage, verb: Verb, segment: Place) -> bool:
    """Whether a verb tells what is done, not what is denied, asked for, or may be done."""
    before = passage.text(max(segment[0], verb.start - 8), verb.start)
    if _NEGATED.search(before) or _IN_THAT_CASE.search(passage.text(segment[0], verb.start)):
        return False
    return _NOT_DONE.search(before) is None or before.endswith("发生")
