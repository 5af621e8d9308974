"""Uploading: what a request may bring, the queue of jobs, the report, and what is left behind."""

from __future__ import annotations

import io
import json
import re
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from api.app import create_app
from api.tokens import TokenFile, tokens_path
from api.upload_rule import uploads_of
from api.uploading import processes
from api.uploading.limits import limits, uploads_path
from api.uploading.receive import plain_name
from api.uploading.runner import Uploads
from graph.errors import BadParameter
from graph.sources import list_sources
from graph.store import Store, open_store
from tests.unit.api.conftest import client_of
from tests.unit.api.test_signin import HERE, form_token, sign_in

ROSTER = """序号,平台名称,平台类型,依托单位,领域,认定年份
1,云岭省海洋生物资源重点实验室,云岭省重点实验室,北湾大学,海洋生物,2019
2,云岭省海洋生物制品重点实验室,云岭省重点实验室,北湾大学,海洋生物,2021
"""
PLAN = """云岭省科技创新平台优化提升实施方案
云科平〔2021〕27号
云岭省科学技术厅
2021年9月16日

一、建设目标

到2025年，建设云岭省实验室23家，云岭省重点实验室保有量达到140家以上。
"""
Given = list[tuple[str, bytes | str]]
_PATIENCE_SECONDS = 240


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of this module's own, because its tests load."""
    with open_store(f"embedded:{tmp_path_factory.mktemp('upload') / 'data'}") as store:
        store.prepare()
        yield store


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PINGTAI_UPLOADS", str(tmp_path / "uploads"))
    monkeypatch.setenv("PINGTAI_TOKENS", str(tmp_path / "tokens.json"))
    monkeypatch.setenv("PINGTAI_UPLOAD_FILE_MB", "2")
    monkeypatch.setenv("PINGTAI_UPLOAD_MB", "4")
    return tmp_path / "uploads"


@pytest.fixture
def app(own_store: Store, root: Path) -> Iterator[APIFlask]:
    """A server that is bound beyond this machine."""
    assert not root.exists()
    app = create_app(own_store, is_open=False)
    yield app
    uploads_of(app).close()


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    return client_of(app)


@pytest.fixture
def bearer(root: Path) -> dict[str, str]:
    assert root.parent.exists()
    secret, _ = TokenFile(tokens_path(None)).create("ingest", name="上传员")
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Jobs are queued and never begun: what is tested comes before."""
    begun: list[str] = []
    monkeypatch.setattr(Uploads, "_work", lambda _self: begun.append("work"))
    return begun


def body(files: Given, **fields: str) -> dict[str, Any]:
    sent = [
        (io.BytesIO(data.encode() if isinstance(data, str) else data), name) for name, data in files
    ]
    return {"files": sent, **fields}


def send(client: FlaskClient, headers: dict[str, str], files: Given) -> TestResponse:
    # As bytes: the client itself would keep a large body in a file that it does not close.
    parts = [FileStorage(stream, name) for stream, name in body(files)["files"]]
    boundary, data = encode_multipart({"files": parts})
    content_type = f"multipart/form-data; boundary={boundary}"
    return client.post("/api/v1/ingest", data=data, headers=headers, content_type=content_type)


def ended(client: FlaskClient, headers: dict[str, str], address: str) -> dict[str, Any]:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get(address, headers=headers).get_json()
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.2)
    raise AssertionError("the job does not end")


def left(root: Path, part: str) -> list[str]:
    folder = root / part
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


# Loading


def test_files_come_in_and_are_told_of(
    client: FlaskClient, bearer: dict[str, str], root: Path, own_store: Store
) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b"\0" * 200_000_000)
    hostile = '<script>alert(1)<!--\u202e"><img src=x>.csv'
    files: Given = [
        ("2023年名单.csv", ROSTER),
        ("坏.xlsx", b"PK\x03\x04nothing"),
        ("bomb.xlsx", bomb.getvalue()),
        ("../../etc/plan.txt", PLAN),
        (hostile, ROSTER.replace("海洋", "湖泊")),
        ("again.csv", ROSTER),
    ]
    answer = send(client, bearer, files)
    assert answer.status_code == 202
    job = ended(client, bearer, answer.headers["Location"])
    assert job["state"] == "done"
    assert job["by"] == "上传员"
    found = [file["outcome"] for file in job["files"]]
    assert found == ["loaded", "failed", "failed", "loaded", "loaded", "unchanged"]
    roster, bad, _, plan, *_ = job["files"]
    assert roster["name"] == "2023年名单.csv"
    assert roster["nodes"]["Platform"] == 2
    assert roster["findings_total"] == len(roster["findings"]) >= 1
    assert job["new_findings"] >= roster["findings_total"]
    assert "压缩包不完整" in bad["reason"]
    assert str(root) not in json.dumps(job), "our own paths are nobody's business"
    assert plan["name"] == "plan.txt"
    assert plan["counts"]["target"] == 2
    assert (roster["percent"], roster["phase"]) == (100, "ended")

    # What is kept: the files that were loaded, under names of ours.
    assert left(root, "incoming") == []
    assert left(root, "files") == sorted({job["files"][n]["sha256"] for n in (0, 3, 4)})
    names = {row["name"] for row in list_sources(own_store)}
    assert {"2023年名单.csv", "plan.txt"} <= names
    for path in (root, root / "files", root / "jobs", root / "incoming"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    kept = [*(root / "files").iterdir(), *(root / "jobs").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}

    html = client.get(f"/upload/{job['id']}", headers=bearer).get_data(as_text=True)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert f"/documents/{plan['documents'][0]['id']}" in html
    assert f"/duplicates/{roster['findings'][0]['finding_id']}" in html
    for finding in roster["findings"]:
        address = f"/duplicates/{finding['finding_id']}"
        assert client.get(address, headers=bearer).status_code == 200
    listed = client.get("/upload", headers=bearer).get_data(as_text=True)
    assert "<script>alert" not in listed
    assert f"/upload/{job['id']}" in listed

    # The same once more changes nothing.
    before = own_store.read("MATCH (n) RETURN count(n) AS n")
    again = ended(client, bearer, send(client, bearer, files[:1]).headers["Location"])
    assert [file["outcome"] for file in again["files"]] == ["unchanged"]
    assert again["new_findings"] == 0
    assert own_store.read("MATCH (n) RETURN count(n) AS n") == before


def test_a_job_is_cancelled_between_files(
    client: FlaskClient, bearer: dict[str, str], root: Path
) -> None:
    files: Given = [(f"{n}.csv", ROSTER.replace("2019", str(1990 + n))) for n in range(8)]
    first = send(client, bearer, files).headers["Location"]
    second = send(client, bearer, files[:1]).headers["Location"]
    assert client.get(second, headers=bearer).get_json()["state"] == "queued"
    for address in (second, first):
        assert client.delete(address, headers=bearer).status_code == 202
    job = ended(client, bearer, first)
    assert job["state"] == "cancelled"
    outcomes = [file["outcome"] for file in job["files"]]
    assert "cancelled" in outcomes
    assert outcomes == sorted(outcomes, key=lambda one: one == "cancelled"), "the first come in"
    assert ended(client, bearer, second)["state"] == "cancelled"
    assert client.delete(first, headers=bearer).status_code == 409
    assert left(root, "incoming") == []


def test_a_server_that_stops_leaves_nothing_half_done(
    own_store: Store, root: Path, bearer: dict[str, str]
) -> None:
    app = create_app(own_store, is_open=False)
    client = client_of(app)
    files: Given = [(f"{n}.csv", ROSTER.replace("2019", str(1950 + n))) for n in range(8)]
    address = send(client, bearer, files).headers["Location"]
    waiting = send(client, bearer, files[:1]).headers["Location"]
    other = create_app(own_store, is_open=False)
    assert send(client_of(other), bearer, files[:1]).status_code == 503, "one at a time"
    assert client_of(other).get(address, headers=bearer).get_json()["state"] != "interrupted"
    uploads_of(app).close()
    for one in (address, waiting):
        job = client_of(other).get(one, headers=bearer).get_json()
        assert job["state"] == "interrupted"
        assert "再传" in job["problem"]
    assert {row["state"] for row in list_sources(own_store)} <= {"loaded"}
    # The next server takes over and clears what was left.
    answer = send(client_of(other), bearer, [("plan.txt", PLAN)])
    assert answer.status_code == 202
    assert ended(client_of(other), bearer, answer.headers["Location"])["state"] == "done"
    assert left(root, "incoming") == []
    uploads_of(other).close()


def test_jobs_of_a_process_that_was_killed_are_interrupted(
    own_store: Store, root: Path, bearer: dict[str, str], idle: list[str]
) -> None:
    app = create_app(own_store, is_open=False)
    address = send(client_of(app), bearer, [("a.csv", ROSTER)]).headers["Location"]
    uploads_of(app)._shelf.leave()  # type: ignore[union-attr]  # as the system does for the dead
    assert left(root, "incoming") != []
    after = create_app(own_store, is_open=False)
    client = client_of(after)
    assert client.get(address, headers=bearer).get_json()["state"] == "interrupted"
    assert send(client, bearer, [("b.csv", ROSTER)]).status_code == 202
    assert len(left(root, "incoming")) == 1, "the new one's alone"
    assert idle
    uploads_of(after).close()


def test_the_loading_process_ends_with_its_server(own_store: Store, root: Path) -> None:
    assert root.parent.exists()
    command = [sys.executable, "-m", "api.uploading.child"]
    environment = processes.environment(own_store)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as child:
        assert child.stdin is not None
        child.stdin.write(json.dumps({"folder": str(root), "files": []}).encode() + b"\n")
        child.stdin.close()
        assert child.wait(60) in (0, 1)


def test_the_next_job_finds_a_process_ready(
    app: APIFlask, client: FlaskClient, bearer: dict[str, str], root: Path
) -> None:
    uploads = uploads_of(app)

    def spare() -> subprocess.Popen[str] | None:
        assert uploads._processes is not None
        return uploads._processes._spare

    def loaded(year: int) -> dict[str, Any]:
        given: Given = [(f"{year}.csv", ROSTER.replace("2019", str(year)))]
        return ended(client, bearer, send(client, bearer, given).headers["Location"])

    def waiting() -> subprocess.Popen[str]:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while (found := spare()) is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return found

    assert spare() is None, "none before the first job"
    assert loaded(1931)["state"] == "done"
    first = waiting()
    assert loaded(1932)["state"] == "done"
    assert first.wait(_PATIENCE_SECONDS) == 0, "it did the job, and no other"
    # One that died meanwhile is not missed.
    second = waiting()
    assert second.pid != first.pid
    second.kill()
    second.wait()
    assert loaded(1933)["state"] == "done"
    third = waiting()
    uploads.close()
    assert third.poll() is not None, "it ends with the server"
    assert spare() is None
    assert left(root, "incoming") == []


# Who may


def test_uploading_needs_its_scope(client: FlaskClient, root: Path, idle: list[str]) -> None:
    tokens = TokenFile(tokens_path(None))
    assert send(client, {}, [("a.csv", ROSTER)]).status_code == 401
    for scope, status in (("read", 403), ("review", 403), ("ingest", 202)):
        headers = {"Authorization": f"Bearer {tokens.create(scope)[0]}"}
        answer = send(client, headers, [("a.csv", ROSTER)])
        assert answer.status_code == status, scope
        if status == 403:
            assert answer.content_type == "application/problem+json"
            assert not root.exists()
    secret, token = tokens.create("ingest")
    tokens.revoke(token.id)
    ended_one = {"Authorization": f"Bearer {secret}"}
    assert send(client, ended_one, [("a.csv", ROSTER)]).status_code == 401
    assert idle


def test_the_page_is_for_who_signed_in(client: FlaskClient, root: Path, idle: list[str]) -> None:
    tokens = TokenFile(tokens_path(None))
    assert client.get("/upload").status_code == 401
    sign_in(client, tokens.create("read")[0])
    html = client.get("/upload").get_data(as_text=True)
    assert 'type="file"' not in html
    sent = {"content_type": "multipart/form-data", "headers": HERE}
    assert client.post("/upload", data=body([("a.csv", ROSTER)]), **sent).status_code == 403
    assert not root.exists()
    leave = form_token(client.get("/signin").get_data(as_text=True))
    client.post("/signout", data={"token": leave}, headers=HERE)
    sign_in(client, tokens.create("ingest", name="孙八")[0])
    token = form_token(client.get("/upload").get_data(as_text=True))
    stale = client.post("/upload", data=body([("a.csv", ROSTER)], token="0" * 64), **sent)
    assert stale.status_code == 403
    assert left(root, "incoming") == []
    elsewhere = client.post(
        "/upload",
        data=body([("a.csv", ROSTER)], token=token),
        headers={"Origin": "http://evil.example"},
        content_type="multipart/form-data",
    )
    assert elsewhere.status_code == 403
    answer = client.post("/upload", data=body([("a.csv", ROSTER)], token=token), **sent)
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "排队中" in page
    assert 'http-equiv="refresh"' in page, "without JavaScript it comes again by itself"
    cancelled = client.post(
        f"{answer.location}/cancel", data={"token": form_token(page)}, headers=HERE
    )
    assert cancelled.status_code == 303
    job = client.get(f"/api/v1/jobs/{answer.location.rpartition('/')[2]}").get_json()
    assert (job["by"], job["is_cancelling"]) == ("孙八", True)
    assert client.post(f"{answer.location}/cancel", headers=HERE).status_code == 403
    assert idle


def test_on_this_machine_the_page_takes_files(
    own_store: Store, root: Path, idle: list[str]
) -> None:
    app = create_app(own_store, may_write=True)
    client = client_of(app)
    token = form_token(client.get("/upload").get_data(as_text=True))
    form = body([("a.csv", ROSTER)], token=token)
    answer = client.post("/upload", data=form, headers=HERE, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert left(root, "jobs")
    assert idle
    uploads_of(app).close()


# What a request may bring


def filled(count: int) -> bytes:
    return b"x" * count


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("大.pdf", filled(2 * 1024 * 1024 + 1))], "大.pdf 超过"),
        ([(f"{n}.pdf", filled(1024 * 1024)) for n in range(5)], "一次最多上传 4 MB"),
        ([(f"{n}.txt", b"x") for n in range(101)], "最多上传 100 个文件"),
        ([(f"{n}.txt", b"x") for n in range(10_000)], "最多上传 100 个文件"),
    ],
)
def test_too_much_is_refused_and_leaves_nothing(
    client: FlaskClient, bearer: dict[str, str], root: Path, files: Given, words: str
) -> None:
    answer = send(client, bearer, files)
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"
    assert words in answer.get_json()["detail"]
    assert left(root, "incoming") == []
    assert left(root, "jobs") == []


def test_too_many_fields_are_refused(
    client: FlaskClient, bearer: dict[str, str], root: Path
) -> None:
    for fields in ({f"f{n}": "x" for n in range(10_000)}, {"token": "x" * 600_000}):
        boundary, data = encode_multipart(fields)
        sent = {"headers": bearer, "content_type": f"multipart/form-data; boundary={boundary}"}
        assert client.post("/api/v1/ingest", data=data, **sent).status_code == 413
    assert left(root, "incoming") == []


@pytest.mark.parametrize(
    ("content_type", "data", "status"),
    [
        ("application/json", b"{}", 415),
        ("text/csv", b"a,b", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=\xe5\xad", b"x", 400),
        ("multipart/form-data; boundary=x", b"", 400),
        ("multipart/form-data; boundary=x", b"--x\r\n", 400),
        ("multipart/form-data; boundary=x",
         b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\nhalf', 400),
        ("multipart/form-data; boundary=x",
         b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--x--\r\n', 400),
        ("multipart/form-data; boundary=x",
         b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n--x--\r\n', 400),
        ("multipart/form-data; boundary=x",
         b'--x\r\nContent-Disposition: form-data; name="path"\r\n\r\n/etc\r\n--x--\r\n', 400),
    ],
)  # fmt: skip
def test_what_is_no_upload_is_refused(
    client: FlaskClient,
    bearer: dict[str, str],
    root: Path,
    content_type: str,
    data: bytes,
    status: int,
) -> None:
    answer = client.post("/api/v1/ingest", data=data, headers=bearer, content_type=content_type)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert left(root, "incoming") == []


def test_other_requests_keep_their_limit(client: FlaskClient, bearer: dict[str, str]) -> None:
    large = {"cypher": "x" * 2_000_000}
    assert client.post("/api/v1/cypher", json=large, headers=bearer).status_code == 413


@pytest.mark.parametrize(
    "name",
    ["../../x.csv", "/etc/passwd", "..\\..\\x.csv", "C:\\CON", "NUL", "nul.txt", "..", ".", "",
     "a\0b.csv", "a\nb.csv", "\u202egpj.exe", "长" * 300 + ".xlsx", "." * 400, "%2e%2e%2fx", "~/.ssh",
     "-rf", "a" * 300, "name;rm -rf *", "\ud800.txt", "x." + "y" * 400],
)  # fmt: skip
def test_names_are_data_and_never_places(name: str) -> None:
    plain = plain_name(name)
    assert plain
    assert plain not in (".", "..")
    assert not re.search(r"[/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]", plain)
    assert len(plain.encode()) <= 255
    if name.endswith((".xlsx", ".csv")):
        assert Path(plain).suffix == Path(name).suffix
    assert plain_name(plain) == plain


def test_odd_names_lie_under_names_of_ours(
    client: FlaskClient, bearer: dict[str, str], root: Path, idle: list[str]
) -> None:
    names = ["../../x.csv", "NUL", "\u202egpj.exe", "长" * 300 + ".xlsx", "<b>&.csv", "CON.txt"]
    answer = send(client, bearer, [(name, f"{n}") for n, name in enumerate(names)])
    assert answer.status_code == 202
    assert [file["name"] for file in answer.get_json()["files"]] == [plain_name(n) for n in names]
    (job,) = left(root, "incoming")
    assert left(root, f"incoming/{job}") == [f"{n + 1:04}" for n in range(len(names))]
    outside = [path.name for path in root.parent.iterdir()]
    assert sorted(outside) == ["tokens.json", "tokens.json.lock", "uploads"]
    assert idle


def test_unknown_jobs(client: FlaskClient, bearer: dict[str, str]) -> None:
    for ident in ("0" * 16, "..%2f..%2ftokens", "x", "0" * 300, "%00"):
        for call in (client.get, client.delete):
            answer: TestResponse = call(f"/api/v1/jobs/{ident}", headers=bearer)
            assert answer.status_code == 404, ident
    assert client.get("/api/v1/jobs", headers=bearer).get_json() == {"total": 0, "items": []}


def test_the_queue_is_not_endless(
    client: FlaskClient, bearer: dict[str, str], idle: list[str]
) -> None:
    found = [send(client, bearer, [("a.csv", ROSTER)]).status_code for _ in range(22)]
    assert found == [202] * 20 + [503] * 2
    assert idle


def test_without_a_folder_nothing_is_taken(
    own_store: Store, bearer: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PINGTAI_UPLOADS")
    assert uploads_path(None) is None
    assert uploads_path(tmp_path / "data") == tmp_path / "data.uploads"
    monkeypatch.setenv("PINGTAI_UPLOADS", str(tmp_path / "tokens.json" / "x"))
    answer = send(client_of(create_app(own_store, is_open=False)), bearer, [("a.csv", ROSTER)])
    assert answer.status_code == 503


def test_limits_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGTAI_UPLOAD_FILE_MB", "10")
    monkeypatch.setenv("PINGTAI_UPLOAD_MB", "5")
    assert (limits().file_mb, limits().request_mb) == (5, 5)
    for bad in ("0", "-1", "x", "99999", "1.5", "１"):
        monkeypatch.setenv("PINGTAI_UPLOAD_MB", bad)
        with pytest.raises(BadParameter, match="PINGTAI_UPLOAD_MB"):
            limits()
