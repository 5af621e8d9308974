"""What the five lists can be asked: filters, years, orders, and how a request names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.listing.items import Wanted
from graph.errors import BadParameter

#: List -> the sort it has where none is asked for.
DEFAULT_SORTS = {
    "platforms": "name",
    "hosts": "-platforms",
    "fields": "-platforms",
    "types": "-platforms",
    "documents": "-date",
}
#: List -> what else it can be sorted by; each also with "-" before it, from the largest.
SORTS = {
    "platforms": ("name", "year", "rosters"),
    "hosts": ("name", "platforms", "fields"),
    "fields": ("name", "platforms", "hosts", "documents"),
    "types": ("name", "platforms", "targets", "documents"),
    "documents": ("name", "date", "platforms", "targets", "flags"),
}
#: List -> its filters, in the order of addresses.
FILTERS = {
    "platforms": (
        *("type", "category", "level", "host", "host_kind", "field", "region"),
        *("eval", "status", "issue", "finding"),
    ),
    "hosts": ("kind", "type", "field", "region"),
    "fields": ("above", "mapped", "known_from"),
    "types": ("category", "level", "rule"),
    "documents": ("kind", "issuer", "read", "issue"),
}
HAS_YEARS = frozenset({"platforms", "documents"})
_YEARS = re.compile(r"(?P<first>\d{4})?(?P<to>\.\.)?(?P<last>\d{4})?")


def wanted_of(name: str, given: Mapping[str, Any]) -> Wanted:
    """What filters, `q`, `year` and `sort` ask of a list; lists for filters, empty ones are left out.

    Raises BadParameter for years and sorts that there are not.
    """
    chosen = {
        key: tuple(dict.fromkeys(value for value in given.get(key) or () if value))
        for key in FILTERS[name]
    }
    first, last = years_of(str(given.get("year") or "")) if name in HAS_YEARS else (None, None)
    sort = given.get("sort") or DEFAULT_SORTS[name]
    if sort.removeprefix("-") not in SORTS[name]:
        raise BadParameter(f"不能按 {sort} 排序。", f"This list has no order {sort}.")
    return Wanted(
        q=str(given.get("q") or ""),
        chosen={key: values for key, values in chosen.items() if values},
        first_year=first,
        last_year=last,
        sort=sort,
    )


def years_of(words: str) -> tuple[int | None, int | None]:
    """First and last year of `2016`, `2016..2025`, `2016..` or `..2025`. Raises BadParameter."""
    found = _YEARS.fullmatch(words)
    is_one = found is not None and found["first"] and not found["to"] and not found["last"]
    is_range = found is not None and found["to"] and (found["first"] or found["last"])
    if words and not (is_one or is_range):
        raise BadParameter("year 应写作 2016 或 2016..2025。", "year must read 2016 or 2016..2025.")
    if not words or found is None:
        return None, None
    first = int(found["first"]) if found["first"] else None
    last = int(found["last"]) if found["last"] else None
    return (first, last) if found["to"] else (first, first)
