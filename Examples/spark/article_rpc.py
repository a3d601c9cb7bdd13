"""A small client of article-service: many calls in flight over one Unix socket. Standard library only.

A piece of work is a generator that yields its calls, one after the other, and returns a result:

    def status(text):
        article = yield "parseArticle", {"text": text}
        report = yield "dedupe", {"article": article}
        return report["status"]

    with ArticleService("/run/article/article.sock") as service:
        for result in service.run(map(status, texts)):
            print(result)

Works are run side by side and end in any order. What is worth trying again is tried again, with growing pauses: errors
that say that they are `retryable` (after `retryAfterMs`, where they name it), and all calls whose answer is outstanding when
the connection is lost. Every method is idempotent, so that a call that is made twice does no harm. Any other error is raised
inside the work, as RPCError.
"""
from __future__ import annotations

import itertools
import json
import random
import socket
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import Any, TypeVar

Result = TypeVar("Result")
Call = tuple[str, dict[str, Any]]
"""A method and its params."""


class RPCError(Exception):
    """An answer that is an error, with all that it says: see docs/protocol.md."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['message']} ({error['code']})")
        data = error.get("data") or {}
        self.code: int = error["code"]
        self.kind: str = data.get("kind", "")
        self.retryable: bool = data.get("retryable", False)
        self.retry_after_seconds: float = data.get("retryAfterMs", 0) / 1000


class ServiceUnavailable(Exception):
    """Nothing but lost connections and retryable errors, for longer than one's patience."""


class ArticleService:
    """One connection, opened when it is needed and opened again when it is lost."""

    def __init__(self, path: str, in_flight: int = 16, patience_seconds: float = 120) -> None:
        """`in_flight`: up to 32, of which a service runs the first 8 (`limits.workers`); more would wait there instead of here."""
        self._path, self._limit = path, min(in_flight, 32)
        self._patience_seconds = patience_seconds
        self._socket: socket.socket | None = None
        self._ids = itertools.count(1)
        self._failures, self._failing_since, self._resume_at = 0, 0.0, 0.0

    def run(self, works: Iterable[Generator[Call, Any, Result]]) -> Iterator[Result]:
        """The results of `works`, as they come; takes a new work only when there is room for its call."""
        source = iter(works)
        ready: deque[tuple[Generator[Call, Any, Result], Call]] = deque()
        flying: dict[int, tuple[Generator[Call, Any, Result], Call]] = {}
        done: deque[Result] = deque()

        def step(work: Generator[Call, Any, Result], answer: Any) -> None:
            try:
                ready.append((work, work.throw(answer) if isinstance(answer, RPCError) else work.send(answer)))
            except StopIteration as end:
                done.append(end.value)

        while True:
            while len(ready) + len(flying) < self._limit and (work := next(source, None)) is not None:
                step(work, None)
            while done:
                yield done.popleft()
            if not ready and not flying:
                return
            try:
                if not flying:
                    time.sleep(max(0.0, self._resume_at - time.monotonic()))
                while ready and time.monotonic() >= self._resume_at:
                    number = next(self._ids)
                    flying[number] = ready.popleft()
                    self._send(number, flying[number][1])
                if not flying:
                    continue
                number, answer = self._receive()
            except OSError as error:
                self.close()
                ready.extend(flying.values())
                flying.clear()
                self._pause(error)
                continue
            work, call = flying.pop(number)
            # A call that took a minute (`times.call`) would take it again.
            if isinstance(answer, RPCError) and answer.retryable and answer.kind != "deadline-exceeded":
                ready.append((work, call))
                self._pause(answer, answer.retry_after_seconds)
            else:
                self._failures = 0
                step(work, answer)

    def call(self, method: str, **params: Any) -> Any:
        """The result of one call."""

        def work() -> Generator[Call, Any, Any]:
            return (yield method, params)

        return next(self.run([work()]))

    def close(self) -> None:
        if self._socket:
            self._lines.close()
            self._socket.close()
            self._socket = None

    def __enter__(self) -> ArticleService:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, number: int, call: Call) -> None:
        if not self._socket:
            self._socket = socket.socket(socket.AF_UNIX)
            self._lines = self._socket.makefile("rb")
            # The service answers each call within times.call, a minute, if only with an error.
            self._socket.settimeout(self._patience_seconds)
            self._socket.connect(self._path)
        request = {"jsonrpc": "2.0", "id": number, "method": call[0], "params": call[1]}
        # A lone surrogate is no UTF-8; a crawler's mistake becomes "?" instead of the end of the job.
        self._socket.sendall(json.dumps(request, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def _receive(self) -> tuple[int, Any]:
        line = self._lines.readline()
        if not line.endswith(b"\n"):
            raise ConnectionResetError("the service closed the connection")
        message = json.loads(line)
        answer = RPCError(message["error"]) if "error" in message else message["result"]
        if message["id"] is None:  # It is told of the connection: refused, for there are too many.
            raise ConnectionRefusedError(str(answer)) if answer.retryable else answer
        return message["id"], answer

    def _pause(self, reason: Exception, seconds: float = 0) -> None:
        """Sends nothing for a while: as long as it is told, or twice as long as the last time without an answer between."""
        now = time.monotonic()
        if self._failures == 0:
            self._failing_since = now
        if now - self._failing_since > self._patience_seconds:
            raise ServiceUnavailable(f"{self._path}: nothing else for {self._patience_seconds} s") from reason
        if now >= self._resume_at:
            self._failures += 1
        backoff = min(2.0, 0.02 * 2 ** min(self._failures, 7)) * random.uniform(0.5, 1)
        self._resume_at = max(self._resume_at, now + max(seconds, backoff))
