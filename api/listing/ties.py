"""The platforms of rosters with what they are joined to, held in memory for the lists.

In: a way to run named queries, each of which gives a node with all its platforms at once: a tenth of the work
of a row for each pair. Out: `Ties`, which the lists of one version of the graph share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.store import Rows

Run = Callable[[str], Rows]
FORMER = "former"
#: The roles of a host in the order of pages: the main host first.
_FIRST_ROLE = "host"


@dataclass(frozen=True)
class Listing:
    """What rosters say of a platform: first year of recognition, how many rosters, whether withdrawn."""

    year: int | None
    rosters: int
    is_withdrawn: bool


@dataclass(frozen=True)
class Grade:
    """An evaluation: the year that it prints, that or its document's, and the result."""

    year: int
    dated: int
    result: str


@dataclass
class Tied:
    """Nodes of one kind with their platforms: names, and for each platform the nodes, by name."""

    names: dict[str, str] = field(default_factory=dict)
    #: Of each platform, by its position.
    of: list[tuple[str, ...]] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[int, str]]:
        """Positions of platforms, each with one of its nodes."""
        return ((at, one) for at, nodes in enumerate(self.of) for one in nodes)

    def named(self, at: int) -> tuple[list[str], list[str]]:
        """Ids and names of a platform's nodes."""
        ids = self.of[at]
        return list(ids), [self.names[one] for one in ids]


@dataclass
class Ties:
    """Platforms by position, in the order of their ids, and their ties."""

    ids: list[str]
    names: list[str]
    search: list[str]
    levels: list[str | None]
    listings: list[Listing]
    grades: dict[int, list[Grade]]
    types: Tied
    fields: Tied
    regions: Tied
    #: Hosts of today, main ones first; and all with those of before.
    hosts: Tied
    all_hosts: Tied
    #: Kind and credit codes of each host.
    host_kinds: dict[str, str | None]
    host_codes: dict[str, list[str]]


def read_ties(run: Run) -> Ties:
    """Read them."""
    listings = _listings(run("listings_of_documents"))
    ids = sorted(listings)
    position = {one: at for at, one in enumerate(ids)}
    names, search, levels = [""] * len(ids), [""] * len(ids), [""] * len(ids)
    for row in run("names_of_platforms"):
        for one, name, words, level in zip(
            row["ids"], row["names"], row["searches"], row["levels"], strict=True
        ):
            if (at := position.get(one)) is not None:
                names[at], search[at], levels[at] = name, words, level
    host_rows = run("hosts_with_platforms")
    return Ties(
        ids=ids,
        names=names,
        search=search,
        levels=[level or None for level in levels],
        listings=[listings[one] for one in ids],
        grades=_grades(run("grades_of_documents"), position),
        types=_tied(run("types_with_platforms"), "type", position),
        fields=_tied(run("fields_with_platforms"), "field", position),
        regions=_tied(run("regions_with_platforms"), "region", position),
        hosts=_hosts(host_rows, position, is_now=True),
        all_hosts=_hosts(host_rows, position, is_now=False),
        host_kinds={row["host_id"]: row["kind"] for row in host_rows},
        host_codes={row["host_id"]: list(row["credit_codes"]) for row in host_rows},
    )


def _listings(rows: Rows) -> dict[str, Listing]:
    found: dict[str, Listing] = {}
    known: dict[Listing, Listing] = {}
    for row in rows:
        years: dict[str, int] = {}
        withdrawn: set[str] = set()
        for one, year, status in zip(
            row["platform_ids"], row["years"], row["statuses"], strict=True
        ):
            before = years.get(one)
            years[one] = min(before, year) if before and year else before or year
            if status == "withdrawn":
                withdrawn.add(one)
        for one, year in years.items():
            told = found.get(one)
            both = [y for y in (told.year if told else None, year) if y]
            new = Listing(
                min(both, default=None),
                told.rosters + 1 if told else 1,
                one in withdrawn or (told is not None and told.is_withdrawn),
            )
            found[one] = known.setdefault(new, new)
    return found


def _grades(rows: Rows, position: Mapping[str, int]) -> dict[int, list[Grade]]:
    found: dict[int, list[Grade]] = {}
    for row in rows:
        said = zip(
            row["platform_ids"], row["years"], row["dated_years"], row["results"], strict=True
        )
        for one, year, dated, result in said:
            if (at := position.get(one)) is not None:
                found.setdefault(at, []).append(Grade(year, dated, result))
    return found


def _tied(rows: Rows, column: str, position: Mapping[str, int]) -> Tied:
    told = ((row[f"{column}_id"], row[column], row["platform_ids"]) for row in rows)
    return tied(told, position)


def tied(told: Iterable[tuple[str, str, Iterable[str]]], position: Mapping[str, int]) -> Tied:
    """Of ids, names and platforms. Nodes are taken by name, so that each platform has them in order."""
    found = Tied()
    of: list[tuple[str, ...]] = [()] * len(position)
    # Most platforms are of one of few combinations: each is held once.
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for id_, name, platforms in sorted(told, key=lambda one: (one[1], one[0])):
        found.names[id_] = name
        for one in platforms:
            at = position.get(one)
            if at is not None and id_ not in of[at]:
                more = (*of[at], id_)
                of[at] = known.setdefault(more, more)
    found.of = of
    return found


def _hosts(rows: Rows, position: Mapping[str, int], *, is_now: bool) -> Tied:
    """Hosts with their platforms; of those of today, the main ones stand first."""
    told, main = [], set()
    for row in rows:
        joined = list(zip(row["platform_ids"], row["roles"], strict=True))
        platforms = [one for one, role in joined if not is_now or role != FORMER]
        main |= {(one, row["host_id"]) for one, role in joined if role == _FIRST_ROLE}
        if platforms:
            told.append((row["host_id"], row["host"], platforms))
    found = tied(told, position)
    if is_now:
        for one, at in position.items():
            if len(hosts := found.of[at]) > 1:
                first = [host for host in hosts if (one, host) in main]
                found.of[at] = (*first, *(host for host in hosts if host not in first))
    return found
