"""Rules that a text lays down for platforms: no new ones of a type, no duplicate construction, what happens
on failing, what is merged or converted, and how overlap is judged.

Matches "不再新建省工程技术研究中心", "避免低水平、交叉和重复建设", "考核不合格的予以撤销", "依托单位相同、方向相近的平台要进行整合",
"每个依托单位不超过2家". Not "避免重复性检查", "防止重复立项": those are about inspections and projects; nor "撤销甲公司等
9家…资格": that is an event, which `events` has stated before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.reading import Reading, TypeMention, reading_of
from ingest.components.types import printed
from ingest.facts import Fact

_FAILING = (
    "不合格",
    "不达标",
    "未达标",
    "未通过",
    "不通过",
    "不及格",
    "较差",
    "末位",
    "为差",
    "达不到要求",
    "未达到要求",
    "不符合要求",
)
_FAIL = f"(?:{'|'.join(_FAILING)})"
_END_OF = (
    r"(?:一票否决|撤销|撤消|取消|淘汰|退出|摘牌|不再保留|不再列入|不再纳入|不再列为|不再作为|不予保留|终止|清退|注销|收回)"
    r"(?![^。;,\n]{0,10}(?:资助|资金|补助|奖励|奖补|项目|合同|处分))"
)
_FOUND = r"(?:新建|新认定|认定|批准|批复|新增|组建|新组建|新布局|布局|新设立|设立|审批|备案)"
_SUBJECT = r"(?:依托单位|承担单位|建设单位|主体|研究方向|方向|领域|研究内容|内容|定位|功能|类型)"
_ALIKE = r"(?:相同|相近|相似|类似|雷同|重复|重叠|交叉|一致)"
_HOSTS = r"(?:同一|每个?|每家|单个|一个|各)(?:依托|牵头|建设|申报|法人|承担|共建|独立|运营|的)*(?:单位|企业|高校|法人|机构|主体)"


@dataclass(frozen=True)
class _Rule:
    """A rule's name and how it is said. `about` is where its type stands: right after the match (next),
    anywhere in the sentence (near), there but not needed (any), or nowhere (none). One of `needed` is in
    every match: looking for these is far cheaper than for the pattern."""

    name: str
    needed: tuple[str, ...]
    pattern: re.Pattern[str]
    about: str


_RULES = (
    _Rule(
        "refused_overlap",
        ("已",),
        re.compile(
            r"已(?:经)?(?:建有|建设|获批|获得|拥有|认定|组建|承担|建成|设有|立项|有)[^。;\n]{2,50}?"
            r"(?:不再|不予|不得|原则上不|不能|不可|不应)[^。;\n]{0,14}?"
            r"(?:受理|支持|推荐|认定|批准|申报|新建|建设|布局|组建)[^。;,\n]{0,20}"
        ),
        "near",
    ),
    _Rule(
        "stop_new",
        ("不再", "停止", "暂停"),
        re.compile(
            rf"(?:(?:原则上)?不再|停止|暂停)(?:受理|开展|安排)?{_FOUND}(?:、{_FOUND})*(?:建设)?(?:新的)?"
        ),
        "next",
    ),
    _Rule(
        "avoid_duplicate_construction",
        ("重复", "同质化"),
        re.compile(
            r"(?:避免|防止|杜绝|减少|严禁|解决|克服|消除|遏制|防范|不搞|不得|力戒)[^。；;\n]{0,24}?"
            r"(?:重复建设|重复设置|重复布局|重复布点|交叉重复|重复交叉|交叉和重复|低水平重复|同质化建设|同质化竞争|重复组建)"
            r"(?:建设)?(?:的?问题)?"
        ),
        "none",
    ),
    _Rule(
        "revoke_on_fail",
        _FAILING,
        re.compile(
            r"(?:对|将)?[^。；;，,\n]{0,24}?(?:考核|评估|评价|验收|复核|整改|考评|评定|复审)[^。；;\n]{0,16}?"
            rf"{_FAIL}[^。；;\n]{{0,30}}?{_END_OF}[^。；;\n]{{0,12}}"
        ),
        "any",
    ),
    _Rule(
        "must_merge",
        ("整合", "合并", "归并", "撤并", "并入"),
        re.compile(
            rf"{_SUBJECT}[^。;\n]{{0,16}}?{_ALIKE}[^。;\n]{{0,40}}?(?:整合|合并|归并|撤并|并入)[^。;,\n]{{0,8}}"
        ),
        "any",
    ),
    _Rule(
        "must_choose_one",
        ("只能选择", "不得同时", "择一", "二选一"),
        re.compile(
            r"(?:只能|仅能|只可|仅可)选择[^。;,\n]{0,30}?(?:一|1)[个类项种家](?![^。;,\n]{0,4}(?:渠道|部门|途径))|不得同时(?:申报|建设|依托|认定|拥有|申请)|择一(?:申报|建设|保留)|二选一"
        ),
        "near",
    ),
    _Rule(
        "one_channel",
        ("渠道", "部门", "途径", "多头"),
        re.compile(
            r"(?:只能|仅限|限|仅能)[^。;,\n]{0,4}(?:选择|通过|从)[^。;,\n]{0,6}(?:一个|1个|单一|一种)[^。;,\n]{0,4}"
            r"(?:渠道|部门|途径)(?:申报|推荐)?|(?:不得|严禁|禁止|不允许)[^。;,\n]{0,14}?多头(?:、?重复)?(?:申报|推荐)|不得(?:通过)?多(?:个|种)?渠道[^。;,\n]{0,6}申报"
        ),
        "any",
    ),
    _Rule(
        "host_cap",
        ("只", "最多", "限", "超过", "不多于", "至多", "仅"),
        re.compile(
            rf"{_HOSTS}[^。;\n]{{0,20}}?(?:只能|最多|限|不超过|不得超过|不多于|至多|只|仅)[^。;,\n]{{0,10}}?"
            r"(?:\d{1,2}|[一二两三四五])\s*[个家项类][^。;,\n]{0,12}"
        ),
        "near",
    ),
    _Rule(
        "no_repeat_support",
        ("重复",),
        re.compile(
            r"(?:不得?|不再|不予|避免|不可)(?:给予|进行|予以)?重复(?:支持|资助|补助|奖励|享受|补贴)|就高不重复"
        ),
        "near",
    ),
    _Rule(
        "team_cap",
        ("不得", "不能", "不应", "只能"),
        re.compile(
            r"(?:固定人员|研究人员|科研人员|骨干|团队|负责人|主任|成员)[^。;\n]{0,12}?(?:不得|不能|不应|只能)[^。;\n]{0,12}?"
            r"(?:同时|两个|2个|两家|多个|一个|1个|一家)[^。;,\n]{0,16}"
        ),
        "near",
    ),
)
_PLATFORM = re.compile(r"平台|实验室|中心|基地|工作站|孵化")
_PERSONS = re.compile("特派员|专家|教师|人员|个人|学员|项目|课题|职称")
_LISTED_CAUSES = re.compile(
    r"(?:下列|以下|如下)(?:情形|情况|行为)(?:之一)?[^。;\n]{0,30}?(?:撤销|撤消|取消|终止|不再保留)[^。;:,\n]{0,24}"
)
_STOP_TYPE = re.compile(rf"(?:停止|暂停|不再(?:开展|进行|组织|受理))(?=[^。;,\n]{{2,24}}?{_FOUND})")
_CONVERT = re.compile(r"(?:转建|转为|转设|转型|转入|纳入|合并|归并|并入|整合)(?:为|成为|到|至)?")
#: 众创空间纳入孵化器管理服务体系: what serves them, not what they become.
_SERVED = ("管理服务", "服务体系", "支持体系")
_VETO = re.compile(r"[“\"]?一票否决")
_TWICE = re.compile(r"连续(?P<n>[两二三23])[次年个]")
_TELLING = re.compile(
    r"不再|停止|暂停|重复|同质化|合格|达标|通过|较差|末位|为差|要求|转[建为设型入]|并入|整合|合并|归并|纳入|撤并|"
    r"情形|情况|行为|只|多头|不得|不予|不能|不可|不应|最多|超过|多于|至多|限|仅|择一|二选一|否决|及格"
)
_REACH = 30
_CAUSES_REACH = 400
_BEFALLEN = ("withdrawn", "merged", "converted")


@Language.component("pingtai_rules")
def rules(doc: Doc) -> Doc:
    """State a `rule` fact for each rule of a sentence, unless it tells of an event."""
    reading = reading_of(doc)
    events = [f for f in reading.facts if f.kind == "event" and f.data["event"] in _BEFALLEN]
    for start, end in reading.sentences_with(_TELLING):
        told = [event for event in events if event.start < end and start < event.end]
        for fact in _in_sentence(reading, start, end):
            if fact.data["rule"] == "merge_convert" and _is_announced(reading, fact, events):
                continue
            if not any(event.start < fact.end and fact.start < event.end for event in told):
                reading.facts.append(fact)
    return doc


def _is_announced(reading: Reading, fact: Fact, events: list[Fact]) -> bool:
    """Whether a title says what the text then does: 关于将部分工程中心转建为技术创新中心的通知."""
    own = next((f for f in reading.facts if f.kind == "document"), None)
    is_in_title = own is not None and own.start <= fact.start and fact.end <= own.end
    return is_in_title and any(event.data["event"] == "converted" for event in events)


def _in_sentence(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    refused: list[tuple[int, int]] = []
    words = reading.text[start:end]
    for rule in _RULES:
        if not any(word in words for word in rule.needed):
            continue
        for match in rule.pattern.finditer(reading.text, start, end):
            found = _stated(reading, rule, match, (start, end))
            if found is None:
                continue
            if rule.name == "refused_overlap":
                refused.append((found.start, found.end))
            elif rule.name == "stop_new" and any(
                a < found.end and found.start < b for a, b in refused
            ):
                continue  # for who has one already, not for all
            yield found
    yield from _stops_of_type(reading, start, end)
    yield from _listed_causes(reading, start, end)
    if "一票否决" in words:
        yield from _vetoes(reading, start, end)
    yield from _conversions(reading, start, end)


def _stated(
    reading: Reading, rule: _Rule, match: re.Match[str], sentence: tuple[int, int]
) -> Fact | None:
    start, end = match.span()
    if rule.about == "next":
        mention = _first_type(reading, end, min(sentence[1], end + _REACH))
        return _fact(reading, rule.name, start, mention.end, mention) if mention else None
    if rule.about == "none":
        return _fact(reading, rule.name, start, end, None)
    named = reading.types_between(*sentence)
    if rule.about == "near" and not named and not _PLATFORM.search(reading.text, *sentence):
        return None
    if rule.name == "revoke_on_fail" and not named and _PERSONS.search(match[0]):
        return None
    mention = next((m for m in named if not m.entry.generic), None)
    more: dict[str, Any] = {}
    if rule.name == "revoke_on_fail":
        twice = _TWICE.search(reading.text, max(sentence[0], start - 10), end)
        more = {
            "times": 3 if twice and twice["n"] in "三3" else 2 if twice else None,
            "veto": True if "一票否决" in match[0] else None,
        }
    return _fact(reading, rule.name, start, end, mention, **more)


def _stops_of_type(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    """停止省级工程技术研究中心认定工作: the type stands before what is stopped."""
    for match in _STOP_TYPE.finditer(reading.text, start, end):
        mention = _first_type(reading, match.end(), min(end, match.end() + _REACH))
        if mention is not None and mention.start - match.end() <= 4:
            yield _fact(reading, "stop_new", match.start(), mention.end, mention)


def _listed_causes(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    """有下列情形之一的，撤销其资格: on failing, if that is one of the causes listed after it."""
    for match in _LISTED_CAUSES.finditer(reading.text, start, end):
        listed = reading.text[match.end() : match.end() + _CAUSES_REACH]
        name = "revoke_on_fail" if re.search(_FAIL, listed) else "revoke_for_cause"
        named = reading.types_between(start, end)
        if named:
            mention = next((m for m in named if not m.entry.generic), None)
            yield _fact(reading, name, match.start(), match.end(), mention)


def _vetoes(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    """一票否决 that does not come with a withdrawal."""
    for match in _VETO.finditer(reading.text, start, end):
        named = reading.types_between(start, end)
        if named and not re.search(_END_OF.replace("一票否决|", ""), reading.text[start:end]):
            mention = next((m for m in named if not m.entry.generic), None)
            yield _fact(reading, "veto", match.start(), match.end(), mention)


def _conversions(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    """X转建为Y: two types of the lexicon with the verb between them."""
    mentions = [m for m in reading.types_between(start, end) if not m.entry.generic]
    for one, other in pairwise(mentions):
        between = reading.text[one.end : other.start]
        if reading.text.startswith(_SERVED, other.end):
            continue
        is_verb = len(between) <= 16 and _CONVERT.search(between) and "不" not in between
        if is_verb and one.entry.id != other.entry.id:
            yield _fact(
                reading, "merge_convert", one.start, other.end, one, to=printed(reading, other)
            )


def _first_type(reading: Reading, start: int, end: int) -> TypeMention | None:
    return next(iter(reading.types_between(start, end)), None)


def _fact(
    reading: Reading, rule: str, start: int, end: int, mention: TypeMention | None, **more: Any
) -> Fact:
    return Fact(
        kind="rule",
        start=start,
        end=end,
        rule=f"rule.{rule}",
        data={
            "rule": rule,
            "platform_type": printed(reading, mention) if mention else None,
            "to": None,
            **more,
        },
        spans={"types": [(mention.start, mention.end)]} if mention else {},
    )
