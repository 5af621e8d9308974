"""The pages of a PDF as its library sees them: characters and ruled lines with their places.

In: the bytes of a PDF. Out: `Page` after `Page`, in points from the top left corner, turned so that its
text stands upright. Only this module knows the library.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.document import Box
from ingest.errors import UnreadableDocument
from ingest.readers.raw import RawFile

T = TypeVar("T")

_Matrix = tuple[float, float, float, float, float, float]

#: The library may be used by one thread at a time only.
_LOCK = threading.Lock()
_MOST_PAGES = 5_000
_MOST_CHARACTERS = 60_000  # on a page
_MOST_SEGMENTS = 60_000
_DEEPEST_FORM = 8
_THIN = 3.0
_FLAT = 0.7  # of the last full character's box: what is thinner may be measured by its ink
_EM = (-0.12, 0.88)  # of the font's size: from below the base line to above it
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Char(NamedTuple):
    """A character and its box: left, top, right, bottom."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass
class Page:
    """A page. `rules` are straight lines (x0, top, x1, bottom); `slanted` is text at an angle, as of
    water marks; `unknown` counts characters whose font does not say what they are."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    slanted: str = ""
    unknown: int = 0
    image_share: float = 0.0


def each_page(raw: RawFile, work: Callable[[Page], T]) -> list[T]:
    """What the work makes of every page, in order. Raises UnreadableDocument."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(raw.data)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(raw, error) from None
        try:
            if len(document) > _MOST_PAGES:
                raise UnreadableDocument(
                    raw.path,
                    f"有 {len(document):,} 页，超过上限 {_MOST_PAGES:,}；请拆分",
                    f"it has {len(document):,} pages, more than {_MOST_PAGES:,}; split it",
                )
            return [work(page) for page in _pages(document)]
        finally:
            document.close()


def _unreadable(raw: RawFile, error: Exception) -> UnreadableDocument:
    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error):
        return UnreadableDocument(
            raw.path,
            "PDF 有密码；请去掉密码后另存再试",
            "the PDF has a password; save it without one",
        )
    return UnreadableDocument(
        raw.path,
        "PDF 损坏，打不开；请重新导出",
        "the PDF is damaged and cannot be opened; export it anew",
    )


def _pages(document: Any) -> Iterator[Page]:
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield Page(index + 1, 0, 0)  # one broken page; the rest can be read
            continue
        try:
            yield _page(page, index + 1)
        finally:
            page.close()


def _page(page: Any, number: int) -> Page:
    characters: list[_Placed] = []
    found = Page(number, 0, 0)
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        textpage = None
    if textpage is not None:
        characters = list(_characters(textpage.raw, found))
        textpage.close()
    turns = Counter(one.turn for one in characters if one.turn is not None)
    place = _upright(page.get_cropbox(), turns.most_common(1)[0][0] if turns else 0, found)
    for one in characters:
        if one.turn is None:
            found.slanted += one.text
        else:
            _place_character(one, place, found)
    _Lines(found, place).read(page.raw)
    return found


def _upright(crop: Box, turn: int, page: Page) -> _Matrix:
    """From the page's own coordinates to those in which most of its text stands upright, from the top
    left: tables wider than a page are often laid on their side."""
    left, bottom, right, top = crop
    page.width, page.height = right - left, top - bottom
    if turn % 2:
        page.width, page.height = page.height, page.width
    match turn:
        case 1:
            return (0.0, -1.0, -1.0, 0.0, top, right)
        case 2:
            return (-1.0, 0.0, 0.0, 1.0, right, -bottom)
        case 3:
            return (0.0, 1.0, 1.0, 0.0, -bottom, -left)
        case _:
            return (1.0, 0.0, 0.0, -1.0, -left, top)


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _joined(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """First the inner, then the outer."""
    a, b, c, d, e, f = inner
    x0, y0 = _moved(outer, 0.0, 0.0)
    xa, ya = _moved(outer, a, b)
    xc, yc = _moved(outer, c, d)
    xe, ye = _moved(outer, e, f)
    return xa - x0, ya - y0, xc - x0, yc - y0, xe, ye


class _Placed(NamedTuple):
    """A character in the page's own coordinates. `turn` counts quarters of a circle, None for between."""

    text: str
    box: Box
    turn: int | None


def _characters(handle: Any, found: Page) -> Iterator[_Placed]:
    rectangle = pdfium.FS_RECTF()
    high, usual = 0, 0.0
    for index in range(min(pdfium.FPDFText_CountChars(handle), _MOST_CHARACTERS)):
        if pdfium.FPDFText_IsGenerated(handle, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if not _is_character(code):
            found.unknown += 1
        elif pdfium.FPDFText_GetLooseCharBox(handle, index, rectangle):
            box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            thickness = min(box[2] - box[0], box[3] - box[1])
            if thickness < _FLAT * usual:
                box = _with_font_height(handle, index, box)
            else:
                usual = thickness
            yield _Placed(chr(code), box, _turn(pdfium.FPDFText_GetCharAngle(handle, index)))


def _with_font_height(handle: Any, index: int, box: Box) -> Box:
    """The box of a character as high as its font: some fonts do not say how high they are, and the box of
    a 一 or of a comma is then that of its ink."""
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    size = pdfium.FPDFText_GetFontSize(handle, index)
    if not pdfium.FPDFText_GetMatrix(handle, index, matrix) or not (
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
    ):
        return box
    places = [(x.value + part * size * matrix.c, y.value + part * size * matrix.d) for part in _EM]
    xs, ys = zip(*places, strict=True)
    return min(box[0], *xs), min(box[1], *ys), max(box[2], *xs), max(box[3], *ys)


def _is_character(code: int) -> bool:
    if code < 0x20:
        return code in (0x09, 0x0A, 0x0D)
    return code < 0xD800 or 0xE000 <= code < 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _turn(angle: float) -> int | None:
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.04 else None


def _place_character(one: _Placed, place: _Matrix, found: Page) -> None:
    left, bottom, right, top = one.box
    xa, ya = _moved(place, left, bottom)
    xb, yb = _moved(place, right, top)
    if all(map(math.isfinite, (xa, ya, xb, yb))):
        char = Char(one.text, min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        found.chars.append(char)


class _Lines:
    """Collects the straight lines of a page's drawings, and how much of it images cover."""

    def __init__(self, page: Page, place: _Matrix) -> None:
        self._page = page
        self._place = place
        self._segments = 0

    def read(self, page: Any) -> None:
        """All drawings of the page, those inside forms too."""
        count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
        self._objects(page, count, get, self._place, 0)

    def _objects(self, parent: Any, count: Any, get: Any, place: _Matrix, depth: int) -> None:
        for index in range(max(0, count(parent))):
            one = get(parent, index)
            if not one or self._segments > _MOST_SEGMENTS:
                continue
            kind = pdfium.FPDFPageObj_GetType(one)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(one, _joined(_matrix(one), place))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(_joined(_matrix(one), place))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = _joined(_matrix(one), place)
                form = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
                self._objects(one, *form, inner, depth + 1)

    def _image(self, place: _Matrix) -> None:
        """An image fills the unit square of its own coordinates."""
        (x0, y0), (x1, y1) = _moved(place, 0, 0), _moved(place, 1, 1)
        area = self._page.width * self._page.height
        if area > 0 and math.isfinite(share := abs((x1 - x0) * (y1 - y0)) / area):
            self._page.image_share = min(1.0, self._page.image_share + share)

    def _path(self, path: Any, place: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke):
            return
        if fill.value == pdfium.FPDF_FILLMODE_NONE and not stroke.value:
            return
        for points in _subpaths(path, place):
            self._segments += len(points)
            if stroke.value:
                self._edges(points)
            else:
                self._filled(points)

    def _edges(self, points: list[tuple[float, float]]) -> None:
        for (xa, ya), (xb, yb) in pairwise(points):
            if min(abs(xa - xb), abs(ya - yb)) <= 1.0:
                box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
                self._page.rules.append(box)

    def _filled(self, points: list[tuple[float, float]]) -> None:
        """A filled bar is a line; a filled area is the shade of a cell."""
        if len(points) < 3:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if min(x1 - x0, y1 - y0) > _THIN:
            return
        if x1 - x0 >= y1 - y0:
            self._page.rules.append((x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
        else:
            self._page.rules.append(((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))


def _matrix(page_object: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(page_object, matrix):
        return _PLAIN
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _subpaths(path: Any, place: _Matrix) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        point = _moved(place, x.value, y.value)
        if not all(map(math.isfinite, point)):
            continue
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points
