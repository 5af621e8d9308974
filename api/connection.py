"""How Waitress hands requests on: what is at hand is answered where it was read, items are answered together.

Waitress reads with one thread and answers with others. For an answer that is kept whole in memory the way to
another thread and back takes longer than everything else, and where many ask at once each waits for the turns
of all others. So the thread that reads writes such an answer itself; it never asks the store and never waits.
"""

from __future__ import annotations

import threading
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import Task, ThreadedTaskDispatcher, WSGITask

from api.bodies import Rule, parser_of
from api.kept import Answer, AtHand
from api.refusals import Refusal
from api.together import Together


class Dispatcher(ThreadedTaskDispatcher):
    """Hands requests to its threads: each for itself or, for items, several at once. Those that their
    connection answers itself it leaves there."""

    def __init__(self) -> None:
        super().__init__()
        self._items = Together(super().add_task)

    def add_task(self, task: Any) -> None:
        """Take a connection whose next request is to be answered."""
        if not (task.answers_here() or self._items.takes(task)):
            super().add_task(task)


class Channel(HTTPChannel):
    """A connection, which answers itself what is at hand."""

    error_task_class = Refusal
    at_hand: AtHand
    _reader: int | None = None
    _answer: Answer | None = None

    @staticmethod
    def task_class(channel: Channel, request: Any) -> Task:  # type: ignore[override]
        """What answers a request."""
        answer, channel._answer = channel._answer, None
        return _Asked(channel, request) if answer is None else _Known(channel, request, answer)

    def received(self, data: bytes) -> bool:
        """Take what was read."""
        self._reader = threading.get_ident()
        taken: bool = super().received(data)
        while self._answer is not None:
            self.service()
        return taken

    def answers_here(self) -> bool:
        """Whether this thread answers the next request: it is the one that reads, nothing is still to be sent
        (it must not wait for a slow client), and the answer is at hand."""
        request: Any = self.requests[0]
        if threading.get_ident() != self._reader or self.total_outbufs_len or request.error:
            return False
        self._answer = self.at_hand(WSGITask(self, request).get_environment())
        return self._answer is not None

    def handle_close(self) -> None:
        """End; half a request, whose client has gone, leaves nothing."""
        if self.request is not None:
            self.request.close()
        super().handle_close()


def channel_of(rule: Rule, at_hand: AtHand) -> type[Channel]:
    """Connections whose requests keep to the rule, with what is at hand for them."""
    return type(
        "Channel", (Channel,), {"parser_class": parser_of(rule), "at_hand": staticmethod(at_hand)}
    )


class _Whole(Task):
    """Sends an answer that comes in one piece with its headers, not after them: every sending gives the
    interpreter's lock away."""

    def write(self, data: bytes) -> None:
        """Send a piece of the answer."""
        if self.wrote_header or not data or self.content_length != len(data) or not self.has_body:
            super().write(data)
            return
        self.wrote_header = True
        self.content_bytes_written = len(data)
        self.channel.write_soon(self.build_response_header() + data)


class _Asked(_Whole, WSGITask):
    """Answers with what the application says."""


class _Known(_Whole):
    """Answers with what is known."""

    complete = True

    def __init__(self, channel: HTTPChannel, request: Any, answer: Answer) -> None:
        super().__init__(channel, request)
        self.response_headers = list(answer.headers)
        self.content_length = len(answer.body)
        self._body = answer.body

    def execute(self) -> None:
        self.write(self._body)
