"""What is asked for one by one and read many at a time."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import cast

import pytest

from api.together import Together
from graph.store import Store

STORE, OTHER = cast(Store, "one"), cast(Store, "other")


def test_who_waits_meanwhile_is_read_at_once() -> None:
    begun, go_on = threading.Event(), threading.Event()
    read: list[tuple[Store, list[str]]] = []

    def some(store: Store, ids: list[str]) -> Mapping[str, str]:
        read.append((store, ids))
        begun.set()
        assert go_on.wait(10)
        return {one: f"{store} {one}" for one in ids if one != "none"}

    together: Together[str] = Together(some)
    found: dict[tuple[Store, str], str | None] = {}
    asked = [(STORE, "a"), (STORE, "b"), (OTHER, "b"), (STORE, "none"), (STORE, "c")]
    threads = []
    for number, (store, id_) in enumerate(asked):

        def ask(store: Store = store, id_: str = id_) -> None:
            found[store, id_] = together.get(store, id_)

        threads.append(threading.Thread(target=ask))
        threads[-1].start()
        if number == 0:
            assert begun.wait(10)
    while len(together._waiting) < len(asked) - 1:
        pass
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert found == {
        (STORE, "a"): "one a",
        (STORE, "b"): "one b",
        (OTHER, "b"): "other b",
        (STORE, "none"): None,
        (STORE, "c"): "one c",
    }
    assert read[0] == (STORE, ["a"])
    assert sorted((store, sorted(ids)) for store, ids in read[1:]) == [
        (STORE, ["b", "c", "none"]),
        (OTHER, ["b"]),
    ]


def test_what_is_wrong_is_told_to_who_asks_and_then_forgotten() -> None:
    fails = True

    def some(_store: Store, ids: list[str]) -> Mapping[str, str]:
        if fails:
            raise OSError
        return {one: one for one in ids}

    together: Together[str] = Together(some)
    with pytest.raises(OSError):
        together.get(STORE, "a")
    fails = False
    assert together.get(STORE, "a") == "a"
