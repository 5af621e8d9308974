"""The API under made-up requests: what it answers is what its description says, and never a server error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
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
_EXAMPLES = 6


@pytest.fixture(scope="session")
def secret(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("tokens") / "tokens.json"
    return path, TokenFile(path).create("review")[0]


@pytest.fixture
def described(
    filled_store: Store, secret: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> Any:
    monkeypatch.setenv("PINGTAI_TOKENS", str(secret[0]))
    schema = schemathesis.openapi.from_wsgi("/openapi.json", create_app(filled_store))
    schema.config.generation.update(with_security_parameters=False)
    return schema


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_a_described_one(case: Any, secret: tuple[Path, str]) -> None:
    # Cypher is for token holders even here; they may send ten statements at once.
    headers = {"Authorization": f"Bearer {secret[1]}"} if case.path.endswith("/cypher") else {}
    case.call_and_validate(headers=headers, checks=_CHECKS)
