"""Parts of the machine that tests need beyond Python: a real Neo4j.

Where a part is missing, tests that need it are skipped with the reason; with CI=true they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

from tests.neo4j import server

# How long a machine takes that does other things as well says nothing about what is tested.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def missing(reason: str) -> NoReturn:
    """Skip the test for want of a part of the machine; fail it where CI requires every part."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI 要求 CI requires it: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def neo4j_at() -> Iterator[tuple[str, str]]:
    """Address of a real Neo4j and its `user:password`: NEO4J_URI with NEO4J_AUTH (user/password) if
    set, else a server from Maven."""
    if url := os.environ.get("NEO4J_URI"):
        yield url, os.environ.get("NEO4J_AUTH", "").replace("/", ":", 1)
        return
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server.running())
        except server.CannotRunError as reason:
            missing(str(reason))
        yield running.url, running.auth


@pytest.fixture(scope="session")
def neo4j_url(neo4j_at: tuple[str, str]) -> str:
    """Address of the real Neo4j."""
    return neo4j_at[0]


@pytest.fixture(scope="session")
def neo4j_auth(neo4j_at: tuple[str, str]) -> str:
    """`user:password` of the real Neo4j."""
    return neo4j_at[1]


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parent.parent
