"""Text of documents on pages: always escaped, never able to rearrange or hide what stands around it.

Names and quotes come from files that anybody may have written. Control and direction characters are
shown as visible marks, and text that runs from right to left is isolated.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

#: Controls, zero-width and direction characters, separators of lines and paragraphs, the byte order mark.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BREAKS = re.compile(r"[\t\n]+")
_ASCII = re.compile(r"[\x20-\x7e]*")


def shown(text: str) -> Markup:
    """Text for a page: escaped, unseen characters visible, right-to-left runs isolated."""
    if _ASCII.fullmatch(text):
        return escape(text)
    parts: list[Markup] = []
    done = 0
    for found in _UNSEEN.finditer(text):
        parts.append(escape(text[done : found.start()]))
        parts.append(Markup('<span class="unseen">U+{:04X}</span>').format(ord(found[0])))
        done = found.end()
    parts.append(escape(text[done:]))
    joined = Markup("").join(parts)
    strange = len(parts) > 1 or _RIGHT_TO_LEFT.search(text)
    return Markup("<bdi>{}</bdi>").format(joined) if strange else joined


def one_line(text: str) -> str:
    """A name as one line: some titles are printed over two."""
    return _BREAKS.sub(" ", text).strip()


def name(text: str | None) -> Markup:
    """A name or other Chinese text of the graph: one line, and said to be Chinese, so that an English
    page draws and reads it rightly."""
    return Markup('<span lang="zh-CN">{}</span>').format(shown(one_line(text or "")))


def plain_name(text: str | None) -> str:
    """A name where no markup can stand (a title, a label on the canvas): unseen characters as U+XXXX."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", one_line(text or ""))


def cells(text: str) -> Markup:
    """Text of a table's row: its cells set apart by a gap."""
    gap = Markup('<span class="gap"> </span>')
    return gap.join(shown(part) for part in re.split("\t+", text))
