"""Markdown: its paragraphs, headings and lists as they print, its pipe tables as tables.

The marks of headings and emphasis are not text; the numbers of lists are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.document import BlockKind, Document, TextBuilder
from ingest.readers.raw import RawFile, decoded

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
#: Bold that ends in a bracket before a letter, as in **（一）**加快, is none by the rules of Markdown, and by its
#: writer is.
_BOLD_HEAD = re.compile(r"^([ \t]{0,3}(?:#{1,6} +)?)\*\*(?=\S)([^*\n]+)\*\*(?=\S)", re.MULTILINE)
#: 控制在**家以内: a number that was masked, not the beginning of bold.
_MASK = re.compile(r"(?<=[\u4e00-\u9fff])\*\*(?=[家个项所](?:以|左右|[，。；、）\n]))")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]{0,500}>", re.DOTALL)


def read(raw: RawFile) -> Document:
    """Read a Markdown file. What stands between `---` lines at its top is about the file: furniture."""
    found = decoded(raw)
    text = found.text
    builder = TextBuilder()
    if front := _FRONT_MATTER.match(text):
        for line in front[0].split("\n"):
            if line.strip(" -."):
                builder.paragraph(line, "furniture")
        text = text[front.end() :]
    text = _MASK.sub(r"\\*\\*", _BOLD_HEAD.sub(r"\1\2", text))
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table")
    _Writer(builder).write(parser.parse(text))
    return raw.document(builder, found.encoding, *found.notes)


class _Writer:
    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._mark = ""
        self._tables = 0

    def write(self, tokens: Sequence[Token]) -> None:
        """Add the blocks in their order."""
        rows: list[list[str]] | None = None
        for token in tokens:
            if token.type == "table_open":
                rows = []
            elif token.type == "tr_open" and rows is not None:
                rows.append([])
            elif token.type == "table_close" and rows is not None:
                self._tables += 1
                self._builder.table(f"表{self._tables}", rows)
                rows = None
            elif token.type == "inline" and rows:
                rows[-1].append("".join(_printed(token.children or [])).strip())
            else:
                self._block(token)

    def _block(self, token: Token) -> None:
        if token.type == "list_item_open":
            self._mark = f"{token.info}{token.markup} " if token.info else "• "
        elif token.type == "inline":
            self._lines("".join(_printed(token.children or [])))
        elif token.type in ("code_block", "fence"):
            self._lines(token.content)
        elif token.type == "html_block":
            self._lines(_TAG.sub("", token.content))

    def _lines(self, text: str, kind: BlockKind = "paragraph") -> None:
        for line in text.split("\n"):
            if line.strip():
                self._builder.paragraph(self._mark + line.rstrip(), kind)
                self._mark = ""


def _printed(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type == "image":
            yield from _printed(token.children or [])
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            yield "\n"
