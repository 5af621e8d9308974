"""What the addresses of findings filter by, for the queue and for the table.

`kind`, `status`, `suggestion`, `min_score` and the ids of a `host`, `field`, `type`, `region` and
`category` narrow the findings; the table has a `sort`. In: an address. Out: `Filters`, which knows the
query's values and the addresses with one filter changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

from api import payload
from api.view import coded, label_of, number, t, to, words_of
from api.view_finding_words import DESIGN, FINDING_KINDS, FINDING_STATUS, SUGGESTIONS
from api.view_words import KINDS, Words
from graph.errors import BadParameter
from graph.store import Rows

PATH = "duplicates"
#: Parameters that take one of a few codes, and those that take the id of a node.
CODES: dict[str, dict[str, Words]] = {
    "kind": FINDING_KINDS,
    "status": FINDING_STATUS,
    "suggestion": SUGGESTIONS,
}
NODES = {
    "host": "HostUnit",
    "field": "Field",
    "type": "PlatformType",
    "region": "Region",
    "category": "Category",
}


#: What the table can be ordered by -> the order that is usually wanted of it.
SORTS = {"kind": "kind", "name": "name", "score": "-score", "status": "status"}
_USUAL = SORTS["score"]


@dataclass(frozen=True)
class Choice:
    """A value of a filter as a link: what it is called, how many findings it has, whether it is on."""

    code: str
    words: str
    count: int | None
    url: str
    is_on: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on, with the address without it."""

    words: str
    name: str
    url: str


@dataclass(frozen=True)
class Filters:
    """The filters that are on, in their fixed order, whether findings are shown as a table, and in what
    order."""

    asked: dict[str, str]
    as_table: bool
    sort: str = _USUAL

    def url(self, **changes: Any) -> str:
        """The address of these findings with some parameters changed."""
        query = {name: self.asked.get(name) for name in (*CODES, "min_score", *NODES)} | changes
        if self.as_table:
            query = {"as": "table", "sort": self._order} | query
        return to(f"/{PATH}", **{k: v for k, v in query.items() if v})

    def sort_of(self, column: str) -> tuple[str, str]:
        """How the table is ordered by a column (ascending, descending or not), and the address that orders
        it by the column, or the other way round."""
        usual = SORTS[column]
        other = column if usual.startswith("-") else f"-{column}"
        said = {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")
        wanted = other if self.sort == usual else usual
        return said, self.url(sort=None if wanted == _USUAL else wanted)

    @property
    def _order(self) -> str | None:
        return None if self.sort == _USUAL else self.sort

    def pair_url(self, finding: str, **more: Any) -> str:
        """The address of a finding within the queue that the filters make."""
        return to(f"/{PATH}/{quote(finding, safe='')}", **self.asked, **more)

    def file(self, suffix: str) -> str:
        """The address of the same findings as a file."""
        return to(f"/{PATH}.{suffix}", **self.asked, sort=self._order, lang=None)

    @property
    def other_shape(self) -> str:
        """The same findings as a table, or as a queue."""
        return Filters(self.asked, not self.as_table).url()

    @property
    def values(self) -> dict[str, Any]:
        """The filters as the query takes them."""
        values: dict[str, Any] = {
            f"{name}_id" if name in NODES else name: said for name, said in self.asked.items()
        }
        if "min_score" in values:
            values["min_score"] = _score(values["min_score"])
        return values | {"sort": self.sort}

    def choices(self, name: str, counts: Rows | None = None) -> list[Choice]:
        """The values of a filter as links; `counts` are findings by kind and status."""
        found = self._counted(counts, name) if counts else {}
        on = self.asked.get(name, "")
        everything = sum(n for code, n in found.items() if code != DESIGN) if found else None
        choices = [Choice("", t("全部", "All"), everything, self.url(**{name: None}), not on)]
        for code in CODES[name]:
            count = found.get(code, 0) if found else None
            words = coded(CODES[name], code)
            choices.append(Choice(code, words, count, self.url(**{name: code}), on == code))
        return choices

    def options(self, name: str) -> list[tuple[str, str]]:
        """The values of a filter with their words; the first, of no value, is to filter by nothing."""
        return [(one.code, one.words) for one in self.choices(name)]

    def _counted(self, counts: Rows, by: str) -> dict[str, int]:
        """Findings by one code, where the other filter is on. Not where more is asked for: then a
        number here would not be that of the list it leads to."""
        other = "status" if by == "kind" else "kind"
        if set(self.asked) - {by, other}:
            return {}
        found: dict[str, int] = {}
        for row in counts:
            is_design = row["kind"] == DESIGN and by != "kind" and self.asked.get("kind") != DESIGN
            if self.asked.get(other) in (None, row[other]) and not is_design:
                found[row[by]] = found.get(row[by], 0) + row["findings"]
        return found

    def chips(self) -> list[Chip]:
        """The filters by a node or a score that are on."""
        ids = sorted(self.asked[name] for name in NODES if name in self.asked)
        rows = payload.kept("nodes_by_ids", ids=ids) if ids else []
        names = {row["id"]: row["name"] for row in rows}
        chips = []
        for name, usual in NODES.items():
            if name in self.asked:
                words = KINDS[label_of(self.asked[name]) or usual].words
                known = names.get(self.asked[name], self.asked[name])
                chips.append(Chip(words_of(words), known, self.url(**{name: None})))
        if "min_score" in self.asked:
            score = number(_score(self.asked["min_score"]))
            chips.append(Chip(t("得分 ≥", "Score ≥"), score, self.url(min_score=None)))
        return chips


def filters_of(args: MultiDict[str, str], *, has_order: bool = True) -> Filters:
    """The filters of an address; codes that nobody knows are left out. The queue has no order of its own.
    Raises BadParameter."""
    asked = {name: args.get(name, "") for name in CODES}
    asked = {name: code for name, code in asked.items() if code in CODES[name]}
    if score := args.get("min_score", "").strip():
        _score(score)
        asked["min_score"] = score
    asked |= {name: args[name] for name in NODES if args.get(name)}
    sort = args.get("sort", "")
    known = sort if has_order and sort.removeprefix("-") in SORTS else _USUAL
    return Filters(asked, args.get("as") == "table", known)


def _score(words: str) -> float:
    try:
        score = float(words)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise BadParameter(
            "min_score 应为 0 到 1 的数。", "min_score must be a number from 0 to 1."
        )
    return score
