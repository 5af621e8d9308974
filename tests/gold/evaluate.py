"""Scores extraction against annotated documents, per kind of fact.

Usage: python -m tests.gold.evaluate CORPUS [--misses] [--freeze]. CORPUS is a folder with `gold/*.jsonl`
beside the texts that the gold names. Precision, recall and F1 per kind and document; with --misses, what
was missed or found in excess, in its context. The totals are compared with `baseline.json`: a kind whose
F1 falls below it fails the run, until --freeze writes the new figures on purpose.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.extract import facts_of
from ingest.readers import read
from ingest.text import name_key

Row = dict[str, Any]
BASELINE = Path(__file__).with_name("baseline.json")
#: Rounding of the baseline's figures; a fall by less is none.
_DIGITS = 4
_AROUND = 18


@dataclass
class Score:
    """Hits, misses and false finds of one kind of fact."""

    hits: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.hits += other.hits
        self.missed += other.missed
        self.false += other.false

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + len(self.false))

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + len(self.missed))

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def main(arguments: list[str]) -> int:
    """Print the scores; the exit code is 1 when a trap was matched or a score fell below the baseline."""
    corpus = Path(arguments[0])
    show_misses = "--misses" in arguments
    totals: dict[str, Score] = defaultdict(Score)
    traps = 0
    for gold_file in sorted((corpus / "gold").glob("*.jsonl")):
        gold = [json.loads(line) for line in gold_file.read_text("utf-8").splitlines()]
        path = _document(corpus, gold_file, gold)
        if path is None:
            continue
        document = read(path)
        found = [fact.as_json(str(path), document.text) for fact in facts_of(document)]
        bad = [f for f in found if document.text[f["start"] : f["end"]] != f["quote"]]
        assert not bad, f"{path}: quote differs from text: {bad[0]}"
        for row in found:
            row["context"] = _in_context(document.text, row)
        scores = _roster_scores(gold, found) if "roster" in gold_file.name else _scores(gold, found)
        caught = _traps([row for row in gold if "fact" in row], found)
        traps += len(caught)
        print(f"\n{gold_file.stem}  ({path.name})")
        for kind, score in sorted(scores.items()):
            totals[kind].add(score)
            print(_line(kind, score))
            if show_misses:
                print("".join(f"      - {m}\n" for m in score.missed[:12]), end="")
                print("".join(f"      + {m}\n" for m in score.false[:12]), end="")
        for words in caught:
            print(f"  TRAP {words}")
    print("\ntotal")
    for kind, score in sorted(totals.items()):
        print(_line(kind, score))
    print(f"  traps matched: {traps}")
    figures = {kind: round(score.f1, _DIGITS) for kind, score in sorted(totals.items())}
    if "--freeze" in arguments:
        BASELINE.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    fallen = _fallen(figures)
    for kind, (was, now) in fallen.items():
        print(f"  FALLEN {kind}: F1 {was:.4f} -> {now:.4f}")
    return 1 if traps or fallen else 0


def _fallen(figures: dict[str, float]) -> dict[str, tuple[float, float]]:
    """The kinds that score lower than the baseline, with both figures."""
    frozen: dict[str, float] = json.loads(BASELINE.read_text("utf-8"))
    return {
        kind: (was, figures.get(kind, 0.0))
        for kind, was in frozen.items()
        if figures.get(kind, 0.0) < was
    }


def _in_context(text: str, row: Row) -> str:
    """The quote of a found fact with the words around it, on one line."""
    start, end = row["start"], row["end"]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    quote = text[start : min(end, start + 60)]
    return f"…{before}【{quote}】{after}…".replace("\n", "⏎")


def _line(kind: str, score: Score) -> str:
    counts = f"{score.hits} hit, {len(score.missed)} missed, {len(score.false)} false"
    return (
        f"  {kind:14} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}   {counts}"
    )


def _document(corpus: Path, gold_file: Path, gold: list[Row]) -> Path | None:
    name = gold_file.stem
    if name.startswith("roster-"):
        return next((corpus / "roster").glob(f"{name.removeprefix('roster-')}.*"), None)
    named = next((row["file"] for row in gold if row.get("file")), None)
    if named is None:
        return None
    return next((p for p in (corpus / named, corpus.parent / named) if p.exists()), None)


def _scores(gold: list[Row], found: list[Row]) -> dict[str, Score]:
    return {
        "document": _documents(gold, found),
        "cites": _sets(gold, found, ("cites", "repeals"), ("cites",), "title"),
        "platform_type": _sets(
            gold, found, ("platform_type",), ("platform_type",), "platform_type"
        ),
        "category": _categories(gold, found),
        "target": _targets(gold, found),
        "fields": _fields(gold, found),
        "rule": _rules(gold, found),
    }


def _documents(gold: list[Row], found: list[Row]) -> Score:
    score = Score()
    ours = next((row for row in found if row["fact"] == "document"), {})
    for row in (row for row in gold if row["fact"] == "document"):
        for key in ("title", "doc_no", "issuers", "date"):
            want, have = row.get(key) or None, ours.get(key) or None
            if want == have and want is not None:
                score.hits += 1
            elif want is not None:
                score.missed.append(f"{key}: {want} (have {have})")
            elif have is not None:
                score.false.append(f"{key}: {have}")
    return score


def _sets(
    gold: list[Row], found: list[Row], gold_kinds: tuple[str, ...], kinds: tuple[str, ...], key: str
) -> Score:
    wanted = {name_key(row[key]): row for row in gold if row["fact"] in gold_kinds}
    have = {name_key(row[key]): row for row in found if row["fact"] in kinds and row.get(key)}
    return Score(
        hits=len(wanted.keys() & have.keys()),
        missed=[_missed(wanted[k][key], wanted[k]) for k in sorted(wanted.keys() - have.keys())],
        false=[
            f"{have[k][key]}  {have[k]['context']}" for k in sorted(have.keys() - wanted.keys())
        ],
    )


def _missed(words: str, row: Row) -> str:
    return f"{words}  〔{str(row.get('quote', ''))[:80]}〕".replace("\n", "⏎")


def _categories(gold: list[Row], found: list[Row]) -> Score:
    """The category of every type that both have."""
    score = Score()
    ours = {name_key(r["platform_type"]): r for r in found if r["fact"] == "platform_type"}
    for row in gold:
        if row["fact"] != "platform_type" or not row.get("category"):
            continue
        have = ours.get(name_key(row["platform_type"]))
        if have is None:
            continue
        if row["category"].startswith(have.get("category", "?")):
            score.hits += 1
        else:
            score.missed.append(
                f"{row['platform_type']}: {row['category']} / {have.get('category')}"
            )
    return score


def _target_key(row: Row) -> tuple[Any, ...]:
    return (row.get("low"), row.get("high"), row.get("by_year"))


def _is_target(want: Row, have: Row) -> bool:
    metrics = {want["metric"], *want.get("metric_alternatives", [])}
    if want.get("status") == "试点":
        metrics.add("pilot")
    comparators = {want["comparator"], *want.get("comparator_alternatives", [])}
    names = {name_key(want["platform_type"]), *map(name_key, want.get("joint_over", []))}
    if want.get("joint_over"):
        names.add(name_key("".join(want["joint_over"])))
    own = {name_key(have.get("platform_type", ""))}
    alias = {n.replace("科技成果中试", "科技成果转化中试") for n in names}
    return (
        have["metric"] in metrics
        and have["comparator"] in comparators
        and _target_key(want) == _target_key(have)
        and bool(own & (names | alias))
    )


def _targets(gold: list[Row], found: list[Row]) -> Score:
    score = Score()
    left = [row for row in found if row["fact"] == "target"]
    for want in (row for row in gold if row["fact"] == "target"):
        match = next((row for row in left if _is_target(want, row)), None)
        if match is None:
            words = f"{want['platform_type']} {want['metric']} {_target_key(want)}"
            score.missed.append(_missed(words, want))
        else:
            left.remove(match)
            score.hits += 1
    score.false = [
        f"{r.get('platform_type')} {r['metric']} {_target_key(r)}  {r['context']}" for r in left
    ]
    return score


def _fields(gold: list[Row], found: list[Row]) -> Score:
    wanted = {
        name_key(one)
        for row in gold
        if row["fact"] == "fields" and "generic" not in row.get("kind", "")
        for one in row["fields"]
    }
    have = {name_key(one) for row in found if row["fact"] == "fields" for one in row["fields"]}
    return Score(len(wanted & have), sorted(wanted - have), sorted(have - wanted))


def _rules(gold: list[Row], found: list[Row]) -> Score:
    wanted = {(r["rule"], r.get("platform_type")) for r in gold if r["fact"] == "rule"}
    have = {(r["rule"], r.get("platform_type")) for r in found if r["fact"] == "rule"}
    missed = [w for w in wanted if not any(w[0] == h[0] and w[1] in (None, h[1]) for h in have)]
    false = [h for h in have if not any(w[0] == h[0] for w in wanted)]
    return Score(len(wanted) - len(missed), list(map(str, missed)), list(map(str, false)))


def _traps(gold: list[Row], found: list[Row]) -> list[str]:
    """Traps overlapped by a target that no gold target explains, or by a rule about duplicates."""
    targets = [row for row in gold if row["fact"] == "target"]
    caught = []
    for trap in (
        row for row in gold if row["fact"] == "trap" and row.get("quote_start") is not None
    ):
        start, end = trap["quote_start"], trap["quote_start"] + len(trap["quote"])
        for row in found:
            overlaps = row["start"] < end and start < row["end"]
            duplicate = row["fact"] == "rule" and row["rule"] == "avoid_duplicate_construction"
            stray = row["fact"] == "target" and not any(_is_target(want, row) for want in targets)
            if overlaps and (duplicate or stray):
                caught.append(f"{trap['note']}: {row['quote']}")
    return caught


def _roster_scores(gold: list[Row], found: list[Row]) -> dict[str, Score]:
    ours = {row.get("no"): row for row in found if row["fact"] == "platform"}
    scores: dict[str, Score] = defaultdict(Score)
    for want in gold:
        have = ours.get(want["no"], {})
        for key, ours_key in (
            ("platform", "platform"),
            ("platform_type", "platform_type"),
            ("hosts", "hosts"),
            ("region", "region"),
            ("year", "year"),
            ("result", "result"),
            ("field_printed", "field"),
        ):
            wanted, value = want.get(key) or None, have.get(ours_key) or None
            if key == "field_printed" and key not in want:
                continue
            if wanted == value:
                scores[f"roster.{key}"].hits += wanted is not None
            elif wanted is None:
                scores[f"roster.{key}"].false.append(f"{want['no']}: {value}")
            else:
                scores[f"roster.{key}"].missed.append(f"{want['no']}: {wanted} (have {value})")
    extra = [
        str(row.get("platform")) for no, row in ours.items() if no not in {g["no"] for g in gold}
    ]
    scores["roster.platform"].false += extra
    return scores


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
