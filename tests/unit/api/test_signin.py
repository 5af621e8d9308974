"""Signing in with a token: the session, what it lets a person do, and how it ends."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.session import COOKIE, HOURS, Sessions
from api.tokens import TokenFile, TokensUnreadable, tokens_path
from graph.errors import BadParameter
from graph.store import Store
from tests import web_sample
from tests.unit.api.conftest import client_of

ORIGIN = "http://localhost"
HERE = {"Origin": ORIGIN}


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TokenFile:
    monkeypatch.setenv("PINGTAI_TOKENS", str(tmp_path / "tokens.json"))
    return TokenFile(tokens_path(None))


@pytest.fixture
def closed(filled_store: Store, tokens: TokenFile) -> FlaskClient:
    """A browser at a server that is bound beyond this machine."""
    return client_of(create_app(filled_store, is_open=False))


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of this module's own, because its tests decide."""
    with web_sample.fill(tmp_path_factory.mktemp("signin")) as store:
        yield store


def form_token(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', html)
    assert found, html[:2000]
    return found[1]


def sign_in(client: FlaskClient, secret: str, after: str = "/") -> TestResponse:
    """Fill the form in as a browser does."""
    token = form_token(client.get("/signin").get_data(as_text=True))
    form = {"token": token, "secret": secret, "next": after}
    return client.post("/signin", data=form, headers=HERE)


def cookie_of(answer: TestResponse, name: str = COOKIE) -> str:
    return next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))


def test_a_browser_is_asked_to_sign_in_and_comes_back(
    closed: FlaskClient, tokens: TokenFile
) -> None:
    secret, _ = tokens.create("read", name="王小明")
    asked = closed.get("/platforms?q=%E6%B5%B7%E6%B4%8B&lang=en")
    html = asked.get_data(as_text=True)
    assert asked.status_code == 401
    assert "Basic" not in asked.headers["WWW-Authenticate"], "else a dialog covers the form"
    assert 'type="password"' in html
    after = re.search(r'name="next" value="([^"]+)"', html)
    assert after
    form = {"token": form_token(html), "secret": secret, "next": after[1].replace("&amp;", "&")}
    answer = closed.post("/signin", data=form, headers=HERE)
    assert (answer.status_code, answer.location) == (303, "/platforms?q=%E6%B5%B7%E6%B4%8B&lang=en")
    page = closed.get(answer.location)
    assert page.status_code == 200
    assert "王小明" in page.get_data(as_text=True)
    assert "private" in page.headers["Cache-Control"]
    assert closed.get("/api/v1/platforms").status_code == 200


def test_what_the_form_is_made_of_needs_no_token(closed: FlaskClient) -> None:
    html = closed.get("/signin").get_data(as_text=True)
    links = re.findall(r'(?:href|src)="(/(?:assets|static|favicon)[^"]*)"', html)
    assert len(links) > 5
    assert {closed.get(link).status_code for link in links} == {200}


def test_programs_are_told_as_json(closed: FlaskClient) -> None:
    for path in ("/api/v1/platforms", "/platforms.json"):
        answer = closed.get(path)
        assert answer.status_code == 401
        assert answer.content_type == "application/problem+json"
        assert "Basic" in answer.headers["WWW-Authenticate"]


def test_the_cookie_is_kept_from_scripts_and_other_sites(
    closed: FlaskClient, tokens: TokenFile
) -> None:
    secret, token = tokens.create("read", days=1)
    plain = cookie_of(sign_in(closed, secret))
    assert "HttpOnly" in plain
    assert "SameSite=Strict" in plain
    assert "Secure" not in plain
    assert f"Max-Age={HOURS * 3600}" in plain
    assert secret.rpartition("_")[2] not in plain
    assert token.sha256 not in plain
    page = closed.get("/signin", base_url="https://pingtai.example").get_data(as_text=True)
    # Signed in over http only: the other name has a cookie jar of its own.
    safe = closed.post(
        "/signin",
        base_url="https://pingtai.example",
        data={"token": form_token(page), "secret": secret},
        headers={"Origin": "https://pingtai.example"},
    )
    assert "Secure" in cookie_of(safe)


def test_wrong_and_ended_tokens_do_not_sign_in(closed: FlaskClient, tokens: TokenFile) -> None:
    secret, token = tokens.create("read")
    tokens.revoke(token.id)
    for wrong in (secret, "", "pt_x", f"pt_{token.id}_" + "A" * 43, "口令\u202e", "x" * 5000):
        answer = sign_in(closed, wrong)
        assert answer.status_code == 401, wrong
        assert 'role="alert"' in answer.get_data(as_text=True)
        assert not any(one.startswith(f"{COOKIE}=") for one in answer.headers.getlist("Set-Cookie"))
    assert closed.get("/platforms").status_code == 401


def test_guessing_is_slowed_down(closed: FlaskClient) -> None:
    found = [sign_in(closed, f"pt_{n}") for n in range(12)]
    assert found[0].status_code == 401
    assert found[-1].status_code == 429
    assert int(found[-1].headers["Retry-After"]) >= 1


def test_a_session_ends_with_its_token(closed: FlaskClient, tokens: TokenFile) -> None:
    secret, token = tokens.create("read")
    sign_in(closed, secret)
    assert closed.get("/platforms").status_code == 200
    tokens.revoke(token.id)
    assert closed.get("/platforms").status_code == 401
    other, short = tokens.create("read", days=1)
    sign_in(closed, other)
    assert tokens.path is not None
    kept = json.loads(tokens.path.read_text("utf-8"))
    for row in kept["tokens"]:
        row["expires_at"] = "2020-01-01T00:00:00+00:00"
    tokens.path.write_text(json.dumps(kept), "utf-8")
    assert tokens.valid(short.id) is None
    assert closed.get("/platforms").status_code == 401


def test_signing_out(closed: FlaskClient, tokens: TokenFile) -> None:
    sign_in(closed, tokens.create("read")[0])
    html = closed.get("/signin").get_data(as_text=True)
    assert closed.post("/signout", headers=HERE).status_code == 403, "no form of ours"
    assert closed.get("/platforms").status_code == 200
    answer = closed.post("/signout", data={"token": form_token(html)}, headers=HERE)
    assert answer.status_code == 303
    assert closed.get("/platforms").status_code == 401


@pytest.mark.parametrize(
    "after",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example",
     "javascript:alert(1)", "\\\\evil.example", "/\n/evil.example", "/signin?next=/", "evil"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(
    closed: FlaskClient, tokens: TokenFile, after: str
) -> None:
    assert sign_in(closed, tokens.create("read")[0], after).location == "/"


def test_other_sites_cannot_sign_a_person_in(closed: FlaskClient, tokens: TokenFile) -> None:
    secret, _ = tokens.create("read")
    token = form_token(closed.get("/signin").get_data(as_text=True))
    form = {"token": token, "secret": secret}
    for headers in ({}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert closed.post("/signin", data=form, headers=headers).status_code == 403
    stale = closed.post("/signin", data={"token": "0" * 64, "secret": secret}, headers=HERE)
    assert stale.status_code == 403
    assert closed.get("/platforms").status_code == 401


def test_a_cookie_cannot_be_made_or_stretched(tokens: TokenFile) -> None:
    now = [1_000_000.0]
    sessions = Sessions(tokens, clock=lambda: now[0])
    secret, token = tokens.create("read")
    begun = sessions.begin(secret)
    assert begun
    cookie, _ = begun
    assert sessions.check(cookie) == token
    ident, began, sign = cookie.split(".")
    for forged in (
        f"{ident}.{int(began) + 1}.{sign}",
        f"{ident}.{began}.{'0' * 64}",
        f"{tokens.create('ingest')[1].id}.{began}.{sign}",
        f"{ident}.{began}",
        "",
        "." * 200,
    ):
        assert sessions.check(forged) is None, forged
    now[0] += HOURS * 3600
    assert sessions.check(cookie) is None
    assert Sessions(TokenFile(tokens.path), clock=lambda: now[0] - 60).check(cookie) == token


def test_the_key_is_its_owners_alone(tokens: TokenFile) -> None:
    secret, _ = tokens.create("read")
    assert Sessions(tokens).begin(secret)
    assert tokens.path is not None
    key = tokens.path.with_name(f"{tokens.path.name}.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32
    key.write_bytes(b"short")
    with pytest.raises(TokensUnreadable):
        Sessions(tokens).begin(secret)


def test_a_token_has_a_name(tokens: TokenFile) -> None:
    _, token = tokens.create("review", name=" 李四 ")
    assert (token.name, token.owner) == ("李四", "李四")
    assert tokens.create("review")[1].owner.startswith("令牌 ")
    for bad in ("甲" * 81, "甲\n乙", "\u202e甲"):
        with pytest.raises(BadParameter):
            tokens.create("review", name=bad)


# Judging


def finding_of(client: FlaskClient) -> str:
    rows: list[dict[str, Any]] = json.loads(client.get("/duplicates.json").get_data())
    return str(rows[0]["finding_id"])


def test_a_reviewer_judges_from_elsewhere(own_store: Store, tokens: TokenFile) -> None:
    client = client_of(create_app(own_store, is_open=False))
    sign_in(client, tokens.create("review", name="李四")[0])
    finding = finding_of(client)
    address = f"/duplicates/{finding}"
    html = client.get(address).get_data(as_text=True)
    assert 'name="reviewer"' not in html, "the token says who judges"
    form = {"token": form_token(html), "verdict": "rejected", "reviewer": "冒名者"}
    assert client.post(address, data=form).status_code == 403, "from no page of ours"
    assert client.post(address, data=form, headers=HERE).status_code == 303
    judged = client.get("/api/v1/judgements").get_json()["items"]
    assert [row["reviewer"] for row in judged] == ["李四"]
    # By the API as well: from a page of ours, and with the token itself.
    api = f"/api/v1/findings/{finding}/judgement"
    assert client.delete(api).status_code == 401
    assert client.delete(api, headers=HERE).status_code == 204


def test_a_named_token_judges_in_its_name(own_store: Store, tokens: TokenFile) -> None:
    client = client_of(create_app(own_store))
    address = f"/api/v1/findings/{finding_of(client)}/judgement"
    for name, given, told in (("赵六", None, "赵六"), ("", "钱七", "钱七")):
        bearer = {"Authorization": f"Bearer {tokens.create('review', name=name)[0]}"}
        body = {"verdict": "deferred"} | ({"reviewer": given} if given else {})
        answer = client.post(address, json=body, headers=bearer)
        assert (answer.status_code, answer.get_json()["reviewer"]) == (201, told)
    nobody = client.post(address, json={"verdict": "deferred"}, headers=bearer)
    assert nobody.status_code == 400
    assert client.delete(address, headers=bearer).status_code == 204


@pytest.mark.parametrize("scope", ["read", "ingest"])
def test_other_scopes_do_not_judge(own_store: Store, tokens: TokenFile, scope: str) -> None:
    client = client_of(create_app(own_store, is_open=False))
    sign_in(client, tokens.create(scope)[0])
    address = f"/duplicates/{finding_of(client)}"
    assert 'name="verdict"' not in client.get(address).get_data(as_text=True)
    token = form_token(client.get("/signin").get_data(as_text=True))
    form = {"token": token, "verdict": "rejected", "reviewer": "某人"}
    assert client.post(address, data=form, headers=HERE).status_code == 403
    body = {"verdict": "rejected", "reviewer": "某人"}
    api = f"/api/v1{address.replace('duplicates', 'findings')}/judgement"
    assert client.post(api, json=body, headers=HERE).status_code == 403


def test_a_form_is_of_the_person_who_got_it(own_store: Store, tokens: TokenFile) -> None:
    client = client_of(create_app(own_store, is_open=False))
    sign_in(client, tokens.create("review", name="甲")[0])
    address = f"/duplicates/{finding_of(client)}"
    token = form_token(client.get(address).get_data(as_text=True))
    sign_in_again = tokens.create("review", name="乙")[0]
    leave = form_token(client.get("/signin").get_data(as_text=True))
    client.post("/signout", data={"token": leave}, headers=HERE)
    sign_in(client, sign_in_again)
    answer = client.post(address, data={"token": token, "verdict": "rejected"}, headers=HERE)
    assert answer.status_code == 403
    assert client.get("/api/v1/judgements").get_json()["total"] == 0


def test_a_token_that_ends_tells_when(closed: FlaskClient, tokens: TokenFile) -> None:
    secret, token = tokens.create("read", days=1)
    assert token.expires_at is not None
    soon = datetime.now(UTC) + timedelta(minutes=10)
    assert tokens.path is not None
    kept = json.loads(tokens.path.read_text("utf-8"))
    kept["tokens"][0]["expires_at"] = soon.isoformat(timespec="seconds")
    tokens.path.write_text(json.dumps(kept), "utf-8")
    age = re.search(r"Max-Age=(\d+)", cookie_of(sign_in(closed, secret)))
    assert age
    assert 0 < int(age[1]) <= 600
