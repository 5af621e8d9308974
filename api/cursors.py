"""Cursors: where the next page of a list begins. Opaque to who holds one, and of one list only.

A cursor belongs to the filters and the order it was made for and to the version of the graph: after a
load the rows have moved, and going on would repeat some and pass over others, so it is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from api import payload
from api.errors import BadRequest
from graph.errors import PingtaiError


class GraphChanged(PingtaiError):
    """A cursor of another version of the graph."""

    status = 409
    kind = "graph-changed"

    def __init__(self) -> None:
        super().__init__(
            "图谱在翻页期间有更新；请从第一页重新开始。",
            "The graph has changed since the first page; begin again from there.",
        )


def cursor_after(rows: int, list_name: str, wanted: Mapping[str, Any]) -> str:
    """The cursor of the page after so many rows."""
    version = payload.graph_version()[0]
    words = f"{rows}.{version}.{_digest(list_name, wanted)}"
    return base64.urlsafe_b64encode(words.encode("ascii")).decode("ascii").rstrip("=")


def rows_before(cursor: str | None, list_name: str, wanted: Mapping[str, Any]) -> int:
    """How many rows lie before a cursor's page. Raises BadRequest, GraphChanged."""
    if not cursor:
        return 0
    try:
        words = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        rows, version, digest = words.decode("ascii").split(".")
        skip, loads = int(rows), int(version)
    except (ValueError, binascii.Error):
        raise BadRequest({"cursor": ["is no cursor of this list"]}) from None
    if digest != _digest(list_name, wanted) or not 0 <= skip < 2**31:
        raise BadRequest({"cursor": ["was made for another list, order or filter"]})
    if loads != payload.graph_version()[0]:
        raise GraphChanged
    return skip


def _digest(list_name: str, wanted: Mapping[str, Any]) -> str:
    words = json.dumps([list_name, dict(wanted)], sort_keys=True, default=str)
    return hashlib.blake2b(words.encode(), digest_size=6).hexdigest()
