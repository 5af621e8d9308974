"""The panel beside a document's text: what the chosen fact says, what is doubtful, where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api import payload
from api.view import coded, t, words_of
from api.view_document_marks import Mark
from api.view_documents import DocumentPage
from api.view_facts import around, due, place_words
from api.view_reviews import DoubtView, doubt_view
from api.view_words import COMPARATORS, FLAGS, MARKS, METRICS, PROPERTIES, ROLES, Words
from graph.model import RELATIONSHIP_BY_NAME

_STYLE = {
    "target": "target",
    "type": "type",
    "platform": "platform",
    "host": "host",
    "field": "field",
    "cites": "document",
    "agency": "agency",
    "rule": "provision",
    "definition": "type",
}
_TARGET_WORDS: tuple[tuple[str, dict[str, Words]], ...] = (
    ("metric", METRICS),
    ("comparator", COMPARATORS),
    ("value_as_printed", {}),
    ("by_year", {}),
    ("modality", {}),
    ("subtype", {}),
)


@dataclass(frozen=True)
class Value:
    """A line of the panel: a word, a value in the source's or the system's voice, or a node."""

    label: str
    text: str
    is_printed: bool = False
    node: tuple[str, str] | None = None


@dataclass(frozen=True)
class FactDetails:
    """All that the panel shows."""

    kind: str
    style: str
    words: str
    number: int
    of: int
    title: str
    title_value: str
    title_end: str
    doubts: list[DoubtView]
    values: list[Value]
    quote: tuple[str, str, str]
    place: str
    rule: str
    node: tuple[str, str, str] | None
    also: list[Mark]
    said: list[str]

    @property
    def waits(self) -> bool:
        """Whether somebody is still to read a doubtful place of it."""
        return any(one.review is None for one in self.doubts)


def details_of(page: DocumentPage) -> FactDetails | None:
    """The panel for the place that the address chooses; None where it chooses none."""
    if page.place is None:
        return None
    start, end = page.place
    text = payload.source_text(page.source["source_id"])
    if not 0 <= start < end <= len(text):
        return None
    mark = page.chosen[0] if page.chosen else None
    same = [one for one in page.marks if mark is not None and one.kind == mark.kind]
    title, value, rest = _title(mark, text[start:end])
    return FactDetails(
        kind=mark.kind if mark else "place",
        style=_STYLE.get(mark.kind, "") if mark else "",
        words=words_of(MARKS[mark.kind]) if mark else t("此处", "This place"),
        number=same.index(mark) + 1 if mark else 0,
        of=len(same),
        title=title,
        title_value=value,
        title_end=rest,
        doubts=_doubts(page, mark, text),
        values=list(_values(mark)) if mark else [],
        quote=around(text, start, end),
        place=place_words(start, end, None),
        rule=mark.rule if mark else "",
        node=mark.node if mark else None,
        also=_also(page, mark),
        said=[_sentence(*one) for one in page.said],
    )


def _title(mark: Mark | None, words: str) -> tuple[str, str, str]:
    """The panel's heading: what stands before the printed value, the value, what follows it."""
    if mark is None:
        return "", words, ""
    if mark.kind == "flag":
        return coded(FLAGS, mark.properties["flag"]), "", ""
    if mark.kind != "target":
        return mark.node[2], "", ""
    properties = payload.node_or_404(mark.node[1])["properties"]
    names = [row["other_name"] for row in _joined(mark.node[1], "FOR_TYPE")]
    when = due(properties.get("by_year"))
    before = f"{'、'.join(names)}{t('：', ': ')}{coded(METRICS, properties.get('metric'))} "
    return before, mark.node[2], f"{t('，', ', ')}{when}" if when else ""


def _joined(node_id: str, relationship: str) -> list[dict[str, Any]]:
    rows = payload.kept(
        "facts_of_node", id=node_id, relationship=relationship, outward=True, skip=0, limit=20
    )
    return list({row["other_id"]: row for row in rows}.values())


def _doubts(page: DocumentPage, mark: Mark | None, text: str) -> list[DoubtView]:
    """The flags at this place, and those of a target's number inside it."""
    if mark is None or page.place is None:
        return []
    start, end = page.place
    flags = [
        one for one in page.marks if one.kind == "flag" and start <= one.start and one.end <= end
    ]
    return [doubt_view(one, text) for one in flags]


def _values(mark: Mark) -> Iterable[Value]:
    if mark.kind == "target":
        properties = payload.node_or_404(mark.node[1])["properties"]
        for name, table in _TARGET_WORDS:
            if properties.get(name) not in (None, ""):
                shown = coded(table, str(properties[name]))
                shown = t(f"{shown} 年", shown) if name == "by_year" else shown
                yield Value(words_of(PROPERTIES[name]), shown, name == "value_as_printed")
        for relationship, words in (
            ("FOR_TYPE", t("平台类型", "Platform type")),
            ("FOR_FIELD", t("领域", "Field")),
        ):
            for row in _joined(mark.node[1], relationship):
                yield Value(words, row["other_name"], node=(row["other_label"], row["other_id"]))
        return
    if mark.role:
        yield Value(t("角色", "Role"), coded(ROLES, mark.role))
    properties = mark.properties
    for name, words in (
        ("printed", t("原文", "As printed")),
        ("number", t("序号", "Number")),
        ("batch", t("批次", "Batch")),
        ("year", t("年份", "Year")),
        ("result", t("结果", "Result")),
        ("subtype", t("子类", "Subtype")),
    ):
        if properties.get(name) not in (None, ""):
            yield Value(words, str(properties[name]), name in ("printed", "number", "result"))
    if properties.get("status") == "withdrawn":
        yield Value(t("状态", "State"), t("已撤销", "Withdrawn"))


def _also(page: DocumentPage, mark: Mark | None) -> list[Mark]:
    """Other facts here: at the same place, around it, or inside it."""
    if page.place is None:
        return []
    start, end = page.place
    return [
        one
        for one in page.marks
        if one is not mark
        and ((one.start <= start and end <= one.end) or (start <= one.start and one.end <= end))
    ][:12]


def _sentence(start: str, relationship: str, end: str) -> str:
    model = RELATIONSHIP_BY_NAME[relationship]
    return f"{start} {t(model.zh, model.en)} {end}"
