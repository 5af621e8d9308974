"""Grades that platforms have been given, as printed: `evaluation` facts of named platforms or of groups.

Matches "甲实验室等14家实验室考评结果为优秀", "优秀7家，良好15家", "评定优秀等级的工程中心83家", "2个实验室限期整改". Not
"评估结果为优秀的，给予奖励" or "分为优秀、良好、合格三个等级": nobody has been graded. A grade is no event: who
fails is not yet withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest import lexicons
from ingest.components.groups import Group, group_in, listed_after
from ingest.components.listed import names_below
from ingest.components.name_lists import is_host
from ingest.components.notices import (
    Notice,
    Verb,
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
from ingest.components.passages import Passage, Place
from ingest.components.reading import Reading, TypeMention, reading_of
from ingest.facts import Fact
from ingest.names import parse_platform_name

#: What is done with those who fail, and passing: these words are their own verb.
_ACTS = (
    "限期整改",
    "警告",
    "免评",
    "免评为优",
    "免评为优秀",
    "整改通过",
    "整改不通过",
    "整改未通过",
    "整改后通过",
)
_PASSED = (
    r"(?:未|不|基本|暂缓)?通过(?:了)?(?:本次|本轮|此次|年度|\d{4}年度?)?"
    r"(?:评估|验收|考评|复核|考核|评价|复审|重组|绩效评价|绩效评估)"
)
_GIVEN = re.compile(
    r"(?:为|予以|给予|授予|获评|获得|获|评|评定|评定为|达到|结果是|等级|等次|结论|考核|评价|评估|考评|复核|绩效评价|结果|定|列|属于)\s*"
    r"[:：]?\s*$"
)
_GOES_ON = re.compile(r"\d\s*[家个][、,]\s*$")
#: 优秀:甲重点实验室、乙重点实验室。 A line whose first word is the grade.
_LABEL_START = re.compile(
    r"(?:\s|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、])*"
)
_SCALE_WORDS = re.compile(r"评估|评价|考核|考评|复核|等级|等次|结果|档|验收|评定")
_NOT_GIVEN = re.compile(
    r"分为|分成|共分|设为|设置|比例|标准为|连续\d|连续[两二三]|两次|累计|以下简称"
)
_BETWEEN = re.compile(r"(?:的|:|为|有|共计?|分别|\(|\s|的?有|了|\)|各?类|省级|市级|国家级)*$")
_TAIL = r"(?:等次|等级|级别|档次|档|类|级|等(?=\s*\d))?"
_CLOSE = '”"」』'
_OPEN = '“"「『'
#: Not the year in which those who are graded were recognised: 2020年度备案的47家.
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:年度?|-\d{4}年)"
    r"(?![^,;。\d]{0,8}(?:备案|认定|批准|立项|组建|获批|新建|成立|以前|之前|以来))"
)
#: 1家优秀,9家良好,7家合格.
_ENUMERATED = re.compile(r"(?:^|[,、;:])(?:有|另有)?\d+[家个]$")
_COUNTED_BEHIND = re.compile(r",(?:共计?|共有|计|合计)(?=\d+[家个](?:$|[,;。(]))")
_BEFORE_ACT = 14


@Language.component("pingtai_grades")
def grades(doc: Doc) -> Doc:
    """State an `evaluation` fact for each platform or group that a sentence gives a grade."""
    reading = reading_of(doc)
    notice = notice_of(reading)
    found: list[Fact] = []
    for passage in passages(reading, _worth()):
        found.extend(_under_heading(notice, passage) or _in_sentence(notice, passage))
    reading.facts.extend(_once(found))
    _drop_what_is_done(reading)
    return doc


def _drop_what_is_done(reading: Reading) -> None:
    """A number that an event or a grade counts is no target: what has been done is not to be done."""
    told = [f for f in reading.facts if f.kind in ("event", "evaluation") and f.data.get("count")]
    starts = [(fact.start, fact.end) for fact in told]
    if not starts:
        return
    reading.facts = [
        fact
        for fact in reading.facts
        if fact.kind != "target"
        or not any(a <= place < b for a, b in starts for place, _ in fact.spans.get("value", []))
    ]


@cache
def _words() -> tuple[str, ...]:
    return tuple(w for w, flag in lexicons.words("grades", "is_word").items() if flag)


@cache
def _worth() -> re.Pattern[str]:
    return re.compile(
        rf"{lexicons.alternatives(_words())}|通过|[A-E][类级档等]|“[优良中差A-E]”|为[优良差A-E]|整改|\([优良中差A-E]\)"
    )


@cache
def _grade() -> re.Pattern[str]:
    words = lexicons.alternatives(_words())
    return re.compile(
        rf"(?P<pass>{_PASSED})|[{_OPEN}]?(?P<word>{words}|限期[^,;。()]{{1,6}}整改|[A-E](?=[类级档等{_CLOSE}])|(?<=[为(])[A-E](?=[,;、)]|$|的)|(?<=\()[优良中差](?=\))|(?<=为)整改(?=[,;、的]|$)|"
        rf"(?<=[为{_OPEN}])[优良中差](?=[,;、{_CLOSE}]|$|等[次级]))[{_CLOSE}]?"
        rf"(?P<scale>\((?!\d+[家个])[^()\n]{{1,8}}\))?(?P<tail>{_TAIL})"
    )


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])?(?:评估|考核|评价|考评)?(?:结果)?为?"
        rf"(?P<grade>{lexicons.alternatives(_words())}){_TAIL}(?:\(?(?:共)?\d+[家个]\)?)?[:：]?\s*"
    )


def _under_heading(notice: Notice, passage: Passage) -> list[Fact]:
    """The names in the lines below a heading that is a grade: 一、优秀(2家)."""
    heading = _heading().fullmatch(passage.words)
    if heading is None:
        return []
    start, end = (place + passage.start for place in heading.span("grade"))
    found = []
    for place, kind in names_below(notice.reading, passage.end):
        data = {
            "result": notice.reading.printed(start, end),
            "year": _year(notice, passage),
            "platform": notice.reading.printed(*place),
            "platform_type": notice.reading.printed(kind.start, kind.end),
        }
        spans = {"platform": [place], "types": [(kind.start, kind.end)], "result": [(start, end)]}
        found.append(Fact("evaluation", *place, "grade.listed", data, spans=spans))
    return found


def _in_sentence(notice: Notice, passage: Passage) -> Iterator[Fact]:
    before: Place | None = None
    for match in _grade().finditer(passage.words):
        start, end = match.start() + passage.start, match.end() + passage.start
        mark = Verb(start, end, match["pass"] or match["word"], "evaluation", False)
        segment = segment_of(passage, mark)
        floor = max(segment[0], before[1]) if before else segment[0]
        found = list(_graded(notice, passage, mark, match, (floor, segment[1])))
        if found:
            before = (start, max([end, *(fact.end for fact in found)]))
        yield from found


def _graded(
    notice: Notice, passage: Passage, mark: Verb, match: re.Match[str], segment: Place
) -> Iterator[Fact]:
    near = passage.text(max(segment[0], mark.start - 20), mark.start)
    counts = _NOT_GIVEN.search(near) and not _names_those(passage, mark, near)
    if counts or passage.text(mark.end, mark.end + 2) in (
        "比例",
        "以上",
        "及以",
        "条件",
        "或未",
        "或者",
        "或不",
    ):
        return
    if "名单" in passage.text(*right_of(passage, mark, segment)):
        return  # an attachment's title
    groups = _behind(passage, mark, segment) or _after(notice, passage, mark, segment)
    is_after = bool(groups)
    if not groups:
        groups = _before(notice, passage, mark, segment, near)
    for group in groups:
        if is_after and not group.has_count and not group.names:
            continue
        kind = type_of(notice, group)
        if is_known(notice, group, kind) and is_sure(notice, passage, group, segment, mark):
            yield from _facts(notice, passage, mark, match, group, kind)


def _behind(passage: Passage, mark: Verb, segment: Place) -> list[Group]:
    """90分以上的为优秀,共13家: the number in a clause of its own."""
    behind = _COUNTED_BEHIND.match(passage.words, mark.end - passage.start)
    if behind is None or not _GIVEN.search(passage.text(segment[0], mark.start).rstrip(_OPEN)):
        return []
    return groups_of(passage, behind.end() + passage.start, segment[1])[:1]


def _after(notice: Notice, passage: Passage, mark: Verb, segment: Place) -> list[Group]:
    """优秀7家, “良好”等次48家, 评为基本合格的甲公司等85家企业技术中心."""
    if _LABEL_START.fullmatch(passage.text(segment[0], mark.start)) and passage.words.startswith(
        ":", mark.end - passage.start
    ):
        return groups_of(passage, mark.end + 1, segment[1])
    right = right_of(passage, mark, segment)
    words = passage.text(*right)
    has_scale = len(mark.word) > 1 or _SCALE_WORDS.search(passage.words + notice.title_words)
    if words.startswith(("的,", "的;")) or not words or not has_scale:
        return []
    given = _GIVEN.search(passage.text(segment[0], mark.start).rstrip(_OPEN + "拟被"))
    if words.startswith("的") and given:
        listed = listed_after(passage, right[0], segment[1])
        if listed is not None:
            return [listed]
    groups = groups_of(passage, *right)
    if not groups:
        return []
    first = groups[0]
    between = passage.text(right[0], first.start)
    if not _BETWEEN.fullmatch(between) or (first.names and "的" not in between and not between):
        return []
    is_list = first.has_count and (not first.names or first.names[0][0] > first.start)
    near = passage.text(max(passage.start, mark.start - 8), mark.start)
    goes_on = _GOES_ON.search(near) is not None  # 优秀的31家、合格的190家
    return groups if given or (is_list and (goes_on or "的" not in between)) else []


def _before(notice: Notice, passage: Passage, mark: Verb, segment: Place, near: str) -> list[Group]:
    """甲实验室等14家实验室考评结果为优秀, 甲实验室未通过验收."""
    following = passage.text(mark.end, mark.end + 1)
    if following == "的":
        return []
    is_act = mark.word in _ACTS or "通过" in mark.word or mark.word.startswith("限期")
    is_told = is_act or _GIVEN.search(near.rstrip(_OPEN)) is not None
    if not is_told and _ENUMERATED.search(near) and following in ("", *",;、。"):
        is_told = _SCALE_WORDS.search(passage.words + notice.title_words) is not None
    if not is_told:
        return _beside(passage, mark, segment, following)
    groups = left_groups(passage, segment[0], mark.start)
    if is_act and groups:
        gap = passage.text(groups[-1].end, mark.start)
        if len(gap) > _BEFORE_ACT or re.search(r"[,:](?!未|不|现)", gap):
            return []
    if is_act and not groups:
        return []
    return groups


def _beside(passage: Passage, mark: Verb, segment: Place, following: str) -> list[Group]:
    """A name with its grade right behind it: 甲重点实验室(优秀)、乙重点实验室(良好); 结果为:甲重点实验室优秀."""
    before = passage.text(segment[0], mark.start).rstrip(_OPEN + " ")
    bracketed = before.endswith("(")
    if bracketed != (following == ")") or not (bracketed or following in ("", *",;。、")):
        return []
    if not bracketed and _SCALE_WORDS.search(passage.words) is None:
        return []
    end = segment[0] + len(before) - bracketed
    parts = re.split(r"[,;:。、)]", passage.text(segment[0], end))
    group = group_in(passage, end - len(parts[-1]), end)
    named = group is not None and group.is_whole and not group.has_count
    return [group] if group is not None and named and group.names[-1][1] == end else []


def _names_those(passage: Passage, mark: Verb, near: str) -> bool:
    """Whether a grade tells why, of somebody who is named: 因连续两次评估不合格, 连续两次不合格的甲重点实验室."""
    if "连续" not in near:
        return False
    if re.search(r"因[^,;]{0,18}$", near):
        return True
    behind = passage.text(mark.end, mark.end + 5)
    return behind.startswith("的") and not re.match(r"的\s*(?:\d|[二三四五六七八九十]+家)", behind)


def _facts(
    notice: Notice,
    passage: Passage,
    mark: Verb,
    match: re.Match[str],
    group: Group,
    kind: TypeMention | None,
) -> Iterator[Fact]:
    reading = notice.reading
    start, end = min(group.start, mark.start), max(group.end, mark.end)
    place = (mark.start, mark.end)
    name = "pass" if match["pass"] else "word"
    printed = (match.start(name) + passage.start, match.end(name) + passage.start)
    data: dict[str, Any] = {
        "result": reading.printed(*printed),
        "scale": reading.printed(match.start("scale") + passage.start, place[1]).strip("()（）类级")
        if match["scale"] and re.search(r"[A-E优良中差]", match["scale"])
        else None,
        "year": _year(notice, passage),
        "platform_type": reading.printed(kind.start, kind.end) if kind else None,
    }
    spans: dict[str, list[Place]] = {"result": [place]}
    if kind is not None:
        spans["types"] = [(kind.start, kind.end)]
    if group.is_whole:
        for one in group.names:
            named = reading.printed(*one)
            host = named if is_host(passage.text(*one)) else None
            own = next(iter(passage.types(*one)[-1:]), None)
            more = {"platform": named, "host": host}
            if own is not None:
                more["platform_type"] = reading.printed(own.start, own.end)
            yield Fact(
                "evaluation",
                start,
                end,
                "grade.named",
                {**data, **more},
                spans={**spans, "platform": [one]},
            )
        return
    data |= {
        "count": group.count,
        "scope": reading.slice(group.start, group.end).strip(),
        "examples": [reading.printed(*one) for one in group.names],
    }
    yield Fact("evaluation", start, end, "grade.group", data, spans=spans)


def _year(notice: Notice, passage: Passage) -> int | None:
    """The year that is graded: the sentence's own, else the title's, else that of the text before it."""
    found = _YEAR.search(passage.words)
    if found is None:
        found = _YEAR.search(notice.reading.text, *notice.title)
    if found is None:
        above = notice.reading.text[max(0, passage.start - 400) : passage.start]
        found = re.search(r"((?:19|20)\d{2})年度?[^,。\n]{0,30}(?:评|考)", above)
    return int(found[1]) if found else None


def _once(found: list[Fact]) -> Iterator[Fact]:
    """Each grade once: a notice says whom it warns after it has said how they were graded."""
    seen: set[tuple[Any, ...]] = set()
    for fact in found:
        data = fact.data
        entry = parse_platform_name(data["platform_type"] or "").entry
        key = (data["result"], data.get("platform"), data.get("count"), entry)
        if key not in seen or (data.get("platform") is None and data.get("count") is None):
            seen.add(key)
            yield fact
