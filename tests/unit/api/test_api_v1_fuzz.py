"""The API under made-up requests: what it answers is what its description says, and never a server error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.tokens import TokenFile
from graph.store import Store

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_EXAMPLES = 30


def test_every_answer_is_a_described_one(
    filled_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tokens.json"
    monkeypatch.setenv("PINGTAI_TOKENS", str(path))
    bearer = {"Authorization": f"Bearer {TokenFile(path).create('review')[0]}"}
    schema = schemathesis.openapi.from_wsgi("/openapi.json", create_app(filled_store))
    schema.config.generation.update(with_security_parameters=False)
    found = list(schema.get_all_operations())
    operations: list[Any] = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) == len(found), "the description cannot be read whole"
    assert len(operations) > 25
    for operation in operations:
        _try(operation, bearer)


def _try(operation: Any, bearer: dict[str, str]) -> None:
    # Cypher is for token holders even here; they may send ten statements at once.
    headers = bearer if operation.path.endswith("/cypher") else {}
    # Without a socket between them nobody unpacks what is compressed.
    headers = {"Accept-Encoding": "identity", **headers}

    @given(case=operation.as_strategy())
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def tried(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=_CHECKS)

    tried()
