"""Which platform types a number counts: those next to it, those that it shares with others, or those that
the words before it were about.

A count is understood only when nothing else stands between the type and the number, so that
"孵化器在孵企业不少于50家" counts no incubators. Levels may share one head: 国家级、省级孵化器.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ingest import lexicons
from ingest.components.reading import Reading, TypeMention
from ingest.components.targets.counts import AFTER_STOP, Count, next_number
from ingest.components.targets.words import metric_pattern, residue
from ingest.components.types.mentions import printed
from ingest.lexicons import PlatformTypeEntry

Types = tuple[TypeMention, ...]

_OTHER_NOUNS = re.compile(r"单位|企业|公司|高校|院所|机构|部门|团队|人才|项目|城市|园区|地区|专家")
_JOINED = re.compile(r"(?:、|,|和|与|及|以及|或)")
#: …等创业创新平台, …三类平台 sum up what was listed before them.
_SUMMED_UP = re.compile(
    r"(?:等(?:[一二两三四五六七八九十\d]+[类种大])?|[两三四五六七八九十][类种大])"
    r"(?:各类|各级|高水平|高能级|重大|重点|各级各类|国家级|省级|市级|自治区级)?"
    r"(?:科技|创新|创业|科研|研发|孵化)*(?:平台|载体|基地|机构)?"
)
#: Behind a type's name: it was part of another noun.
_OTHER_NOUN_AFTER = re.compile(
    r"(?:体系|集群|群|主任|负责人|项目|课题|人员|团队|联盟|网络|矩阵|申报|名单|评估|专家|依托单位)"
)
_SUBTYPE = re.compile(
    r"((?:[\u4e00-\u9fff]{2,10}[类型])(?:、[\u4e00-\u9fff]{2,10}[类型]|和[\u4e00-\u9fff]{2,10}[类型])*)(?:的)?$"
)
_SUBTYPE_OPEN = re.compile(r"[\u4e00-\u9fff]{2,8}类")
_SUBTYPE_IN_BRACKETS = re.compile(r"\s*\(([\u4e00-\u9fff、]{2,12}[类型])\)")
#: A word for the type that was named before: 撤销200个左右低效平台, 淘汰不合格实验室15家.
_BARE = re.compile(
    r"(?:考核|评估|评价|运行|长期)?(?:低效|落后|不合格|不达标|不运行|未开放)?的?(?:平台|实验室|中心|基地|工作站|机构)"
)
#: What rises to another level is no new one by itself: 10家升级为国家级平台, 10家市级平台升级为省级平台.
_RISING = re.compile(r"(?:升级|晋升|升格|跻身|进入)")
#: …突破300个的目标 says nothing more of what is counted.
_RESULT = re.compile(r"的(?:目标|要求|规模|任务|水平|数量)")
_BARE_LAST = re.compile(rf"{_BARE.pattern}$")
#: Words before a type that are joined among themselves: 特色鲜明、运行高效的.
_MODIFIERS = re.compile(r"[^的,，。;；:：\d\s]{2,24}的")
_OF_ALL = re.compile(r"各类|各级|所有|全部")
_REMARK = re.compile(r"\s*\([^()\d]{1,16}\)")
#: Part of a platform that is counted by itself.
_PART = re.compile(r"分中心|分站|分室|培育基地")
#: How long a list of types behind a number is, at most, in characters.
_REACH = 300
#: How many numbers may share the type behind the last, and how far from that one it stands at most.
_SHARING = 6
_NEAR = 40
_SENTENCE_STOP = re.compile(r"[。；;！？\n]")


@cache
def _level() -> re.Pattern[str]:
    words = frozenset(word for word in lexicons.levels() if "级" in word or "备案" in word)
    return re.compile(lexicons.alternatives(words))


@cache
def _shared_level() -> re.Pattern[str]:
    """A level that shares its head with the next: also 国家 in 国家、省级重点实验室."""
    return re.compile(rf"{_level().pattern}|国家|(?<![全我本各该])(?:自治区|省|市)")


@cache
def _levels_before() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_shared_level().pattern})(?:、|和|与|及|以及))+$")


@cache
def _act_last() -> re.Pattern[str]:
    return re.compile(rf"{metric_pattern().pattern}$")


@cache
def _unknown_name(side: str) -> re.Pattern[str]:
    """A name that the lexicon of types does not have, but whose last word can only be a platform's when
    it is counted: behind a number up to the next stop, before a number from its level on."""
    heads = lexicons.words("counted_heads", "needs")
    whole = lexicons.alternatives(frozenset(word for word, needs in heads.items() if not needs))
    named = lexicons.alternatives(frozenset(w for w, needs in heads.items() if needs != "level"))
    every = lexicons.alternatives(frozenset(heads))
    level = rf"(?:{_level().pattern}|国家|(?<![全我本各该])(?:省|自治区|市)|高端|高水平|高能级)"
    name = rf"{level}[\u4e00-\u9fff()]{{0,12}}?(?:{every})|(?:科技企业|科技|创新|创业|双创)*(?:{whole})"
    if side == "before":
        return re.compile(rf"(?P<name>{name})")
    return re.compile(
        rf"(?P<name>{name}|[\u4e00-\u9fff]{{2,12}}?(?:{named}))\s*(?=[,，。;；、)和与及]|以及|等|$)"
    )


def types_after(reading: Reading, count: Count, after: str, sentence_end: int) -> Types | None:
    """The types that follow the number (12家全国重点实验室); () when nothing does, None when what
    follows is something else (3个创业型城市)."""
    start = count.end + len(after)
    rest = reading.text[start : count.right]
    if level := _level().fullmatch(rest.strip()):  # 1个国家级、10个省级、50个市级技术创新中心
        for mention in reading.types_between(count.right, min(sentence_end, count.right + _REACH)):
            words = reading.text[count.right : mention.start]
            if mention.level is not None and not residue(words):
                place = start + rest.index(level[0])
                return (_with_head(reading, place, level[0], mention),)
        return None
    if _RISING.match(rest):
        return None
    if not rest.strip() or not residue(rest) or _BARE.fullmatch(rest) or _RESULT.match(rest):
        return ()
    return _list_from(reading, start, count) or _unknown_after(reading, start, count) or None


def types_shared(reading: Reading, count: Count, sentence_end: int) -> Types:
    """The types behind the last of some numbers that share them: 2023年完成30家、2024年完成50家省重点实验室."""
    place = count.right
    for _ in range(_SHARING):
        if reading.text[place : place + 1] != "、":
            return ()
        number = next_number(reading.text, place + 1)
        if number is None or residue(reading.text[place + 1 : number.start()]):
            return ()
        mentions = reading.types_between(number.end(), min(sentence_end, number.end() + _NEAR))
        stop = AFTER_STOP.search(reading.text, number.end(), sentence_end)
        place = stop.start() if stop else sentence_end
        if mentions and mentions[0].start < place:
            between = reading.text[number.end() : mentions[0].start]
            return (mentions[0],) if not residue(between) else ()
    return ()


def _list_from(reading: Reading, start: int, count: Count) -> Types:
    """The types listed from a place on, after at most one modifier: 国内一流的广西实验室."""
    mentions = reading.types_between(start, _sentence_stop(reading.text, start))
    if not mentions:
        return ()
    if mentions[0].start >= count.right and not _MODIFIERS.fullmatch(
        reading.text[start : mentions[0].start]
    ):
        return ()
    if not _is_modifier(reading.text[start : mentions[0].start]):
        return ()
    listed = [mentions[0]]
    for mention in mentions[1:]:
        between = reading.text[listed[-1].end : mention.start]
        if mention.entry.generic and between.lstrip().startswith("等"):
            break  # …等创业创新平台 sums up what was listed
        if not _JOINED.fullmatch(between.strip()) or _has_own_number(reading, mention):
            break
        listed.append(mention)
    end = listed[-1].end
    if _OTHER_NOUN_AFTER.match(reading.text, end) or _RISING.match(reading.text, end):
        return ()
    return tuple(listed)


def _unknown_after(reading: Reading, start: int, count: Count) -> Types:
    """A type that the lexicon does not know: 5家海河实验室."""
    if count.unit not in ("家", "个"):
        return ()
    found = _unknown_name("after").match(reading.text, start, count.right)
    return (_unknown(reading, *found.span("name")),) if found else ()


def _unknown_before(reading: Reading, count: Count) -> Types:
    """A type that the lexicon does not know, named up to the number: 省级工业母机研究院达到5家."""
    for found in _unknown_name("before").finditer(reading.text, count.left, count.start):
        verb = next((m for m in metric_pattern().finditer(found["name"]) if len(m[0]) > 1), None)
        if verb is None and not residue(reading.text[found.end() : count.start]):
            return (_unknown(reading, *found.span("name")),)
    return ()


def _unknown(reading: Reading, start: int, end: int) -> TypeMention:
    name = reading.printed(start, end)
    entry = PlatformTypeEntry(f"unknown:{name}", name, (), None, None, False, False, True)
    return TypeMention(start, end, start, entry, None, None, "", name)


def _has_own_number(reading: Reading, mention: TypeMention) -> bool:
    """省级中试平台 in "2个国家级中试基地，省级中试平台达30个": a number of its own follows."""
    number = next_number(reading.text, mention.end)
    return number is not None and not residue(reading.text[mention.end : number.start()])


def _is_modifier(words: str) -> bool:
    words = words.strip("“”\"' ")
    if _OTHER_NOUNS.search(words):
        return False
    return (
        not residue(words)
        or (len(words) <= 24 and words.endswith(("的", "类", "型")))
        or (len(words) <= 8 and not re.search(r"[的在和与、]", words))
    )


def types_before(reading: Reading, count: Count, carried: Types) -> Types | None:
    """The types right before the number; () when only function words stand there, None when other
    words do. A level by itself (省级达到1000家) is the carried type's at that level."""
    text = reading.text
    mentions = reading.types_between(count.left, count.start)
    if not mentions:
        alone = _level_alone(reading, count, carried)
        return _unknown_before(reading, count) or None if alone is None else alone
    end = mentions[-1].end
    if mentions[-1].level is None and (level := _level().match(text, end)):
        # 工业设计中心国家级达到10家
        mentions = [*mentions[:-1], _with_head(reading, end, level[0], mentions[-1])]
        end = level.end()
    if part := _PART.match(text, end):  # 国家临床医学研究中心分中心
        mentions = [*mentions[:-1], _with_part(reading, mentions[-1], part.end())]
        end = part.end()
    if bracketed := _before_bracket(text, mentions, count):
        mentions, end = bracketed
    elif bracket := _REMARK.match(text, end):
        end = bracket.end()
    elif summed := _SUMMED_UP.match(text, end):
        end = summed.end()
    if residue(text[end : count.start]):
        return None
    if len(mentions) > 1 and mentions[-1].entry.generic:
        between = text[mentions[-2].end : mentions[-1].start].strip()
        if _SUMMED_UP.fullmatch(between):
            mentions = mentions[:-1]
    return _with_levels_before(reading, _listed_back(reading, mentions))


def _before_bracket(
    text: str, mentions: list[TypeMention], count: Count
) -> tuple[list[TypeMention], int] | None:
    """The types that a bracket before the number explains, and where it ends: 科技创新平台(重点实验室、企业技术中心等)."""
    last = mentions[-1].end
    closed = text.find(")", last, count.start)
    opened = text.rfind("(", count.left, last)
    if closed < 0 or opened < 0:
        return None
    explained = [mention for mention in mentions if mention.end <= opened]
    if not explained or text[explained[-1].end : opened].strip():
        return None
    return explained, closed + 1


def _with_part(reading: Reading, mention: TypeMention, end: int) -> TypeMention:
    name = f"{printed(reading, mention)}{reading.printed(mention.end, end)}"
    return mention._replace(end=end, name=name)


def _level_alone(reading: Reading, count: Count, carried: Types) -> Types | None:
    words = reading.text[count.left : count.start]
    if residue(_SUBTYPE_OPEN.sub("", words)) and not (carried and _is_of_them(words)):
        return None
    level = _level().match(words.lstrip("、,和与及 其中:"))
    if level and carried:
        place = count.left + words.index(level[0])
        return (_with_head(reading, place, level[0], carried[0]), *carried[1:])
    return ()


def _is_of_them(words: str) -> bool:
    """Whether some words speak of those named before: 淘汰不合格实验室 (15家), 其中企业牵头建设 (10家)."""
    if bare := _BARE_LAST.search(words):
        return not _OF_ALL.search(words) and not residue(words[: bare.start()])
    return "其中" in words and _act_last().search(words) is not None


def _listed_back(reading: Reading, mentions: list[TypeMention]) -> Types:
    """The last mention and those joined to it from before."""
    listed = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        between = reading.text[mention.end : listed[0].start].strip()
        if not _JOINED.fullmatch(between):
            break
        listed.insert(0, mention)
    return tuple(listed)


def _with_levels_before(reading: Reading, types: Types) -> Types:
    """国家级、省级孵化器 are two types; the first has its head from the second."""
    first = types[0]
    if not _shared_level().fullmatch(first.prefix):
        return types
    before = _levels_before().search(reading.text, max(0, first.start - 24), first.start)
    if before is None:
        return types
    levels = _shared_level().finditer(reading.text, before.start(), before.end())
    return (*(_with_head(reading, m.start(), m[0], first) for m in levels), *types)


def _with_head(reading: Reading, start: int, level: str, mention: TypeMention) -> TypeMention:
    """A level word at a place as a mention of the type whose head stands elsewhere."""
    if mention.name is not None:
        head = mention.name.removeprefix(mention.prefix)
    else:
        head = reading.printed(mention.head_start, mention.end)
    return TypeMention(
        start=start,
        end=start + len(level),
        head_start=start + len(level),
        entry=mention.entry,
        level=lexicons.levels()[level],
        region=mention.region,
        prefix=level,
        name=f"{reading.printed(start, start + len(level))}{head}",
    )


def types_spoken_of(reading: Reading, start: int, end: int) -> Types:
    """The types that a part of the text named last, with those joined to them: what a number that
    follows without a type is about."""
    mentions = reading.types_between(start, end)
    return _listed_back(reading, mentions) if mentions else ()


def is_of_others(reading: Reading, count: Count, after: str, types: Types) -> bool:
    """Whether a word for platforms beside a number is none for these types: 撤销低效平台80家 after
    新建省重点实验室15家."""
    behind = _BARE.match(reading.text, count.end + len(after), count.right)
    before = _BARE_LAST.search(reading.text[count.left : count.start].rstrip())
    bare = behind or before
    if bare is None:
        return False
    return not any(printed(reading, mention).endswith(bare[0][-2:]) for mention in types)


def types_up_to(reading: Reading, start: int, end: int) -> Types:
    """The types that a part of the text ends with, but for words that say nothing of what is counted."""
    mentions = reading.types_between(start, end)
    if not mentions or residue(reading.text[mentions[-1].end : end]):
        return ()
    return _with_levels_before(reading, _listed_back(reading, mentions))


def types_of_heading(reading: Reading, place: int) -> Types:
    """The one type that the heading above is about, or the title of a plan."""
    section = reading.section_at(place)
    for one in section.ancestors() if section else ():
        named = reading.types_between(one.start, one.heading_end)
        if named:
            return (named[-1],) if len(named) == 1 else ()
    if reading.kind == "plan" and reading.title:
        start = max(reading.text.find(reading.title), 0)
        named = reading.types_between(start, start + len(reading.title))
        return tuple(named) if len(named) == 1 else ()
    return ()


def subtype(reading: Reading, mention: TypeMention, count: Count) -> str | None:
    """独立法人类 before the type, (学科类) behind it, 综合类 in place of it."""
    text = reading.text
    if bracket := _SUBTYPE_IN_BRACKETS.match(text, mention.end):
        return reading.printed(*bracket.span(1))
    left = count.left if mention.start < count.start else count.end
    if not text.endswith(("类", "型", "类的", "型的"), left, mention.start):
        return None
    found = _SUBTYPE.search(text[left : mention.start])
    if found is None:
        return None
    # The words before the subtype belong to the verb: 转建独立法人类 is 转建 + 独立法人类.
    verbs = list(metric_pattern().finditer(found[1]))
    start = left + found.start(1) + (verbs[0].end() if verbs else 0)
    return reading.printed(start, left + found.end(1)) or None


def subtype_alone(reading: Reading, count: Count) -> str | None:
    """综合类 in "其中综合类5家"."""
    if reading.text.find("类", count.left, count.start) < 0:
        return None
    found = list(_SUBTYPE_OPEN.finditer(reading.text, count.left, count.start))
    if not found:
        return None
    start, end = found[-1].span()
    words = reading.text[start:end]
    lead = re.match(r"(?:其中|包括|含|新建|建设)+", words)
    return reading.printed(start + (lead.end() if lead else 0), end)


def ids(types: Iterable[TypeMention]) -> set[str]:
    """The lexicon's ids of some mentions."""
    return {mention.entry.id for mention in types}


def _sentence_stop(text: str, start: int) -> int:
    end = min(len(text), start + _REACH)
    found = _SENTENCE_STOP.search(text, start, end)
    return found.start() if found else end
