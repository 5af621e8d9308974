"""The store: one adapter over the `neo4j` driver for both engines.

`open_store("embedded:./data")` starts or finds the embedded server; `open_store("neo4j://host:7687")`
connects to a Neo4j. Reading and writing go through the driver's managed transactions, which retry what
the driver documents as transient; what remains is raised as one of `graph.errors`.

Reading uses credentials that cannot write on the embedded engine and READ access mode on Neo4j.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as failures

from graph import embedded, schema
from graph.asof import AsOf
from graph.errors import BadAddress, StoreFailed, StoreRefused, StoreUnavailable

T = TypeVar("T")
Rows = list[dict[str, Any]]

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
DEFAULT_URL = "embedded:./pingtai-data"

READ_SECONDS = 60.0
_CONNECT_SECONDS = 10.0
#: How long the driver retries; an embedded server that has gone will not come back by waiting.
_RETRY_SECONDS = {"neo4j": 30.0, "embedded": 1.0}
_CONFLICT_ATTEMPTS = 8
#: How long a reader may keep what it knows of the state of the graph; a loader of many chunks waits so long
#: before the first, so that nobody counts a part of it.
KEPT_SECONDS = 0.1
#: A few megabytes of findings: the embedded store takes no message above 16 MB, and the driver then waits for
#: ever.
_ROWS_OF_A_MESSAGE = 1_000
_STANDING = (
    "OPTIONAL MATCH (s:Source {state: 'loading'}) WITH collect(s.id) AS loading "
    "OPTIONAL MATCH (g:GraphInfo) "
    "RETURN loading AS loading, g.loads AS loads, g.loaded_at AS loaded_at"
)
#: How often one piece of work starts an embedded server anew that has gone.
_RESTARTS = 3
#: What a value is made of that is neither node nor relationship, path, point, date or time.
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})

# The driver logs every hint of the planner as a warning; our queries are tested on both engines.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)


Version = tuple[int | None, str | None]


@dataclass(frozen=True)
class Standing:
    """The state of the graph: how often it was changed, when it was last loaded (UTC, ISO), and the ids of
    sources that are half-loaded."""

    loading: list[str]
    loads: int | None
    loaded_at: str | None

    @property
    def version(self) -> Version:
        """What tells this state of the graph from every other."""
        return self.loads, self.loaded_at


def _rows(records: Iterable[neo4j.Record]) -> Rows:
    """Records as dictionaries; nodes and relationships as the driver gives them to programs."""
    return [
        dict(zip(record.keys(), record, strict=True))
        if all(map(_is_plain, record))
        else record.data()
        for record in records
    ]


def _is_plain(value: Any) -> bool:
    """Whether a value is one of Python's own through and through. The driver's own way to plain values asks
    abstract classes for each, which takes longer than the store's answer."""
    kind = type(value)
    if kind is list:
        return all(map(_is_plain, value))
    if kind is dict:
        return all(map(_is_plain, value.values()))
    return kind in _PLAIN


class Writer:
    """One write transaction; statements run in it and are kept or undone together."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run one statement and return its rows."""
        result = self._transaction.run(cypher, dict(parameters or {}))
        return _rows(result)

    def run_for(self, rows: Rows, cypher: str) -> None:
        """Run a statement over `$rows`, as often as they are more than one message may hold."""
        for first in range(0, len(rows), _ROWS_OF_A_MESSAGE):
            self.run(cypher, {"rows": rows[first : first + _ROWS_OF_A_MESSAGE]})


class Store:
    """A graph that can be read and written; made by `open_store`.

    Safe to use from several threads. Close it, or use it as a context manager. `as_of` is the day that
    named queries answer for, if one (`graph.store_at`).
    """

    as_of: AsOf | None = None

    def __init__(self, url: str, auth: tuple[str, str] | None, database: str | None) -> None:
        self.url = url
        self.engine: schema.Engine = "embedded" if url.startswith("embedded:") else "neo4j"
        self.folder = Path(url.removeprefix("embedded:")) if self.engine == "embedded" else None
        self._auth = auth
        self._database = embedded.DATABASE if self.engine == "embedded" else database
        self._server: embedded.Server | None = None
        self._drivers: dict[str, neo4j.Driver] = {}
        self._lost: list[neo4j.Driver] = []
        self._reconnecting = threading.Lock()
        self._standing: tuple[float, Standing] | None = None
        self._asking = threading.Lock()
        self._writes = 0
        self._connect()

    @property
    def base(self) -> Store:
        """The store itself, of whatever day."""
        return self

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = READ_SECONDS,
        limit: int | None = None,
        is_tried_once: bool = False,
    ) -> Rows:
        """Run one reading statement and return its rows as dictionaries, at most `limit`. What
        `is_tried_once` is not run again when it fails with the store: it may be what made it fail.

        Raises StoreUnavailable, StoreRefused (a statement that writes) or StoreFailed.
        """
        query = neo4j.Query(cypher, timeout=seconds)
        values = dict(parameters or {})

        def at_once(session: neo4j.Session) -> Rows:
            return _rows(islice(session.run(query, values), limit))

        def work(transaction: neo4j.ManagedTransaction) -> Rows:
            # The driver takes a timeout with a transaction, not with a statement inside it.
            return _rows(islice(transaction.run(query.text, values), limit))

        timed = neo4j.unit_of_work(timeout=seconds)(work)

        def once() -> Rows:
            try:
                # One message each way; a transaction of its own takes twice the time of a short query.
                return self._with_session("reader", at_once)
            except (failures.Neo4jError, failures.DriverError) as error:
                if is_tried_once or not error.is_retryable():
                    raise
            return self._with_session("reader", lambda session: session.execute_read(timed))

        return self._attempt(once, 0 if is_tried_once else _RESTARTS)

    def standing(self) -> Standing:
        """How often and when the graph was last changed, and which sources are half-loaded. Asked once for
        all who ask within a moment (`KEPT_SECONDS`); what this process writes shows at once."""
        known = self._standing
        left = known[0] - time.monotonic() if known is not None else 0.0
        if known is not None and left > 0:
            # Halfway one of those who ask goes and sees, so that the others need never wait for it.
            if left > KEPT_SECONDS / 2 or not self._asking.acquire(blocking=False):
                return known[1]
            try:
                return self._ask_standing()
            finally:
                self._asking.release()
        with self._asking:
            known = self._standing
            if known is None or time.monotonic() >= known[0]:
                return self._ask_standing()
            return known[1]

    def standing_at_hand(self) -> Standing | None:
        """The standing, where it is known and nobody need go and see in this moment; never waits."""
        known = self._standing
        left = known[0] - time.monotonic() if known is not None else 0.0
        if known is None or left <= 0:
            return None
        return known[1] if left > KEPT_SECONDS / 2 or self._asking.locked() else None

    def _ask_standing(self) -> Standing:
        writes = self._writes
        known = (time.monotonic() + KEPT_SECONDS, Standing(**self.read(_STANDING)[0]))
        # What was read while this process wrote may be the state before.
        self._standing = known if writes == self._writes else None
        return known[1]

    def write(self, work: Callable[[Writer], T]) -> T:
        """Run `work` in one transaction. It may be run again after a conflict, so it must not keep
        state outside; nothing of a failed attempt stays in the store."""

        def once(transaction: neo4j.ManagedTransaction) -> T:
            return work(Writer(transaction))

        try:
            return self._attempt(
                lambda: self._with_session("writer", lambda session: session.execute_write(once))
            )
        finally:
            self._writes += 1
            self._standing = None

    @contextlib.contextmanager
    def loading_turn(self) -> Iterator[None]:
        """One loader at a time: on the embedded engine by a lock file. On Neo4j the loader's first
        write to the common GraphInfo node makes the others wait."""
        if self.folder is None:
            yield
            return
        with embedded.loading_turn(self.folder):
            yield

    def prepare(self) -> None:
        """Make constraints and indexes, if the store does not have this version of the schema yet.

        Raises StoreRefused when the user may not change the schema.
        """
        wanted = schema.version(self.engine)
        rows = self.read("MATCH (g:GraphInfo) RETURN g.schema AS schema")
        if rows and rows[0]["schema"] == wanted:
            return
        for statement in schema.constraints():
            self._define(statement)
        for statement in schema.full_text_indexes(self.engine):
            if self.folder is None:
                self._define(statement)
            else:
                self._attempt(lambda statement=statement: self._sql(statement))  # type: ignore[misc]
        self.write(
            lambda writer: writer.run(
                "MERGE (g:GraphInfo {id: 'graph-info'}) SET g.schema = $wanted",
                {"wanted": wanted},
            )
        )

    def reading_access(self) -> tuple[str, tuple[str, str] | None, str | None]:
        """Bolt address, user with password, and database, for another client that reads. On the embedded
        engine that user cannot write; on Neo4j it is the store's own."""
        if self._server is None:
            return self.url, self._auth, self._database
        return self._server.bolt_url, ("reader", self._server.reader_password), self._database

    def server_version(self) -> str:
        """What the server calls itself, such as `Neo4j/5.26.0`."""
        return self._attempt(lambda: str(self._drivers["reader"].get_server_info().agent))

    def close(self) -> None:
        """Close the connections; end the embedded server if this process started it."""
        for driver in {*self._drivers.values(), *self._lost}:
            driver.close()
        self._drivers = {}
        if self.folder is not None:
            embedded.stop(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Connecting

    def _connect(self) -> None:
        if self.folder is not None:
            self._server = embedded.ensure(self.folder)
            address = self._server.bolt_url
            drivers = {
                "writer": self._driver(address, ("writer", self._server.writer_password)),
                "reader": self._driver(address, ("reader", self._server.reader_password)),
            }
        else:
            driver = self._driver(self.url, self._auth)
            drivers = {"writer": driver, "reader": driver}
        try:
            with _translated(self.url):
                drivers["reader"].verify_connectivity()
        except BaseException:
            for driver in set(drivers.values()):
                driver.close()
            raise
        self._drivers = drivers

    def _reconnect(self, lost: dict[str, neo4j.Driver]) -> None:
        """Start the embedded server anew: the first thread that lost it does so for all of them. The
        old drivers stay open until the end, because other threads are still failing on them."""
        with self._reconnecting:
            if self._drivers is lost:
                self._connect()
                self._lost += lost.values()

    def _driver(self, address: str, auth: tuple[str, str] | None) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(
            address,
            auth=auth,
            max_transaction_retry_time=_RETRY_SECONDS[self.engine],
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=_CONNECT_SECONDS * 2,
        )

    def _with_session(self, role: str, work: Callable[[neo4j.Session], T]) -> T:
        mode = neo4j.READ_ACCESS if role == "reader" else neo4j.WRITE_ACCESS
        with self._drivers[role].session(
            database=self._database, default_access_mode=mode
        ) as session:
            return work(session)

    def _attempt(self, call: Callable[[], T], most_restarts: int = _RESTARTS) -> T:
        """Call; wait and repeat on a conflict that the driver leaves to us; start the embedded server
        anew when it has gone, at most so often; raise our own errors."""
        restarts = 0
        conflicts = 0
        while True:
            drivers = self._drivers
            try:
                with _translated(self.url):
                    return call()
            except _Conflict:
                conflicts += 1
                if conflicts >= _CONFLICT_ATTEMPTS:
                    raise
                time.sleep(0.05 * 2**conflicts)
            except StoreUnavailable:
                restarts += 1
                if self.folder is None or restarts > most_restarts:
                    raise
                self._reconnect(drivers)

    def _define(self, statement: str) -> None:
        """Schema statements run outside managed transactions: Neo4j takes them one at a time."""

        def work(session: neo4j.Session) -> None:
            session.run(statement).consume()

        self._attempt(lambda: self._with_session("writer", work))

    def _sql(self, statement: str) -> None:
        """Run SQL on the embedded server over its HTTP port on loopback."""
        server = self._server
        assert server is not None, "only the embedded engine takes SQL"
        secret = base64.b64encode(f"writer:{server.writer_password}".encode()).decode("ascii")
        connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=60)
        try:
            connection.request(
                "POST",
                f"/api/v1/command/{embedded.DATABASE}",
                json.dumps({"language": "sql", "command": statement}),
                {"Authorization": f"Basic {secret}", "Content-Type": "application/json"},
            )
            response = connection.getresponse()
            answer = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise StoreUnavailable(
                f"内置图库没有回应（{error}）。", f"The embedded store does not answer ({error})."
            ) from None
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise StoreFailed(
                f"内置图库没有执行建立索引的语句：{answer[:300]}",
                f"The embedded store did not run a schema statement: {answer[:300]}",
            )


class _Conflict(StoreFailed):
    """Two writers merged the same new key; nothing was written, so the work can run again."""


@contextlib.contextmanager
def _translated(url: str) -> Iterator[None]:
    """Turn the driver's exceptions into ours; secrets are never part of a message."""
    shown = shown_address(url)
    try:
        yield
    except (failures.AuthError, failures.TokenExpired):
        raise StoreRefused(
            f"图库 {shown} 不接受用户名或密码；请检查 PINGTAI_STORE_AUTH（用户名:密码）。",
            f"The store {shown} refuses the user or password; check PINGTAI_STORE_AUTH (user:password).",
        ) from None
    except failures.Forbidden:
        raise StoreRefused(
            f"图库 {shown} 拒绝了这条语句：当前用户没有这项权限。",
            f"The store {shown} refused the statement: this user lacks the right.",
        ) from None
    except failures.ConstraintError as error:
        raise _Conflict(
            f"图库 {shown} 里有并发写入的冲突：{_words(error)}",
            f"Writers of the store {shown} collided: {_words(error)}",
        ) from None
    except (
        failures.ServiceUnavailable,
        failures.SessionExpired,
        failures.ConnectionAcquisitionTimeoutError,
        OSError,
    ) as error:
        raise StoreUnavailable(
            f"图库 {shown} 没有回应；请确认地址正确、服务已启动。（{_words(error)}）",
            f"The store {shown} does not answer; check the address and that it runs.",
        ) from None
    except failures.ClientError as error:
        if "AccessMode" in (error.code or "") or "Writing in read" in str(error):
            raise StoreRefused(
                "只读查询不能写入图库。", "A reading query cannot write to the store."
            ) from None
        raise StoreFailed(
            f"图库 {shown} 不能执行这条语句：{_words(error)}",
            f"The store {shown} cannot run the statement.",
        ) from None
    except failures.ConfigurationError as error:
        raise BadAddress(
            f"图库地址 {shown} 不能使用：{_words(error)}",
            f"The store address {shown} cannot be used.",
        ) from None
    except (failures.Neo4jError, failures.DriverError) as error:
        raise StoreFailed(
            f"图库 {shown} 出错：{_words(error)}", f"The store {shown} failed: {_words(error)}"
        ) from None


def _words(error: Exception) -> str:
    if isinstance(error, failures.Neo4jError) and error.message:
        return f"{error.code}: {error.message}"[:400]
    return str(error).splitlines()[0][:400] if str(error) else type(error).__name__


def shown_address(url: str) -> str:
    """The address without user and password, as it may appear in messages and on pages."""
    if url.startswith("embedded:"):
        return url
    scheme, colon, rest = url.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}{colon}{host}"


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        return False
    # Only the routing schemes take a query; nothing takes a path or a fragment.
    is_plain = not parts.path.strip("/") and "#" not in url
    takes_query = parts.scheme.startswith("neo4j")
    return parts.scheme in SCHEMES and has_host and is_plain and (takes_query or "?" not in url)


def open_store(url: str | None = None, auth: str | None = None) -> Store:
    """Open a store.

    url: `embedded:FOLDER`, `neo4j://host:7687` or another Bolt scheme; else PINGTAI_STORE, else
    `embedded:./pingtai-data`. auth: `user:password`, else PINGTAI_STORE_AUTH. The database of a Neo4j is
    its default one, or PINGTAI_STORE_DATABASE.

    Raises BadAddress, StoreUnavailable or StoreRefused.
    """
    url = url or os.environ.get("PINGTAI_STORE") or DEFAULT_URL
    if url.startswith("embedded:"):
        if not url.removeprefix("embedded:").strip():
            raise BadAddress(
                "embedded: 后面要写文件夹，例如 embedded:./data。",
                "embedded: needs a folder, for example embedded:./data.",
            )
        return Store(url, None, None)
    if not _is_address(url):
        raise BadAddress(
            f"图库地址 {shown_address(url)} 不对；应为 embedded:文件夹 或 neo4j://主机:7687。",
            "The store address must be embedded:FOLDER or neo4j://HOST:7687.",
        )
    if "@" in urlsplit(url).netloc:
        raise BadAddress(
            f"图库地址 {shown_address(url)} 里不要写密码；请用 PINGTAI_STORE_AUTH（用户名:密码）。",
            "Put no password into the store address; use PINGTAI_STORE_AUTH (user:password).",
        )
    return Store(url.rstrip("/"), _credentials(auth), os.environ.get("PINGTAI_STORE_DATABASE"))


def _credentials(auth: str | None) -> tuple[str, str] | None:
    auth = auth or os.environ.get("PINGTAI_STORE_AUTH")
    if not auth:
        return None
    user, colon, password = auth.partition(":")
    if not colon:
        raise BadAddress(
            "PINGTAI_STORE_AUTH 应写作 用户名:密码。",
            "PINGTAI_STORE_AUTH must read user:password.",
        )
    return user, password
