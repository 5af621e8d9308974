"""Which encoding a text is in: UTF-8, UTF-16, GB18030 (with GBK and GB2312) or Big5.

In: bytes. Out: the text, the encoding, and what there is to say about it. Nearly every pair of bytes is
some character of GBK and of Big5, so that the bytes fit says little: what they would print is scored by
how common its characters are. A few common characters tell more than a library's statistics, which want
a page.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4_000
_COMMON = frozenset(
    # What Chinese texts are made of, and the words of this subject, in both scripts.
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
    "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候"
    "毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞"
    "序单依托室重点台优撤销厅评估序盟创附录印意见址邮编牌授予批附备注项责推荐服疗药医校职企司限股份"
    "這為個國時來們對會發動過說產種後經進著電裡現實體機當點從業應開還與關線數義質氣變條沒結問無係軍題"
    "黨員總設長頭資邊級圖統組見計別運農幾區強決戰則據處隊給門規熱領東導器壓爭濟階術極聯認權證單風帶場車"
    "務萬達積議聲報類華確張馬節話況傳許廣記節觀織裝響勞團歷構稱準號維劃選標寫親養層專狀廠識適屬圓調滿縣"
    "參紅細聽該鐵價嚴龍臺優撤銷廳評創錄見郵編項責薦療藥醫職築簡陳經濟灣縣鄉鎮館"
)
_PUNCTUATION = frozenset(
    "，。、；：？！（）《》〈〉“”‘’【】〔〕—…·　％①②③④⑤１２３４５６７８９０○〇"
)
_UNLIKELY = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LEAST_SCORE = 0.08
_DECLARED_BONUS = 0.25
_MOST_DAMAGE = 0.002


@dataclass(frozen=True)
class Decoded:
    """A text with line ends as `\\n`. `notes` say where the bytes were not what they claim to be."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of the bytes, None where they are no text in any of these encodings.

    A byte-order mark decides; then UTF-8, where every byte fits and the result reads as text; else what
    reads best, what the file declares before the rest.
    """
    declared = _known(declared)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _with(data[len(mark) :], name, declared, lenient=True)
    if b"\x00" in data[:4096]:
        return _wide(data, declared)
    if data.isascii() and (wide := _best(data, ["utf-16-le", "utf-16-be"], None, least=0.7)):
        return _with(data, wide, declared)  # a line in Chinese can consist of such bytes
    unicode_text = _strict(data, "utf-8")
    if unicode_text is not None and (data.isascii() or _score(unicode_text) >= 0):
        best = "utf-8"
        if not _HAN.search(unicode_text) and not data.isascii():
            # A few words of GBK can be well-formed UTF-8 of another script.
            best = _best(data, ["gb18030", "big5hkscs"], declared, least=0.5) or "utf-8"
        return _with(data, best, declared)
    names = ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be"]
    found = _best(data, [*([declared] if declared else []), *names], declared)
    if found is not None:
        return _with(data, found, declared)
    return _damaged(data, declared)


def _known(name: str | None) -> str | None:
    """The name of an encoding as Python has it. Pages that declare GB2312 or GBK, and those that declare
    Big5, use characters of the supersets."""
    try:
        known = codecs.lookup(name).name if name else None
    except LookupError:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}.get(
        known or "", known
    )


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _score(text: str) -> float:
    """How much a text looks like Chinese, for what in it is not ASCII: 1 for common characters only, below
    0 for characters that no text has."""
    sample = [c for c in text[:_SAMPLE] if c > "\x7f" or _UNLIKELY.match(c)]
    if not sample:
        return 0.0
    common = sum(c in _COMMON for c in sample)
    marks = sum(c in _PUNCTUATION for c in sample)
    unlikely = sum(1 for c in sample if _UNLIKELY.match(c))
    standard = sum(c in _standard() for c in sample)
    return (common + 0.5 * marks + 0.1 * standard - 3 * unlikely) / len(sample)


@cache
def _standard() -> frozenset[str]:
    """The characters of GB2312 and the frequent ones of Big5: what is neither is rare."""
    simplified = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    traditional = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in range(0x40, 0xFF))
    characters = {pair.decode("gb2312", "ignore") for pair in simplified}
    return frozenset(characters | {pair.decode("big5", "ignore") for pair in traditional})


def _best(
    data: bytes, names: list[str], declared: str | None, least: float = _LEAST_SCORE
) -> str | None:
    best: tuple[float, str] | None = None
    for name in dict.fromkeys(names):
        text = _strict(data, name)
        if text is None:
            continue
        score = _score(text) + (_DECLARED_BONUS if name == declared else 0)
        if name.startswith("utf-16"):
            score -= 0.2  # any two bytes are a character there
        if best is None or score > best[0]:
            best = (score, name)
    return best[1] if best is not None and best[0] >= least else None


def _wide(data: bytes, declared: str | None) -> Decoded | None:
    """Text with zero bytes: UTF-16 without a mark, or no text."""
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        text = _strict(data[: len(data) // 2 * 2], name)
        if text is None or "\x00" in text:
            continue
        strange = sum(1 for c in text[:_SAMPLE] if _UNLIKELY.match(c))
        plain = sum(1 for c in text[:_SAMPLE] if c < "\x7f" or c in _COMMON or c in _PUNCTUATION)
        found.append(((plain - 3 * strange) / max(1, len(text[:_SAMPLE])), name))
    if not found or max(found)[0] < 0.3:
        return None
    return _with(data[: len(data) // 2 * 2], max(found)[1], declared)


def _damaged(data: bytes, declared: str | None) -> Decoded | None:
    """Text in which a few bytes do not fit (cut off in the middle of a character, say)."""
    best: tuple[float, str] | None = None
    for name in ("utf-8", "gb18030", "big5hkscs"):
        text = data.decode(name, "replace")
        lost = text.count("\ufffd")
        score = _score(text.replace("\ufffd", ""))
        if lost <= max(1, int(len(text) * _MOST_DAMAGE)) and score > 0.3:
            best = max(best or (score, name), (score, name))
    return _with(data, best[1], declared, lenient=True) if best is not None else None


def _with(data: bytes, name: str, declared: str | None, *, lenient: bool = False) -> Decoded:
    text = data.decode(name, "replace" if lenient else "strict")
    notes = []
    if lost := text.count("\ufffd") if lenient else 0:
        notes.append(f"有 {lost} 处字节不是文字，记作 \ufffd / {lost} broken characters")
    if declared is not None and declared != name and not data.isascii():
        notes.append(f"声明的编码是 {declared}，实为 {name} / declared {declared}, read as {name}")
    plain = {"utf-16-le": "utf-16", "utf-16-be": "utf-16", "big5hkscs": "big5"}.get(name, name)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), plain, tuple(notes))
