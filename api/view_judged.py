"""What people decided about a node: judgements of its findings and of its doubtful places."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from api import payload
from api.view import coded, t, to
from api.view_finding_words import FINDING_STATUS, SUGGESTIONS
from api.view_words import FLAGS


@dataclass(frozen=True)
class Judged:
    """A decision: its seal, what it is about, who decided, when and why."""

    seal: str
    is_outlined: bool
    words: str
    url: str
    reviewer: str
    on: str
    note: str


def judged(node_id: str) -> list[Judged]:
    """The decisions about a node, the newest first."""
    return [_judged(row, node_id) for row in payload.kept("judgements_of_node", id=node_id)]


def _judged(row: dict[str, object], node_id: str) -> Judged:
    on, reviewer = str(row["decided_on"] or "")[:10], str(row["reviewer"] or "")
    note = str(row["note"] or "")
    if row["flag"]:
        words = t(
            f"{coded(FLAGS, str(row['flag']))}：原文“{row['printed']}”读作“{row['reading']}”",
            f"{coded(FLAGS, str(row['flag']))}: printed “{row['printed']}”, read as “{row['reading']}”",
        )
        return Judged(t("已核", "Reviewed"), False, words, "", reviewer, on, note)
    verdict = str(row["verdict"])
    ids, names = row["members"], row["member_names"]
    sides = (
        zip(ids, names, strict=False) if isinstance(ids, list) and isinstance(names, list) else ()
    )
    others = "、".join(str(name) for id_, name in sides if id_ != node_id)
    action = coded(SUGGESTIONS, str(row["action"] or ""))
    words = f"{row['kind']} {others}{t('：', ': ') if action else ''}{action}"
    url = to(f"/duplicates/{quote(str(row['about']), safe='')}")
    return Judged(
        coded(FINDING_STATUS, verdict), verdict != "accepted", words, url, reviewer, on, note
    )
