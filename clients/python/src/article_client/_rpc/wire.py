"""One connection that threads share."""
from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
from typing import Any

from .envelope import HEADER_BYTES_MAX, address, content_length
from .errors import ConnectionLost, MalformedAnswer, NotConnected, RPCFailure, timed_out
from .retrying import is_over, seconds_left


class Wire:
    """One connection, for threads: whoever waits for an answer and finds nobody reading reads for all.

    The socket does not block: a service whose answers nobody reads takes no more calls, so who sends reads meanwhile.
    """

    def __init__(self, path: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            self.socket.connect(address(path))
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
            if not self.sending.acquire(timeout=-1 if deadline is None else seconds_left(deadline)):
                raise timed_out()
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
                if is_over(deadline):
                    raise timed_out()
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
                        if not self.changed.wait(None if deadline is None else seconds_left(deadline)) and is_over(deadline):
                            raise timed_out()
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
            elif is_over(deadline):
                raise timed_out()

    def stop_reading(self) -> None:
        with self.changed:
            self.reading = False
            self.changed.notify_all()

    def poll(self, events: int, deadline: float | None, seconds: float | None) -> bool:
        """Whether one of `events`, or an end, came before the deadline and within `seconds`."""
        times = [time for time in (seconds, None if deadline is None else seconds_left(deadline)) if time is not None]
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
                if len(self.buffer) > HEADER_BYTES_MAX:
                    raise MalformedAnswer("a header that does not end")
                return
            stop = end + 4 + content_length(bytes(self.buffer[:end]))
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
