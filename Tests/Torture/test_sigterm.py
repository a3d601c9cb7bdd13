"""SIGTERM under load: what was accepted is answered, or told that the server is ending; nothing is met by silence."""
import os
import signal
import sys
import threading
import time
from typing import Any

import pytest
from knobs import knob
from rpc_peer import PATIENCE, Framing, Peer
from rpc_process import ServerProcess, running

CALLS = 50


class Caller(threading.Thread):
    """Sends CALLS calls at once, and counts what comes until the stream ends."""

    def __init__(self, server: ServerProcess, framing: Framing, ready: threading.Barrier) -> None:
        super().__init__()
        self.peer, self.ready = Peer(server.path, framing), ready
        self.answers: list[dict[str, Any]] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            assert "result" in self.peer.call("echo", {"text": "accepted"})
            for _ in range(CALLS):
                self.peer.send("hold", {"milliseconds": 20})
            self.ready.wait(PATIENCE)
            self.answers = list(self.peer.messages())
        except BaseException as error:  # It is told to the test, which is in another thread.
            self.failure = error
        finally:
            self.peer.close()


@pytest.mark.parametrize("round_number", range(knob("SIGTERMS", 5, 100)))
def test_at_sigterm_every_call_of_every_peer_is_answered(round_number: int) -> None:
    with running() as server:
        ready = threading.Barrier(9)
        callers = [Caller(server, "headers" if number % 2 else "lines", ready) for number in range(8)]
        for caller in callers:
            caller.start()
        ready.wait(PATIENCE)
        time.sleep(0.01 * (round_number % 10))
        assert server.stop(signal.SIGTERM) == 0
        for caller in callers:
            caller.join(PATIENCE)
            assert caller.failure is None, repr(caller.failure)
            assert sorted(answer["id"] for answer in caller.answers) == list(range(2, CALLS + 2))
            for answer in caller.answers:
                assert "result" in answer or answer["error"]["code"] == -32010, answer
        assert not os.path.exists(server.path)


def test_a_call_that_outlasts_the_drain_is_told_so() -> None:
    with running() as server, server.connect() as peer:
        peer.send("hold", {"milliseconds": 600_000})
        assert "result" in peer.call("echo", {"text": "running"})
        begin = time.monotonic()
        assert server.stop(signal.SIGTERM) == 0
        assert time.monotonic() - begin < 20
        assert peer.receive()["error"]["code"] == -32010
        assert peer.receive() is None


def test_a_peer_that_does_not_read_does_not_hold_up_the_end() -> None:
    with running() as server, server.connect() as peer:
        for _ in range(16):
            peer.send("repeat", {"text": "0123456789", "count": 100_000})
        peer.socket.recv(100)
        begin = time.monotonic()
        assert server.stop(signal.SIGTERM) == 0
        assert time.monotonic() - begin < 8


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
