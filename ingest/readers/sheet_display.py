"""What a sheet shows, as far as it is not in the values: number formats and hidden rows.

In: the package of an .xlsx workbook. Out: for each sheet the cells whose format shows something else than the
plain value (007, 85%, 2021年7月), and how many rows and columns are hidden. The values themselves come
from the library; the sheet's XML is only searched, since parsing it again would double the time.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from ingest.readers.package import Package
from ingest.readers.wordml import child, children, value

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*\bhidden=[\"'](?:1|true)[\"']")
#: A formula that nobody has computed: the program that wrote the file cannot.
_WITHOUT_VALUE = re.compile(
    rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_LAST_ROW = re.compile(rb"\br=[\"'](?:[A-Za-z]*)(\d+)[\"']")
_WIDE = ((rb"\br=[\"'][A-Za-z]{3}", 16_384), (rb"\br=[\"'][A-Za-z]{2}\d", 702))
#: Formats that have a number but no code in the file; those of dates as a Chinese system shows them.
_BUILT_IN = {
    2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
}  # fmt: skip
_ZEROS = re.compile(r"0{2,20}")
_NUMBER = re.compile(r"(#,##)?0(?:\.(0{1,10}))?(%)?")
_DATE_PART = re.compile(r"y+|m+|d+|年|月|日|[-/.]", re.IGNORECASE)


@dataclass
class Display:
    """What a sheet shows: format codes by (row, column) from 0, hidden rows and columns, how many
    squares lie between its first cell and its last, and how many formulas have no value stored."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0
    hidden_columns: int = 0
    area: int = 0
    without_value: int = 0


def displays(package: Package) -> dict[str, Display]:
    """The display of every sheet, by its name. Raises UnreadableDocument for a broken package."""
    targets = {r.id: r.target for r in package.relationships("xl/workbook.xml")}
    styles = _styles(package)
    found = {}
    for sheet in children(child(package.optional("xl/workbook.xml"), "sheets"), "sheet"):
        part = targets.get(value(sheet, "id") or "")
        if part in package.names and part is not None:
            found[value(sheet, "name") or ""] = _display(package.bytes(part), styles)
    return found


def _styles(package: Package) -> dict[int, str]:
    """The styles whose format shows a value otherwise than we would."""
    root = package.optional("xl/styles.xml")
    codes = dict(_BUILT_IN)
    for one in children(child(root, "numFmts"), "numFmt"):
        number = value(one, "numFmtId") or ""
        if number.isdecimal():
            codes[int(number)] = value(one, "formatCode") or ""
    found = {}
    for index, one in enumerate(children(child(root, "cellXfs"), "xf")):
        number = value(one, "numFmtId") or ""
        code = telling(codes.get(int(number), "")) if number.isdecimal() else None
        if code is not None:
            found[index] = code
    return found


def telling(code: str) -> str | None:
    """The bare format code if it shows a value otherwise than we would print it."""
    bare = _plain(code)
    tells = _ZEROS.fullmatch(bare) or _NUMBER.fullmatch(bare) or _date_parts(bare)
    return bare if tells else None


def _plain(code: str) -> str:
    """A format code for positive numbers, without colours, locales and quotation marks."""
    code = re.sub(r"\[.*?\]", "", code.split(";", maxsplit=1)[0])
    return re.sub(r'["\\]|_.|\*.', "", code).removesuffix("@").strip()


def _date_parts(code: str) -> list[str]:
    """The parts of a format of days or months, empty for another."""
    parts = _DATE_PART.findall(code)
    is_date = "".join(parts) == code and any(p[0] in "mM" for p in parts)
    shows_day = any(p[0] in "dD" for p in parts)
    # 2021-07-05 is what we print in any case; what the format leaves out we must not print.
    return parts if is_date and ("月" in parts or not shows_day) else []


def _display(xml: bytes, styles: dict[int, str]) -> Display:
    display = Display(hidden_columns=len(_HIDDEN_COLUMN.findall(xml)))
    display.without_value = len(_WITHOUT_VALUE.findall(xml))
    display.hidden_rows = sum(1 for row in _ROW.finditer(xml) if _HIDDEN.search(row[1]))
    # Cells are named one by one, and a name may lie anywhere.
    longest = max(_LAST_ROW.findall(xml), key=lambda digits: (len(digits), digits), default=b"0")
    width = next((wide for pattern, wide in _WIDE if re.search(pattern, xml)), 26)
    display.area = int(longest[:20]) * width
    if styles:
        named = "|".join(map(str, styles)).encode()
        for cell in re.finditer(
            rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})" s="(' + named + rb')"', xml
        ):
            place = int(cell[2]) - 1, _column(cell[1].decode())
            display.formats[place] = styles[int(cell[3])]
    return display


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def shown(plain: object, code: str) -> str | None:
    """A value as its format shows it, None where the format does not fit the value."""
    if isinstance(plain, datetime.date):
        return _shown_date(plain, _date_parts(code))
    if not isinstance(plain, (int, float)) or isinstance(plain, bool):
        return None
    if _ZEROS.fullmatch(code):
        return f"{plain:0{len(code)}.0f}"
    number = _NUMBER.fullmatch(code)
    if number is None:
        return None
    amount = plain * 100 if number[3] else plain
    return f"{amount:{',' if number[1] else ''}.{len(number[2] or '')}f}{number[3] or ''}"


def _shown_date(day: datetime.date, parts: list[str]) -> str | None:
    written = {
        "y": lambda width: str(day.year) if width > 2 else f"{day.year % 100:02d}",
        "m": lambda width: f"{day.month:0{min(width, 2)}d}",
        "d": lambda width: f"{day.day:0{min(width, 2)}d}",
    }
    pieces = [
        written[part[0].lower()](len(part)) if part[0].lower() in written else part
        for part in parts
    ]
    return "".join(pieces) or None


def printed(plain: object) -> str:
    """A cell's value as text, whatever its format. Whole numbers lose the `.0` that the file gives them;
    others have the fifteen digits that a spreadsheet shows. Tabs part cells, so none is inside one."""
    match plain:
        case bool():
            return "TRUE" if plain else "FALSE"
        case float():
            return str(int(plain)) if plain.is_integer() else f"{plain:.15g}"
        case datetime.datetime():
            midnight = plain.time() == datetime.time()
            return plain.date().isoformat() if midnight else plain.isoformat(sep=" ")
        case datetime.date() | datetime.time():
            return plain.isoformat()
        case None:
            return ""
        case _:
            text = str(plain)
            return " ".join(text.split("\t")).replace("\r\n", "\n").replace("\r", "\n")
