"""Doubtful places that a person reads: the same steps for the page and the API.

In: a node, a flag and the printed words. Out: the judgement that is kept beside them. What is printed
stays; `graph.judgements` keeps the reading through reading the file again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api import payload
from api.view import label_of
from graph.errors import BadParameter, NotFound
from graph.judgements import judgement_id, record_reading, withdraw_reading
from graph.statements import Ref
from graph.targets import asked_by_reading

LONGEST_READING, LONGEST_NOTE, LONGEST_NAME = 80, 2000, 80


@dataclass(frozen=True)
class Place:
    """A doubt as a judgement knows it: the node it is about, the flag, the printed words."""

    about: Ref
    flag: str
    printed: str

    @property
    def judgement(self) -> str:
        """The id of its judgement, whether anybody has made it or not."""
        return judgement_id(self.about, self.flag, self.printed)


def place_of(about: str, flag: str, printed: str) -> Place:
    """The doubt of that node, if a source of the graph has it. Raises NotFound."""
    label = label_of(about)
    if label is not None:
        for row in payload.run("flags_of_node", id=about):
            words = payload.source_text(row["source_id"])[row["start"] : row["end"]]
            if row["flag"] == flag and words == printed:
                return Place(Ref(label, about), flag, printed)
    raise NotFound(
        f"{about} 没有旗标为 {flag}、原文为“{printed}”的存疑之处。",
        f"{about} has no doubtful place with the flag {flag} that reads “{printed}”.",
    )


def keep(place: Place, reading: str, by: str, note: str | None) -> str:
    """Keep what a person reads at a place. Returns the judgement's id. Raises BadParameter."""
    reading = reading.strip()
    if not reading:
        raise BadParameter("请选择或填写读法。", "Choose or write a reading.")
    if len(reading) > LONGEST_READING or len(by) > LONGEST_NAME or len(note or "") > LONGEST_NOTE:
        raise BadParameter(
            f"读法最多 {LONGEST_READING} 个字符，名字 {LONGEST_NAME}，说明 {LONGEST_NOTE}。",
            f"A reading has at most {LONGEST_READING} characters, a name {LONGEST_NAME}, "
            f"a note {LONGEST_NOTE}.",
        )
    if place.about.label == "Target" and asked_by_reading(reading, "eq") is None:
        raise BadParameter(
            f"目标的读法要有数字，如 2—3家；“{reading}”里没有。",
            f"The reading of a target has a number, such as 2—3; “{reading}” has none.",
        )
    store = payload.current_store()
    return record_reading(store, place.about, place.flag, place.printed, reading, by, note)


def take_back(judgement: str) -> None:
    """Take a reading back; the printed words stand alone again. Raises NotFound."""
    withdraw_reading(payload.current_store(), judgement)


def given() -> dict[str, dict[str, Any]]:
    """Every reading that persons gave, by the judgement's id, the oldest first."""
    return {row["judgement_id"]: row for row in payload.kept("readings_given")}
