"""The page of targets: what its address asks for, groups by category, and the sum behind one target.

`doc`, `by_year` and `state` filter, `sort=gap` puts what is furthest from its target first, `open` shows
one target's sum. With .json, .csv or .xlsx after the path the same address gives the rows shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from api import payload
from api.view import t, to
from api.view_facts import Quote, Sources
from api.view_lists import whole
from api.view_targets import STATES, Bar, TargetView, bar_at, target_views
from api.view_words import COMPARATORS
from graph.progress import Progress, Step, if_merged, roster_rows
from ingest.lexicons import categories

PATH = "/progress"
_SORTS = ("category", "gap")
_MOST_YEARS = 12


@dataclass(frozen=True)
class Choice:
    """A choice of a filter: its words, how many targets it leaves, its address, whether it is chosen."""

    words: str
    count: int
    url: str
    is_chosen: bool
    is_printed: bool = False


@dataclass(frozen=True)
class Group:
    """The targets of a category; `id` is empty where they have none."""

    id: str
    name: str
    targets: list[TargetView]


@dataclass(frozen=True)
class Year:
    """What rosters give at the end of a year."""

    year: int
    counted: int
    bar: Bar | None


@dataclass(frozen=True)
class Check:
    """A check of the sum: whether it holds, is only told, or needs a look (`ok`, `info`, `warn`)."""

    style: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Opened:
    """What the opened target shows."""

    steps: list[tuple[Step, str]]
    years: list[Year]
    undated: int
    checks: list[Check]
    quote: Quote | None
    comparator: str
    pace: float | None


@dataclass(frozen=True)
class ProgressPage:
    """All that the template shows."""

    groups: list[Group]
    documents: list[Choice]
    years: list[Choice]
    states: list[Choice]
    sorts: list[Choice]
    total: int
    opened: Opened | None
    query: dict[str, Any]

    def at(self, **changes: Any) -> str:
        """The address of this page with some parameters changed."""
        return address(self.query | changes)

    def file(self, suffix: str) -> str:
        """The address of the same rows as a file."""
        shown = {key: value for key, value in self.query.items() if key != "open"}
        return address(shown | {"lang": None}, f".{suffix}")


def address(query: dict[str, Any], suffix: str = "") -> str:
    """An address of the page: parameters in one order, defaults left out."""
    given = dict(query)
    if given.get("sort") == _SORTS[0]:
        given["sort"] = None
    order = ("doc", "by_year", "state", "sort", "open")
    kept = {key: given[key] for key in order if given.get(key)}
    return to(f"{PATH}{suffix}", **kept, **({"lang": None} if "lang" in given else {}))


def asked(args: MultiDict[str, str]) -> dict[str, Any]:
    """What an address asks for. Raises BadParameter for a year that is no number."""
    sort, state = args.get("sort", ""), args.get("state", "")
    return {
        "doc": args.get("doc", ""),
        "by_year": whole(args, "by_year"),
        "state": state if state in STATES else "",
        "sort": sort if sort in _SORTS else _SORTS[0],
        "open": args.get("open", ""),
    }


def shown_targets(query: dict[str, Any]) -> list[TargetView]:
    """The targets that the filters leave, in the page's order."""
    return [
        one for group in _groups(_filtered(target_views(), query), query) for one in group.targets
    ]


def progress_page(args: MultiDict[str, str]) -> ProgressPage:
    """The page that an address asks for."""
    query = asked(args)
    views = target_views()
    shown = _filtered(views, query)
    opened = next((one for one in shown if one.id == query["open"]), None)
    return ProgressPage(
        groups=_groups(shown, query),
        documents=_documents(views, query),
        years=_years(views, query),
        states=_states(views, query),
        sorts=[
            _choice(query, "sort", "category", t("按类别", "by category"), 0),
            _choice(query, "sort", "gap", t("离目标远的在前", "furthest from target first"), 0),
        ],
        total=len(shown),
        opened=_opened(opened) if opened else None,
        query=query,
    )


# Filters


def _filtered(views: list[TargetView], query: dict[str, Any], but: str = "") -> list[TargetView]:
    """The targets that all filters leave, or all but one, whose counts are to be told."""
    return [
        one
        for one in views
        if (but == "doc" or query["doc"] in ("", one.progress.target["document_id"]))
        and (but == "by_year" or query["by_year"] in (0, one.progress.target["by_year"]))
        and (but == "state" or query["state"] in ("", one.state.key))
    ]


def _choice(
    query: dict[str, Any], key: str, value: Any, words: str, count: int, *, is_printed: bool = False
) -> Choice:
    url = address(query | {key: value, "open": ""})
    return Choice(words, count, url, query[key] == value, is_printed)


def _documents(views: list[TargetView], query: dict[str, Any]) -> list[Choice]:
    left = _filtered(views, query, "doc")
    names = {}
    for one in views:
        target = one.progress.target
        names[target["document_id"]] = (target["doc_number"] or "", target["document"])
    counts = Counter(one.progress.target["document_id"] for one in left)
    every = _choice(query, "doc", "", t("全部", "all"), len(left))
    return [
        every,
        *(
            _choice(query, "doc", i, number or name, counts[i], is_printed=True)
            for i, (number, name) in names.items()
        ),
    ]


def _years(views: list[TargetView], query: dict[str, Any]) -> list[Choice]:
    left = _filtered(views, query, "by_year")
    known = sorted({year for one in views if (year := one.progress.target["by_year"])})
    counts = Counter(one.progress.target["by_year"] for one in left)
    every = _choice(query, "by_year", 0, t("全部", "all"), len(left))
    return [
        every,
        *(_choice(query, "by_year", y, t(f"{y} 年", str(y)), counts[y]) for y in known),
    ]


def _states(views: list[TargetView], query: dict[str, Any]) -> list[Choice]:
    left = _filtered(views, query, "state")
    counts = Counter(one.state.key for one in left)
    every = _choice(query, "state", "", t("全部", "All"), len(left))
    return [
        every,
        *(
            _choice(query, "state", key, t(*words), counts[key])
            for key, (words, _) in STATES.items()
            if counts[key] or query["state"] == key
        ),
    ]


# Groups


def category_of_types() -> dict[str, tuple[str, str]]:
    """Id and name of the category of each type that has one."""
    return {
        row["type_id"]: (row["category_id"], row["category"])
        for row in payload.kept("categories_and_types")
        if row["category_id"]
    }


def _groups(views: list[TargetView], query: dict[str, Any]) -> list[Group]:
    if query["sort"] == "gap":
        return [Group("", "", sorted(views, key=_distance))] if views else []
    known = category_of_types()
    groups: dict[tuple[str, str], list[TargetView]] = {}
    for one in views:
        found = next((known[i] for i, _ in one.types if i in known), ("", ""))
        groups.setdefault(found, []).append(one)
    order = [one.name for one in categories().values()]
    ranked = sorted(
        groups.items(), key=lambda item: order.index(item[0][1]) if item[0][1] in order else -1
    )
    return [Group(i, name, _by_type(members)) for (i, name), members in ranked]


def _by_type(views: list[TargetView]) -> list[TargetView]:
    """Targets of one type together, in the order of the text."""
    first: dict[str, int] = {}
    for at, one in enumerate(views):
        first.setdefault(_type_key(one), at)
    return sorted(views, key=lambda one: first[_type_key(one)])


def _type_key(one: TargetView) -> str:
    return "、".join(name for _, name in one.types)


def _distance(one: TargetView) -> tuple[bool, float]:
    """What has a bar first, the emptiest first."""
    return one.bar is None, one.bar.filled if one.bar else 0.0


# The opened target


def _opened(view: TargetView) -> Opened:
    progress = view.progress
    target = progress.target
    sources = Sources([target["source_id"], *(step.source_id for step in progress.steps)])
    years, undated = _by_year(progress)
    gap = progress.standing.gap if progress.standing else 0
    return Opened(
        steps=[
            (step, sources.url(step.source_id, step.start, step.end, "platform"))
            for step in progress.steps
        ],
        years=years,
        undated=undated,
        checks=_checks(progress) if progress.found else [],
        quote=sources.quote(target, "target"),
        comparator=t(*COMPARATORS[target["comparator"]])
        if target["comparator"] in COMPARATORS
        else "",
        pace=_pace(years) if gap > 0 else None,
    )


def _by_year(progress: Progress) -> tuple[list[Year], int]:
    """What rosters give at the end of each year, and how many platforms lack the year that this takes."""
    lines, ended = progress.lines or [], progress.ended
    ends = {row["platform_id"]: int((row["ended_issued_on"] or "0")[:4]) for row in ended}
    dated = [
        (row["year"], ends.get(row["platform_id"])) for row in (*lines, *ended) if row.get("year")
    ]
    undated = len(lines) + len(ended) - len(dated) + sum(not end for end in ends.values())
    if not dated or undated or progress.target["metric"] not in ("retain", "total_build", "new"):
        return [], undated
    last = max(year for start, end in dated for year in (start, end) if year)
    first = max(min(start for start, _ in dated), last - _MOST_YEARS + 1)
    counts = {
        year: sum(start <= year and (end is None or end > year) for start, end in dated)
        for year in range(first, last + 1)
    }
    bars = progress.asked if progress.counted is not None else None
    return [
        Year(y, n, bar_at(bars, n) if bars and bars.of > 0 else None) for y, n in counts.items()
    ], 0


def _pace(years: list[Year]) -> float | None:
    """Change a year over the last three, where there are so many."""
    return (years[-1].counted - years[-4].counted) / 3 if len(years) > 3 else None


def _checks(progress: Progress) -> list[Check]:
    checks = [*_row_checks(progress), *_flag_checks(progress)]
    found = progress.found or 0
    doubles = progress.double_records
    others = [pair for pair in progress.pairs if pair["kind"] != "D4"]
    if doubles:
        left = if_merged(progress, doubles)
        checks.append(
            Check(
                "warn",
                t(
                    f"有 {len(doubles)} 对疑似同一平台记了两条，若合并为 {left}",
                    f"{len(doubles)} pairs may be one platform recorded twice; as one: {left}",
                ),
                to("/duplicates", kind="D4", status="open"),
            )
        )
    if others:
        left = if_merged(progress, progress.pairs)
        checks.append(
            Check(
                "warn",
                t(
                    f"另有 {len(others)} 对待核的疑似重复建设；若都合并，{found} 变为 {left}",
                    f"{len(others)} pairs of possible duplicate construction wait; all merged, "
                    f"{found} would be {left}",
                ),
                to("/duplicates", status="open"),
            )
        )
    return checks


def _row_checks(progress: Progress) -> list[Check]:
    """The count against the rows of the rosters that list it."""
    rosters = roster_rows(payload.current_store(), progress)
    if progress.target["metric"] not in ("retain", "total_build") or not rosters:
        return []
    newest, found = rosters[0], progress.found or 0
    rows, platforms = sum(r["rows"] for r in rosters), found + len(progress.ended)
    name = newest["document"]
    url = to(f"/documents/{newest['document_id']}")
    checks = []
    if newest["rows"] == found:
        checks.append(
            Check("ok", t(f"与《{name}》的行数一致", f"agrees with the rows of {name}"), url)
        )
    elif len(rosters) > 1:
        checks.append(
            Check(
                "info",
                t(
                    f"最近的《{name}》只列 {newest['rows']} 行，其余来自更早的名单",
                    f"the newest, {name}, lists {newest['rows']} rows; the others come from earlier ones",
                ),
                url,
            )
        )
    again = rows - platforms
    if again < 0:
        return checks
    checks.append(
        Check(
            "ok",
            t(
                f"{len(rosters)} 份名单共 {rows} 行，"
                + (f"其中 {again} 行是再次列出，" if again else "")
                + f"合 {platforms} 个平台",
                f"{len(rosters)} rosters have {rows} rows"
                + (f", {again} of them list one again" if again else "")
                + f": {platforms} platforms",
            ),
        )
    )
    return checks


def _flag_checks(progress: Progress) -> list[Check]:
    """Rosters that say another number of rows than they have."""
    of = {step.source_id: step.document for step in progress.steps}
    checks = []
    for row in payload.kept("flags"):
        if row["flag"] in ("count_mismatch", "sum_mismatch") and row["source_id"] in of:
            zh, _, en = str(row["reason"]).partition(" / ")
            words = t(f"《{of[row['source_id']]}》{zh}", f"{of[row['source_id']]}: {en or zh}")
            checks.append(Check("warn", words))
    return checks
