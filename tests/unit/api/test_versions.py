"""What is read once for each version of the graph: by one thread, for all who ask, anew after a change."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, NoReturn, cast

import pytest

from api.listing.versions import BeingRead, Versions
from api.lists import LISTS, all_of
from graph.store import Standing, Store


class Changing:
    """A store of which only the version is asked."""

    def __init__(self) -> None:
        self.loads = 1
        self.base = self

    def standing(self) -> Standing:
        return Standing([], self.loads, None)


def a_store() -> tuple[Changing, Store]:
    changing = Changing()
    return changing, cast(Any, changing)


def test_sixteen_callers_read_once_and_a_change_reads_anew() -> None:
    changing, store = a_store()
    calls: list[str] = []
    ready = threading.Event()

    def read(_store: Store, name: str) -> int:
        calls.append(name)
        ready.wait(10)
        return len(calls)

    versions = Versions(read, patience=20)
    with ThreadPoolExecutor(16) as pool:
        waiting = [pool.submit(versions.get, store, "a") for _ in range(16)]
        ready.set()
        assert {one.result() for one in waiting} == {1}
    assert calls == ["a"]
    changing.loads = 2
    assert versions.get(store, "a") == 2
    assert versions.get(store, "a") == 2


def test_who_waits_too_long_is_told_and_finds_it_later() -> None:
    _, store = a_store()
    ready = threading.Event()
    versions = Versions(lambda _store, name: ready.wait(20) and name, patience=0.01)
    with pytest.raises(BeingRead) as told:
        versions.get(store, "a")
    assert (told.value.status, told.value.headers) == (503, {"Retry-After": "5"})
    ready.set()
    assert versions.here(store, "a") == "a"


def test_what_failed_is_read_anew() -> None:
    _, store = a_store()
    left = [ValueError("first")]

    def read(_store: Store, name: str) -> str:
        if left:
            raise left.pop()
        return name

    versions = Versions(read)
    with pytest.raises(ValueError, match="first"):
        versions.get(store, "a")
    assert versions.get(store, "a") == "a"


def test_a_list_that_is_being_read_is_told_before_its_file_begins() -> None:
    def not_yet(store: Store, filters: dict[str, Any], skip: int, limit: int) -> NoReturn:
        raise BeingRead

    spec = replace(LISTS["platforms"], fetch=not_yet)
    with pytest.raises(BeingRead):
        all_of(spec, cast("Store", None), spec.asked())
