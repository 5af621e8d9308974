"""The embedded store: an ArcadeDB server of our own, on loopback, spoken to over Bolt.

In: a folder. Out: a `Server` with address and credentials. The server is a child process started from the
JRE and the jars that the `arcadedb-embedded` wheel carries. It leaves a private run file in the folder,
where a second process finds it; a stale one is recognised and replaced. `graph.guard` ends the server
with the process that started it.

Two users: `writer` for loading, and `reader`, which the server allows to read records and nothing else
(the engine's Bolt ignores READ access mode, so the right must be missing, not the will). Their passwords
are made anew at every start and only their PBKDF2 hashes reach the server's own files.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import hashlib
import http.client
import importlib.util
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graph import guard
from graph.errors import StoreUnavailable

DATABASE = "pingtai"
_PACKAGE = "arcadedb_embedded"
_START_SECONDS = 60.0
_STOP_SECONDS = 40.0
#: A port that was free may be taken when the server asks for it; then others are tried.
_LAUNCHES = 2
_POLL_SECONDS = 0.05
#: Megabytes: a quarter of the machine's, within these. With the lesser one a graph of 100,000 platforms
#: cannot be sorted, because the engine gives all queries together half of what it has.
_LEAST_MEMORY, _MOST_MEMORY = 768, 3072
_QUERY_SECONDS = 120
_PBKDF2_ROUNDS = 65536  # the form and cost that the server itself writes


@dataclass(frozen=True)
class Server:
    """A running server, as its run file tells of it."""

    bolt_port: int
    http_port: int
    writer_password: str
    reader_password: str

    @property
    def bolt_url(self) -> str:
        """Where the driver finds it."""
        return f"bolt://127.0.0.1:{self.bolt_port}"


#: Pipes to the guards of servers that this process started, by folder. Closing one ends the server.
_started: dict[Path, subprocess.Popen[bytes]] = {}


def ensure(folder: Path) -> Server:
    """The server of that folder: the running one, or a new one.

    Raises StoreUnavailable when none can be started.
    """
    folder = folder.resolve()
    _make_private(folder)
    with _turn(folder):
        server = find(folder)
        if server is None:
            server = _start(folder)
        return server


def find(folder: Path) -> Server | None:
    """The running server of that folder as its run file tells, or None when none answers."""
    run_file = folder / "server.json"
    try:
        server = Server(**json.loads(run_file.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        run_file.unlink(missing_ok=True)
        return None
    deadline = time.monotonic() + _STOP_SECONDS
    while _is_guarded(folder):
        if _is_ready(server.http_port):
            return server
        if time.monotonic() > deadline:
            break
        time.sleep(_POLL_SECONDS)  # it is ending: the folder is free when it has gone
    run_file.unlink(missing_ok=True)
    return None


def stop(folder: Path) -> None:
    """End the server of that folder if this process started it, and wait until it has gone."""
    process = _started.pop(folder.resolve(), None)
    if process is not None:
        _end(process)


@atexit.register
def _stop_all() -> None:
    for folder in list(_started):
        stop(folder)


@contextlib.contextmanager
def loading_turn(folder: Path) -> Iterator[None]:
    """Hold the folder's one turn to load; others wait. Writers that collide would only retry."""
    with FileLock(folder.resolve() / "load.lock", mode=0o600):
        yield


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    try:
        with FileLock(folder / "server.lock", timeout=_START_SECONDS + _STOP_SECONDS, mode=0o600):
            yield
    except Timeout:
        raise StoreUnavailable(
            f"另一个进程一直在启动 {folder} 的图库；请稍后再试。",
            f"Another process is still starting the store in {folder}; try again later.",
        ) from None


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise StoreUnavailable(
            f"图库文件夹 {folder} 不能使用（{error.strerror}）；请换一个可写的文件夹。",
            f"The store folder {folder} cannot be used ({error.strerror}); name a writable folder.",
        ) from None


def _start(folder: Path) -> Server:
    stop(folder)  # one that we started and that crashed
    log = folder / "log" / "server.log"
    log.parent.mkdir(exist_ok=True)
    _forget_old_logs(log)
    for _ in range(_LAUNCHES):
        server, process = _launch(folder, log)
        if _comes_up(server, process):
            _started[folder] = process
            _write_private(folder / "server.json", json.dumps(asdict(server)))
            return server
        _end(process)
    raise StoreUnavailable(
        f"内置图库没有启动：{_last_line(log)}；完整记录见 {log}。",
        f"The embedded store did not start: {_last_line(log)}; see {log}.",
    )


def _comes_up(server: Server, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while not _is_ready(server.http_port):
        if process.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _launch(folder: Path, log: Path) -> tuple[Server, subprocess.Popen[bytes]]:
    package = _package_folder()
    writer, reader = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    bolt_port, http_port = _free_ports(2)
    _write_users(folder, writer, reader)
    arguments = folder / "server.args"
    _write_private(arguments, _java_arguments(folder, package, bolt_port, http_port))
    command = [
        sys.executable,
        str(Path(guard.__file__)),
        str(folder),
        str(package / "jre" / "bin" / "java"),
        f"@{arguments}",
        "com.arcadedb.server.ArcadeDBServer",
    ]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,  # Ctrl-C in the terminal is ours to handle, not the server's
        )
    return Server(bolt_port, http_port, writer, reader), process


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the pipe, by which the guard ends the server, and wait for both."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_SECONDS)


def _package_folder() -> Path:
    """Where the wheel lies; its Python code is never imported, it would start a JVM in this process."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise StoreUnavailable(
            "没有安装内置图库（arcadedb-embedded）；请安装，或用 neo4j:// 地址。",
            "The embedded store (arcadedb-embedded) is not installed; install it or use neo4j://.",
        )
    return Path(spec.origin).parent


def _java_arguments(folder: Path, package: Path, bolt_port: int, http_port: int) -> str:
    settings = {
        "arcadedb.server.mode": "production",
        "arcadedb.server.name": "pingtai",
        "arcadedb.server.rootPath": folder,
        "arcadedb.server.configDirectory": folder / "config",
        "arcadedb.server.databaseDirectory": folder / "databases",
        "arcadedb.server.logsDirectory": folder / "log",
        "arcadedb.server.defaultDatabases": f"{DATABASE}[]",
        "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        # Its default is every address; HTTP serves the full-text DDL that Bolt has no words for.
        "arcadedb.bolt.host": "127.0.0.1",
        "arcadedb.bolt.port": bolt_port,
        "arcadedb.server.httpIncomingHost": "127.0.0.1",
        "arcadedb.server.httpIncomingPort": http_port,
        "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
        "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
        "arcadedb.command.timeout": _QUERY_SECONDS * 1000,
        "java.util.logging.manager": "java.util.logging.LogManager",
        "polyglot.engine.WarnInterpreterOnly": "false",
    }
    memory = os.environ.get("PINGTAI_STORE_MEMORY") or f"{_memory()}m"
    # Out of memory it loses threads and answers nobody; gone, it is started anew in a second or two.
    lines = [f"-Xmx{memory}", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"]
    lines += [_quoted(f"-D{name}={value}") for name, value in settings.items()]
    lines += ["-cp", _quoted(f"{package / 'jars'}{os.sep}*")]
    return "\n".join(lines) + "\n"


def _memory() -> int:
    """Megabytes that the server may use for its heap."""
    try:
        machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    except (AttributeError, ValueError, OSError):  # a system that does not tell
        return _LEAST_MEMORY
    return max(_LEAST_MEMORY, min(machine // 4, _MOST_MEMORY))


def _quoted(argument: str) -> str:
    """An argument as Java's argument files have it, safe for spaces in paths."""
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write_users(folder: Path, writer: str, reader: str) -> None:
    config = folder / "config"
    config.mkdir(exist_ok=True)
    users = [
        # The server insists on a root; nobody knows its password.
        {"name": "root", "databases": {"*": ["admin"]}, "password": secrets.token_urlsafe(24)},
        {"name": "writer", "databases": {DATABASE: ["admin"]}, "password": writer},
        {"name": "reader", "databases": {DATABASE: ["reader"]}, "password": reader},
    ]
    for user in users:
        user["password"] = _hashed(str(user["password"]))
    _write_private(
        config / "server-users.jsonl", "\n".join(json.dumps(user) for user in users) + "\n"
    )
    all_rights = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    groups = {
        "admin": _group(["updateSecurity", "updateSchema", "updateDatabaseSettings"], all_rights),
        "reader": _group([], ["readRecord"]),
        "*": _group([], []),
    }
    document = {"databases": {"*": {"groups": groups}}, "version": 2}
    _write_private(config / "server-groups.json", json.dumps(document, indent=1))


def _group(database_access: list[str], record_access: list[str]) -> dict[str, object]:
    return {
        "resultSetLimit": -1,
        "readTimeout": _QUERY_SECONDS * 1000,
        "access": database_access,
        "types": {"*": {"access": record_access}},
    }


def _hashed(password: str) -> str:
    salt = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    raw = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _PBKDF2_ROUNDS, 32)
    return f"PBKDF2WithHmacSHA256${_PBKDF2_ROUNDS}${salt}${base64.b64encode(raw).decode('ascii')}"


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step: a reader sees the old or the new one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def _is_ready(http_port: int) -> bool:
    """Whether the server says that it is up with its databases; Bolt listens a little too early."""
    connection = http.client.HTTPConnection("127.0.0.1", http_port, timeout=2)
    try:
        connection.request("GET", "/api/v1/ready")
        return connection.getresponse().status == http.HTTPStatus.NO_CONTENT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _is_guarded(folder: Path) -> bool:
    """Whether a guard holds its lock on the folder; the kernel frees it however the guard ends."""
    try:
        with FileLock(folder / guard.LOCK_NAME, timeout=0, mode=0o600):
            return False
    except Timeout:
        return True


def _forget_old_logs(log: Path, keep_bytes: int = 1_000_000) -> None:
    if log.exists() and log.stat().st_size > keep_bytes:
        log.replace(log.with_suffix(".old"))


def _last_line(log: Path) -> str:
    try:
        lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        return "?"
    telling = [line for line in lines[-60:] if "rror" in line or "xception" in line]
    return (telling or lines or ["?"])[-1].strip()[:300]
