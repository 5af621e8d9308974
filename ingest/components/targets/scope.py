"""Where targets are not looked for: under headings of what has been done or what is asked of applicants, in
sentences that set conditions; and targets that a heading announces before its text tells them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from ingest.components.reading import Reading, Section
from ingest.components.targets.tense import turns_to_plans
from ingest.facts import Fact

#: A heading under which stands what has been done: 发展成就, 工作基础, 工作总结.
_PAST = re.compile(
    r"^(?!.*目标).*(?:成就|成效|现状|回顾|总结|形势|背景|(?:发展|工作|现有|创新|建设)基础|取得的?进展|主要进展)"
)
#: Alternatives that begin with plain characters: `re` tries them at such characters alone.
_CONDITIONS = re.compile(
    "|".join(
        f"{word}(?:基本)?的?(?:基本)?条件"
        for word in [
            "下列",
            "以下",
            "如下",
            "申报",
            "认定",
            "备案",
            "入选",
            "准入",
            "推荐",
            "基本",
            "遴选",
            "评定",
        ]
    )
    + r"|条件[:：]|申报要求|推荐要求|限额|名额|"
    + "|".join(
        f"{word}当?(?:同时)?(?:具备|满足|符合|带领|拥有|建有)"
        for word in ("应", "须", "需", "必须")
    )
    + "|任期内|聘期"
)
_PLANS = re.compile(r"下一步|打算|计划|安排|思路|目标|展望|举措")
_TOLD_TITLE = re.compile(r"总结|述职|回顾")
_DASHED = re.compile(r"\s*(?:[—–\-]{1,2}|[●•·◆■★▪])")
_GOALS = re.compile(r"目标|指标")
#: How far below a heading its text may tell the target that it announces, in characters.
_ANNOUNCED_WITHIN = 1500
_HEADLINE = 40


def sets_conditions(text: str, start: int, end: int) -> bool:
    """Whether a sentence sets conditions or quotas for applicants."""
    return _CONDITIONS.search(text, start, end) is not None


def holds_no_targets(reading: Reading, start: int, end: int) -> bool:
    """Whether a sentence stands where no targets are: under a heading of results or conditions, in a
    summary of the year, or in the headline of a page that is no office's document."""
    sections = _above(reading, start)
    if any(_heads_no_targets(section.heading) for section in sections):
        return True
    if reading.title is None:
        return False
    words = reading.text[start:end]
    if _TOLD_TITLE.search(reading.title):
        planned = any(_PLANS.search(section.heading) for section in sections)
        return not planned and not turns_to_plans(words)
    has_body = bool(reading.text[end : end + _ANNOUNCED_WITHIN].strip())
    is_headline = reading.kind is None and words.strip() == reading.title.strip() and has_body
    return is_headline and not turns_to_plans(words)


@lru_cache(maxsize=1024)  # asked again for every sentence below
def _heads_no_targets(heading: str) -> bool:
    return bool(_PAST.search(heading) or _CONDITIONS.search(heading))


def without_announced(reading: Reading) -> list[Fact]:
    """The facts without the targets of headings whose own text tells the same number again."""
    targets = [fact for fact in reading.facts if fact.kind == "target"]
    announced = {
        id(one)
        for one, other in pairwise(targets)
        if other.start - one.end <= _ANNOUNCED_WITHIN
        and "\n" in reading.text[one.end : other.start]
        and _is_headline(reading.text, one)
    }
    told_again = {
        id(fact)
        for index, fact in enumerate(targets)
        if id(fact) in announced and _is_told_again(targets, index)
    }
    return [fact for fact in reading.facts if id(fact) not in told_again]


def goes_on_from(reading: Reading, end: int, start: int) -> bool:
    """Whether a paragraph at `start` goes on with what the one before, that ends at `end`, led up to: its
    first word is a dash, a colon stands before it, or both stand under one heading of goals."""
    if (
        _DASHED.match(reading.text, start)
        or reading.text[max(0, end - 1) : end + 1].strip()[-1:] == ":"
    ):
        return True
    here = _above(reading, start)
    goal = next((section for section in here if _GOALS.search(section.heading)), None)
    return goal is not None and any(section is goal for section in _above(reading, end - 1))


def _above(reading: Reading, place: int) -> list[Section]:
    section = reading.section_at(place)
    return list(section.ancestors()) if section else []


def _is_headline(text: str, fact: Fact) -> bool:
    """Whether a target stands in a short line without a stop at its end."""
    start = text.rfind("\n", 0, fact.start) + 1
    end = text.find("\n", fact.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    return end >= 0 and len(line) <= _HEADLINE and not re.search(r"[。.;；:：,，、]", line)


def _is_told_again(targets: list[Fact], index: int) -> bool:
    keys = ("metric", "comparator", "low", "high")
    fact = targets[index]
    for other in map(targets.__getitem__, range(index + 1, len(targets))):
        distance = other.start - fact.end
        if distance > 2 * _ANNOUNCED_WITHIN:  # those of one sentence may stand in another order
            return False
        same = all(other.data.get(key) == fact.data.get(key) for key in keys)
        if same and distance <= _ANNOUNCED_WITHIN:
            return True
    return False
