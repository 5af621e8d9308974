"""What the upload pages show: files of a job in words, and what came in with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.uploading.job import Job, JobFile
from api.view import coded, counted, t, to
from api.view_words import Words

STATES: dict[str, Words] = {
    "queued": ("排队中", "Waiting"),
    "running": ("载入中", "Loading"),
    "done": ("已完成", "Done"),
    "failed": ("没有完成", "Failed"),
    "cancelled": ("已取消", "Cancelled"),
    "interrupted": ("被中断", "Interrupted"),
}
_OUTCOMES: dict[str, Words] = {
    "loaded": ("已载入", "Loaded"),
    "unchanged": ("未变", "Unchanged"),
    "failed": ("不能读", "Refused"),
    "cancelled": ("没有载入", "Not loaded"),
}
_CHIPS = {"loaded": "ok", "unchanged": "", "failed": "bad", "cancelled": ""}
_ICONS = {"loaded": "check", "unchanged": "minus", "failed": "x", "cancelled": "minus"}
_PHASES: dict[str, Words] = {
    "waiting": ("等待", "Waiting"),
    "reading": ("阅读", "Reading"),
    "writing": ("写入", "Writing"),
    "ended": ("结束", "Ended"),
}
_NODES: tuple[tuple[str, Words], ...] = (
    ("Platform", ("平台", "platform")),
    ("HostUnit", ("依托单位", "host unit")),
    ("Target", ("建设目标", "target")),
    ("PlatformType", ("平台类型", "platform type")),
    ("Field", ("领域", "field")),
)
_KB = 1024


@dataclass(frozen=True)
class FileLine:
    """A file as a row: its state in words, and what came in."""

    file: JobFile
    state: str
    chip: str
    icon: str
    size: str
    parts: list[tuple[str, str]]
    flags: str
    flags_url: str
    unnamed_findings: int


def lines(job: Job) -> list[FileLine]:
    """The files of a job."""
    return [_line(file) for file in job.files]


def size(count: int) -> str:
    """A number of bytes for people."""
    if count < _KB:
        return t(f"{count} 字节", counted(count, "byte"))
    if count < _KB * _KB:
        return f"{count / _KB:.0f} KB"
    return f"{count / _KB / _KB:.1f} MB"


def summary(job: Job) -> str:
    """What became of a job in one line; for one that runs, how far it is."""
    if job.is_live:
        ended = sum(file.phase == "ended" for file in job.files)
        words = t(
            f"{ended} / {len(job.files)} 个文件", f"{ended} of {counted(len(job.files), 'file')}"
        )
        if job.compared:
            words += t(
                f"，已比对 {job.compared} 对平台", f", {counted(job.compared, 'pair')} compared"
            )
        return words
    parts = [
        (job.count("loaded"), ("载入 {}", "{} loaded")),
        (job.count("unchanged"), ("未变 {}", "{} unchanged")),
        (job.count("failed"), ("不能读 {}", "{} refused")),
        (job.count("cancelled"), ("没有载入 {}", "{} not loaded")),
    ]
    found = [t(zh.format(n), en.format(n)) for n, (zh, en) in parts if n]
    if job.new_findings:
        found.append(t(f"新发现 {job.new_findings} 条", counted(job.new_findings, "new finding")))
    return t("，", ", ").join(found)


def _line(file: JobFile) -> FileLine:
    outcome = file.outcome
    flags = file.counts.get("flag", 0)
    return FileLine(
        file=file,
        state=coded(_OUTCOMES, outcome) if outcome else coded(_PHASES, file.phase),
        chip=_CHIPS[outcome] if outcome else "",
        icon=_ICONS[outcome] if outcome else "",
        size=size(file.size),
        parts=[
            (label, _said(file.nodes[label], w)) for label, w in _NODES if file.nodes.get(label)
        ],
        flags=t(f"旗标 {flags} 处", counted(flags, "flag")) if flags else "",
        flags_url=_flags_url(file),
        unnamed_findings=file.findings_total - len(file.findings),
    )


def _said(count: int, words: Words) -> str:
    return t(f"{words[0]} {count}", counted(count, words[1]))


def _flags_url(file: JobFile) -> str:
    if not file.documents:
        return ""
    query: dict[str, Any] = {"flags": 1, "source": file.source_id}
    return to(f"/documents/{file.documents[0].id}", **query)
