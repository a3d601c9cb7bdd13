"""JSON-RPC 2.0 over a Unix socket, framed as the base protocol of LSP 3.17; for blocking code and for asyncio.

Many calls may be under way on one connection. A call whose connection is lost is sent again by itself only where the
service marks its method as one that may be called twice, or where it was not sent whole.
"""
from __future__ import annotations

import asyncio
import collections
import contextlib
import itertools
import json
import os
import random
import select
import socket
import threading
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

DEFAULT_SOCKET = "/run/article/article.sock"
_ANSWER_BYTES_MAX = (64 << 20) + 4096
_HEADER_BYTES_MAX = 4096
_RECONNECT_SECONDS = 10.0
_T = TypeVar("_T")


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


class _Closed(ConnectionLost):
    """The connection was closed by this program: nobody wants the call to be sent again."""


class NotConnected(RPCFailure):
    """No service can be reached at the socket."""


class MalformedAnswer(RPCFailure):
    """The service sent something that is no answer."""


def _path(given: str | os.PathLike[str] | None) -> str:
    return os.fspath(given) if given is not None else os.environ.get("RPC_SOCKET") or DEFAULT_SOCKET


def _address(path: str) -> str:
    return "\0" + path[1:] if path.startswith("@") else path


def given(params: Mapping[str, Any]) -> dict[str, Any]:
    """The params without those that are None: the service's own defaults hold."""
    return {name: value for name, value in params.items() if value is not None}


def _request(number: int, method: str, params: Mapping[str, Any], timeout: float | None) -> bytes:
    request: dict[str, Any] = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    if timeout is not None:
        request["meta"] = {"timeoutMs": max(1, int(timeout * 1000))}
    body = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _error(error: Any) -> RPCError:
    if not isinstance(error, dict) or not isinstance(error.get("code"), int):
        raise MalformedAnswer("an error without a code")
    code, data = error["code"], error.get("data") or {}
    kinds: dict[int, type[RPCError]] = {-32009: Overloaded, -32010: Overloaded, -32001: DeadlineExceeded}
    return kinds.get(code, RPCError)(code, str(error.get("message", "")), data if isinstance(data, dict) else {"data": data})


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
    """One connection, for threads: whoever waits for an answer and finds nobody reading reads for all.

    The socket does not block: a service whose answers nobody reads takes no more calls, so who sends reads meanwhile.
    """

    def __init__(self, path: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            self.socket.connect(_address(path))
        except OSError as error:
            self.socket.close()
            raise NotConnected(f"{path}: {error.strerror or error}") from error
        self.socket.setblocking(False)
        # The calls that somebody waits for: an answer that comes too late is not kept.
        self.expected: set[int] = set()
        self.answers: dict[int, Any] = {}
        self.buffer = bytearray()
        self.lost: RPCFailure | None = None
        # The service takes no more; answers that it sent before may be there still.
        self.ended = False
        self.sending = threading.Lock()
        self.changed = threading.Condition()
        self.reading = False

    def send(self, number: int, request: bytes, deadline: float | None) -> None:
        """Sends a call whole, or raises; what was not sent whole is not carried out."""
        with self.changed:
            if self.lost is not None or self.ended:
                raise ConnectionLost(sent=False)
            self.expected.add(number)
        try:
            if not self.sending.acquire(timeout=-1 if deadline is None else _left(deadline)):
                raise _timed_out()
            try:
                self.send_all(memoryview(request), deadline)
            finally:
                self.sending.release()
        except BaseException:
            self.forget(number)
            raise

    def send_all(self, request: memoryview, deadline: float | None) -> None:
        rest = request
        try:
            while rest:
                try:
                    rest = rest[self.socket.send(rest):]
                except BlockingIOError:
                    self.wait_for_room(deadline)
        except OSError as error:
            self.ended = True
            raise ConnectionLost(sent=False) from error
        except BaseException:
            if len(rest) < len(request):
                # Half a call is on its way: whatever followed would be read as the rest of it.
                self.lose(ConnectionLost(sent=True))
            raise

    def wait_for_room(self, deadline: float | None) -> None:
        with self.changed:
            if self.lost is not None:
                raise ConnectionLost(sent=False)
            reads = not self.reading
            self.reading = True
        try:
            # Who reads now may stop any time, and then it is for this thread to read: it looks again soon.
            if not self.poll(select.POLLOUT | (select.POLLIN if reads else 0), deadline, None if reads else 0.05):
                if _over(deadline):
                    raise _timed_out()
            elif reads:
                self.take()
        finally:
            if reads:
                self.stop_reading()

    def receive(self, number: int, deadline: float | None) -> Any:
        """The answer to a call; reads, or waits for the thread that reads."""
        try:
            while True:
                with self.changed:
                    while number not in self.answers and self.lost is None and self.reading:
                        if not self.changed.wait(None if deadline is None else _left(deadline)) and _over(deadline):
                            raise _timed_out()
                    if number in self.answers:
                        return self.answers[number]
                    if self.lost is not None:
                        raise self.lost
                    self.reading = True
                try:
                    self.read(number, deadline)
                finally:
                    self.stop_reading()
        finally:
            self.forget(number)

    def read(self, number: int, deadline: float | None) -> None:
        while True:
            with self.changed:
                if number in self.answers or self.lost is not None:
                    return
            if self.poll(select.POLLIN, deadline, None):
                self.take()
            elif _over(deadline):
                raise _timed_out()

    def stop_reading(self) -> None:
        with self.changed:
            self.reading = False
            self.changed.notify_all()

    def poll(self, events: int, deadline: float | None, seconds: float | None) -> bool:
        """Whether one of `events`, or an end, came before the deadline and within `seconds`."""
        times = [time for time in (seconds, None if deadline is None else _left(deadline)) if time is not None]
        poll = select.poll()
        poll.register(self.socket, events)
        return bool(poll.poll(min(times) * 1000 if times else None))

    def take(self) -> None:
        """Takes what has arrived."""
        try:
            chunk = self.socket.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self.lose(ConnectionLost(sent=True))
            return
        self.buffer += chunk
        try:
            self.take_frames()
        except MalformedAnswer as error:
            self.lose(error)
        except (ValueError, AttributeError, RecursionError) as error:
            self.lose(MalformedAnswer(str(error)))

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
            number = message.get("id")
            with self.changed:
                if isinstance(number, int) and number in self.expected:
                    self.answers[number] = message
                    self.changed.notify_all()

    def forget(self, number: int) -> None:
        """Nobody waits for the answer to a call any more."""
        with self.changed:
            self.expected.discard(number)
            self.answers.pop(number, None)
            if (self.ended or self.lost is not None) and not self.expected:
                self.socket.close()

    def lose(self, failure: RPCFailure) -> None:
        with self.changed:
            self.lost = self.lost or failure
            self.changed.notify_all()
            if not self.expected:
                self.socket.close()
                return
            # Closing would not wake a thread that waits for the socket, and its number could be another file's soon.
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)


def _over(deadline: float | None) -> bool:
    return deadline is not None and time.monotonic() >= deadline


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


def _deadline(timeout: float | None) -> float | None:
    """A second later than the service's own, which is told the time too and says more of it."""
    return None if timeout is None else time.monotonic() + timeout + 1


def _result(message: Any) -> Any:
    if message.get("error") is not None:
        raise _error(message["error"])
    if "result" not in message:
        raise MalformedAnswer("an answer with neither result nor error")
    return message["result"]


def _may_repeat(failure: RPCFailure, idempotent: bool, start: float) -> bool:
    if isinstance(failure, _Closed) or time.monotonic() - start >= _RECONNECT_SECONDS:
        return False
    return idempotent or isinstance(failure, ConnectionLost) and not failure.sent


class Connection:
    """Calls that block; may be used by several threads at once."""

    # The methods that may be sent again when the connection is lost: generated clients know them.
    _IDEMPOTENT: ClassVar[frozenset[str]] = frozenset()

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
            wire.lose(_Closed(sent=True))

    def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None,
        idempotent: bool | None = None,
    ) -> Any:
        """The result of any method. `idempotent`: it may be sent again when the connection is lost; what the service says if absent."""
        timeout = self.timeout if timeout is None else timeout
        deadline = _deadline(timeout)

        def once() -> Any:
            wire, number = self._send(method, params or {}, timeout, deadline)
            return _result(wire.receive(number, deadline))

        return self._repeatedly(once, self._may_send_again(method, idempotent))

    def map(
        self, method: str, params: Iterable[Mapping[str, Any]], *, jobs: int = 32, timeout: float | None = None,
        idempotent: bool | None = None,
    ) -> Iterator[Any]:
        """The results of many calls, in order, `jobs` of them under way at once; an error is given, not raised.

        Calls that the service refuses for now are sent again. A lost connection is raised where the method may not be sent again.
        """
        if jobs < 1:
            raise ValueError("jobs: 1 or more")
        timeout = self.timeout if timeout is None else timeout
        again = self._may_send_again(method, idempotent)
        waiting: collections.deque[tuple[_Wire, int, Mapping[str, Any]]] = collections.deque()

        def next_result() -> Any:
            wire, number, given = waiting.popleft()
            deadline = _deadline(timeout)
            try:
                try:
                    return _result(wire.receive(number, deadline))
                except Overloaded as error:
                    time.sleep(error.retry_after * random.uniform(1, 1.5))
                except ConnectionLost as failure:
                    if not again or isinstance(failure, _Closed):
                        raise
                return self._patiently(method, given, timeout, again)
            except RPCError as error:
                return error

        try:
            for given in params:
                if len(waiting) >= jobs:
                    yield next_result()
                wire, number = self._repeatedly(lambda given=given: self._send(method, given, timeout, _deadline(timeout)), again)  # type: ignore[misc]
                waiting.append((wire, number, given))
            while waiting:
                yield next_result()
        finally:
            for wire, number, _ in waiting:
                wire.forget(number)

    def _patiently(self, method: str, params: Mapping[str, Any], timeout: float | None, idempotent: bool) -> Any:
        """Calls until the service takes the call, or the time is over."""
        deadline = _deadline(timeout)
        while True:
            try:
                return self.call(method, params, timeout=timeout, idempotent=idempotent)
            except Overloaded as error:
                if _over(deadline):
                    raise
                time.sleep(error.retry_after * random.uniform(1, 1.5))

    def _may_send_again(self, method: str, given: bool | None) -> bool:
        return method in self._IDEMPOTENT if given is None else given

    def _repeatedly(self, action: Callable[[], _T], idempotent: bool) -> _T:
        start = time.monotonic()
        for attempt in itertools.count():
            try:
                return action()
            except (ConnectionLost, NotConnected) as failure:
                if not _may_repeat(failure, idempotent, start):
                    raise
                time.sleep(_pause(attempt))
        raise AssertionError("unreachable")

    def _send(
        self, method: str, params: Mapping[str, Any], timeout: float | None, deadline: float | None,
    ) -> tuple[_Wire, int]:
        wire, number = self._connected(), next(self._numbers)
        wire.send(number, _request(number, method, params, timeout), deadline)
        return wire, number

    def _connected(self) -> _Wire:
        with self._lock:
            if self._wire is None or self._wire.lost is not None or self._wire.ended:
                self._wire = _Wire(self._path)
            return self._wire


class AsyncConnection:
    """Calls for asyncio; many may be under way at once."""

    # As for blocking calls.
    _IDEMPOTENT: ClassVar[frozenset[str]] = frozenset()

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
        self._lose(_Closed(sent=True))
        if writer is not None:
            writer.close()

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None,
        idempotent: bool | None = None,
    ) -> Any:
        """The result of any method. `idempotent`: it may be sent again when the connection is lost; what the service says if absent."""
        timeout = self.timeout if timeout is None else timeout
        again = method in self._IDEMPOTENT if idempotent is None else idempotent
        start = time.monotonic()
        for attempt in itertools.count():
            try:
                return await self._once(method, params or {}, timeout)
            except (ConnectionLost, NotConnected) as failure:
                if not _may_repeat(failure, again, start):
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
                if writer.is_closing():
                    raise ConnectionLost(sent=False)
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
        timeout: float | None = None, idempotent: bool | None = None,
    ) -> AsyncIterator[Any]:
        """The results of many calls, in order, `jobs` of them under way at once; an error is given, not raised."""
        if jobs < 1:
            raise ValueError("jobs: 1 or more")
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
        except (MalformedAnswer, ValueError, AttributeError, RecursionError, asyncio.LimitOverrunError) as error:
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
