"""`pingtai token`: make, list and revoke access tokens."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api import console
from api.options import StoreOption
from api.tokens import TokenFile, tokens_path

token_app = typer.Typer(help="接口的访问令牌。 Access tokens of the API.", no_args_is_help=True)

_COLUMNS = ("id", "name", "scope", "state", "created_at", "expires_at", "revoked_at")
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON。 JSON output.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(token_app, name="token")


@token_app.command("create")
def create(
    scope: Annotated[
        str, typer.Option(help="read 读、review 判定、ingest 载入。 read, review or ingest.")
    ],
    days: Annotated[
        int | None, typer.Option(help="有效天数，不写则长期。 Days it lasts; for ever if left out.")
    ] = None,
    name: Annotated[
        str, typer.Option(help="持有人，判定时记为判定人。 Whose it is; decisions carry the name.")
    ] = "",
    store: StoreOption = None,
) -> None:
    """新建令牌，只显示这一次。 Make a token; it is shown this once."""
    tokens = _tokens(store)
    secret, token = tokens.create(scope, days, name)
    console.out.print(secret, markup=False, soft_wrap=True)
    until = token.expires_at or "长期 no end"
    console.err.print(
        f"令牌 token {token.id}，{name or '无名 no name'}，{scope}，至 until {until}；存于 kept in {tokens.path}（只存哈希 hash only）",
        markup=False,
    )


@token_app.command("list")
def list_tokens(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """列出令牌。 List the tokens."""
    now = datetime.now(UTC)
    rows = [{**asdict(token), "state": token.state(now)} for token in _tokens(store).all()]
    rows = [{column: row[column] for column in _COLUMNS} for row in rows]
    if as_json:
        console.write_json(rows)
    else:
        console.print_table("令牌 Tokens", _COLUMNS, rows)


@token_app.command("revoke")
def revoke(
    ident: Annotated[str, typer.Argument(metavar="ID", help="令牌标识。 Id of a token.")],
    store: StoreOption = None,
) -> None:
    """立即停用一个令牌。 End a token at once."""
    token = _tokens(store).revoke(ident)
    console.err.print(f"已停用 revoked {token.id}", markup=False)


def _tokens(url: str | None) -> TokenFile:
    """The tokens of a store; the store itself is not opened."""
    from graph.store import DEFAULT_URL

    address = url or DEFAULT_URL
    folder = address.removeprefix("embedded:") if address.startswith("embedded:") else None
    return TokenFile(tokens_path(Path(folder) if folder else None))
