"""A finding in one sentence, made of what its two sides share: the title of its card.

In: the finding and what sources say of each side. Out: markup; names in it are isolated and said to be
Chinese. Where the sides share too little for a sentence, both names stand there.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from api.view import words_of
from api.view_facts import FactRow
from api.view_findings import Finding
from api.view_text import name
from api.view_words import Words

#: What is said of both sides, by relationship and role.
Sides = Mapping[str, tuple[list[FactRow], list[FactRow]]]


def sentence(finding: Finding, sides: Sides) -> Markup:
    """The finding in one sentence."""
    host, field = _shared(sides, "HOSTED_BY"), _shared(sides, "IN_FIELD")
    region, type_ = _shared(sides, "LOCATED_IN"), _shared(sides, "OF_TYPE")
    names = [name(text) for _, text in finding.sides]
    if finding.kind == "D4":
        words = ("{}与{}像是同一平台的两条记录", "{} and {} look like two records of one platform")
        return _say(words, *names)
    if finding.kind == "design":
        words = ("{}与{}，按制度可以并存", "{} and {} may stand beside each other by the rules")
        return _say(words, *names)
    on = _say(("{}方向", "{}"), field) if field else _say(("相近方向", "a near field"))
    if finding.kind in ("D1", "D2") and host:
        if type_:
            return _say(("{}在{}建有两个{}", "{} has two platforms in {}: {}"), host, on, type_)
        types = [_first(rows) for rows in sides.get("OF_TYPE", ([], []))]
        if all(types):
            return _say(("{}在{}既有{}又有{}", "{} has in {} both {} and {}"), host, on, *types)
    if finding.kind == "D3" and type_:
        words = ("{}有两家单位在{}各建有{}", "Two hosts in {} each have in {} a {}")
        return _say(words, region or _say(("同一地区", "one region")), on, type_)
    return _say(("{}与{}", "{} and {}"), *names)


def _say(words: Words, *parts: Markup | None) -> Markup:
    return escape(words_of(words)).format(*parts)


def _shared(sides: Sides, relationship: str) -> Markup | None:
    """What both sides have, if it is one thing."""
    left, right = sides.get(relationship, ([], []))
    both = {row.other[1]: row.other[2] for row in left if row.other}
    names = {row.other[1]: row.other[2] for row in right if row.other and row.other[1] in both}
    return name(next(iter(names.values()))) if len(names) == 1 else None


def _first(rows: list[FactRow]) -> Markup | None:
    return next((name(row.other[2]) for row in rows if row.other), None)
