"""Cypher of users: what of it may run, within which bounds.

The store reads it with credentials or in a mode that cannot write; this guard refuses before that what an
engine would still do then: read files and addresses (LOAD CSV), call procedures and functions that are not
listed, and work without end that no timeout reaches, such as UNWIND range(1, 1e9). It looks at words
outside of strings and comments and would rather refuse a name that looks like a keyword (write it in
backticks) than let one pass.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from api.errors import BadRequest
from graph.errors import PingtaiError, StoreFailed, StoreRefused
from graph.store import Rows, Store

MOST_ROWS = 10_000
_SECONDS = 10.0
_GRACE_SECONDS = 2.0
_LONGEST = 10_000
_LONGEST_PATH = 8
_LONGEST_RANGE = 10_000
_AT_ONCE = threading.BoundedSemaphore(2)

_QUOTED = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`(?:[^`]|``)*`|//[^\n]*|/\*.*?\*/", re.DOTALL
)
_WRITING = re.compile(
    r"(?<![.:$\w])(CREATE|INSERT|MERGE|DELETE|NODETACH|DETACH|SET|REMOVE|DROP|LOAD|FOREACH|USE|ALTER|GRANT|DENY"
    r"|REVOKE|SHOW|TERMINATE|START|STOP|RENAME|PERIODIC|TRANSACTIONS|EXPLAIN|PROFILE|FINISH)\b",
    re.IGNORECASE,
)
_CALL = re.compile(r"\bCALL\b(?!\s*[{(])\s*([\w.]*)", re.IGNORECASE)
_PROCEDURES = frozenset(
    {"db.labels", "db.relationshiptypes", "db.propertykeys", "db.index.fulltext.querynodes"}
)
_FUNCTION = re.compile(r"\b([A-Za-z_]\w*(?:\s*\.\s*\w+)+)\s*\(")
_CALLED_BY_PATH = re.compile(r"\.\s*(?:\w+|'')\s*\(")
_NAMESPACES = frozenset(
    {"date", "datetime", "localdatetime", "time", "localtime", "duration", "point"}
)
_RANGE = re.compile(r"\brange\s*\(", re.IGNORECASE)
_RANGE_OF_NUMBERS = re.compile(
    r"\brange\s*\(\s*(-?\d{1,9})\s*,\s*(-?\d{1,9})\s*(?:,\s*(-?\d{1,9})\s*)?\)", re.IGNORECASE
)
_PATH = re.compile(r"\[[^\[\]]*?\*\s*(\d*)\s*(\.\.)?\s*(\d*)[^\[\]]*\]\s*(?:-|->)")
_REDUCE = re.compile(r"\breduce\s*\((?=\s*(\w+)\s*=)", re.IGNORECASE)
_GROWS = re.compile(r"[+(\[{]")
_REPLACE = re.compile(r"\b(?:replace|lpad|rpad)\s*\(", re.IGNORECASE)
_OF_TYPES = re.compile(r"[\[(]\s*\w*\s*:")
_ADDED = re.compile(r"\+")
_LISTED = re.compile(r"[\[{]([^\[\]{}|]*)[\]}]")
_NAME = re.compile(r"(?<![.\w$])[A-Za-z_]\w*+(?!\s*[:(.])")
_MOST_GROWN = 10
_QUANTIFIED = re.compile(r"\)\s*\)\s*[+*{]|-\[[^\]]*\]->?\s*[+*{]|-->?\s*[+*{]")


class RefusedCypher(PingtaiError):
    """A statement that is not run."""

    status = 403
    kind = "refused-cypher"


class FailedCypher(PingtaiError):
    """A statement that the store cannot run, or not in time."""

    status = 400
    kind = "failed-cypher"


class Busy(PingtaiError):
    """Other users' statements are running."""

    status = 429
    kind = "busy"
    headers = {"Retry-After": "5"}  # noqa: RUF012


def run(store: Store, cypher: str, parameters: Mapping[str, Any], limit: int) -> tuple[Rows, bool]:
    """The rows of a statement, at most `limit`, and whether there were more.

    Raises RefusedCypher, FailedCypher, BadRequest, Busy.
    """
    check(cypher)
    _check_values(parameters)
    if not _AT_ONCE.acquire(blocking=False):
        raise Busy("已有两条语句在运行，请稍后再试。", "Two statements are running; try again.")
    try:
        rows = _read(store, cypher, parameters, limit + 1)
    except StoreRefused as error:
        raise RefusedCypher(error.zh, error.en) from None
    except StoreFailed as error:
        # The store's words about the user's own statement stand in the Chinese line.
        raise FailedCypher(error.zh, f"The statement cannot be run: {error.zh}") from None
    return [_plain(row) for row in rows[:limit]], len(rows) > limit


def _read(store: Store, cypher: str, parameters: Mapping[str, Any], limit: int) -> Rows:
    """Rows, or FailedCypher when time is up. The embedded engine goes on with work that its timeout does
    not reach; until it has ended, the statement keeps its place among those that run at once."""
    done: Future[Rows] = Future()
    turn = _AT_ONCE

    def work() -> None:
        try:
            done.set_result(
                store.read(cypher, parameters, seconds=_SECONDS, limit=limit, is_tried_once=True)
            )
        except Exception as error:
            done.set_exception(error)
        finally:
            turn.release()

    threading.Thread(target=work, daemon=True).start()
    try:
        return done.result(_SECONDS + _GRACE_SECONDS)
    except TimeoutError:
        raise FailedCypher(
            f"语句超过 {_SECONDS:.0f} 秒，没有结果。",
            f"The statement took more than {_SECONDS:.0f} s; there is no result.",
        ) from None


def check(cypher: str) -> None:
    """Refuse what a statement of a user must not do. Raises RefusedCypher."""
    if len(cypher) > _LONGEST:
        raise _refused(f"语句最多 {_LONGEST} 个字符", f"at most {_LONGEST} characters")
    # Neo4j reads \uXXXX anywhere in a statement, before it looks at quotes.
    if re.search(r"\\u", cypher, re.IGNORECASE):
        raise _refused("请直接写字符，不用 \\u", "write characters as they are, not as \\u")
    bare = _QUOTED.sub(" '' ", cypher)
    if ";" in bare:
        raise _refused("一次一条语句", "one statement at a time")
    if any(quote in bare.replace("''", "") for quote in "'\"`") or "/*" in bare:
        raise _refused("引号或注释没有结束", "a quote or comment does not end")
    if found := _WRITING.search(bare):
        raise _refused(f"不能用 {found[1].upper()}", f"{found[1].upper()} is not for readers")
    _check_calls(bare)
    _check_work(bare)


def _check_calls(bare: str) -> None:
    for called in _CALL.finditer(bare):
        if called[1].lower() not in _PROCEDURES:
            raise _refused(
                "只能调用列出的过程", f"only {', '.join(sorted(_PROCEDURES))} are called"
            )
    if len(_CALLED_BY_PATH.findall(bare)) != len(_FUNCTION.findall(bare)):
        raise _refused("函数名不能用反引号", "names of functions are not put in backticks")
    for called in _FUNCTION.finditer(bare):
        name = re.sub(r"\s", "", called[1]).lower()
        if name not in _PROCEDURES and name.partition(".")[0] not in _NAMESPACES:
            raise _refused(f"不能调用 {called[1]}", f"{called[1]} is not for readers")


def _check_work(bare: str) -> None:
    ranges = [
        (int(first), int(last), abs(int(step or 1)) or 1)
        for first, last, step in _RANGE_OF_NUMBERS.findall(bare)
    ]
    if len(ranges) != len(_RANGE.findall(bare)) or len(ranges) > 1:
        raise _refused(
            "range 只能用一次，两端写成数字", "range is used once, between two plain numbers"
        )
    if any(abs(last - first) // step >= _LONGEST_RANGE for first, last, step in ranges):
        raise _refused(f"range 最长 {_LONGEST_RANGE}", f"a range has at most {_LONGEST_RANGE}")
    _check_growth(bare)
    for least, dots, most in _PATH.findall(bare):
        bound = most if dots else least
        if not bound or int(bound) > _LONGEST_PATH:
            raise _refused(
                f"变长路径要写明不超过 {_LONGEST_PATH} 的上限",
                f"a path of variable length needs a bound of at most {_LONGEST_PATH}",
            )
    if _QUANTIFIED.search(bare):
        raise _refused("变长路径请写作 -[:关系*1..3]-", "write paths as -[:TYPE*1..3]-")


def _check_growth(bare: str) -> None:
    """Refuse what makes a value many times as large at each step: thirty steps fill any memory."""
    if _is_nested(bare):
        raise _refused("列表推导里不能再套一层", "a list is not made within another's steps")
    for each in _REDUCE.finditer(bare):
        step = _step(bare, each.end())
        uses = len(re.findall(rf"(?<![.\w]){re.escape(each[1])}(?!\w)", step))
        if _GROWS.search(step) and (uses > 1 or _REPLACE.search(step)):
            raise _refused(
                f"reduce 的一步里不能用 {each[1]} 加 {each[1]}",
                f"a step of reduce does not add {each[1]} to itself",
            )
    grown = len(_ADDED.findall(bare)) + len(_REPLACE.findall(bare)) + _repeating(bare)
    if grown > _MOST_GROWN:
        raise _refused(
            f"加、replace 与重复的列表一共最多 {_MOST_GROWN} 处",
            f"at most {_MOST_GROWN} places that add, replace or repeat in a list",
        )


def _is_nested(bare: str) -> bool:
    """Whether within the steps of a list, or of reduce, another list is made; types as in [:A|B] are none."""
    opened: list[int] = []
    stepping: list[int] = []
    for at, sign in enumerate(bare):
        if sign in "[(":
            opened.append(at)
        elif sign in "])" and opened:
            closed = opened.pop()
            if stepping and stepping[-1] == closed:
                stepping.pop()
        elif sign == "|" and opened and not _OF_TYPES.match(bare, opened[-1]):
            if opened[-1] not in stepping:
                stepping.append(opened[-1])
            if len(stepping) > 1:
                return True
    return False


def _repeating(bare: str) -> int:
    """How many lists and maps name one thing twice."""
    named = (_NAME.findall(one) for one in _LISTED.findall(bare))
    return sum(len(set(names)) < len(names) for names in named)


def _step(bare: str, start: int) -> str:
    """What a reduce whose parenthesis opens before `start` does at each step."""
    depth, step = 1, len(bare)
    for at in range(start, len(bare)):
        depth += (bare[at] in "([{") - (bare[at] in ")]}")
        if depth == 0:
            return bare[step:at]
        if depth == 1 and bare[at] == "|":
            step = min(step, at + 1)
    return bare[step:]


def _refused(zh: str, en: str) -> RefusedCypher:
    return RefusedCypher(f"这条语句没有执行：{zh}。", f"The statement was not run: {en}.")


def _check_values(value: Any, depth: int = 0) -> None:
    """Refuse parameters that the driver cannot send."""
    if depth > 8:
        raise BadRequest({"parameters": ["is nested too deeply"]})
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise BadRequest({"parameters": ["has a whole number beyond 64 bits"]})
    if isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
        raise BadRequest({"parameters": ["has half a character"]})
    if isinstance(value, Mapping):
        for key, one in value.items():
            _check_values(key, depth + 1)
            _check_values(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _check_values(one, depth + 1)


def _plain(value: Any) -> Any:
    """A value as JSON has it; dates and points as their words."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return str(value)
