"""A real Neo4j without Docker or an installation: the server's jars come from Maven.

In: Maven and a JDK of version 17 or newer. Out: a server on a free port of loopback with data in a
temporary folder, which ends with the process that asked for it. `python -m tests.neo4j.server` runs one
in the foreground and says where it is.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
from filelock import FileLock
from neo4j.exceptions import DriverError, Neo4jError

from graph import guard

HERE = Path(__file__).resolve().parent
POM = HERE / "pom.xml"
CACHE = HERE.parent.parent / ".neo4j"
USER = "neo4j"
_START_SECONDS = 120.0
_LEAST_JAVA = 17
_OPENED = (
    "java.base/java.nio",
    "java.base/java.io",
    "java.base/sun.nio.ch",
    "java.base/java.util.concurrent",
)


class CannotRunError(Exception):
    """No server can be had on this machine; says why in one line."""


@dataclass(frozen=True)
class Running:
    """A server that answers: its address, the user's password, and the private file that holds both as
    `user:password`."""

    url: str
    password: str
    password_file: Path

    @property
    def auth(self) -> str:
        """`user:password`, as `open_store` takes it."""
        return f"{USER}:{self.password}"


@contextlib.contextmanager
def running() -> Iterator[Running]:
    """A server for as long as the context lasts. Raises CannotRunError."""
    java = _java()
    jars = _jars()
    folder = Path(tempfile.mkdtemp(prefix="pingtai-neo4j-"))
    try:
        server = _prepare(folder, java, jars)
        process = _launch(folder, java, jars)
        try:
            _wait_until_ready(server, process, folder / "server.log")
            yield server
        finally:
            assert process.stdin is not None
            process.stdin.close()  # the guard ends the server in good order
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None or not Path(java).exists():
        raise CannotRunError("没有 Java；apt install default-jdk-headless。 Java is not installed.")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    if found is None or int(found[1]) < _LEAST_JAVA:
        raise CannotRunError(
            f"Neo4j 需要 Java {_LEAST_JAVA} 或更新。 Neo4j needs Java {_LEAST_JAVA} or newer."
        )
    return java


def _jars() -> Path:
    """The folder of the server's jars; fetched by Maven once a version."""
    found = re.search(r"<artifactId>neo4j</artifactId>\s*<version>([^<]+)", POM.read_text("utf-8"))
    assert found is not None, POM
    jars = CACHE / found[1]
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "fetch.lock"):
        if not jars.is_dir():
            _fetch(jars)
    return jars


def _fetch(jars: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotRunError("没有 Maven；apt install maven。 Maven is not installed.")
    partial = jars.with_name(f"{jars.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={partial}"]
    command = [maven, "-q", "-B", "-f", str(POM), *goal]
    fetched = subprocess.run(command, capture_output=True, text=True, check=False)
    if fetched.returncode != 0:
        last = [line for line in fetched.stdout.splitlines() if line.strip()] or ["?"]
        raise CannotRunError(f"Maven 没有取到 Neo4j。 Maven could not fetch Neo4j: {last[0][:300]}")
    partial.rename(jars)


def _prepare(folder: Path, java: str, jars: Path) -> Running:
    """Write the settings and set the first password, which travels in private files only."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name in ("conf", "import"):
        (folder / name).mkdir()
    settings = {
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": "128m",
        "server.directories.import": folder / "import",
        "dbms.security.auth_enabled": "true",  # off by default in a server without launcher
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.usage_report.enabled": "false",
        "db.tx_log.preallocate": "false",
    }
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    (folder / "conf" / "neo4j.conf").write_text("".join(lines), "utf-8")
    password = secrets.token_hex(24)  # no leading dash: it is an argument
    _write_private(folder / "first-password", password)
    environment = {
        **os.environ,
        "NEO4J_HOME": str(folder),
        "NEO4J_CONF": str(folder / "conf"),
    }
    tool = [java, "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool", "dbms", "set-initial-password"]
    # The tool reads arguments from a file that is named with @, so that no list of processes shows it.
    command = [*tool, f"@{folder / 'first-password'}"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    (folder / "first-password").unlink()
    if told.returncode != 0:
        raise CannotRunError(
            f"不能设置 Neo4j 的密码。 The first password is refused: {told.stderr[:300]}"
        )
    password_file = folder / "auth"
    server = Running(f"bolt://127.0.0.1:{port}", password, password_file)
    _write_private(password_file, f"{server.auth}\n")
    return server


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, "utf-8")


def _launch(folder: Path, java: str, jars: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, guard.__file__, str(folder), java, "-Xmx512m"]
    for package in _OPENED:
        command += ["--add-opens", f"{package}=ALL-UNNAMED"]
    command += ["-cp", f"{jars}/*", str(HERE / "Neo4jServer.java")]
    command += [str(folder), str(folder / "conf" / "neo4j.conf")]
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal ends the caller, and that the server
        )


def _wait_until_ready(server: Running, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    auth = (USER, server.password)
    while not _answers(server.url, auth):
        if process.poll() is not None or time.monotonic() > deadline:
            told = log.read_text("utf-8", "replace").strip().splitlines() or ["?"]
            raise CannotRunError(f"Neo4j 没有启动。 Neo4j did not start: {told[-1][:300]}")
        time.sleep(0.2)


def _answers(url: str, auth: tuple[str, str]) -> bool:
    try:
        with neo4j.GraphDatabase.driver(url, auth=auth, connection_timeout=5) as driver:
            driver.verify_connectivity()
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def main() -> int:
    """Run a server until interrupted."""
    try:
        with running() as server, contextlib.suppress(KeyboardInterrupt):
            print(f"Neo4j: {server.url}   （Ctrl-C 结束 to stop）")
            print(f"用户与密码 user and password: {server.password_file}")
            print(
                f'export PINGTAI_STORE={server.url} PINGTAI_STORE_AUTH="$(cat {server.password_file})"'
            )
            sys.stdout.flush()
            while True:
                time.sleep(3600)
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
