"""Calls for asyncio."""
from __future__ import annotations

import asyncio
import collections
import itertools
import json
import os
import random
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from types import TracebackType
from typing import Any, ClassVar, Self

from .envelope import address, content_length, request, result_of, socket_path_of
from .errors import Closed, ConnectionLost, MalformedAnswer, NotConnected, Overloaded, RPCError, RPCFailure, timed_out
from .retrying import deadline_after, is_over, may_repeat, pause


class AsyncConnection:
    """Calls for asyncio; many may be under way at once."""

    # As for blocking calls.
    _IDEMPOTENT: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, socket_path: str | os.PathLike[str] | None = None, *, timeout: float | None = 60.0) -> None:
        """`socket_path`: RPC_SOCKET or the installed service's if absent. `timeout`: seconds for each call; None: no end."""
        self.timeout = timeout
        self._path = socket_path_of(socket_path)
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
        self._lose(Closed(sent=True))
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
            except (ConnectionLost, NotConnected, Overloaded) as failure:
                if not may_repeat(failure, again, start):
                    raise
                await asyncio.sleep(pause(attempt))
        raise AssertionError("unreachable")

    async def _once(self, method: str, params: Mapping[str, Any], timeout: float | None) -> Any:
        writer, number = await self._connected(), next(self._numbers)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        # A call that could not be written is lost twice; asyncio would print the failure that nobody fetches.
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._waiting[number] = answer
        try:
            # A second longer than the service, which is told the time too and says more of it.
            async with asyncio.timeout(None if timeout is None else timeout + 1):
                if writer.is_closing():
                    raise ConnectionLost(sent=False)
                try:
                    writer.write(request(number, method, params, timeout))
                    await writer.drain()
                except OSError as error:
                    raise ConnectionLost(sent=True) from error
                return result_of(await answer)
        except TimeoutError:
            raise timed_out() from None
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
        """The results of many calls, in order, `jobs` of them under way at once; an error is given, not raised.

        Calls that the service refuses for now are sent again until their time is over. A lost connection is raised where the method may not be
        sent again.
        """
        if jobs < 1:
            raise ValueError("jobs: 1 or more")
        waiting: collections.deque[asyncio.Task[Any]] = collections.deque()

        async def one(given: Mapping[str, Any]) -> Any:
            deadline = deadline_after(self.timeout if timeout is None else timeout)
            while True:
                try:
                    return await self.call(method, given, timeout=timeout, idempotent=idempotent)
                except Overloaded as error:
                    if is_over(deadline):
                        return error
                    await asyncio.sleep(error.retry_after * random.uniform(1, 1.5))
                except RPCError as error:
                    return error

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
                    reader, self._writer = await asyncio.open_unix_connection(address(self._path), limit=1 << 16)
                except OSError as error:
                    raise NotConnected(f"{self._path}: {error.strerror or error}") from error
                self._reading = asyncio.ensure_future(self._read(reader, self._writer))
            return self._writer

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        failure: RPCFailure = ConnectionLost(sent=True)
        try:
            while True:
                header = await reader.readuntil(b"\r\n\r\n")
                message = json.loads(await reader.readexactly(content_length(header)))
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
