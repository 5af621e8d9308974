"""What the embedded engine promises beyond the store: one server a folder that every process finds, that
ends with the process that started it, and that loses no acknowledged row when it is killed."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import neo4j
import psutil
import pytest

from graph import embedded
from graph.embedded import Server
from graph.errors import StoreRefused, StoreUnavailable
from graph.sources import write_source
from graph.store import Store, open_store
from tests.contract.graphs import dump, roster

_PATIENCE_SECONDS = 40.0


def run_file(folder: Path) -> Server:
    """The server as its run file tells of it."""
    return Server(**json.loads((folder / "server.json").read_text("utf-8")))


def java_of(folder: Path) -> list[psutil.Process]:
    """The Java processes that serve the folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if "java" in process.name() and process.cwd() == str(folder):
                found.append(process)
    return found


def wait_for(wanted: Callable[[], bool]) -> bool:
    """Whether it comes true within patience."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not wanted():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextlib.contextmanager
def another_process(project: Path, folder: Path, code: str) -> Iterator[subprocess.Popen[str]]:
    """A Python with an open `store` on the folder that runs the code; killed in the end."""
    program = (
        "from graph.store import open_store\n"
        f"store = open_store({f'embedded:{folder}'!r})\n" + textwrap.dedent(code)
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=project,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def says(process: subprocess.Popen[str]) -> str:
    """The next line of its output."""
    out: IO[str] | None = process.stdout
    assert out is not None
    return out.readline().strip()


def count(store: Store) -> int:
    """The number of fields in the store."""
    return int(store.read("MATCH (n:Field) RETURN count(n) AS n")[0]["n"])


def add(store: Store, number: int) -> None:
    """Add a field of that number."""
    store.write(lambda writer: writer.run("CREATE (:Field {id: $id})", {"id": f"field-{number}"}))


# One server a folder


def test_a_second_process_finds_the_server(own_folder: Path, project: Path) -> None:
    with open_store(f"embedded:{own_folder}") as store:
        store.prepare()
        add(store, 1)
        before = run_file(own_folder)
        code = """
            print(store.read("MATCH (n:Field) RETURN count(n) AS n")[0]["n"], flush=True)
            store.write(lambda writer: writer.run("CREATE (:Field {id: 'field-2'})"))
            store.close()
            print("closed", flush=True)
        """
        with another_process(project, own_folder, code) as process:
            assert says(process) == "1"
            assert says(process) == "closed"
        assert run_file(own_folder) == before
        assert len(java_of(own_folder)) == 1
        assert count(store) == 2


def test_two_that_start_at_once_share_one_server(own_folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(f"embedded:{own_folder}"), range(4)))
    try:
        assert len(java_of(own_folder)) == 1
        assert {store.read("RETURN 1 AS one")[0]["one"] for store in stores} == {1}
    finally:
        for store in stores:
            store.close()
    assert java_of(own_folder) == []


def test_the_store_goes_on_when_the_process_that_started_it_ends(
    own_folder: Path, project: Path
) -> None:
    code = "store.prepare()\nprint('ready', flush=True)\ninput()\nstore.close()"
    with another_process(project, own_folder, code) as process:
        assert says(process) == "ready"
        with open_store(f"embedded:{own_folder}") as store:
            add(store, 1)
            process.communicate("end\n")
            assert count(store) == 1
            add(store, 2)
            assert count(store) == 2


def test_a_stale_run_file_is_replaced(own_folder: Path) -> None:
    own_folder.mkdir()
    for stale in (json.dumps(vars(Server(1, 2, "a", "b"))), "no json", '{"bolt_port": 1}'):
        (own_folder / "server.json").write_text(stale)
        with open_store(f"embedded:{own_folder}") as store:
            assert store.read("RETURN 1 AS one") == [{"one": 1}]
    assert embedded.find(own_folder) is None


def test_data_outlives_the_server(own_folder: Path) -> None:
    with open_store(f"embedded:{own_folder}") as store:
        store.prepare()
        write_source(store, roster("a", 10))
        before = dump(store)
    with open_store(f"embedded:{own_folder}") as store:
        assert dump(store) == before


# Ends with its parent, loses nothing


def test_the_server_ends_when_its_parent_is_killed(own_folder: Path, project: Path) -> None:
    code = "print('ready', flush=True)\ninput()"
    with another_process(project, own_folder, code) as process:
        assert says(process) == "ready"
        assert len(java_of(own_folder)) == 1
        process.kill()
        process.wait()
        assert wait_for(lambda: java_of(own_folder) == [])
    with open_store(f"embedded:{own_folder}") as store:
        assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_the_server_ends_when_its_guard_is_killed(own_folder: Path) -> None:
    with open_store(f"embedded:{own_folder}") as store:
        (java,) = java_of(own_folder)
        guard = java.parent()
        assert guard is not None
        guard.kill()
        assert wait_for(lambda: not java.is_running())
        assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_a_killed_server_loses_no_acknowledged_row(own_folder: Path) -> None:
    with open_store(f"embedded:{own_folder}") as store:
        store.prepare()
        acknowledged: list[int] = []
        enough = threading.Event()

        def write() -> None:
            for number in range(400):
                add_or_find(store, number)
                acknowledged.append(number)
                if number == 150:
                    enough.set()

        writing = threading.Thread(target=write)
        writing.start()
        assert enough.wait(_PATIENCE_SECONDS)
        kill_java(own_folder)
        writing.join()
        assert acknowledged == list(range(400))
        kill_java(own_folder)
        rows = store.read("MATCH (n:Field) RETURN n.id AS id")
        assert {row["id"] for row in rows} == {f"field-{number}" for number in acknowledged}
        assert len(rows) == 400


def add_or_find(store: Store, number: int) -> None:
    """Add a field; adding it again, after an answer that got lost, is no error."""
    store.write(lambda writer: writer.run("MERGE (:Field {id: $id})", {"id": f"field-{number}"}))


def kill_java(folder: Path) -> None:
    """End the server as a crash would."""
    (java,) = java_of(folder)
    java.kill()
    assert wait_for(lambda: not java.is_running())


def test_out_of_memory_the_server_is_started_anew(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINGTAI_STORE_MEMORY", "256m")
    with open_store(f"embedded:{own_folder}") as store:
        store.write(lambda writer: writer.run("CREATE (:Region {id: 'r'})"))
        # What made it end is not run again.
        with pytest.raises(StoreUnavailable):
            store.read(
                "RETURN size(reduce(s = [1], x IN range(1, 40) | s + s)) AS n",
                seconds=60,
                is_tried_once=True,
            )
        assert store.read("MATCH (r:Region) RETURN r.id AS id") == [{"id": "r"}]


def test_threads_that_lose_the_server_share_the_new_one(own_folder: Path) -> None:
    with open_store(f"embedded:{own_folder}") as store, ThreadPoolExecutor(6) as pool:
        store.prepare()
        add(store, 1)
        stop = threading.Event()
        times = [0] * 6

        def read(reader: int) -> None:
            while not stop.is_set():
                assert count(store) == 1
                times[reader] += 1

        def all_go_on(before: list[int]) -> bool:
            return all(now > then for now, then in zip(times, before, strict=True))

        reading = [pool.submit(read, reader) for reader in range(6)]
        try:
            for _ in range(3):
                kill_java(own_folder)
                before = list(times)
                # Twice, because a reader may have had its answer just before the end.
                assert wait_for(lambda before=before: all_go_on([n + 1 for n in before]))  # type: ignore[misc]
        finally:
            stop.set()
        for future in reading:
            future.result()
        assert len(java_of(own_folder)) == 1


def test_a_load_survives_a_killed_server(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.sources.WHOLE_LIMIT", 10)
    monkeypatch.setattr("graph.sources._CHUNK", 20)
    with open_store(f"embedded:{own_folder}") as store:
        store.prepare()
        killed: list[int] = []

        def tell(done: int, total: int) -> None:
            if done > total / 2 and not killed:
                killed.append(done)
                kill_java(own_folder)

        write_source(store, roster("a", 40), tell)
        loaded = dump(store)
        write_source(store, roster("a", 40))
        assert killed
        assert dump(store) == loaded
        assert len(loaded[1]) == len(roster("a", 40).all_statements())


# Private


def test_files_are_private(own_folder: Path) -> None:
    with open_store(f"embedded:{own_folder}"):
        assert stat.S_IMODE(own_folder.stat().st_mode) == 0o700
        names = ["server.json", "server.args", "config/server-users.jsonl"]
        for name in names:
            assert stat.S_IMODE((own_folder / name).stat().st_mode) == 0o600, name
        server = run_file(own_folder)
        secrets = (server.writer_password, server.reader_password)
        for path in own_folder.rglob("*"):
            if path.is_file() and path.name != "server.json":
                text = path.read_bytes()
                assert not any(secret.encode() in text for secret in secrets), path
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                words = " ".join(process.cmdline())
                assert not any(secret in words for secret in secrets)


def test_it_listens_on_loopback_only(own_folder: Path) -> None:
    with open_store(f"embedded:{own_folder}"):
        (java,) = java_of(own_folder)
        listening = [c.laddr for c in java.net_connections() if c.status == psutil.CONN_LISTEN]
        assert len(listening) >= 2
        assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:Field {id: 'x'})",
        "MATCH (n:Field) SET n.name = 'x'",
        "MATCH (n:Field) DETACH DELETE n",
        "CREATE INDEX nothing IF NOT EXISTS FOR (n:Field) ON (n.nothing)",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "LOAD CSV FROM 'http://127.0.0.1:9/x.csv' AS line RETURN line",
    ],
)
def test_the_reader_has_no_right_to_write(embedded_store: Store, cypher: str) -> None:
    """Even a client that asks for write access with the reader's password cannot write."""
    add(embedded_store, 1)
    assert embedded_store.folder is not None
    server = run_file(embedded_store.folder)
    auth = ("reader", server.reader_password)
    with (
        neo4j.GraphDatabase.driver(server.bolt_url, auth=auth) as driver,
        driver.session(database=embedded.DATABASE) as session,
        pytest.raises(neo4j.exceptions.Neo4jError),
    ):
        session.run(cypher).consume()
    assert embedded_store.read("MATCH (n:Field) RETURN properties(n) AS p") == [
        {"p": {"id": "field-1"}}
    ]


def test_a_wrong_password_is_refused(embedded_store: Store) -> None:
    assert embedded_store.folder is not None
    server = run_file(embedded_store.folder)
    for user in ("reader", "writer", "root"):
        with pytest.raises(StoreRefused):
            open_store(server.bolt_url, f"{user}:wrong").close()


def test_an_engine_that_cannot_start(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGTAI_STORE_MEMORY", "nonsense")
    with pytest.raises(StoreUnavailable, match="log") as caught:
        open_store(f"embedded:{own_folder}")
    assert "\n" not in str(caught.value)
    assert not (own_folder / "server.json").exists()


def test_an_engine_that_is_not_installed(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_PACKAGE", "no_such_package")
    with pytest.raises(StoreUnavailable, match="arcadedb-embedded"):
        open_store(f"embedded:{own_folder}")


def test_a_folder_with_spaces_and_quotes(tmp_path: Path) -> None:
    folder = tmp_path / "数据 with 'quotes' \"and\" \\ more"
    with open_store(f"embedded:{folder}") as store:
        store.prepare()
        add(store, 1)
        assert count(store) == 1
    assert os.listdir(tmp_path) == [folder.name]
