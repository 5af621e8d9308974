"""Web pages in a single file (MHTML), which office systems also hand out as .doc and .xls.

In: a message as mail programs write it, with a page and its pictures as parts. Out: the page, read as HTML.
"""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes

from ingest.document import Document
from ingest.errors import UnreadableDocument
from ingest.readers import html
from ingest.readers.raw import RawFile


def read(raw: RawFile) -> Document:
    """Read the longest page of the file: what frames it holds little. Raises UnreadableDocument."""
    pages = []
    for part in message_from_bytes(raw.data.lstrip()).walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes):
            pages.append(payload)
    if not pages:
        raise UnreadableDocument(
            raw.path,
            "单文件网页（MHTML）里没有网页；请另存为 .docx 或 .html",
            "the single-file web page (MHTML) holds no page; save it as .docx or .html",
        )
    return html.read(replace(raw, data=max(pages, key=len)))
