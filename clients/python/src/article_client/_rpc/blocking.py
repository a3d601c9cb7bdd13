"""Calls that block."""
from __future__ import annotations

import collections
import itertools
import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from .envelope import request, result_of, socket_path_of
from .errors import Closed, ConnectionLost, NotConnected, Overloaded, RPCError
from .retrying import deadline_after, is_over, may_repeat, pause
from .wire import Wire

_T = TypeVar("_T")


class Connection:
    """Calls that block; may be used by several threads at once."""

    # The methods that may be sent again when the connection is lost: generated clients know them.
    _IDEMPOTENT: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, socket_path: str | os.PathLike[str] | None = None, *, timeout: float | None = 60.0) -> None:
        """`socket_path`: RPC_SOCKET or the installed service's if absent. `timeout`: seconds for each call; None: no end."""
        self.timeout = timeout
        self._path = socket_path_of(socket_path)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._wire: Wire | None = Wire(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection; calls under way fail as lost. The next call makes a new one."""
        with self._lock:
            wire, self._wire = self._wire, None
        if wire is not None:
            wire.lose(Closed(sent=True))

    def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None,
        idempotent: bool | None = None,
    ) -> Any:
        """The result of any method. `idempotent`: it may be sent again when the connection is lost; what the service says if absent."""
        timeout = self.timeout if timeout is None else timeout
        deadline = deadline_after(timeout)

        def once() -> Any:
            wire, number = self._send(method, params or {}, timeout, deadline)
            return result_of(wire.receive(number, deadline))

        return self._repeatedly(once, self._may_send_again(method, idempotent))

    def map(
        self, method: str, params: Iterable[Mapping[str, Any]], *, jobs: int = 32, timeout: float | None = None,
        idempotent: bool | None = None,
    ) -> Iterator[Any]:
        """The results of many calls, in order, `jobs` of them under way at once; an error is given, not raised.

        Calls that the service refuses for now are sent again until their time is over. A lost connection is raised where the method may not be sent again.
        """
        if jobs < 1:
            raise ValueError("jobs: 1 or more")
        timeout = self.timeout if timeout is None else timeout
        again = self._may_send_again(method, idempotent)
        waiting: collections.deque[tuple[Wire, int, Mapping[str, Any]]] = collections.deque()

        def next_result() -> Any:
            wire, number, given = waiting.popleft()
            deadline = deadline_after(timeout)
            try:
                try:
                    return result_of(wire.receive(number, deadline))
                except Overloaded as error:
                    time.sleep(error.retry_after * random.uniform(1, 1.5))
                except ConnectionLost as failure:
                    if not again or isinstance(failure, Closed):
                        raise
                return self._patiently(method, given, timeout, again)
            except RPCError as error:
                return error

        try:
            for given in params:
                if len(waiting) >= jobs:
                    yield next_result()
                wire, number = self._repeatedly(lambda given=given: self._send(method, given, timeout, deadline_after(timeout)), again)  # type: ignore[misc]
                waiting.append((wire, number, given))
            while waiting:
                yield next_result()
        finally:
            for wire, number, _ in waiting:
                wire.forget(number)

    def _patiently(self, method: str, params: Mapping[str, Any], timeout: float | None, idempotent: bool) -> Any:
        """Calls until the service takes the call, or the time is over."""
        deadline = deadline_after(timeout)
        while True:
            try:
                return self.call(method, params, timeout=timeout, idempotent=idempotent)
            except Overloaded as error:
                if is_over(deadline):
                    raise
                time.sleep(error.retry_after * random.uniform(1, 1.5))

    def _may_send_again(self, method: str, given: bool | None) -> bool:
        return method in self._IDEMPOTENT if given is None else given

    def _repeatedly(self, action: Callable[[], _T], idempotent: bool) -> _T:
        start = time.monotonic()
        for attempt in itertools.count():
            try:
                return action()
            except (ConnectionLost, NotConnected, Overloaded) as failure:
                if not may_repeat(failure, idempotent, start):
                    raise
                time.sleep(pause(attempt))
        raise AssertionError("unreachable")

    def _send(
        self, method: str, params: Mapping[str, Any], timeout: float | None, deadline: float | None,
    ) -> tuple[Wire, int]:
        wire, number = self._connected(), next(self._numbers)
        wire.send(number, request(number, method, params, timeout), deadline)
        return wire, number

    def _connected(self) -> Wire:
        with self._lock:
            if self._wire is None or self._wire.lost is not None or self._wire.ended:
                self._wire = Wire(self._path)
            return self._wire
