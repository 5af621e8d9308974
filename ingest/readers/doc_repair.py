"""Mends the paragraph properties of a .doc that another program than Word has written.

LibreOffice cuts the properties of a paragraph or table row where its page of 512 bytes is full, in the
middle of a property; Word reads on with the whole ones, and the converter gives up. In: the bytes of the
file. Out: the same with shortened lengths, so that only whole properties are left. Text is not touched.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from doc2docx.cfb import CompoundFile

_PAGE = 512  # of properties, in bytes
_ENTRY = (
    13  # what a page holds for each paragraph: one byte of place, twelve that matter to layout only
)
_CELL = 20  # bytes of one cell's format in a table's definition
_TABLES_BIT = 0x0200  # which of the two table streams the document uses
_TABLE_DEFINITION = 0xD608
_TAB_CHANGES = 0xC615
#: How long the operand is, by the three bits of a property's code that say so; 6 says it itself.
_LENGTHS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


def mended(data: bytes) -> bytes | None:
    """The file with what was cut made whole, None where nothing was cut. Raises ValueError, IndexError,
    struct.error or the container's own errors for a file that is damaged otherwise."""
    container = CompoundFile(data)
    words = container.open_stream("WordDocument")
    (flags,) = struct.unpack_from("<H", words, 0x0A)
    table = container.open_stream("1Table" if flags & _TABLES_BIT else "0Table")
    found = data
    for number in _pages(words, table):
        page = words[number * _PAGE : (number + 1) * _PAGE]
        better = _mended_page(page)
        if better != page:
            # A page lies within one sector, so it is in the file as it is in the stream.
            found = found.replace(page, better)
    return found if found != data else None


def _pages(words: bytes, table: bytes) -> Iterator[int]:
    """The numbers of the pages that hold properties of paragraphs."""
    start, length = struct.unpack_from("<II", words, 0x102)
    count = (length - 4) // 8
    for index in range(count):
        (number,) = struct.unpack_from("<I", table, start + 4 * (count + 1) + 4 * index)
        yield number & 0x3FFFFF


def _mended_page(page: bytes) -> bytes:
    count = page[-1]
    entries = 4 * (count + 1)
    places = {page[entries + _ENTRY * index] * 2 for index in range(count)} - {0}
    better = bytearray(page)
    for place in places:
        # Either an odd length in one byte, or a zero and an even length.
        is_even = page[place] == 0
        start = place + 1 + is_even
        length = 2 * page[place + is_even] - (not is_even)
        whole = _whole(better, start + 2, start + length)
        if whole == start + length:
            continue
        used = whole - start
        if not is_even and used % 2 == 0:
            better[whole] = 0  # a byte of padding, which readers expect
            used += 1
        elif is_even and used % 2:
            better[whole] = 0
            used += 1
        better[place + is_even] = (used + (not is_even)) // 2
    return bytes(better)


def _whole(page: bytearray, start: int, end: int) -> int:
    """Where the last whole property ends; a table's definition may have fewer cells' formats than cells, so
    its length is set to what there is."""
    while start + 2 <= end:
        (code,) = struct.unpack_from("<H", page, start)
        after = start + 2 + _operand(code, page, start + 2)
        if after > end:
            if code != _TABLE_DEFINITION or start + 5 > end:
                return start
            cells = start + 5 + 2 * (page[start + 4] + 1)  # behind the columns' edges
            if cells > end:
                return start
            last = cells + (end - cells) // _CELL * _CELL
            struct.pack_into("<H", page, start + 2, last - start - 3)
            return last
        start = after
    return end if start == end or page[start] == 0 else start


def _operand(code: int, page: bytearray, place: int) -> int:
    kind = code >> 13
    if kind != 6:
        return _LENGTHS[kind]
    if code == _TABLE_DEFINITION:
        return int(struct.unpack_from("<H", page, place)[0]) + 1
    if code == _TAB_CHANGES and page[place] == 0xFF:
        deleted = page[place + 1]
        return 3 + 4 * deleted + 3 * page[place + 2 + 4 * deleted]
    return 1 + page[place]
