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
#: What stands between the facts of a plan.
_PROSE = (
    "坚持目标导向和问题导向，统筹发展与安全，加强部门协同和上下联动，强化政策衔接，及时研究解决推进中的困难和问题，确保各项任务落到实处。\n",
    "支持有条件的单位引进高层次人才和团队，完善科研人员评价与激励机制，鼓励科研仪器设备开放共享，营造宽容失败、潜心研究的良好氛围。\n",
    "省财政统筹安排资金，对建设成效突出的给予每家不超过200万元的支持，资金用于设备购置、人才引进和合作交流，不得用于人员福利和奖金。\n",
    "各市要结合实际细化落实措施，明确责任分工和时间安排，加强宣传引导和经验总结，每年年底前将工作进展情况书面报送，重大事项随时报告。\n",
    "目前全省共有高新技术企业2600家，研究与试验发展经费投入强度达到2.1%，每万人口发明专利拥有量18件，创新能力持续提升，产业结构不断优化。\n",
    "加强与高等学校、科研机构和行业组织的交流，组织开展技术攻关、成果推介和人员培训，推动产学研用深度融合，服务地方经济社会高质量发展。\n",
)
#: Paragraphs of prose before each that states something: a plan then has about four targets in a thousand
#: characters, as dense ones have.
_BETWEEN = 2


def policy(number: int, characters: int, *, has_prose: bool = False) -> str:
    """A policy of about so many characters: a fact in every sentence, or prose between as plans have it."""
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
        if has_prose:
            between = (_PROSE[(_BETWEEN * n + k) % len(_PROSE)] for k in range(_BETWEEN))
            part = "".join(between) + part
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


def policies(count: int, characters: int, *, has_prose: bool = False) -> list[str]:
    """Several policies."""
    return [policy(n * 7, characters, has_prose=has_prose) for n in range(1, count + 1)]


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
