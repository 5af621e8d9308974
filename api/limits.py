"""Rate limits in memory: a bucket of requests for each token or address, filled again with time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_KEYS = 10_000


class Buckets:
    """At most `burst` requests at once and `per_second` on average, for each key."""

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one request; returns 0 where it may pass, else the seconds to wait."""
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(key, (float(self._burst), now))
            left = min(self._burst, left + (now - at) * self._per_second)
            wait = 0.0 if left >= 1 else (1 - left) / self._per_second
            self._left[key] = (left - 1 if wait == 0 else left, now)
            # The ones that asked longest ago have full buckets again, or soon will.
            while len(self._left) > _MOST_KEYS:
                self._left.popitem(last=False)
        return wait
