"""A finding's own page: both platforms side by side with their sources' words, why they were paired,
what speaks against it, what is suggested, and what a person decided.

In: a finding's id. Out: a `PairPage`, the card of the queue. A finding whose two records were made one is no relationship any
more; it is shown as it was judged, each record with the statements that were read as that record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from markupsafe import Markup

from api import payload
from api.view import t, words_of
from api.view_facts import FactRow, Sources, fact_rows
from api.view_finding_sentence import sentence
from api.view_findings import Finding, Reason, finding_of
from api.view_passages import Passage, passages
from api.view_text import one_line, shown
from api.view_words import FACT_WORDS, PROPERTIES, ROLES, Words
from graph.decisions import list_decisions
from graph.errors import NotFound
from graph.merges import redirects
from graph.pairs import OVERLAP, pair_of
from graph.store import Rows

#: What is laid side by side: relationship and role ("": any), in the order of the page.
_LINES: tuple[tuple[str, str], ...] = (
    ("OF_TYPE", ""),
    ("level", ""),
    ("HOSTED_BY", "host"),
    ("HOSTED_BY", "co_host"),
    ("HOSTED_BY", "former"),
    ("IN_FIELD", ""),
    ("LOCATED_IN", ""),
    ("LISTED_IN", ""),
    ("EVALUATED_IN", ""),
    ("CHANGED_BY", ""),
)
#: Two sides differ in these by nature: each has its own rosters and its own course.
_OWN = frozenset({"LISTED_IN", "EVALUATED_IN", "CHANGED_BY"})
_NEAR = frozenset({"field_near", "field_partial", "host_related", "host_siblings"})
#: A difference that shows in a score of two places.
_SEEN = 0.005
SAME, NEAR, DIFFERENT, UNSAID = "=", "≈", "≠", ""
_SIGNS: dict[str, Words] = {
    SAME: ("相同", "same"),
    NEAR: ("相近或部分相同", "near, or partly the same"),
    DIFFERENT: ("不同", "different"),
    UNSAID: ("", ""),
}


@dataclass(frozen=True)
class Side:
    """One of the two records: its id as it was read, the platform that it is now, and its name."""

    id: str
    platform_id: str
    name: str
    marked: Markup
    #: The lines of sources that speak of it.
    passages: list[Passage]


@dataclass(frozen=True)
class Line:
    """One thing said of both sides, with a sign for how they compare."""

    relationship: str
    role: str
    words: str
    left: list[FactRow]
    right: list[FactRow]
    sign: str

    @property
    def sign_words(self) -> str:
        """The sign for who hears it."""
        return words_of(_SIGNS[self.sign])


@dataclass(frozen=True)
class Bar:
    """A reason with its bar: parts of 100 from the zero line."""

    reason: Reason
    width: int


@dataclass(frozen=True)
class PairPage:
    """All that the template shows of a finding."""

    finding: Finding
    title: Markup
    sides: tuple[Side, Side]
    lines: list[Line]
    bars: list[Bar]
    #: What the reasons add up to; the score keeps to the range of its verdict.
    total: float
    judgement: Mapping[str, Any] | None
    is_merged: bool
    is_current: bool
    about_side: str
    #: Where it is open again: the reasons that were not there when it was judged, and those that are gone.
    came: tuple[Reason, ...]
    went: tuple[Reason, ...]
    score_then: float | None

    @property
    def gain(self) -> float:
        """What the reasons for it add up to."""
        return sum(one.weight for one in self.finding.reasons)

    @property
    def loss(self) -> float:
        """What the reasons against it add up to, 0 or less."""
        return sum(one.weight for one in self.finding.against)

    @property
    def is_adjusted(self) -> bool:
        """Whether the score is not just the sum of the reasons."""
        return abs(self.total - self.finding.score) >= _SEEN


def pair_page(id_: str) -> PairPage:
    """The page of a finding. Raises NotFound for one that the graph neither has nor judged."""
    store = payload.current_store()
    pair = pair_of(id_)
    if pair is None or pair[0] is not OVERLAP or OVERLAP.id(*pair[1]) != id_:
        raise _unknown(id_)
    members = pair[1]
    judgement = judgement_of(id_)
    standing = redirects(store) if judgement is not None else {}
    rows = payload.kept("finding", a_id=members[0], b_id=members[1])
    if rows:
        finding = finding_of(rows[0])
    elif judgement is not None and judgement["finding"]:
        finding = _as_judged(judgement)
    else:
        raise _unknown(id_)
    at = [standing.get(one, one) for one in members]
    statements = _statements(members, at)
    sources = Sources(row["source_id"] for rows in statements.values() for row in rows)
    marked = _differences(finding.sides[0][1], finding.sides[1][1])
    sides = tuple(
        Side(member, platform, name, words, passages(statements[member], sources))
        for member, platform, (_, name), words in zip(
            members, at, finding.sides, marked, strict=True
        )
    )
    lines = _lines(members, statements, finding, sources)
    then = _as_judged(judgement) if judgement and judgement["finding"] else finding
    return PairPage(
        finding=finding,
        title=sentence(finding, _hosted_and_such(lines)),
        sides=(sides[0], sides[1]),
        lines=lines,
        bars=_bars(finding),
        total=sum(one.weight for one in (*finding.reasons, *finding.against)),
        judgement=judgement,
        is_merged=len(set(at)) == 1,
        is_current=bool(rows),
        about_side=next((s.name for s in sides if s.id == finding.suggestion_for), ""),
        came=_missing(finding, then),
        went=_missing(then, finding),
        score_then=then.score if abs(then.score - finding.score) >= _SEEN else None,
    )


def _hosted_and_such(lines: list[Line]) -> dict[str, tuple[list[FactRow], list[FactRow]]]:
    """What is said of both sides, by relationship; of hosts the first ones."""
    return {
        line.relationship: (line.left, line.right) for line in lines if line.role in ("", "host")
    }


def _missing(one: Finding, other: Finding) -> tuple[Reason, ...]:
    known = {reason.name for reason in (*other.reasons, *other.against)}
    return tuple(reason for reason in (*one.reasons, *one.against) if reason.name not in known)


def judgement_of(id_: str) -> Mapping[str, Any] | None:
    """What a person decided about a finding; None while nobody has."""
    rows = list_decisions(payload.current_store())
    return next((row for row in rows if row["about"] == id_), None)


def _unknown(id_: str) -> NotFound:
    return NotFound(f"没有发现 {id_}。", f"There is no finding {id_}.")


def _as_judged(judgement: Mapping[str, Any]) -> Finding:
    """The finding as it was when a person decided about it."""
    said = json.loads(judgement["finding"])
    (a_id, b_id), (a, b) = judgement["members"], judgement["member_names"]
    sides = {"a_id": a_id, "a": a, "b_id": b_id, "b": b}
    state = {"status": judgement["verdict"], "action": judgement["action"]}
    return finding_of({**said, "finding_id": judgement["about"], **sides, **state})


# Side by side


def _statements(members: tuple[str, str], at: list[str]) -> dict[str, Rows]:
    """What sources say of each record, also where both are one platform now."""
    rows = payload.kept("evidence_of_finding", a_id=at[0], b_id=at[1])
    found: dict[str, Rows] = {one: [] for one in members}
    for row in rows:
        record = row["properties"].get("recorded_as") or row["platform_id"]
        if record in found:
            found[record].append(
                {
                    **row,
                    "outward": True,
                    "other_label": row["label"],
                    "other_id": row["node_id"],
                    "other_name": row["node"],
                }
            )
    return found


def _lines(
    members: tuple[str, str], statements: dict[str, Rows], finding: Finding, sources: Sources
) -> list[Line]:
    near = {one.name.partition("_")[0] for one in finding.reasons if one.name in _NEAR}
    levels = _levels(members, statements)
    lines = []
    for relationship, role in _LINES:
        if relationship == "level":
            left, right = (levels[one] for one in members)
        else:
            left, right = (
                fact_rows(_of(statements[one], relationship, role), sources) for one in members
            )
        if left or right:
            words = (
                ROLES[role] if role else FACT_WORDS.get((relationship, True), PROPERTIES["level"])
            )
            is_near = {"IN_FIELD": "field", "HOSTED_BY": "host"}.get(relationship, "") in near
            sign = UNSAID if relationship in _OWN else _sign(left, right, is_near=is_near)
            lines.append(Line(relationship, role, words_of(words), left, right, sign))
    return lines


def _of(rows: Rows, relationship: str, role: str) -> Rows:
    return [
        row
        for row in rows
        if row["relationship"] == relationship
        and (not role or row["properties"].get("role", "host") == role)
    ]


def _levels(members: tuple[str, str], statements: dict[str, Rows]) -> dict[str, list[FactRow]]:
    """The level of each side as its name says it, else as its types have it."""
    types = {
        one: [row["other_id"] for row in _of(statements[one], "OF_TYPE", "")] for one in members
    }
    ids = sorted({*members, *(id_ for found in types.values() for id_ in found)})
    known = {
        row["id"]: row["properties"].get("level") for row in payload.kept("nodes_by_ids", ids=ids)
    }
    found: dict[str, list[FactRow]] = {}
    for one in members:
        levels = [known.get(one)] if known.get(one) else [known.get(id_) for id_ in types[one]]
        found[one] = [
            FactRow(PROPERTIES["level"], "level", None, level, "", "")
            for level in dict.fromkeys(levels)
            if level
        ]
    return found


def _sign(left: list[FactRow], right: list[FactRow], *, is_near: bool) -> str:
    if not left or not right:
        return UNSAID
    a, b = ({row.other[1] if row.other else row.value for row in rows} for rows in (left, right))
    if a == b:
        return SAME
    return NEAR if a & b or is_near else DIFFERENT


def _differences(a: str, b: str) -> tuple[Markup, Markup]:
    """Both names whole and unaltered, with the characters that the other has not marked."""
    one, other = one_line(a), one_line(b)
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    left = [(one[i:j], kind == "equal") for kind, i, j, _, _ in steps]
    right = [(other[i:j], kind == "equal") for kind, _, _, i, j in steps]
    return _marked(left), _marked(right)


def _marked(parts: list[tuple[str, bool]]) -> Markup:
    drawn = [
        shown(words) if is_same else Markup('<span class="differs">{}</span>').format(shown(words))
        for words, is_same in parts
        if words
    ]
    return Markup('<span lang="zh-CN">{}</span>').format(Markup("").join(drawn))


# Score and judgement


def _bars(finding: Finding) -> list[Bar]:
    reasons = (*finding.reasons, *finding.against)
    most = max((abs(one.weight) for one in reasons), default=1.0) or 1.0
    return [Bar(one, max(1, round(100 * abs(one.weight) / most))) for one in reasons]


def accept_words(finding: Finding) -> str:
    """What the button for accepting says."""
    if finding.kind == "D4":
        return t("确认为同一平台", "Same platform")
    if finding.verdict == "duplicate_construction":
        return t("确认重复", "Accept as duplicates")
    return t("采纳", "Accept")


def quick_notes(page: PairPage) -> list[tuple[str, str]]:
    """Notes that are often written, to be taken over with one press: the button's words and the note,
    which names a side as printed, because “A” says nothing away from the page."""
    one, other = (side.name for side in page.sides)
    differs = t("方向不同", "Different directions")
    check = t("需现场核实", "To be checked on site")
    return [
        (differs, differs),
        (t("建议并入甲", "Merge into A"), t(f"建议并入“{one}”", f"Merge into “{one}”")),
        (t("建议并入乙", "Merge into B"), t(f"建议并入“{other}”", f"Merge into “{other}”")),
        (check, check),
    ]
