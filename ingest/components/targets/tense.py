"""Whether a number tells what is or was, or what is to be: 现有30家, 今年以来新组建28家, “十三五”时期新建12家 are no
targets; 现有30家，力争达到40家 holds one.

Words say so within a sentence; a sentence without any of them goes on as the one before; and a document
speaks from a year of its own, before which everything is past.
"""

from __future__ import annotations

import re

from ingest.components.reading import Reading
from ingest.components.targets.words import CHANGED_TO, PLAN, TITLE_YEARS, Metric, plan_year
from ingest.text import fold

# Each alternative begins with a plain character: `re` tries them at such characters alone.

#: What is, not what is to be; unless the words turn to the future after it.
_IS = re.compile(
    r"现有(?<![对将把]..)(?!的?(?:工作)?基础|[^,，。;；]{0,20}(?:优化|重组|整合|调整|转建|转为))|现存|近[一二三四五两几\d]年|已有|已建|现已|目前|当前|截[至止]|已经|已达"
    r"|以来|共有|共建成(?<!年内共建成)|建成了|达到了|获批了|认定了|获得了|新增了|建设了|组建了|上年|去年|过去|五年来|一年来|同比|期间,?[^,，。]{0,12}了"
    r"|本次|此次|共认定|一共|经(?:专家|评审|审核|研究|复核)|据统计|总结[:：]|前[一二三]季度|上半年"
    r"|累计(?:投入|投资|安排|支出|拨付)|共(?:安排|支持|投入|争取|兑现|发放)|现状[:：]|您[^,，。]{0,8}提出|代表[^,，。]{0,8}提出"
    r"|委员[^,，。]{0,8}提出|近日|日前|获悉|昨日|今日"
)
_OWNED = re.compile(r"拥有|建有(?<!至少..)")
_TO_BE = re.compile(
    r"力争|争取|将|计划|(?:[一二两三四五六七八九十]|[^近]\d)年内|未来|今后|下一步|新的一年|接下来|打算|工作(?:安排|思路|计划)|到(?:20\d\d年|[“\"]十[一二三四五六七八九]五)|至(?:20\d\d年|[“\"]十[一二三四五六七八九]五)"
)
#: Words that turn from what is: 现有4家，力争达到8家; 在现有4家基础上，新增2家.
_TURNS = re.compile(rf"{_TO_BE.pattern}|基础上|提出|明确|要求|部署|目标")
#: What only a report says of its numbers: a place among others, a rise over the year before.
_REPORTED = re.compile(
    r"(?:位居|位列|排名|排|居|列|同比)(?:(?<=同比)|[^,，。;；]{0,8}第[一二三四五六七八九十\d])"
)
#: A sentence that sets out to do something; one without these goes on telling what is.
_SETS_OUT = re.compile(
    rf"{_TO_BE.pattern}|确保|努力|要|加快|推进|推动|支持|鼓励|实施|加强|围绕|聚焦|拟|今年(?!以来)|年[底末]?前|目标|规定|原则上|一般|不超过|应"
)
#: What is done with or counted in the words of a report.
_DONE = frozenset({"建成", "建有", "获批", "形成", "成立"})
_UNTIL = re.compile(r"截[至止](?:到)?((?:19|20)\d{2})年")


def is_told(text: str, start: int, end: int, place: int, clause: int, reach: int) -> bool:
    """Whether the number at a place of the sentence `start:end` is one that is there already. Its clause
    begins at `clause`; words further back than `reach` do not speak for it."""
    before = text[max(start, place - reach) : place]
    existing = [match.end() for match in _IS.finditer(before) if not _is_left(before, match)]
    if existing and not _TURNS.search(before, existing[-1]):
        return True
    if _OWNED.search(text, clause, place) and not _TO_BE.search(before):
        return True
    return bool(_REPORTED.search(text, place, min(end, place + reach))) and not _TO_BE.search(
        before
    )


def _is_left(words: str, match: re.Match[str]) -> bool:
    """Whether what is ends where the change begins: 由目前的28家增加到50家."""
    is_start = words[max(0, match.start() - 1) : match.start()] in ("由", "从")
    return is_start and CHANGED_TO.search(words, match.end()) is not None


def turns_to_plans(words: str) -> bool:
    """Whether some words speak of what is to be."""
    return _TO_BE.search(words) is not None


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether a sentence goes on telling what the one before told."""
    return _SETS_OUT.search(text, start, end) is None


def is_done(metric: Metric) -> bool:
    """Whether what is said of a number fits a report: 建成6家, 达到15家; not 新建5家."""
    return metric.name == "retain" or metric.word in _DONE


def past_until(reading: Reading) -> int | None:
    """The last year that is past for a document: the one before it was issued, else before the plan in
    its title begins, else the last it reports on (截至2022年底), or that of the plan before the last it names."""
    if reading.year is not None:
        return reading.year - 1
    if reading.title:
        if span := TITLE_YEARS.search(fold(reading.title)):
            return int(span[1]) - 1
        if plan := PLAN.search(reading.title):
            return _before(plan[1])
    told = [int(m[1]) for m in _UNTIL.finditer(reading.text)]
    named = PLAN.finditer(reading.text) if "五" in reading.text else ()
    plans = {year for m in named if (year := _before(m[1]))}
    return max((*told, *(plans if len(plans) > 1 else ())), default=None)


def _before(plan: str) -> int | None:
    year = plan_year(plan)
    return year - 5 if year else None
