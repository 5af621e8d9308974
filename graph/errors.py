"""Errors that say what is wrong, where, and what to do, in Chinese and English.

Every error a user can meet derives from `PingtaiError`. `exit_code` is what the command line ends with,
`status` what the API answers with.
"""

from __future__ import annotations


class PingtaiError(Exception):
    """An error with one line for people in two languages: `zh` first, `en` beside it."""

    status = 500
    exit_code = 1
    kind = "error"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"


class StoreUnavailable(PingtaiError):
    """The store does not answer: not started, wrong address, connection lost, or the server will not start."""

    status = 503
    kind = "store-unavailable"


class StoreRefused(PingtaiError):
    """The store answers but refuses: wrong password, missing right, or a write through the reading user."""

    status = 502
    kind = "store-refused"


class StoreFailed(PingtaiError):
    """The store could not carry out a statement that it accepted."""

    kind = "store-failed"


class BadAddress(PingtaiError):
    """The store's address or its credentials are not of a form that we know."""

    status = 400
    exit_code = 2
    kind = "bad-address"


class QueryFileError(PingtaiError):
    """A file of named queries breaks a rule of `graph.queries`; names file and line."""

    kind = "query-file"


class UnknownQuery(PingtaiError):
    """No named query of that name."""

    status = 404
    exit_code = 2
    kind = "unknown-query"


class BadParameter(PingtaiError):
    """A parameter is missing, unknown, or not of the declared kind."""

    status = 400
    exit_code = 2
    kind = "bad-parameter"


class NotFound(PingtaiError):
    """No node, document or source of that id."""

    status = 404
    kind = "not-found"


class ModelError(PingtaiError):
    """Rows or declarations that the model does not allow: a fault in the program, not in the input."""

    kind = "model"
