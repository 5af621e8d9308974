"""A flag: a doubt about a place of the text, with its reason in two languages and what it may have been.

Severity says what hangs on it: `high` a number that other facts use is probably not what was written,
`medium` something is lost or does not agree, `low` a trace, or a question that arithmetic cannot decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ingest.facts import Fact

Severity = Literal["high", "medium", "low"]

#: What a check says where the parts may rightly not make the whole.
INCONCLUSIVE = ("算术不能判定", "inconclusive")


def flag(
    start: int,
    end: int,
    name: str,
    severity: Severity,
    reason: tuple[str, str],
    readings: Iterable[str | Mapping[str, Any]] = (),
) -> Fact:
    """A doubt about the text at a place; `reason` is (Chinese, English)."""
    return Fact(
        kind="flag",
        start=start,
        end=end,
        rule=f"damage.{name}",
        data={"flag": name, "severity": severity, "reason": " / ".join(reason)},
        candidate_readings=tuple(
            {"reading": one} if isinstance(one, str) else one for one in readings
        ),
    )


def undecided(zh: str, en: str) -> tuple[str, str]:
    """A reason that says that arithmetic cannot decide."""
    return f"{zh}，{INCONCLUSIVE[0]}", f"{en}: {INCONCLUSIVE[1]}"
