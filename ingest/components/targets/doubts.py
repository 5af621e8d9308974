"""Numbers that may have lost something on the way: they stay as printed, with what they may have been."""

from __future__ import annotations

import re
from typing import Any

from ingest.components.targets.counts import Count


def dash_readings(count: Count, comparator: str) -> list[dict[str, Any]]:
    """Whether an exact number may be a range that lost its dash: 46 as 4—6, 1215 as 12—15.

    Only where the parts rise a little (a < b ≤ max(2a, a+3)), the second has no leading zero, and no
    comparator speaks for one number.
    """
    if comparator != "eq" or count.is_range or not re.fullmatch(r"\d{2,6}", f"{count.low:.0f}"):
        return []
    digits = f"{count.low:.0f}"
    if not count.words.startswith(digits):
        return []
    found: list[dict[str, Any]] = []
    for cut in range(1, len(digits)):
        low, high = digits[:cut], digits[cut:]
        if high.startswith("0"):
            continue
        if int(low) < int(high) <= max(2 * int(low), int(low) + 3):
            found.append({"comparator": "range", "low": int(low), "high": int(high)})
    if not found:
        return []
    return [{"comparator": "eq", "low": int(digits), "high": int(digits)}, *found]
