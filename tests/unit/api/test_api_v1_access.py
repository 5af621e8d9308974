"""Tokens, rate limits, and who may ask for what."""

from __future__ import annotations

import base64
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.limits import Buckets
from api.tokens import TokenFile, TokensUnreadable, tokens_path
from graph.errors import BadParameter, NotFound
from graph.store import Store
from tests.unit.api.conftest import client_of


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TokenFile:
    monkeypatch.setenv("PINGTAI_TOKENS", str(tmp_path / "private" / "tokens.json"))
    return TokenFile(tokens_path(None))


@pytest.fixture
def closed(filled_store: Store, tokens: TokenFile) -> FlaskClient:
    """The application as it is bound beyond this machine."""
    return client_of(create_app(filled_store, is_open=False))


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_is_kept_as_a_hash_that_only_the_owner_reads(tokens: TokenFile) -> None:
    secret, token = tokens.create("read", days=2)
    assert tokens.path is not None
    text = tokens.path.read_text("utf-8")
    assert secret not in text
    assert secret.rpartition("_")[2] not in text
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600
    assert tokens.check(secret) == token
    assert tokens.check(secret[:-1] + ("A" if secret[-1] != "A" else "B")) is None
    assert tokens.check("") is None


def test_a_token_ends(tokens: TokenFile) -> None:
    secret, token = tokens.create("review", days=1)
    now = datetime.now(UTC)
    assert token.state(now) == "valid"
    assert token.state(now + timedelta(days=1, seconds=1)) == "expired"
    other = TokenFile(tokens.path)
    assert other.check(secret) is not None
    tokens.revoke(token.id)
    assert other.check(secret) is None, "another process sees it at once"
    assert [one.state(now) for one in tokens.all()] == ["revoked"]
    with pytest.raises(NotFound):
        tokens.revoke("00000000")


def test_an_expired_token_does_not_hold(tokens: TokenFile) -> None:
    secret, _ = tokens.create("read", days=1)
    assert tokens.path is not None
    kept = json.loads(tokens.path.read_text("utf-8"))
    kept["tokens"][0]["expires_at"] = "2020-01-01T00:00:00+00:00"
    tokens.path.write_text(json.dumps(kept), "utf-8")
    assert tokens.check(secret) is None


@pytest.mark.parametrize(("scope", "days"), [("admin", None), ("read", 0), ("read", 99999)])
def test_bad_tokens_are_not_made(tokens: TokenFile, scope: str, days: int | None) -> None:
    with pytest.raises(BadParameter):
        tokens.create(scope, days)


def test_a_damaged_file_lets_nobody_in(tokens: TokenFile) -> None:
    secret, _ = tokens.create("read")
    assert tokens.path is not None
    tokens.path.write_text("{", "utf-8")
    with pytest.raises(TokensUnreadable):
        tokens.check(secret)


def test_tokens_lie_beside_an_embedded_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINGTAI_TOKENS", raising=False)
    assert tokens_path(tmp_path / "data") == tmp_path / "data.tokens.json"
    assert tokens_path(None) is None
    with pytest.raises(BadParameter, match="PINGTAI_TOKENS"):
        TokenFile(None).create("read")


def test_tokens_from_the_command_line(tokens: TokenFile) -> None:
    run = CliRunner().invoke
    made = run(app, ["token", "create", "--scope", "review", "--days", "3"])
    assert made.exit_code == 0
    secret = next(line for line in made.stdout.splitlines() if line.startswith("pt_"))
    assert tokens.check(secret) is not None
    (row,) = json.loads(run(app, ["token", "list", "--json"]).stdout)
    assert (row["scope"], row["state"]) == ("review", "valid")
    assert "sha256" not in row
    assert run(app, ["token", "revoke", row["id"]]).exit_code == 0
    assert tokens.check(secret) is None


def test_buckets_fill_again() -> None:
    now = [0.0]
    buckets = Buckets(per_second=2, burst=3, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a") == pytest.approx(0.5)
    assert buckets.take("b") == 0, "each key has a bucket of its own"
    now[0] = 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


def test_beyond_this_machine_everything_needs_a_token(
    closed: FlaskClient, tokens: TokenFile
) -> None:
    secret, _ = tokens.create("read")
    for path in ("/api/v1/platforms", "/openapi.json", "/", "/platforms.csv", "/api/v1/nope"):
        answer = closed.get(path)
        assert answer.status_code == 401, path
        assert "Bearer" in answer.headers["WWW-Authenticate"]
    assert closed.get("/api/v1/platforms", headers=bearer(secret)).status_code == 200
    assert closed.get("/api/v1/platforms", headers=bearer("pt_x")).status_code == 401
    basic = base64.b64encode(f"me:{secret}".encode()).decode()
    assert closed.get("/", headers={"Authorization": f"Basic {basic}"}).status_code == 200
    assert closed.get("/api/v1/platforms", headers={"Authorization": "Basic x"}).status_code == 401


def test_by_another_name_an_open_server_needs_a_token(client: FlaskClient) -> None:
    """Another site can let its name lead here, but cannot make the browser ask for localhost."""
    assert client.get("/api/v1/platforms").status_code == 200
    assert client.get("/api/v1/platforms", base_url="http://evil.example").status_code == 401


def test_wrong_tokens_are_slowed_down(closed: FlaskClient) -> None:
    found = [closed.get("/api/v1/hosts", headers=bearer("pt_x")) for _ in range(12)]
    assert [one.status_code for one in found][-1] == 429
    assert int(found[-1].headers["Retry-After"]) >= 1


def test_judging_needs_its_scope(closed: FlaskClient, tokens: TokenFile) -> None:
    given = {"verdict": "rejected", "reviewer": "某人"}
    address = "/api/v1/findings/overlap-x/judgement"
    for scope, status in (("read", 403), ("ingest", 403), ("review", 404)):
        secret, _ = tokens.create(scope)
        assert closed.post(address, json=given, headers=bearer(secret)).status_code == status
        basic = base64.b64encode(f":{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        assert closed.post(address, json=given, headers=headers).status_code == 403, "sent unasked"
    assert closed.post(address, json=given).status_code == 401


def test_cypher_is_for_token_holders_here_too(client: FlaskClient) -> None:
    assert client.post("/api/v1/cypher", json={"cypher": "RETURN 1 AS one"}).status_code == 401
