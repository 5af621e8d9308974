"""Splink on the same platforms, as its own guide builds a model: tight blocking, a prior from sure rules, u
by random sampling, m by expectation maximisation; then the threshold that is best for its F1."""

from __future__ import annotations

import resource
import time
from itertools import pairwise

import pyarrow
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tests.bench.platforms import Synthetic, synthesise

#: Random pairs from which chance agreement is learnt, as the guide has it.
_SAMPLE = 1e6
#: Pairs below this are kept by no threshold that could be best.
_LOWEST = 0.001


def measure(count: int) -> dict[str, float]:
    """Train and predict on so many platforms: seconds (the search for the best threshold is not counted),
    and how good the pairs at that threshold are."""
    data = synthesise(count)
    table = pyarrow.Table.from_pylist([_row(data, number) for number in range(count)])
    start, cpu = time.perf_counter(), time.process_time()
    linker = Linker(DuckDBAPI().register(table), _settings(), log_level=40)
    training = linker.training
    sure = [block_on("name"), block_on("host", "field")]
    training.estimate_probability_two_random_records_match([*sure], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=_SAMPLE, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("host"))
    training.estimate_parameters_using_expectation_maximisation(block_on("province", "field"))
    predicted = linker.inference.predict(threshold_match_probability=_LOWEST)
    rows = predicted.as_record_list()
    spent, cpu = time.perf_counter() - start, time.process_time() - cpu
    pairs = [
        (row["match_probability"], *sorted((row["unique_id_l"], row["unique_id_r"])))
        for row in rows
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"seconds": spent, "cpu": cpu, "gigabytes": memory, **_best(data, pairs)}


def _row(data: Synthetic, number: int) -> dict[str, object]:
    known = data.known[number]
    return {
        "unique_id": number,
        "name": known.name,
        "host": known.hosts[0][1],
        "field": known.fields[0],
        "type": known.types[0][1],
        "level": known.level,
        "province": data.origins[number].province,
    }


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.95, 0.88]),
            compare.JaroWinklerAtThresholds("field", [0.92, 0.8]),
            compare.ExactMatch("host"),
            compare.ExactMatch("type"),
            compare.ExactMatch("level"),
            compare.ExactMatch("province"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("host"),
            block_on("province", "field"),
            block_on("name"),
        ],
    )


def _best(data: Synthetic, pairs: list[tuple[float, int, int]]) -> dict[str, float]:
    """Precision and recall at the threshold of the highest F1: pairs are taken from the most likely on."""
    wanted = set(data.positives())
    right = wrong = unclear = 0
    best = {"f1": 0.0, "precision": 0.0, "recall": 0.0, "unclear": 0.0, "findings": 0.0}
    ranked = sorted(pairs, reverse=True)
    for one, following in pairwise([*ranked, (-1.0, 0, 0)]):
        truth = data.truth(one[1], one[2])
        right += (one[1], one[2]) in wanted
        wrong += truth is False
        unclear += truth is None
        if one[0] == following[0] or not right:
            continue  # a threshold cannot part pairs of one probability
        f1 = 2 * right / (2 * right + wrong + len(wanted) - right)
        if f1 > best["f1"]:
            best = {
                "f1": f1,
                "precision": right / (right + wrong),
                "recall": right / len(wanted),
                "unclear": unclear,
                "findings": right + wrong + unclear,
            }
    return {"candidates": len(pairs), **best}
