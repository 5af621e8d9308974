"""Invented texts and files to measure on; the same in every run."""

from __future__ import annotations

HEADER = ("序号", "平台名称", "依托单位", "技术领域", "所在地")
_FIELDS = (
    "海洋生物",
    "智能制造",
    "新能源汽车",
    "节能环保",
    "中药资源",
    "新材料",
    "人工智能",
    "现代农业",
)
_TYPES = ("省重点实验室", "省工程技术研究中心", "省技术创新中心", "省临床医学研究中心")
_CITIES = ("南溪市", "北桥市", "东屏市", "西渡市")
_PARAGRAPHS = (
    "第{n}条 为优化科技创新平台布局，根据《云岭省科技创新规划（第{n}号）》（云科〔2021〕{n}号），制定本办法。\n",
    "（{n}）到2025年，新建{kind}不少于{m}家，优化整合{m}家左右，保有量达到{k}家，重点布局{field}领域。\n",
    "{n}.{kind}是指依托高等学校、科研院所和企业建设的科技创新平台，主要任务是开展应用基础研究。\n",
    "对连续两次评估不合格的{kind}，予以撤销；不再新建{field}领域的同类平台，避免重复建设。\n",
)


def policy(number: int, characters: int) -> str:
    """A policy of about so many characters."""
    parts = [f"云岭省科技创新平台管理办法（第{number}号）\n云岭省科学技术厅\n"]
    length = len(parts[0])
    n = number
    while length < characters:
        n += 1
        part = _PARAGRAPHS[n % len(_PARAGRAPHS)].format(
            n=n,
            m=n % 37 + 2,
            k=n % 91 + 40,
            kind=_TYPES[n % len(_TYPES)],
            field=_FIELDS[n % len(_FIELDS)],
        )
        parts.append(part)
        length += len(part)
    return "".join(parts)


def roster(count: int) -> list[tuple[str, ...]]:
    """Rows of a roster under `HEADER`."""
    return [
        (
            str(n),
            f"云岭省{_FIELDS[n % len(_FIELDS)]}{n}号重点实验室",
            f"云岭第{n % max(1, count // 5)}大学",
            _FIELDS[n % len(_FIELDS)],
            _CITIES[n % len(_CITIES)],
        )
        for n in range(1, count + 1)
    ]


def policies(count: int, characters: int) -> list[str]:
    """Several policies."""
    return [policy(n * 7, characters) for n in range(1, count + 1)]


#: Texts of one thing over and over, as a page that lost its stops has them, or one that means harm.
ROWS = {
    "open brackets": "（",
    "open titles": "《",
    "digits": "1234567890",
    "Chinese numbers": "一二三四五",
    "types": "省重点实验室、",
    "counts": "新建省重点实验室20家、",
    "withdrawals": "撤销甲公司等309家",
    "grades": "对考核不合格的",
    "fields": "在新能源、海洋",
    "citations": "根据《甲规划》（云政发〔2021〕8号）",
    "sections": "\n一、",
}
