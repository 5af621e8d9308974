"""What authorities have ruled about named platforms: verdicts, and reorganised laboratories.

In: the lexicons `overlap_precedents` and `platform_successions`. Out: look-ups by the keys of two names.
"""

from __future__ import annotations

from functools import cache

from ingest import lexicons
from ingest.lexicons import LexiconError
from ingest.resolve.overlap_rules import VERDICTS
from ingest.text import name_key


@cache
def precedents() -> dict[frozenset[str], tuple[str, str]]:
    """What authorities have ruled: verdict and basis, by the keys of two names."""
    found = {}
    for row in lexicons.table("overlap_precedents"):
        if row["verdict"] not in VERDICTS:
            raise LexiconError(
                f"词表 overlap_precedents.csv：结论“{row['verdict']}”不认识。",
                f"Lexicon overlap_precedents.csv: the verdict {row['verdict']} is not known.",
            )
        found[frozenset({name_key(row["a"]), name_key(row["b"])})] = (row["verdict"], row["basis"])
    return found


@cache
def successors() -> frozenset[frozenset[str]]:
    """Old and new name of laboratories that were reorganised, by their keys."""
    return frozenset(
        frozenset({name_key(row["former"]), name_key(row["present"])})
        for row in lexicons.table("platform_successions")
    )
