"""Rules that a text lays down for platforms: no new ones of a type, no duplicate construction, what
happens on failing, what is merged or converted.

Matches "不再新建省工程技术研究中心", "避免低水平、交叉和重复建设", "考核不合格的予以撤销", "防止重复设置". Not
"避免重复性检查", "防止重复立项": those are about inspections and projects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.reading import Reading, TypeMention, reading_of
from ingest.components.types import printed
from ingest.facts import Fact

_STOP_NEW = re.compile(
    r"(?:(?:原则上)?不再|停止|暂停)(?:受理)?(?:新建|新认定|认定|批准|新增|组建|新组建|新布局|布局|新设立|审批)(?:建设)?"
)
_DUPLICATE = re.compile(
    r"(?:避免|防止|杜绝|减少|严禁|解决|克服|消除)[^。；;\n]{0,24}?"
    r"(?:重复建设|重复设置|重复布局|交叉重复|重复交叉|交叉和重复|低水平重复|同质化建设|重复组建)(?:建设)?(?:的?问题)?"
)
_ON_FAIL = re.compile(
    r"(?:对|将)?[^。；;，,\n]{0,24}?(?:考核|评估|评价|验收|复核)[^。；;\n]{0,16}?"
    r"(?:不合格|不达标|未通过|不通过|较差|末位|为差)[^。；;\n]{0,30}?"
    r"(?:一票否决|撤销|取消|淘汰|退出|摘牌|不再保留|不再列入)[^。；;\n]{0,12}"
)
_MERGE = re.compile(
    r"通过?(?:撤、并、转|撤并转|整合、撤销、转建|撤销、整合|合并、撤销)[^。；;\n]{0,16}"
)
_TELLING = re.compile(
    r"不再|停止|暂停|重复|同质化|合格|达标|通过|较差|末位|为差|并、转|并转|撤|转[建为设型入]|并入|整合|合并|归并|纳入"
)
_CONVERT = re.compile(r"(?:转建|转为|转设|转型|转入|纳入|合并|归并|并入|整合)(?:为|成为|到|至)?")


@Language.component("pingtai_rules")
def rules(doc: Doc) -> Doc:
    """State a `rule` fact for each rule of a sentence."""
    reading = reading_of(doc)
    for start, end in reading.sentences:
        reading.facts.extend(_in_sentence(reading, start, end))
    return doc


def _in_sentence(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    text = reading.text
    words = text[start:end]
    if not _TELLING.search(words):
        return  # spares the costly expressions for nearly all sentences
    for match in _STOP_NEW.finditer(text, start, end):
        mention = _first_type(reading, match.end(), min(end, match.end() + 30))
        if mention is not None:
            yield _fact(reading, "stop_new", match.start(), mention.end, mention)
    for match in _DUPLICATE.finditer(text, start, end):
        yield _fact(reading, "avoid_duplicate_construction", match.start(), match.end(), None)
    for match in _ON_FAIL.finditer(text, start, end):
        named = reading.types_between(start, end)
        mention = next((m for m in named if not m.entry.generic), None)
        yield _fact(reading, "revoke_on_fail", match.start(), match.end(), mention)
    for match in _MERGE.finditer(text, start, end):
        named = reading.types_between(start, match.start())
        mention = next((m for m in reversed(named) if not m.entry.generic), None)
        yield _fact(reading, "merge_convert", match.start(), match.end(), mention)
    yield from _conversions(reading, start, end)


def _conversions(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    """X转建为Y: two types of the lexicon with the verb between them."""
    mentions = [m for m in reading.types_between(start, end) if not m.entry.generic]
    for one, other in pairwise(mentions):
        between = reading.text[one.end : other.start]
        if len(between) <= 16 and _CONVERT.search(between) and one.entry.id != other.entry.id:
            yield _fact(
                reading, "merge_convert", one.start, other.end, one, to=printed(reading, other)
            )


def _first_type(reading: Reading, start: int, end: int) -> TypeMention | None:
    return next(iter(reading.types_between(start, end)), None)


def _fact(
    reading: Reading,
    rule: str,
    start: int,
    end: int,
    mention: TypeMention | None,
    to: str | None = None,
) -> Fact:
    return Fact(
        kind="rule",
        start=start,
        end=end,
        rule=f"rule.{rule}",
        data={
            "rule": rule,
            "platform_type": printed(reading, mention) if mention else None,
            "to": to,
        },
        spans={"types": [(mention.start, mention.end)]} if mention else {},
    )
