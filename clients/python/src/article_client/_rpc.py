"""JSON-RPC 2.0 over a Unix socket, framed as the base protocol of LSP 3.17; for blocking code and for asyncio.

Many calls may be under way on one connection. A call whose connection is lost is sent again by itself only where the
service marks its method as one that may be called twice, or where it was not sent whole.
"""
from __future__ import annotations

import asyncio
import collections
import itertools
import json
import os
import random
import socket
import threading
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

DEFAULT_SOCKET = "/run/article/article.sock"
_ANSWER_BYTES_MAX = (64 << 20) + 4096
_HEADER_BYTES_MAX = 4096
_RECONNECT_SECONDS = 10.0


class RPCFailure(Exception):
    """A call without a result."""


class RPCError(RPCFailure):
    """The service answered with an error (JSON-RPC 2.0, section 5.1)."""

    def __init__(self, code: int, message: str, data: Mapping[str, Any]) -> None:
        super().__init__(f"{message} ({data.get('kind', 'error')}, {code})")
        self.code = code
        self.message = message
        self.data = dict(data)

    @property
    def kind(self) -> str:
        """The stable name of the kind of error."""
        return str(self.data.get("kind", ""))

    @property
    def pointer(self) -> str | None:
        """JSON pointer (RFC 6901) into the request, of the member at fault."""
        return self.data.get("pointer")

    @property
    def hint(self) -> str | None:
        """What to do about it."""
        return self.data.get("hint")

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed later, unchanged."""
        return self.data.get("retryable") is True


class Overloaded(RPCError):
    """The service refused the call for now; it was not carried out."""

    @property
    def retry_after(self) -> float:
        """Seconds after which to try again."""
        return float(self.data.get("retryAfterMs", 100)) / 1000


class DeadlineExceeded(RPCError):
    """No answer within the time given."""


class ConnectionLost(RPCFailure):
    """The connection ended. `sent` tells whether the call may have been carried out."""

    def __init__(self, sent: bool) -> None:
        super().__init__(f"the connection was lost {'after' if sent else 'before'} the call was sent")
        self.sent = sent


class NotConnected(RPCFailure):
    """No service can be reached at the socket."""


class MalformedAnswer(RPCFailure):
    """The service sent something that is no answer."""


def _path(given: str | os.PathLike[str] | None) -> str:
    return os.fspath(given) if given is not None else os.environ.get("RPC_SOCKET") or DEFAULT_SOCKET


def _address(path: str) -> str:
    return "\0" + path[1:] if path.startswith("@") else path


def _request(number: int, method: str, params: Mapping[str, Any], timeout: float | None) -> bytes:
    """A framed request. Params that are None are left out: the service's own defaults hold."""
    given = {name: value for name, value in params.items() if value is not None}
    request: dict[str, Any] = {"jsonrpc": "2.0", "id": number, "method": method, "params": given}
    if timeout is not None:
        request["meta"] = {"timeoutMs": max(1, int(timeout * 1000))}
    body = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _error(error: Mapping[str, Any]) -> RPCError:
    code, data = int(error["code"]), error.get("data") or {}
    kinds: dict[int, type[RPCError]] = {-32009: Overloaded, -32010: Overloaded, -32001: DeadlineExceeded}
    return kinds.get(code, RPCError)(code, str(error["message"]), data if isinstance(data, dict) else {"data": data})


def _timed_out() -> DeadlineExceeded:
    return DeadlineExceeded(-32001, "no answer within the time given", {"kind": "deadline-exceeded"})


def _content_length(header: bytes) -> int:
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
            if length <= _ANSWER_BYTES_MAX:
                return length
            raise MalformedAnswer(f"an answer of {length} bytes is longer than any that is taken")
    raise MalformedAnswer("a header without a Content-Length")


def _pause(attempt: int) -> float:
    """Growing pauses, at random: many clients do not come back at one moment."""
    return min(2.0, 0.02 * 1.5**attempt) * random.uniform(1, 2)


class _Wire:
    """One connection, for threads: whoever waits for an answer and finds nobody reading reads for all."""

    def __init__(self, path: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            self.socket.connect(_address(path))
        except OSError as error:
            self.socket.close()
            raise NotConnected(f"{path}: {error.strerror or error}") from error
        self.answers: dict[int, Any] = {}
        self.buffer = bytearray()
        self.lost: RPCFailure | None = None
        self.sending = threading.Lock()
        self.changed = threading.Condition()
        self.reading = False

    def send(self, number: int, request: bytes) -> None:
        with self.changed:
            if self.lost is not None:
                raise ConnectionLost(sent=False)
        with self.sending:
            try:
                self.socket.settimeout(None)
                self.socket.sendall(request)
            except OSError as error:
                # Whole or not is not known: sendall does not say how much was written.
                self.lose(ConnectionLost(sent=True))
                raise ConnectionLost(sent=True) from error

    def receive(self, number: int, deadline: float | None) -> Any:
        """The answer to a call; reads, or waits for the thread that reads."""
        while True:
            with self.changed:
                while number not in self.answers and self.lost is None and self.reading:
                    if not self.changed.wait(None if deadline is None else deadline - time.monotonic()) and _over(deadline):
                        raise _timed_out()
                if number in self.answers:
                    return self.answers.pop(number)
                if self.lost is not None:
                    raise self.lost
                self.reading = True
            try:
                self.read(number, deadline)
            finally:
                with self.changed:
                    self.reading = False
                    self.changed.notify_all()

    def read(self, number: int, deadline: float | None) -> None:
        while True:
            with self.changed:
                if number in self.answers or self.lost is not None:
                    return
            try:
                self.socket.settimeout(None if deadline is None else max(0.001, deadline - time.monotonic()))
                chunk = self.socket.recv(1 << 16)
            except TimeoutError:
                raise _timed_out() from None
            except OSError:
                chunk = b""
            if not chunk:
                self.lose(ConnectionLost(sent=True))
                return
            self.buffer += chunk
            try:
                self.take_frames()
            except (MalformedAnswer, ValueError, KeyError, TypeError) as error:
                self.lose(error if isinstance(error, MalformedAnswer) else MalformedAnswer(str(error)))
                return

    def take_frames(self) -> None:
        while True:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(self.buffer) > _HEADER_BYTES_MAX:
                    raise MalformedAnswer("a header that does not end")
                return
            stop = end + 4 + _content_length(bytes(self.buffer[:end]))
            if len(self.buffer) < stop:
                return
            message = json.loads(self.buffer[end + 4:stop])
            del self.buffer[:stop]
            if isinstance(message.get("id"), int):
                with self.changed:
                    self.answers[message["id"]] = message
                    self.changed.notify_all()

    def lose(self, failure: RPCFailure) -> None:
        with self.changed:
            self.lost = self.lost or failure
            self.changed.notify_all()
        self.socket.close()


def _over(deadline: float | None) -> bool:
    return deadline is not None and time.monotonic() >= deadline


def _result(message: Any) -> Any:
    if "error" in message:
        raise _error(message["error"])
    return message["result"]


class Connection:
    """Calls that block; may be used by several threads at once."""

    def __init__(self, socket_path: str | os.PathLike[str] | None = None, *, timeout: float | None = 60.0) -> None:
        """`socket_path`: RPC_SOCKET or the installed service's if absent. `timeout`: seconds for each call; None: no end."""
        self.timeout = timeout
        self._path = _path(socket_path)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._wire: _Wire | None = _Wire(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection; calls under way fail as lost. The next call makes a new one."""
        with self._lock:
            wire, self._wire = self._wire, None
        if wire is not None:
            wire.lose(ConnectionLost(sent=True))

    def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None, idempotent: bool = False,
    ) -> Any:
        """The result of any method. `idempotent`: it may be sent again when the connection is lost."""
        timeout = self.timeout if timeout is None else timeout
        deadline = None if timeout is None else time.monotonic() + timeout + 1
        start = time.monotonic()
        for attempt in itertools.count():
            try:
                wire, number = self._connected(), next(self._numbers)
                wire.send(number, _request(number, method, params or {}, timeout))
                return _result(wire.receive(number, deadline))
            except (ConnectionLost, NotConnected) as failure:
                if not _may_repeat(failure, idempotent, start):
                    raise
                time.sleep(_pause(attempt))
        raise AssertionError("unreachable")

    def map(
        self, method: str, params: Iterable[Mapping[str, Any]], *, jobs: int = 32, timeout: float | None = None,
        idempotent: bool = True,
    ) -> Iterator[Any]:
        """The results of many calls, in order, `jobs` of them under way at once; an error is given, not raised.

        Calls that the service refuses for now are sent again. A lost connection is raised.
        """
        waiting: collections.deque[tuple[_Wire, int, Mapping[str, Any]]] = collections.deque()
        timeout = self.timeout if timeout is None else timeout

        def send(given: Mapping[str, Any]) -> None:
            wire, number = self._connected(), next(self._numbers)
            wire.send(number, _request(number, method, given, timeout))
            waiting.append((wire, number, given))

        def next_result() -> Any:
            wire, number, given = waiting.popleft()
            deadline = None if timeout is None else time.monotonic() + timeout + 1
            try:
                return _result(wire.receive(number, deadline))
            except Overloaded as error:
                for attempt in itertools.count():
                    time.sleep(error.retry_after * random.uniform(1, 1.5))
                    try:
                        return self.call(method, given, timeout=timeout, idempotent=idempotent)
                    except Overloaded as again:
                        if _over(deadline):
                            return again
            except ConnectionLost:
                if not idempotent:
                    raise
                return self.call(method, given, timeout=timeout, idempotent=True)
            except RPCError as error:
                return error

        for given in params:
            if len(waiting) >= jobs:
                yield next_result()
            send(given)
        while waiting:
            yield next_result()

    def _connected(self) -> _Wire:
        with self._lock:
            if self._wire is None or self._wire.lost is not None:
                self._wire = _Wire(self._path)
            return self._wire


def _may_repeat(failure: RPCFailure, idempotent: bool, start: float) -> bool:
    unsent = isinstance(failure, NotConnected) or isinstance(failure, ConnectionLost) and not failure.sent
    return (unsent or idempotent) and time.monotonic() - start < _RECONNECT_SECONDS and not (
        isinstance(failure, NotConnected) and not idempotent)


class AsyncConnection:
    """Calls for asyncio; many may be under way at once."""

    def __init__(self, socket_path: str | os.PathLike[str] | None = None, *, timeout: float | None = 60.0) -> None:
        """`socket_path`: RPC_SOCKET or the installed service's if absent. `timeout`: seconds for each call; None: no end."""
        self.timeout = timeout
        self._path = _path(socket_path)
        self._numbers = itertools.count(1)
        self._connecting = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    async def __aenter__(self) -> Self:
        await self._connected()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the connection; calls under way fail as lost. The next call makes a new one."""
        writer, self._writer = self._writer, None
        if self._reading is not None:
            self._reading.cancel()
        self._lose(ConnectionLost(sent=True))
        if writer is not None:
            writer.close()

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None, idempotent: bool = False,
    ) -> Any:
        """The result of any method. `idempotent`: it may be sent again when the connection is lost."""
        timeout = self.timeout if timeout is None else timeout
        start = time.monotonic()
        for attempt in itertools.count():
            try:
                return await self._once(method, params or {}, timeout)
            except (ConnectionLost, NotConnected) as failure:
                if not _may_repeat(failure, idempotent, start):
                    raise
                await asyncio.sleep(_pause(attempt))
        raise AssertionError("unreachable")

    async def _once(self, method: str, params: Mapping[str, Any], timeout: float | None) -> Any:
        writer, number = await self._connected(), next(self._numbers)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            # A second longer than the service, which is told the time too and says more of it.
            async with asyncio.timeout(None if timeout is None else timeout + 1):
                try:
                    writer.write(_request(number, method, params, timeout))
                    await writer.drain()
                except OSError as error:
                    raise ConnectionLost(sent=True) from error
                return _result(await answer)
        except TimeoutError:
            raise _timed_out() from None
        except asyncio.CancelledError:
            # Nobody waits for it any more: the service need not go on.
            cancel = json.dumps({"jsonrpc": "2.0", "method": "rpc.cancel", "params": {"id": number}}).encode()
            writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(cancel), cancel))
            raise
        finally:
            self._waiting.pop(number, None)

    async def map(
        self, method: str, params: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]], *, jobs: int = 32,
        timeout: float | None = None, idempotent: bool = True,
    ) -> AsyncIterator[Any]:
        """The results of many calls, in order, `jobs` of them under way at once; an error is given, not raised."""
        waiting: collections.deque[asyncio.Task[Any]] = collections.deque()

        async def one(given: Mapping[str, Any]) -> Any:
            for attempt in range(200):
                try:
                    return await self.call(method, given, timeout=timeout, idempotent=idempotent)
                except Overloaded as error:
                    if attempt == 199:
                        return error
                    await asyncio.sleep(error.retry_after * random.uniform(1, 1.5))
                except RPCError as error:
                    return error
            raise AssertionError("unreachable")

        async def given_params() -> AsyncIterator[Mapping[str, Any]]:
            if isinstance(params, AsyncIterable):
                async for given in params:
                    yield given
            else:
                for given in params:
                    yield given

        try:
            async for given in given_params():
                if len(waiting) >= jobs:
                    yield await waiting.popleft()
                waiting.append(asyncio.ensure_future(one(given)))
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()

    async def _connected(self) -> asyncio.StreamWriter:
        async with self._connecting:
            if self._writer is None:
                try:
                    reader, self._writer = await asyncio.open_unix_connection(_address(self._path), limit=1 << 16)
                except OSError as error:
                    raise NotConnected(f"{self._path}: {error.strerror or error}") from error
                self._reading = asyncio.ensure_future(self._read(reader, self._writer))
            return self._writer

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        failure: RPCFailure = ConnectionLost(sent=True)
        try:
            while True:
                header = await reader.readuntil(b"\r\n\r\n")
                message = json.loads(await reader.readexactly(_content_length(header)))
                answer = self._waiting.get(message.get("id"))
                if answer is not None and not answer.done():
                    answer.set_result(message)
        except (asyncio.IncompleteReadError, OSError):
            pass
        except (MalformedAnswer, ValueError, AttributeError, asyncio.LimitOverrunError) as error:
            failure = error if isinstance(error, MalformedAnswer) else MalformedAnswer(str(error))
        finally:
            if self._writer is writer:
                self._writer = None
                self._lose(failure)
            writer.close()

    def _lose(self, failure: RPCFailure) -> None:
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(failure)
