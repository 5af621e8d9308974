"""The words for findings of overlap: their kinds, states, verdicts and what may be done about them."""

from __future__ import annotations

from api.view_words import Words

FINDING_KINDS: dict[str, Words] = {
    "D1": ("同一单位同类同领域", "One host, type and field"),
    "D2": ("同一单位跨类型或层级", "One host, across types or levels"),
    "D3": ("不同单位同地区", "Several hosts in one region"),
    "D4": ("一平台记两次", "One platform recorded twice"),
    "design": ("制度允许并存", "Provided for by the rules"),
}
#: The kind that is shown and not to be acted upon: no finding among the others.
DESIGN = "design"
FINDING_STATUS: dict[str, Words] = {
    "open": ("待核", "To review"),
    "reopened": ("重新打开", "Reopened"),
    "accepted": ("已采纳", "Accepted"),
    "rejected": ("已排除", "Rejected"),
    "deferred": ("已暂缓", "Deferred"),
}
VERDICTS: dict[str, Words] = {
    "same_record": ("同一平台的两条记录", "Two records of one platform"),
    "duplicate_construction": ("疑似重复建设", "Possible duplicate construction"),
    "overlap": ("交叉", "Overlap"),
    "related_by_design": ("制度允许并存", "Provided for by the rules"),
}
#: What two hosts that may be one are to each other, by their names and codes.
HOST_VERDICTS: dict[str, Words] = {
    "same": ("名称或代码相合", "Names or codes agree"),
    "unsure": ("不能确定", "Unsure"),
}
#: What may be done, in the terms of the plans.
SUGGESTIONS: dict[str, Words] = {
    "撤销": ("撤销", "Withdraw"),
    "合并": ("合并", "Merge"),
    "转建": ("转建", "Convert"),
    "保留并明确分工": ("保留并明确分工", "Keep, tell tasks apart"),
}
