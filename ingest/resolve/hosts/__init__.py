"""Hosts: whether two printed names are one 依托单位, one inside the other, or neither.

In: names as printed, and the region that the question is about. Out: a verdict with its reasons, or a
description (kind, region). What decides is knowledge (the `host_*` lexicons: names, renames, mergers,
short names, parents) and structure (numbers, kinds, places, legal forms); a score of characters alone
never joins two names.
"""

from ingest.resolve.hosts.compare import compare
from ingest.resolve.hosts.describe import HostDescription, describe
from ingest.resolve.hosts.family import are_strangers, family
from ingest.resolve.hosts.identity import Identity, identify, were_merged

__all__ = [
    "HostDescription",
    "Identity",
    "are_strangers",
    "compare",
    "describe",
    "family",
    "identify",
    "were_merged",
]
