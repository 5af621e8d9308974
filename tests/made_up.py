"""Made-up requests against the description of the API: what it answers is what that says, and never a
server error.
"""

from __future__ import annotations

from typing import Any

import schemathesis
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def try_every_operation(app: APIFlask, secret: str, examples: int) -> None:
    """Send so many made-up requests to every operation; `secret` is a token's."""
    bearer = {"Authorization": f"Bearer {secret}"}
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    schema.config.generation.update(with_security_parameters=False)
    found = list(schema.get_all_operations())
    operations: list[Any] = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) == len(found), "the description cannot be read whole"
    assert len(operations) > 25
    for operation in operations:
        _try(operation, bearer, examples)


def _try(operation: Any, bearer: dict[str, str], examples: int) -> None:
    # Cypher is for token holders even here; they may send ten statements at once.
    headers = bearer if operation.path.endswith("/cypher") else {}
    # Without a socket between them nobody unpacks what is compressed.
    headers = {"Accept-Encoding": "identity", **headers}

    @given(case=operation.as_strategy())
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def tried(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=_CHECKS)

    tried()
