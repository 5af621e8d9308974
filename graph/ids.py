"""Stable ids: the same label and key give the same id in every run, on every machine, on both engines.

Ids are always strings (`platform-1f0c…`): the prefix tells the label, so that an address says what it is
about. The engines' own ids (`elementId`) are never stored or shown.
"""

from __future__ import annotations

import hashlib
import re

_SEPARATOR = "\x1f"  # cannot occur in a key: normalisation drops control characters
_DIGEST_BYTES = 8  # 64 bits: with a million nodes the chance of any clash is about 3 in 100 million
_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def prefix_of(label: str) -> str:
    """The id prefix of a label: `HostUnit` gives `host-unit`."""
    return _WORD_BREAK.sub("-", label).lower()


def make_id(label: str, *key: str) -> str:
    """The id of the node of that label and key; the parts of the key are ordered."""
    return f"{prefix_of(label)}-{digest(label, *key)}"


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits that depend on every part and on where the parts divide."""
    joined = _SEPARATOR.join(parts).encode("utf-8")
    return hashlib.blake2b(joined, digest_size=_DIGEST_BYTES).hexdigest()
