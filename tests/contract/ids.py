"""Ids of the sample graph's nodes by short names, and the shape of expected rows."""

from __future__ import annotations

from typing import Any

from tests.contract.sample import ref

Rows = list[tuple[Any, ...]]
#: name of a query -> (parameters, columns that are compared, rows in order)
Expected = dict[str, tuple[dict[str, Any], tuple[str, ...], Rows]]

PLAN = ref("GoverningDocument", "云岭省平台优化方案")
CITED = ref("GoverningDocument", "云岭省科技规划")
R2022, R2023 = ref("GoverningDocument", "2022年名单"), ref("GoverningDocument", "2023年名单")
LAB, CENTRE = ref("PlatformType", "省重点实验室"), ref("PlatformType", "省工程中心")
A, B = ref("Platform", "甲重点实验室"), ref("Platform", "乙重点实验室")
C, D = ref("Platform", "丙工程中心"), ref("Platform", "丁重点实验室")
YUNDA, LINGYUAN = ref("HostUnit", "云大"), ref("HostUnit", "岭院")
SEA, SEA_LIFE = ref("Field", "海洋"), ref("Field", "海洋生物")
SPACE = ref("Field", "深空")
RESEARCH = ref("Category", "科学与工程研究")
TARGET = ref("Target", "不少于23家")
CLAUSE = ref("Provision", "不再新建")
REGION = ref("Region", "云岭")
AGENCY = ref("Agency", "省科技厅")
