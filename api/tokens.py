"""Access tokens: made once, shown once, kept as hashes in a file that only its owner can read.

A token reads `pt_ID_SECRET`; the file holds the id and a SHA-256 of the whole. The secret is 256 random
bits, so that a plain hash is as hard to turn back as a slow one, and checking it costs nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from api.whole_file import write_whole
from graph.errors import BadParameter, NotFound, PingtaiError

#: Everyone may read; judging and loading files are apart.
SCOPES = ("read", "review", "ingest")
_FORM = re.compile(r"pt_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
_MOST_DAYS = 3650
_LONGEST_NAME = 80
_NOBODY = "0" * 64


class TokensUnreadable(PingtaiError):
    """The file of tokens cannot be read, so nobody can be let in by one."""

    status = 503
    kind = "tokens-unreadable"


@dataclass(frozen=True)
class Token:
    """What is kept of a token. Times are UTC, ISO; `expires_at` None means never. `name` says whose it is."""

    id: str
    scope: str
    sha256: str
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None
    name: str = ""

    @property
    def owner(self) -> str:
        """Whose decisions those made with it are: its name, else its id."""
        return self.name or f"令牌 {self.id}"

    def state(self, now: datetime) -> str:
        """`valid`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and datetime.fromisoformat(self.expires_at) <= now:
            return "expired"
        return "valid"


def tokens_path(folder: Path | None) -> Path | None:
    """Where tokens are kept: PINGTAI_TOKENS, else a file beside the embedded store's folder; None for a
    Neo4j without that setting."""
    if named := os.environ.get("PINGTAI_TOKENS"):
        return Path(named)
    return None if folder is None else folder.with_name(f"{folder.name}.tokens.json")


class TokenFile:
    """The tokens of a store. The file is read again when it has changed."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._stamp: tuple[int, int, int] | None = None
        self._known: dict[str, Token] = {}

    def create(self, scope: str, days: int | None = None, name: str = "") -> tuple[str, Token]:
        """Make a token; the first value is the secret, which nothing keeps. Raises BadParameter."""
        if scope not in SCOPES:
            raise BadParameter(
                f"权限应为 {'、'.join(SCOPES)} 之一。", f"The scope is one of {', '.join(SCOPES)}."
            )
        if days is not None and not 1 <= days <= _MOST_DAYS:
            raise BadParameter(
                f"期限应为 1 到 {_MOST_DAYS} 天。", f"A token lasts 1 to {_MOST_DAYS} days."
            )
        name = name.strip()
        if len(name) > _LONGEST_NAME or not name.isprintable():
            raise BadParameter(
                f"名称最多 {_LONGEST_NAME} 个可见字符。",
                f"A name has at most {_LONGEST_NAME} visible characters.",
            )
        now = datetime.now(UTC)
        ident = secrets.token_hex(4)
        secret = f"pt_{ident}_{secrets.token_urlsafe(32)}"
        expires = None if days is None else _iso(now + timedelta(days=days))
        token = Token(ident, scope, _hash(secret), _iso(now), expires, name=name)
        self._change(lambda tokens: {**tokens, ident: token})
        return secret, token

    def revoke(self, ident: str) -> Token:
        """End a token at once. Raises NotFound."""

        def ended(tokens: dict[str, Token]) -> dict[str, Token]:
            if ident not in tokens:
                raise NotFound(f"没有令牌 {ident}。", f"There is no token {ident}.")
            if tokens[ident].revoked_at is not None:
                return tokens
            return {**tokens, ident: replace(tokens[ident], revoked_at=_iso(datetime.now(UTC)))}

        return self._change(ended)[ident]

    def all(self) -> list[Token]:
        """All tokens, oldest first."""
        return sorted(self._current().values(), key=lambda token: (token.created_at, token.id))

    def check(self, secret: str) -> Token | None:
        """The valid token of that secret, or None. Takes as long for an unknown id as for a wrong
        secret."""
        found = _FORM.fullmatch(secret)
        token = self._current().get(found[1]) if found else None
        is_same = hmac.compare_digest(_hash(secret), token.sha256 if token else _NOBODY)
        if token is None or not is_same or token.state(datetime.now(UTC)) != "valid":
            return None
        return token

    def valid(self, ident: str) -> Token | None:
        """The token of that id where it still holds, or None."""
        token = self._current().get(ident)
        return token if token is not None and token.state(datetime.now(UTC)) == "valid" else None

    def _current(self) -> dict[str, Token]:
        if self.path is None:
            return {}
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if stamp != self._stamp:
                self._known, self._stamp = _read(self.path), stamp
        except FileNotFoundError:
            self._known, self._stamp = {}, None
        except (OSError, ValueError, TypeError, KeyError):
            raise TokensUnreadable(
                "令牌文件不能读取；请检查 PINGTAI_TOKENS 所指的文件。",
                "The file of tokens cannot be read; check the file that PINGTAI_TOKENS names.",
            ) from None
        return self._known

    def _change(self, change: Callable[[dict[str, Token]], dict[str, Token]]) -> dict[str, Token]:
        if self.path is None:
            raise BadParameter(
                "请用环境变量 PINGTAI_TOKENS 写明令牌文件的位置。",
                "Say with PINGTAI_TOKENS where the file of tokens is.",
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.path}.lock", mode=0o600):
            changed = change(self._current())
            rows = [asdict(token) for token in changed.values()]
            write_whole(self.path, json.dumps({"tokens": rows}, indent=1).encode())
        return changed


def _read(path: Path) -> dict[str, Token]:
    rows = json.loads(path.read_text("utf-8"))["tokens"]
    return {row["id"]: Token(**row) for row in rows}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
