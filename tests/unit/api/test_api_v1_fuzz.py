"""The API under made-up requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.app import create_app
from api.tokens import TokenFile
from graph.store import Store
from tests.made_up import try_every_operation


@pytest.mark.timeout(600)  # every operation, each with thirty requests
def test_every_answer_is_a_described_one(
    filled_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tokens.json"
    monkeypatch.setenv("PINGTAI_TOKENS", str(path))
    secret, _ = TokenFile(path).create("review")
    try_every_operation(create_app(filled_store), secret, examples=30)
