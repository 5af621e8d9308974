"""A small graph with something in it for every named query; ids are short names for the tests' sake.

Three sources: a plan, a roster of 2022 and a roster of 2023, all invented.
"""

from __future__ import annotations

from typing import Any

from graph.host_pairs import HostPair, replace_host_pairs
from graph.overlaps import Finding, replace_findings
from graph.pairs import Decision
from graph.statements import Batch, Evidence, Ref
from graph.store import Store

PLAN_TEXT = (
    "云岭省平台优化方案\n省科技厅\n根据《云岭省科技规划》，主要包括省重点实验室、省工程中心。\n"
    "到2025年，省重点实验室不少于23家。不再新建省工程中心。\n面向深空探测领域。\n"
)
ROSTER_2022 = (
    "1\t甲重点实验室\t云大\t海洋\n2\t乙重点实验室\t云大\t海洋\n3\t丙工程中心\t云大\t海洋生物\n"
)
ROSTER_2023 = "1\t甲重点实验室\t云大\t海洋\n2\t丁重点实验室\t岭院\t海洋生物\n甲重点实验室评估优秀\n拟撤销丁重点实验室\n"


def source(name: str, text: str) -> Batch:
    """An empty batch of a source called `name`."""
    properties: dict[str, Any] = {
        "id": f"source-{name}",
        "name": f"{name}.txt",
        "name_key": name,
        "paths": [f"/{name}.txt"],
        "sha256": name * 4,
        "media": "txt",
        "encoding": "utf-8",
        "rules": "r1",
        "notes": [],
    }
    return Batch(source=properties, text=text)


def ref(label: str, name: str) -> str:
    """The id of a node of the sample."""
    return Ref.of(label, name).id


class Writer:
    """Says things of a batch with the place of the words as evidence."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def at(self, words: str, rule: str = "test", after: str = "") -> Evidence:
        """Where the words stand, after some others."""
        floor = self.batch.text.index(after) if after else 0
        start = self.batch.text.index(words, floor)
        return Evidence(start, start + len(words), rule)

    def node(self, label: str, name: str, words: str, rank: int = 1, **more: Any) -> Ref:
        """A node of that name, mentioned at the words."""
        properties = {"name": name, "name_key": name, **more}
        return self.batch.mention(label, (name,), properties, self.at(words), rank)


def plan() -> Batch:
    """The plan: types, categories, a doubtful target, a citation, a rule."""
    w = Writer(source("plan", PLAN_TEXT))
    own = w.node(
        "GoverningDocument",
        "云岭省平台优化方案",
        "云岭省平台优化方案",
        rank=2,
        kind="plan",
        doc_number="云科〔2022〕1号",
        issued_on="2022-03-01",
        was_read=True,
    )
    agency = w.node("Agency", "省科技厅", "省科技厅")
    w.batch.state("ISSUED_BY", own, agency, w.at("省科技厅"))
    cited = w.node("GoverningDocument", "云岭省科技规划", "云岭省科技规划", was_read=False)
    w.batch.state(
        "CITES", own, cited, w.at("《云岭省科技规划》"), role="依据", printed="云岭省科技规划"
    )
    lab = w.node("PlatformType", "省重点实验室", "省重点实验室", level="省级")
    centre = w.node("PlatformType", "省工程中心", "省工程中心", level="省级")
    research = w.node("Category", "科学与工程研究", "省重点实验室")
    for kind in (lab, centre):
        w.batch.state("IN_CATEGORY", kind, research, w.at("主要包括"), basis="text")
    target = w.node(
        "Target",
        "不少于23家",
        "不少于23家",
        metric="retain",
        comparator="ge",
        low=23.0,
        unit="家",
        by_year=2025,
        value_as_printed="不少于23家",
        flags=["suspect_lost_dash"],
        candidate_readings=['{"low": 2, "high": 3}'],
    )
    w.batch.state("SETS", own, target, w.at("省重点实验室不少于23家"))
    w.batch.state("FOR_TYPE", target, lab, w.at("省重点实验室", after="到2025年"))
    w.batch.state("GOVERNS", own, centre, w.at("不再新建省工程中心"), role="stop_new")
    clause = w.node("Provision", "不再新建", "不再新建", rule="stop_new", position=1)
    w.batch.state("HAS_PROVISION", own, clause, w.at("不再新建"))
    space = w.node("Field", "深空", "深空", mapped=True)
    w.batch.state("NAMES_FIELD", own, space, w.at("深空探测"), printed="深空探测")
    w.batch.flag(target, "suspect_lost_dash", "high", "可能丢了连接号", w.at("23家"), [{"low": 2}])
    return w.batch


def roster(year: int, text: str, rows: list[tuple[str, str, str, str]]) -> Batch:
    """A roster: rows of (platform, type, host, field)."""
    w = Writer(source(f"roster{year}", text))
    own = w.node(
        "GoverningDocument",
        f"{year}年名单",
        "1",
        rank=2,
        kind="roster",
        issued_on=f"{year}-06-01",
        was_read=True,
    )
    for number, (name, type_name, host_name, field_name) in enumerate(rows, 1):
        platform = w.node("Platform", name, name, names=[name])
        place = w.at(name)
        w.batch.state(
            "LISTED_IN",
            platform,
            own,
            place,
            printed=name,
            number=str(number),
            year=year,
            status="listed",
        )
        kind = w.node("PlatformType", type_name, name, level="省级")
        w.batch.state("OF_TYPE", platform, kind, place)
        research = w.node("Category", "科学与工程研究", name)
        w.batch.state("IN_CATEGORY", kind, research, place, basis="lexicon")
        host = w.node("HostUnit", host_name, host_name, names=[host_name])
        w.batch.state("HOSTED_BY", platform, host, w.at(host_name, after=name), role="host")
        field = w.node("Field", field_name, field_name, mapped=True)
        at = w.at(field_name, after=name)
        w.batch.state("IN_FIELD", platform, field, at, printed=field_name, how="exact")
        if field_name == "海洋生物":
            above = w.node("Field", "海洋", "海洋", mapped=True)
            w.batch.state("NARROWER_THAN", field, above, at)
        region = w.node("Region", "云岭", name)
        w.batch.state("LOCATED_IN", platform, region, place)
    return w.batch


def later(batch: Batch) -> Batch:
    """A roster with a grade and a change of its platforms."""
    w = Writer(batch)
    own = Ref.of("GoverningDocument", "2023年名单")
    w.batch.state(
        "EVALUATED_IN",
        Ref.of("Platform", "甲重点实验室"),
        own,
        w.at("评估优秀"),
        result="优秀",
        year=2023,
    )
    w.batch.state(
        "CHANGED_BY",
        Ref.of("Platform", "丁重点实验室"),
        own,
        w.at("拟撤销"),
        event="withdrawn",
        stage="proposed",
    )
    return batch


def batches() -> list[Batch]:
    """The three sources."""
    return [
        plan(),
        roster(
            2022,
            ROSTER_2022,
            [
                ("甲重点实验室", "省重点实验室", "云大", "海洋"),
                ("乙重点实验室", "省重点实验室", "云大", "海洋"),
                ("丙工程中心", "省工程中心", "云大", "海洋生物"),
            ],
        ),
        later(
            roster(
                2023,
                ROSTER_2023,
                [
                    ("甲重点实验室", "省重点实验室", "云大", "海洋"),
                    ("丁重点实验室", "省重点实验室", "岭院", "海洋生物"),
                ],
            )
        ),
    ]


SAME_HOST = {"name": "host_same", "text": "同一依托单位 one host", "weight": 0.5}
OTHER_TYPE = {"name": "type_other", "text": "类型不同 other types", "weight": -0.1}


def _finding(kind: str, a: str, b: str, score: float) -> Finding:
    return Finding(
        a=ref("Platform", a),
        b=ref("Platform", b),
        kind=kind,
        verdict={"D3": "overlap", "design": "related_by_design"}.get(
            kind, "duplicate_construction"
        ),
        score=score,
        reasons=(SAME_HOST,),
        against=(OTHER_TYPE,) if kind == "D2" else (),
        suggestion="合并",
        ground="同一单位 one host",
        facts=(f"facts of {a}", f"facts of {b}"),
        rules="r1",
        suggestion_for=ref("Platform", b) if kind == "D2" else None,
        suggestion_to="省重点实验室" if kind == "D2" else None,
    )


#: One is open, the others were judged; of the last the facts are no longer those that were judged.
FINDINGS = (
    _finding("D1", "甲重点实验室", "乙重点实验室", 0.9),
    _finding("D2", "甲重点实验室", "丙工程中心", 0.7),
    _finding("D2", "乙重点实验室", "丙工程中心", 0.65),
    _finding("D3", "丙工程中心", "丁重点实验室", 0.5),
    _finding("design", "甲重点实验室", "丁重点实验室", 0.3),
)
_TWO_HOSTS = sorted(ref("HostUnit", name) for name in ("云大", "岭院"))
HOST_PAIR = HostPair(
    a=_TWO_HOSTS[0],
    b=_TWO_HOSTS[1],
    verdict="unsure",
    score=0.45,
    reasons=({"name": "unsure", "text": "不能确定 unsure", "weight": 0.45},),
    facts=("facts of one", "facts of the other"),
)
DECISIONS = {
    FINDINGS[1].id: Decision("rejected", None, FINDINGS[1].facts),
    FINDINGS[2].id: Decision("accepted", "合并", FINDINGS[2].facts),
    FINDINGS[3].id: Decision("deferred", None, ("what it was", "before")),
}


def compare(store: Store) -> None:
    """Write the findings of the sample, as the comparison of platforms would."""
    names = ("甲重点实验室", "乙重点实验室", "丙工程中心", "丁重点实验室")
    compared_as = {ref("Platform", name): f"digest of {name}" for name in names}
    replace_findings(store, FINDINGS, compared_as, DECISIONS)
    replace_host_pairs(store, [HOST_PAIR], DECISIONS)
