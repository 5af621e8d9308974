"""Who a sentence of a notice speaks of: named platforms, or a group with its count.

"甲公司等309家的省级企业技术中心" is one group of 309 with an example; "甲、乙、丙等3家重点实验室" names all three;
"上述21家工程研究中心" points back. Not a group: "对不合格的重点实验室" (nobody in particular), "2家以上平台".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.components.name_lists import (
    BRACKET,
    CLOSERS,
    OPENERS,
    SURE_NAME,
    WHOLE_NAME,
    is_proper,
    names_of,
)
from ingest.components.passages import Passage, Place
from ingest.components.reading import TypeMention
from ingest.text import NUMBER, number_value

_COUNT = re.compile(
    rf"(?P<n>{NUMBER}|[*×]{{1,4}})\s*(?P<many>余|多)?(?:(?P<home>家)(?!在孵|毕业|创业(?!孵化|基地)|高新技术企业(?!研)|"
    r"科技型|高校(?![重工协技创])|医院|银行|媒体|专家|公司|上市|院校|以上|以内|以下|左右)|(?P<unit>个|所|处|座|支|户(?![籍口外型用数主均]))"
    r"(?!月|年|工作日|自然日|小时|季度|百分|等级|等次|档|层次|级别|方面|指标|领域|方向|项目|课题|专业|学科|类|"
    r"步骤|阶段|环节|部分|县|市(?![级重])|省份|设区|国家和|城市|地区|乡|村|渠道|平方|团队|小组|部门|院校|学院|学校|"
    r"在孵|毕业|字|以上|以内|以下|左右))"
)
_ETC = re.compile(r"等(?:共计?|合计|总计|的)?\s*$")
_QUOTED = re.compile(rf"[{OPENERS}]([^{OPENERS}{CLOSERS}\n]{{2,60}})[{CLOSERS}]")
#: Words before a name that are not part of it, at the beginning of a clause.
_OPENING = re.compile(
    r"(?:\s|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)](?=(?:19|20)\d\d年|\D)|"
    r"经(?:研究|评审|审核|审定|复核|专家评审|评估|考核|核查|公示|认真研究|[^,\n]{1,12}?(?=同意|批准|决定))|"
    r"现将|现对|现|兹|拟定|拟|的有|有(?![色机限效害毒轨源氧])|原则上|原则|决定|同意|批准|准予|确定|确认|认定|组建|建设|设立|成立|新设|增设|建立|筹建|授予|命名|评定|在(?![线役轨])|"
    r"对(?!外|虾|二|流|称)|将(?!军)|把|其中|同时|并(?!行|联|网|购)|以及|及(?!时)|和(?!平|田|县)|与|"
    r"原(?![子位料生油创始乡木产])|由|被|因|以(?![太上下])|依托|上述|以上|下列|以下|本次|此次|本轮|本批|"
    r"其余|另外?|已|了|予以|给予|一并|共(?!性|享|轭|混|振|晶)|从(?!化|江)|相应|所述|前述|"
    r"(?:19|20)\d{2}年度?|第[一二三四五六七八九十百\d]{1,4}[批条章]|[,:;、])+"
)
_NOUN = re.compile(
    r"(?:(?:的|相关|上述|原|参评|省级|市级|国家级?|省|市)*)"
    r"(?:(?:重点|工程|创新)?实验室|(?:工程|研究|技术|研发|分)?中心|平台|基地|工作站|载体|空间|孵化器|机构|单位|企业)"
)
_GAP_STOP = re.compile(r"[(,;:。!?\n、]|为|被|评|撤销|取消|认定|更名")
_YEARS = re.compile(r"(?<=[心站园间台地器])(?:\d{4}年度?[、,和]?)+$")
_COLON = re.compile(r"\)?(?:备案|认定)?(?:资格|称号|名单)?(?:\(附件\d*\))?[:：]\s*(?=\S)")
_LABEL = re.compile(r"的?[^,;:。]{2,24}(?:名单|如下|有|包括)?[:：]\s*(?=\S)")
#: What may stand before quoted names: 甲公司申请将“乙中心”的依托单位变更.
_BEFORE_QUOTE = ("的", "将", "把", "对", "原", "同意")
_LIST_END = re.compile(r"[,;。]|$")
_CLAUSE_END = re.compile(r"[,;:]")
_BACK = re.compile(r"(?:上述|以上|前述|这|该)\s*$")
_LONGEST_GAP = 18


@dataclass(frozen=True)
class Group:
    """Platforms spoken of together. `names` are places of printed names; `is_whole` says that they are
    all there are. `count` is None where it is masked, or said nowhere."""

    start: int
    end: int
    names: tuple[Place, ...]
    is_whole: bool
    count: int | None
    has_count: bool
    type: TypeMention | None
    #: Words that say what is counted where no type of the lexicon does: 家实验室, 家企业.
    noun: str
    points_back: bool
    #: What is said of the counted ones before they are named: 连续两年不合格的.
    modifier: Place | None = None


def group_in(passage: Passage, start: int, end: int) -> Group | None:
    """The first group or names of a part of a sentence; None where nobody in particular is named."""
    start = _after_opening(passage, start, end)
    for match in _COUNT.finditer(passage.words, start - passage.start, end - passage.start):
        group = _counted(passage, start, end, match)
        if group is not None:
            return group
    return _named(passage, start, end)


def _after_opening(passage: Passage, start: int, end: int) -> int:
    found = _OPENING.match(passage.words, start - passage.start, end - passage.start)
    return found.end() + passage.start if found else start


# With a count


def _counted(passage: Passage, start: int, end: int, match: re.Match[str]) -> Group | None:
    first, last = match.start() + passage.start, match.end() + passage.start
    before = passage.text(start, first)
    if before.endswith(("第", ".", "-", "—", "过", "少于", "多于", "每", "低于", "于", "限", "/")):
        return None
    value = number_value(match["n"])
    count = int(value) if value is not None else None
    if match["n"] == "一" or match["many"]:
        return None
    etc = _ETC.search(before)
    lead_end = start + etc.start() if etc else first
    lead_start = _after_modifier(passage, start, lead_end)
    names = _lead(passage, lead_start, lead_end, count, etc is not None)
    is_whole = bool(names) and len(names) == count
    mention, group_end, noun = _type_of_count(passage, start, first, last, end)
    if not etc and not is_whole and mention is None and not noun:
        tail = passage.text(last, last + 1)
        if not match["home"] and tail and tail not in ",;:。(、的被为取撤资更予均因评未通":
            return None
    if etc and not names:
        return None
    listed = _in_bracket(passage, group_end, end, count) or _after_colon(passage, group_end, count)
    if listed:
        names, is_whole = listed, True
        group_end = listed[-1][1] + (passage.text(listed[-1][1], listed[-1][1] + 1) == ")")
    if is_whole and mention is None:
        mention = next(iter(passage.types(*names[-1])[-1:]), None)
    begin = mention.start if mention and mention.end <= first else first
    if names and not listed:
        begin = names[0][0] - (passage.text(names[0][0] - 1, names[0][0]) in tuple(OPENERS))
    return Group(
        start=begin,
        end=group_end,
        names=names,
        is_whole=is_whole,
        count=count,
        has_count=True,
        type=mention,
        noun=noun,
        points_back=bool(_BACK.search(passage.reading.text[max(passage.start, first - 4) : first])),
        modifier=_modifier((start, lead_start), names, etc is not None, mention, last),
    )


def _lead(
    passage: Passage, start: int, end: int, count: int | None, has_etc: bool
) -> tuple[Place, ...]:
    """The names before a count: examples where 等 follows them, else all of them or none."""
    before = passage.text(start, end).rstrip()
    if not (has_etc or WHOLE_NAME.search(before) or before.endswith(tuple(CLOSERS))):
        return ()
    names = names_of(passage, start, end, count, sure=not has_etc)
    return names if has_etc or len(names) == count else ()


def _modifier(
    lead: Place, names: tuple[Place, ...], has_etc: bool, mention: TypeMention | None, last: int
) -> Place | None:
    """What is said of the counted ones, before their names or between the number and the type."""
    if lead[1] > lead[0] and (names or not has_etc):
        return lead
    if not names and mention is not None and mention.start > last:
        return last, mention.start
    return None


def _in_bracket(passage: Passage, start: int, end: int, count: int | None) -> tuple[Place, ...]:
    """The names of a bracket after a count that names them all: 2家实验室(甲实验室、乙实验室)."""
    opened = passage.words.startswith("(", start - passage.start)
    closed = passage.words.find(")", start - passage.start, end - passage.start)
    if not opened or closed < 0 or not count:
        return ()
    names = names_of(passage, start + 1, closed + passage.start, count, sure=True)
    return names if len(names) == count else ()


def _after_colon(passage: Passage, start: int, count: int | None) -> tuple[Place, ...]:
    """The names of a list that a count announces: 优秀(2家):甲实验室、乙实验室."""
    colon = _COLON.match(passage.words, start - passage.start)
    if colon is None or not count:
        return ()
    begin = colon.end() + passage.start
    stop = _LIST_END.search(passage.words, colon.end())
    names = names_of(passage, begin, stop.start() + passage.start if stop else begin, count, True)
    return names if len(names) == count else ()


def listed_after(passage: Passage, start: int, end: int) -> Group | None:
    """The names that a label announces without a count: (优秀的)新型研发机构:甲研究院、乙研究院."""
    label = _LABEL.match(passage.words, start - passage.start, end - passage.start)
    if label is None:
        return None
    begin = label.end() + passage.start
    stop = _LIST_END.search(passage.words, label.end(), end - passage.start)
    last = stop.start() + passage.start if stop else end
    names = names_of(passage, begin, last, None, sure=True)
    if not names:
        return None
    mention = next(iter(passage.types(start, begin)), None)
    return Group(begin, last, names, True, None, False, mention, "", False)


def _type_of_count(
    passage: Passage, start: int, first: int, last: int, end: int
) -> tuple[TypeMention | None, int, str]:
    """The counted type, after the number (12家省重点实验室) or before it (工程中心83家), and the group's end."""
    following = passage.types(last, end)
    if following:
        gap = passage.text(last, following[0].start)
        if len(gap) <= _LONGEST_GAP and not _GAP_STOP.search(gap):
            return following[0], _with_bracket(passage, following[0].end, end), ""
    noun = _NOUN.match(passage.words, last - passage.start, end - passage.start)
    preceding = passage.types(start, first)
    if preceding and not noun:
        gap = passage.text(preceding[-1].end, first)
        if re.fullmatch(r"\s*(?:\([^()]{1,30}\))?(?:共计?|合计|总计|:|名单|\()?\s*", gap):
            return preceding[-1], last, ""
    return None, noun.end() + passage.start if noun else last, noun[0] if noun else ""


def _with_bracket(passage: Passage, place: int, end: int) -> int:
    """The end of a name with the bracket that follows it: 重点实验室(筹)."""
    found = BRACKET.match(passage.words, place - passage.start, end - passage.start)
    if found is None or "附件" in found[0] or "名单" in found[0] or "以下" in found[0]:
        return place
    return found.end() + passage.start


def _after_modifier(passage: Passage, start: int, end: int) -> int:
    """Past what is said of platforms before they are named: 60分以下的, 得分最低的."""
    words = passage.text(start, end)
    cut = words.rfind("的") + 1
    if cut:
        return _after_opening(passage, start + cut, end)
    return start


# Names


def _named(passage: Passage, start: int, end: int) -> Group | None:
    """Names without a count: in quotation marks, or ending with a head noun."""
    quoted = _quoted_names(passage, _at_quote(passage, start, end), end)
    if quoted is not None:
        return quoted
    mentions = [m for m in passage.types(start, end) if not _is_bracketed(passage, start, m.start)]
    stop = _CLAUSE_END.search(passage.words, start - passage.start, end - passage.start)
    if stop is not None:
        mentions = [m for m in mentions if m.end <= stop.start() + passage.start]
    if not mentions:
        return None
    made = [i for i, m in enumerate(mentions) if passage.text(m.end, m.end + 1) == "为"]
    mentions = mentions[: made[0] + 1] if made else mentions  # 认定甲实验室为省重点实验室
    last = mentions[-1]
    list_end = _with_bracket(passage, last.end, end)
    own: TypeMention | None = last
    name_end = list_end
    if last.prefix or last.head_start > last.start:
        # 甲公司省级企业技术中心资格: the name ends before the type that has a level of its own.
        lead = passage.text(start, last.start).rstrip("的 ")
        if lead and (lead[-1] in CLOSERS or SURE_NAME.search(lead)):
            name_end = start + len(lead)
        elif years := _YEARS.search(lead):
            name_end = start + years.start()
    start = _after_modifier(passage, start, name_end)
    names = names_of(passage, start, name_end, None, sure=True)
    if not names:
        return None
    return Group(names[0][0], max(names[-1][1], list_end), names, True, None, False, own, "", False)


def _is_bracketed(passage: Passage, start: int, place: int) -> bool:
    """Whether a bracket is open at a place: the second name in 工程研究中心(工程实验室)."""
    words = passage.text(start, place)
    return words.count("(") > words.count(")")


def _at_quote(passage: Passage, start: int, end: int) -> int:
    """Past what is said of quoted names before them: 连续两年评价为D类的“甲空间”."""
    words = passage.text(start, end)
    mark = next((at for at, one in enumerate(words) if one in OPENERS), 0)
    return start + mark if words[:mark].endswith(_BEFORE_QUOTE) else start


def _quoted_names(passage: Passage, start: int, end: int) -> Group | None:
    places: list[Place] = []
    at = start - passage.start
    while found := _QUOTED.match(passage.words, at, end - passage.start):
        places.append((found.start(1) + passage.start, found.end(1) + passage.start))
        at = found.end()
        if at < len(passage.words) and passage.words[at] in "、和与及":
            at += 1
    names = tuple(place for place in places if is_proper(passage.text(*place)))
    if not names or len(names) != len(places):
        return None
    after = at + passage.start
    mention = next(iter(passage.types(after, min(end, after + 24))), None)
    if mention is not None and re.search(r"[,;:。]", passage.text(after, mention.start)):
        mention = None
    inner = next(iter(passage.types(*names[-1])[-1:]), None)
    return Group(
        names[0][0],
        mention.end if mention else after,
        names,
        True,
        None,
        False,
        mention or inner,
        "",
        False,
    )
