"""The description of the API: OpenAPI 3.1 at /openapi.json, and a page of it at /api that needs no script.

Routes say what they take and give; here what holds for all of them is added: the one shape of errors,
tokens, rate limits, and which values a part of a path may have.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask
from flask import current_app, render_template

from api.errors import CONTENT_TYPE, Problem

_EVERYWHERE = (400, 401, 429, 503)
_VALUES = re.compile(r"<any\((?P<values>[^)]*)\):(?P<name>\w+)>")
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_ABOUT = (
    "平台图谱的接口。列表有筛选、排序、翻页（cursor）和总数；每个列表、命名查询和子图都可导出 "
    "CSV、XLSX、JSON、GraphML、JSON-LD、Cypher。"
    "出错时一律返回 application/problem+json。\n\n"
    "The API of the graph of platforms. Lists have filters, an order, pages (cursor) and a total, and are "
    "files, as named queries and parts of the graph are: CSV, XLSX, JSON, GraphML, JSON-LD, Cypher. Every error is application/problem+json."
)


def register_openapi(app: APIFlask) -> None:
    """Serve the description and its page."""
    app.config["DESCRIPTION"] = _ABOUT
    app.config["AUTO_404_RESPONSE"] = True
    app.config["AUTO_AUTH_ERROR_RESPONSE"] = False
    app.config["AUTO_VALIDATION_ERROR_RESPONSE"] = False
    app.config["AUTO_SERVERS"] = False
    app.config["SECURITY_SCHEMES"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "pingtai token create --scope read|review|ingest",
        }
    }

    @app.spec_processor
    def whole(spec: dict[Any, Any] | str) -> dict[Any, Any] | str:
        assert isinstance(spec, dict), "the format is JSON"
        schemas = spec.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for name in ("HTTPError", "ValidationError"):
            schemas.pop(name, None)
        choices = _choices(app)
        for path, methods in spec["paths"].items():
            for operation in methods.values():
                _complete(operation, choices.get(path, {}))
        return spec

    @app.get("/api")
    @app.doc(hide=True)
    def description() -> str:
        spec = current_app.spec  # type: ignore[attr-defined]
        return render_template("api.html", section="", spec=spec, operations=_operations(spec))


def _choices(app: APIFlask) -> dict[str, dict[str, list[str]]]:
    """By path, the values that a part of it may have."""
    found: dict[str, dict[str, list[str]]] = {}
    for rule in app.url_map.iter_rules():
        values = {one["name"]: one["values"].split(",") for one in _VALUES.finditer(rule.rule)}
        if values:
            found[re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", rule.rule)] = values
    return found


def _complete(operation: dict[str, Any], choices: dict[str, list[str]]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            values = [value.strip(" '\"") for value in choices.get(parameter["name"], ())]
            kind = {"type": "string", "minLength": 1}
            parameter["schema"] = kind | ({"enum": values} if values else {})
    # Reading on this machine needs no token.
    operation["security"] = [{"token": []}] if operation.get("security") else [{}, {"token": []}]
    responses = operation["responses"]
    extra = (413, 415) if "requestBody" in operation else ()
    for status in (*_EVERYWHERE, *extra):
        responses.setdefault(str(status), {"description": HTTPStatus(status).phrase})
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {CONTENT_TYPE: _PROBLEM}


def _operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in sorted(spec["paths"].items())
        for method, operation in methods.items()
    ]
