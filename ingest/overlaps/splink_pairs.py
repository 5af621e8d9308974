"""Candidate pairs by Splink: blocking done in DuckDB, or on another engine that Splink has an API for.

In: profiles. Out: the pairs of all platforms that share a blocking key, each once: more than the built-in
way gives, which leaves out those whose subjects are too far apart; what compares them leaves the same
out, so the findings are the same. The extra `scale`. PINGTAI_PAIRS=splink chooses it; a program that
has a Spark session, with a checkpoint directory, gives `pairs` Splink's `SparkAPI` of it as `engine`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import PingtaiError
from ingest.overlaps.candidates import blocking_keys
from ingest.resolve.overlap_rules import OverlapRules
from ingest.resolve.platform_profile import Profile

if TYPE_CHECKING:
    from splink.internals.database_api import DatabaseAPI

_QUIET = 40


class SplinkMissing(PingtaiError):
    """PINGTAI_PAIRS asks for Splink, which is not installed."""

    kind = "splink_missing"


def pairs(
    profiles: Sequence[Profile],
    used: OverlapRules,
    changed: Collection[int] | None = None,
    engine: DatabaseAPI[Any] | None = None,
) -> Iterator[tuple[int, int]]:
    """Pairs (i, j), i < j, of positions in `profiles`; with `changed`, only pairs with one of these.
    Raises SplinkMissing where the extra is not installed."""
    if len(profiles) < 2:
        return
    try:
        import pyarrow
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ImportError as error:
        raise SplinkMissing(
            "没有安装 Splink：make scale 可装入，或去掉 PINGTAI_PAIRS。",
            "Splink is not installed: make scale installs it; or unset PINGTAI_PAIRS.",
        ) from error
    rows = [
        {"unique_id": number, "keys": sorted("\t".join(key) for key in blocking_keys(one, used))}
        for number, one in enumerate(profiles)
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        retain_matching_columns=False,
    )
    table = (engine or DuckDBAPI()).register(pyarrow.Table.from_pylist(rows))
    linker = Linker(table, settings, log_level=_QUIET)
    wanted = None if changed is None else frozenset(changed)
    linked = linker.inference.deterministic_link()
    for row in linked.as_record_list():
        i, j = sorted((row["unique_id_l"], row["unique_id_r"]))
        if wanted is None or i in wanted or j in wanted:
            yield i, j
