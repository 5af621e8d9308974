"""Uploading files, and the jobs that load them."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import current_app, g, request
from pydantic import BaseModel, Field

from api import access
from api.asked import Asked, asked, describes_files
from api.uploading.job import Job, Jobs
from api.uploading.runner import Uploads

SCOPE = "ingest"
EXTENSION = "pingtai.uploads"


class FilesAsked(BaseModel):
    """Files, as a form of a page or `curl -F files=@…` sends them."""

    files: list[bytes] = Field(description="文件，可多个。 Files; the field repeats.")


def current_uploads() -> Uploads:
    """The uploads of the running application."""
    uploads = current_app.extensions[EXTENSION]
    assert isinstance(uploads, Uploads)
    return uploads


def keep_uploads(extensions: dict[str, Any], uploads: Uploads) -> None:
    """Give an application its uploads."""
    extensions[EXTENSION] = uploads


def sender() -> str | None:
    """Whose token an upload was sent with; None on this machine without one."""
    return g.token.owner if g.token is not None else None


def add_to(v1: APIBlueprint) -> None:
    """Add the routes."""

    @v1.post("/ingest")
    @describes_files(FilesAsked)
    @v1.output(Job, status_code=202)
    @v1.doc(responses={403: "Another scope is needed.", 507: "The disk is full."}, security="token")
    def ingest() -> tuple[dict[str, Any], int, dict[str, str]]:
        """上传文件并载入。 Upload files; they are loaded one job after the other, see Location."""
        access.require(SCOPE)
        uploads = current_uploads()
        job = uploads.accept(uploads.receive(request.environ), sender())
        return job.model_dump(), 202, {"Location": f"/api/v1/jobs/{job.id}"}

    @v1.get("/jobs")
    @v1.output(Jobs)
    def jobs() -> dict[str, Any]:
        """全部上传任务，新的在前。 Jobs of uploads, newest first."""
        asked(Asked)
        found = current_uploads().all()
        return {"total": len(found), "items": [job.model_dump() for job in found]}

    @v1.get("/jobs/<job_id>")
    @v1.output(Job)
    def job(job_id: str) -> dict[str, Any]:
        """一个上传任务的进度与结果。 A job: its state, how far each file is, and the report."""
        asked(Asked)
        return current_uploads().get(job_id).model_dump()

    @v1.delete("/jobs/<job_id>")
    @v1.output(Job, status_code=202)
    @v1.doc(
        responses={403: "Another scope is needed.", 409: "The job has ended."}, security="token"
    )
    def cancel(job_id: str) -> tuple[dict[str, Any], int]:
        """取消任务：当前文件之后停止。 Cancel a job: it stops after the file at hand."""
        access.require(SCOPE)
        return current_uploads().cancel(job_id).model_dump(), 202
