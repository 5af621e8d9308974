"""The pipeline: a document's running text in, facts out.

spaCy carries the text as one token a character; no model is loaded, all rules are ours. Components see
the folded view; the facts that leave have the printed text's offsets.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from ingest.components import (  # noqa: F401  (importing registers the components with spaCy)
    damage,
    events,
    fields,
    grades,
    identity,
    references,
    rules,
    sections,
    targets,
    types,
)
from ingest.components.reading import Reading, attach
from ingest.document import Document
from ingest.facts import Fact
from ingest.text import View

#: In this order: the title before citations (which leave it out), sections and types before targets,
#: events before rules (what has befallen somebody is no rule).
COMPONENTS = (
    "pingtai_sections",
    "pingtai_identity",
    "pingtai_references",
    "pingtai_types",
    "pingtai_targets",
    "pingtai_fields",
    "pingtai_events",
    "pingtai_grades",
    "pingtai_rules",
    "pingtai_damage",
)


class CharacterTokenizer(DummyTokenizer):
    """One token a character, spaces and line ends too, so that a token's index is its offset. spaCy's
    own character segmenter for Chinese joins spaces and is ten times slower."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._ids = _Ids(vocab)

    def __call__(self, text: str) -> Doc:
        """The Doc of a text."""
        # spaCy would hash every character anew to find its id.
        words = list(map(self._ids.__getitem__, text))
        spaces = [False] * len(text)
        return Doc(self.vocab, words=words, spaces=spaces)  # type: ignore[arg-type]  # ids, too


class _Ids(dict[str, int]):
    """The vocabulary's ids of characters, each looked up once."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._strings = vocab.strings

    def __missing__(self, character: str) -> int:
        self[character] = number = self._strings.add(character)
        return number


@cache
def pipeline() -> Language:
    """The spaCy pipeline, assembled once."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    nlp.max_length = 200_000_000  # the limit guards parsers that we do not use
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def read_text(text: str) -> tuple[Doc, list[Fact]]:
    """Run the pipeline: the spaCy Doc, whose `spans` hold a group for each kind of fact, and the facts
    in order of their place, with offsets of the given text."""
    nlp = pipeline()
    view = View.of(text)
    doc = nlp.make_doc(view.text)
    reading = attach(doc, view)
    for _, component in nlp.pipeline:
        doc = component(doc)
    _publish(doc, reading)
    facts = [_in_print(fact, view) for fact in reading.facts]
    return doc, sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind, fact.rule))


def extract(document: Document) -> list[Fact]:
    """The facts of a document's running text."""
    return read_text(document.prose())[1]


def _publish(doc: Doc, reading: Reading) -> None:
    groups = defaultdict(list)
    for fact in reading.facts:
        groups[fact.kind].append(Span(doc, fact.start, fact.end, label=fact.rule))
    for kind, spans in groups.items():
        doc.spans[kind] = spans


def _in_print(fact: Fact, view: View) -> Fact:
    if view.offsets is None:
        return fact
    spans = {name: [view.span(*one) for one in places] for name, places in fact.spans.items()}
    return fact.moved(*view.span(fact.start, fact.end), spans)
