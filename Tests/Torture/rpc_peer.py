"""A peer of the server under test that says exactly the bytes it is told to, and waits for no answer for ever."""
import json
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal

Framing = Literal["lines", "headers"]
PATIENCE = 60.0


def framed(body: bytes, framing: Framing) -> bytes:
    """One message as it goes over the wire."""
    if framing == "lines":
        return body + b"\n"
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def request(number: int | str, method: str, params: Any = None, **members: Any) -> bytes:
    """The body of a request, in UTF-8 that is not escaped."""
    value = {"jsonrpc": "2.0", "id": number, "method": method, "params": {} if params is None else params, **members}
    return json.dumps(value, ensure_ascii=False).encode()


class Peer:
    """A connection. Every wait ends after PATIENCE seconds with TimeoutError."""

    def __init__(self, path: str, framing: Framing = "lines") -> None:
        self.framing = framing
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        self.buffer = bytearray()
        self.count = 0

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def end(self) -> None:
        """Ends the writing side only."""
        self.socket.shutdown(socket.SHUT_WR)

    def send_body(self, body: bytes) -> None:
        self.socket.sendall(framed(body, self.framing))

    def send(self, method: str, params: Any = None, **members: Any) -> int:
        """Sends a request with the next number as its id, and gives that."""
        self.count += 1
        self.send_body(request(self.count, method, params, **members))
        return self.count

    def call(self, method: str, params: Any = None, **members: Any) -> Any:
        self.send(method, params, **members)
        return self.receive()

    def receive(self) -> Any:
        """The next message, or None at the end of the stream."""
        body = self.receive_body()
        return None if body is None else json.loads(body)

    def receive_body(self) -> bytes | None:
        """The bytes of the next message, or None at the end of the stream. ConnectionError: it ended inside one."""
        end = self._find(b"\n" if self.framing == "lines" else b"\r\n\r\n")
        if end is None:
            return None
        head = self._take(end)
        if self.framing == "lines":
            return head[:-1]
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(self.buffer) < length:
            if not self._fill():
                raise ConnectionError(f"{len(self.buffer)} of {length} bytes, then the end")
        return self._take(length)

    def messages(self) -> Iterator[Any]:
        """Every message up to the end of the stream."""
        while (message := self.receive()) is not None:
            yield message

    def _find(self, mark: bytes) -> int | None:
        scanned = 0
        while (at := self.buffer.find(mark, scanned)) < 0:
            scanned = max(0, len(self.buffer) - len(mark))
            if not self._fill():
                if self.buffer:
                    raise ConnectionError(f"the stream ended inside {bytes(self.buffer[:80])!r}")
                return None
        return at + len(mark)

    def _take(self, count: int) -> bytes:
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken

    def _fill(self) -> bool:
        data = self.socket.recv(1 << 18)
        self.buffer += data
        return bool(data)


def reach(path: str, framing: Framing = "lines") -> Peer:
    """A connection to a server that is about to listen."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return Peer(path, framing)
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Waits for the condition; gives the seconds it took. AssertionError past the limit."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < seconds, f"not within {seconds} s: {what}"
        time.sleep(0.02)
    return time.monotonic() - begin
