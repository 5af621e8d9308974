"""Write the rosters and notices of `examples/` from the compact tables in `invented`.

In: nothing but the tables. Out: the files, the same bytes on every run, and for the tests the rows that
each file states. Run it after a change of the tables: `python -m tests.examples.make_examples`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.examples import invented

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOTE = "虚构示例：名单中的单位和平台都是编造的，与真实单位无关。Invented example: no host or platform here is real."
_ISSUER = "广西示例科技厅"
#: Workbooks carry the time of writing; this one makes them the same on every run.
_STAMP = (2025, 1, 1, 0, 0, 0)
#: One for each of the fourteen cities of the region.
_ORDINALS = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四"]


@dataclass(frozen=True)
class Entry:
    """One row of a roster, before columns choose what of it is printed."""

    platform: str
    hosts: tuple[str, ...] = ()
    co_hosts: tuple[str, ...] = ()
    field: str = ""
    city: str = ""
    year: int | None = None
    batch: str = ""
    kind: str = ""
    subtype: str = ""
    former_name: str = ""
    result: str = ""
    reason: str = ""
    number: int = 0


Column = tuple[str, Callable[[Entry], str | int]]
Page = tuple[bytes, list[Entry]]


# Entries


@cache
def _hosts() -> dict[str, tuple[str, str]]:
    rows = (_cells(line, 3) for line in _lines(invented.HOSTS))
    return {code: (name, city) for code, name, city in rows}


def _lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line.strip()]


def _cells(line: str, width: int) -> list[str]:
    cells = [cell.strip() for cell in line.split("|")]
    return cells + [""] * (width - len(cells))


def _entry(name: str, codes: str, field: str = "", **more: Any) -> Entry:
    leading, *joining = codes.split("+")
    hosts = tuple(_hosts()[code][0] for code in leading.split("、"))
    co_hosts = tuple(_hosts()[code][0] for code in joining)
    city = _hosts()[re.split(r"[、+]", codes)[0]][1]
    return Entry(name, hosts, co_hosts, field, city, **more)


def _numbered(entries: Iterable[Entry]) -> list[Entry]:
    return [replace(entry, number=number) for number, entry in enumerate(entries, 1)]


def _laboratories_2016() -> list[Entry]:
    rows = (_cells(line, 4) for line in _lines(invented.LABORATORIES_2016))
    entries = [_entry(f"广西{t}重点实验室", h, f, year=int(y)) for t, h, f, y in rows]
    return _numbered(_by_city(entries))


def _by_city(entries: list[Entry]) -> list[Entry]:
    """Cities in the order in which the hosts name them, rows inside a city as they stand."""
    order = list(dict.fromkeys(city for _, city in _hosts().values()))
    return sorted(entries, key=lambda entry: order.index(entry.city))


def _stations_2016() -> list[Entry]:
    rows = (_cells(line, 5) for line in _lines(invented.STATIONS_2016))
    return _numbered(_entry(n, h, f, kind=k, year=int(y)) for n, h, f, k, y in rows)


def _engineering_tech_2016() -> list[Entry]:
    rows = (_cells(line, 4) for line in _lines(invented.ENGINEERING_TECH_2016))
    return _numbered(_entry(f"广西{t}工程技术研究中心", h, f, year=int(y)) for t, h, f, y in rows)


def _engineering_research_2018() -> list[Entry]:
    rows = (_cells(line, 4) for line in _lines(invented.ENGINEERING_RESEARCH_2018))
    entries = (_entry(f"广西{t}工程研究中心", h, f, batch=b, year=2018) for t, h, f, b in rows)
    return _numbered(sorted(entries, key=lambda entry: entry.batch != "第一批"))


def _enterprise_tech_2019() -> list[Entry]:
    rows = (_cells(line, 2) for line in _lines(invented.ENTERPRISE_TECH_2019))
    entries = [_entry(f"{_hosts()[h][0]}技术中心", h, f, year=2019) for h, f in rows]
    return _numbered(_by_city(entries))


def _support_2021(table: str) -> list[Entry]:
    rows = (_cells(line, 2) for line in _lines(table))
    return _numbered(_entry(name, host, year=2021) for name, host in rows)


def _tech_innovation_2022() -> list[Entry]:
    rows = (_cells(line, 5) for line in _lines(invented.TECH_INNOVATION_2022))
    return _numbered(
        _entry(f"广西{t}技术创新中心", h, f, subtype=s, former_name=old, year=2022)
        for t, h, f, s, old in rows
    )


def _laboratories_2023() -> list[Entry]:
    rows = (_cells(line, 2) for line in _lines(invented.LABORATORIES_2023))
    return _numbered(_entry(f"广西{t}重点实验室", h, year=2023) for t, h in rows)


def _mixed_2024() -> list[Entry]:
    rows = (_cells(line, 5) for line in _lines(invented.MIXED_2024))
    return _numbered(_entry(n, h, f, kind=k, year=int(y)) for n, h, f, k, y in rows)


def _laboratories_2025() -> list[Entry]:
    rows = (_cells(line, 5) for line in _lines(invented.LABORATORIES_2025))
    return _numbered(
        _entry(n, h, f, kind=k, former_name=old, year=2025) for n, h, f, k, old in rows
    )


def _known() -> dict[str, Entry]:
    listed = [*_laboratories_2016(), *_engineering_tech_2016(), *_engineering_research_2018()]
    return {entry.platform: entry for entry in listed}


def _evaluation_2021() -> list[Entry]:
    rows = (_cells(line, 2) for line in _lines(invented.EVALUATION_2021))
    return _numbered(
        replace(_known()[name], co_hosts=(), city="", year=2021, batch="", result=result)
        for name, result in rows
    )


def _withdrawals_2024() -> list[Entry]:
    rows = (_cells(line, 2) for line in _lines(invented.WITHDRAWALS_2024))
    return _numbered(
        replace(_known()[name], co_hosts=(), city="", field="", year=2024, batch="", reason=reason)
        for name, reason in rows
    )


# Columns


def _number(entry: Entry) -> int:
    return entry.number


def _platform(entry: Entry) -> str:
    return entry.platform


def _field(entry: Entry) -> str:
    return entry.field


def _city(entry: Entry) -> str:
    return f"{entry.city}市"


def _short_city(entry: Entry) -> str:
    return entry.city


def _year(entry: Entry) -> int:
    assert entry.year is not None
    return entry.year


def _kind(entry: Entry) -> str:
    return entry.kind


def _former_name(entry: Entry) -> str:
    return entry.former_name


def _hosts_by(stop: str) -> Callable[[Entry], str]:
    return lambda entry: stop.join(entry.hosts)


def _co_hosts_by(stop: str) -> Callable[[Entry], str]:
    return lambda entry: stop.join(entry.co_hosts)


def _hosts_with_roles(entry: Entry) -> str:
    """All units in one cell, as many rosters have them: 甲（牵头）、乙（共建）."""
    if not entry.co_hosts:
        return "、".join(entry.hosts)
    leading = [f"{name}（牵头）" for name in entry.hosts]
    return "、".join([*leading, *(f"{name}（共建）" for name in entry.co_hosts)])


def _grid(columns: list[Column], entries: list[Entry]) -> list[list[str | int]]:
    header: list[str | int] = [name for name, _ in columns]
    return [header, *([value(entry) for _, value in columns] for entry in entries)]


# Formats


def _csv(title: str, columns: list[Column], entries: list[Entry], encoding: str) -> bytes:
    out = io.StringIO()
    rows: list[list[str | int]] = [[title], *_grid(columns, entries), [NOTE]]
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)
    return out.getvalue().encode(encoding)


def _title_row(sheet: Worksheet, title: str, width: int) -> None:
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")


def _widths(sheet: Worksheet, widths: str) -> None:
    for letter, width in zip("ABCDEFGHIJ", widths.split(), strict=False):
        sheet.column_dimensions[letter].width = float(width)


def _merge_runs(sheet: Worksheet, column: int, first: int) -> None:
    """One cell for each run of the same value in a column."""
    values = [sheet.cell(row, column).value for row in range(first, sheet.max_row + 1)]
    row = first
    for _, run in groupby(values):
        size = len(list(run))
        if size > 1:
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + size - 1, end_column=column
            )
        row += size


def _note_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("说明")
    sheet.append([NOTE])
    sheet.column_dimensions["A"].width = 90


def _saved(book: Workbook) -> bytes:
    """The workbook's bytes, without the time at which it was written."""
    written = io.BytesIO()
    book.save(written)
    out = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2025-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _html_table(columns: list[Column], entries: list[Entry]) -> str:
    header, *rows = _grid(columns, entries)
    lines = ["<table>", f"<tr>{_html_cells('th', header)}</tr>"]
    lines += [f"<tr>{_html_cells('td', row)}</tr>" for row in rows]
    return "\n".join([*lines, "</table>"])


def _html_cells(tag: str, values: list[str | int]) -> str:
    cells = (escape(str(value)).replace("\n", "<br>") for value in values)
    return "".join(f"<{tag}>{cell}</{tag}>" for cell in cells)


def _html(title: str, number: str, body: list[str], date: str, tables: list[str]) -> bytes:
    """A notice as an office's site shows it: menu, title, number, text, signature, annex, footer."""
    paragraphs = "\n".join(f"<p>{escape(words)}</p>" for words in body)
    annex = "\n".join(tables)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<style>table {{ border-collapse: collapse }} th, td {{ border: 1px solid; padding: .2em .5em }}</style>
</head>
<body>
<nav>首页 | 机构职能 | 政策文件 | 通知公告 | 科技平台</nav>
<div class="breadcrumb">当前位置：首页 &gt; 通知公告 &gt; 正文</div>
<div class="banner">{escape(NOTE)}</div>
<main>
<h1>{escape(title)}</h1>
<p>{escape(number)}</p>
{paragraphs}
<p>{_ISSUER}</p>
<p>{date}</p>
{annex}
</main>
<div class="share">分享到：微信 微博 打印本页</div>
<footer>{_ISSUER}（虚构机构） | 网站地图 | 联系我们</footer>
</body>
</html>
""".encode()


# Files


def _laboratories_2016_file() -> Page:
    laboratories, stations = _laboratories_2016(), _stations_2016()
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "重点实验室"
    columns: list[Column] = [
        ("所在市", _city),
        ("序号", _number),
        ("实验室名称", _platform),
        ("依托单位", _hosts_with_roles),
        ("研究方向", _field),
        ("批准年份", _year),
    ]
    _title_row(first, "广西重点实验室名单（截至2016年底，虚构示例）", len(columns))
    for row in _grid(columns, laboratories):
        first.append(row)
    _merge_runs(first, 1, 3)
    _widths(first, "12 6 40 52 18 10")
    second = book.create_sheet("应用数学中心与野外站")
    columns = [
        ("序号", _number),
        ("平台名称", _platform),
        ("平台类型", _kind),
        ("建设单位", _hosts_by("、")),
        ("学科领域", _field),
        ("所在地", _short_city),
        ("认定年度", lambda entry: f"{entry.year}年"),
    ]
    _title_row(second, "广西应用数学中心、野外科学观测研究站名单（2016年，虚构示例）", len(columns))
    for row in _grid(columns, stations):
        second.append(row)
    _widths(second, "6 40 28 28 14 10 10")
    _note_sheet(book)
    return _saved(book), [*laboratories, *stations]


def _engineering_tech_2016_file() -> Page:
    entries = _engineering_tech_2016()
    columns: list[Column] = [
        ("序号", _number),
        ("中心名称", _platform),
        ("依托单位", _hosts_by("；")),
        ("技术领域", _field),
        ("所在地市", _city),
        ("组建时间", _year),
    ]
    title = "广西工程技术研究中心名单（2016年，虚构示例）"
    return _csv(title, columns, entries, "gbk"), entries


def _engineering_research_2018_file() -> Page:
    entries = _engineering_research_2018()
    columns: list[Column] = [
        ("编号", _number),
        ("平台名称", _platform),
        ("牵头单位", _hosts_by("、")),
        ("参与单位", _co_hosts_by("、")),
        ("产业领域", _field),
        ("设区市", _short_city),
        ("批次", lambda entry: entry.batch),
    ]
    title = "2018年广西工程研究中心认定名单（虚构示例）"
    return _csv(title, columns, entries, "utf-8-sig"), entries


def _enterprise_tech_2019_file() -> Page:
    entries = _enterprise_tech_2019()
    columns: list[Column] = [
        ("序号", _number),
        ("企业名称", _hosts_by("、")),
        ("企业技术中心名称", _platform),
        ("所属行业", _field),
        ("认定年度", _year),
    ]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "2019年"
    width = len(columns)
    _title_row(sheet, "2019年广西企业技术中心名单（虚构示例）", width)
    sheet.append([name for name, _ in columns])
    for order, (city, group) in zip(_ORDINALS, _grouped(entries), strict=False):
        sheet.append([f"{order}、{city}市（{len(group)}家）"])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        for entry in group:
            sheet.append([value(entry) for _, value in columns])
    _widths(sheet, "6 34 40 14 10")
    _note_sheet(book)
    return _saved(book), entries


def _grouped(entries: list[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Runs of one city, in order."""
    for city, group in groupby(entries, key=lambda entry: entry.city):
        yield city, list(group)


def _support_2021_file() -> Page:
    incubators = _support_2021(invented.INCUBATORS_2021)
    spaces = _support_2021(invented.MAKER_SPACES_2021)
    title = "关于公布2021年度广西科技企业孵化器和广西众创空间名单的通知（虚构示例）"
    body = [
        "各设区市有关部门，各运营单位：",
        "2021年度的申报材料已经审核和现场核查，现将通过的广西科技企业孵化器、广西众创空间名单公布如下。请各运营单位"
        "做好服务，按时报送统计数据。",
    ]
    tables = [
        "<h3>附件1 广西科技企业孵化器名单</h3>",
        _html_table(
            [
                ("序号", _number),
                ("孵化器名称", _platform),
                ("运营单位", _hosts_by("、")),
                ("所在地区", _city),
            ],
            incubators,
        ),
        "<h3>附件2 广西众创空间名单</h3>",
        _html_table(
            [
                ("序号", _number),
                ("众创空间名称", _platform),
                ("运营主体", _hosts_by("、")),
                ("所在市", _short_city),
            ],
            spaces,
        ),
    ]
    page = _html(title, "桂示科字〔2021〕88号", body, "2021年11月16日", tables)
    return page, [*incubators, *spaces]


def _tech_innovation_2022_file() -> Page:
    entries = _tech_innovation_2022()
    title = "关于认定2022年度广西技术创新中心的通知（虚构示例）"
    body = [
        "各有关单位：",
        "根据《广西科技创新平台优化整合方案》（桂科基字〔2022〕49号），经推荐、评审和公示，现认定下列平台为广西技术"
        "创新中心，其中部分由原广西工程技术研究中心转建，原名称同时停用。",
        "请各依托单位落实建设条件，按年度报告进展。",
    ]
    columns: list[Column] = [
        ("序号", _number),
        ("平台名称", _platform),
        ("子类", lambda entry: entry.subtype),
        ("依托单位", _hosts_by("\n")),
        ("所属领域", _field),
        ("所在市", _city),
        ("原平台名称", _former_name),
        ("变更类型", lambda entry: "转建" if entry.former_name else ""),
    ]
    table = _html_table(columns, entries)
    page = _html(
        title, "桂示科字〔2022〕101号", body, "2022年12月20日", ["<p>附件：名单</p>", table]
    )
    return page, entries


def _laboratories_2023_file() -> Page:
    entries = _laboratories_2023()
    columns: list[Column] = [
        ("序号", _number),
        ("实验室名称", _platform),
        ("依托单位", _hosts_by("、")),
        ("共建单位", _co_hosts_by("，")),
        ("所在市", _city),
    ]
    title = "2023年度广西重点实验室认定与重新认定名单（虚构示例）"
    return _csv(title, columns, entries, "utf-8"), entries


def _mixed_2024_file() -> Page:
    entries = _mixed_2024()
    columns: list[Column] = [
        ("序号", _number),
        ("名称", _platform),
        ("平台类别", _kind),
        ("承建单位", _hosts_by("、")),
        ("联合单位", _co_hosts_by("、")),
        ("研究领域", _field),
        ("属地", _city),
        ("获批时间", lambda entry: f"{entry.year}-0{1 + entry.number % 9}"),
    ]
    title = "广西中试基地、临床医学研究中心、新型研发机构、合作基地等平台一览表（2024年，虚构示例）"
    return _csv(title, columns, entries, "utf-8"), entries


def _laboratories_2025_file() -> Page:
    entries = _laboratories_2025()
    columns: list[Column] = [
        ("序号", _number),
        ("平台名称", _platform),
        ("平台类型", _kind),
        ("牵头单位", _hosts_by("、")),
        ("参与单位", _co_hosts_by("\n")),
        ("领域", _field),
        ("所在地市", _short_city),
        ("原名称", _former_name),
    ]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "2025年"
    _title_row(sheet, "2025年广西实验室和广西重点实验室名单（虚构示例）", len(columns))
    for row in _grid(columns, entries):
        sheet.append(row)
    _widths(sheet, "6 40 18 28 30 16 10 36")
    _note_sheet(book)
    return _saved(book), entries


def _evaluation_2021_file() -> Page:
    entries = _evaluation_2021()
    title = "关于公布2021年度广西重点实验室和广西工程研究中心评估结果的通知（虚构示例）"
    body = [
        "各依托单位：",
        "2021年度评估已经结束，结果分优秀、良好、合格、不合格四档，现予公布。评估不合格的平台限期整改，整改后仍不合格"
        "的不再保留。",
    ]
    columns: list[Column] = [
        ("序号", _number),
        ("平台名称", _platform),
        ("依托单位", _hosts_by("、")),
        ("所属领域", _field),
        ("评估结果", lambda entry: entry.result),
    ]
    page = _html(
        title, "桂示科字〔2022〕7号", body, "2022年1月25日", [_html_table(columns, entries)]
    )
    return page, entries


def _withdrawals_2024_file() -> Page:
    entries = _withdrawals_2024()
    title = f"关于撤销{entries[0].platform}等{len(entries)}家平台资格的通知（虚构示例）"
    body = [
        "各有关单位：",
        "按照自治区级平台管理的有关规定，决定撤销下列平台的资格，自通知印发之日起不得再以原名义开展活动。",
    ]
    columns: list[Column] = [
        ("序号", _number),
        ("平台名称", _platform),
        ("依托单位", _hosts_by("、")),
        ("撤销原因", lambda entry: entry.reason),
    ]
    page = _html(
        title, "桂示科字〔2024〕31号", body, "2024年6月5日", [_html_table(columns, entries)]
    )
    return page, entries


FILES: dict[str, Callable[[], Page]] = {
    "rosters/2016-engineering-technology-centres.csv": _engineering_tech_2016_file,
    "rosters/2016-key-laboratories.xlsx": _laboratories_2016_file,
    "rosters/2018-engineering-research-centres.csv": _engineering_research_2018_file,
    "rosters/2019-enterprise-technology-centres.xlsx": _enterprise_tech_2019_file,
    "rosters/2021-incubators-and-maker-spaces.html": _support_2021_file,
    "rosters/2022-technology-innovation-centres.html": _tech_innovation_2022_file,
    "rosters/2023-key-laboratories.csv": _laboratories_2023_file,
    "rosters/2024-other-platforms.csv": _mixed_2024_file,
    "rosters/2025-laboratories.xlsx": _laboratories_2025_file,
    "notices/2021-evaluation-results.html": _evaluation_2021_file,
    "notices/2024-withdrawals.html": _withdrawals_2024_file,
}


def main() -> None:
    """Write every file."""
    for name, make in FILES.items():
        data, entries = make()
        path = EXAMPLES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{name}: {len(entries)}")


if __name__ == "__main__":
    main()
