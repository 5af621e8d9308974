"""What the guard of users' Cypher lets pass, and what it refuses."""

from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from api import user_cypher
from api.user_cypher import Busy, FailedCypher, RefusedCypher, check
from graph.store import Rows, Store

PASSING = (
    "MATCH (p:Platform)-[:HOSTED_BY]->(h:HostUnit) RETURN h.name AS host, count(p) AS n LIMIT 5",
    "MATCH (n) WHERE n.name CONTAINS 'CREATE; LOAD CSV' RETURN n.name AS name",
    "MATCH (n:Platform {id: $id}) RETURN n.set AS s, properties(n) AS p",
    "MATCH p = (a)-[:PART_OF*1..3]->(b) RETURN length(p) AS n",
    "MATCH (a)-[r:IN_FIELD]->(b) RETURN (1 + 2) * 3 AS n",
    "UNWIND range(1, 100) AS n RETURN n",
    "CALL db.labels() YIELD label RETURN label",
    "CALL { MATCH (n:Platform) RETURN count(n) AS n } RETURN n",
    "RETURN date('2026-01-01') AS d, duration.between(date('2026-01-01'), date()) AS e",
    "MATCH (n) // DELETE n\nRETURN count(n) AS n",
    "MATCH (n:Platform) WHERE EXISTS { MATCH (n)-[:IN_FIELD]->(:Field) } RETURN n.name AS name",
    "MATCH (n) RETURN n.`CREATE` AS c",
    "MATCH (n) RETURN reduce(m = 0, x IN collect(n.year) | CASE WHEN x > m THEN x ELSE m END) AS last",
    "MATCH (n) RETURN reduce(s = '', x IN collect(n.name) | s + x) AS words",
    "MATCH (n) RETURN [x IN collect(n) WHERE (x:Field|Region) | x {.id, .name}] AS found",
    "MATCH (n) RETURN [(n)-[:IN_FIELD|HOSTED_BY]->(x) | x.name] AS a, [(n)-->(y) | y.id] AS b",
    "MATCH (a)-->(b) RETURN a.name + '、' + b.name AS both, {a: a.id, b: b.id} AS ids, [a, b] AS two",
)
REFUSED = (
    "CREATE (n)",
    "match (n) set n.x = 1",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MERGE (n:X {id: 1})",
    "MATCH (n) REMOVE n.name",
    "INSERT (:X)",
    "FOREACH (x IN [1] | CREATE ())",
    "DROP INDEX x",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load /* x */ csv from 'http://h/' as l return l",
    "CALL dbms.listConfig()",
    "CALL apoc.load.json('http://h/')",
    "CALL apoc . cypher . run('x', {})",
    "CALL `dbms`.listConfig()",
    "RETURN apoc.util.sleep(100000)",
    "RETURN apoc.`util`.sleep(100000)",
    "RETURN `apoc`.`util`.`sleep`(100000)",
    "MATCH (n) CALL { WITH n DELETE n } RETURN 1",
    "CALL { CREATE (n) RETURN n } RETURN n",
    "UNWIND range(1, 1000000000) AS n RETURN count(n)",
    "UNWIND range(1, 1e9) AS n RETURN count(n)",
    "WITH 1000000000 AS n UNWIND range(1, n) AS m RETURN m",
    "UNWIND range(1, $n) AS m RETURN m",
    "UNWIND range(1, 9999) AS a UNWIND range(1, 9999) AS b RETURN count(*)",
    "RETURN reduce(s = 'ab', x IN range(1, 40) | s + s) AS s",
    "RETURN size(reduce(s=[1], x IN range(1, 40) | s+s)) AS n",
    "RETURN reduce(s = 'a', x IN range(1, 40) | replace(s, 'a', 'aa')) AS s",
    "RETURN reduce(s = [1], x IN range(1, 40) | [s, s]) AS s",
    "RETURN reduce(s = 'a', x IN range(1, 40) | s + s + ((a)-[:A|B]-(b))) AS s",
    "WITH range(1, 9000) AS r RETURN [a IN r | [b IN r | a * b]] AS x",
    "WITH range(1, 9000) AS r RETURN size(r) AS n, [a IN r | (a) + [b IN r | a * b]] AS x",
    "WITH range(1, 9000) AS r RETURN reduce(s = 0, a IN r | s + size([b IN r | a * b])) AS x",
    "MATCH (n) RETURN [(n)-->(x) | [(x)-->(y) | [(y)-->(z) | z]]] AS found",
    "WITH 'ab' AS s" + " WITH s + s AS s" * 40 + " RETURN size(s) AS n",
    "WITH [1] AS s" + " WITH [s, s] AS s" * 40 + " RETURN s",
    "WITH 'a' AS s" + " WITH replace(s, 'a', 'aa') AS s" * 40 + " RETURN size(s) AS n",
    "MATCH (a)-[*]-(b) RETURN count(*)",
    "MATCH (a)-[:X*2..]-(b) RETURN count(*)",
    "MATCH (a)-[r:X*..30]->(b) RETURN count(*)",
    "MATCH (a) ((x)-->(y))+ (b) RETURN count(*)",
    "MATCH (a)-->+(b) RETURN count(*)",
    "RETURN 1; MATCH (n) RETURN n",
    "USE system RETURN 1",
    "SHOW USERS",
    "RETURN 'open",
    "RETURN 1 /* open",
    "MATCH (n) \\u0044ELETE n",
    "MATCH (n) RETURN n '\\u0027 DELETE n //'",
    "RETURN 1 " + " " * 10_000,
)


@pytest.mark.parametrize("cypher", PASSING)
def test_readers_may(cypher: str) -> None:
    check(cypher)


@pytest.mark.parametrize("cypher", REFUSED)
def test_readers_may_not(cypher: str) -> None:
    with pytest.raises(RefusedCypher):
        check(cypher)


class _Endless:
    """A store whose engine does not stop when time is up."""

    def __init__(self) -> None:
        self.end = threading.Event()

    def read(self, *_: Any, **__: Any) -> Rows:
        self.end.wait(10)
        return []


def test_work_without_end_is_answered_in_time_and_keeps_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(user_cypher, "_SECONDS", 0.05)
    monkeypatch.setattr(user_cypher, "_GRACE_SECONDS", 0.05)
    monkeypatch.setattr(user_cypher, "_AT_ONCE", threading.BoundedSemaphore(2))
    endless = _Endless()
    store = cast(Store, endless)
    for _ in range(2):
        with pytest.raises(FailedCypher):
            user_cypher.run(store, "RETURN 1 AS one", {}, 10)
    with pytest.raises(Busy):
        user_cypher.run(store, "RETURN 1 AS one", {}, 10)
    endless.end.set()
