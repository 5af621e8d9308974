"""Files as answers: streamed, named, and with what is needed to make them still at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from flask import Response, stream_with_context

from api.exports import tables
from graph.store import Rows


def file_answer(pieces: Iterator[bytes], name: str, content_type: str) -> Response:
    """A streamed file. The first piece is made before the answer begins, so that a store that fails is
    told as an error; what makes the others still knows the request."""
    first = next(pieces, b"")
    rest = stream_with_context(chain([first], pieces))
    response = Response(rest, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def table_answer(name: str, suffix: str, columns: Sequence[str], parts: Iterable[Rows]) -> Response:
    """Rows as a file of that suffix: csv, xlsx or json."""
    pieces = tables.table(suffix, columns, parts)
    answer = file_answer(pieces, f"{name}.{suffix}", tables.CONTENT_TYPES[suffix])
    if suffix == "json":
        # Browsers and programs read it as it is; nobody wants it in a folder of downloads.
        del answer.headers["Content-Disposition"]
    return answer
