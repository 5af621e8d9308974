"""What is found out once for all who ask for it at the same time."""

from __future__ import annotations

import threading

import pytest

from graph.shared import Shared


def test_who_asks_meanwhile_waits_for_the_one_who_finds_out() -> None:
    shared: Shared[str] = Shared(2)
    begun, go_on, calls = threading.Event(), threading.Event(), []

    def find() -> str:
        calls.append(1)
        begun.set()
        assert go_on.wait(10)
        return "甲"

    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(shared.get("one", find))) for _ in range(5)
    ]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert (found, calls) == (["甲"] * 5, [1])


def test_what_failed_is_found_out_anew() -> None:
    shared: Shared[int] = Shared(2)
    with pytest.raises(ZeroDivisionError):
        shared.get("one", lambda: 1 // 0)
    assert shared.get("one", lambda: 1) == 1


def test_the_keys_asked_for_longest_ago_are_forgotten() -> None:
    shared: Shared[int] = Shared(2)
    for key in ("one", "two", "one", "three"):
        shared.get(key, lambda: 1)
    assert shared.get("one", lambda: 2) == 1
    assert shared.get("two", lambda: 2) == 2
    shared.clear()
    assert shared.get("one", lambda: 3) == 3
