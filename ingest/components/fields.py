"""Fields that a text names for platforms: phrases in field position.

Matches "在新能源汽车、海洋等领域择优组建省实验室", "围绕稀贵金属、高原农业等产业，…建设技术创新平台", "农业领域重点实验室",
"为生态学、地学等重点学科领域". Not "在科学前沿、新兴、交叉等领域": those words name no field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.reading import Reading, reading_of, sentence_end, sentence_start
from ingest.components.types import printed
from ingest.components.types.unknown import field_before
from ingest.facts import Fact
from ingest.text import fold, name_key

_KIND = r"(?:领域|产业|行业|学科|方向|专业|需求)"
#: A member of a list. 等 ends a list, except in words that have it inside.
_ITEM = r"(?:[^\s,，。；;：:！？、《》等]|(?<=高)等|等(?=离子)){1,24}"
_ATTRIBUTES = (
    r"(?:我[国省区市]|本[省市区]|重点|优势|特色|重大|战略性?|新兴|支柱|主导|关键|学科|科学|技术|前沿|交叉|优先|发展|相关|"
    r"基础|急需|民生|高端|先进|未来|社会|的|各|个|大|多|传统|国家|科技|研究|具有|地方|区域|性|[一二三四五六七八九十\d])*"
)
_LEAD = r"(?:重点围绕|主要围绕|重点支持|重点在|支持在|优先在|在|围绕|聚焦|面向|针对|瞄准|立足|为|涵盖|包括|涉及|支持|以)"
_LIST = re.compile(
    rf"(?P<lead>{_LEAD})(?P<items>{_ITEM}(?:、{_ITEM}){{1,40}}|{_ITEM}?(?:和|与|及){_ITEM}?(?=领域))"
    rf"(?:(?P<more>等){_ATTRIBUTES}(?P<kind>{_KIND}+)|(?={_KIND})(?P<own_kind>{_KIND}+)"
    rf"|(?P<open>等)(?=[,，])|为(?P<focus>重点|方向|主攻方向|核心))"
)
_SINGLE = re.compile(r"(?P<items>[\u4e00-\u9fffA-Za-z0-9]{2,12})领域的?$")
_LONGEST_SINGLE = 16
#: 人工智能三大先导(产业): how many they are belongs to no name.
_COUNT_AFTER = re.compile(
    r"[一二三四五六七八九十\d]{1,3}(?:大|个|类)(?:先导|主导|支柱|优势|特色|新兴|重点|战略性|传统|未来|性)*$"
)
_LAST_JOIN = re.compile(r"(?:以及|及|和)")
_AREA = re.compile(r"面向东盟|中国[—-]东盟|对接东盟|东盟")
_TOWARDS_ASEAN = re.compile(
    r"(?P<field>面向东盟)(?:国家|各国)?的?(?:科技|创新|开放|技术)*(?:合作|开放)(?!区|示范)"
)
#: What a list's member may have around it: quotation marks, brackets, the words before 中的.
_QUOTES = "“”\"'"
_WITHIN = re.compile(r".*(?:中的|方面的)")
_BOTH = re.compile(r"[与和及]")
_REACH = 160


@Language.component("pingtai_fields")
def fields(doc: Doc) -> Doc:
    """State a `fields` fact for each list of fields, and for a single field before a type."""
    reading = reading_of(doc)
    taken: list[tuple[int, int]] = []
    for match in _LIST.finditer(reading.text):
        fact = _listed(reading, match)
        if fact is not None:
            reading.facts.append(fact)
            taken.append((fact.start, fact.end))
    for fact in (*_before_types(reading), *_towards_asean(reading)):
        if not any(a <= fact.start < b for a, b in taken):
            reading.facts.append(fact)
    return doc


def _listed(reading: Reading, match: re.Match[str]) -> Fact | None:
    places = list(_items(reading, match.start("items"), match.end("items")))
    places = [place for place in places if not _is_generic(reading.text[slice(*place)])]
    if not places or reading.types_between(match.start("items"), match.end("items")):
        return None
    known = [place for place in places if _mapped(reading.text[slice(*place)])]
    if (match["open"] or match["focus"] or match["lead"] in ("支持", "以")) and len(known) < 2:
        return None  # nothing says that these are fields but that the taxonomy knows them
    end = sentence_end(reading.text, match.end())
    following = reading.types_between(match.end(), min(end, match.end() + _REACH))
    preceding = reading.types_between(sentence_start(reading.text, match.start()), match.start())
    near = [*following, *reversed(preceding)]
    if not near or (not known and not (_names_fields(match) and following)):
        return None  # a list of something else
    mention = next((m for m in near if not m.entry.generic), None)
    return _fact(
        reading,
        match.start(),
        match.end(),
        places,
        "fields.list",
        printed(reading, mention) if mention else None,
    )


def _names_fields(match: re.Match[str]) -> bool:
    """Whether the list's own words say that it is one of fields, known or not."""
    return bool(match["more"]) or (match["own_kind"] or "需求") != "需求"


def _before_types(reading: Reading) -> Iterator[Fact]:
    """农业领域重点实验室: one field right before a type, the longest that the taxonomy knows."""
    for mention in reading.types:
        if mention.entry.generic and (place := field_before(reading, mention)):
            yield _fact(reading, place[0], mention.end, [place], "fields.single", None)
            continue
        floor = max(0, mention.start - _LONGEST_SINGLE)
        if not reading.text.endswith(("领域", "领域的"), floor, mention.start):
            continue
        match = _SINGLE.search(reading.text, floor, mention.start)
        if match is None:
            continue
        end = match.end("items")
        for start in range(match.start("items"), end - 1):
            phrase = reading.text[start:end]
            if not _is_generic(phrase) and _mapped(phrase) is not None:
                name = printed(reading, mention)
                yield _fact(reading, start, mention.end, [(start, end)], "fields.single", name)
                break


def _fact(
    reading: Reading,
    start: int,
    end: int,
    places: list[tuple[int, int]],
    rule: str,
    platform_type: str | None,
) -> Fact:
    return Fact(
        kind="fields",
        start=start,
        end=end,
        rule=rule,
        data={
            "fields": [reading.printed(*place) for place in places],
            "platform_type": platform_type,
            "mapped": [_mapped(reading.text[slice(*place)]) for place in places],
        },
        spans={"fields": places},
    )


def _items(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list; the last may be two with 和 between, others only where both are known."""
    text = reading.text
    end -= len(found[0]) if (found := _COUNT_AFTER.search(text[start:end])) else 0
    if within := _WITHIN.match(text, start, end):
        start = within.end()
    pieces = [
        (start + piece.start(), start + piece.end())
        for piece in re.finditer(r"[^、()]+", text[start:end])
    ]
    for index, (first, last) in enumerate(pieces):
        joins = [
            m for m in _BOTH.finditer(text, first + 2, last - 2) if _joins(text, first, m, last)
        ]
        if index == len(pieces) - 1 and not joins:
            joins = list(_LAST_JOIN.finditer(text, first + 2, last - 2))[:1]
        if joins:
            yield from (_bare(text, first, joins[0].start()), _bare(text, joins[0].end(), last))
        else:
            yield _bare(text, first, last)


def _joins(text: str, first: int, join: re.Match[str], last: int) -> bool:
    return bool(_mapped(text[first : join.start()]) and _mapped(text[join.end() : last]))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A member without quotation marks, and without a kind that the list names again (…产业领域)."""
    while start < end and text[start] in _QUOTES:
        start += 1
    while start < end and text[end - 1] in _QUOTES:
        end -= 1
    if text[end : end + 2] in ("领域", "方向") and text[start:end].endswith(("产业", "行业")):
        end -= 2 if end - start > 3 else 0
    return start, end


def _towards_asean(reading: Reading) -> Iterator[Fact]:
    """面向东盟的合作: a direction that counts as a field where a sentence speaks of platforms."""
    for match in _TOWARDS_ASEAN.finditer(reading.text):
        start, end = (
            sentence_start(reading.text, match.start()),
            sentence_end(reading.text, match.end()),
        )
        near = reading.types_between(start, end)
        if near:
            mention = next((m for m in near if not m.entry.generic), None)
            name = printed(reading, mention) if mention else None
            yield _fact(reading, *match.span(), [match.span("field")], "fields.direction", name)


def _is_generic(phrase: str) -> bool:
    phrase = re.sub(rf"(?:{_KIND}|和|与|及)+$", "", phrase.strip())
    return phrase == "" or fold(phrase) in lexicons.word_set("generic_fields")


def _mapped(phrase: str) -> str | None:
    """The taxonomy's id of a phrase that it knows as such."""
    key = name_key(phrase)
    for form in (key, re.sub(rf"{_KIND}$", "", key)):
        entry = lexicons.field_forms().get(form)
        if entry is not None:
            return entry.id
    return lexicons.field_forms()["面向东盟"].id if _AREA.match(phrase) else None
