"""What a web page has around its document: menus, paths, share buttons, footers.

Told by the element, by its name, by its being made of links, or by its words. Whatever is not clearly
furniture is text: a reader that drops a menu too few does less harm than one that drops an article.
"""

from __future__ import annotations

import re

from lxml import etree

_TAGS = frozenset(["nav", "header", "footer", "aside", "select", "button", "option", "menu"])
_STRONG = re.compile(
    r"nav|menu|foot|share|bread|crumb|sidebar|copyright|bdsharebuttonbox|position|location", re.I
)
_WEAK = re.compile(r"toolbar|login|banner|pager|print|close|search|fontsize|qrcode|ewm", re.I)
_CONTENT = re.compile(r"content|article|text|main|detail|zoom|trs|editor|area|body|wrap", re.I)
_LONGEST_WEAK = 300
_LONGEST_STRONG = 3_000
_LONGEST_LINE = 120
_LEAST_LINKS = 4
#: Files that a page offers.
ATTACHMENT = re.compile(
    r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|csv|zip|rar|7z|rtf|pptx?)(?:[?#].*)?$", re.I
)
_WORDS = re.compile(
    r"^(?:[【\[(（|\s]*(?:打印(?:本页|页面|此页)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上一页)?|收藏|设为首页|"
    r"加入收藏|我要纠错|点击下载|分享|复制链接)[】\])）|\s]*)+$"
    r"|^(?:您?(?:现在|当前)?(?:的|所在)?(?:所在)?位置|当前栏目)\s*[:：是]"
    r"|^首页\s*(?:[>»›/＞]|-{1,2}>)"
    r"|^(?:【\s*)?(?:字体|字号|文字大小)\s*[:：】]?"
    r"|^分享(?:到|至)\s*[:：]?"
    r"|^[【\[]?\s*(?:上|下)一(?:篇|条|页)\s*[】\]]?\s*(?:[:：]|没有|$)"
    r"|版权所有|ICP备|公网安备|网安备|网站标识码|网站地图|^技术支持\s*[:：]|^Copyright\b"
    r"|^(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]\s*\d*"
    r"|扫一扫(?:在手机|,|，|分享)|^相关(?:链接|新闻|文章|阅读)\s*[:：]?$",
    re.I,
)
_ABOUT = re.compile(
    r"(?:信息来源|文章来源|来源|发布时间|发布日期|发布人|发稿|时间|作者|编辑|责任编辑|浏览(?:次数|量)?|点击(?:数|量|率)?|"
    r"阅读(?:次数|量)?|访问量|字体|字号)\s*[:：]"
)


def is_furniture(element: etree._Element, page_length: int) -> bool:
    """Whether an element with all that is in it is furniture. `page_length` counts the page's characters."""
    tag = element.tag
    if tag in ("body", "html", "article", "main"):
        return False
    if tag in _TAGS:
        # A header or aside inside an article belongs to it.
        inside = any(above.tag in ("article", "main") for above in element.iterancestors())
        return not inside and (tag != "header" or _length(element) < page_length / 2)
    return _is_named(element, page_length) or _is_made_of_links(element)


def _is_named(element: etree._Element, page_length: int) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if _STRONG.search(names):
        return _length(element) < min(_LONGEST_STRONG, max(_LONGEST_WEAK, page_length / 2))
    return (
        _WEAK.search(names) is not None
        and _CONTENT.search(names) is None
        and _length(element) < _LONGEST_WEAK
    )


def _is_made_of_links(element: etree._Element) -> bool:
    if element.tag not in ("ul", "ol", "dl", "div", "td", "p"):
        return False
    links = list(element.iter("a"))
    if len(links) < _LEAST_LINKS or any(ATTACHMENT.search(a.get("href", "")) for a in links):
        return False
    linked = sum(_length(link) for link in links)
    # Citations link their titles; menus link words.
    words = sum(1 for link in links if "《" not in _text(link))
    return words >= _LEAST_LINKS and linked >= 0.8 * _length(element)


def is_furniture_line(text: str) -> bool:
    """Whether a line of text is about the page, not of its document."""
    if len(text) > _LONGEST_LINE:
        return False
    line = text.strip("\u3000\u00a0 |")
    return _WORDS.search(line) is not None or len(_ABOUT.findall(line)) >= 2


def _length(element: etree._Element) -> int:
    return len("".join(_text(element).split()))


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())
