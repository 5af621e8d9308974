"""An invented plan and an invented roster, to be written in every format."""

from __future__ import annotations

from typing import Literal, NamedTuple

Style = Literal["title", "body", "right", "chapter", "part", "item"]


class Line(NamedTuple):
    """A paragraph: how it is set, the number that a program or a person puts before it, its text."""

    style: Style
    number: str
    text: str


PLAN = (
    Line("title", "", "云岭省科技创新平台优化整合方案"),
    Line("body", "", "各市人民政府，省直各部门："),
    Line(
        "body",
        "",
        "根据《云岭省科技创新“十四五”规划》（云政发〔2021〕8号）和《云岭省平台管理办法》，为优化科技创新平台布局，"
        "避免低水平、交叉和重复建设，制定本方案。",
    ),
    Line("chapter", "一、", "总体要求"),
    Line(
        "part",
        "（一）",
        "指导思想。面向全省重点产业，统筹各类平台的建设与运行，做到定位清楚、进出有序。",
    ),
    Line(
        "part",
        "（二）",
        "建设目标。到2025年，新建省重点实验室不少于20家，优化整合省工程技术研究中心10家左右，"
        "全省科技企业孵化器达到120家以上。",
    ),
    Line("chapter", "二、", "重点任务"),
    Line("part", "（一）", "优化科学研究类平台"),
    Line(
        "item", "1.", "省重点实验室是开展应用基础研究的平台，依托高等学校、科研院所和骨干企业建设。"
    ),
    Line(
        "item",
        "2.",
        "在海洋生物、新能源汽车、人工智能等领域布局建设5家省实验室，力争全国重点实验室达到3家。",
    ),
    Line("part", "（二）", "优化技术开发类平台"),
    Line("item", "1.", "不再新建省工程技术研究中心，符合条件的转建为省技术创新中心。"),
    Line("item", "2.", "对连续两次评估不合格的平台，予以撤销。"),
    Line("chapter", "三、", "保障措施"),
    Line("body", "", "省科学技术厅会同有关部门组织实施，重大事项及时向省人民政府报告。"),
    Line("right", "", "云岭省科学技术厅"),
    Line("right", "", "2022年7月5日"),
)

TITLE = "云岭省重点实验室名单（第三批）"
HEADER = ("序号", "地区", "实验室名称", "依托单位", "领域", "认定年份")
#: The second column holds for several rows; the fourth may name several hosts, each in its line.
ROSTER = (
    ("1", "南溪市", "云岭省海洋生物资源高值化利用重点实验室", "南溪海洋大学", "海洋生物", "2021"),
    ("2", "南溪市", "云岭省新能源汽车动力电池重点实验室", "南溪汽车股份有限公司\n云岭大学", "新能源汽车", "2021"),
    ("3", "南溪市", "云岭省智能制造装备重点实验室", "云岭工业大学", "智能制造", "2022"),
    ("4", "北桥市", "云岭省中药资源保护与利用重点实验室", "云岭中医药大学", "中药资源", "2022"),
    ("5", "北桥市", "云岭省高原特色现代农业生物育种与绿色投入品创制重点实验室", "云岭省农业科学院", "现代农业", "2023"),
)  # fmt: skip


def plan_text() -> str:
    """The plan as plain text."""
    return "".join(f"{line.number}{line.text}\n" for line in PLAN)


def regions() -> list[tuple[str, int, int]]:
    """The runs of rows that share a region: name, first row, last row."""
    runs: list[tuple[str, int, int]] = []
    for index, row in enumerate(ROSTER):
        if runs and runs[-1][0] == row[1]:
            runs[-1] = (row[1], runs[-1][1], index)
        else:
            runs.append((row[1], index, index))
    return runs
