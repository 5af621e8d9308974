"""What full-text search reads and asks: names, numbers and pinyin, in one property of each node.

The analyzers of both engines cut Chinese into overlapping pairs of characters, so a quoted phrase finds
exactly the texts that contain it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.queries import library
from graph.store import Rows, Store

_READ = ("name", "names", "doc_number")
_LATIN = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_BRACKETS = (("〔", "〕"), ("[", "]"), ("(", ")"), ("（", "）"), ("【", "】"), ("［", "］"))
_BRACKET = re.compile("[" + re.escape("".join(a + b for a, b in _BRACKETS)) + "]")
_LUCENE = re.compile(r'([+\-!(){}\[\]^"~*?:\\/&|])')


def search_text(properties: Mapping[str, Any]) -> str:
    """The words under which a node is found: its printed names, its number, and for each name the
    pinyin initials and the pinyin syllables."""
    from pypinyin import (
        Style,
        lazy_pinyin,
    )  # loads a dictionary; readers of the graph never need it

    words: dict[str, None] = {}
    for name in _READ:
        value = properties.get(name)
        for text in value if isinstance(value, list) else [value]:
            if text:
                words[str(text)] = None
    for text in list(words):
        if _HAN.search(text):
            han = "".join(_HAN.findall(text))
            words["".join(lazy_pinyin(han, style=Style.FIRST_LETTER))] = None
            words["".join(lazy_pinyin(han))] = None
    return " ".join(words)


def lucene_query(text: str) -> str:
    """What a person typed, as a query: Chinese as a phrase, Latin letters as the start of a word."""
    parts = []
    for word in text.split():
        escaped = _LUCENE.sub(r"\\\1", word)
        if _HAN.search(word):
            parts.append(f'"{escaped}"')
        elif _LATIN.fullmatch(word):
            parts.append(f"{escaped.lower()}*")
        else:
            parts.append(f'"{escaped}"')
    return " AND ".join(parts)


def number_forms(text: str) -> list[str]:
    """What was typed, with each kind of brackets that years of document numbers stand in: 〔2021〕, [2021] …"""
    parts = _BRACKET.split(text)
    if len(parts) != 3:
        return [text]
    before, year, after = (part.strip() for part in parts)
    return [f"{before}{opening}{year}{closing}{after}" for opening, closing in _BRACKETS]


def search(store: Store, text: str, limit: int = 20) -> Rows:
    """Nodes whose name, number or pinyin has what was typed: rows of label, id, name and document number,
    the likest first. Nothing typed finds nothing."""
    words = text.strip()
    if not words:
        return []
    numbers = number_forms(words)
    query = lucene_query(words)
    rows = library().run(store, "search", query=query, text=words, numbers=numbers, limit=limit)
    rows.sort(key=lambda row: (row["likeness"], len(row["name"]), row["name"], row["id"]))
    return rows[:limit]
