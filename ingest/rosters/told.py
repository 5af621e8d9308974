"""Which events a heading or a cell of a roster tells of."""

from __future__ import annotations

import re

from ingest.text import fold

_WITHDRAWN = re.compile(r"撤销|撤消|取消|淘汰|摘牌|退出|不再纳入|不再列入|注销")
#: What words say happened to platforms, in order of telling.
_EVENTS = (
    (_WITHDRAWN, "withdrawn"),
    (
        re.compile(
            r"(?:依托|承建|建设|承担|运营)(?:单位|主体)[^,，]{0,6}(?:变更|调整)|"
            r"(?:变更|调整)[^,，]{0,6}(?:依托|承建|建设|承担|运营)(?:单位|主体)"
        ),
        "host_changed",
    ),
    (re.compile(r"更名|改名|名称(?:变更|调整)|变更[^,，]{0,16}名称"), "renamed"),
    (re.compile(r"转建|转为"), "converted"),
    (re.compile(r"合并|并入"), "merged"),
)
_KEPT = re.compile(r"保留|不予撤销|不撤销|申请表|申报|情形|条件|办法")


def events_told(words: str) -> list[str]:
    """The events that a heading or a cell tells of. A title may speak of several tables (评价结果和撤销…的通知),
    so only what is nearest to the table is asked."""
    folded = fold(words)
    if _KEPT.search(folded):
        return []
    return [name for pattern, name in _EVENTS if pattern.search(folded)]
