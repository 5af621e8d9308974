"""The rules by which two platforms are judged, read from one file that a province can change.

In: ingest/lexicon/overlap_rules.toml, or the file that PINGTAI_OVERLAP_RULES names. Out: `OverlapRules`,
checked: a fault is raised with the file and the word at fault. The version goes with every finding.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph.model import ACTIONS
from ingest import lexicons
from ingest.lexicons import LexiconError

VERDICTS = (
    "same_record",
    "duplicate_construction",
    "overlap",
    "related_by_design",
    "unrelated",
)
VARIABLE = "PINGTAI_OVERLAP_RULES"
_FILE = lexicons.FOLDER / "overlap_rules.toml"
_FOR = frozenset(
    {
        "host_same",
        "host_related",
        "host_unknown",
        "host_siblings",
        "field_identical",
        "field_near",
        "field_partial",
        "brand_same",
        "same_industry",
        "type_same",
        "band_same",
        "succession",
        "level_same",
        "region_same",
        "address_same",
        "street_same",
        "name_same",
        "former_name",
        "precedent",
    }
)
_AGAINST = frozenset(
    {
        "host_different",
        "region_different",
        "field_none",
        "level_different",
        "band_different",
        "branch",
        "ladder",
        "many_hosts",
        "complement",
    }
)
_THRESHOLDS = {
    "near": frozenset({"strongest", "subjects", "work"}),
    "partial": frozenset({"strongest", "subjects"}),
    "adjacent": frozenset({"strongest", "subjects"}),
    "within": frozenset({"strongest", "subjects", "work", "wording"}),
    "across": frozenset({"strongest", "subjects", "work", "wording"}),
    "strangers": frozenset({"strongest", "subjects", "work", "wording"}),
}
_TOP = frozenset(
    {"version", "review_line", "ranges", "weights", "against", "bands", "successions"}
    | {"evaluation", "suggestions"}
    | {"by_design", "ladder", *_THRESHOLDS}
)
_GRADES = ("identical", "near", "partial")
#: When something may be suggested.
_CASES = frozenset(
    {"same_record", "failed_twice", "failed", "type_closed", "duplicate_construction"}
    | {"design", "D1", "D2", "D3", "always"}
)


@dataclass(frozen=True)
class Succession:
    """Type `former` was reorganised into `present`; fields must be at least as close as `field`."""

    former: str
    present: str
    field: str


@dataclass(frozen=True)
class Suggestion:
    """When `when` applies to a finding, `action` is suggested, because of `text`."""

    when: str
    action: str
    text: str


@dataclass(frozen=True, eq=False)
class OverlapRules:
    """The rules, checked; two readings of one file are told apart, so that caches are never mixed. `weights`
    holds what speaks for and against by name; `band_of` and `rank_of` say to which band a type and to which
    step of the ladder a level belongs."""

    version: str
    review_line: float
    ranges: Mapping[str, tuple[float, float]]
    weights: Mapping[str, float]
    near: Mapping[str, float]
    partial: Mapping[str, float]
    adjacent: Mapping[str, float]
    within: Mapping[str, float]
    across: Mapping[str, float]
    strangers: Mapping[str, float]
    band_of: Mapping[str, str]
    rank_of: Mapping[str, int]
    successions: tuple[Succession, ...]
    many_hosts: frozenset[str]
    industry_only: frozenset[str]
    failing: frozenset[str]
    suggestions: tuple[Suggestion, ...]


def rules() -> OverlapRules:
    """The rules in force: those of the file that the environment names, else our own."""
    return _loaded(os.environ.get(VARIABLE) or str(_FILE))


@cache
def _loaded(path: str) -> OverlapRules:
    return load(Path(path))


def load(path: Path) -> OverlapRules:
    """Read and check a rules file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(
            f"规则文件 {path} 读不了：{error}。", f"The rules file {path} cannot be read: {error}."
        ) from error
    return _Reader(path, data).read()


class _Reader:
    """Takes the file's words one by one and names the one that is wrong."""

    def __init__(self, path: Path, data: dict[str, Any]) -> None:
        self._path = path
        self._data = data

    def read(self) -> OverlapRules:
        self._names("", self._data, _TOP)
        line = self._number("review_line", self._data["review_line"], 0, 1)
        ranges = self._ranges(line)
        self._names("weights", self._table("weights"), _FOR)
        self._names("against", self._table("against"), _AGAINST)
        weights = {
            k: self._number(f"weights.{k}", v, 0, 1) for k, v in self._table("weights").items()
        }
        weights |= {
            k: self._number(f"against.{k}", v, -1, 0) for k, v in self._table("against").items()
        }
        design = self._table("by_design")
        self._names("by_design", design, frozenset({"many_hosts", "industry_only"}))
        version = self._data["version"]
        if not isinstance(version, str) or not version:
            raise self._fault("version", "应是不空的文字", "must be words")
        return OverlapRules(
            version,
            line,
            ranges,
            weights,
            self._thresholds("near"),
            self._thresholds("partial"),
            self._thresholds("adjacent"),
            self._thresholds("within"),
            self._thresholds("across"),
            self._thresholds("strangers"),
            self._bands(),
            self._ladder(),
            self._successions(),
            self._types("by_design.many_hosts", design["many_hosts"]),
            self._types("by_design.industry_only", design["industry_only"]),
            self._failing(),
            self._suggestions(),
        )

    def _fault(self, where: str, chinese: str, english: str) -> LexiconError:
        name = self._path.name
        return LexiconError(
            f"规则文件 {name}：{where} {chinese}。", f"Rules file {name}: {where} {english}."
        )

    def _table(self, name: str) -> dict[str, Any]:
        table = self._data[name]
        if not isinstance(table, dict):
            raise self._fault(name, "应是一节", "must be a section")
        return table

    def _names(self, where: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
        prefix = f"{where}." if where else ""
        for name in sorted(table.keys() - known):
            raise self._fault(f"{prefix}{name}", "不认识", "is not known")
        for name in sorted(known - table.keys()):
            raise self._fault(f"{prefix}{name}", "缺少", "is missing")

    def _number(self, where: str, value: Any, low: float, high: float) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            raise self._fault(
                where, f"应是 {low} 到 {high} 之间的数", f"must be a number from {low} to {high}"
            )
        return float(value)

    def _ranges(self, line: float) -> dict[str, tuple[float, float]]:
        table = self._table("ranges")
        self._names("ranges", table, frozenset(VERDICTS))
        found = {}
        for verdict, pair in table.items():
            where = f"ranges.{verdict}"
            if not isinstance(pair, list) or len(pair) != 2:
                raise self._fault(where, "应是两个数", "must be two numbers")
            low, high = (self._number(where, value, 0, 1) for value in pair)
            if low > high:
                raise self._fault(where, "下限高于上限", "starts above its end")
            found[verdict] = (low, high)
        if found["unrelated"][1] >= line:
            raise self._fault("ranges.unrelated", "到了复核线", "reaches the review line")
        return found

    def _thresholds(self, name: str) -> dict[str, float]:
        table = self._table(name)
        self._names(name, table, _THRESHOLDS[name])
        return {key: self._number(f"{name}.{key}", value, 0, 1) for key, value in table.items()}

    def _types(self, where: str, names: Any) -> frozenset[str]:
        if not isinstance(names, list):
            raise self._fault(where, "应是一列类型", "must be a list of types")
        for name in names:
            if name not in lexicons.platform_types():
                raise self._fault(f"{where}: {name}", "不是平台类型", "is no platform type")
        return frozenset(names)

    def _bands(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for band, names in self._table("bands").items():
            for name in self._types(f"bands.{band}", names):
                if name in found:
                    raise self._fault(
                        f"bands.{band}: {name}", "已在另一组", "is in another band too"
                    )
                found[name] = band
        return found

    def _ladder(self) -> dict[str, int]:
        steps = self._table("ladder").get("levels")
        if not isinstance(steps, list) or not all(isinstance(step, list) for step in steps):
            raise self._fault("ladder.levels", "应是一级一列", "must be a list a step")
        return {str(level): rank for rank, step in enumerate(steps) for level in step}

    def _successions(self) -> tuple[Succession, ...]:
        rows = self._data["successions"]
        if not isinstance(rows, list):
            raise self._fault("successions", "应是一列", "must be a list")
        found = []
        for row in rows:
            self._names("successions", row, frozenset({"from", "to", "field"}))
            self._types("successions", [row["from"], row["to"]])
            if row["field"] not in _GRADES:
                raise self._fault("successions.field", "不认识", f"must be one of {_GRADES}")
            found.append(Succession(row["from"], row["to"], row["field"]))
        return tuple(found)

    def _failing(self) -> frozenset[str]:
        table = self._table("evaluation")
        self._names("evaluation", table, frozenset({"failing"}))
        words = table["failing"]
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise self._fault("evaluation.failing", "应是一列文字", "must be a list of words")
        return frozenset(words)

    def _suggestions(self) -> tuple[Suggestion, ...]:
        rows = self._data["suggestions"]
        if not isinstance(rows, list):
            raise self._fault("suggestions", "应是一列", "must be a list")
        for row in rows:
            self._names("suggestions", row, frozenset({"when", "action", "text"}))
            if row["when"] not in _CASES:
                raise self._fault(
                    f"suggestions.when: {row['when']}", "不认识", f"must be one of {sorted(_CASES)}"
                )
            if row["action"] not in ACTIONS:
                raise self._fault(
                    f"suggestions.action: {row['action']}", "不认识", f"must be one of {ACTIONS}"
                )
        if not rows or rows[-1]["when"] != "always":
            raise self._fault("suggestions", "最后一条应是 always", "must end with always")
        return tuple(Suggestion(row["when"], row["action"], str(row["text"])) for row in rows)
