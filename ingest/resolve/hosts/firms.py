"""Companies compared by place, core and legal form; a group and what bears its brand."""

from __future__ import annotations

import re

from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import LONG_BRAND, SHORTEST_BRAND, Company
from ingest.resolve.hosts.outcome import RELATED, SAME, outcome
from ingest.resolve.hosts.parse import Host
from ingest.resolve.verdict import Verdict

_STATE = ("中国", "国家", "中华")


def compare_firms(one: Host, other: Host, _region: str) -> Verdict | None:
    """Companies by place, core and legal form."""
    first, second = one.company, other.company
    if not (first.form or second.form) or one.numbers != other.numbers:
        return None
    if is_school(one) != is_school(other):
        return None
    says = [bool(company.form or company.is_group) for company in (first, second)]
    if all(says) or is_institute(one) or is_institute(other):
        verdict = _firms(one, other)
        if verdict is not None:
            return verdict
    return _group(one, other)


def is_school(host: Host) -> bool:
    """Whether a name ends like a school's or a hospital's."""
    return re.search(r"(?:大学|学院|学校|医院)$", host.key) is not None


def is_institute(host: Host) -> bool:
    """Whether a name ends like an institute's or a works', which a reform turns into a company."""
    return (
        re.search(r"(?:研究院|研究所|科学院|研究中心|设计院|总院|厂|局|站|中心)$", host.key)
        is not None
    )


def _firms(one: Host, other: Host) -> Verdict | None:
    first, second = one.company, other.company
    if first.branch != second.branch or not _cores_agree(one, other):
        return None
    added = bool(first.place) != bool(second.place)
    forms = {first.form, second.form}
    if first.is_group == second.is_group:
        base = 0.93 if "股份" not in forms or len(forms) == 1 else 0.88
        text = "只差法律形式或写法 only the legal form differs"
    elif forms & {"全民", ""} or forms == {"股份"}:
        base, text = 0.86, "改制或更名加“集团” reformed, with 集团 added"
    elif forms == {"有限"}:
        base, text = 0.74, "只差“集团”，不能确定 only 集团 differs, unsure"
    else:
        text = "集团与其股份公司 a group and its company limited by shares"
        return outcome(RELATED, 0.6, "group", text)
    if added:
        base -= 0.08
        text += "；一方略去地名 one leaves out the place"
    return outcome(SAME, base, "legal_form", text)


def _cores_agree(one: Host, other: Host) -> bool:
    first, second = one.company, other.company
    if first.core == second.core:
        if first.place == second.place:
            return True
        if first.place and second.place:
            return _places_agree(first.place, second.place)
        return len(first.core) >= 3 or (first.is_group and second.is_group)
    if first.is_group and second.is_group:
        wholes = {company.whole.removeprefix("中国") for company in (first, second)}
        if len(wholes) == 1 and len(min(wholes)) >= SHORTEST_BRAND:
            return True
    # 广西路桥总公司 and 广西路桥工程集团有限公司: a generic word added by the reform
    shorter, longer = sorted((one.company, other.company), key=lambda c: len(c.core))
    return (
        first.place == second.place
        and shorter.form == "全民"
        and len(shorter.core) >= 2
        and longer.core in (shorter.core + "工程", shorter.core + "建设")
    )


def _group(one: Host, other: Host) -> Verdict | None:
    """A group and a company that bears its brand: 浪潮集团, 浪潮电子信息产业."""
    for upper, lower in ((one.company, other.company), (other.company, one.company)):
        if not all(company.form or company.is_group for company in (upper, lower)):
            continue
        if upper.is_group and not upper.form and lower.is_group:
            continue  # a short form of the same group, perhaps: near.py asks
        if not _places_agree(upper.place, lower.place) or _stand_apart(one, other):
            continue
        if _bears(upper, lower):
            text = f"同一字号“{upper.core}”的集团与成员 one brand, group and member"
            return outcome(RELATED, 0.55, "brand", text)
        if _shares_brand(upper, lower):
            text = f"同一字号“{upper.core[:2]}”，不能确定 one brand, unsure"
            return outcome(RELATED, 0.5, "brand", text)
    return None


def _places_agree(one: str, other: str) -> bool:
    return not (one and other) or one in other or other in one


def _stand_apart(one: Host, other: Host) -> bool:
    """Whether the lexicons put two bearers of one brand into two provinces: 阳光 is a word before it is a
    brand."""
    units = knowledge().units
    known = [{units[m.unit].region for m in host.meanings} - {""} for host in (one, other)]
    first, second = (
        found or {host.province or ""} for found, host in zip(known, (one, other), strict=True)
    )
    return any(known) and "" not in first | second and not first & second


def _bears(upper: Company, lower: Company) -> bool:
    """Whether the lower name begins with the whole core of the upper one; a short core is a brand only in a
    group's name or where a branch's place follows."""
    stem = upper.core
    begins = lower.core.startswith(stem) or lower.core + lower.branch == stem
    is_brand = upper.is_group or bool(lower.branch) or len(stem) >= LONG_BRAND
    return begins and is_brand and len(stem) >= SHORTEST_BRAND


def _shares_brand(upper: Company, lower: Company) -> bool:
    """华晨汽车集团, 华晨金杯汽车: the brand and what the group makes, apart from each other."""
    stem = upper.core
    if not upper.is_group or stem.startswith(_STATE) or len(stem) < LONG_BRAND:
        return False
    return lower.core.startswith(stem[:2]) and stem[2:4] in lower.core
