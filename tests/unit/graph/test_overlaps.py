"""Findings go to the store in messages that it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any, cast

from graph.overlaps import Finding, replace_findings
from graph.store import Rows, Store, Writer


class _Heard(Writer):
    """A store that only listens: how many findings each message brings."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def write(self, step: Callable[[_Heard], None]) -> None:
        step(self)

    def run(self, query: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        if "MERGE (a)" in query and parameters is not None:
            self.sizes.append(len(parameters["rows"]))
        return []


def test_many_findings_of_few_platforms_go_in_several_messages() -> None:
    platforms = [f"platform-{number:04d}" for number in range(80)]
    findings = [
        Finding(a, b, "D1", "near", 0.7, (), (), "", "", ("x", "y"), "1")
        for a, b in combinations(platforms, 2)
    ]
    heard = _Heard()
    replace_findings(cast(Store, heard), findings, dict.fromkeys(platforms, "digest"), {})
    assert sum(heard.sizes) == len(findings)
    assert max(heard.sizes) <= 1_000
