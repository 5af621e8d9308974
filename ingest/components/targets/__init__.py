"""Targets: how many platforms of which type are to be built, kept, merged or converted, and by when.

Every counted number in a sentence is an anchor; the words around it, up to the next stop or number, say
what is counted and how. A count becomes a target only when all of these words are understood: the type
next to the number, or nothing but function words and a type that was spoken of before. So
"新认定省重点实验室30家以上，保有量达到200家" gives two targets, and "培育高新技术企业3000家" none, because
高新技术企业 is neither a platform type nor a function word.

Nothing is repaired: a number that may have lost its dash (23家 for 2—3家) stays as printed, with a flag.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.reading import Reading, reading_of
from ingest.components.targets import kinds, scope, tense, words
from ingest.components.targets.counted import Thread
from ingest.components.targets.counts import Count, clause_start, counts
from ingest.components.targets.making import facts_of
from ingest.components.targets.rates import rates

#: Kinds of document that tell results.
_NO_PLANS = ("roster", "evaluation")


@Language.component("pingtai_targets")
def targets(doc: Doc) -> Doc:
    """Find the targets, sentence by sentence; a paragraph's deadline and type carry over."""
    reading = reading_of(doc)
    thread = Thread()
    if reading.kind in _NO_PLANS:
        return doc
    past_until = tense.past_until(reading)
    previous_end = 0
    for start, end in reading.sentences:
        if "\n" in reading.text[previous_end:start]:  # a new paragraph
            goes_on = scope.goes_on_from(reading, previous_end, start)
            thread = Thread(by_year=thread.by_year if goes_on else None)
        previous_end = end
        thread.rules = thread.rules or scope.sets_conditions(reading.text, start, end)
        if not thread.rules and not scope.holds_no_targets(reading, start, end):
            thread = _sentence(reading, start, end, thread, past_until)
    reading.facts = scope.without_announced(reading)
    return doc


def _sentence(
    reading: Reading, start: int, end: int, before: Thread, past_until: int | None
) -> Thread:
    text = reading.text
    thread = Thread(types=before.types, by_year=before.by_year)
    goes_on = before.told and tense.goes_on(text, start, end)
    told = goes_on
    in_list = False  # of numbers that are told
    previous_end = start
    for count in counts(text, start, end, words.compared_after()):
        before_it = text[previous_end : count.start]
        thread.by_year = words.deadline(before_it) or thread.by_year
        if count.run > 1 and len(years := words.years_each(before_it)) == count.run:
            thread.years = years
        if thread.years:
            thread.by_year, *rest = thread.years
            thread.years = tuple(rest)
        thread.earlier = thread.types
        thread.types = kinds.types_spoken_of(reading, previous_end, count.start) or thread.types
        if words.is_excluded(text, start, end, count):
            thread.metric, in_list = None, False
        elif _is_told(text, start, end, count) or (in_list and _lists_on(reading, count)):
            thread.metric, told, in_list = None, True, True
        else:
            in_list = False
            found = facts_of(reading, count, thread, (start, end), past_until)
            if not (goes_on and thread.metric is not None and tense.is_done(thread.metric)):
                reading.facts.extend(found)
                told = False
        previous_end = count.end
    reading.facts.extend(
        rate
        for rate in rates(reading, start, end, thread.by_year)
        if not tense.is_told(text, start, end, rate.start, rate.start, words.REACH)
    )
    return Thread(
        types=kinds.types_spoken_of(reading, previous_end, end) or thread.types,
        by_year=words.deadline(text[start:end]) or thread.by_year,
        told=told,
    )


def _lists_on(reading: Reading, count: Count) -> bool:
    """Whether a number only goes on with the list before: 拥有重点实验室3家，众创空间86家."""
    own = reading.text[count.left : count.start]
    return words.metric_before(reading, count) is None and not tense.turns_to_plans(own)


def _is_told(text: str, start: int, end: int, count: Count) -> bool:
    place, clause = count.start, count.clause
    change = words.changed_from(text, start, count)
    if change is not None:
        place, clause = change, clause_start(text, start, change)
    return tense.is_told(text, start, end, place, clause, words.REACH)
