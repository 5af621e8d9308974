"""What elements of a web page are to a text: blocks, silent ones, hidden ones; and its white space."""

from __future__ import annotations

import re

from lxml import etree

SILENT = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "frame", "object", "head", "title",
     "textarea", "audio", "video", "canvas"]
)  # fmt: skip
BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
     "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
     "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option",
     "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"]
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HAN = "\u3400-\u9fff\uf900-\ufaff\u2014-\u2026\u3001-\u3020\uff01-\uff5e"
#: A line of the source that ends before or after a Chinese character: no space was meant, not in 2035年 either.
_SOURCE_LINE = re.compile(
    f"(?<=[{_HAN}])[ \t]*[\r\n][ \t\r\n]*(?=\\S)|(?<=\\S)[ \t]*[\r\n][ \t\r\n]*(?=[{_HAN}])"
)


def is_hidden(element: etree._Element) -> bool:
    """Whether the element itself says that it is not to be seen."""
    style = element.get("style")
    hidden = style is not None and _HIDDEN.search(style) is not None
    return hidden or element.get("hidden") is not None


def printed_space(text: str) -> str:
    """White space as a page prints it: one space, none where a source line ends beside a
    Chinese character."""
    if _SPACE.search(text) is None:
        return text
    return _SPACE.sub(" ", _SOURCE_LINE.sub("", text))
