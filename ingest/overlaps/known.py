"""A platform as comparing takes it: all that its sources say of it, as one record.

In: nothing; `snapshot` fills it from a store. It knows no store itself, so that a process that only compares
needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from graph.ids import digest
from ingest.resolve.hosts import describe


@dataclass(frozen=True)
class Closing:
    """A rule that a type is not to be built any more (`to` is None) or is to be converted, with the
    document that says so."""

    type: str
    to: str | None
    document: str | None


@dataclass
class Known:
    """A platform with all that its sources say of it. `hosts` and `former_hosts` are (id, name);
    `grades` (year, result), the newest last; `closings` rules of its types."""

    id: str
    name: str
    names: tuple[str, ...]
    level: str
    hosts: tuple[tuple[str, str], ...] = ()
    former_hosts: tuple[tuple[str, str], ...] = ()
    #: The 统一社会信用代码 of each host, as many as rosters print for it, and marks of what persons judged.
    host_codes: tuple[tuple[str, ...], ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    categories: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    subtype: str = ""
    address: str = ""
    is_gone: bool = False
    grades: tuple[tuple[int, str], ...] = ()
    closings: tuple[Closing, ...] = ()
    compared_as: str = ""
    #: Where a roster that lists it is about, for a platform that says no place itself.
    listed_for: str = ""

    @cached_property
    def facts(self) -> str:
        """A digest of what is known: another one means that something was learnt."""
        said = (
            *(self.name, self.level, self.subtype, self.address, str(self.is_gone)),
            self.listed_for,
            *_joined(self.names, self.categories, self.fields, self.regions),
            *_joined((i for i, _ in self.hosts), (i for i, _ in self.former_hosts)),
            *_joined("|".join(codes) for codes in self.host_codes),
            *_joined((i for i, _ in self.types), (f"{y}{r}" for y, r in self.grades)),
            *_joined(f"{one.type}|{one.to}" for one in self.closings),
        )
        return digest("platform", *said)

    @property
    def region(self) -> str:
        """Its region: as stated, else its first host's, as far as that is known, else that of the roster."""
        if self.regions:
            return self.regions[0]
        for _, name in self.hosts[:1]:
            if found := _home(name):
                return found
        return self.listed_for

    @cached_property
    def record(self) -> dict[str, Any]:
        """The platform as comparing takes it."""
        return {
            "name": self.name,
            "names": self.names,
            "type": self.types[0][1] if self.types else "",
            "level": self.level,
            "region": self.region,
            "hosts": [name for _, name in self.hosts],
            "host_codes": self.host_codes,
            "field": "、".join(self.fields),
            "address": self.address,
            "sub_type": self.subtype,
        }


def _joined(*groups: Any) -> Iterator[str]:
    for group in groups:
        yield "\n".join(sorted(group))


@lru_cache(maxsize=100_000)
def _home(host: str) -> str:
    return describe(host).region or ""
