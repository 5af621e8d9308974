"""Named queries: the files in `cypher/`, loaded, checked and run.

A file holds one or more blocks:

    // name: platforms_of_host(host_id: string, limit: integer = 200) -> platform_id, platform
    // 某依托单位的平台
    // Platforms of a host unit
    MATCH … RETURN p.id AS platform_id, p.name AS platform

The two comment lines are the description in Chinese and English, shown by the command line, the API and
the web view. Loading refuses a name that occurs twice, a parameter that is used but not declared or
declared but not used, and columns that differ from what the last RETURN names, with file and line.
`topic.embedded.cypher` beside `topic.cypher` holds the embedded engine's own wording of some of its
queries, with the same signature.

Every query may use what the runner fills in: `$hidden`, the ids of sources that are not to be counted,
because they are only partly loaded or, as of a day, of a later one; and `$later`, the latter alone.
`founded(a, b)` stands for what must hold for a finding between two platforms to count: sources that
count list both, and what they share, host or field, they share by such sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import BadParameter, QueryFileError, UnknownQuery
from graph.lookup import narrowed
from graph.paths import by_steps, goes_by_steps
from graph.schema import Engine
from graph.seen import Seen, restate, seen

if TYPE_CHECKING:
    from graph.store import Rows, Store

FOLDER = Path(__file__).resolve().parent.parent / "cypher"
IMPLICIT = frozenset({"hidden", "later"})
KINDS = ("string", "strings", "integer", "number", "boolean")

_HEADER = re.compile(
    r"//\s*name:\s*(?P<name>[a-z][a-z0-9_]*)\((?P<params>[^)]*)\)\s*->\s*(?P<columns>.+)"
)
_PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s*:\s*(?P<kind>[a-z]+)(?:\s*=\s*(?P<default>.+))?"
)
_USED = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*")
_ALIAS = re.compile(r"\bAS\s+([A-Za-z_][A-Za-z0-9_]*)")
_WRITES = re.compile(r"\b(CREATE|MERGE|DELETE|DETACH|SET|REMOVE|DROP|LOAD)\b", re.IGNORECASE)
_FOUNDED = re.compile(r"\bfounded\((\w+), (\w+)\)")
_LISTED = (
    "EXISTS {{ MATCH ({0})-[fx:LISTED_IN]->(:GoverningDocument) WHERE NOT fx.source IN $hidden }}"
)
_SHARED = (
    "(NOT EXISTS {{ MATCH ({0})-[:{2}]->(:{3})<-[:{2}]-({1}) }} "
    "OR EXISTS {{ MATCH ({0})-[fx:{2}]->(:{3})<-[fy:{2}]-({1}) "
    "WHERE NOT fx.source IN $hidden AND NOT fy.source IN $hidden }})"
)


@dataclass(frozen=True)
class Parameter:
    """A declared parameter; `required` ones have no default."""

    name: str
    kind: str
    default: Any = None
    required: bool = True


@dataclass(frozen=True)
class NamedQuery:
    """One query: what it is called, takes and gives, and its text for each engine."""

    name: str
    subject: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    zh: str
    en: str
    cypher: str
    place: str
    embedded_cypher: str | None = None

    def text(self, engine: Engine) -> str:
        """The wording for that engine."""
        if engine == "embedded" and self.embedded_cypher is not None:
            return self.embedded_cypher
        return self.cypher

    def bind(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Check and convert values (strings from a command line or an address are fine).

        Raises BadParameter for an unknown, missing or unsuitable one.
        """
        unknown = sorted(set(values) - {parameter.name for parameter in self.parameters})
        if unknown:
            known = "、".join(p.name for p in self.parameters) or "无 none"
            raise BadParameter(
                f"查询 {self.name} 没有参数 {unknown[0]}；它的参数：{known}。",
                f"Query {self.name} has no parameter {unknown[0]}.",
            )
        bound: dict[str, Any] = {}
        for parameter in self.parameters:
            if parameter.name in values:
                bound[parameter.name] = _converted(self.name, parameter, values[parameter.name])
            elif parameter.required:
                raise BadParameter(
                    f"查询 {self.name} 缺少参数 {parameter.name}（{parameter.kind}）。",
                    f"Query {self.name} needs the parameter {parameter.name} ({parameter.kind}).",
                )
            else:
                bound[parameter.name] = parameter.default
        return bound


def described(query: NamedQuery) -> dict[str, Any]:
    """What a query is called, takes and gives, for programs."""
    return {
        "name": query.name,
        "subject": query.subject,
        "zh": query.zh,
        "en": query.en,
        "parameters": [
            {"name": p.name, "kind": p.kind, "required": p.required, "default": p.default}
            for p in query.parameters
        ],
        "columns": list(query.columns),
    }


class Library:
    """All named queries of a folder, by name."""

    def __init__(self, queries: Mapping[str, NamedQuery]) -> None:
        self._queries = dict(sorted(queries.items()))

    def __iter__(self) -> Iterator[NamedQuery]:
        return iter(self._queries.values())

    def __len__(self) -> int:
        return len(self._queries)

    def __getitem__(self, name: str) -> NamedQuery:
        try:
            return self._queries[name]
        except KeyError:
            raise UnknownQuery(
                f"没有名为 {name} 的查询；用 pingtai query --list 查看全部。",
                f"There is no query named {name}; see pingtai query --list.",
            ) from None

    def run(self, store: Store, name: str, /, **values: Any) -> Rows:
        """Run a query on a store; rows have exactly the declared columns, in that order."""
        query = self[name]
        parameters = query.bind(values)
        cypher = query.text(store.engine)
        implicit = IMPLICIT & set(_USED.findall(cypher))
        counted = seen(store) if implicit else Seen([])
        parameters |= {one: getattr(counted, one) for one in implicit}
        found = store.read(narrowed(cypher, parameters), parameters)
        if not found and counted.hidden and store.engine == "embedded" and goes_by_steps(cypher):
            found = by_steps(store, cypher, parameters, counted.hidden)
        rows = [{column: row[column] for column in query.columns} for row in found]
        return restate(rows, query.columns, counted.restated)


@cache
def library() -> Library:
    """The project's own queries."""
    return load(FOLDER)


def load(folder: Path) -> Library:
    """Load every `.cypher` file under a folder; raises QueryFileError with file and line."""
    queries: dict[str, NamedQuery] = {}
    variants: list[NamedQuery] = []
    for path in sorted(folder.rglob("*.cypher")):
        for query in _blocks(path, path.relative_to(folder)):
            if path.name.endswith(".embedded.cypher"):
                variants.append(query)
            elif query.name in queries:
                raise _fault(
                    query.place,
                    f"查询 {query.name} 已在 {queries[query.name].place} 定义",
                    f"query {query.name} is defined in {queries[query.name].place} already",
                )
            else:
                queries[query.name] = query
    for variant in variants:
        queries[variant.name] = _with_variant(queries.get(variant.name), variant)
    return Library(queries)


def _with_variant(base: NamedQuery | None, variant: NamedQuery) -> NamedQuery:
    if base is None:
        raise _fault(
            variant.place,
            f"查询 {variant.name} 只有内置图库的写法",
            f"query {variant.name} has a wording for the embedded engine only",
        )
    if (base.parameters, base.columns) != (variant.parameters, variant.columns):
        raise _fault(
            variant.place,
            f"查询 {variant.name} 的参数或列与 {base.place} 不同",
            f"parameters or columns of {variant.name} differ from {base.place}",
        )
    if base.embedded_cypher is not None:
        raise _fault(
            variant.place, f"查询 {variant.name} 重复", f"query {variant.name} occurs twice"
        )
    return replace(base, embedded_cypher=variant.cypher)


def _blocks(path: Path, shown: Path) -> Iterator[NamedQuery]:
    lines = path.read_text("utf-8").splitlines()
    starts = [i for i, line in enumerate(lines) if re.match(r"//\s*name:", line)]
    if not starts or any(line.strip() for line in lines[: starts[0]]):
        raise _fault(f"{shown}:1", "文件应以 // name: 行开始", "the file must begin with // name:")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _block(lines[start:end], f"{shown}:{start + 1}", shown.parent.name)


def _block(lines: list[str], place: str, subject: str) -> NamedQuery:
    header = _HEADER.fullmatch(lines[0].strip())
    if header is None:
        raise _fault(
            place,
            "首行应为 // name: 名称(参数: 类型 = 默认值, …) -> 列, …",
            "the first line must read // name: name(parameter: kind = default, …) -> column, …",
        )
    comments = [line.strip().removeprefix("//").strip() for line in lines[1:3]]
    if len(comments) < 2 or not all(line.lstrip().startswith("//") for line in lines[1:3]):
        raise _fault(
            place, "首行下应有中文、英文两行说明", "two comment lines must follow: Chinese, English"
        )
    cypher = _FOUNDED.sub(_founded, "\n".join(lines[3:]).strip().rstrip(";"))
    query = NamedQuery(
        name=header["name"],
        subject=subject,
        parameters=tuple(_parameters(header["params"], place)),
        columns=tuple(column.strip() for column in header["columns"].split(",")),
        zh=comments[0],
        en=comments[1],
        cypher=cypher,
        place=place,
    )
    _check(query)
    return query


def _founded(found: re.Match[str]) -> str:
    """What `founded(a, b)` stands for. Where everything counts nothing is looked up."""
    a, b = found.groups()
    conditions = (
        _LISTED.format(a),
        _LISTED.format(b),
        _SHARED.format(a, b, "HOSTED_BY", "HostUnit"),
        _SHARED.format(a, b, "IN_FIELD", "Field"),
    )
    return f"(size($hidden) = 0 OR ({' AND '.join(conditions)}))"


def _check(query: NamedQuery) -> None:
    bare = _LITERAL.sub(" ", query.cypher)
    used = set(_USED.findall(bare)) - IMPLICIT
    declared = {parameter.name for parameter in query.parameters}
    for name in sorted(used - declared):
        raise _fault(
            query.place,
            f"查询 {query.name} 用了未声明的参数 ${name}",
            f"query {query.name} uses ${name}, which it does not declare",
        )
    for name in sorted(declared - used):
        raise _fault(
            query.place,
            f"查询 {query.name} 声明了参数 {name} 却没有使用",
            f"query {query.name} declares {name} and does not use it",
        )
    if found := _WRITES.search(bare):
        raise _fault(
            query.place,
            f"查询 {query.name} 含写入语句 {found[0]}",
            f"query {query.name} writes ({found[0]}); named queries only read",
        )
    returned = tuple(_ALIAS.findall(bare.rpartition("RETURN")[2]))
    if returned != query.columns:
        raise _fault(
            query.place,
            f"查询 {query.name} 返回的列（{', '.join(returned)}）与声明不同",
            f"query {query.name} returns {', '.join(returned) or 'nothing named'}, not what it declares",
        )


def _parameters(declared: str, place: str) -> Iterator[Parameter]:
    for part in filter(None, (piece.strip() for piece in declared.split(","))):
        found = _PARAMETER.fullmatch(part)
        if found is None or found["kind"] not in KINDS:
            raise _fault(
                place,
                f"参数 {part} 应写作 名称: 类型，类型为 {' '.join(KINDS)}",
                f"parameter {part} must read name: kind, kind one of {' '.join(KINDS)}",
            )
        parameter = Parameter(found["name"], found["kind"])
        if found["default"] is not None:
            words = found["default"].strip().strip("'")
            value = (
                []
                if parameter.kind == "strings" and not words
                else _converted("", parameter, words)
            )
            parameter = replace(parameter, default=value, required=False)
        yield parameter


def _converted(query: str, parameter: Parameter, value: Any) -> Any:
    try:
        match parameter.kind:
            case "string":
                return _text(value)
            case "strings":
                return [_text(one) for one in ([value] if isinstance(value, str) else value)]
            case "integer":
                return int(value) if not isinstance(value, bool) else _reject(value)
            case "number":
                return float(value) if not isinstance(value, bool) else _reject(value)
            case _:
                return _truth(value)
    except (TypeError, ValueError):
        raise BadParameter(
            f"查询 {query} 的参数 {parameter.name} 应为 {parameter.kind}，得到的是 {value!r}。",
            f"Parameter {parameter.name} of query {query} must be of kind {parameter.kind}.",
        ) from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _reject(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "1": True, "false": False, "0": False}
    return words[value.lower()] if str(value).lower() in words else _reject(value)


def _reject(value: Any) -> Any:
    raise ValueError(value)


def _fault(place: str, zh: str, en: str) -> QueryFileError:
    return QueryFileError(f"cypher/{place}：{zh}。", f"cypher/{place}: {en}.")
