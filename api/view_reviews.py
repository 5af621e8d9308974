"""A doubt beside the text as a form: how it may be read, what rosters have, what a person made of it.

In: a flag of a document's text. Out: a `DoubtView`; 照原文 is its first option and nothing is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api import forms, reviews
from api.view import t
from api.view_document_marks import Mark
from api.view_facts import Doubt, doubt
from api.view_targets import targets_held
from graph.progress import Progress
from graph.statements import Ref
from graph.targets import asked_by_reading

#: The bar of readings is this much longer than the greatest of them, so that its mark can be seen.
_ROOM = 1.1
_BAR = 1000


@dataclass(frozen=True)
class Option:
    """A way to read printed words, and why one might."""

    words: str
    why: str


@dataclass(frozen=True)
class ReadingBar:
    """What rosters have, and where each reading would stand, on a bar of 1000."""

    found: int
    filled: int
    marks: list[tuple[int, str]]


@dataclass(frozen=True)
class DoubtView:
    """A doubt with its options, the reading that was given, and the token of its form (empty where nobody
    may decide here)."""

    doubt: Doubt
    place: reviews.Place
    options: list[Option]
    review: dict[str, Any] | None
    token: str
    #: What rosters have of the target; None where they cannot say or the doubt is about something else.
    found: int | None
    bar: ReadingBar | None

    @property
    def is_printed(self) -> bool:
        """Whether the person kept to what is printed."""
        return self.review is not None and self.review["reading"] == self.place.printed


def form_about(place: reviews.Place) -> str:
    """What the form's token is about."""
    return f"review {place.judgement}"


def doubt_view(mark: Mark, text: str) -> DoubtView:
    """A flag as the panel beside the text shows it."""
    printed = text[mark.start : mark.end]
    said = doubt(mark.properties, printed)
    place = reviews.Place(Ref(mark.node[0], mark.node[1]), said.flag, printed)
    why = (
        t("补连接号", "dash restored")
        if said.flag == "suspect_lost_dash"
        else t("可能读法", "possible")
    )
    options = [Option(printed, t("照原文", "as printed"))]
    options += [Option(words, why) for words in dict.fromkeys(said.readings) if words]
    progress = _progress_of(mark)
    may_read = len(options) > 1 and forms.may_write()
    return DoubtView(
        doubt=said,
        place=place,
        options=options,
        review=mark.review,
        token=forms.token(form_about(place)) if may_read else "",
        found=progress.found if progress else None,
        bar=_bar(progress, options) if progress else None,
    )


def _progress_of(mark: Mark) -> Progress | None:
    if mark.node[0] != "Target":
        return None
    held = targets_held()
    return next((one for one in held if one.target["target_id"] == mark.node[1]), None)


def _bar(progress: Progress, options: list[Option]) -> ReadingBar | None:
    found = progress.found
    read = [(asked_by_reading(one.words, "eq"), one.words) for one in options]
    numbers = [(asked.high, words) for asked, words in read if asked is not None]
    if found is None or not numbers:
        return None
    whole = _ROOM * max(found, *(number for number, _ in numbers))
    marks = [(round(_BAR * number / whole), words) for number, words in numbers]
    return ReadingBar(found, round(_BAR * found / whole), marks)
