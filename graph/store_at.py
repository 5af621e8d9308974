"""A store read as of a day. It only reads: whatever is decided is decided today."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from graph.asof import AsOf
from graph.errors import PingtaiError
from graph.store import READ_SECONDS, Rows, Standing, Store, Writer, open_store

T = TypeVar("T")


class NotAsOf(PingtaiError):
    """Something that cannot be done as of a day that has passed."""

    status = 409
    exit_code = 2
    kind = "not-as-of"

    def __init__(self) -> None:
        super().__init__(
            "“截至”生效时只能查看；请去掉 asof 再修改或运行这项操作。",
            "As of a day the graph can only be looked at; leave asof out to change it or to run this.",
        )


class StoreAt(Store):
    """A store of which named queries count what had come by a day. Two of one store and day are equal."""

    def __init__(self, base: Store, as_of: AsOf) -> None:
        self._base = base.base
        self.as_of = as_of
        self.url = base.url
        self.engine = base.engine
        self.folder = base.folder

    @property
    def base(self) -> Store:
        """The store itself, of whatever day."""
        return self._base

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = READ_SECONDS,
        limit: int | None = None,
        is_tried_once: bool = False,
    ) -> Rows:
        """Run one reading statement on the whole graph: only named queries know of the day."""
        return self._base.read(
            cypher, parameters, seconds=seconds, limit=limit, is_tried_once=is_tried_once
        )

    def standing(self) -> Standing:
        """The state of the graph itself."""
        return self._base.standing()

    def write(self, work: Callable[[Writer], T]) -> T:  # noqa: ARG002 - nothing is run
        """Raises NotAsOf."""
        raise NotAsOf

    def server_version(self) -> str:
        """What the server calls itself."""
        return self._base.server_version()

    def reading_access(self) -> tuple[str, tuple[str, str] | None, str | None]:
        """Raises NotAsOf: another client does not know of the day."""
        raise NotAsOf

    def close(self) -> None:
        """Nothing: the store itself stays open."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StoreAt) and (self._base, self.as_of) == (
            other._base,
            other.as_of,
        )

    def __hash__(self) -> int:
        return hash((id(self._base), self.as_of))


def store_at(store: Store, as_of: AsOf | None) -> Store:
    """The store as of a day; itself where none is given."""
    return store.base if as_of is None else StoreAt(store, as_of)


@contextlib.contextmanager
def open_store_at(
    url: str | None = None, auth: str | None = None, as_of: str | None = None
) -> Iterator[Store]:
    """Open a store, to be read as of a day if one is given; it is closed at the end.

    Raises BadAsOf, and what `open_store` raises.
    """
    day = AsOf.parse(as_of) if as_of else None
    with open_store(url, auth) as store:
        yield store_at(store, day)
