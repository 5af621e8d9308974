"""A job: the files of one upload, how far they are, and what came of them. Kept as JSON and shown as it is."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
Phase = Literal["waiting", "reading", "writing", "ended"]
Outcome = Literal["loaded", "unchanged", "failed", "cancelled"]
LIVE = frozenset({"queued", "running"})


class NamedNode(BaseModel):
    """A node with its name."""

    id: str
    name: str


class NewFinding(BaseModel):
    """A finding that was not there before."""

    finding_id: str
    kind: str
    score: float
    a: str
    b: str


class JobFile(BaseModel):
    """A file of a job. Outcomes are those of `pingtai ingest`; `failed` has the reason."""

    name: str = Field(description="文件原名。 The name its owner gave it.")
    size: int = Field(description="Bytes.")
    sha256: str
    phase: Phase = "waiting"
    percent: int = Field(
        default=0, description="已写入的百分比。 Of its statements, how many are written."
    )
    outcome: Outcome | None = None
    reason: str | None = None
    notes: list[str] = []
    source_id: str | None = None
    counts: dict[str, int] = Field(
        default={}, description="各种事实。 Facts by kind, and statements."
    )
    nodes: dict[str, int] = Field(
        default={}, description="提到的节点。 Nodes it mentions, by label."
    )
    documents: list[NamedNode] = []
    findings: list[NewFinding] = Field(
        default=[], description="其平台的新发现。 New, of its platforms."
    )
    findings_total: int = 0


class Job(BaseModel):
    """An upload on its way into the graph."""

    id: str
    state: State = "queued"
    is_cancelling: bool = Field(
        default=False, description="当前文件之后停止。 Stops after this file."
    )
    by: str | None = Field(default=None, description="谁上传。 Whose token it was sent with.")
    created_at: str
    started_at: str | None = None
    ended_at: str | None = None
    compared: int = Field(default=0, description="比对过的平台对。 Pairs of platforms compared.")
    problem: str | None = Field(
        default=None, description="整个任务为何没有完成。 Why it did not end well."
    )
    new_findings: int = 0
    files: list[JobFile]

    @property
    def is_live(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in LIVE

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(file.outcome == outcome for file in self.files)


class Jobs(BaseModel):
    """Jobs, newest first."""

    total: int
    items: list[Job]
