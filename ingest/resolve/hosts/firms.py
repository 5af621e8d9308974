"""Companies compared by place, core and legal form; a group and what bears its brand."""

from __future__ import annotations

import re

from ingest.resolve.hosts.outcome import RELATED, SAME, outcome
from ingest.resolve.hosts.parse import Host
from ingest.resolve.verdict import Verdict

_SHORTEST_BRAND = 2
_LONG_BRAND = 4
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
            return first.place in second.place or second.place in first.place
        return len(first.core) >= 3 or (first.is_group and second.is_group)
    if first.is_group and second.is_group:
        wholes = {company.whole.removeprefix("中国") for company in (first, second)}
        if len(wholes) == 1 and len(min(wholes)) >= _SHORTEST_BRAND:
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
    for upper, lower in ((one, other), (other, one)):
        brand, name = upper.company, lower.company
        if not (upper.company.form or upper.company.is_group) or not (
            lower.company.form or lower.company.is_group
        ):
            continue
        if (
            brand.place
            and name.place
            and not (brand.place in name.place or name.place in brand.place)
        ):
            continue
        stem = brand.core
        bears = name.core.startswith(stem) or (name.core + name.branch) == stem
        if bears and len(stem) >= 2 and (brand.is_group or name.branch or len(stem) >= 4):
            return outcome(
                RELATED, 0.55, "brand", f"同一字号“{stem}”的集团与成员 one brand, group and member"
            )
        if stem.startswith(_STATE):
            continue
        if (
            brand.is_group
            and len(stem) >= 4
            and name.core.startswith(stem[:2])
            and stem[2:4] in name.core
        ):
            return outcome(
                RELATED, 0.5, "brand", f"同一字号“{stem[:2]}”，不能确定 one brand, unsure"
            )
        if brand.is_group and len(name.core) >= 4 and name.core[:2] == stem[:2] == stem:
            return outcome(RELATED, 0.5, "brand", f"同一字号“{stem}” one brand")
    return None
