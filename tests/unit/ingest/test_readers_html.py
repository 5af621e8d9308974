"""Web pages of offices: the document told from what the page has around it."""

from __future__ import annotations

import quopri
from pathlib import Path

import pytest

from ingest import readers
from ingest.document import Document
from ingest.errors import UnreadableDocument


def _read(tmp_path: Path, html: str, encoding: str = "utf-8") -> Document:
    path = tmp_path / "page.html"
    path.write_bytes(html.encode(encoding))
    return readers.read(path)


def _prose(document: Document) -> list[str]:
    return [line.strip() for line in document.prose().split("\n") if line.strip()]


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>云岭省科学技术厅</title></head><body>
<form id="aspnetForm">
<div class="topnav"><a href="/">首页</a><a href="/zw">政务公开</a><a href="/fw">办事服务</a><a href="/hd">互动</a></div>
<div class="wz">当前位置：<a href="/">首页</a> &gt; <a href="/zc">政策文件</a></div>
<table width="1000" cellpadding="0"><tr><td width="200"><ul><li><a href="a">通知公告</a></li><li><a href="b">政策解读</a></li>
<li><a href="c">规划计划</a></li><li><a href="d">统计数据</a></li></ul></td><td>
<h1>关于印发《云岭省科技创新平台方案》的通知</h1>
<div class="info">发布时间：2022-07-05　来源：科技厅　浏览次数：120　字体：大 中 小</div>
<div id="printArea"><p>各市科技局：</p>
<p>　　不再新建省工程研究中心，保留云岭省
重点实验室。</p><ol><li>统筹布局</li><li>分类管理</li></ol>
<p><a href="./P020220705.doc">附件：1.名单.doc</a></p>
<table border="1"><tr><th>序号</th><th>名称</th></tr><tr><td rowspan="2">1</td><td>甲</td></tr><tr><td>乙<br>丙</td></tr></table>
<div style="display:none">隐藏</div>
</div>
<p>【打印】【关闭窗口】</p><p>上一篇：<a href="x">关于甲的通知</a></p><div class="bdsharebuttonbox">分享到：微信 微博</div>
</td></tr></table>
<div>版权所有：云岭省科学技术厅　云ICP备00000000号</div><iframe src="/foot.html"></iframe>
</form></body></html>"""


def test_the_article_is_told_from_the_page(tmp_path: Path) -> None:
    document = _read(tmp_path, PAGE)
    assert _prose(document) == [
        "关于印发《云岭省科技创新平台方案》的通知",
        "各市科技局：",
        "不再新建省工程研究中心，保留云岭省重点实验室。",
        "1. 统筹布局",
        "2. 分类管理",
        "附件：1.名单.doc",
    ]
    assert "版权所有" in document.text
    assert "隐藏" not in document.text
    (table,) = document.tables
    assert [[cell.value if cell else None for cell in row] for row in table.rows] == [
        ["序号", "名称"], ["1", "甲"], ["1", "乙\n丙"],
    ]  # fmt: skip
    assert [(one.name, one.target) for one in document.attachments] == [
        ("附件：1.名单.doc", "./P020220705.doc")
    ]
    said = " ".join(document.notes)
    assert "名单.doc" in said
    assert "iframe" in said


def test_a_short_article_in_a_box_for_printing_is_text(tmp_path: Path) -> None:
    html = "<body><div class='print-content'><p>第一条 不再新建省工程研究中心。</p></div></body>"
    assert _prose(_read(tmp_path, html)) == ["第一条 不再新建省工程研究中心。"]


def test_citations_with_links_are_no_menu(tmp_path: Path) -> None:
    links = "、".join(f"<a href='{n}'>《云岭省第{n}号办法》</a>" for n in range(6))
    assert len(_prose(_read(tmp_path, f"<body><p>根据{links}，制定本方案。</p></body>"))) == 1


@pytest.mark.parametrize(
    ("declared", "real"),
    [("gb2312", "gbk"), ("gb2312", "utf-8"), ("utf-8", "gbk"), ("big5", "big5"), ("", "gb18030"), ("utf-8", "utf-16")],
)  # fmt: skip
def test_character_sets_declared_rightly_and_wrongly(
    tmp_path: Path, declared: str, real: str
) -> None:
    words = "關於重點實驗室的通知" if real == "big5" else "关于云岭省重点实验室名单的通知"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    document = _read(tmp_path, f"<html><head>{meta if declared else ''}</head><p>{words}</p>", real)
    assert document.text.strip() == words
    assert any("声明的编码" in note for note in document.notes) == (
        (declared, real) in (("utf-8", "gbk"), ("gb2312", "utf-8"))
    )


def test_lines_of_pre_and_numbers_of_lists(tmp_path: Path) -> None:
    html = (
        "<body><pre>一、总体要求\n二、主要任务</pre><ol style='list-style-type:cjk-ideographic' start='3'>"
        "<li>保障措施</li><li value='7'><p>附则</p></li></ol><ol type='a'><li>甲</li><li>（一）乙</li></ol>"
        "<ul><li>丙</li></ul></body>"
    )
    assert _prose(_read(tmp_path, html)) == [
        "一、总体要求", "二、主要任务", "三、保障措施", "七、附则", "a. 甲", "（一）乙", "丙",
    ]  # fmt: skip


def test_wild_spans_take_no_room(tmp_path: Path) -> None:
    row = "<tr><td rowspan='99999' colspan='99999'>甲</td><td colspan='x'>乙</td></tr>"
    (table,) = _read(tmp_path, f"<body><table>{row * 3}</table></body>").tables
    assert len(table.rows) == 3
    assert len(table.rows[0]) <= 1001


@pytest.mark.parametrize("html", ["<!doctype html>", "<html><body><iframe src='a.html'></iframe>"])
def test_pages_without_text(tmp_path: Path, html: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        _read(tmp_path, html)
    assert "没有文字" in caught.value.reason_zh


def test_an_attachment_that_the_page_offers_is_a_file_of_its_own(tmp_path: Path) -> None:
    from ingest.extract import facts_of

    page = """<html><body><p>关于公布省重点实验室名单的通知</p><p>现将名单予以公布。</p><p>附件：1.云岭省重点实验室名单</p>
    <p>2.云岭省重点实验室建设任务书</p><p>云岭省科学技术厅</p><p>2023年5月6日</p>
    <p><a href="/u/P0202305.xlsx">附件1：云岭省重点实验室名单.xlsx</a></p></body></html>"""
    document = _read(tmp_path, page)
    flags = [f for f in facts_of(document) if f.data.get("flag") == "missing_attachment"]
    said = {document.text[f.start : f.end]: (f.data["severity"], f.data["reason"]) for f in flags}
    assert set(said) == {"云岭省重点实验室名单", "云岭省重点实验室建设任务书"}
    assert said["云岭省重点实验室名单"][0] == "low"
    assert "P0202305.xlsx" in said["云岭省重点实验室名单"][1]
    assert said["云岭省重点实验室建设任务书"][0] == "medium"


def test_a_line_of_the_source_ends_beside_a_number(tmp_path: Path) -> None:
    page = "<html><body><p>到\n      2025\n 年达到5\n—8家，AI and\nML</p></body></html>"
    assert _prose(_read(tmp_path, page)) == ["到2025年达到5—8家，AI and ML"]


_SAVED_BY_WORD = (
    '<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head><body>'
    "<p>云岭省平台建设方案</p><p><![if !supportLists]><span style='mso-list:Ignore'>一、</span><![endif]>总体要求"
    "</p><p>到2025年，新建省重点实验室20家以上。</p></body></html>"
)


def test_a_single_file_page_named_as_a_word_document(tmp_path: Path) -> None:
    coded = quopri.encodestring(_SAVED_BY_WORD.encode("gbk")).decode("ascii")
    path = tmp_path / "a.doc"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="--=_x"\n\n'
        "----=_x\nContent-Location: file:///C:/frame.htm\nContent-Type: text/html\n\n<html></html>\n"
        "----=_x\nContent-Location: file:///C:/a.htm\nContent-Transfer-Encoding: quoted-printable\n"
        f'Content-Type: text/html; charset="gb2312"\n\n{coded}\n----=_x--\n',
        "ascii",
    )
    document = readers.read(path)
    assert document.text.split("\n")[:3] == [
        "云岭省平台建设方案", "一、总体要求", "到2025年，新建省重点实验室20家以上。",
    ]  # fmt: skip
    assert "按内容读" in document.notes[0]


def test_a_single_file_page_without_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mht"
    path.write_text("MIME-Version: 1.0\nContent-Type: text/plain\n\n云岭省\n", "utf-8")
    with pytest.raises(UnreadableDocument, match="没有网页"):
        readers.read(path)
