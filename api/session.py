"""Sessions of people who signed in with a token: a signed cookie that names the token.

The server keeps nothing but the key that signs. Whether the token still holds is asked at every request,
so that a session ends with its token, and at the latest `HOURS` after it began.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from api.tokens import Token, TokenFile, TokensUnreadable
from api.whole_file import write_whole

COOKIE = "session"
HOURS = 12
_SECONDS = HOURS * 3600
_FORM = re.compile(r"([0-9a-f]{8})\.([0-9]{1,12})\.([0-9a-f]{64})")
_KEY_BYTES = 32


class Sessions:
    """The sessions of the tokens of a file."""

    def __init__(self, tokens: TokenFile, clock: Callable[[], float] = time.time) -> None:
        self._tokens = tokens
        self._clock = clock
        self._key: bytes | None = None

    def begin(self, secret: str) -> tuple[str, Token] | None:
        """The cookie of a new session and its token; None where the secret is of no valid token."""
        token = self._tokens.check(secret)
        if token is None:
            return None
        began = int(self._clock())
        return f"{token.id}.{began}.{self._sign(token, began)}", token

    def check(self, cookie: str) -> Token | None:
        """The valid token that a session's cookie names, or None."""
        found = _FORM.fullmatch(cookie)
        token = self._tokens.valid(found[1]) if found else None
        if found is None or token is None:
            return None
        began = int(found[2])
        if not 0 <= self._clock() - began < _SECONDS:
            return None
        return token if hmac.compare_digest(self._sign(token, began), found[3]) else None

    def _sign(self, token: Token, began: int) -> str:
        # With the token's hash: an id that is ever used again signs nobody in.
        words = f"{token.id} {began} {token.sha256}"
        return hmac.new(self._secret(), words.encode(), hashlib.sha256).hexdigest()

    def _secret(self) -> bytes:
        if self._key is None:
            assert self._tokens.path is not None, "where no tokens are kept none is valid"
            self._key = _kept_key(self._tokens.path)
        return self._key


def _kept_key(tokens: Path) -> bytes:
    """The key beside the file of tokens, made once; all servers of the file sign alike."""
    path = tokens.with_name(f"{tokens.name}.key")
    try:
        with FileLock(f"{tokens}.lock", mode=0o600):
            if not path.exists():
                write_whole(path, secrets.token_bytes(_KEY_BYTES))
            key = path.read_bytes()
    except OSError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise TokensUnreadable(
            "会话密钥不能读取；请检查令牌文件旁的 .key 文件。",
            "The key of sessions cannot be read; check the .key file beside the file of tokens.",
        )
    return key
