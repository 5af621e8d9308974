"""A small real store for tests of the web view: a plan, two rosters, and a roster that means harm."""

from __future__ import annotations

from pathlib import Path

from graph.store import Store, open_store
from ingest.load import find_files, ingest
from ingest.overlaps.refresh import refresh

PLAN = """云岭省科技创新平台优化提升实施方案
云科平〔2021〕27号
云岭省科学技术厅
2021年9月16日

一、总体要求

贯彻《云岭省科技创新“十四五”规划》，避免低水平、交叉和重复建设。

二、建设目标

（一）总量目标

到2025年，建设广西实验室23家，广西重点实验室保有量达到140家以上，新建广西技术创新中心10家。

（二）领域布局

面向海洋生物、有色金属领域，布局广西重点实验室。广西重点实验室是开展应用基础研究的平台。
"""
ROSTER = """序号,平台名称,平台类型,依托单位,共建单位,领域,所在市,认定年份
1,广西海洋生物资源重点实验室,广西重点实验室,北湾大学,,海洋生物,北海市,2019
2,广西海洋生物制品重点实验室,广西重点实验室,北湾大学,蓝贝海洋公司,海洋生物,北海市,2021
3,广西有色金属材料重点实验室,广西重点实验室,岭铜研究院,,有色金属,河池市,2020
"""
EVALUATION = """序号,平台名称,平台类型,依托单位,评估结果,年份
1,广西海洋生物资源重点实验室,广西重点实验室,北湾大学,优秀,2024
2,广西有色金属材料重点实验室,广西重点实验室,岭铜研究院,合格,2024
"""
HOSTILE = """序号,平台名称,平台类型,依托单位
1,"<script>alert(1)</script>重点实验室",广西重点实验室,\"\"\"><img src=x onerror=alert(1)>大学"
2,"广西\u202e逆序\u202c重点实验室",广西重点实验室,"=cmd|' /C calc'!A0研究院"
"""
FILES = {
    "plan.txt": PLAN,
    "2023.csv": ROSTER,
    "2024.csv": EVALUATION,
    "hostile.csv": HOSTILE,
}

HOST = "北湾大学"
PLATFORM = "广西海洋生物资源重点实验室"
PARTNER = "广西海洋生物制品重点实验室"


def fill(folder: Path) -> Store:
    """Write the files into a folder and open a store that has read them; the caller closes it."""
    files = folder / "files"
    files.mkdir(parents=True)
    for name, text in FILES.items():
        (files / name).write_text(text, "utf-8")
    store = open_store(f"embedded:{folder / 'data'}")
    outcomes = list(ingest(store, list(find_files([files]))))
    assert {outcome.outcome for outcome in outcomes} == {"loaded"}, outcomes
    refresh(store)
    return store
