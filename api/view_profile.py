"""The platforms of a host, field, type, region or category in a glance: how many, by what, in which years.

In: a node. Out: counts as the table of platforms has them, each leading to that table.
"""

from __future__ import annotations

from dataclasses import dataclass

from api import payload
from api.listing.items import Items, Wanted
from api.listing.lists import items_of
from api.view import t, to
from api.view_words import Words

_MOST = 8
#: Label -> the filter of the table of platforms that finds its platforms.
_FILTERS = {
    "HostUnit": "host",
    "Field": "field",
    "PlatformType": "type",
    "Region": "region",
    "Category": "category",
}
#: What platforms are counted by, in order: filter, label of its values, heading.
_BY: tuple[tuple[str, str, Words], ...] = (
    ("type", "PlatformType", ("按类型", "By type")),
    ("field", "Field", ("按领域", "By field")),
    ("host", "HostUnit", ("按依托单位", "By host unit")),
)


@dataclass(frozen=True)
class Share:
    """Platforms of one value: its node, how many, and the table of them."""

    label: str
    id: str
    name: str
    count: int
    url: str
    #: Length of its bar, of 46.
    bar: int


@dataclass(frozen=True)
class Division:
    """Platforms by the values of one filter, those with the most first."""

    words: Words
    shares: list[Share]
    rest: int


@dataclass(frozen=True)
class Profile:
    """The platforms of a node."""

    total: int
    url: str
    divisions: list[Division]
    #: Year, platforms first listed in it, height of 40.
    years: list[tuple[int, int, int]]


def profile_of(label: str, node_id: str) -> Profile | None:
    """The profile of a node; None for kinds that have no platforms."""
    own = _FILTERS.get(label)
    if own is None:
        return None
    items = items_of(payload.current_store(), "platforms")
    wanted = Wanted(chosen={own: (node_id,)})
    counts = items.by_year(wanted)
    most = max(counts.values(), default=1)
    span = range(min(counts), max(counts) + 1) if counts else ()
    return Profile(
        total=items.count(wanted),
        url=to("/platforms", **{own: node_id}),
        divisions=[
            division
            for name, kind, words in _BY
            if name != own and (division := _division(items, wanted, own, name, kind, words)).shares
        ],
        years=[(year, n := counts.get(year, 0), -(-40 * n // most)) for year in span],
    )


def _division(
    items: Items, wanted: Wanted, own: str, name: str, label: str, words: Words
) -> Division:
    counts = items.counts(name, wanted)
    names = items.values[name].names
    ordered = sorted(counts, key=lambda one: (-counts[one], names[one]))
    most = counts[ordered[0]] if ordered else 1
    node_id = wanted.chosen[own][0]
    shares = [
        Share(
            label,
            one,
            names[one],
            counts[one],
            to("/platforms", **dict(sorted({own: node_id, name: one}.items(), key=_place))),
            max(1, round(46 * counts[one] / most)),
        )
        for one in ordered[:_MOST]
    ]
    return Division(words, shares, len(ordered) - len(shares))


def _place(pair: tuple[str, str]) -> int:
    """Where a filter stands in addresses."""
    return ("type", "category", "host", "field", "region").index(pair[0])


def only_named(label: str, profile: Profile | None, has_documents: bool) -> str:
    """Said of a field that documents name and that has no platform."""
    if label != "Field" or profile is None or profile.total or not has_documents:
        return ""
    return t("文件提到，名单里还没有平台", "Named by documents; rosters list no platform")
