"""What a person decided about a pair: a finding of overlap, or two hosts that may be one unit.

A decision is a Judgement about the pair's id, which is made of its two nodes' ids: it outlives reading
files again and their removal. It keeps a digest of each side's facts as they were judged; when either
changes, the pair is open again and says so. Accepting that two records are one platform makes them one
(`graph.merges`); taking the decision back parts them. That two hosts are one unit, or are not, is what
their platforms are compared by from then on; the two names keep their nodes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from graph.errors import BadParameter, NotFound
from graph.ids import make_id
from graph.merges import redirects, regroup
from graph.model import ACTIONS
from graph.overlaps import mark_changed, platforms_changed
from graph.pairs import (
    ACCEPTED,
    DEFERRED,
    HOSTS,
    OVERLAP,
    REJECTED,
    REOPENED,
    SAME_HOST,
    Decision,
    PairKind,
    pair_of,
    status_of,
)
from graph.sources import settle_platforms
from graph.store import Rows, Store, Writer

VERDICTS = (ACCEPTED, REJECTED, DEFERRED)
_JUDGEMENT = (
    "j.id AS id, j.name AS name, j.about AS about, j.kind AS kind, j.verdict AS verdict, "
    "j.action AS action, j.reviewer AS reviewer, j.decided_on AS decided_on, j.note AS note, "
    "j.members AS members, j.member_names AS member_names, j.facts AS facts, j.finding AS finding, "
    "j.merged_facts AS merged_facts, j.state AS state"
)
_FIELDS = tuple(part.split(" AS ")[1] for part in _JUDGEMENT.split(", "))
_TEXTS = frozenset(_FIELDS) - {"members", "member_names", "facts"}


def pair_decisions(store: Store) -> dict[str, Decision]:
    """The state of all decisions, by the pair that each is about."""
    return {
        row["about"]: Decision(row["verdict"], row["action"], tuple(row["facts"] or ()))
        for row in list_decisions(store)
    }


def list_decisions(store: Store) -> Rows:
    """All decisions, oldest first, those of pairs that are no more too."""
    return store.read(
        f"MATCH (j:Judgement) WHERE j.kind IS NOT NULL RETURN {_JUDGEMENT} ORDER BY decided_on, id"
    )


def merged_decisions(store: Store) -> tuple[Rows, dict[str, str]]:
    """The decisions that made two records one, oldest first, and which record stands for which."""
    standing = redirects(store)
    if not standing:
        return [], standing
    rows = [
        row
        for row in list_decisions(store)
        if row["verdict"] == ACCEPTED and any(member in standing for member in row["members"])
    ]
    return rows, standing


def record_decision(
    store: Store, about: str, verdict: str, by: str, action: str | None, note: str | None
) -> str:
    """Keep what a reviewer decided about a pair; the decision before is replaced. Returns the id of the
    judgement.

    Raises NotFound for a pair that the graph does not have, BadParameter for an unknown verdict or
    action, without a reviewer, and for an accepted finding without an action; two hosts need none.
    """
    _check(about, verdict, by, action)
    held = _held(store, about)
    has_action = verdict == ACCEPTED and held["kind"] != SAME_HOST
    row = {
        **held,
        "id": _judgement_id(about),
        "name": f"{verdict} {'、'.join(held['member_names'])}",
        "about": about,
        "verdict": verdict,
        "action": action if has_action else None,
        "reviewer": by.strip(),
        "decided_on": datetime.now(UTC).isoformat(timespec="microseconds"),
        "note": note,
    }
    _write(store, [row])
    return str(row["id"])


def withdraw_decision(store: Store, about: str) -> None:
    """Take a decision back: the pair is open again. Raises NotFound where there is none."""

    def work(writer: Writer) -> Rows:
        before = redirects(writer)
        rows = writer.run(
            "MATCH (j:Judgement {about: $about}) WHERE j.kind IS NOT NULL RETURN j.members AS members",
            {"about": about},
        )
        writer.run(
            "MATCH (j:Judgement {about: $about}) WHERE j.kind IS NOT NULL DETACH DELETE j",
            {"about": about},
        )
        _settle(writer, before, [about])
        return rows

    with store.loading_turn():
        if not store.write(work):
            raise NotFound(f"没有对 {about} 的判定。", f"There is no decision about {about}.")


def import_decisions(store: Store, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Take decisions over that were exported; of two about one finding the later one stays. Returns how
    many were taken, and how many were known or older.

    Raises BadParameter for a row that is no decision; then none is taken.
    """
    given = [_checked(number, row) for number, row in enumerate(rows, 1)]
    known = {row["about"]: row["decided_on"] for row in list_decisions(store)}
    newer = [row for row in given if row["decided_on"] > known.get(row["about"], "")]
    if newer:
        _write(store, newer)
    return len(newer), len(given) - len(newer)


def follow_merged(store: Store, facts: Mapping[str, str]) -> None:
    """Keep the facts of records that a merge has made, and open the decision again when they change.
    `facts` are the digests of all platforms of now, by id."""
    standing = redirects(store)
    rows = []
    for row in list_decisions(store):
        at = {standing.get(member, member) for member in row["members"]}
        now = facts.get(next(iter(at))) if len(at) == 1 else None
        if now is None or now == row["merged_facts"]:
            continue
        state = REOPENED if row["merged_facts"] else None
        rows.append({"id": row["id"], "facts": row["merged_facts"] or now, "state": state})
    if rows:
        store.write(
            lambda writer: writer.run(
                "UNWIND $rows AS row MATCH (j:Judgement {id: row.id}) "
                "SET j.merged_facts = row.facts, j.state = row.state",
                {"rows": rows},
            )
        )


def hosts_judged(store: Store) -> Rows:
    """What was decided for good about two hosts: `about`, `members` and whether they `are_one`."""
    return store.read(
        "MATCH (j:Judgement) WHERE j.kind = $kind AND j.verdict <> $deferred "
        "RETURN j.about AS about, j.members AS members, j.verdict = $accepted AS are_one ORDER BY about",
        {"kind": SAME_HOST, "deferred": DEFERRED, "accepted": ACCEPTED},
    )


def _judgement_id(about: str) -> str:
    return make_id("Judgement", "finding", about)


def _check(about: str, verdict: str, by: str, action: str | None) -> None:
    if verdict not in VERDICTS:
        raise BadParameter(
            f"判定应为 {'、'.join(VERDICTS)} 之一，不是 {verdict}。",
            f"A decision is one of {', '.join(VERDICTS)}, not {verdict}.",
        )
    if not by.strip():
        raise BadParameter("判定需要判定人（--by）。", "A decision needs a name (--by).")
    pair = pair_of(about)
    if pair is not None and pair[0] is HOSTS:
        return
    if verdict == ACCEPTED and action not in ACTIONS:
        raise BadParameter(
            f"采纳时要写明处置（--action）：{'、'.join(ACTIONS)}。",
            f"Accepting needs an action (--action), one of {', '.join(ACTIONS)}.",
        )


def _match(kind: PairKind) -> str:
    return f"MATCH (a:{kind.label} {{id: row.a}})-[o:{kind.relationship}]->(b:{kind.label} {{id: row.b}}) "


def _held(store: Store, about: str) -> dict[str, Any]:
    """The pair as the graph has it, or as it was judged before, if it is no more."""
    pair = pair_of(about)
    if pair is not None:
        kind, members = pair
        rows = store.read(
            f"UNWIND $rows AS row {_match(kind)}"
            "RETURN a.name AS a_name, b.name AS b_name, properties(o) AS finding",
            {"rows": [{"a": members[0], "b": members[1]}]},
        )
        for row in rows:
            said = {k: v for k, v in row["finding"].items() if k not in ("status", "action")}
            return {
                "kind": said["kind"] if kind is OVERLAP else SAME_HOST,
                "members": list(members),
                "member_names": [row["a_name"], row["b_name"]],
                "facts": said["facts"],
                "finding": json.dumps(said, ensure_ascii=False, sort_keys=True),
            }
    for row in list_decisions(store):
        if row["about"] == about:
            return {k: row[k] for k in ("kind", "members", "member_names", "facts", "finding")}
    raise NotFound(
        f"没有 {about}；用 pingtai duplicates、pingtai hosts 查看。",
        f"There is no {about}; see pingtai duplicates and pingtai hosts.",
    )


def _write(store: Store, rows: Rows) -> None:
    given = [
        {"id": row["id"], "properties": {k: v for k, v in row.items() if v is not None}}
        for row in rows
    ]

    def work(writer: Writer) -> None:
        before = redirects(writer)
        writer.run(
            "UNWIND $rows AS row MERGE (j:Judgement {id: row.id}) SET j = row.properties",
            {"rows": given},
        )
        _settle(writer, before, [row["about"] for row in rows])

    with store.loading_turn():
        store.write(work)


def _settle(writer: Writer, before: Mapping[str, str], about: list[str]) -> None:
    """Let the graph be as the judgements of these pairs now say."""
    pairs = {one: pair for one in about if (pair := pair_of(one)) is not None}
    _follow(
        writer, before, [m for kind, members in pairs.values() if kind is OVERLAP for m in members]
    )
    for kind in (OVERLAP, HOSTS):
        _show(writer, kind, {one: members for one, (of, members) in pairs.items() if of is kind})
    if any(kind is HOSTS for kind, _ in pairs.values()):
        platforms_changed(writer)
    mark_changed(writer)


def _follow(writer: Writer, before: Mapping[str, str], members: list[str]) -> None:
    """Merge and part records as the judgements now say."""
    now = redirects(writer)
    if now == before:
        return
    platforms_changed(writer)
    changed = {one for one in {*before, *now} if before.get(one) != now.get(one)}
    changed |= {before[one] for one in changed if one in before}
    settle_platforms(writer, regroup(writer, {*changed, *members}))


def _show(writer: Writer, kind: PairKind, pairs: Mapping[str, tuple[str, str]]) -> None:
    """Let the pairs that are in the graph carry the state of their judgements."""
    keys = [{"a": a, "b": b, "id": one} for one, (a, b) in pairs.items()]
    rows = writer.run(
        f"UNWIND $rows AS row {_match(kind)}"
        "OPTIONAL MATCH (j:Judgement {about: row.id}) "
        "RETURN row.a AS a, row.b AS b, o.facts AS now, j.verdict AS verdict, j.action AS action, "
        "j.facts AS facts",
        {"rows": keys},
    )
    for row in rows:
        judged = (
            Decision(row["verdict"], row["action"], tuple(row["facts"] or ()))
            if row["verdict"]
            else None
        )
        row["status"] = status_of(judged, row["now"] or ())
        row["action"] = row["action"] if row["status"] == ACCEPTED else None
    writer.run(
        f"UNWIND $rows AS row {_match(kind)}SET o.status = row.status, o.action = row.action",
        {"rows": [{k: row[k] for k in ("a", "b", "status", "action")} for row in rows]},
    )


def _checked(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an exported file, with nothing in it that a decision does not have."""
    found = {key: row.get(key) for key in _FIELDS}
    texts = all(found[key] is None or isinstance(found[key], str) for key in _TEXTS)
    about = str(found["about"])
    pair = pair_of(about)
    lists = all(_is_pair(found[key]) for key in ("members", "member_names", "facts"))
    is_whole = texts and lists and found["kind"] and found["decided_on"] and found["reviewer"]
    is_of_hosts = pair is not None and pair[0] is HOSTS
    is_whole = is_whole and is_of_hosts == (found["kind"] == SAME_HOST)
    if not is_whole or pair is None or list(pair[1]) != found["members"]:
        raise BadParameter(
            f"第 {number} 行不是一条判定；应是 pingtai judgements --export 写出的行。",
            f"Line {number} is no decision as pingtai judgements --export writes them.",
        )
    try:
        _check(about, str(found["verdict"]), str(found["reviewer"]), found["action"])
    except BadParameter as error:
        raise BadParameter(f"第 {number} 行：{error.zh}", f"Line {number}: {error.en}") from None
    return {**found, "id": _judgement_id(about)}


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(x, str) for x in value)
