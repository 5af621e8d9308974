"""Short forms that no lexicon has: 广西财院 for 广西财经学院, 三金药业 for a company's full name.

A short form must say its head in short (大, 院, 所, 附院) or be a company's name without place and legal
form; its characters must stand in the long name in their order, begin with the same one, and no other
known unit may fit as well. 广西大学 is no short form of 广西民族大学: it has a full head of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from ingest import lexicons
from ingest.resolve.hosts.knowledge import knowledge
from ingest.resolve.hosts.names import LONG_BRAND, SHORTEST_BRAND, Company
from ingest.resolve.hosts.parse import Host

#: Short heads, longest first, and the heads of long names that they stand for.
_HEADS = (
    ("附院", r"附属医院$"),
    ("医院", r"人民医院$|中心医院$"),
    ("农科院", r"农业科学院$|农林科学院$"),
    ("林科院", r"林业科学院$|林业和草原科学院$"),
    ("社科院", r"社会科学院$"),
    ("科院", r"科学院$|科技学院$|研究院$"),
    ("理工大", r"理工大学$"),
    ("中医大", r"中医药大学$"),
    ("科大", r"科技大学$|科学技术大学$"),
    ("工大", r"工业大学$|工程大学$"),
    ("师大", r"师范大学$"),
    ("农大", r"农业大学$|农林大学$"),
    ("医大", r"医科大学$"),
    ("财大", r"财经大学$"),
    ("交大", r"交通大学$"),
    ("民大", r"民族大学$"),
    ("林大", r"林业大学$"),
    ("海大", r"海洋大学$"),
    ("石大", r"石油大学$"),
    ("建大", r"建筑大学$"),
    ("药大", r"药科大学$"),
    ("电大", r"电力大学$"),
    ("工院", r"工学院$|工业学院$|工程学院$|工业职业技术学院$|工业职业学院$"),
    ("经院", r"经济学院$|经贸学院$"),
    ("财院", r"财经学院$"),
    ("农院", r"农学院$|农业学院$"),
    ("体院", r"体育学院$"),
    ("音院", r"音乐学院$"),
    ("美院", r"美术学院$"),
    ("艺院", r"艺术学院$"),
    ("警院", r"警察学院$|警官学院$"),
    ("师院", r"师范学院$"),
    ("职院", r"职业技术学院$|职业学院$"),
    ("医专", r"医学高等专科学校$"),
    ("师专", r"师范高等专科学校$|师范专科学校$"),
    ("专", r"高等专科学校$|专科学校$"),
    ("大", r"大学$"),
    ("院", r"(?:学院|研究院|科学院|设计院|医院|总院)$"),
    ("所", r"(?:研究所|所)$"),
    ("植物园", r"植物园$"),
    ("天文台", r"天文台$"),
    ("园", r"园$"),
    ("厂", r"厂$"),
)
#: Long heads: a name that ends so is no short form.
_FULL = re.compile(
    r"(?:大学|学院|学校|研究院|研究所|科学院|设计院|勘察院|保健院|公司|工厂|委员会)$|(?:人民|中心|附属|中医|\d)医院$"
)
_BARE_SCHOOL = re.compile(
    r"(?:理工|科技|师范|财经|农林|林业|农业|政法|海洋|医药|中医药|工商|电力|交通|邮电|石油|民族|外语|体育|工业|工程|建筑|航空|航天|轻工)$"
)
_INDUSTRY = re.compile(
    r"(?:科技|技术|电子|汽车|材料|新材料|高温材料|机械|机器|化工|生物|医药|药业|制药|电气|电器|能源|智能|装备|信息|通信|自动化|石化|化学|化纤|光纤光缆|光纤|光缆|航空|航天|计算|数字技术|数字|医疗|器械|仪器|仪表|轨道交通|机车|车辆|船舶|造船|重型|重机|电机|电缆|电源|电池|轮胎|橡胶|塑料|纺织|服装|陶瓷|玻璃|建材|家居|家电|电力|新能源|光伏|风电|储能|锂业|锂能|冶金|特钢|铸造|轴承|液压|种业|饲料|牧业|乳业|酒业|啤酒|饮料|粮油|纸业|物流|路桥|水务|照明|显示|激光|芯片|集成电路|机器人|数控|机床|农机|农垦|肥业|股份|集团|实业|产业|工业|重工|光电|农业|食品|钢铁|有色|矿业|铝业|铜业|环保|发展|设备|制造|投资|控股|建设|工程|软件|网络|半导体|微电子)+$"
)
_LONGEST_SHORT = 12


def is_short(host: Host) -> bool:
    """Whether a name can be a short form at all."""
    return 2 <= len(host.key) <= _LONGEST_SHORT and _FULL.search(host.key) is None


def is_subsequence(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order."""
    places = iter(long)
    return all(character in places for character in short)


def fits(short: str, long: str) -> bool:
    """Whether `short` can be a short form of the organisation `long`, both keys, by its head."""
    long = re.sub(r"(?:股份|有限责任|有限)?公司$", "", long)
    if not short or len(short) >= len(long) or short[0] != long[0]:
        return False
    if _BARE_SCHOOL.search(short):
        return long in (short + "大学", short + "学院")
    for head, needed in _HEADS:
        if not short.endswith(head):
            continue
        match = re.search(needed, long)
        rest = short[: len(short) - len(head)]
        if match is None:
            return False
        return len(rest) >= 1 and is_subsequence(rest, long[: match.start()]) and _dense(rest, long)
    return False


def _dense(rest: str, long: str) -> bool:
    """The first two characters of a short form say the place or the first word: 桂电, 广西财院."""
    return len(rest) <= 1 or len(long) <= 4 * (len(rest) + 1)


@cache
def _by_first() -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    former = knowledge().renames
    for number, unit in enumerate(knowledge().units):
        for key in unit.keys:
            if len(key) > 3 and key not in former:
                found[key[0]].append((key, number))
    return {first: tuple(rows) for first, rows in found.items()}


@cache
def known_fits(short: str) -> frozenset[int]:
    """The known units that a short form fits."""
    return frozenset(number for key, number in _by_first().get(short[:1], ()) if fits(short, key))


def company_fits(short: Host, long: Company) -> float:
    """How surely a short form is a company's: high for its core without place and legal form, less for its
    brand alone; 0 where it does not fit."""
    name = short.company
    if long.form == "" or name.form or not name.core:
        return 0.0
    if name.place and long.place and not _same_place(name.place, long.place):
        return 0.0
    if short.key.endswith("股份"):
        stem = short.key.removesuffix("股份")
        is_its = long.form == "股份" and len(stem) >= SHORTEST_BRAND
        return 0.85 if is_its and long.core.startswith(stem) else 0.0
    if name.is_group and not long.is_group:
        return 0.0
    if name.core == long.core:
        return 0.93
    return _brand_fits(name.core, long.core)


@cache
def _common_words() -> frozenset[str]:
    """Words that firms of many trades bear: alone they are nobody's short name."""
    return frozenset(row["word"] for row in lexicons.table("host_common_words"))


def _brand_fits(brand: str, core: str) -> float:
    """A brand alone (京东方), before words that only say what is made."""
    rest = core.removeprefix(brand)
    if rest == core or len(brand) < SHORTEST_BRAND or brand in _common_words():
        return 0.0
    return 0.78 if len(brand) >= LONG_BRAND or _INDUSTRY.match(rest) else 0.0


def _same_place(one: str, other: str) -> bool:
    return one in other or other in one
