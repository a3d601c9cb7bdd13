"""More connections than there is room for are refused in words, and served again when there is room."""
import os
import sys
import time
from typing import Any

import pytest
from knobs import knob
from rpc_peer import Peer, until
from rpc_process import ServerProcess, running

ROOM = 50


def refusal(peer: Peer) -> Any:
    """The one thing that is said to a refused peer; then the stream ends."""
    answer = peer.receive()
    try:
        assert peer.receive() is None
    except ConnectionResetError:
        pass  # It had sent a request that nobody read: the kernel says so after the last byte.
    return answer


def enter(server: ServerProcess) -> Peer:
    """A peer that is in. Places of peers that have just left may take a moment to be free."""
    begin = time.monotonic()
    while True:
        peer = server.connect()
        try:
            if "result" in peer.call("echo", {"text": "in"}):
                return peer
        except OSError:
            pass
        peer.close()
        assert time.monotonic() - begin < 10, "no room"


@pytest.mark.parametrize("limit", ["connections", "connections_per_user"])
def test_a_thousand_too_many_are_told_so_and_then_served(limit: str) -> None:
    with running(**{"connections": 2000, "connections_per_user": 2000, limit: ROOM}) as server:
        start = server.usage().descriptors
        inside = [enter(server) for _ in range(ROOM)]
        for number in range(knob("REFUSALS", 1_000, 20_000)):
            with server.connect() as peer:
                if number % 3 == 0:
                    try:
                        peer.send("echo", {"text": "too many"})
                    except BrokenPipeError:
                        pass
                answer = refusal(peer)
                assert answer["id"] is None
                error = answer["error"]
                assert error["code"] == -32009 and error["data"]["retryable"] is True, error
                assert error["data"]["retryAfterMs"] > 0
        for peer in inside:
            assert "result" in peer.call("echo", {"text": "still in"})
        for peer in inside:
            peer.close()
        until(lambda: server.usage().descriptors <= start, 10, "their descriptors are closed")
        enter(server).close()


def test_the_peer_is_told_who_it_is(server: ServerProcess) -> None:
    with server.connect() as peer:
        result = peer.call("system.whoami")["result"]
    assert (result["uid"], result["gid"], result["pid"]) == (os.getuid(), os.getgid(), os.getpid())


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
